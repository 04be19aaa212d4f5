import Foundation
import Testing

let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

/// Every file below a folder of the repository whose name ends so.
func files(in folder: String, ending: String) throws -> [URL] {
    let all = FileManager.default.enumerator(at: repository.appendingPathComponent(folder), includingPropertiesForKeys: nil)
    return (all?.allObjects as? [URL] ?? []).filter { $0.path.hasSuffix(ending) }.sorted { $0.path < $1.path }
}

/// All Swift code that the documentation shows stands, letter by letter, in a file that is compiled.
@Suite struct ArticlesQuoteSnippets {
    /// Lines without the indentation that all of them have, and without empty lines at both ends.
    private func dedented(_ lines: [Substring]) -> String {
        let indent = lines.filter { !$0.allSatisfy(\.isWhitespace) }.map { $0.prefix { $0 == " " }.count }.min() ?? 0
        return lines.map { String($0.dropFirst(indent)) }.joined(separator: "\n").trimmingCharacters(in: .newlines)
    }

    private func lines(_ file: URL) throws -> [Substring] {
        try String(contentsOf: file, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    }

    /// The regions between `// snippet: NAME` and `// end`.
    private func snippets() throws -> [String: String] {
        var found: [String: String] = [:]
        for file in try files(in: "Tests/DocumentationTests/Snippets", ending: ".swift") {
            var open: (name: String, lines: [Substring])?
            for line in try lines(file) {
                let text = line.trimmingCharacters(in: .whitespaces)
                if text.hasPrefix("// snippet: ") {
                    open = (String(text.dropFirst(12)), [])
                } else if text == "// end", let region = open {
                    found[region.name] = dedented(region.lines)
                    open = nil
                } else {
                    open?.lines.append(line)
                }
            }
            #expect(open == nil, "\(file.lastPathComponent): \(open?.name ?? "") has no end")
        }
        return found
    }

    /// The blocks of Swift in an article, or in the comments of a source file. Imports at the beginning are the reader's.
    private func blocks(_ file: URL) throws -> [(line: Int, code: String)] {
        var found: [(Int, String)] = []
        var open: (line: Int, lines: [Substring])?
        for (number, line) in try lines(file).enumerated() {
            var text = line
            if file.pathExtension == "swift" {
                let trimmed = line.drop { $0 == " " }
                guard trimmed.hasPrefix("///") else { continue }
                text = trimmed.dropFirst(trimmed.hasPrefix("/// ") ? 4 : 3)
            }
            if let block = open {
                if text.hasPrefix("```") {
                    found.append((block.line, dedented(Array(block.lines.drop { $0.hasPrefix("import ") }))))
                    open = nil
                } else {
                    open?.lines.append(text)
                }
            } else if text.hasPrefix("```swift") {
                open = (number + 1, [])
            }
        }
        return found
    }

    @Test func everyBlockIsASnippet() throws {
        let snippets = try snippets()
        let texts =
            [repository.appendingPathComponent("README.md")] + (try files(in: "Sources", ending: ".md"))
            + (try files(in: "Sources", ending: ".swift"))
        var quoted: Set<String> = []
        for file in texts {
            for (line, code) in try blocks(file) {
                let name = snippets.first { $0.value == code }?.key
                #expect(name != nil, "\(file.lastPathComponent):\(line): this code stands in no snippet")
                if let name { quoted.insert(name) }
            }
        }
        #expect(quoted.count > 10)
        #expect(Set(snippets.keys).subtracting(quoted).isEmpty, "snippets that nothing quotes")
    }

    @Test func theArticlesAreThere() throws {
        let names = try files(in: "Sources/ResourceRegistry/ResourceRegistry.docc", ending: ".md")
            .map { $0.deletingPathExtension().lastPathComponent }
        let wanted = [
            "GettingStarted", "TheTwoClocks", "Screening", "DepositsAndEstimates", "ImportingYourOwnData", "Migrations",
            "RevisionsAndDeltas", "Speed", "Reliability", "SQLViews",
        ]
        #expect(Set(wanted).isSubset(of: names))
    }
}
