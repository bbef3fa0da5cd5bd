#!/usr/bin/env python3
"""Whole workspaces of other shapes than the workload: generate.py wide|many|workbook FOLDER [--seed S] [sizes]

wide      one delimited text: --rows 100000 --columns 200, with --stages 1 and --values 1000 different spellings of a name
many      --files 1000 small workbooks of 40 rows and 12 columns: two lines above the header, a total and a signature below
workbook  one workbook: --rows 300000 of 14 columns

The same arguments give the same cells. Workbooks need `pip install xlsxwriter`. Every name and amount is invented.
"""
import argparse, datetime, json, pathlib, random, shutil

HERE = pathlib.Path(__file__).resolve().parent
OFFICES = ["Dinas Kesehatan", "Dinas PUPR", "Bappeda", "Dinas Sosial", "Dinas Lingkungan Hidup", "Dinas Perhubungan"]
DISTRICTS = ["Jelutung", "Danau Sipin", "Kota Baru", "Alam Barajo", "Paal Merah", "Telanaipura"]
WORKS = ["Rehabilitasi  drainase", "Pemeliharaan jalan lingkungan", " Pengadaan alat kesehatan", "Penataan taman kota "]
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()
ORIGIN = {"origin": "benches/shapes/generate.py", "licence": "CC0-1.0", "date": "2024-12-31"}
MESS = 997  # Different texts of a column of amounts, days or shares.


def dotted(number):
    return f"{number:,}".replace(",", ".")


def money(chance):
    number = chance.randrange(10**5, 10**10)
    return chance.choice([f"Rp {dotted(number)}", f"{dotted(number)},00", f"{dotted(number)}", str(number), f"Rp{dotted(number)},-",
                          f"{number % 900 + 100},5 juta", f"({dotted(number)})", "-"])


def day(chance):
    one = datetime.date(2019, 1, 1) + datetime.timedelta(chance.randrange(2000))
    return chance.choice([f"{one:%d/%m/%Y}", one.isoformat(), f"{one.day} {MONTHS[one.month - 1]} {one.year}", f"{one:%d-%m-%Y}"])


def share(chance):
    return chance.choice(["{}%", "{} %", "{},5%", "{} persen", "{},25 %"]).format(chance.randrange(1, 100))


def code(chance):
    return f"5.{chance.randrange(1, 4)}.{chance.randrange(1, 9):02d}.{chance.randrange(1, 99):02d}"


def text(chance):
    return f"{chance.choice(WORKS)} RT {chance.randrange(99)} Kel. {chance.choice(DISTRICTS)}"


def name(number):
    return f"{OFFICES[number % 6]} unit {number // 6 + 1}" if number >= 6 else OFFICES[number]


def spelled(office, chance):
    return chance.choice([office, office.upper(), office.replace(" ", "  ", 1), f" {office}", f"{office}."])


KINDS = {
    "nilai": (money, {"parse_money": {"accept": ["dash", "parenthesized_negative", "scale_m", "nonstandard_spelling"]}}),
    "tanggal": (day, {"parse_date": {}}),
    "persen": (share, {"parse_percent": {"decimals": 2}}),
    "kode": (code, {"parse_code": {"kind": "account"}}),
    "opd": (None, {"map_values": {"file": "data/reference/nama.csv", "from": "alias", "to": "kode"}}),
    "uraian": (text, {"tidy_text": {}}),
    "jumlah": (lambda chance: dotted(chance.randrange(10**6)), {"parse_number": {}}),
    "catatan": (lambda chance: chance.choice(["", "", "Sesuai jadwal", "Perlu  adendum", "Menunggu dokumen "]), {"tidy_text": {}}),
}


def pipeline(names, source, steps, key):
    title = lambda text: {"id": text, "en": text}
    shown = lambda name: {"title": title(name), "access": "public", **({"required": True} if name in key else {})}
    stages, above = {}, "laporan"
    for number, own in enumerate(steps, 1):
        stages[f"tahap_{number}"] = {"from": above, "steps": own}
        above = f"tahap_{number}"
    return {"dataset": "laporan", "title": title("Laporan"), "theme": "progress", "producer": "bappeda", "frequency": "R/P1M",
            "sources": {"laporan": {**source, "origin": ORIGIN}}, "stages": stages,
            "release": {"from": above, "key": key, "formats": ["csv", "parquet"], "columns": {name: shown(name) for name in names},
                        "gates": {"quarantine": 5}}}


