//! Whether what changed may be released: changes that break readers, amounts restated without a reason.

use chrono::NaiveDate;
use rust_decimal::Decimal;

use super::{Compared, Measure, words};
use crate::{
    dataset::{Dataset, Kind, Level, NotCompared, SchemaChange},
    diagnostic::{Diagnostic, Words, code},
    pipeline::{Deprecation, ReleaseSpec, release::ReleasedTable, resolve::share},
    value::spelled,
    words as say,
};

/// Days that readers have to move to a new major version.
pub const DAYS_TO_MOVE: i64 = 30;

/// The findings that hold the release.
#[must_use]
pub fn findings(compared: &Compared, dataset: &Dataset, release: &ReleaseSpec) -> Vec<Diagnostic> {
    let mut held = breaks(compared, dataset, release);
    for (spec, table) in release.all_tables().zip(dataset.tables()) {
        held.extend(restated(compared, spec, &table.name));
    }
    held
}

/// Changes that break readers, unless the end of the major version is declared, with time enough to move.
fn breaks(compared: &Compared, dataset: &Dataset, release: &ReleaseSpec) -> Vec<Diagnostic> {
    let summary = &compared.difference.summary;
    if summary.level < Level::Major {
        return Vec::new();
    }
    let major = compared.number.major - 1;
    match &release.deprecation {
        Some(deprecation) if deprecation.major.value == major => {
            too_short(deprecation, dataset.created).into_iter().collect()
        }
        other => {
            let breaking = summary.schema.iter().filter(|change| change.kind.level() == Level::Major);
            breaking.map(|change| refused(change, (compared, dataset), (other.as_ref(), major))).collect()
        }
    }
}

fn too_short(deprecation: &Deprecation, day: NaiveDate) -> Option<Diagnostic> {
    let until: NaiveDate = deprecation.until.parse().ok()?;
    if (until - day).num_days() >= DAYS_TO_MOVE {
        return None;
    }
    let least = day + chrono::Days::new(DAYS_TO_MOVE.unsigned_abs());
    let message = say!(
        "`deprecation: until: {until}` kurang dari {DAYS_TO_MOVE} hari setelah tanggal data {day}",
        "`deprecation: until: {until}` is less than {DAYS_TO_MOVE} days after the day of the data, {day}"
    );
    let help = say!(
        "tulis tanggal {least} atau setelahnya, supaya pemakai sempat berpindah",
        "write {least} or a later day, so that readers have time to move"
    );
    Some(Diagnostic::finding(code::DEPRECATION_SHORT, message).help(help))
}

fn refused(
    change: &SchemaChange,
    (compared, dataset): (&Compared, &Dataset),
    (deprecation, major): (Option<&Deprecation>, u32),
) -> Diagnostic {
    let Words { id, en } = words::schema(change);
    let (table_id, table_en) = if change.table == dataset.name || matches!(change.kind, Kind::TableRemoved) {
        (String::new(), String::new())
    } else {
        (format!("tabel `{}`: ", change.table), format!("table `{}`: ", change.table))
    };
    let message =
        say!("{table_id}{id}: memutus pemakai versi {major}", "{table_en}{en}: this breaks readers of version {major}");
    let announce = announce(deprecation, major);
    let undo = undo(change, compared);
    let help = Words::new(format!("{}; {}", undo.id, announce.id), format!("{}; {}", undo.en, announce.en));
    Diagnostic::finding(code::BREAKS_READERS, message).help(help)
}

/// How the change is announced; a word about another major version covers nothing.
fn announce(deprecation: Option<&Deprecation>, major: u32) -> Words {
    match deprecation {
        Some(other) => {
            let other = other.major.value;
            say!(
                "`deprecation` yang ada mengumumkan akhir versi {other}; untuk perubahan ini tulis `major: {major}` dengan alasan dan tanggal baru",
                "the `deprecation` that is there announces the end of version {other}; for this change write `major: {major}` with a new reason and day"
            )
        }
        None => say!(
            "atau umumkan: `release: deprecation: {{ major: {major}, reason: {{ id: …, en: … }}, until: 2027-06-30 }}`",
            "or announce it: `release: deprecation: {{ major: {major}, reason: {{ id: …, en: … }}, until: 2027-06-30 }}`"
        ),
    }
}

