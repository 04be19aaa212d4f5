import Foundation
import RegistryReferenceData
import ResourceRegistry

/// A seeded generator (Steele, Lea and Flood, 2014), so that a failing query can be asked again.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    mutating func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: 0..<choices.count, using: &self)] }

    /// True in so many of a hundred cases.
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &self) < percent }
}

/// Makes queries over the shipped facts: everything that is listed, what lies beside it, and the days around every boundary.
struct QueryGenerator {
    var random: SeededGenerator
    private var codes: [String] = []
    private var listings: [String: [String]] = [:]
    private var controlCodes: [String] = []
    private var minerals: [String] = []
    private var dossiers: [ControlDossier] = []
    private var byJurisdiction: [String: [ControlDossier]] = [:]
    private var words: [String] = []
    private var limits: [Limit] = []
    private var boundaries: [CivilDay] = []
    private var publications: [CivilDay] = []
    private let countries: [String]
    /// Names and symbols that are no ids of minerals.
    private let names = ["Ga", "GA", "wolfram", "Wolfram", "镓", "graphite", "sb", "rare earth", "galleon", "xyzzy", "Ü"]
    private let ruledCountries = ["US", "US", "US", "JP", "KR", "DE", "TW", "CN", "NL"]
    private let actOrigins = ["US", "DE", "FR", "EU", "GB", "HR", "ID", "ZW", "ZW", "NA", "CD", "CD", "MY", "JP", "NL", "HK"]

    init(seed: UInt64, reading reader: RegistryReader) throws {
        random = SeededGenerator(seed: seed)
        countries = try Self.column("alpha2", of: "countries/countries.csv")
        minerals =
            try Self.column("commodity_slug", of: "export-controls/item_minerals.csv")
            + reader.minerals.list().entries.map(\.id)
        codes = try Self.column("hs_code", of: "export-controls/hs_codes.csv")
        dossiers = try reader.controls.dossiers(reader.controls.list().entries.map(\.id))
        var days: Set<CivilDay> = []
        var published: Set<CivilDay> = []
        for dossier in dossiers {
            byJurisdiction[dossier.act.jurisdiction.text, default: []].append(dossier)
            codes += dossier.item.customsCodes.map(\.code.digits)
            controlCodes += dossier.item.controlCodes
            limits += dossier.item.limits
            words += (dossier.item.name + " " + (dossier.item.nameChinese ?? "")).split { " ,()（）;".contains($0) }.map(String.init)
            let spans =
                [dossier.item.period, dossier.act.period] + dossier.act.destinationRules.map(\.period) + dossier.relations.map(\.period)
            let dates = spans.flatMap { [$0.start, $0.lastDay] }.compactMap(\.self)
            days.formUnion(dates.flatMap { [$0.firstDay, $0.lastDay] })
            let known = [dossier.act.published] + dossier.relations.map { dossier.publishedByAct[$0.actingActID] ?? $0.announced }
            published.formUnion(known.compactMap(\.self).flatMap { [$0.firstDay, $0.lastDay] })
        }
        // Members come and go: the United Kingdom left, Croatia came.
        days.formUnion([try CivilDay("2020-01-31"), try CivilDay("2013-07-01")])
        boundaries = days.union(published).sorted()
        publications = published.sorted()
    }

    private static func column(_ name: String, of table: String) throws -> [String] {
        var reader = try CSVReader(bytes: ReferenceFacts().table(table), name: table)
        var values: [String] = []
        while let record = try reader.next() { values.append(try record.field(named: name)) }
        return values
    }

    // MARK: One query

