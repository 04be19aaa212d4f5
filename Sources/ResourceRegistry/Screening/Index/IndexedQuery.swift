/// Where a good goes, when and to whom: what the time and the rules of an item are compared with.
struct Shipment {
    let destination: Int32
    let day: Int32
    /// `Int32.max` without a horizon: everything is visible on it.
    let horizon: Int32
    let endUser: EndUser?
}

/// A query by numbers: what it asks, of whom, when.
struct IndexedQuery {
    let query: ScreeningQuery
    let origin: Int32
    let shipment: Shipment
    let mineral: Int32?
    let measurements: [Measurement]

    var day: Int32 { shipment.day }
    var horizon: Int32 { shipment.horizon }

    /// - Throws: `RegistryError.unknown`, `ScreeningError`, `InvalidValue`: as the query cannot be answered.
    init(_ query: ScreeningQuery, in tables: IndexTables) throws {
        func area(_ code: CountryCode) throws -> Int32 {
            guard let found = tables.areas.find(code) else {
                let near = NearNames.countries(tables.countries, abbreviated: code.text)
                throw RegistryError.unknown(kind: Table.area.label, id: code.text, near: near)
            }
            return found
        }
        self.query = query
        origin = try area(query.origin)
        let destination = try area(query.destination)
        mineral = try query.mineral.map { slug in
            guard let found = tables.minerals.numbers[slug] else {
                throw RegistryError.unknown(kind: Table.mineral.label, id: slug, near: tables.minerals.near(slug))
            }
            return found
        }
        guard tables.areas.isCountry[Int(destination)] else { throw ScreeningError.destinationIsAGroup(query.destination.text) }
        shipment = Shipment(
            destination: destination, day: Int32(query.day.dayNumber), horizon: query.announcedBy.map { Int32($0.dayNumber) } ?? .max,
            endUser: query.endUser)
        measurements = try query.attributes.map { attribute in
            guard let number = tables.parameters[MeasuredAttribute.key(attribute.name)] else {
                throw ScreeningError.unknownAttribute(attribute.name, known: tables.parameterNames)
            }
            let measured = try Measurement(attribute, parameter: number)
            for share in tables.shares[Int(number)] {
                let unit = measured.unit ?? share.unit
                guard unit.dimension == .fraction, try measured.value.multiplied(by: unit.factor) > .one else { continue }
                throw ScreeningError.shareAboveTheWhole(
                    attribute: attribute.name, value: "\(attribute.value) \(attribute.unit ?? share.unitText)")
            }
            return measured
        }
    }
}

/// A unit in which a parameter is listed as a share of a whole.
struct ShareRow: Sendable {
    var unit: UnitOfMeasure
    var unitText: String
}

extension MineralTable {
    /// Up to five minerals that may be meant by a word that is no id of one: those that bear it as a name come first.
    func near(_ word: String) -> [String] {
        let bearers = (named[ASCII.lowered(word[...])] ?? []).sorted()
        let alike = NearNames(numbers.keys.sorted()).near(word).filter { !bearers.contains($0) }
        return Array((bearers + alike).prefix(5))
    }
}

extension ASCII {
    /// The bytes of a text with the letters from A to Z in lower case and no others, as `lower` of SQLite has it.
    static func lowered(_ text: Substring) -> [UInt8] { text.utf8.map(lowered) }
}
