//! One stage over tables of a few lines, for the tests of steps and checks.

use std::fs;

use crate::{
    diagnostic::{Diagnostic, Language, Place, Severity, render::place_words},
    pipeline::{self, Resolved},
    plan::{Plan, cell::View},
    run::{
        self, DatasetRun,
        trace::{Cause, Node, Removed, Tracer, Wanted},
    },
    table::Table,
    workspace::{Door, settings::Workspace},
};

/// Without an origin each file would be a warning.
const ORIGIN: &str = "origin: { origin: uji, licence: CC0-1.0, date: 2019-12-31 }";

/// The stage under test: what an author would write, and the files that it reads.
#[derive(Default)]
pub(crate) struct Bench {
    steps: String,
    checks: String,
    files: Vec<(String, String)>,
    tables: usize,
    headings: String,
    sources: String,
    stages: String,
    references: String,
    measures: String,
}

/// A stage with these steps.
pub(crate) fn steps(text: &str) -> Bench {
    Bench { steps: text.to_owned(), ..Bench::default() }
}

/// A stage with these checks.
pub(crate) fn checks(text: &str) -> Bench {
    Bench { checks: text.to_owned(), ..Bench::default() }
}

impl Bench {
    /// Checks the rows too.
    pub(crate) fn checks(mut self, text: &str) -> Self {
        text.clone_into(&mut self.checks);
        self
    }

    /// Reads this CSV; a second one is a second file of the same source.
    pub(crate) fn over(mut self, csv: &str) -> Self {
        self.tables += 1;
        self.headings = columns(csv);
        let path = format!("data/{}.csv", self.tables);
        self.file(&path, csv)
    }

    /// Declares the columns of the source, and the headings that it ignores.
    pub(crate) fn taking(mut self, columns: &str, ignored: &str) -> Self {
        self.headings = format!("{columns} }}, ignore: [{ignored}], place: {{ ");
        self
    }

    /// Puts a stage of its own beside the one under test.
    pub(crate) fn beside(mut self, stage: &str, csv: &str, steps: &str) -> Self {
        let columns = columns(csv);
        let source = format!("  sumber_{stage}: {{ path: {stage}.csv, columns: {{ {columns} }}, {ORIGIN} }}\n");
        let stage_text = format!("  {stage}:\n    from: sumber_{stage}\n{}", block("steps", steps));
        self.sources.push_str(&source);
        self.stages.push_str(&stage_text);
        self.file(&format!("{stage}.csv"), csv)
    }

    /// Gives the workspace a reference list with the columns `id`, `nama`, `alias`.
    pub(crate) fn reference(mut self, list: &str, csv: &str) -> Self {
        let settings = "key: id, names: [nama], aliases: [alias], source: uji, licence: CC0-1.0";
        let reference = format!("  {list}: {{ path: {list}.csv, {settings} }}\n");
        self.references.push_str(&reference);
        self.file(&format!("{list}.csv"), csv)
    }

    /// The same with a file of further spellings, with the columns `dari`, `ke`, `status`.
    pub(crate) fn reference_spelled(mut self, list: &str, csv: &str, spellings: &str) -> Self {
        self = self.reference(list, csv);
        self.references = self.references.replace("key: id,", &format!("key: id, spellings: {list}_ejaan.csv,"));
        self.file(&format!("{list}_ejaan.csv"), spellings)
    }

    /// Declares measures: `{ nilai: { tolerance: 1 } }`.
    pub(crate) fn measuring(mut self, measures: &str) -> Self {
        self.measures = format!("measures: {measures}\n");
        self
    }

    /// Puts a file into the workspace.
    pub(crate) fn file(mut self, path: &str, text: &str) -> Self {
        self.files.push((path.to_owned(), text.to_owned()));
        self
    }

    /// The rows that come out, as CSV.
    pub(crate) fn table(&self) -> String {
        let run = self.run().unwrap_or_else(|mistakes| panic!("{}", listed(&mistakes)));
        csv_of(&run.tables["hasil"])
    }

    /// What was refused, a line for each reason: the cell, the code, the message.
    pub(crate) fn refusals(&self) -> String {
        let run = self.run().unwrap_or_else(|mistakes| panic!("{}", listed(&mistakes)));
        run.refusals.iter().map(|row| listed(&run.quarantined(row).reasons)).collect::<Vec<_>>().join("\n")
    }

    /// What was found without refusing a row: warnings, and errors that hold the release.
    pub(crate) fn findings(&self) -> String {
        let run = self.run().unwrap_or_else(|mistakes| panic!("{}", listed(&mistakes)));
        let level = |one: &Diagnostic| if one.severity == Severity::Error { "holds" } else { "warns" };
        run.findings.iter().map(|one| format!("{} {}", level(one), line(one))).collect::<Vec<_>>().join("\n")
    }

