-- How many rows a revision changed stands with the revision: a small change writes a page less.

-- What it changed: a line for each table, in the order of their names: rows inserted, updated, deleted, and the table.
ALTER TABLE registry_revision ADD COLUMN changed_rows TEXT NOT NULL DEFAULT '';

UPDATE registry_revision SET changed_rows = coalesce(
    (SELECT group_concat(line, char(10))
       FROM (SELECT inserted || ' ' || updated || ' ' || deleted || ' ' || replace(table_name, char(10), ' ') AS line
               FROM registry_revision_table WHERE revision = number ORDER BY table_name)), '');

DROP TABLE registry_revision_table;
