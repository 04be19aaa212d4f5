-- What share of the world's output of each mineral stood under a licence duty on a day?
--
-- :day is the day, :year the year of the production, :requirement what the control demands. A country counts where an act of its own,
-- or of a group that it belonged to, demanded that for every destination and user on that day: begun, not ended, not replaced, not
-- suspended. A date known as a month or a year counts only where each of its days would. Technology, software, equipment and tools are
-- no supply, and a product of several minerals (a magnet, an alloy) is nobody's: an item counts where it is an ore or a concentrate, or
-- where all its minerals are the one in question, its members, or groups that hold it.
-- Run with: sqlite3 registry.sqlite < supply-under-control.sql
.parameter set :day "'2025-12-01'"
.parameter set :year 2025
.parameter set :requirement "'licence_required'"

WITH whole_day(text, first_day, last_day) AS (
    -- Every date of acts, items and relations with the first and the last day that it may be.
    SELECT d.text,
           CASE length(d.text) WHEN 4 THEN d.text || '-01-01' WHEN 7 THEN d.text || '-01' ELSE d.text END,
           CASE length(d.text) WHEN 4 THEN d.text || '-12-31' WHEN 7 THEN date(d.text || '-01', '+1 month', '-1 day') ELSE d.text END
      FROM (SELECT starts_on AS text FROM legal_act UNION SELECT last_day FROM legal_act
            UNION SELECT starts_on FROM control_item UNION SELECT last_day FROM control_item
            UNION SELECT starts_on FROM act_relation UNION SELECT last_day FROM act_relation) d
     WHERE d.text IS NOT NULL
),
item AS (
    SELECT i.id, i.measure_id, l.id AS act_id, l.area_id
      FROM control_item i JOIN measure x ON x.id = i.measure_id JOIN legal_act l ON l.id = x.act_id
     WHERE i.category NOT LIKE '%technology%' AND i.category NOT LIKE '%software%' AND i.category NOT LIKE '%equipment%'
       AND i.category NOT LIKE '%tool%'
       -- An unknown start counts as begun.
       AND coalesce((SELECT w.last_day FROM whole_day w WHERE w.text = i.starts_on), :day) <= :day
       AND coalesce((SELECT w.last_day FROM whole_day w WHERE w.text = l.starts_on), :day) <= :day
       AND coalesce((SELECT w.first_day FROM whole_day w WHERE w.text = i.last_day), :day) >= :day
       AND coalesce((SELECT w.first_day FROM whole_day w WHERE w.text = l.last_day), :day) >= :day
),
acted_on AS (
    SELECT i.id, r.kind
      FROM item i JOIN act_relation r
        ON r.target_act_id = i.act_id OR r.target_measure_id = i.measure_id OR r.target_item_id = i.id
     WHERE coalesce((SELECT w.first_day FROM whole_day w WHERE w.text = r.starts_on), :day) <= :day
       AND (r.kind IN ('replaces', 'ends')
            OR r.kind IN ('suspends', 'converts')
               AND coalesce((SELECT w.last_day FROM whole_day w WHERE w.text = r.last_day), :day) >= :day)
       AND NOT (r.kind = 'suspends' AND EXISTS (
            SELECT 1 FROM act_relation x
             WHERE x.kind = 'resumes' AND x.target_act_id IS r.target_act_id AND x.target_measure_id IS r.target_measure_id
               AND x.target_item_id IS r.target_item_id AND x.starts_on >= r.starts_on AND x.starts_on <= :day))
),
rule AS (
    -- The rules of an item, or of its act where the item has none of its own.
    SELECT i.id, d.destination_kind = 'everywhere' AND d.end_use LIKE 'any%'
              OR d.destination_kind = 'everywhere-except' AND d.area_id = i.area_id AND d.end_use LIKE 'any%' AS is_general
      FROM item i JOIN destination_rule d
        ON d.item_id = i.id
        OR d.act_id = i.act_id AND d.item_id IS NULL
           AND NOT EXISTS (SELECT 1 FROM destination_rule o WHERE o.item_id = i.id)
),
in_force AS (
    SELECT i.id, i.area_id, c.category,
           CASE WHEN EXISTS (SELECT 1 FROM acted_on x WHERE x.id = i.id AND x.kind = 'converts') THEN 'quota' ELSE c.requirement END
             AS requirement
      FROM item i JOIN control_item c ON c.id = i.id
     WHERE NOT EXISTS (SELECT 1 FROM acted_on x WHERE x.id = i.id AND x.kind IN ('suspends', 'replaces', 'ends'))
       AND (NOT EXISTS (SELECT 1 FROM rule r WHERE r.id = i.id) OR EXISTS (SELECT 1 FROM rule r WHERE r.id = i.id AND r.is_general))
),
controlled AS (
    SELECT DISTINCT coalesce(g.member_id, f.area_id) AS area_id, t.mineral_id
      FROM in_force f
      JOIN (SELECT x.item_id, x.mineral_id FROM control_item_mineral x
            UNION SELECT x.item_id, g.group_id FROM control_item_mineral x JOIN mineral_group_member g ON g.member_id = x.mineral_id
            UNION SELECT x.item_id, g.member_id FROM control_item_mineral x JOIN mineral_group_member g ON g.group_id = x.mineral_id) t
        ON t.item_id = f.id
       AND (f.category IN ('ore', 'concentrate') OR NOT EXISTS (
            SELECT 1 FROM control_item_mineral o
             WHERE o.item_id = f.id AND o.mineral_id <> t.mineral_id
               AND NOT EXISTS (SELECT 1 FROM mineral_group_member k
                                WHERE (k.group_id, k.member_id) IN ((t.mineral_id, o.mineral_id), (o.mineral_id, t.mineral_id)))))
      LEFT JOIN area_member g ON g.group_id = f.area_id AND g.starts_on <= :day AND (g.last_day IS NULL OR g.last_day >= :day)
     WHERE f.requirement = :requirement
),
output AS (
    SELECT f.mineral_id, f.stage,
           sum(CAST(f.amount AS REAL)) FILTER (WHERE f.place <> 'world') AS told,
           sum(CAST(f.amount AS REAL)) FILTER (WHERE c.area_id IS NOT NULL) AS under_control,
           sum(f.place <> 'world' AND f.qualifier NOT IN ('value', 'not-applicable')) AS untold,
           group_concat(a.code, ', ') FILTER (WHERE c.area_id IS NOT NULL) AS countries
      FROM supply_fact f
      LEFT JOIN area a ON a.id = f.area_id
      LEFT JOIN controlled c ON c.area_id = f.area_id AND c.mineral_id = f.mineral_id
     WHERE f.measure = 'production' AND f.year = :year
     GROUP BY f.mineral_id, f.stage
    HAVING count(DISTINCT f.unit) = 1 AND count(DISTINCT coalesce(f.basis_as_given, '')) = 1
)
SELECT m.slug AS mineral, o.stage,
       CASE WHEN o.untold = 0 AND o.told > 0 THEN round(100 * o.under_control / o.told, 1) END AS percent_of_output,
       CASE WHEN o.untold > 0 THEN o.untold || ' parts not told' ELSE '' END AS unknown, o.countries
  FROM output o JOIN mineral m ON m.id = o.mineral_id
 WHERE o.countries IS NOT NULL
 ORDER BY percent_of_output DESC NULLS LAST, m.slug, o.stage;
