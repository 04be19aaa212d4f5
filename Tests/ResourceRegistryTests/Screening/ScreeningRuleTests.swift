import Testing

@testable import ResourceRegistry

/// Rules by destination, end use and time.
@Suite struct ScreeningRuleTests {
    private func area(_ code: String) throws -> DestinationRule.Destination { .area(try CountryCode(code)) }

    @Test func rulesReachTheirDestinationsOnly() throws {
        let us = try dossier(rules: [rule(area("US"))])
        #expect(try judge(us, to: "US")?.match.isDecided == true)
        #expect(try judge(us, to: "DE") == nil)
        let abroad = try dossier(rules: [rule(.everywhereExcept(CountryCode("US")))])
        #expect(try judge(abroad, to: "US") == nil)
        #expect(try judge(abroad, to: "DE")?.match.isDecided == true)
    }

    @Test func aCountryChartIsAsked() throws {
        let judged = try judge(dossier(rules: [rule(.countryChart, "any", "licence_per_country_chart")]))
        #expect(judged?.match.isDecided == false)
        #expect(judged?.questions.map(\.asks) == ["country_chart"])
    }

    @Test func militaryRulesFollowTheEndUser() throws {
        let ban = try dossier(rules: [rule(area("US"), "military user or military use", "prohibited", item: "A-1")])
        #expect(try judge(ban, endUser: .civil) == nil)
        let military = try judge(ban, endUser: .military)
        #expect(military?.match.requirement == .prohibited)
        #expect(military?.match.isDecided == true)
        let untold = try judge(ban)
        #expect(untold?.isMilitaryOnly == true)
        #expect(untold?.questions.map(\.asks) == ["end_user"])
    }

    @Test func aCivilUserAnswersTheMilitaryPartOfMixedWordsOnly() throws {
        let words = "military user, listed party, or WMD / terrorism / military use"
        let mixed = try dossier(rules: [rule(.everywhere, item: "A-1"), rule(.everywhere, words, "prohibited_in_principle")])
        for (user, asks) in [(EndUser.civil, "end_use"), (nil, "end_user")] {
            let judged = try judge(mixed, endUser: user)
            #expect(judged?.match.requirement == .licenceRequired)
            #expect(judged?.stricter.map(\.question) == [OpenQuestion(item: "A-1", asks: asks, limit: words)])
        }
        #expect(try judge(mixed, endUser: .military)?.match.requirement == .prohibitedInPrinciple)
        let alone = try judge(dossier(rules: [rule(.everywhere, words, "prohibited")]))
        #expect(alone?.isMilitaryOnly == false)
        let military = "military user, military use, or end use that raises military strength"
        #expect(try judge(dossier(rules: [rule(.everywhere, military, "prohibited")]), endUser: .civil) == nil)
    }

    @Test func beforeItsStartAnItemShowsWhatItWillDemandOfEveryUse() throws {
        let later = try dossier(
            from: "2024-12-01",
            rules: [
                rule(.everywhere, item: "A-1", from: "2024-12-01"),
                rule(.everywhere, "military user", "prohibited_in_principle", from: "2024-01-01"),
            ])
        for user in [EndUser.civil, .military, nil] {
            let judged = try judge(later, endUser: user)
            #expect(judged?.match.state == .notYetInForce)
            #expect(judged?.match.requirement == .licenceRequired)
            #expect(judged?.match.isDecided == true)
        }
        #expect(try judge(later, on: "2024-12-01", endUser: .military)?.match.requirement == .prohibitedInPrinciple)
    }

    @Test func usesInWordsAreAskedWhoeverTheUserIs() throws {
        let chips = try dossier(rules: [rule(.everywhere, "logic <= 14 nm, AI with military potential", "case_by_case")])
        for user in [EndUser.civil, .military, nil] {
            #expect(try judge(chips, endUser: user)?.questions.map(\.asks) == ["end_use"])
        }
    }

    @Test func aSpecialRuleComesOnTop() throws {
        let rare = try dossier(rules: [
            rule(.everywhere, item: "A-1"), rule(.everywhere, "military user", "prohibited_in_principle"),
        ])
        #expect(try judge(rare, endUser: .civil)?.match.requirement == .licenceRequired)
        #expect(try judge(rare, endUser: .military)?.match.requirement == .prohibitedInPrinciple)
        let untold = try judge(rare)
        #expect(untold?.match.isDecided == true)
        #expect(untold?.stricter.map(\.requirement) == [.prohibitedInPrinciple])
    }

    @Test func aRuleInWordsMapsToTheStrictestItContains() throws {
        let words = "licence_required (part 2) / prohibited (part 1)"
        let judged = try judge(dossier(rules: [rule(.everywhere, "any", words)]))
        #expect(judged?.match.requirement == .prohibited)
        #expect(judged?.questions == [OpenQuestion(item: "A-1", asks: "rule", limit: words)])
        #expect(Requirement.strictest(in: "prohibited_in_principle, else licence_required") == .prohibitedInPrinciple)
        #expect(Requirement.strictest(in: "no words of ours") == nil)
    }

    @Test func rulesHoldInTheirTime() throws {
        let later = try dossier(rules: [rule(.everywhere, from: "2024-07-01", to: "2024-12-31")])
        #expect(try judge(later, on: "2024-06-30")?.match.state == .notYetInForce)
        #expect(try judge(later, on: "2024-06-30")?.warnings.map(\.code) == [.startsOn])
        #expect(try judge(later, on: "2024-07-01")?.match.state == .inForce)
        #expect(try judge(later, on: "2024-12-31")?.match.state == .inForce)
        #expect(try judge(later, on: "2025-01-01")?.match.state == .ended)
        let sharper = try dossier(rules: [
            rule(.everywhere, item: "A-1"), rule(.everywhere, "any", "prohibited", item: "A-1", from: "2025"),
        ])
        #expect(try judge(sharper, on: "2024-12-31")?.match.requirement == .licenceRequired)
        #expect(try judge(sharper, on: "2025-12-31")?.match.requirement == .prohibited)
    }

