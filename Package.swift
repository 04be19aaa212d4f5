// swift-tools-version: 6.2
import PackageDescription

/// The settings of every Swift target of ours. Warnings are errors here only: a client that fetches this package
/// builds it with warnings shown, never refused.
let strict: [SwiftSetting] = [
    .swiftLanguageMode(.v6),
    .treatAllWarnings(as: .error),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableUpcomingFeature("MemberImportVisibility"),
]

/// The settings of what is shipped. Under a sanitizer it is optimised, tests are not (`scripts/sanitize.sh`): optimised code is checked
/// several times faster, and optimising tests takes longer than it saves.
let shipped = Context.environment["REGISTRY_OPTIMIZED"] == "1" ? strict + [.unsafeFlags(["-O"])] : strict

/// A program that shows the library at work: it links what a client would, and its output is compared by `make examples`.
func example(_ name: String) -> Target {
    .executableTarget(
        name: name, dependencies: ["ResourceRegistry", "RegistrySQLite", "RegistryReferenceData"], path: "Examples/programs/\(name)",
        swiftSettings: strict)
}

let package = Package(
    name: "resource-registry",
    products: [
        // RegistrySQLite is in it because settings of connections, reports of migrations and errors of the file are its types.
        .library(name: "ResourceRegistry", targets: ["ResourceRegistry", "RegistrySQLite"]),
        .library(name: "RegistryReferenceData", targets: ["RegistryReferenceData"]),
    ],
    dependencies: [
        // For the example CLI alone: a client of the libraries never fetches it.
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
    ],
    targets: [
        .systemLibrary(name: "CRegistrySQLite", pkgConfig: "sqlite3", providers: [.apt(["libsqlite3-dev"])]),
        .target(name: "CRegistryMigrations", path: "Migrations", sources: ["migrations.c"]),
        .target(name: "CRegistryFacts"),
        .target(name: "RegistrySQLite", dependencies: ["CRegistrySQLite"], swiftSettings: shipped),
        .target(
            name: "ResourceRegistry", dependencies: ["RegistrySQLite", "CRegistryMigrations"], swiftSettings: shipped),
        .target(
            name: "RegistryReferenceData", dependencies: ["ResourceRegistry", "CRegistryFacts"], swiftSettings: shipped),
        .target(name: "CRegistryQueries", path: "Examples/queries", sources: ["queries.c"]),
        .target(
            name: "RegistryTerminal", dependencies: ["ResourceRegistry", "CRegistryQueries"], path: "Examples/terminal",
            swiftSettings: shipped),
        .executableTarget(
            name: "registry",
            dependencies: [
                "ResourceRegistry", "RegistryReferenceData", "RegistryTerminal",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
            ],
            path: "Examples/registry", swiftSettings: shipped),
        example("screen-a-stream"),
        example("list-and-place"),
        example("revise-and-ask"),
        example("migrate-at-start"),
        example("service"),
        .testTarget(name: "RegistrySQLiteTests", dependencies: ["RegistrySQLite", "CRegistrySQLite"], swiftSettings: strict),
        .testTarget(name: "ResourceRegistryTests", dependencies: ["ResourceRegistry"], swiftSettings: strict),
        .testTarget(
            name: "RegistryReferenceDataTests", dependencies: ["RegistryReferenceData"], swiftSettings: strict),
        .testTarget(name: "RegistryCommandTests", dependencies: ["registry", "RegistryTerminal"], swiftSettings: strict),
        .testTarget(name: "DocumentationTests", dependencies: ["RegistryReferenceData"], swiftSettings: strict),
    ]
)
