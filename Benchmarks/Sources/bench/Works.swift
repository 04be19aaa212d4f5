/// One program that does a work once and prints what it took.
struct Contestant {
    let name: String
    let program: String
    /// The work as the program knows it; a variant stands behind a colon.
    let work: String
    /// Fewer operations than the others take, for a contestant that is slower by orders of magnitude.
    var count: Int?
    /// Whether it decodes less than the others on purpose, so that its check sum stands alone.
    var standsAlone = false
    /// The largest ratios to the first contestant that are aimed at.
    var budgets: [Measure: Double] = [:]
    /// The most memory, in MB, that is aimed at; `nil`: only told.
    var memory: Double?

    static func c(_ work: String) -> Contestant { Contestant(name: "c", program: "bench-c", work: work) }
    static func tuned(_ work: String) -> Contestant { Contestant(name: "c-tuned", program: "bench-c", work: work + ":tuned") }
    static func grdb(_ work: String) -> Contestant { Contestant(name: "grdb-fast", program: "bench-grdb", work: work) }
    static func codable(_ work: String) -> Contestant { Contestant(name: "grdb-codable", program: "bench-grdb", work: work + ":codable") }
    /// This library: `registry`, or a variant of it.
    static func registry(
        _ work: String, named name: String = "registry", _ cpu: Double? = nil, alone: Bool = false, memory: Double? = nil
    ) -> Contestant {
        Contestant(
            name: name, program: "bench-registry", work: work, standsAlone: alone, budgets: cpu.map { [.cpu: $0] } ?? [:], memory: memory)
    }
}

/// What of a run is compared.
enum Measure: String, Codable {
    /// Time of the process for one operation.
    case cpu
    /// Time on the clock for one operation.
    case wall
    /// Time on the clock for a read and for a write, of works that do both at once.
    case read, write
}

/// A work with its contestants; the first is what the others are compared with.
struct Work {
    let id: String
    let title: String
    /// What one operation is.
    let unit: String
    let contestants: [Contestant]
    var measures: [Measure] = [.cpu]
    /// How many operations, where the size of the data does not tell.
    var count: Int?
    /// Whether it is done on other threads than the first: callgrind is told to count on that one.
    var isThreaded = false
    /// How the work grows with the size of the data, for `bench --scale`; `nil`: it is not asked.
    var growth: Growth?

    enum Growth {
        /// One operation is one row: the total work is looked at.
        case ofAll
        /// One operation is one question.
        case ofOne
    }

    /// A row is added in one of these lists, and its work to the programs that its contestants name.
    static let all = onDeposits + onScreening + onHistory
}
