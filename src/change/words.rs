//! What changed, in sentences for those who read the data.

use rust_decimal::Decimal;

use crate::dataset::{Cells, Kind, Level, NotCompared, Restated, SchemaChange, Summary, TableChange};
use crate::diagnostic::Words;
use crate::value::spelled;
use crate::words;

/// All that changed in a version of a dataset, each in a sentence.
#[must_use]
pub fn summary(dataset: &str, summary: &Summary) -> Vec<Words> {
    let schema = summary.schema.iter().map(|change| in_table(dataset, &change.table, schema(change)));
    let of_table = |table: &TableChange| {
        rows(table).into_iter().map(|told| in_table(dataset, &table.table, told)).collect::<Vec<_>>()
    };
    let all: Vec<Words> = schema.chain(summary.tables.iter().flat_map(of_table)).collect();
    if all.is_empty() { vec![words!("hanya keterangan yang berubah", "only descriptions changed")] } else { all }
}

/// What a level asks of readers.
#[must_use]
pub fn level(level: Level) -> Words {
    match level {
        Level::Major => words!("perubahan yang memutus pemakai", "a change that breaks readers"),
        Level::Minor => words!("isi bertambah", "more data"),
        Level::Patch => words!("perbaikan", "repairs"),
    }
}

fn in_table(dataset: &str, table: &str, told: Words) -> Words {
    if table == dataset {
        return told;
    }
    let Words { id, en } = told;
    words!("tabel `{table}`: {id}", "table `{table}`: {en}")
}

/// A change of a column or table.
#[must_use]
pub fn schema(change: &SchemaChange) -> Words {
    let SchemaChange { kind, table, column, before, after } = change;
    let [column, before, after] = [column, before, after].map(|text| text.as_deref().unwrap_or_default());
    match kind {
        Kind::TableRemoved => words!("tabel `{table}` dihapus", "the table `{table}` was removed"),
        Kind::TableAdded => words!("tabel `{table}` baru", "the table `{table}` is new"),
        Kind::ColumnRemoved => words!("kolom `{column}` dihapus", "the column `{column}` was removed"),
        Kind::ColumnRenamed => {
            words!("kolom `{before}` berganti nama menjadi `{after}`", "the column `{before}` was renamed to `{after}`")
        }
        Kind::ColumnsReordered => words!("urutan kolom berubah", "the columns stand in another order"),
        Kind::ColumnInserted => words!(
            "kolom baru `{column}` disisipkan di depan kolom lama",
            "the new column `{column}` stands before old ones"
        ),
        Kind::ColumnAdded => words!("kolom `{column}` baru", "the column `{column}` is new"),
        Kind::TypeChanged | Kind::TypeWidened | Kind::DecimalsFewer => words!(
            "tipe kolom `{column}` berubah dari {before} menjadi {after}",
            "the type of the column `{column}` changed from {before} to {after}"
        ),
        Kind::RequiredAdded => {
            words!("kolom `{column}` kini wajib terisi", "the column `{column}` is always filled now")
        }
        Kind::RequiredRemoved => {
            words!("kolom `{column}` kini boleh kosong", "the column `{column}` may be empty now")
        }
        Kind::KeyChanged => {
            words!("kunci berubah dari ({before}) menjadi ({after})", "the key changed from ({before}) to ({after})")
        }
        Kind::CodesFewer | Kind::CodesMore => codes(*kind, column, (before, after)),
        Kind::UnitChanged | Kind::UnitStated => unit(column, before, after),
        Kind::ReferenceChanged => {
            words!("acuan kolom `{column}` berubah", "the reference of the column `{column}` changed")
        }
        Kind::WordsChanged => {
            words!("keterangan kolom `{column}` berubah", "the description of the column `{column}` changed")
        }
    }
}

fn unit(column: &str, before: &str, after: &str) -> Words {
    match (before, after) {
        ("", after) => {
            words!(
                "satuan kolom `{column}` dinyatakan: {after}",
                "the unit of the column `{column}` is stated: {after}"
            )
        }
        (before, "") => words!(
            "satuan kolom `{column}` ({before}) tidak lagi dinyatakan",
            "the unit of the column `{column}` ({before}) is no longer stated"
        ),
        (before, after) => words!(
            "satuan kolom `{column}` berubah dari {before} menjadi {after}",
            "the unit of the column `{column}` changed from {before} to {after}"
        ),
    }
}

