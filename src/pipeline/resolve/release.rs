//! What a release names: its tables with their stages, columns, keys and gates.

use std::{collections::BTreeSet, ops::Range};

use super::Resolver;
use crate::{
    diagnostic::{Words, code, nearest},
    format::Format,
    pipeline::{
        ReleaseSpec,
        release::{ColumnSpec, ReleasedTable},
    },
    plan::{Plan, StagePlan},
    value::personal::persons::FEWEST_K,
    words,
    workspace::{
        Placed,
        document::{Node, Value},
    },
};

/// Names of files that stand beside the tables of a release.
const TAKEN: [&str; 5] = ["changes", "codebook", "corrections", "datapackage", "tableschema"];

impl Resolver<'_> {
    /// Checks the release; the columns of an `uncertain` stage are not known because of a mistake in it.
    pub(super) fn release(&mut self, release: &ReleaseSpec, plan: &Plan, uncertain: &BTreeSet<&str>) {
        for name in release.tables.keys() {
            self.table_name(name);
        }
        self.dataset_name();
        self.quarantine(release);
        if let Some(deprecation) = &release.deprecation {
            self.deprecation(deprecation);
        }
        self.persons(release);
        for table in release.all_tables() {
            self.table(table, plan, !uncertain.contains(table.from.as_str()));
        }
    }

    /// The main table has the dataset's name.
    fn dataset_name(&mut self) {
        let dataset = &self.pipeline.dataset;
        if TAKEN.contains(&dataset.as_str()) {
            let message = words!(
                "`{dataset}` adalah nama berkas lain di setiap rilis",
                "`{dataset}` is the name of another file of every release"
            );
            let help = words!("beri dataset itu nama lain", "give the dataset another name");
            self.mistake(code::DUPLICATE_NAME, message, &dataset.span).help = Some(help);
        }
    }

    /// A name that can be that of files beside all others of the release.
    fn table_name(&mut self, name: &Placed<String>) {
        let is_lower = |letter: char| letter.is_ascii_lowercase();
        let fits = name.starts_with(is_lower)
            && name.chars().all(|letter| is_lower(letter) || letter.is_ascii_digit() || letter == '_');
        if !fits {
            let message = words!(
                "nama tabel hanya huruf kecil, angka, dan `_`, diawali huruf, bukan `{name}`",
                "the name of a table has lower-case letters, digits and `_` only, a letter first, not `{name}`"
            );
            self.mistake(code::BAD_VALUE, message, &name.span);
        }
        let dataset = &self.pipeline.dataset;
        // A format makes another name of a table's: `a-csv` is one file of `a` in the package.
        let is_like = |format: Format| dataset.value == format!("{name}-{}", format.extension());
        if dataset.value == name.value || Format::ALL.into_iter().any(is_like) {
            let message = words!(
                "tabel `{name}` akan bernama sama dengan tabel utama `{dataset}`",
                "the table `{name}` would be called like the main table `{dataset}`"
            );
            self.mistake(code::DUPLICATE_NAME, message, &name.span).help = Some(another_name());
        }
        if TAKEN.contains(&name.as_str()) {
            let message = words!(
                "`{name}` adalah nama berkas lain di setiap rilis",
                "`{name}` is the name of another file of every release"
            );
            self.mistake(code::DUPLICATE_NAME, message, &name.span).help = Some(another_name());
        }
    }

    fn table(&mut self, table: ReleasedTable<'_>, plan: &Plan, certain: bool) {
        let Some(stage) = plan.stage(table.from) else {
            // A stage that is written but could not be planned has its own mistake.
            if self.pipeline.stages.contains_key(table.from.as_str()) {
                return;
            }
            let known: Vec<&str> = self.pipeline.stages.keys().map(String::as_str).collect();
            return self.unknown(table.from, &known, ("tahap", "stage"));
        };
        if certain {
            for (name, column) in table.columns {
                self.column(table, stage, (name, column));
            }
            self.bounds(table);
            self.changes(table, stage);
            self.restated(table, stage);
        }
        self.names_before(table);
        self.key(table);
    }

    fn column(&mut self, table: ReleasedTable<'_>, stage: &StagePlan, written: (&str, &ColumnSpec)) {
        let (name, column) = written;
        let found = stage.schema.column(name).map(|found| found.kind.word());
        if found.is_none() {
            let span = self.key_span(table, name).unwrap_or_else(|| table.from.span.clone());
            let help = nearest::known_names(name, stage.schema.names(), ("kolom", "columns"));
            let from = table.from;
            let message =
                words!("tahap `{from}` tidak punya kolom `{name}`", "the stage `{from}` has no column `{name}`");
            self.mistake(code::UNKNOWN_COLUMN, message, &span).help = help;
        }
        if let (Some(declared), Some(found)) = (&column.kind, &found)
            && declared.value != *found
        {
            let message = words!(
                "kolom `{name}` berisi `{found}`, bukan `{declared}`",
                "the column `{name}` holds `{found}`, not `{declared}`"
            );
            self.mistake(code::WRONG_COLUMN_TYPE, message, &declared.span);
        }
        if let Some(target) = &column.refers_to {
            self.reference(target);
        }
    }

    /// A column is referred to by its table; in this release it is one that leaves.
    fn reference(&mut self, target: &Placed<String>) {
        let Some((table, column)) = target.split_once('.') else {
            let message = words!(
                "`refers_to` ditulis `dataset.kolom` atau `tabel.kolom`, bukan `{target}`",
                "`refers_to` is written `dataset.column` or `table.column`, not `{target}`"
            );
            self.mistake(code::BAD_VALUE, message, &target.span);
            return;
        };
        let (dataset, Some(release)) = (&self.pipeline.dataset, &self.pipeline.release) else { return };
        let is_meant = |known: &ReleasedTable<'_>| known.name.unwrap_or(dataset) == table;
        let Some(referred) = release.all_tables().find(is_meant).filter(|referred| !referred.is_public(column)) else {
            return;
        };
        if self.key_span(referred, column).is_some_and(|span| self.is_damaged_at(&span)) {
            return;
        }
        let help = nearest::known_names(column, referred.public(), ("kolom", "columns"));
        let message = words!(
            "tabel `{table}` tidak merilis kolom `{column}`",
            "the table `{table}` releases no column `{column}`"
        );
        self.mistake(code::UNKNOWN_COLUMN, message, &target.span).help = help;
    }

    fn key(&mut self, table: ReleasedTable<'_>) {
        for key in table.key {
            // A column whose entry could not be read may be the one that is meant.
            if table.is_public(key) || self.key_span(table, key).is_some_and(|span| self.is_damaged_at(&span)) {
                continue;
            }
            let help = nearest::known_names(key, table.public(), ("kolom", "columns"));
            let message = words!("kunci `{key}` bukan kolom yang dirilis", "the key `{key}` is not a released column");
            self.mistake(code::UNKNOWN_COLUMN, message, &key.span).help = help;
        }
    }

    fn quarantine(&mut self, release: &ReleaseSpec) {
        if let Some(limit) = release.gates.quarantine.as_ref().filter(|limit| !(0.0..=100.0).contains(&limit.value)) {
            let message = words!(
                "`quarantine` antara 0 dan 100 persen, bukan {limit}",
                "`quarantine` is between 0 and 100 per cent, not {limit}"
            );
            self.mistake(code::BAD_VALUE, message, &limit.span);
        }
    }

    /// A limit that protects nobody.
    fn persons(&mut self, release: &ReleaseSpec) {
        if let Some(k) = release.gates.persons.as_ref().map(|persons| &persons.k).filter(|k| k.value < FEWEST_K) {
            let message = words!("`k` paling sedikit {FEWEST_K}, bukan {k}", "`k` is {FEWEST_K} at least, not {k}");
            self.mistake(code::BAD_VALUE, message, &k.span);
        }
    }

    /// Bounds that no table could meet.
    fn bounds(&mut self, table: ReleasedTable<'_>) {
        if let (Some(least), Some(most)) = (table.rows.min, table.rows.max)
            && least > most
        {
            let message = words!(
                "`rows`: `min` {least} lebih dari `max` {most}",
                "`rows`: `min` {least} is more than `max` {most}"
            );
            self.mistake(code::BAD_VALUE, message, &table.from.span);
        }
    }

    /// The gates on changes name a released number, and a share.
    fn changes(&mut self, table: ReleasedTable<'_>, stage: &StagePlan) {
        let is_number = |name: &str| stage.schema.column(name).is_some_and(|column| column.kind.is_number());
        for (measure, limit) in table.change {
            let is_sum = measured_column(measure).is_some_and(|name| is_number(name) && table.is_public(name));
            if measure != "rows" && !is_sum {
                let message = words!(
                    "`{measure}` bukan `rows` atau `sum(kolom angka yang dirilis)`",
                    "`{measure}` is neither `rows` nor `sum(a released column of numbers)`"
                );
                self.mistake(code::BAD_VALUE, message, &limit.span);
            }
            if share(limit).is_none() {
                let message =
                    words!("`{limit}` bukan persentase seperti `15%`", "`{limit}` is not a share such as `15%`");
                self.mistake(code::BAD_VALUE, message, &limit.span);
            }
        }
    }

    /// Where a released column is written as a key.
    fn key_span(&self, table: ReleasedTable<'_>, name: &str) -> Option<Range<usize>> {
        let mut written = &entry(&self.document.root, "release")?.1;
        if let Some(table) = table.name {
            written = &entry(&entry(written, "tables")?.1, table)?.1;
        }
        entry(&entry(written, "columns")?.1, name).map(|(key, _)| key.span.clone())
    }
}

fn another_name() -> Words {
    words!("beri tabel itu nama lain", "give the table another name")
}

fn entry<'n>(node: &'n Node, key: &str) -> Option<&'n (Node, Node)> {
    match &node.value {
        Value::Mapping(entries) => entries.iter().find(|(known, _)| known.scalar() == Some(key)),
        _ => None,
    }
}

/// The column of `sum(column)`.
#[must_use]
pub fn measured_column(measure: &str) -> Option<&str> {
    measure.strip_prefix("sum(")?.strip_suffix(')').map(str::trim)
}

/// A share such as `15%`, in per cent.
#[must_use]
pub fn share(text: &str) -> Option<rust_decimal::Decimal> {
    let number = text.trim().strip_suffix('%')?;
    rust_decimal::Decimal::from_str_exact(number.trim()).ok().filter(|share| !share.is_sign_negative())
}
