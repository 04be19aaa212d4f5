#!/usr/bin/env python3
"""Break the Nth file operation (or malloc) of a command, for N = 1, 2, 3, ...

For each kind of fault the command runs again and again on a fresh copy of the
start state, each time with the fault one operation later, until it completes
without meeting it. After each faulted run:

  * the command must not be ended by a signal, hang, or claim success (exit 0)
    unless its work is whole;
  * a failing exit must say something on stderr;
  * PRAGMA integrity_check must say ok, PRAGMA foreign_key_check nothing;
  * the answer to --check-sql must be the one before or the one after, no third;
  * nothing but the allowed files may lie around;
  * and, if the work is not there, the same command without a fault must then
    succeed on what was left behind.

The answers before and after are measured by a clean run first. Exit 0: no
findings; 1: findings; 2: the clean run itself fails.

Example
  faultdrive.py --work /tmp/f --setup 'tool migrate {db}' --cmd 'tool import {db} a.csv' \\
     --db reg.db --match reg.db --check-sql 'SELECT count(*) FROM deposits' \\
     --kinds eio,enospc,crash,power,powerdir,powermix,oom
"""
import argparse
import itertools
import os
import shutil
import sys
import time

from common import (Tally, build_lib, check_db, clean_backups, copy_tree, fill, litter, read_state, run, tree_digest)

CRASHES = ("crash", "torn", "power", "powerdir", "powermix")
ALL = "eio,enospc,short,shortenospc,crash,torn,power,powerdir,powermix"


