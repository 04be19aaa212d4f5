-- The supply picture: production, capacity, reserves, dependence, governance, trade, programmes and projects.
--
-- An amount is decimal text, as printed, with its unit; a qualifier says what kind of statement it is. Without an amount it is
-- never zero: withheld, not available, not applicable, counted elsewhere, or small (below half a unit). A zero is written as 0.

-- One statement of how much, for a year. `place` tells a country from all other countries together and from the whole world.
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
CREATE UNIQUE INDEX supply_fact_slug ON supply_fact(slug);
CREATE INDEX supply_fact_mineral ON supply_fact(mineral_id, measure, year);
CREATE INDEX supply_fact_area ON supply_fact(area_id);
CREATE INDEX supply_fact_citation ON supply_fact(citation_id);

-- What another edition or another publisher says of the same fact: an older value that was restated, or one that contradicts.
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
CREATE INDEX supply_other_value_citation ON supply_other_value(citation_id);

-- Dependence ------------------------------------------------------------------------------------------------------------------

-- How far an economy lives on imports of a mineral. Two qualifiers say that it does not.
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
CREATE UNIQUE INDEX import_reliance_slug ON import_reliance(slug);
CREATE INDEX import_reliance_mineral ON import_reliance(mineral_id, area_id, year);
CREATE INDEX import_reliance_area ON import_reliance(area_id);
CREATE INDEX import_reliance_citation ON import_reliance(citation_id);

-- Which share of an economy's imports of a mineral, or of its supply, comes from where.
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
CREATE UNIQUE INDEX supplier_share_slug ON supplier_share(slug);
CREATE INDEX supplier_share_mineral ON supplier_share(mineral_id, importer_id, last_year);
CREATE INDEX supplier_share_importer ON supplier_share(importer_id);
CREATE INDEX supplier_share_area ON supplier_share(area_id);
CREATE INDEX supplier_share_citation ON supplier_share(citation_id);

-- The six Worldwide Governance Indicators, kept apart. Higher is better; about -2.5 to 2.5.
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
CREATE INDEX governance_score_citation ON governance_score(citation_id);

-- What a reporting economy says that it traded in a year. Partner NULL: the whole world.
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
CREATE UNIQUE INDEX trade_flow_slug ON trade_flow(slug);
CREATE INDEX trade_flow_mineral ON trade_flow(mineral_id, year);
CREATE INDEX trade_flow_reporter ON trade_flow(reporter_id);
CREATE INDEX trade_flow_partner ON trade_flow(partner_id);
CREATE INDEX trade_flow_customs_code ON trade_flow(customs_code_id);
CREATE INDEX trade_flow_citation ON trade_flow(citation_id);

-- Plans -----------------------------------------------------------------------------------------------------------------------

-- A plan of a government: an action, a quota, a benchmark, a fund. Without an area it is the world's.
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
CREATE UNIQUE INDEX programme_slug ON programme(slug);
CREATE INDEX programme_area ON programme(area_id);
CREATE INDEX programme_citation ON programme(citation_id);

-- One line of a programme's ledger: what is to be reached, what is spent, what was seen, as stated on a day.
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
CREATE INDEX programme_entry_mineral ON programme_entry(mineral_id);
CREATE INDEX programme_entry_citation ON programme_entry(citation_id);

-- A mine or plant on its way. The phase is an ordinal, so that "at least feasibility" is a comparison; its words stand in the library.
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
CREATE UNIQUE INDEX project_slug ON project(slug);
CREATE INDEX project_area ON project(area_id);
CREATE INDEX project_deposit ON project(deposit_id);
CREATE INDEX project_programme ON project(programme_id);
CREATE INDEX project_citation ON project(citation_id);

-- What a project is to make, how much of it in a year, and from when.
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
CREATE INDEX project_output_mineral ON project_output(mineral_id);
CREATE INDEX project_output_citation ON project_output(citation_id);

-- When a project was to enter a phase, and when it did.
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
CREATE INDEX project_milestone_citation ON project_milestone(citation_id);

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
CREATE INDEX project_investment_citation ON project_investment(citation_id);

-- Views for people in the sqlite3 shell -------------------------------------------------------------------------------------------

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

CREATE VIEW reliance_overview AS
SELECT r.slug, a.code AS importer, m.slug AS mineral, r.form, r.indicator, r.denominator, r.year, r.qualifier,
       CAST(r.percent AS REAL) AS percent, r.is_estimated, r.note, r.confidence, c.label AS sources
  FROM import_reliance r
  JOIN mineral m ON m.id = r.mineral_id
  JOIN area a ON a.id = r.area_id
  JOIN citation c ON c.id = r.citation_id;

CREATE VIEW programme_overview AS
SELECT p.slug AS programme, p.title, coalesce(a.code, 'world') AS jurisdiction, e.kind, e.task, e.indicator, m.slug AS mineral, e.bound,
       CAST(e.amount AS REAL) AS amount, e.unit, CAST(e.baseline AS REAL) AS baseline, e.starts_on, e.last_day, e.as_of, e.note,
       e.confidence, c.label AS sources
  FROM programme p
  JOIN programme_entry e ON e.programme_id = p.id
  JOIN citation c ON c.id = e.citation_id
  LEFT JOIN area a ON a.id = p.area_id
  LEFT JOIN mineral m ON m.id = e.mineral_id;
