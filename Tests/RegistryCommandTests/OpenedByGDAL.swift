import Foundation
import Testing

/// What the programs of others make of our files.
@Suite struct OpenedByGDAL {
    static let ogrinfo = "/usr/bin/ogrinfo"
    static let isThere = FileManager.default.isExecutableFile(atPath: ogrinfo)

    private func run(_ arguments: [String], in folder: String) throws -> (output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: Self.ogrinfo)
        process.arguments = arguments
        process.currentDirectoryURL = URL(fileURLWithPath: folder)
        let (output, errors) = (Pipe(), Pipe())
        process.standardOutput = output
        process.standardError = errors
        try process.run()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        let notes = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (text, notes)
    }

    private func ids(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { $0.contains("  id (String) = ") ? $0.split(separator: " ").last.map(String.init) : nil }
            .sorted()
    }

    @Test(.enabled(if: isThere, "ogrinfo is missing: apt-get install gdal-bin"), arguments: ["gpkg", "geojson"])
    func aFileOfDeposits(form: String) throws {
        try withLoadedRegistry { folder in
            let exported = try registry("export", "deposits", "--to", "deposits.\(form)", in: folder)
            #expect(exported.status == 0)
            let all = try #require(try json(try registry("deposits", "--format", "json", in: folder).output) as? [[String: Any]])
            let placed = all.filter { $0["latitude"] is Double }

            let whole = try run(["-al", "deposits.\(form)"], in: folder)
            #expect(whole.errors == "")
            #expect(whole.output.contains("Feature Count: \(all.count)"))
            #expect(whole.output.split(separator: "\n").count { $0.contains("  POINT (") } == placed.count)
            let longitudes = placed.compactMap { $0["longitude"] as? Double }
            let latitudes = placed.compactMap { $0["latitude"] as? Double }
            let corner = try #require(longitudes.min().map { String(format: "Extent: (%.6f, %.6f)", $0, latitudes.min() ?? 0) })
            #expect(whole.output.contains(corner))

            for box in [["100", "20", "120", "45"], ["-180", "-90", "0", "0"], ["-125", "30", "-100", "50"]] {
                let found = try run(["-al", "-q", "-spat"] + box + ["deposits.\(form)"], in: folder)
                #expect(found.errors == "")
                let ours = try registry("deposits", "--bbox=\(box.joined(separator: ","))", "--format", "json", in: folder)
                let expected = try #require(try json(ours.output) as? [[String: Any]]).compactMap { $0["id"] as? String }.sorted()
                #expect(ids(found.output) == expected)
                #expect(!expected.isEmpty)
            }
        }
    }
}
