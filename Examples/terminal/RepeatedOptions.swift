/// Options of a command line that are given twice.
package enum Options {
    /// Options that may be given several times.
    private static let lists: Set<String> = ["--accept", "--attribute", "--set", "--table"]

    /// An option that is given twice, of which the parser would drop the first without a word; `nil` where there is none.
    package static func repeated(in arguments: [String]) -> String? {
        var seen: Set<Substring> = []
        for word in arguments where word.hasPrefix("--") {
            if word == "--" {
                // What follows is a command of its own, or no options.
                guard arguments.first == "as-known" else { return nil }
                seen = []
                continue
            }
            let name = word.prefix { $0 != "=" }
            if !seen.insert(name).inserted, !lists.contains(String(name)) { return String(name) }
        }
        return nil
    }
}