    /// What became of the rows of the stage.
    pub(crate) fn ledger(&self) -> String {
        let run = self.run().unwrap_or_else(|mistakes| panic!("{}", listed(&mistakes)));
        let stage = run.ledger.stages.iter().find(|stage| stage.name == "hasil").unwrap();
        assert!(stage.balances(), "{stage}");
        let dropped: Vec<String> = stage.dropped.iter().map(|(rule, rows)| format!(", {rule} {rows}")).collect();
        let dropped = dropped.concat();
        let (input, made, out) = (stage.rows_in, stage.made, stage.rows_out);
        format!(
            "in {input}, made {made}, out {out}, quarantined {}, merged {}{dropped}",
            stage.quarantined, stage.merged
        )
    }

    /// What became of the amounts of the stage, a line for each measure; terms that are nothing are left out.
    pub(crate) fn amounts(&self) -> String {
        let run = self.run().unwrap_or_else(|mistakes| panic!("{}", listed(&mistakes)));
        let stage = run.ledger.stages.iter().find(|stage| stage.name == "hasil").unwrap();
        stage.measures.iter().map(amounts).collect::<Vec<_>>().join("\n")
    }

    /// The printed totals that were compared, a line for each.
    pub(crate) fn totals(&self) -> String {
        let run = self.run().unwrap_or_else(|mistakes| panic!("{}", listed(&mistakes)));
        let stage = run.ledger.stages.iter().find(|stage| stage.name == "hasil").unwrap();
        let shown = |sum: Option<crate::plan::sum::Sum>| sum.map_or_else(|| "?".to_owned(), |sum| sum.to_string());
        let line = |total: &run::ledger::TotalLedger| {
            let (printed, computed) = (shown(total.printed), shown(total.computed));
            let place = total.place.trim_start_matches("data/1.csv › ");
            format!("{place}: {printed}, computed {computed}, {:?}", total.status)
        };
        stage.totals.list.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// What the author is told before any row is read.
    pub(crate) fn mistakes(&self) -> String {
        listed(&self.run().map(|run| csv_of(&run.tables["hasil"])).unwrap_err())
    }

    /// The way of a value that comes out, of this row from zero: a line for each value, those it was made of below it.
    pub(crate) fn way(&self, row: usize, column: &str) -> String {
        let (_folder, workspace, resolved) = self.resolved().unwrap_or_else(|mistakes| panic!("{}", listed(&mistakes)));
        let tracer = Tracer::new(&resolved, &workspace, "hasil", usize::MAX).unwrap();
        let trace = tracer.trace("hasil", row, (&[], &[column.to_owned()])).unwrap();
        trace.columns.iter().map(|node| way(node, 0)).collect::<Vec<_>>().join("\n")
    }

    /// The rows with this value that a rule removed, a line for each: the cell, the rule, the step.
    pub(crate) fn removed(&self, column: &str, value: &str) -> String {
        let (_folder, workspace, resolved) = self.resolved().unwrap_or_else(|mistakes| panic!("{}", listed(&mistakes)));
        let tracer = Tracer::new(&resolved, &workspace, "hasil", usize::MAX).unwrap();
        let wanted = Wanted { columns: vec![column.to_owned()], values: vec![value.to_owned()] };
        let removed = tracer.removed(&wanted).unwrap();
        let line = |one: &Removed| {
            let place = place_words(&Place::Cell(one.place.clone()), Language::En);
            format!("{place}: {} by line {}", one.rule, one.step.line_and_column().0)
        };
        removed.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    /// What was made of the author's words.
    pub(crate) fn plan(&self) -> Plan {
        let (_folder, _, resolved) = self.resolved().unwrap_or_else(|mistakes| panic!("{}", listed(&mistakes)));
        resolved.plan
    }

    /// What was made of the author's words, and the rows of the only source.
    pub(crate) fn planned(&self) -> (Plan, Table) {
        let (_folder, workspace, resolved) = self.resolved().unwrap_or_else(|mistakes| panic!("{}", listed(&mistakes)));
        let mut run = run::run(&resolved, &workspace, None).unwrap_or_else(|errors| panic!("{}", listed(&errors)));
        let input = run.loaded.sources.pop_first().map(|(_, source)| source.table).unwrap_or_default();
        (resolved.plan, input)
    }

    fn run(&self) -> Result<DatasetRun, Vec<Diagnostic>> {
        let (_folder, workspace, resolved) = self.resolved()?;
        run::run(&resolved, &workspace, None)
    }

    fn resolved(&self) -> Result<(tempfile::TempDir, Workspace, Resolved), Vec<Diagnostic>> {
        let folder = tempfile::tempdir().unwrap();
        for (path, text) in &self.files {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        fs::write(folder.path().join("terbuka.yml"), self.settings()).unwrap();
        let workspace = Workspace::open(Door::new(folder.path()))?;
        let file = pipeline::parse("pipelines/uji/pipeline.yml", &self.pipeline()).map_err(|mistake| vec![mistake])?;
        let resolved = pipeline::resolve(file, &workspace)?;
        Ok((folder, workspace, resolved))
    }

    fn settings(&self) -> String {
        let references = if self.references.is_empty() { " {}\n".to_owned() } else { format!("\n{}", self.references) };
        format!(
            "publisher: {{ name: Uji }}\ncatalogue: https://example.org/\nlicence: {{ id: CC0-1.0, title: CC0, url: u }}\n\
             producers: {{ uji: Uji }}\nreferences:{references}"
        )
    }

    fn pipeline(&self) -> String {
        let Self { headings, sources, stages, measures, .. } = self;
        let body = block("steps", &self.steps) + &block("checks", &self.checks);
        format!(
            "dataset: uji\ntitle: {{ id: Uji, en: Test }}\nproducer: uji\n{measures}sources:\n\
             \x20 sumber: {{ path: data/*.csv, columns: {{ {headings} }}, {ORIGIN} }}\n{sources}\
             stages:\n{stages}  hasil:\n    from: sumber\n{body}"
        )
    }
}

fn way(node: &Node, depth: usize) -> String {
    let value = node.value.as_deref().unwrap_or("∅");
    let how = match &node.cause {
        Cause::Cell(cell) => format!("{} › row {} = {:?}", cell.path, cell.row.unwrap_or(0), cell.raw),
        Cause::Read { notation, .. } => {
            let known = notation.iter().map(|known| {
                let by = known.proven_by.as_ref().map(|cell| format!(" by row {}", cell.row.unwrap_or(0)));
                format!(" {:?} {:?}{}", known.basis, known.notation, by.unwrap_or_default())
            });
            format!("read{}", known.collect::<String>())
        }
        Cause::LookedUp(found) => {
            let line = found.line.map_or_else(String::new, |line| format!(" line {line}"));
            format!("{:?} in {}{line} as {:?}", found.how, found.list, found.spelling)
        }
        other => format!("{other:?}"),
    };
    let first = format!("{}{}.{} {value}: {how}", "  ".repeat(depth), node.table, node.column);
    let below = node.from.iter().map(|from| format!("\n{}", way(from, depth + 1)));
    first + &below.collect::<String>()
}

fn amounts(ledger: &run::ledger::MeasureLedger) -> String {
    let mut terms = vec![format!("{} in", ledger.amount_in), format!("{} out", ledger.amount_out)];
    let named = [("made", ledger.made), ("quarantined", ledger.quarantined), ("merged", ledger.merged)];
    terms.extend(named.iter().filter(|(_, sum)| !sum.is_zero()).map(|(term, sum)| format!("{sum} {term}")));
    terms.extend(ledger.dropped.iter().map(|(rule, sum)| format!("{sum} dropped ({rule})")));
    terms.extend(ledger.changed.iter().map(|(step, change)| format!("{} changed ({step})", change.difference)));
    terms.extend(ledger.unread_cells.iter().map(|cell| format!("`{}` unread", cell.text)));
    let from = if ledger.from.is_empty() { String::new() } else { format!(" ← {}", ledger.from.join(" + ")) };
    let verdict = if ledger.closes { "" } else { ", does not close" };
    format!("{}{from}: {}{verdict}", ledger.measure, terms.join(", "))
}

/// The columns of a CSV as a source declares them.
fn columns(csv: &str) -> String {
    let header = csv.lines().next().unwrap_or_default();
    header.split(',').map(|name| format!("{name}: []")).collect::<Vec<_>>().join(", ")
}

fn block(key: &str, items: &str) -> String {
    if items.is_empty() {
        return String::new();
    }
    let lines: Vec<String> = items.lines().map(|line| format!("      {line}\n")).collect();
    format!("    {key}:\n{}", lines.concat())
}

fn csv_of(table: &Table) -> String {
    let mut lines = vec![table.schema.names().collect::<Vec<_>>().join(",")];
    for batch in &table.batches {
        let views: Vec<View<'_>> = batch
            .columns
            .iter()
            .zip(&table.schema.columns)
            .map(|(array, column)| View::new(array, column.kind))
            .collect();
        for row in 0..batch.len() {
            let cell = |view: &View<'_>| view.cell(row).text().map(std::borrow::Cow::into_owned).unwrap_or_default();
            lines.push(views.iter().map(cell).collect::<Vec<_>>().join(","));
        }
    }
    lines.join("\n")
}

fn listed(diagnostics: &[Diagnostic]) -> String {
    diagnostics.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// The words that are meant or the cell, then code, message and help.
fn line(diagnostic: &Diagnostic) -> String {
    let place = match &diagnostic.place {
        Some(Place::Text(place)) => format!("`{}`: ", &place.text[place.span.clone()]),
        Some(place) => format!("{}: ", place_words(place, Language::En).trim_start_matches("data/")),
        None => String::new(),
    };
    let help = diagnostic.help.as_ref().map(|help| format!(" ({})", help.en)).unwrap_or_default();
    format!("{place}{} {}{help}", diagnostic.code.0, diagnostic.message.en)
}
