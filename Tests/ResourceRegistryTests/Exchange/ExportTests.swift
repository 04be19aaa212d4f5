import Foundation
import RegistrySQLite
import Testing

@testable import ResourceRegistry

@Suite struct ExportTests {
    /// Adds what is hard to carry: formulas, quotes, line breaks, an empty text beside no text, no place, extreme numbers.
    private func addOddDeposits(to registry: Registry) throws {
        let citation = try Citation(confidence: .recalled, sources: ["deposits:recall", "controls:S001"])
        let names = [
            "=1+1", "'=1+1", "-3", "@x", "\t=tab", "He said \"no\", twice", "two\nlines\r\n", "{\"a\":[1]}", "白云鄂博 \u{1F30B}", "null",
        ]
        try registry.change { editor in
            for (index, name) in names.enumerated() {
                try editor.deposits.insert(
                    Deposit(
                        id: "odd-\(index)", name: name, admin1: index.isMultiple(of: 2) ? "" : nil,
                        coordinate: index == 0 ? nil : try Coordinate(latitude: 0.1 + 0.2, longitude: -180),
                        accuracyInMetres: index == 1 ? .leastNonzeroMagnitude : 1e300, givenPosition: name, discoveryYear: 1,
                        names: [DepositName(language: "zh", name: name), DepositName(name: name)],
                        identifiers: [DepositIdentifier(scheme: "odd", record: name)],
                        minerals: [
                            DepositMineral(mineral: "tin", importance: .primary, asGiven: name, confidence: .recalled),
                            DepositMineral(mineral: nil, importance: .unspecified, asGiven: "=x", confidence: .confirmed),
                        ], remarks: ["=field": name, "b": "\""], citation: citation))
            }
        }
    }

    private func bytes(_ path: String) throws -> Data { try Data(contentsOf: URL(fileURLWithPath: path)) }

    private func empty(_ path: String) throws -> Registry { try Registry.open(path, mode: .create) }

    /// The digests of all tables of facts: a table that is added and not carried fails the test.
    private func digests(_ registry: Registry) throws -> [String: String] {
        let all = try registry.database.read { try StateDigest(connection: $0).byTable() }
        return Dictionary(uniqueKeysWithValues: all.map { ($0.table, $0.digest) })
    }

    /// What the other importers write: shapes, models, flags, judgements on deposits that are held and on some that are not.
    private func addParts(to registry: Registry) throws {
        try registry.change { editor in
            try editor.references.connection.executeScript(
                """
                INSERT INTO deposit_shape SELECT id, '{"type":"Point","coordinates":[1,2]}' FROM deposit WHERE slug = 'odd-1';
                INSERT INTO deposit_model SELECT id, 'odd', 1, NULL, '=model', 'recalled', citation_id FROM deposit WHERE slug = 'odd-1';
                INSERT INTO estimate_context SELECT id, 'zone', 'p. 3', '0.5', '%' FROM ore_estimate LIMIT 3;
                INSERT INTO estimate_flag SELECT id, 'implausible-tonnage', 'more than the Earth' FROM ore_estimate LIMIT 2;
                INSERT INTO estimate_remark SELECT id, 'field', 'words' FROM ore_estimate LIMIT 1;
                INSERT INTO same_as_judgement SELECT 'odd-1', 'odd-2', 'local', 'same', 'seen', 'confirmed', citation_id
                  FROM deposit WHERE slug = 'odd-1';
                INSERT INTO same_as_judgement SELECT 'absent-1', 'odd-2', 'local', 'different', '=x', 'confirmed', citation_id
                  FROM deposit WHERE slug = 'odd-1';
                INSERT INTO governance_score SELECT a.id, 'rule-of-law', 2022, 0.25, 0.1, 'recalled', d.citation_id
                  FROM area a, deposit d WHERE a.code = 'CN' AND d.slug = 'odd-1';
                INSERT INTO trade_flow SELECT NULL, 'trade-1', a.id, NULL, 'import', m.id, NULL, 2022, 'small', NULL, NULL, 't', NULL, NULL,
                    '1e3', 'USD', '=note', 'recalled', d.citation_id
                  FROM area a, mineral m, deposit d WHERE a.code = 'US' AND m.slug = 'tin' AND d.slug = 'odd-1';
                INSERT INTO project SELECT NULL, 'project-1', 'First', a.id, d.id, p.id, NULL, 3, NULL, 'recalled', d.citation_id
                  FROM area a, deposit d, programme p WHERE a.code = 'US' AND d.slug = 'odd-1' AND p.slug = 'us-doe-ga';
                INSERT INTO project_output SELECT p.id, 1, m.id, 'mine', 'mine', NULL, NULL, 'range', '1', '2', 't', '2027', 'recalled',
                    p.citation_id FROM project p, mineral m WHERE m.slug = 'tin';
                INSERT INTO project_milestone SELECT id, 4, '2027-03', NULL, 'recalled', citation_id FROM project;
                INSERT INTO project_investment SELECT id, 1, NULL, 'loan', '5', 'USD', '2026', 'recalled', citation_id FROM project;
                """)
        }
    }

