internal import RegistrySQLite

// What must be held: `find` gives `nil` for an id that is not there, `require` an error that names what may have been meant.

extension MineralRepository {
    /// The mineral with that id.
    ///
    /// - Throws: `RegistryError.unknown` with the ids that are most alike; else as `find`.
    public func require(_ id: String) throws -> Mineral {
        guard let mineral = try find(id) else { throw try references.unknown(id, in: .mineral) }
        return mineral
    }
}

extension DepositRepository {
    /// The deposit with that id.
    ///
    /// - Throws: `RegistryError.unknown` with the ids that are most alike; else as `find`.
    public func require(_ id: String) throws -> Deposit {
        guard let deposit = try find(id) else { throw try references.unknown(id, in: .deposit) }
        return deposit
    }
}

extension ProgrammeRepository {
    /// The programme with that id.
    ///
    /// - Throws: `RegistryError.unknown` with the ids that are most alike; else as `find`.
    public func require(_ id: String) throws -> Programme {
        guard let programme = try find(id) else { throw try references.unknown(id, in: .programme) }
        return programme
    }
}

extension ExportControlRepository {
    /// What an id of the export controls stands for.
    public enum Entry: Sendable {
        /// A listed item, with all that decides about it.
        case item(ControlDossier)
        /// A clause of an act, and the ids of the items that it lists.
        case measure(Measure, act: String, items: [String])
        /// An act, and what acts on it or on its parts.
        case act(LegalAct, relations: [ActRelation])
    }

    /// The item, the clause or the act with that id, whichever it is.
    ///
    /// - Throws: `RegistryError.unknown` with the ids that are most alike; else as `item`, `measure` and `act`.
    public func require(_ id: String) throws -> Entry {
        if let dossier = try references.exists(id, in: .item) ? dossiers([id]).first : nil { return .item(dossier) }
        if let act = try act(id) { return .act(act, relations: try relations(targetingActOf: id)) }
        if let (measure, act) = try measure(id) { return .measure(measure, act: act, items: try items(ofMeasure: id)) }
        let held = try connection.query("SELECT slug FROM control_item UNION SELECT slug FROM measure UNION SELECT slug FROM legal_act") {
            try $0.string(0)
        }
        throw RegistryError.unknown(kind: "control item, measure or act", id: id, near: NearNames(held).near(id))
    }
}

extension AreaRepository {
    /// Reads the code of a country or of a group of countries.
    ///
    /// - Throws: `RegistryError.unknown` for a name instead of a code ("China"), with the codes of the countries that are so called;
    ///   `InvalidValue` for any other text that is no code. Whether the code is held is not asked.
    public func code(_ text: String) throws -> CountryCode {
        do { return try CountryCode(text) } catch {
            let near = try references.countries(named: text)
            guard near.isEmpty else { throw RegistryError.unknown(kind: "country", id: text, near: near) }
            throw error
        }
    }
}
