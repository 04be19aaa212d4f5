-- Which strategic minerals in short supply does an economy import more than half of?
--
-- :list is the id of an official list, :importer the economy, :percent the bound. A mineral is on the list by its own entry, beside
-- another one in an entry, or as a member of a listed group. Of each form the newest year that is held counts. `more-than` and
-- `less-than` are limits: "less than 50" is not over 50, "more than 95" is.
-- Run with: sqlite3 registry.sqlite < reliance-over.sql
.parameter set :list "'cn-24-2016'"
.parameter set :importer "'CN'"
.parameter set :percent 50

WITH direct(mineral_id) AS (
    SELECT d.mineral_id FROM designation d JOIN criticality_list l ON l.id = d.list_id WHERE l.slug = :list
    UNION
    SELECT c.mineral_id
      FROM designation_coverage c JOIN designation d ON d.id = c.designation_id JOIN criticality_list l ON l.id = d.list_id
     WHERE l.slug = :list
),
listed(mineral_id) AS (
    SELECT mineral_id FROM direct
    UNION
    SELECT g.member_id FROM direct JOIN mineral_group_member g ON g.group_id = direct.mineral_id
),
stated AS (
    SELECT r.*, a.code AS importer, row_number() OVER (
               PARTITION BY r.mineral_id, coalesce(r.form, ''), r.indicator, r.denominator ORDER BY r.year DESC) AS age
      FROM import_reliance r JOIN area a ON a.id = r.area_id
     WHERE a.code = :importer
)
SELECT m.slug AS mineral, coalesce(s.form, '') AS form, s.year, s.qualifier, CAST(s.percent AS REAL) AS percent, s.indicator,
       s.denominator, s.confidence, c.label AS sources
  FROM stated s
  JOIN listed l ON l.mineral_id = s.mineral_id
  JOIN mineral m ON m.id = s.mineral_id
  JOIN citation c ON c.id = s.citation_id
 WHERE s.age = 1
   AND (s.qualifier IN ('value', 'range') AND CAST(s.percent AS REAL) > :percent
        OR s.qualifier = 'more-than' AND CAST(s.percent AS REAL) >= :percent)
 ORDER BY CAST(s.percent AS REAL) DESC, m.slug, s.form;
