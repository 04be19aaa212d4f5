#!/usr/bin/env python3
"""writer.py TOOL DATABASE NAME ROUNDS: makes one revision after another, each with one deposit of its own, and says which are done.

An acknowledgement (`ack NAME-N`) is printed when the program has exited with 0, not before.
"""
import csv
import os
import subprocess
import sys
import tempfile

FIXTURE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "Fixtures", "mrds", "twelve-records.csv")


def main():
    tool, database, name, rounds = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    with open(FIXTURE, encoding="utf8", newline="") as f:
        header, record = list(csv.reader(f))[:2]
    number = header.index("dep_id")
    start = int(sys.argv[5]) if len(sys.argv) > 5 else 0
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "one.csv")
        for n in range(start, start + rounds):
            record[number] = str(90_000_000 + int(name) * 100_000 + n)
            with open(path, "w", encoding="utf8", newline="") as f:
                csv.writer(f).writerows([header, record])
            reason = "%s-%d" % (name, n)
            done = subprocess.run([tool, "import", "mrds", path, "--database", database, "--reason", reason],
                                  stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, errors="replace")
            if done.returncode:
                sys.exit("%s: exit %d %s" % (reason, done.returncode, done.stderr.strip()[-200:]))
            print("ack " + reason, flush=True)


if __name__ == "__main__":
    main()
