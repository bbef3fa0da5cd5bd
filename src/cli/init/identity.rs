//! Whose a file is and of when, where its name or the lines above its table say so.

use regex_lite::Regex;

use super::{heading::says, remark::Remark, yaml};
use crate::{
    source::{SourceTable, header::normal_form},
    words,
};

/// Labels of lines above tables, with the column that their value becomes.
const LABELS: &[(&str, &str)] = &[
    ("skpd", "skpd"),
    ("nama skpd", "skpd"),
    ("opd", "opd"),
    ("nama opd", "opd"),
    ("perangkat daerah", "perangkat_daerah"),
    ("unit kerja", "unit_kerja"),
    ("instansi", "instansi"),
    ("dinas", "dinas"),
    ("kecamatan", "kecamatan"),
    ("kelurahan", "kelurahan"),
    ("tahun", "tahun"),
    ("tahun anggaran", "tahun"),
    ("bulan", "bulan"),
    ("triwulan", "triwulan"),
    ("semester", "semester"),
    ("periode", "periode"),
];

/// What lines above tables and names of files say without a label, with the column and the pattern.
const PATTERNS: &[(&str, &str)] = &[
    ("tahun", r"(?:^|[^0-9])((?:19|20)[0-9]{2})(?:[^0-9]|$)"),
    ("triwulan", r"(?i)(?:triwulan|tw)[ _-]*([1-4]|IV|I{1,3})(?:[^A-Za-z0-9]|$)"),
    (
        "bulan",
        r"(?i)(?:^|[^a-z])(januari|februari|pebruari|maret|april|mei|juni|juli|agustus|september|oktober|november|nopember|desember)(?:[^a-z]|$)",
    ),
];

/// A column of identity: its name, where it is taken from, as YAML, and what stands there.
struct Found {
    column: &'static str,
    setting: String,
    shown: String,
}

/// The question which of what a file says of itself becomes a column; nothing that a column of the table holds.
pub(super) fn question(tables: &[SourceTable], headings: &[&str]) -> Option<Remark> {
    let table = tables.first()?;
    let mut found: Vec<Found> = Vec::new();
    let labelled = table.captions.iter().filter_map(|line| by_label(line));
    let lines =
        PATTERNS.iter().filter_map(|pattern| by_pattern(*pattern, "banner", table.banner.iter().map(String::as_str)));
    let named = PATTERNS.iter().filter_map(|pattern| by_pattern(*pattern, "file", table.path.rsplit('/').take(1)));
    for one in labelled.chain(lines).chain(named) {
        let is_column = headings.iter().any(|heading| says(&heading.replace('_', " "), &[one.column]));
        if !is_column && !found.iter().any(|known| known.column == one.column) {
            found.push(one);
        }
    }
    if found.is_empty() {
        return None;
    }
    let shown = found.iter().map(|one| format!("`{}`", one.shown)).collect::<Vec<_>>().join(", ");
    let settings =
        found.iter().map(|one| format!("{}: {{ {} }}", one.column, one.setting)).collect::<Vec<_>>().join(", ");
    let words = words!(
        "{shown} di atas tabel atau di nama berkas mengatakan milik siapa barisnya dan kapan; untuk kolom yang diambil dari sana:",
        "{shown} above the table or in the name of the file say whose the rows are and of when; for columns taken from there:"
    );
    Some(Remark::Question(words, vec![format!("identity: {{ {settings} }}")]))
}

/// `SKPD : Dinas Kominfo` in one cell or in two.
fn by_label(line: &[String]) -> Option<Found> {
    line.iter().enumerate().find_map(|(at, cell)| {
        let (label, behind) = cell.split_once(':').unwrap_or((cell, ""));
        let form = normal_form(label);
        let (_, column) = LABELS.iter().find(|(known, _)| *known == form)?;
        let next = line.get(at + 1).filter(|next| cell.contains(':') || next.trim_start().starts_with(':'));
        let value = if behind.trim().is_empty() { next?.trim().trim_start_matches(':').trim() } else { behind.trim() };
        let label = label.trim();
        (!value.is_empty()).then(|| Found {
            column,
            setting: format!("label: {}", yaml::scalar(label)),
            shown: format!("{label}: {value}"),
        })
    })
}

fn by_pattern<'a>(
    (column, pattern): (&'static str, &'static str),
    way: &str,
    texts: impl IntoIterator<Item = &'a str>,
) -> Option<Found> {
    let expression = Regex::new(pattern).ok()?;
    let shown = texts.into_iter().find(|text| expression.is_match(text))?.to_owned();
    Some(Found { column, setting: format!("{way}: '{pattern}'"), shown })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::Language;

    fn asked(path: &str, lines: &[&[&str]], headings: &[&str]) -> String {
        let captions: Vec<Vec<String>> =
            lines.iter().map(|line| line.iter().map(ToString::to_string).collect()).collect();
        let banner = captions.iter().map(|line: &Vec<String>| line.join(" ")).collect();
        let table = SourceTable { path: path.into(), captions, banner, ..SourceTable::default() };
        question(&[table], headings).map(|remark| remark.lines(0, Language::En)).unwrap_or_default()
    }

    #[test]
    fn offices_and_times_above_the_table_and_in_the_name_of_the_file_are_asked_about() {
        let lines: &[&[&str]] = &[&["LAPORAN REALISASI TAHUN 2019"], &["SKPD", ": Dinas Kominfo"]];
        insta::assert_snapshot!(asked("data/lra_TW II_2020.xlsx", lines, &["Uraian", "Nilai"]), @"
        # question: `SKPD: Dinas Kominfo`, `LAPORAN REALISASI TAHUN 2019`, `lra_TW II_2020.xlsx` above the table or in the
        #   name of the file say whose the rows are and of when; for columns taken from there:
        #   identity: { skpd: { label: SKPD }, tahun: { banner: '(?:^|[^0-9])((?:19|20)[0-9]{2})(?:[^0-9]|$)' }, triwulan: { file: '(?i)(?:triwulan|tw)[ _-]*([1-4]|IV|I{1,3})(?:[^A-Za-z0-9]|$)' } }
        ");
    }

    #[test]
    fn what_a_column_holds_is_not_asked_about_again() {
        insta::assert_snapshot!(asked("data/lra_2020.xlsx", &[&["SKPD : Bappeda"]], &["Tahun Anggaran", "Nama SKPD"]), @"");
    }
}