/// What would leave readers unharmed.
fn undo(change: &SchemaChange, compared: &Compared) -> Words {
    let column = change.column.as_deref().unwrap_or_default();
    match change.kind {
        Kind::ColumnRemoved => {
            match compared.renamed.iter().find(|(table, old, _)| (table, old.as_str()) == (&change.table, column)) {
                Some((_, _, new)) => say!(
                    "bila kolom itu kini bernama `{new}` (nilainya sama), tulis `was: {column}` pada kolom `{new}`, atau kembalikan namanya",
                    "if the column is called `{new}` now (its values are the same), say `was: {column}` of the column `{new}`, or give it its name again"
                ),
                None => say!("kembalikan kolom itu", "bring the column back"),
            }
        }
        Kind::ColumnInserted => {
            say!("pindahkan kolom baru ke belakang semua kolom lama", "put the new column behind all old ones")
        }
        Kind::ColumnsReordered => say!("kembalikan urutan kolom yang lama", "put the columns in their old order"),
        Kind::UnitChanged => {
            let old = change.before.as_deref().unwrap_or_default();
            say!(
                "kembalikan satuannya; bila benar berganti, nyatakan juga `was_unit: {{ unit: {old}, factor: … }}` pada kolom itu",
                "use the old unit; if it is right, also state `was_unit: {{ unit: {old}, factor: … }}` of the column"
            )
        }
        Kind::CodesFewer => say!("biarkan nilai lama di `values`", "leave the old values in `values`"),
        Kind::TableRemoved => say!("kembalikan tabel itu", "bring the table back"),
        Kind::KeyChanged => say!("kembalikan kunci yang lama", "use the old key"),
        _ => say!("kembalikan seperti semula", "leave it as it was"),
    }
}

/// Amounts that were restated beyond their limits, or of which that cannot be told.
fn restated(compared: &Compared, spec: ReleasedTable<'_>, table: &str) -> Vec<Diagnostic> {
    let mut tables = compared.difference.summary.tables.iter();
    let reason = tables.find(|of| of.table == table).and_then(|of| of.not_compared);
    // Under another key nothing is the same row as before; that is a break, which has its own notice.
    if let Some(reason) = reason.filter(|reason| *reason != NotCompared::Key && !spec.restated.is_empty()) {
        let Words { id, en } = words::not_compared(reason);
        let message = say!("`gates: restated` tidak dapat diperiksa: {id}", "`gates: restated` cannot be held: {en}");
        let help = say!(
            "rilis sekali tanpa `restated`, dengan `parquet` di `formats`",
            "release once without `restated`, with `parquet` among the `formats`"
        );
        return vec![spec.told(Diagnostic::finding(code::RESTATED, message).help(help))];
    }
    let since = compared.difference.summary.since.as_str();
    let limits = spec.restated.iter().filter_map(|(column, limit)| Some((column, share(limit)?)));
    let exceeded = limits.filter_map(|(column, limit)| {
        let measure = compared.measures.get(&(table.to_owned(), column.clone()))?;
        measure.exceeds(limit).then(|| spec.told(beyond((column, since), limit, measure)))
    });
    exceeded.collect()
}

fn beyond((column, since): (&str, &str), limit: Decimal, measure: &Measure) -> Diagnostic {
    let (before, after) = measure.sums();
    let [before, after, moved] = [before, after, measure.moved()].map(|text| spelled::plain(&text));
    let largest = measure.largest().map(|(key, before, after)| {
        let [before, after] = [before, after].map(|text| spelled::plain(&text));
        (format!("`{key}` {} → {}", before.id, after.id), format!("`{key}` {} → {}", before.en, after.en))
    });
    let (largest_id, largest_en): (Vec<String>, Vec<String>) = largest.unzip();
    let message = Words::new(
        format!(
            "`{column}` yang sudah terbit dinyatakan ulang sejak rilis {since} melebihi batas {limit} %: {} menjadi {} (berubah {} di semua baris)",
            before.id, after.id, moved.id
        ),
        format!(
            "released `{column}` was restated since release {since} beyond the limit of {limit} %: {} became {} ({} in all rows together)",
            before.en, after.en, moved.en
        ),
    );
    // The public is told the sums alone: rows that are held are not out.
    let (largest_id, largest_en) = (largest_id.join(", "), largest_en.join(", "));
    let help = say!(
        "periksa di sumbernya, yang terbesar {largest_id}; bila benar, setujui temuan ini, atau naikkan batas di `gates: restated`",
        "see the source, the largest are {largest_en}; if they are right, approve this finding, or raise the limit under `gates: restated`"
    );
    Diagnostic::finding(code::RESTATED, message).help(help)
}
