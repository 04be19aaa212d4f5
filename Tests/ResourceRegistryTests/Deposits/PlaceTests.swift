import Foundation
import RegistrySQLite
import Testing

@testable import ResourceRegistry

/// Boxes and circles against a brute-force answer over all deposits.
@Suite struct PlaceTests {
    /// Places where mistakes hide: poles, the 180th meridian written both ways, 0,0, neighbours in 32-bit floats; then random ones.
    private static func places() throws -> [Coordinate] {
        let corners: [(Double, Double)] = [
            (90, 0), (90, 100), (-90, 0), (0, 0), (0, 180), (0, -180), (10, 180), (-10, -180), (45, 179.9999999), (45, -179.9999999),
            (0.1, 0.1), (0.10000000149, 0.1), (0.1.nextUp, 0.1), (89.9999, 45), (-89.9999, -135), (16.1234567891, 100.9876543219),
        ]
        var random = SplitMix(seed: 7)
        let scattered = (0..<400).map { _ in
            (asin(Double.random(in: -1...1, using: &random)) * 180 / .pi, Double.random(in: -180...180, using: &random))
        }
        return try (corners + scattered).map { try Coordinate(latitude: $0.0, longitude: $0.1) }
    }

    private func withPlaces(_ body: (Registry, [String: Coordinate]) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("places-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        let registry = try Registry.open(folder.appendingPathComponent("registry.sqlite").path, mode: .create)
        defer { registry.close() }
        var held: [String: Coordinate] = [:]
        let citation = try Citation(confidence: .confirmed, sources: ["test"])
        try registry.change { editor in
            try editor.sources.save(Source(id: "test", title: "Test"))
            for (index, place) in try Self.places().enumerated() {
                held["place-\(index)"] = place
                try editor.deposits.insert(Deposit(id: "place-\(index)", name: "Place", coordinate: place, citation: citation))
            }
            try editor.deposits.insert(Deposit(id: "nowhere", name: "Nowhere", citation: citation))
        }
        try body(registry, held)
    }

    @Test func aBoxHoldsJustWhatLiesInIt() throws {
        try withPlaces { registry, held in
            var random = SplitMix(seed: 11)
            var boxes: [DepositFilter.Box] = [
                .init(west: -180, south: -90, east: 180, north: 90), .init(west: 170, south: -20, east: 180, north: 20),
                .init(west: -180, south: -20, east: -170, north: 20), .init(west: 179, south: -50, east: -179, north: 50),
                .init(west: 0, south: 0, east: 0, north: 0), .init(west: 0.1, south: 0.1, east: 0.1, north: 0.1),
                .init(west: -1, south: 90, east: 1, north: 90), .init(west: 180, south: -90, east: 180, north: 90),
            ]
            for _ in 0..<100 {
                let (a, b) = (Double.random(in: -90...90, using: &random), Double.random(in: -90...90, using: &random))
                boxes.append(
                    .init(
                        west: Double.random(in: -180...180, using: &random), south: min(a, b),
                        east: Double.random(in: -180...180, using: &random), north: max(a, b)))
            }
            // The borders of these go through a place.
            for place in held.values.prefix(50) {
                boxes.append(.init(west: place.longitude, south: place.latitude, east: place.longitude, north: place.latitude))
            }
            func isInside(_ place: Coordinate, _ box: DepositFilter.Box) -> Bool {
                guard (box.south...box.north).contains(place.latitude) else { return false }
                let longitudes = abs(place.longitude) == 180 ? [180, -180] : [place.longitude]
                return longitudes.contains { box.west <= box.east ? box.west <= $0 && $0 <= box.east : box.west <= $0 || $0 <= box.east }
            }
            for box in boxes {
                let found = try registry.read { try $0.deposits.list(DepositFilter(box: box)) }.entries.map(\.id)
                #expect(found.sorted() == held.filter { isInside($0.value, box) }.keys.sorted(), "\(box)")
            }
        }
    }

    @Test func aCircleHoldsJustWhatIsNearNearestFirst() throws {
        try withPlaces { registry, held in
            var random = SplitMix(seed: 13)
            let centres = try Self.places().prefix(16) + [try Coordinate(latitude: 52.2296756, longitude: 21.0122287)]
            for centre in centres {
                for kilometres in [0.001, 1, 100, 2500, 9990, 15_000, 20_040, Double.random(in: 1...20_000, using: &random)] {
                    let filter = DepositFilter(near: .init(centre: centre, kilometres: kilometres))
                    let found = try registry.read { try $0.deposits.list(filter) }.entries
                    let expected = held.mapValues { $0.distanceInKilometres(to: centre) }.filter { $0.value <= kilometres }
                        .sorted { ($0.value, $0.key) < ($1.value, $1.key) }
                    #expect(found.map(\.id) == expected.map(\.key), "\(centre) \(kilometres)")
                    #expect(found.map(\.distanceInKilometres) == expected.map(\.value))
                }
            }
            #expect(try registry.read { try $0.deposits.list() }.entries.count == held.count + 1)
        }
    }

    @Test func pagesNearAPlaceFollowEachOther() throws {
        try withPlaces { registry, _ in
            let circle = DepositFilter.Circle(centre: try Coordinate(latitude: 0, longitude: 180), kilometres: 12_000)
            let whole = try registry.read { try $0.deposits.list(DepositFilter(near: circle)) }.entries
            var paged: [DepositSummary] = []
            var cursor: String?
            repeat {
                let page = try registry.read { try $0.deposits.list(DepositFilter(near: circle), page: Page(limit: 7, after: cursor)) }
                paged += page.entries
                cursor = page.next
            } while cursor != nil
            #expect(paged == whole)
            #expect(whole.count > 100)
        }
    }

    /// Against Vincenty's inverse formula (Survey Review 23, 1975), which is good to a millimetre but does not end for opposite places.
    @Test func distancesAreThoseOfTheEllipsoid() throws {
        let places = try Self.places()
        var compared = 0
        for (index, one) in places.enumerated() {
            for other in places.dropFirst(index + 1).prefix(40) {
                guard let exact = vincenty(one, other), exact > 0 else { continue }
                compared += 1
                let distance = one.distanceInKilometres(to: other)
                let tolerance = exact < 19_000 ? max(1e-6, exact * 2e-5) : exact * 2e-3
                #expect(abs(distance - exact) <= tolerance, "\(one) \(other): \(distance), exactly \(exact)")
                #expect(distance == other.distanceInKilometres(to: one))
            }
        }
        #expect(compared > 10_000)
        let pole = try Coordinate(latitude: 90, longitude: 0)
        #expect(pole.distanceInKilometres(to: try Coordinate(latitude: 90, longitude: 100)) < 1e-9)
        #expect(abs(pole.distanceInKilometres(to: try Coordinate(latitude: -90, longitude: 5)) - 20_003.93) < 1)
        let origin = try Coordinate(latitude: 0, longitude: 0)
        #expect(abs(origin.distanceInKilometres(to: try Coordinate(latitude: 0, longitude: 180)) - 20_003.93) < 40)
        #expect(origin.distanceInKilometres(to: origin) == 0)
    }

    private func vincenty(_ one: Coordinate, _ other: Coordinate) -> Double? {
        let (a, f) = (6378.137, 1 / 298.257223563)
        let b = a * (1 - f)
        let radians = Double.pi / 180
        let u1 = atan((1 - f) * tan(one.latitude * radians))
        let u2 = atan((1 - f) * tan(other.latitude * radians))
        let l = (other.longitude - one.longitude) * radians
        var lambda = l
        for _ in 0..<200 {
            let x = cos(u2) * sin(lambda)
            let y = cos(u1) * sin(u2) - sin(u1) * cos(u2) * cos(lambda)
            let sinSigma = (x * x + y * y).squareRoot()
            if sinSigma == 0 { return 0 }
            let cosSigma = sin(u1) * sin(u2) + cos(u1) * cos(u2) * cos(lambda)
            let sigma = atan2(sinSigma, cosSigma)
            let sinAlpha = cos(u1) * cos(u2) * sin(lambda) / sinSigma
            let cosSqAlpha = 1 - sinAlpha * sinAlpha
            let cos2m = cosSqAlpha == 0 ? 0 : cosSigma - 2 * sin(u1) * sin(u2) / cosSqAlpha
            let c = f / 16 * cosSqAlpha * (4 + f * (4 - 3 * cosSqAlpha))
            let next = l + (1 - c) * f * sinAlpha * (sigma + c * sinSigma * (cos2m + c * cosSigma * (2 * cos2m * cos2m - 1)))
            if abs(next) > .pi + 1e-9, abs(l) <= .pi { return nil }
            if abs(next - lambda) < 1e-12 {
                let uSq = cosSqAlpha * (a * a - b * b) / (b * b)
                let k = 1 + uSq / 16384 * (4096 + uSq * (-768 + uSq * (320 - 175 * uSq)))
                let q = uSq / 1024 * (256 + uSq * (-128 + uSq * (74 - 47 * uSq)))
                let inner = cosSigma * (2 * cos2m * cos2m - 1) - q / 6 * cos2m * (4 * sinSigma * sinSigma - 3) * (4 * cos2m * cos2m - 3)
                return b * k * (sigma - q * sinSigma * (cos2m + q / 4 * inner))
            }
            lambda = next
        }
        return nil
    }
}
