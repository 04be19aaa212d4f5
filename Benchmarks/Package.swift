// swift-tools-version: 6.2
import PackageDescription

// A package of its own, so that no client of the library ever builds or fetches what stands here.
//
//     bench            runs the contestants in turn and compares them
//     bench-registry   the library through its public API; also makes the data
//     bench-open       W11 alone: a small program, with the Swift runtime linked into it, at a fixed address
//     bench-c          SQLite's C API, and plain C without SQL: what is compared with
//     bench-grdb       GRDB, the best-known wrapper, by its fast path and as its documentation recommends
//     bench-csv        SwiftCSV, on the table that our reader is measured with
//
// A contestant is a program of its own, so that its peak memory is its own too.
let package = Package(
    name: "benchmarks",
    dependencies: [
        .package(name: "resource-registry", path: ".."),
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
    ],
    targets: [
        .systemLibrary(name: "CBenchSQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "CBenchCounting"),
        .executableTarget(
            name: "bench-c", dependencies: ["CBenchSQLite", "CBenchCounting"], cSettings: [.unsafeFlags(["-O2"])],
            linkerSettings: [.linkedLibrary("m"), .linkedLibrary("pthread")]),
        .executableTarget(
            name: "bench-registry",
            dependencies: [
                "BenchSupport",
                .product(name: "ResourceRegistry", package: "resource-registry"),
                .product(name: "RegistryReferenceData", package: "resource-registry"),
            ], swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "bench-open", dependencies: ["BenchSupport", .product(name: "ResourceRegistry", package: "resource-registry")],
            swiftSettings: [.swiftLanguageMode(.v6)], linkerSettings: [.unsafeFlags(["-static-stdlib", "-Xclang-linker", "-no-pie"])]),
        .target(name: "BenchSupport", dependencies: ["CBenchCounting"], swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "bench-grdb", dependencies: ["BenchSupport", .product(name: "GRDB", package: "GRDB.swift")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(
            name: "bench-csv", dependencies: ["BenchSupport", .product(name: "SwiftCSV", package: "SwiftCSV")],
            swiftSettings: [.swiftLanguageMode(.v6)]),
        .executableTarget(name: "bench", swiftSettings: [.swiftLanguageMode(.v6)]),
    ]
)
