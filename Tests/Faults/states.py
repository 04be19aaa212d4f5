"""The folders in which the faulted runs begin, made once by the program itself, without faults."""
import os
import re
import shutil
import subprocess

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
CONTROLS = os.path.join(ROOT, "Sources", "CRegistryFacts", "Facts", "export-controls")
MRDS = os.path.join(ROOT, "Tests", "Fixtures", "mrds", "twelve-records.csv")
# The edit of a table that makes revision 2: a suspension that ends a year later.
EDIT = ("2025-11-09,2025-11-09,2026-11-27", "2025-11-09,2025-11-09,2027-11-27")
LINES = "id,code,origin,destination,date\n" + "".join(
    "%d,8112929010,CN,%s,2025-12-%02d\n" % (n, ["US", "DE", "KR", "JP"][n % 4], n % 28 + 1) for n in range(400))


def must(tool, *arguments):
    done = subprocess.run([tool, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    if done.returncode:
        raise SystemExit("the states cannot be made: registry %s: exit %d %s" % (" ".join(arguments), done.returncode, done.stderr.strip()))
    return done.stdout


def newest_schema(tool):
    return int(re.search(r"schema (\d+)", must(tool, "--version"))[1])


def edited_controls(folder):
    shutil.copytree(CONTROLS, folder)
    path = os.path.join(folder, "act_relations.csv")
    with open(path, encoding="utf8") as f:
        text = f.read()
    if EDIT[0] not in text:
        raise SystemExit("act_relations.csv no longer holds the row that is edited here")
    with open(path, "w", encoding="utf8") as f:
        f.write(text.replace(*EDIT))


def prepare(tool, folder):
    """-> name of each state: its folder. In each the registry is `reg.db`.

    nothing   no file
    older     a file of the schema before the newest
    schema    a file without facts
    facts     the reference facts, revision 1; `controls`, the edited tables; `lines.csv`
    second    revision 2 made from them; `out`, the release of revision 1
    copy      the full file of that release, and `delta`, the way to revision 2
    """
    def new(name, like=None):
        path = os.path.join(folder, name)
        if like:
            shutil.copytree(os.path.join(folder, like), path)
        else:
            os.makedirs(path)
        return path, os.path.join(path, "reg.db")

    new("nothing")
    _, db = new("older")
    must(tool, "migrate", "up", "--to", str(newest_schema(tool) - 1), "--database", db)
    _, db = new("schema")
    must(tool, "migrate", "up", "--database", db)
    path, db = new("facts", like="schema")
    must(tool, "import", "reference", "--database", db)
    edited_controls(os.path.join(path, "controls"))
    shutil.copy(MRDS, os.path.join(path, "mrds.csv"))
    with open(os.path.join(path, "lines.csv"), "w") as f:
        f.write(LINES)
    path, db = new("second", like="facts")
    must(tool, "publish", "--to", os.path.join(path, "out"), "--database", db)
    must(tool, "import", "controls", os.path.join(path, "controls"), "--database", db)
    copied, db = new("copy")
    shutil.copy(os.path.join(path, "out", "registry-r1.sqlite"), db)
    published = os.path.join(folder, "published")
    shutil.copytree(path, published)
    must(tool, "publish", "--to", os.path.join(published, "out"), "--database", os.path.join(published, "reg.db"))
    shutil.copy(os.path.join(published, "out", "delta-r1-r2.rrdelta"), os.path.join(copied, "delta"))
    return {name: os.path.join(folder, name) for name in os.listdir(folder)}
