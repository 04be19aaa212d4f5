"""The promises, each as calls of the tools. What a figure means stands in `README.md`."""
import os
import sys

from states import CONTROLS

HERE = os.path.dirname(os.path.abspath(__file__))
ROWS = ("SELECT (SELECT count(*) FROM registry_revision)||'/'||(SELECT max(number) FROM registry_revision)||'/'||(SELECT count(*) FROM registry_revision_part)"
        "||'/'||(SELECT count(*) FROM control_item)||'/'||(SELECT count(*) FROM mineral)||'/'||(SELECT count(*) FROM deposit)"
        "||'/'||(SELECT count(*) FROM citation)||'/'||(SELECT group_concat(last_day) FROM (SELECT last_day FROM act_relation ORDER BY id))")
# The folder itself counts too: its fsync makes names durable. SQLite's own temporary files are called etilqs_….
PATHS = "/now,/etilqs_"
DB_FILES = "reg.db,reg.db-journal,reg.db-wal,reg.db-shm"
SIDE_FILES = "controls/*,lines.csv,mrds.csv,delta,out/manifest.json,out/*.rrdelta,out/registry-r*.sqlite"
RELEASE = "%s %s/release.py {dir}/out" % (sys.executable, HERE)


def changes(r):
    """What changes something: name, state, command, how to tell before from after."""
    t, schema = r.tool, r.newest_schema
    sql = ["--check-sql", ROWS]
    return [
        ("migrate up, a new file", "nothing", "%s migrate up --to 1 --database {db}" % t, ["--check-sql", "PRAGMA user_version"]),
        ("migrate up, with a backup", "older", "%s migrate up --to %d --database {db}" % (t, schema),
         ["--check-sql", "PRAGMA user_version; SELECT count(*) FROM sqlite_schema"]),
        ("import reference", "schema", "%s import reference --database {db}" % t, sql),
        ("import mrds", "facts", "%s import mrds {dir}/mrds.csv --database {db}" % t, sql),
        ("import controls", "facts", "%s import controls {dir}/controls --database {db}" % t, sql),
        ("revert", "second", "%s revert 2 --database {db}" % t, sql),
        ("apply", "copy", "%s apply {dir}/delta --database {db}" % t, sql),
        ("publish", "second", "%s publish --to {dir}/out --database {db}" % t, ["--check-cmd", RELEASE]),
        ("publish, a new folder", "facts", "%s publish --to {dir}/out --database {db}" % t, ["--check-cmd", RELEASE]),
        ("screen --output", "facts", "%s screen --input {dir}/lines.csv --output {dir}/answers.csv --database {db}" % t,
         ["--check-cmd", "sha256sum {dir}/answers.csv"]),
    ]


def reads(r):
    t = r.tool
    return [
        ("screen", "%s screen --from CN --to US --on 2025-12-01 --code 8112929010 --database {db} --format json" % t),
        ("deposits", "%s deposits --limit 50 --database {db} --format json" % t),
        ("as-known", "%s as-known 1 --database {db} -- controls --mineral gallium --format json" % t),
        ("check", "%s check --database {db}" % t),
    ]


# Changes of many operations (`import reference` writes 2,000 times, `publish` 4,000 times, most of it to temporary files): each so-many-th is
# tried, about two dozen places of each kind of fault.
MANY = {"import reference": 83, "publish": 307, "publish, a new folder": 307}


def drive(r, title, state, command, check, kinds, stride, *more):
    backup = "reg.db.before-*,answers.csv" if state in ("older", "facts") else "answers.csv"
    r.call("%s (%s)" % (title, kinds.split(",")[0] if len(kinds) < 12 else kinds.count(",") + 1), "faultdrive.py", "--work", os.path.join(r.work, "drive"),
           "--from", r.states[state], "--cmd", command, *check, "--match", PATHS, "--allow", ",".join([DB_FILES, SIDE_FILES, backup]),
           "--kinds", kinds, "--stride", stride * r.thin if r.form != "short" else stride, "--timeout", 60, *more, counted="runs,compound")


