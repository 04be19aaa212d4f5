/// What the remarks on a published total say that it leaves out.
enum WorldTotal {
    /// The countries that a total leaves out, none where it is silent; nil where it leaves out something that cannot be named, so that the
    /// total bounds nothing.
    ///
    /// Remarks are the source's or the fact tables': "Excludes U.S. production", "World total (rounded), excluding United States",
    /// "United States output left out of the total". A withheld amount that the total does not hold must not be bounded by it.
    static func leftOut(_ remarks: String?) -> Set<CountryCode>? {
        var found: Set<CountryCode> = []
        // The full stops of "U.S." part no sentences.
        let text = (remarks ?? "").lowercased().replacing("u.s.", with: "united states")
        for sentence in text.split(whereSeparator: { $0 == "." || $0 == ";" }) {
            guard ["exclud", "left out"].contains(where: { sentence.contains($0) }) else { continue }
            let named = countries.filter { sentence.contains($0.name) }.compactMap { try? CountryCode($0.code) }
            if named.isEmpty { return nil }
            found.formUnion(named)
        }
        return found
    }

    /// The countries that totals of the Mineral Commodity Summaries have left out.
    private static let countries = [(name: "united states", code: "US"), (name: "china", code: "CN")]
}
