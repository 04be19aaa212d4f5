/// The lines in which two texts differ.
enum LineDifference {
    /// `- line` for what goes, `+ line` for what comes, in the order of the texts; lines in common are left out.
    static func lines(from old: String, to new: String) -> [String] {
        let oldLines = split(old)
        let newLines = split(new)
        let difference = newLines.difference(from: oldLines)
        var removed: Set<Int> = []
        var inserted: Set<Int> = []
        for change in difference {
            switch change {
            case .remove(let offset, _, _): removed.insert(offset)
            case .insert(let offset, _, _): inserted.insert(offset)
            }
        }
        var lines: [String] = []
        var (o, n) = (0, 0)
        while o < oldLines.count || n < newLines.count {
            if removed.contains(o) {
                lines.append("- " + oldLines[o])
                o += 1
            } else if inserted.contains(n) {
                lines.append("+ " + newLines[n])
                n += 1
            } else {
                o += 1
                n += 1
            }
        }
        return lines
    }

    private static func split(_ text: String) -> [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }
}