    // MARK: As announced by a day

    @Test func publicationIsComparedByItsWholeSpan() throws {
        let act = try dossier(published: "2023-10")
        #expect(try judge(act, announcedBy: "2023-09-30") == nil)
        #expect(try judge(act, announcedBy: "2023-10-15")?.questions.map(\.asks) == ["exact day not known"])
        #expect(try judge(act, announcedBy: "2023-10-31")?.match.isDecided == true)
        let unknown = try judge(dossier(published: nil), announcedBy: "1999-01-01")
        #expect(unknown?.match.isDecided == true)
        #expect(unknown?.warnings.map(\.code) == [.publishedUnknown])
    }

    @Test func suspensionsCountOnceTheyAreAnnounced() throws {
        let ban = try dossier(relations: [relation(.suspends, from: "2024-05-01", to: "2024-08-31", announced: "2024-04-20")])
        #expect(try judge(ban)?.match.state == .suspended)
        #expect(try judge(ban)?.match.suspendedUntil?.description == "2024-08-31")
        #expect(try judge(ban, announcedBy: "2024-04-19")?.match.state == .inForce)
        let revived = try judge(ban, on: "2024-09-01")
        #expect(revived?.match.state == .inForce)
        #expect(revived?.warnings.map(\.code) == [.lapsedSuspension])
    }

    @Test func aResumptionCutsASuspensionShort() throws {
        let ban = try dossier(relations: [
            relation(.suspends, from: "2024-05-01", to: "2024-12-31", announced: "2024-04-20"),
            relation(.resumes, from: "2024-07-01", announced: "2024-06-20"),
        ])
        #expect(try judge(ban, on: "2024-06-30")?.match.suspendedUntil?.description == "2024-06-30")
        #expect(try judge(ban, on: "2024-07-01")?.match.state == .inForce)
        #expect(try judge(ban, on: "2024-07-01", announcedBy: "2024-06-19")?.match.state == .suspended)
    }

    @Test func extensionsThatWereNotAnnouncedAreTakenOff() throws {
        let stop = try dossier(
            from: "2025-02-22", to: "2025-10-15", published: "2025-02-22",
            relations: [
                relation(.extends, from: "2025-06-21", to: "2025-09-20", announced: "2025-06-21"),
                relation(.extends, from: "2025-09-21", to: "2025-10-15", announced: "2025-09-20"),
            ])
        for (day, horizon, state) in [
            ("2025-10-15", nil, EffectiveState.inForce), ("2025-10-16", nil, .ended), ("2025-09-20", "2025-07-01", .inForce),
            ("2025-09-21", "2025-07-01", .ended), ("2025-06-20", "2025-05-01", .inForce), ("2025-06-21", "2025-05-01", .ended),
        ] {
            #expect(try judge(stop, on: day, announcedBy: horizon)?.match.state == state, "\(day) as of \(horizon ?? "now")")
        }
        // The extension of one year's quota is no extension of the item, which has no end.
        let quota = try dossier(relations: [relation(.extends, from: "2024-05-01", to: "2024-07-31", announced: "2024-04-30")])
        #expect(try judge(quota, announcedBy: "2024-01-15")?.match.state == .inForce)
    }

    @Test func conversionsChangeTheRequirementInTheirWindow() throws {
        let stop = try dossier(
            rules: [rule(.everywhere, "any", "prohibited", item: "A-1")],
            relations: [relation(.converts, from: "2024-04-02", to: "2024-12-31", announced: "2024-04-08")])
        #expect(try judge(stop, on: "2024-04-01")?.match.requirement == .prohibited)
        #expect(try judge(stop, on: "2024-04-02")?.match.requirement == .quota)
        #expect(try judge(stop, on: "2024-12-31")?.match.requirement == .quota)
        #expect(try judge(stop, on: "2025-01-01")?.match.requirement == .prohibited)
        #expect(try judge(stop, on: "2024-04-02", announcedBy: "2024-04-07")?.match.requirement == .prohibited)
    }

    @Test func endsAndReplacementsEnd() throws {
        for kind in [ActRelation.Kind.ends, .replaces] {
            let old = try dossier(relations: [relation(kind, from: "2024-06-01", announced: "2024-05-01")])
            #expect(try judge(old, on: "2024-05-31")?.match.state == .inForce)
            #expect(try judge(old, on: "2024-06-01")?.match.state == .ended)
            #expect(try judge(old, on: "2024-06-01", announcedBy: "2024-04-30")?.match.state == .inForce)
        }
    }

    @Test func aPartialStartStaysPartial() throws {
        let act = try dossier(from: "2024-06")
        let judged = try judge(act, on: "2024-06-15")
        #expect(judged?.match.from?.description == "2024-06")
        #expect(judged?.questions.map(\.asks) == ["exact day not known"])
        #expect(try judge(act, on: "2024-07-01")?.match.from?.description == "2024-06")
        #expect(try judge(act, on: "2024-05-31")?.match.state == .notYetInForce)
    }

    @Test func anotherMineralRulesOutAndConditionsAreAsked() throws {
        #expect(try judge(dossier(), mineral: "indium")?.match.ruledOut == "it does not contain indium")
        let judged = try judge(dossier(conditions: ["must be flake graphite"]))
        #expect(judged?.questions == [OpenQuestion(item: "A-1", asks: "condition", limit: "must be flake graphite")])
    }
}
