internal import RegistrySQLite

/// Answers screening queries from the tables of a registry.
struct Screener {
    let reader: RegistryReader
    var connection: Connection { reader.references.connection }

    func answer(_ query: ScreeningQuery) throws -> ScreeningAnswer {
        try requireKnownNames(query)
        if try isGroup(query.destination) { throw ScreeningError.destinationIsAGroup(query.destination.text) }
        try requireKnownAttributes(query)
        let jurisdictions = [query.origin.text] + (try reader.areas.groups(of: query.origin, on: query.day).map(\.text))
        let names = Set([query.destination.text] + (try reader.areas.groups(of: query.destination, on: query.day).map(\.text)))
        let finder = ControlFinder(connection: connection, references: reader.references, query: query, jurisdictions: jurisdictions)
        let (hits, wordsMatchNothing) = try finder.hits()

        var judged: [String: ItemJudgement] = [:]
        for dossier in try reader.controls.dossiers(hits.keys) {
            guard let hit = hits[dossier.item.id] else { continue }
            judged[dossier.item.id] = try ItemJudgement(dossier: dossier, hit: hit, query: query, names: names)
        }
        try addGroups(to: &judged, hits: hits, query: query, jurisdictions: jurisdictions, names: names)
        let coverage = try coverage(of: jurisdictions, announcedBy: query.announcedBy)
        return try conclude(
            judged.values.sorted { $0.match.item.id < $1.match.item.id }, query: query, coverage: coverage,
            wordsMatchNothing: wordsMatchNothing)
    }

    // MARK: Entries that name other entries

    /// Adds entries that name a heading of the list, or any dual-use item, where items they stand for were hit.
    private func addGroups(
        to judged: inout [String: ItemJudgement], hits: [String: ControlHit], query: ScreeningQuery, jurisdictions: [String],
        names: Set<String>
    ) throws {
        if judged.isEmpty { return }
        let groups = try reader.controls.dossiers(jurisdictions.flatMap { try reader.references.holdings(of: $0).groups })
        let bases = judged.values.filter { !$0.match.item.isGroup && !$0.match.item.controlsEverything }
            .sorted { $0.match.item.id < $1.match.item.id }
        let listings = try bases.map { try listing(of: $0.match.item.id) }
        for group in groups {
            let wanted = group.item.controlCodes.compactMap { try? ControlCode($0) }
            let under = zip(bases, listings).filter { base, listing in
                guard listing.jurisdiction == group.act.jurisdiction.text else { return false }
                if group.item.controlsEverything { return listing.isDualUse }
                let codes = base.match.item.controlCodes.compactMap { try? ControlCode($0) }
                return codes.contains { code in wanted.contains { $0.contains(code) } }
            }.map(\.0)
            guard !under.isEmpty || judged[group.item.id] != nil else { continue }
            var hit = hits[group.item.id] ?? ControlHit()
            for base in under { for way in base.match.matchedBy { hit.ways.insert(way) } }
            if let code = under.compactMap(\.match.listedCode).first { hit.listedCode = hit.listedCode ?? code }
            if !under.isEmpty { hit.isDecided = true }
            guard var judgement = try ItemJudgement(dossier: group, hit: hit, query: query, names: names) else {
                judged[group.item.id] = nil
                continue
            }
            // Told by its id the entry is meant itself; every other way leads through the items that it stands for.
            let own = hits[group.item.id]?.ways.contains(.item) == true
            let inForce = under.filter { $0.match.state == .inForce }
            if !own, !under.isEmpty, judgement.match.ruledOut == nil {
                if inForce.isEmpty {
                    judgement.ruleOut("no item under \(group.item.listedScope) that was hit is in force on that day")
                } else if inForce.allSatisfy({ $0.match.ruledOut != nil }) {
                    judgement.ruleOut("the items under \(group.item.listedScope) that were hit do not apply")
                } else if !inForce.contains(where: { $0.match.isDecided }) {
                    let open = inForce.filter { $0.match.ruledOut == nil }.map(\.match.item.id).joined(separator: ", ")
                    judgement.leaveOpen(OpenQuestion(item: group.item.id, asks: "item", limit: open))
                }
            }
            judged[group.item.id] = judgement
        }
    }

    /// Whose act an item stands in, and whether that act controls dual-use items.
    ///
    /// It does when it is a licensing act with a code of the dual-use list: of some of its items the code was not seen, and they
    /// are dual-use items all the same.
    private func listing(of item: String) throws -> (jurisdiction: String, isDualUse: Bool) {
        let found = try connection.first(
            """
            SELECT a.code, l.kind = 'licence' AND EXISTS (
                     SELECT 1 FROM control_item o JOIN measure n ON n.id = o.measure_id JOIN control_item_control_code c ON c.item_id = o.id
                      WHERE n.act_id = l.id)
              FROM control_item i JOIN measure m ON m.id = i.measure_id JOIN legal_act l ON l.id = m.act_id
              JOIN area a ON a.id = l.area_id WHERE i.slug = ?1
            """, [.text(item)]
        ) { (try $0.string(0), try $0.bool(1)) }
        guard let found else { throw RegistryError.unknown(kind: Table.item.label, id: item) }
        return found
    }

    // MARK: Verdict

