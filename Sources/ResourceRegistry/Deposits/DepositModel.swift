internal import RegistrySQLite

/// A deposit model that a source names for a deposit.
public struct DepositModel: Hashable, Sendable {
    /// The dataset that says so: `mrds-tables`, `minmod`.
    public var origin: String
    /// Its number among the models that the dataset names for the deposit.
    public var ordinal: Int
    /// The code of the CGI vocabulary mineral-deposit-model it was mapped to; `nil` where none fits.
    public var code: String?
    /// The model in the source's words.
    public var asGiven: String
    /// What it rests on, and how sure the mapping is.
    public var citation: Citation

    /// Makes a statement about the model of a deposit.
    public init(origin: String, ordinal: Int, code: String? = nil, asGiven: String, citation: Citation) {
        self.origin = origin
        self.ordinal = ordinal
        self.code = code
        self.asGiven = asGiven
        self.citation = citation
    }
}

extension DepositRepository {
    /// The deposit models that sources name for a deposit.
    ///
    /// - Throws: `RegistryError.unknown` when no such deposit is held.
    public func models(of id: String) throws -> [DepositModel] {
        try references.connection.query(
            """
            SELECT origin, ordinal, model, as_given, confidence, citation_id FROM deposit_model WHERE deposit_id = ?1
             ORDER BY origin, ordinal
            """, [.integer(try references.key(of: id, in: .deposit))]
        ) { row in
            DepositModel(
                origin: try row.string(0), ordinal: try row.int(1), code: try row.optionalString(2), asGiven: try row.string(3),
                citation: try references.citation(confidence: try row.string(4), key: try row.int64(5)))
        }
    }

    /// The shape of a deposit that is more than a point, as a GeoJSON geometry (RFC 7946).
    ///
    /// - Returns: `nil` for a deposit that is a point, is not placed, or is not held.
    public func shape(of id: String) throws -> String? {
        try references.connection.first(
            "SELECT s.geojson FROM deposit_shape s JOIN deposit d ON d.id = s.deposit_id WHERE d.slug = ?1", [.text(id)]
        ) { try $0.string(0) }
    }

    /// Adds or changes one model of a deposit; its other models stay.
    func writeModel(_ model: DepositModel, of deposit: String) throws -> SaveOutcome {
        try RowWriter(connection: references.connection).merge(
            [.text(model.origin), .integer(Int64(model.ordinal)), .optional(model.code), .text(model.asGiven)]
                + (try references.cited(model.citation)),
            in: Self.models, parent: try references.key(of: deposit, in: .deposit))
    }
}
