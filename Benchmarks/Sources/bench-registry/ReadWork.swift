import BenchSupport
import Glibc
import RegistrySQLite
import ResourceRegistry

/// W3 to W5 with statements of one's own: what the layer over SQLite costs.
struct RecordWork {
    let files: DepositFiles

    init(folder: String) { files = DepositFiles(folder: folder) }

    private static let columns =
        "d.id, d.slug, d.name, d.admin1, d.latitude, d.longitude, d.given_position, d.status, d.status_as_given, d.model_note"

    static let byKeySQL = "SELECT \(columns) FROM deposit d WHERE d.id = ?1"
    private static let bySlugSQL = "SELECT \(columns) FROM deposit d WHERE d.slug = ?1"
    private static let byKeysSQL = "SELECT \(columns) FROM json_each(?1) j CROSS JOIN deposit d ON d.id = j.value"

    struct Record {
        let id: Int64
        let slug, name: String
        let admin1: String?
        let latitude, longitude: Double
        let position, status, statusAsGiven, note: String?

        static func decode(_ row: borrowing Row) throws -> Record {
            Record(
                id: try row.int64(0), slug: try row.string(1), name: try row.string(2), admin1: try row.optionalString(3),
                latitude: try row.optionalDouble(4) ?? 0, longitude: try row.optionalDouble(5) ?? 0,
                position: try row.optionalString(6), status: try row.optionalString(7), statusAsGiven: try row.optionalString(8),
                note: try row.optionalString(9))
        }

        var check: UInt64 {
            var length = slug.utf8.count + name.utf8.count + (admin1?.utf8.count ?? 0) + (position?.utf8.count ?? 0)
            length += (status?.utf8.count ?? 0) + (statusAsGiven?.utf8.count ?? 0) + (note?.utf8.count ?? 0)
            return UInt64(length) &+ placeCheck(latitude, longitude)
        }
    }

    /// W3: every row as a value of its own.
    func all() throws {
        let database = try files.database("c-deposits.sqlite", mode: .readOnly)
        var watch = Stopwatch()
        watch.start()
        let records = try database.read { connection in
            let count = try connection.first("SELECT count(*) FROM deposit") { try $0.int(0) } ?? 0
            return try connection.query("SELECT \(Self.columns) FROM deposit d", expecting: count) { try Record.decode($0) }
        }
        watch.stop()
        watch.report("W3", operations: records.count, check: records.reduce(0) { $0 &+ $1.check })
    }

    /// W3: every row lent, its texts looked at where they lie.
    func lent() throws {
        let database = try files.database("c-deposits.sqlite", mode: .readOnly)
        var watch = Stopwatch()
        var check: UInt64 = 0
        var count = 0
        watch.start()
        try database.read { connection in
            try connection.forEachRow("SELECT \(Self.columns) FROM deposit d") { row in
                count += 1
                check &+= try UInt64(row.withUTF8(at: 1) { $0.count } + row.withUTF8(at: 2) { $0.count })
                check &+= placeCheck(try row.optionalDouble(4) ?? 0, try row.optionalDouble(5) ?? 0)
            }
        }
        watch.stop()
        watch.report("W3", operations: count, check: check)
    }

    /// W4: by key, inside one read.
    func byKey() throws { try lookUp(Self.byKeySQL, files.lines("keys.txt").compactMap { Int64($0) }, "W4") { try $0.bind($1, at: 1) } }

    /// W5: by stable id, inside one read.
    func bySlug() throws { try lookUp(Self.bySlugSQL, files.lines("slugs.txt"), "W5") { try $0.bind($1, at: 1) } }

    /// With a statement that is compiled once, as in C.
    private func lookUp<Key>(_ sql: String, _ keys: [Key], _ work: String, bind: (Statement, Key) throws -> Void) throws {
        let database = try files.database("c-deposits.sqlite", mode: .readOnly)
        var watch = Stopwatch()
        var check: UInt64 = 0
        watch.start()
        try database.read { connection in
            let statement = try connection.prepare(sql)
            for key in keys {
                try bind(statement, key)
                check &+= try statement.first { try Record.decode($0).check } ?? 0
            }
        }
        watch.stop()
        watch.report(work, operations: keys.count, check: check)
    }

    /// W4: a thousand keys at a time.
    func byKeys() throws {
        let database = try files.database("c-deposits.sqlite", mode: .readOnly)
        let keys = try files.lines("keys.txt").compactMap { Int64($0) }
        var watch = Stopwatch()
        var check: UInt64 = 0
        watch.start()
        try database.read { connection in
            for start in stride(from: 0, to: keys.count, by: 1_000) {
                let batch = keys[start..<min(start + 1_000, keys.count)]
                try connection.forEachRow(Self.byKeysSQL, [.list(batch)]) { row in check &+= try Record.decode(row).check }
            }
        }
        watch.stop()
        watch.report("W4", operations: keys.count, check: check)
    }
}

