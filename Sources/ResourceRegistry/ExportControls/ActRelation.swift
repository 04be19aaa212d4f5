/// What one act does to another, to one of its measures or to one of its items, and in which window.
public struct ActRelation: Hashable, Sendable {
    /// What one act does to another, or to a part of it.
    public enum Kind: String, Sendable, CaseIterable {
        /// The target does not apply during the window.
        case suspends
        /// A suspension ends, and the target applies again.
        case resumes
        /// A window that was announced earlier lasts longer.
        case extends
        /// The target gives way to the acting act.
        case replaces
        /// The target goes on under another requirement.
        case converts
        /// The target applies no longer.
        case ends
    }

    /// What it is done to.
    public enum Target: Hashable, Sendable {
        /// A whole act, by its id.
        case act(String)
        /// One clause of an act, by its id.
        case measure(String)
        /// One listed item, by its id.
        case item(String)
    }

    /// The stable id of the relation: `AR002`.
    public var id: String
    /// The act that does it.
    public var actingActID: String
    /// What the acting act does to the target.
    public var kind: Kind
    /// What it does it to.
    public var target: Target
    /// The clause as the source names it: `all`, `2`, `lithium concentrate`.
    public var clauseAsGiven: String?
    /// The acting instrument as the source names it.
    public var instrumentAsGiven: String?
    /// When it was announced; `nil`: not known.
    public var announced: CivilDate?
    /// The window in which it holds; its last day is inclusive.
    public var period: DatedSpan
    /// Doubts and remarks of whoever entered it; `nil`: none.
    public var notes: String?
    /// How sure it is, and the sources it was taken from.
    public var citation: Citation

    /// Makes a relation; what may be left out is not known, or there is none.
    public init(
        id: String, actingActID: String, kind: Kind, target: Target, clauseAsGiven: String? = nil, instrumentAsGiven: String? = nil,
        announced: CivilDate? = nil, period: DatedSpan, notes: String? = nil, citation: Citation
    ) {
        self.id = id
        self.actingActID = actingActID
        self.kind = kind
        self.target = target
        self.clauseAsGiven = clauseAsGiven
        self.instrumentAsGiven = instrumentAsGiven
        self.announced = announced
        self.period = period
        self.notes = notes
        self.citation = citation
    }
}

/// An entry of the policy timeline.
public struct PolicyEvent: Hashable, Sendable {
    /// The stable id of the event: `EV011`.
    public var id: String
    /// When it happened; often only a month or a year.
    public var date: CivilDate
    /// The country, the group, or a label such as `WTO`.
    public var jurisdiction: String
    /// What kind of event it is.
    public var kind: String
    /// What happened, in the registry's own words.
    public var title: String
    /// Minerals in the source's symbols and words.
    public var mineralsAsListed: String?
    /// Slugs of the minerals it concerns.
    public var minerals: [String]
    /// The act it belongs to.
    public var actID: String?
    /// Doubts and remarks of whoever entered it; `nil`: none.
    public var notes: String?
    /// How sure it is, and the sources it was taken from.
    public var citation: Citation

    /// Makes an event; what may be left out is not known, or there is none.
    public init(
        id: String, date: CivilDate, jurisdiction: String, kind: String, title: String, mineralsAsListed: String? = nil,
        minerals: [String] = [], actID: String? = nil, notes: String? = nil, citation: Citation
    ) {
        self.id = id
        self.date = date
        self.jurisdiction = jurisdiction
        self.kind = kind
        self.title = title
        self.mineralsAsListed = mineralsAsListed
        self.minerals = minerals
        self.actID = actID
        self.notes = notes
        self.citation = citation
    }
}

/// Everything that decides about one item: the item, its clause, its act, and all that acts upon them.
public struct ControlDossier: Hashable, Sendable {
    /// The controlled item, as it is listed.
    public var item: ControlItem
    /// The clause it stands in.
    public var measure: Measure
    /// The act whose clause lists the item.
    public var act: LegalAct
    /// Relations whose target is the item, its measure or its act, in the order of their ids.
    public var relations: [ActRelation]
    /// Publication dates of the acts that act upon it, by act id; an act whose date is unknown is missing.
    public var publishedByAct: [String: CivilDate]
}
