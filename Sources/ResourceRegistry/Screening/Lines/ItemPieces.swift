/// A stretch of days in which one item bears upon a shipment in one way.
struct Piece: BitwiseCopyable, Hashable {
    var from: Int32
    /// Included.
    var last: Int32
    var item: Int32
    /// The set of destinations.
    var set: UInt16
    /// For whom it holds: the bits of the numbers of `CodedLine.user`.
    var users: UInt8
    var effect: Effect

    /// Requirement, and whether it is decided, in one byte.
    struct Effect: BitwiseCopyable, Hashable {
        var bits: UInt8

        private static let decided: UInt8 = 0x20
        private static let militaryOnly: UInt8 = 0x40

        init(_ finding: Finding) {
            bits = finding.requirement & 0x1F
            if finding.isDecided { bits |= Self.decided }
            if finding.isMilitaryOnly { bits |= Self.militaryOnly }
        }

        init(bits: UInt8) { self.bits = bits }

        var requirement: UInt8 { bits & 0x1F }
        var isDecided: Bool { bits & Self.decided != 0 }
        var isMilitaryOnly: Bool { bits & Self.militaryOnly != 0 }

        mutating func open() { bits &= ~Self.decided }
    }
}

/// Sets of destinations, each kept once.
struct DestinationSets {
    /// Stands for every set that is one too many.
    static let tooMany = UInt16.max

    private(set) var all: [[UInt64]] = []
    private var numbers: [[UInt64]: UInt16] = [:]

    mutating func number(of set: [UInt64]) -> UInt16 {
        if let known = numbers[set] { return known }
        guard all.count < Int(Self.tooMany) else { return Self.tooMany }
        numbers[set] = UInt16(all.count)
        all.append(set)
        return UInt16(all.count - 1)
    }

    /// The destinations that two sets share; `nil` where they share none.
    mutating func intersection(_ one: UInt16, _ other: UInt16) -> UInt16? {
        if one == Self.tooMany || other == Self.tooMany { return Self.tooMany }
        if one == other { return one }
        let shared = zip(all[Int(one)], all[Int(other)]).map { $0 & $1 }
        return shared.allSatisfy { $0 == 0 } ? nil : number(of: shared)
    }
}

/// Cuts what each item demands into pieces.
///
/// Within a stretch of days, a class of destinations and a kind of user, nothing that the judging looks at changes: it is asked once for
/// each, by the code that answers single queries, and what it said stands for all.
struct PieceCutter {
    /// Destinations that belong to the same groups on the same days, as far as these are asked for.
    private struct DestinationClass {
        var members: [Int32]
        /// Days on which one of them joins or leaves.
        var changes: Set<Int32>
    }

    private let tables: IndexTables
    private let countries: [Int32]
    private var classes: [[Int32]: [DestinationClass]] = [:]
    var sets = DestinationSets()

    init(_ tables: IndexTables) {
        self.tables = tables
        countries = tables.areas.isCountry.indices.filter { tables.areas.isCountry[$0] }.map(Int32.init)
    }

    /// The pieces of an item that is told by its code, in which it counts for the verdict.
    ///
    /// - Throws: never for want of a measurement: none is compared.
    mutating func pieces(of item: Int32) throws -> [Piece] {
        let row = tables.items[Int(item)]
        let areas = Set(row.rules.map { tables.rules[Int($0)].area }.filter { $0 >= 0 }).sorted()
        let own = changes(of: row)
        var hit = Hit(item: item)
        hit.isTold = true
        var width = [UInt64](repeating: 0, count: (tables.areas.codes.count + 63) / 64)
        var destinations: [Piece: [UInt64]] = [:]
        for group in destinationClasses(areas) {
            guard let one = group.members.first else { continue }
            for piece in try pieces(of: hit, to: one, days: own.union(group.changes).sorted()) {
                width = destinations[piece] ?? [UInt64](repeating: 0, count: width.count)
                for member in group.members { width[Int(member) >> 6] |= 1 << UInt64(member & 63) }
                destinations[piece] = width
            }
        }
        return destinations.map { piece, set in
            var piece = piece
            piece.set = sets.number(of: set)
            return piece
        }.sorted { ($0.from, $0.last, $0.users, $0.effect.bits) < ($1.from, $1.last, $1.users, $1.effect.bits) }
    }

    /// Asks for one destination, once for each kind of user between two changes, and joins what stays the same.
    private func pieces(of hit: Hit, to destination: Int32, days: [Int32]) throws -> [Piece] {
        var done: [Piece] = []
        var running: [Piece] = []
        for (position, day) in ([Int32.min] + days).enumerated() {
            var found: [Piece] = []
            for user in [nil, EndUser.civil, .military] {
                let shipment = Shipment(destination: destination, day: day, horizon: .max, endUser: user)
                guard let finding = try tables.judge(hit, shipment), finding.counts else { continue }
                let effect = Piece.Effect(finding)
                let users: UInt8 = 1 << CodedLine.number(of: user)
                if let index = found.firstIndex(where: { $0.effect == effect }) {
                    found[index].users |= users
                } else {
                    let last = position < days.count ? days[position] - 1 : Int32.max
                    found.append(Piece(from: day, last: last, item: hit.item, set: 0, users: users, effect: effect))
                }
            }
            for index in found.indices {
                if let before = running.first(where: { $0.users == found[index].users && $0.effect == found[index].effect }) {
                    found[index].from = before.from
                }
            }
            done += running.filter { old in !found.contains { $0.from == old.from && $0.users == old.users && $0.effect == old.effect } }
            running = found
        }
        return done + running
    }

    /// The days on which the answer about an item may change for every destination.
    private func changes(of row: ItemRow) -> Set<Int32> {
        var days: Set<Int32> = []
        for number in tables.variants[Int(tables.variant(of: row, by: .max))].timeline { days.insert(tables.timelines[Int(number)].from) }
        for number in row.rules { days.formUnion(tables.rules[Int(number)].window.changes) }
        for number in row.conversions { days.formUnion(tables.conversions[Int(number)].window.changes) }
        days.remove(.min)
        return days
    }

    private mutating func destinationClasses(_ areas: [Int32]) -> [DestinationClass] {
        if let known = classes[areas] { return known }
        var byHistory: [[Int32]: DestinationClass] = [:]
        for country in countries {
            let history = tables.areas.history(of: country, in: areas)
            let joined = tables.areas.memberships[Int(country)].map { tables.areas.rows[Int($0)] }.filter { areas.contains($0.group) }
            let changes = Set(joined.flatMap(\.changes))
            byHistory[history, default: DestinationClass(members: [], changes: changes)].members.append(country)
        }
        let found = Array(byHistory.values)
        classes[areas] = found
        return found
    }
}

extension DayWindow {
    /// The days on which it begins or ceases to cover, possibly or surely.
    var changes: [Int32] {
        [possibleFrom, certainFrom].filter { $0 > .min } + [certainTo, possibleTo].filter { $0 < .max }.map { $0 + 1 }
    }
}
