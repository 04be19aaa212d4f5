/// What a screening index is made of: flat tables of small rows that point at each other by number.
///
/// One object behind the index, so that copying the index copies a pointer. Nothing in it changes after it was built.
final class IndexTables: Sendable {
    let revision: Int
    /// Everything the answers quote, by item number. The judging never reads it.
    let dossiers: [Quoted<ControlDossier>]
    /// The items of the dossiers.
    let quotedItems: [Quoted<ControlItem>]
    let items: [ItemRow]
    /// English and Chinese name of each item, ASCII letters in lower case.
    let names: [[UInt8]]
    let variants: [VariantRow]
    let timelines: [TimelineRow]
    /// The effective period of each variant, for the days that an answer shows.
    let periods: [Quoted<EffectivePeriod>]
    let rules: [RuleRow]
    let limits: [LimitRow]
    let conversions: [ConversionRow]
    let codes: [CodeRow]
    let controlEntries: [ControlEntryRow]
    let groups: [GroupRow]
    /// What each group stands for, in words.
    let scopes: [String]
    /// The items that each group stands for.
    let covered: BitTable
    let areas: AreaTable
    let jurisdictions: [JurisdictionRow]
    let minerals: MineralTable
    /// The number of every item.
    let numbers: [String: Int32]
    /// The number of each limit parameter by its key.
    let parameters: [String: Int32]
    /// The parameters as listed, in order.
    let parameterNames: [String]
    /// By parameter number, the units in which it is a share of a whole, in order.
    let shares: [[ShareRow]]
    /// Every name of every country, in the order of codes and names.
    let countries: [(code: String, name: String, alias: String)]
    /// Codes that are known only because somebody misprinted them.
    let misprints: [String: MisprintedCode]
    /// Their digits as numbers, filled with zeros: few, so that every query can be compared with them.
    let misprinted: [UInt64]

    init(_ draft: IndexDraft) {
        revision = draft.revision
        dossiers = draft.dossiers.map { Quoted($0) }
        quotedItems = draft.dossiers.map { Quoted($0.item) }
        items = draft.items
        names = draft.names
        variants = draft.variants
        timelines = draft.timelines
        periods = draft.periods.map { Quoted($0) }
        rules = draft.rules
        limits = draft.limits
        conversions = draft.conversions
        codes = draft.codes
        controlEntries = draft.controlEntries
        groups = draft.groups
        scopes = draft.scopes
        covered = draft.covered
        areas = draft.areas
        jurisdictions = draft.jurisdictions
        minerals = draft.minerals
        numbers = draft.numbers
        parameters = draft.parameters
        parameterNames = draft.parameterNames
        shares = draft.shares
        countries = draft.countries
        misprints = draft.misprints
        misprinted = draft.misprints.keys.compactMap { try? AskedCode(CustomsCode($0), in: .harmonizedSystem).padded }
    }
}

/// One item as the judging sees it: ranges of the other tables.
struct ItemRow: Sendable {
    var jurisdiction: Int32
    var requirement: UInt8
    /// Whether conditions in words stand open: no query answers them.
    var hasConditions: Bool
    /// Whether a mineral that it does not name rules nothing out: "all unprocessed minerals".
    var holdsEveryMineral: Bool
    /// Whether it stands for other items.
    var isGroup: Bool
    /// The publication of its act: not before `publishedPossibly`, surely by `publishedSurely`.
    var publishedPossibly: Int32
    var publishedSurely: Int32
    var rules: Range<Int32>
    var limits: Range<Int32>
    var variants: Range<Int32>
    var conversions: Range<Int32>
}

/// The effective period of an item as it was known from one day on. Which relations are visible changes only on such days, so that
/// every announced-by day finds its variant ready.
struct VariantRow: Sendable {
    var knownFrom: Int32
    var timeline: Range<Int32>
}

/// The standing of a variant from one day on.
struct TimelineRow: Sendable {
    var from: Int32
    var state: EffectiveState
    var exactDayUnknown: Bool
    var startUnknown: Bool
}

/// A stretch of days with soft edges; all four days are included.
struct DayWindow: Sendable {
    var possibleFrom: Int32
    var certainFrom: Int32
    var certainTo: Int32
    var possibleTo: Int32

    init(_ span: DatedSpan) {
        possibleFrom = span.start.map { Int32($0.firstDay.dayNumber) } ?? .min
        certainFrom = span.start.map { Int32($0.lastDay.dayNumber) } ?? .min
        certainTo = span.lastDay.map { Int32($0.firstDay.dayNumber) } ?? .max
        possibleTo = span.lastDay.map { Int32($0.lastDay.dayNumber) } ?? .max
    }

    func maybeCovers(_ day: Int32) -> Bool { possibleFrom <= day && day <= possibleTo }
    func surelyCovers(_ day: Int32) -> Bool { certainFrom <= day && day <= certainTo }
}

/// A rule by destination, as it bears upon one item.
struct RuleRow: Sendable {
    enum Reach: UInt8, Sendable {
        case everywhere, area, everywhereExcept, chart
    }

