internal import Glibc

/// A place on Earth in WGS 84 degrees.
public struct Coordinate: Hashable, Sendable, CustomStringConvertible {
    /// Degrees north, -90…90.
    public let latitude: Double
    /// Degrees east, -180…180.
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

    /// The mean radius of the Earth (IUGG R1) in kilometres.
    public static let meanEarthRadiusInKilometres = 6371.0088

    /// Great-circle distance in kilometres by the haversine formula on the mean radius; within 0.6 % of the distance on the ellipsoid.
    public func distanceInKilometres(to other: Coordinate) -> Double {
        let radians = Double.pi / 180
        let sineLatitude = sin((other.latitude - latitude) * radians / 2)
        let sineLongitude = sin((other.longitude - longitude) * radians / 2)
        let haversine =
            sineLatitude * sineLatitude + cos(latitude * radians) * cos(other.latitude * radians) * sineLongitude * sineLongitude
        // Rounding may push antipodes a hair above 1, where asin is not a number.
        return 2 * Self.meanEarthRadiusInKilometres * asin(min(1, haversine.squareRoot()))
    }

    /// `55.58862, -132.47959`: latitude first.
    public var description: String { "\(latitude), \(longitude)" }
}
