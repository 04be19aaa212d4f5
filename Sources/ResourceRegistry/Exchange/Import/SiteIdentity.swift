/// A record of a database that is named by the database's address and the record's number there.
struct SiteIdentity {
    private static let longestSource = 30
    private static let longest = 80

    /// The deposit's id.
    let id: String
    /// The database.
    let source: Source
    let identifier: DepositIdentifier

    /// Makes the identity.
    ///
    /// - Parameters:
    ///   - database: the address or another name of the database, `https://mrdata.usgs.gov/ree`.
    ///   - record: the record's number there.
    /// - Throws: `InvalidValue` when one of them is empty.
    init(database: String, record: String) throws(InvalidValue) {
        guard !database.isEmpty else { throw InvalidValue(kind: "source id", text: database, expected: "the address of a database") }
        guard !record.isEmpty else { throw InvalidValue(kind: "record id", text: record, expected: "the record's number or name") }
        let place = Self.place(of: database)
        id = Self.joined(Self.short(place, of: database, most: Self.longestSource), record)
        let isAddress = database.hasPrefix("http://") || database.hasPrefix("https://")
        source = Source(
            id: "site:" + Self.short(place, of: database, most: 60), title: database, url: isAddress ? database : nil, kind: "database")
        identifier = DepositIdentifier(scheme: database, record: record)
    }

    /// A document that a record names; its id is made of its address.
    static func document(_ address: String, title: String?) -> Source {
        let isAddress = address.hasPrefix("http://") || address.hasPrefix("https://")
        return Source(
            id: "document:" + short(place(of: address), of: address, most: 60), title: title ?? address, url: isAddress ? address : nil,
            kind: "document")
    }

    /// The address without what all have.
    private static func place(of address: String) -> Substring {
        var rest = address[...]
        for beginning in ["https://", "http://", "www.", "doi.org/"] where rest.hasPrefix(beginning) {
            rest = rest.dropFirst(beginning.count)
        }
        return rest
    }

    /// A slug of an address; where letters are lost by shortening, a hash of the whole keeps it apart from others.
    private static func short(_ place: Substring, of address: String, most: Int) -> String {
        let slug = Slug.make(from: String(place))?.text ?? "source"
        guard slug.utf8.count > most else { return slug }
        return cut(slug, most - 9) + "-" + ShortHash.of(address)
    }

    private static func joined(_ source: String, _ record: String) -> String {
        let slug = Slug.make(from: record)?.text
        if let slug, slug == record, source.utf8.count + 1 + slug.utf8.count <= longest { return source + "-" + slug }
        return source + "-" + cut(slug ?? "record", longest - source.utf8.count - 10) + "-" + ShortHash.of(record)
    }

    private static func cut(_ slug: String, _ most: Int) -> String {
        var cut = slug.prefix(max(1, most))
        while cut.last == "-" { cut.removeLast() }
        return String(cut)
    }
}

/// A hash that is the same in every process: `Hasher` is seeded anew.
enum ShortHash {
    /// FNV-1a, 32 bits, eight hexadecimal digits.
    static func of(_ text: String) -> String {
        var value: UInt32 = 0x811C_9DC5
        for byte in text.utf8 { value = (value ^ UInt32(byte)) &* 0x0100_0193 }
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: 8 - digits.count) + digits
    }
}
