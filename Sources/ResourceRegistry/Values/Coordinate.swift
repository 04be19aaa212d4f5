internal import Glibc

/// A place on Earth in WGS 84 degrees.
public struct Coordinate: Hashable, Sendable, CustomStringConvertible {
    /// Degrees north of the equator, -90…90, WGS 84.
    public let latitude: Double
    /// Degrees east of Greenwich, -180…180, WGS 84.
    public let longitude: Double

    /// Throws `InvalidValue` where a number is not finite or lies outside of its range.
    public init(latitude: Double, longitude: Double) throws(InvalidValue) {
        // NaN fails both comparisons, infinity one of them.
        guard latitude >= -90, latitude <= 90 else {
            throw InvalidValue(kind: "latitude", text: "\(latitude)", expected: "WGS 84 degrees from -90 to 90")
        }
        guard longitude >= -180, longitude <= 180 else {
            throw InvalidValue(kind: "longitude", text: "\(longitude)", expected: "WGS 84 degrees from -180 to 180")
        }
        // -0 and 0 are the same place and must not differ when printed.
        self.latitude = latitude == 0 ? 0 : latitude
        self.longitude = longitude == 0 ? 0 : longitude
    }

    /// The semi-major axis of WGS 84 in kilometres (NIMA TR8350.2, table 3.1).
    public static let equatorialRadiusInKilometres = 6378.137
    /// The flattening of WGS 84 (same table).
    static let flattening = 1 / 298.257223563

    /// Distance along the ellipsoid of WGS 84, in kilometres, by Lambert's formula for long lines: the great circle between the
    /// reduced latitudes, corrected by the flattening to the first order.
    ///
    /// Tens of metres off at most for all but opposite places; within 0.2 % for those. Source: P. D. Thomas, *Spheroidal geodesics,
    /// reference systems and local geometry*, U.S. Naval Oceanographic Office SP-138 (1970).
    public func distanceInKilometres(to other: Coordinate) -> Double {
        let radians = Double.pi / 180
        let (here, there) = (Self.reduced(latitude * radians), Self.reduced(other.latitude * radians))
        let (mean, half) = ((here + there) / 2, (there - here) / 2)
        let sineLongitude = sin((other.longitude - longitude) * radians / 2)
        // Rounding may push opposite places a hair above 1, where asin is not a number.
        let haversine = min(1, sin(half) * sin(half) + cos(here) * cos(there) * sineLongitude * sineLongitude)
        guard haversine > 0 else { return 0 }
        let angle = 2 * asin(haversine.squareRoot())
        let (sineMean, cosineHalf) = (sin(mean) * cos(half), cos(mean) * sin(half))
        // Both quotients lie between 0 and 1; the first has no value for exactly opposite places.
        let across = haversine < 1 ? min(1, sineMean * sineMean / (1 - haversine)) : 0
        let along = min(1, cosineHalf * cosineHalf / haversine)
        let correction = (angle - sin(angle)) * across + (angle + sin(angle)) * along
        return Self.equatorialRadiusInKilometres * (angle - Self.flattening / 2 * correction)
    }

    /// The latitude on the sphere around the ellipsoid, in radians.
    private static func reduced(_ latitude: Double) -> Double { atan2((1 - flattening) * sin(latitude), cos(latitude)) }

    /// `55.58862, -132.47959`: latitude first.
    public var description: String { "\(latitude), \(longitude)" }
}
