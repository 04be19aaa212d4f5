/// A row of a table whose columns were located, read cell by cell; what cannot be is a `CSVError` of that cell.
struct TableRow {
    let record: CSVRecord
    let places: [String: Int]

    /// The cell without blanks at its ends; empty for a column that is not there.
    func text(_ column: String) -> String { record[places[column] ?? -1].trimmed }

    func optional(_ column: String) -> String? {
        let cell = text(column)
        return cell.isEmpty || cell == "<Null>" ? nil : cell
    }

    func required(_ column: String) throws -> String {
        guard let cell = optional(column) else { throw error(column, "the cell is empty but must hold a value") }
        return cell
    }

    /// A whole number, 0 or more.
    func integer(_ column: String) throws -> Int {
        let cell = text(column)
        guard !cell.isEmpty, cell.utf8.allSatisfy(ASCII.isDigit), let number = Int(cell) else {
            throw error(column, "not a whole number")
        }
        return number
    }

    /// Degrees of two columns; nil where both are empty.
    func point(latitude: String, longitude: String) throws -> Geometry? {
        if optional(latitude) == nil, optional(longitude) == nil { return nil }
        return .points([Geometry.Position(x: try degrees(longitude, "longitude", 180), y: try degrees(latitude, "latitude", 90))])
    }

    private func degrees(_ column: String, _ what: String, _ limit: Double) throws -> Double {
        let cell = text(column)
        guard DecimalText.parse(cell) != nil, let value = Double(cell), abs(value) <= limit else {
            throw error(column, "not a \(what), expected degrees from -\(Int(limit)) to \(Int(limit))")
        }
        return value
    }

    /// Runs a reading whose fault is that of a column.
    func at<T>(_ column: String, _ read: () throws(InvalidValue) -> T) throws -> T {
        do { return try read() } catch { throw record.error(column: places[column] ?? 0, error) }
    }

    func error(_ column: String, _ message: String) -> CSVError { record.error(column: places[column] ?? 0, message) }
}
