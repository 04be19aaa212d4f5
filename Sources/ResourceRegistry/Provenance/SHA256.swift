/// SHA-256 (FIPS 180-4), for receipts and hashes of facts.
///
/// It is written here because the library depends on libsqlite3 alone; the NIST vectors stand in the tests.
struct SHA256 {
    private var state: [UInt32] = [
        0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
    ]
    /// What is left over of a block, and how much of it is filled.
    private var pending = [UInt8](repeating: 0, count: 64)
    private var filled = 0
    private var length: UInt64 = 0

    /// First 32 bits of the fractional parts of the cube roots of the first 64 primes.
    private static let constants: [UInt32] = [
        0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5, 0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5, 0xd807_aa98, 0x1283_5b01,
        0x2431_85be, 0x550c_7dc3, 0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174, 0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc,
        0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da, 0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7, 0xc6e0_0bf3, 0xd5a7_9147,
        0x06ca_6351, 0x1429_2967, 0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13, 0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
        0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3, 0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070, 0x19a4_c116, 0x1e37_6c08,
        0x2748_774c, 0x34b0_bcb5, 0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3, 0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208,
        0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
    ]

    /// Takes more bytes in.
    mutating func update(_ bytes: [UInt8]) { bytes.withUnsafeBytes { update($0) } }

    /// Takes the UTF-8 bytes of a text in.
    mutating func update(_ text: String) {
        var text = text
        text.withUTF8 { update(UnsafeRawBufferPointer($0)) }
    }

    /// Takes more bytes in.
    mutating func update(_ bytes: UnsafeRawBufferPointer) {
        guard var next = bytes.baseAddress else { return }
        var left = bytes.count
        length &+= UInt64(left)
        if filled > 0 {
            let taken = min(64 - filled, left)
            keep(next, taken)
            next += taken
            left -= taken
            guard filled == 64 else { return }
            compressPending()
        }
        while left >= 64 {
            compress(next)
            next += 64
            left -= 64
        }
        keep(next, left)
    }

    private mutating func keep(_ bytes: UnsafeRawPointer, _ count: Int) {
        let start = filled
        pending.withUnsafeMutableBytes { $0.baseAddress?.advanced(by: start).copyMemory(from: bytes, byteCount: count) }
        filled += count
    }

    /// The hash of all bytes taken in, as 64 hexadecimal digits.
    consuming func hexDigest() -> String {
        let bits = length &* 8
        pending[filled] = 0x80
        for index in (filled + 1)..<64 { pending[index] = 0 }
        if filled >= 56 {
            compressPending()
            for index in 0..<56 { pending[index] = 0 }
        }
        for index in 0..<8 { pending[56 + index] = UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * index)) }
        compressPending()
        return Hexadecimal.text(state.map(\.bigEndian).withUnsafeBytes(Array.init))
    }

    /// The hash of a text's UTF-8 bytes, as 64 hexadecimal digits.
    static func hex(_ text: String) -> String {
        var hash = SHA256()
        hash.update(text)
        return hash.hexDigest()
    }

    private mutating func compressPending() {
        let block = pending
        block.withUnsafeBytes { bytes in if let start = bytes.baseAddress { compress(start) } }
        filled = 0
    }

    // Plain loops over memory: tests that hash whole registries run without optimisation, and took most of their time here.
    private mutating func compress(_ block: UnsafeRawPointer) {
        // On the stack, and written round and round: the schedule needs only the last 16 words.
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 16) { buffer in
            Self.constants.withUnsafeBufferPointer { constants in
                guard let words = buffer.baseAddress, let constants = constants.baseAddress else { return }
                compress(block, words, constants)
            }
        }
    }

    private mutating func compress(_ block: UnsafeRawPointer, _ words: UnsafeMutablePointer<UInt32>, _ constants: UnsafePointer<UInt32>) {
        var (a, b, c, d, e, f, g, h) = (state[0], state[1], state[2], state[3], state[4], state[5], state[6], state[7])
        var index = 0
        while index < 64 {
            let word: UInt32
            if index < 16 {
                word = UInt32(bigEndian: block.loadUnaligned(fromByteOffset: 4 &* index, as: UInt32.self))
            } else {
                let (before, near) = (words[(index &+ 1) & 15], words[(index &+ 14) & 15])
                let small = Self.rotated(before, 7) ^ Self.rotated(before, 18) ^ before &>> 3
                let large = Self.rotated(near, 17) ^ Self.rotated(near, 19) ^ near &>> 10
                word = words[index & 15] &+ small &+ words[(index &+ 9) & 15] &+ large
            }
            words[index & 15] = word
            let sumE = Self.rotated(e, 6) ^ Self.rotated(e, 11) ^ Self.rotated(e, 25)
            let first = h &+ sumE &+ (e & f ^ ~e & g) &+ constants[index] &+ word
            let sumA = Self.rotated(a, 2) ^ Self.rotated(a, 13) ^ Self.rotated(a, 22)
            let second = sumA &+ (a & b ^ a & c ^ b & c)
            (h, g, f, e) = (g, f, e, d &+ first)
            (d, c, b, a) = (c, b, a, first &+ second)
            index &+= 1
        }
        state[0] &+= a
        state[1] &+= b
        state[2] &+= c
        state[3] &+= d
        state[4] &+= e
        state[5] &+= f
        state[6] &+= g
        state[7] &+= h
    }

    @inline(__always)
    private static func rotated(_ word: UInt32, _ count: UInt32) -> UInt32 { word &>> count | word &<< (32 &- count) }
}
