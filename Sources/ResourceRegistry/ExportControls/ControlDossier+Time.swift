extension ControlDossier {
    /// When the item is in force: its own dates within those of its act, without what replaced or ended it, minus suspensions.
    ///
    /// The fact tables hold final end dates. An extension that was not yet announced is taken off again, so that the item ends on
    /// the day before the extension began, as everybody had to believe at the time.
    /// - Parameter day: relations announced by acts that were published after it are left out; `nil`: all are taken.
    public func effectivePeriod(announcedBy day: CivilDay? = nil) -> EffectivePeriod {
        let visible = relations.filter { isVisible($0, by: day) }
        let hidden = relations.filter { $0.kind == .extends && !isVisible($0, by: day) }.map(\.period)
        let resumptions = visible.filter { $0.kind == .resumes }.compactMap(\.period.start)
        return EffectivePeriod(
            base: [item.period, act.period].map { Self.span($0, without: hidden) },
            suspensions: visible.filter { $0.kind == .suspends }.map { Self.span($0.period, cutBy: resumptions) },
            replacements: visible.filter { $0.kind == .replaces || $0.kind == .ends }.map {
                DatedSpan(start: $0.period.start, lastDay: nil)
            })
    }

    /// Whether a conversion into a quota holds on a day.
    func converts(on day: CivilDay, announcedBy horizon: CivilDay?) -> Bool {
        relations.contains { $0.kind == .converts && isVisible($0, by: horizon) && $0.period.covers(day) == .yes }
    }

    /// Whether a relation was known by a day. An act whose publication is unknown is visible on every day.
    private func isVisible(_ relation: ActRelation, by horizon: CivilDay?) -> Bool {
        guard let horizon, let published = publishedByAct[relation.actingActID] ?? relation.announced else { return true }
        return published.isOnOrBefore(horizon) == .yes
    }

    /// A span without the extensions that reached its end out; the last one is taken off first.
    private static func span(_ span: DatedSpan, without extensions: [DatedSpan]) -> DatedSpan {
        var span = span
        // An extension that does not end where the span does concerns something else, such as the quota of one year.
        while let extended = extensions.first(where: { $0.lastDay == span.lastDay && $0.start != nil }),
            let start = extended.start, let eve = try? start.firstDay.adding(days: -1)
        {
            guard span.lastDay.map({ eve < $0.firstDay }) ?? true else { break }
            span = span.extended(to: CivilDate(eve))
        }
        return span
    }

    /// A suspension that ends on the day before the control was resumed.
    private static func span(_ suspension: DatedSpan, cutBy resumptions: [CivilDate]) -> DatedSpan {
        let cuts = resumptions.filter { suspension.covers($0.firstDay) != .no }.map(\.firstDay)
        guard let cut = cuts.min(), let eve = try? cut.adding(days: -1) else { return suspension }
        return suspension.extended(to: CivilDate(eve))
    }
}
