import Foundation
import RegistryReferenceData

@testable import RegistrySQLite
@testable import ResourceRegistry

/// The parsers that meet bytes from outside, each with what must hold beside not trapping.
let targets: [String: @Sendable ([UInt8]) -> Void] = [
    "csv": csv, "date": date, "code": code, "quantity": quantity, "line": line, "receipt": receipt, "changeset": changeset, "delta": delta,
    "migration": migration, "json": json, "geojson": geojson, "wkt": wkt, "search": search,
]

/// A table that is read, written and read again is the same.
@Sendable private func csv(_ bytes: [UInt8]) {
    allowingErrors {
        let (header, rows, delimiter) = try read(bytes)
        let writer = CSVWriter(delimiter: delimiter, raw: true)
        var written: [UInt8] = []
        for fields in [header] + rows { writer.append(fields.map { .text($0) }, to: &written) }
        let again = try read(written, CSVOptions(delimiter: delimiter))
        require(again.header == header && again.rows == rows, "a table that is written is read as it was")
    }
}

private func read(_ bytes: [UInt8], _ options: CSVOptions = CSVOptions()) throws -> (header: [String], rows: [[String]], CSVDelimiter) {
    var reader = try CSVReader(bytes: bytes, name: "fuzz.csv", options: options)
    var rows: [[String]] = []
    while let record = try reader.next() { rows.append(record.fields) }
    return (reader.header, rows, reader.delimiter)
}

@Sendable private func date(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    allowingErrors {
        let date = try CivilDate(text)
        require(try CivilDate(date.description) == date, "a date is what its text says")
        require(date.firstDay <= date.lastDay, "a date ends after it begins")
        _ = (date.isOnOrBefore(date.lastDay), date.isOnOrAfter(date.firstDay), date.day)
    }
    allowingErrors {
        let day = try CivilDay(text)
        require(try CivilDay(day.description) == day && CivilDay(dayNumber: day.dayNumber) == day, "a day is what its text says")
    }
    allowingErrors {
        let instant = try Instant(text)
        require(try Instant(instant.description) == instant, "a moment is what its text says")
    }
}

@Sendable private func code(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    allowingErrors {
        let code = try CustomsCode(text)
        require(try CustomsCode(code.digits) == code, "a customs code is its digits")
        for nomenclature in Nomenclature.allCases { allowingErrors { _ = try CustomsCode(text, nomenclature: nomenclature) } }
    }
    allowingErrors {
        let code = try ControlCode(text)
        require(try ControlCode("\(code)") == code, "a control code is its text")
    }
    allowingErrors { _ = try CountryCode(text) }
    allowingErrors { _ = try Slug(text) }
    if let slug = Slug.make(from: text) { allowingErrors { require(try Slug("\(slug)") == slug, "a slug that is made is one") } }
    _ = ControlItem.codes(listed: text)
    allowingErrors { _ = try DestinationRule.Destination(listed: text) }
}

@Sendable private func quantity(_ bytes: [UInt8]) {
    let parts = String(decoding: bytes, as: UTF8.self).split(separator: " ", maxSplits: 1).map(String.init)
    let (amount, unit) = (parts.first ?? "", parts.count > 1 ? parts[1] : "")
    allowingErrors {
        let number = try ExactDecimal(amount)
        require(try ExactDecimal(number.description) == number, "a number is what its text says")
    }
    allowingErrors { _ = try Percentage(amount) }
    allowingErrors { _ = try UnitOfMeasure.read(unit) }
    allowingErrors { _ = try Quantity(amount, unit: unit) }
    allowingErrors { _ = try Limit.Bound(operator: unit, listed: amount) }
}

/// A line of a batch: a header and one row, or what is asked on the command line.
@Sendable private func line(_ bytes: [UInt8]) {
    struct Refused: Error {}
    let text = String(decoding: bytes, as: UTF8.self)
    allowingErrors {
        let attribute = try MeasuredAttribute(text)
        require(try MeasuredAttribute(attribute.text) == attribute, "a property is what its text says")
    }
    allowingErrors {
        var reader = try CSVReader(bytes: bytes, name: "lines.csv")
        for format in [ScreeningBatch.Format.csv, .jsonLines] {
            let batch = try ScreeningBatch(header: reader, format: format)
            _ = try batch.run(
                &reader,
                answer: { query in
                    require(try ScreeningLine(query).query() == query, "a query is what its line says")
                    throw Refused()
                }, write: { _ in })
        }
    }
}

@Sendable private func receipt(_ bytes: [UInt8]) {
    allowingErrors {
        let receipt = try JSONDecoder().decode(ScreeningReceipt.self, from: Data(bytes))
        // Of another form it is never intact, and is not written again.
        guard receipt.schema == 1 else { return require(!receipt.isIntact, "a receipt of another form is not intact") }
        let again = try JSONDecoder().decode(ScreeningReceipt.self, from: Data(receipt.json.utf8))
        require(again == receipt, "a receipt is what its JSON says")
        allowingErrors { _ = try receipt.query.query() }
    }
}