def io_errors(r):
    kinds = "eio,eio:sticky,enospc,enospc:sticky,erofs,erofs:sticky,short,short:sticky,shortenospc"
    for title, state, command, check in changes(r):
        if r.form == "short":
            if title in ("import controls", "apply"):
                drive(r, title, state, command, check, "eio,shortenospc", 17, "--allow-late-error")
            continue
        drive(r, title, state, command, check, kinds, r.pick(0, MANY.get(title, 1), 1), "--allow-late-error")


def read_errors(r):
    for title, command in reads(r):
        if r.form == "short" and title != "as-known":
            continue
        drive(r, title, "second", command, [], "eio,eio:sticky,short", r.pick(61, 7, 1),
              "--ops", "default,openr,read,pread,lock", "--same-output", "--check-sql", ROWS)


def crashes(r):
    kinds = "crash,torn,power,powerdir,powermix"
    for title, state, command, check in changes(r):
        if r.form == "short":
            if title in ("import controls", "apply"):
                drive(r, title, state, command, check, "torn,powermix", 11)
            continue
        drive(r, title, state, command, check, kinds, r.pick(0, MANY.get(title, 1), 1), "--seeds", 3)
    for title, state, command, check in changes(r):
        if r.form != "short" and title in ("migrate up, with a backup", "import controls", "revert", "apply"):
            drive(r, title + ", recovery crashed", state, command, check, "crash,powermix", r.pick(0, 31, 1), "--compound", 1)


def durable(r):
    for title, state, command, check in changes(r):
        if r.form == "short" and title != "import controls":
            continue
        drive(r, title, state, command, check, "power:exit,powerdir:exit", 1)


# How often SQLite asks for memory: `deposits` 9,000 times, `apply` 42,000 times, `publish` 2,000,000 times. Where it can be done each third
# allocation fails; in all commands those that are asked for in another way than the ones before, told by so many calls of the chain (SQLite's
# own layers over malloc are four of them), the 1st, 10th, 100th … of each.
EACH_THIRD = {"migrate up, a new file", "import mrds", "revert", "apply", "screen --output", "screen", "deposits"}
DEPTH = {"import reference": 5, "publish": 5, "publish, a new folder": 5, "check": 5, "migrate up, with a backup": 8, "as-known": 8}


def memory(r):
    tried = [(*change, "--allow-late-error") for change in changes(r)]
    tried += [(title, "second", command, ["--check-sql", ROWS], "--same-output") for title, command in reads(r)]
    for title, state, command, check, judged in tried:
        if r.form == "short":
            if title == "apply":
                drive(r, title, state, command, check, "oom,oom:sticky", 20011, judged)
            continue
        if title in EACH_THIRD or r.form == "every":
            drive(r, title + ", each third", state, command, check, "oom", 3, judged)
        drive(r, title, state, command, check, "oom,oom:sticky", 1, judged, "--chains", DEPTH.get(title, 12))


