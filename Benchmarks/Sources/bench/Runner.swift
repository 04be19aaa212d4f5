import Foundation

/// Starts the programs that were built beside this one.
struct Runner {
    let programs: URL
    /// Where the contestants that are scripts lie.
    let scripts: URL
    let folder: String

    /// Makes the data, unless they are there.
    func prepare(lines: Int, items: Int, deposits: Int) throws {
        let mark = folder + "/complete"
        if FileManager.default.fileExists(atPath: mark) { return }
        // What was left half done is made anew.
        try? FileManager.default.removeItem(atPath: folder)
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        FileHandle.standardError.write(Data("making the data in \(folder)\n".utf8))
        _ = try run("bench-registry", ["prepare", "--count", "\(lines)", "--items", "\(items)", "--deposits", "\(deposits)"])
        _ = try run("bench-c", ["prepare"])
        try Data().write(to: URL(fileURLWithPath: mark))
    }

    /// Runs a program and returns what it prints; with `tool`, under that command.
    func run(_ program: String, _ arguments: [String], under tool: [String] = [], errors: Pipe? = nil) throws -> Data {
        let isScript = program.hasSuffix(".py")
        let path = (isScript ? scripts : programs).appendingPathComponent(program).path
        let process = Process()
        let output = Pipe()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = tool + (isScript ? ["python3", path] : [path]) + arguments + ["--data", folder]
        process.standardOutput = output
        if let errors { process.standardError = errors }
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else {
            throw Failure(description: "\(program) \(arguments.joined(separator: " ")) ended with \(process.terminationStatus)")
        }
        return data
    }

    /// One run of a contestant. `most`: at most so many operations.
    func measure(_ contestant: Contestant, of work: Work, most: Int) throws -> Measurement {
        try JSONDecoder().decode(Measurement.self, from: run(contestant.program, arguments(contestant, work, most)))
    }

    func arguments(_ contestant: Contestant, _ work: Work, _ most: Int) -> [String] {
        [contestant.work, "--count", String(min(most, contestant.count ?? work.count ?? most))]
    }

    /// Instructions that a contestant takes for one operation, counted by callgrind between its start and its stop.
    func instructions(_ contestant: Contestant, of work: Work, most: Int) throws -> Double {
        let errors = Pipe()
        let valgrind = ["valgrind", "--tool=callgrind", "--collect-atstart=no", "--callgrind-out-file=/dev/null"]
        let data = try run(contestant.program, arguments(contestant, work, most), under: valgrind, errors: errors)
        let told = String(decoding: errors.fileHandleForReading.availableData, as: UTF8.self)
        let line = told.split(separator: "\n").first { $0.contains("Collected :") }
        guard let count = line?.split(separator: " ").last.flatMap({ Double($0) }) else {
            throw Failure(description: "callgrind told no count: \(told)")
        }
        return count / (try JSONDecoder().decode(Measurement.self, from: data).operations)
    }
}
