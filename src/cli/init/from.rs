//! A first pipeline from a file: read, guessed, tried out, written.

use std::{collections::BTreeMap, fs, path::Path};

use chrono::Local;

use super::{
    access, columns, compose,
    draft::{Draft, Release, Released},
    files::NewFiles,
    hierarchy, identity, key,
    place::PlacedFile,
    reading::{self, Found},
    remark::Remark,
    report::{self, Told},
    trial::Trial,
    workspace as new_workspace,
};
use crate::{
    cli::output::Output,
    diagnostic::{Diagnostic, Language, Place, Words, code, failed},
    pipeline::release::Access,
    source::Opened,
    table::Table,
    value::row_class::RowClass,
    words,
    workspace::{Door, door::SETTINGS_FILE, settings::Workspace},
};

/// Suffix of the record of a file's origin.
const ORIGIN: &str = ".origin.yml";

/// Writes a first pipeline for a file and tells what was found.
///
/// # Errors
/// When there is no workspace, the file cannot be read, or a file would be overwritten.
pub(super) fn make(folder: &Path, asked: (&Path, Option<&str>), output: &Output) -> Result<String, Vec<Diagnostic>> {
    let workspace = Workspace::open(Door::find(folder).map_err(|mistake| vec![mistake])?)?;
    let (file, dataset) = asked;
    let placed = PlacedFile::find(&workspace.door, file, dataset).map_err(|error| vec![error])?;
    let source = placed.source();
    let opened = Opened::open(&source).map_err(|error| vec![error])?;
    let found = reading::find(&source, &opened).map_err(|error| vec![error])?;
    let maker = Maker { workspace: &workspace, placed: &placed, opened: &opened, language: output.language };
    let mut draft = maker.draft(&found)?;
    let trial = maker.released(&mut draft, &found)?;
    let held = trial.held(&workspace, Local::now().date_naive());
    let files = maker.write(&draft, &found)?;
    output.diagnose(&trial.notes());
    let held: Vec<Diagnostic> = held.into_iter().map(Diagnostic::as_warning).collect();
    output.diagnose(&held);
    let told = Told { placed: &placed, found: &found, draft: &draft, files: &files, trial: &trial, held: held.len() };
    Ok(report::dataset(&told, output))
}

struct Maker<'a> {
    workspace: &'a Workspace,
    placed: &'a PlacedFile,
    opened: &'a Opened,
    language: Language,
}

