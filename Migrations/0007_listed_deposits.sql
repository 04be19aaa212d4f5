-- Deposits as lists show them, a row each with all that a list tells: once in place order, once by mineral, country and name.
--
-- Nothing in these tables is a fact. Like the indexes of places and words the library writes them beside the rows they are made from,
-- and can make them from nothing (`ListedDeposits`); as tables of the registry itself they stand in no changeset and in no digest.

-- All deposits, along bands of a quarter of a degree: what is close on the map lies close in the file.
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

-- Deposits with a country, once for each of their minerals.
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
