// W10, W11, W12: side by side, opening, and one durable row.
#include "deposits.h"
#include <pthread.h>

static volatile bool is_over;
static const char *shared_name;
static bool is_log;
static int64_t *keys;
static int key_count;

static void load_keys(void) {
    char **lines = load_list("keys.txt", &key_count);
    keys = malloc(key_count * sizeof *keys);
    for (int i = 0; i < key_count; i++) keys[i] = atoll(lines[i]);
}

static const char *by_key = "SELECT " RECORD_COLUMNS " FROM deposit d WHERE d.id = ?1";

static void *reads(void *counter) {
    sqlite3 *db = open_file(shared_name, is_log);
    sqlite3_stmt *begin = prepare(db, "BEGIN"), *commit = prepare(db, "COMMIT"), *s = prepare(db, by_key);
    uint32_t z = (uint32_t)(uintptr_t)counter;
    int64_t count = 0;
    for (; !is_over; count++) {
        z = z * 1664525 + 1013904223;
        run(begin);
        sqlite3_bind_int64(s, 1, keys[(z >> 8) % key_count]);
        record r;
        if (sqlite3_step(s) == SQLITE_ROW) decode_record(s, &r), release_record(&r);
        sqlite3_reset(s);
        run(commit);
    }
    sqlite3_finalize(begin), sqlite3_finalize(commit), sqlite3_finalize(s);
    sqlite3_close(db);
    *(int64_t *)counter = count;
    return NULL;
}

static void *writes(void *counter) {
    sqlite3 *db = open_file(shared_name, is_log);
    sqlite3_stmt *begin = prepare(db, "BEGIN IMMEDIATE"), *commit = prepare(db, "COMMIT");
    sqlite3_stmt *update = prepare(db, "UPDATE deposit SET status_as_given = ?2 WHERE id = ?1");
    sqlite3_stmt *note = prepare(db, "INSERT INTO local_note (deposit_id, note) VALUES (?1, ?2)");
    const char *words[] = {"Producer", "Past Producer", "Prospect", "Unknown"};
    uint32_t z = 99;
    int64_t count = 0;
    for (; !is_over; count++) {
        z = z * 1664525 + 1013904223;
        int64_t key = keys[(z >> 8) % key_count];
        run(begin);
        sqlite3_bind_int64(update, 1, key), sqlite3_bind_text(update, 2, words[count & 3], -1, SQLITE_STATIC), run(update);
        sqlite3_bind_int64(note, 1, key), sqlite3_bind_text(note, 2, words[count & 3], -1, SQLITE_STATIC), run(note);
        run(commit);
    }
    sqlite3_finalize(begin), sqlite3_finalize(commit), sqlite3_finalize(update), sqlite3_finalize(note);
    sqlite3_close(db);
    *(int64_t *)counter = count;
    return NULL;
}

// W10: one writer and two readers in threads, each with a connection of its own, for ten seconds (or fewer), over a write-ahead log.
void read_and_write(void) {
    load_keys();
    shared_name = "c-shared.sqlite", is_log = true;
    copy_file("c-deposits.sqlite", shared_name);
    sqlite3 *db = open_file(shared_name, is_log);
    execute(db, "CREATE TABLE local_note (id INTEGER PRIMARY KEY, deposit_id INTEGER NOT NULL, note TEXT NOT NULL) STRICT");
    pthread_t threads[3];
    int64_t counts[3] = {99, 1, 2};
    start();
    for (int i = 0; i < 3; i++) pthread_create(&threads[i], NULL, i ? reads : writes, &counts[i]);
    usleep(line_limit ? line_limit * 1000 : 10000000);
    is_over = true;
    for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
    stop();
    sqlite3_close(db);
    char more[100];
    snprintf(more, sizeof more, ",\"reads\":%lld,\"writes\":%lld", (long long)(counts[1] + counts[2]), (long long)counts[0]);
    report_more("W10", counts[1] + counts[2], 1, more);
}