/// What the reader lets pass, SQLite can invert and apply without harm.
@Sendable private func changeset(_ bytes: [UInt8]) {
    allowingErrors {
        let changeset = try Changeset(bytes: bytes)
        let total = try changeset.counts().values.reduce(0) { $0 + $1.total }
        var rows = 0
        try changeset.forEachChange { _ in rows += 1 }
        require(rows == total, "the rows are counted")
        let inverse = try changeset.inverted()
        let back = try Changeset(bytes: inverse.bytes).inverted()
        require(try back.counts() == changeset.counts(), "the inverse of the inverse changes the same rows")
        try Database.inMemory { connection in
            try connection.execute("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c BLOB) STRICT")
            try connection.execute("INSERT INTO t VALUES (1, 'one', x'01'), (2, 'two', x'02')")
            allowingErrors { try connection.apply(changeset) }
            require(try connection.query("PRAGMA integrity_check") { try $0.string(0) } == ["ok"], "the database is sound")
        }
    }
}

@Sendable private func delta(_ bytes: [UInt8]) {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent("registry-fuzz-\(getpid()).rrdelta")
    allowingErrors {
        try Data(bytes).write(to: file)
        let reader = try DeltaReader(path: file.path)
        while let (_, changesets) = try reader.nextRevision() { for _ in 0..<changesets { _ = try reader.nextChangeset() } }
    }
}

/// The linter and the words it sees; and a file that the runner is given is refused or leaves nothing open.
@Sendable private func migration(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    _ = (Migrator.lint(text), SQLTokens.names(in: text), SQLTokens.statements(of: text))
    allowingErrors {
        let migrator = Migrator(migrations: [try Migration(fileName: "0001_fuzz.sql", sql: text)], applicationID: 1, toolVersion: "fuzz")
        try Database.inMemory { connection in
            allowingErrors { _ = try migrator.applyNext(connection, to: nil) }
            require(!connection.handle.isInTransaction, "no transaction is left open")
        }
    }
}

/// A record that is read is what its text says; a value that is read is what is written of it.
@Sendable private func json(_ bytes: [UInt8]) {
    allowingErrors {
        let reader = try JSONRecords(bytes: bytes, name: "fuzz.json")
        while let node = try reader.next() {
            let again = try JSONRecords(bytes: Array("[\(node.json)]".utf8), name: "again.json")
            require(try again.next()?.json == node.json, "a record is what its text says")
        }
    }
    allowingErrors {
        let value = try JSONValue(parsing: bytes)
        require(try JSONValue(parsing: Array(value.json.utf8)) == value, "a value is what its text says")
    }
}

/// Makes what a target needs beside its input.
func prepare(_ target: String) { if ["geojson", "search"].contains(target) { _ = vocabulary } }

/// A registry with the shipped facts, for what looks words up.
private let registry: Registry = {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("registry-fuzz-\(getpid()).sqlite").path
    do {
        let registry = try Registry.open(path, mode: .create)
        _ = try registry.load(ReferenceFacts(), author: "fuzz")
        return registry
    } catch { fatalError("\(error)") }
}()
private let vocabulary: SourceVocabulary = {
    do { return try registry.database.read { try SourceVocabulary(connection: $0) } } catch { fatalError("\(error)") }
}()

/// A feature that is read lies on the Earth, and its shape is one that can be read again.
@Sendable private func geojson(_ bytes: [UInt8]) {
    allowingErrors {
        let format = try GeoJSONFormat(bytes: bytes, name: "fuzz.geojson", vocabulary: vocabulary)
        while let item = try format.next() {
            guard let shape = item.shape else { continue }
            let records = try JSONRecords(bytes: Array("[\(shape)]".utf8), name: "shape.json")
            let node = try records.next()
            require(node != nil, "a shape is JSON")
            if let node { _ = try Geometry(geoJSON: node, file: "shape.json") }
        }
    }
}

@Sendable private func wkt(_ bytes: [UInt8]) {
    allowingErrors {
        let geometry = try Geometry(wkt: String(decoding: bytes, as: UTF8.self))
        guard let shape = geometry.geoJSON else { return }
        let records = try JSONRecords(bytes: Array("[\(shape)]".utf8), name: "shape.json")
        require(try records.next() != nil, "a shape is JSON")
    }
}

/// Whatever is looked for is no syntax of SQLite's: only a text without words is refused.
@Sendable private func search(_ bytes: [UInt8]) {
    let text = String(decoding: bytes, as: UTF8.self)
    do {
        let hits = try registry.search(text, limit: 5)
        require(hits.count <= 5, "no more hits than were asked for")
    } catch is InvalidValue {} catch { fatalError("broken: \(error)") }
}
