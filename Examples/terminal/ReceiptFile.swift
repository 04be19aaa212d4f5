import Foundation
package import ResourceRegistry

extension ScreeningReceipt {
    /// Reads a receipt that `registry screen --receipt` wrote.
    ///
    /// - Throws: an error of one line for a file that cannot be read, or is no receipt.
    package init(file path: String) throws {
        do {
            self = try JSONDecoder().decode(ScreeningReceipt.self, from: try Data(contentsOf: URL(fileURLWithPath: path)))
        } catch let error as DecodingError {
            throw UnreadableReceipt(path: path, problem: "it is no receipt (\(error.shortWords))")
        } catch { throw UnreadableReceipt(path: path, problem: "it cannot be read") }
    }
}

/// A file that is no receipt.
private struct UnreadableReceipt: Error, CustomStringConvertible {
    let path: String
    let problem: String
    var description: String { "\(path): \(problem); give a file that `registry screen --receipt` wrote" }
}

extension DecodingError {
    fileprivate var shortWords: String {
        switch self {
        case .keyNotFound(let key, _): "it has no \(key.stringValue)"
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "\(context.codingPath.map(\.stringValue).joined(separator: ".")) is of another kind"
        default: "it is no JSON of that form"
        }
    }
}
