-- Where do China's dispersed elements come from as by-products, and how much of the world's output are they?
--
-- :class is a resource class of the default scheme, :country the country. `won_beside` are the minerals that carry them. The share is
-- that of the newest year held, of the sum of all parts; it is empty where a part is not told, or where no output is held.
-- Run with: sqlite3 registry.sqlite < byproduct-supply.sql
.parameter set :class "'rare-scattered'"
.parameter set :country "'CN'"

WITH newest AS (
    SELECT f.mineral_id, f.stage, max(f.year) AS year FROM supply_fact f WHERE f.measure = 'production' GROUP BY f.mineral_id, f.stage
),
output AS (
    SELECT n.mineral_id, n.stage, n.year, f.unit,
           max(CAST(f.amount AS REAL)) FILTER (WHERE a.code = :country AND f.qualifier = 'value') AS amount,
           sum(CAST(f.amount AS REAL)) FILTER (WHERE f.place <> 'world') AS told,
           sum(f.place <> 'world' AND f.qualifier NOT IN ('value', 'not-applicable')) AS untold
      FROM newest n
      JOIN supply_fact f ON f.mineral_id = n.mineral_id AND f.stage = n.stage AND f.year = n.year AND f.measure = 'production'
      LEFT JOIN area a ON a.id = f.area_id
     GROUP BY n.mineral_id, n.stage
    HAVING count(DISTINCT f.unit) = 1 AND count(DISTINCT coalesce(f.basis_as_given, '')) = 1
)
SELECT m.slug AS mineral, coalesce(m.mainly_byproduct, 'unknown') AS mainly_byproduct,
       coalesce((SELECT group_concat(w.slug, '; ') FROM mineral_relation r JOIN mineral w ON w.id = r.other_id
                  WHERE r.mineral_id = m.id AND r.kind = 'byproduct-of'), 'not stated') AS won_beside,
       coalesce((SELECT group_concat(r.label, '; ') FROM mineral_relation r
                  WHERE r.mineral_id = m.id AND r.kind = 'host'), 'not stated') AS found_in,
       coalesce(o.stage, '') AS stage, o.year, o.amount, coalesce(o.unit, '') AS unit,
       CASE WHEN o.untold = 0 AND o.told > 0 THEN round(100 * o.amount / o.told, 1) END AS percent_of_world,
       coalesce((SELECT group_concat(DISTINCT r.confidence) FROM mineral_relation r WHERE r.mineral_id = m.id), '') AS confidence
  FROM mineral m
  JOIN resource_class_member c ON c.mineral_id = m.id
  JOIN resource_class_scheme s ON s.id = c.scheme_id
  LEFT JOIN output o ON o.mineral_id = m.id
 WHERE s.is_default = 1 AND c.class = :class
 ORDER BY m.slug, o.stage;
