import ResourceRegistry

/// A survey that is brought in as one revision: some thousand occurrences along a line, each with the survey as its source.
struct Survey: Sendable {
    private static let source = Source(id: "local:survey-2026", title: "Survey of pegmatites along a line, 2026")
    let points = 2000

    /// The id of an occurrence by its number, counted from 0.
    private func id(_ number: Int) -> String { "survey-2026-\(number)" }

    /// Writes the occurrences.
    func write(_ editor: RegistryEditor) throws {
        try editor.sources.save(Self.source)
        let citation = try Citation(confidence: .confirmed, sources: [Self.source.id])
        for number in 0..<points {
            try editor.deposits.save(
                Deposit(
                    id: id(number), name: "Pegmatite \(number)", country: CountryCode("AU"),
                    coordinate: Coordinate(latitude: -32, longitude: 115 + Double(number) / 200), citation: citation))
        }
    }

    /// How much of it a reader sees: none or all, whenever it looks.
    func part(seenBy reader: RegistryReader) throws -> Part {
        let ends = try (reader.deposits.find(id(0)) != nil, reader.deposits.find(id(points - 1)) != nil)
        return ends == (true, true) ? .all : ends == (false, false) ? .none : .some
    }

    /// What is seen of the survey.
    enum Part: Sendable { case none, some, all }
}
