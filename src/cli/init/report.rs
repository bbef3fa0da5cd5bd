//! What `terbuka init` tells of its work.

use std::path::Path;

use unicode_width::UnicodeWidthStr as _;

use super::{draft::Draft, place::PlacedFile, reading::Found, trial::Trial};
use crate::{
    cli::output::Output,
    diagnostic::{Words, column_letters, counted, shown},
    source::SourceTable,
    words,
};

/// Characters of a heading that are shown.
const WIDTH: usize = 36;

/// All that is to be told of a first pipeline.
pub(super) struct Told<'a> {
    /// The file.
    pub placed: &'a PlacedFile,
    /// Its tables.
    pub found: &'a Found,
    /// What was guessed.
    pub draft: &'a Draft,
    /// The files written.
    pub files: &'a [String],
    /// What came of trying it out.
    pub trial: &'a Trial,
    /// How many findings would hold the release.
    pub held: usize,
}

/// A new workspace: its files and the next steps.
pub(super) fn workspace(folder: &Path, files: &[String], output: &Output) -> String {
    let folder_shown = shown(folder);
    if output.is_json() {
        return json(&serde_json::json!({ "version": 1, "workspace": folder_shown.as_ref(), "files": files }));
    }
    let head = words!("Ruang kerja baru di {folder_shown}:", "New workspace in {folder_shown}:");
    let next = words!(
        "Langkah berikut, di folder itu:\n  terbuka run                       contoh menjadi rilis pertama di public/\n  terbuka init --from BERKAS        pipeline pertama dari berkas Anda\n",
        "Next, in that folder:\n  terbuka run                       the example becomes a first release in public/\n  terbuka init --from FILE          a first pipeline from a file of yours\n"
    );
    format!("{}\n{}\n{}", output.words(&head), listed(files), output.words(&next))
}

/// A first pipeline: what was found, what was written, what comes next.
pub(super) fn dataset(told: &Told<'_>, output: &Output) -> String {
    if output.is_json() {
        return as_json(told);
    }
    let mut text = String::new();
    let mut add = |words: Words| {
        text.push_str(output.words(&words));
        text.push('\n');
    };
    let shown = told.placed.source().shown;
    add(words!("Dibaca: {shown}", "Read: {shown}"));
    for table in &told.found.tables {
        add(table_words(table));
    }
    for (name, rows) in &told.found.others {
        let counted_rows = counted(rows, "row", "rows");
        add(words!("  lembar `{name}`: {rows} baris, tidak dipakai", "  sheet `{name}`: {counted_rows}, not used"));
    }
    for (class, count) in &told.draft.rows.dropped {
        let rows = counted(count, "row", "rows");
        add(words!("  {count} baris {class} dikenali dan dibuang", "  {rows} of kind {class} recognised and dropped"));
    }
    add(words!("Kolom:", "Columns:"));
    for line in columns(told.draft, output) {
        text.push_str(&line);
    }
    text.push_str(output.words(&words!("Ditulis:\n", "Written:\n")));
    text.push_str(&listed(told.files));
    text.push_str(output.words(&outcome(told)));
    text
}

fn table_words(table: &SourceTable) -> Words {
    let (rows, columns, broken) = (table.rows.len(), table.headings.len(), table.broken.len());
    let first = table.rows.first().copied().unwrap_or(0);
    let (sheet_id, sheet_en) = table
        .sheet
        .as_ref()
        .map_or_else(Default::default, |sheet| (format!("lembar `{sheet}`: "), format!("sheet `{sheet}`: ")));
    let (broken_id, broken_en) = if broken == 0 {
        Default::default()
    } else {
        (format!(", {broken} baris tidak terbaca"), format!(", {broken} rows unreadable"))
    };
    let rows_en = counted(rows, "row", "rows");
    words!(
        "  {sheet_id}{rows} baris, {columns} kolom, data mulai baris {first}{broken_id}",
        "  {sheet_en}{rows_en}, {columns} columns, data from row {first}{broken_en}"
    )
}

