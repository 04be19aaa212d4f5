/// A registry's export controls compiled for screening: immutable, in memory, without SQL.
///
/// It answers every query as `Registry.screen` does, from the state of the registry it was built from. `decide` is for a million
/// lines, `explain` for the ones that somebody looks at. It may be shared among tasks and threads.
public struct ScreeningIndex: Sendable {
    let tables: IndexTables
    let lines: Lines

    /// One object, so that copying the index copies a pointer.
    final class Lines: Sendable {
        let tables: LineTables

        init(_ tables: IndexTables) throws {
            self.tables = try LineTables(tables)
        }
    }

    /// Compiles the controls of the state that is being read.
    ///
    /// - Throws: `DatabaseError`, `RegistryError` or `InvalidValue` when a stored row is damaged.
    public init(reading reader: RegistryReader) throws {
        tables = try IndexBuilder(reader: reader).build()
        lines = try Lines(tables)
        items = tables.dossiers.map(\.value.item.id)
    }

    /// The ids of all items held, in order; a decision names items by their place in it.
    public let items: [String]

    /// The revision of the registry that it was built from; 0 before the first.
    public var revision: Int { tables.revision }

    /// The verdict on a shipment without its reasons.
    public struct Decision: Hashable, Sendable {
        /// Whether a listed item controls the shipment.
        public let verdict: Verdict
        /// The strictest requirement; `nil` when nothing is listed.
        public let requirement: Requirement?
        /// The items that the verdict rests on, in force and not ruled out, as numbers into `items`, ascending.
        public let items: [Int32]
    }

    /// Decides on a shipment; the verdict, requirement and items are those of `explain`.
    ///
    /// - Throws: as `Registry.screen(_:)`.
    public func decide(_ query: ScreeningQuery) throws -> Decision {
        let asked = try IndexedQuery(query, in: tables)
        let findings = try tables.findings(asked)
        let (verdict, requirement) = tables.verdict(of: findings, asked)
        return Decision(verdict: verdict, requirement: Requirement.numbered(requirement), items: findings.filter(\.counts).map(\.hit.item))
    }

    /// Answers with every reason, as `Registry.screen(_:)` does to the byte.
    ///
    /// - Throws: as `Registry.screen(_:)`.
    public func explain(_ query: ScreeningQuery) throws -> ScreeningAnswer {
        let asked = try IndexedQuery(query, in: tables)
        return try IndexExplanation(tables: tables, query: asked, findings: tables.findings(asked)).answer()
    }
}

extension Requirement {
    /// The requirement with a number of the rows; `nil` for none.
    static func numbered(_ number: UInt8) -> Requirement? { number < byNumber.count ? byNumber[Int(number)] : nil }
}

extension Registry {
    /// Compiles the export controls for screening many lines, from one consistent state.
    ///
    /// - Throws: as `ScreeningIndex.init(reading:)`.
    public func screeningIndex() throws -> ScreeningIndex { try read { try ScreeningIndex(reading: $0) } }
}
