//! What a release names: its stage, columns, key and gates.

use std::ops::Range;

use super::Resolver;
use crate::{
    diagnostic::{code, nearest},
    pipeline::{
        ReleaseSpec,
        release::{Access, ColumnSpec},
    },
    plan::{Plan, StagePlan},
    words,
    workspace::document::{Node, Value},
};

impl Resolver<'_> {
    /// Checks the release; `certain` unless a mistake in its stage left its columns unknown.
    pub(super) fn release(&mut self, release: &ReleaseSpec, plan: &Plan, certain: bool) {
        let Some(stage) = plan.stage(&release.from) else {
            // A stage that is written but could not be planned has its own mistake.
            if self.pipeline.stages.contains_key(release.from.as_str()) {
                return;
            }
            let known: Vec<&str> = self.pipeline.stages.keys().map(String::as_str).collect();
            return self.unknown(&release.from, &known, ("tahap", "stage"));
        };
        if certain {
            for (name, column) in &release.columns {
                self.column(release, stage, (name, column));
            }
            self.bounds(release);
            self.changes(release, stage);
        }
        self.key(release);
    }

    fn column(&mut self, release: &ReleaseSpec, stage: &StagePlan, written: (&str, &ColumnSpec)) {
        let (name, column) = written;
        let found = stage.schema.column(name).map(|found| found.kind.word());
        if found.is_none() {
            let span = self.key_span(name).unwrap_or_else(|| release.from.span.clone());
            let help = nearest::known_names(name, stage.schema.names(), ("kolom", "columns"));
            let from = &release.from;
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
        if let Some(target) = column.refers_to.as_ref().filter(|target| !target.contains('.')) {
            let message = words!(
                "`refers_to` ditulis `dataset.kolom`, bukan `{target}`",
                "`refers_to` is written `dataset.column`, not `{target}`"
            );
            self.mistake(code::BAD_VALUE, message, &target.span);
        }
    }

    fn key(&mut self, release: &ReleaseSpec) {
        for key in &release.key {
            let public = release.columns.get(key.as_str()).is_some_and(|column| column.access == Access::Public);
            // A column whose entry could not be read may be the one that is meant.
            if public || self.key_span(key).is_some_and(|span| self.is_damaged_at(&span)) {
                continue;
            }
            let known = release.columns.keys().map(String::as_str);
            let help = nearest::known_names(key, known, ("kolom", "columns"));
            let message = words!("kunci `{key}` bukan kolom yang dirilis", "the key `{key}` is not a released column");
            self.mistake(code::UNKNOWN_COLUMN, message, &key.span).help = help;
        }
    }

    /// Bounds that no release could meet.
    fn bounds(&mut self, release: &ReleaseSpec) {
        if let Some(limit) = release.gates.quarantine.as_ref().filter(|limit| !(0.0..=100.0).contains(&limit.value)) {
            let message = words!(
                "`quarantine` antara 0 dan 100 persen, bukan {limit}",
                "`quarantine` is between 0 and 100 per cent, not {limit}"
            );
            self.mistake(code::BAD_VALUE, message, &limit.span);
        }
        let rows = &release.gates.rows;
        if let (Some(least), Some(most)) = (rows.min, rows.max)
            && least > most
        {
            let message = words!(
                "`rows`: `min` {least} lebih dari `max` {most}",
                "`rows`: `min` {least} is more than `max` {most}"
            );
            self.mistake(code::BAD_VALUE, message, &release.from.span);
        }
    }

    /// The gates on changes name a released number, and a share.
    fn changes(&mut self, release: &ReleaseSpec, stage: &StagePlan) {
        let is_public = |name: &str| release.columns.get(name).is_some_and(|column| column.access == Access::Public);
        let is_number = |name: &str| stage.schema.column(name).is_some_and(|column| column.kind.is_number());
        for (measure, limit) in &release.gates.change {
            if measure != "rows" && !measured_column(measure).is_some_and(|name| is_number(name) && is_public(name)) {
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
    fn key_span(&self, name: &str) -> Option<Range<usize>> {
        let (_, release) = entry(&self.document.root, "release")?;
        let (_, columns) = entry(release, "columns")?;
        entry(columns, name).map(|(key, _)| key.span.clone())
    }
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
