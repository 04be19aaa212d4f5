/// The commodities and estimates of a MinMod site.
struct MinModInventory {
    let file: String
    let identity: SiteIdentity
    let entities: MinModEntities
    let vocabulary: SourceVocabulary

    /// Reads the commodities of the site, and an estimate from each entry that holds figures. A faulty entry is a faulty part.
    func read(_ inventory: JSONNode?, into deposit: inout Deposit, _ item: inout ImportItem) throws {
        guard let inventory else { return }
        guard let entries = inventory.elements else { throw inventory.fault(file, "mineral_inventory", "not an array") }
        var named: Set<String> = []
        var taken: [String: Int] = [:]
        for entry in entries {
            guard let commodity = MinModValue(entry["commodity"], entities) else {
                item.faultyParts.append((entry.fault(file, "mineral_inventory.commodity", "the entry names no commodity"), entry.json))
                continue
            }
            let known = vocabulary.mineral(commodity.words) == nil ? commodity.taken ?? commodity.words : commodity.words
            if named.insert(commodity.words).inserted {
                if commodity.isDoubted { item.notes.note(.doubtedMatch) }
                var mineral = vocabulary.readCommodity(known, isDoubted: commodity.isDoubted, &item.notes)
                mineral.asGiven = commodity.words
                deposit.minerals.append(mineral)
            }
            guard ["ore", "grade", "cutoff_grade"].contains(where: { entry[$0] != nil }) else { continue }
            do {
                var (estimate, document) = try self.estimate(entry, commodity, vocabulary.mineral(known)?.mineral, &item.notes)
                taken[estimate.id, default: 0] += 1
                if let number = taken[estimate.id], number > 1 { estimate.id += "/\(number)" }
                item.estimates.append(estimate)
                if let document { item.sources.append(document) }
            } catch let fault as JSONError { item.faultyParts.append((fault, entry.json)) }
        }
    }

    private func estimate(
        _ entry: JSONNode, _ commodity: MinModValue, _ mineral: String?, _ notes: inout RecordNotes
    ) throws -> (OreEstimate, Source?) {
        let classes = (entry["category"]?.elements ?? []).compactMap { MinModValue($0, entities)?.words }
        let (statement, category) = EstimateWords.category(classes)
        let date = try entry["date"].map { node in
            try at(node, "mineral_inventory.date") { () throws(InvalidValue) in try CivilDate(node.plain ?? "") }
        }
        let document = document(entry["reference"]?["document"])
        let pages = (entry["reference"]?["page_info"]?.elements ?? []).compactMap { $0["page"]?.plain }.uniqued
        let zone = entry["zone"]?.plain
        let key = [category, zone, document?.id, pages.first].map { $0 ?? "-" }.joined(separator: "|")
        let subject = mineral ?? Slug.make(from: commodity.words)?.text ?? "other"
        let citation = try Citation(
            confidence: commodity.isMachineRead ? .derived : .confirmed, sources: [document?.id, identity.source.id].compactMap(\.self))
        if commodity.isMachineRead { notes.note(.machineRead) }
        var estimate = OreEstimate(
            id: "\(identity.id)/\(subject)/\(date?.description ?? "-")/\(ShortHash.of(key))", deposit: identity.id,
            statement: statement ?? .notStated, category: category, asOf: date, zone: zone,
            page: pages.isEmpty ? nil : pages.joined(separator: ", "), citation: citation)
        estimate.ore = try figure(entry, "ore", [.mass, .volume], into: &estimate, &notes)
        var grade = try figure(entry, "grade", [.share, .concentration], into: &estimate, &notes)
        // A grade may be that of an oxide of the commodity.
        if let form = MinModValue(entry["material_form"], entities)?.words {
            estimate.remarks["material_form"] = form
            if let plain = grade, !plain.unit.contains(" "), form.utf8.allSatisfy({ ASCII.isLetter($0) || ASCII.isDigit($0) }) {
                grade?.unit = "\(plain.unit) \(form)"
            }
        }
        estimate.cutoff = try figure(entry, "cutoff_grade", [.share, .concentration, .money, .mass], into: &estimate, &notes)
        if let mineral {
            estimate.measures = [CommodityMeasure(mineral: mineral, grade: grade)]
        } else if let grade {
            estimate.remarks["grade"] = "\(grade.amount) \(grade.unit)"
        }
        if mineral == nil || mineral != commodity.words.lowercased() { estimate.remarks["commodity"] = commodity.words }
        estimate.flags = EstimateCheck.flags(ore: estimate.ore, measures: estimate.measures)
        return (estimate, document)
    }

    /// A figure; one without unit becomes a remark.
    private func figure(
        _ entry: JSONNode, _ member: String, _ kinds: Set<SourceUnit.Kind>, into estimate: inout OreEstimate, _ notes: inout RecordNotes
    ) throws(JSONError) -> PrintedQuantity? {
        let field = "mineral_inventory." + member
        guard let value = entry[member]?["value"] else { return nil }
        guard case .number(let number) = value.value else { throw value.fault(file, field, "not a number") }
        let unit = entry[member]?["unit"]
        guard let words = MinModValue(unit, entities)?.words else {
            try at(value, field) { () throws(InvalidValue) in
                if try ExactDecimal(number) < .zero {
                    throw InvalidValue(kind: "amount", text: number, expected: "a number that is not negative")
                }
            }
            estimate.remarks[member] = number
            notes.note(.figureWithoutUnit)
            return nil
        }
        do { return try EstimateWords.figure(number, unit: words, of: kinds) } catch {
            let place = error.kind == "unit" ? unit?["observed_name"] ?? unit ?? value : value
            throw place.fault(file, field, "not a valid \(error.kind), expected \(error.expected)")
        }
    }

    /// The document that an entry cites, unless it is the database itself.
    private func document(_ node: JSONNode?) -> Source? {
        guard let address = node?["uri"]?.text ?? node?["doi"]?.text, address != identity.identifier.scheme else { return nil }
        return SiteIdentity.document(address, title: node?["title"]?.text)
    }

    private func at<T>(_ node: JSONNode, _ field: String, _ read: () throws(InvalidValue) -> T) throws(JSONError) -> T {
        do { return try read() } catch { throw node.fault(file, field, "not a valid \(error.kind), expected \(error.expected)") }
    }
}
