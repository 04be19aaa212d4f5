internal import RegistrySQLite

/// Writes entities as a GeoPackage (OGC 12-128r17, version 1.3): deposits as points with an R*Tree, others as a table of attributes.
///
/// The file is written under the settings of every connection of this library. Two of them matter here: triggers do not run, so the
/// R*Tree is filled beside the rows before the extension's triggers are made for those who edit the file later; and the file that
/// `OutputFile` has begun is opened as the empty database that it is. The only time in it is that of the revision.
struct GeoPackageWriter {
    let kind: ExportKind
    /// When the facts were last changed.
    let changed: Instant?

    private var table: String { kind.rawValue }
    private var isPlaced: Bool { kind == .deposits }

    /// - Returns: how many entities were written.
    func write(_ reader: ArchiveReader, to output: OutputFile, progress: ((Int) -> Void)?) throws -> Int {
        guard let path = output.partialPath else {
            throw OutputError(path: "-", problem: "a GeoPackage cannot be written to a pipe or a device; name a file")
        }
        let database = try Database(Database.Configuration(path: path, mode: .readWrite))
        defer { database.close() }
        return try database.write { connection in
            try connection.execute("PRAGMA application_id = \(0x4750_4B47)")
            try connection.execute("PRAGMA user_version = 10300")
            try connection.executeScript(Self.tables)
            let columns = try FlatRow.columns(of: kind, shapes: reader.shapes)
            try connection.execute(creation(columns))
            if isPlaced { try connection.execute("CREATE VIRTUAL TABLE rtree_deposits_geom USING rtree(id, minx, maxx, miny, maxy)") }
            let (count, extent) = try writeRows(reader, columns, connection, progress)
            try describe(extent, connection)
            return count
        }
    }

    private func creation(_ columns: [(name: String, type: String)]) -> String {
        let geometry = isPlaced ? ", geom POINT" : ""
        let list = columns.map { ", \(Identifier.quoted($0.name)) \($0.type)" }.joined()
        return "CREATE TABLE \(table) (fid INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL\(geometry)\(list))"
    }

    private func writeRows(
        _ reader: ArchiveReader, _ columns: [(name: String, type: String)], _ connection: Connection, _ progress: ((Int) -> Void)?
    ) throws -> (count: Int, extent: Extent) {
        let marks = (0..<(columns.count + (isPlaced ? 2 : 1))).map { "?\($0 + 1)" }.joined(separator: ", ")
        let insertion = try connection.prepare("INSERT INTO \(table) VALUES (\(marks))")
        let indexing = try isPlaced ? connection.prepare("INSERT INTO rtree_deposits_geom VALUES (?1, ?2, ?2, ?3, ?3)") : nil
        var count = 0
        var extent = Extent()
        try reader.forEachEntity { entity in
            count += 1
            let place = isPlaced ? EntityPlace(entity) : nil
            let geometry: [Value] = isPlaced ? [place.map { .blob(Self.point($0)) } ?? .null] : []
            try insertion.run([.integer(Int64(count))] + geometry + FlatRow.values(of: entity, kind: kind).map(Self.value))
            if let place {
                try indexing?.run([.integer(Int64(count)), .real(place.longitude), .real(place.latitude)])
                extent.add(place)
            }
            if count.isMultiple(of: 1000) { progress?(count) }
        }
        progress?(count)
        return (count, extent)
    }

    private static func value(_ value: JSONValue) -> Value {
        switch value {
        case .null: .null
        case .integer(let number): .integer(number)
        case .real(let number): .real(number)
        case .text(let text): .text(text)
        case .flag(let flag): .bool(flag)
        case .list, .object: .text(value.json)
        }
    }

    /// A point as GeoPackageBinary: the header without an envelope, as the standard recommends for points, then WKB, little-endian.
    private static func point(_ place: EntityPlace) -> [UInt8] {
        func bytes<Number: FixedWidthInteger>(_ number: Number) -> [UInt8] {
            (0..<(Number.bitWidth / 8)).map { UInt8(truncatingIfNeeded: number >> Number($0 * 8)) }
        }
        let header: [UInt8] = [0x47, 0x50, 0, 0b0000_0001] + bytes(Int32(4326))
        return header + [1] + bytes(UInt32(1)) + bytes(place.longitude.bitPattern) + bytes(place.latitude.bitPattern)
    }

    private func describe(_ extent: Extent, _ connection: Connection) throws {
        try connection.execute(
            """
            INSERT INTO gpkg_contents (table_name, data_type, identifier, description, last_change, min_x, min_y, max_x, max_y, srs_id)
            VALUES (?1, ?2, ?1, '', ?3, ?4, ?5, ?6, ?7, ?8)
            """,
            [
                .text(table), .text(isPlaced ? "features" : "attributes"), .text((changed ?? Instant(milliseconds: 0)).description),
                .optional(extent.west), .optional(extent.south), .optional(extent.east), .optional(extent.north),
                isPlaced ? 4326 : .null,
            ])
        guard isPlaced else { return }
        try connection.execute("INSERT INTO gpkg_geometry_columns VALUES ('deposits', 'geom', 'POINT', 4326, 0, 0)")
        try connection.execute(
            """
            INSERT INTO gpkg_extensions VALUES
            ('deposits', 'geom', 'gpkg_rtree_index', 'http://www.geopackage.org/spec130/#extension_rtree', 'write-only')
            """)
        try connection.executeScript(Self.triggers)
    }

    /// The box around all places.
    private struct Extent {
        var west, south, east, north: Double?

        mutating func add(_ place: EntityPlace) {
            west = min(west ?? 180, place.longitude)
            east = max(east ?? -180, place.longitude)
            south = min(south ?? 90, place.latitude)
            north = max(north ?? -90, place.latitude)
        }
    }
}
