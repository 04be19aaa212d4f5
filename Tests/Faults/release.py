#!/usr/bin/env python3
"""release.py FOLDER: says which release stands in a folder of `registry publish`, after looking at all of it.

The files that the manifest names must be there with their lengths and hashes, every other full file must be whole, and from
each full file a delta must lead to the next one: who holds an old release must be able to go on. Exit 1 where that fails.
"""
import hashlib
import json
import os
import re
import sqlite3
import sys


def problem(folder):
    with open(os.path.join(folder, "manifest.json"), encoding="utf8") as f:
        manifest = json.load(f)
    for file in manifest["files"]:
        with open(os.path.join(folder, file["name"]), "rb") as f:
            data = f.read()
        if len(data) != file["bytes"] or hashlib.sha256(data).hexdigest() != file["sha256"]:
            return "%s is not what the manifest says" % file["name"]
    revisions = sorted(int(m[1]) for m in (re.fullmatch(r"registry-r(\d+)\.sqlite", n) for n in os.listdir(folder)) if m)
    for revision in revisions:
        connection = sqlite3.connect(os.path.join(folder, "registry-r%d.sqlite" % revision))
        if connection.execute("PRAGMA quick_check").fetchall() != [("ok",)]:
            return "the full file of revision %d is damaged" % revision
        if connection.execute("SELECT max(number) FROM registry_revision").fetchone() != (revision,):
            return "the full file of revision %d is of another one" % revision
        connection.close()
    for old, new in zip(revisions, revisions[1:]):
        if not os.path.exists(os.path.join(folder, "delta-r%d-r%d.rrdelta" % (old, new))):
            return "no delta leads from revision %d to %d" % (old, new)
    print("release of revision %d" % manifest["revision"])
    return None


if __name__ == "__main__":
    sys.exit(problem(sys.argv[1]))
