import BenchSupport
import Glibc
import RegistrySQLite

/// Deposits made up for the benchmarks, in the proportions of MRDS: 600 districts of unequal size, one to four minerals, names of two or
/// three words, and for most a note of up to 400 bytes. One seed gives the same bytes everywhere.
struct SyntheticDeposits {
    struct Row {
        var record = 0
        var name = ""
        var country = 0
        var latitude = ""
        var longitude = ""
        var minerals: [Int] = []
        var stage = 0
        var model = 0
        var note = ""
    }

    static let stages = [
        ("Occurrence", "closed"), ("Past Producer", "closed"), ("Prospect", "feasibility"), ("Producer", "operating"),
    ]
    private static let models = [
        "Vein", "Placer", "Porphyry", "Skarn", "Massive sulfide", "Sedimentary", "Laterite", "Pegmatite", "Stratabound", "Carbonatite",
        "Kimberlite", "Evaporite", "Unconformity", "Roll-front", "Greisen", "Residual", "Ion-adsorption clay", "Brine",
    ]
    private static let syllables =
        "ba ra mi to ke lu si no ga ve du pe xi za ho cal mor ten gra lim fer sul car bon pyr gal ter min or ite ver stan qua rho zin col um"
        .split(separator: " ").map(String.init)
    private static let before = [
        "Mina ", "Mine de ", "Lake ", "Mount ", "Big ", "North ", "São ", "Grüne ", "Кызыл ", "La ", "Old ", "Santa ",
    ]
    private static let after = [" Mine", " Prospect", " Claim", " Group", " Deposit", " Pit", " No. 2", " Lode", " Placer", " Quarry"]

    let minerals: [String]
    let countries: [(code: String, name: String)]
    private var vocabulary: [String] = []
    private var random = Random(state: 77)

    /// - Parameter facts: a registry with the shipped facts: it tells the countries and the minerals.
    init(facts: Database) throws {
        (minerals, countries) = try facts.read { connection in
            (
                try connection.query("SELECT slug FROM mineral ORDER BY id LIMIT 60") { try $0.string(0) },
                try connection.query(
                    "SELECT code, name FROM area WHERE kind = 'country' AND name NOT LIKE '%,%' AND length(CAST(name AS BLOB)) < 40 ORDER BY code"
                ) { (try $0.string(0), try $0.string(1)) }
            )
        }
        var seen: Set<String> = []
        while vocabulary.count < 6_000 {
            let word = (0..<(2 + random.below(3))).map { _ in Self.syllables[random.below(Self.syllables.count)] }.joined()
            if seen.insert(word).inserted { vocabulary.append(word) }
        }
    }

    private mutating func unit() -> Double { Double(random.below(1 << 30)) / Double(1 << 30) }
    private mutating func gauss() -> Double { (-2 * log(unit() + 1e-12)).squareRoot() * cos(2 * .pi * unit()) }
    /// A word, common ones most often.
    private mutating func word() -> String { vocabulary[Int(6_000 * pow(unit(), 3.2))] }
    private mutating func title() -> String {
        let word = word()
        return word.prefix(1).uppercased() + word.dropFirst()
    }

    /// Writes the deposits as the contestants in C and as MRDS would have them, and what is asked of them.
    mutating func write(to folder: String, count: Int) throws {
        var table = TextFile(folder + "/deposits.tsv")
        var survey = TextFile(folder + "/mrds.csv")
        // The first rows once more, for readers of tables that take all of a file into memory.
        var rows = TextFile(folder + "/rows.csv")
        survey.add(MRDSTable.header)
        rows.add(MRDSTable.header)
        random = Random(state: 1)
        let districts = (0..<600).map { _ in (-55 + 120 * unit(), -170 + 340 * unit(), random.skewed(countries.count)) }
        var asked = (slugs: "", points: "", pages: "")
        let step = max(1, count / 50_000)
        for number in 0..<count {
            let row = row(number, districts)
            let slugs = row.minerals.map { minerals[$0] }
            let (given, status) = Self.stages[row.stage]
            let country = countries[row.country]
            table.add(
                "\(row.record)\tmrds-\(row.record)\t\(row.name)\t\(country.code)\t\(row.latitude), \(row.longitude)\t\(status)\t\(given)\t"
                    + "\(Self.models[row.model])\t\(row.note)\t\(slugs.joined(separator: ","))\n")
            let line = MRDSTable.line(row, minerals: slugs, country: country.name, given: given, state: Self.models[row.model])
            survey.add(line)
            if number < 20_000 { rows.add(line) }
            if number % step == 0 { asked.slugs += "mrds-\(row.record)\n" }
            if number % max(1, count / 2_000) == 0 { asked.pages += "\(country.code)\t\(slugs[0])\n" }
            if number % max(1, count / 200) == 0 { asked.points += "\(row.latitude)\t\(row.longitude)\n" }
        }
        try table.write()
        try survey.write()
        try rows.write()
        let words = (0..<200).map { vocabulary[20 + $0 * 13 % 60] + "\n" }.joined()
        for (name, text) in [
            ("slugs.txt", asked.slugs), ("slug.txt", String(asked.slugs.prefix { $0 != "\n" }) + "\n"), ("pages.tsv", asked.pages),
            ("points.tsv", asked.points), ("words.txt", words),
            ("minerals.txt", minerals.map { $0 + "\n" }.joined()),
        ] { try BenchSupport.write(text, to: "\(folder)/\(name)") }
    }

