// The deposits made up for the benchmarks (deposits.tsv), and how the contestants in C bind and decode them.
#pragma once
#include "bench.h"
#include <math.h>

typedef struct {
    const char *bytes;
    int length;
} text;

enum { most_minerals = 4, kinds_of_minerals = 60, most_remarks = 5 };

typedef struct {
    const char *field;
    text text;
} remark;

// One line of deposits.tsv.
typedef struct {
    text slug, record, name, country, position, status, status_as_given, admin1, note, minerals;
    double latitude, longitude;
    int mineral_count, mineral[most_minerals]; // numbers in minerals.txt
    int remark_count;                          // only of MRDS rows
    remark remarks[most_remarks];
} deposit;

static inline void bind(sqlite3_stmt *s, int at, text value) {
    if (value.bytes) sqlite3_bind_text(s, at, value.bytes, value.length, SQLITE_STATIC);
    else sqlite3_bind_null(s, at);
}

deposit *load_deposits(int *count);
extern char mineral_slugs[kinds_of_minerals][64];

// The lines of a file, without their ends.
char **load_list(const char *name, int *count);

// What every reading contestant decodes of a deposit's own row.
typedef struct {
    int64_t id;
    text slug, name, admin1, position, status, status_as_given, note;
    double latitude, longitude;
} record;

#define RECORD_COLUMNS "d.id, d.slug, d.name, d.admin1, d.latitude, d.longitude, d.given_position, d.status, d.status_as_given, d.model_note"

// A text of its own, from malloc or, with `arena`, from blocks that are never freed.
extern bool arena;
text kept(sqlite3_stmt *statement, int column);
void release(text value);
void decode_record(sqlite3_stmt *statement, record *record);
void release_record(record *record);

static inline uint64_t place_check(double latitude, double longitude) {
    return (uint64_t)(int64_t)llround(latitude * 1e5) + (uint64_t)(int64_t)llround(longitude * 1e5);
}
// Over the length of every text and the place: independent of row ids, which contestants may give as they like.
static inline uint64_t record_check(const record *r) {
    return r->slug.length + r->name.length + r->admin1.length + r->position.length + r->status.length + r->status_as_given.length +
           r->note.length + place_check(r->latitude, r->longitude);
}

void load_table(const char *variant);    // W1
void load_registry(const char *variant); // W2
void load_file(void);                    // W2i
void prepare_deposits(void);
void read_all(const char *variant);      // W3
void read_summaries(void);               // W3d
void look_up_keys(const char *variant);  // W4
void look_up_slugs(void);                // W5
void look_up_deposits(void);             // W5d
void read_pages(const char *variant);    // W6
void read_circles(void);                 // W7
void search_words(void);                 // W8
void read_and_write(void);               // W10
void read_in_threads(int readers);       // W10r
void open_and_ask(void);                 // W11
void change_source(void);                // W12
void change_deposit(void);               // W12d
