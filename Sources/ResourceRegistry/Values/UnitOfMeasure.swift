/// A unit from the registry's list, with the exact factor to the base unit of its dimension.
public struct UnitOfMeasure: Hashable, Sendable, CustomStringConvertible {
    /// What a unit measures. Units of different dimensions never convert.
    public enum Dimension: String, Hashable, Sendable, CaseIterable {
        /// A mass; the base unit is the gram.
        case mass
        /// A share of one; base unit 1. Mass shares such as g/t are here as well: the basis of a quantity tells them apart.
        case fraction
        /// Base unit kilogram per cubic metre.
        case density
        /// A pressure or strength; the base unit is the pascal.
        case pressure
        /// A length; the base unit is the metre.
        case length
        /// A volume; the base unit is the cubic metre.
        case volume
        /// A power; the base unit is the watt.
        case power
        /// A force; the base unit is the newton.
        case force
        /// Base unit metre per second.
        case speed
        /// Degrees Celsius, a scale with its own zero.
        case temperature
        /// Per kelvin, written `1/C`.
        case expansion
        /// Base unit watt-hour per kilogram.
        case specificEnergy
        /// Base unit milliampere-hour per gram.
        case specificCharge
        /// Base unit one per square centimetre.
        case areaDensity
        /// Base unit cubic metre per day.
        case flow
        /// Rockwell hardness, scale B: an ordinal scale that converts to nothing.
        case rockwellB
    }

    /// The symbol as this registry writes it.
    public let symbol: String
    /// What kind of quantity the unit measures.
    public let dimension: Dimension
    /// How many base units of the dimension it is.
    public let factor: ExactDecimal

    /// Reads a symbol of the list, with `µm` for `um`; throws `InvalidValue` for any other.
    public init(_ text: String) throws(InvalidValue) {
        guard let unit = Self.bySymbol[text] else {
            throw InvalidValue(kind: "unit", text: text, expected: "one of " + Self.all.map(\.symbol).joined(separator: ", "))
        }
        self = unit
    }

    /// Reads a unit that may be followed by what it counts: `% mass`, `Mt TREO`, `t WO3`.
    ///
    /// Throws `InvalidValue` where the unit or the word is not known.
    public static func read(_ text: String) throws(InvalidValue) -> (unit: UnitOfMeasure, basis: Basis?) {
        if let unit = bySymbol[text] { return (unit, nil) }
        guard let space = text.utf8.lastIndex(of: UInt8(ascii: " ")) else { return (try UnitOfMeasure(text), nil) }
        guard let unit = bySymbol[String(text[..<space])], let basis = Basis(unitSuffix: String(text[text.utf8.index(after: space)...]))
        else {
            throw InvalidValue(kind: "unit", text: text, expected: "a unit and what it counts, such as % mass or t WO3")
        }
        return (unit, basis)
    }

    /// The metric ton: a million grams.
    public static let tonne = UnitOfMeasure("t", .mass, 1, 6)
    /// Hundredths of a whole, by mass where not told otherwise.
    public static let percent = UnitOfMeasure("%", .fraction, 1, -2)

    /// Every unit of the list.
    public static let all: [UnitOfMeasure] = [
        tonne, UnitOfMeasure("kt", .mass, 1, 9), UnitOfMeasure("Mt", .mass, 1, 12), UnitOfMeasure("Gt", .mass, 1, 15),
        UnitOfMeasure("kg", .mass, 1, 3), UnitOfMeasure("g", .mass, 1, 0), UnitOfMeasure("mg", .mass, 1, -3),
        // Avoirdupois pound, short and long ton, troy ounce and metric carat are defined exactly (NIST Handbook 44, appendix C).
        UnitOfMeasure("lb", .mass, 45_359_237, -5), UnitOfMeasure("short tons", .mass, 90_718_474, -2),
        UnitOfMeasure("million short tons", .mass, 90_718_474, 4), UnitOfMeasure("long tons", .mass, 10_160_469_088, -4),
        UnitOfMeasure("oz t", .mass, 311_034_768, -7), UnitOfMeasure("carat", .mass, 2, -1),
        UnitOfMeasure("Mct", .mass, 2, 5),
        percent, UnitOfMeasure("ppm", .fraction, 1, -6), UnitOfMeasure("ppb", .fraction, 1, -9), UnitOfMeasure("g/t", .fraction, 1, -6),
        UnitOfMeasure("kg/t", .fraction, 1, -3),
        UnitOfMeasure("g/cm3", .density, 1, 3), UnitOfMeasure("kg/m3", .density, 1, 0),
        UnitOfMeasure("Pa", .pressure, 1, 0), UnitOfMeasure("kPa", .pressure, 1, 3), UnitOfMeasure("MPa", .pressure, 1, 6),
        UnitOfMeasure("GPa", .pressure, 1, 9),
        UnitOfMeasure("nm", .length, 1, -9), UnitOfMeasure("um", .length, 1, -6), UnitOfMeasure("mm", .length, 1, -3),
        UnitOfMeasure("cm", .length, 1, -2), UnitOfMeasure("m", .length, 1, 0), UnitOfMeasure("km", .length, 1, 3),
        UnitOfMeasure("mL", .volume, 1, -6), UnitOfMeasure("L", .volume, 1, -3), UnitOfMeasure("m3", .volume, 1, 0),
        // Supply tables: megalitre; million, thousand million and million million cubic metres; thousand million barrels of 42 US
        // gallons, defined exactly (NIST Handbook 44, appendix C).
        UnitOfMeasure("ML", .volume, 1, 3), UnitOfMeasure("Mm3", .volume, 1, 6), UnitOfMeasure("bcm", .volume, 1, 9),
        UnitOfMeasure("Tm3", .volume, 1, 12), UnitOfMeasure("Gbbl", .volume, 158_987_294_928, -3),
        UnitOfMeasure("W", .power, 1, 0), UnitOfMeasure("kW", .power, 1, 3), UnitOfMeasure("MW", .power, 1, 6),
        UnitOfMeasure("N", .force, 1, 0), UnitOfMeasure("kN", .force, 1, 3),
        UnitOfMeasure("m/s", .speed, 1, 0), UnitOfMeasure("C", .temperature, 1, 0), UnitOfMeasure("1/C", .expansion, 1, 0),
        UnitOfMeasure("Wh/kg", .specificEnergy, 1, 0), UnitOfMeasure("mAh/g", .specificCharge, 1, 0),
        UnitOfMeasure("1/cm2", .areaDensity, 1, 0), UnitOfMeasure("m3/d", .flow, 1, 0), UnitOfMeasure("HRB", .rockwellB, 1, 0),
    ]

    private static let bySymbol: [String: UnitOfMeasure] = {
        var table: [String: UnitOfMeasure] = [:]
        for unit in all { table[unit.symbol] = unit }
        // Micro sign and Greek mu both occur.
        table["\u{B5}m"] = table["um"]
        table["\u{3BC}m"] = table["um"]
        table["carats"] = table["carat"]
        table["g/cm³"] = table["g/cm3"]
        table["kg/m³"] = table["kg/m3"]
        table["°C"] = table["C"]
        return table
    }()

    private init(_ symbol: String, _ dimension: Dimension, _ coefficient: Int64, _ exponent: Int) {
        self.symbol = symbol
        self.dimension = dimension
        // Constants of this file only, all of them in range; a test reads every one.
        factor = (try? ExactDecimal.make(coefficient, exponent, for: symbol)) ?? .one
    }

    /// The symbol of the unit: `kg`, `% mass`.
    public var description: String { symbol }
}
