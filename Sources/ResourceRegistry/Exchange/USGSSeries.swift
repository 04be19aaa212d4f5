/// What a table of the Mineral Commodity Summaries counts: the mineral, the stage and the basis behind a chapter and its wording.
///
/// The wording of a series changes with every edition ("Mine production, contained antimony", "Mine production, antimony content",
/// "Mine production"); what it counts does not. The first rule of a mineral whose words all occur is the one.
struct USGSSeries {
    /// The mineral's id.
    let mineral: String
    /// The stage of production.
    let stage: String
    /// The stage of capacity, which the registry names more closely here and there.
    let capacityStage: String
    /// What production counts.
    let basis: String
    /// What reserves count, nil where the tables give none.
    let reserves: String?

    /// The series of a chapter whose mineral is known; nil where no rule fits (synthetic soda ash), which a report counts.
    ///
    /// - Parameters:
    ///   - mineral: the mineral of the chapter.
    ///   - wording: the type of the row, with the form in the name of the column, lower-case.
    static func find(_ mineral: String, _ wording: String) -> USGSSeries? {
        rules[mineral]?.first { rule in rule.words.allSatisfy { wording.contains($0) } }?.series
    }

    private struct Rule {
        let words: [String]
        /// Nil for rows that are not taken.
        let series: USGSSeries?
    }

