#!/bin/sh
# Builds the outsider package as an outsider would, and checks what came with the library.
#
# A scratch clone of the last commit gets a version tag; the package is copied aside and pointed at the clone by its address and version.
# It is built with the static standard library (not optimised: that takes three times as long, and `make fuzz` does it), the build folder
# is taken away, and the program is run from elsewhere.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

if [ -n "$(git status --porcelain)" ]; then echo "embedding: note: what is not committed is not in the clone" >&2; fi
git clone --quiet "file://$PWD" "$folder/resource-registry"
git -C "$folder/resource-registry" tag 0.1.999
cp -R Examples/embedding "$folder/outsider"
rm -rf "$folder/outsider/.build" "$folder/outsider/Package.resolved"
sed -i "s|.package(name: \"resource-registry\", path: \"../..\")|.package(url: \"file://$folder/resource-registry\", exact: \"0.1.999\")|" \
    "$folder/outsider/Package.swift"
grep -q 'exact: "0.1.999"' "$folder/outsider/Package.swift"

cd "$folder/outsider"
swift build --static-swift-stdlib
# The whole graph: this package and the outsider's own GRDB.
pinned=$(sed -n 's/.*"identity" : "\(.*\)".*/\1/p' Package.resolved | sort | tr '\n' ' ')
if [ "$pinned" != "grdb.swift resource-registry " ]; then
    echo "error: a client of the library resolves $pinned" >&2
    exit 1
fi
for checkout in .build/checkouts/*; do
    case $(basename "$checkout") in
    resource-registry | GRDB.swift) ;;
    *)
        echo "error: a client of the library fetches $(basename "$checkout")" >&2
        exit 1
        ;;
    esac
done

cp "$(swift build --static-swift-stdlib --show-bin-path)/embedding" "$folder/program"
rm -rf "$folder/outsider" "$folder/resource-registry"
mkdir "$folder/elsewhere"
cd "$folder/elsewhere"
"$folder/program" | tee "$folder/output"
grep -q 'registry: 0 findings; orders: ok' "$folder/output"
if ldd "$folder/program" | grep -i swift; then
    echo "error: the program still wants the Swift libraries" >&2
    exit 1
fi
echo "embedding: built by address and version; nothing else was fetched"
