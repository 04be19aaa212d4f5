/// Eight characters in one number, the first in the lowest byte: digits are looked at and read together, without a branch for each.
enum EightBytes {
    /// Loads the bytes from a place on; there must be eight.
    @inline(__always)
    static func load(_ bytes: UnsafeBufferPointer<UInt8>, at position: Int) -> UInt64 {
        UInt64(littleEndian: UnsafeRawBufferPointer(bytes).loadUnaligned(fromByteOffset: position, as: UInt64.self))
    }

    /// The top bit of the first byte that is above nine, and perhaps of bytes behind it; 0 where all are digits' values.
    @inline(__always)
    static func others(_ values: UInt64) -> UInt64 { (values &+ 0x7676_7676_7676_7676 | values) & 0x8080_8080_8080_8080 }

    /// The number that eight digits' values write: pairs, then fours, then all.
    @inline(__always)
    static func number(_ values: UInt64) -> UInt64 {
        let pairs = (values &* 2561) &>> 8 & 0x00FF_00FF_00FF_00FF
        let fours = (pairs &* 6_553_601) &>> 16 & 0x0000_FFFF_0000_FFFF
        return (fours &* 42_949_672_960_001) &>> 32
    }
}
