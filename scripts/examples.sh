#!/bin/sh
# Builds the example programs, runs each on a registry of its own, and compares what they print with Examples/programs/expected.
# With --write the expected files are written anew: look at the difference before you commit it.
set -eu
cd "$(dirname "$0")/.."

swift build --product screen-a-stream
swift build --product list-and-place
swift build --product revise-and-ask
swift build --product migrate-at-start
swift build --product service
programs=$(swift build --show-bin-path)
expected=Examples/programs/expected
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

failed=0
for name in screen-a-stream list-and-place revise-and-ask migrate-at-start service; do
    input=/dev/null
    if [ -f "$expected/$name.input" ]; then input="$expected/$name.input"; fi
    if ! "$programs/$name" "$folder/$name.sqlite" <"$input" >"$folder/$name.txt"; then
        echo "error: $name failed" >&2
        failed=1
    fi
    if [ "${1:-}" = --write ]; then cp "$folder/$name.txt" "$expected/$name.txt"; fi
    if diff -u "$expected/$name.txt" "$folder/$name.txt" >&2; then
        echo "$name: as expected"
    else
        echo "error: $name printed something else than $expected/$name.txt" >&2
        failed=1
    fi
done
exit $failed
