#!/usr/bin/env python3
"""The quarantine of the workload in the words of its specification: rejects.py QUARANTINE REJECTS

A row of the quarantine tells its record, its raw cells and, code by code, why it was refused and which column is to blame."""
import csv
import functools
import operator
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


@functools.cache
def reasons(columns, codes):
    blamed = zip(columns.split("; "), codes.split("; "))
    return "|".join(word for _, word in sorted(REASONS[pair] for pair in blamed if pair in REASONS))


def main(source, target):
    with open(source, encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        heading = next(rows)
        record, code, column = (heading.index(name) for name in ("rekaman", "kode", "kolom"))
        cells = operator.itemgetter(*(heading.index(name) for name in FIELDS))
        rejects = []
        for row in rows:
            # The raw text of a broken record may hold a number of a person.
            if row[code] == BROKEN:
                rejects.append((int(row[record]), "", "jumlah_kolom", *[""] * (len(FIELDS) - 1)))
                continue
            number, *others = cells(row)
            rejects.append((int(row[record]), number, reasons(row[column], row[code]), *others))
    rejects.sort(key=lambda reject: reject[0])
    with open(target, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["baris", FIELDS[0], "alasan", *FIELDS[1:]])
        out.writerows(rejects)


main(*sys.argv[1:])
