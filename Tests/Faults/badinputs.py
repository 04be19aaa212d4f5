#!/usr/bin/env python3
"""Input that is wrong: it must be refused as a whole, in one line that names file, line and column, and change nothing.

Tables (`import controls`, `import mrds`, `screen --input`): broken quotes, fields too many and too few, broken headers, bytes that
are no UTF-8, NUL, values that cannot be. Deltas (`apply`): cut at each place, with bits turned. Receipts (`replay`): no JSON, JSON of
another form. The same for a table of 100 MB in one field: refused within 20 s and 600 MiB.
"""
import argparse
import csv
import glob
import io
import os
import random
import re
import shutil

from common import Tally, check_db, copy_tree, run

ROWS = "SELECT count(*), max(number) FROM registry_revision; SELECT count(*) FROM control_item; SELECT count(*) FROM deposit"
# Column names of the shipped tables, and what can never stand in them.
IMPOSSIBLE = {
    r".*(date|_day|from|until|published|effective)$": ["2023-02-30", "20230230x", "yesterday", "2023-13-01"],
    r"^(item_id|act_id)$": ["\x1b[31mX", "no such id", ""],
    r"^(hs_code|code|customs_code)$": ["81A2", "1" * 40, "٨١١٢"],
    r"^commodity_slug$": ["no such mineral", "\u202egallium"],
}


def structural(data):
    """Faults that no table may have: name -> bytes."""
    lines = data.split(b"\n")
    cells = next(csv.reader([lines[0].decode("utf8")]))
    half = len(lines) // 2
    first = lines[1] if len(lines) > 1 else b""

    def with_line(n, line):
        return b"\n".join(lines[:n] + [line] + lines[n + 1:])
    return {
        "empty": b"", "only spaces": b"  \n \n", "header cut": lines[0][:5] + b"\n" + b"\n".join(lines[1:]),
        "column twice": with_line(0, lines[0] + b"," + cells[0].encode()), "column missing": with_line(0, lines[0].rsplit(b",", 1)[0]),
        "quote not closed": with_line(half, b'"' + lines[half]), "text after a quote": with_line(1, b'"a"b' + first), "field too many": with_line(1, first + b",x"),
        "field too few": with_line(1, b"x"), "no UTF-8": with_line(1, b"\xc3\x28" + first), "lone surrogate": with_line(1, b"\xed\xa0\x80" + first),
        "NUL": with_line(1, b"\x00" + first), "UTF-16": data.decode("utf8").encode("utf-16"), "cut in a character": data[:-1].rstrip() + b"\xe9\x95",
        "gzip": b"\x1f\x8b\x08\x00" + data[:200], "sqlite": b"SQLite format 3\x00" + data[:200],
    }


def rewritten(data, row, column, value):
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    if row >= len(rows) or column >= len(rows[row]):
        return None
    rows[row][column] = value
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode("utf8")


class Bench:
    def __init__(self, a, t):
        self.a, self.t, self.now = a, t, os.path.join(a.work, "now")

    def refuse(self, where, state, command, place=None, timeout=20):
        """Runs the command on a fresh state: refused, nothing changed, the place named."""
        t, db = self.t, os.path.join(self.now, "reg.db")
        _, before = check_db(db, ROWS)
        with open(db, "rb") as f:
            held = f.read()
        r = run([self.a.tool, *command, "--database", db], timeout=timeout, cwd=self.now)
        t.add("runs")
        if r.timed_out:
            t.find("hang", where)
        elif r.signal or r.looks_like_trap:
            t.find("crash", "%s: signal %d %s" % (where, r.signal, r.brief(120)))
        elif r.rc == 0:
            t.find("taken", "%s: exit 0 %s" % (where, r.brief(80)))
        elif not re.match(r"error: [^\n]+\n\Z", r.err):
            t.find("no-line", "%s: not one error line: %r" % (where, r.err[:160]))
        elif place and not re.search(place, r.err):
            t.find("no-place", "%s: no place in %r" % (where, r.err[:200]))
        if r.maxrss_kib > 600 << 10:
            t.find("fat", "%s: %d MiB" % (where, r.maxrss_kib >> 10))
        if len(r.err) > 1 << 16:
            t.find("chatty", "%s: %d bytes" % (where, len(r.err)))
        if any(ord(c) < 32 and c != "\n" or 127 <= ord(c) < 160 or 0x202a <= ord(c) <= 0x202e for c in r.err):
            t.find("raw-bytes", "%s: %r" % (where, r.err[-160:]))
        with open(db, "rb") as f:
            if f.read() != held:
                problems, after = check_db(db, ROWS)
                t.find("changed", "%s: %s -> %s %s" % (where, before, after, problems))


