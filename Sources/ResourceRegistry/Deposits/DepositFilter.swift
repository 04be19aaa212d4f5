internal import Glibc

/// Which deposits to list; everything that is not told does not narrow the list.
public struct DepositFilter: Sendable {
    /// A part of the Earth between two meridians and two parallels, borders included; degrees, WGS 84.
    public struct Box: Hashable, Sendable {
        /// Degrees east of its western and eastern border, degrees north of its southern and northern one.
        /// A west that lies beyond east crosses the 180th meridian. 180 and -180 are one meridian.
        public var west, south, east, north: Double

        /// Makes a box; `list` refuses one that cannot be.
        public init(west: Double, south: Double, east: Double, north: Double) {
            self.west = west
            self.south = south
            self.east = east
            self.north = north
        }
    }

    /// All places within a distance of a centre.
    public struct Circle: Hashable, Sendable {
        /// The place from which distances are measured, WGS 84.
        public var centre: Coordinate
        /// The greatest distance, in kilometres; see `Coordinate.distanceInKilometres(to:)`.
        public var kilometres: Double

        /// Makes a circle; `list` refuses a distance that is not above 0.
        public init(centre: Coordinate, kilometres: Double) {
            self.centre = centre
            self.kilometres = kilometres
        }
    }

    /// Only deposits that hold this mineral; for a group, the group itself or any of its members.
    public var mineral: String?
    /// Only deposits in this country.
    public var country: CountryCode?
    /// Only deposits of this mine status, a code of `MineStatus`, or a narrower one.
    public var status: String?
    /// Only deposits placed within this box.
    public var box: Box?
    /// Only deposits placed within this circle.
    public var near: Circle?

    /// Makes a filter; what is not told does not narrow the list.
    public init(
        mineral: String? = nil, country: CountryCode? = nil, status: String? = nil, box: Box? = nil, near: Circle? = nil
    ) {
        self.mineral = mineral
        self.country = country
        self.status = status
        self.box = box
        self.near = near
    }
}

extension DepositFilter.Box {
    /// Refuses degrees out of range and a south beyond north.
    func validated() throws(InvalidValue) -> DepositFilter.Box {
        _ = try Coordinate(latitude: south, longitude: west)
        _ = try Coordinate(latitude: north, longitude: east)
        guard south <= north else {
            throw InvalidValue(
                kind: "bounding box", text: "\(west),\(south),\(east),\(north)", expected: "west,south,east,north, south not beyond north")
        }
        return self
    }

    /// The box as boxes none of which crosses the 180th meridian. Where it touches that, the same meridian on the other side belongs
    /// to it: places there are written with either sign.
    var stretches: [DepositFilter.Box] {
        func stretch(_ west: Double, _ east: Double) -> DepositFilter.Box { .init(west: west, south: south, east: east, north: north) }
        if west > east { return [stretch(west, 180), stretch(-180, east)] }
        var stretches = [self]
        if east == 180, west > -180 { stretches.append(stretch(-180, -180)) }
        if west == -180, east < 180 { stretches.append(stretch(180, 180)) }
        return stretches
    }
}

extension DepositFilter.Circle {
    /// Refuses a distance that is none.
    func validated() throws(InvalidValue) -> DepositFilter.Circle {
        guard kilometres > 0, kilometres.isFinite else {
            throw InvalidValue(kind: "distance", text: "\(kilometres)", expected: "kilometres above 0")
        }
        return self
    }

    /// A box that holds all of it, a little larger so that no rounding loses anything: the index is asked for that. Around a pole every
    /// meridian is near.
    ///
    /// The smallest radius of curvature of the ellipsoid, a(1-f)² = 6335.4 km, turns kilometres into an angle that is never too small.
    /// The meridians follow from the spherical triangle of pole, centre and tangent point: sin Δλ = sin r / cos φ.
    var enclosingBox: DepositFilter.Box {
        let radians = Double.pi / 180
        let smallestRadius = Coordinate.equatorialRadiusInKilometres * (1 - Coordinate.flattening) * (1 - Coordinate.flattening)
        // Lambert's distances of opposite places may be 0.2 % short.
        let angle = kilometres / smallestRadius * 1.002 + 1e-9
        let south = centre.latitude - angle / radians
        let north = centre.latitude + angle / radians
        guard south > -90, north < 90 else {
            return DepositFilter.Box(west: -180, south: max(-90, south), east: 180, north: min(90, north))
        }
        let width = asin(min(1, sin(angle) / cos(centre.latitude * radians))) / radians + 1e-6
        var west = centre.longitude - width
        var east = centre.longitude + width
        if west < -180 { west += 360 }
        if east > 180 { east -= 360 }
        return DepositFilter.Box(west: west, south: south, east: east, north: north)
    }
}

/// A deposit in a list of deposits.
public struct DepositSummary: Hashable, Sendable {
    /// The stable id, for `DepositRepository.find`.
    public let id: String
    /// The name to show, in the language of its source.
    public let name: String
    /// The code of the country it lies in.
    public let country: String?
    /// State, province or region, in the source's words.
    public let admin1: String?
    /// Degrees north of the equator, WGS 84; `nil`: not placed.
    public let latitude: Double?
    /// Degrees east of Greenwich, WGS 84; `nil`: not placed.
    public let longitude: Double?
    /// What kind of occurrence it is, a code of `OccurrenceType`.
    public let occurrenceType: String?
    /// The status of the mine, a code of `MineStatus`.
    public let status: String?
    /// Ids of its minerals, the main one first; the source's words in brackets where none fits.
    public internal(set) var minerals: [String]
    /// Its distance from the centre of `DepositFilter.near`, in kilometres; `nil` when none was told.
    public internal(set) var distanceInKilometres: Double?
    /// How far the deposit was checked.
    public let confidence: Confidence
}
