// Every migration is named here twice: once to embed it, once to list it. A test compares the list with the folder.
#pragma clang diagnostic ignored "-Wc23-extensions"
#include "registry_migrations.h"

static const unsigned char m0001[] = {
#embed "0001_first_release.sql"
};
static const unsigned char m0002[] = {
#embed "0002_revisions.sql"
};
static const unsigned char m0003[] = {
#embed "0003_supply.sql"
};
static const unsigned char m0004[] = {
#embed "0004_deposit_sources.sql"
};
static const unsigned char m0005[] = {
#embed "0005_search_and_place.sql"
};
static const unsigned char m0006[] = {
#embed "0006_stored_screening.sql"
};
static const unsigned char m0007[] = {
#embed "0007_listed_deposits.sql"
};
static const unsigned char m0008[] = {
#embed "0008_log_without_indexes.sql"
};
static const unsigned char m0009[] = {
#embed "0009_counts_with_the_revision.sql"
};

static const unsigned char schema[] = {
#embed "schema.sql"
};

static const registry_migration all[] = {
    {"0001_first_release.sql", m0001, sizeof m0001},
    {"0002_revisions.sql", m0002, sizeof m0002},
    {"0003_supply.sql", m0003, sizeof m0003},
    {"0004_deposit_sources.sql", m0004, sizeof m0004},
    {"0005_search_and_place.sql", m0005, sizeof m0005},
    {"0006_stored_screening.sql", m0006, sizeof m0006},
    {"0007_listed_deposits.sql", m0007, sizeof m0007},
    {"0008_log_without_indexes.sql", m0008, sizeof m0008},
    {"0009_counts_with_the_revision.sql", m0009, sizeof m0009},
};

size_t registry_migration_count(void) { return sizeof all / sizeof all[0]; }
registry_migration registry_migration_at(size_t index) { return all[index]; }
registry_migration registry_schema(void) { return (registry_migration){"schema.sql", schema, sizeof schema}; }
