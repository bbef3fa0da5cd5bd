"""Computes the logical hash of released tables from CSV and Parquet, as `src/format/logical.rs` defines it.

Usage: logical_hash.py FOLDER…
Each FOLDER is that of a version, with its `datapackage.json`. Parquet needs pyarrow; without it only CSV is read.
"""

import csv
import hashlib
import json
import pathlib
import sys

try:
    import pyarrow
    import pyarrow.csv
    import pyarrow.parquet
except ImportError:
    pyarrow = None


def field(value):
    if value is None:
        return ""
    return '"' + value.replace('"', '""') + '"' if value == "" or set(value) & set(',"\r\n') else value


def logical_hash(names, types, rows):
    record = lambda values: ",".join(map(field, values))
    hashes = sorted(hashlib.sha256(record(row).encode()).digest() for row in rows)
    head = f"terbuka1\n{record(names)}\n{','.join(types)}\n".encode()
    return "terbuka1:" + hashlib.sha256(head + b"".join(hashes)).hexdigest()


def of_csv(path, fields):
    """The text of a CSV is canonical already; the schema knows the types."""
    names = [one["name"] for one in fields]
    types = [f"number({one['decimals']})" if one["type"] == "number" else one["type"] for one in fields]
    if pyarrow and len(names) > 1:
        convert = pyarrow.csv.ConvertOptions(
            column_types={name: pyarrow.string() for name in names},
            null_values=[""], strings_can_be_null=True, quoted_strings_can_be_null=False,
        )
        parse = pyarrow.csv.ParseOptions(newlines_in_values=True)
        rows = [row.values() for row in pyarrow.csv.read_csv(path, parse_options=parse, convert_options=convert).to_pylist()]
    else:
        # Empty texts and absent values look alike to Python's own reader.
        with open(path, newline="", encoding="utf-8") as file:
            header, *lines = csv.reader(file)
        assert header == names, path
        rows = [[value or None for value in line] for line in lines]
    return logical_hash(names, types, rows)


def of_parquet(path):
    """A Parquet file knows its types itself."""
    table = pyarrow.parquet.read_table(path)
    word = {"string": "string", "int64": "integer", "date32[day]": "date", "timestamp[ms]": "datetime", "bool": "boolean"}
    scale = lambda kind: f"number({kind.scale})" if pyarrow.types.is_decimal(kind) else word[str(kind)]
    text = lambda value: {True: "true", False: "false"}[value] if isinstance(value, bool) else (
        None if value is None else f"{value:f}" if hasattr(value, "as_tuple") else
        value.isoformat() if hasattr(value, "isoformat") else str(value))
    rows = [map(text, row.values()) for row in table.to_pylist()]
    return logical_hash(table.column_names, [scale(kind) for kind in table.schema.types], rows)


def main():
    count = 0
    for folder in map(pathlib.Path, sys.argv[1:]):
        for resource in json.loads((folder / "datapackage.json").read_text())["resources"]:
            path = folder / resource["path"]
            if resource["format"] == "csv":
                found = of_csv(path, resource["schema"]["fields"])
            elif resource["format"] == "parquet" and pyarrow:
                found = of_parquet(path)
            else:
                continue
            assert found == resource["terbuka:logicalHash"], f"{path}: {found}"
            count += 1
    assert count, "nothing was hashed"
    print(f"{count} files have the logical hash that is stated")


main()
