// W3 to W8: reading deposits.
#include "deposits.h"

static const char *file = "c-deposits.sqlite";

// W3: every deposit's own row, kept.
void read_all(const char *variant) {
    arena = !strcmp(variant, "tuned");
    sqlite3 *db = open_file(file, false);
    size_t capacity = 1024, count = 0;
    start();
    record *records = malloc(capacity * sizeof *records);
    sqlite3_stmt *s = prepare(db, "SELECT " RECORD_COLUMNS " FROM deposit d");
    while (sqlite3_step(s) == SQLITE_ROW) {
        if (count == capacity) records = realloc(records, (capacity *= 2) * sizeof *records);
        decode_record(s, &records[count++]);
    }
    sqlite3_finalize(s);
    stop();
    uint64_t check = 0;
    for (size_t i = 0; i < count; i++) check += record_check(&records[i]);
    sqlite3_close(db);
    report("W3", count, check);
}

// What the library lists of a deposit: a row joined with its country, and the names of its minerals by a second statement.
enum { most_words = 24 };

typedef struct {
    int64_t id;
    text slug, name, country, admin1, type, status, confidence, minerals[most_words];
    double latitude, longitude, distance;
    int mineral_count;
} summary;

#define SUMMARY_COLUMNS \
    "d.id, d.slug, d.name, a.code, d.admin1, d.latitude, d.longitude, d.occurrence_type, d.status, d.confidence"

static sqlite3_stmt *minerals_of(sqlite3 *db) {
    return prepare(db,
        "SELECT coalesce(m.slug, '(' || x.as_given || ')') FROM deposit_mineral x LEFT JOIN mineral m ON m.id = x.mineral_id"
        " WHERE x.deposit_id = ?1 ORDER BY x.ordinal");
}

static void decode_summary(sqlite3_stmt *s, summary *d) {
    *d = (summary){
        .id = sqlite3_column_int64(s, 0), .slug = kept(s, 1), .name = kept(s, 2), .country = kept(s, 3), .admin1 = kept(s, 4),
        .latitude = sqlite3_column_double(s, 5), .longitude = sqlite3_column_double(s, 6), .type = kept(s, 7), .status = kept(s, 8),
        .confidence = kept(s, 9)};
}

static void decode_minerals(sqlite3_stmt *s, summary *d) {
    sqlite3_bind_int64(s, 1, d->id);
    while (sqlite3_step(s) == SQLITE_ROW && d->mineral_count < most_words) {
        text word = kept(s, 0);
        bool is_new = true;
        for (int i = 0; i < d->mineral_count; i++) is_new = is_new && strcmp(d->minerals[i].bytes, word.bytes);
        if (is_new) d->minerals[d->mineral_count++] = word;
        else release(word);
    }
    sqlite3_reset(s);
}

static uint64_t summary_check(const summary *d) {
    uint64_t sum = d->slug.length + d->name.length + d->country.length + d->admin1.length + d->type.length + d->status.length +
                   d->confidence.length + place_check(d->latitude, d->longitude) + (uint64_t)llround(d->distance * 1000);
    for (int i = 0; i < d->mineral_count; i++) sum += d->minerals[i].length;
    return sum;
}

static void release_summary(summary *d) {
    text all[] = {d->slug, d->name, d->country, d->admin1, d->type, d->status, d->confidence};
    for (int i = 0; i < 7; i++) release(all[i]);
    for (int i = 0; i < d->mineral_count; i++) release(d->minerals[i]);
}

// W3d: the list of all deposits, by name.
void read_summaries(void) {
    sqlite3 *db = open_file(file, false);
    size_t capacity = 1024, count = 0;
    start();
    summary *list = malloc(capacity * sizeof *list);
    sqlite3_stmt *s = prepare(db, "SELECT " SUMMARY_COLUMNS " FROM deposit d LEFT JOIN area a ON a.id = d.area_id ORDER BY d.name, d.slug");
    sqlite3_stmt *minerals = minerals_of(db);
    while (sqlite3_step(s) == SQLITE_ROW) {
        if (count == capacity) list = realloc(list, (capacity *= 2) * sizeof *list);
        decode_summary(s, &list[count]);
        decode_minerals(minerals, &list[count++]);
    }
    sqlite3_finalize(s), sqlite3_finalize(minerals);
    stop();
    uint64_t check = 0;
    for (size_t i = 0; i < count; i++) check += summary_check(&list[i]);
    sqlite3_close(db);
    report("W3d", count, check);
}

