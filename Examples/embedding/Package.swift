// swift-tools-version: 6.2
import PackageDescription

// An outsider: links the library beside another package that uses SQLite. In a package of your own, write the first dependency by
// its address; until a version is tagged, with the branch:
//
//     .package(url: "https://…/resource-registry", branch: "main")
let package = Package(
    name: "embedding",
    dependencies: [
        .package(name: "resource-registry", path: "../.."),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
    ],
    targets: [
        .executableTarget(
            name: "embedding",
            dependencies: [
                .product(name: "ResourceRegistry", package: "resource-registry"),
                .product(name: "RegistryReferenceData", package: "resource-registry"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ])
    ]
)
