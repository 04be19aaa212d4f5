/// Makes statements of cells: finds the mineral, the series, the place and the unit, and mends what is certainly wrong.
struct USGSInterpreter {
    let mineral: (String) -> String?
    let country: (String) -> CountryCode?
    /// The statements so far: to see rows that stand twice.
    private var seen: [String: SupplyFigure] = [:]
    /// The statements of the row that was read last.
    private var waiting: [USGSStatement] = []
    private var tables: [Series: [(part: SupplyPart, place: String)]] = [:]

    /// No edition has this many amounts; a file that does is none.
    private static let mostStatements = 200_000

    private struct Series: Hashable {
        let edition: Int
        let words: String
    }

    init(mineral: @escaping (String) -> String?, country: @escaping (String) -> CountryCode?) {
        self.mineral = mineral
        self.country = country
    }

    /// Takes a cell in, and gives the statements that are complete by now.
    ///
    /// What the registry cannot hold is counted in the report. A statement waits until the row of another place comes, because a place may
    /// stand in two rows that are parts of one amount (helium of the United States, from gas and from the Cliffside Field).
    /// - Throws: `CSVError` where the file holds more statements than any edition.
    mutating func take(_ cell: USGSCell, report: inout USGSReport) throws(CSVError) -> [USGSStatement] {
        guard let statement = statement(cell, report: &report) else { return [] }
        let complete = waiting.first.map { $0.fact.place == statement.fact.place } ?? true ? [] : flush()
        if let index = waiting.firstIndex(where: { $0.fact.id == statement.fact.id && $0.edition == statement.edition }),
            let sum = waiting[index].adding(statement)
        {
            waiting[index] = sum
            report.correct(.partsAdded, cell.place, "\(cell.commodity), \(cell.country), \(cell.year)")
        } else if try isNew(statement.fact, cell, &report) {
            report.mapped += 1
            waiting.append(statement)
        }
        return complete
    }

    /// The last statements of a file; reports its totals that lie below their parts.
    mutating func finishFile(report: inout USGSReport) -> [USGSStatement] {
        let last = flush()
        for (series, rows) in tables.sorted(by: { $0.key.words < $1.key.words }) {
            do {
                _ = try SupplyTable(rows.map(\.part))
            } catch {
                guard case .worldBelowParts = error, let world = rows.first(where: { $0.part.kind == .world }) else { continue }
                report.report(.totalBelowParts, world.place, "\(series.words): \(error)")
            }
        }
        tables = [:]
        return last
    }

    private mutating func flush() -> [USGSStatement] {
        for statement in waiting {
            let fact = statement.fact
            let words = [fact.measure.rawValue, fact.mineral, fact.stage?.name ?? "-", fact.basis?.asGiven ?? "-", "\(fact.year)"]
            tables[Series(edition: statement.edition, words: words.joined(separator: "/")), default: []].append(
                (
                    SupplyPart(
                        kind: fact.place.kind, amount: fact.figure.knownAmount(1),
                        leavesOut: fact.place == .world ? WorldTotal.leftOut(fact.note) ?? [] : []),
                    "\(statement.file):\(statement.line):\(statement.column)"
                ))
        }
        defer { waiting = [] }
        return waiting
    }

    private func statement(_ cell: USGSCell, report: inout USGSReport) -> USGSStatement? {
        let text = cell.text.trimmed
        let isInRemarks = text.isEmpty
        let amount = isInRemarks ? Self.amount(inRemarks: cell.remarks) : USGSText.amount(text)
        if isInRemarks && amount == nil { return nil }
        report.read += 1
        guard let chapter = USGSChapters.mineral(cell.commodity, aliases: mineral) else {
            USGSReport.count(cell.commodity, in: &report.unmappedCommodities)
            return nil
        }
        guard let amount else {
            report.report(.words, cell.place, "\(cell.commodity), \(cell.country): \(text)")
            return nil
        }
        let wording = wording(of: cell, mineral: chapter.mineral)
        guard let series = USGSSeries.find(chapter.mineral, wording), let counted = counted(series, cell) else {
            USGSReport.count("\(chapter.mineral): \(cell.measure.rawValue), \(cell.type)", in: &report.unmappedSeries)
            return nil
        }
        guard let place = USGSText.place(cell.country, country: country) else {
            USGSReport.count(cell.country, in: &report.unmappedCountries)
            return nil
        }
        guard let unit = USGSUnits.unit(cell, mineral: series.mineral, report: &report) else {
            if cell.unit.isEmpty {
                report.report(.unitMissing, cell.place, "\(cell.commodity), \(cell.country), \(cell.type)")
            } else {
                USGSReport.count(cell.unit, in: &report.unmappedUnits)
            }
            return nil
        }
        if chapter.wasMisspelt { report.correct(.misspelling, cell.place, cell.commodity) }
        if place.wasMarked { report.correct(.footnoteMark, cell.place, cell.country) }
        if amount.isEstimate { report.correct(.estimateLetter, cell.place, cell.text) }
        if isInRemarks {
            report.correct(.amountInRemarks, cell.place, "\(cell.commodity), \(cell.country): \(cell.remarks)")
        } else if text != cell.text {
            report.correct(.blanks, cell.place, cell.text)
        }
        let fact = SupplyFact(
            mineral: series.mineral, measure: cell.measure, stage: counted.stage, basis: counted.basis, place: place.place, year: cell.year,
            figure: amount.figure, unit: unit, isEstimated: amount.isEstimate || cell.isCalledEstimate,
            note: remarks(of: cell), citation: counted.citation)
        noteDoubts(fact, wording, cell, &report)
        return USGSStatement(
            fact: fact, edition: cell.edition, file: cell.file, line: cell.line, column: cell.column, commodity: cell.commodity,
            type: cell.type, country: cell.country)
    }

