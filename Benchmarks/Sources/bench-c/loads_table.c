// W1: a bulk load of one table.
#include "deposits.h"

// One table without indexes, of ten columns.
static const char *flat_table =
    "CREATE TABLE d (id INTEGER PRIMARY KEY, slug TEXT NOT NULL, name TEXT NOT NULL, admin1 TEXT, latitude REAL NOT NULL, "
    "longitude REAL NOT NULL, given_position TEXT, status TEXT NOT NULL, status_as_given TEXT NOT NULL, model_note TEXT) STRICT";

static void bind_flat(sqlite3_stmt *s, int base, int64_t id, const deposit *d) {
    sqlite3_bind_int64(s, base + 1, id);
    bind(s, base + 2, d->slug), bind(s, base + 3, d->name), bind(s, base + 4, d->admin1);
    sqlite3_bind_double(s, base + 5, d->latitude), sqlite3_bind_double(s, base + 6, d->longitude);
    bind(s, base + 7, d->position), bind(s, base + 8, d->status), bind(s, base + 9, d->status_as_given), bind(s, base + 10, d->note);
}

static sqlite3_stmt *flat_insertion(sqlite3 *db, int rows) {
    char *sql = malloc(100 + rows * 24);
    strcpy(sql, "INSERT INTO d VALUES ");
    for (int i = 0; i < rows; i++) strcat(sql, i ? ",(?,?,?,?,?,?,?,?,?,?)" : "(?,?,?,?,?,?,?,?,?,?)");
    return prepare(db, sql);
}

void load_table(const char *variant) {
    int count, rows = strcmp(variant, "tuned") ? 1 : 50;
    deposit *deposits = load_deposits(&count);
    remove_file("c-flat.sqlite");
    start();
    sqlite3 *db = open_file("c-flat.sqlite", false);
    execute(db, flat_table);
    execute(db, "BEGIN IMMEDIATE");
    sqlite3_stmt *many = flat_insertion(db, rows), *one = flat_insertion(db, 1);
    int i = 0;
    for (; i + rows <= count; i += rows) {
        for (int j = 0; j < rows; j++) bind_flat(many, j * 10, i + j + 1, &deposits[i + j]);
        run(many);
    }
    for (; i < count; i++) bind_flat(one, 0, i + 1, &deposits[i]), run(one);
    execute(db, "COMMIT");
    sqlite3_finalize(many), sqlite3_finalize(one);
    stop();
    uint64_t check = integer(db,
        "SELECT sum(length(slug) + length(name) + length(admin1) + length(given_position) + length(status) + length(status_as_given)"
        " + coalesce(length(model_note), 0)) + count(*) FROM d");
    sqlite3_close(db);
    report("W1", count, check);
}