    /// Every column of every row of an entity is in these files: if they are the same, so are the facts.
    @Test(arguments: ExportKind.allCases, ["jsonl", "csv"])
    func whatIsExportedCanBeReadBack(kind: ExportKind, form: String) throws {
        try withFacts { registry in
            try addOddDeposits(to: registry)
            try addParts(to: registry)
            let (first, second) = (registry.path + ".1.\(form)", registry.path + ".2.\(form)")
            let count = try registry.export(kind, to: first, raw: true)
            let copy = try empty(registry.path + ".copy")
            defer { copy.close() }
            let (report, revision) = try copy.importArchive(first, author: "test", reason: "test")
            #expect(report.read == count)
            #expect(revision?.number == 1)
            try copy.export(kind, to: second, raw: true)
            #expect(try bytes(first) == bytes(second))
            #expect(try Registry.check(copy.path).findings == [])
            let again = try copy.importArchive(second, author: "test", reason: "again")
            #expect(again.report.unchanged == count)
            #expect(again.revision == nil)
        }
    }

    @Test func threeFilesCarryTheWholeRegistry() throws {
        try withFacts { registry in
            try addOddDeposits(to: registry)
            try addParts(to: registry)
            let copy = try empty(registry.path + ".copy")
            defer { copy.close() }
            for kind in [ExportKind.deposits, .controls, .minerals] {
                let file = registry.path + ".\(kind.rawValue).jsonl"
                try registry.export(kind, to: file)
                try copy.importArchive(file, author: "test", reason: "test")
            }
            let (held, wanted) = (try digests(copy), try digests(registry))
            #expect(held == wanted, "\(wanted.filter { held[$0.key] != $0.value }.keys.sorted())")
            for kind in ExportKind.allCases {
                let (one, other) = (registry.path + ".one.jsonl", registry.path + ".other.jsonl")
                try registry.export(kind, to: one)
                try copy.export(kind, to: other)
                #expect(try bytes(one) == bytes(other), "\(kind)")
            }
            let odd = try copy.read { try $0.deposits.find("odd-1") }
            #expect(odd == (try registry.read { try $0.deposits.find("odd-1") }))
            #expect(odd?.name == "'=1+1")
            #expect(try copy.search("稀土").first?.id == "rare-earths")
        }
    }

    @Test func twoExportsOfOneRevisionAreTheSameBytes() throws {
        try withFacts { registry in
            for format in ExportFormat.allCases {
                let files = ["a", "b"].map { registry.path + ".\($0).\(format.rawValue)" }
                for kind in ExportKind.allCases {
                    for file in files { try registry.export(kind, to: file) }
                    #expect(try bytes(files[0]) == bytes(files[1]), "\(kind) \(format)")
                    #expect(try bytes(files[0]).count > 1000)
                }
            }
        }
    }