def wide(asked, chance, sources):
    kinds = list(KINDS)
    names = [f"{kinds[at % len(kinds)]}_{at + 1}" for at in range(asked.columns - 1)]
    pools = {kind: [read(chance) for _ in range(MESS)] for kind, (read, _) in KINDS.items() if read}
    pools["opd"] = [spelled(name(number), chance) for number in range(asked.values)]
    with open(sources / "laporan.csv", "w", encoding="utf-8") as file:
        file.write(";".join(["id", *names]) + "\n")
        drawn = [(pools[name.rsplit("_", 1)[0]], 1 + 2 * chance.randrange(400)) for name in names]
        for row in range(asked.rows):
            start = chance.randrange(10**9)
            file.write(";".join([str(row + 1), *(pool[(start * step + start // (step + 1)) % len(pool)] for pool, step in drawn)]) + "\n")
    of = lambda kind: [name for name in names if name.startswith(kind + "_")]
    steps = [{"parse_number": {"columns": ["id"]}}]
    for kind, (_, step) in KINDS.items():
        (word, options), = step.items()
        several = [{word: {**options, "column": name}} for name in of(kind)]
        steps += several if kind == "opd" else [{word: {**options, "columns": of(kind)}}] if of(kind) else []
    more = [[{"derive": {f"nilai_{at}": f"nilai_{at} + 1" for at in (1, 9) if f"nilai_{at}" in names}}] for _ in range(asked.stages - 1)]
    source = {"path": "data/source/*.csv", "table": {"locale": "id-ID"}, "columns": {name: [name] for name in ["id", *names]}}
    return pipeline(["id", *names], source, [steps, *more], ["id"])


SHEET = {  # Name in the pipeline: heading, what a cell holds, width of a text with noise.
    "no": "No", "kode": "Kode Rekening", "paket": "Nama Paket", "opd": "Perangkat Daerah", "kecamatan": "Kecamatan",
    "tanggal": "Tanggal Kontrak", "pagu": "Pagu (Rp)", "kontrak": "Nilai Kontrak (Rp)", "realisasi": "Realisasi (Rp)",
    "fisik": "Fisik (%)", "sumber_dana": "Sumber Dana", "catatan": "Keterangan", "penyedia": "Penyedia", "volume": "Volume"}
AMOUNTS = ["pagu", "kontrak", "realisasi"]


def sheet(path, rows, headings, chance):
    import xlsxwriter
    book = xlsxwriter.Workbook(path, {"constant_memory": True, "strings_to_numbers": False})
    book.set_properties({"created": datetime.datetime(2024, 12, 31)})
    page, days = book.add_worksheet("Rekap"), book.add_format({"num_format": "dd/mm/yyyy"})
    grouped, per_cent = book.add_format({"num_format": "#,##0"}), book.add_format({"num_format": "0.00%"})
    page.write_row(0, 0, ["REKAPITULASI KEGIATAN PEMBANGUNAN"])
    page.write_row(1, 0, ["Keadaan s.d. 31 Desember 2023"])
    page.write_row(3, 0, headings)
    sums = [0, 0, 0]
    for row in range(rows):
        amounts = [chance.randrange(10**6, 10**9) for _ in AMOUNTS]
        sums = [one + more for one, more in zip(sums, amounts)]
        at = row + 4
        page.write_row(at, 0, [row + 1, code(chance), text(chance), spelled(chance.choice(OFFICES), chance), chance.choice(DISTRICTS)])
        page.write_datetime(at, 5, datetime.datetime(2019, 1, 1) + datetime.timedelta(chance.randrange(1800)), days)
        page.write_row(at, 6, amounts, grouped)
        page.write_number(at, 9, chance.randrange(1, 10000) / 10000, per_cent)
        page.write_row(at, 10, ["APBD", "" if row % 3 else "Sesuai jadwal", f"CV Maju {chance.randrange(500)}", chance.randrange(1, 999)][:len(headings) - 10])
    page.write_row(rows + 4, 2, ["JUMLAH"])
    page.write_row(rows + 4, 6, sums, grouped)
    for line, words in enumerate(["Jambi, 31 Desember 2023", "KEPALA BAPPEDA", "Budi Santoso"]):
        page.write_row(rows + 6 + line, 8, [words])
    book.close()


def sheets(asked, chance, sources):
    names = list(SHEET)[:12] if asked.shape == "many" else list(SHEET)
    headings = [SHEET[name] for name in names]
    for number in range(asked.files if asked.shape == "many" else 1):
        sheet(sources / f"laporan_{number + 1:04d}.xlsx", asked.rows, headings, chance)
    steps = [{"drop_rows": {"kind": ["total", "signature", "blank"], "reconcile": AMOUNTS}}, {"parse_number": {"columns": ["no", *names[13:]]}},
             {"parse_code": {"columns": ["kode"], "kind": "account"}}, {"tidy_text": {}},
             {"map_values": {"file": "data/reference/nama.csv", "column": "opd", "from": "alias", "to": "kode"}},
             {"parse_date": {"columns": ["tanggal"]}}, {"parse_money": {"columns": AMOUNTS}}, {"parse_percent": {"columns": ["fisik"], "decimals": 2}}]
    source = {"path": "data/source/*.xlsx", "table": {"header": "find"}, "columns": {name: [SHEET[name]] for name in names}, "place": {"file": "berkas"}}
    return pipeline(["berkas", *names], source, [steps], ["berkas", "no"])


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shape", choices=["wide", "many", "workbook"])
    parser.add_argument("folder", type=pathlib.Path)
    for size in ("rows", "columns", "files", "stages", "values"):
        parser.add_argument(f"--{size}", type=int)
    parser.add_argument("--seed", default="terbuka-1")
    asked = parser.parse_args()
    usual = {"rows": {"wide": 100_000, "many": 40, "workbook": 300_000}[asked.shape], "columns": 200, "files": 1000, "stages": 1, "values": 1000}
    for size, number in usual.items():
        setattr(asked, size, getattr(asked, size) or number)
    shutil.rmtree(asked.folder, ignore_errors=True)
    sources, references, own = (asked.folder / part for part in ("data/source", "data/reference", "pipelines/laporan"))
    for folder in (sources, references, own):
        folder.mkdir(parents=True)
    shutil.copy(HERE.parent / "workload/terbuka.yml", asked.folder)
    with open(references / "nama.csv", "w", encoding="utf-8") as file:
        file.write("alias,kode\n" + "".join(f"{name(number)},OPD-{number + 1:04d}\n" for number in range(max(6, asked.values))))
    made = (wide if asked.shape == "wide" else sheets)(asked, random.Random(asked.seed), sources)
    (own / "pipeline.yml").write_text(json.dumps(made, indent=1), encoding="utf-8")


main()
