-- Derived indexes: where deposits lie, and the words of minerals, deposits and control items.
--
-- Nothing in these virtual tables is a fact. The library writes them beside the rows they are made from, and can make them from
-- nothing (`Indexes`). A rowid here is the key of the mineral, deposit or control item.

-- The place of a deposit as a box of 32-bit floats around it: a point lies in a box of degrees only if the two boxes meet.
CREATE VIRTUAL TABLE deposit_place USING rtree(deposit_id, south, north, west, east);
DROP INDEX deposit_latitude;

-- Chinese characters stand apart (by U+200B), so that each is a word of its own and names of one or two of them are found.
CREATE VIRTUAL TABLE mineral_search USING fts5(name, alias, place, about, tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE deposit_search USING fts5(name, alias, place, about, tokenize = 'unicode61 remove_diacritics 2');
CREATE VIRTUAL TABLE control_search USING fts5(name, alias, place, about, tokenize = 'unicode61 remove_diacritics 2');

-- The words that occur in an index, read from the index itself: nothing is stored for these.
CREATE VIRTUAL TABLE mineral_search_word USING fts5vocab(mineral_search, row);
CREATE VIRTUAL TABLE deposit_search_word USING fts5vocab(deposit_search, row);
CREATE VIRTUAL TABLE control_search_word USING fts5vocab(control_search, row);
