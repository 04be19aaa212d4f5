#!/usr/bin/env python3
"""kill -9 a command at random moments, many times, and look at what is left.

The time of a clean run is measured first; each round then starts from a fresh
copy of the start state (or, with --continue, from whatever the last round
left) and sends SIGKILL after a random part of that time. Afterwards:
integrity_check ok, foreign_key_check empty, --check-sql as before or as after,
and (unless --continue) a clean run must succeed. Only the process group that
this tool started is killed.

With --acks REGEX (one group), the lines that the command printed before it was
killed are compared with --acked-sql, a query that lists what is stored: every
printed acknowledgement must be there (kill -9 loses no page cache, so
durability must hold in every mode).

Example
  killloop.py --work /tmp/k --rounds 300 --setup 'tool migrate {db}' \\
     --cmd 'tool import {db} a.csv' --check-sql 'SELECT count(*) FROM deposits'
"""
import argparse
import os
import random
import re
import shutil
import sys

from common import Tally, check_db, copy_tree, fill, litter, run, sql_cli


def main():
    ap = argparse.ArgumentParser(formatter_class=argparse.RawDescriptionHelpFormatter, description=__doc__)
    ap.add_argument("--cmd", required=True)
    ap.add_argument("--setup", action="append", default=[])
    ap.add_argument("--db", default="reg.db")
    ap.add_argument("--work", required=True)
    ap.add_argument("--rounds", type=int, default=200)
    ap.add_argument("--from", dest="origin", default=None, help="folder that is the start state, in place of --setup")
    ap.add_argument("--check-sql", default=None)
    ap.add_argument("--check-cmd", default=None, help="a command whose stdout tells before from after as well")
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--continue", dest="cont", action="store_true")
    ap.add_argument("--acks", default=None)
    ap.add_argument("--acked-sql", default=None)
    ap.add_argument("--any-answer", action="store_true", help="do not hold --check-sql to before/after (for writers that commit as they go)")
    ap.add_argument("--allow", default=None)
    ap.add_argument("--timeout", type=float, default=60)
    a = ap.parse_args()
    rng = random.Random(a.seed)
    work = os.path.abspath(a.work)
    shutil.rmtree(work, ignore_errors=True)
    start, now, probe = work + "/start", work + "/now", work + "/probe"
    os.makedirs(start)
    if a.origin:
        copy_tree(a.origin, start)
    allow = a.allow.split(",") if a.allow else [a.db, a.db + "-journal", a.db + "-wal", a.db + "-shm"]
    t = Tally("killloop")

    def cmd(d, i=0, c=a.cmd):
        return fill(c, db=os.path.join(d, a.db), dir=d, i=i)

    for s in a.setup:
        r = run(cmd(start, c=s), timeout=a.timeout)
        if r.rc:
            print("setup failed: %s: %s" % (s, r.brief(300)))
            return 2
    walls = []
    _, before = check_db_copy(start, probe, a)
    for i in range(3):
        copy_tree(start, now)
        r = run(cmd(now, 0), timeout=a.timeout)
        if r.rc:
            print("the clean run does not pass: exit %s %s" % (r.rc, r.brief(300)))
            return 2
        walls.append(r.wall)
    _, after = check_db_copy(now, probe, a)
    wall = sorted(walls)[1]
    print("clean run %.3f s; before %r after %r" % (wall, before, after))
    copy_tree(start, now)
    acked = set()
    ack = re.compile(a.acks, re.M) if a.acks else None
    for i in range(a.rounds):
        if not a.cont:
            copy_tree(start, now)
            acked = set()
        # half of the rounds aim at the last fifth, where commits live
        k = rng.uniform(0.75, 1.05) * wall if rng.random() < 0.5 else rng.uniform(0, 1.05) * wall
        r = run(cmd(now, i), kill_after=k)
        t.add("rounds")
        t.add("killed" if r.rc == -9 else "finished")
        if r.rc not in (-9, 0) and not (a.cont and r.rc > 0):
            t.find("odd-exit", "round %d: exit %s %s" % (i, r.rc, r.brief()))
        if ack:
            acked.update(m if isinstance(m, str) else m[0] for m in ack.findall(r.out))
        if [f for f in os.listdir(now) if f.endswith(("-journal", "-wal"))]:
            t.add("journal-left")
        problems, ans = check_db_copy(now, probe, a)
        for p in problems:
            t.find("corrupt", "round %d after %.4f s: %s" % (i, k, p))
        if not problems and not a.any_answer and not a.cont and ans not in (before, after):
            t.find("partial", "round %d after %.4f s: %r" % (i, k, ans))
        if ans == after and before != after:
            t.add("whole")
        if ack and a.acked_sql:
            q = sql_cli(os.path.join(now, a.db), a.acked_sql)
            have = set(q.out.split("\n"))
            lost = acked - have
            if lost:
                t.find("lost-ack", "round %d: %d acknowledged, not stored, e.g. %s" % (i, len(lost), sorted(lost)[0]))
        extra = litter(now, allow)
        if extra:
            t.note("left behind: %s" % extra)
        if not a.cont and ans != after and not a.any_answer:
            r2 = run(cmd(now, i), timeout=a.timeout)
            p2, ans2 = check_db_copy(now, probe, a)
            if r2.rc or p2 or ans2 != after:
                t.find("no-recovery", "round %d: a clean run then: exit %s %s, %r %s" % (i, r2.rc, r2.brief(80), ans2, p2))
            else:
                t.add("recovered")
    return t.end()


def check_db_copy(src, probe, a):
    copy_tree(src, probe)
    problems, answer = check_db(os.path.join(probe, a.db), a.check_sql)
    if a.check_cmd:
        r = run(fill(a.check_cmd, db=os.path.join(probe, a.db), dir=probe), timeout=a.timeout)
        answer = "%s\n%s" % (answer, r.out.strip() if r.rc == 0 else "ERROR rc %s %s" % (r.rc, r.brief()))
    return problems, answer


if __name__ == "__main__":
    sys.exit(main())
