-- The schema of the newest migration, made by the tests (REGISTRY_WRITE_SCHEMA=1 makes it anew). Not to be edited.

CREATE TABLE act_relation (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0),            -- 'AR002'
    acting_act_id INTEGER NOT NULL REFERENCES legal_act(id),
    kind TEXT NOT NULL CHECK (kind IN ('suspends', 'resumes', 'extends', 'replaces', 'converts', 'ends')),
    target_act_id INTEGER REFERENCES legal_act(id),
    target_measure_id INTEGER REFERENCES measure(id),
    target_item_id INTEGER REFERENCES control_item(id),
    clause_as_given TEXT,                                   -- 'all', '2', 'lithium concentrate'
    instrument_as_given TEXT,
    announced_on TEXT
        CHECK (announced_on IS NULL OR coalesce(date(announced_on, '+0 days') = announced_on, 0)
            OR announced_on GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(announced_on) = 7 AND coalesce(date(announced_on || '-01', '+0 days') = announced_on || '-01', 0))),
    starts_on TEXT
        CHECK (starts_on IS NULL OR coalesce(date(starts_on, '+0 days') = starts_on, 0)
            OR starts_on GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(starts_on) = 7 AND coalesce(date(starts_on || '-01', '+0 days') = starts_on || '-01', 0))),
    last_day TEXT
        CHECK (last_day IS NULL OR coalesce(date(last_day, '+0 days') = last_day, 0)
            OR last_day GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(last_day) = 7 AND coalesce(date(last_day || '-01', '+0 days') = last_day || '-01', 0))),
    notes TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    CHECK ((target_act_id IS NOT NULL) + (target_measure_id IS NOT NULL) + (target_item_id IS NOT NULL) = 1)
) STRICT;

CREATE TABLE area (
    id INTEGER PRIMARY KEY,
    code TEXT NOT NULL CHECK (length(code) BETWEEN 2 AND 12),
    kind TEXT NOT NULL CHECK (kind IN ('country', 'group', 'label')),
    alpha3 TEXT CHECK (alpha3 IS NULL OR alpha3 GLOB '[A-Z][A-Z][A-Z]'),
    numeric_code TEXT CHECK (numeric_code IS NULL OR numeric_code GLOB '[0-9][0-9][0-9]'),
    name TEXT NOT NULL CHECK (length(name) > 0),
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id)
) STRICT;

CREATE TABLE area_alias (
    alias TEXT NOT NULL PRIMARY KEY CHECK (length(alias) > 0),
    area_id INTEGER NOT NULL REFERENCES area(id) ON DELETE CASCADE,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id)
) STRICT, WITHOUT ROWID;