/// One line a column: its letter, its heading, its name, its kind.
fn columns(draft: &Draft, output: &Output) -> Vec<String> {
    let name_width = draft.source.columns.iter().map(|column| column.name.width()).max().unwrap_or(0);
    let shortened: Vec<String> =
        draft.source.columns.iter().map(|column| column.heading.chars().take(WIDTH).collect()).collect();
    let heading_width = shortened.iter().map(|heading| heading.width()).max().unwrap_or(0);
    let line = |(column, heading): (&super::draft::Column, &String)| {
        let letters = column_letters(column.number);
        let heading_gap = heading_width - heading.width();
        let name_gap = name_width - column.name.width();
        let question = if column.remarks.iter().any(super::remark::Remark::is_question) { " ?" } else { "" };
        let kind = output.words(&column.kind);
        format!("  {letters:<3} {heading}{:heading_gap$}  {}{:name_gap$}  {kind}{question}\n", "", column.name, "")
    };
    draft.source.columns.iter().zip(&shortened).map(line).collect()
}

fn outcome(told: &Told<'_>) -> Words {
    let Told { draft, trial, held, .. } = told;
    let dataset = &draft.dataset;
    let rows = trial.table(super::compose::STAGE).map_or(0, crate::table::Table::len);
    let (refused, questions) = (trial.quarantined(), draft.questions());
    let key = draft.release.as_ref().map(|release| release.key.join(", ")).unwrap_or_default();
    let out = counted(rows, "row", "rows");
    let mut words = words!(
        "Percobaan: {rows} baris keluar, {refused} ditolak; kunci: {key}\n",
        "Trial: {out} out, {refused} refused; key: {key}\n"
    );
    let mut add = |more: Words| {
        words.id.push_str(&more.id);
        words.en.push_str(&more.en);
    };
    if *held > 0 {
        let findings = counted(held, "finding", "findings");
        add(words!(
            "Rilis akan ditahan oleh {held} temuan di atas.\n",
            "The release will be held by {findings} above.\n"
        ));
    }
    if questions > 0 {
        let asked = counted(questions, "question", "questions");
        add(words!(
            "{questions} pertanyaan (`# tanya:`) menunggu jawaban di pipeline itu.\n",
            "{asked} (`# question:`) in the pipeline to answer.\n"
        ));
    }
    add(words!(
        "Langkah berikut: isi asal dan lisensi di berkas .origin.yml, lalu\n  terbuka check {dataset}\n  terbuka run {dataset}\n",
        "Next: fill in origin and licence in the .origin.yml file, then\n  terbuka check {dataset}\n  terbuka run {dataset}\n"
    ));
    words
}

fn listed(files: &[String]) -> String {
    files.iter().fold(String::new(), |text, file| text + "  " + file + "\n")
}

fn as_json(told: &Told<'_>) -> String {
    let column = |column: &super::draft::Column| {
        let operation = column.step.as_ref().map(|step| step.operation);
        serde_json::json!({
            "name": column.name, "heading": column.heading, "column": column.number, "operation": operation,
            "kind": { "id": column.kind.id, "en": column.kind.en }, "unit": column.unit,
        })
    };
    let table = |table: &SourceTable| serde_json::json!({ "sheet": table.sheet.as_deref(), "rows": table.rows.len(), "first_row": table.rows.first() });
    json(&serde_json::json!({
        "version": 1,
        "dataset": told.draft.dataset,
        "files": told.files,
        "tables": told.found.tables.iter().map(table).collect::<Vec<_>>(),
        "columns": told.draft.source.columns.iter().map(column).collect::<Vec<_>>(),
        "key": told.draft.release.as_ref().map(|release| &release.key),
        "rows": told.trial.table(super::compose::STAGE).map(crate::table::Table::len),
        "quarantined": told.trial.quarantined(),
        "questions": told.draft.questions(),
        "held": told.held,
    }))
}

fn json(value: &serde_json::Value) -> String {
    serde_json::to_string_pretty(value).unwrap_or_default() + "\n"
}
