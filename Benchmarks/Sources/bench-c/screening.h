// The compiled index of the C contestants.
#pragma once
#include "bench.h"

typedef struct {
    uint64_t destinations[4];
    int32_t from, to;
    int32_t measure;
} rule;

// Codes from first_code up to the next segment's are controlled by the same rules. Headings begin segments.
typedef struct {
    uint64_t first_code;
    uint32_t first_rule, rule_count;
} segment;

extern struct {
    segment *segments;
    rule *rules;
    uint32_t segment_count, rule_count;
} compiled;

void compile_index(sqlite3 *db);
