#!/bin/sh
# Proves that scripts/api-breaks.sh finds what it is for: in a small package with our products, whose last tag is compared with a tree that
# lost a public function. The small package is built in seconds; ours would be built twice from nothing.
set -eu
cd "$(dirname "$0")/.."
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

mkdir -p "$folder/scripts" "$folder/Sources/ResourceRegistry" "$folder/Sources/RegistryReferenceData"
cp scripts/api-breaks.sh "$folder/scripts"
cat >"$folder/Package.swift" <<'PACKAGE'
// swift-tools-version: 6.2
import PackageDescription

let package = Package(
    name: "resource-registry",
    products: [
        .library(name: "ResourceRegistry", targets: ["ResourceRegistry"]),
        .library(name: "RegistryReferenceData", targets: ["RegistryReferenceData"]),
    ],
    targets: [.target(name: "ResourceRegistry"), .target(name: "RegistryReferenceData", dependencies: ["ResourceRegistry"])]
)
PACKAGE
printf 'public struct Registry {\n    public func kept() {}\n    public func dropped() {}\n}\n' >"$folder/Sources/ResourceRegistry/Registry.swift"
echo 'public struct Facts {}' >"$folder/Sources/RegistryReferenceData/Facts.swift"
cd "$folder"
echo .build >.gitignore
git init --quiet
git add -A
git -c user.name=check -c user.email=check@localhost commit --quiet -m base

fail() {
    echo "error: $1" >&2
    cat output >&2
    exit 1
}
scripts/api-breaks.sh >output 2>&1 || fail "without a tag there is nothing to compare with"
grep -q 'no version tag yet' output || fail "without a tag that must be said"
git tag 0.1.0
scripts/api-breaks.sh >output 2>&1 || fail "nothing was changed, but a break was found"
grep -q 'compared with 0.1.0' output || fail "the last tag was not taken"
sed -i '/dropped/d' Sources/ResourceRegistry/Registry.swift
if scripts/api-breaks.sh >output 2>&1; then fail "a public function went, and nobody said so"; fi
grep -q 'Registry.dropped() has been removed' output || fail "the function that went was not named"
grep -o 'API breakage: .*dropped.*' output | sort -u >scripts/api-breaks.txt
scripts/api-breaks.sh >output 2>&1 || fail "a break that is meant was not let through"
echo "api: a function that went is named, and let through where it is meant"
