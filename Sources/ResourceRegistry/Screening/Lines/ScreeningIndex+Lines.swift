// Lines that ask by a code alone, many at a time.
extension ScreeningIndex {
    /// Decides on a block of lines; the verdict, requirement and items of each are those of `decide(_:)`.
    ///
    /// It allocates nothing once `decided` has grown to the size of the blocks; blocks of about a thousand lines stay in the cache.
    ///
    /// - Parameters:
    ///   - block: the lines.
    ///   - decided: what was decided on each, in their order; what it held before is gone.
    /// - Throws: as `decide(_:)`, but not for unknown countries, which have no verdict.
    public func decide(_ block: [CodedLine], into decided: inout DecidedLines) throws {
        decided.reset(to: block.count)
        let tables = lines.tables
        let listed = tables.listedLines(of: block, into: &decided.left)
        let reached = tables.reachedLines(of: block, among: listed, in: &decided.left, into: &decided.segments)
        let (left, segments) = (decided.left, decided.segments)
        for position in 0..<reached {
            let line = left[position]
            let segment = segments[position]
            let row =
                segment < 0
                ? tables.decide(block[Int(line)], &decided.items) : tables.decide(block[Int(line)], in: segment, &decided.items)
            decided.set(try row ?? general(block[Int(line)], &decided.items), of: line)
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
struct PieceSum {
    var decided = RuleSum.none
    var open = RuleSum.none

    @inline(__always)
    mutating func add(_ effect: Piece.Effect) {
        if effect.isDecided {
            decided = min(decided, effect.requirement)
        } else if !effect.isMilitaryOnly {
            open = min(open, effect.requirement)
        }
    }

    /// The verdict and the requirement over pieces of which some hold.
    var verdict: (verdict: Verdict, requirement: UInt8) { decided == RuleSum.none ? (.depends, open) : (.controlled, decided) }

    fileprivate func row(start: Int, items: [Int32]) -> DecidedLines.Row {
        if items.count == start { return .notListed }
        let isControlled = decided != RuleSum.none
        return DecidedLines.Row(
            start: UInt32(truncatingIfNeeded: start), count: UInt16(truncatingIfNeeded: items.count - start), verdict: isControlled ? 0 : 1,
            requirement: isControlled ? decided : open)
    }
}

// A block goes through three passes, so that the first two need no branch that is hard to foresee: is anything listed at or near the code?
// Does what is listed concern the destination? Only then are the pieces looked at.
extension LineTables {
    /// The first pass: leaves the lines at or near whose code something is listed, and those that are no simple case; tells how many.
    fileprivate func listedLines(of block: [CodedLine], into left: inout [Int32]) -> Int {
        let (block, tables, kinds, bits) = (block.span, tables.span, kinds.span, codes.bits.span)
        var left = left.mutableSpan
        var count = 0
        for number in block.indices {
            let line = block[unchecked: number]
            let table = tables[unchecked: Int(line.origin)]
            let word = Int(max(table, 0) &* CodeSegments.words) &+ Int(line.subheading &>> 6)
            let isListed = bits[unchecked: word] &>> UInt64(line.subheading & 63)
            let isCountry = UInt32(kinds[unchecked: Int(line.destination)] &>> 1)
            let isSpecial = UInt32(bitPattern: table) &>> 31 | (isCountry ^ 1) | (line.length == 4 ? 1 : 0)
            // The sign tells that only the way by routes can answer.
            left[unchecked: count] = Int32(bitPattern: UInt32(truncatingIfNeeded: number) | isSpecial &<< 31)
            count &+= Int(truncatingIfNeeded: (isListed & 1) | UInt64(isSpecial))
        }
        return count
    }

    /// The second pass: finds the segment of each line, -1 where only the way by routes can answer, and leaves the lines whose destination
    /// it concerns; tells how many.
    fileprivate func reachedLines(
        of block: [CodedLine], among listed: Int, in left: inout [Int32], into segments: inout [Int32]
    ) -> Int {
        let (block, tables, programs, memberships) = (block.span, tables.span, codes.programs.span, memberships.span)
        var left = left.mutableSpan
        var segments = segments.mutableSpan
        var count = 0
        for position in 0..<listed {
            let number = left[unchecked: position]
            left[unchecked: count] = number & .max
            if number < 0 {
                segments[unchecked: count] = -1
                count &+= 1
                continue
            }
            let line = block[unchecked: Int(number)]
            let segment = codes.segment(of: line, in: tables[unchecked: Int(line.origin)])
            segments[unchecked: count] = Int32(truncatingIfNeeded: segment)
            let own = memberships[unchecked: Int(line.destination) &* width] | Self.otherSets
            count &+= programs[unchecked: segment].sets & own != 0 ? 1 : 0
        }
        return count
    }

    /// The third pass: one line by its segment; `nil` where only the general way can.
    @inline(__always)
    fileprivate func decide(_ line: CodedLine, in segment: Int32, _ items: inout [Int32]) -> DecidedLines.Row? {
        let start = items.count
        var sum = PieceSum()
        guard run(codes.programs.span[unchecked: Int(segment)], line, &sum, &items) else { return nil }
        return sum.row(start: start, items: items)
    }

    /// A line of an origin that answers to several jurisdictions, or to others on other days; with a code of four digits; of unknown
    /// countries. `nil` where only the general way can.
    fileprivate func decide(_ line: CodedLine, _ items: inout [Int32]) -> DecidedLines.Row? {
        guard knowsCountries(of: line) else { return .unknownCountry }
        let start = items.count
        var sum = PieceSum()
        var holdsItems = false
        for number in routes[Int(line.origin)] {
            let route = allRoutes[Int(number)]
            guard route.from <= line.day, line.day <= route.last else { continue }
            holdsItems = holdsItems || route.holdsItems
            guard route.table >= 0 else { continue }
            guard run(codes.program(of: line, in: route.table), line, &sum, &items) else {
                items.removeLast(items.count - start)
                return nil
            }
        }
        guard holdsItems else { return .withoutActs }
        // Items of the country and of its group stand in one order.
        items[start...].sort()
        return sum.row(start: start, items: items)
    }

    /// Whether both countries of a line are held.
    func knowsCountries(of line: CodedLine) -> Bool { kinds[Int(line.destination)] == 2 && kinds[Int(line.origin)] != 0 }

    /// Adds the pieces of a program that hold for a line; false where they cannot tell.
    @inline(__always)
    private func run(_ program: Program, _ line: CodedLine, _ sum: inout PieceSum, _ items: inout [Int32]) -> Bool {
        guard program.end >= 0 else { return false }
        let (pieces, memberships) = (pieces.span, memberships.span)
        let own = Int(line.destination) &* width
        var last: Int32 = -1
        var first = Int(program.first)
        while first < Int(program.end) {
            // Up to 64 pieces are tested without a branch; those that hold are few.
            let end = min(first &+ 64, Int(program.end))
            var holding: UInt64 = 0
            var number = end
            while number > first {
                number &-= 1
                let piece = pieces[unchecked: number]
                // A day before the first or behind the last makes one of the differences negative.
                let outside = (Int64(line.day) &- Int64(piece.from)) | (Int64(piece.last) &- Int64(line.day))
                let concerns = memberships[unchecked: own &+ Int(piece.set &>> 6)] &>> UInt64(piece.set & 63)
                let isMeant = UInt64(piece.users &>> line.user)
                holding = holding &<< 1 | (~UInt64(bitPattern: outside) &>> 63 & concerns & isMeant)
            }
            while holding != 0 {
                let piece = pieces[unchecked: first &+ holding.trailingZeroBitCount]
                holding &= holding &- 1
                sum.add(piece.effect)
                if piece.item != last { items.append(piece.item) }
                last = piece.item
            }
            first = end
        }
        return true
    }
}
