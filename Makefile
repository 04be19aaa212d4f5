# make demo    from nothing to a screened shipment
# make test    all tests
# Both install what they need first (see scripts/setup.sh) and are complete in themselves.
SWIFT ?= swift
.DEFAULT_GOAL := help
.PHONY: help setup setup-shell build demo test faults fuzz lint format docs queries examples embedding api bench bench-scale bench-icount bench-check sanitize clean

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1: /p' Makefile

setup: ## install what is missing (libsqlite3-dev)
	@scripts/setup.sh

setup-shell: ## install the sqlite3 shell as well: tests look at files with it
	@scripts/setup.sh sqlite3

build: setup ## build everything for debugging
	$(SWIFT) build

demo: setup ## build the CLI, load the facts, screen a shipment
	@scripts/demo.sh

test: setup-shell ## run the tests, and a sample of the faults
	$(SWIFT) test --disable-xctest
	@scripts/faults.sh --short

faults: setup-shell ## break things around the program on purpose; writes Tests/Faults/RESULTS.md
	@scripts/faults.sh

FUZZ_SECONDS ?= 600
fuzz: setup ## fuzz each parser for FUZZ_SECONDS
	@scripts/fuzz.sh $(FUZZ_SECONDS)

lint: ## check the form of sources and scripts
	@scripts/lint.sh

format: ## rewrite the Swift files in the form of .swift-format
	$(SWIFT) format --in-place --parallel --recursive Package.swift Sources Tests Examples Benchmarks/Package.swift Benchmarks/Sources

docs: ## make the documentation in .build/docs, and tell how much of the public API is documented
	@scripts/setup.sh python3
	@scripts/docs.sh

queries: setup-shell ## run the sample queries on the demo registry
	@test -f .build/demo/registry.sqlite || $(MAKE) demo
	@scripts/queries.sh

examples: setup ## build and run the example programs, and compare what they print
	@scripts/examples.sh

embedding: setup ## build and run a program that links the library from outside
	@scripts/embedding.sh

api: setup ## compare the public API with that of the last version tag, and prove that a break would be found
	@scripts/api-breaks-check.sh
	@scripts/api-breaks.sh

bench: setup ## measure against raw C; figures as a table, and as JSON in .build/bench.json
	@scripts/bench.sh

bench-scale: setup ## how the works grow with the number of deposits
	@scripts/bench.sh --scale

bench-icount: setup ## instructions an operation: the same however busy the machine is
	@scripts/bench.sh --icount

bench-check: setup ## run the benchmarks on little data: do the contestants decode the same?
	@scripts/bench.sh --check

sanitize: setup-shell ## run the tests under the thread and the address sanitizer
	scripts/sanitize.sh thread
	scripts/sanitize.sh address

clean: ## remove all build folders and the demo registry
	rm -rf .build .build-thread .build-address Examples/embedding/.build Benchmarks/.build Tests/Fuzz/.build
