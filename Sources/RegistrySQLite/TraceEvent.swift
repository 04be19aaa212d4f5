internal import CRegistrySQLite

/// One statement that has run.
public struct TraceEvent: Sendable {
    /// The statement with its parameters unexpanded: bound values never reach a trace.
    public let sql: String
    /// How long it ran, in nanoseconds, from its first step to its reset. Waiting of the caller between rows counts.
    public let durationNanoseconds: Int64
}

/// Keeps the caller's closure alive for SQLite, which only knows a pointer.
final class TraceReceiver {
    private let receive: @Sendable (TraceEvent) -> Void

    init(_ receive: @escaping @Sendable (TraceEvent) -> Void) { self.receive = receive }

    func install(on db: OpaquePointer) {
        let context = Unmanaged.passUnretained(self).toOpaque()
        sqlite3_trace_v2(
            db, UInt32(SQLITE_TRACE_PROFILE),
            { _, context, statement, nanoseconds in
                guard let context, let statement, let nanoseconds else { return 0 }
                guard let sql = sqlite3_sql(OpaquePointer(statement)) else { return 0 }
                let duration = nanoseconds.assumingMemoryBound(to: Int64.self).pointee
                Unmanaged<TraceReceiver>.fromOpaque(context).takeUnretainedValue()
                    .receive(TraceEvent(sql: String(cString: sql), durationNanoseconds: duration))
                return 0
            }, context)
    }
}
