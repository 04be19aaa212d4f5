#!/bin/sh
# Builds the benchmarks and runs them: bench.sh [--check | --scale | --icount], further options go to `bench`.
set -eu
cd "$(dirname "$0")/.."

configuration=release
programs=Benchmarks/.build/release
case "${1:-}" in
--check) # little data, for the check sums alone; optimised programs would decode the same
    shift
    configuration=debug programs=Benchmarks/.build/debug
    set -- --mode check --count 5000 --items 300 --deposits 2000 "$@"
    ;;
--scale) # the largest takes an hour and, in the temporary folder, some 25 GB
    shift
    set -- --mode scale --rounds 1 --deposits 30000,300000,3000000 "$@"
    ;;
--icount)
    shift
    scripts/setup.sh valgrind
    programs=Benchmarks/.build/counted
    set -- --mode icount --count 2000 --items 300 --deposits 2000 "$@"
    ;;
*)
    mkdir -p .build
    set -- --json "$PWD/.build/bench.json" "$@"
    ;;
esac
swift build --package-path Benchmarks --configuration "$configuration"
if [ "$programs" = Benchmarks/.build/counted ]; then
    # Debian's valgrind cannot read the debugging information that Swift writes.
    mkdir -p "$programs"
    for name in bench bench-c bench-registry bench-open bench-grdb bench-csv; do
        strip --strip-debug -o "$programs/$name" "Benchmarks/.build/release/$name"
    done
fi
# The data is kept from run to run, but not over a change of the schema.
data="${TMPDIR:-/tmp}/registry-bench-$(cksum <Migrations/schema.sql | cut -d ' ' -f 1)"
"$programs/bench" --scripts Benchmarks --data "$data" "$@"
