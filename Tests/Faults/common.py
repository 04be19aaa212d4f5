"""Shared parts of the fault tools. Python standard library only.

A command is given as one string; {db}, {dir}, {file}, {out}, {i} in it are
replaced and the result is split like a shell would (shlex) but run without a
shell, so that a signal that ends it is seen as a signal.
"""
import glob
import hashlib
import json
import os
import resource
import select
import shlex
import shutil
import signal
import struct
import subprocess
import time

HERE = os.path.dirname(os.path.abspath(__file__))
MAGIC = 0x4641554C54494F31
OPS = ["write", "pwrite", "fsync", "fdatasync", "ftruncate", "unlink", "rename",
       "open", "openr", "read", "pread", "lock", "mmap", "link", "mkdir"]
SQLITE3 = os.environ.get("SQLITE3", "sqlite3")


def fill(cmd, **kw):
    """Split first, fill afterwards, so that a path with spaces stays one word."""
    words = shlex.split(cmd)
    out = []
    for w in words:
        for k, v in kw.items():
            w = w.replace("{" + k + "}", str(v))
        out.append(w)
    return out


class Run:
    """What came of one run of a command."""
    __slots__ = ("argv", "rc", "out", "err", "wall", "timed_out", "maxrss_kib")

    def __init__(self, argv, rc, out, err, wall, timed_out, maxrss_kib):
        self.argv, self.rc, self.out, self.err = argv, rc, out, err
        self.wall, self.timed_out, self.maxrss_kib = wall, timed_out, maxrss_kib

    @property
    def signal(self):
        """Number of the signal that ended it (also through a shell: 128+n), or 0."""
        if self.timed_out:
            return 0
        if self.rc < 0:
            return -self.rc
        if self.rc in (132, 133, 134, 135, 136, 139):   # ILL TRAP ABRT BUS FPE SEGV
            return self.rc - 128
        return 0

    @property
    def looks_like_trap(self):
        return self.signal in (4, 5, 6, 7, 8, 11) or "Fatal error" in self.err

    def brief(self, n=160):
        t = " ".join((self.err.strip() or self.out.strip()).split())
        return t[-n:] if len(t) > n else t


def _limits(as_mib, fsize_mib, core):
    def f():
        os.setsid()
        if not core:
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if as_mib:
            resource.setrlimit(resource.RLIMIT_AS, (as_mib << 20, as_mib << 20))
        if fsize_mib:
            resource.setrlimit(resource.RLIMIT_FSIZE, (fsize_mib << 20, fsize_mib << 20))
    return f


def run(argv, timeout=30, env=None, cwd=None, as_mib=0, kill_after=None, stdin=None, cap=1 << 20):
    """Run argv; end its whole group after timeout. kill_after: SIGKILL then (no timeout)."""
    e = dict(os.environ)
    if env:
        e.update({k: str(v) for k, v in env.items()})
    t0 = time.monotonic()
    p = subprocess.Popen(argv, stdin=stdin or subprocess.DEVNULL, stdout=subprocess.PIPE,
                         stderr=subprocess.PIPE, env=e, cwd=cwd,
                         preexec_fn=_limits(as_mib, 0, False))
    bufs = {p.stdout: bytearray(), p.stderr: bytearray()}
    openf = [p.stdout, p.stderr]
    timed_out = killed = False
    limit = kill_after if kill_after is not None else timeout
    while openf:
        left = limit - (time.monotonic() - t0)
        if left <= 0 and not killed:
            try:
                os.killpg(p.pid, signal.SIGKILL)
            except ProcessLookupError:
                pass
            killed = True
            timed_out = kill_after is None
            limit += 5
            continue
        if left <= 0:
            break
        r, _, _ = select.select(openf, [], [], max(0.0, left))
        for f in r:
            b = os.read(f.fileno(), 65536)
            if not b:
                openf.remove(f)
            elif len(bufs[f]) < cap:
                bufs[f] += b
    for f in (p.stdout, p.stderr):
        f.close()
    rss = 0
    while True:
        try:
            left = limit - (time.monotonic() - t0)
            pid, st, ru = os.wait4(p.pid, os.WNOHANG)
            if pid:
                rss = ru.ru_maxrss
                p.returncode = os.waitstatus_to_exitcode(st)
                break
            if left <= 0:
                os.killpg(p.pid, signal.SIGKILL)
                timed_out = timed_out or kill_after is None
                limit += 5
            time.sleep(0.001)
        except ChildProcessError:
            p.returncode = p.returncode if p.returncode is not None else 0
            break
    return Run(argv, p.returncode, bufs[p.stdout].decode("utf8", "replace"),
               bufs[p.stderr].decode("utf8", "replace"), time.monotonic() - t0, timed_out, rss)


# ------------------------------------------------------------- fault library
def build_lib(where):
    """Compile faultio.c into folder `where` (once; FAULTS_LIB names a folder for all tools) and return the path."""
    where = os.environ.get("FAULTS_LIB", where)
    os.makedirs(where, exist_ok=True)
    src, so = os.path.join(HERE, "faultio.c"), os.path.join(where, "libfaultio.so")
    if not os.path.exists(so) or os.path.getmtime(so) < os.path.getmtime(src):
        cc = shutil.which("gcc") or shutil.which("cc") or shutil.which("clang")
        subprocess.run([cc, "-O2", "-g", "-fPIC", "-shared", "-o", so + ".new", src, "-ldl", "-lpthread"], check=True)
        os.replace(so + ".new", so)
    return so


