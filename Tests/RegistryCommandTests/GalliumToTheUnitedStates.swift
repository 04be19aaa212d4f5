import Foundation
import Testing

/// The acceptance scenario as calls of the command: a shipment of gallium from China to the United States. "Valid on" is `--on`, "known at"
/// is `--announced-by`, "not controlled" is `not_listed`, "prohibited" is `prohibited_in_principle`, for the military `prohibited`.
@Suite struct GalliumToTheUnitedStates {
    struct Line: CustomTestStringConvertible {
        var name: String
        var validOn: String
        var knownAt: String
        var user = "civil"
        var asked = ["--code", "8112929010"]
        var verdict: String
        var requirement: String?
        /// The item that it rests on, or that shows why nothing applies, with its state.
        var item: String?
        var state: String?

        var testDescription: String { name }
    }

    static let lines = [
        Line(name: "a: the act is not yet announced", validOn: "2023-08-01", knownAt: "2023-07-02", verdict: "not_listed"),
        Line(
            name: "b: announced, not yet in force", validOn: "2023-07-20", knownAt: "2023-07-20", verdict: "not_listed",
            item: "CN-2023-23-Ga-a", state: "not_yet_in_force"),
        Line(
            name: "c: licence", validOn: "2023-08-01", knownAt: "2023-08-01", verdict: "controlled", requirement: "licence_required",
            item: "CN-2023-23-Ga-a", state: "in_force"),
        Line(
            name: "d: ban in principle", validOn: "2025-11-08", knownAt: "2025-11-08", verdict: "controlled",
            requirement: "prohibited_in_principle", item: "CN-2024-46-c2-Ga", state: "in_force"),
        Line(
            name: "e: the ban is suspended, the licence remains", validOn: "2025-11-10", knownAt: "2025-11-10", verdict: "controlled",
            requirement: "licence_required", item: "CN-2024-46-c2-Ga", state: "suspended"),
        Line(
            name: "e: to the military it stays prohibited", validOn: "2025-11-10", knownAt: "2025-11-10", user: "military",
            verdict: "controlled", requirement: "prohibited", item: "CN-2024-46-c1", state: "in_force"),
        Line(
            name: "f: the suspension is not yet known", validOn: "2025-11-10", knownAt: "2025-11-08", verdict: "controlled",
            requirement: "prohibited_in_principle", item: "CN-2024-46-c2-Ga", state: "in_force"),
        Line(
            name: "g: the suspension has run out", validOn: "2026-11-28", knownAt: "2025-11-10", verdict: "controlled",
            requirement: "prohibited_in_principle", item: "CN-2024-46-c2-Ga", state: "in_force"),
        Line(
            name: "h: a new list, no gap and no double entry", validOn: "2024-12-01", knownAt: "2024-12-01", verdict: "controlled",
            requirement: "licence_required", item: "CN-2023-23-Ga-a", state: "in_force"),
        Line(
            name: "i: listed by name only", validOn: "2025-11-10", knownAt: "2025-11-10", asked: ["--words", "gallium nitride"],
            verdict: "depends", requirement: "licence_required", item: "CN-2023-23-Ga-b", state: "in_force"),
    ]

    @Test func linesAToI() throws {
        try withLoadedRegistry { folder in
            for line in Self.lines {
                let answer = try screen(line, in: folder)
                #expect(answer["verdict"] as? String == line.verdict, "\(line.name)")
                #expect(answer["requirement"] as? String == line.requirement, "\(line.name)")
                let matches = try #require(answer["matches"] as? [[String: Any]])
                let match = matches.first { $0["item"] as? String == line.item }
                #expect(match?["state"] as? String == line.state, "\(line.name)")
                if line.item == nil { #expect(matches.isEmpty, "\(line.name)") }
            }
            try lineHIsNoDoubleEntry(in: folder)
            // Line b: the calendar shows the duty that is to come.
            let calendar = try registry(
                "calendar", "--from-day", "2023-08-01", "--to-day", "2023-08-01", "--issuer", "CN", "--format", "csv", in: folder)
            #expect(calendar.output.contains("CN-2023-23-Ga-a"))
        }
    }

    private func screen(_ line: Line, in folder: String) throws -> [String: Any] {
        let run = try registry(
            ["screen", "--from", "CN", "--to", "US", "--on", line.validOn, "--announced-by", line.knownAt, "--end-user", line.user]
                + line.asked + ["--format", "json"], in: folder)
        try #require(run.status == 0, "\(run.errors)")
        return try #require(try json(run.output) as? [String: Any])
    }

    /// The licence stands once, by the announcement of 2023; the list of 2024 (No. 51) gave its control code and is named as its source.
    private func lineHIsNoDoubleEntry(in folder: String) throws {
        let line = try #require(Self.lines.first { $0.name.hasPrefix("h") })
        let matches = try #require(try screen(line, in: folder)["matches"] as? [[String: Any]])
        let inForce = matches.filter { $0["state"] as? String == "in_force" }
        #expect(inForce.compactMap { $0["item"] as? String } == ["CN-2023-23-Ga-a"])
        let shown = try registry("control", "CN-2023-23-Ga-a", "--format", "json", in: folder)
        let item = try #require(try json(shown.output) as? [String: Any])
        #expect(item["control_codes"] as? [String] == ["3C001.a"])
        #expect((item["control_code_basis"] as? String)?.contains("2024-51") == true)
    }
}
