/// The ways in which an item was hit, as bits.
struct Ways: OptionSet {
    let rawValue: UInt8

    static let code = Ways(rawValue: 1)
    static let controlCode = Ways(rawValue: 2)
    static let mineral = Ways(rawValue: 4)
    static let item = Ways(rawValue: 8)
    static let words = Ways(rawValue: 16)

    func holds(_ way: ControlMatch.Way) -> Bool {
        switch way {
        case .code: contains(.code)
        case .controlCode: contains(.controlCode)
        case .mineral: contains(.mineral)
        case .item: contains(.item)
        case .words: contains(.words)
        }
    }
}

/// An item that was hit.
struct Hit {
    /// What stays open while no way decides by itself.
    enum Opening: UInt8 {
        case none, description, subheading, nomenclature, subentry, form, item, misprint
    }

    let item: Int32
    var ways: Ways = []
    /// Whether one of the ways decides by itself.
    var isTold = false
    /// The nearest listed code, by row number; -1 for none.
    var listed: Int32 = -1
    var opening = Opening.none
    /// The row that the opening names: a customs code or a control entry.
    var subject: Int32 = -1

    mutating func open(_ opening: Opening, _ subject: Int32 = -1) {
        guard self.opening == .none else { return }
        self.opening = opening
        self.subject = subject
    }
}

/// The hits in the order of their items.
struct Hits {
    private(set) var all: [Hit] = []

    func position(of item: Int32) -> (index: Int, isThere: Bool) {
        var low = 0
        var high = all.count
        while low < high {
            let middle = low + (high - low) / 2
            if all[middle].item < item { low = middle + 1 } else { high = middle }
        }
        return (low, low < all.count && all[low].item == item)
    }

    mutating func with(_ item: Int32, _ body: (inout Hit) -> Void) {
        let (index, isThere) = position(of: item)
        if !isThere {
            if all.isEmpty { all.reserveCapacity(8) }
            all.insert(Hit(item: item), at: index)
        }
        body(&all[index])
    }
}

// Finding. Each way finds items; the union is taken.
extension IndexTables {
    /// Calls `body` with the numbers of the jurisdictions whose acts count: the origin's and those of its groups on the day.
    @inline(__always)
    func forEachJurisdiction(of query: IndexedQuery, _ body: (Int) throws -> Void) rethrows {
        try forEachJurisdiction(of: query.origin, on: query.day, body)
    }

    @inline(__always)
    func forEachJurisdiction(of origin: Int32, on day: Int32, _ body: (Int) throws -> Void) rethrows {
        let own = areas.jurisdiction[Int(origin)]
        if own >= 0 { try body(Int(own)) }
        for number in areas.memberships[Int(origin)] {
            let membership = areas.rows[Int(number)]
            let group = areas.jurisdiction[Int(membership.group)]
            if group >= 0, membership.from <= day, day <= membership.last { try body(Int(group)) }
        }
    }

    func hits(of query: IndexedQuery) throws -> Hits {
        var hits = Hits()
        if let code = query.query.code {
            let nomenclature = query.query.nomenclature ?? code.nomenclature ?? nomenclature(of: query)
            let asked = AskedCode(code, in: nomenclature)
            forEachJurisdiction(of: query) { find(asked, among: jurisdictions[$0].codes, &hits) }
            if misprinted.contains(asked.padded), let meant = misprints[code.digits]?.meant {
                find(meant: AskedCode(meant, in: nomenclature), query, &hits)
            }
        }
        if let code = query.query.controlCode {
            forEachJurisdiction(of: query) { find(code, among: jurisdictions[$0].headings[code.heading] ?? 0..<0, &hits) }
        }
        if let item = query.query.item {
            hits.with(try number(of: item, for: query)) {
                $0.ways.insert(.item)
                $0.isTold = true
            }
        }
        var isWordless = query.query.words == nil
        if let words = query.query.words {
            find(words, query, &hits)
            isWordless = wordsMatchNothing(of: query)
            if isWordless, query.query.asksByWordsAlone {
                throw ScreeningError.wordsMatchNothing(words, near: NearNames.phrases(words, in: names(of: query)))
            }
        }
        if let mineral = query.mineral { find(mineral: mineral, query, isWordless: isWordless, &hits) }
        return hits
    }