    mutating func next() throws -> ScreeningQuery {
        // Conversions and extensions bear upon few items: these are asked for more often than chance would.
        let rare =
            random.chance(3) ? random.pick(dossiers.filter { $0.relations.contains { $0.kind == .converts || $0.kind == .extends } }) : nil
        let origin =
            rare?.act.jurisdiction.text ?? (random.chance(92) ? "CN" : random.chance(85) ? random.pick(actOrigins) : random.pick(countries))
        var destination = random.chance(75) ? random.pick(ruledCountries) : random.chance(98) ? random.pick(countries) : "UK"
        if destination == origin { destination = origin == "KR" ? "JP" : "KR" }
        var parts = Parts()
        let own = byJurisdiction[origin] ?? byJurisdiction["EU"] ?? dossiers
        let way = rare == nil ? Int.random(in: 0..<100, using: &random) : 65
        // Most items without a code of the kind that is asked would only be missed.
        var target = rare ?? random.pick(own)
        for _ in 0..<9 where way < 43 ? target.item.customsCodes.isEmpty : way < 61 ? target.item.controlCodes.isEmpty : false {
            target = random.pick(own)
        }
        switch way {
        case ..<43: parts.code = code(of: target)
        case ..<61: parts.control = control(of: target)
        case ..<75: parts.item = random.chance(97) ? target.item.id : misspelt(random.pick(dossiers).item.id)
        case ..<83: parts.words = random.chance(90) ? phrase(of: target) : misspelt(phrase(of: target))
        case ..<91: parts.mineral = random.chance(80) ? random.pick(target.item.minerals + ["gallium"]) : random.pick(minerals)
        default:
            parts.code = random.chance(60) ? code(of: target) : nil
            parts.control = random.chance(40) ? control(of: target) : nil
            parts.item = random.chance(25) ? target.item.id : nil
            parts.words = random.chance(20) ? random.chance(80) ? phrase(of: target) : misspelt(phrase(of: target)) : nil
            parts.mineral = random.chance(60) || parts.isEmpty ? random.pick(target.item.minerals + [random.pick(minerals)]) : nil
        }
        let wantsAttributes = !target.item.limits.isEmpty ? random.chance(88) : random.chance(6)
        if random.chance(3) { parts.mineral = random.pick(target.item.minerals + minerals.suffix(3)) }
        if let mineral = parts.mineral, random.chance(2) { parts.mineral = random.chance(60) ? misspelt(mineral) : random.pick(names) }
        return try ScreeningQuery(
            origin: CountryCode(origin), destination: CountryCode(destination), day: day(for: target),
            code: try parts.code.map { try CustomsCode($0) }, nomenclature: random.chance(6) ? random.pick(Nomenclature.allCases) : nil,
            controlCode: try parts.control.map { try ControlCode($0) }, mineral: parts.mineral, item: parts.item, words: parts.words,
            attributes: try wantsAttributes ? attributes(for: target) : [],
            endUser: random.pick([EndUser.civil, .civil, .military, nil]),
            announcedBy: random.chance(origin == "CN" ? 15 : 40) ? horizon(for: target) : nil)
    }

    private struct Parts {
        var code: String?
        var control: String?
        var mineral: String?
        var item: String?
        var words: String?
        var isEmpty: Bool { code == nil && control == nil && item == nil && words == nil }
    }

    /// The word as it is, or with a slip of the pen.
    private mutating func misspelt(_ word: String) -> String {
        var letters = Array(word)
        let place = Int.random(in: 0..<max(1, letters.count - 1), using: &random)
        switch Int.random(in: 0..<5, using: &random) {
        case 0: return word
        case 1: return word.uppercased()
        case 2: letters.remove(at: place)
        case 3: letters.insert("x", at: place)
        default: letters.removeSubrange(place...)
        }
        return letters.isEmpty ? "-" : String(letters)
    }

    private mutating func near(_ day: CivilDay) -> CivilDay {
        (try? day.adding(days: random.pick([-1, 0, 0, 1]))) ?? day
    }

    /// A day around a publication, often one that bears upon the item.
    private mutating func horizon(for target: ControlDossier) -> CivilDay {
        let own = ([target.act.published] + target.relations.map { target.publishedByAct[$0.actingActID] ?? $0.announced })
            .compactMap(\.self).flatMap { [$0.firstDay, $0.lastDay] }
        return near(random.pick(own.isEmpty || random.chance(50) ? publications : own))
    }

    /// Most of the days lie after the item's start, so that something is in force; the others around any boundary, or anywhere.
    private mutating func day(for target: ControlDossier) throws -> CivilDay {
        let ends = target.relations.flatMap { [$0.period.start?.firstDay, $0.period.lastDay?.lastDay] }.compactMap(\.self)
        if !ends.isEmpty, random.chance(8) { return near(random.pick(ends)) }
        switch Int.random(in: 0..<100, using: &random) {
        case ..<69:
            let start = target.item.period.start?.lastDay.dayNumber ?? 19_700
            return try CivilDay(dayNumber: Int.random(in: max(start, 20_769)..<21_500, using: &random))
        case ..<77:
            let start = target.item.period.start?.lastDay.dayNumber ?? 19_700
            return try CivilDay(dayNumber: start + Int.random(in: 0..<400, using: &random))
        case ..<96: return near(random.pick(boundaries))
        default: return try CivilDay(dayNumber: Int.random(in: 9_000..<24_000, using: &random))
        }
    }

