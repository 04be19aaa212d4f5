// The fact tables shipped with the library, embedded byte for byte from Facts/.
#ifndef REGISTRY_FACTS_H
#define REGISTRY_FACTS_H

#include <stddef.h>

typedef struct {
    const char *path;             // "export-controls/items.csv"
    const unsigned char *bytes;   // not terminated by NUL
    size_t count;
} registry_fact_table;

size_t registry_fact_table_count(void);
registry_fact_table registry_fact_table_at(size_t index);

#endif
