/// What a quantity counts. Quantities of different bases never add: a tonne of ore is not a tonne of metal.
public enum Basis: String, Sendable, Hashable, CaseIterable {
    /// The material as it is: ore, concentrate, goods.
    case gross
    /// The metal or element contained.
    case metalContent = "metal_content"
    /// The oxide contained (WO3, Nb2O5, Li2O …).
    case oxide
    /// Lithium as the lithium carbonate that could be made of it (LCE).
    case lithiumCarbonateEquivalent = "lithium_carbonate_equivalent"
    /// Rare earths as the sum of their oxides (REO, TREO).
    case rareEarthOxide = "rare_earth_oxide"
    /// The mass of gem material, in carats.
    case carats
    /// A share of the mass.
    case mass
    /// A share of the volume.
    case volume
    /// A share of the value (de minimis rules).
    case value

    /// Reads the word of the code list, lower-case; throws `InvalidValue` for any other.
    public init(_ text: String) throws(InvalidValue) {
        guard let value = Self(rawValue: text) else {
            throw InvalidValue(
                kind: "basis", text: text, expected: "one of " + Self.allCases.map(\.rawValue).joined(separator: ", "))
        }
        self = value
    }

    /// The basis meant by a word after a unit (`% mass`, `t WO3`, `% TREO`, `t Ge`), nil where the word is not known.
    public init?(unitSuffix word: String) {
        switch word {
        case "mass", "wt", "by mass": self = .mass
        case "volume", "vol": self = .volume
        case "value": self = .value
        case "gross": self = .gross
        case "LCE": self = .lithiumCarbonateEquivalent
        case "REO", "TREO": self = .rareEarthOxide
        case _ where Self.oxides.contains(word): self = .oxide
        case _ where Self.elements.contains(word): self = .metalContent
        default: return nil
        }
    }

    /// The oxides in which grades are reported.
    private static let oxides: Set<String> = [
        "Al2O3", "BeO", "B2O3", "Cr2O3", "Cs2O", "Fe2O3", "GeO2", "HfO2", "K2O", "Li2O", "MgO", "MnO2", "MoO3", "Nb2O5", "P2O5", "Rb2O",
        "Sb2O3", "Sc2O3", "SnO2", "Ta2O5", "TiO2", "U3O8", "V2O5", "WO3", "Y2O3", "ZrO2",
    ]

    /// The elements of the periodic table that are reported as contained, by symbol (IUPAC).
    private static let elements: Set<String> = [
        "Ag", "Al", "As", "Au", "B", "Ba", "Be", "Bi", "C", "Ca", "Cd", "Ce", "Co", "Cr", "Cs", "Cu", "Dy", "Er", "Eu", "F", "Fe", "Ga",
        "Gd",
        "Ge", "Hf", "Hg", "Ho", "In", "Ir", "K", "La", "Li", "Lu", "Mg", "Mn", "Mo", "Na", "Nb", "Nd", "Ni", "Os", "P", "Pb", "Pd", "Pr",
        "Pt",
        "Rb", "Re", "Rh", "Ru", "S", "Sb", "Sc", "Se", "Si", "Sm", "Sn", "Sr", "Ta", "Tb", "Te", "Th", "Ti", "Tl", "Tm", "U", "V", "W", "Y",
        "Yb", "Zn", "Zr",
    ]
}
