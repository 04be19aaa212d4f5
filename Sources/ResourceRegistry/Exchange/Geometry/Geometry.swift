/// A geometry in degrees: points, lines and areas with holes, in the order of RFC 7946 (longitude, latitude).
enum Geometry: Equatable {
    /// A position. Both numbers are finite; whether they are degrees is checked where it becomes a place.
    struct Position: Equatable {
        let x: Double
        let y: Double
    }

    case points([Position])
    case lines([[Position]])
    /// Each area is a list of closed rings, the outer one first.
    case areas([[[Position]]])
    case collection([Geometry])

    /// Whether there is nothing but one point.
    var isOnePoint: Bool {
        if case .points(let points) = self { return points.count == 1 }
        return false
    }

    var positions: [Position] {
        switch self {
        case .points(let points): points
        case .lines(let lines): lines.flatMap { $0 }
        case .areas(let areas): areas.flatMap { $0.flatMap { $0 } }
        case .collection(let parts): parts.flatMap(\.positions)
        }
    }

    /// A point that lies on the geometry: within the largest area, on the middle of the longest line, or the point nearest to the
    /// middle of all points.
    var representative: Position? {
        switch self {
        case .points(let points): Self.central(points)
        case .lines(let lines): lines.max { Self.length($0) < Self.length($1) }.flatMap(Self.middle)
        case .areas(let areas): areas.max { Self.area($0) < Self.area($1) }.flatMap(Self.interior)
        case .collection(let parts):
            // Areas say more than lines, and lines more than points.
            parts.max { $0.rank < $1.rank }?.representative
        }
    }

    private var rank: Int {
        switch self {
        case .points: 0
        case .lines: 1
        case .areas: 2
        case .collection(let parts): parts.map(\.rank).max() ?? -1
        }
    }

    private static func central(_ points: [Position]) -> Position? {
        guard points.count > 1 else { return points.first }
        let count = Double(points.count)
        let middle = Position(x: points.reduce(0) { $0 + $1.x / count }, y: points.reduce(0) { $0 + $1.y / count })
        return points.min { squared($0, middle) < squared($1, middle) }
    }

    private static func squared(_ one: Position, _ other: Position) -> Double {
        (one.x - other.x) * (one.x - other.x) + (one.y - other.y) * (one.y - other.y)
    }

    private static func length(_ line: [Position]) -> Double {
        zip(line, line.dropFirst()).reduce(0) { $0 + squared($1.0, $1.1).squareRoot() }
    }

    private static func middle(_ line: [Position]) -> Position? {
        var left = length(line) / 2
        for (one, other) in zip(line, line.dropFirst()) {
            let step = squared(one, other).squareRoot()
            if step > 0, left <= step {
                return Position(x: one.x + (other.x - one.x) * left / step, y: one.y + (other.y - one.y) * left / step)
            }
            left -= step
        }
        return line.last
    }

    /// Twice the area of the outer ring without the holes (shoelace formula), in square degrees.
    private static func area(_ rings: [[Position]]) -> Double {
        let areas = rings.map { ring in abs(zip(ring, ring.dropFirst()).reduce(0) { $0 + $1.0.x * $1.1.y - $1.1.x * $1.0.y }) }
        return (areas.first ?? 0) - areas.dropFirst().reduce(0, +)
    }

    /// A point within an area: on a parallel through it, the middle of the longest stretch that lies inside (even-odd rule).
    ///
    /// Parallels are tried between the latitudes of corners, from the middle outwards; a degenerate area gives a corner.
    private static func interior(_ rings: [[Position]]) -> Position? {
        let latitudes = Set(rings.flatMap { $0.map(\.y) }).sorted()
        guard let south = latitudes.first, let north = latitudes.last, south < north else { return rings.first?.first }
        let middle = (south + north) / 2
        // A parallel through a corner would count its edges twice, so parallels run between corners.
        var between = zip(latitudes, latitudes.dropFirst()).map { (low: $0, high: $1) }
        between.sort { abs(($0.low + $0.high) / 2 - middle) < abs(($1.low + $1.high) / 2 - middle) }
        if let index = between.firstIndex(where: { $0.low < middle && middle < $0.high }) { between.swapAt(0, index) }
        var best: (width: Double, point: Position)?
        for gap in between.prefix(16) {
            let y = gap.low < middle && middle < gap.high ? middle : (gap.low + gap.high) / 2
            let crossings = rings.flatMap { edges(of: $0, at: y) }.sorted()
            for index in stride(from: 0, to: crossings.count - 1, by: 2) {
                let width = crossings[index + 1] - crossings[index]
                if width > best?.width ?? 0 { best = (width, Position(x: (crossings[index] + crossings[index + 1]) / 2, y: y)) }
            }
            if let best { return best.point }
        }
        return rings.first?.first
    }

    /// Where the edges of a ring cross a parallel.
    private static func edges(of ring: [Position], at y: Double) -> [Double] {
        zip(ring, ring.dropFirst()).compactMap { one, other in
            guard (one.y > y) != (other.y > y) else { return nil }
            return one.x + (y - one.y) / (other.y - one.y) * (other.x - one.x)
        }
    }

    // MARK: Text

    /// The geometry as GeoJSON (RFC 7946); nil for one without a position.
    var geoJSON: String? {
        switch self {
        case .points(let points):
            guard let first = points.first else { return nil }
            return points.count == 1 ? Self.object("Point", Self.text(first)) : Self.object("MultiPoint", Self.text(points))
        case .lines(let lines):
            guard let first = lines.first else { return nil }
            return lines.count == 1
                ? Self.object("LineString", Self.text(first)) : Self.object("MultiLineString", JSONText.array(lines.map(Self.text)))
        case .areas(let areas):
            guard let first = areas.first else { return nil }
            let texts = areas.map { JSONText.array($0.map(Self.text)) }
            return areas.count == 1
                ? Self.object("Polygon", JSONText.array(first.map(Self.text))) : Self.object("MultiPolygon", JSONText.array(texts))
        case .collection(let parts):
            let texts = parts.compactMap(\.geoJSON)
            guard !texts.isEmpty else { return nil }
            return JSONText.object([("type", JSONText.string("GeometryCollection")), ("geometries", JSONText.array(texts))])
        }
    }

    private static func object(_ type: String, _ coordinates: String) -> String {
        JSONText.object([("type", JSONText.string(type)), ("coordinates", coordinates)])
    }

    private static func text(_ position: Position) -> String { "[\(position.x.shortest),\(position.y.shortest)]" }
    private static func text(_ positions: [Position]) -> String { JSONText.array(positions.map(text)) }
}

extension Double {
    /// The shortest decimal that reads back as the number, without `.0`.
    var shortest: String {
        let text = description
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }
}