    // MARK: Parts of a statement

    /// The amount that remarks tell where the cell is empty: "NA", "W for 23-24".
    private static func amount(inRemarks remarks: String) -> USGSText.Amount? {
        let figures: [String: SupplyFigure] = ["na": .notAvailable, "xx": .notApplicable, "w": .withheld]
        return figures[remarks.prefix { $0.isLetter }.lowercased()].map { USGSText.Amount(figure: $0, isEstimate: false) }
    }

    /// The remarks, with what the name of a total says that it leaves out ("World total (rounded), excluding United States").
    private func remarks(of cell: USGSCell) -> String? {
        let remarks = [cell.remarks, cell.country.lowercased().contains("exclud") ? cell.country : ""].filter { !$0.isEmpty }
        return remarks.isEmpty ? nil : remarks.joined(separator: "; ")
    }

    /// The words by which the series is found.
    private func wording(of cell: USGSCell, mineral: String) -> String {
        // The name of the column is closer than the type, which may speak of two columns ("Sponge Metal Production and … Pigment … Capacity").
        var words = [cell.measure.rawValue, cell.form.isEmpty ? cell.type : cell.form]
        // A total tells in brackets of what ("World total (ilmenite and rutile, rounded)").
        if cell.country.lowercased().hasPrefix("world") { words.append(cell.country) }
        // Some rows tell the form in the remarks alone: boron of 2025 ("Crude ore"), reserves of palladium ("Included with platinum").
        let isUntyped = mineral == "boron" && cell.measure == .production && cell.type.lowercased().contains("all types")
        if isUntyped || (mineral == "platinum-group-metals" && cell.measure == .reserves) { words.append(cell.remarks) }
        return words.joined(separator: " ").lowercased()
    }

    /// Stage, basis and citation; nil where the series has no such measure.
    private func counted(_ series: USGSSeries, _ cell: USGSCell) -> (stage: SupplyStage?, basis: SupplyBasis?, citation: Citation)? {
        guard let citation = try? Citation(confidence: .confirmed, sources: [USGSStatement.source(ofEdition: cell.edition)]) else {
            return nil
        }
        func basis(_ words: String) -> SupplyBasis? {
            (try? SupplyBasis(words)) ?? (try? SupplyBasis(asGiven: words, basis: nil))
        }
        switch cell.measure {
        case .production: return (try? SupplyStage(series.stage)).map { ($0, basis(series.basis), citation) }
        case .capacity: return (try? SupplyStage(series.capacityStage)).map { ($0, nil, citation) }
        case .reserves: return series.reserves.map { (nil, basis($0), citation) }
        case .plannedCapacity, .identifiedResources, .stockpile: return nil
        }
    }

    /// Whether the fact was not stated before; rows that stand twice are counted, with a contradiction where they differ.
    private mutating func isNew(_ fact: SupplyFact, _ cell: USGSCell, _ report: inout USGSReport) throws(CSVError) -> Bool {
        let key = "\(cell.edition) \(fact.id)"
        if let first = seen[key] {
            if first == fact.figure {
                report.correct(.repeatedRow, cell.place, fact.id)
            } else {
                report.report(
                    .contradiction, cell.place, "\(fact.id): \(cell.text), and before \(first.amount?.description ?? first.qualifier)")
            }
            return false
        }
        guard seen.count < Self.mostStatements else {
            throw CSVError(
                .tooLarge, file: cell.file, line: cell.line, message: "more than \(Self.mostStatements) amounts: no edition has so many")
        }
        seen[key] = fact.figure
        return true
    }

    /// What is certainly or possibly wrong and stays: the registry keeps what the file says.
    private func noteDoubts(_ fact: SupplyFact, _ wording: String, _ cell: USGSCell, _ report: inout USGSReport) {
        // MCS 2024 labels magnesite by contained magnesia; the amounts continue the gross weight of the other editions.
        if fact.mineral == "magnesite", wording.contains("contained magnesium oxide") {
            report.report(.basisContradicts, cell.place, "\(cell.country): \(cell.type)")
        }
        // Version 1.3 of MCS 2026 (2026-05-27) has 11,000,000 t for Brazil and more than 75,000,000 t for the world.
        let isCorrected = fact.place == .world || fact.place.country?.text == "BR"
        if cell.edition == 2026, fact.mineral == "rare-earths", fact.measure == .reserves, isCorrected {
            report.report(.correctedLater, cell.place, "\(cell.country): \(cell.text)")
        }
    }
}

extension USGSStatement {
    /// The sum with another part of the same amount: a row with the same place and another remark behind its name; nil for anything else.
    fileprivate func adding(_ other: USGSStatement) -> USGSStatement? {
        // Reserves are not added: the helium in the Cliffside Field is a store.
        guard fact.measure == .production, line != other.line, country != other.country, country.contains("("), other.country.contains("("),
            case .exactly(let first) = fact.figure, case .exactly(let second) = other.fact.figure, fact.unit == other.fact.unit,
            let total = try? first.adding(second)
        else { return nil }
        var sum = self
        sum.fact.figure = .exactly(total)
        sum.fact.isEstimated = fact.isEstimated || other.fact.isEstimated
        sum.fact.note = "sum of \(country) and \(other.country)"
        return sum
    }
}
