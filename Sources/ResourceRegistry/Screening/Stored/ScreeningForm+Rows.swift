internal import RegistrySQLite

// The rows of the form. They follow the facts: what changes a control makes them anew in the same transaction.
extension ScreeningForm {
    /// The tables that it is stored in.
    static let tables: Set = ["registry_screening", "registry_screening_area", "registry_screening_segment"]

    /// The tables that it is made from.
    static let sources: Set = [
        "area", "area_member", "customs_code", "legal_act", "measure", "control_item", "control_item_control_code", "control_item_mineral",
        "control_item_customs_code", "control_item_limit", "control_item_condition", "destination_rule", "act_relation",
    ]

    /// Whether the file has tables for it: a migration gives them.
    static func isHeld(_ connection: Connection) throws -> Bool {
        try connection.first("SELECT count(*) FROM sqlite_schema WHERE name = 'registry_screening_segment'") { try $0.bool(0) } ?? false
    }

    /// Makes it anew after a change of some tables; where none of them bears upon it, nothing is done.
    static func refresh(_ connection: Connection, changed: Set<String>) throws {
        if !sources.isDisjoint(with: changed) { try rebuild(connection) }
    }

    /// Makes it anew from the facts. In a file that a migration has not given its tables yet it does nothing.
    ///
    /// Controls that cannot be compiled leave none: what is derived must not keep a revision from repairing them. `check` tells what is
    /// wrong, and so does whoever screens.
    static func rebuild(_ connection: Connection) throws {
        guard try isHeld(connection) else { return }
        for table in tables { try connection.execute("DELETE FROM \(table)") }
        let form: ScreeningForm
        do { form = try ScreeningForm(compiling: connection) } catch {
            guard error is RegistryError || error is InvalidValue else { throw error }
            return
        }
        try form.write(to: connection)
    }

    /// Compiles it from the facts.
    init(compiling connection: Connection) throws {
        let tables = try IndexBuilder(reader: RegistryReader(references: References(connection: connection, isWritable: false))).build()
        self.init(try LineTables(tables), items: tables.dossiers.count)
    }

    /// Reads what is stored; `nil` where nothing is.
    init?(storedIn connection: Connection) throws {
        let head = try connection.first("SELECT rules, form, items, headings FROM registry_screening") { row in
            (rules: try row.int64(0), version: try row.int64(1), items: try row.int64(2), headings: try row.bytes(3))
        }
        guard let head else { return nil }
        let areas = try connection.query("SELECT code, is_country, routes, sets FROM registry_screening_area ORDER BY code") { row in
            Area(code: try row.string(0), isCountry: try row.bool(1), routes: try row.bytes(2), sets: try row.bytes(3))
        }
        let segments = try connection.query("SELECT place, pieces FROM registry_screening_segment ORDER BY place") { row in
            Segment(place: try row.int64(0), pieces: try row.optionalBytes(1))
        }
        self.init(items: head.items, headings: head.headings, areas: areas, segments: segments)
        rules = head.rules
        version = head.version
    }

    private func write(to connection: Connection) throws {
        let area = try connection.prepare("INSERT INTO registry_screening_area (code, is_country, routes, sets) VALUES (?1, ?2, ?3, ?4)")
        for row in areas { try area.run([.text(row.code), .integer(row.isCountry ? 1 : 0), .blob(row.routes), .blob(row.sets)]) }
        let segment = try connection.prepare("INSERT INTO registry_screening_segment (place, pieces) VALUES (?1, ?2)")
        for row in segments { try segment.run([.integer(row.place), row.pieces.map { .blob($0) } ?? .null]) }
        // The head comes last: what is whole has one.
        try connection.execute(
            "INSERT INTO registry_screening (id, rules, form, items, headings) VALUES (1, ?1, ?2, ?3, ?4)",
            [.integer(rules), .integer(version), .integer(items), .blob(headings)])
    }
}
