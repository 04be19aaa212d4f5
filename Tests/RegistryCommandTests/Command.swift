import Foundation
import Testing

/// One run of the real program.
struct Run {
    var status: Int32
    var output: String
    var errors: String
}

/// The program that was built beside the tests.
let program: URL = {
    let products = URL(fileURLWithPath: CommandLine.arguments[0]).deletingLastPathComponent()
    return products.appendingPathComponent("registry")
}()

/// Where a program runs under the address sanitizer: one that ends by `exit` has freed nothing, which is no leak. Leaks of the libraries
/// are looked for in the process of their own tests.
let childVariables = ["PATH": "/usr/bin:/bin", "USER": "tester", "ASAN_OPTIONS": "detect_leaks=0"]

/// Starts the program without waiting for it.
func start(
    _ arguments: [String], in folder: String, with variables: [String: String] = [:]
) throws -> (process: Process, output: Pipe, errors: Pipe) {
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.environment = childVariables.merging(variables) { $1 }
    let (output, errors) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = errors
    process.standardInput = FileHandle.nullDevice
    try process.run()
    return (process, output, errors)
}

/// Runs the program to its end.
func registry(_ arguments: String..., in folder: String) throws -> Run { try registry(arguments, in: folder) }

func registry(_ arguments: [String], in folder: String, with variables: [String: String] = [:]) throws -> Run {
    let (process, output, errors) = try start(arguments, in: folder, with: variables)
    let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    let notes = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return Run(status: process.terminationStatus, output: text, errors: notes)
}

/// A new folder, removed when the closure ends.
func withFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent("registry-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
}

/// The bytes of a registry with the shipped facts, made once by the program: loading them takes longer than most tests.
private let loadedFile = Result { () throws -> Data in
    var bytes = Data()
    try withFolder { folder in
        for command in [["migrate", "up"], ["import", "reference"]] {
            let run = try registry(command, in: folder)
            try #require(run.status == 0, "\(run.errors)")
        }
        bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/registry.sqlite"))
    }
    return bytes
}

/// A new folder with a registry of the shipped facts, removed when the closure ends.
func withLoadedRegistry(_ body: (String) throws -> Void) throws {
    try withFolder { folder in
        try loadedFile.get().write(to: URL(fileURLWithPath: folder + "/registry.sqlite"))
        try body(folder)
    }
}

/// JSON as dictionaries and arrays.
func json(_ text: String) throws -> Any { try JSONSerialization.jsonObject(with: Data(text.utf8), options: [.fragmentsAllowed]) }
