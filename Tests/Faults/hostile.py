#!/usr/bin/env python3
"""Files that somebody made to harm: each command must refuse them in one line, run nothing of them and write nothing.

Structure: foreign and newer files, planted triggers and views, changed tables, things that are no files. Cells: each run puts a
value of another kind (a blob, a number, NULL, bytes that are no UTF-8, control characters, a huge text) into one column of all
rows of one table, behind the back of STRICT and CHECK, and looks at what each reader makes of it; `check` must notice those
that break a rule of the table.
"""
import argparse
import hashlib
import os
import random
import shutil
import socket
import sqlite3

from common import Tally, copy_tree, run

READS = [["minerals"], ["deposits", "--limit", "20"], ["controls", "--mineral", "gallium"], ["log"], ["check"], ["migrate", "status"],
         ["screen", "--from", "CN", "--to", "US", "--on", "2025-12-01", "--code", "8112929010"],
         ["screen", "--input", "{dir}/lines.csv"], ["as-known", "1", "--", "controls"], ["diff", "1", "2"],
         ["calendar", "--from-day", "2023-01-01", "--to-day", "2026-12-31"], ["control", "CN-2023-23-Ga-a"], ["mineral", "gallium"]]
WRITES = [["migrate", "up"], ["import", "reference"], ["import", "controls", "{dir}/controls"], ["revert", "2"],
          ["publish", "--to", "{dir}/release"], ["apply", "{delta}"]]


def snapshot(folder):
    """What stands in a folder: names, and digests of plain files."""
    found = {}
    for root, folders, files in os.walk(folder):
        for name in folders + files:
            path = os.path.join(root, name)
            found[os.path.relpath(path, folder)] = hashlib.sha256(open(path, "rb").read()).digest() if os.path.isfile(path) and not os.path.islink(path) else None
    return found


def script(*statements):
    """Changes a file as an attacker would: SQLite's own defences off."""
    def change(path):
        c = sqlite3.connect(path, isolation_level=None)
        for statement in ("PRAGMA writable_schema = ON", "PRAGMA ignore_check_constraints = ON", "PRAGMA foreign_keys = OFF", *statements):
            c.execute(statement)
        c.close()
    return change


def replace(make):
    """Puts something else in place of the file."""
    def change(path):
        os.unlink(path)
        make(path)
    return change


def planted(suffix, make):
    return lambda path: make(path + suffix)


def text_file(path):
    with open(path, "w") as f:
        f.write("not a database " * 1000)


def plug(path):
    with socket.socket(socket.AF_UNIX) as s:
        s.bind(path)


