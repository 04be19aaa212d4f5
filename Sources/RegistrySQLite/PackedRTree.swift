internal import CRegistrySQLite

extension Connection {
    /// Fills an R*Tree with points, in place of what it holds: its nodes are packed from the leaves up, and written as SQLite would.
    ///
    /// A tree that is given one entry after another looks for the place of each and splits nodes over and over: an import of 300,000
    /// deposits takes an eighth less with a packed one. The entries become leaves as they come, so neighbours should follow one another.
    /// What is above the leaves is tiled by sorting (Leutenegger, Lopez and Edgington, "STR: A Simple and Efficient Algorithm for R-Tree
    /// Packing", 1997).
    ///
    /// The form of the nodes is that of `ext/rtree/rtree.c` in SQLite 3.40; `rtreecheck` looks at the same things.
    ///
    /// It must lie inside a transaction, and no query of this connection may be running. An error on the way ends the access, and nothing of
    /// it can be committed: half a tree is none.
    ///
    /// - Parameters:
    ///   - table: an R*Tree of floats (`rtree`) of two dimensions, with these columns alone: key, low and high, low and high.
    ///   - count: how many points there are.
    ///   - points: a query that gives a key and two finite numbers for each.
    /// - Throws: what SQLite throws; `.misuse` for a table that has not five columns and for another number of points; `.corrupt` for a tree
    ///   without a root.
    package func packRTree(_ table: String, count: Int, points: String) throws {
        let columns = try first("SELECT count(*) FROM pragma_table_info(?1)", [.text(table)]) { try $0.int(0) }
        let nodes = try first("SELECT count(*) FROM pragma_table_info(?1)", [.text(table + "_node")]) { try $0.int(0) }
        guard columns == 5, nodes == 2 else {
            throw DatabaseError.misuse("\(table) is no R*Tree of two dimensions", path: handle.path)
        }
        let size = try first("SELECT length(data) FROM \(quoted(table + "_node")) WHERE nodeno = 1") { try $0.int(0) }
        guard let size, size >= RTreeNode.header + 8 * RTreeNode.entry else {
            throw DatabaseError(code: .corrupt, message: "the R*Tree \(table) has no root", path: handle.path)
        }
        do {
            try undefended { try RTreePacking(table, nodeSize: size, of: self).pack(count: count, points: points) }
        } catch {
            // SQLite ends no transaction for an error of a query, but the old tree is gone.
            giveUp(because: error)
            throw error
        }
    }

    /// Lets `body` write to tables in which a virtual table keeps its data. The setting makes SQLite compile each statement anew at its next
    /// run, so none that was compiled inside is of use afterwards; a query that is running may end with an error.
    private func undefended(_ body: () throws -> Void) throws {
        func set(_ value: Int32) throws(DatabaseError) {
            var now: Int32 = -1
            registry_db_config_set(handle.db, SQLITE_DBCONFIG_DEFENSIVE, value, &now)
            guard now != value else { return }
            handle.isBroken = true
            throw DatabaseError(code: .error, message: "the setting DEFENSIVE did not take", path: handle.path)
        }
        try set(0)
        do { try body() } catch {
            try set(1)
            throw error
        }
        try set(1)
    }
}

/// What a node holds of a point, or of a node below it.
private struct RTreeEntry {
    let key: Int64
    var low0, high0, low1, high1: Float

    init(key: Int64, _ first: Double, _ second: Double) {
        self.key = key
        (low0, high0) = (RTreeEntry.down(first), RTreeEntry.up(first))
        (low1, high1) = (RTreeEntry.down(second), RTreeEntry.up(second))
    }

    /// The box around the entries of a node.
    init(node: Int64, around entries: ArraySlice<RTreeEntry>) {
        key = node
        (low0, high0, low1, high1) = (.infinity, -.infinity, .infinity, -.infinity)
        for entry in entries {
            (low0, high0) = (min(low0, entry.low0), max(high0, entry.high0))
            (low1, high1) = (min(low1, entry.low1), max(high1, entry.high1))
        }
    }

    // As SQLite rounds them: a box of 32-bit floats contains what it was made of.
    private static func down(_ number: Double) -> Float {
        let near = Float(number)
        return Double(near) > number ? Float(number * (number < 0 ? 1 + 0x1p-23 : 1 - 0x1p-23)) : near
    }

    private static func up(_ number: Double) -> Float {
        let near = Float(number)
        return Double(near) < number ? Float(number * (number < 0 ? 1 - 0x1p-23 : 1 + 0x1p-23)) : near
    }
}

/// The bytes of a node: its height above the leaves (of the root alone) and the number of entries, two bytes each, and the entries, a key of
/// eight bytes and four floats each. All are big-endian; what is left over is zero.
private struct RTreeNode {
    static let header = 4, entry = 24
    private(set) var bytes: [UInt8]

    init(size: Int, height: Int, entries: ArraySlice<RTreeEntry>) {
        bytes = []
        bytes.reserveCapacity(size)
        append(UInt16(height))
        append(UInt16(entries.count))
        for entry in entries {
            append(entry.key)
            append(entry.low0.bitPattern)
            append(entry.high0.bitPattern)
            append(entry.low1.bitPattern)
            append(entry.high1.bitPattern)
        }
        bytes.append(contentsOf: repeatElement(0, count: size - bytes.count))
    }