    /// A listed code, a beginning of it, one below it or its neighbour.
    private mutating func code(of target: ControlDossier) -> String {
        let listed = target.item.customsCodes.map(\.code.digits)
        if random.chance(2) { return random.pick(["8110929010", "811092", "81109290"]) }
        let digits = !listed.isEmpty && random.chance(97) ? random.pick(listed) : random.pick(codes)
        switch Int.random(in: 0..<100, using: &random) {
        case ..<64: return digits
        case ..<89: return String(digits.prefix(random.pick([4, 6, 8])))
        case ..<97: return digits.utf8.count < 10 ? digits + random.pick(["00", "10", "90", "99"]) : digits
        default:
            let last = Int(String(digits.suffix(1))) ?? 0
            return digits.dropLast() + String((last + random.pick([1, 9])) % 10)
        }
    }

    /// A control code of the item, an entry above or below it.
    private mutating func control(of target: ControlDossier) -> String {
        let own = target.item.controlCodes.filter { (try? ControlCode($0)) != nil }
        let text = own.isEmpty ? "3C001" : random.pick(own)
        switch Int.random(in: 0..<100, using: &random) {
        case ..<70: return text
        case ..<85:
            return text.split(separator: ".").dropLast().joined(separator: ".").isEmpty ? text : String(text.split(separator: ".")[0])
        default: return text + random.pick([".a", ".1", ".b.2"])
        }
    }

    private mutating func phrase(of target: ControlDossier) -> String {
        let own = target.item.name.split(separator: " ").map(String.init) + [target.item.nameChinese ?? ""]
        var chosen = [random.pick(own)]
        if random.chance(40) { chosen.append(random.pick(own)) }
        if random.chance(12) { chosen.append(random.pick(words)) }
        let text = chosen.joined(separator: " ")
        let phrase = random.chance(30) ? text.uppercased() : text
        return phrase.allSatisfy(\.isWhitespace) ? "gallium" : phrase
    }

    // MARK: Attributes at, just below and just above the limits

    private mutating func attributes(for target: ControlDossier) throws -> [MeasuredAttribute] {
        var chosen: [String: MeasuredAttribute] = [:]
        let isKept = random.chance(80)
        for limit in target.item.limits where random.chance(94) {
            let key = limit.parameter.lowercased()
            if chosen[key] == nil, let made = try attribute(for: limit, isKept: isKept) { chosen[key] = made }
        }
        if random.chance(10) {
            let other = random.pick(limits)
            if chosen[other.parameter.lowercased()] == nil, let made = try attribute(for: other, isKept: false) {
                chosen[other.parameter.lowercased()] = made
            }
        }
        if random.chance(1) { chosen["colour"] = try MeasuredAttribute(random.pick(["colour=3", "purty=3"])) }
        if random.chance(1) {
            chosen["purity"] = try MeasuredAttribute(random.pick(["purity=150%", "purity=1000001 ppm", "purity=101", "PURITY=100%"]))
        }
        return chosen.sorted { $0.key < $1.key }.map(\.value)
    }

    private mutating func attribute(for limit: Limit, isKept: Bool) throws -> MeasuredAttribute? {
        let bounds: [ExactDecimal]
        var step = 0
        switch limit.bound {
        case .below(let value):
            (bounds, step) = ([value], -1)
        case .atMost(let value), .equal(let value): bounds = [value]
        case .atLeast(let value): bounds = [value]
        case .above(let value):
            (bounds, step) = ([value], 1)
        case .between(let low, let high): bounds = [low, high]
        }
        let bound = random.pick(bounds)
        if !isKept { step = random.pick([-1, 0, 1]) }
        let tick = ExactDecimal.one.negated.negated
        let small = try tick.scaled(byPowerOfTen: min(bound.exponent, 0) - random.pick([0, 1, 3]))
        let value = step == 0 ? bound : step < 0 ? try bound.subtracting(small) : try bound.adding(small)
        let name = random.chance(50) ? limit.parameter : limit.parameter.uppercased().replacing(" ", with: random.pick(["_", "-", ""]))
        if random.chance(1) { return try? MeasuredAttribute(name: name, value: value, unit: random.pick(["MPa", "mm", "% volume", "lb"])) }
        guard random.chance(70) else { return try? MeasuredAttribute(name: name, value: value) }
        let (unit, basis) = try UnitOfMeasure.read(limit.unit)
        let alike = UnitOfMeasure.all.filter { $0.dimension == unit.dimension }
        // A word for the basis is kept as listed, in the listed unit only.
        guard basis == nil || random.chance(70) else { return try? MeasuredAttribute(name: name, value: value, unit: limit.unit) }
        let other = random.pick(alike)
        guard let converted = try? Quantity(amount: value, unit: unit).converted(to: other) else { return nil }
        return try? MeasuredAttribute(name: name, value: converted.amount, unit: other.symbol)
    }
}
