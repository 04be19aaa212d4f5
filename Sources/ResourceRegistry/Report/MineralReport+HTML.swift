extension MineralReport {
    private typealias Tag = ReportHTML

    /// The page, complete in itself.
    public var html: String {
        let title = "\(mineral.name): supply, controls, deposits"
        // No script, no frame, no fetch: the browser is told so as well.
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
            <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
            <title>\(Tag.escaped(title))</title><style>
            \(ReportStyle.sheet)
            </style></head><body>
            \(head)
            <main>
            \(supplySection)\(controlSection)\(depositSection)\(designationSection)\(useSection)\(sourceSection)
            </main>
            <footer><p>Made from revision \(revision) of a registry of critical minerals, read on \(day).
            Not legal advice; verify with the authority. Outlines of the map: Natural Earth, public domain.</p></footer>
            </body></html>

            """
    }

    private func name(_ kind: SupplyPart.Kind) -> String {
        switch kind {
        case .country(let code): countryNames[code.text] ?? code.text
        case .other: "other countries"
        case .world: "world"
        }
    }

    private func country(_ code: String?) -> String { code.map { countryNames[$0] ?? $0 } ?? "–" }

    /// `recalled` stands out: it was not seen in a source.
    private func shown(_ confidence: Confidence) -> String {
        confidence == .recalled ? "<span class=\"recalled\">recalled</span>" : confidence.rawValue
    }

    /// The sources of a fact by their numbers in the list below, with its confidence.
    private func shown(_ citation: Citation) -> String {
        let numbers = citation.sources.compactMap { id in sources.firstIndex { $0.id == id }.map { $0 + 1 } }
        let links = numbers.map { "<a href=\"#source-\($0)\">[\($0)]</a>" }.joined(separator: " ")
        return shown(citation.confidence) + (links.isEmpty ? "" : " " + links)
    }

    private func section(_ id: String, _ title: String, _ content: String) -> String {
        "<section aria-labelledby=\"\(id)\"><h2 id=\"\(id)\">\(Tag.escaped(title))</h2>\n\(content)</section>\n"
    }

    // MARK: Sections

    private var head: String {
        let chinese = [mineral.preferredName(in: "zh"), mineral.preferredName(in: "zh-Latn-pinyin")].compactMap(\.self).joined(
            separator: " ")
        var facts: [(String, String)] = []
        if let symbol = mineral.symbol {
            facts.append(("Symbol", Tag.escaped(symbol) + (mineral.atomicNumber.map { ", element \($0)" } ?? "")))
        }
        if !chinese.isEmpty { facts.append(("Chinese", "<span lang=\"zh\">\(Tag.escaped(chinese))</span>")) }
        for kind in [MineralRelation.Kind.host, .byproductOf] {
            let words = mineral.relations.filter { $0.kind == kind }.map { $0.label }.joined(separator: ", ")
            if !words.isEmpty { facts.append((kind == .host ? "Found in" : "By-product of", Tag.escaped(words))) }
        }
        if !mineral.members.isEmpty {
            facts.append(("Members", Tag.escaped(Set(mineral.members.map(\.member)).sorted().joined(separator: ", "))))
        }
        if let own = classes.first(where: { $0.scheme == "this-data-set" }) {
            facts.append(("Class", Tag.escaped("\(own.resourceClass.rawValue) (scheme: this data set)")))
        }
        let links = [
            ("supply", "Production"), ("controls", "Export controls"), ("deposits", "Deposits"), ("lists", "Official lists"),
            ("uses", "Uses"),
            ("sources", "Sources"),
        ]
        return """
            <header><h1>\(Tag.escaped(mineral.name))</h1>
            <p>\(Tag.escaped(mineral.summary ?? ""))</p>
            <dl>\(facts.map { "<dt>\($0.0)</dt><dd>\($0.1)</dd>" }.joined())</dl>
            <nav aria-label="Contents"><ul>\(links.map { "<li><a href=\"#\($0.0)\">\($0.1)</a></li>" }.joined())</ul></nav></header>
            """
    }

    private var supplySection: String {
        if stages.isEmpty { return section("supply", "Production", "<p>The registry holds no production of this mineral.</p>\n") }
        var content =
            "<p class=\"soft\">Shares are those of the sum of the parts; a published world total only bounds what is not told. “e”: the source "
        content += "estimates part of the year. Years of different editions are not a clean series.</p>\n"
        for (index, stage) in stages.enumerated() {
            let pictures = SupplyPictures(stage: stage, name: name, id: "stage\(index + 1)")
            let basis = stage.years.compactMap(\.basis).last.map { ", counted as \($0)" } ?? ""
            content += "<h3>\(Tag.escaped("Stage: \(stage.stage.name)\(basis)"))</h3>\n"
            content += Tag.figure("Shares of production by year", pictures.shares, sharesTable(stage))
            content += Tag.figure(
                "Concentration by year; an open dot or a bar alone: only bounds are known", pictures.concentration,
                concentrationTable(stage))
        }
        return section("supply", "Production by country", content)
    }

    private func sharesTable(_ stage: Stage) -> String {
        let places = stage.years.flatMap(\.shares).reduce(into: [SupplyPart.Kind: Double]()) { largest, share in
            largest[share.kind] = max(largest[share.kind] ?? 0, share.value ?? share.low)
        }.sorted { ($1.key != .other ? 1 : 0, $1.value, name($0.key)) < ($0.key != .other ? 1 : 0, $0.value, name($1.key)) }.map(\.key)
        return Tag.table(
            "Shares of production, \(stage.stage.name)", ["Country"] + stage.years.map { String($0.year) },
            numbers: Set(1...max(1, stage.years.count)),
            places.map { place in
                [Tag.escaped(name(place))]
                    + stage.years.map { year in
                        year.shares.first { $0.kind == place }.map { Tag.percent($0.value, $0.low, $0.high) } ?? ""
                    }
            })
    }

    private func concentrationTable(_ stage: Stage) -> String {
        Tag.table(
            "Concentration (Herfindahl–Hirschman index, 0 to 10,000), \(stage.stage.name)",
            ["Year", "Index", "Lowest", "Highest", "Known", "Remarks", "Sources"], numbers: [1, 2, 3, 4], prose: [5],
            stage.years.map { year in
                [
                    String(year.year), year.hhi.value.map { Tag.grouped($0) } ?? "unknown", year.hhi.low.map { Tag.grouped($0) } ?? "–",
                    year.hhi.high.map { Tag.grouped($0) } ?? "–", year.hhi.coverage.map { Tag.percent($0, 0, 0) } ?? "–",
                    Tag.escaped(([year.hhi.reason].compactMap(\.self) + year.findings).joined(separator: "; ")), shown(year.citation),
                ]
            })
    }

    private var controlSection: String {
        if controls.isEmpty { return section("controls", "Export controls", "<p>No control in the registry names this mineral.</p>\n") }
        let lines = Tag.table(
            "Clauses that control exports", ["Clause", "Act", "Requires", "Items", "In force", "Suspended", "Sources"], numbers: [3],
            whole: [0], prose: [1],
            controls.map { control in
                [
                    Tag.escaped(control.measure.id), Tag.escaped("\(control.act.instrumentNumber): \(control.act.title)"),
                    control.requirement.words, String(control.items.count), words(control.possible), words(control.suspended),
                    shown(control.act.citation),
                ]
            })
        let calendar = Tag.table(
            "Calendar", ["Day", "What happens", "Clause", "By", "Items"], numbers: [4], whole: [0, 2, 3],
            events.map { event in
                [
                    event.day.description, event.kind.rawValue, Tag.escaped(event.measure.id), Tag.escaped(event.actingAct ?? ""),
                    String(event.items.count),
                ]
            })
        let picture = ControlTimeline(controls: controls, today: day).svg
        return section("controls", "Export controls", Tag.figure("Clauses over time", picture, lines) + calendar)
    }

    /// The periods, each on a line of its own, with days that do not break.
    private func words(_ set: CivilPeriodSet) -> String {
        set.periods.map { period in
            period.words.split(separator: " ").map { $0.contains("-") ? "<span class=\"d\">\($0)</span>" : String($0) }.joined(
                separator: " ")
        }.joined(separator: ";<br>")
    }

    private var depositSection: String {
        if sites.isEmpty { return section("deposits", "Deposits", "<p>The registry holds no deposit of this mineral.</p>\n") }
        let rows = sites.enumerated().map { index, site in
            let place = site.deposit.coordinate.map {
                "\(Tag.decimal($0.latitude, 2)), \(Tag.decimal($0.longitude, 2))"
                    + (site.deposit.accuracyInMetres.map { " ± \(Tag.grouped($0 / 1000)) km" } ?? "")
            }
            let estimate = site.headline.map { estimate in
                let ore = estimate.ore.map { "\($0.amount) \($0.unit) of ore" }
                let measure = estimate.measures.first { $0.mineral == mineral.id } ?? estimate.measures.first
                let grade = measure?.grade.map { "at \($0.amount) \($0.unit)" }
                let content = measure?.contained.map { "\($0.amount) \($0.unit) contained" }
                let amounts = [[ore, grade].compactMap(\.self).joined(separator: " "), content ?? ""].filter { !$0.isEmpty }
                return "\(estimate.statement.rawValue): \(amounts.joined(separator: ", "))" + (estimate.asOf.map { " (\($0))" } ?? "")
            }
            return [
                "\(index + 1)", Tag.escaped(site.deposit.name), Tag.escaped(country(site.deposit.country?.text)),
                Tag.escaped(site.deposit.status ?? "–"), place ?? "–", Tag.escaped(estimate ?? "–"), shown(site.deposit.citation),
            ]
        }
        let table = Tag.table(
            "Deposits", ["No.", "Name", "Country", "Status", "Place (degrees)", "Estimate", "Sources"], whole: [4], prose: [5], rows)
        return section(
            "deposits", "Deposits", Tag.figure("Deposits in the registry", DepositMap(sites: sites, mineral: mineral.name).svg, table))
    }

    private var designationSection: String {
        if designations.isEmpty { return section("lists", "Official lists", "<p>No list in the registry names this mineral.</p>\n") }
        let rows = designations.reversed().map { entry in
            let way =
                switch entry.via {
                case .direct: "by name"
                case .alsoCovered: "beside another entry"
                case .group(let group): "through \(group)"
                }
            return [
                entry.date.description, Tag.escaped(country(entry.jurisdiction)), Tag.escaped(entry.listName), Tag.escaped(entry.type),
                Tag.escaped(entry.entryAsListed), Tag.escaped(way), shown(entry.confidence),
            ]
        }
        return section(
            "lists", "Official lists",
            Tag.table(
                "Entries of official lists, the newest first", ["Date", "Whose", "List", "Kind", "Entry", "Named", "Confidence"],
                whole: [0], rows))
    }

    private var useSection: String {
        let rows = mineral.uses.map { [Tag.escaped($0.label), shown($0.citation)] }
        let content = rows.isEmpty ? "<p>The registry tells no use.</p>\n" : Tag.table("Uses by sector", ["Sector", "Sources"], rows)
        return section("uses", "Uses", content)
    }

    private var sourceSection: String {
        let rows = sources.enumerated().map { index, source in
            let counts = support[source.id] ?? [:]
            let words = Confidence.allCases.compactMap { kind in counts[kind].map { "\(shown(kind)) \($0)" } }.joined(separator: ", ")
            return [
                "<span id=\"source-\(index + 1)\">\(index + 1)</span>",
                source.url.map { Tag.link($0, source.title) } ?? Tag.escaped(source.title),
                Tag.escaped(source.publisher ?? "–"), source.published?.description ?? "–",
                Tag.escaped(source.howSeen ?? source.kind ?? "–"),
                words,
            ]
        }
        let words =
            "<p class=\"soft\">Confirmed: seen in a source. Derived: follows from confirmed facts by a stated rule. "
            + "<span class=\"recalled\">Recalled</span>: background knowledge, to be checked before use. The last column counts the facts of this "
            + "page that rest on the source, by confidence.</p>\n"
        return section(
            "sources", "Sources",
            words
                + Tag.table(
                    "Sources of this page", ["No.", "Title", "Publisher", "Date", "Seen", "Facts"], whole: [3], prose: [1], rows))
    }
}