    private func conclude(
        _ judged: [ItemJudgement], query: ScreeningQuery, coverage: [String: String?], wordsMatchNothing: Bool
    ) throws -> ScreeningAnswer {
        let counting = judged.filter(\.match.counts)
        let decided = counting.filter(\.match.isDecided)
        var questions = counting.flatMap(\.questions)
        if let question = whichItem(counting, query: query) { questions.append(question) }
        questions += counting.flatMap { $0.stricter.map(\.question) }
        var warnings = judged.flatMap(\.warnings)

        var verdict: Verdict = decided.isEmpty ? counting.isEmpty ? .notListed : .depends : .controlled
        var requirement: Requirement?
        if decided.isEmpty {
            requirement = Requirement.strictest(of: counting.filter { !$0.isMilitaryOnly }.map(\.match.requirement))
        } else {
            requirement = Requirement.strictest(of: decided.map(\.match.requirement))
        }
        if let requirement {
            let open = counting.filter { !$0.match.isDecided && $0.match.requirement.isStricter(than: requirement) }
            warnings += open.map {
                ScreeningWarning(
                    code: .stricterIf, item: $0.match.item.id,
                    text: "\($0.match.item.id) would be stricter (\($0.match.requirement.rawValue)) if its open questions are answered so")
            }
            for judgement in counting {
                warnings += judgement.stricter.filter { $0.requirement.isStricter(than: requirement) }.map {
                    ScreeningWarning(
                        code: .stricterIf, item: judgement.match.item.id,
                        text: "\(judgement.match.item.id) is \($0.requirement.rawValue) for: \($0.question.limit ?? $0.question.asks)")
                }
            }
        }
        let holdsItems = try coverage.keys.contains { try reader.references.holdings(of: $0).holdsItems }
        if !holdsItems {
            verdict = .depends
            requirement = nil
            warnings.append(
                ScreeningWarning(
                    code: .noActs, item: nil,
                    text: "the registry holds no acts of \(query.origin.text) that list items: nothing can be said about this shipment"))
        }
        if wordsMatchNothing, let words = query.words { warnings.append(.wordsMatchNothing(words)) }
        warnings += try codeWarnings(query, jurisdictions: coverage.keys.sorted(), wordsMatchNothing: wordsMatchNothing)
        return ScreeningAnswer(
            query: query, verdict: verdict, requirement: requirement, matches: judged.map(\.match), questions: questions,
            warnings: warnings,
            coverage: coverage, revision: try RevisionLog(connection: connection).newest())
    }

    /// One code may stand for items of different minerals: which is it?
    private func whichItem(_ counting: [ItemJudgement], query: ScreeningQuery) -> OpenQuestion? {
        guard query.mineral == nil, query.item == nil else { return nil }
        let items = counting.filter { $0.match.matchedBy.contains(.code) && !$0.match.item.isGroup && !$0.match.item.controlsEverything }
        let minerals = items.map { Set($0.match.item.minerals) }
        guard let first = minerals.first, items.count > 1, minerals.dropFirst().reduce(first, { $0.intersection($1) }).isEmpty else {
            return nil
        }
        return OpenQuestion(item: nil, asks: "item", limit: items.map(\.match.item.id).joined(separator: ", "))
    }

    private func codeWarnings(_ query: ScreeningQuery, jurisdictions: [String], wordsMatchNothing: Bool) throws -> [ScreeningWarning] {
        guard let code = query.code else { return [] }
        var warnings: [ScreeningWarning] = []
        if let misprint = try ControlFinder.misprint(code, in: connection) { warnings.append(misprint.warning) }
        guard query.controlCode == nil, query.mineral == nil, query.item == nil, query.words == nil || wordsMatchNothing else {
            return warnings
        }
        for jurisdiction in jurisdictions {
            let count = try reader.controls.dossiers(reader.references.holdings(of: jurisdiction).withoutCode).filter { dossier in
                dossier.isPublished(by: query.announcedBy) != .no
                    && dossier.effectivePeriod(announcedBy: query.announcedBy).state(on: query.day) == .inForce
            }.count
            warnings.append(
                ScreeningWarning(
                    code: .itemsWithoutCode, item: nil,
                    text: "items of \(jurisdiction) in force on that day without a customs number: \(count); a code alone clears nothing"))
        }
        return warnings
    }

    // MARK: Lookups

    private func isGroup(_ country: CountryCode) throws -> Bool {
        try connection.first("SELECT kind <> 'country' FROM area WHERE code = ?1", [.text(country.text)]) { try $0.bool(0) } ?? false
    }

    /// Per jurisdiction with acts the publication day of the newest act that may have been public by the announced-by day.
    private func coverage(of jurisdictions: [String], announcedBy horizon: CivilDay?) throws -> [String: String?] {
        var coverage: [String: String?] = [:]
        for jurisdiction in jurisdictions {
            let published = try reader.references.holdings(of: jurisdiction).published
            guard !published.isEmpty else { continue }
            let visible = try published.compactMap(\.self).filter { text in
                guard let horizon else { return true }
                return try CivilDate(text).isOnOrBefore(horizon) != .no
            }
            coverage.updateValue(visible.max(), forKey: jurisdiction)
        }
        return coverage
    }
}

extension ControlItem {
    /// What a group entry stands for, in words.
    fileprivate var listedScope: String { controlsEverything ? "the dual-use list" : controlCodes.joined(separator: ", ") }
}

extension Registry {
    /// Answers whether a good may go from one country to another on a day, and why.
    ///
    /// It is no legal advice: verify with the authority.
    /// - Throws: `RegistryError.unknown` for a country or a mineral that is not held; `ScreeningError` for an item that is not held
    ///   or of another jurisdiction, a destination that is a group of countries, an attribute that no limit measures, a share above
    ///   100 % or a unit that cannot be converted; `InvalidValue` for a conversion without an exact result.
    public func screen(_ query: ScreeningQuery) throws -> ScreeningAnswer { try read { try $0.screen(query) } }
}

extension RegistryReader {
    /// Answers a screening query on the state that is being read.
    public func screen(_ query: ScreeningQuery) throws -> ScreeningAnswer { try Screener(reader: self).answer(query) }
}
