#!/bin/sh
# Runs the tests under one sanitizer (thread or address), in a build folder of its own.
set -eu
cd "$(dirname "$0")/.."

kind=$1
swift test --disable-xctest --sanitize="$kind" --scratch-path ".build-$kind"
