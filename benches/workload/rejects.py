#!/usr/bin/env python3
"""The quarantine of the workload in the words of its specification: rejects.py QUARANTINE REJECTS

A row of the quarantine tells its record, its raw cells and, code by code, why it was refused and which column is to blame."""
import csv
import sys

FIELDS = ["no_urut", "tanggal", "opd", "kecamatan", "pagu", "realisasi", "progres_fisik"]
# What each code says of a column, in the order in which the specification lists reasons.
REASONS = {
    "no_urut": {"TB0401": "no_urut_tidak_sah"},
    "tanggal": {"TB0401": "tanggal_kosong", "TB0311": "tanggal_tidak_sah", "TB0404": "tanggal_di_luar_rentang"},
    "opd": {"TB0401": "opd_tidak_dikenal", "TB0321": "opd_tidak_dikenal"},
    "kecamatan": {"TB0401": "kecamatan_tidak_dikenal", "TB0321": "kecamatan_tidak_dikenal"},
    "pagu": {"TB0311": "pagu_tidak_sah", "TB0407": "pagu_tidak_sah"},
    "realisasi": {"TB0311": "realisasi_tidak_sah", "TB0407": "realisasi_tidak_sah"},
    "progres_fisik": {"TB0311": "progres_tidak_sah", "TB0404": "progres_di_luar_rentang"},
}


def reasons(row):
    if "TB0203" in row["kode"]:
        return ["jumlah_kolom"]
    blamed = [(column.replace("id", "no_urut") if column == "id" else column, code)
              for column, code in zip(row["kolom"].split("; "), row["kode"].split("; "))]
    return [words[code] for column, words in REASONS.items() for blame, code in blamed if blame == column and code in words]


def main(source, target):
    with open(source, encoding="utf-8", newline="") as file:
        rows = sorted(csv.DictReader(file), key=lambda row: int(row["rekaman"]))
    with open(target, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["baris", FIELDS[0], "alasan", *FIELDS[1:]])
        for row in rows:
            why = reasons(row)
            # The raw text of a broken record may hold a number of a person.
            cells = [""] * len(FIELDS) if why == ["jumlah_kolom"] else [row[field] for field in FIELDS]
            out.writerow([row["rekaman"], cells[0], "|".join(why), *cells[1:]])


main(*sys.argv[1:])
