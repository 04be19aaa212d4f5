/// What can be exported: one of the three parts of the registry.
public enum ExportKind: String, Sendable, CaseIterable {
    /// All minerals, with names, classes and codes.
    case minerals
    /// All deposits, with places, minerals and estimates.
    case deposits
    /// All controlled items, with acts, periods and codes.
    case controls

    /// The entities, and the rows of other tables that belong to one.
    var tree: ExportNode {
        switch self {
        case .minerals:
            ExportNode(
                "mineral", key: ["slug"],
                parts: [
                    ExportNode("mineral_name", as: "names", parent: "mineral_id", key: ["language", "name"], label: ["name"]),
                    ExportNode("mineral_alias", as: "aliases", parent: "mineral_id", key: ["alias"], label: ["alias"]),
                    ExportNode("mineral_use", as: "uses", parent: "mineral_id", key: ["sector"], label: ["sector_label"]),
                    ExportNode("mineral_relation", as: "relations", parent: "mineral_id", key: ["kind", "label"], label: ["label"]),
                    ExportNode("mineral_group_member", as: "members", parent: "group_id", key: ["member_id"], label: ["member"]),
                    ExportNode(
                        "mineral_customs_code", as: "customs_codes", parent: "mineral_id", key: ["customs_code_id", "form"],
                        label: ["customs_code"]),
                    ExportNode(
                        "resource_class_member", as: "resource_classes", parent: "mineral_id", key: ["scheme_id", "class_as_listed"],
                        label: ["class"]),
                    ExportNode(
                        "designation", as: "designations", parent: "mineral_id", key: ["list_id", "entry_no"], label: ["list"],
                        parts: [ExportNode("designation_coverage", as: "also_covers", parent: "designation_id", key: ["mineral_id"])]),
                    ExportNode(
                        "supply_fact", as: "supply", parent: "mineral_id", key: ["slug"],
                        parts: [ExportNode("supply_other_value", as: "other_values", parent: "fact_id", key: ["kind", "citation_id"])]),
                    ExportNode("import_reliance", as: "reliance", parent: "mineral_id", key: ["slug"]),
                    ExportNode("supplier_share", as: "suppliers", parent: "mineral_id", key: ["slug"]),
                    ExportNode("trade_flow", as: "trade", parent: "mineral_id", key: ["slug"]),
                ])
        case .deposits:
            ExportNode(
                "deposit", key: ["slug"],
                parts: [
                    ExportNode("deposit_name", as: "names", parent: "deposit_id", key: ["language", "name"], label: ["name"]),
                    ExportNode(
                        "deposit_mineral", as: "minerals", parent: "deposit_id", key: ["ordinal"], label: ["mineral", "as_given"]),
                    ExportNode(
                        "deposit_identifier", as: "identifiers", parent: "deposit_id", key: ["scheme", "record"], label: ["record"]),
                    ExportNode("deposit_remark", as: "remarks", parent: "deposit_id", key: ["field"]),
                    ExportNode("deposit_model", as: "models", parent: "deposit_id", key: ["origin", "ordinal"], label: ["as_given"]),
                    ExportNode("deposit_shape", as: "shapes", parent: "deposit_id", key: []),
                    ExportNode(
                        "ore_estimate", as: "estimates", parent: "deposit_id", key: ["slug"],
                        parts: [
                            ExportNode("commodity_measure", as: "measures", parent: "estimate_id", key: ["mineral_id"]),
                            ExportNode("estimate_context", as: "contexts", parent: "estimate_id", key: []),
                            ExportNode("estimate_flag", as: "flags", parent: "estimate_id", key: ["flag"]),
                            ExportNode("estimate_remark", as: "remarks", parent: "estimate_id", key: ["field"]),
                        ]),
                ])
        case .controls:
            ExportNode(
                "control_item", key: ["slug"],
                parts: [
                    ExportNode("control_item_control_code", as: "control_codes", parent: "item_id", key: ["code"]),
                    ExportNode("control_item_mineral", as: "minerals", parent: "item_id", key: ["mineral_id"], label: ["mineral"]),
                    ExportNode(
                        "control_item_customs_code", as: "customs_codes", parent: "item_id", key: ["customs_code_id", "edition"],
                        label: ["customs_code"]),
                    ExportNode("control_item_limit", as: "limits", parent: "item_id", key: ["ordinal"]),
                    ExportNode("control_item_condition", as: "conditions", parent: "item_id", key: ["ordinal"], label: ["condition"]),
                ])
        }
    }
}

