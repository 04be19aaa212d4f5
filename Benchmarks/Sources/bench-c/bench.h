// What every contestant in C needs: the clock, the connection, the input.
#pragma once
#define _GNU_SOURCE
#include <fcntl.h>
#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

extern const char *data_folder;
extern int line_limit; // 0: all lines

// Clock: what lies between start and stop is counted.
void start(void);
void stop(void);
// Keeps the quickest of several runs over the same input.
void keep_best(void);
// Prints the one line that the harness reads.
void report(const char *work, double operations, uint64_t check);
// As `report`, with further figures: members of the JSON object, each after a comma.
void report_more(const char *work, double operations, uint64_t check, const char *more);

// SQLite with the settings of the library: rollback journal, synchronous EXTRA, foreign keys. With `is_log`: WAL, synchronous FULL.
sqlite3 *open_file(const char *name, bool is_log);
sqlite3 *open_database(void);
// A copy of a file of the data folder under another name; what was there under that name, and its journal, go.
void copy_file(const char *from, const char *to);
void remove_file(const char *name);
sqlite3_stmt *prepare(sqlite3 *db, const char *sql);
void execute(sqlite3 *db, const char *sql);
int64_t integer(sqlite3 *db, const char *sql);
// Runs a statement that gives no rows, and makes it ready for the next time.
void run(sqlite3_stmt *statement);

char *read_file(const char *name, size_t *length);

// A shipment line after parsing.
typedef struct {
    uint64_t code; // ten digits
    int32_t day;   // since 1970-01-01
    uint16_t destination;
} shipment;

extern int16_t country_numbers[65536]; // by two letters
extern char country_codes[256][3];
void load_countries(void);
// The first day of each month since 1900, less one; 16 months a year.
extern int32_t month_starts[256 * 16];
void fill_month_starts(void);
// Reads one line of lines.csv (code,origin,destination,date) and moves behind it.
static inline shipment parse_line(const uint8_t **cursor) {
    const uint8_t *p = *cursor;
    uint64_t code = 0;
    for (int i = 0; i < 10; i++) code = code * 10 + (p[i] - '0');
    p += 14; // the code, a comma, the origin, a comma
    uint16_t destination = country_numbers[p[0] << 8 | p[1]];
    p += 3;
    int year = (p[0] - '0') * 1000 + (p[1] - '0') * 100 + (p[2] - '0') * 10 + p[3] - '0';
    int month = (p[5] - '0') * 10 + p[6] - '0', day = (p[8] - '0') * 10 + p[9] - '0';
    p += 10;
    while (*p != '\n') p++;
    *cursor = p + 1;
    return (shipment){code, month_starts[(year - 1900) * 16 + month] + day, destination};
}
shipment *load_lines(int *count);

// What was decided goes into one number, over the lines that are hit.
static inline uint64_t mixed(uint64_t sum, uint64_t line, uint64_t measures) {
    return sum + (line + 1) * (measures ^ (measures >> 31));
}

void prepare_screening(void);
void screen_by_sql(const char *variant);
void screen_by_index(void);
void screen_text_by_index(void);
