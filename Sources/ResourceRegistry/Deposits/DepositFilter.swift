internal import Glibc

/// Which deposits to list; everything that is not told does not narrow the list.
public struct DepositFilter: Sendable {
    /// Only deposits that hold this mineral; for a group, the group itself or any of its members.
    public var mineral: String?
    /// Only deposits of this country.
    public var country: CountryCode?
    /// Only deposits with this mine status or a narrower one.
    public var status: MineStatus?
    /// Only deposits within this box.
    public var box: BoundingBox?
    /// Only deposits around this place.
    public var near: Surroundings?

    /// Makes a filter.
    public init(
        mineral: String? = nil, country: CountryCode? = nil, status: MineStatus? = nil, box: BoundingBox? = nil,
        near: Surroundings? = nil
    ) {
        self.mineral = mineral
        self.country = country
        self.status = status
        self.box = box
        self.near = near
    }
}

/// A part of the Earth between two meridians and two parallels, borders included.
public struct BoundingBox: Hashable, Sendable {
    /// Degrees east of the western border. Greater than `east` where the box crosses the antimeridian.
    public let west: Double
    /// Degrees north of the southern border.
    public let south: Double
    /// Degrees east of the eastern border.
    public let east: Double
    /// Degrees north of the northern border.
    public let north: Double

    /// Throws `InvalidValue` for degrees out of range and where south lies north of north.
    public init(west: Double, south: Double, east: Double, north: Double) throws(InvalidValue) {
        _ = try Coordinate(latitude: south, longitude: west)
        _ = try Coordinate(latitude: north, longitude: east)
        guard south <= north else {
            throw InvalidValue(kind: "bounding box", text: "\(west),\(south),\(east),\(north)", expected: "west,south,east,north")
        }
        self.west = west
        self.south = south
        self.east = east
        self.north = north
    }
}

/// All places within a distance of a centre.
public struct Surroundings: Hashable, Sendable {
    /// The centre.
    public let centre: Coordinate
    /// The greatest distance, in kilometres along the great circle.
    public let radiusInKilometres: Double

    /// Throws `InvalidValue` where the radius is not finite or not above 0.
    public init(centre: Coordinate, radiusInKilometres: Double) throws(InvalidValue) {
        guard radiusInKilometres > 0, radiusInKilometres.isFinite else {
            throw InvalidValue(kind: "distance", text: "\(radiusInKilometres)", expected: "kilometres above 0")
        }
        self.centre = centre
        self.radiusInKilometres = radiusInKilometres
    }

    /// A box that holds all of it, a little larger so that rounding loses nothing; SQL can compare with that.
    ///
    /// The meridians follow from the spherical triangle of pole, centre and tangent point: sin Δλ = sin r / cos φ.
    var enclosingBox: (south: Double, north: Double, west: Double, east: Double)? {
        let radians = Double.pi / 180
        let angle = radiusInKilometres / Coordinate.meanEarthRadiusInKilometres + 1e-9
        let south = centre.latitude - angle / radians
        let north = centre.latitude + angle / radians
        guard south > -90, north < 90 else { return nil }
        let width = asin(min(1, sin(angle) / cos(centre.latitude * radians))) / radians + 1e-6
        var west = centre.longitude - width
        var east = centre.longitude + width
        if west < -180 { west += 360 }
        if east > 180 { east -= 360 }
        return (south, north, west, east)
    }
}

/// A deposit in a list of deposits.
public struct DepositSummary: Hashable, Sendable {
    /// Its id.
    public let id: String
    /// Its name.
    public let name: String
    /// The country it lies in.
    public let country: CountryCode?
    /// State, province or region.
    public let admin1: String?
    /// Its place.
    public let coordinate: Coordinate?
    /// What kind of occurrence it is.
    public let occurrenceType: OccurrenceType?
    /// The status of the mine.
    public let status: MineStatus?
    /// Ids of its minerals, the main one first; commodities that fit none are left out.
    public internal(set) var minerals: [String]
    /// Its distance from the centre of `DepositFilter.near`, in kilometres; `nil` when none was told.
    public internal(set) var distanceInKilometres: Double?
    /// How far the deposit was checked.
    public let confidence: Confidence
}
