#!/usr/bin/env python3
"""Runs the promises of reliability against the real program and writes what came of it.

    run.py --tool PROGRAM [--form short|long|every] [--only NAME,…] [--commands PATTERN] [--results FILE]

short   a sample of each promise, about two minutes: part of `make test`
long    `make faults`; sweeps over many operations take each STRIDE-th one, the figures in the table say how many ran
every   the long form with each single operation; takes hours

Each check is a run of one of the tools beside this file. RESULTS.md is written by `--results`: the newest outcome of each
check, so that the long form can also be run in parts (`--only`, and inside of a promise `--commands`). A promise is as old as
the oldest of its checks.
"""
import argparse
import datetime
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time

import states
from promises import PROMISES

HERE = os.path.dirname(os.path.abspath(__file__))


class Runner:
    """Runs tools and keeps their tallies."""

    def __init__(self, tool, form, thin, work, made, wanted=""):
        self.tool, self.form, self.thin, self.work, self.states, self.wanted = tool, form, thin, work, made, re.compile(wanted)
        self.newest_schema = states.newest_schema(tool)
        self.parts = {}     # by title

    def pick(self, short, long, every=None):
        return {"short": short, "long": long, "every": long if every is None else every}[self.form]

    def call(self, title, script, *arguments, counted="runs"):
        """One run of a tool: `counted` names the tallies that count as cases."""
        if not self.wanted.search(title):
            return
        tally = os.path.join(self.work, "tally.json")
        if os.path.exists(tally):
            os.unlink(tally)
        started = time.monotonic()
        environment = dict(os.environ, FAULTS_TALLY=tally, FAULTS_LIB=os.path.join(self.work, "lib"))
        done = subprocess.run([sys.executable, os.path.join(HERE, script), *map(str, arguments)], env=environment,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, errors="replace")
        result = {"counts": {}, "findings": [["tool", "ended without a tally: " + done.stdout.strip()[-400:]]], "notes": {}}
        if os.path.exists(tally):
            with open(tally, encoding="utf8") as f:
                result = json.load(f)
        elif done.returncode == 0:
            result["findings"] = []
        counts = result["counts"]
        assert title not in self.parts, title
        self.parts[title] = {
            "cases": sum(counts.get(name, 0) for name in counted.split(",")),
            "findings": ["%s: %s: %s" % (title, *finding) for finding in result["findings"]],
            "notes": ["%s: %s (%d)" % (title, note, n) for note, n in result["notes"].items()],
            "seconds": round(time.monotonic() - started), "at": now()}
        print("  %-44s %s, findings %d [%.0f s]" % (title, ", ".join("%s %d" % x for x in counts.items()), len(result["findings"]),
                                                    time.monotonic() - started), flush=True)
        for kind, detail in result["findings"][:10]:
            print("    FINDING %s: %s" % (kind, detail), flush=True)


def now():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")


def outcome(parts, command):
    """What came of a promise, of what came of its checks."""
    of = list(parts.values())
    return {"cases": sum(p["cases"] for p in of), "findings": [f for p in of for f in p["findings"]], "notes": [n for p in of for n in p["notes"]],
            "seconds": sum(p["seconds"] for p in of), "at": min(p["at"] for p in of), "command": command, "parts": parts}


def write_results(path, outcomes, keeps_parts=False):
    """The table, with all that is known: outcomes of earlier runs stay until their promise, or the check of it, is tried again."""
    known = path + ".json"
    held = {}
    if os.path.exists(known):
        with open(known, encoding="utf8") as f:
            held = json.load(f)
    for name, new in outcomes.items():
        older = {}
        if keeps_parts and name in held:
            # What was written before checks were kept one by one counts as one of them.
            older = held[name].get("parts") or {"all at once": held[name]}
        held[name] = outcome({**older, **new["parts"]}, new["command"])
    with open(known, "w", encoding="utf8") as f:
        json.dump(held, f, indent=1, sort_keys=True)
        f.write("\n")
    lines = ["# What breaking it on purpose found", "",
             "Written by `Tests/Faults/run.py`; see `Tests/Faults/README.md`. A case is one run of the program with one thing broken, and a look at",
             "what it left. `every` operation: `scripts/faults.sh --form every`.", "",
             "| promise | cases tried | findings | seconds | when | command |", "| --- | ---: | ---: | ---: | --- | --- |"]
    for name, title, _ in PROMISES:
        if name in held:
            o = held[name]
            lines.append("| %s | %d | %d | %d | %s | `%s` |" % (title, o["cases"], len(o["findings"]), o["seconds"], o["at"], o["command"]))
        else:
            lines.append("| %s | not yet run | | | | |" % title)
    for heading, key in (("Findings", "findings"), ("Notes", "notes")):
        entries = ["* %s: %s" % (name, " ".join(text.split())) for name, _, _ in PROMISES for text in held.get(name, {}).get(key, [])[:12]]
        if entries:
            lines += ["", "## " + heading, ""] + entries
    with open(path, "w", encoding="utf8") as f:
        f.write("\n".join(lines) + "\n")


def main():
    parser = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    parser.add_argument("--tool", required=True, help="the registry program")
    parser.add_argument("--form", choices=["short", "long", "every"], default="short")
    parser.add_argument("--thin", type=int, default=1, help="of the sweeps only each so-many-th case, where there is little time")
    parser.add_argument("--only", default="", help="names of promises: " + ",".join(name for name, _, _ in PROMISES))
    parser.add_argument("--commands", default="", help="of these promises only the checks whose title holds this pattern")
    parser.add_argument("--results", help="the table to write")
    a = parser.parse_args()
    only = [name for name in a.only.split(",") if name]
    unknown = set(only) - {name for name, _, _ in PROMISES}
    if unknown:
        parser.error("no promise is called " + ", ".join(sorted(unknown)))
    # In memory where there is room: what a disk would lose is simulated, and waiting for it only costs time.
    place = "/dev/shm" if os.path.isdir("/dev/shm") and shutil.disk_usage("/dev/shm").free > 2 << 30 else None
    work = tempfile.mkdtemp(prefix="registry-faults-", dir=place)
    os.chmod(work, 0o755)  # `places` reads as another user
    outcomes, failed, started = {}, 0, time.monotonic()
    try:
        made = states.prepare(os.path.abspath(a.tool), os.path.join(work, "states"))
        for name, title, check in PROMISES:
            if only and name not in only:
                continue
            print("== %s" % title, flush=True)
            os.makedirs(os.path.join(work, name))
            runner = Runner(os.path.abspath(a.tool), a.form, a.thin, os.path.join(work, name), made, a.commands)
            check(runner)
            if not runner.parts:
                continue
            outcomes[name] = outcome(runner.parts, "scripts/faults.sh --form %s%s --only %s" % (a.form, " --thin %d" % a.thin if a.thin > 1 else "", name))
            failed += len(outcomes[name]["findings"])
            if a.results:
                write_results(a.results, outcomes, bool(a.commands))
    finally:
        shutil.rmtree(work, ignore_errors=True)
    print("faults: %d cases, %d findings [%.0f s]" % (sum(o["cases"] for o in outcomes.values()), failed, time.monotonic() - started))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
