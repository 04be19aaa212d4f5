// The migrations of the registry's schema, embedded byte for byte from the .sql files beside this folder.
#ifndef REGISTRY_MIGRATIONS_H
#define REGISTRY_MIGRATIONS_H

#include <stddef.h>

typedef struct {
    const char *name;             // the file's name, "0001_first_release.sql"
    const unsigned char *bytes;   // its text in UTF-8, not terminated by NUL
    size_t count;                 // how many bytes
} registry_migration;

size_t registry_migration_count(void);
registry_migration registry_migration_at(size_t index);
// The schema that all of them make.
registry_migration registry_schema(void);

#endif
