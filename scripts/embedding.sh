#!/bin/sh
# Builds and runs the outsider package, and checks that linking the library fetches no other package.
set -eu
cd "$(dirname "$0")/../Examples/embedding"

swift build
swift run --skip-build embedding
for folder in .build/checkouts/* .build/repositories/*; do
    if [ -e "$folder" ]; then
        echo "error: a client of the library fetches $(basename "$folder")" >&2
        exit 1
    fi
done
echo "embedding: nothing else was fetched"
