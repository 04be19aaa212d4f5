// W9: one line of a shipment, one query.
//
// naive: a flat table of prefixes, looked up by `IN` with the four lengths; destinations are bits of four columns.
// tuned: prefixes cut into segments that do not overlap, with the rules of each in one blob that the host tests.
#include "screening.h"

typedef struct {
    const char *file, *insert;
    int columns;
} table;

static void load_table(sqlite3 *db, table t) {
    char *bytes = read_file(t.file, NULL);
    sqlite3_stmt *s = prepare(db, t.insert);
    int column = 1;
    char *field = bytes;
    for (char *p = bytes; *p; p++) {
        if (*p != '\t' && *p != '\n') continue;
        bool ends = *p == '\n';
        *p = 0;
        sqlite3_bind_text(s, column++, field, -1, SQLITE_STATIC);
        field = p + 1;
        if (!ends) continue;
        sqlite3_step(s);
        sqlite3_reset(s);
        column = 1;
    }
    sqlite3_finalize(s);
    free(bytes);
}

void prepare_screening(void) {
    sqlite3 *db = open_database();
    execute(db,
        "BEGIN;"
        "CREATE TABLE measure(id INTEGER PRIMARY KEY, valid_from INTEGER NOT NULL, valid_to INTEGER NOT NULL);"
        "CREATE TABLE item(id INTEGER PRIMARY KEY, measure_id INTEGER NOT NULL REFERENCES measure, scope INTEGER NOT NULL,"
        " list_id INTEGER NOT NULL, valid_from INTEGER NOT NULL, valid_to INTEGER NOT NULL);"
        "CREATE TABLE item_prefix(item_id INTEGER NOT NULL REFERENCES item, prefix TEXT NOT NULL, PRIMARY KEY(prefix, item_id)) WITHOUT ROWID;"
        "CREATE TABLE destination(list_id INTEGER NOT NULL, country TEXT NOT NULL, PRIMARY KEY(list_id, country)) WITHOUT ROWID;"
        "CREATE TABLE bits(list_id INTEGER PRIMARY KEY, d0 INTEGER, d1 INTEGER, d2 INTEGER, d3 INTEGER);"
        // A leading 1 keeps the zeros in front, and the lengths apart.
        "CREATE TABLE screen(prefix INTEGER NOT NULL, item_id INTEGER NOT NULL, measure_id INTEGER NOT NULL, valid_from INTEGER NOT NULL,"
        " valid_to INTEGER NOT NULL, d0 INTEGER NOT NULL, d1 INTEGER NOT NULL, d2 INTEGER NOT NULL, d3 INTEGER NOT NULL,"
        " PRIMARY KEY(prefix, item_id)) WITHOUT ROWID;"
        "CREATE TABLE segment(first_code INTEGER PRIMARY KEY, rules BLOB)");
    table tables[] = {{"measures.tsv", "INSERT INTO measure VALUES(?,?,?)", 3}, {"items.tsv", "INSERT INTO item VALUES(?,?,?,?,?,?)", 6},
        {"prefixes.tsv", "INSERT INTO item_prefix VALUES(?,?)", 2}, {"lists.tsv", "INSERT INTO destination VALUES(?,?)", 2}};
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) load_table(db, tables[i]);

    uint64_t lists[256][4] = {0};
    sqlite3_stmt *s = prepare(db, "SELECT list_id, country FROM destination");
    while (sqlite3_step(s) == SQLITE_ROW) {
        const uint8_t *code = sqlite3_column_text(s, 1);
        int number = country_numbers[code[0] << 8 | code[1]];
        lists[sqlite3_column_int(s, 0)][number / 63] |= 1ull << (number % 63);
    }
    sqlite3_finalize(s);
    s = prepare(db, "INSERT INTO bits VALUES(?,?,?,?,?)");
    for (int list = 0; list < 256; list++) {
        sqlite3_bind_int(s, 1, list);
        for (int i = 0; i < 4; i++) sqlite3_bind_int64(s, i + 2, (sqlite3_int64)lists[list][i]);
        sqlite3_step(s);
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    // Scope 0: every destination; 1: those of the list; 2: all others.
    execute(db,
        "INSERT INTO screen SELECT CAST('1'||p.prefix AS INTEGER), i.id, m.id, max(i.valid_from, m.valid_from), min(i.valid_to, m.valid_to),"
        " CASE i.scope WHEN 0 THEN -1 WHEN 1 THEN d0 ELSE ~d0 END, CASE i.scope WHEN 0 THEN -1 WHEN 1 THEN d1 ELSE ~d1 END,"
        " CASE i.scope WHEN 0 THEN -1 WHEN 1 THEN d2 ELSE ~d2 END, CASE i.scope WHEN 0 THEN -1 WHEN 1 THEN d3 ELSE ~d3 END"
        " FROM item_prefix p JOIN item i ON i.id = p.item_id JOIN measure m ON m.id = i.measure_id JOIN bits b ON b.list_id = i.list_id"
        " WHERE max(i.valid_from, m.valid_from) <= min(i.valid_to, m.valid_to)");
    compile_index(db);
    s = prepare(db, "INSERT INTO segment VALUES(?,?)");
    bool was_empty = false;
    for (uint32_t i = 0; i < compiled.segment_count; i++) {
        segment *g = &compiled.segments[i];
        if (was_empty && !g->rule_count) continue;
        was_empty = !g->rule_count;
        sqlite3_bind_int64(s, 1, (sqlite3_int64)g->first_code);
        if (g->rule_count) sqlite3_bind_blob(s, 2, compiled.rules + g->first_rule, g->rule_count * sizeof(rule), SQLITE_STATIC);
        else sqlite3_bind_null(s, 2);
        sqlite3_step(s);
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    execute(db, "COMMIT; ANALYZE");
    sqlite3_close(db);
}

static uint64_t run_naive(sqlite3 *db, const shipment *lines, int count) {
    sqlite3_stmt *by_word[4];
    for (int i = 0; i < 4; i++) {
        char sql[300];
        snprintf(sql, sizeof sql,
            "SELECT measure_id FROM screen WHERE prefix IN (?1,?4,?5,?6) AND ?2 BETWEEN valid_from AND valid_to AND (d%d>>?3)&1", i);
        by_word[i] = prepare(db, sql);
    }
    uint64_t check = 0;
    for (int i = 0; i < count; i++) {
        const shipment *x = &lines[i];
        sqlite3_stmt *s = by_word[x->destination / 63];
        sqlite3_bind_int64(s, 1, (sqlite3_int64)(x->code / 1000000 + 10000));
        sqlite3_bind_int64(s, 4, (sqlite3_int64)(x->code / 10000 + 1000000));
        sqlite3_bind_int64(s, 5, (sqlite3_int64)(x->code / 100 + 100000000));
        sqlite3_bind_int64(s, 6, (sqlite3_int64)(x->code + 10000000000));
        sqlite3_bind_int(s, 2, x->day);
        sqlite3_bind_int(s, 3, x->destination % 63);
        uint64_t measures = 0;
        while (sqlite3_step(s) == SQLITE_ROW) measures |= 1ull << (sqlite3_column_int(s, 0) - 1);
        sqlite3_reset(s);
        if (measures) check = mixed(check, i, measures);
    }
    for (int i = 0; i < 4; i++) sqlite3_finalize(by_word[i]);
    return check;
}

static uint64_t run_tuned(sqlite3 *db, const shipment *lines, int count) {
    sqlite3_stmt *s = prepare(db, "SELECT rules FROM segment WHERE first_code<=?1 ORDER BY first_code DESC LIMIT 1");
    uint64_t check = 0;
    for (int i = 0; i < count; i++) {
        const shipment *x = &lines[i];
        uint64_t measures = 0;
        sqlite3_bind_int64(s, 1, (sqlite3_int64)x->code);
        if (sqlite3_step(s) == SQLITE_ROW) {
            const char *blob = sqlite3_column_blob(s, 0);
            int rules = sqlite3_column_bytes(s, 0) / (int)sizeof(rule);
            for (int j = 0; j < rules; j++) {
                rule q;
                memcpy(&q, blob + j * sizeof q, sizeof q);
                uint64_t holds = (q.destinations[x->destination >> 6] >> (x->destination & 63) & 1) & (x->day >= q.from) & (x->day <= q.to);
                measures |= holds << q.measure;
            }
        }
        sqlite3_reset(s);
        if (measures) check = mixed(check, i, measures);
    }
    sqlite3_finalize(s);
    return check;
}

void screen_by_sql(const char *variant) {
    int count;
    shipment *lines = load_lines(&count);
    sqlite3 *db = open_database();
    start();
    execute(db, "BEGIN");
    uint64_t check = !strcmp(variant, "tuned") ? run_tuned(db, lines, count) : run_naive(db, lines, count);
    execute(db, "COMMIT");
    stop();
    report("W9", count, check);
    sqlite3_close(db);
}
