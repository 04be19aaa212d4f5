import Foundation
import RegistrySQLite
import ResourceRegistry
import Testing

/// `Migrations/SCHEMA.md`: what tables and columns mean. The columns are those of the newest schema; what is said of them are the
/// comments of the migrations, and where these say nothing the words beside them.
struct SchemaPage {
    /// The comment above each table.
    private var tables: [String: String] = [:]
    /// The comments beside the columns, by `table.column`.
    private var columns: [String: String] = [:]
    /// The values that a column may hold, where a rule lists them, by `table.column`.
    private var choices: [String: String] = [:]

    /// Meanings that a column has in whichever table it stands, by the column's name.
    private var common: [String: String] = [:]
    /// Words that a comment had said already, or that name nothing.
    private(set) var wordsWithoutUse: [String] = []
    /// Columns whose names say it, or of which the head of the page speaks.
    private static let obvious: Set = ["id", "slug", "confidence", "citation_id", "note", "notes"]

    init(migrations: [Migration], words: String) {
        for migration in migrations { read(migration.sql) }
        readWords(words)
    }

    /// Reads `Migrations/words.txt`, whose head tells its form.
    private mutating func readWords(_ text: String) {
        var table = ""
        for line in text.split(separator: "\n") where !line.hasPrefix("#") {
            let parts = line.split(separator: ":", maxSplits: 1).map { $0.trimmingCharacters(in: .whitespaces) }
            let (name, words) = (parts.first ?? "", parts.count > 1 ? parts[1] : "")
            if !line.hasPrefix(" ") {
                table = name
                if table == "*" || words.isEmpty { continue }
                if tables[table, default: ""].isEmpty { tables[table] = words } else { wordsWithoutUse.append(table) }
            } else if table == "*" {
                common[name] = words
            } else if columns["\(table).\(name)"] == nil, !words.isEmpty {
                columns["\(table).\(name)"] = words
            } else {
                wordsWithoutUse.append("\(table).\(name)")
            }
        }
    }

    /// What the page leaves unsaid: tables and views without a sentence, columns without a meaning, and words for what is not there.
    func gaps(_ connection: Connection) throws -> [String] {
        let parts = try connection.query(
            """
            SELECT t.name, c.name, t.type = 'view', EXISTS (SELECT 1 FROM pragma_foreign_key_list(t.name) f WHERE f."from" = c.name)
              FROM pragma_table_list t JOIN pragma_table_info(t.name) c
             WHERE t.schema = 'main' AND t.type IN ('table', 'virtual', 'view') AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
             ORDER BY t.name, c.cid
            """
        ) { (table: try $0.string(0), column: try $0.string(1), isView: try $0.bool(2), isKey: try $0.bool(3)) }
        let tablesThere = Set(parts.map(\.table))
        var gaps = tablesThere.filter { tables[$0, default: ""].isEmpty }.sorted()
        gaps += parts.filter { part in
            !part.isView && !part.isKey && !Self.obvious.contains(part.column) && meaning(of: part.column, in: part.table) == nil
        }.map { "\($0.table).\($0.column)" }
        let columnsThere = Set(parts.map { "\($0.table).\($0.column)" })
        gaps += tables.keys.filter { !tablesThere.contains($0) } + columns.keys.filter { !columnsThere.contains($0) }
        gaps += common.keys.filter { name in !parts.contains { $0.column == name && columns["\($0.table).\(name)"] == nil } }
        return gaps
    }

    /// What is said of a column, and which values it may hold.
    private func meaning(of column: String, in table: String) -> String? {
        let choices = choices["\(table).\(column)"]
        // Values that are listed speak for themselves.
        let said = columns["\(table).\(column)"] ?? (choices == nil ? common[column] : nil)
        let parts = [said, choices].compactMap(\.self)
        return parts.isEmpty ? nil : parts.joined(separator: "; ")
    }

