#!/usr/bin/env python3
"""Kills a run at its system calls, lets calls fail, and looks at what the public sees: faults.py TERBUKA [--all]

Whatever happens to a run, the public tree is the old one or the new one, whole (or each of its datasets is, where one of them
failed), and the next run makes the new one. Calls are
killed and failed by strace, one after the other; with --all every one of them, else a part of each kind that takes a minute or
two. Further runs are killed at random moments, two run at once, and folders are lost."""
import hashlib
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile
import time

SETTINGS = """publisher: { name: Uji }
catalogue: https://example.org/
licence: { id: CC0-1.0, title: CC0, url: https://example.org/ }
producers: { uji: Uji }
"""
PIPELINE = """dataset: NAME
title: { id: Uji, en: Test }
producer: uji
sources:
  laporan:
    path: data/NAME.csv
    columns: { nomor: [nomor], nilai: [nilai] }
    origin: { origin: uji, licence: CC0-1.0, date: 2019-12-31 }
stages:
  bersih:
    from: laporan
    steps:
      - parse_number: { columns: [nomor] }
      - parse_money: { columns: [nilai] }
release:
  from: bersih
  key: [nomor]
  formats: [csv, parquet, ndjson]
  columns:
    nomor: { title: { id: Nomor, en: Number }, access: public }
    nilai: { title: { id: Nilai, en: Amount }, access: public, unit: IDR }
"""
# The calls by which a run changes what is on the disk, or finds out what is.
CALLS = ["openat", "write", "fsync", "linkat", "rename", "symlinkat", "symlink", "unlink", "unlinkat", "mkdir", "rmdir", "copy_file_range"]
ERRORS = [("write", "ENOSPC"), ("openat", "ENOSPC"), ("fsync", "EIO"), ("mkdir", "EROFS"), ("rename", "EROFS"), ("symlink", "EACCES"), ("linkat", "EMLINK"), ("unlink", "EIO")]


class Bench:
    """A workspace with a release, whose sources have changed since."""

    def __init__(self, program, folder):
        self.program, self.folder, self.trials = program, folder, 0
        base = folder / "base"
        for dataset in ("satu", "dua"):
            (base / "pipelines" / dataset).mkdir(parents=True)
            (base / "pipelines" / dataset / "pipeline.yml").write_text(PIPELINE.replace("NAME", dataset))
        (base / "data").mkdir()
        (base / "terbuka.yml").write_text(SETTINGS)
        self.fill(base, 40)
        self.run(base, check=True)
        self.old = seen(base)
        self.fill(base, 60)
        self.base = base
        after = self.trial()
        self.run(after, check=True)
        self.new = seen(after)
        assert self.old and self.new and self.old != self.new

    @staticmethod
    def fill(root, rows):
        for dataset in ("satu", "dua"):
            lines = [f"{row},{row * 1000}\n" for row in range(rows)] + ["x,1\n"]
            (root / "data" / f"{dataset}.csv").write_text("nomor,nilai\n" + "".join(lines))

    def trial(self):
        trial = self.folder / "trial"
        shutil.rmtree(trial, ignore_errors=True)
        subprocess.run(["cp", "-a", self.base, trial], check=True)
        self.trials += 1
        return trial

    def run(self, root, before=(), check=False):
        done = subprocess.run([*before, self.program, "--lang", "en", "--quiet", "run"], cwd=root, capture_output=True, text=True)
        if check and done.returncode != 0:
            sys.exit(f"exit code {done.returncode}: {done.stderr}")
        return done

    def judge(self, root, what):
        """The tree is old or new, and another run makes the new one and leaves nothing behind."""
        tree = seen(root)
        if tree not in (self.old, self.new) and not self.is_partly_new(root, tree):
            sys.exit(f"{what}: the public sees neither the old nor the new tree: {changed(tree, self.old)} / {changed(tree, self.new)}")
        again = self.run(root)
        if again.returncode != 0 or seen(root) != self.new:
            sys.exit(f"{what}: the next run ends with {again.returncode}: {again.stderr}")
        left = [str(path) for path in root.rglob("*") if ".partial" in path.name or path.name.startswith(".tmp")]
        if left:
            sys.exit(f"{what}: left behind {left}")
        return tree == self.new


    def is_partly_new(self, root, tree):
        """One dataset that failed holds no other: each is old or new, and all that is said of them holds."""
        of = lambda tree, dataset: {name: sum for name, sum in tree.items() if name.startswith(f"data/{dataset}/")}
        if not all(of(tree, dataset) in (of(self.old, dataset), of(self.new, dataset)) for dataset in ("satu", "dua")):
            return False
        verified = [self.program, "--lang", "en", "--quiet", "verify", "public", "--all"]
        return subprocess.run(verified, cwd=root, stdout=subprocess.DEVNULL).returncode == 0


