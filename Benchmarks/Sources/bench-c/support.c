#include "bench.h"
#include <counting.h>

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
    counting_toggle();
}

void stop(void) {
    counting_toggle();
    wall = clock_seconds(CLOCK_MONOTONIC) - started_wall;
    cpu = clock_seconds(CLOCK_PROCESS_CPUTIME_ID) - started_cpu;
}

void keep_best(void) {
    if (cpu < best_cpu) best_cpu = cpu, best_wall = wall;
    cpu = best_cpu, wall = best_wall;
}

void report(const char *work, double operations, uint64_t check) { report_more(work, operations, check, ""); }

void report_more(const char *work, double operations, uint64_t check, const char *more) {
    // getrusage would tell the peak of the process it was forked from, where that is more.
    long peak = 0;
    char line[256];
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status) && sscanf(line, "VmHWM: %ld", &peak) != 1) {}
    if (status) fclose(status);
    printf("{\"work\":\"%s\",\"cpu\":%.9f,\"wall\":%.9f,\"operations\":%.0f,\"check\":\"%llu\",\"peak_kb\":%ld%s}\n", work, cpu, wall,
        operations, (unsigned long long)check, peak, more);
}

static void fail(const char *what, const char *why) {
    fprintf(stderr, "bench-c: %s: %s\n", what, why);
    exit(1);
}

static void path_of(const char *name, const char *ending, char path[4096]) { snprintf(path, 4096, "%s/%s%s", data_folder, name, ending); }

sqlite3 *open_file(const char *name, bool is_log) {
    char path[4096];
    path_of(name, "", path);
    sqlite3 *db;
    if (sqlite3_open_v2(path, &db, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX, NULL)) fail(path, sqlite3_errmsg(db));
    sqlite3_busy_timeout(db, 5000);
    execute(db, is_log ? "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL" : "PRAGMA journal_mode=DELETE; PRAGMA synchronous=EXTRA");
    execute(db, "PRAGMA foreign_keys=ON; PRAGMA cell_size_check=ON");
    return db;
}

sqlite3 *open_database(void) { return open_file("c.sqlite", false); }

void remove_file(const char *name) {
    const char *endings[] = {"", "-journal", "-wal", "-shm"};
    for (int i = 0; i < 4; i++) {
        char path[4096];
        path_of(name, endings[i], path);
        unlink(path);
    }
}

void copy_file(const char *from, const char *to) {
    remove_file(to);
    size_t length;
    char path[4096], *bytes = read_file(from, &length);
    path_of(to, "", path);
    FILE *file = fopen(path, "w");
    if (!file || fwrite(bytes, 1, length, file) != length) fail(path, "cannot be written");
    // What was left to be written would be waited for by the first commit.
    if (fflush(file) || fsync(fileno(file)) || fclose(file)) fail(path, "cannot be written");
    free(bytes);
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

int64_t integer(sqlite3 *db, const char *sql) {
    sqlite3_stmt *statement = prepare(db, sql);
    if (sqlite3_step(statement) != SQLITE_ROW) fail(sql, sqlite3_errmsg(db));
    int64_t value = sqlite3_column_int64(statement, 0);
    sqlite3_finalize(statement);
    return value;
}

void run(sqlite3_stmt *statement) {
    if (sqlite3_step(statement) != SQLITE_DONE) fail(sqlite3_sql(statement), sqlite3_errmsg(sqlite3_db_handle(statement)));
    sqlite3_reset(statement);
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
