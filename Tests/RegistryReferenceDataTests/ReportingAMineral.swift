import Foundation
import RegistryReferenceData
import ResourceRegistry
import Testing

@Suite struct ReportingAMineral {
    private func page(_ mineral: String, on day: String = "2026-11-24") throws -> String {
        var html = ""
        try withLoadedRegistry { registry, _ in
            html = try registry.report(on: mineral, day: CivilDay(day)).html
        }
        return html
    }

    @Test func galliumTellsItsNumbers() throws {
        let html = try page("gallium")
        #expect(html.contains("<h1>Gallium</h1>"))
        // China 2025: 900 of 909 t; the index is 9,803.5 and known; 2023 has bounds alone.
        #expect(html.contains("99.0 %") && html.contains(">9,804<") && html.contains("9,611–9,626"))
        // The clause against the United States, suspended for a year and revived.
        #expect(html.contains("CN-2024-46-c2") && html.contains("2026-11-28"))
        #expect(html.contains("Weipa") && html.contains("Final 2025 List of Critical Minerals"))
        #expect(html.contains("<span class=\"recalled\">recalled</span>"))
    }

    /// What a reader's browser and screen reader need: nothing from outside, nothing that runs, words and a table for each picture.
    @Test(arguments: ["gallium", "rare-earths", "silicon", "helium", "germanium", "crude-oil", "thallium"])
    func everyPageStandsAlone(mineral: String) throws {
        let html = try page(mineral)
        for word in ["<script", "<link", "<img", "<iframe", "src=", "url(http", "@import", "javascript:"] {
            #expect(!html.contains(word), "\(word)")
        }
        #expect(html.contains("default-src 'none'"))
        let pictures = html.components(separatedBy: "<svg").dropFirst()
        for picture in pictures {
            #expect(
                picture.hasPrefix(" viewBox=") && picture.contains("role=\"img\"") && picture.contains("<title")
                    && picture.contains("<desc"))
            let rest = try #require(picture.range(of: "</svg>")).upperBound
            #expect(picture[rest...].drop(while: \.isWhitespace).hasPrefix("<div class=\"scroll\""))
            #expect(!picture.contains("NaN") && !picture.contains("inf\""))
        }
        try expectBalanced(html)
        let ids = html.matches(of: /\bid="([^"]+)"/).map { String($0.1) }.filter { $0 != "hatch" }
        #expect(Set(ids).count == ids.count)
        for target in html.matches(of: /href="#([^"]+)"/) { #expect(ids.contains(String(target.1)), "\(target.1)") }
    }

    /// Every element that is opened is closed, in order.
    private func expectBalanced(_ html: String) throws {
        let empty: Set<Substring> = ["meta", "br", "!DOCTYPE"]
        var open: [Substring] = []
        for tag in html.matches(of: /<(\/?)([!a-zA-Z][a-zA-Z0-9]*)[^>]*?(\/?)>/) where !empty.contains(tag.2) && tag.3.isEmpty {
            if tag.1.isEmpty {
                open.append(tag.2)
            } else {
                #expect(open.popLast() == tag.2)
            }
        }
        #expect(open.isEmpty)
    }

    @Test func namesOfStrangersStayText() throws {
        try withLoadedRegistry { registry, _ in
            try registry.revise(reason: "names", author: "test") { editor in
                var gallium = try #require(try editor.minerals.find("gallium"))
                gallium.summary = "<script>alert('x')</script> & \"more\""
                try editor.minerals.save(gallium)
                var source = try #require(try editor.sources.find(gallium.citation.sources[0]))
                source.url = "javascript:alert(1)"
                try editor.sources.save(source)
            }
            let html = try registry.report(on: "gallium").html
            #expect(html.contains("&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt; &amp; &quot;more&quot;"))
            #expect(!html.contains("<script") && !html.contains("javascript:"))
        }
    }

    @Test func anUnknownMineralIsNamed() throws {
        let error = #expect(throws: RegistryError.self) { try page("galium") }
        #expect(error?.description.contains("gallium") == true)
    }
}