def read_state(path):
    d = {"seen": 0, "fired": 0, "oom_seen": 0, "oom_fired": 0, "dropped": 0, "kept": 0,
         "op": "", "path": "", "per_op": {}}
    try:
        b = open(path, "rb").read()
    except FileNotFoundError:
        return d
    if len(b) < 8 + 48 + 128 + 32 + 512 or struct.unpack_from("<Q", b)[0] != MAGIC:
        return d
    v = struct.unpack_from("<6Q", b, 8)
    d.update(zip(("seen", "fired", "oom_seen", "oom_fired", "dropped", "kept"), v))
    per = struct.unpack_from("<16Q", b, 56)
    d["per_op"] = {o: n for o, n in zip(OPS, per) if n}
    d["op"] = b[184:216].split(b"\0")[0].decode()
    d["path"] = b[216:728].split(b"\0")[0].decode("utf8", "replace")
    return d


# ------------------------------------------------------------ database checks
def sql_cli(db, sql, timeout=60, readonly=False):
    """Run SQL through the sqlite3 CLI (recovers a hot journal or a WAL)."""
    argv = [SQLITE3, "-batch", "-bail", "-noheader", "-list", "-cmd", ".timeout 20000"]
    if readonly:
        argv.append("-readonly")
    return run(argv + [db, sql], timeout=timeout)


def check_db(db, check_sql):
    """-> (problems, answer). A missing or empty file is an empty database."""
    problems, answer = [], None
    q = "PRAGMA integrity_check; SELECT '~fk~'; PRAGMA foreign_key_check; SELECT '~q~';"
    r = sql_cli(db, q + (check_sql or ""))
    ok, _, rest = r.out.partition("~fk~\n")
    fk, _, ans = rest.partition("~q~\n")
    if ok.strip() != "ok":
        problems.append("integrity_check: " + (" ".join(ok.split())[:200] or r.brief() or "rc %d" % r.rc))
        return problems, answer
    if "~q~" not in r.out:
        problems.append("foreign_key_check failed: " + r.brief())
    elif fk.strip():
        problems.append("foreign_key_check: %d rows, first %s" % (len(fk.splitlines()), fk.splitlines()[0]))
    if check_sql:
        answer = ans.strip() if r.rc == 0 else "ERROR " + r.brief()
    return problems, answer


def copy_tree(src, dst):
    if os.path.isdir(dst):
        shutil.rmtree(dst)
    shutil.copytree(src, dst, symlinks=True)


def tree_digest(d):
    """A digest of the names, kinds and bytes of all files under d, but for the links that faultio keeps."""
    digest = hashlib.sha1()
    for root, folders, files in os.walk(d):
        folders.sort()
        for f in sorted(files):
            if f.startswith(".faultio-bak-"):
                continue
            path = os.path.join(root, f)
            if os.path.islink(path):
                data = b"link " + os.fsencode(os.readlink(path))
            else:
                with open(path, "rb") as handle:
                    data = handle.read()
            digest.update(b"%s %d\0" % (os.fsencode(os.path.relpath(path, d)), len(data)))
            digest.update(data)
    return digest.digest()


def clean_backups(d):
    """Links that faultio keeps while it may have to bring a name back."""
    for f in glob.glob(os.path.join(d, "**", ".faultio-bak-*"), recursive=True):
        os.unlink(f)


def litter(d, allowed):
    """Files under d that nobody asked for. allowed: fnmatch patterns."""
    import fnmatch
    out = []
    for root, _, files in os.walk(d):
        for f in files:
            rel = os.path.relpath(os.path.join(root, f), d)
            if not any(fnmatch.fnmatch(rel, a) for a in allowed):
                out.append(rel)
    return sorted(out)


class Tally:
    """Findings and counts; a finding makes the tool exit 1."""
    def __init__(self, name, show=40):
        self.name, self.counts, self.findings, self.notes, self.show = name, {}, [], {}, show

    def add(self, key, n=1):
        self.counts[key] = self.counts.get(key, 0) + n

    def find(self, what, detail):
        self.findings.append((what, detail))
        if len(self.findings) <= self.show:
            print("  FINDING %-16s %s" % (what, detail), flush=True)
        elif len(self.findings) == self.show + 1:
            print("  ... more findings are counted, not shown", flush=True)

    def note(self, what):
        self.notes[what] = self.notes.get(what, 0) + 1

    def end(self):
        by = {}
        for w, _ in self.findings:
            by[w] = by.get(w, 0) + 1
        print("%s: %s" % (self.name, ", ".join("%s %d" % kv for kv in self.counts.items())))
        for k, v in sorted(self.notes.items(), key=lambda kv: -kv[1])[:12]:
            print("  note x%d: %s" % (v, k))
        if "FAULTS_TALLY" in os.environ:
            with open(os.environ["FAULTS_TALLY"], "w") as f:
                json.dump({"counts": self.counts, "findings": self.findings, "notes": self.notes}, f)
        print("%s: %s" % (self.name, "PASS, 0 findings" if not self.findings else
                          "FAIL, %d findings: %s" % (len(self.findings), ", ".join("%s %d" % kv for kv in by.items()))))
        return 1 if self.findings else 0
