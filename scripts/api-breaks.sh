#!/bin/sh
# Compares the public API with that of the last version tag: what a client's code may no longer compile with. Without a tag there is
# nothing to compare with, and that is no fault. Breaks that are meant stand in scripts/api-breaks.txt, a message a line, and in
# CHANGELOG.md. A symbol that became `package` is not seen: the tool takes it for public (Swift 6.3).
#     scripts/api-breaks.sh [TREEISH]
set -eu
cd "$(dirname "$0")/.."

base=${1:-$(git describe --tags --abbrev=0 --match '[0-9]*' 2>/dev/null || true)}
if [ -z "$base" ]; then
    echo "api: no version tag yet, nothing to compare with"
    exit 0
fi
echo "api: compared with $base"
set -- "$base" --products ResourceRegistry --products RegistryReferenceData
if [ -f scripts/api-breaks.txt ]; then set -- "$@" --breakage-allowlist-path scripts/api-breaks.txt; fi
swift package diagnose-api-breaking-changes "$@"