static int64_t *load_keys(int *count) {
    char **lines = load_list("keys.txt", count);
    int64_t *keys = malloc(*count * sizeof *keys);
    for (int i = 0; i < *count; i++) keys[i] = atoll(lines[i]);
    return keys;
}

// W4: a deposit's own row by its key, inside one read transaction. Tuned: a thousand keys at a time, as a JSON array.
void look_up_keys(const char *variant) {
    sqlite3 *db = open_file(file, false);
    int count, batch = strcmp(variant, "tuned") ? 0 : 1000;
    int64_t *keys = load_keys(&count);
    uint64_t check = 0;
    record r;
    start();
    execute(db, "BEGIN");
    if (batch) {
        sqlite3_stmt *s = prepare(db, "SELECT " RECORD_COLUMNS " FROM json_each(?1) j CROSS JOIN deposit d ON d.id = j.value");
        char *json = malloc(batch * 22);
        for (int i = 0; i < count; i += batch) {
            char *p = json;
            for (int j = i; j < i + batch && j < count; j++) p += sprintf(p, j > i ? ",%lld" : "[%lld", (long long)keys[j]);
            *p++ = ']';
            sqlite3_bind_text(s, 1, json, p - json, SQLITE_STATIC);
            while (sqlite3_step(s) == SQLITE_ROW) decode_record(s, &r), check += record_check(&r), release_record(&r);
            sqlite3_reset(s);
        }
        sqlite3_finalize(s);
    } else {
        sqlite3_stmt *s = prepare(db, "SELECT " RECORD_COLUMNS " FROM deposit d WHERE d.id = ?1");
        for (int i = 0; i < count; i++) {
            sqlite3_bind_int64(s, 1, keys[i]);
            if (sqlite3_step(s) == SQLITE_ROW) decode_record(s, &r), check += record_check(&r), release_record(&r);
            sqlite3_reset(s);
        }
        sqlite3_finalize(s);
    }
    execute(db, "COMMIT");
    stop();
    sqlite3_close(db);
    report("W4", count, check);
}

