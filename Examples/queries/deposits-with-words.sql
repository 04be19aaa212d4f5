-- Which deposits have these words in their names, places or minerals, the best first?
--
-- :words is a question to FTS5: words, "several together", begin*, one OR another. `registry search` takes any text, asks for minerals
-- and controlled items too, finds Chinese names (here their characters stand apart: "稀 土"), and forgives slips of the pen.
-- Run with: sqlite3 registry.sqlite < deposits-with-words.sql
.parameter set :words "'lithium australia'"

SELECT d.slug, d.name, snippet(deposit_search, -1, '[', ']', '…', 12) AS found, round(-bm25(deposit_search, 10, 5, 2, 1), 2) AS relevance
  FROM deposit_search s JOIN deposit d ON d.id = s.rowid
 WHERE deposit_search MATCH :words
 ORDER BY bm25(deposit_search, 10, 5, 2, 1), d.slug
 LIMIT 20;
