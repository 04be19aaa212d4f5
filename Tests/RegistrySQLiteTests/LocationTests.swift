import Foundation
import Testing

@testable import RegistrySQLite

@Suite(.serialized) struct LocationTests {
    let scratch: Scratch

    init() throws { scratch = try Scratch() }

    @Test(arguments: ["a b", "a?mode=memory", "a#b", "a%20b", "🪨.sqlite", "-rf", "file:x", ":memory:", "a'b\"c", "ä\u{301}"])
    func oddNamesAreJustNames(name: String) throws {
        do {
            let database = try scratch.database(name)
            try database.write { try $0.execute("CREATE TABLE t (a)") }
        }
        let again = try Database(.init(path: scratch.path(name), mode: .readOnly))
        #expect(try again.read { try $0.count("t") } == 0)
        #expect(try scratch.names() == [name])
    }

    @Test(arguments: ["", "a\0b"]) func unusablePaths(path: String) throws {
        #expect(databaseError { _ = try Database(.init(path: path, mode: .create)) }?.code == .cannotOpen)
    }

    @Test func relativeURIIsAFile() throws {
        let name = "file:registry-\(UUID().uuidString)"
        defer { try? FileManager.default.removeItem(atPath: name) }
        let database = try Database(.init(path: name, mode: .create))
        try database.write { try $0.execute("CREATE TABLE t (a)") }
        #expect(FileManager.default.fileExists(atPath: FileManager.default.currentDirectoryPath + "/" + name))
    }

    @Test(arguments: [Database.Mode.readOnly, .readWrite]) func missingFile(mode: Database.Mode) throws {
        let error = databaseError { _ = try Database(.init(path: scratch.path("none"), mode: mode)) }
        #expect(error?.description == "\(scratch.path("none")): no such file; check the path and the permissions of the folder")
        #expect(try scratch.names().isEmpty)
    }

    @Test func foldersAndPipesAreRefused() throws {
        #expect(databaseError { _ = try Database(.init(path: scratch.folder, mode: .create)) }?.message.contains("folder") == true)
        #expect(databaseError { _ = try Database(.init(path: scratch.folder + "/", mode: .create)) } != nil)
        #expect(mkfifo(scratch.path("pipe"), 0o600) == 0)
        #expect(
            databaseError { _ = try Database(.init(path: scratch.path("pipe"), mode: .readWrite)) }?.message.contains("regular") == true)
        #expect(mkfifo(scratch.path("a.sqlite-journal"), 0o600) == 0)
        #expect(databaseError { _ = try scratch.database() }?.path?.hasSuffix("a.sqlite-journal") == true)
    }

    @Test func linkIsFollowedOnce() throws {
        try scratch.database("real").write { try $0.execute("CREATE TABLE t (a)") }
        try FileManager.default.createSymbolicLink(atPath: scratch.path("link"), withDestinationPath: "real")
        try FileManager.default.createSymbolicLink(atPath: scratch.path("dangling"), withDestinationPath: "nowhere")
        let database = try Database(.init(path: scratch.path("link"), mode: .readWrite))
        #expect(try database.read { try $0.count("t") } == 0)
        #expect(databaseError { _ = try Database(.init(path: scratch.path("dangling"), mode: .create)) } != nil)
    }

    @Test func readOnlyFolder() throws {
        do { try scratch.database().write { try $0.executeScript("CREATE TABLE t (a); INSERT INTO t VALUES (1)") } }
        try FileManager.default.setAttributes([.posixPermissions: 0o444], ofItemAtPath: scratch.path("a.sqlite"))
        try FileManager.default.setAttributes([.posixPermissions: 0o555], ofItemAtPath: scratch.folder)
        let database = try Database(.init(path: scratch.path("a.sqlite"), mode: .readOnly))
        #expect(try database.read { try $0.count("t") } == 1)
        #expect(try scratch.names() == ["a.sqlite"])
        #expect(databaseError { try database.write { _ in } }?.code == .readOnly)
    }

    @Test func privateFile() throws {
        let database = try Database(.init(path: scratch.path("a"), mode: .create, privateFile: true))
        try database.write { try $0.execute("CREATE TABLE t (a)") }
        let mode = try FileManager.default.attributesOfItem(atPath: scratch.path("a"))[.posixPermissions] as? Int
        #expect(mode == 0o600)
    }

    @Test func notADatabase() throws {
        try Data(repeating: 65, count: 4096).write(to: URL(fileURLWithPath: scratch.path("text")))
        for mode in [Database.Mode.readOnly, .readWrite, .create] {
            #expect(databaseError { _ = try Database(.init(path: scratch.path("text"), mode: mode)) }?.code.primary == .notADatabase)
        }
    }
}
