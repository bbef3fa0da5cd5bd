"""Reads every format of every released dataset with programs by others and compares them value by value.

Usage: formats_agree.py PUBLIC [PROFILE]
PUBLIC is the public tree; PROFILE the JSON Schema of Data Package 2.0, if it is at hand.
Needs duckdb, pyarrow, openpyxl, frictionless, jsonschema.
"""

import csv
import datetime
import decimal
import hashlib
import json
import pathlib
import sys

import duckdb
import frictionless
import jsonschema
import openpyxl
import pyarrow
import pyarrow.parquet


def spelled(value, decimals):
    """A value as the CSV spells it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    if decimals is not None:
        return f"{decimal.Decimal(str(value)):.{decimals}f}"
    return str(value)


def decimals_of(cells):
    """The digits after the mark of a column of the CSV, if it holds decimals."""
    marked = [cell.partition(".")[2] for cell in cells if cell]
    return len(marked[0]) if marked and all(part.isdigit() for part in marked) and len({*map(len, marked)}) == 1 else None


def compare(name, format_name, rows, expected, decimals):
    actual = [[spelled(value, digits) for value, digits in zip(row, decimals)] for row in rows]
    assert len(actual) == len(expected), f"{name} {format_name}: {len(actual)} rows, the CSV has {len(expected)}"
    for number, (left, right) in enumerate(zip(actual, expected), 1):
        assert left == right, f"{name} {format_name} row {number}: {left} differs from {right}"


def check(folder, profile):
    name = folder.parent.parent.name
    for line in (folder / "SHA256SUMS").read_text().splitlines():
        digest, file = line.split("  ")
        assert hashlib.sha256((folder / file).read_bytes()).hexdigest() == digest, f"{name}: {file}"
    package = json.loads((folder / "datapackage.json").read_text())
    if profile:
        jsonschema.validate(package, profile)
    # The CSV of each table has its name; with all of them at hand, foreign keys are followed.
    resources = [one for one in package["resources"] if one["path"].endswith(".csv")]
    report = frictionless.Package({"name": name, "resources": resources}, basepath=str(folder)).validate()
    assert report.valid, f"{name}: {report.flatten(['rowNumber', 'fieldName', 'note'])[:3]}"
    for resource in resources:
        check_table(folder, resource["name"])
    quality = package["terbuka:quality"]
    into = quality["read"] + quality["made"] + quality["reused"]
    out = sum(quality[key] for key in ("published", "quarantined", "dropped", "merged", "aside"))
    assert into == out, f"{name}: {quality}"


def check_table(folder, name):
    with open(folder / f"{name}.csv", newline="", encoding="utf-8") as file:
        header, *expected = csv.reader(file)
    decimals = [decimals_of([row[at] for row in expected]) for at in range(len(header))]

    table = pyarrow.parquet.read_table(folder / f"{name}.parquet")
    assert table.column_names == header, name
    compare(name, "parquet", [list(row.values()) for row in table.to_pylist()], expected, decimals)
    rows = duckdb.sql(f"SELECT * FROM '{folder / name}.parquet'").fetchall()
    compare(name, "parquet in duckdb", rows, expected, decimals)
    exact = dict(parse_float=decimal.Decimal)
    records = json.loads((folder / f"{name}.json").read_text(), **exact)
    compare(name, "json", [[record[column] for column in header] for record in records], expected, decimals)
    lines = (folder / f"{name}.ndjson").read_text().splitlines()
    compare(name, "ndjson", [list(json.loads(line, **exact).values()) for line in lines], expected, decimals)
    sheet = openpyxl.load_workbook(folder / f"{name}.xlsx").worksheets[0].iter_rows(values_only=True)
    assert list(next(sheet)) == header, name
    dates = [pyarrow.types.is_date(kind) for kind in table.schema.types]
    plain = [
        [cell.date() if isinstance(cell, datetime.datetime) and is_date else cell for cell, is_date in zip(row, dates)]
        for row in sheet
    ]
    compare(name, "xlsx", plain, expected, decimals)
    print(f"{name}: {len(expected)} rows equal in csv, parquet, json, ndjson, xlsx")


def main():
    public = pathlib.Path(sys.argv[1])
    profile = json.loads(pathlib.Path(sys.argv[2]).read_text()) if len(sys.argv) > 2 else None
    folders = sorted(public.glob("data/*/v*/latest"))
    assert folders, f"nothing is released under {public}"
    for folder in folders:
        check(folder, profile)


main()
