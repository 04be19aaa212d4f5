-- Which controlled items touch minerals on an official list of critical minerals?
--
-- :list is the id of a list. The column `listed` tells by which way the item's mineral stands on the list: `direct`, `also-covers`
-- (named beside another mineral in one entry), `member` (of a listed group) or `holds` (a group that has a listed member).
-- Run with: sqlite3 registry.sqlite < listed-and-controlled.sql
.parameter set :list "'eu-crm-2023'"

WITH named(mineral_id, entry, way) AS (
    SELECT d.mineral_id, d.entry_as_listed, 'direct'
      FROM designation d JOIN criticality_list l ON l.id = d.list_id WHERE l.slug = :list
    UNION
    SELECT c.mineral_id, d.entry_as_listed, 'also-covers'
      FROM designation_coverage c JOIN designation d ON d.id = c.designation_id JOIN criticality_list l ON l.id = d.list_id
     WHERE l.slug = :list
),
single(mineral_id, entry, way) AS (
    SELECT mineral_id, entry, way FROM named
    UNION
    SELECT g.member_id, n.entry, 'member' FROM named n JOIN mineral_group_member g ON g.group_id = n.mineral_id
),
listed(mineral_id, entry, way) AS (
    SELECT mineral_id, entry, way FROM single
    UNION
    SELECT g.group_id, s.entry, 'holds' FROM single s JOIN mineral_group_member g ON g.member_id = s.mineral_id
)
SELECT m.slug AS mineral, group_concat(DISTINCT l.way) AS listed, group_concat(DISTINCT l.entry) AS entries,
       o.issuer, o.item, o.name_en, o.requirement, coalesce(o.starts_on, 'unknown') AS starts_on, o.confidence
  FROM listed l
  JOIN mineral m ON m.id = l.mineral_id
  JOIN control_item_mineral c ON c.mineral_id = l.mineral_id
  JOIN control_item i ON i.id = c.item_id
  JOIN control_overview o ON o.item = i.slug
 GROUP BY m.id, i.id
 ORDER BY m.slug, o.issuer, o.item;