    var reach: Reach
    /// The area of `area` and `everywhereExcept`.
    var area: Int32
    var window: DayWindow
    var requirement: UInt8
    var isForEveryUse: Bool
    var isMilitary: Bool
    /// Whether every part of what it says of users and uses speaks of the military.
    var isMilitaryOnly: Bool
    /// Whether the rule is one of the known requirements, not a sentence.
    var isPlain: Bool
    /// Position among the rules of the act, for what an answer quotes.
    var source: Int32
}

/// When an item is converted into a quota.
struct ConversionRow: Sendable {
    /// The day by which the converting act is surely published.
    var knownFrom: Int32
    var window: DayWindow
}

/// A listed customs code: its digits as a number, filled with zeros to ten digits.
struct CodeRow: Sendable {
    var padded: UInt64
    var length: UInt8
    var nomenclature: UInt8
    /// Whether it decides: not indicative, and six digits or more.
    var isBinding: Bool
    var item: Int32

    /// Ten to the power of the digits that are missing.
    static func unit(_ length: UInt8) -> UInt64 {
        switch length {
        case 4: 1_000_000
        case 6: 10_000
        case 8: 100
        default: 1
        }
    }

    static func cut(_ padded: UInt64, to length: UInt8) -> UInt64 { padded - padded % unit(length) }

    /// The digits as listed.
    var digits: String {
        let text = String(padded / Self.unit(length))
        return String(repeating: "0", count: max(0, Int(length) - text.utf8.count)) + text
    }
}

/// A control code of an item.
struct ControlEntryRow: Sendable {
    var code: ControlCode
    var text: String
    var item: Int32
}

/// An entry that stands for others: a heading of the list, or any dual-use item.
struct GroupRow: Sendable {
    var item: Int32
    /// Its row in the sets of covered items.
    var number: Int32
}

/// A country or group that has acts.
struct JurisdictionRow: Sendable {
    var code: String
    /// The newest publication day as listed, by the day from which it may have been public; ascending.
    var newest: [(from: Int32, day: String)]
    var items: [Int32]
    /// Items without any customs number.
    var withoutCode: [Int32]
    var codes: Range<Int32>
    /// Entries by the heading of their code.
    var headings: [String: Range<Int32>]
    var groups: Range<Int32>
}

/// Sets of item numbers, one a row, as bits in one array.
struct BitTable: Sendable {
    private let width: Int
    private var words: [UInt64] = []

    /// For sets of numbers below `count`.
    init(count: Int) { width = (count + 63) / 64 }

    /// Adds an empty row.
    mutating func addRow() { words += repeatElement(0, count: width) }

    mutating func insert(_ number: Int32, in row: Int32) { words[Int(row) * width + Int(number) >> 6] |= 1 << UInt64(number & 63) }

    func contains(_ number: Int32, in row: Int32) -> Bool {
        words[Int(row) * width + Int(number) >> 6] & (1 << UInt64(number & 63)) != 0
    }
}

/// The areas by code, and which groups they belong to when.
struct AreaTable: Sendable {
    struct Membership: Sendable {
        var group: Int32
        var from: Int32
        var last: Int32
    }

    /// The area of each pair of letters, -1 for none.
    private(set) var byLetters = [Int32](repeating: -1, count: 26 * 26)
    var codes: [String] = []
    var isCountry: [Bool] = []
    /// Where the memberships of each area stand; in the order of the groups' codes.
    var memberships: [Range<Int32>] = []
    var rows: [Membership] = []
    /// The jurisdiction that an area is, -1 where it has no acts.
    var jurisdiction: [Int32] = []
    /// The European Union, -1 where it is not held: its members write its nomenclature.
    private(set) var union: Int32 = -1

    private static func slot(_ code: String) -> Int? {
        let bytes = code.utf8
        guard bytes.count == 2, let first = bytes.first, let second = bytes.last, ASCII.isUpper(first), ASCII.isUpper(second) else {
            return nil
        }
        return Int(first - 0x41) * 26 + Int(second - 0x41)
    }

    mutating func add(_ code: String, isCountry country: Bool) {
        if let slot = Self.slot(code) { byLetters[slot] = Int32(codes.count) }
        if code == "EU" { union = Int32(codes.count) }
        codes.append(code)
        isCountry.append(country)
        memberships.append(0..<0)
        jurisdiction.append(-1)
    }

    func find(_ code: CountryCode) -> Int32? {
        guard let slot = Self.slot(code.text), byLetters[slot] >= 0 else { return nil }
        return byLetters[slot]
    }

    /// Whether `area` is `other`, or belongs to it on the day.
    func area(_ area: Int32, isWithin other: Int32, on day: Int32) -> Bool {
        if area == other { return true }
        for number in memberships[Int(area)] {
            let row = rows[Int(number)]
            if row.group == other, row.from <= day, day <= row.last { return true }
        }
        return false
    }
}

/// The minerals by id, and which items contain them in the wide sense.
struct MineralTable: Sendable {
    var numbers: [String: Int32] = [:]
    /// The minerals by other names, in lower case.
    var named: [[UInt8]: Set<String>] = [:]
    var containing = BitTable(count: 0)
}
