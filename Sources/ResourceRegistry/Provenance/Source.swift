/// Something that was read: an official text, a data release, a press report, or memory.
public struct Source: Hashable, Sendable {
    /// Its stable id, prefixed by the collection it comes from: `controls:S001`, `minerals:usgs-mcs-2025`.
    public var id: String
    /// The title of what was read.
    public var title: String
    /// The body that published it; `nil`: not known.
    public var publisher: String?
    /// When it was published; often only a month or a year is known.
    public var published: CivilDate?
    /// Where it stood when it was read.
    public var url: String?
    /// The terms under which it may be used.
    public var licence: String?
    /// The language or languages it is written in.
    public var language: String?
    /// What kind of source it is: official, press, mirror of official text, recall …
    public var kind: String?
    /// How it was seen: opened, as a reprint, in a search answer.
    public var howSeen: String?
    /// Doubts and remarks of the person who read it.
    public var notes: String?

    /// Makes a source; everything but id and title may be unknown.
    public init(
        id: String, title: String, publisher: String? = nil, published: CivilDate? = nil, url: String? = nil,
        licence: String? = nil, language: String? = nil, kind: String? = nil, howSeen: String? = nil, notes: String? = nil
    ) {
        self.id = id
        self.title = title
        self.publisher = publisher
        self.published = published
        self.url = url
        self.licence = licence
        self.language = language
        self.kind = kind
        self.howSeen = howSeen
        self.notes = notes
    }
}
