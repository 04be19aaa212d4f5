-- Revisions keep what they changed, and each is chained to the one before by a hash.

-- Revisions that were made before this kept no changeset: history starts after them, so they are baselines.
ALTER TABLE registry_revision ADD COLUMN is_baseline INTEGER NOT NULL DEFAULT 1 CHECK (is_baseline IN (0, 1));
-- The schema on which the changeset was recorded.
ALTER TABLE registry_revision ADD COLUMN schema_version INTEGER NOT NULL DEFAULT 1 CHECK (schema_version > 0);
-- The dataset under which its facts were filed: 'reference', 'mrds', 'local'; NULL for revisions made before this.
ALTER TABLE registry_revision ADD COLUMN dataset TEXT CHECK (dataset IS NULL OR length(dataset) > 0);
-- Names of the import rules that were overridden, joined by ';'.
ALTER TABLE registry_revision ADD COLUMN accepted TEXT CHECK (accepted IS NULL OR length(accepted) > 0);
-- SHA-256 over the parent's hash and all that the revision holds; NULL for revisions made before there was a chain.
ALTER TABLE registry_revision ADD COLUMN hash TEXT
    CHECK (hash IS NULL OR length(hash) = 64 AND hash NOT GLOB '*[^0-9a-f]*');
UPDATE registry_revision SET is_baseline = is_baseline;
UPDATE registry_revision SET schema_version = schema_version;

-- The changesets of a revision, in the order in which they were made; one that is larger than a piece has several.
CREATE TABLE registry_revision_part (
    id INTEGER PRIMARY KEY,
    revision INTEGER NOT NULL REFERENCES registry_revision(number) ON DELETE CASCADE DEFERRABLE INITIALLY DEFERRED,
    changeset INTEGER NOT NULL CHECK (changeset > 0),
    piece INTEGER NOT NULL CHECK (piece > 0),
    bytes BLOB NOT NULL CHECK (length(bytes) BETWEEN 1 AND 4194304)
) STRICT;
CREATE UNIQUE INDEX registry_revision_part_place ON registry_revision_part(revision, changeset, piece);

-- Which registry this is: a copy has the same identity, another registry with the same facts has not.
CREATE TABLE registry_identity (
    id TEXT NOT NULL PRIMARY KEY CHECK (length(id) = 32 AND id NOT GLOB '*[^0-9a-f]*')
) STRICT, WITHOUT ROWID;
