// Every table is named here twice: once to embed it, once to list it. A test compares the list with the folder.
#pragma clang diagnostic ignored "-Wc23-extensions"
#include "registry_facts.h"

static const unsigned char aliases_country_aliases[] = {
#embed "Facts/aliases/country_aliases.csv"
};
static const unsigned char aliases_mineral_aliases[] = {
#embed "Facts/aliases/mineral_aliases.csv"
};
static const unsigned char aliases_term_aliases[] = {
#embed "Facts/aliases/term_aliases.csv"
};
static const unsigned char countries_countries[] = {
#embed "Facts/countries/countries.csv"
};
static const unsigned char countries_group_members[] = {
#embed "Facts/countries/group_members.csv"
};
static const unsigned char deposits_notable_deposits[] = {
#embed "Facts/deposits/notable_deposits.csv"
};
static const unsigned char deposits_notable_estimates[] = {
#embed "Facts/deposits/notable_estimates.csv"
};
static const unsigned char export_controls_act_relations[] = {
#embed "Facts/export-controls/act_relations.csv"
};
static const unsigned char export_controls_clauses[] = {
#embed "Facts/export-controls/clauses.csv"
};
static const unsigned char export_controls_countries[] = {
#embed "Facts/export-controls/countries.csv"
};
static const unsigned char export_controls_event_minerals[] = {
#embed "Facts/export-controls/event_minerals.csv"
};
static const unsigned char export_controls_events[] = {
#embed "Facts/export-controls/events.csv"
};
static const unsigned char export_controls_hs_codes[] = {
#embed "Facts/export-controls/hs_codes.csv"
};
static const unsigned char export_controls_item_clauses[] = {
#embed "Facts/export-controls/item_clauses.csv"
};
static const unsigned char export_controls_item_conditions[] = {
#embed "Facts/export-controls/item_conditions.csv"
};
static const unsigned char export_controls_item_destinations[] = {
#embed "Facts/export-controls/item_destinations.csv"
};
static const unsigned char export_controls_item_hs_codes[] = {
#embed "Facts/export-controls/item_hs_codes.csv"
};
static const unsigned char export_controls_item_minerals[] = {
#embed "Facts/export-controls/item_minerals.csv"
};
static const unsigned char export_controls_item_thresholds[] = {
#embed "Facts/export-controls/item_thresholds.csv"
};
static const unsigned char export_controls_items[] = {
#embed "Facts/export-controls/items.csv"
};
static const unsigned char export_controls_measures[] = {
#embed "Facts/export-controls/measures.csv"
};
static const unsigned char export_controls_sources[] = {
#embed "Facts/export-controls/sources.csv"
};
static const unsigned char export_controls_suspensions[] = {
#embed "Facts/export-controls/suspensions.csv"
};
static const unsigned char minerals_capacity_and_programmes[] = {
#embed "Facts/minerals/capacity_and_programmes.csv"
};
static const unsigned char minerals_cn_three_rare_classes[] = {
#embed "Facts/minerals/cn_three_rare_classes.csv"
};
static const unsigned char minerals_commodities[] = {
#embed "Facts/minerals/commodities.csv"
};
static const unsigned char minerals_designations[] = {
#embed "Facts/minerals/designations.csv"
};
static const unsigned char minerals_groups[] = {
#embed "Facts/minerals/groups.csv"
};
static const unsigned char minerals_hs_codes[] = {
#embed "Facts/minerals/hs_codes.csv"
};
static const unsigned char minerals_import_reliance[] = {
#embed "Facts/minerals/import_reliance.csv"
};
static const unsigned char minerals_lists[] = {
#embed "Facts/minerals/lists.csv"
};
static const unsigned char minerals_production[] = {
#embed "Facts/minerals/production.csv"
};
static const unsigned char minerals_refining_capacity[] = {
#embed "Facts/minerals/refining_capacity.csv"
};
static const unsigned char minerals_reserves[] = {
#embed "Facts/minerals/reserves.csv"
};
static const unsigned char minerals_restatements[] = {
#embed "Facts/minerals/restatements.csv"
};
static const unsigned char minerals_source_conflicts[] = {
#embed "Facts/minerals/source_conflicts.csv"
};
static const unsigned char minerals_sources[] = {
#embed "Facts/minerals/sources.csv"
};
static const unsigned char minerals_us_import_sources[] = {
#embed "Facts/minerals/us_import_sources.csv"
};
static const unsigned char minerals_uses[] = {
#embed "Facts/minerals/uses.csv"
};

