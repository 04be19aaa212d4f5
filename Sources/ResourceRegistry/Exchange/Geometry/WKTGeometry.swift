extension Geometry {
    /// Reads well-known text (OGC 06-103r4): `POINT (x y)`, `MULTIPOINT(x y, x y)`, `POLYGON ((…))` and the others, with or without
    /// blanks, also several geometries joined by commas (`POINT (…),POINT (…)`). Heights are left out.
    ///
    /// - Throws: `InvalidValue` for anything else.
    init(wkt text: String) throws(InvalidValue) {
        var parser = Parser(text: text)
        var parts = [try parser.geometry()]
        while parser.take(",") { parts.append(try parser.geometry()) }
        guard parser.isAtEnd else { throw parser.invalid() }
        // Several points are several points, however they were joined.
        let points = parts.compactMap { part -> [Position]? in
            if case .points(let points) = part { return points }
            return nil
        }
        self = parts.count == 1 ? parts[0] : points.count == parts.count ? .points(points.flatMap { $0 }) : .collection(parts)
    }

    private struct Parser {
        private let text: String
        private let bytes: [UInt8]
        private var index = 0

        init(text: String) {
            self.text = text
            bytes = Array(text.utf8)
        }

        func invalid() -> InvalidValue {
            InvalidValue(kind: "place as well-known text", text: text, expected: "such as POINT (-120.5 38.2), longitude before latitude")
        }

        var isAtEnd: Bool { bytes[index...].allSatisfy { $0 == 0x20 || $0 == 0x09 } }

        mutating func skip() { while index < bytes.count, bytes[index] == 0x20 || bytes[index] == 0x09 { index += 1 } }

        mutating func take(_ mark: Unicode.Scalar) -> Bool {
            skip()
            guard index < bytes.count, bytes[index] == UInt8(ascii: mark) else { return false }
            index += 1
            return true
        }

        private mutating func word() -> String {
            skip()
            let start = index
            while index < bytes.count, ASCII.isLetter(bytes[index]) { index += 1 }
            return String(decoding: bytes[start..<index], as: UTF8.self).uppercased()
        }

        mutating func geometry(depth: Int = 0) throws(InvalidValue) -> Geometry {
            guard depth < 8 else { throw invalid() }
            let type = word()
            let mark = index
            // A dimension may stand behind the type; EMPTY is the end of it.
            switch word() {
            case "", "Z", "M", "ZM": break
            case "EMPTY": return .points([])
            default:
                index = mark
                throw invalid()
            }
            switch type {
            case "POINT": return .points(try list { parser throws(InvalidValue) in try parser.position() })
            case "MULTIPOINT": return .points(try list { parser throws(InvalidValue) in try parser.bracketedPosition() })
            case "LINESTRING": return .lines([try line()])
            case "MULTILINESTRING": return .lines(try list { parser throws(InvalidValue) in try parser.line() })
            case "POLYGON": return .areas([try area()])
            case "MULTIPOLYGON": return .areas(try list { parser throws(InvalidValue) in try parser.area() })
            case "GEOMETRYCOLLECTION":
                return .collection(try list { parser throws(InvalidValue) in try parser.geometry(depth: depth + 1) })
            default: throw invalid()
            }
        }

        private mutating func list<T>(_ read: (inout Parser) throws(InvalidValue) -> T) throws(InvalidValue) -> [T] {
            guard take("(") else { throw invalid() }
            var list: [T] = []
            repeat { list.append(try read(&self)) } while take(",")
            guard take(")") else { throw invalid() }
            return list
        }

        private mutating func bracketedPosition() throws(InvalidValue) -> Position {
            guard take("(") else { return try position() }
            let position = try position()
            guard take(")") else { throw invalid() }
            return position
        }

        private mutating func line() throws(InvalidValue) -> [Position] {
            let positions = try list { parser throws(InvalidValue) in try parser.position() }
            guard positions.count >= 2 else { throw invalid() }
            return positions
        }

        private mutating func area() throws(InvalidValue) -> [[Position]] {
            let rings = try list { parser throws(InvalidValue) in try parser.line() }
            guard rings.allSatisfy({ $0.count >= 4 && $0.first == $0.last }) else { throw invalid() }
            return rings
        }

        private mutating func position() throws(InvalidValue) -> Position {
            let x = try number()
            let y = try number()
            // A height or a measure, or both.
            for _ in 0..<2 where nextIsNumber() { _ = try number() }
            return Position(x: x, y: y)
        }

        private mutating func nextIsNumber() -> Bool {
            skip()
            guard index < bytes.count else { return false }
            return ASCII.isDigit(bytes[index]) || [UInt8(ascii: "-"), UInt8(ascii: "+"), UInt8(ascii: ".")].contains(bytes[index])
        }

        private mutating func number() throws(InvalidValue) -> Double {
            skip()
            let start = index
            while index < bytes.count, ![0x20, 0x09, UInt8(ascii: ","), UInt8(ascii: "("), UInt8(ascii: ")")].contains(bytes[index]) {
                index += 1
            }
            let text = String(decoding: bytes[start..<index], as: UTF8.self)
            guard DecimalText.parse(text) != nil, let value = Double(text), value.isFinite else { throw invalid() }
            return value
        }
    }
}
