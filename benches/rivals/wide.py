#!/usr/bin/env python3
"""The wide table as users of DuckDB and of Polars read it: wide.py duckdb|polars WORKSPACE OUTDIR

Makes the CSV and Parquet that terbuka makes of benches/shapes/generate.py wide: the same casts, without its proofs, checks
and records. What cannot be read becomes null."""
import csv, pathlib, sys

tool, workspace, out = sys.argv[1], *map(pathlib.Path, sys.argv[2:4])
source, names = str(workspace / "data/source/laporan.csv"), str(workspace / "data/reference/nama.csv")
out.mkdir(parents=True, exist_ok=True)
with open(source, encoding="utf-8") as file:
    columns = next(csv.reader(file, delimiter=";"))
MONTHS = "Januari Februari Maret April Mei Juni Juli Agustus September Oktober November Desember".split()


def with_duckdb():
    import duckdb
    def cast(column):
        kind = column.split("_")[0]
        match kind:
            case "id" | "jumlah": return f"replace({column}, '.', '')::BIGINT"
            case "nilai": return (f"CASE WHEN {column} = '-' THEN NULL WHEN {column} LIKE '% juta' THEN replace(replace({column}, ' juta', ''), ',', '.')::DECIMAL(18, 2) * 1000000"
                                  f" ELSE CASE WHEN {column}[1] = '(' THEN -1 ELSE 1 END * replace(regexp_replace({column}, '[Rp .()]|,-$', '', 'g'), ',', '.')::DECIMAL(18, 2) END")
            case "persen": return f"replace(regexp_replace({column}, ' ?(%|persen)$', ''), ',', '.')::DECIMAL(9, 2)"
            case "tanggal": return (f"CASE WHEN {column}[5] = '-' THEN {column}::DATE WHEN {column}[3] IN ('/', '-') THEN strptime(replace({column}, '/', '-'), '%d-%m-%Y')::DATE"
                                    f" ELSE make_date(split_part({column}, ' ', 3)::INT, list_position({MONTHS}, split_part({column}, ' ', 2)), split_part({column}, ' ', 1)::INT) END")
            case "opd": return f"kode[trim(regexp_replace(upper({column}), '[^A-Z0-9]+', ' ', 'g'))]"
            case "kode": return column
            case _: return f"nullif(trim(regexp_replace({column}, '\\s+', ' ', 'g')), '')"
    database = duckdb.connect()
    database.execute(f"CREATE TABLE kode AS SELECT map(list(upper(alias)), list(kode)) AS kode FROM read_csv('{names}', all_varchar = true)")
    casts = ", ".join(f"{cast(column)} AS {column}" for column in columns)
    database.execute(f"CREATE TABLE bersih AS SELECT {casts} FROM read_csv('{source}', delim = ';', header = true, all_varchar = true), kode ORDER BY id")
    database.execute(f"COPY bersih TO '{out}/laporan.csv' (HEADER); COPY bersih TO '{out}/laporan.parquet' (FORMAT parquet, COMPRESSION zstd)")


def with_polars():
    import polars as pl
    known = pl.read_csv(names, infer_schema=False)
    known = dict(zip(known["alias"].str.to_uppercase(), known["kode"]))
    number = lambda text, scale: text.str.replace(",", ".", literal=True).cast(pl.Decimal(18, scale), strict=False)

    def cast(column):
        text = pl.col(column)
        match column.split("_")[0]:
            case "id" | "jumlah": return text.str.replace_all(".", "", literal=True).cast(pl.Int64)
            case "nilai":
                millions = text.str.ends_with(" juta")
                plain = number(text.str.replace_all(r"[Rp .()juta]|,-$", ""), 2)
                return pl.when(millions).then(plain * 1_000_000).when(text.str.starts_with("(")).then(-plain).otherwise(plain)
            case "persen": return number(text.str.replace(r" ?(%|persen)$", ""), 2)
            case "tanggal":
                named = text.str.splitn(" ", 3).struct
                spelled = pl.date(named.field("field_2").cast(pl.Int32, strict=False), named.field("field_1").replace_strict(
                    {name: number for number, name in enumerate(MONTHS, 1)}, default=None, return_dtype=pl.Int8), named.field("field_0").cast(pl.Int8, strict=False))
                return pl.coalesce(text.str.to_date("%Y-%m-%d", strict=False), text.str.replace_all("/", "-", literal=True).str.to_date("%d-%m-%Y", strict=False), spelled)
            case "opd": return text.str.to_uppercase().str.replace_all(r"[^A-Z0-9]+", " ").str.strip_chars(" ").replace_strict(known, default=None, return_dtype=pl.String)
            case "kode": return text
            case _: return text.str.replace_all(r"\s+", " ").str.strip_chars(" ").replace("", None)
    table = pl.read_csv(source, separator=";", infer_schema=False).lazy().select(cast(column).alias(column) for column in columns).sort("id").collect()
    table.write_csv(out / "laporan.csv")
    table.write_parquet(out / "laporan.parquet", compression="zstd")


{"duckdb": with_duckdb, "polars": with_polars}[tool]()