def seen(root):
    public = root / "public"
    if not public.exists():
        return {}
    files = [path for path in public.resolve().rglob("*") if path.is_file()]
    return {str(path.relative_to(public.resolve())): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def changed(one, other):
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))[:5]


def injected(call, what, when):
    return ["strace", "-f", "-qq", "-o", "/dev/null", "-e", f"trace={call}", "-e", f"inject={call}:{what}:when={when}"]


def at_each(bench, call, what, whole):
    """Counts are of each thread: a call is reached when the first thread comes to it."""
    told, step, when = [0, 0, 0], 1, 1
    while True:
        root = bench.trial()
        done = bench.run(root, injected(call, what, when))
        is_hit = done.returncode != 0
        told[0] += 1
        told[1] += bench.judge(root, f"{call} {what} at {when}")
        if not is_hit and (told[2] >= 2 or "signal" in what):
            return told[:2]
        # An error that a run can bear does not end it: after two such calls the next kind is looked at.
        told[2] = 0 if is_hit else told[2] + 1
        step = 1 if whole or when < 12 else max(1, when // 3)
        when += step


def main(program, whole):
    random.seed(1)
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(str(pathlib.Path(program).resolve()), pathlib.Path(folder))
        for call in CALLS:
            trials, new = at_each(bench, call, "signal=KILL", whole)
            print(f"killed at {call}: {trials} trials, the new tree was out in {new}")
        for call, error in ERRORS:
            trials, new = at_each(bench, call, f"error={error}", whole)
            print(f"{call} fails with {error}: {trials} trials, the new tree was out in {new}")
        root = bench.trial()
        done = bench.run(root, injected("linkat", "error=EPERM", "1+"))
        assert done.returncode == 0 and bench.judge(root, "no hard links"), done.stderr
        print("no hard links: files are copied")
        started = time.time()
        bench.run(bench.trial())
        usual = time.time() - started
        new = 0
        for number in range(500 if whole else 100):
            root = bench.trial()
            process = subprocess.Popen([program, "--quiet", "run"], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            time.sleep(random.uniform(0, usual * 1.1))
            process.kill()
            process.wait()
            new += bench.judge(root, f"killed at a random moment, {number}")
        print(f"killed at random moments: {number + 1} trials, the new tree was out in {new}")
        root = bench.trial()
        both = [subprocess.Popen([program, "--quiet", "run"], cwd=root, stderr=subprocess.DEVNULL) for _ in range(2)]
        codes = sorted(process.wait() for process in both)
        assert codes in ([0, 0], [0, 75]) and bench.judge(root, "two runs at once"), codes
        print(f"two runs at once: exit codes {codes}")
        root = bench.trial()
        shutil.rmtree(root / ".terbuka")
        assert bench.run(root).returncode == 0 and bench.judge(root, "lost .terbuka")
        root = bench.trial()
        shutil.rmtree(root / "generations")
        lost = bench.run(root)
        assert lost.returncode != 0 and "generation" in lost.stderr and not seen(root), lost.stderr
        (root / "public").unlink()
        assert bench.run(root).returncode == 0 and seen(root)
        print(f"lost folders: told and made anew; {bench.trials} trials in all")


main(sys.argv[1], "--all" in sys.argv[2:])
