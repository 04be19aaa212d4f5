// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that no client of the library ever builds or fetches what stands here.
//
//     bench            runs the contestants in turn and compares them
//     bench-registry   the library through its public API; also makes the data
//     bench-c          SQLite's C API, and plain C without SQL: what is compared with
//
// A contestant is a program of its own, so that its peak memory is its own too.
let package = Package(
    name: "benchmarks",
    dependencies: [.package(name: "resource-registry", path: "..")],
    targets: [
        .systemLibrary(name: "CBenchSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .executableTarget(name: "bench-c", dependencies: ["CBenchSQLite"], cSettings: [.unsafeFlags(["-O2"])]),
        .executableTarget(
            name: "bench-registry",
            dependencies: [
                .product(name: "ResourceRegistry", package: "resource-registry"),
                .product(name: "RegistryReferenceData", package: "resource-registry"),
            ], swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(name: "bench", swiftSettings: [.swiftLanguageMode(.v6)]),
    ]
)