static const registry_fact_table all[] = {
    {"aliases/country_aliases.csv", aliases_country_aliases, sizeof aliases_country_aliases},
    {"aliases/mineral_aliases.csv", aliases_mineral_aliases, sizeof aliases_mineral_aliases},
    {"aliases/term_aliases.csv", aliases_term_aliases, sizeof aliases_term_aliases},
    {"countries/countries.csv", countries_countries, sizeof countries_countries},
    {"countries/group_members.csv", countries_group_members, sizeof countries_group_members},
    {"deposits/notable_deposits.csv", deposits_notable_deposits, sizeof deposits_notable_deposits},
    {"deposits/notable_estimates.csv", deposits_notable_estimates, sizeof deposits_notable_estimates},
    {"export-controls/act_relations.csv", export_controls_act_relations, sizeof export_controls_act_relations},
    {"export-controls/clauses.csv", export_controls_clauses, sizeof export_controls_clauses},
    {"export-controls/countries.csv", export_controls_countries, sizeof export_controls_countries},
    {"export-controls/event_minerals.csv", export_controls_event_minerals, sizeof export_controls_event_minerals},
    {"export-controls/events.csv", export_controls_events, sizeof export_controls_events},
    {"export-controls/hs_codes.csv", export_controls_hs_codes, sizeof export_controls_hs_codes},
    {"export-controls/item_clauses.csv", export_controls_item_clauses, sizeof export_controls_item_clauses},
    {"export-controls/item_conditions.csv", export_controls_item_conditions, sizeof export_controls_item_conditions},
    {"export-controls/item_destinations.csv", export_controls_item_destinations, sizeof export_controls_item_destinations},
    {"export-controls/item_hs_codes.csv", export_controls_item_hs_codes, sizeof export_controls_item_hs_codes},
    {"export-controls/item_minerals.csv", export_controls_item_minerals, sizeof export_controls_item_minerals},
    {"export-controls/item_thresholds.csv", export_controls_item_thresholds, sizeof export_controls_item_thresholds},
    {"export-controls/items.csv", export_controls_items, sizeof export_controls_items},
    {"export-controls/measures.csv", export_controls_measures, sizeof export_controls_measures},
    {"export-controls/sources.csv", export_controls_sources, sizeof export_controls_sources},
    {"export-controls/suspensions.csv", export_controls_suspensions, sizeof export_controls_suspensions},
    {"minerals/capacity_and_programmes.csv", minerals_capacity_and_programmes, sizeof minerals_capacity_and_programmes},
    {"minerals/cn_three_rare_classes.csv", minerals_cn_three_rare_classes, sizeof minerals_cn_three_rare_classes},
    {"minerals/commodities.csv", minerals_commodities, sizeof minerals_commodities},
    {"minerals/designations.csv", minerals_designations, sizeof minerals_designations},
    {"minerals/groups.csv", minerals_groups, sizeof minerals_groups},
    {"minerals/hs_codes.csv", minerals_hs_codes, sizeof minerals_hs_codes},
    {"minerals/import_reliance.csv", minerals_import_reliance, sizeof minerals_import_reliance},
    {"minerals/lists.csv", minerals_lists, sizeof minerals_lists},
    {"minerals/production.csv", minerals_production, sizeof minerals_production},
    {"minerals/refining_capacity.csv", minerals_refining_capacity, sizeof minerals_refining_capacity},
    {"minerals/reserves.csv", minerals_reserves, sizeof minerals_reserves},
    {"minerals/restatements.csv", minerals_restatements, sizeof minerals_restatements},
    {"minerals/source_conflicts.csv", minerals_source_conflicts, sizeof minerals_source_conflicts},
    {"minerals/sources.csv", minerals_sources, sizeof minerals_sources},
    {"minerals/us_import_sources.csv", minerals_us_import_sources, sizeof minerals_us_import_sources},
    {"minerals/uses.csv", minerals_uses, sizeof minerals_uses},
};

size_t registry_fact_table_count(void) { return sizeof all / sizeof all[0]; }
registry_fact_table registry_fact_table_at(size_t index) { return all[index]; }
