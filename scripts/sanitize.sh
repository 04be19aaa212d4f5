#!/bin/sh
# Runs the tests under one sanitizer (thread or address), in a build folder of its own: all of them, or those that a pattern names.
#     sanitize.sh KIND [PATTERN]
# What is shipped is optimised for this, so that it is checked as it is shipped, and in a third of the time; random tests draw less.
set -eu
cd "$(dirname "$0")/.."

kind=$1
LSAN_OPTIONS="suppressions=$PWD/scripts/leaks.supp:print_suppressions=0"
export LSAN_OPTIONS REGISTRY_OPTIMIZED=1 REGISTRY_SHORT_TESTS=1
swift test --disable-xctest --sanitize="$kind" --scratch-path ".build-$kind" --filter "${2:-.}"