    private mutating func row(_ number: Int, _ districts: [(Double, Double, Int)]) -> Row {
        let district = districts[random.skewed(districts.count)]
        var row = Row()
        // Not in the order of the records.
        row.record = 10_000_000 + (number * 7_368_787 + 12_345) % 8_999_993
        row.latitude = Self.degrees(max(-89, min(89, district.0 + gauss() * 1.2)))
        row.longitude = Self.degrees(max(-179.9, min(179.9, district.1 + gauss() * 1.5)))
        row.country = random.below(10) > 0 ? district.2 : random.skewed(countries.count)
        row.name =
            (random.below(3) == 0 ? Self.before[random.below(Self.before.count)] : "") + title()
            + (random.below(2) == 0 ? " " + title() : "") + (random.below(5) < 3 ? Self.after[random.below(Self.after.count)] : "")
        let wanted = 1 + random.below(4)
        while row.minerals.count < wanted {
            let mineral = random.skewed(minerals.count)
            if !row.minerals.contains(mineral) { row.minerals.append(mineral) }
        }
        row.stage = random.skewed(Self.stages.count)
        row.model = random.skewed(Self.models.count)
        if random.below(100) >= 15 {
            let length = random.below(400)
            while row.note.utf8.count < length { row.note += (row.note.isEmpty ? "" : " ") + word() }
        }
        return row
    }

    /// Five places behind the point.
    private static func degrees(_ value: Double) -> String {
        let scaled = Int((abs(value) * 100_000).rounded())
        let fraction = String(scaled % 100_000)
        return (value < 0 ? "-" : "") + "\(scaled / 100_000)." + String(repeating: "0", count: 5 - fraction.utf8.count) + fraction
    }
}

/// A row as the flat file of MRDS has it: 46 columns, most of them empty.
private enum MRDSTable {
    static let header =
        "dep_id,url,mrds_id,mas_id,site_name,latitude,longitude,region,country,state,county,com_type,commod1,commod2,commod3,oper_type,"
        + "dep_type,prod_size,dev_stat,ore,gangue,other_matl,orebody_fm,work_type,model,alteration,conc_proc,names,ore_ctrl,reporter,"
        + "hrock_unit,hrock_type,arock_unit,arock_type,structure,tectonic,ref,yfp_ba,yr_fst_prd,ylp_ba,yr_lst_prd,dy_ba,disc_yr,prod_yrs,"
        + "discr,score\n"

    static func line(_ row: SyntheticDeposits.Row, minerals: [String], country: String, given: String, state: String) -> String {
        let commodities = (0..<3).map { $0 < minerals.count ? minerals[$0] : "" }.joined(separator: ",")
        return "\(row.record),,,,\(row.name),\(row.latitude),\(row.longitude),,\(country),\(state),County \(row.country),M,\(commodities),"
            + "Surface,,S,\(given),,,,,,,,,,\(row.note),,,,,,,,,,,,,,,,,\n"
    }
}

/// A text that is written at once at the end.
struct TextFile {
    private let path: String
    private var bytes: [UInt8] = []

    init(_ path: String) { self.path = path }

    mutating func add(_ text: String) { bytes += text.utf8 }

    func write() throws {
        guard let file = fopen(path, "w") else { throw MissingFile(path: path) }
        defer { fclose(file) }
        _ = bytes.withUnsafeBytes { fwrite($0.baseAddress, 1, $0.count, file) }
    }
}
