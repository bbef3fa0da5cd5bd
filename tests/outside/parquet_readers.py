#!/usr/bin/env python3
"""Reads every released Parquet file with further readers and compares it with the CSV: parquet_readers.py PUBLIC [HYPARQUET]

polars, pandas and parquet-java (that of Spark), and where HYPARQUET names a folder with the packages of `hyparquet/package.json`,
the reader that browsers use. pyarrow and DuckDB read in `formats_agree.py`."""
import csv
import datetime
import json
import pathlib
import subprocess
import sys

import pandas
import polars
import pyspark.sql

HERE = pathlib.Path(__file__).resolve().parent


def rows_of_csv(path):
    """The values of each row; an empty text, which has quotes, is told from no value by its schema's other formats only."""
    with open(path, newline="", encoding="utf-8") as file:
        header, *rows = csv.reader(file)
    return header, rows


def spelled(value, expected):
    """A value as the CSV spells it; `expected` tells how many digits stand after the mark."""
    if value is None or value is pandas.NA or value is pandas.NaT:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.isoformat() if "T" in expected else value.date().isoformat()
    if isinstance(value, datetime.date):
        return value.isoformat()
    decimals = len(expected.partition(".")[2])
    is_number = not isinstance(value, (str, int))
    return f"{value:.{decimals}f}" if is_number else str(value)


def compare(what, rows, expected):
    assert len(rows) == len(expected), f"{what}: {len(rows)} rows, the CSV has {len(expected)}"
    for number, (left, right) in enumerate(zip(rows, expected), 1):
        told = [spelled(value, text) for value, text in zip(left, right, strict=True)]
        assert told == right, f"{what} row {number}: {told} differs from {right}"


def in_browser(value, expected):
    """A browser has one kind of number, and no days without a time."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.endswith("Z") and "T" in value and expected[:4] == value[:4]:
        return value[: len(expected)]
    if isinstance(value, (int, float)):
        return expected if float(expected or "nan") == float(value) else str(value)
    return value


def check(folder, spark, modules):
    told = ["polars", "pandas", "parquet-java"] + ["hyparquet"] * bool(modules)
    for path in sorted(folder.glob("*.parquet")):
        name = path.stem
        header, expected = rows_of_csv(folder / f"{name}.csv")
        table = polars.read_parquet(path)
        assert table.columns == header, name
        compare(f"{name} in polars", table.rows(), expected)
        frame = pandas.read_parquet(path, dtype_backend="pyarrow")
        assert list(frame.columns) == header, name
        compare(f"{name} in pandas", list(frame.itertuples(index=False, name=None)), expected)
        read = spark.read.parquet(str(path))
        assert read.columns == header, name
        compare(f"{name} in parquet-java", [tuple(row) for row in read.collect()], expected)
        if modules:
            lines = subprocess.run(["node", HERE / "hyparquet/read.js", modules, path], capture_output=True, text=True, check=True).stdout
            rows = [json.loads(line) for line in lines.splitlines()]
            assert len(rows) == len(expected), name
            for number, (row, right) in enumerate(zip(rows, expected), 1):
                left = [in_browser(row[column], text) for column, text in zip(header, right)]
                assert left == right, f"{name} in hyparquet row {number}: {left} differs from {right}"
        print(f"{name}: {len(expected)} rows equal in {', '.join(told)}")


def main(public, modules=None):
    spark = pyspark.sql.SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false")
    spark = spark.config("spark.sql.session.timeZone", "UTC").config("spark.sql.timestampType", "TIMESTAMP_NTZ").getOrCreate()
    spark.sparkContext.setLogLevel("ERROR")
    folders = sorted(pathlib.Path(public).glob("data/*/v*/latest"))
    assert folders, f"nothing is released under {public}"
    for folder in folders:
        check(folder, spark, modules)


main(*sys.argv[1:])
