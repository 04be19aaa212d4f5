/// The names behind the URIs of MinMod (`…/Q538`), from its tables of entities.
///
/// Units and coordinate systems are few and stand here. Commodities, countries and deposit types are known only where the tables are
/// imported along with the sites; without them such a URI is an unmapped word.
struct MinModEntities {
    private static let mostNames = 200_000
    /// The columns that name an entity, in the tables that have one.
    private static let nameColumns = ["name", "deposit_type", "unit name"]

    private var names: [String: String] = [
        "Q701": "EPSG:4326", "Q702": "EPSG:4267", "Q703": "EPSG:3857", "Q704": "EPSG:26912", "Q705": "EPSG:2994",
        "Q200": "tonnes", "Q201": "percent", "Q202": "million tonnes", "Q203": "gram per tonne", "Q204": "copper equivalence percent",
        "Q205": "lead equivalence percent", "Q206": "dollar per tonne", "Q207": "zinc equivalence percent",
        "Q208": "gold equivalence gram per tonne", "Q209": "silver equivalence gram per tonne", "Q210": "nickel equivalence percent",
        "Q211": "NSR US dollar per tonne", "Q212": "platinum equivalence gram per tonne", "Q213": "million short tons",
        "Q214": "short tons", "Q215": "million pounds (avdp)", "Q216": "cubic metres", "Q217": "kilogram per tonne",
        "Q218": "gram per cubic metre", "Q219": "kilogram per cubic metre", "Q220": "parts per million",
        "Q221": "NSR canadian dollar per tonne",
    ]

    /// Reads a table of entities.
    ///
    /// - Returns: whether it is one.
    /// - Throws: `CSVError` for a faulty file.
    mutating func read(_ file: String, options: CSVOptions) throws -> Bool {
        var reader = try CSVReader(path: file, options: options)
        let columns = Self.nameColumns.compactMap { reader.optionalColumn($0) }
        guard let id = reader.optionalColumn("minmod_id"), let name = columns.first else { return false }
        while let record = try reader.next() {
            guard names.count < Self.mostNames else {
                throw CSVError(.tooLarge, file: file, message: "more than \(Self.mostNames) entities; is this a table of entities?")
            }
            names[record[id]] = record[name]
        }
        return true
    }

    /// The name of an entity by its URI; the last part of the URI where it is not known.
    func name(_ uri: String) -> String {
        let id = uri.split(separator: "/").last.map(String.init) ?? uri
        return names[id] ?? "MinMod \(id)"
    }
}

/// A looked-up value of MinMod: the words of the source, and what a machine took them for.
struct MinModValue {
    /// Below this the source itself does not believe the match.
    private static let leastBelieved = 0.5

    /// The words of the source, else the name behind the URI.
    let words: String
    /// What a machine took the words for; nil where it found nothing, or does not believe it.
    let taken: String?
    /// Whether the source doubts its match.
    let isDoubted: Bool
    /// Whether a machine read it from a report.
    let isMachineRead: Bool

    /// - Returns: nil for a value without words and URI.
    init?(_ node: JSONNode?, _ entities: MinModEntities) {
        guard let node else { return nil }
        let observed = node["observed_name"]?.text
        let uri = node["normalized_uri"]?.text
        guard let words = observed ?? uri.map(entities.name) else { return nil }
        self.words = words
        isDoubted = node["confidence"]?.plain.flatMap { Double($0) }.map { $0 < Self.leastBelieved } ?? false
        taken = isDoubted ? nil : uri.map(entities.name)
        isMachineRead = node["source"]?.text?.lowercased().contains("extract") ?? false
    }
}
