import RegistryReferenceData
import RegistrySQLite
import Testing

@testable import ResourceRegistry

/// A program that decides few lines reads the controls as they stand compiled in the file. Every revision that changes a control keeps
/// them so; whatever has no stored form, or a stale one, is answered by an index in memory.
@Suite struct DecidingFromAFile {
    private static func line(
        _ code: String = "8112929010", to destination: String = "US", on day: String = "2025-12-01"
    ) throws -> CodedLine {
        try CodedLine(
            code: CustomsCode(code), origin: CountryCode("CN"), destination: CountryCode(destination), day: CivilDay(day))
    }

    /// What a read answers, and whether the file did.
    private static func answer(_ registry: Registry, _ line: CodedLine) throws -> (items: [String], isStored: Bool) {
        try registry.read { reader in
            let stored = try StoredScreening(reader.references.connection)?.decide(line)
            let decision = try reader.decide(line)
            if let stored { #expect(stored == decision) }
            #expect(try ScreeningIndex(reading: reader).decide(line.query()) == decision)
            return (try reader.itemIDs(of: decision), stored != nil)
        }
    }

    /// Lists gallium under another code.
    private static func list(_ code: String, _ editor: RegistryEditor) throws {
        var item = try #require(try editor.controls.item("CN-2023-23-Ga-a"))
        item.customsCodes = Array(item.customsCodes.prefix(1))
        item.customsCodes[0].code = try CustomsCode(code)
        try editor.controls.save(item)
    }

    @Test func theFileAnswersWhereItHasAStoredForm() throws {
        try withLoadedRegistry { registry, _ in
            let answer = try Self.answer(registry, Self.line())
            #expect(answer.isStored)
            #expect(answer.items.contains("CN-2023-23-Ga-a"))
            let decision = try registry.read { try $0.decide(Self.line()) }
            #expect(decision.verdict == .controlled && decision.requirement == .licenceRequired)
            #expect(try registry.read { try $0.decide(Self.line("0101210000")) }.verdict == .notListed)
        }
    }

    @Test func whatCannotBeAnsweredIsRefusedAsByTheIndex() throws {
        try withLoadedRegistry { registry, _ in
            try registry.read { reader in
                let index = try ScreeningIndex(reading: reader)
                for line in [try Self.line(to: "ZZ"), try Self.line(to: "UK")] {
                    let refused = #expect(throws: RegistryError.self) { try reader.decide(line) }
                    let expected = #expect(throws: RegistryError.self) { try index.decide(line.query()) }
                    #expect(refused == expected)
                }
            }
        }
    }

    @Test func aRevisionOfAControlIsAnsweredAtOnceAndWhenItIsUndone() throws {
        try withLoadedRegistry { registry, _ in
            let (old, new) = (try Self.line(), try Self.line("8112921010"))
            try registry.revise(reason: "another code", author: "test") { editor in
                try Self.list("8112921010", editor)
                // Inside of the revision its own changes count.
                #expect(try editor.itemIDs(of: editor.decide(new)).contains("CN-2023-23-Ga-a"))
            }
            let after = try Self.answer(registry, new)
            #expect(after.items.contains("CN-2023-23-Ga-a") && after.isStored)
            #expect(try !Self.answer(registry, old).items.contains("CN-2023-23-Ga-a"))
            // As known before, nothing is stored: the copy compiles an index.
            let before = try Self.answer(try registry.asKnown(at: .revision(1)), old)
            #expect(before.items.contains("CN-2023-23-Ga-a") && !before.isStored)
            try registry.revert(2, author: "test")
            #expect(try Self.answer(registry, old).items.contains("CN-2023-23-Ga-a"))
            #expect(try !Self.answer(registry, new).items.contains("CN-2023-23-Ga-a"))
        }
    }

    @Test func aDeltaBringsItUpToDate() throws {
        try withLoadedRegistry { registry, path in
            try registry.publish(to: path + "-releases")
            try registry.revise(reason: "another code", author: "test") { try Self.list("8112921010", $0) }
            try registry.publish(to: path + "-releases")
            let copy = try Registry.open(path + "-releases/registry-r1.sqlite")
            defer { copy.close() }
            try copy.apply(path + "-releases/delta-r1-r2.rrdelta")
            let answer = try Self.answer(copy, Self.line("8112921010"))
            #expect(answer.items.contains("CN-2023-23-Ga-a") && answer.isStored)
        }
    }

    /// A marker in the stored form shows whether it was made anew.
    @Test func onlyARevisionThatTouchesAControlMakesItAnew() throws {
        try withLoadedRegistry { registry, _ in
            func mark() throws { try registry.database.write { try $0.execute("UPDATE registry_screening SET items = items + 1000") } }
            func marked() throws -> Bool {
                try registry.read { reader in
                    let stored = try #require(try ScreeningForm(storedIn: reader.references.connection))
                    return try stored != ScreeningForm(compiling: reader.references.connection)
                }
            }
            try mark()
            try registry.revise(reason: "a mineral", author: "test") { editor in
                var gallium = try #require(try editor.minerals.find("gallium"))
                gallium.summary = "Changed."
                try editor.minerals.save(gallium)
            }
            #expect(try marked())
            try registry.revise(reason: "a control", author: "test") { try Self.list("8112921010", $0) }
            #expect(try !marked())
        }
    }

    @Test(arguments: [
        "UPDATE registry_screening_segment SET pieces = x'00' WHERE length(pieces) > 0",
        "UPDATE registry_screening_segment SET pieces = CAST(pieces || x'01' AS BLOB) WHERE length(pieces) > 0",
        "UPDATE registry_screening_segment SET pieces = x'000000800000007F01000000FFFF0720' WHERE length(pieces) > 0",
        "UPDATE registry_screening_area SET sets = x'00'", "UPDATE registry_screening_area SET routes = x'0102'",
        "UPDATE registry_screening_area SET sets = x''",
        "UPDATE registry_screening SET headings = x''", "UPDATE registry_screening SET items = 0",
        "DELETE FROM registry_screening_segment", "DELETE FROM registry_screening_area",
    ]) func aDamagedFormIsFoundAndMadeAnew(sql: String) throws {
        try withLoadedRegistry { registry, path in
            try registry.database.write { try $0.execute(sql) }
            // It may answer wrongly or refuse, but it is no trap.
            do { _ = try registry.read { try $0.itemIDs(of: $0.decide(Self.line())) } } catch let error as RegistryError {
                #expect("\(error)".contains("stored form") || "\(error)".contains("bytes"), "\(error)")
            }
            func findings() throws -> [String] {
                try registry.read { try Indexes.differences($0.references.connection) }
            }
            #expect(try findings().contains { $0.contains("stored form of the export controls") })
            try registry.rebuildIndexes()
            #expect(try findings() == [])
            #expect(try Self.answer(registry, Self.line()).isStored)
        }
    }

    @Test func aFormOfOtherRulesIsNotRead() throws {
        try withLoadedRegistry { registry, _ in
            let expected = try Self.answer(registry, Self.line())
            try registry.database.write { try $0.execute("UPDATE registry_screening SET rules = rules + 1") }
            #expect(try Self.answer(registry, Self.line()) == (expected.items, false))
        }
    }
}