// W5: the same by the stable id.
void look_up_slugs(void) {
    sqlite3 *db = open_file(file, false);
    int count;
    char **slugs = load_list("slugs.txt", &count);
    uint64_t check = 0;
    record r;
    start();
    execute(db, "BEGIN");
    sqlite3_stmt *s = prepare(db, "SELECT " RECORD_COLUMNS " FROM deposit d WHERE d.slug = ?1");
    for (int i = 0; i < count; i++) {
        sqlite3_bind_text(s, 1, slugs[i], -1, SQLITE_STATIC);
        if (sqlite3_step(s) == SQLITE_ROW) decode_record(s, &r), check += record_check(&r), release_record(&r);
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    execute(db, "COMMIT");
    stop();
    sqlite3_close(db);
    report("W5", count, check);
}

// W5d: a whole deposit by its stable id: its row and country, names, identifiers, minerals, remarks and citation, each by a statement.
static uint64_t texts_check(sqlite3_stmt *s) {
    uint64_t sum = 0;
    while (sqlite3_step(s) == SQLITE_ROW) {
        for (int i = 0; i < sqlite3_column_count(s); i++) {
            text value = kept(s, i);
            sum += value.length;
            release(value);
        }
    }
    sqlite3_reset(s);
    return sum;
}

void look_up_deposits(void) {
    sqlite3 *db = open_file(file, false);
    int count;
    char **slugs = load_list("slugs.txt", &count);
    uint64_t check = 0;
    start();
    execute(db, "BEGIN");
    sqlite3_stmt *row = prepare(db,
        "SELECT " RECORD_COLUMNS ", d.occurrence_type, a.code, d.accuracy_m, d.given_crs, d.model, d.discovery_year, d.recalled_fields,"
        " d.confidence, c.label FROM deposit d LEFT JOIN area a ON a.id = d.area_id JOIN citation c ON c.id = d.citation_id WHERE d.slug = ?1");
    sqlite3_stmt *parts[] = {
        prepare(db, "SELECT language, name FROM deposit_name WHERE deposit_id = ?1 ORDER BY language, name"),
        prepare(db, "SELECT scheme, record, url FROM deposit_identifier WHERE deposit_id = ?1 ORDER BY scheme, record"),
        prepare(db,
            "SELECT m.slug, x.importance, x.as_given, x.confidence FROM deposit_mineral x LEFT JOIN mineral m ON m.id = x.mineral_id"
            " WHERE x.deposit_id = ?1 ORDER BY x.ordinal"),
        prepare(db, "SELECT field, text FROM deposit_remark WHERE deposit_id = ?1")};
    for (int i = 0; i < count; i++) {
        sqlite3_bind_text(row, 1, slugs[i], -1, SQLITE_STATIC);
        if (sqlite3_step(row) != SQLITE_ROW) continue;
        record r;
        decode_record(row, &r);
        check += record_check(&r);
        for (int column = 10; column < 19; column++) {
            text value = kept(row, column);
            check += value.length;
            release(value);
        }
        for (int part = 0; part < 4; part++) {
            sqlite3_bind_int64(parts[part], 1, r.id);
            check += texts_check(parts[part]);
        }
        release_record(&r);
        sqlite3_reset(row);
    }
    execute(db, "COMMIT");
    stop();
    report("W5d", count, check);
}

// W6: fifty deposits of a country that hold a mineral, by name. Tuned: a table of its own in just that order.
void read_pages(const char *variant) {
    bool is_tuned = !strcmp(variant, "tuned");
    if (is_tuned) copy_file(file, "c-pages.sqlite");
    sqlite3 *db = open_file(is_tuned ? "c-pages.sqlite" : file, false);
    if (is_tuned)
        execute(db,
            "CREATE TABLE page (mineral_id INTEGER, area_id INTEGER, name TEXT, slug TEXT, deposit_id INTEGER,"
            " PRIMARY KEY (mineral_id, area_id, name, slug)) WITHOUT ROWID;"
            "INSERT OR IGNORE INTO page SELECT x.mineral_id, d.area_id, d.name, d.slug, d.id FROM deposit_mineral x"
            " JOIN deposit d ON d.id = x.deposit_id ORDER BY 1, 2, 3, 4");
    int count, n;
    char **pages = load_list("pages.tsv", &count);
    uint64_t check = 0;
    summary page[50];
    start();
    execute(db, "BEGIN");
    sqlite3_stmt *mineral = prepare(db, "SELECT id FROM mineral WHERE slug = ?1"), *area = prepare(db, "SELECT id FROM area WHERE code = ?1");
    sqlite3_stmt *s = prepare(db, is_tuned
        ? "SELECT " SUMMARY_COLUMNS " FROM page p CROSS JOIN deposit d ON d.id = p.deposit_id LEFT JOIN area a ON a.id = d.area_id"
          " WHERE p.area_id = ?1 AND p.mineral_id = ?2 ORDER BY p.name, p.slug LIMIT 50"
        : "SELECT " SUMMARY_COLUMNS " FROM deposit d LEFT JOIN area a ON a.id = d.area_id WHERE d.area_id = ?1"
          " AND EXISTS (SELECT 1 FROM deposit_mineral x WHERE x.mineral_id = ?2 AND x.deposit_id = d.id) ORDER BY d.name, d.slug LIMIT 50");
    sqlite3_stmt *minerals = minerals_of(db);
    for (int i = 0; i < count; i++) {
        char *slug = pages[i] + 3;
        sqlite3_bind_text(area, 1, pages[i], 2, SQLITE_STATIC), sqlite3_bind_text(mineral, 1, slug, -1, SQLITE_STATIC);
        if (sqlite3_step(area) != SQLITE_ROW || sqlite3_step(mineral) != SQLITE_ROW) continue;
        sqlite3_bind_int64(s, 1, sqlite3_column_int64(area, 0)), sqlite3_bind_int64(s, 2, sqlite3_column_int64(mineral, 0));
        sqlite3_reset(area), sqlite3_reset(mineral);
        for (n = 0; n < 50 && sqlite3_step(s) == SQLITE_ROW; n++) decode_summary(s, &page[n]);
        sqlite3_reset(s);
        for (int j = 0; j < n; j++) decode_minerals(minerals, &page[j]), check += summary_check(&page[j]), release_summary(&page[j]);
    }
    sqlite3_finalize(s), sqlite3_finalize(minerals);
    execute(db, "COMMIT");
    stop();
    report("W6", count, check);
}

// W7: all deposits within 100 km, nearest first. The distance is the library's: Lambert's formula on the ellipsoid.
static const double radians = 0.017453292519943295, flattening = 1 / 298.257223563;

static double distance(double latitude, double longitude, double other_latitude, double other_longitude) {
    double here = atan2((1 - flattening) * sin(latitude * radians), cos(latitude * radians));
    double there = atan2((1 - flattening) * sin(other_latitude * radians), cos(other_latitude * radians));
    double mean = (here + there) / 2, half = (there - here) / 2, across = sin((other_longitude - longitude) * radians / 2);
    double haversine = fmin(1, sin(half) * sin(half) + cos(here) * cos(there) * across * across);
    if (haversine <= 0) return 0;
    double angle = 2 * asin(sqrt(haversine)), p = sin(mean) * cos(half), q = cos(mean) * sin(half);
    double first = haversine < 1 ? fmin(1, p * p / (1 - haversine)) : 0, second = fmin(1, q * q / haversine);
    return 6378.137 * (angle - flattening / 2 * ((angle - sin(angle)) * first + (angle + sin(angle)) * second));
}

static int by_distance(const void *a, const void *b) {
    double x = ((const summary *)a)->distance, y = ((const summary *)b)->distance;
    return (x > y) - (x < y);
}

void read_circles(void) {
    sqlite3 *db = open_file(file, false);
    int count, n;
    char **points = load_list("points.tsv", &count);
    uint64_t check = 0;
    summary *found = malloc(100000 * sizeof *found);
    start();
    execute(db, "BEGIN");
    sqlite3_stmt *s = prepare(db,
        "SELECT " SUMMARY_COLUMNS " FROM deposit_place p CROSS JOIN deposit d ON d.id = p.deposit_id LEFT JOIN area a ON a.id = d.area_id"
        " WHERE p.north >= ?1 AND p.south <= ?2 AND p.east >= ?3 AND p.west <= ?4");
    sqlite3_stmt *minerals = minerals_of(db);
    for (int i = 0; i < count; i++) {
        double latitude = atof(points[i]), longitude = atof(strchr(points[i], '\t') + 1);
        double height = 100.5 / 110.574, width = height / cos(latitude * radians);
        sqlite3_bind_double(s, 1, latitude - height), sqlite3_bind_double(s, 2, latitude + height);
        sqlite3_bind_double(s, 3, longitude - width), sqlite3_bind_double(s, 4, longitude + width);
        n = 0;
        while (sqlite3_step(s) == SQLITE_ROW) {
            double away = distance(latitude, longitude, sqlite3_column_double(s, 5), sqlite3_column_double(s, 6));
            if (away > 100 || n == 100000) continue;
            decode_summary(s, &found[n]);
            found[n++].distance = away;
        }
        sqlite3_reset(s);
        qsort(found, n, sizeof *found, by_distance);
        for (int j = 0; j < n; j++) decode_minerals(minerals, &found[j]), check += summary_check(&found[j]), release_summary(&found[j]);
    }
    sqlite3_finalize(s), sqlite3_finalize(minerals);
    execute(db, "COMMIT");
    stop();
    report("W7", count, check);
}

// W8: the twenty best by bm25, with their names. The check sum is the number of hits: the library puts a deposit of just that name first.
void search_words(void) {
    sqlite3 *db = open_file(file, false);
    int count;
    char **words = load_list("words.txt", &count);
    uint64_t hits = 0;
    start();
    execute(db, "BEGIN");
    sqlite3_stmt *s = prepare(db,
        "SELECT d.slug, d.name, i.rank FROM deposit_search i JOIN deposit d ON d.id = i.rowid"
        " WHERE deposit_search MATCH ?1 AND i.rank MATCH 'bm25(10, 5, 2, 1)' ORDER BY i.rank LIMIT 20");
    for (int i = 0; i < count; i++) {
        sqlite3_bind_text(s, 1, words[i], -1, SQLITE_STATIC);
        while (sqlite3_step(s) == SQLITE_ROW) {
            text slug = kept(s, 0), name = kept(s, 1);
            hits += sqlite3_column_double(s, 2) < 0;
            release(slug), release(name);
        }
        sqlite3_reset(s);
    }
    sqlite3_finalize(s);
    execute(db, "COMMIT");
    stop();
    report("W8", count, hits);
}
