import Dispatch
import Glibc
package import ResourceRegistry
import Synchronization

/// Ctrl-C and a polite kill stop what runs: it is rolled back, unfinished files are removed, and the program says so.
package enum Interruption {
    /// What a shell reports for a program that Ctrl-C ended.
    package static let exitCode: Int32 = 130
    // Set once, before the first signal can come.
    nonisolated(unsafe) private static var sources: [any DispatchSourceSignal] = []
    private static let isAsked = Atomic(false)

    /// For work that does not read the registry, which a signal would not reach.
    ///
    /// - Throws: `CancellationError` once a signal came.
    package static func check() throws { if isAsked.load(ordering: .relaxed) { throw CancellationError() } }

    /// Watches for signals from now on: each interrupts what the registry does.
    package static func watch(_ registry: Registry) -> Registry {
        // Dispatch ends a program in which it finds no descriptor for its own.
        var limit = rlimit()
        guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur >= 16 else { return registry }
        for number in [SIGINT, SIGTERM] {
            signal(number, SIG_IGN)
            let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
            source.setEventHandler {
                // Who waits for a pipe whose other end never comes, or for one call of SQLite, hears nothing: the second signal, or ten
                // seconds, end the program at once. That harms no registry (`make faults` kills it a thousand times).
                guard !isAsked.exchange(true, ordering: .relaxed) else { end(by: number) }
                registry.interrupt()
                DispatchQueue.global().asyncAfter(deadline: .now() + 10) { end(by: number) }
            }
            source.resume()
            sources.append(source)
        }
        return registry
    }

    /// Not by the signal itself: who watches for one with Dispatch has it blocked in all threads.
    private static func end(by number: Int32) -> Never { _exit(128 + number) }
}

/// Who makes a revision: the name of the user who runs the program.
package func currentUser() -> String {
    for name in ["USER", "LOGNAME"] {
        if let value = getenv(name), value.pointee != 0 { return String(cString: value) }
    }
    return "uid \(getuid())"
}