// W10r: readers alone, each in a thread and with a connection of its own, for two seconds (or fewer).
void read_in_threads(int readers) {
    load_keys();
    shared_name = "c-deposits.sqlite", is_log = false;
    pthread_t threads[2];
    int64_t counts[2] = {1, 2}, count = 0;
    start();
    for (int i = 0; i < readers; i++) pthread_create(&threads[i], NULL, reads, &counts[i]);
    usleep(line_limit ? line_limit * 1000 : 2000000);
    is_over = true;
    for (int i = 0; i < readers; i++) pthread_join(threads[i], NULL), count += counts[i];
    stop();
    report("W10r", count, 1);
}

// W11: open a file, look at its version, ask once.
void open_and_ask(void) {
    int count;
    char **slugs = load_list("slug.txt", &count);
    start();
    sqlite3 *db = open_file("registry-deposits.sqlite", false);
    integer(db, "PRAGMA user_version");
    sqlite3_stmt *s = prepare(db, "SELECT " RECORD_COLUMNS " FROM deposit d WHERE d.slug = ?1");
    sqlite3_bind_text(s, 1, slugs[0], -1, SQLITE_STATIC);
    record r = {0};
    if (sqlite3_step(s) == SQLITE_ROW) decode_record(s, &r);
    sqlite3_finalize(s);
    sqlite3_close(db);
    stop();
    report("W11", 1, r.name.length);
}

// W12: one row in a transaction of its own, again and again. Its text comes ready.
void change_source(void) {
    copy_file("reference.sqlite", "c-changes.sqlite");
    sqlite3 *db = open_file("c-changes.sqlite", false);
    int count = line_limit ? line_limit : 500;
    char slug[100];
    sqlite3_stmt *begin = prepare(db, "BEGIN IMMEDIATE"), *commit = prepare(db, "COMMIT");
    sqlite3_stmt *s = prepare(db, "INSERT INTO source (slug, title, publisher, kind) VALUES (?1, 'A source', 'bench', 'press')");
    start();
    for (int i = 0; i < count; i++) {
        run(begin);
        sqlite3_bind_text(s, 1, slug, snprintf(slug, sizeof slug, "bench:%d", i), SQLITE_STATIC);
        run(s);
        run(commit);
    }
    stop();
    uint64_t check = integer(db, "SELECT count(*) FROM source WHERE slug LIKE 'bench:%'");
    report("W12", count, check);
}

// W12d: one deposit changed, with its words: the row, and the row of the index of words.
void change_deposit(void) {
    copy_file("c-deposits.sqlite", "c-changes.sqlite");
    sqlite3 *db = open_file("c-changes.sqlite", false);
    int slug_count, count = line_limit ? line_limit : 500;
    char **slugs = load_list("slugs.txt", &slug_count), note[100];
    sqlite3_stmt *begin = prepare(db, "BEGIN IMMEDIATE"), *commit = prepare(db, "COMMIT");
    sqlite3_stmt *find = prepare(db, "SELECT id FROM deposit WHERE slug = ?1");
    sqlite3_stmt *update = prepare(db, "UPDATE deposit SET model_note = ?2 WHERE id = ?1");
    sqlite3_stmt *words = prepare(db, "UPDATE deposit_search SET about = ?2 WHERE rowid = ?1");
    start();
    for (int i = 0; i < count; i++) {
        run(begin);
        sqlite3_bind_text(find, 1, slugs[i % slug_count], -1, SQLITE_STATIC);
        if (sqlite3_step(find) != SQLITE_ROW) continue;
        int64_t id = sqlite3_column_int64(find, 0);
        sqlite3_reset(find);
        int length = snprintf(note, sizeof note, "changed for the %dth time", i);
        sqlite3_bind_int64(update, 1, id), sqlite3_bind_text(update, 2, note, length, SQLITE_STATIC), run(update);
        sqlite3_bind_int64(words, 1, id), sqlite3_bind_text(words, 2, note, length, SQLITE_STATIC), run(words);
        run(commit);
    }
    stop();
    report("W12d", count, integer(db, "SELECT count(*) FROM deposit WHERE model_note LIKE 'changed%'"));
}
