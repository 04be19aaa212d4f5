import BenchSupport
import RegistryReferenceData
import ResourceRegistry

extension SyntheticControls {
    /// Writes the tables for the contestants in C, the lines, and a registry that holds the same controls.
    func write(to folder: String, lines count: Int) throws {
        func rows(_ rows: [[Int]]) -> String { rows.map { $0.map(String.init).joined(separator: "\t") + "\n" }.joined() }
        try BenchSupport.write(countries.map { $0 + "\n" }.joined(), to: folder + "/countries.txt")
        try BenchSupport.write(
            rows(measures.enumerated().map { [$0 + 1, $1.from, $1.to] }), to: folder + "/measures.tsv")
        try BenchSupport.write(
            rows(items.enumerated().map { [$0 + 1, $1.measure + 1, $1.scope, $1.scope == 0 ? 0 : $1.list + 1, $1.from, $1.to] }),
            to: folder + "/items.tsv")
        try BenchSupport.write(listings.map { "\($0.item + 1)\t\(prefixes[$0.prefix])\n" }.joined(), to: folder + "/prefixes.tsv")
        try BenchSupport.write(
            lists.enumerated().map { number, list in list.map { "\(number + 1)\t\(countries[$0])\n" }.joined() }.joined(),
            to: folder + "/lists.tsv")
        try BenchSupport.write(lines(count), to: folder + "/lines.csv")
        let registry = try Registry.open(folder + "/registry.sqlite", mode: .create)
        _ = try registry.load(SyntheticFacts(controls: self), author: "bench")
        registry.close()
    }

    /// The group that stands for a list of destinations.
    fileprivate static func group(_ list: Int) -> String {
        let letter = Unicode.Scalar(UInt8(0x41 + list % 26))
        return (list < 26 ? "X" : "Y") + String(Character(letter))
    }
}

/// The same controls as fact tables, the way in that every fact takes.
struct SyntheticFacts: FactSource {
    let controls: SyntheticControls
    let release = "synthetic"

    func table(_ path: String) throws -> [UInt8] {
        // A table that the benchmarks leave empty has the header of the one that is shipped.
        let header =
            try Self.headers[path]
            ?? ReferenceFacts().table(path).prefix { $0 != 0x0D && $0 != 0x0A }.reduce(into: "") { text, byte in
                text.unicodeScalars.append(Unicode.Scalar(byte))
            }
        return Array((header + "\n" + rows(of: path).map { $0 + "\n" }.joined()).utf8)
    }

    private func day(_ number: Int) -> String {
        number >= SyntheticControls.forever ? "" : (try? CivilDay(dayNumber: number))?.description ?? ""
    }

    private func rows(of path: String) -> [String] {
        switch path {
        case "countries/countries.csv":
            return ([SyntheticControls.origin] + controls.countries).enumerated().map { number, code in "\(code),,,Country \(code)" }
        case "countries/group_members.csv":
            return controls.lists.enumerated().flatMap { number, list in
                list.map { "\(SyntheticControls.group(number)),\(controls.countries[$0]),1990-01-01," }
            }
        case "export-controls/sources.csv": return ["S1,Made up for the benchmarks,bench,,,,,"]
        case "minerals/sources.csv": return ["general,Made up for the benchmarks,bench,,,,"]
        case "export-controls/hs_codes.csv":
            return controls.prefixes.map { "\($0),\($0.utf8.count),CN,,,made up,confirmed,S1," }
        case "export-controls/measures.csv":
            return controls.measures.enumerated().map { number, measure in
                "M\(number + 1),CN,bench,No. \(number + 1),Measure \(number + 1),,licence,2014-01-01,\(day(measure.from)),"
                    + "\(day(measure.to)),all,no,made up,,confirmed,S1,"
            }
        case "export-controls/clauses.csv": return controls.measures.indices.map { "M\($0 + 1),M\($0 + 1),,0" }
        case "export-controls/items.csv":
            return controls.items.enumerated().map { number, item in
                "M\(item.measure + 1)-\(number + 1),M\(item.measure + 1),,,Item \(number + 1),,,metal,,,licence_required,"
                    + "\(day(item.from)),\(day(item.to)),confirmed,S1,"
            }
        case "export-controls/item_clauses.csv":
            return controls.items.enumerated().map { "M\($1.measure + 1)-\($0 + 1),M\($1.measure + 1)" }
        case "export-controls/item_hs_codes.csv":
            return controls.listings.map { listing in
                let prefix = controls.prefixes[listing.prefix]
                return "\(id(listing.item)),\(prefix),\(prefix.utf8.count),CN,made up,exact,confirmed,S1,"
            }
        case "export-controls/item_destinations.csv":
            return controls.items.enumerated().map { number, item in
                let list = SyntheticControls.group(item.list)
                let whom = item.scope == 0 ? "*" : item.scope == 1 ? list : "* except \(list)"
                return "M\(item.measure + 1),\(id(number)),\(whom),any,licence_required,,,confirmed,S1,"
            }
        default: return []
        }
    }