    @Test func aTableForPeopleHoldsNoFormula() throws {
        try withFacts { registry in
            try addOddDeposits(to: registry)
            let file = registry.path + ".people.csv"
            try registry.export(.deposits, to: file)
            var reader = try CSVReader(path: file)
            let (id, name, minerals) = (try reader.column("id"), try reader.column("name"), try reader.column("minerals"))
            var found: [String: [String]] = [:]
            while let record = try reader.next() {
                for field in record.fields { #expect(!["=", "+", "@", "\t", "\r"].contains(field.prefix(1)), "\(field)") }
                found[record[id]] = [record[name], record[minerals]]
            }
            #expect(found.count == 155)
            #expect(found["odd-0"] == ["'=1+1", "tin; =x"])
            #expect(found["odd-1"]?.first == "'=1+1")
        }
    }

    @Test func geoJSONHoldsEveryDepositPlacedOrNot() throws {
        try withFacts { registry in
            try addOddDeposits(to: registry)
            let file = registry.path + ".geojson"
            try registry.export(.deposits, to: file)
            let object = try #require(try JSONSerialization.jsonObject(with: bytes(file)) as? [String: Any])
            let features = try #require(object["features"] as? [[String: Any]])
            #expect(features.count == 155)
            #expect(features.filter { $0["geometry"] is NSNull }.compactMap { $0["id"] as? String } == ["odd-0"])
            let obo = try #require(features.first { $0["id"] as? String == "bayan-obo" })
            let deposit = try #require(try registry.read { try $0.deposits.find("bayan-obo") })
            let place = (obo["geometry"] as? [String: Any])?["coordinates"] as? [Double]
            #expect(place == [deposit.coordinate?.longitude, deposit.coordinate?.latitude].compactMap { $0 })
        }
    }

    /// A map made of the registry is not a source for it: every deposit would be held twice.
    @Test func ownGeoJSONIsNotReadBack() throws {
        try withFacts { registry in
            let file = registry.path + ".geojson"
            var sparing = ImportOptions()
            sparing.rejects = registry.path + ".rejects"
            for kind in ExportKind.allCases {
                try registry.export(kind, to: file)
                let text = String(decoding: try bytes(file), as: UTF8.self)
                let mark = #""registry":{"written_by":"ResourceRegistry","kind":"\#(kind.rawValue)"},"#
                #expect(text.hasPrefix(#"{"type":"FeatureCollection","# + mark + #""features":["#))
                // Where another program moved the mark behind the features, or left no feature.
                let features = try #require(text.split(separator: #""features":"#, maxSplits: 1).last?.dropLast(2))
                let others = [
                    #"{"type":"FeatureCollection","features":\#(features),\#(mark.dropLast())}"#,
                    #"{"type":"FeatureCollection",\#(mark)"features":[]}"#,
                ]
                for form in [text] + others {
                    try Data(form.utf8).write(to: URL(fileURLWithPath: file))
                    for options in [ImportOptions(), sparing] {
                        let error = #expect(throws: JSONError.self) {
                            try registry.importDeposits(.geojson, from: [file], author: "test", reason: "test", options: options)
                        }
                        #expect(error?.kind == .ownExport)
                        #expect(error?.message.contains("registry import registry-jsonl") == true)
                    }
                }
            }
            #expect(try registry.read { try $0.deposits.list().entries.count } == 145)
            // A member of that name that others write says nothing of us.
            let point = #"{"type":"Feature","properties":{"name":"Alpha"},"geometry":{"type":"Point","coordinates":[1,2]}}"#
            let foreign = #"{"type":"FeatureCollection","registry":{"kind":"deposits"},"features":[\#(point)]}"#
            try Data(foreign.utf8).write(to: URL(fileURLWithPath: file))
            let (report, _) = try registry.importDeposits(.geojson, from: [file], author: "test", reason: "test")
            #expect(report.deposits.added == 1)
        }
    }

    @Test func aGeoPackageIsWhatTheStandardSays() throws {
        try withFacts { registry in
            try addOddDeposits(to: registry)
            let file = registry.path + ".gpkg"
            #expect(try registry.export(.deposits, to: file) == 155)
            let package = try Database(Database.Configuration(path: file, mode: .readOnly))
            defer { package.close() }
            try package.read { connection in
                func number(_ sql: String) throws -> Int { try connection.first(sql) { try $0.int(0) } ?? -1 }
                #expect(try number("PRAGMA application_id") == 0x4750_4B47)
                #expect(try number("PRAGMA user_version") == 10300)
                #expect(try number("SELECT count(*) FROM gpkg_spatial_ref_sys WHERE srs_id IN (4326, 0, -1)") == 3)
                #expect(try number("SELECT count(*) FROM deposits") == 155)
                #expect(try number("SELECT count(*) FROM deposits WHERE geom IS NULL AND id = 'odd-0'") == 1)
                #expect(try number("SELECT count(*) FROM rtree_deposits_geom") == 154)
                #expect(try number("SELECT count(*) FROM sqlite_schema WHERE type = 'trigger'") == 6)
                #expect(try connection.first("SELECT rtreecheck('rtree_deposits_geom')") { try $0.string(0) } == "ok")
                let point = try connection.first("SELECT hex(geom) FROM deposits WHERE id = 'odd-1'") { try $0.string(0) }
                #expect(point == "47500001E6100000" + "0101000000" + "00000000008066C0" + "343333333333D33F")
                let changed = try connection.first("SELECT last_change FROM gpkg_contents") { try $0.string(0) }
                #expect(changed == (try registry.log().last?.committedAt.description))
            }
        }
    }