impl Maker<'_> {
    /// What the file says by itself.
    fn draft(&self, found: &Found) -> Result<Draft, Vec<Diagnostic>> {
        let guessed = columns::guess(&found.tables);
        let mut source = found.source.clone();
        source.path = self.placed.current_pattern();
        source.columns = guessed.columns;
        source.ignored = guessed.ignored;
        if found.tables.len() > 1 {
            source.place.push(("sheet", free("lembar", &source.columns)));
        }
        let headings: Vec<&str> = source.columns.iter().map(|column| column.heading.as_str()).collect();
        let question = identity::question(&found.tables, &headings);
        source.remarks.extend(question);
        let (dataset, title) = (self.placed.dataset.clone(), self.title(found));
        Ok(Draft { dataset, title, producer: self.producer()?, source, rows: guessed.rows, release: None })
    }

    /// The first line above the table, or the name of the file.
    fn title(&self, found: &Found) -> (String, Remark) {
        let banner = found.tables.first().and_then(|table| table.banner.first());
        if let Some(line) = banner.filter(|line| line.chars().count() <= 120) {
            return (
                line.clone(),
                Remark::Guess(words!("baris pertama di atas tabel", "the first line above the table")),
            );
        }
        let stem = self.placed.path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let title = stem.replace(['_', '-'], " ").trim().to_owned();
        let title = if title.is_empty() { self.placed.dataset.clone() } else { title };
        (title, Remark::Guess(words!("nama berkas", "the name of the file")))
    }

    fn producer(&self) -> Result<(String, Remark), Vec<Diagnostic>> {
        let producers = &self.workspace.settings.producers;
        let Some(first) = producers.keys().next() else {
            let message = words!("`terbuka.yml` tidak menyebut satu pun produsen", "`terbuka.yml` names no producer");
            let help = words!(
                "tambahkan `producers: {{ singkatan: Nama lengkap }}`",
                "add `producers: {{ short: Full name }}`"
            );
            let mistake = Diagnostic::mistake(code::USAGE, message).at(Path::new(SETTINGS_FILE)).help(help);
            return Err(vec![mistake]);
        };
        let known: Vec<&str> = producers.keys().map(String::as_str).collect();
        let named = known.iter().find(|short| self.placed.inside.split('/').any(|part| part == **short));
        let list = known.join(", ");
        let why = words!("produsen; yang dikenal: {list}", "the producer; known ones: {list}");
        Ok((named.unwrap_or(&first.as_str()).to_string(), Remark::Guess(why)))
    }

    /// Tries the draft out, adds what only its table can tell (totals, key, access), and tries the whole out.
    fn released(&self, draft: &mut Draft, found: &Found) -> Result<Trial, Vec<Diagnostic>> {
        let trial = match self.outlined(draft, found)? {
            Some(trial) => trial,
            None => self.trial(draft)?,
        };
        settle_totals(draft, &trial);
        let empty = Table::default();
        let table = trial.table(compose::STAGE).unwrap_or(&empty);
        draft.release = Some(release(draft, table));
        self.trial(draft)
    }

    /// The draft with the first outline that the amounts of the file prove.
    fn outlined(&self, draft: &mut Draft, found: &Found) -> Result<Option<Trial>, Vec<Diagnostic>> {
        for outline in hierarchy::candidates(draft, &found.tables) {
            let mut tried = draft.clone();
            tried.rows.reconcile.clear();
            if outline.total {
                tried.rows.dropped.retain(|(class, _)| *class != RowClass::Total);
            }
            tried.rows.outline = Some(outline);
            let (parents, differing) = self.trial(&tried)?.parents();
            if settle_outline(&mut tried, parents, &differing) {
                let trial = self.trial(&tried)?;
                *draft = tried;
                return Ok(Some(trial));
            }
        }
        Ok(None)
    }

    fn trial(&self, draft: &Draft) -> Result<Trial, Vec<Diagnostic>> {
        let mut draft = draft.clone();
        draft.source.path = self.placed.pattern();
        let text = compose::pipeline(&draft, self.language);
        Trial::of(&text, (&draft.dataset, &self.placed.current_pattern()), self.workspace, self.opened)
    }

    /// Writes the pipeline, the record of the file's origin unless there is one, and the file if it lay outside.
    fn write(&self, draft: &Draft, found: &Found) -> Result<Vec<String>, Vec<Diagnostic>> {
        let mut files = NewFiles::new(self.workspace.door.root());
        let mut draft = draft.clone();
        draft.source.path = self.placed.pattern();
        files.add(format!("pipelines/{}/pipeline.yml", draft.dataset), compose::pipeline(&draft, self.language));
        let path = &self.placed.path;
        if self.placed.is_outside {
            let bytes = fs::read(path).map_err(|error| vec![failed(code::READ, ("membaca", "read"), path, &error)])?;
            files.add(self.placed.inside.clone(), bytes);
        }
        let record = format!("{}{ORIGIN}", self.placed.inside);
        if self.placed.is_outside || !self.workspace.door.path(&record).exists() {
            let sha256 = found.tables.first().map_or("", |table| table.sha256.as_ref());
            let depth = record.matches('/').count();
            files.add(record, new_workspace::origin(sha256, (depth, None), self.language));
        }
        files.write()
    }
}

/// A name that no column has.
fn free(name: &str, columns: &[super::draft::Column]) -> String {
    let mut taken = columns.iter().map(|column| column.name.clone()).collect();
    super::heading::unique(name.to_owned(), &mut taken)
}

/// Of parents of an outline at most one in so many may differ from its children, or it is none.
const WRONG_PARENTS: u64 = 5;

/// Keeps the columns that add up along an outline; says whether there are any.
fn settle_outline(draft: &mut Draft, parents: u64, differing: &BTreeMap<String, u64>) -> bool {
    let heading = |name: &str| draft.source.columns.iter().find(|column| column.name == name).map(|one| &one.heading);
    let wrong = |name: &str| heading(name).and_then(|heading| differing.get(heading)).copied().unwrap_or(0);
    let Some(mut outline) = draft.rows.outline.clone() else { return false };
    outline.measures.retain(|name| wrong(name) * WRONG_PARENTS <= parents);
    if parents < 2 || outline.measures.is_empty() {
        return false;
    }
    let worst = outline.measures.iter().map(|name| wrong(name)).max().unwrap_or(0);
    let words = words!(
        "{parents} baris adalah jumlah dari baris di bawahnya; hanya baris terbawah yang tinggal, agar tidak terhitung dua kali",
        "{parents} rows are the sums of rows below them; only the lowest rows stay, so that nothing counts twice"
    );
    outline.remarks.push(Remark::Guess(words));
    if worst > 0 {
        outline.is_strict = false;
        let words = words!(
            "{worst} di antaranya tidak sama dengan jumlah anaknya dan disebut saat dijalankan; bila sudah benar, hapus:",
            "{worst} of them differ from the sum of their children and are named when it runs; once mended, remove:"
        );
        outline.remarks.push(Remark::Question(words, vec!["otherwise: warn".into()]));
    }
    draft.rows.outline = Some(outline);
    true
}

