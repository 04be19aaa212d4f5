import Foundation

/// What libFuzzer calls first. Loading facts takes longer than one input may.
@_cdecl("LLVMFuzzerInitialize")
public func initialize(_ count: UnsafeMutablePointer<CInt>?, _ arguments: UnsafeMutableRawPointer?) -> CInt {
    prepare(getenv("FUZZ_TARGET").map { String(cString: $0) } ?? "")
    return 0
}

/// What libFuzzer calls with each input. `FUZZ_TARGET` names the parser.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
    target([UInt8](UnsafeBufferPointer(start: start, count: count)))
    return 0
}

private let target: @Sendable ([UInt8]) -> Void = {
    let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = targets[name] else {
        FileHandle.standardError.write(Data("FUZZ_TARGET is none of \(targets.keys.sorted().joined(separator: " "))\n".utf8))
        exit(64)
    }
    return target
}()

/// Ends the run: libFuzzer keeps the input.
func require(_ condition: Bool, _ promise: @autoclosure () -> String) {
    if !condition { fatalError("broken: \(promise())") }
}

/// Runs what may refuse the input: an error is an answer, a trap is none.
func allowingErrors(_ body: () throws -> Void) {
    do { try body() } catch {
        // Errors are shown to people.
        let words = "\(error)"
        require(!words.isEmpty && words.utf8.count < 1 << 16, "an error of \(words.utf8.count) bytes")
    }
}
