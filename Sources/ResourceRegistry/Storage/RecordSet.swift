/// A set of numbers that lie close together (records of a file, keys of rows): one bit each, in chunks of 4,096.
struct RecordSet {
    private static let bitsOfWord = 64
    private static let wordsOfChunk = 64
    private var chunks: [Int64: [UInt64]] = [:]

    var isEmpty: Bool { chunks.isEmpty }

    /// How many numbers were added.
    var count: Int { chunks.values.reduce(0) { $0 + $1.reduce(0) { $0 + $1.nonzeroBitCount } } }

    /// The numbers, the smallest first.
    var numbers: some Sequence<Int64> {
        chunks.sorted { $0.key < $1.key }.lazy.flatMap { chunk, words in
            Self.numbers(of: words, from: chunk * Int64(Self.bitsOfWord * Self.wordsOfChunk))
        }
    }

    private static func numbers(of words: [UInt64], from start: Int64) -> [Int64] {
        var numbers: [Int64] = []
        for (index, word) in words.enumerated() {
            var rest = word
            while rest != 0 {
                numbers.append(start + Int64(index * bitsOfWord + rest.trailingZeroBitCount))
                rest &= rest - 1
            }
        }
        return numbers
    }

    /// Adds a number that is not negative; false when it was there already.
    @discardableResult
    mutating func insert(_ number: Int64) -> Bool {
        let (chunk, word, bit) = Self.place(number)
        let isNew = (chunks[chunk]?[word] ?? 0) & bit == 0
        chunks[chunk, default: Array(repeating: 0, count: Self.wordsOfChunk)][word] |= bit
        return isNew
    }

    /// Whether a number was added.
    func contains(_ number: Int64) -> Bool {
        guard number >= 0 else { return false }
        let (chunk, word, bit) = Self.place(number)
        return (chunks[chunk]?[word] ?? 0) & bit != 0
    }

    private static func place(_ number: Int64) -> (chunk: Int64, word: Int, bit: UInt64) {
        let offset = Int(number.magnitude % UInt64(bitsOfWord * wordsOfChunk))
        return (number / Int64(bitsOfWord * wordsOfChunk), offset / bitsOfWord, 1 << UInt64(offset % bitsOfWord))
    }
}
