"""Measures `match` on a labelled set, beside the methods of OpenRefine and rapidfuzz, and fails below the promise.

Usage: matching.py TERBUKA [--half development|test] [--wrong]
TERBUKA is the binary. The set is made from the reference lists of the repository (and composed firms and streets) with a
fixed seed; scores and words of the product were chosen on the development half only. Needs pyyaml and rapidfuzz.

Of names that are in a list, recall is the share that is released with the right key. Precision is the share of the right
ones among all that are released, names that no list holds among them.
"""

import argparse
import collections
import csv
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile

import yaml

sys.path.insert(0, str(pathlib.Path(__file__).parent / "matching"))
import names
import noise
import others

REPOSITORY = pathlib.Path(__file__).parents[2]
LISTS = ["opd", "kelurahan", "kecamatan", "kecamatan_lain", "kabkota", "provinsi", "negara", "kementerian_lembaga"]
# How often each name is written in each manner, so that short lists count as well as long ones.
TIMES = {"opd": 6, "kelurahan": 4, "kecamatan": 12, "kecamatan_lain": 2, "kabkota": 12, "provinsi": 5, "negara": 1,
         "kementerian_lembaga": 6, "penyedia": 1, "jalan": 2}
PRECISION, RECALL = 0.99, 0.97
ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6, "VII": 7, "VIII": 8, "IX": 9}

Sample = collections.namedtuple("Sample", "list text key noise")


def reference_lists(settings):
    """Of each list the names, and all spellings, with their keys."""
    lists = {}
    for name in LISTS:
        given = settings["references"][name]
        with open(REPOSITORY / given["path"], newline="", encoding="utf-8") as file:
            rows = list(csv.DictReader(file))
        entries = [(row[given["names"][0]], row[given["key"]]) for row in rows]
        spelled = [(row[column], row[given["key"]]) for row in rows for column in given["names"]]
        spelled += [(row[given["key"]], row[given["key"]]) for row in rows]
        aliases = [(alias, row[given["key"]]) for row in rows for alias in row.get("alias", "").split("|") if alias]
        plain = [(re.sub(r"\s*\(.*\)$", "", alias), key) for alias, key in aliases]
        # Former names are names; those that the list marks as doubtful must be refused and are not asked.
        former = [(text, key) for (alias, key), (text, _) in zip(aliases, plain)
                  if re.search(r"\((pendahulu|historis)", alias) and " " in text]
        lists[name] = (entries, spelled + plain, former)
    return lists


def bare(text):
    return re.sub(r"\W", "", others.folded(text.lower()))


def samples(lists, seed):
    """The labelled set: written forms of names that are in a list, and names that are in none."""
    source, made = random.Random(seed), []
    for name, (entries, spelled, former) in lists.items():
        meant = collections.defaultdict(set)
        for text, key in spelled:
            meant[bare(text)].add(key)
        rests = collections.Counter(bare(noise.kind_missing(text, source, name) or "") for text, _ in entries)
        for text, key in entries:
            text = re.sub(r"\s*\(.*\)$", "", text)
            for kind, function in noise.KINDS_OF_NOISE.items():
                for _ in range(TIMES[name]):
                    written = function(text, source, name)
                    # What is spelled like another entry, or like several without their kind, means it.
                    if not written or meant.get(bare(written), {key}) != {key} or rests[bare(written)] > 1:
                        continue
                    # A slip in a numeral makes another number, which nobody can tell from the right one.
                    numbers = re.findall(r"\b[IVX]+\b|\d+", text.upper())
                    lost = kind in ("typo", "two_typos", "several") and any(
                        not re.search(rf"\b({number}|{ROMAN.get(number, number)})\b", written.upper()) for number in numbers)
                    made.append(Sample(name, written, None if lost else key, "numeral_lost" if lost else kind))
        for text, key in former:
            for _ in range(TIMES[name]):
                made.append(Sample(name, noise.case_and_marks(text, source, name), key, "former_name"))
                written = noise.mistyped(text, source)
                if written:
                    made.append(Sample(name, written, key, "former_name_typo"))
        absent = OWN[name][1] if name in OWN else names.absent(name)
        for text in absent:
            for manner in (lambda text: text, lambda text: noise.case_and_marks(text, source, name), lambda text: noise.mistyped(text, source)):
                written = manner(text)
                if written and bare(written) not in meant:
                    made.append(Sample(name, written, None, "absent"))
    source.shuffle(made)
    # A text is asked once: it may be made in two ways.
    asked = {(sample.list, sample.text): sample for sample in made}
    made = list(asked.values())
    return {"development": made[0::2], "test": made[1::2]}


