#!/bin/sh
# Makes the documentation of the libraries in .build/docs, without a plugin, in the form that any web server can hand out: open
# .build/docs/ResourceRegistry/documentation/resourceregistry. A warning is an error, and so is a public symbol without a comment.
set -eu
cd "$(dirname "$0")/.."

graphs=.build/docs-graphs
output=.build/docs
rm -rf "$graphs" "$output"
mkdir -p "$output"
# The dump looks into the modules of the tests as well, which a demo or an example does not build.
swift build --build-tests
swift package dump-symbol-graph --minimum-access-level public

# docc stands beside swift, which may be reached through links.
docc=$(command -v docc || true)
if [ -z "$docc" ]; then docc=$(dirname "$(readlink -f "$(command -v swift)")")/docc; fi

found=$(swift build --show-bin-path)
found=$(dirname "$found")/symbolgraph
python3 scripts/coverage.py "$found/RegistrySQLite.symbols.json" "$found/ResourceRegistry.symbols.json" \
    "$found/RegistryReferenceData.symbols.json"
for module in RegistrySQLite ResourceRegistry RegistryReferenceData; do
    mkdir -p "$graphs/$module"
    # The module's own graph, and what it adds to types of other modules (Module@Other).
    find "$found" -name "$module.symbols.json" -exec cp {} "$graphs/$module" \;
    find "$found" -name "$module@*.symbols.json" -exec cp {} "$graphs/$module" \;
    set -- --additional-symbol-graph-dir "$graphs/$module" --output-path "$output/$module" --warnings-as-errors \
        --transform-for-static-hosting --hosting-base-path "$module" --fallback-display-name "$module" --fallback-bundle-identifier "$module"
    if [ -d "Sources/$module/$module.docc" ]; then set -- "Sources/$module/$module.docc" "$@"; fi
    "$docc" convert "$@"
    echo "docs: $output/$module"
done
