#!/usr/bin/env python3
"""The quarantine of the workload in the words of its specification: rejects.py QUARANTINE REJECTS

A row of the quarantine tells its record, its raw cells and, code by code, why it was refused and which column is to blame."""
import csv
import sys

FIELDS = ["no_urut", "tanggal", "opd", "kecamatan", "pagu", "realisasi", "progres_fisik"]
# What each code says of a column, in the order in which the specification lists reasons.
REASONS = {
    ("id", "TB0401"): (0, "no_urut_tidak_sah"),
    ("no_urut", "TB0401"): (0, "no_urut_tidak_sah"),
    ("tanggal", "TB0401"): (1, "tanggal_kosong"),
    ("tanggal", "TB0311"): (1, "tanggal_tidak_sah"),
    ("tanggal", "TB0404"): (1, "tanggal_di_luar_rentang"),
    ("opd", "TB0401"): (2, "opd_tidak_dikenal"),
    ("opd", "TB0321"): (2, "opd_tidak_dikenal"),
    ("kecamatan", "TB0401"): (3, "kecamatan_tidak_dikenal"),
    ("kecamatan", "TB0321"): (3, "kecamatan_tidak_dikenal"),
    ("pagu", "TB0311"): (4, "pagu_tidak_sah"),
    ("pagu", "TB0407"): (4, "pagu_tidak_sah"),
    ("realisasi", "TB0311"): (5, "realisasi_tidak_sah"),
    ("realisasi", "TB0407"): (5, "realisasi_tidak_sah"),
    ("progres_fisik", "TB0311"): (6, "progres_tidak_sah"),
    ("progres_fisik", "TB0404"): (7, "progres_di_luar_rentang"),
}
BROKEN = "TB0203"


def main(source, target):
    with open(source, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        heading = next(rows)
        record, code, column = (heading.index(name) for name in ("rekaman", "kode", "kolom"))
        raw = [heading.index(name) for name in FIELDS]
        rejects = []
        for row in rows:
            # The raw text of a broken record may hold a number of a person.
            if row[code] == BROKEN:
                rejects.append((int(row[record]), "", "jumlah_kolom", *[""] * (len(FIELDS) - 1)))
                continue
            why = sorted(REASONS[blamed] for blamed in zip(row[column].split("; "), row[code].split("; ")) if blamed in REASONS)
            cells = [row[at] for at in raw]
            rejects.append((int(row[record]), cells[0], "|".join(word for _, word in why), *cells[1:]))
    rejects.sort(key=lambda reject: reject[0])
    with open(target, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["baris", FIELDS[0], "alasan", *FIELDS[1:]])
        out.writerows(rejects)


main(*sys.argv[1:])
