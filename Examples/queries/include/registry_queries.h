// The sample queries, embedded byte for byte from the .sql files beside this folder, so that the program answers them anywhere.
#ifndef REGISTRY_QUERIES_H
#define REGISTRY_QUERIES_H

#include <stddef.h>

typedef struct {
    const char *name;             // the file's name without .sql
    const unsigned char *bytes;   // its text in UTF-8, not terminated by NUL
    size_t count;                 // how many bytes
} registry_query;

size_t registry_query_count(void);
registry_query registry_query_at(size_t index);

#endif
