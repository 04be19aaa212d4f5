internal import RegistrySQLite

/// Decides lines by the stored form, as one read of the registry sees it: each line is one seek, most lines none.
final class StoredScreening {
    private let connection: Connection
    private let seek: Statement
    private let items: UInt32
    private let headings: [UInt8]
    private let tables: Int32
    /// By the number of a country, what is stored of it; read when it is first asked for.
    private var areas = [Area](repeating: .unread, count: CodedLine.countryNumbers)

    private enum Area {
        case unread, unknown
        case held(isCountry: Bool, routes: [LineTables.Route], sets: [UInt64])
    }

    /// `nil` where nothing is stored, or by another version of the rules or of the form.
    init?(_ connection: Connection) throws {
        let head = try connection.first(
            "SELECT items, headings FROM registry_screening WHERE rules = ?1 AND form = ?2",
            [.integer(Int64(ScreeningAnswer.rules)), .integer(ScreeningForm.version)]
        ) { row in (items: try row.int64(0), headings: try row.bytes(1)) }
        guard let head else { return nil }
        self.connection = connection
        items = UInt32(clamping: head.items)
        headings = head.headings
        tables = Int32(clamping: head.headings.count / ScreeningForm.bytesOfHeadings)
        seek = try connection.prepare("SELECT pieces FROM registry_screening_segment WHERE place <= ?1 ORDER BY place DESC LIMIT 1")
    }

    /// The decision on a line; `nil` where only the index in memory can tell: of countries that are not held, and where entries that
    /// stand for others are listed themselves.
    ///
    /// - Throws: `RegistryError.stored` where the stored form is damaged.
    func decide(_ line: CodedLine) throws -> ScreeningIndex.Decision? {
        guard case .held(_, let routes, _) = try area(line.origin),
            case .held(isCountry: true, _, let sets) = try area(line.destination)
        else { return nil }
        var found = Found(line: line, sets: sets, items: items)
        var holdsItems = false
        for route in routes where route.from <= line.day && line.day <= route.last {
            holdsItems = holdsItems || route.holdsItems
            guard route.table >= 0, try isListed(line, in: route.table) else { continue }
            guard try take(line, in: route.table, &found) else { return nil }
        }
        // Without any act that lists items nothing can be said.
        guard holdsItems else { return ScreeningIndex.Decision(verdict: .depends, requirement: nil, items: []) }
        if found.numbers.isEmpty { return ScreeningIndex.Decision(verdict: .notListed, requirement: nil, items: []) }
        // Items of the country and of its group stand in one order.
        if routes.count > 1 { found.numbers.sort() }
        let (verdict, requirement) = found.sum.verdict
        return ScreeningIndex.Decision(verdict: verdict, requirement: Requirement.numbered(requirement), items: found.numbers)
    }

    /// Whether anything is listed at or under the heading of a line's code.
    private func isListed(_ line: CodedLine, in table: Int32) throws -> Bool {
        guard table < tables else { throw Self.damaged("table \(table)") }
        let heading = Int(table) &* 10_000 &+ Int(line.subheading / 100)
        return headings[heading &>> 3] &>> UInt8(heading & 7) & 1 == 1
    }

    /// Takes the pieces that hold for a line; false where they cannot tell.
    private func take(_ line: CodedLine, in table: Int32, _ found: inout Found) throws -> Bool {
        try seek.bind(ScreeningForm.place(table, line.length, line.padded), at: 1)
        var isTold = true
        try seek.forEachRow { row in
            if try row.isNull(0) {
                isTold = false
            } else {
                try row.withBytes(at: 0) { try found.take($0) }
            }
        }
        return isTold
    }

