/// What decides lines that ask by a code alone: programs of pieces, found by segments of codes.
///
/// Compiled once, from the tables and by the judging that answer single queries.
struct LineTables: Sendable {
    /// The way from an origin to the codes of one jurisdiction, in a stretch of days.
    struct Route {
        var from: Int32
        /// Included.
        var last: Int32
        /// The table of codes; -1 where the jurisdiction lists none.
        var table: Int32
        var holdsItems: Bool
    }

    /// The pieces of the items behind a segment.
    struct Program {
        var first: Int32
        /// Behind the last one; -1 where only the general way decides: an entry that stands for others is listed itself.
        var end: Int32
        /// The sets of destinations that its pieces name, as far as they are among the first 63; the top bit stands for all others.
        var sets: UInt64

        /// That of codes at which nothing is listed.
        static let empty = Program(first: 0, end: 0, sets: 0)
    }

    /// The top bit of the sets.
    static let otherSets: UInt64 = 1 << 63
    /// No single table in `tables`.
    static let severalRoutes: Int32 = -1

    let codes: CodeSegments
    let pieces: [Piece]
    /// By the number of an origin, the table that answers all of its lines of six digits and more; `severalRoutes` where it has not just
    /// one.
    let tables: [Int32]
    /// By the number of an origin, its routes.
    let routes: [Range<Int32>]
    let allRoutes: [Route]
    /// By the number of a destination, the sets that hold it as bits; `width` words each.
    let memberships: [UInt64]
    let width: Int
    /// By the number of a country: 1 for an area held, 2 for a country.
    let kinds: [UInt8]

    init(_ tables: IndexTables) throws {
        var draft = LineDraft(tables)
        try draft.compile()
        codes = CodeSegments(draft.codes, for: draft.programs)
        pieces = draft.pieces
        routes = draft.routes
        allRoutes = draft.allRoutes
        self.tables = routes.map { [allRoutes] range in
            guard range.count == 1 else { return Self.severalRoutes }
            let only = allRoutes[Int(range.lowerBound)]
            return only.holdsItems && only.from == .min && only.last == .max ? only.table : Self.severalRoutes
        }
        let sets = draft.cutter.sets.all
        width = max(1, (sets.count + 63) / 64)
        var memberships = [UInt64](repeating: 0, count: CodedLine.countryNumbers * width)
        var kinds = [UInt8](repeating: 0, count: CodedLine.countryNumbers)
        for (slot, area) in tables.areas.byLetters.enumerated() where area >= 0 {
            kinds[slot] = tables.areas.isCountry[Int(area)] ? 2 : 1
            for (number, set) in sets.enumerated() where set[Int(area) >> 6] >> UInt64(area & 63) & 1 == 1 {
                memberships[slot * width + number / 64] |= 1 << UInt64(number & 63)
            }
        }
        self.memberships = memberships
        self.kinds = kinds
    }
}

/// The tables while they are being filled.
private struct LineDraft {
    let tables: IndexTables
    var cutter: PieceCutter
    var codes: [CodeTable] = []
    var programs = [LineTables.Program.empty]
    var pieces: [Piece] = []
    var routes = [Range<Int32>](repeating: 0..<0, count: CodedLine.countryNumbers)
    var allRoutes: [LineTables.Route] = []
    /// The table of each jurisdiction in each nomenclature that an origin brings to it.
    private var numbers: [Int: Int32] = [:]
    private var ofItems: [Int32: [Piece]] = [:]

    init(_ tables: IndexTables) {
        self.tables = tables
        cutter = PieceCutter(tables)
    }

    mutating func compile() throws {
        for (slot, area) in tables.areas.byLetters.enumerated() where area >= 0 { routes[slot] = try addRoutes(from: area) }
    }

