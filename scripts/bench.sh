#!/bin/sh
# Builds the benchmarks and runs them; with --check on little data, for the check sums alone. Other options go to `bench`.
set -eu
cd "$(dirname "$0")/.."

if [ "${1:-}" = --check ]; then
    shift
    set -- --rounds 1 --count 5000 --items 300 "$@"
else
    mkdir -p .build
    set -- --json "$PWD/.build/bench.json" "$@"
fi
swift build --package-path Benchmarks --configuration release
Benchmarks/.build/release/bench "$@"
