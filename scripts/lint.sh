#!/bin/sh
# Checks the form of every Swift file, and of the scripts where shellcheck is installed.
set -eu
cd "$(dirname "$0")/.."

swift format lint --strict --parallel --recursive Package.swift Sources Tests Examples Benchmarks/Package.swift Benchmarks/Sources
for script in scripts/*.sh; do sh -n "$script"; done
if command -v shellcheck >/dev/null 2>&1; then shellcheck scripts/*.sh .ci/run; fi
echo "lint: clean"