    /// The nomenclature in which the origin writes its codes.
    func nomenclature(of query: IndexedQuery) -> Nomenclature { nomenclature(ofOrigin: query.origin, on: query.day) }

    func nomenclature(ofOrigin origin: Int32, on day: Int32) -> Nomenclature {
        switch areas.codes[Int(origin)] {
        case "CN": return .china
        case "US": return .unitedStates
        default: break
        }
        guard areas.union >= 0 else { return .harmonizedSystem }
        return areas.area(origin, isWithin: areas.union, on: day) ? .europeanUnion : .harmonizedSystem
    }

    // MARK: By customs code

    private func find(_ asked: AskedCode, among rows: Range<Int32>, _ hits: inout Hits) {
        // Related codes share the heading, and the subheading as far as both have one: headings stand before all others.
        let heading = CodeRow.cut(asked.padded, to: 4)
        var row = firstRow(notBefore: heading, in: rows)
        while row < rows.upperBound, codes[Int(row)].padded == heading, codes[Int(row)].length == 4 {
            take(row, asked, &hits)
            row += 1
        }
        let width = min(asked.length, 6)
        let low = CodeRow.cut(asked.padded, to: width)
        let high = low + CodeRow.unit(width)
        if low != heading { row = max(row, firstRow(notBefore: low, in: rows)) }
        while row < rows.upperBound, codes[Int(row)].padded < high {
            take(row, asked, &hits)
            row += 1
        }
    }

    /// What the code finds that a misprint is meant for: undecided, for nobody knows which of the two is declared.
    private func find(meant: AskedCode, _ query: IndexedQuery, _ hits: inout Hits) {
        var others = Hits()
        forEachJurisdiction(of: query) { find(meant, among: jurisdictions[$0].codes, &others) }
        for other in others.all where !hits.position(of: other.item).isThere {
            hits.with(other.item) {
                $0.ways.insert(.code)
                $0.listed = other.listed
                $0.open(.misprint)
            }
        }
    }