/// W3d, W5d, W6, W7, W8: what a user of the registry asks.
struct QuestionWork {
    let files: DepositFiles

    init(folder: String) { files = DepositFiles(folder: folder) }

    private func registry(_ name: String = "registry-deposits.sqlite") throws -> Registry {
        try Registry.open("\(files.folder)/\(name)", mode: .readOnly)
    }

    /// Runs the questions in one read, and reports.
    private func measure<Question>(
        _ work: String, _ questions: [Question], _ ask: (RegistryReader, Question) throws -> UInt64
    ) throws {
        let registry = try registry()
        var watch = Stopwatch()
        var check: UInt64 = 0
        try registry.read { reader in
            watch.start()
            for question in questions { check &+= try ask(reader, question) }
            watch.stop()
        }
        watch.report(work, operations: questions.count, check: check)
    }

    /// W3d: the list of all deposits with their minerals.
    func list() throws {
        let registry = try registry()
        var watch = Stopwatch()
        watch.start()
        let entries = try registry.read { try $0.deposits.list().entries }
        watch.stop()
        watch.report("W3d", operations: entries.count, check: entries.reduce(0) { $0 &+ $1.check })
    }

    /// W5d: whole deposits, one after another.
    func deposits() throws {
        try measure("W5d", files.lines("slugs.txt")) { reader, slug in try reader.deposits.find(slug)?.check ?? 0 }
    }

    /// W6: a page of fifty.
    func pages() throws {
        try measure("W6", files.pages()) { reader, filter in
            try reader.deposits.list(filter, page: Page(limit: 50)).entries.reduce(0) { $0 &+ $1.check }
        }
    }

    /// W7: all within 100 km.
    func circles() throws {
        let questions = try files.lines("points.tsv").map { line in
            let cells = line.split(separator: "\t")
            let centre = try Coordinate(latitude: Double(cells[0]) ?? 0, longitude: Double(cells[1]) ?? 0)
            return DepositFilter(near: DepositFilter.Circle(centre: centre, kilometres: 100))
        }
        try measure("W7", questions) { reader, filter in
            try reader.deposits.list(filter).entries.reduce(0) { $0 &+ $1.check }
        }
    }

    /// W8: the twenty best.
    func words() throws {
        try measure("W8", files.lines("words.txt")) { reader, words in
            UInt64(try reader.search(words, kinds: [.deposit], limit: 20).count)
        }
    }
}

extension DepositSummary {
    fileprivate var check: UInt64 {
        var length = id.utf8.count + name.utf8.count + (country?.utf8.count ?? 0) + (admin1?.utf8.count ?? 0)
        length += (occurrenceType?.utf8.count ?? 0) + (status?.utf8.count ?? 0) + confidence.rawValue.utf8.count
        for mineral in minerals { length += mineral.utf8.count }
        let metres = Int64(((distanceInKilometres ?? 0) * 1000).rounded())
        return UInt64(length) &+ placeCheck(latitude ?? 0, longitude ?? 0) &+ UInt64(bitPattern: metres)
    }
}

extension Deposit {
    fileprivate var check: UInt64 {
        var length = id.utf8.count + name.utf8.count + (admin1?.utf8.count ?? 0) + (givenPosition?.utf8.count ?? 0)
        length += (status?.utf8.count ?? 0) + (statusAsGiven?.utf8.count ?? 0) + (modelNote?.utf8.count ?? 0)
        length += (occurrenceType?.utf8.count ?? 0) + (country?.text.utf8.count ?? 0) + (givenCRS?.utf8.count ?? 0)
        length += citation.confidence.rawValue.utf8.count + citation.sources.joined(separator: ";").utf8.count
        for name in names { length += name.language.utf8.count + name.name.utf8.count }
        for identifier in identifiers { length += identifier.scheme.utf8.count + identifier.record.utf8.count }
        for entry in minerals {
            length += (entry.mineral?.utf8.count ?? 0) + entry.importance.rawValue.utf8.count + entry.asGiven.utf8.count
            length += entry.confidence.rawValue.utf8.count
        }
        for (field, text) in remarks { length += field.utf8.count + text.utf8.count }
        return UInt64(length) &+ placeCheck(coordinate?.latitude ?? 0, coordinate?.longitude ?? 0)
    }
}
