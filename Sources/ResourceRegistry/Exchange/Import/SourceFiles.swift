internal import Glibc

/// The files that paths stand for: a folder stands for the files below it that have one of the extensions.
enum SourceFiles {
    private static let mostDepth = 8

    /// The files, in the order of the paths, those of a folder by name.
    ///
    /// - Throws: `ImportError` for no path, and for a folder that cannot be read or holds none.
    static func list(_ paths: [String], extensions: [String]) throws(ImportError) -> [String] {
        guard !paths.isEmpty else { throw ImportError.noPath }
        var files: [String] = []
        for path in paths {
            guard isFolder(path) else {
                files.append(path)
                continue
            }
            let found = try filesBelow(path, extensions: extensions, depth: 0)
            guard !found.isEmpty else { throw ImportError.emptyFolder(path: path, extensions: extensions) }
            files += found
        }
        return files
    }

    /// The bytes of all files; nil where one of them is no regular file.
    static func size(of files: [String]) -> Int64? {
        var total: Int64 = 0
        for file in files {
            var status = stat()
            guard stat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
            total += Int64(status.st_size)
        }
        return total
    }

    private static func isFolder(_ path: String) -> Bool {
        var status = stat()
        // C would read the path up to a NUL; the reader of the file says what is wrong with it.
        return !path.utf8.contains(0) && stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    }

    private static func filesBelow(_ folder: String, extensions: [String], depth: Int) throws(ImportError) -> [String] {
        guard depth < mostDepth else { throw ImportError.unreadableFolder(path: folder, reason: "folders are nested too deeply") }
        guard let stream = opendir(folder) else {
            throw ImportError.unreadableFolder(path: folder, reason: String(cString: strerror(errno)))
        }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
            if !name.hasPrefix(".") { names.append(name) }
        }
        var files: [String] = []
        for name in names.sorted() {
            let path = folder.hasSuffix("/") ? folder + name : folder + "/" + name
            if isFolder(path) {
                files += try filesBelow(path, extensions: extensions, depth: depth + 1)
            } else if extensions.contains(where: { name.lowercased().hasSuffix($0) }) {
                files.append(path)
            }
        }
        return files
    }
}
