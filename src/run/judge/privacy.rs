//! The gate on personal data: columns by their names, and every outgoing cell and text.

mod texts;

use std::collections::BTreeMap;

use arrow::array::Array as _;
use rayon::prelude::*;

use crate::{
    dataset::Dataset,
    diagnostic::{CellPlace, Diagnostic, Language, Place, Words, code, counted, render::place_words},
    pipeline::release::{ColumnSpec, ReleasedTable},
    plan::cell::View,
    run::DatasetRun,
    schema::{Column, Type},
    table::{Batch, Origin, Table},
    value::personal::{
        self,
        column::{Action, Rule, names_phone, rule_for},
    },
    words,
};

/// Cells that are named in one finding.
const NAMED_CELLS: usize = 3;

/// Columns that the law keeps in whatever they hold, by their names or by those that they were read under.
pub(super) fn columns(run: &DatasetRun, spec: ReleasedTable<'_>, table: &Table) -> Vec<Diagnostic> {
    let lawful = |column: &Column| spec.columns.get(&column.name).is_some_and(states_a_ground);
    let unexplained = table.schema.columns.iter().filter(|column| !lawful(column));
    let first_rows = first_rows(table);
    unexplained.filter_map(|column| denied(&column.name, &names(run, &first_rows, column))).collect()
}

pub(super) fn states_a_ground(spec: &ColumnSpec) -> bool {
    spec.lawful_because.as_ref().is_some_and(|ground| !ground.id.trim().is_empty() && !ground.en.trim().is_empty())
}

/// One row of each source table that the rows are from.
fn first_rows(table: &Table) -> Vec<Origin> {
    let mut rows = BTreeMap::new();
    for origin in table.batches.iter().flat_map(|batch| batch.origins.iter()) {
        rows.entry(origin.table).or_insert(*origin);
    }
    rows.into_values().collect()
}

/// What a column is called: its own name, that in its source, and its headings in the files that its rows are from.
fn names(run: &DatasetRun, first_rows: &[Origin], column: &Column) -> Vec<String> {
    let mut names = vec![column.name.clone()];
    let Some(from) = column.from.as_deref() else { return names };
    names.push(from.to_owned());
    let headings = first_rows.iter().filter_map(|origin| run.loaded.heading(*origin, from));
    names.extend(headings.map(|heading| heading.text.to_string()));
    names
}

fn denied(name: &str, names: &[String]) -> Option<Diagnostic> {
    let forbids = |rule: &&Rule| !matches!(rule.action, Action::Scan | Action::Judge);
    let (said, rule) = names.iter().find_map(|name| Some((name, rule_for(name).filter(forbids)?)))?;
    let (holds, basis) = (rule.holds, rule.basis);
    let message = if said == name {
        words!(
            "kolom `{name}` memuat {holds}, yang tidak boleh keluar ({basis})",
            "the column `{name}` holds {holds}, which may not leave ({basis})"
        )
    } else {
        words!(
            "kolom `{name}`, dibaca dari `{said}`, memuat {holds}, yang tidak boleh keluar ({basis})",
            "the column `{name}`, read from `{said}`, holds {holds}, which may not leave ({basis})"
        )
    };
    let help = words!(
        "beri kolom itu `access: private`, atau sebutkan dasar hukumnya di `lawful_because`",
        "give the column `access: private`, or state its legal ground in `lawful_because`"
    );
    Some(Diagnostic::finding(code::PERSONAL_DATA, message).help(help))
}

/// Personal data in the words that go with the table: each text is named, with its identifiers masked.
pub(super) fn texts(dataset: &Dataset) -> Vec<Diagnostic> {
    let spoken = texts::of(dataset).into_iter().filter(|(_, text)| !personal::find(text).is_empty());
    let named: BTreeMap<String, &str> = spoken.collect();
    let finding = |(place, text): (String, &str)| {
        let masked = personal::mask(text);
        let message =
            words!("data pribadi di teks `{place}`: `{masked}`", "personal data in the text `{place}`: `{masked}`");
        let help = words!("hapus data pribadi dari teks itu", "remove the personal data from that text");
        Diagnostic::finding(code::PERSONAL_DATA, message).help(help)
    };
    named.into_iter().map(finding).collect()
}