    private func firstRow(notBefore padded: UInt64, in rows: Range<Int32>) -> Int32 {
        var low = rows.lowerBound
        var high = rows.upperBound
        while low < high {
            let middle = low + (high - low) / 2
            if codes[Int(middle)].padded < padded { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func take(_ row: Int32, _ asked: AskedCode, _ hits: inout Hits) {
        let listed = codes[Int(row)]
        let opening: Hit.Opening
        switch asked.relation(to: listed) {
        case .none: return
        case .covers: opening = listed.isBinding ? .none : .description
        case .isCoarser: opening = .subheading
        case .sharesSubheading: opening = .nomenclature
        }
        hits.with(listed.item) { hit in
            hit.ways.insert(.code)
            if opening == .none {
                if !hit.isTold || isNearer(row, than: hit.listed) { hit.listed = row }
                hit.isTold = true
            } else {
                if !hit.isTold, isNearer(row, than: hit.listed) { hit.listed = row }
                if hit.opening == .none || isNearer(row, than: hit.subject) {
                    hit.opening = opening
                    hit.subject = row
                }
            }
        }
    }

    /// Longer codes are nearer; of equally long ones the lower comes first.
    private func isNearer(_ row: Int32, than other: Int32) -> Bool {
        guard other >= 0 else { return true }
        let (left, right) = (codes[Int(row)], codes[Int(other)])
        return left.length != right.length ? left.length > right.length : left.padded < right.padded
    }

    // MARK: By other ways

    private func find(_ asked: ControlCode, among rows: Range<Int32>, _ hits: inout Hits) {
        for row in rows {
            let entry = controlEntries[Int(row)]
            if entry.code.parts.starts(with: asked.parts) {
                hits.with(entry.item) {
                    $0.ways.insert(.controlCode)
                    $0.isTold = true
                }
            } else if asked.parts.starts(with: entry.code.parts) {
                hits.with(entry.item) {
                    $0.ways.insert(.controlCode)
                    $0.open(.subentry, row)
                }
            }
        }
    }

    private func number(of item: String, for query: IndexedQuery) throws -> Int32 {
        guard let number = numbers[item] else {
            throw ScreeningError.unknownItem(item, near: NearNames(dossiers.map(\.value.item.id)).near(item))
        }
        var isOwn = false
        forEachJurisdiction(of: query) { isOwn = isOwn || $0 == Int(items[Int(number)].jurisdiction) }
        guard isOwn else {
            throw ScreeningError.itemOfAnotherJurisdiction(
                item, jurisdiction: dossiers[Int(number)].value.act.jurisdiction.text, origin: query.query.origin.text)
        }
        return number
    }

    /// Every word must stand somewhere in the name.
    private func find(_ words: String, _ query: IndexedQuery, _ hits: inout Hits) {
        let wanted = words.split(separator: " ").map { ASCII.lowered($0) }
        forEachJurisdiction(of: query) { jurisdiction in
            for item in jurisdictions[jurisdiction].items where wanted.allSatisfy({ names[Int(item)].holds($0) }) {
                hits.with(item) {
                    $0.ways.insert(.words)
                    $0.open(.item)
                }
            }
        }
    }

    /// Whether a query has words that stand in no name, in jurisdictions that list items.
    func wordsMatchNothing(of query: IndexedQuery) -> Bool {
        guard let words = query.query.words else { return false }
        let wanted = words.split(separator: " ").map { ASCII.lowered($0) }
        var (holdsItems, isHeld) = (false, false)
        forEachJurisdiction(of: query) { jurisdiction in
            let items = jurisdictions[jurisdiction].items
            holdsItems = holdsItems || !items.isEmpty
            isHeld = isHeld || items.contains { item in wanted.allSatisfy { names[Int(item)].holds($0) } }
        }
        return holdsItems && !isHeld
    }

    /// The names of all items that a query may find.
    private func names(of query: IndexedQuery) -> [String] {
        var found: [String] = []
        forEachJurisdiction(of: query) { found += jurisdictions[$0].items.map { String(decoding: names[Int($0)], as: UTF8.self) } }
        return found
    }

    /// A mineral alone finds all that contains it; beside another way it only confirms what that way found.
    private func find(mineral: Int32, _ query: IndexedQuery, isWordless: Bool, _ hits: inout Hits) {
        let asked = query.query
        let isAlone = asked.code == nil && asked.controlCode == nil && asked.item == nil && isWordless
        func add(_ hit: inout Hit) {
            hit.ways.insert(.mineral)
            hit.open(.form)
        }
        if isAlone {
            forEachJurisdiction(of: query) { jurisdiction in
                for item in jurisdictions[jurisdiction].items where minerals.containing.contains(item, in: mineral) { hits.with(item, add) }
            }
        } else {
            for hit in hits.all where minerals.containing.contains(hit.item, in: mineral) { hits.with(hit.item, add) }
        }
    }
}

/// A customs code that is asked for, as a number.
struct AskedCode {
    enum Relation {
        case none, covers, isCoarser, sharesSubheading
    }

    let padded: UInt64
    let length: UInt8
    let nomenclature: UInt8

    init(_ code: CustomsCode, in nomenclature: Nomenclature) {
        var value: UInt64 = 0
        for byte in code.digits.utf8 { value = value &* 10 &+ UInt64(byte &- 0x30) }
        length = UInt8(code.length)
        padded = value &* CodeRow.unit(length)
        self.nomenclature = nomenclature.number
    }

    /// How a listed code lies to it. Up to six digits all nomenclatures are the Harmonized System and compare as such.
    func relation(to listed: CodeRow) -> Relation {
        if listed.nomenclature == nomenclature || listed.nomenclature == Nomenclature.harmonizedSystem.number || length <= 6 {
            if listed.length <= length { return CodeRow.cut(padded, to: listed.length) == listed.padded ? .covers : .none }
            return CodeRow.cut(listed.padded, to: length) == padded ? .isCoarser : .none
        }
        let width = min(6, listed.length)
        return CodeRow.cut(padded, to: width) == CodeRow.cut(listed.padded, to: width) ? .sharesSubheading : .none
    }
}

extension [UInt8] {
    /// Whether some bytes stand in these ones next to each other.
    fileprivate func holds(_ part: [UInt8]) -> Bool {
        guard let first = part.first else { return true }
        guard part.count <= count else { return false }
        for start in 0...(count - part.count) where self[start] == first {
            if self[start..<(start + part.count)].elementsEqual(part) { return true }
        }
        return false
    }
}
