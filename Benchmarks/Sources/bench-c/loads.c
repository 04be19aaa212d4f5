// W2, W2i: bulk loads into a registry.
#include "deposits.h"

// W2: the migrated schema of the registry, with what the library writes of a deposit: its row, an identifier, its minerals, its place
// and its words.
typedef struct {
    sqlite3_stmt *deposit, *identifier, *mineral, *remark, *place, *words;
    int64_t minerals[kinds_of_minerals], areas[65536], citation;
    char names[65536][40];
} loader;

static void begin(loader *l, sqlite3 *db) {
    sqlite3_stmt *s = prepare(db, "SELECT id, code, name FROM area WHERE kind = 'country'");
    while (sqlite3_step(s) == SQLITE_ROW) {
        const uint8_t *code = sqlite3_column_text(s, 1);
        l->areas[code[0] << 8 | code[1]] = sqlite3_column_int64(s, 0);
        snprintf(l->names[code[0] << 8 | code[1]], 40, "%s", sqlite3_column_text(s, 2));
    }
    sqlite3_finalize(s);
    s = prepare(db, "SELECT id FROM mineral WHERE slug = ?1");
    for (int i = 0; i < kinds_of_minerals; i++) {
        sqlite3_bind_text(s, 1, mineral_slugs[i], -1, SQLITE_STATIC);
        if (sqlite3_step(s) == SQLITE_ROW) l->minerals[i] = sqlite3_column_int64(s, 0);
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    execute(db, "INSERT INTO citation (dataset, label) VALUES ('local', 'controls:S001')");
    l->citation = sqlite3_last_insert_rowid(db);
    execute(db, "INSERT INTO citation_source SELECT max(c.id), s.id FROM citation c, source s WHERE s.slug = 'controls:S001'");
    l->deposit = prepare(db,
        "INSERT INTO deposit (slug, name, area_id, admin1, latitude, longitude, given_crs, given_position, model_note, status,"
        " status_as_given, confidence, citation_id) VALUES (?1, ?2, ?3, ?4, ?5, ?6, 'EPSG:4326', ?7, ?8, ?9, ?10, 'confirmed', ?11)");
    l->identifier = prepare(db, "INSERT INTO deposit_identifier (deposit_id, scheme, record) VALUES (?1, 'mrds', ?2)");
    l->mineral = prepare(db,
        "INSERT INTO deposit_mineral (deposit_id, ordinal, mineral_id, importance, as_given, confidence)"
        " VALUES (?1, ?2, ?3, 'primary', ?4, 'confirmed')");
    l->remark = prepare(db, "INSERT INTO deposit_remark VALUES (?1, ?2, ?3)");
    l->place = prepare(db, "INSERT INTO deposit_place VALUES (?1, ?2, ?2, ?3, ?3)");
    l->words = prepare(db, "INSERT INTO deposit_search (rowid, name, alias, place, about) VALUES (?1, ?2, '', ?3, ?4)");
}

static void end(loader *l) {
    sqlite3_finalize(l->deposit), sqlite3_finalize(l->identifier), sqlite3_finalize(l->mineral), sqlite3_finalize(l->remark),
        sqlite3_finalize(l->place), sqlite3_finalize(l->words);
}

static int code(const deposit *d) { return (uint8_t)d->country.bytes[0] << 8 | (uint8_t)d->country.bytes[1]; }

static void bind_row(loader *l, sqlite3_stmt *s, int base, const deposit *d) {
    bind(s, base + 1, d->slug), bind(s, base + 2, d->name);
    sqlite3_bind_int64(s, base + 3, l->areas[code(d)]);
    bind(s, base + 4, d->admin1);
    sqlite3_bind_double(s, base + 5, d->latitude), sqlite3_bind_double(s, base + 6, d->longitude);
    bind(s, base + 7, d->position), bind(s, base + 8, d->note), bind(s, base + 9, d->status), bind(s, base + 10, d->status_as_given);
    sqlite3_bind_int64(s, base + 11, l->citation);
}

static void insert_row(loader *l, const deposit *d) {
    bind_row(l, l->deposit, 0, d);
    run(l->deposit);
}

static void insert_identifier(loader *l, int64_t id, const deposit *d) {
    sqlite3_bind_int64(l->identifier, 1, id);
    bind(l->identifier, 2, d->record);
    run(l->identifier);
}

static void bind_mineral(loader *l, sqlite3_stmt *s, int base, int64_t id, const deposit *d, int i) {
    sqlite3_bind_int64(s, base + 1, id), sqlite3_bind_int(s, base + 2, i + 1);
    sqlite3_bind_int64(s, base + 3, l->minerals[d->mineral[i]]);
    sqlite3_bind_text(s, base + 4, mineral_slugs[d->mineral[i]], -1, SQLITE_STATIC);
}

static void insert_minerals(loader *l, int64_t id, const deposit *d) {
    for (int i = 0; i < d->mineral_count; i++) bind_mineral(l, l->mineral, 0, id, d, i), run(l->mineral);
}

// Fifty rows with one statement. Checks that hold a list (confidence IN (...)) make SQLite build a table for it each time one runs.
enum { together = 50 };

static sqlite3_stmt *prepare_many(sqlite3 *db, const char *head, const char *row) {
    char *sql = malloc(strlen(head) + together * (strlen(row) + 1) + 1);
    strcpy(sql, head);
    for (int i = 0; i < together; i++) strcat(strcat(sql, i ? "," : ""), row);
    return prepare(db, sql);
}

static void insert_all_rows(loader *l, sqlite3 *db, const deposit *deposits, int count) {
    sqlite3_stmt *many = prepare_many(db,
        "INSERT INTO deposit (slug, name, area_id, admin1, latitude, longitude, given_position, model_note, status, status_as_given,"
        " citation_id, given_crs, confidence) VALUES ",
        "(?,?,?,?,?,?,?,?,?,?,?,'EPSG:4326','confirmed')");
    int i = 0;
    for (; i + together <= count; i += together) {
        for (int j = 0; j < together; j++) bind_row(l, many, j * 11, &deposits[i + j]);
        run(many);
    }
    for (; i < count; i++) insert_row(l, &deposits[i]);
    sqlite3_finalize(many);
}

static void insert_all_minerals(loader *l, sqlite3 *db, int64_t first, const deposit *deposits, int count) {
    sqlite3_stmt *many = prepare_many(db,
        "INSERT INTO deposit_mineral (deposit_id, ordinal, mineral_id, as_given, importance, confidence) VALUES ",
        "(?,?,?,?,'primary','confirmed')");
    struct { int deposit, mineral; } waiting[together];
    int n = 0;
    for (int i = 0; i < count; i++) {
        for (int m = 0; m < deposits[i].mineral_count; m++) {
            waiting[n].deposit = i, waiting[n++].mineral = m;
            if (n < together) continue;
            for (int j = 0; j < n; j++) bind_mineral(l, many, j * 4, first + waiting[j].deposit, &deposits[waiting[j].deposit], waiting[j].mineral);
            run(many);
            n = 0;
        }
    }
    for (int j = 0; j < n; j++)
        bind_mineral(l, l->mineral, 0, first + waiting[j].deposit, &deposits[waiting[j].deposit], waiting[j].mineral), run(l->mineral);
    sqlite3_finalize(many);
}

static void insert_remark(loader *l, int64_t id, const remark *r) {
    sqlite3_bind_int64(l->remark, 1, id);
    sqlite3_bind_text(l->remark, 2, r->field, -1, SQLITE_STATIC);
    bind(l->remark, 3, r->text);
    run(l->remark);
}

static void insert_place(loader *l, int64_t id, const deposit *d) {
    sqlite3_bind_int64(l->place, 1, id);
    sqlite3_bind_double(l->place, 2, d->latitude), sqlite3_bind_double(l->place, 3, d->longitude);
    run(l->place);
}

static void insert_words(loader *l, int64_t id, const deposit *d) {
    char place[256], about[1024], *p = about;
    int length = snprintf(place, sizeof place, "%s; %s; %.2s", d->admin1.bytes, l->names[code(d)], d->country.bytes);
    for (int i = 0; i < d->mineral_count; i++) p += sprintf(p, i ? "; %s" : "%s", mineral_slugs[d->mineral[i]]);
    if (d->note.bytes) p += snprintf(p, 600, "; %s", d->note.bytes);
    sqlite3_bind_int64(l->words, 1, id);
    bind(l->words, 2, d->name);
    sqlite3_bind_text(l->words, 3, place, length, SQLITE_STATIC), sqlite3_bind_text(l->words, 4, about, p - about, SQLITE_STATIC);
    run(l->words);
}

static void load_naively(loader *l, sqlite3 *db, const deposit *deposits, int count) {
    for (int i = 0; i < count; i++) {
        insert_row(l, &deposits[i]);
        int64_t id = sqlite3_last_insert_rowid(db);
        insert_identifier(l, id, &deposits[i]);
        insert_minerals(l, id, &deposits[i]);
        for (int r = 0; r < deposits[i].remark_count; r++) insert_remark(l, id, &deposits[i].remarks[r]);
        insert_place(l, id, &deposits[i]);
        insert_words(l, id, &deposits[i]);
    }
}

// The place of a point on a Hilbert curve over the map: neighbours on the map stand close together.
static uint32_t hilbert(const deposit *d) {
    uint32_t x = (d->latitude + 90) / 180 * 65535, y = (d->longitude + 180) / 360 * 65535, place = 0;
    for (uint32_t s = 32768; s; s >>= 1) {
        uint32_t right = (x & s) > 0, up = (y & s) > 0;
        place += s * s * ((3 * right) ^ up);
        if (up) continue;
        if (right) x = 65535 - x, y = 65535 - y;
        uint32_t swap = x;
        x = y, y = swap;
    }
    return place;
}

static int by_place(const void *a, const void *b) {
    uint32_t x = hilbert(a), y = hilbert(b);
    return (x > y) - (x < y);
}

// Rows in place order; table by table, many with one statement; indexes, places and words after the rows; a large page cache.
static void load_tuned(loader *l, sqlite3 *db, deposit *deposits, int count) {
    const char *indexes[] = {
        "deposit_slug", "deposit_area_name", "deposit_citation", "deposit_identifier_deposit", "deposit_mineral_mineral"};
    char *sql[5], drop[100];
    for (int i = 0; i < 5; i++) {
        sqlite3_stmt *s = prepare(db, "SELECT sql FROM sqlite_schema WHERE name = ?1");
        sqlite3_bind_text(s, 1, indexes[i], -1, SQLITE_STATIC);
        sqlite3_step(s);
        sql[i] = strdup((const char *)sqlite3_column_text(s, 0));
        sqlite3_finalize(s);
        snprintf(drop, sizeof drop, "DROP INDEX %s", indexes[i]);
        execute(db, drop);
    }
    qsort(deposits, count, sizeof *deposits, by_place);
    insert_all_rows(l, db, deposits, count);
    int64_t first = sqlite3_last_insert_rowid(db) - count + 1;
    for (int i = 0; i < count; i++) insert_identifier(l, first + i, &deposits[i]);
    insert_all_minerals(l, db, first, deposits, count);
    for (int i = 0; i < 5; i++) execute(db, sql[i]);
    for (int i = 0; i < count; i++) insert_place(l, first + i, &deposits[i]);
    for (int i = 0; i < count; i++) insert_words(l, first + i, &deposits[i]);
}

// The rows, their words and their places, by length and number: row ids do not count.
const char *load_check =
    "SELECT (SELECT sum(length(slug) + length(name) + length(given_position) + length(status)) FROM deposit)"
    " + (SELECT count(*) FROM deposit_identifier) + (SELECT sum(length(as_given)) FROM deposit_mineral)"
    " + (SELECT sum(length(name) + length(alias) + length(place) + length(about)) FROM deposit_search)"
    " + (SELECT count(*) FROM deposit_place)";

void load_registry(const char *variant) {
    int count;
    bool is_tuned = !strcmp(variant, "tuned");
    deposit *deposits = load_deposits(&count);
    copy_file("reference.sqlite", "c-load.sqlite");
    sqlite3 *db = open_file("c-load.sqlite", false);
    loader *l = calloc(1, sizeof *l);
    start();
    if (is_tuned) execute(db, "PRAGMA cache_size = -65536");
    execute(db, "BEGIN IMMEDIATE");
    begin(l, db);
    if (is_tuned) load_tuned(l, db, deposits, count);
    else load_naively(l, db, deposits, count);
    end(l);
    execute(db, "COMMIT");
    stop();
    uint64_t check = integer(db, load_check);
    sqlite3_close(db);
    report("W2", count, check);
}

typedef struct {
    char name[40], code[3];
} country;

static int by_name(const void *a, const void *b) { return strcmp(((const country *)a)->name, ((const country *)b)->name); }

static country *load_country_names(sqlite3 *db, int *count) {
    country *countries = malloc(1000 * sizeof *countries);
    sqlite3_stmt *s = prepare(db, "SELECT name, code FROM area WHERE kind = 'country'");
    for (*count = 0; sqlite3_step(s) == SQLITE_ROW && *count < 1000; ++*count) {
        snprintf(countries[*count].name, 40, "%s", sqlite3_column_text(s, 0));
        snprintf(countries[*count].code, 3, "%s", sqlite3_column_text(s, 1));
    }
    sqlite3_finalize(s);
    qsort(countries, *count, sizeof *countries, by_name);
    return countries;
}

// W2i: the same from an MRDS table. What a quick hand would write: it knows the places of the columns and that no cell is quoted.
static deposit *parse_mrds(sqlite3 *db, int *count) {
    int n = 0, capacity = 1 << 16, country_count;
    country *countries = load_country_names(db, &country_count);
    deposit *deposits = malloc(capacity * sizeof *deposits);
    for (char *p = strchr(read_file("mrds.csv", NULL), '\n') + 1; *p; n++) {
        if (n == capacity) deposits = realloc(deposits, (capacity *= 2) * sizeof *deposits);
        text cells[46];
        for (int i = 0; i < 46; i++) {
            char *start = p;
            while (*p != ',' && *p != '\n') p++;
            cells[i] = (text){p > start ? start : NULL, (int)(p - start)};
            *p++ = 0;
        }
        deposit *d = &deposits[n];
        country asked;
        snprintf(asked.name, sizeof asked.name, "%s", cells[8].bytes);
        country *found = bsearch(&asked, countries, country_count, sizeof *countries, by_name);
        *d = (deposit){.record = cells[0], .name = cells[4], .country = {found ? found->code : "US", 2}, .admin1 = cells[9],
            .status_as_given = cells[18], .minerals = cells[12]};
        const remark remarks[] = {
            {"county", cells[10]}, {"com_type", cells[11]}, {"oper_type", cells[15]}, {"prod_size", cells[17]}, {"ore_ctrl", cells[28]}};
        for (int i = 0; i < most_remarks; i++)
            if (remarks[i].text.bytes) d->remarks[d->remark_count++] = remarks[i];
        char *slug = malloc(5 + cells[0].length + 1), *position = malloc(cells[5].length + cells[6].length + 3);
        d->slug = (text){slug, sprintf(slug, "mrds-%s", cells[0].bytes)};
        d->position = (text){position, sprintf(position, "%s, %s", cells[5].bytes, cells[6].bytes)};
        d->latitude = atof(cells[5].bytes), d->longitude = atof(cells[6].bytes);
        d->status = strcmp(d->status_as_given.bytes, "Producer") ? (text){"closed", 6} : (text){"operating", 9};
        for (int m = 0; m < most_minerals && cells[12 + m].bytes && m < 3; m++) {
            for (int i = 0; i < kinds_of_minerals; i++)
                if (!strcmp(mineral_slugs[i], cells[12 + m].bytes)) d->mineral[d->mineral_count++] = i;
        }
    }
    *count = n;
    return deposits;
}

void load_file(void) {
    int count;
    load_deposits(&count);
    copy_file("reference.sqlite", "c-load.sqlite");
    sqlite3 *db = open_file("c-load.sqlite", false);
    loader *l = calloc(1, sizeof *l);
    start();
    deposit *deposits = parse_mrds(db, &count);
    execute(db, "BEGIN IMMEDIATE");
    begin(l, db);
    load_naively(l, db, deposits, count);
    end(l);
    execute(db, "COMMIT");
    stop();
    uint64_t check = integer(db, 
        "SELECT sum(length(slug) + length(name)) + (SELECT sum(length(as_given)) FROM deposit_mineral)"
        " + (SELECT sum(length(text)) FROM deposit_remark) FROM deposit");
    sqlite3_close(db);
    report("W2i", count, check);
}

// The file that the reading works of the contestants in C and in GRDB share.
void prepare_deposits(void) {
    int count;
    deposit *deposits = load_deposits(&count);
    copy_file("reference.sqlite", "c-deposits.sqlite");
    sqlite3 *db = open_file("c-deposits.sqlite", false);
    loader *l = calloc(1, sizeof *l);
    execute(db, "PRAGMA cache_size = -65536; BEGIN IMMEDIATE");
    begin(l, db);
    load_naively(l, db, deposits, count);
    end(l);
    execute(db, "COMMIT");
    sqlite3_close(db);
}
