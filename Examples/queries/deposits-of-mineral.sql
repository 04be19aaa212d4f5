-- Which deposits of a mineral lie in a country?
--
-- :mineral is a slug, :country an ISO code. Deposits of the members of a group are found too. An empty place means that none is
-- recorded; `recalled` names the columns that were written from memory and must be checked.
-- Run with: sqlite3 registry.sqlite < deposits-of-mineral.sql
.parameter set :mineral "'rare-earths'"
.parameter set :country "'CN'"

SELECT o.slug, o.name, coalesce(o.admin1, '') AS admin1, o.latitude, o.longitude, coalesce(o.status, 'unknown') AS status, o.minerals,
       o.estimates, o.confidence, coalesce(d.recalled_fields, '') AS recalled
  FROM deposit d
  JOIN deposit_overview o ON o.slug = d.slug
 WHERE o.country = :country
   AND EXISTS (SELECT 1 FROM deposit_mineral x JOIN mineral m ON m.id = x.mineral_id
                WHERE x.deposit_id = d.id
                  AND (m.slug = :mineral
                       OR m.id IN (SELECT g.member_id FROM mineral_group_member g JOIN mineral p ON p.id = g.group_id
                                    WHERE p.slug = :mineral)))
 ORDER BY o.name, o.slug;
