#!/bin/sh
# Runs the tests under one sanitizer (thread or address), in a build folder of its own.
set -eu
cd "$(dirname "$0")/.."

kind=$1
LSAN_OPTIONS="suppressions=$PWD/scripts/leaks.supp:print_suppressions=0"
export LSAN_OPTIONS
swift test --disable-xctest --sanitize="$kind" --scratch-path ".build-$kind"