    private mutating func read(_ sql: String) {
        var above: [String] = []
        var table: String?
        var column: String?
        for statement in sql.matches(of: /CREATE TABLE (\w+) \(\n(?s:(.*?))\n\)/) {
            for rule in statement.2.matches(of: /CHECK \((?:\w+ IS NULL OR )?(\w+) IN\s*\(([^)]*)\)\)/) {
                let values = rule.2.split(whereSeparator: { $0 == "," || $0.isWhitespace }).map { $0.filter { $0 != "'" } }
                choices["\(statement.1).\(rule.1)"] = values.map { "`\($0)`" }.joined(separator: ", ")
            }
        }
        for line in sql.split(separator: "\n", omittingEmptySubsequences: false) {
            let (code, comment) = Self.parts(line)
            if code.isEmpty {
                if let table, let column, let comment { note(comment, table, column) } else if let comment { above.append(comment) }
                if comment == nil { above = [] }
            } else if let match = code.firstMatch(of: /^CREATE (?:VIRTUAL )?TABLE (\w+)/) {
                table = String(match.1)
                column = nil
                // A line that only parts the file says nothing of the table.
                tables[String(match.1)] = above.filter { !$0.hasSuffix("---") }.joined(separator: " ")
                above = []
            } else if let match = code.firstMatch(of: /^ALTER TABLE (\w+) ADD COLUMN (\w+)/) {
                if let comment = comment ?? (above.isEmpty ? nil : above.joined(separator: " ")) {
                    note(comment, String(match.1), String(match.2))
                }
                above = []
            } else if let match = code.firstMatch(of: /^DROP TABLE (\w+)/) {
                tables[String(match.1)] = nil
                columns = columns.filter { !$0.key.hasPrefix("\(match.1).") }
                above = []
            } else if let open = table {
                if let match = code.firstMatch(of: /^ {4}([a-z_0-9]+) (?:TEXT|INTEGER|REAL|BLOB|ANY)\b/) { column = String(match.1) }
                if let comment, let column { note(comment, open, column) }
                if code.hasPrefix(")") { (table, column) = (nil, nil) }
            } else {
                above = []
            }
        }
    }

    private mutating func note(_ comment: String, _ table: String, _ column: String) {
        columns["\(table).\(column)", default: ""] += (columns["\(table).\(column)"] == nil ? "" : " ") + comment
    }

    /// The SQL of a line, and what stands behind its `--`.
    private static func parts(_ line: Substring) -> (code: Substring, comment: String?) {
        guard let mark = line.range(of: "--") else { return (line.allSatisfy(\.isWhitespace) ? "" : line, nil) }
        let code = line[..<mark.lowerBound]
        return (code.allSatisfy(\.isWhitespace) ? "" : code, line[mark.upperBound...].trimmingCharacters(in: .whitespaces))
    }

    /// The page.
    func text(_ connection: Connection) throws -> String {
        var page = """
            # The schema

            Made from the migrations, and from `words.txt` for what they leave unsaid, by a test
            (`REGISTRY_WRITE_SCHEMA=1 swift test --filter SchemaIsDocumented`). Not to be edited.

            `id` is a key inside of the file, `slug` the stable id outside, `citation_id` what a fact rests on, `confidence` how far it was
            checked, `note` and `notes` doubts and remarks. A date is a day, a month or a year, as much as is known; `last_day` is inclusive.
            An amount is decimal text as printed, its unit stands in the column `unit` beside it. Places are degrees, WGS 84.


            """
        let names = try connection.query(
            "SELECT name, type FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual', 'view') ORDER BY type, name"
        ) { (try $0.string(0), try $0.string(1)) }
        for (kind, title) in [("table", "Tables"), ("virtual", "Derived indexes"), ("view", "Views")] {
            page += "## \(title)\n\n"
            for (name, type) in names where type == kind && !name.hasPrefix("sqlite_") {
                page += try section(name, isView: kind == "view", connection)
            }
        }
        return page.trimmingCharacters(in: .newlines) + "\n"
    }

    private func section(_ table: String, isView: Bool, _ connection: Connection) throws -> String {
        var section = "### `\(table)`\n\n"
        if let words = tables[table], !words.isEmpty { section += words + "\n\n" }
        let targets = Dictionary(
            try connection.query("SELECT \"from\", \"table\" FROM pragma_foreign_key_list(?1)", [.text(table)]) {
                (try $0.string(0), try $0.string(1))
            }
        ) { one, _ in one }
        let rows = try connection.query(
            "SELECT name, lower(type), \"notnull\", pk FROM pragma_table_info(?1) ORDER BY cid", [.text(table)]
        ) { (name: try $0.string(0), type: try $0.string(1), notNull: try $0.int(2), key: try $0.int(3)) }
        if isView { return section + "Columns: " + rows.map { "`\($0.name)`" }.joined(separator: ", ") + "\n\n" }
        section += "| column | type | meaning |\n| --- | --- | --- |\n"
        for row in rows {
            let type = row.type + (row.notNull == 0 && row.key == 0 ? ", may be null" : "") + (row.key > 0 ? ", key" : "")
            let meaning = [targets[row.name].map { "→ `\($0)`" }, meaning(of: row.name, in: table)].compactMap(\.self)
            section += "| `\(row.name)` | \(type) | \(meaning.joined(separator: "; ").replacing("|", with: "\\|")) |\n"
        }
        return section + "\n"
    }
}

