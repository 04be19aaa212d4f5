-- Who holds more than 65 % of a stage?
--
-- :percent is the bound, :year the year of the production. A share is taken of the sum of all parts, countries and others; the world
-- row is no part. Only tables in one unit and basis count. Where a part is not told (withheld, not available), nobody's share is
-- known; then the greater of the world row and the sum of what is told is taken, and `share_of` says so.
-- Run with: sqlite3 registry.sqlite < stage-holders.sql
.parameter set :percent 65
.parameter set :year 2025

WITH row AS (
    SELECT f.mineral_id, f.stage, f.place, f.area_id, f.qualifier, CAST(f.amount AS REAL) AS amount, f.unit, f.is_estimated,
           f.basis_as_given, f.confidence
      FROM supply_fact f
     WHERE f.measure = 'production' AND f.year = :year
),
whole AS (
    SELECT mineral_id, stage, sum(amount) FILTER (WHERE place <> 'world' AND qualifier = 'value') AS told,
           max(amount) FILTER (WHERE place = 'world' AND qualifier = 'value') AS world,
           sum(place <> 'world' AND qualifier NOT IN ('value', 'not-applicable')) AS untold
      FROM row
     GROUP BY mineral_id, stage
    HAVING count(DISTINCT unit) = 1 AND count(DISTINCT coalesce(basis_as_given, '')) = 1
),
share AS (
    SELECT r.*, w.untold,
           r.amount / CASE WHEN w.untold = 0 THEN w.told ELSE max(w.told, coalesce(w.world, 0)) END AS share
      FROM row r JOIN whole w ON w.mineral_id = r.mineral_id AND w.stage = r.stage
     WHERE r.place = 'country' AND r.qualifier = 'value' AND (w.untold = 0 OR w.world IS NOT NULL) AND w.told > 0
)
SELECT m.slug AS mineral, s.stage, a.code AS country, round(100 * s.share, 1) AS percent,
       CASE WHEN s.untold = 0 THEN 'sum of all parts' ELSE 'world total, ' || s.untold || ' parts not told' END AS share_of,
       s.amount, s.unit, s.basis_as_given AS basis, CASE s.is_estimated WHEN 1 THEN 'estimated' ELSE '' END AS estimated, s.confidence
  FROM share s JOIN mineral m ON m.id = s.mineral_id JOIN area a ON a.id = s.area_id
 WHERE 100 * s.share > :percent
 ORDER BY s.share DESC, m.slug, s.stage;