    /// The jurisdictions and the nomenclature of an origin change only on the days on which it joins or leaves a group.
    private mutating func addRoutes(from origin: Int32) throws -> Range<Int32> {
        let memberships = tables.areas.memberships[Int(origin)].map { tables.areas.rows[Int($0)] }
        let changes = Set(memberships.flatMap(\.changes)).sorted()
        let first = Int32(allRoutes.count)
        for (position, day) in ([Int32.min] + changes).enumerated() {
            let last = position < changes.count ? changes[position] - 1 : Int32.max
            let nomenclature = tables.nomenclature(ofOrigin: origin, on: day)
            var jurisdictions: [Int] = []
            tables.forEachJurisdiction(of: origin, on: day) { jurisdictions.append($0) }
            for jurisdiction in jurisdictions {
                let table = try table(of: jurisdiction, in: nomenclature)
                allRoutes.append(
                    LineTables.Route(
                        from: day, last: last, table: table, holdsItems: !tables.jurisdictions[jurisdiction].items.isEmpty))
            }
        }
        return first..<Int32(allRoutes.count)
    }

    private mutating func table(of jurisdiction: Int, in nomenclature: Nomenclature) throws -> Int32 {
        let rows = tables.jurisdictions[jurisdiction].codes
        if rows.isEmpty { return -1 }
        let key = jurisdiction * 4 + Int(nomenclature.number)
        if let known = numbers[key] { return known }
        var known: [[Int32]: Int32] = [:]
        let misprints = try tables.misprints.values.filter { $0.meant != nil }.map {
            AskedCode(try CustomsCode($0.digits), in: nomenclature)
        }
        let listed = tables.codes[Int(rows.lowerBound)..<Int(rows.upperBound)]
        let table = try CodeTable(listed, misprints: misprints, in: nomenclature) { items in
            guard let items else { return addGeneralProgram() }
            if let number = known[items] { return number }
            let number = try addProgram(items, groups: tables.jurisdictions[jurisdiction].groups)
            known[items] = number
            return number
        }
        codes.append(table)
        numbers[key] = Int32(codes.count - 1)
        return Int32(codes.count - 1)
    }

    private mutating func pieces(of item: Int32) throws -> [Piece] {
        if let known = ofItems[item] { return known }
        let cut = try cutter.pieces(of: item)
        ofItems[item] = cut
        return cut
    }

    private mutating func addProgram(_ items: [Int32], groups: Range<Int32>) throws -> Int32 {
        var list: [Piece] = []
        for entry in items {
            for var piece in try pieces(of: entry >> 1) {
                if entry & 1 == 0 { piece.effect.open() }
                list.append(piece)
            }
        }
        let listed = list
        for number in groups {
            let group = tables.groups[Int(number)]
            for base in listed where tables.covered.contains(base.item, in: group.number) {
                list += try shared(of: group.item, with: base)
            }
        }
        list.sort { ($0.item, $0.from, $0.last) < ($1.item, $1.from, $1.last) }
        let first = Int32(pieces.count)
        pieces += list
        let isGeneral = items.contains { tables.items[Int($0 >> 1)].isGroup } || list.contains { $0.set == DestinationSets.tooMany }
        let sets = isGeneral ? .max : list.reduce(UInt64(0)) { $0 | 1 << UInt64(min($1.set, 63)) }
        programs.append(LineTables.Program(first: first, end: isGeneral ? -1 : Int32(pieces.count), sets: sets))
        return Int32(programs.count - 1)
    }

    /// The program of codes that only the general way answers.
    private mutating func addGeneralProgram() -> Int32 {
        programs.append(LineTables.Program(first: 0, end: -1, sets: .max))
        return Int32(programs.count - 1)
    }

    /// A group entry counts where it does itself and an item that it stands for does; it is decided where both are.
    private mutating func shared(of group: Int32, with base: Piece) throws -> [Piece] {
        var shared: [Piece] = []
        for var piece in try pieces(of: group) {
            piece.from = max(piece.from, base.from)
            piece.last = min(piece.last, base.last)
            piece.users &= base.users
            guard piece.from <= piece.last, piece.users != 0, let set = cutter.sets.intersection(piece.set, base.set) else { continue }
            piece.set = set
            if !base.effect.isDecided { piece.effect.open() }
            shared.append(piece)
        }
        return shared
    }
}