@Suite struct SchemaIsDocumented {
    /// The page, and an empty registry of the newest schema.
    private func withPage<T: Sendable>(_ body: (SchemaPage, Connection) throws -> T) throws -> T {
        let migrations = try Registry.migrator().migrations
        let words = try String(contentsOf: repository.appendingPathComponent("Migrations/words.txt"), encoding: .utf8)
        return try Database.inMemory { connection in
            for migration in migrations { try connection.executeScript(migration.sql) }
            return try body(SchemaPage(migrations: migrations, words: words), connection)
        }
    }

    @Test func schemaPageIsCurrent() throws {
        let file = repository.appendingPathComponent("Migrations/SCHEMA.md")
        let text = try withPage { page, connection in try page.text(connection) }
        if ProcessInfo.processInfo.environment["REGISTRY_WRITE_SCHEMA"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
        }
        let held = try String(contentsOf: file, encoding: .utf8)
        #expect(held == text, "Migrations/SCHEMA.md is stale: run REGISTRY_WRITE_SCHEMA=1 swift test --filter SchemaIsDocumented")
    }

    @Test func everyTableAndColumnSaysWhatItHolds() throws {
        let (gaps, unused) = try withPage { page, connection in (try page.gaps(connection), page.wordsWithoutUse) }
        #expect(gaps == [], "say it in the newest migration, or in Migrations/words.txt")
        #expect(unused == [], "the migration says it already")
        let page = try String(contentsOf: repository.appendingPathComponent("Migrations/SCHEMA.md"), encoding: .utf8)
        #expect(page.contains("### `control_item`") && page.contains("### `mineral_overview`"))
        // Comments of columns came through: a unit, and a target.
        #expect(page.contains("| `citation_id` | integer | → `citation` |"))
    }

    /// The article on the views, and the README, name those that are there.
    @Test func everyViewIsNamed() throws {
        let page = try String(contentsOf: repository.appendingPathComponent("Migrations/SCHEMA.md"), encoding: .utf8)
        let views = page.matches(of: /### `(\w+_overview)`/).map { String($0.1) }
        #expect(views.count >= 8)
        for path in ["Sources/ResourceRegistry/ResourceRegistry.docc/SQLViews.md", "README.md"] {
            let text = try String(contentsOf: repository.appendingPathComponent(path), encoding: .utf8)
            let named = Set(text.matches(of: /`(\w+_overview)`/).map { String($0.1) })
            #expect(named == Set(views), "\(path)")
        }
    }
}