    private func area(_ number: UInt16) throws -> Area {
        let known = areas[Int(number)]
        guard case .unread = known else { return known }
        let code = String(decoding: [UInt8(0x41 + number / 26), UInt8(0x41 + number % 26)], as: UTF8.self)
        let read = try connection.first(
            "SELECT is_country, routes, sets FROM registry_screening_area WHERE code = ?1", [.text(code)]
        ) { row in
            guard let routes = LineTables.Route.read(try row.bytes(1)), let sets = [UInt64](littleEndian: try row.bytes(2)) else {
                throw Self.damaged(code)
            }
            return Area.held(isCountry: try row.bool(0), routes: routes, sets: sets)
        }
        areas[Int(number)] = read ?? .unknown
        return areas[Int(number)]
    }

    fileprivate static func damaged(_ text: String) -> RegistryError { .stored(what: "stored form of the export controls", text: text) }
}

/// What was found for a line.
private struct Found {
    let line: CodedLine
    let sets: [UInt64]
    let items: UInt32
    var sum = PieceSum()
    var numbers: [Int32] = []

    init(line: CodedLine, sets: [UInt64], items: UInt32) {
        self.line = line
        self.sets = sets
        self.items = items
    }

    /// Takes the pieces that hold. Items come in order; those of one item stand together.
    mutating func take(_ bytes: UnsafeRawBufferPointer) throws {
        guard bytes.count % Piece.size == 0 else { throw StoredScreening.damaged("\(bytes.count) bytes of pieces") }
        var last: Int32 = -1
        for offset in stride(from: 0, to: bytes.count, by: Piece.size) {
            let piece = Piece(bytes, at: offset)
            guard piece.from <= line.day, line.day <= piece.last, piece.users &>> line.user & 1 == 1 else { continue }
            guard Int(piece.set >> 6) < sets.count, UInt32(bitPattern: piece.item) < items else {
                throw StoredScreening.damaged("item \(piece.item), set \(piece.set)")
            }
            guard sets[Int(piece.set >> 6)] &>> UInt64(piece.set & 63) & 1 == 1 else { continue }
            sum.add(piece.effect)
            if piece.item != last { numbers.append(piece.item) }
            last = piece.item
        }
    }
}

extension RegistryReader {
    /// Decides on a line that asks by a code alone: the verdict, the requirement and the items of `ScreeningIndex.decide(_:)`.
    ///
    /// It is for programs that decide few lines from a file: the controls stand there compiled, and are kept so by every revision. Inside
    /// of a revision, whose changes they do not show yet, and in a copy as known at an earlier one, an index is compiled in memory.
    /// - Parameter line: the shipment.
    /// - Returns: the decision; `itemIDs(of:)` tells its items by their ids.
    /// - Throws: `RegistryError.unknown` for a country that is not held; `ScreeningError` for a destination that is a group of countries;
    ///   `RegistryError.stored` where the stored form is damaged.
    public func decide(_ line: CodedLine) throws -> ScreeningIndex.Decision {
        if let decision = try references.storedScreening()?.decide(line) { return decision }
        return try references.compiledIndex().decide(line.query())
    }

    /// The ids of the items that a decision rests on, in their order.
    ///
    /// - Parameter decision: a decision on the state that is being read.
    public func itemIDs(of decision: ScreeningIndex.Decision) throws -> [String] {
        if decision.items.isEmpty { return [] }
        let ids = try references.connection.query("SELECT slug FROM control_item") { try $0.string(0) }.sorted()
        return decision.items.compactMap { ids.indices.contains(Int($0)) ? ids[Int($0)] : nil }
    }
}

extension References {
    /// What is stored, read once in a read; `nil` inside of a revision, and where nothing is stored.
    fileprivate func storedScreening() throws -> StoredScreening? {
        if isWritable { return nil }
        if let known = remembered.stored { return known }
        guard !remembered.isNothingStored else { return nil }
        remembered.stored = try StoredScreening(connection)
        remembered.isNothingStored = remembered.stored == nil
        return remembered.stored
    }

    /// The index of the state that is being read.
    fileprivate func compiledIndex() throws -> ScreeningIndex {
        if let known = remembered.index { return known }
        let index = try ScreeningIndex(reading: RegistryReader(references: self))
        if !isWritable { remembered.index = index }
        return index
    }
}