    private static let rules: [String: [Rule]] = {
        var rules: [String: [Rule]] = [:]
        func rule(
            _ chapter: String, _ words: [String], as mineral: String? = nil, _ stage: String, capacity: String? = nil, _ basis: String,
            _ reserves: String? = nil
        ) {
            let series = USGSSeries(
                mineral: mineral ?? chapter, stage: stage, capacityStage: capacity ?? stage, basis: basis, reserves: reserves)
            rules[chapter, default: []].append(Rule(words: words, series: series))
        }
        // Metals that are counted by their content, in the ground and out of it.
        for (mineral, symbol) in [
            ("antimony", "Sb"), ("beryllium", "Be"), ("cobalt", "Co"), ("gold", "Au"), ("lead", "Pb"), ("lithium", "Li"),
            ("manganese", "Mn"),
            ("mercury", "Hg"), ("molybdenum", "Mo"), ("nickel", "Ni"), ("niobium", "Nb"), ("rhenium", "Re"), ("silver", "Ag"),
            ("tantalum", "Ta"), ("tin", "Sn"), ("tungsten", "W"), ("vanadium", "V"), ("zinc", "Zn"),
        ] {
            rule(mineral, [], "mine", "\(symbol) content", "\(symbol) content")
        }
        for (mineral, symbol) in [("bismuth", "Bi"), ("cadmium", "Cd"), ("indium", "In"), ("selenium", "Se"), ("tellurium", "Te")] {
            rule(mineral, [], "refinery", "\(symbol) content", "as reported")
        }
        rule("aluminium", [], "smelter", "primary aluminium metal")
        rule("arsenic", [], "plant", capacity: "plant (As2O3)", "As2O3 gross weight")
        rule("barite", [], "mine", "gross weight", "gross weight")
        rule("bauxite", ["alumina"], as: "alumina", "refinery", "Al2O3 calcined equivalent")
        rule("bauxite", [], "mine", "dry gross weight", "dry gross weight")
        rule("alumina", [], "refinery", "Al2O3 calcined equivalent")
        for form in ["crude ore", "ulexite", "compounds", "crude borates", "datolite ore", "refined borates"] {
            rule("boron", [form], "mine", form, form)
        }
        rule("boron", ["boric oxide"], "mine", "boric oxide equivalent", "boric oxide equivalent")
        rule("boron", [], "mine", "all forms", "as reported")
        rule("bromine", [], "plant", "Br content", "Br content")
        rule("caesium", [], "mine", "Cs content", "Cs content, four countries together")
        rule("chromium", ["cr2o3 content"], "mine", "marketable chromite gross weight", "Cr2O3 content")
        // Ore as it is, where 2025 counts ore normalised to shipping grade: 8,500 kt and 630 kt for the United States are no restatement.
        rule("chromium", ["reserves: ore"], "mine", "marketable chromite gross weight", "ore, gross weight")
        rule("chromium", [], "mine", "marketable chromite gross weight", "shipping-grade ore, gross weight")
        rule("copper", ["refinery"], "refinery", "refined copper")
        rule("copper", [], "mine", "recoverable Cu content", "Cu content")
        rule("feldspar", [], "mine", "gross weight", "gross weight")
        rule("fluorspar", [], "mine", "gross weight", "CaF2 basis as reported")
        rule("gallium", [], "primary", capacity: "primary low-purity", "low-purity primary Ga", "Ga content")
        rule("germanium", [], "refinery", "as reported", "as reported")
        rule("helium", [], "plant", "contained helium gas", "contained helium gas")
        rule("industrial-diamond", [], "mine", "natural industrial diamond", "natural industrial diamond")
        rule("iodine", [], "mine", "I content", "I content")
        rule("iron", ["iron content"], "mine-content", "Fe content", "Fe content")
        rule("iron", ["crude ore"], "mine", "usable ore gross weight", "crude ore")
        rule("iron", ["usable ore"], "mine", "usable ore gross weight", "crude ore")
        rule("iron", ["pig iron"], "pig-iron", "pig iron")
        rule("iron", ["raw steel"], "raw-steel", "raw steel")
        for gas in ["neon", "krypton", "xenon"] { rule(gas, [], "plant", "gas volume") }
        rule("magnesium", [], "smelter", "primary magnesium metal")
        rule("magnesite", [], "mine", "magnesite gross weight", "magnesite gross weight")
        rule("mica", ["sheet"], "mine-sheet", "sheet mica", "sheet mica")
        rule("mica", ["flake"], "mine-flake", "scrap and flake mica", "scrap and flake mica")
        rule("natural-graphite", [], "mine", "gross weight", "gross weight")
        rule("phosphate-rock", [], "mine", "marketable rock gross weight", "marketable rock")
        rule("palladium", [], "mine", "Pd content")
        rule("platinum", [], "mine", "Pt content")
        // Reserves are those of the group: in the rows of platinum, in 2025 in those of palladium. The other rows say that they are included.
        rules["platinum-group-metals"] = [Rule(words: ["reserves", "included with"], series: nil)]
        rule("platinum-group-metals", ["reserves"], "mine", "PGM content", "PGM content")
        rule("platinum-group-metals", ["palladium"], as: "palladium", "mine", "Pd content")
        rule("platinum-group-metals", ["platinum"], as: "platinum", "mine", "Pt content")
        rule("potash", ["reserves", "k2o"], "mine", "K2O equivalent", "K2O equivalent")
        rule("potash", ["reserves", "ore"], "mine", "recoverable ore", "recoverable ore")
        rule("potash", [], "mine", "K2O equivalent", "K2O equivalent")
        rule("rare-earths", [], "mine", "REO equivalent", "REO equivalent")
        rule("rubidium", [], "mine", "Rb content", "Rb material, four countries together")
        rule("scandium", [], "plant", capacity: "Sc2O3 plant", "Sc2O3", "Sc content, accessible EDR")
        rule("silicon", ["combined"], "plant-ferrosilicon-and-metal", "as reported")
        rule("silicon", ["ferosilicon"], "plant-ferrosilicon", "ferrosilicon (Si content)")
        rule("silicon", ["ferrosilicon"], "plant-ferrosilicon", "ferrosilicon (Si content)")
        rule("silicon", ["silicon metal"], "plant-metal", "silicon metal (Si content)")
        // Natural soda ash alone is mined; the synthetic kind and the total of both have no series here.
        rules["sodium-compounds"] = [Rule(words: ["synthetic"], series: nil)]
        rule("sodium-compounds", ["natural"], "mine-soda-ash", "natural soda ash", "as reported")
        rule("strontium", [], "mine", "Sr content (celestite)", "Sr content")
        rule("sulfur", [], "plant", "S content, all forms", "S content")
        rule("titanium", ["sponge"], "sponge", capacity: "titanium sponge", "titanium sponge metal")
        rule("titanium", ["pigment"], "pigment", capacity: "TiO2 pigment", "TiO2 pigment")
        for ilmenite in ["ilmenite", "ilmentite"] {
            rule("titanium", [ilmenite, "rutile"], "mine-ilmenite-and-rutile", "TiO2 content", "ilmenite and rutile, TiO2 content")
            rule("titanium", [ilmenite], "mine-ilmenite", "ilmenite, TiO2 content", "ilmenite, TiO2 content")
        }
        rule("titanium", ["rutile"], "mine-rutile", "rutile, TiO2 content", "rutile, TiO2 content")
        rule("yttrium", [], "mine", "Y2O3 equivalent")
        rule("zirconium", [], "mine", "zirconium mineral concentrates gross weight", "ZrO2 content")
        return rules
    }()
}

