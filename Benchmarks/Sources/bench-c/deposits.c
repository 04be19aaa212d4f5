// Input and decoding of the works on deposits.
#include "deposits.h"

char mineral_slugs[kinds_of_minerals][64];
bool arena;

static text field(char **cursor) {
    char *start = *cursor, *end = start;
    while (*end != '\t' && *end != '\n') end++;
    *end = 0;
    *cursor = end + 1;
    return (text){end > start ? start : NULL, (int)(end - start)};
}

char **load_list(const char *name, int *count) {
    char *bytes = read_file(name, NULL), *p = bytes;
    int capacity = 1 << 16, n = 0;
    char **lines = malloc(capacity * sizeof *lines);
    while (*p) {
        if (n == capacity) lines = realloc(lines, (capacity *= 2) * sizeof *lines);
        lines[n++] = p;
        p = strchr(p, '\n');
        *p++ = 0;
    }
    *count = n;
    return lines;
}

static int mineral_number(const char *slug, int length) {
    for (int i = 0; i < kinds_of_minerals; i++)
        if ((int)strlen(mineral_slugs[i]) == length && !memcmp(mineral_slugs[i], slug, length)) return i;
    return 0;
}

deposit *load_deposits(int *count) {
    int n;
    char **slugs = load_list("minerals.txt", &n);
    for (int i = 0; i < n && i < kinds_of_minerals; i++) snprintf(mineral_slugs[i], sizeof mineral_slugs[i], "%s", slugs[i]);
    size_t length;
    char *p = read_file("deposits.tsv", &length), *end = p + length;
    int capacity = 1 << 16;
    deposit *deposits = malloc(capacity * sizeof *deposits);
    for (n = 0; p < end; n++) {
        if (n == capacity) deposits = realloc(deposits, (capacity *= 2) * sizeof *deposits);
        deposit *d = &deposits[n];
        *d = (deposit){.record = field(&p)};
        d->slug = field(&p), d->name = field(&p), d->country = field(&p), d->position = field(&p);
        d->latitude = atof(d->position.bytes), d->longitude = atof(strchr(d->position.bytes, ',') + 1);
        d->status = field(&p), d->status_as_given = field(&p), d->admin1 = field(&p), d->note = field(&p), d->minerals = field(&p);
        for (const char *start = d->minerals.bytes, *stop; d->mineral_count < most_minerals; start = stop + 1) {
            stop = start + strcspn(start, ",");
            d->mineral[d->mineral_count++] = mineral_number(start, stop - start);
            if (!*stop) break;
        }
    }
    *count = n;
    return deposits;
}

static char *block, *block_end;

text kept(sqlite3_stmt *statement, int column) {
    const char *bytes = (const char *)sqlite3_column_text(statement, column);
    if (!bytes) return (text){NULL, 0};
    int length = sqlite3_column_bytes(statement, column);
    char *copy;
    if (arena) {
        if (block_end - block < length + 1) block = malloc(1 << 20), block_end = block + (1 << 20);
        copy = block, block += length + 1;
    } else {
        copy = malloc(length + 1);
    }
    memcpy(copy, bytes, length);
    copy[length] = 0;
    return (text){copy, length};
}

void release(text value) {
    if (!arena) free((void *)value.bytes);
}

void decode_record(sqlite3_stmt *s, record *r) {
    *r = (record){
        .id = sqlite3_column_int64(s, 0), .slug = kept(s, 1), .name = kept(s, 2), .admin1 = kept(s, 3),
        .latitude = sqlite3_column_double(s, 4), .longitude = sqlite3_column_double(s, 5), .position = kept(s, 6), .status = kept(s, 7),
        .status_as_given = kept(s, 8), .note = kept(s, 9)};
}

void release_record(record *r) {
    text all[] = {r->slug, r->name, r->admin1, r->position, r->status, r->status_as_given, r->note};
    for (int i = 0; i < 7; i++) release(all[i]);
}
