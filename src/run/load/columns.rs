//! The columns of a source table, taken under the names that the pipeline gives them.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    diagnostic::{CellPlace, Diagnostic, code, column_letters, nearest},
    pipeline::SourceSpec,
    source::{SourceTable, header::normal_form},
    words,
    workspace::Placed,
};

/// The columns of a table while they are taken one by one.
pub(super) struct Columns<'a> {
    source: &'a SourceTable,
    forms: Vec<String>,
    taken: BTreeSet<usize>,
}

impl<'a> Columns<'a> {
    pub fn new(source: &'a SourceTable) -> Self {
        let forms = source.headings.iter().map(|heading| normal_form(&heading.text)).collect();
        Self { source, forms, taken: BTreeSet::new() }
    }

    /// Takes the first column under one of the headings; the column's own name is a heading too.
    pub fn take(&mut self, column: &str, headings: &[Placed<String>]) -> Option<usize> {
        let wanted = headings.iter().map(|heading| heading.value.as_str()).chain([column]);
        let found = wanted.map(normal_form).find_map(|wanted| {
            let fits = |at: &usize| !self.taken.contains(at) && self.forms.get(*at) == Some(&wanted);
            (0..self.forms.len()).find(fits)
        })?;
        self.taken.insert(found);
        Some(found)
    }

    /// Whether a column was taken.
    pub fn is_taken(&self, at: usize) -> bool {
        self.taken.contains(&at)
    }

    /// Columns that are neither used nor ignored, and columns that are declared but absent.
    pub fn mistakes(&self, name: &str, spec: &SourceSpec, found: &[Option<usize>]) -> Vec<Diagnostic> {
        // An empty array of records has no headings to compare; the gate on rows decides what that means.
        if self.source.headings.is_empty() && self.source.rows.is_empty() && self.source.broken.is_empty() {
            return Vec::new();
        }
        let mut mistakes = Vec::new();
        let path = &self.source.path;
        let place = CellPlace { path: Arc::clone(path), sheet: self.source.sheet.clone(), ..CellPlace::default() };
        for (at, heading) in self.source.headings.iter().enumerate() {
            let text = &heading.text;
            if self.taken.contains(&at) || spec.ignore.iter().any(|pattern| fits(pattern, text)) {
                continue;
            }
            let column = column_letters(heading.column);
            let message = words!(
                "kolom {column} `{text}` tidak dipakai dan tidak diabaikan oleh sumber `{name}`",
                "column {column} `{text}` is neither used nor ignored by the source `{name}`"
            );
            let help =
                words!("sebutkan judul ini di `columns` atau `ignore`", "name the heading under `columns` or `ignore`");
            mistakes.push(Diagnostic::finding(code::COLUMN_UNDECLARED, message).at(place.clone()).help(help));
        }
        for ((column, headings), at) in spec.columns.iter().zip(found) {
            if at.is_some() || spec.optional.iter().any(|optional| optional.value == *column) {
                continue;
            }
            let wanted = headings.iter().map(|heading| format!("`{heading}`")).collect::<Vec<_>>().join(" / ");
            let message = words!(
                "tidak ada judul {wanted} untuk kolom `{column}` sumber `{name}`",
                "no heading {wanted} for the column `{column}` of the source `{name}`"
            );
            let mut mistake = Diagnostic::finding(code::COLUMN_ABSENT, message).at(place.clone());
            // Headings are like the heading that is sought, not like the name that its column gets.
            let sought = headings.first().map_or(column.as_str(), |heading| heading.as_str());
            let known = self.source.headings.iter().map(|heading| heading.text.as_ref());
            if let Some(help) = nearest::known_names(sought, known, ("judul", "headings")) {
                mistake = mistake.help(help);
            }
            mistakes.push(mistake);
        }
        mistakes
    }
}

/// Whether a heading fits a name or a pattern with `*`.
pub(super) fn fits(pattern: &str, heading: &str) -> bool {
    let Some((before, after)) = pattern.split_once('*') else { return normal_form(pattern) == normal_form(heading) };
    let (heading, before, after) = (normal_form(heading), normal_form(before), normal_form(after));
    heading.len() >= before.len() + after.len() && heading.starts_with(&before) && heading.ends_with(&after)
}
