// What the words of a record say, written into the deposit. What is not known is kept in the source's words and noted.
extension SourceVocabulary {
    /// The country; other words for it than its name are kept as a remark.
    func readCountry(_ given: String, into deposit: inout Deposit, _ notes: inout RecordNotes) {
        let country = country(given)
        deposit.country = country?.code
        if country == nil { notes.noteUnmapped("country", given) }
        if country?.name != given { deposit.remarks["country"] = given }
    }

    /// A commodity.
    ///
    /// - Parameter isDoubted: whether the source itself says that its words may not mean a commodity.
    func readCommodity(_ given: String, isDoubted: Bool = false, _ notes: inout RecordNotes) -> DepositMineral {
        let meaning = mineral(given)
        if meaning == nil { notes.noteUnmapped("commodity", given) }
        let confidence = meaning?.confidence ?? .confirmed
        return DepositMineral(
            mineral: meaning?.mineral, importance: .unspecified, asGiven: given,
            confidence: isDoubted ? min(confidence, .derived) : confidence)
    }

    /// A deposit model: an entry of its own, and the deposit's model where it has none yet.
    func readModel(
        _ given: String, number: Int, origin: String, citation: Citation, _ item: inout ImportItem, _ deposit: inout Deposit
    ) throws {
        let model = try model(given, number: number, origin: origin, citation: citation, &item.notes)
        item.models.append(model)
        if deposit.model == nil { deposit.model = model.code }
    }

    /// A deposit model in the source's words, and the code that they stand for.
    func model(
        _ given: String, number: Int, origin: String, citation: Citation, _ notes: inout RecordNotes
    ) throws -> DepositModel {
        let term = model(given)
        if term == nil { notes.noteUnmapped("deposit_model", given) }
        let confidence = min(citation.confidence, term?.code == nil ? .confirmed : term?.confidence ?? .confirmed)
        return DepositModel(
            origin: origin, ordinal: number, code: term?.code, asGiven: given,
            citation: try Citation(confidence: confidence, sources: citation.sources))
    }
}
