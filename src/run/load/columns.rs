//! The columns of a source table, taken under the names that the pipeline gives them.

use std::{collections::BTreeSet, sync::Arc};

use crate::{
    diagnostic::{CellPlace, Diagnostic, Words, code, column_letters, nearest},
    pipeline::SourceSpec,
    source::{SourceTable, grid_text, header::normal_form, plain_heading as plain},
    words,
    workspace::Placed,
};

/// The columns of a table while they are taken one by one.
pub(super) struct Columns<'a> {
    source: &'a SourceTable,
    forms: Vec<String>,
    /// The headings as the author writes them, each of its own column.
    declared: BTreeSet<String>,
    taken: BTreeSet<usize>,
}

impl<'a> Columns<'a> {
    pub fn new(source: &'a SourceTable, spec: &SourceSpec) -> Self {
        let forms = source.headings.iter().map(|heading| normal_form(&heading.text)).collect();
        let declared = spec.columns.values().flatten().map(|heading| grid_text(heading)).collect();
        Self { source, forms, declared, taken: BTreeSet::new() }
    }

    /// Takes the first column under one of the headings; the column's own name is a heading too. Of headings that differ
    /// only in case and punctuation (`%`, `(%)`), the one that is written so is meant.
    pub fn take(&mut self, column: &str, headings: &[Placed<String>]) -> Option<usize> {
        let wanted = headings.iter().map(|heading| heading.value.as_str()).chain([column]);
        let found = wanted.map(|text| (grid_text(text), normal_form(text))).find_map(|(text, form)| {
            let free = (0..self.forms.len()).filter(|at| !self.taken.contains(at) && self.forms[*at] == form);
            let free: Vec<usize> = free.collect();
            let exact = free.iter().find(|at| grid_text(self.text(**at)) == text);
            exact.or_else(|| free.iter().find(|at| !self.declared.contains(&grid_text(self.text(**at))))).copied()
        })?;
        self.taken.insert(found);
        Some(found)
    }

    fn text(&self, at: usize) -> &str {
        self.source.headings.get(at).map_or("", |heading| heading.text.as_ref())
    }

    /// The columns whose headings are like that of a column, itself among them.
    fn alike(&self, at: usize) -> Vec<usize> {
        let form = |at: usize| {
            let (text, first) = (self.text(at), plain(self.text(at)));
            let is_numbered = self.source.headings.iter().any(|heading| *heading.text == *first);
            normal_form(if is_numbered { first } else { text })
        };
        (0..self.forms.len()).filter(|other| form(*other) == form(at)).collect()
    }

    /// How a column is named that is neither used nor ignored, beside others under the same heading.
    fn naming(&self, at: usize) -> Words {
        let alike = self.alike(at);
        if alike.len() < 2 {
            return words!(
                "sebutkan judul ini di `columns` atau `ignore`",
                "name the heading under `columns` or `ignore`"
            );
        }
        let place = |at: &usize| {
            let column = self.source.headings.get(*at).map_or(0, |heading| heading.column);
            format!("{} `{}`", column_letters(column), self.text(*at))
        };
        let list = alike.iter().map(place).collect::<Vec<_>>().join(", ");
        let name = |number: usize| if number == 0 { "nama".to_owned() } else { format!("nama_{}", number + 1) };
        let columns =
            alike.iter().enumerate().map(|(number, at)| format!("{}: [\"{}\"]", name(number), self.text(*at)));
        let (columns, own) = (columns.collect::<Vec<_>>().join(", "), self.text(at));
        words!(
            "judul yang sama ada di {list}; tulis masing-masing persis seperti itu: `columns: {{ {columns} }}`, atau `ignore: [\"{own}\"]`",
            "the same heading stands in {list}; write each exactly so: `columns: {{ {columns} }}`, or `ignore: [\"{own}\"]`"
        )
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
            let finding = Diagnostic::finding(code::COLUMN_UNDECLARED, message).at(place.clone());
            mistakes.push(finding.help(self.naming(at)));
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

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn headings_that_differ_in_punctuation_alone_are_told_apart_as_they_are_written() {
        let bench = testing::steps("- tidy_text").over("(%),%,Jumlah,Jumlah\n1,2,3,4\n");
        let named = bench.taking("rasio: ['%'], persen: ['(%)'], a: [Jumlah], b: ['Jumlah (2)']", "");
        insta::assert_snapshot!(named.table(), @"
        rasio,persen,a,b
        2,1,3,4
        ");
    }

    #[test]
    fn the_second_of_two_headings_is_ignored_by_its_number() {
        let bench = testing::steps("- tidy_text").over("(%),%,Jumlah,Jumlah\n1,2,3,4\n");
        insta::assert_snapshot!(bench.taking("rasio: ['%'], a: [Jumlah]", "'(%)', 'Jumlah (2)'").table(), @"
        rasio,a
        2,3
        ");
    }

    #[test]
    fn a_heading_that_is_not_used_is_named_beside_those_that_are_alike() {
        let bench = testing::steps("- tidy_text").over("(%),%,Jumlah,Jumlah\n1,2,3,4\n");
        insta::assert_snapshot!(bench.taking("rasio: ['%'], a: [Jumlah]", "").mistakes(), @r#"
        1.csv: TB0205 column A `(%)` is neither used nor ignored by the source `sumber` (the same heading stands in A `(%)`, B `%`; write each exactly so: `columns: { nama: ["(%)"], nama_2: ["%"] }`, or `ignore: ["(%)"]`)
        1.csv: TB0205 column D `Jumlah (2)` is neither used nor ignored by the source `sumber` (the same heading stands in C `Jumlah`, D `Jumlah (2)`; write each exactly so: `columns: { nama: ["Jumlah"], nama_2: ["Jumlah (2)"] }`, or `ignore: ["Jumlah (2)"]`)
        "#);
    }
}