fn codes(kind: Kind, column: &str, (before, after): (&str, &str)) -> Words {
    match (kind, before, after) {
        (Kind::CodesFewer, "", after) => words!(
            "kolom `{column}` kini hanya berisi: {after}",
            "the column `{column}` holds only these values now: {after}"
        ),
        (Kind::CodesFewer, before, _) => words!(
            "nilai yang tidak lagi dipakai di kolom `{column}`: {before}",
            "values that the column `{column}` no longer has: {before}"
        ),
        (_, before, "") => words!(
            "kolom `{column}` tidak lagi dibatasi daftar ({before})",
            "the column `{column}` is no longer bound to a list ({before})"
        ),
        (_, _, after) => {
            words!("nilai baru di kolom `{column}`: {after}", "new values of the column `{column}`: {after}")
        }
    }
}

fn rows(table: &TableChange) -> Vec<Words> {
    let mut told = Vec::new();
    let in_new: u64 = table.new_periods.iter().map(|period| period.rows).sum();
    for period in &table.new_periods {
        let (name, (rows_id, rows_en)) = (&period.period, rows_in_words(period.rows));
        told.push(words!("periode baru {name}: {rows_id}", "new period {name}: {rows_en}"));
    }
    let other = table.added.saturating_sub(in_new);
    if other > 0 {
        let (rows_id, rows_en) = rows_in_words(other);
        let (id, en) = if in_new > 0 { ("baru di periode lama", "new in old periods") } else { ("baru", "new") };
        told.push(words!("{rows_id} {id}", "{rows_en} {en}"));
    }
    if table.withdrawn > 0 {
        let (rows_id, rows_en) = rows_in_words(table.withdrawn);
        told.push(words!("{rows_id} ditarik", "{rows_en} withdrawn"));
    }
    told.extend(table.restated.iter().map(restated));
    told.extend(
        table.recoded.iter().map(|of| cells(of, ("berganti kode, angkanya tetap", "recoded, with the same amounts"))),
    );
    told.extend(table.formatting.iter().map(|of| cells(of, ("hanya berganti penulisan", "spelled otherwise"))));
    told.extend(table.other.iter().map(|of| cells(of, ("berganti isi", "with another value"))));
    told.extend(table.not_compared.map(not_compared));
    told
}

fn cells(of: &Cells, (id, en): (&str, &str)) -> Words {
    let (column, (rows_id, rows_en)) = (&of.column, rows_in_words(of.rows));
    words!("kolom `{column}`: {rows_id} {id}", "column `{column}`: {rows_en} {en}")
}

fn restated(of: &Restated) -> Words {
    let unit = of.unit.as_deref().map_or_else(String::new, |unit| format!(" {unit}"));
    let [before, after, difference] = [&of.before, &of.after, &of.difference].map(|text| spelled::plain(text));
    let (column, rows) = (&of.column, rows_in_words(of.rows));
    let sign = if of.difference.starts_with('-') { "" } else { "+" };
    Words::new(
        format!(
            "`{column}` yang sudah terbit dinyatakan ulang di {}: {} menjadi {}{unit} ({sign}{})",
            rows.0, before.id, after.id, difference.id
        ),
        format!(
            "released `{column}` was restated in {}: {} became {}{unit} ({sign}{})",
            rows.1, before.en, after.en, difference.en
        ),
    )
}

/// Why rows were not compared.
#[must_use]
pub fn not_compared(reason: NotCompared) -> Words {
    match reason {
        NotCompared::Key => words!(
            "kuncinya lain dari versi sebelumnya, atau tidak ada, sehingga barisnya tidak dibandingkan",
            "its key is another one than before, or there is none, so that its rows were not compared"
        ),
        NotCompared::Order => words!(
            "barisnya tidak urut menurut kuncinya, sehingga tidak dibandingkan",
            "its rows do not stand in the order of their key, so that they were not compared"
        ),
        NotCompared::Format => words!(
            "versi sebelumnya tanpa Parquet dan CSV, sehingga barisnya tidak dibandingkan",
            "the version before has neither Parquet nor CSV, so that its rows were not compared"
        ),
    }
}

fn rows_in_words(rows: u64) -> (String, String) {
    let Words { id, en } = number(rows);
    let word = if rows == 1 { "row" } else { "rows" };
    (format!("{id} baris"), format!("{en} {word}"))
}

fn number(number: u64) -> Words {
    spelled::number(Decimal::from(number))
}