extension ExportKind {
    /// Tables that are told whole with the first entity: facts about countries, acts, lists, programmes and projects, which belong to no
    /// single entity.
    var companions: [ExportNode] {
        switch self {
        case .minerals:
            [
                ExportNode("source", key: ["slug"]), ExportNode("area", key: ["code"]), ExportNode("area_alias", key: ["alias"]),
                ExportNode("area_member", key: ["group_id", "member_id", "starts_on"]),
                ExportNode("customs_code", key: ["nomenclature", "code"]), ExportNode("resource_class_scheme", key: ["slug"]),
                ExportNode("criticality_list", key: ["slug"]), ExportNode("governance_score", key: ["area_id", "indicator", "year"]),
                ExportNode("programme", key: ["slug"]), ExportNode("programme_entry", key: ["programme_id", "ordinal"]),
            ]
        case .deposits:
            [
                ExportNode("term_alias", key: ["vocabulary", "alias"]), Self.judgements, ExportNode("project", key: ["slug"]),
                ExportNode("project_output", key: ["project_id", "ordinal"]),
                ExportNode("project_milestone", key: ["project_id", "phase"]),
                ExportNode("project_investment", key: ["project_id", "ordinal"]),
            ]
        case .controls:
            [
                ExportNode("customs_code", key: ["nomenclature", "code"]), ExportNode("legal_act", key: ["slug"]),
                ExportNode("measure", key: ["slug"]), ExportNode("legal_act_mention", key: ["act_id", "mentioned_id"]),
                ExportNode("destination_rule", key: ["act_id", "ordinal"]), ExportNode("act_relation", key: ["slug"]),
                ExportNode("policy_event", key: ["slug"]), ExportNode("policy_event_mineral", key: ["event_id", "mineral_id"]),
            ]
        }
    }

    /// Which deposits are the same. Each is told with the first deposit that it names, or with the first of all if that is not held.
    static let judgements = ExportNode(
        "same_as_judgement", key: ["deposit_a", "deposit_b", "judge"], condition: "deposit_a NOT IN (SELECT slug FROM deposit)")

    /// All tables whose rows may stand in a context, and their keys: those above, and what any row may point at.
    static let contextTables: [ExportNode] = {
        let others = ["mineral", "deposit", "control_item"].map { ExportNode($0, key: ["slug"]) }
        return allCases.flatMap(\.companions) + others
    }()
}

/// A table of an export: entities, or the rows that belong to one.
///
/// Which columns it has is read from the schema, so that none is ever forgotten.
struct ExportNode: Sendable {
    let table: String
    /// The key of the list in the entity's object.
    let name: String
    /// The column that points at the row it belongs to.
    let parent: String?
    /// Columns that tell rows of one parent apart.
    let key: [String]
    /// What stands for a row where there is room for a few words: the first of these that is known. Empty: nothing does.
    let label: [String]
    /// Which rows of a table that is told whole are told; `nil`: all.
    let condition: String?
    let parts: [ExportNode]

    init(
        _ table: String, as name: String = "", parent: String? = nil, key: [String], label: [String] = [], condition: String? = nil,
        parts: [ExportNode] = []
    ) {
        self.condition = condition
        self.table = table
        self.name = name
        self.parent = parent
        self.key = key
        self.label = label
        self.parts = parts
    }
}
