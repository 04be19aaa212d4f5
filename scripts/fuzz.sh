#!/bin/sh
# Fuzzes the parsers, one target on each core at a time: the kept corpus of each first, then new inputs.
#   fuzz.sh [SECONDS] [TARGET…]      (default: 600 seconds for each target)
# An input that breaks something is kept in .build/fuzz; make it a file of Tests/Fuzz/Corpus/TARGET and a test.
set -eu
cd "$(dirname "$0")/../Tests/Fuzz"
work=$PWD/../../.build/fuzz

# One target, as this script calls itself for each: --target SECONDS PROGRAM TARGET.
if [ "${1:-}" = --target ]; then
    seconds=$2 program=$3 target=$4
    mkdir -p "$work/$target"
    log="$work/$target.log"
    # What is new is written to the first folder; the kept corpus is only read. A fault inside malloc can leave libFuzzer's own report
    # waiting for ever.
    if FUZZ_TARGET=$target SWIFT_BACKTRACE=enable=no timeout --kill-after=5 $((seconds + 300)) "$program" -max_total_time="$seconds" -timeout=10 \
        -rss_limit_mb=1024 -max_len=4096 -print_final_stats=1 -artifact_prefix="$work/$target-" "$work/$target" "Corpus/$target" >"$log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
        echo "fuzz: $target, $runs inputs in $seconds s, nothing found"
    else
        echo "error: fuzzing $target found something, see $log:" >&2
        grep -E 'Fatal error|ERROR|SUMMARY|Test unit written' "$log" >&2 || tail -n 5 "$log" >&2
        exit 1
    fi
    exit 0
fi

seconds=${1:-600}
if [ $# -gt 0 ]; then shift; fi
if [ $# -eq 0 ]; then set -- csv json geojson wkt date code quantity search line receipt changeset delta migration; fi

# Optimising takes longer than it saves in a short run.
configuration=release
if [ "$seconds" -lt 60 ]; then configuration=debug; fi
# Testing is enabled because some parsers are not public; libFuzzer brings `main`.
build() { swift build -c "$configuration" --product RegistryFuzz --sanitize=fuzzer -Xswiftc -enable-testing --disable-index-store "$@"; }
build
program="$(build --show-bin-path)/RegistryFuzz"
# The delta reader reads files: in memory, where there is such a place.
if [ -d /dev/shm ]; then export TMPDIR=/dev/shm; fi
mkdir -p "$work"
# xargs fails when one of them does.
printf '%s\n' "$@" | xargs -P "$(nproc)" -n 1 ../../scripts/fuzz.sh --target "$seconds" "$program"
