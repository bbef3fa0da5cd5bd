//! Replaces spellings by the values of a lookup file.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::{Diagnostic, Kind, code, nearest},
    plan::{
        Expression, Flow, Function, Operator,
        lookup::{Lookup, Unknown},
    },
    schema::Type,
    words,
    workspace::{Door, Placed, decided, reference},
};

/// Replaces the spellings of a column by the values of a lookup file; spelling is compared without case and punctuation.
///
/// A column `status` of the file says which rows are used: those with `terima` or nothing there. Rows with `usulan`, as
/// `terbuka cluster` proposes them, and `tolak` are not; another word is a mistake.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct MapValues {
    /// The column.
    column: Placed<String>,
    /// Lookup file: CSV in UTF-8, path from the root of the workspace.
    file: Placed<String>,
    /// Column of the file with the spellings.
    #[serde(default = "from")]
    from: Placed<String>,
    /// Column of the file with the values.
    #[serde(default = "to")]
    to: Placed<String>,
    /// A new column for the values; the column itself when absent.
    #[serde(default)]
    into: Option<Placed<String>>,
    /// What becomes of values that the file does not have.
    #[serde(default)]
    unknown: Unknown,
}

fn from() -> Placed<String> {
    Placed::new("dari".into(), 0..0)
}

fn to() -> Placed<String> {
    Placed::new("ke".into(), 0..0)
}

impl MapValues {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let column = flow.text_column(&self.column);
        let lookup = self.read(flow);
        let target = self.into.as_ref().unwrap_or(&self.column);
        let (Some(column), Some(lookup)) = (column, lookup) else { return flow.lose_certainty() };
        let expression = Expression::call(Function::LookUp(Arc::new(lookup)), vec![Expression::Column(column)]);
        let derivation = flow.derivation(target, (expression, Type::Text), Some(column));
        flow.push(Operator::Derive(vec![derivation]));
    }

    fn read(&self, flow: &mut Flow<'_>) -> Option<Lookup> {
        if !Door::is_inside(&self.file) {
            let file = &self.file;
            flow.bad_value(&file.span, words!("`{file}` di luar ruang kerja", "`{file}` is outside the workspace"));
            return None;
        }
        let path = flow.world.door.path(&self.file);
        let read = flow
            .world
            .door
            .read_text(&path)
            .and_then(|text| reference::records(&text).map_err(|error| reference::broken(&self.file, &error)));
        let (columns, rows) = match read {
            Ok(read) => read,
            Err(mistake) => {
                let place = flow.place_of(&self.file.span);
                let mistake = Diagnostic { code: code::REFERENCE_FILE, kind: Kind::Mistake, ..mistake };
                flow.mistake(mistake.at(place));
                return None;
            }
        };
        let from = self.position(&columns, &self.from, flow)?;
        let to = self.position(&columns, &self.to, flow)?;
        let rows = match decided::used(&self.file, (&columns, rows), &[&self.from, &self.to]) {
            Ok(rows) => rows,
            Err(mistake) => {
                let place = flow.place_of(&self.file.span);
                flow.mistake(mistake.at(place));
                return None;
            }
        };
        let mut lookup = Lookup::new(&self.file, code::NOT_IN_LOOKUP, self.unknown);
        for row in &rows {
            if let (Some(spelling), Some(value)) = (row.get(from), row.get(to)) {
                lookup.insert(spelling, value);
            }
        }
        Some(lookup)
    }

    fn position(&self, columns: &[String], wanted: &Placed<String>, flow: &mut Flow<'_>) -> Option<usize> {
        let found = columns.iter().position(|column| *column == wanted.value);
        if found.is_none() {
            let span = if wanted.span.is_empty() { &self.file.span } else { &wanted.span };
            let message = words!("berkas ini tidak punya kolom `{wanted}`", "the file has no column `{wanted}`");
            let mut mistake = Diagnostic::mistake(code::REFERENCE_FILE, message).at(flow.place_of(span));
            if let Some(help) = nearest::known_names(wanted, columns.iter().map(String::as_str), ("kolom", "columns")) {
                mistake = mistake.help(help);
            }
            flow.mistake(mistake);
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    const ROWS: &str = "status\nSelesai\nSLS\nbatal\n";
    const LIST: &str = "dari,ke\nselesai,selesai\nSls.,selesai\n";

    fn map(settings: &str) -> testing::Bench {
        testing::steps(&format!("- map_values: {{ column: status, file: peta.csv{settings} }}"))
            .over(ROWS)
            .file("peta.csv", LIST)
    }

    #[test]
    fn spellings_are_compared_without_case_and_punctuation_and_unknown_ones_refused() {
        let bench = map("");
        insta::assert_snapshot!(bench.table(), @"
        status
        selesai
        selesai
        ");
        insta::assert_snapshot!(bench.refusals(), @"1.csv › row 4 (status): TB0321 `batal` is not in the list `peta.csv`");
    }

    #[test]
    fn unknown_values_may_be_kept_or_emptied_in_a_new_column() {
        insta::assert_snapshot!(map(", into: kode, unknown: keep").table(), @"
        status,kode
        Selesai,selesai
        SLS,selesai
        batal,batal
        ");
        insta::assert_snapshot!(map(", into: kode, unknown: empty").table(), @"
        status,kode
        Selesai,selesai
        SLS,selesai
        batal,
        ");
    }

    #[test]
    fn proposed_and_rejected_rows_are_never_used() {
        let list = "dari,ke,status\nselesai,selesai,\nSLS,selesai,usulan\nbatal,batal,tolak\n";
        let map = |list: &str| {
            testing::steps("- map_values: { column: status, file: peta.csv }").over(ROWS).file("peta.csv", list)
        };
        insta::assert_snapshot!(map(list).table(), @"
        status
        selesai
        ");
        insta::assert_snapshot!(map(&list.replace("usulan", "terima")).table(), @"
        status
        selesai
        selesai
        ");
        insta::assert_snapshot!(map(&list.replace("usulan", "ya")).mistakes(), @"`peta.csv`: TB0340 `peta.csv` line 3: the status `ya` is not known (write `terima` (accept), `usulan` (proposed) or `tolak` (reject); rename a column `status` about something else)");
    }

    #[test]
    fn a_file_or_column_that_is_not_there_is_a_mistake() {
        insta::assert_snapshot!(map(", to: kode").mistakes(), @"`kode`: TB0112 the file has no column `kode` (known columns: `ke`, `dari`)");
        insta::assert_snapshot!(testing::steps("- map_values: { column: status, file: peta.csv }").over(ROWS).mistakes(), @"`peta.csv`: TB0112 could not read `peta.csv`: no such file or folder");
    }
}