def tables(b, rng):
    a = b.a
    # countries.csv is not of the tables that `import controls` reads: countries must be held.
    names = sorted({os.path.basename(p) for p in glob.glob(os.path.join(a.controls, "*.csv"))} - {"countries.csv"})
    cases = []
    for name in names:
        with open(os.path.join(a.controls, name), "rb") as f:
            data = f.read()
        cases += [(name, what, bad) for what, bad in structural(data).items() if bad != data]
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
        for column, title in enumerate(rows[0]):
            for pattern, values in IMPOSSIBLE.items():
                if re.match(pattern, title):
                    for value in values:
                        bad = rewritten(data, 1 + rng.randrange(len(rows) - 1), column, value)
                        if bad and value:
                            cases.append((name, "%s=%r" % (title, value), bad))
    rng.shuffle(cases)
    for name, what, bad in cases[:a.count]:
        copy_tree(a.state, b.now)
        with open(os.path.join(b.now, "controls", name), "wb") as f:
            f.write(bad)
        # A table whose rows are gone is held back by the rule against losses, which names no line.
        b.refuse("controls %s, %s" % (name, what), a.state, ["import", "controls", "controls"],
                 None if what in ("empty", "only spaces") else re.escape(name) + r"(:\d+| |:)")
    with open(os.path.join(a.state, "mrds.csv"), "rb") as f:
        mrds = f.read()
    with open(os.path.join(a.state, "lines.csv"), "rb") as f:
        lines = f.read()
    header = next(csv.reader([mrds.split(b"\n")[0].decode()]))
    broken = dict(structural(mrds))
    for title, values in {"latitude": ["91", "NaN", "1e999", "north", "12,5"], "longitude": ["181", "inf", "-1e309"],
                          "dep_id": ["", "-1", "x", "99999999999999999999", "1\x1b[2J"]}.items():
        for value in values:
            broken["%s=%r" % (title, value)] = rewritten(mrds, 2, header.index(title), value)
    for what, bad in list(broken.items())[:a.count]:
        copy_tree(a.state, b.now)
        with open(os.path.join(b.now, "mrds.csv"), "wb") as f:
            f.write(bad)
        b.refuse("mrds, %s" % what, a.state, ["import", "mrds", "mrds.csv"], r"mrds\.csv")
    for what, bad in list(structural(lines).items())[:a.count]:
        if what == "only spaces":
            continue
        copy_tree(a.state, b.now)
        with open(os.path.join(b.now, "lines.csv"), "wb") as f:
            f.write(bad)
        b.refuse("lines, %s" % what, a.state, ["screen", "--input", "lines.csv", "--output", "answers.csv", "--strict"])
        if os.path.exists(os.path.join(b.now, "answers.csv")):
            b.t.find("half-output", "lines, %s: answers.csv was written" % what)


def huge(b):
    for what, head in (("a field of 100 MB", b'"'), ("a field of 100 MB without quotes", b"")):
        copy_tree(b.a.state, b.now)
        with open(os.path.join(b.now, "mrds.csv"), "r+b") as f:
            f.readline()
            f.truncate(f.tell())
            f.seek(0, os.SEEK_END)
            f.write(head)
            for _ in range(b.a.megabytes):
                f.write(b"x" * (1 << 20))
        b.refuse(what, b.a.state, ["import", "mrds", "mrds.csv"], r"mrds\.csv:2")


def deltas(b, rng):
    with open(os.path.join(b.a.copy, "delta"), "rb") as f:
        good = f.read()
    cases = [("cut to %d" % n, good[:n]) for n in range(0, len(good), max(1, len(good) // b.a.count))]
    for n in range(b.a.count):
        at, bit = rng.randrange(len(good)), 1 << rng.randrange(8)
        cases.append(("bit at %d" % at, good[:at] + bytes([good[at] ^ bit]) + good[at + 1:]))
    cases += [("doubled", good + good), ("a byte more", good + b"\n"), ("a long field", good[:10] + b"9999999999:" + good[10:]),
              ("a negative length", good[:10] + b"-1:" + good[10:]), ("zeros", bytes(1 << 20))]
    for what, bad in cases:
        copy_tree(b.a.copy, b.now)
        with open(os.path.join(b.now, "delta"), "wb") as f:
            f.write(bad)
        b.refuse("delta, %s" % what, b.a.copy, ["apply", "delta"])


def receipts(b):
    for what, bad in {"empty": b"", "no JSON": b"{", "a list": b"[]", "a number": b"1", "keys missing": b"{\"receipt\":1}", "deep": b"[" * 100_000,
                      "no UTF-8": b"\xff\xfe", "NUL": b"\x00", "infinite": b"{\"receipt\":1e999}"}.items():
        copy_tree(b.a.state, b.now)
        with open(os.path.join(b.now, "receipt"), "wb") as f:
            f.write(bad)
        b.refuse("receipt, %s" % what, b.a.state, ["replay", "receipt"], "receipt")


def main():
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    parser.add_argument("--tool", required=True)
    parser.add_argument("--work", required=True)
    parser.add_argument("--state", required=True)
    parser.add_argument("--copy", required=True, help="a folder with reg.db and a delta for it")
    parser.add_argument("--controls", required=True, help="the folder of sound tables")
    parser.add_argument("--count", type=int, default=400, help="at most so many faults of a kind")
    parser.add_argument("--megabytes", type=int, default=100, help="the size of the huge field")
    a = parser.parse_args()
    shutil.rmtree(a.work, ignore_errors=True)
    os.makedirs(a.work)
    t, rng = Tally("bad input"), random.Random(1)
    b = Bench(a, t)
    tables(b, rng)
    deltas(b, rng)
    receipts(b)
    huge(b)
    return t.end()


if __name__ == "__main__":
    raise SystemExit(main())
