internal import Glibc

/// A mutex with a condition, over pthread.
///
/// `Synchronization.Mutex` would do, but ThreadSanitizer does not know it and reports a race at each use.
package final class Lock: @unchecked Sendable {
    // The pthread objects must not move: they live in memory of their own. That also makes the class Sendable.
    private let memory = UnsafeMutableRawPointer.allocate(
        byteCount: MemoryLayout<pthread_mutex_t>.stride + MemoryLayout<pthread_cond_t>.stride, alignment: 16)
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>

    package init() {
        mutex = memory.initializeMemory(as: pthread_mutex_t.self, to: pthread_mutex_t())
        condition = (memory + MemoryLayout<pthread_mutex_t>.stride).initializeMemory(as: pthread_cond_t.self, to: pthread_cond_t())
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(condition, nil)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        memory.deallocate()
    }

    /// Runs `body` while no other thread is inside this lock.
    package func withLock<T, E: Error>(_ body: () throws(E) -> T) throws(E) -> T {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body()
    }

    /// Inside `withLock` only: lets others in until somebody signals.
    package func wait() { pthread_cond_wait(condition, mutex) }

    /// Wakes all who wait. They look again at what they waited for.
    package func signal() { pthread_cond_broadcast(condition) }
}
