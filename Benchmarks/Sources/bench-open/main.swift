// bench-open W11 --data FOLDER [--count 1]
//
// W11: open with all checks, ask once. It is a program of its own because its memory is counted: nothing but the library stands in it,
// and the Swift runtime is linked into it.
import BenchSupport
import Glibc
import ResourceRegistry

do {
    guard let option = CommandLine.arguments.firstIndex(of: "--data"), option + 1 < CommandLine.arguments.count else {
        complain("--data FOLDER is missing")
        exit(64)
    }
    let folder = CommandLine.arguments[option + 1]
    // By bytes: lines of strings are cut at characters, and the tables that tell them would count as memory too.
    let slug = String(decoding: try bytes(of: folder + "/slug.txt").prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    var watch = Stopwatch()
    watch.start()
    let registry = try Registry.open(folder + "/registry-deposits.sqlite", mode: .readOnly)
    let name = try registry.read { try $0.deposits.find(slug)?.name }
    registry.close()
    watch.stop()
    watch.report("W11", operations: 1, check: UInt64(name?.utf8.count ?? 0))
} catch {
    complain("\(error)")
    exit(1)
}
