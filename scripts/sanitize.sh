#!/bin/sh
# Runs tests under one sanitizer (thread or address), in a build folder of its own: the SQLite layer, and what runs on several threads
# or walks raw bytes. The other suites compute on one thread, and would take an hour here; `sanitize.sh KIND .` runs all of them.
set -eu
cd "$(dirname "$0")/.."

kind=$1
suites=${2:-RegistrySQLiteTests|ChangingFacts|BatchesAndReceipts|SHA256|CSVReader|ReliabilityPromises}
LSAN_OPTIONS="suppressions=$PWD/scripts/leaks.supp:print_suppressions=0"
export LSAN_OPTIONS
swift test --disable-xctest --sanitize="$kind" --scratch-path ".build-$kind" --filter "$suites"