CREATE TABLE area_member (
    group_id INTEGER NOT NULL REFERENCES area(id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES area(id),
    starts_on TEXT NOT NULL CHECK (coalesce(date(starts_on, '+0 days') = starts_on, 0)),
    last_day TEXT CHECK (last_day IS NULL OR coalesce(date(last_day, '+0 days') = last_day, 0)),
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (group_id, member_id, starts_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE citation (
    id INTEGER PRIMARY KEY,
    dataset TEXT NOT NULL CHECK (length(dataset) > 0),      -- 'reference', 'mrds', 'local'
    label TEXT NOT NULL CHECK (length(label) > 0)           -- the sources' slugs, joined by ';'
) STRICT;

CREATE TABLE citation_source (
    citation_id INTEGER NOT NULL REFERENCES citation(id) ON DELETE CASCADE,
    source_id INTEGER NOT NULL REFERENCES source(id),
    PRIMARY KEY (citation_id, source_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE commodity_measure (
    estimate_id INTEGER NOT NULL REFERENCES ore_estimate(id) ON DELETE CASCADE,
    mineral_id INTEGER NOT NULL REFERENCES mineral(id),
    grade TEXT,
    grade_unit TEXT,                                        -- as printed: '% TREO'
    contained TEXT,
    contained_unit TEXT,                                    -- as printed: 'Mt Li2O'
    PRIMARY KEY (estimate_id, mineral_id),
    CHECK ((grade IS NULL) = (grade_unit IS NULL)),
    CHECK ((contained IS NULL) = (contained_unit IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE control_item (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0),            -- 'CN-2023-23-Ga-a'
    measure_id INTEGER NOT NULL REFERENCES measure(id),
    control_code TEXT,                                      -- as listed, several joined by '; '
    control_code_basis TEXT,
    name_en TEXT NOT NULL,
    name_zh TEXT,
    category TEXT NOT NULL,
    forms TEXT,
    threshold_text TEXT,
    minerals_as_listed TEXT,                                -- symbols and words: 'In;Ga;As', 'all', 'REE'
    requirement TEXT NOT NULL CHECK (requirement IN
        ('prohibited', 'prohibited_in_principle', 'quota', 'qualified_exporter_only', 'enhanced_review', 'case_by_case',
         'licence_required', 'licence_per_country_chart')),
    starts_on TEXT
        CHECK (starts_on IS NULL OR coalesce(date(starts_on, '+0 days') = starts_on, 0)
            OR starts_on GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(starts_on) = 7 AND coalesce(date(starts_on || '-01', '+0 days') = starts_on || '-01', 0))),
    last_day TEXT
        CHECK (last_day IS NULL OR coalesce(date(last_day, '+0 days') = last_day, 0)
            OR last_day GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(last_day) = 7 AND coalesce(date(last_day || '-01', '+0 days') = last_day || '-01', 0))),
    notes TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id)
) STRICT;

CREATE TABLE control_item_condition (
    item_id INTEGER NOT NULL REFERENCES control_item(id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL CHECK (ordinal > 0),
    condition TEXT NOT NULL CHECK (length(condition) > 0),
    PRIMARY KEY (item_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE control_item_control_code (
    item_id INTEGER NOT NULL REFERENCES control_item(id) ON DELETE CASCADE,
    code TEXT NOT NULL CHECK (length(code) > 0),
    PRIMARY KEY (item_id, code)
) STRICT, WITHOUT ROWID;

CREATE TABLE control_item_customs_code (
    item_id INTEGER NOT NULL REFERENCES control_item(id) ON DELETE CASCADE,
    customs_code_id INTEGER NOT NULL REFERENCES customs_code(id),
    edition TEXT NOT NULL,                                  -- 'announcement', 'catalogue-2026', 'compiler'
    role TEXT NOT NULL CHECK (role IN ('exact', 'reference', 'indicative')),
    notes TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (item_id, customs_code_id, edition)
) STRICT, WITHOUT ROWID;

CREATE TABLE control_item_limit (
    item_id INTEGER NOT NULL REFERENCES control_item(id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL CHECK (ordinal > 0),
    logic_group TEXT NOT NULL,                              -- all of one group; other groups are alternatives
    parameter TEXT NOT NULL CHECK (length(parameter) > 0),
    operator TEXT NOT NULL CHECK (operator IN ('<', '<=', '=', '>=', '>', 'between')),
    value TEXT NOT NULL,
    upper_value TEXT,
    unit TEXT NOT NULL,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (item_id, ordinal),
    CHECK ((operator = 'between') = (upper_value IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE control_item_mineral (
    item_id INTEGER NOT NULL REFERENCES control_item(id) ON DELETE CASCADE,
    mineral_id INTEGER NOT NULL REFERENCES mineral(id),
    PRIMARY KEY (item_id, mineral_id)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE control_search USING fts5(name, alias, place, about, tokenize = 'unicode61 remove_diacritics 2');

CREATE VIRTUAL TABLE control_search_word USING fts5vocab(control_search, row);

CREATE TABLE criticality_list (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0),
    name_en TEXT NOT NULL,
    name_local TEXT,
    area_id INTEGER NOT NULL REFERENCES area(id),
    authority TEXT NOT NULL,
    listed_on TEXT NOT NULL
        CHECK (coalesce(date(listed_on, '+0 days') = listed_on, 0)
            OR listed_on GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(listed_on) = 7 AND coalesce(date(listed_on || '-01', '+0 days') = listed_on || '-01', 0))),
    list_type TEXT NOT NULL CHECK (list_type IN ('critical', 'strategic', 'watch', 'stockpile')),
    official_count INTEGER CHECK (official_count IS NULL OR official_count > 0),
    superseded_by_id INTEGER REFERENCES criticality_list(id),
    note TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id)
) STRICT;

CREATE TABLE customs_code (
    id INTEGER PRIMARY KEY,
    nomenclature TEXT NOT NULL CHECK (nomenclature IN ('HS', 'CN', 'EU', 'US')),   -- CN is the tariff of China
    code TEXT NOT NULL CHECK (length(code) IN (4, 6, 8, 10) AND code NOT GLOB '*[^0-9]*'),
    parent_id INTEGER REFERENCES customs_code(id),
    description TEXT,
    edition TEXT NOT NULL,
    notes TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id)
) STRICT;

CREATE TABLE deposit (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0 AND slug NOT GLOB '*[^a-z0-9-]*'),
    name TEXT NOT NULL CHECK (length(name) > 0),
    occurrence_type TEXT CHECK (occurrence_type IS NULL OR occurrence_type IN
        ('occurrence', 'deposit', 'field', 'mineralized-zone', 'project', 'prospect', 'province')),
    area_id INTEGER REFERENCES area(id),
    admin1 TEXT,
    latitude REAL CHECK (latitude IS NULL OR latitude BETWEEN -90 AND 90),        -- degrees, WGS84
    longitude REAL CHECK (longitude IS NULL OR longitude BETWEEN -180 AND 180),   -- degrees, WGS84
    accuracy_m REAL CHECK (accuracy_m IS NULL OR accuracy_m >= 0),                -- metres
    given_crs TEXT,                                         -- 'EPSG:4326', or what the source said
    given_position TEXT,                                    -- as the source wrote it, latitude first
    model TEXT,                                             -- CGI mineral-deposit-model
    model_note TEXT,
    status TEXT,                                            -- CGI mine-status
    status_as_given TEXT,
    discovery_year INTEGER CHECK (discovery_year IS NULL OR discovery_year BETWEEN 1 AND 9999),
    recalled_fields TEXT,                                   -- columns written from memory, joined by ';'
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    CHECK ((latitude IS NULL) = (longitude IS NULL))
) STRICT;

CREATE TABLE deposit_identifier (
    deposit_id INTEGER NOT NULL REFERENCES deposit(id) ON DELETE CASCADE,
    scheme TEXT NOT NULL CHECK (length(scheme) > 0),        -- 'mrds'
    record TEXT NOT NULL CHECK (length(record) > 0),
    url TEXT,
    PRIMARY KEY (scheme, record)
) STRICT, WITHOUT ROWID;

CREATE TABLE deposit_mineral (
    deposit_id INTEGER NOT NULL REFERENCES deposit(id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL CHECK (ordinal > 0),
    mineral_id INTEGER REFERENCES mineral(id),
    importance TEXT NOT NULL CHECK (importance IN ('primary', 'secondary', 'tertiary', 'unspecified')),
    as_given TEXT NOT NULL CHECK (length(as_given) > 0),
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    PRIMARY KEY (deposit_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE deposit_model (
    deposit_id INTEGER NOT NULL REFERENCES deposit(id) ON DELETE CASCADE,
    origin TEXT NOT NULL CHECK (length(origin) > 0),
    ordinal INTEGER NOT NULL CHECK (ordinal >= 0),
    model TEXT,
    as_given TEXT NOT NULL CHECK (length(as_given) > 0),
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (deposit_id, origin, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE deposit_name (
    deposit_id INTEGER NOT NULL REFERENCES deposit(id) ON DELETE CASCADE,
    language TEXT NOT NULL,                                 -- BCP 47, 'und' where the source does not say
    name TEXT NOT NULL CHECK (length(name) > 0),
    PRIMARY KEY (deposit_id, language, name)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE deposit_place USING rtree(deposit_id, south, north, west, east);

CREATE TABLE deposit_remark (
    deposit_id INTEGER NOT NULL REFERENCES deposit(id) ON DELETE CASCADE,
    field TEXT NOT NULL CHECK (length(field) > 0),
    text TEXT NOT NULL CHECK (length(text) > 0),
    PRIMARY KEY (deposit_id, field)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE deposit_search USING fts5(name, alias, place, about, tokenize = 'unicode61 remove_diacritics 2');

CREATE VIRTUAL TABLE deposit_search_word USING fts5vocab(deposit_search, row);

CREATE TABLE deposit_shape (
    deposit_id INTEGER NOT NULL PRIMARY KEY REFERENCES deposit(id) ON DELETE CASCADE,
    geojson TEXT NOT NULL CHECK (length(geojson) > 0)
) STRICT, WITHOUT ROWID;

CREATE TABLE designation (
    id INTEGER PRIMARY KEY,
    list_id INTEGER NOT NULL REFERENCES criticality_list(id) ON DELETE CASCADE,
    entry_no INTEGER NOT NULL CHECK (entry_no > 0),
    mineral_id INTEGER NOT NULL REFERENCES mineral(id),
    entry_as_listed TEXT NOT NULL,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id)
) STRICT;

CREATE TABLE designation_coverage (
    designation_id INTEGER NOT NULL REFERENCES designation(id) ON DELETE CASCADE,
    mineral_id INTEGER NOT NULL REFERENCES mineral(id),
    PRIMARY KEY (designation_id, mineral_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE destination_rule (
    id INTEGER PRIMARY KEY,
    act_id INTEGER NOT NULL REFERENCES legal_act(id) ON DELETE CASCADE,
    item_id INTEGER REFERENCES control_item(id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL CHECK (ordinal > 0),
    destination TEXT NOT NULL,                              -- as listed: 'US', '*', '* except CN', 'outside EU'
    destination_kind TEXT NOT NULL CHECK (destination_kind IN ('area', 'everywhere', 'everywhere-except', 'country-chart')),
    area_id INTEGER REFERENCES area(id),
    end_use TEXT NOT NULL,                                  -- as listed: 'any', 'military user or military use'
    rule TEXT NOT NULL,                                     -- as listed
    starts_on TEXT
        CHECK (starts_on IS NULL OR coalesce(date(starts_on, '+0 days') = starts_on, 0)
            OR starts_on GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(starts_on) = 7 AND coalesce(date(starts_on || '-01', '+0 days') = starts_on || '-01', 0))),
    last_day TEXT
        CHECK (last_day IS NULL OR coalesce(date(last_day, '+0 days') = last_day, 0)
            OR last_day GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(last_day) = 7 AND coalesce(date(last_day || '-01', '+0 days') = last_day || '-01', 0))),
    notes TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    CHECK ((destination_kind IN ('area', 'everywhere-except')) = (area_id IS NOT NULL))
) STRICT;

CREATE TABLE estimate_context (
    estimate_id INTEGER NOT NULL PRIMARY KEY REFERENCES ore_estimate(id) ON DELETE CASCADE,
    zone TEXT,
    page TEXT,
    cutoff TEXT,                                            -- decimal text, as printed
    cutoff_unit TEXT,
    CHECK ((cutoff IS NULL) = (cutoff_unit IS NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE estimate_flag (
    estimate_id INTEGER NOT NULL REFERENCES ore_estimate(id) ON DELETE CASCADE,
    flag TEXT NOT NULL CHECK (flag IN
        ('implausible-tonnage', 'contained-exceeds-ore', 'contained-stated-as-ore', 'grade-above-100-percent', 'parts-exceed-total')),
    detail TEXT NOT NULL CHECK (length(detail) > 0),
    PRIMARY KEY (estimate_id, flag)
) STRICT, WITHOUT ROWID;

CREATE TABLE estimate_remark (
    estimate_id INTEGER NOT NULL REFERENCES ore_estimate(id) ON DELETE CASCADE,
    field TEXT NOT NULL CHECK (length(field) > 0),
    text TEXT NOT NULL CHECK (length(text) > 0),
    PRIMARY KEY (estimate_id, field)
) STRICT, WITHOUT ROWID;

CREATE TABLE governance_score (
    area_id INTEGER NOT NULL REFERENCES area(id),
    indicator TEXT NOT NULL CHECK (indicator IN
        ('voice-and-accountability', 'political-stability', 'government-effectiveness', 'regulatory-quality', 'rule-of-law',
         'control-of-corruption')),
    year INTEGER NOT NULL CHECK (year BETWEEN 1000 AND 9999),
    estimate REAL NOT NULL CHECK (estimate BETWEEN -5 AND 5),
    standard_error REAL CHECK (standard_error IS NULL OR standard_error >= 0),
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (area_id, indicator, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE import_reliance (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0),
    area_id INTEGER NOT NULL REFERENCES area(id),
    mineral_id INTEGER NOT NULL REFERENCES mineral(id),
    form TEXT,                                              -- as given: 'Compounds and metals'; NULL: the mineral as a whole
    indicator TEXT NOT NULL CHECK (indicator IN ('net-import-reliance', 'import-dependence')),
    denominator TEXT NOT NULL CHECK (length(denominator) > 0),
    year INTEGER NOT NULL CHECK (year BETWEEN 1000 AND 9999),
    qualifier TEXT NOT NULL CHECK (qualifier IN
        ('value', 'less-than', 'more-than', 'range', 'small', 'large', 'withheld', 'not-available', 'not-applicable', 'included-elsewhere',
         'net-exporter', 'production-exceeds-consumption')),
    percent TEXT,                                           -- decimal text
    upper_percent TEXT,
    is_estimated INTEGER NOT NULL CHECK (is_estimated IN (0, 1)),
    note TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    CHECK ((qualifier IN ('value', 'less-than', 'more-than', 'range')) = (percent IS NOT NULL)),
    CHECK ((qualifier = 'range') = (upper_percent IS NOT NULL))
) STRICT;

CREATE TABLE legal_act (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0),            -- 'CN-2024-46'
    area_id INTEGER NOT NULL REFERENCES area(id),
    issuer TEXT NOT NULL,
    instrument_no TEXT NOT NULL,
    title_en TEXT NOT NULL,
    title_zh TEXT,
    kind TEXT NOT NULL CHECK (kind IN
        ('licence', 'prohibition', 'quota', 'suspension', 'state_trading', 'technology_catalogue', 'party_list', 'context')),
    published TEXT
        CHECK (published IS NULL OR coalesce(date(published, '+0 days') = published, 0)
            OR published GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(published) = 7 AND coalesce(date(published || '-01', '+0 days') = published || '-01', 0))),
    starts_on TEXT
        CHECK (starts_on IS NULL OR coalesce(date(starts_on, '+0 days') = starts_on, 0)
            OR starts_on GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(starts_on) = 7 AND coalesce(date(starts_on || '-01', '+0 days') = starts_on || '-01', 0))),
    last_day TEXT
        CHECK (last_day IS NULL OR coalesce(date(last_day, '+0 days') = last_day, 0)
            OR last_day GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(last_day) = 7 AND coalesce(date(last_day || '-01', '+0 days') = last_day || '-01', 0))),
    destination_scope TEXT NOT NULL,
    is_extraterritorial INTEGER NOT NULL CHECK (is_extraterritorial IN (0, 1)),
    summary TEXT NOT NULL,
    notes TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id)
) STRICT;

CREATE TABLE legal_act_mention (
    act_id INTEGER NOT NULL REFERENCES legal_act(id) ON DELETE CASCADE,
    mentioned_id INTEGER NOT NULL REFERENCES legal_act(id),
    PRIMARY KEY (act_id, mentioned_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE measure (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0),            -- 'CN-2024-46-c2'
    act_id INTEGER NOT NULL REFERENCES legal_act(id) ON DELETE CASCADE,
    clause TEXT
) STRICT;

CREATE TABLE mineral (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0 AND slug NOT GLOB '*[^a-z0-9-]*'),
    kind TEXT NOT NULL CHECK (kind IN ('element', 'element-group', 'mineral', 'compound', 'energy', 'material', 'biotic')),
    symbol TEXT,
    atomic_number INTEGER CHECK (atomic_number IS NULL OR atomic_number BETWEEN 1 AND 118),
    cas_number TEXT,
    cas_confidence TEXT CHECK (cas_confidence IS NULL OR cas_confidence IN ('confirmed', 'derived', 'recalled')),
    description TEXT,
    mainly_byproduct TEXT CHECK (mainly_byproduct IS NULL OR mainly_byproduct IN ('yes', 'no', 'partly')),
    class_note TEXT,                                        -- why sources disagree on its resource class
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id)
) STRICT;

CREATE TABLE mineral_alias (
    alias TEXT NOT NULL CHECK (length(alias) > 0 AND alias = lower(alias)),
    mineral_id INTEGER NOT NULL REFERENCES mineral(id) ON DELETE CASCADE,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (alias)
) STRICT, WITHOUT ROWID;

CREATE TABLE mineral_customs_code (
    mineral_id INTEGER NOT NULL REFERENCES mineral(id) ON DELETE CASCADE,
    customs_code_id INTEGER NOT NULL REFERENCES customs_code(id),
    form TEXT NOT NULL,
    is_shared INTEGER NOT NULL CHECK (is_shared IN (0, 1)), -- other goods use the code too
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (mineral_id, customs_code_id, form)
) STRICT, WITHOUT ROWID;

CREATE TABLE mineral_group_member (
    group_id INTEGER NOT NULL REFERENCES mineral(id) ON DELETE CASCADE,
    member_id INTEGER NOT NULL REFERENCES mineral(id),
    scope_note TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (group_id, member_id),
    CHECK (group_id <> member_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE mineral_name (
    mineral_id INTEGER NOT NULL REFERENCES mineral(id) ON DELETE CASCADE,
    language TEXT NOT NULL CHECK (length(language) > 0),    -- BCP 47: 'en', 'zh', 'zh-Latn-pinyin'
    name TEXT NOT NULL CHECK (length(name) > 0),
    kind TEXT NOT NULL CHECK (kind IN ('preferred', 'alias')),
    PRIMARY KEY (mineral_id, language, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE mineral_relation (
    mineral_id INTEGER NOT NULL REFERENCES mineral(id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('host', 'byproduct-of')),
    label TEXT NOT NULL CHECK (length(label) > 0),
    other_id INTEGER REFERENCES mineral(id),
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (mineral_id, kind, label),
    CHECK (kind <> 'byproduct-of' OR other_id IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE VIRTUAL TABLE mineral_search USING fts5(name, alias, place, about, tokenize = 'unicode61 remove_diacritics 2');

CREATE VIRTUAL TABLE mineral_search_word USING fts5vocab(mineral_search, row);

CREATE TABLE mineral_use (
    mineral_id INTEGER NOT NULL REFERENCES mineral(id) ON DELETE CASCADE,
    sector TEXT NOT NULL CHECK (length(sector) > 0),
    sector_label TEXT NOT NULL,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (mineral_id, sector)
) STRICT, WITHOUT ROWID;

CREATE TABLE ore_estimate (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0),
    deposit_id INTEGER NOT NULL REFERENCES deposit(id) ON DELETE CASCADE,
    statement TEXT NOT NULL CHECK (statement IN ('resource', 'reserve', 'endowment', 'not-stated')),
    category TEXT,                                          -- CGI resource or reserve category
    reporting_code TEXT,                                    -- CGI classification method, or the source's words
    as_of TEXT
        CHECK (as_of IS NULL OR coalesce(date(as_of, '+0 days') = as_of, 0)
            OR as_of GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(as_of) = 7 AND coalesce(date(as_of || '-01', '+0 days') = as_of || '-01', 0))),
    includes_reserves TEXT NOT NULL CHECK (includes_reserves IN ('yes', 'no', 'unknown')),
    ore_quantity TEXT,
    ore_unit TEXT,
    is_headline INTEGER NOT NULL CHECK (is_headline IN (0, 1)),
    note TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    CHECK ((ore_quantity IS NULL) = (ore_unit IS NULL))
) STRICT;

CREATE TABLE policy_event (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0),            -- 'EV011'
    happened_on TEXT NOT NULL
        CHECK (coalesce(date(happened_on, '+0 days') = happened_on, 0)
            OR happened_on GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(happened_on) = 7 AND coalesce(date(happened_on || '-01', '+0 days') = happened_on || '-01', 0))),
    area_id INTEGER NOT NULL REFERENCES area(id),
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    minerals_as_listed TEXT,
    act_id INTEGER REFERENCES legal_act(id),
    notes TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id)
) STRICT;

CREATE TABLE policy_event_mineral (
    event_id INTEGER NOT NULL REFERENCES policy_event(id) ON DELETE CASCADE,
    mineral_id INTEGER NOT NULL REFERENCES mineral(id),
    PRIMARY KEY (event_id, mineral_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE programme (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0 AND slug NOT GLOB '*[^a-z0-9-]*'),
    title TEXT NOT NULL CHECK (length(title) > 0),
    area_id INTEGER REFERENCES area(id),
    starts_on TEXT
        CHECK (starts_on IS NULL OR coalesce(date(starts_on, '+0 days') = starts_on, 0)
            OR starts_on GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(starts_on) = 7 AND coalesce(date(starts_on || '-01', '+0 days') = starts_on || '-01', 0))),
    last_day TEXT
        CHECK (last_day IS NULL OR coalesce(date(last_day, '+0 days') = last_day, 0)
            OR last_day GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(last_day) = 7 AND coalesce(date(last_day || '-01', '+0 days') = last_day || '-01', 0))),
    note TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id)
) STRICT;

CREATE TABLE programme_entry (
    programme_id INTEGER NOT NULL REFERENCES programme(id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL CHECK (ordinal > 0),
    kind TEXT NOT NULL CHECK (kind IN ('target', 'benchmark', 'quota', 'scope', 'capacity', 'funding', 'outcome')),
    task TEXT CHECK (task IS NULL OR task IN ('exploration', 'capacity', 'reserves', 'survey', 'research', 'investment')),
    indicator TEXT NOT NULL CHECK (length(indicator) > 0),
    title_as_given TEXT,                                    -- where the source calls the programme otherwise
    mineral_id INTEGER REFERENCES mineral(id),
    bound TEXT CHECK (bound IS NULL OR bound IN ('at-least', 'at-most', 'more-than', 'about')),
    amount TEXT NOT NULL,                                   -- decimal text
    unit TEXT NOT NULL CHECK (length(unit) > 0),            -- a unit, a currency (ISO 4217), or what is counted
    baseline TEXT,                                          -- decimal text, where the programme began, in the same unit
    starts_on TEXT
        CHECK (starts_on IS NULL OR coalesce(date(starts_on, '+0 days') = starts_on, 0)
            OR starts_on GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(starts_on) = 7 AND coalesce(date(starts_on || '-01', '+0 days') = starts_on || '-01', 0))),
    last_day TEXT
        CHECK (last_day IS NULL OR coalesce(date(last_day, '+0 days') = last_day, 0)
            OR last_day GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(last_day) = 7 AND coalesce(date(last_day || '-01', '+0 days') = last_day || '-01', 0))),
    as_of TEXT NOT NULL                                     -- when it was stated
        CHECK (coalesce(date(as_of, '+0 days') = as_of, 0)
            OR as_of GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(as_of) = 7 AND coalesce(date(as_of || '-01', '+0 days') = as_of || '-01', 0))),
    note TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (programme_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE project (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0 AND slug NOT GLOB '*[^a-z0-9-]*'),
    name TEXT NOT NULL CHECK (length(name) > 0),
    area_id INTEGER REFERENCES area(id),
    deposit_id INTEGER REFERENCES deposit(id),
    programme_id INTEGER REFERENCES programme(id),
    operator TEXT,
    phase INTEGER NOT NULL CHECK (phase BETWEEN 1 AND 9),
    note TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id)
) STRICT;

CREATE TABLE project_investment (
    project_id INTEGER NOT NULL REFERENCES project(id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL CHECK (ordinal > 0),
    investor TEXT,
    kind TEXT NOT NULL CHECK (length(kind) > 0),            -- 'equity', 'loan', 'grant', in the source's words
    amount TEXT NOT NULL,                                   -- decimal text, whole units of the currency
    currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
    as_of TEXT NOT NULL
        CHECK (coalesce(date(as_of, '+0 days') = as_of, 0)
            OR as_of GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(as_of) = 7 AND coalesce(date(as_of || '-01', '+0 days') = as_of || '-01', 0))),
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (project_id, ordinal)
) STRICT, WITHOUT ROWID;

CREATE TABLE project_milestone (
    project_id INTEGER NOT NULL REFERENCES project(id) ON DELETE CASCADE,
    phase INTEGER NOT NULL CHECK (phase BETWEEN 1 AND 9),
    expected_on TEXT
        CHECK (expected_on IS NULL OR coalesce(date(expected_on, '+0 days') = expected_on, 0)
            OR expected_on GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(expected_on) = 7 AND coalesce(date(expected_on || '-01', '+0 days') = expected_on || '-01', 0))),
    actual_on TEXT
        CHECK (actual_on IS NULL OR coalesce(date(actual_on, '+0 days') = actual_on, 0)
            OR actual_on GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(actual_on) = 7 AND coalesce(date(actual_on || '-01', '+0 days') = actual_on || '-01', 0))),
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (project_id, phase),
    CHECK (expected_on IS NOT NULL OR actual_on IS NOT NULL)
) STRICT, WITHOUT ROWID;

CREATE TABLE project_output (
    project_id INTEGER NOT NULL REFERENCES project(id) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL CHECK (ordinal > 0),
    mineral_id INTEGER NOT NULL REFERENCES mineral(id),
    stage TEXT NOT NULL CHECK (length(stage) > 0),
    stage_group TEXT NOT NULL CHECK (stage_group IN ('mine', 'refining', 'product')),
    basis_as_given TEXT,
    basis TEXT CHECK (basis IS NULL OR basis IN
        ('gross', 'metal_content', 'oxide', 'lithium_carbonate_equivalent', 'rare_earth_oxide', 'carats', 'mass', 'volume', 'value')),
    qualifier TEXT NOT NULL CHECK (qualifier IN
        ('value', 'less-than', 'more-than', 'range', 'small', 'large', 'withheld', 'not-available', 'not-applicable',
         'included-elsewhere')),
    amount TEXT,                                            -- decimal text; the lower end of a range
    upper_amount TEXT,
    unit TEXT NOT NULL CHECK (length(unit) > 0),            -- a year
    expected_on TEXT
        CHECK (expected_on IS NULL OR coalesce(date(expected_on, '+0 days') = expected_on, 0)
            OR expected_on GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(expected_on) = 7 AND coalesce(date(expected_on || '-01', '+0 days') = expected_on || '-01', 0))),
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (project_id, ordinal),
    CHECK (basis IS NULL OR basis_as_given IS NOT NULL),
    CHECK ((qualifier IN ('value', 'less-than', 'more-than', 'range')) = (amount IS NOT NULL)),
    CHECK ((qualifier = 'range') = (upper_amount IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE registry_deposit_by_mineral (
    mineral_id INTEGER NOT NULL,
    country TEXT NOT NULL,
    name TEXT NOT NULL,
    slug TEXT NOT NULL,
    id INTEGER NOT NULL,
    latitude REAL,
    longitude REAL,
    admin1 TEXT,
    occurrence_type TEXT,
    status TEXT,
    confidence TEXT NOT NULL,
    minerals TEXT NOT NULL,
    PRIMARY KEY (mineral_id, country, name, slug)
) STRICT, WITHOUT ROWID;

CREATE TABLE registry_deposit_by_place (
    band INTEGER NOT NULL CHECK (band >= -1),               -- quarter degrees from the south pole; -1: not placed
    longitude REAL NOT NULL,                                -- degrees, WGS84; 0: not placed
    id INTEGER NOT NULL,                                    -- the key of the deposit
    latitude REAL,                                          -- degrees, WGS84
    slug TEXT NOT NULL,
    name TEXT NOT NULL,
    country TEXT,                                           -- the code of its area
    admin1 TEXT,
    occurrence_type TEXT,
    status TEXT,
    confidence TEXT NOT NULL,
    minerals TEXT NOT NULL,                                 -- ids, or the source's words in brackets; joined by U+001F
    mineral_keys TEXT NOT NULL,                             -- as JSON: by which minerals it stands in the other table
    PRIMARY KEY (band, longitude, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE registry_identity (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*')
) STRICT, WITHOUT ROWID;

CREATE TABLE "registry_migration" (
  version INTEGER PRIMARY KEY,
  name TEXT NOT NULL,
  sql TEXT NOT NULL,
  applied_at TEXT NOT NULL,
  tool_version TEXT NOT NULL
) STRICT;

CREATE TABLE registry_revision (
    number INTEGER PRIMARY KEY CHECK (number > 0),
    committed_at TEXT NOT NULL CHECK (length(committed_at) >= 20 AND substr(committed_at, -1) = 'Z'),  -- UTC, strictly increasing
    author TEXT NOT NULL,
    reason TEXT NOT NULL CHECK (length(reason) > 0),
    source_release TEXT
, is_baseline INTEGER NOT NULL DEFAULT 1 CHECK (is_baseline IN (0, 1)), schema_version INTEGER NOT NULL DEFAULT 1 CHECK (schema_version > 0), dataset TEXT CHECK (dataset IS NULL OR length(dataset) > 0), accepted TEXT CHECK (accepted IS NULL OR length(accepted) > 0), hash TEXT
    CHECK (hash IS NULL OR length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*'), changed_rows TEXT NOT NULL DEFAULT '') STRICT;

CREATE TABLE registry_revision_part (
    id INTEGER PRIMARY KEY CHECK (id = revision * 4294967296 + changeset * 65536 + piece),  -- where it stands: made of the three numbers
    revision INTEGER NOT NULL CHECK (revision BETWEEN 1 AND 2147483647),  -- the number of the revision
    changeset INTEGER NOT NULL CHECK (changeset BETWEEN 1 AND 65535),
    piece INTEGER NOT NULL CHECK (piece BETWEEN 1 AND 65535),
    bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 4194304)
) STRICT;

CREATE TABLE registry_screening (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    rules INTEGER NOT NULL,                                 -- the rule set by which it was compiled
    form INTEGER NOT NULL,                                  -- the version of the bytes below
    items INTEGER NOT NULL CHECK (items >= 0),              -- how many items are held; pieces name them by number
    headings BLOB NOT NULL                                  -- a bit for each heading of four digits, 1,250 bytes for each table of codes
) STRICT;

CREATE TABLE registry_screening_area (
    code TEXT NOT NULL PRIMARY KEY CHECK (length(code) = 2),
    is_country INTEGER NOT NULL CHECK (is_country IN (0, 1)),
    routes BLOB NOT NULL,
    sets BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE registry_screening_segment (
    place INTEGER PRIMARY KEY CHECK (place >= 0),           -- table of codes, digits of the asked code, its digits filled to ten
    pieces BLOB                                             -- NULL: only the index in memory can answer
) STRICT;

CREATE TABLE resource_class_member (
    scheme_id INTEGER NOT NULL REFERENCES resource_class_scheme(id) ON DELETE CASCADE,
    mineral_id INTEGER NOT NULL REFERENCES mineral(id),
    class TEXT NOT NULL CHECK (class IN ('rare-earth', 'rare-metal', 'rare-scattered', 'light', 'medium', 'heavy', 'separate')),
    class_as_listed TEXT NOT NULL,                          -- 'dispersed', 'rare-refractory'
    class_name_zh TEXT,
    starts_on TEXT
        CHECK (starts_on IS NULL OR coalesce(date(starts_on, '+0 days') = starts_on, 0)
            OR starts_on GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(starts_on) = 7 AND coalesce(date(starts_on || '-01', '+0 days') = starts_on || '-01', 0))),
    last_day TEXT
        CHECK (last_day IS NULL OR coalesce(date(last_day, '+0 days') = last_day, 0)
            OR last_day GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(last_day) = 7 AND coalesce(date(last_day || '-01', '+0 days') = last_day || '-01', 0))),
    note TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (scheme_id, mineral_id, class_as_listed)
) STRICT, WITHOUT ROWID;

CREATE TABLE resource_class_scheme (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0),
    title TEXT NOT NULL,
    is_default INTEGER NOT NULL CHECK (is_default IN (0, 1)),
    citation_id INTEGER NOT NULL REFERENCES citation(id)
) STRICT;

CREATE TABLE same_as_judgement (
    deposit_a TEXT NOT NULL CHECK (length(deposit_a) > 0),
    deposit_b TEXT NOT NULL,
    judge TEXT NOT NULL CHECK (length(judge) > 0),
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'different')),
    reason TEXT NOT NULL CHECK (length(reason) > 0),
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (deposit_a, deposit_b, judge),
    CHECK (deposit_a < deposit_b)
) STRICT, WITHOUT ROWID;

CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0),            -- 'controls:S001', 'minerals:usgs-mcs-2025'
    title TEXT NOT NULL CHECK (length(title) > 0),
    publisher TEXT,
    published TEXT
        CHECK (published IS NULL OR coalesce(date(published, '+0 days') = published, 0)
            OR published GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(published) = 7 AND coalesce(date(published || '-01', '+0 days') = published || '-01', 0))),
    url TEXT,
    licence TEXT,
    language TEXT,
    kind TEXT,
    how_seen TEXT,
    notes TEXT
) STRICT;

CREATE TABLE supplier_share (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0),
    importer_id INTEGER NOT NULL REFERENCES area(id),
    mineral_id INTEGER NOT NULL REFERENCES mineral(id),
    form TEXT,
    denominator TEXT NOT NULL CHECK (length(denominator) > 0),
    place TEXT NOT NULL CHECK (place IN ('country', 'several', 'other')),
    area_id INTEGER REFERENCES area(id),
    supplier_as_given TEXT NOT NULL CHECK (length(supplier_as_given) > 0),
    first_year INTEGER NOT NULL CHECK (first_year BETWEEN 1000 AND 9999),
    last_year INTEGER NOT NULL CHECK (last_year BETWEEN 1000 AND 9999),
    qualifier TEXT NOT NULL CHECK (qualifier IN
        ('value', 'less-than', 'more-than', 'range', 'small', 'large', 'withheld', 'not-available', 'not-applicable',
         'included-elsewhere')),
    percent TEXT,
    upper_percent TEXT,
    note TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    CHECK ((place = 'country') = (area_id IS NOT NULL)),
    CHECK (first_year <= last_year),
    CHECK ((qualifier IN ('value', 'less-than', 'more-than', 'range')) = (percent IS NOT NULL)),
    CHECK ((qualifier = 'range') = (upper_percent IS NOT NULL))
) STRICT;

CREATE TABLE supply_fact (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0),            -- 'production/gallium/primary/CN/2025/low-purity primary Ga'
    mineral_id INTEGER NOT NULL REFERENCES mineral(id),
    measure TEXT NOT NULL CHECK (measure IN
        ('production', 'capacity', 'planned-capacity', 'reserves', 'identified-resources', 'stockpile')),
    stage TEXT,                                             -- as the source names it: 'mine', 'refinery', 'sponge'
    stage_group TEXT CHECK (stage_group IS NULL OR stage_group IN ('mine', 'refining', 'product')),
    basis_as_given TEXT,                                    -- what is counted, in the source's words; NULL: not told
    basis TEXT CHECK (basis IS NULL OR basis IN
        ('gross', 'metal_content', 'oxide', 'lithium_carbonate_equivalent', 'rare_earth_oxide', 'carats', 'mass', 'volume', 'value')),
    place TEXT NOT NULL CHECK (place IN ('country', 'other', 'world')),
    area_id INTEGER REFERENCES area(id),
    year INTEGER NOT NULL CHECK (year BETWEEN 1000 AND 9999),
    expected_on TEXT                                        -- of a planned capacity: when it is to be there
        CHECK (expected_on IS NULL OR coalesce(date(expected_on, '+0 days') = expected_on, 0)
            OR expected_on GLOB '[0-9][0-9][0-9][0-9]'
            OR (length(expected_on) = 7 AND coalesce(date(expected_on || '-01', '+0 days') = expected_on || '-01', 0))),
    qualifier TEXT NOT NULL CHECK (qualifier IN
        ('value', 'less-than', 'more-than', 'range', 'small', 'large', 'withheld', 'not-available', 'not-applicable',
         'included-elsewhere')),
    amount TEXT,                                            -- decimal text; the lower end of a range
    upper_amount TEXT,
    unit TEXT NOT NULL CHECK (length(unit) > 0),
    is_estimated INTEGER NOT NULL CHECK (is_estimated IN (0, 1)),
    is_revised INTEGER NOT NULL CHECK (is_revised IN (0, 1)),
    note TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    CHECK ((place = 'country') = (area_id IS NOT NULL)),
    CHECK ((stage IS NULL) = (stage_group IS NULL)),
    CHECK ((stage IS NULL) = (measure IN ('reserves', 'identified-resources', 'stockpile'))),
    CHECK (basis IS NULL OR basis_as_given IS NOT NULL),
    CHECK (expected_on IS NULL OR measure = 'planned-capacity'),
    CHECK ((qualifier IN ('value', 'less-than', 'more-than', 'range')) = (amount IS NOT NULL)),
    CHECK ((qualifier = 'range') = (upper_amount IS NOT NULL))
) STRICT;

CREATE TABLE supply_other_value (
    fact_id INTEGER NOT NULL REFERENCES supply_fact(id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('restated', 'conflicting')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),   -- the edition or the publisher that says it
    qualifier TEXT NOT NULL CHECK (qualifier IN
        ('value', 'less-than', 'more-than', 'range', 'small', 'large', 'withheld', 'not-available', 'not-applicable',
         'included-elsewhere')),
    amount TEXT,                                            -- decimal text; the lower end of a range
    upper_amount TEXT,
    unit TEXT NOT NULL CHECK (length(unit) > 0),
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    PRIMARY KEY (fact_id, kind, citation_id),
    CHECK ((qualifier IN ('value', 'less-than', 'more-than', 'range')) = (amount IS NOT NULL)),
    CHECK ((qualifier = 'range') = (upper_amount IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE term_alias (
    vocabulary TEXT NOT NULL CHECK (vocabulary IN ('mine-status', 'occurrence-type', 'deposit-model')),
    alias TEXT NOT NULL CHECK (length(alias) > 0 AND alias = lower(alias)),
    term TEXT CHECK (term IS NULL OR length(term) > 0),
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (vocabulary, alias)
) STRICT, WITHOUT ROWID;

CREATE TABLE trade_flow (
    id INTEGER PRIMARY KEY,
    slug TEXT NOT NULL CHECK (length(slug) > 0),
    reporter_id INTEGER NOT NULL REFERENCES area(id),
    partner_id INTEGER REFERENCES area(id),
    direction TEXT NOT NULL CHECK (direction IN ('import', 'export')),
    mineral_id INTEGER NOT NULL REFERENCES mineral(id),
    customs_code_id INTEGER REFERENCES customs_code(id),
    year INTEGER NOT NULL CHECK (year BETWEEN 1000 AND 9999),
    qualifier TEXT NOT NULL CHECK (qualifier IN
        ('value', 'less-than', 'more-than', 'range', 'small', 'large', 'withheld', 'not-available', 'not-applicable',
         'included-elsewhere')),
    amount TEXT,                                            -- decimal text; the lower end of a range
    upper_amount TEXT,
    unit TEXT NOT NULL CHECK (length(unit) > 0),
    basis_as_given TEXT,
    basis TEXT CHECK (basis IS NULL OR basis IN
        ('gross', 'metal_content', 'oxide', 'lithium_carbonate_equivalent', 'rare_earth_oxide', 'carats', 'mass', 'volume', 'value')),
    trade_value TEXT,                                       -- decimal text, whole units of the currency
    currency TEXT CHECK (currency IS NULL OR currency GLOB '[A-Z][A-Z][A-Z]'),
    note TEXT,
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    CHECK ((trade_value IS NULL) = (currency IS NULL)),
    CHECK (basis IS NULL OR basis_as_given IS NOT NULL),
    CHECK ((qualifier IN ('value', 'less-than', 'more-than', 'range')) = (amount IS NOT NULL)),
    CHECK ((qualifier = 'range') = (upper_amount IS NOT NULL))
) STRICT;

CREATE INDEX act_relation_acting ON act_relation(acting_act_id);

CREATE INDEX act_relation_citation ON act_relation(citation_id);

CREATE UNIQUE INDEX act_relation_slug ON act_relation(slug);

CREATE INDEX act_relation_target_act ON act_relation(target_act_id);

CREATE INDEX act_relation_target_item ON act_relation(target_item_id);

CREATE INDEX act_relation_target_measure ON act_relation(target_measure_id);

CREATE INDEX area_alias_area ON area_alias(area_id);

CREATE INDEX area_alias_citation ON area_alias(citation_id);

CREATE INDEX area_citation ON area(citation_id);

CREATE UNIQUE INDEX area_code ON area(code);

CREATE INDEX area_member_citation ON area_member(citation_id);

CREATE INDEX area_member_member ON area_member(member_id);

CREATE UNIQUE INDEX citation_label ON citation(dataset, label);

CREATE INDEX citation_source_source ON citation_source(source_id);

CREATE INDEX commodity_measure_mineral ON commodity_measure(mineral_id);

CREATE INDEX control_item_citation ON control_item(citation_id);

CREATE INDEX control_item_control_code_code ON control_item_control_code(code);

CREATE INDEX control_item_customs_code_citation ON control_item_customs_code(citation_id);

CREATE INDEX control_item_customs_code_code ON control_item_customs_code(customs_code_id);

CREATE INDEX control_item_limit_citation ON control_item_limit(citation_id);

CREATE INDEX control_item_measure ON control_item(measure_id);

CREATE INDEX control_item_mineral_mineral ON control_item_mineral(mineral_id);

CREATE UNIQUE INDEX control_item_slug ON control_item(slug);

CREATE INDEX criticality_list_area ON criticality_list(area_id);

CREATE INDEX criticality_list_citation ON criticality_list(citation_id);

CREATE UNIQUE INDEX criticality_list_slug ON criticality_list(slug);

CREATE INDEX criticality_list_superseded_by ON criticality_list(superseded_by_id);

CREATE INDEX customs_code_citation ON customs_code(citation_id);

CREATE UNIQUE INDEX customs_code_code ON customs_code(nomenclature, code);

CREATE INDEX customs_code_parent ON customs_code(parent_id);

CREATE INDEX deposit_area_name ON deposit(area_id, name);

CREATE INDEX deposit_citation ON deposit(citation_id);

CREATE INDEX deposit_identifier_deposit ON deposit_identifier(deposit_id);

CREATE INDEX deposit_mineral_mineral ON deposit_mineral(mineral_id, deposit_id);

CREATE INDEX deposit_model_citation ON deposit_model(citation_id);

CREATE INDEX deposit_model_model ON deposit_model(model);

CREATE UNIQUE INDEX deposit_slug ON deposit(slug);

CREATE INDEX designation_citation ON designation(citation_id);

CREATE INDEX designation_coverage_mineral ON designation_coverage(mineral_id);

CREATE UNIQUE INDEX designation_entry ON designation(list_id, entry_no);

CREATE INDEX designation_mineral ON designation(mineral_id);

CREATE INDEX destination_rule_area ON destination_rule(area_id);

CREATE INDEX destination_rule_citation ON destination_rule(citation_id);

CREATE INDEX destination_rule_item ON destination_rule(item_id);

CREATE UNIQUE INDEX destination_rule_ordinal ON destination_rule(act_id, ordinal);

CREATE INDEX governance_score_citation ON governance_score(citation_id);

CREATE INDEX import_reliance_area ON import_reliance(area_id);

CREATE INDEX import_reliance_citation ON import_reliance(citation_id);

CREATE INDEX import_reliance_mineral ON import_reliance(mineral_id, area_id, year);

CREATE UNIQUE INDEX import_reliance_slug ON import_reliance(slug);

CREATE INDEX legal_act_area ON legal_act(area_id, published);

CREATE INDEX legal_act_citation ON legal_act(citation_id);

CREATE INDEX legal_act_mention_mentioned ON legal_act_mention(mentioned_id);

CREATE UNIQUE INDEX legal_act_slug ON legal_act(slug);

CREATE INDEX measure_act ON measure(act_id);

CREATE UNIQUE INDEX measure_slug ON measure(slug);

CREATE INDEX mineral_alias_citation ON mineral_alias(citation_id);

CREATE INDEX mineral_alias_mineral ON mineral_alias(mineral_id);

CREATE INDEX mineral_citation ON mineral(citation_id);

CREATE INDEX mineral_customs_code_citation ON mineral_customs_code(citation_id);

CREATE INDEX mineral_customs_code_code ON mineral_customs_code(customs_code_id);

CREATE INDEX mineral_group_member_citation ON mineral_group_member(citation_id);

CREATE INDEX mineral_group_member_member ON mineral_group_member(member_id);

CREATE INDEX mineral_name_name ON mineral_name(name);

CREATE INDEX mineral_relation_citation ON mineral_relation(citation_id);

CREATE INDEX mineral_relation_other ON mineral_relation(other_id);

CREATE UNIQUE INDEX mineral_slug ON mineral(slug);

CREATE INDEX mineral_symbol ON mineral(symbol);

CREATE INDEX mineral_use_citation ON mineral_use(citation_id);

CREATE INDEX ore_estimate_citation ON ore_estimate(citation_id);

CREATE INDEX ore_estimate_deposit ON ore_estimate(deposit_id);

CREATE UNIQUE INDEX ore_estimate_slug ON ore_estimate(slug);

CREATE INDEX policy_event_act ON policy_event(act_id);

CREATE INDEX policy_event_area ON policy_event(area_id);

CREATE INDEX policy_event_citation ON policy_event(citation_id);

CREATE INDEX policy_event_mineral_mineral ON policy_event_mineral(mineral_id);

CREATE UNIQUE INDEX policy_event_slug ON policy_event(slug);

CREATE INDEX programme_area ON programme(area_id);

CREATE INDEX programme_citation ON programme(citation_id);

CREATE INDEX programme_entry_citation ON programme_entry(citation_id);

CREATE INDEX programme_entry_mineral ON programme_entry(mineral_id);

CREATE UNIQUE INDEX programme_slug ON programme(slug);

CREATE INDEX project_area ON project(area_id);

CREATE INDEX project_citation ON project(citation_id);

CREATE INDEX project_deposit ON project(deposit_id);

CREATE INDEX project_investment_citation ON project_investment(citation_id);

CREATE INDEX project_milestone_citation ON project_milestone(citation_id);

CREATE INDEX project_output_citation ON project_output(citation_id);

CREATE INDEX project_output_mineral ON project_output(mineral_id);

CREATE INDEX project_programme ON project(programme_id);

CREATE UNIQUE INDEX project_slug ON project(slug);

CREATE INDEX resource_class_member_citation ON resource_class_member(citation_id);

CREATE INDEX resource_class_member_mineral ON resource_class_member(mineral_id);

CREATE INDEX resource_class_scheme_citation ON resource_class_scheme(citation_id);

CREATE UNIQUE INDEX resource_class_scheme_default ON resource_class_scheme(is_default) WHERE is_default = 1;

CREATE UNIQUE INDEX resource_class_scheme_slug ON resource_class_scheme(slug);

CREATE INDEX same_as_judgement_b ON same_as_judgement(deposit_b);

CREATE INDEX same_as_judgement_citation ON same_as_judgement(citation_id);

CREATE UNIQUE INDEX source_slug ON source(slug);

CREATE INDEX supplier_share_area ON supplier_share(area_id);

CREATE INDEX supplier_share_citation ON supplier_share(citation_id);

CREATE INDEX supplier_share_importer ON supplier_share(importer_id);

CREATE INDEX supplier_share_mineral ON supplier_share(mineral_id, importer_id, last_year);

CREATE UNIQUE INDEX supplier_share_slug ON supplier_share(slug);

CREATE INDEX supply_fact_area ON supply_fact(area_id);

CREATE INDEX supply_fact_citation ON supply_fact(citation_id);

CREATE INDEX supply_fact_mineral ON supply_fact(mineral_id, measure, year);

CREATE UNIQUE INDEX supply_fact_slug ON supply_fact(slug);

CREATE INDEX supply_other_value_citation ON supply_other_value(citation_id);

CREATE INDEX term_alias_citation ON term_alias(citation_id);

CREATE INDEX trade_flow_citation ON trade_flow(citation_id);

CREATE INDEX trade_flow_customs_code ON trade_flow(customs_code_id);

CREATE INDEX trade_flow_mineral ON trade_flow(mineral_id, year);

CREATE INDEX trade_flow_partner ON trade_flow(partner_id);

CREATE INDEX trade_flow_reporter ON trade_flow(reporter_id);

CREATE UNIQUE INDEX trade_flow_slug ON trade_flow(slug);

CREATE VIEW control_overview AS
SELECT i.slug AS item, i.control_code, i.name_en, i.name_zh, i.requirement, m.slug AS measure, l.slug AS act, a.code AS issuer,
       l.destination_scope, l.published, i.starts_on, i.last_day,
       (SELECT group_concat(x.slug, '; ') FROM control_item_mineral c JOIN mineral x ON x.id = c.mineral_id
         WHERE c.item_id = i.id) AS minerals,
       (SELECT group_concat(DISTINCT x.code) FROM control_item_customs_code c JOIN customs_code x ON x.id = c.customs_code_id
         WHERE c.item_id = i.id) AS customs_codes,
       (SELECT group_concat(x.parameter || ' ' || x.operator || ' ' || x.value || coalesce('..' || x.upper_value, '') || ' ' || x.unit, '; ')
          FROM control_item_limit x WHERE x.item_id = i.id) AS limits,
       i.confidence
  FROM control_item i
  JOIN measure m ON m.id = i.measure_id
  JOIN legal_act l ON l.id = m.act_id
  JOIN area a ON a.id = l.area_id;

CREATE VIEW deposit_overview AS
SELECT d.slug, d.name, a.code AS country, d.admin1, d.latitude, d.longitude, d.occurrence_type, d.status, d.model,
       (SELECT group_concat(coalesce(m.slug, '(' || x.as_given || ')'), '; ')
          FROM (SELECT * FROM deposit_mineral y WHERE y.deposit_id = d.id ORDER BY y.ordinal) x
          LEFT JOIN mineral m ON m.id = x.mineral_id) AS minerals,
       (SELECT count(*) FROM ore_estimate e WHERE e.deposit_id = d.id) AS estimates,
       d.confidence
  FROM deposit d LEFT JOIN area a ON a.id = d.area_id;

CREATE VIEW mineral_overview AS
SELECT m.slug, m.symbol, m.kind,
       (SELECT n.name FROM mineral_name n WHERE n.mineral_id = m.id AND n.language = 'en' AND n.kind = 'preferred') AS name_en,
       (SELECT n.name FROM mineral_name n WHERE n.mineral_id = m.id AND n.language = 'zh' AND n.kind = 'preferred') AS name_zh,
       (SELECT group_concat(DISTINCT c.class) FROM resource_class_member c JOIN resource_class_scheme s ON s.id = c.scheme_id
         WHERE c.mineral_id = m.id AND s.is_default = 1) AS resource_class,
       m.mainly_byproduct,
       (SELECT count(*) FROM designation d WHERE d.mineral_id = m.id) AS designations,
       (SELECT count(*) FROM control_item_mineral i WHERE i.mineral_id = m.id) AS control_items,
       (SELECT count(DISTINCT d.deposit_id) FROM deposit_mineral d WHERE d.mineral_id = m.id) AS deposits,
       m.confidence
  FROM mineral m;

CREATE VIEW programme_overview AS
SELECT p.slug AS programme, p.title, coalesce(a.code, 'world') AS jurisdiction, e.kind, e.task, e.indicator, m.slug AS mineral, e.bound,
       CAST(e.amount AS REAL) AS amount, e.unit, CAST(e.baseline AS REAL) AS baseline, e.starts_on, e.last_day, e.as_of, e.note,
       e.confidence, c.label AS sources
  FROM programme p
  JOIN programme_entry e ON e.programme_id = p.id
  JOIN citation c ON c.id = e.citation_id
  LEFT JOIN area a ON a.id = p.area_id
  LEFT JOIN mineral m ON m.id = e.mineral_id;

CREATE VIEW reliance_overview AS
SELECT r.slug, a.code AS importer, m.slug AS mineral, r.form, r.indicator, r.denominator, r.year, r.qualifier,
       CAST(r.percent AS REAL) AS percent, r.is_estimated, r.note, r.confidence, c.label AS sources
  FROM import_reliance r
  JOIN mineral m ON m.id = r.mineral_id
  JOIN area a ON a.id = r.area_id
  JOIN citation c ON c.id = r.citation_id;

CREATE VIEW source_overview AS
SELECT s.slug, s.title, s.publisher, s.published, s.url, s.licence,
       (SELECT count(*) FROM citation_source c WHERE c.source_id = s.id) AS citations
  FROM source s;

CREATE VIEW supply_overview AS
SELECT f.slug, m.slug AS mineral, f.measure, f.stage, f.stage_group, f.basis_as_given, f.basis, coalesce(a.code, f.place) AS place,
       f.place AS place_kind, f.year, f.qualifier, CAST(f.amount AS REAL) AS amount, CAST(f.upper_amount AS REAL) AS upper_amount,
       f.unit, f.is_estimated, (SELECT count(*) FROM supply_other_value o WHERE o.fact_id = f.id AND o.kind = 'restated') AS restated,
       (SELECT count(*) FROM supply_other_value o WHERE o.fact_id = f.id AND o.kind = 'conflicting') AS conflicts,
       f.note, f.confidence, c.label AS sources
  FROM supply_fact f
  JOIN mineral m ON m.id = f.mineral_id
  JOIN citation c ON c.id = f.citation_id
  LEFT JOIN area a ON a.id = f.area_id;

CREATE VIEW suspension_overview AS
SELECT r.slug AS relation, r.kind, x.slug AS acting_act,
       coalesce(ta.slug, tm.slug, ti.slug) AS target, r.announced_on, r.starts_on, r.last_day, r.notes, r.confidence
  FROM act_relation r
  JOIN legal_act x ON x.id = r.acting_act_id
  LEFT JOIN legal_act ta ON ta.id = r.target_act_id
  LEFT JOIN measure tm ON tm.id = r.target_measure_id
  LEFT JOIN control_item ti ON ti.id = r.target_item_id;