    @Test func aFailedExportLeavesNothing() throws {
        try withFacts { registry in
            let folder = URL(fileURLWithPath: registry.path).deletingLastPathComponent().path
            #expect(throws: InvalidValue.self) { _ = try registry.export(.deposits, to: folder + "/x.xlsx") }
            #expect(throws: OutputError.self) { _ = try registry.export(.deposits, to: folder + "/none/x.csv") }
            #expect(throws: OutputError.self) { _ = try registry.export(.deposits, to: "/dev/null.gpkg/x.gpkg") }
            try registry.database.write { try $0.execute("UPDATE deposit SET area_id = NULL, accuracy_m = 9e999 WHERE slug = 'bayan-obo'") }
            for form in ["csv", "jsonl", "geojson", "gpkg"] {
                #expect(throws: RegistryError.self) { _ = try registry.export(.deposits, to: folder + "/broken.\(form)") }
            }
            let left = try FileManager.default.contentsOfDirectory(atPath: folder)
            #expect(left == ["registry.sqlite"])
        }
    }

    private static let faultyLines = [
        ("{\"id\":\"x\",\"names\":[]", "x.jsonl:2:"), ("[]", "one object"), ("{\"names\":[],\"id\":1}", "(id)"),
        ("{\"names\":[],\"id\":\"x\",\"name\":\"x\",\"surprise\":1}", "surprise"), ("{\"id\":\"x\",\"id\":\"y\"}", "names \"id\" again"),
        (
            "{\"names\":[],\"id\":\"x\",\"name\":\"X\",\"confidence\":\"sure\",\"dataset\":\"d\",\"sources\":[\"deposits:recall\"]}",
            "x.jsonl:2"
        ),
        ("{\"names\":[],\"id\":\"x\",\"name\":\"X\",\"confidence\":\"confirmed\",\"dataset\":\"d\",\"sources\":[\"nobody\"]}", "nobody"),
        (
            "{\"names\":[],\"id\":\"x\",\"name\":\"X\",\"status\":\"open\",\"confidence\":\"confirmed\",\"dataset\":\"d\",\"sources\":[\"deposits:recall\"]}",
            "open"
        ),
        (
            "{\"names\":[],\"id\":\"x\",\"latitude\":95,\"longitude\":1,\"name\":\"X\",\"confidence\":\"confirmed\",\"dataset\":\"d\",\"sources\":[\"deposits:recall\"]}",
            "x.jsonl:2"
        ),
        ("{\"names\":[],\"id\":\"x\",\"context\":[{\"table\":\"sqlite_schema\"}]}", "no such table"),
        (String(repeating: "[", count: 100), "more than 64 deep"),
        ("{\"names\":[],\"id\":\"\\ud800\"}", "surrogate"), ("{\"names\":[],\"latitude\":1e999}", "number"), ("\u{1F}", "was expected"),
    ]

    /// A file that is not sound is refused as a whole, with the line and the field.
    @Test func aFaultyFileIsRefusedAsAWhole() throws {
        try withFacts { registry in
            for (line, words) in Self.faultyLines { try refuse(line, words, registry) }
        }
    }

    private func refuse(_ line: String, _ words: String, _ registry: Registry) throws {
        let file = URL(fileURLWithPath: registry.path).deletingLastPathComponent().appendingPathComponent("x.jsonl")
        let good =
            "{\"names\":[],\"id\":\"good\",\"name\":\"Good\",\"confidence\":\"confirmed\",\"dataset\":\"d\",\"sources\":[\"deposits:recall\"]}"
        try (good + "\n" + line + "\n").write(to: file, atomically: true, encoding: .utf8)
        do {
            try registry.importArchive(file.path, author: "test", reason: "test")
            Issue.record("it was taken")
        } catch let error as CSVError {
            #expect(error.description.contains(words), "\(error)")
            #expect(error.line == 2)
        }
        #expect(try registry.read { try $0.deposits.find("good") } == nil)
    }
}
