-- Where do the dispersed elements come from?
--
-- :class is a resource class of the default scheme; `rare-scattered` are the elements that form few ores of their own and are
-- won beside other metals. `won_beside` are the minerals of the registry that carry them, `found_in` the materials.
-- Run with: sqlite3 registry.sqlite < byproducts.sql
.parameter set :class "'rare-scattered'"

SELECT m.slug AS mineral, coalesce(m.mainly_byproduct, 'unknown') AS mainly_byproduct,
       coalesce((SELECT group_concat(w.slug, '; ') FROM mineral_relation r JOIN mineral w ON w.id = r.other_id
                  WHERE r.mineral_id = m.id AND r.kind = 'byproduct-of'), 'not stated') AS won_beside,
       coalesce((SELECT group_concat(r.label, '; ') FROM mineral_relation r
                  WHERE r.mineral_id = m.id AND r.kind = 'host'), 'not stated') AS found_in,
       coalesce((SELECT group_concat(DISTINCT r.confidence) FROM mineral_relation r WHERE r.mineral_id = m.id), '') AS confidence
  FROM mineral m
  JOIN resource_class_member c ON c.mineral_id = m.id
  JOIN resource_class_scheme s ON s.id = c.scheme_id
 WHERE s.is_default = 1 AND c.class = :class
 GROUP BY m.id
 ORDER BY m.slug;
