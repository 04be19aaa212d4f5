-- Which minerals are of a resource class?
--
-- :class is rare-earth, rare-metal or rare-scattered. Schemes of classes disagree, so :scheme names the one that is asked; the
-- column `other_schemes` lists the schemes in which the mineral has the same class.
-- Run with: sqlite3 registry.sqlite < minerals-of-class.sql
.parameter set :class "'rare-scattered'"
.parameter set :scheme "'this-data-set'"

SELECT o.slug, coalesce(o.symbol, '') AS symbol, o.name_en, coalesce(o.name_zh, '') AS name_zh, c.class_as_listed,
       coalesce((SELECT group_concat(DISTINCT y.slug) FROM resource_class_member x JOIN resource_class_scheme y ON y.id = x.scheme_id
                  WHERE x.mineral_id = c.mineral_id AND x.class = c.class AND x.scheme_id <> c.scheme_id), '') AS other_schemes,
       c.confidence
  FROM resource_class_member c
  JOIN resource_class_scheme s ON s.id = c.scheme_id
  JOIN mineral m ON m.id = c.mineral_id
  JOIN mineral_overview o ON o.slug = m.slug
 WHERE s.slug = :scheme AND c.class = :class
 ORDER BY o.slug;