def write(data):
    def make(path):
        with open(path, "wb") as f:
            f.write(data)
    return make


ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
# name: (change, "*" where only `check` must see it: the rest is plain data, allowed, or SQLite's own way)
STRUCTURE = {
    "foreign application id": (script("PRAGMA application_id = 1196444487"), ()),
    "no application id": (script("PRAGMA application_id = 0"), ()),
    "newer version": (script("PRAGMA user_version = 9999"), ()),
    "negative version": (script("PRAGMA user_version = -1"), ()),
    "trigger that deletes": (script("CREATE TRIGGER t AFTER INSERT ON source BEGIN DELETE FROM control_item; END"), ()),
    "trigger called local_": (script("CREATE TRIGGER local_t AFTER INSERT ON source BEGIN DELETE FROM control_item; END"), ()),
    "trigger that rolls back": (script("CREATE TRIGGER t BEFORE INSERT ON source BEGIN SELECT RAISE(ROLLBACK, 'gone'); END"), ()),
    "trigger that loads code": (script("CREATE TRIGGER t AFTER INSERT ON source BEGIN SELECT load_extension('/tmp/evil'); END"), ()),
    "view without end": (script("CREATE VIEW v AS " + ENDLESS), ()),
    "local view without end": (script("CREATE VIEW local_v AS " + ENDLESS), ("*",)),
    "local view with fts3_tokenizer": (script("CREATE VIEW local_v AS SELECT fts3_tokenizer('simple')"), ("*",)),
    "local view of a huge blob": (script("CREATE VIEW local_v AS SELECT zeroblob(2000000000)"), ("*",)),
    "table gone": (script("DROP TABLE control_item_limit"), ()),
    "view in place of a table": (script("ALTER TABLE designation RENAME TO local_designation", "CREATE VIEW designation AS SELECT * FROM local_designation"), ()),
    "endless view in place of a table": (script("DROP TABLE designation", "CREATE VIEW designation AS " + ENDLESS), ()),
    "column added": (script("ALTER TABLE mineral ADD COLUMN evil TEXT"), ()),
    "generated column": (script("ALTER TABLE mineral ADD COLUMN evil TEXT GENERATED ALWAYS AS (hex(slug)) VIRTUAL"), ()),
    "strictness gone": (script("UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'mineral'"), ()),
    "check that runs code": (script("UPDATE sqlite_schema SET sql = replace(sql, ') STRICT', ', CHECK (load_extension(''/tmp/evil'') IS NULL)) STRICT') WHERE name = 'source'"), ()),
    "schema text is garbage": (script("UPDATE sqlite_schema SET sql = 'CREATE TABLE source (' WHERE name = 'source'"), ()),
    "schema entry without a page": (script("UPDATE sqlite_schema SET rootpage = 999999 WHERE name = 'source'"), ()),
    "two tables on one page": (script("UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'mineral') WHERE name = 'source'"), ("*",)),
    "module that is not known": (script("INSERT INTO sqlite_schema VALUES ('table', 'v', 'v', 0, 'CREATE VIRTUAL TABLE v USING evil(a)')"), ()),
    "index on an expression with code": (script("INSERT INTO sqlite_schema VALUES ('index', 'i', 'source', 3, 'CREATE INDEX i ON source (load_extension(title))')"), ()),
    "migration text changed": (script("UPDATE registry_migration SET sql = sql || '-- evil' WHERE version = 1"), ("*",)),
    "ledger without its first row": (script("DELETE FROM registry_migration WHERE version = 1"), ()),
    "ledger of blobs": (script("UPDATE sqlite_schema SET sql = replace(sql, 'STRICT', '') WHERE name = 'registry_migration'"), ()),
    "text": (replace(text_file), ()),
    "two bytes": (replace(write(b"SQ")), ()),
    "the header alone": (lambda path: write(open(path, "rb").read()[:100])(path), ()),
    "folder": (replace(os.mkdir), ()),
    "pipe": (replace(os.mkfifo), ()),
    "socket": (replace(plug), ()),
    "link to a device": (replace(lambda path: os.symlink("/dev/zero", path)), ()),
    "link to itself": (replace(lambda path: os.symlink(path, path)), ()),
    "journal is a pipe": (planted("-journal", os.mkfifo), ()),
    "journal is a folder": (planted("-journal", os.mkdir), ()),
    "journal is a link": (planted("-journal", lambda path: os.symlink("/etc/passwd", path)), ()),
    "log is a pipe": (planted("-wal", os.mkfifo), ()),
    "log is a folder": (planted("-wal", os.mkdir), ()),
    "shared memory is a pipe": (planted("-shm", os.mkfifo), ()),
}


def judge(t, where, r, refused):
    t.add("runs")
    if r.timed_out:
        t.find("hang", where)
    elif r.looks_like_trap or r.signal:
        t.find("crash", "%s: signal %d %s" % (where, r.signal, r.brief(100)))
    elif r.maxrss_kib > 1 << 20:
        t.find("fat", "%s: %d MiB" % (where, r.maxrss_kib >> 10))
    elif r.rc and not r.err.strip():
        t.find("silent", "%s: exit %d and nothing on stderr" % (where, r.rc))
    elif refused and r.rc == 0:
        t.find("taken", "%s: exit 0 %s" % (where, r.brief(80)))
    if len(r.err) > 1 << 16:
        t.find("chatty", "%s: %d bytes on stderr" % (where, len(r.err)))
    if any(ord(c) < 32 and c != "\n" or 127 <= ord(c) < 160 for c in r.err):
        t.find("raw-bytes", "%s: control characters on stderr: %r" % (where, r.err[-120:]))


def structure(t, a, now):
    pairs = [(name, command) for name in STRUCTURE for command in READS + WRITES]
    for name, command in pairs[::a.every]:
        change, mild = STRUCTURE[name]
        copy_tree(a.state, now)
        db = os.path.join(now, "reg.db")
        change(db)
        before = snapshot(now)
        argv = [word.replace("{dir}", now).replace("{delta}", a.delta) for word in command]
        at = argv.index("--") if "--" in argv else len(argv)
        r = run([a.tool, *argv[:at], "--database", db, *argv[at:]], timeout=20)
        # `migrate status` may tell a foreign file's state; all else is refused.
        refused = ("*" not in mild or command == ["check"] and "local" not in name) and command != ["migrate", "status"]
        judge(t, "%s: %s" % (name, " ".join(command[:2])), r, refused)
        if (command in READS or r.rc) and snapshot(now) != before:
            after = snapshot(now)
            differ = sorted(k for k in before.keys() | after.keys() if before.get(k, 0) != after.get(k, 0))
            t.find("written", "%s: %s changed %s" % (name, " ".join(command[:2]), differ))


