// Lines that ask by a code alone, many at a time.
extension ScreeningIndex {
    /// Decides on a block of lines; the verdict, requirement and items of each are those of `decide(_:)`.
    ///
    /// It allocates nothing once `decided` has grown to the size of the blocks.
    ///
    /// - Parameters:
    ///   - block: the lines.
    ///   - decided: what was decided on each, in their order; what it held before is gone.
    /// - Throws: as `decide(_:)`, but not for unknown countries, which have no verdict.
    public func decide(_ block: [CodedLine], into decided: inout DecidedLines) throws {
        decided.rows.removeAll(keepingCapacity: true)
        decided.items.removeAll(keepingCapacity: true)
        decided.rows.reserveCapacity(block.count)
        let tables = lines.tables
        for line in block {
            decided.rows.append(try tables.decide(line, &decided.items) ?? general(line, &decided.items))
        }
    }

    /// The line by the way of a single query.
    private func general(_ line: CodedLine, _ items: inout [Int32]) throws -> DecidedLines.Row {
        let decision = try decide(line.query())
        let start = UInt32(items.count)
        items += decision.items
        return DecidedLines.Row(
            start: start, count: UInt16(truncatingIfNeeded: decision.items.count),
            verdict: decision.verdict == .controlled ? 0 : decision.verdict == .depends ? 1 : 2,
            requirement: decision.requirement?.number ?? RuleSum.none)
    }
}

/// What the pieces of a line demand, in sum.
private struct PieceSum {
    var decided = RuleSum.none
    var open = RuleSum.none
    var isOpen = false

    @inline(__always)
    mutating func add(_ effect: Piece.Effect) {
        if effect.isDecided {
            decided = min(decided, effect.requirement)
        } else {
            isOpen = true
            if !effect.isMilitaryOnly { open = min(open, effect.requirement) }
        }
    }
}

extension LineTables {
    /// Decides on one line; `nil` where only the general way can.
    @inline(__always)
    fileprivate func decide(_ line: CodedLine, _ items: inout [Int32]) -> DecidedLines.Row? {
        let kinds = kinds.span
        guard kinds[Int(line.destination)] == 2, kinds[Int(line.origin)] != 0 else { return .unknownCountry }
        let allRoutes = allRoutes.span
        let start = items.count
        var sum = PieceSum()
        var holdsItems = false
        var hits = 0
        for number in routes.span[Int(line.origin)] {
            let route = allRoutes[Int(number)]
            guard route.from <= line.day, line.day <= route.last else { continue }
            holdsItems = holdsItems || route.holdsItems
            guard route.table >= 0 else { continue }
            let program = codes.program(of: line, in: route.table)
            guard program >= 0 else { continue }
            let before = items.count
            guard run(programs.span[Int(program)], line, &sum, &items) else {
                items.removeLast(items.count - start)
                return nil
            }
            if items.count > before { hits += 1 }
        }
        guard holdsItems else { return .withoutActs }
        if items.count == start { return .notListed }
        // Items of the country and of its group stand in one order.
        if hits > 1 { items[start...].sort() }
        let isControlled = sum.decided != RuleSum.none
        return DecidedLines.Row(
            start: UInt32(truncatingIfNeeded: start), count: UInt16(truncatingIfNeeded: items.count - start), verdict: isControlled ? 0 : 1,
            requirement: isControlled ? sum.decided : sum.open)
    }

    /// Adds the pieces of a program that hold for a line; false where they cannot tell.
    @inline(__always)
    private func run(_ program: Program, _ line: CodedLine, _ sum: inout PieceSum, _ items: inout [Int32]) -> Bool {
        let memberships = memberships.span
        let own = Int(line.destination) &* width
        // The top bit stands for all sets that have no bit of their own.
        guard program.sets & (memberships[own] | 1 &<< 63) != 0 else { return true }
        if program.isGeneral { return false }
        let pieces = pieces.span
        var last: Int32 = -1
        for number in program.first..<program.last {
            let piece = pieces[Int(number)]
            guard piece.from <= line.day, line.day <= piece.last, piece.users & line.user != 0 else { continue }
            guard memberships[own &+ Int(piece.set &>> 6)] &>> UInt64(truncatingIfNeeded: piece.set & 63) & 1 == 1 else { continue }
            sum.add(piece.effect)
            if piece.item != last { items.append(piece.item) }
            last = piece.item
        }
        return true
    }
}
