// What Swift cannot reach in sqlite3.h by itself: the session interface (declared only under two macros), the variadic
// sqlite3_db_config, and SQLITE_TRANSIENT (a cast that the importer drops).
#ifndef REGISTRY_SQLITE_SHIM_H
#define REGISTRY_SQLITE_SHIM_H

#ifndef SQLITE_ENABLE_SESSION
#define SQLITE_ENABLE_SESSION 1
#endif
#ifndef SQLITE_ENABLE_PREUPDATE_HOOK
#define SQLITE_ENABLE_PREUPDATE_HOOK 1
#endif
#include <sqlite3.h>

/// Sets one boolean option of a connection (SQLITE_DBCONFIG_…) and reports the value that then holds.
static inline int registry_db_config_set(sqlite3 *db, int option, int value, int *now) {
    return sqlite3_db_config(db, option, value, now);
}

/// Reads one boolean option of a connection without changing it.
static inline int registry_db_config_get(sqlite3 *db, int option, int *now) {
    return sqlite3_db_config(db, option, -1, now);
}

/// SQLITE_TRANSIENT: SQLite makes its own copy of what is bound.
static inline sqlite3_destructor_type registry_transient(void) { return SQLITE_TRANSIENT; }

/// SQLITE_STATIC: what is bound stays valid until the statement is reset or bound anew.
static inline sqlite3_destructor_type registry_static(void) { return SQLITE_STATIC; }

#endif
