extension Geometry {
    /// Reads a GeoJSON geometry (RFC 7946). A third number of a position (the height) is left out.
    ///
    /// - Parameters:
    ///   - node: the geometry object.
    ///   - file: the file, for faults.
    /// - Throws: `JSONError` with line and column of what is none.
    init(geoJSON node: JSONNode, file: String) throws(JSONError) {
        guard let type = node["type"]?.text else {
            throw node.fault(file, "geometry", "not a geometry: it is an object with the members type and coordinates")
        }
        let reader = Reader(file: file)
        if type == "GeometryCollection" {
            guard let parts = node["geometries"]?.elements else {
                throw node.fault(file, "geometry.geometries", "not an array of geometries")
            }
            var read: [Geometry] = []
            for part in parts { read.append(try Geometry(geoJSON: part, file: file)) }
            self = .collection(read)
            return
        }
        guard let coordinates = node["coordinates"] else {
            throw node.fault(file, "geometry.coordinates", "the geometry has no coordinates")
        }
        switch type {
        case "Point": self = .points(coordinates.elements?.isEmpty == true ? [] : [try reader.position(coordinates)])
        case "MultiPoint": self = .points(try reader.list(coordinates, reader.position))
        case "LineString": self = .lines([try reader.line(coordinates)])
        case "MultiLineString": self = .lines(try reader.list(coordinates, reader.line))
        case "Polygon": self = .areas([try reader.list(coordinates, reader.ring)])
        case "MultiPolygon":
            self = .areas(try reader.list(coordinates) { node throws(JSONError) in try reader.list(node, reader.ring) })
        default:
            throw (node["type"] ?? node).fault(
                file, "geometry.type",
                "not a type of geometry, expected Point, MultiPoint, LineString, MultiLineString, Polygon, MultiPolygon or GeometryCollection"
            )
        }
    }

    private struct Reader {
        let file: String
        private static let field = "geometry.coordinates"

        func list<T>(_ node: JSONNode, _ read: (JSONNode) throws(JSONError) -> T) throws(JSONError) -> [T] {
            guard let elements = node.elements else { throw node.fault(file, Self.field, "not an array of coordinates") }
            var list: [T] = []
            for element in elements { list.append(try read(element)) }
            return list
        }

        func position(_ node: JSONNode) throws(JSONError) -> Position {
            guard let numbers = node.elements, numbers.count >= 2 else {
                throw node.fault(file, Self.field, "not a position, expected [longitude, latitude]")
            }
            return Position(x: try degrees(numbers[0], "longitude", 180), y: try degrees(numbers[1], "latitude", 90))
        }

        private func degrees(_ node: JSONNode, _ what: String, _ limit: Double) throws(JSONError) -> Double {
            guard case .number(let text) = node.value, let value = Double(text), value.isFinite else {
                throw node.fault(file, Self.field, "not a number, expected the \(what) in degrees")
            }
            return value
        }

        func line(_ node: JSONNode) throws(JSONError) -> [Position] {
            let positions = try list(node, position)
            guard positions.count >= 2 else { throw node.fault(file, Self.field, "a line has two positions or more") }
            return positions
        }

        func ring(_ node: JSONNode) throws(JSONError) -> [Position] {
            let positions = try list(node, position)
            guard positions.count >= 4, positions.first == positions.last else {
                throw node.fault(file, Self.field, "a ring has four positions or more, the last one the same as the first")
            }
            return positions
        }
    }
}
