-- What did the exploration action report?
--
-- :programme is the id of a programme, :kind what to show of its ledger: outcome, target, benchmark, quota, funding, scope, capacity.
-- Run with: sqlite3 registry.sqlite < programme-outcomes.sql
.parameter set :programme "'cn-prospecting-2021'"
.parameter set :kind "'outcome'"

SELECT o.as_of, o.indicator, coalesce(o.mineral, '') AS mineral, coalesce(o.bound, '') AS bound, o.amount, o.unit,
       coalesce(o.starts_on, '') AS starts_on, coalesce(o.last_day, '') AS last_day, coalesce(o.task, '') AS task,
       coalesce(o.note, '') AS note, o.confidence, o.sources
  FROM programme_overview o
 WHERE o.programme = :programme AND o.kind = :kind
 ORDER BY o.as_of, o.starts_on, o.indicator, o.mineral;
