internal import CRegistrySQLite
internal import Glibc

/// A moment after which a statement is stopped.
struct Deadline {
    let milliseconds: Int
    /// Nanoseconds of the clock that runs on while the machine sleeps. (`ContinuousClock.Instant` is slow to copy: the library does not
    /// know how large it is.)
    private let end: Int64

    init(milliseconds: Int) {
        self.milliseconds = milliseconds
        let wait = Int64(clamping: milliseconds).multipliedReportingOverflow(by: 1_000_000)
        let end = Deadline.now.addingReportingOverflow(wait.overflow ? .max : wait.partialValue)
        self.end = end.overflow ? .max : end.partialValue
    }

    var isPast: Bool { Deadline.now >= end }

    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_BOOTTIME, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }

    /// The one of two that comes first.
    static func earlier(_ one: Deadline, _ other: Deadline?) -> Deadline {
        guard let other, other.end < one.end else { return one }
        return other
    }

    /// Sleeps. For threads that may block only.
    static func pause(milliseconds: UInt32) { usleep(milliseconds * 1000) }
}

extension Handle {
    /// Looks at the deadline and the cancellation every so many virtual machine instructions: a few microseconds.
    private static let instructionsBetweenLooks: Int32 = 2000

    /// Lets SQLite look, as long as the connection lives: to switch it on and off for each access would cost more.
    func installProgressHandler() {
        sqlite3_progress_handler(
            db, Handle.instructionsBetweenLooks,
            { context in
                guard let context else { return 0 }
                return Unmanaged<Handle>.fromOpaque(context).takeUnretainedValue().mustStop ? 1 : 0
            }, Unmanaged.passUnretained(self).toOpaque())
    }

    var mustStop: Bool { deadline?.isPast == true || cancellation?.isCancelled == true }
}
