import BenchSupport
import GRDB

/// As the documentation recommends: a Codable record.
struct Deposit: Codable, FetchableRecord, PersistableRecord {
    static let databaseTableName = "deposit"
    static var databaseSelection: [any SQLSelectable] {
        [
            Columns.id, Columns.slug, Columns.name, Columns.admin1, Columns.latitude, Columns.longitude, Columns.position, Columns.status,
            Columns.statusAsGiven, Columns.note,
        ]
    }
    var id: Int64
    var slug, name: String
    var admin1: String?
    var latitude, longitude: Double?
    var position, status, statusAsGiven, note: String?

    enum CodingKeys: String, CodingKey {
        case id, slug, name, admin1, latitude, longitude, status
        case position = "given_position"
        case statusAsGiven = "status_as_given"
        case note = "model_note"
    }

    enum Columns {
        static let id = Column(CodingKeys.id), slug = Column(CodingKeys.slug), name = Column(CodingKeys.name)
        static let admin1 = Column(CodingKeys.admin1), latitude = Column(CodingKeys.latitude), longitude = Column(CodingKeys.longitude)
        static let position = Column(CodingKeys.position), status = Column(CodingKeys.status)
        static let statusAsGiven = Column(CodingKeys.statusAsGiven), note = Column(CodingKeys.note)
    }
}

/// The same in the table of W1.
struct FlatDeposit: Codable, PersistableRecord {
    static let databaseTableName = "d"
    var id: Int64
    var slug, name, admin1: String
    var latitude, longitude: Double
    var position, status, statusAsGiven: String
    var note: String?

    enum CodingKeys: String, CodingKey {
        case id, slug, name, admin1, latitude, longitude, status
        case position = "given_position"
        case statusAsGiven = "status_as_given"
        case note = "model_note"
    }
}

struct SourceRow: Codable, PersistableRecord {
    static let databaseTableName = "source"
    var slug, title, publisher, kind: String
}

/// The fast path: decoded by position.
struct FastDeposit: FetchableRecord {
    let id: Int64
    let slug, name: String
    let admin1: String?
    let latitude, longitude: Double?
    let position, status, statusAsGiven, note: String?

    init(row: Row) {
        id = row[0]
        slug = row[1]
        name = row[2]
        admin1 = row[3]
        latitude = row[4]
        longitude = row[5]
        position = row[6]
        status = row[7]
        statusAsGiven = row[8]
        note = row[9]
    }

    static let columns =
        "d.id, d.slug, d.name, d.admin1, d.latitude, d.longitude, d.given_position, d.status, d.status_as_given, d.model_note"
}

/// What is listed of a deposit.
struct Summary: FetchableRecord {
    let id: Int64
    let slug, name: String
    let country, admin1: String?
    let latitude, longitude: Double?
    let type, status: String?
    let confidence: String
    var minerals: [String] = []

    init(row: Row) {
        id = row[0]
        slug = row[1]
        name = row[2]
        country = row[3]
        admin1 = row[4]
        latitude = row[5]
        longitude = row[6]
        type = row[7]
        status = row[8]
        confidence = row[9]
    }

    static let columns = "d.id, d.slug, d.name, a.code, d.admin1, d.latitude, d.longitude, d.occurrence_type, d.status, d.confidence"
    static let minerals = """
        SELECT coalesce(m.slug, '(' || x.as_given || ')') FROM deposit_mineral x LEFT JOIN mineral m ON m.id = x.mineral_id
         WHERE x.deposit_id = ?1 ORDER BY x.ordinal
        """
}

private func length(_ texts: String?...) -> Int { texts.reduce(0) { $0 + ($1?.utf8.count ?? 0) } }

extension Deposit {
    var check: UInt64 {
        UInt64(length(slug, name, admin1, position, status, statusAsGiven, note)) &+ placeCheck(latitude ?? 0, longitude ?? 0)
    }
}

extension FastDeposit {
    var check: UInt64 {
        UInt64(length(slug, name, admin1, position, status, statusAsGiven, note)) &+ placeCheck(latitude ?? 0, longitude ?? 0)
    }
}

extension Summary {
    var check: UInt64 {
        UInt64(length(slug, name, country, admin1, type, status, confidence) + minerals.reduce(0) { $0 + $1.utf8.count })
            &+ placeCheck(latitude ?? 0, longitude ?? 0)
    }
}