/// Totals that differ from their rows are no check that passes today: they become one question.
fn settle_totals(draft: &mut Draft, trial: &Trial) {
    if draft.rows.outline.is_some() {
        return;
    }
    let (mut names, mut told) = (Vec::new(), None);
    for (heading, finding) in trial.differing_totals() {
        let Some(column) = draft.source.columns.iter().find(|column| column.heading == heading) else { continue };
        draft.rows.reconcile.retain(|measure| *measure != column.name);
        names.push(column.name.clone());
        told.get_or_insert(finding);
    }
    let Some(finding) = told else { return };
    let (id, en) = (&finding.message.id, &finding.message.en);
    let place =
        if let Some(Place::Cell(cell)) = &finding.place { cell.address().unwrap_or_default() } else { String::new() };
    let list = names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let words = words!(
        "jumlah tercetak kolom {list} tidak cocok (misalnya sel {place}: {id}); bila seharusnya cocok, tambahkan pada drop_rows:",
        "the printed totals of {list} do not agree (such as cell {place}: {en}); if they should, add to drop_rows:"
    );
    draft.rows.remarks.push(Remark::Question(words, vec![format!("reconcile: [{}]", names.join(", "))]));
}

/// Columns, access and key of the release, by the table that would be released.
fn release(draft: &mut Draft, table: &Table) -> Release {
    let mut columns = released_columns(draft, table);
    let public: Vec<&str> =
        columns.iter().filter(|column| column.access == Access::Public).map(|column| column.name.as_str()).collect();
    // A column that waits for an answer will change.
    let open = |name: &str| {
        draft.source.columns.iter().any(|column| column.name == name && column.remarks.iter().any(Remark::is_question))
    };
    let settled: Vec<&str> = public.iter().copied().filter(|name| !open(name)).collect();
    let guessed = key::guess(table, &settled);
    let minimum = table.len() / 2;
    if let Some(key) = guessed {
        let why = words!(
            "kolom pertama yang tidak pernah kosong dan tidak berulang, sendiri atau bersama",
            "the first columns that are never empty and, together, never repeat"
        );
        return Release { key, remarks: vec![Remark::Guess(why)], columns, minimum };
    }
    let row = free("baris", &draft.source.columns);
    let sheet = draft.source.place.iter().find(|(key, _)| *key == "sheet").map(|(_, name)| name.clone());
    draft.source.place.push(("row", row.clone()));
    columns.push(Released {
        name: row.clone(),
        title: words!("Baris di berkas", "Row in the file"),
        unit: None,
        access: Access::Public,
        remark: None,
    });
    let why = words!(
        "tidak ada kolom yang mengenali tiap baris, jadi nomor baris di berkas menjadi kunci; kolom apa yang seharusnya?",
        "no columns tell the rows apart, so the row's number in the file is the key; which columns should be?"
    );
    let key = sheet.into_iter().chain([row]).collect();
    Release { key, remarks: vec![Remark::Question(why, vec!["key: […]".into()])], columns, minimum }
}

fn released_columns(draft: &Draft, table: &Table) -> Vec<Released> {
    let mut columns = Vec::new();
    let mut add = |name: &str, title: Words, unit: Option<String>| {
        let (access, remark) = access::guess(table, name, &title.id);
        columns.push(Released { name: name.to_owned(), title, unit, access, remark });
    };
    for column in &draft.source.columns {
        add(&column.name, compose::untranslated(&column.heading), column.unit.clone());
        for (_, name, title) in &column.companions {
            add(name, title.clone(), None);
        }
    }
    for (_, name) in &draft.source.place {
        add(name, words!("Lembar", "Sheet"), None);
    }
    columns
}
