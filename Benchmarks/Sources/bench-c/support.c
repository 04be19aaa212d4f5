#include "bench.h"

const char *data_folder = "/tmp/registry-bench";
int line_limit = 0;

static double wall, cpu, started_wall, started_cpu, best_wall = 1e9, best_cpu = 1e9;

static double clock_seconds(clockid_t clock) {
    struct timespec t;
    clock_gettime(clock, &t);
    return t.tv_sec + t.tv_nsec * 1e-9;
}

void start(void) {
    started_cpu = clock_seconds(CLOCK_PROCESS_CPUTIME_ID);
    started_wall = clock_seconds(CLOCK_MONOTONIC);
}

void stop(void) {
    wall = clock_seconds(CLOCK_MONOTONIC) - started_wall;
    cpu = clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - started_cpu;
}

void keep_best(void) {
    if (cpu < best_cpu) best_cpu = cpu, best_wall = wall;
    cpu = best_cpu, wall = best_wall;
}

void report(const char *work, double operations, uint64_t check) {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    printf("{\"work\":\"%s\",\"cpu\":%.9f,\"wall\":%.9f,\"operations\":%.0f,\"check\":\"%llu\",\"peak_kb\":%ld}\n", work, cpu, wall,
        operations, (unsigned long long)check, usage.ru_maxrss);
}

static void fail(const char *what, const char *why) {
    fprintf(stderr, "bench-c: %s: %s\n", what, why);
    exit(1);
}

sqlite3 *open_database(void) {
    char path[4096];
    snprintf(path, sizeof path, "%s/c.sqlite", data_folder);
    sqlite3 *db;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL)) fail(path, sqlite3_errmsg(db));
    execute(db, "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA; PRAGMA foreign_keys=ON");
    return db;
}

void execute(sqlite3 *db, const char *sql) {
    char *message = NULL;
    if (sqlite3_exec(db, sql, NULL, NULL, &message)) fail(sql, message);
}

sqlite3_stmt *prepare(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement;
    if (sqlite3_prepare_v2(db, sql, -1, &statement, NULL)) fail(sql, sqlite3_errmsg(db));
    return statement;
}

char *read_file(const char *name, size_t *length) {
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", data_folder, name);
    FILE *file = fopen(path, "r");
    struct stat status;
    if (!file || fstat(fileno(file), &status)) fail(path, "cannot be read");
    char *bytes = malloc(status.st_size + 1);
    if (fread(bytes, 1, status.st_size, file) != (size_t)status.st_size) fail(path, "cannot be read");
    bytes[status.st_size] = 0;
    fclose(file);
    if (length) *length = status.st_size;
    return bytes;
}

int16_t country_numbers[65536];
char country_codes[256][3];

void load_countries(void) {
    char *bytes = read_file("countries.txt", NULL);
    int count = 0;
    for (char *p = bytes; *p; p += 3, count++) {
        memcpy(country_codes[count], p, 2);
        country_numbers[(uint8_t)p[0] << 8 | (uint8_t)p[1]] = count;
    }
    free(bytes);
}

int32_t month_starts[256 * 16];

void fill_month_starts(void) {
    // Days from civil, after Howard Hinnant.
    for (int year = 1900; year < 2156; year++) {
        for (int month = 1; month <= 12; month++) {
            int y = year - (month <= 2), era = y / 400;
            unsigned of_era = y - era * 400, of_year = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5;
            month_starts[(year - 1900) * 16 + month] = era * 146097 + (int)(of_era * 365 + of_era / 4 - of_era / 100 + of_year) - 719469;
        }
    }
}

shipment *load_lines(int *count) {
    size_t length;
    char *bytes = read_file("lines.csv", &length);
    const uint8_t *p = (uint8_t *)strchr(bytes, '\n') + 1, *end = (uint8_t *)bytes + length;
    int capacity = 1 << 20, n = 0;
    shipment *lines = malloc(capacity * sizeof *lines);
    while (p < end && (!line_limit || n < line_limit)) {
        if (n == capacity) lines = realloc(lines, (capacity *= 2) * sizeof *lines);
        lines[n++] = parse_line(&p);
    }
    free(bytes);
    *count = n;
    return lines;
}
