/// The encodings of table files, on raw bytes.
enum CSVText {
    /// The offset of the first byte that is not UTF-8 (RFC 3629: no overlong forms, no surrogates), nil where all are.
    static func firstInvalid(_ bytes: ArraySlice<UInt8>) -> Int? {
        var index = bytes.startIndex
        while index < bytes.endIndex {
            let lead = bytes[index]
            if lead < 0x80 {
                index += 1
                continue
            }
            var lowest: UInt8 = 0x80
            var highest: UInt8 = 0xBF
            let following: Int
            switch lead {
            case 0xC2...0xDF: following = 1
            case 0xE0...0xEF:
                following = 2
                if lead == 0xE0 { lowest = 0xA0 }
                if lead == 0xED { highest = 0x9F }
            case 0xF0...0xF4:
                following = 3
                if lead == 0xF0 { lowest = 0x90 }
                if lead == 0xF4 { highest = 0x8F }
            default: return index - bytes.startIndex
            }
            guard bytes.endIndex - index > following else { return index - bytes.startIndex }
            guard bytes[index + 1] >= lowest, bytes[index + 1] <= highest else { return index - bytes.startIndex }
            for offset in 2..<max(2, following + 1) where bytes[index + offset] & 0xC0 != 0x80 { return index - bytes.startIndex }
            index += following + 1
        }
        return nil
    }

    /// windows-1252 as UTF-8; nil where a byte is one of the five that the code page leaves undefined.
    static func utf8(fromWindows1252 bytes: ArraySlice<UInt8>) -> [UInt8]? {
        var result: [UInt8] = []
        result.reserveCapacity(bytes.count * 2)
        for byte in bytes {
            let value = (0x80...0x9F).contains(byte) ? upper[Int(byte) - 0x80] : UInt32(byte)
            guard value != 0, let scalar = Unicode.Scalar(value) else { return nil }
            result.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
        return result
    }

    /// Whether windows-1252 has no character for the byte.
    static func isUndefined(_ byte: UInt8) -> Bool { (0x80...0x9F).contains(byte) && upper[Int(byte) - 0x80] == 0 }

    /// The code points of 0x80…0x9F in windows-1252 (WHATWG Encoding Standard), 0 for the bytes that Microsoft leaves undefined.
    private static let upper: [UInt32] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E, 0x0178,
    ]

    /// Why a file that begins with `bytes` is no text that can be read here; nil where nothing speaks against it.
    static func foreignMagic(_ bytes: UnsafeRawBufferPointer) -> String? {
        func begins(_ magic: [UInt8]) -> Bool { bytes.count >= magic.count && zip(bytes, magic).allSatisfy(==) }
        if begins([0x1F, 0x8B]) { return "the file is compressed with gzip: unpack it first" }
        if begins([0x50, 0x4B, 0x03, 0x04]) {
            return "the file is a ZIP archive or a spreadsheet (.xlsx): unpack it or save it as CSV first"
        }
        if begins([0xFF, 0xFE]) || begins([0xFE, 0xFF]) { return "the file is UTF-16: convert it to UTF-8 first" }
        return nil
    }
}
