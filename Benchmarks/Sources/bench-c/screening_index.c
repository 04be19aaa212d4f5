// W9m and W9c: lines screened in memory.
//
// One bit for each subheading of six digits, with ranks; segments are split at subheadings; destination sets are numbered, so that a
// destination is one word. A block of lines goes through three passes: reject by the bit without a branch; find the segment and test the
// destination sets; only then read the rules.
#include "screening.h"

typeof(compiled) compiled;

typedef struct {
    uint64_t from, to;
    int item;
} reach;

typedef struct {
    int measure, scope, list;
    int32_t from, to;
} item;

static int by_code(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x > y) - (x < y);
}

static int by_rule(const void *a, const void *b) {
    const rule *x = a, *y = b;
    if (x->measure != y->measure) return x->measure < y->measure ? -1 : 1;
    int sets = memcmp(x->destinations, y->destinations, sizeof x->destinations);
    if (sets) return sets;
    if (x->from != y->from) return x->from < y->from ? -1 : 1;
    return (x->to > y->to) - (x->to < y->to);
}

void compile_index(sqlite3 *db) {
    static uint64_t lists[256][4];
    static item items[100000];
    static struct {
        int32_t from, to;
    } measures[256];
    memset(lists, 0, sizeof lists);
    sqlite3_stmt *s = prepare(db, "SELECT list_id, country FROM destination");
    while (sqlite3_step(s) == SQLITE_ROW) {
        const uint8_t *code = sqlite3_column_text(s, 1);
        int number = country_numbers[code[0] << 8 | code[1]];
        lists[sqlite3_column_int(s, 0)][number >> 6] |= 1ull << (number & 63);
    }
    sqlite3_finalize(s);
    s = prepare(db, "SELECT id, valid_from, valid_to FROM measure");
    while (sqlite3_step(s) == SQLITE_ROW) {
        int id = sqlite3_column_int(s, 0);
        measures[id].from = sqlite3_column_int(s, 1);
        measures[id].to = sqlite3_column_int(s, 2);
    }
    sqlite3_finalize(s);
    s = prepare(db, "SELECT id, measure_id, scope, list_id, valid_from, valid_to FROM item");
    while (sqlite3_step(s) == SQLITE_ROW) {
        int measure = sqlite3_column_int(s, 1);
        int32_t from = sqlite3_column_int(s, 4), to = sqlite3_column_int(s, 5);
        if (from < measures[measure].from) from = measures[measure].from;
        if (to > measures[measure].to) to = measures[measure].to;
        items[sqlite3_column_int(s, 0)] = (item){measure - 1, sqlite3_column_int(s, 2), sqlite3_column_int(s, 3), from, to};
    }
    sqlite3_finalize(s);

    static const uint64_t powers[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    int count = 0, cuts = 0;
    reach *reaches = malloc(sizeof *reaches * 200000);
    uint64_t *cut = malloc(sizeof *cut * (2 * 200000 + 10001));
    s = prepare(db, "SELECT prefix, item_id FROM item_prefix");
    while (sqlite3_step(s) == SQLITE_ROW) {
        uint64_t prefix = strtoull((const char *)sqlite3_column_text(s, 0), NULL, 10), unit = powers[10 - sqlite3_column_bytes(s, 0)];
        int number = sqlite3_column_int(s, 1);
        if (items[number].from > items[number].to) continue;
        reaches[count++] = (reach){prefix * unit, (prefix + 1) * unit, number};
        cut[cuts++] = prefix * unit;
        cut[cuts++] = (prefix + 1) * unit;
    }
    sqlite3_finalize(s);
    for (uint64_t heading = 0; heading <= 10000; heading++) cut[cuts++] = heading * 1000000;
    qsort(cut, cuts, sizeof *cut, by_code);
    int distinct = 0;
    for (int i = 0; i < cuts; i++)
        if (!distinct || cut[distinct - 1] != cut[i]) cut[distinct++] = cut[i];
    qsort(reaches, count, sizeof *reaches, by_code);

    compiled.segments = calloc(distinct, sizeof *compiled.segments);
    compiled.rules = malloc(sizeof *compiled.rules * 1000000);
    compiled.segment_count = compiled.rule_count = 0;
    reach *active = malloc(sizeof *active * (count + 1));
    int next = 0, running = 0;
    for (int i = 0; i + 1 < distinct; i++) {
        int kept = 0;
        for (int j = 0; j < running; j++)
            if (active[j].to > cut[i]) active[kept++] = active[j];
        running = kept;
        while (next < count && reaches[next].from <= cut[i]) active[running++] = reaches[next++];
        segment *g = &compiled.segments[compiled.segment_count++];
        g->first_code = cut[i];
        g->first_rule = compiled.rule_count;
        for (int j = 0; j < running; j++) {
            item *t = &items[active[j].item];
            rule *r = &compiled.rules[compiled.rule_count++];
            for (int word = 0; word < 4; word++) {
                uint64_t bits = t->scope ? lists[t->list][word] : ~0ull;
                r->destinations[word] = t->scope == 2 ? ~bits : bits;
            }
            r->from = t->from;
            r->to = t->to;
            r->measure = t->measure;
        }
        // Rules of one measure and one set whose days touch are one rule.
        uint32_t last = g->first_rule;
        qsort(compiled.rules + last, compiled.rule_count - last, sizeof(rule), by_rule);
        for (uint32_t j = g->first_rule; j < compiled.rule_count; j++) {
            rule *before = &compiled.rules[last - 1], *r = &compiled.rules[j];
            bool joins = last > g->first_rule && before->measure == r->measure && r->from <= before->to + 1
                && !memcmp(before->destinations, r->destinations, sizeof r->destinations);
            if (!joins) compiled.rules[last++] = *r;
            else if (r->to > before->to) before->to = r->to;
        }
        compiled.rule_count = last;
        g->rule_count = last - g->first_rule;
    }
    free(cut);
    free(reaches);
    free(active);
}

// ---- packed for the cache

typedef struct {
    uint64_t sets;
    uint32_t first_rule, rule_count;
} packed_segment;

typedef struct {
    int32_t from, to;
    uint8_t set, measure;
} packed_rule;

static struct {
    uint64_t *bits;
    uint32_t *rank, *first;
    uint16_t *starts;
    packed_segment *segments;
    packed_rule *rules;
    uint64_t memberships[256];
} packed;

static void pack(void) {
    static uint64_t sets[64][4];
    int set_count = 0;
    packed.rules = malloc(sizeof(packed_rule) * (compiled.rule_count + 1));
    for (uint32_t i = 0; i < compiled.rule_count; i++) {
        rule *r = &compiled.rules[i];
        int set = 0;
        while (set < set_count && memcmp(sets[set], r->destinations, sizeof sets[set])) set++;
        if (set == set_count) {
            if (set_count == 64) exit((fprintf(stderr, "bench-c: more than 64 sets of destinations\n"), 1));
            memcpy(sets[set_count++], r->destinations, sizeof sets[set]);
        }
        packed.rules[i] = (packed_rule){r->from, r->to, set, r->measure};
    }
    for (int destination = 0; destination < 256; destination++)
        for (int set = 0; set < set_count; set++)
            if (sets[set][destination >> 6] >> (destination & 63) & 1) packed.memberships[destination] |= 1ull << set;

    enum { words = 1000000 / 64 };
    packed.bits = calloc(words, sizeof(uint64_t));
    packed.rank = calloc(words, sizeof(uint32_t));
    packed.first = malloc(sizeof(uint32_t) * 1000001);
    uint32_t capacity = compiled.segment_count + 1000000, count = 0, subheadings = 0;
    packed.starts = malloc(sizeof(uint16_t) * capacity);
    packed.segments = malloc(sizeof(packed_segment) * capacity);
    uint32_t at = 0;
    for (uint32_t subheading = 0; subheading < 1000000; subheading++) {
        uint64_t low = subheading * 10000ull, high = low + 10000;
        while (at + 1 < compiled.segment_count && compiled.segments[at + 1].first_code <= low) at++;
        uint32_t any = 0, end = at;
        for (; end < compiled.segment_count && (end == at || compiled.segments[end].first_code < high); end++)
            any |= compiled.segments[end].rule_count;
        if (!any) continue;
        packed.bits[subheading >> 6] |= 1ull << (subheading & 63);
        packed.first[subheadings++] = count;
        for (uint32_t i = at; i < end; i++) {
            segment *g = &compiled.segments[i];
            uint64_t named = 0;
            for (uint32_t j = 0; j < g->rule_count; j++) named |= 1ull << packed.rules[g->first_rule + j].set;
            packed.starts[count] = g->first_code <= low ? 0 : g->first_code - low;
            packed.segments[count++] = (packed_segment){named, g->first_rule, g->rule_count};
        }
    }
    packed.first[subheadings] = count;
    for (uint32_t word = 0, rank = 0; word < words; word++) {
        packed.rank[word] = rank;
        rank += __builtin_popcountll(packed.bits[word]);
    }
}

enum { block_size = 1024 };

static void screen_block(const shipment *lines, uint64_t *measures, int count) {
    uint16_t listed[block_size];
    struct {
        uint32_t segment, line;
    } reached[block_size];
    int kept = 0, left = 0;
    for (int i = 0; i < count; i++) {
        uint32_t subheading = lines[i].code / 10000;
        measures[i] = 0;
        listed[kept] = i;
        kept += packed.bits[subheading >> 6] >> (subheading & 63) & 1;
    }
    for (int j = 0; j < kept; j++) {
        const shipment *x = &lines[listed[j]];
        uint32_t subheading = x->code / 10000, rest = x->code - subheading * 10000ull;
        uint64_t below = packed.bits[subheading >> 6] & ((1ull << (subheading & 63)) - 1);
        uint32_t number = packed.rank[subheading >> 6] + __builtin_popcountll(below);
        uint32_t g = packed.first[number], end = packed.first[number + 1];
        for (uint32_t t = g + 1; t < end; t++) g += packed.starts[t] <= rest;
        reached[left].segment = g;
        reached[left].line = listed[j];
        left += (packed.segments[g].sets & packed.memberships[x->destination]) != 0;
    }
    for (int j = 0; j < left; j++) {
        const shipment *x = &lines[reached[j].line];
        const packed_segment *g = &packed.segments[reached[j].segment];
        const packed_rule *r = packed.rules + g->first_rule;
        uint64_t sets = packed.memberships[x->destination], found = 0;
        for (uint32_t t = 0; t < g->rule_count; t++, r++) {
            uint64_t holds = (sets >> r->set & 1) & (x->day >= r->from) & (x->day <= r->to);
            found |= holds << r->measure;
        }
        measures[reached[j].line] = found;
    }
}

static uint64_t check_of(const uint64_t *measures, int count) {
    uint64_t check = 0;
    for (int i = 0; i < count; i++)
        if (measures[i]) check = mixed(check, i, measures[i]);
    return check;
}

static void open_index(void) {
    sqlite3 *db = open_database();
    compile_index(db);
    pack();
    sqlite3_close(db);
}

void screen_by_index(void) {
    int count;
    shipment *lines = load_lines(&count);
    open_index();
    // What was decided on a block is used before the next one comes: here it only must not be optimized away.
    uint64_t block[block_size];
    for (int run = 0; run < 5; run++) {
        start();
        for (int i = 0; i < count; i += block_size) {
            screen_block(lines + i, block, count - i < block_size ? count - i : block_size);
            __asm__ volatile("" : : "r"(block) : "memory");
        }
        stop();
        keep_best();
    }
    uint64_t *measures = malloc(sizeof *measures * (count + 1));
    for (int i = 0; i < count; i += block_size)
        screen_block(lines + i, measures + i, count - i < block_size ? count - i : block_size);
    report("W9m", count, check_of(measures, count));
}

// Screens all lines of a text and tells how many there are. What was decided is kept where there is room for it.
static int screen_text(const char *bytes, size_t length, uint64_t *measures) {
    shipment block[block_size];
    uint64_t decided[block_size];
    int filled = 0, count = 0;
    const uint8_t *p = (uint8_t *)strchr(bytes, '\n') + 1, *end = (uint8_t *)bytes + length;
    while (p < end) {
        block[filled++] = parse_line(&p);
        if (filled < block_size && p < end) continue;
        screen_block(block, measures ? measures + count : decided, filled);
        __asm__ volatile("" : : "r"(decided) : "memory");
        count += filled;
        filled = 0;
    }
    return count;
}

void screen_text_by_index(void) {
    open_index();
    size_t length;
    char *bytes = read_file("lines.csv", &length);
    for (int run = 0; run < 5; run++) {
        start();
        screen_text(bytes, length, NULL);
        stop();
        keep_best();
    }
    uint64_t *measures = malloc(sizeof *measures * (length / 20 + block_size));
    int count = screen_text(bytes, length, measures);
    report("W9c", count, check_of(measures, count));
}
