// swift-tools-version: 6.2
import PackageDescription

// Fuzz targets, a package of their own: only `scripts/fuzz.sh` builds them, with libFuzzer (which brings `main`) and with testing
// enabled, since some of the parsers are not public.
let package = Package(
    name: "registry-fuzz",
    dependencies: [.package(name: "resource-registry", path: "../..")],
    targets: [
        .executableTarget(
            name: "RegistryFuzz",
            dependencies: [
                .product(name: "ResourceRegistry", package: "resource-registry"),
                .product(name: "RegistryReferenceData", package: "resource-registry"),
            ],
            swiftSettings: [.swiftLanguageMode(.v6)])
    ]
)
