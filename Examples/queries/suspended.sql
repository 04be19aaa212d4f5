-- What is suspended on a day, and until when?
--
-- :day is a day (YYYY-MM-DD). Both ends of a suspension are days on which it holds. A suspension without a last day is open.
-- Afterwards the suspended rule applies again by itself, unless an act extends the suspension: read the notes.
-- Run with: sqlite3 registry.sqlite < suspended.sql
.parameter set :day "'2025-12-01'"

WITH suspension AS (
    SELECT r.*, target.slug AS target,
           -- A year or a month alone stands for its whole span.
           CASE length(r.last_day)
               WHEN 4 THEN r.last_day || '-12-31'
               WHEN 7 THEN date(r.last_day || '-01', '+1 month', '-1 day')
               ELSE r.last_day
           END AS ends_on
      FROM act_relation r
      JOIN (SELECT 'act' AS kind, id, slug FROM legal_act
            UNION ALL SELECT 'measure', id, slug FROM measure
            UNION ALL SELECT 'item', id, slug FROM control_item) target
        ON (target.kind = 'act' AND target.id = r.target_act_id)
        OR (target.kind = 'measure' AND target.id = r.target_measure_id)
        OR (target.kind = 'item' AND target.id = r.target_item_id)
     WHERE r.kind = 'suspends'
)
SELECT s.target, acting.slug AS suspended_by, coalesce(s.starts_on, 'unknown') AS starts_on,
       coalesce(s.last_day, 'open') AS last_suspended_day, s.confidence, coalesce(s.notes, '') AS notes
  FROM suspension s
  JOIN legal_act acting ON acting.id = s.acting_act_id
 WHERE (s.starts_on IS NULL OR s.starts_on <= :day)
   AND (s.ends_on IS NULL OR s.ends_on >= :day)
 ORDER BY s.ends_on IS NULL, s.ends_on, s.target;
