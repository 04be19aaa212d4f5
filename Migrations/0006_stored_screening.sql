-- The export controls compiled for screening by customs code, for programs that decide few lines and build no index in memory.
--
-- Nothing in these tables is a fact: every revision that changes a control makes them anew (`ScreeningForm`), and as tables of the
-- registry itself they stand in no changeset and in no digest. Without a row in the first one there is no stored form.

CREATE TABLE registry_screening (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    rules INTEGER NOT NULL,                                 -- the rule set by which it was compiled
    form INTEGER NOT NULL,                                  -- the version of the bytes below
    items INTEGER NOT NULL CHECK (items >= 0),              -- how many items are held; pieces name them by number
    headings BLOB NOT NULL                                  -- a bit for each heading of four digits, 1,250 bytes for each table of codes
) STRICT;

-- Where an origin's lines are looked up, and to which sets of destinations a country belongs; both as little-endian numbers.
CREATE TABLE registry_screening_area (
    code TEXT NOT NULL PRIMARY KEY CHECK (length(code) = 2),
    is_country INTEGER NOT NULL CHECK (is_country IN (0, 1)),
    routes BLOB NOT NULL,
    sets BLOB NOT NULL
) STRICT, WITHOUT ROWID;

-- Codes from one row up to the next are answered by the same pieces.
CREATE TABLE registry_screening_segment (
    place INTEGER PRIMARY KEY CHECK (place >= 0),           -- table of codes, digits of the asked code, its digits filled to ten
    pieces BLOB                                             -- NULL: only the index in memory can answer
) STRICT;