/// Personal data in outgoing cells, each column once: the cells are named, their values are not repeated.
pub(super) fn cells(run: &DatasetRun, table: &Table) -> Vec<Diagnostic> {
    let is_scanned = |column: &Column| column.kind == Type::Text || column.kind.is_number();
    let scanned = table.schema.columns.iter().enumerate().filter(|(_, column)| is_scanned(column));
    let first_rows = first_rows(table);
    let found = |(position, column): (usize, &Column)| {
        let phones = names(run, &first_rows, column).iter().any(|name| names_phone(name));
        let look = match (column.kind.is_number(), phones) {
            (_, true) => Look { mask: mask_phone, passes_over: |_, _| false },
            (true, false) => Look { mask: mask_identifier, passes_over: is_silent },
            (false, false) => Look { mask: mask_text, passes_over: is_silent },
        };
        finding(run, column, &found(table, (position, column), &look))
    };
    scanned.filter_map(found).collect()
}

/// How the cells of a column are looked at.
struct Look {
    /// The text with its identifiers masked, if it holds one.
    mask: fn(&str) -> Option<String>,
    /// Whether a cell is known to hold none before it is read. In a column of phone numbers none is: one that has lost its
    /// zero hides among few digits.
    passes_over: fn(&View<'_>, usize) -> bool,
}

/// The rows whose cell holds personal data, with the cell masked.
fn found(table: &Table, (position, column): (usize, &Column), look: &Look) -> Vec<(Origin, String)> {
    let of_batch = |batch: &Batch| {
        let Some(array) = batch.columns.get(position) else { return Vec::new() };
        let view = View::new(array, column.kind);
        let rows = batch.origins.iter().enumerate().filter(|(row, _)| !(look.passes_over)(&view, *row));
        rows.filter_map(|(row, origin)| {
            let cell = view.cell(row);
            let text = cell.text()?;
            let text = if column.kind.is_number() { whole(&text) } else { &text };
            (look.mask)(text).map(|masked| (*origin, masked))
        })
        .collect()
    };
    table.batches.par_iter().map(of_batch).collect::<Vec<Vec<_>>>().concat()
}

/// Whether a cell holds no identifier for certain: absent, a text without a trace of one, a number of few digits.
fn is_silent(view: &View<'_>, row: usize) -> bool {
    match view {
        View::Text(array) => array.is_null(row) || personal::is_silent(array.value(row)),
        View::Integer(array) => array.is_null(row) || array.value(row).unsigned_abs() < FEWEST,
        View::Decimal(array, scale) => {
            let unit = 10_u128.checked_pow(*scale).unwrap_or(u128::MAX);
            array.is_null(row) || array.value(row).unsigned_abs() / unit < u128::from(FEWEST)
        }
        _ => false,
    }
}

/// The least number that has as many digits as the shortest identifier without a word before it: 15, of a tax number.
const FEWEST: u64 = 100_000_000_000_000;

/// A whole number of a decimal column without its zeros.
fn whole(number: &str) -> &str {
    match number.split_once('.') {
        Some((whole, zeros)) if zeros.bytes().all(|digit| digit == b'0') => whole,
        _ => number,
    }
}

fn mask_text(text: &str) -> Option<String> {
    (!personal::find(text).is_empty()).then(|| personal::mask(text).into_owned())
}

/// Identifiers among whole numbers. A phone number has too few digits to tell it from an amount, so that only columns
/// that say phone are read for those; digits after a decimal mark are no identifier.
fn mask_identifier(number: &str) -> Option<String> {
    let identifies = |kind| !matches!(kind, personal::Kind::Phone | personal::Kind::BankAccount);
    let whole = number.bytes().all(|digit| digit.is_ascii_digit());
    let found = whole && personal::find(number).iter().any(|found| identifies(found.kind));
    found.then(|| personal::mask(number).into_owned())
}

/// A mobile number loses its zero where a sheet takes it for an amount: `81234567890`.
fn mask_phone(number: &str) -> Option<String> {
    mask_text(number).or_else(|| mask_text(&format!("0{number}")))
}

fn finding(run: &DatasetRun, column: &Column, found: &[(Origin, String)]) -> Option<Diagnostic> {
    let (_, example) = found.first()?;
    let places = places(run, column, found.iter().map(|(origin, _)| *origin));
    let (name, rows, counted_rows) = (&column.name, found.len(), counted(found.len(), "row", "rows"));
    let (id, en) = (places.id, places.en);
    let message = words!(
        "data pribadi di kolom `{name}`, {rows} baris, misalnya `{example}`: {id}",
        "personal data in the column `{name}`, {counted_rows}, such as `{example}`: {en}"
    );
    let help = words!(
        "beri kolom itu `access: private`, atau bersihkan sel-sel itu",
        "give the column `access: private`, or clean those cells"
    );
    Some(Diagnostic::finding(code::PERSONAL_DATA, message).help(help))
}

/// Where the first of some outgoing cells were read.
pub(super) fn places(run: &DatasetRun, column: &Column, rows: impl Iterator<Item = Origin>) -> Words {
    let rows: Vec<Place> = rows.take(NAMED_CELLS + 1).map(|origin| place(run, column, origin)).collect();
    let more = if rows.len() > NAMED_CELLS { ", …" } else { "" };
    let named = |language| {
        let named: Vec<_> = rows.iter().take(NAMED_CELLS).map(|place| place_words(place, language)).collect();
        named.join(", ") + more
    };
    Words::new(named(Language::Id), named(Language::En))
}

/// Where an outgoing cell was read.
pub(super) fn place(run: &DatasetRun, column: &Column, origin: Origin) -> Place {
    let place = run.loaded.place(origin);
    let heading = column.from.as_deref().and_then(|from| run.loaded.heading(origin, from));
    Place::Cell(CellPlace {
        column: heading.as_ref().map(|heading| heading.column),
        heading: heading.map(|heading| heading.text),
        ..place
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(name: &str, names: &[&str]) -> Option<String> {
        let names: Vec<String> = names.iter().map(ToString::to_string).collect();
        denied(name, &names).map(|finding| finding.message.in_language(Language::En).to_owned())
    }

    #[test]
    fn column_is_held_by_its_own_name() {
        assert_eq!(
            refused("nama_pegawai", &["nama_pegawai", "NAMA"]).as_deref(),
            Some("the column `nama_pegawai` holds nama orang, which may not leave (UU 27/2022 Ps 4(3)a)")
        );
    }

    #[test]
    fn new_name_does_not_hide_the_heading() {
        assert_eq!(
            refused("kode", &["kode", "kode_asal", "No. KTP"]).as_deref(),
            Some(
                "the column `kode`, read from `No. KTP`, holds NIK, which may not leave \
                 (UU 27/2022 Ps 4(3)f; UU 24/2013 Ps 84)"
            )
        );
    }

    #[test]
    fn bare_names_and_free_texts_are_not_held_by_their_names() {
        assert_eq!(refused("nama", &["nama", "Uraian"]), None);
    }

    #[test]
    fn telephone_number_without_its_zero_is_found_where_the_column_says_so() {
        assert_eq!(mask_phone("81234567890").as_deref(), Some("[TELEPON]"));
        assert_eq!(mask_text("81234567890"), None);
        assert_eq!(mask_phone("120"), None);
    }

    #[test]
    fn whole_number_of_a_decimal_column_loses_its_zeros() {
        assert_eq!((whole("1571034501909999.00"), whole("1.50")), ("1571034501909999", "1.50"));
    }

    #[test]
    fn a_number_that_is_passed_over_is_no_identifier() {
        for digits in 1..15_u32 {
            for number in
                [10_u64.pow(digits - 1), 10_u64.pow(digits) - 1, 157_103_450_190_999 / 10_u64.pow(15 - digits)]
            {
                assert!(number < FEWEST);
                assert_eq!(mask_identifier(&number.to_string()), None, "{number}");
            }
        }
        assert_eq!(mask_identifier("012345678331000"), mask_text("012345678331000"));
    }

    #[test]
    fn amounts_and_fractions_are_no_identifiers() {
        assert_eq!(mask_identifier("628123456789"), None);
        assert_eq!(mask_identifier("64.5207690862551"), None);
        assert_eq!(mask_identifier("198501012010011999").as_deref(), Some("[NIP]"));
    }
}
