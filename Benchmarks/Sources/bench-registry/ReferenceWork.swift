import BenchSupport
import Glibc
import RegistryReferenceData
import ResourceRegistry

/// What is measured over the facts that are shipped.
struct ReferenceWork {
    let folder: String
    let count: Int?

    /// Makes the registry and the lines.
    func prepare() throws { _ = try shipments(registry().screeningIndex()) }

    /// A registry with the shipped facts, made once.
    private func registry() throws -> Registry {
        let path = folder + "/reference.sqlite"
        if access(path, F_OK) == 0 { return try Registry.open(path, mode: .readOnly) }
        let registry = try Registry.open(path, mode: .create)
        _ = try registry.load(ReferenceFacts(), author: "bench")
        return registry
    }

    /// Building the index, the best of five.
    func indexBuild() throws {
        let registry = try registry()
        var watch = Stopwatch()
        var items = 0
        for _ in 0..<5 {
            watch.start()
            items = try registry.screeningIndex().items.count
            watch.stop()
        }
        watch.report("index-build", operations: 1, check: UInt64(items))
    }

    /// One small change, made durable as a revision: of a mineral, or of a control, after which the stored form is made anew.
    func change(ofControl: Bool) throws {
        let path = folder + "/changed.sqlite"
        unlink(path)
        let registry = try Registry.open(path, mode: .create)
        _ = try registry.load(ReferenceFacts(), author: "bench")
        let rounds = 40
        var watch = Stopwatch()
        watch.start()
        for number in 0..<rounds {
            _ = try registry.revise(reason: "change", author: "bench") { editor in
                if ofControl, var item = try editor.controls.item("CN-2023-23-Ga-a") {
                    item.notes = "\(number)"
                    try editor.controls.save(item)
                } else if !ofControl, var mineral = try editor.minerals.find("gallium") {
                    mineral.summary = "\(number)"
                    try editor.minerals.save(mineral)
                }
            }
        }
        watch.stop()
        watch.report("change", operations: rounds, check: UInt64(try registry.log().count))
    }

    /// A table of lines on disk to a table of answers on disk.
    func batch(jobs: Int) throws {
        let index = try registry().screeningIndex()
        let input = try shipments(index)
        var reader = try CSVReader(path: input)
        let batch = try ScreeningBatch(header: reader, format: .csv)
        let output = try OutputFile(path: folder + "/answers-\(jobs).csv")
        var check: UInt64 = 0
        var watch = Stopwatch()
        watch.start()
        let report = try batch.run(&reader, index: index, jobs: jobs) { bytes in
            // FNV-1a: it depends on every byte and on their order.
            for byte in bytes { check = (check ^ UInt64(byte)) &* 0x100_0000_01B3 }
            try output.write(bytes)
        }
        try output.commit()
        watch.stop()
        watch.report("batch", operations: report.lines, check: check)
    }

    /// Lines as a trader may have them: a third under listed codes, from China, to 40 countries, over six years.
    private func shipments(_ index: ScreeningIndex) throws -> String {
        let path = folder + "/shipments.csv"
        if access(path, F_OK) == 0 { return path }
        let codes = try registry().read { reader in
            try reader.controls.dossiers(reader.controls.list().entries.map(\.id)).flatMap { $0.item.customsCodes.map(\.code.digits) }
        }
        let countries =
            "US JP KR DE FR GB IT NL IN VN TH MY SG ID AU CA MX BR ZA TR PL CZ AT BE SE FI DK ES PT HU RO GR IE CH NO AE SA EG CL PE"
            .split(separator: " ")
        var random = Random(state: 9)
        var text = "id,code,origin,destination,date,end_user\n"
        for number in 0..<(count ?? 1_000_000) {
            let listed = codes[random.below(codes.count)]
            var code = random.below(3) == 0 ? listed : String(1_000 + random.below(8_700))
            while code.utf8.count < 10 { code += random.below(3) > 0 ? "\(1 + random.below(5))0" : "\(10 + random.below(89))" }
            let day = try CivilDay(dayNumber: 18_600 + random.below(2_200))
            let user = ["", "civil", "civil", "military"][random.below(4)]
            text += "\(number),\(code),CN,\(countries[random.skewed(countries.count)]),\(day),\(user)\n"
        }
        try write(text, to: path)
        return path
    }
}