def workspace(folder, settings, lists):
    shutil.copytree(REPOSITORY / "data" / "reference", folder / "data" / "reference")
    for name in OWN:
        with open(folder / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([["id", "nama"], *((key, text) for text, key in lists[name][0])])
        settings["references"][name] = {"path": f"{name}.csv", "key": "id", "names": ["nama"], "source": "uji", "licence": "CC0-1.0"}
    (folder / "terbuka.yml").write_text(yaml.safe_dump(settings, allow_unicode=True), encoding="utf-8")


def pipeline(lists):
    sources, stages = {}, {}
    for name in lists:
        sources[f"teks_{name}"] = {
            "path": f"teks/{name}.csv", "columns": {"nomor": [], "teks": []},
            "origin": {"origin": "uji", "licence": "CC0-1.0", "date": "2019-12-31"},
        }
        stages[name] = {"from": f"teks_{name}", "steps": [{"match": {"column": "teks", "to": name, "into": "kunci", "fuzzy": True}}]}
    return {"dataset": "uji", "title": {"id": "Uji", "en": "Test"}, "producer": "dlh", "sources": sources, "stages": stages}


def answers(terbuka, folder, lists, asked):
    """What the product releases for each text; a text that it refuses has no answer."""
    (folder / "teks").mkdir()
    (folder / "pipelines" / "uji").mkdir(parents=True)
    (folder / "pipelines" / "uji" / "pipeline.yml").write_text(yaml.safe_dump(pipeline(lists)), encoding="utf-8")
    for name in lists:
        with open(folder / "teks" / f"{name}.csv", "w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(["nomor", "teks"])
            writer.writerows([at, sample.text] for at, sample in enumerate(asked) if sample.list == name)
    found = [None] * len(asked)
    for name in lists:
        command = [terbuka, "-C", str(folder), "--quiet", "--format", "json", "show", f"uji.{name}", "-n", str(len(asked))]
        shown = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        for row in json.loads(shown):
            found[int(row["nomor"])] = row["kunci"]
    return found


def rates(asked, found):
    released = [(sample, key) for sample, key in zip(asked, found) if key is not None]
    right = sum(sample.key == key for sample, key in released)
    known = sum(sample.key is not None for sample in asked)
    return (right / len(released) if released else 1.0), right / known


def told(title, asked, found):
    precision, recall = rates(asked, found)
    print(f"{title:34} precision {precision:.4f}  recall {recall:.4f}")
    return precision, recall


def best_ratio(asked, lists):
    """The best of rapidfuzz's ratios at the threshold that suits this set best."""
    from rapidfuzz import fuzz

    best = None
    for scorer in (fuzz.ratio, fuzz.partial_ratio, fuzz.token_sort_ratio, fuzz.token_set_ratio, fuzz.WRatio, fuzz.QRatio):
        scored = [None] * len(asked)
        for name in lists:
            at = [place for place, sample in enumerate(asked) if sample.list == name]
            for place, answer in zip(at, others.by_ratio(scorer, lists[name][1], [asked[place].text for place in at])):
                scored[place] = answer
        for threshold in range(60, 101):
            found = [key if score >= threshold else None for key, score in scored]
            precision, recall = rates(asked, found)
            harmonic = 2 * precision * recall / (precision + recall) if precision + recall else 0
            careful = (recall, precision, threshold) if precision >= PRECISION else (0, 0, 0)
            best = best or [(0,), (0, 0, 0), None, None]
            if (harmonic,) > best[0]:
                best[0], best[2] = (harmonic,), (scorer.__name__, threshold, found)
            if careful > best[1]:
                best[1], best[3] = careful, (scorer.__name__, threshold, found)
    return best[2], best[3]


def compare(asked, lists):
    for title, function in (("OpenRefine fingerprint", others.fingerprint), ("OpenRefine 2-gram fingerprint", others.ngram_fingerprint),
                            ("OpenRefine 1-gram fingerprint", lambda text: others.ngram_fingerprint(text, 1))):
        found = [None] * len(asked)
        for name in lists:
            at = [place for place, sample in enumerate(asked) if sample.list == name]
            for place, key in zip(at, others.by_key(function, lists[name][1], [asked[place].text for place in at])):
                found[place] = key
        told(title, asked, found)
    overall, careful = best_ratio(asked, lists)
    told(f"rapidfuzz {overall[0]} >= {overall[1]}", asked, overall[2])
    if careful:
        told(f"rapidfuzz {careful[0]} >= {careful[1]}", asked, careful[2])


def by_group(asked, found, group):
    groups = sorted({getattr(sample, group) for sample in asked})
    for name in groups:
        at = [place for place, sample in enumerate(asked) if getattr(sample, group) == name]
        known = [place for place in at if asked[place].key is not None]
        right = sum(found[place] == asked[place].key for place in known)
        wrong = sum(found[place] not in (None, asked[place].key) for place in at)
        share = f"{right / len(known):.3f}" if known else "    -"
        print(f"  {name:20} asked {len(at):5}  recall {share}  wrong {wrong}")


OWN = names.own_lists(20191231)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("terbuka")
    arguments.add_argument("--half", choices=["development", "test"], default="test")
    arguments.add_argument("--wrong", action="store_true", help="print each wrong answer and each name that is not found")
    given = arguments.parse_args()
    settings = yaml.safe_load((REPOSITORY / "terbuka.yml").read_text(encoding="utf-8"))
    lists = reference_lists(settings)
    for name, (listed, _) in OWN.items():
        entries = [(text, f"{name}-{at:04}") for at, text in enumerate(listed)]
        lists[name] = (entries, entries, [])
    asked = samples(lists, 20140101)[given.half]
    with tempfile.TemporaryDirectory() as folder:
        workspace(pathlib.Path(folder), settings, lists)
        found = answers(str(pathlib.Path(given.terbuka).resolve()), pathlib.Path(folder), lists, asked)
    absent = sum(sample.key is None for sample in asked)
    print(f"{given.half} half: {len(asked)} texts, {absent} of them in no list")
    precision, recall = told("terbuka match, fuzzy: true", asked, found)
    compare(asked, lists)
    by_group(asked, found, "noise")
    by_group(asked, found, "list")
    if given.wrong:
        for sample, key in zip(asked, found):
            if key != sample.key:
                print(f"{'WRONG' if key else 'lost '} {sample.noise:16} {sample.list:14} {sample.text!r} -> {key} ({sample.key})")
    assert precision >= PRECISION, f"precision {precision:.4f} is below {PRECISION}"
    assert recall >= RECALL, f"recall {recall:.4f} is below {RECALL}"


main()