def kills(r):
    rounds = r.pick(4, 150 // r.thin)
    for title, state, command, check in changes(r):
        if title in ("publish, a new folder", "screen --output", "import mrds") or r.form == "short" and title not in ("revert", "apply"):
            continue
        allow = ",".join([DB_FILES, SIDE_FILES, "reg.db.before-*,out/*"])
        sql = check if check[0] == "--check-sql" else ["--check-sql", ROWS, *check]
        r.call(title, "killloop.py", "--work", os.path.join(r.work, "kill"), "--from", r.states[state], "--cmd", command, *sql, "--allow", allow,
               "--rounds", rounds, counted="rounds")
    # Acknowledgements: what was said to be done is there after a kill, over many kills on one file.
    writer = "%s %s/writer.py %s {db} 1 2 {i}000" % (sys.executable, HERE, r.tool)
    r.call("acknowledged writes", "killloop.py", "--work", os.path.join(r.work, "acks"), "--from", r.states["facts"], "--cmd", writer, "--check-sql", "SELECT 1",
           "--rounds", r.pick(4, 100), "--continue", "--any-answer", "--acks", "^ack (.*)$", "--acked-sql", "SELECT reason FROM registry_revision",
           "--allow", ",".join([DB_FILES, SIDE_FILES]), counted="rounds")


def first_open(r):
    for jitter in r.pick([300], [0, 300, 3000]):
        r.call("16 at once, jitter %d us" % jitter, "race.py", "open", "--work", os.path.join(r.work, "open"), "-k", 16, "--rounds", r.pick(2, 34, 100),
               "--jitter-us", jitter, "--cmd", "%s migrate up --database {db}" % r.tool, "--migrated", "first_release",
               "--check-sql", "PRAGMA user_version; SELECT count(*) FROM sqlite_schema", counted="rounds")


def together(r):
    start = r.states["facts"] + "/reg.db"
    r.call("8 writers, 4 readers", "race.py", "mix", "--work", os.path.join(r.work, "mix"), "--setup", "cp %s {db}" % start, "--writers", 8, "--readers", 4,
           "--write", "%s %s/writer.py %s {db} {i} %d" % (sys.executable, HERE, r.tool, r.pick(1, 12, 30)), "--read", "%s minerals --database {db}" % r.tool,
           "--read-for", r.pick(0, 60), "--acks", "^ack (.*)$", "--timeout", 300,
           "--stored-sql", "SELECT reason FROM registry_revision WHERE number > 1",
           "--half-sql", "SELECT number FROM registry_revision r WHERE NOT EXISTS (SELECT 1 FROM registry_revision_part p WHERE p.revision = r.number) AND number > 1",
           counted="acknowledged,reads")


def damage(r):
    good = r.states["second"] + "/reg.db"
    read = "%s screen --from CN --to US --on 2025-12-01 --code 8112929010 --database {db}" % r.tool
    r.call("readers", "corruptor.py", "--work", os.path.join(r.work, "read"), "--good", good, "--cmd", read, "--count", r.pick(40, 8000 // r.thin), "--journal",
           "--unchanged", "--timeout", 10)
    r.call("check notices", "corruptor.py", "--work", os.path.join(r.work, "check"), "--good", good, "--cmd", "%s check --database {db}" % r.tool,
           "--count", r.pick(12, 1500 // r.thin), "--seed", 2, "--strict", "--unchanged", "--timeout", 20)
    r.call("changes", "corruptor.py", "--work", os.path.join(r.work, "change"), "--good", good, "--cmd", "%s revert 2 --database {db}" % r.tool,
           "--count", r.pick(10, 500 // r.thin), "--seed", 3, "--timeout", 20)


def hostile(r):
    r.call("hostile files", "hostile.py", "--work", os.path.join(r.work, "hostile"), "--tool", r.tool, "--state", r.states["second"], "--delta", r.states["copy"] + "/delta",
           "--every", r.pick(19, 1), "--cells", r.pick(3, 400 // r.thin, 4000))


def bad_input(r):
    r.call("bad input", "badinputs.py", "--work", os.path.join(r.work, "bad"), "--tool", r.tool, "--state", r.states["facts"], "--copy", r.states["copy"],
           "--controls", CONTROLS, "--count", r.pick(6, 400, 4000),
           "--megabytes", r.pick(3, 100))


def odd_places(r):
    skip = [] if r.form != "short" else ["--only", "missing,links,closed,devfull,pipe"]
    r.call("places", "places.py", "--work", os.path.join(r.work, "places"), "--create", "%s migrate up --database {db}" % r.tool,
           "--write", "%s import reference --database {db}" % r.tool, "--read", "%s minerals --database {db}" % r.tool, "--count-sql", ROWS.split("||")[0],
           "--full-step", r.pick(512, 64, 32), *skip)


PROMISES = [
    ("io", "1. A change is whole or not there after any I/O error", io_errors),
    ("read", "1a. A read that fails says so, and never answers something else", read_errors),
    ("crash", "2. The same after a crash, a torn write, a power loss, a crash of the recovery", crashes),
    ("durable", "3. What was reported done survives a power loss", durable),
    ("memory", "4. Lack of memory inside SQLite is an error", memory),
    ("kill", "5. kill -9 harms nothing", kills),
    ("open", "6. Sixteen processes race the first open", first_open),
    ("mix", "7. Writers and readers live together", together),
    ("damage", "8. A damaged file is an error", damage),
    ("hostile", "9. A hostile file is an error, and nothing of it runs", hostile),
    ("input", "10. Bad input is refused as a whole, and said where", bad_input),
    ("places", "11. Odd places", odd_places),
]
