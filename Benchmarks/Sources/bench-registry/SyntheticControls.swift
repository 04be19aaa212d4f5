import BenchSupport
import ResourceRegistry

/// Export controls and shipment lines made up for the benchmarks, in the proportions of real ones: 60 measures, 40 lists of
/// destinations, some thousands of items under 2,000 prefixes of 4 to 10 digits in 300 of 1,240 headings; a fifth of the lines lie under
/// a listed prefix and about one in twenty is hit. One seed gives the same bytes everywhere.
struct SyntheticControls {
    struct Measure {
        var from: Int
        /// Included; `forever` for an open end.
        var to: Int
    }

    struct Item {
        var measure: Int
        /// 0: every destination; 1: those of the list; 2: all others.
        var scope: Int
        var list: Int
        var from: Int
        var to: Int
    }

    static let origin = "CN"
    static let forever = 2_932_896
    var countries: [String] = []
    var lists: [[Int]] = []
    var measures: [Measure] = []
    var items: [Item] = []
    var prefixes: [String] = []
    /// Item and prefix, by number.
    var listings: [(item: Int, prefix: Int)] = []
    private var headings: [Int] = []
    private var random = Random(state: 7)

    init(itemCount: Int) {
        countries = Self.countryCodes()
        headings = (1...97).flatMap { chapter in (1...(3 + random.below(22))).map { chapter * 100 + $0 } }
        headings = Array(headings.prefix(1_240))
        measures = (0..<60).map { _ in
            let from = 16_436 + random.below(3_000)
            return Measure(from: from, to: random.below(4) > 0 ? Self.forever : from + 300 + random.below(2_000))
        }
        lists = (0..<40).map { number in
            // The most common destinations are never on the short lists.
            let members = number < 20 ? (0..<(1 + random.below(8))).map { _ in 12 + random.below(countries.count - 12) } : []
            let others = number < 20 ? [] : (0..<(20 + random.below(40))).map { _ in random.skewed(countries.count) }
            return Set(members + others).sorted()
        }
        items = (0..<itemCount).map { _ in
            let measure = random.below(measures.count)
            let kind = random.below(60)
            let from = measures[measure].from + random.below(900)
            return Item(
                measure: measure, scope: kind < 2 ? 0 : kind < 58 ? 1 : 2, list: kind < 58 ? random.below(20) : 20 + random.below(20),
                from: from, to: random.below(3) > 0 ? Self.forever : from + 200 + random.below(1_500))
        }
        let controlled = (0..<300).map { _ in headings[random.below(headings.count)] }
        var seen: Set<String> = []
        while prefixes.count < 2_000 {
            let kind = random.below(100)
            let code = longer(controlled[random.below(300)], from: 4, to: kind < 3 ? 4 : kind < 45 ? 6 : kind < 80 ? 8 : 10)
            if seen.insert(code).inserted { prefixes.append(code) }
        }
        var listed: Set<Int> = []
        while listings.count < itemCount * 4 {
            let item = listings.count < itemCount ? listings.count : random.below(itemCount)
            let prefix = random.below(prefixes.count)
            if listed.insert(item * prefixes.count + prefix).inserted { listings.append((item, prefix)) }
        }
    }

    /// A code drawn out to more digits, with zeros at the end as often as real ones.
    private mutating func longer(_ code: Int, from length: Int, to wanted: Int) -> String {
        var (value, length) = (code, length)
        while length < wanted {
            value = value * 100 + (random.below(3) > 0 ? 10 * (1 + random.below(5)) : 1 + random.below(98))
            length += 2
        }
        let text = String(value)
        return String(repeating: "0", count: wanted - text.utf8.count) + text
    }

    /// 250 codes, real and common ones first. X and Y are kept for groups; the origin sends nothing to itself; EU is no destination.
    private static func countryCodes() -> [String] {
        let common = "US AU CA RU ZA BR CL PE IN MX DE FR GB JP KR ID KZ UZ CD ZM NA TZ GH ML BF GN MG MZ AO AR BO CO".split(separator: " ")
        var codes = common.map(String.init)
        for number in 0..<676 where codes.count < 250 {
            let letters = [number * 7 % 676 / 26, number * 7 % 676 % 26].map { Character(Unicode.Scalar(UInt8(0x41 + $0))) }
            let code = String(letters)
            if !codes.contains(code), code != "CN", code != "EU", !"XY".contains(letters[0]) { codes.append(code) }
        }
        return codes
    }

    /// Lines: code, origin, destination, date.
    func lines(_ count: Int) -> String {
        var copy = self
        copy.random = Random(state: 8)
        var text = "code,origin,destination,date\n"
        text.reserveCapacity(count * 28 + 100)
        let days = (0..<3_200).map { (try? CivilDay(dayNumber: 17_167 + $0))?.description ?? "" }
        for _ in 0..<count {
            let code: String
            if copy.random.below(100) < 20 {
                let prefix = prefixes[copy.random.below(prefixes.count)]
                code = copy.longer(Int(prefix) ?? 0, from: prefix.utf8.count, to: 10)
            } else {
                code = copy.longer(headings[copy.random.below(headings.count)], from: 4, to: 10)
            }
            text += "\(code),\(Self.origin),\(countries[copy.random.skewed(countries.count)]),\(days[copy.random.below(3_200)])\n"
        }
        return text
    }
}

/// xorshift64*, as in the generator of the C baselines.
struct Random {
    private var state: UInt64

    init(state seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 0xD1B5_4A32_D192_ED03 }

    private mutating func next() -> UInt64 {
        state ^= state >> 12
        state ^= state << 25
        state ^= state >> 27
        return state &* 0x2545_F491_4F6C_DD1D
    }

    mutating func below(_ bound: Int) -> Int { Int(((next() >> 32) &* UInt64(bound)) >> 32) }

    /// A number below the bound, small ones most often.
    mutating func skewed(_ bound: Int) -> Int {
        let unit = Double(next() >> 11) / 9_007_199_254_740_992
        return Int(Double(bound) * unit * unit * unit)
    }
}
