#!/bin/sh
# Runs every sample query against a registry (default: the one of `make demo`). Fails if one errs or returns nothing.
set -eu
cd "$(dirname "$0")/.."

database=${1:-.build/demo/registry.sqlite}
if [ ! -f "$database" ]; then
    echo "error: no registry at $database; run \`make demo\` first" >&2
    exit 1
fi
answer=$(mktemp)
trap 'rm -f "$answer"' EXIT

failed=0
for query in Examples/queries/*.sql; do
    if ! sqlite3 -batch -bail -readonly -csv -noheader "$database" <"$query" >"$answer"; then
        echo "error: $query fails" >&2
        failed=1
    elif [ ! -s "$answer" ]; then
        echo "error: $query returns nothing" >&2
        failed=1
    else
        echo "$query: $(wc -l <"$answer") rows"
    fi
done
exit $failed
