/// Where a source says that a deposit lies, and whether that can be taken for WGS 84.
struct SourcePlace {
    /// What a name of a coordinate system means.
    enum System: Equatable {
        case wgs84
        /// Some 100 to 200 m off when it is read as WGS 84, in North America.
        case nad27
        case notGiven
        /// Another one: another datum, or a projection.
        case other(String)

        init(_ name: String?) {
            guard let name = name?.trimmed, !name.isEmpty else {
                self = .notGiven
                return
            }
            let word = name.uppercased().filter { $0 != " " && $0 != "_" && $0 != "-" }
            switch word {
            case "EPSG:4326", "WGS84", "OGC:CRS84", "CRS84", "URN:OGC:DEF:CRS:OGC:1.3:CRS84", "URN:OGC:DEF:CRS:OGC::CRS84",
                "URN:OGC:DEF:CRS:EPSG::4326", "HTTP://WWW.OPENGIS.NET/DEF/CRS/OGC/1.3/CRS84", "4326":
                self = .wgs84
            case "EPSG:4267", "NAD27", "URN:OGC:DEF:CRS:EPSG::4267", "4267": self = .nad27
            default: self = .other(name)
            }
        }
    }

    /// How far a point may be off whose datum is NAD27, or is not told, in metres.
    static let datumDoubt = 200.0

    /// Places a deposit.
    ///
    /// - Parameters:
    ///   - geometry: where the source puts it.
    ///   - crs: the coordinate system in the source's words, nil where it names none.
    ///   - given: the place in the source's words, latitude first, or as text of another kind.
    ///   - item: the record, whose deposit is placed.
    /// - Throws: `InvalidValue` where degrees are out of range.
    static func place(_ geometry: Geometry?, crs: String?, given: String?, _ item: inout ImportItem) throws(InvalidValue) {
        guard let geometry, let point = geometry.representative else {
            item.notes.note(.withoutPlace)
            return
        }
        let system = System(crs)
        item.deposit?.givenCRS = crs?.trimmed
        item.deposit?.givenPosition = given ?? "\(point.y.plain), \(point.x.plain)"
        if case .other = system {
            item.notes.note(.foreignCRS)
            return
        }
        // Every position is looked at, not only the one that is taken.
        for position in geometry.positions { _ = try Coordinate(latitude: position.y, longitude: position.x) }
        item.deposit?.coordinate = try Coordinate(latitude: point.y, longitude: point.x)
        if system == .wgs84, item.deposit?.givenCRS == nil || crs?.uppercased().hasPrefix("URN:") == true {
            item.deposit?.givenCRS = "EPSG:4326"
        }
        if system == .nad27 || system == .notGiven {
            item.deposit?.accuracyInMetres = datumDoubt
            item.notes.note(system == .nad27 ? .nad27 : .crsNotGiven)
        }
        guard !geometry.isOnePoint else { return }
        item.shape = geometry.geoJSON
        if case .points = geometry { item.notes.note(.severalPoints) } else { item.notes.note(.shape) }
    }
}
