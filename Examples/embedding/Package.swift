// swift-tools-version: 6.2
import PackageDescription

// An outsider: links the two library products and nothing else. In a package of your own, write the dependency by its address.
let package = Package(
    name: "embedding",
    dependencies: [.package(name: "resource-registry", path: "../..")],
    targets: [
        .executableTarget(
            name: "embedding",
            dependencies: [
                .product(name: "ResourceRegistry", package: "resource-registry"),
                .product(name: "RegistryReferenceData", package: "resource-registry"),
            ])
    ]
)
