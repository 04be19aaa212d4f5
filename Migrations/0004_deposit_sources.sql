-- Deposits from many sources: models in the sources' words, shapes, what estimates say beyond their figures, and judgements on
-- which deposits are the same.

-- Words of sources for terms of the CGI vocabularies. `term` is NULL for a word that is known and says nothing ('unknown').
CREATE TABLE term_alias (
    vocabulary TEXT NOT NULL CHECK (vocabulary IN ('mine-status', 'occurrence-type', 'deposit-model')),
    alias TEXT NOT NULL CHECK (length(alias) > 0 AND alias = lower(alias)),
    term TEXT CHECK (term IS NULL OR length(term) > 0),
    confidence TEXT NOT NULL CHECK (confidence IN ('confirmed', 'derived', 'recalled')),
    citation_id INTEGER NOT NULL REFERENCES citation(id),
    PRIMARY KEY (vocabulary, alias)
) STRICT, WITHOUT ROWID;
CREATE INDEX term_alias_citation ON term_alias(citation_id);

-- A deposit model that a source names: the words as given, and the code of CGI mineral-deposit-model they were mapped to (NULL:
-- none fits). `origin` is the dataset that says so: several may speak of one deposit.
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
CREATE INDEX deposit_model_model ON deposit_model(model);
CREATE INDEX deposit_model_citation ON deposit_model(citation_id);

-- The shape of a deposit that is more than a point, as a GeoJSON geometry (RFC 7946). Its representative point is the deposit's place.
CREATE TABLE deposit_shape (
    deposit_id INTEGER NOT NULL PRIMARY KEY REFERENCES deposit(id) ON DELETE CASCADE,
    geojson TEXT NOT NULL CHECK (length(geojson) > 0)
) STRICT, WITHOUT ROWID;

-- Which part of a deposit an estimate is of, where it stands in its source, and from which grade on ore was counted.
CREATE TABLE estimate_context (
    estimate_id INTEGER NOT NULL PRIMARY KEY REFERENCES ore_estimate(id) ON DELETE CASCADE,
    zone TEXT,
    page TEXT,
    cutoff TEXT,                                            -- decimal text, as printed
    cutoff_unit TEXT,
    CHECK ((cutoff IS NULL) = (cutoff_unit IS NULL))
) STRICT, WITHOUT ROWID;

-- Why an estimate cannot be right as it stands.
CREATE TABLE estimate_flag (
    estimate_id INTEGER NOT NULL REFERENCES ore_estimate(id) ON DELETE CASCADE,
    flag TEXT NOT NULL CHECK (flag IN
        ('implausible-tonnage', 'contained-exceeds-ore', 'contained-stated-as-ore', 'grade-above-100-percent', 'parts-exceed-total')),
    detail TEXT NOT NULL CHECK (length(detail) > 0),
    PRIMARY KEY (estimate_id, flag)
) STRICT, WITHOUT ROWID;

-- What a source says of an estimate and no column holds: the source's field and its words.
CREATE TABLE estimate_remark (
    estimate_id INTEGER NOT NULL REFERENCES ore_estimate(id) ON DELETE CASCADE,
    field TEXT NOT NULL CHECK (length(field) > 0),
    text TEXT NOT NULL CHECK (length(text) > 0),
    PRIMARY KEY (estimate_id, field)
) STRICT, WITHOUT ROWID;

-- A judgement that two deposits are one and the same, or are not. It names stable ids, not rows: a source may judge records that
-- are not held yet. `judge` is the dataset it comes from ('local': the user, who outweighs the others).
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
CREATE INDEX same_as_judgement_b ON same_as_judgement(deposit_b);
CREATE INDEX same_as_judgement_citation ON same_as_judgement(citation_id);