    private func id(_ item: Int) -> String { "M\(controls.items[item].measure + 1)-\(item + 1)" }

    /// The columns of all tables of facts; those that are not made up here stay empty.
    private static let headers: [String: String] = [
        "aliases/country_aliases.csv": "alias,alpha2,confidence",
        "aliases/mineral_aliases.csv": "alias,commodity_slug,confidence",
        "countries/countries.csv": "alpha2,alpha3,numeric,name_en",
        "countries/group_members.csv": "group,alpha2,from_date,last_day",
        "deposits/notable_deposits.csv":
            "slug,name,name_zh,other_names,country,admin1,latitude,longitude,commodities,deposit_type,deposit_type_note,"
            + "development_status,discovery_year,estimate_statement,estimate_quantity,estimate_unit,estimate_category,"
            + "estimate_grade,estimate_grade_unit,reporting_standard,estimate_as_of,estimate_source,source,confidence,"
            + "recalled_fields",
        "deposits/notable_estimates.csv":
            "slug,statement,category,ore_quantity,ore_unit,commodity,grade,grade_unit,contained_quantity,contained_unit,"
            + "reporting_standard,as_of,headline,note,source,confidence",
        "export-controls/act_relations.csv":
            "relation_id,acting_act_id,kind,target_kind,target_id,announced_on,from_date,last_day,confidence,source_ids,notes",
        "export-controls/clauses.csv": "measure_id,act_id,clause,items",
        "export-controls/countries.csv": "alpha2,short_name,confidence,source_ids",
        "export-controls/event_minerals.csv": "event_id,commodity_slug",
        "export-controls/events.csv": "event_id,event_date,jurisdiction,kind,title,minerals,measure_id,confidence,source_ids,notes",
        "export-controls/hs_codes.csv": "hs_code,level,nomenclature,parent_code,description,hs_edition,confidence,source_ids,notes",
        "export-controls/item_clauses.csv": "item_id,measure_id",
        "export-controls/item_conditions.csv": "item_id,condition",
        "export-controls/item_destinations.csv":
            "measure_id,item_id,destination,end_use_or_user,rule,from_date,to_date,confidence,source_ids,notes",
        "export-controls/item_hs_codes.csv": "item_id,hs_code,level,nomenclature,edition,role,confidence,source_ids,notes",
        "export-controls/item_minerals.csv": "item_id,commodity_slug",
        "export-controls/item_thresholds.csv": "item_id,logic_group,parameter,operator,value,unit,confidence,source_ids",
        "export-controls/items.csv":
            "item_id,measure_id,control_code,control_code_basis,name_en,name_zh,minerals,category,threshold_text,forms,"
            + "licence_type,start_date,end_date,confidence,source_ids,notes",
        "export-controls/measures.csv":
            "measure_id,jurisdiction,issuer,instrument_no,title_en,title_zh,kind,announced_on,effective_from,effective_to,"
            + "destination_scope,extraterritorial,summary,related_measures,confidence,source_ids,notes",
        "export-controls/sources.csv": "source_id,title,publisher,source_date,url,language,kind,notes",
        "export-controls/suspensions.csv":
            "measure_id,clause,action,by_instrument,announced_on,from_date,until_date,confidence,source_ids,notes",
        "minerals/cn_three_rare_classes.csv": "scheme,class,class_zh,symbol,commodity_slug,source_id,confidence,note",
        "minerals/commodities.csv":
            "slug,name_en,name_zh,pinyin,symbol,atomic_number,cas_number,cas_confidence,kind,cn_three_rare_class,"
            + "cn_three_rare_note,ree_subgroup_cn3,ree_subgroup_eu,ree_subgroup_usgs,host_minerals,mainly_byproduct,byproduct_of,"
            + "use_sectors,description_en,identity_source_id,host_confidence,host_source_id",
        "minerals/designations.csv":
            "list_id,entry_no,commodity_slug,entry_as_listed,also_covers,jurisdiction,list_type,list_date,source_id,confidence",
        "minerals/groups.csv": "group_slug,member_slug,scope_note,source_id,confidence",
        "minerals/hs_codes.csv":
            "commodity_slug,hs_heading,hs_subheading,hs6,form,shared_code,hs_edition,source_id,code_confidence,mapping_confidence",
        "minerals/lists.csv":
            "list_id,name_en,name_local,jurisdiction,authority,date,list_type,official_count,rows_in_designations,count_check,"
            + "note,superseded_by,source_id,source_url,confidence",
        "minerals/sources.csv": "source_id,title,publisher,date,url,licence,how_seen",
        "minerals/uses.csv": "commodity_slug,sector,sector_label,source_id,confidence",
    ]
}
