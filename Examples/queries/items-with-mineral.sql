-- Which controlled items contain a mineral?
--
-- :mineral is a slug. An item that names a group (rare earths) is found for each member of the group as well, and the other way
-- round: the column `named_as` tells what the item itself says. Dates are the item's own; suspensions are not taken out of them.
-- Run with: sqlite3 registry.sqlite < items-with-mineral.sql
.parameter set :mineral "'gallium'"

WITH wanted(id) AS (
    SELECT id FROM mineral WHERE slug = :mineral
    UNION
    SELECT g.group_id FROM mineral_group_member g JOIN mineral m ON m.id = g.member_id WHERE m.slug = :mineral
    UNION
    SELECT g.member_id FROM mineral_group_member g JOIN mineral m ON m.id = g.group_id WHERE m.slug = :mineral
)
SELECT o.issuer, o.item, coalesce(o.control_code, '-') AS control_code, o.name_en, o.requirement,
       coalesce(o.starts_on, 'unknown') AS starts_on, coalesce(o.last_day, 'open') AS last_day,
       group_concat(m.slug, '; ') AS named_as, o.confidence
  FROM control_overview o
  JOIN control_item i ON i.slug = o.item
  JOIN control_item_mineral c ON c.item_id = i.id
  JOIN wanted w ON w.id = c.mineral_id
  JOIN mineral m ON m.id = c.mineral_id
 GROUP BY i.id
 ORDER BY o.issuer, o.starts_on, o.item;