    private mutating func append(_ number: some FixedWidthInteger) {
        withUnsafeBytes(of: number.bigEndian) { bytes.append(contentsOf: $0) }
    }
}

/// The writing of one tree. Node 1 is the root, the leaves follow from 2 on, and then the levels above them.
private final class RTreePacking {
    private let connection: Connection
    private let table: String
    private let nodeSize: Int
    /// How many entries a node takes at most (51 is SQLite's own bound for its size), and how many it is given: later changes find room.
    private let capacity, fill: Int
    private let writeNode, writeLeafOfKey, writeParent: Statement
    private var lastNode: Int64 = 1

    init(_ table: String, nodeSize: Int, of connection: Connection) throws {
        self.connection = connection
        self.table = table
        self.nodeSize = nodeSize
        capacity = min(51, (nodeSize - RTreeNode.header) / RTreeNode.entry)
        fill = capacity * 9 / 10
        func shadow(_ part: String) -> String { quoted("\(table)_\(part)") }
        for part in ["node", "rowid", "parent"] { try connection.execute("DELETE FROM \(shadow(part))") }
        writeNode = try connection.prepare("INSERT INTO \(shadow("node")) VALUES (?1, ?2)")
        writeLeafOfKey = try connection.prepare("INSERT INTO \(shadow("rowid")) VALUES (?1, ?2)")
        writeParent = try connection.prepare("INSERT INTO \(shadow("parent")) VALUES (?1, ?2)")
    }

    func pack(count: Int, points: String) throws {
        var level = try leaves(count: count, points: points)
        var height = 1
        guard count > capacity else { return }
        while level.count > capacity {
            level = try tile(level)
            height += 1
        }
        try write(1, height: height, level[...])
        for child in level { try note(child.key, below: 1) }
    }

    /// Writes the leaves, which differ by one entry at most; few points stand in the root itself.
    ///
    /// - Returns: what the level above holds of them.
    private func leaves(count: Int, points: String) throws -> [RTreeEntry] {
        let leaves = count > capacity ? (count + fill - 1) / fill : 1
        var entries: [RTreeEntry] = []
        var above: [RTreeEntry] = []
        above.reserveCapacity(leaves)
        var done = 0
        func end() throws {
            let node: Int64
            if leaves == 1 { node = 1 } else { (lastNode, node) = (lastNode + 1, lastNode + 1) }
            try write(node, height: 0, entries[...])
            for entry in entries {
                try writeLeafOfKey.bind(entry.key, at: 1)
                try writeLeafOfKey.bind(node, at: 2)
                try writeLeafOfKey.run()
            }
            above.append(RTreeEntry(node: node, around: entries[...]))
            entries.removeAll(keepingCapacity: true)
        }
        try connection.forEachRow(points) { row in
            done += 1
            guard done <= count else { throw notAsMany(count, "more") }
            entries.append(RTreeEntry(key: try row.int64(0), try row.double(1), try row.double(2)))
            if done == count * (above.count + 1) / leaves { try end() }
        }
        guard done == count else { throw notAsMany(count, "\(done)") }
        if count == 0 { try end() }
        return above
    }

    private func notAsMany(_ count: Int, _ given: String) -> DatabaseError {
        .misuse("\(table) was to hold \(count) points and is given \(given)", path: connection.handle.path)
    }

    /// Writes a level above the leaves: its entries are cut into slices by their first middle, these into nodes by the second.
    private func tile(_ entries: [RTreeEntry]) throws -> [RTreeEntry] {
        let nodes = (entries.count + fill - 1) / fill
        let slices = Int(Double(nodes).squareRoot().rounded(.up))
        let sorted = entries.sorted { ($0.low0 + $0.high0, $0.key) < ($1.low0 + $1.high0, $1.key) }
        var above: [RTreeEntry] = []
        for slice in 0..<slices {
            let part = sorted[sorted.count * slice / slices..<sorted.count * (slice + 1) / slices]
                .sorted { ($0.low1 + $0.high1, $0.key) < ($1.low1 + $1.high1, $1.key) }
            let nodes = (part.count + fill - 1) / fill
            for number in 0..<nodes {
                let children = part[part.count * number / nodes..<part.count * (number + 1) / nodes]
                lastNode += 1
                try write(lastNode, height: 0, children)
                for child in children { try note(child.key, below: lastNode) }
                above.append(RTreeEntry(node: lastNode, around: children))
            }
        }
        return above
    }

    private func write(_ node: Int64, height: Int, _ entries: ArraySlice<RTreeEntry>) throws {
        try writeNode.bind(node, at: 1)
        try writeNode.bind(RTreeNode(size: nodeSize, height: height, entries: entries).bytes, at: 2)
        try writeNode.run()
    }

    private func note(_ node: Int64, below parent: Int64) throws {
        try writeParent.bind(node, at: 1)
        try writeParent.bind(parent, at: 2)
        try writeParent.run()
    }
}