def main():
    ap = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    ap.add_argument("--cmd", required=True, help="command under test; {db} {dir} are replaced")
    ap.add_argument("--setup", action="append", default=[], help="command that makes the start state (repeatable)")
    ap.add_argument("--from", dest="origin", default=None, help="folder that is the start state, in place of --setup")
    ap.add_argument("--same-output", action="store_true",
                    help="for readers: a run that exits 0 must print what the clean run prints")
    ap.add_argument("--db", default="reg.db", help="database file name inside the work folder")
    ap.add_argument("--work", required=True, help="scratch folder (is emptied)")
    ap.add_argument("--match", default=None, help="FAULT_PATH (default: the database's name)")
    ap.add_argument("--ops", default="default", help="FAULT_OPS")
    ap.add_argument("--kinds", default=ALL, help="comma list; add :sticky to a kind to fail for ever, :exit to a power "
                    "kind to lose power once the program has exited (then the work must be there); oom, oom:sticky")
    ap.add_argument("--check-sql", default=None)
    ap.add_argument("--check-cmd", default=None,
                    help="instead of --check-sql: a command whose stdout must be as before or as after; exit must be 0")
    ap.add_argument("--no-db", action="store_true", help="skip the database checks (for exports: use --check-cmd)")
    ap.add_argument("--allow", default=None, help="comma list of allowed file patterns (default: the db and its journals)")
    ap.add_argument("--start", type=int, default=1)
    ap.add_argument("--stride", type=int, default=1)
    ap.add_argument("--max", type=int, default=100000, help="most faulted runs for one kind")
    ap.add_argument("--seeds", type=int, default=1, help="seeds for each N of powermix")
    ap.add_argument("--timeout", type=float, default=30)
    ap.add_argument("--oom-lib", default="libsqlite3")
    ap.add_argument("--chains", type=int, default=0, metavar="DEPTH",
                    help="oom: instead of each --stride-th allocation, the 1st, 10th, 100th … of each chain of so many calls that asks for memory")
    ap.add_argument("--compound", type=int, default=0, metavar="EVERY",
                    help="after each EVERYth crash kind, crash the recovery too, at every operation")
    ap.add_argument("--rerun", choices=["always", "if-undone", "never"], default="if-undone")
    ap.add_argument("--acks", default=None,
                    help="regex; when stdout of a crashed run matches it, the work must be there (durability)")
    ap.add_argument("--allow-late-error", action="store_true",
                    help="a failing exit although the work is whole is noted, not a finding")
    ap.add_argument("--verbose", action="store_true")
    a = ap.parse_args()
    import re
    acks = re.compile(a.acks) if a.acks else None

    work = os.path.abspath(a.work)
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    lib = build_lib(work + "/lib")
    start, now, probe = work + "/start", work + "/now", work + "/probe"
    os.makedirs(start)
    if a.origin:
        copy_tree(a.origin, start)
    match = a.match or a.db
    allow = (a.allow.split(",") if a.allow else [a.db, a.db + "-journal", a.db + "-wal", a.db + "-shm"])
    tally = Tally("faultdrive")

    def cmd_for(d, c=a.cmd):
        return fill(c, db=os.path.join(d, a.db), dir=d)

    recovered = {}  # bytes of a folder -> what a clean run makes of it
    known = {}      # bytes of a folder -> what was seen of it: most faults leave what was there before, to the byte

    def look(d):
        """State of folder d: (problems, answer). Works on a copy: recovery must not help the program."""
        key = tree_digest(d)
        if key not in known:
            if len(known) > 10000:
                known.clear()
            known[key] = look_at_copy(d)
        return known[key]

    def look_at_copy(d):
        copy_tree(d, probe)
        clean_backups(probe)
        problems, ans = [], None
        if not a.no_db:
            problems, ans = check_db(os.path.join(probe, a.db), a.check_sql)
        if a.check_cmd:
            r = run(cmd_for(probe, a.check_cmd), timeout=a.timeout)
            ans = ("" if ans is None else ans + "\n") + (r.out.strip() if r.rc == 0 else "ERROR rc %s %s" % (r.rc, r.brief()))
        return problems, ans

    def chains():
        """The allocations to fail: those that a run of the command finds to be made by another chain of calls."""
        copy_tree(start, now)
        numbers = os.path.join(work, "chains")
        r = run(cmd_for(now), timeout=10 * a.timeout, env={"LD_PRELOAD": lib, "FAULT_OOM_CALLS": numbers, "FAULT_OOM_DEPTH": a.chains,
                                                              "FAULT_OOM_LIB": a.oom_lib})
        if r.rc:
            tally.find("chains", "the run that looks for chains of calls fails: %s" % r.brief())
        with open(numbers, encoding="ascii") as f:
            return sorted(map(int, f))

    for s in a.setup:
        r = run(cmd_for(start, s), timeout=a.timeout)
        if r.rc:
            print("setup failed: %s\n%s" % (s, r.brief(400)))
            return 2
    p0, before = look(start)
    copy_tree(start, now)
    r = run(cmd_for(now), timeout=a.timeout)
    p1, after = look(now)
    clean_out = r.out
    if r.rc or p0 or p1:
        print("the clean run does not pass: rc %s %s %s %s" % (r.rc, r.brief(300), p0, p1))
        return 2
    extra = litter(now, allow)
    if extra:
        tally.find("litter", "a clean run leaves %s" % extra)
    print("before: %r  after: %r  clean run %.3f s" % (before, after, r.wall))
    if before == after and not a.same_output:
        print("note: the check does not tell before from after")

    for spec in a.kinds.split(","):
        kind, _, st = spec.partition(":")
        oom = kind.startswith("oom")
        sticky, at_exit = st == "sticky", st == "exit"
        n, runs, missed, t0, last = 0, 0, 0, time.monotonic(), None
        of_chains = oom and a.chains
        whole = undone = absorbed = 0
        crashed_at = 0
        for n in chains() if of_chains else itertools.count(a.start, a.stride):
            if runs >= a.max:
                break
            fired = False
            for seed in range(1, (a.seeds if kind == "powermix" else 1) + 1):
                copy_tree(start, now)
                stf = work + "/state"
                if os.path.exists(stf):
                    os.unlink(stf)
                env = {"LD_PRELOAD": lib, "FAULT_STATE": stf}
                if oom:
                    env.update(FAULT_OOM_N=n, FAULT_OOM_STICKY=int(sticky), FAULT_OOM_LIB=a.oom_lib)
                else:
                    env.update(FAULT_PATH=match, FAULT_OPS=a.ops, FAULT_KIND=kind, FAULT_N=0 if at_exit else n,
                               FAULT_STICKY=int(sticky), FAULT_SEED=seed * 7919 + n, FAULT_AT_EXIT=int(at_exit))
                r = run(cmd_for(now), timeout=a.timeout, env=env)
                st_ = read_state(stf)
                fired = bool(st_["oom_fired"] if oom else st_["fired"])
                last = st_
                if not fired:
                    break
                runs += 1
                where = "%s N=%d (%s %s)" % (spec, n, st_["op"] or "malloc", os.path.basename(st_["path"]))
                problems, ans = look(now)
                tally.add("runs")
                if a.verbose:
                    print("   %s rc %s %s -> %r" % (where, r.rc, r.brief(80), ans))
                bad = False
                if r.timed_out:
                    tally.find("hang", "%s: no exit within %.0f s" % (where, a.timeout)); bad = True
                elif r.signal:
                    tally.find("signal", "%s: signal %d: %s" % (where, r.signal, r.brief())); bad = True
                elif kind in CRASHES and r.rc != 137:
                    tally.find("odd-exit", "%s: exit %s where 137 was forced" % (where, r.rc)); bad = True
                elif r.rc and kind not in CRASHES and not r.err.strip():
                    tally.find("silent-failure", "%s: exit %d and nothing on stderr" % (where, r.rc)); bad = True
                if a.same_output and r.rc == 0 and r.out != clean_out:
                    tally.find("wrong-output", "%s: exit 0, but it prints something else: %s" % (where, r.brief(60))); bad = True
                for p in problems:
                    tally.find("corrupt", "%s: %s" % (where, p)); bad = True
                if ans == after:
                    whole += 1
                    if r.rc and kind not in CRASHES and before != after:
                        (tally.note("late error: exit %d though the work is whole, %s" % (r.rc, spec))
                         if a.allow_late_error else
                         tally.find("late-error", "%s: exit %d (%s) though the work is whole" % (where, r.rc, r.brief(60))))
                    if r.rc == 0:
                        absorbed += 1
                elif ans == before:
                    undone += 1
                    if at_exit:
                        tally.find("not-durable", "%s: the program had finished, %d unsynced writes were lost, the work is gone"
                                   % (where, st_["dropped"])); bad = True
                    if r.rc == 0:
                        tally.find("false-success", "%s: exit 0 but the work is not there" % where); bad = True
                    if acks and acks.search(r.out):
                        tally.find("lost-ack", "%s: success was said, the work is gone" % where); bad = True
                elif not problems:
                    tally.find("partial", "%s: exit %s, the check says %r, neither before nor after" % (where, r.rc, ans)); bad = True
                extra = litter(now, allow + [".faultio-bak-*"])
                if extra and sticky and kind not in CRASHES and not kind.startswith(("short", "oom")):
                    tally.note("left behind where removing fails for ever too")
                elif extra and kind not in CRASHES:
                    tally.find("litter", "%s: left behind %s" % (where, extra)); bad = True
                clean_backups(now)
                # recovery by the program itself, on the untouched rest
                if a.rerun == "always" or (a.rerun == "if-undone" and ans != after):
                    left = tree_digest(now)
                    if left not in recovered:
                        if len(recovered) > 10000:
                            recovered.clear()
                        recovered[left] = run(cmd_for(now), timeout=a.timeout), *look(now)
                    r2, p2, ans2 = recovered[left]
                    if r2.rc or r2.timed_out or p2 or ans2 != after:
                        tally.find("no-recovery", "%s: then a clean run gave exit %s %s, %r %s" % (where, r2.rc, r2.brief(100), ans2, p2))
                    else:
                        tally.add("recovered")
                # a crash while recovering from a crash
                if a.compound and kind in CRASHES and not oom and not bad:
                    crashed_at += 1
                    if crashed_at % a.compound == 0:
                        env1 = dict(env)
                        for m in range(1, 400):
                            for x in (stf, stf + "2"):      # the counters live in these files
                                if os.path.exists(x):
                                    os.unlink(x)
                            copy_tree(start, now)
                            run(cmd_for(now), timeout=a.timeout, env=env1)
                            if not read_state(stf)["fired"]:
                                tally.find("no-fault", "%s: did not happen again" % where)
                                break
                            clean_backups(now)
                            env2 = dict(env1, FAULT_N=m, FAULT_STATE=stf + "2")
                            r3 = run(cmd_for(now), timeout=a.timeout, env=env2)
                            if not read_state(stf + "2")["fired"]:
                                break
                            tally.add("compound")
                            p3, ans3 = look(now)
                            if p3 or ans3 not in (before, after) or r3.timed_out or r3.signal:
                                tally.find("compound", "%s then crash at %d: rc %s %r %s" % (where, m, r3.rc, ans3, p3))
            if not fired and of_chains:
                missed += 1     # this run asked for memory less often
            elif not fired or at_exit:
                break
        print("%-16s %5d faulted runs (N up to %d): work undone %d, whole %d (of these absorbed %d) [%.1f s]%s" % (
            spec, runs, n, undone, whole, absorbed, time.monotonic() - t0,
            ("" if runs < a.max else "  stopped at --max") + ("  not reached %d" % missed if missed else "")))
        if runs == 0:
            tally.find("no-fault", "%s: no operation matched; is FAULT_PATH/OPS right? seen %s" % (spec, last and last["per_op"]))
    return tally.end()


if __name__ == "__main__":
    sys.exit(main())