/// The names under which the editions speak of chapters, where the registry's own aliases do not know them.
enum USGSChapters {
    /// The mineral of a chapter, a commodity or a file code; nil for what the registry does not hold (cement, gemstones).
    static func mineral(_ name: String, aliases: (String) -> String?) -> (mineral: String, wasMisspelt: Bool)? {
        let word = name.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
        if let mineral = misspelt[word] { return (mineral, true) }
        if let mineral = names[word] ?? aliases(word) { return (mineral, false) }
        // "Graphite (Natural)": the bracket tells the form.
        guard let bracket = word.firstIndex(of: "("), bracket > word.startIndex else { return nil }
        return aliases(String(word[..<bracket].trimmingSuffix(while: { $0 == " " }))).map { ($0, false) }
    }

    private static let misspelt = ["gemanium": "germanium"]

    private static let names = [
        "diamond (industrial)": "industrial-diamond", "feldspar and nepheline syenite": "feldspar", "iron and steel": "iron",
        "magnesium compounds": "magnesite", "titanium & titanium dioxide": "titanium", "titanium and titanium dioxide": "titanium",
        "titanium mineral concentrates": "titanium", "titanium sponge metal": "titanium", "tio2 pigment": "titanium",
        "zirconium and hafnium": "zirconium", "zirconium": "zirconium",
        // Codes in the names of the files of 2023 and 2024.
        "alumi": "aluminium", "antim": "antimony", "arsen": "arsenic", "barit": "barite", "bauxi": "bauxite", "beryl": "beryllium",
        "bismu": "bismuth", "bromi": "bromine", "cadmi": "cadmium", "chrom": "chromium", "cobal": "cobalt", "coppe": "copper",
        "diamo": "industrial-diamond", "felds": "feldspar", "feore": "iron", "feste": "iron", "fluor": "fluorspar", "galli": "gallium",
        "germa": "germanium", "graph": "natural-graphite", "heliu": "helium", "indiu": "indium", "iodin": "iodine", "lithi": "lithium",
        "manga": "manganese", "mercu": "mercury", "mgcomp": "magnesite", "mgmet": "magnesium", "molyb": "molybdenum", "nicke": "nickel",
        "niobi": "niobium", "phosp": "phosphate-rock", "plati": "platinum-group-metals", "potas": "potash", "raree": "rare-earths",
        "rheni": "rhenium", "selen": "selenium", "silve": "silver", "simet": "silicon", "sodaa": "sodium-compounds", "stron": "strontium",
        "sulfu": "sulfur", "tanta": "tantalum", "tellu": "tellurium", "timin": "titanium", "titan": "titanium", "tungs": "tungsten",
        "vanad": "vanadium", "zirco": "zirconium", "zirco-hafni": "zirconium",
    ]
}

extension Substring {
    func trimmingSuffix(while predicate: (Character) -> Bool) -> Substring {
        var rest = self
        while let last = rest.last, predicate(last) { rest = rest.dropLast() }
        return rest
    }
}