VALUES = {
    "blob": sqlite3.Binary(b"\x00\xff\x1b[31m"), "integer": 2**63 - 1, "negative": -2**63, "real": 1e308, "null": None, "empty": "",
    "escape": "\x1b[31m\x07\r\nerror: \u202e\u0085\u009b", "huge": "x" * 5_000_000, "formula": "=cmd|' /C calc'!A0",
}


def cells(t, a, now):
    c = sqlite3.connect(os.path.join(a.state, "reg.db"))
    columns = [(table, column) for (table,) in c.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql LIKE '%STRICT%'").fetchall()
               for column in [row[1] for row in c.execute("PRAGMA table_info(%s)" % table)] if c.execute("SELECT count(*) FROM %s" % table).fetchone()[0]]
    c.close()
    kinds = [*VALUES, "no UTF-8", "NUL"]
    cases = [(table, column, kind) for table, column in columns for kind in kinds]
    random.Random(1).shuffle(cases)
    for table, column, kind in cases[:a.cells]:
        copy_tree(a.state, now)
        db = os.path.join(now, "reg.db")
        c = sqlite3.connect(db, isolation_level=None)
        c.execute("PRAGMA writable_schema = ON")
        (sql,) = c.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (table,)).fetchone()
        c.execute("UPDATE sqlite_schema SET sql = replace(replace(sql, 'STRICT', ''), 'NOT NULL', '') WHERE name = ?", (table,))
        c.close()
        c = sqlite3.connect(db, isolation_level=None)
        c.execute("PRAGMA ignore_check_constraints = ON")
        c.execute("PRAGMA foreign_keys = OFF")
        value, expression = VALUES.get(kind), "?1"
        if kind == "no UTF-8":
            value, expression = None, "coalesce(?1, CAST(x'c3286180' AS TEXT))"
        elif kind == "NUL":
            value, expression = None, "coalesce(?1, 'a' || char(0) || 'b')"
        try:
            # A huge value in one row: in all of them it would be a test of the disk.
            where = " WHERE rowid = (SELECT min(rowid) FROM %s)" % table if kind == "huge" else ""
            c.execute("UPDATE OR IGNORE %s SET \"%s\" = %s%s" % (table, column, expression, where), (value,))
        except sqlite3.Error:
            t.note("not possible: %s into %s.%s" % (kind, table, column))
            continue
        finally:
            c.execute("PRAGMA writable_schema = ON")
            c.execute("UPDATE sqlite_schema SET sql = ? WHERE name = ?", (sql, table))
            c.close()
        before = snapshot(now)
        for command in READS:
            at = command.index("--") if "--" in command else len(command)
            argv = [word.replace("{dir}", now) for word in command]
            r = run([a.tool, *argv[:at], "--database", db, *argv[at:]], timeout=20)
            judge(t, "%s in %s.%s: %s" % (kind, table, column, " ".join(command[:2])), r, command == ["check"] and kind == "blob")
            if any(ord(x) < 32 and x not in "\n" or 127 <= ord(x) < 160 for x in r.out):
                t.find("raw-bytes", "%s in %s.%s: %s: control characters in the output" % (kind, table, column, command[0]))
        if snapshot(now) != before:
            t.find("written", "%s in %s.%s: a reader changed the file" % (kind, table, column))


def main():
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--state", required=True, help="a folder with a sound reg.db of two revisions")
    parser.add_argument("--delta", required=True)
    parser.add_argument("--every", type=int, default=1, help="of the pairs of file and command each so-many-th")
    parser.add_argument("--cells", type=int, default=400, help="how many columns and values are tried")
    a = parser.parse_args()
    shutil.rmtree(a.work, ignore_errors=True)
    os.makedirs(a.work)
    t = Tally("hostile")
    now = os.path.join(a.work, "now")
    structure(t, a, now)
    cells(t, a, now)
    return t.end()


if __name__ == "__main__":
    raise SystemExit(main())
