//! From a plan to tables: sources loaded, stages run, every row accounted for.
//!
//! Nothing here is seen outside: what comes out is a [`DatasetRun`] in memory, with its quarantine and its ledger.

pub mod approvals;
mod asked;
mod balance;
pub mod corrections;
mod damage;
pub mod differencing;
mod hidden;
pub mod freshness;
pub mod judge;
pub mod ledger;
pub mod load;
pub mod notation;
pub mod objection;
pub mod proposal;
pub mod quarantine;
mod refusal;
mod scale;
pub mod trace;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub use ledger::{Ledger, StageLedger};
pub use load::Loaded;
pub use quarantine::Quarantined;
pub use refusal::{Reason, Refusal};

use crate::{
    diagnostic::{CellPlace, Diagnostic, Language, Place, Severity, Words, code, render::place_words},
    engine,
    pipeline::Resolved,
    plan::{
        Input, StagePlan,
        operator::Otherwise,
        proof::ColumnProof,
        row_wise::{Bearing, Counts, Finding},
    },
    source::Opened,
    spill::Spill,
    table::{Origin, Table},
    words,
    workspace::settings::Workspace,
};

/// What came of one dataset.
#[derive(Debug, Default)]
pub struct DatasetRun {
    /// The tables of the stages that ran.
    pub tables: BTreeMap<String, Table>,
    /// What was read.
    pub loaded: Loaded,
    /// The rows that were refused.
    pub refusals: Vec<Refusal>,
    /// Warnings and findings that hold the release.
    pub findings: Vec<Diagnostic>,
    /// What became of the rows.
    pub ledger: Ledger,
    /// What is known of the notation of the columns that stages read, by stage.
    pub proofs: Vec<(String, ColumnProof)>,
    refused: BTreeSet<Origin>,
    /// The columns of stages that nobody will ask for.
    unasked: BTreeMap<String, Vec<usize>>,
}

impl DatasetRun {
    /// The findings that hold the release.
    pub fn holding(&self) -> impl Iterator<Item = &Diagnostic> {
        self.findings.iter().filter(|finding| finding.severity == Severity::Error)
    }

    /// Whether a finding holds the release.
    #[must_use]
    pub fn is_held(&self) -> bool {
        self.holding().next().is_some()
    }
}

/// Runs the stages of a dataset, or only those that one stage needs.
///
/// # Errors
/// When a source is absent or cannot be read, or the engine fails; findings in the data are part of the result.
pub fn run(resolved: &Resolved, workspace: &Workspace, only: Option<&str>) -> Result<DatasetRun, Vec<Diagnostic>> {
    run_over(resolved, workspace, (only, None))
}

/// The same over a file that is opened already and not read again.
///
/// # Errors
/// As [`run`].
pub fn run_over(
    resolved: &Resolved,
    workspace: &Workspace,
    (only, opened): (Option<&str>, Option<&Opened>),
) -> Result<DatasetRun, Vec<Diagnostic>> {
    let stages = needed(resolved, only);
    run_stages((resolved, workspace), stages, How { opened, ..How::default() })
}

/// How sources are read, and what is not kept.
#[derive(Default)]
struct How<'a> {
    opened: Option<&'a Opened>,
    /// The stage that alone reads a source, if its rows may be passed on.
    readers: BTreeMap<&'a str, &'a StagePlan>,
    /// The columns of each stage that nobody will ask for.
    unasked: BTreeMap<String, Vec<usize>>,
}

/// Runs the stages of a dataset for its release: what only a look at single rows would need is not kept, so that a large
/// source need not be held in memory.
///
/// # Errors
/// As [`run`].
pub fn run_for_release(resolved: &Resolved, workspace: &Workspace) -> Result<DatasetRun, Vec<Diagnostic>> {
    let stages = needed(resolved, None);
    let how = How { opened: None, readers: asked::lone_readers(&stages), unasked: asked::unasked(resolved, &stages) };
    let mut run = run_stages((resolved, workspace), stages, how)?;
    let refused: Vec<Origin> = run.refused_origins().collect();
    run.loaded.forget_cells(refused.into_iter(), &workspace.spill).map_err(|error| vec![engine::no_room(&error)])?;
    Ok(run)
}

fn run_stages<'a>(
    (resolved, workspace): (&'a Resolved, &'a Workspace),
    stages: Vec<&'a StagePlan>,
    how: How<'a>,
) -> Result<DatasetRun, Vec<Diagnostic>> {
    let sources: BTreeSet<&str> = stages
        .iter()
        .filter_map(|stage| if let Input::Source(name) = &stage.input { Some(name.as_str()) } else { None })
        .collect();
    let How { opened, readers, unasked } = how;
    let none = Vec::new();
    let unasked_of = |stage: &StagePlan| unasked.get(&stage.name).unwrap_or(&none);
    let readers = readers.into_iter().map(|(source, stage)| (source, (stage, unasked_of(stage).as_slice()))).collect();
    let loaded = load::load(resolved, workspace, &sources, (opened, readers))?;
    let mut run = DatasetRun { findings: loaded.notes.clone(), unasked, ..DatasetRun::default() };
    run.read(&loaded);
    run.loaded = loaded;
    run.findings.extend(scale::undeclared(&run, &resolved.plan, &stages));
    run.findings.extend(corrections::expired(&run, &stages));
    for stage in stages {
        run.stage(stage, &workspace.spill).map_err(|failure| vec![failure])?;
    }
    let told = hidden::rests_on(&run, resolved);
    run.findings.extend(told);
    Ok(run)
}

/// The stages in order that one stage needs, itself included; all when none is named.
fn needed<'a>(resolved: &'a Resolved, only: Option<&str>) -> Vec<&'a StagePlan> {
    let stages = &resolved.plan.stages;
    let Some(only) = only else { return stages.iter().collect() };
    let mut wanted: BTreeSet<&str> = BTreeSet::from([only]);
    let mut chosen = Vec::new();
    for stage in stages.iter().rev() {
        if wanted.contains(stage.name.as_str()) {
            chosen.push(stage);
            wanted.extend(stage.reads());
        }
    }
    chosen.reverse();
    chosen
}

impl DatasetRun {
    /// Accounts for what was read: records are rows or broken.
    fn read(&mut self, loaded: &Loaded) {
        for (name, source) in &loaded.sources {
            self.ledger.stages.push(StageLedger::source(name, source.rows, source.broken, source.blank));
            self.refusals.extend(loaded.broken_records(name).map(Refusal::Record));
        }
    }

    fn stage(&mut self, stage: &StagePlan, spill: &Spill) -> Result<(), Diagnostic> {
        let input = match &stage.input {
            Input::Source(name) => self.loaded.sources.get(name).map(|source| source.table.clone()),
            Input::Stage(name) => self.tables.get(name).cloned(),
        }
        .unwrap_or_default();
        let unasked = self.unasked.remove(&stage.name).unwrap_or_default();
        let begun = self.loaded.begun.remove(&stage.name);
        let rows_in = match (&stage.input, &begun) {
            (Input::Source(name), Some(_)) => self.loaded.sources.get(name).map_or(0, |source| source.rows),
            _ => input.len(),
        };
        let around = engine::Around {
            stages: &self.tables,
            class_of: &|origin| self.loaded.class(origin),
            refused: &self.refused,
            is_broken_between: &|from, to| self.loaded.is_broken_between(from, to),
            unasked: &unasked,
            spill,
            raw: &|origin, from| self.loaded.raw(origin, from),
            held_as_number: &|origin, from| self.loaded.held_as_number(origin, from),
        };
        let (table, counts) = match begun {
            Some(begun) => engine::go_on(stage, begun, around)?,
            None => engine::run(stage, input, around)?,
        };
        let told = counts.refused.iter().map(|row| row.origin);
        self.loaded.fetch(told.chain(counts.findings.iter().filter_map(|finding| finding.origin)))?;
        self.refused.extend(counts.refused.iter().map(|row| row.origin));
        let mut ledger = StageLedger::stage(&stage.name, (rows_in, table.len()), &counts);
        if !ledger.balances() {
            self.findings.push(unbalanced(&ledger).at(stage.place.clone()));
        }
        let unexplained = self.balance(stage, &counts, &table, &mut ledger);
        self.findings.extend(unexplained);
        self.ledger.stages.push(ledger);
        self.account(stage, counts);
        self.tables.insert(stage.name.clone(), table);
        Ok(())
    }

    fn account(&mut self, stage: &StagePlan, counts: Counts) {
        self.proofs.extend(counts.proofs.into_iter().map(|proof| (stage.name.clone(), proof)));
        let name: Arc<str> = stage.name.as_str().into();
        self.refusals.extend(counts.refused.into_iter().map(|row| Refusal::Row(Arc::clone(&name), row)));
        for finding in counts.findings {
            let diagnostic = self.diagnostic(&finding);
            self.findings.push(if finding.otherwise == Otherwise::Warn { diagnostic.as_warning() } else { diagnostic });
        }
    }

    /// A finding as a diagnostic that points at the cell.
    fn diagnostic(&self, finding: &Finding) -> Diagnostic {
        let mut diagnostic = Diagnostic::finding(finding.code, self.with_witness(finding));
        diagnostic.help.clone_from(&finding.help);
        if let Some(origin) = finding.origin {
            diagnostic = diagnostic
                .at(self.cell(origin, finding))
                .also(finding.place.clone(), words!("langkah ini", "this step"));
        } else {
            diagnostic = diagnostic.at(finding.place.clone());
        }
        diagnostic
    }

    /// What was found, with the cell that proves what this one contradicts, or is missing from it.
    fn with_witness(&self, finding: &Finding) -> Words {
        let Words { id, en } = finding.message.clone();
        let Some(witness) = &finding.witness else { return Words { id, en } };
        let place = self.cell(witness.origin, finding);
        let (text, others) = (&witness.text, witness.others);
        let [place_id, place_en] = [Language::Id, Language::En].map(|language| place_words(&place, language));
        let more = match others {
            0 => words!("", ""),
            1 => words!(" dan satu sel lain", " and another cell"),
            _ => words!(" dan {others} sel lain", " and {others} other cells"),
        };
        let (more_id, more_en) = (more.id, more.en);
        let (named_id, named_en) =
            if text.is_empty() { Default::default() } else { (format!("`{text}` di "), format!("`{text}` at ")) };
        match witness.bearing {
            Bearing::Proves => words!(
                "{id}: dibuktikan `{text}` di {place_id}{more_id}",
                "{en}: proven by `{text}` at {place_en}{more_en}"
            ),
            Bearing::Missing => words!(
                "{id}; yang dikarantina tidak ikut dijumlahkan: {named_id}{place_id}{more_id}",
                "{en}; what is in quarantine is not among them: {named_en}{place_en}{more_en}"
            ),
        }
    }

    fn cell(&self, origin: Origin, finding: &Finding) -> Place {
        let place = self.cell_place(origin, (finding.from.as_deref(), finding.column.as_deref()));
        let excerpt = place.column.and_then(|column| self.loaded.excerpt(origin, column));
        Place::Cell(CellPlace { excerpt, ..place })
    }

    /// The cell of a row in a column of the source, or else under the stage's own name of its column.
    fn cell_place(&self, origin: Origin, column: (Option<&str>, Option<&str>)) -> CellPlace {
        let (from, own) = column;
        let place = self.loaded.place(origin);
        let (column, heading) = match from.and_then(|from| self.loaded.heading(origin, from)) {
            Some(heading) => (Some(heading.column), Some(heading.text)),
            None => (None, own.map(Into::into)),
        };
        CellPlace { column, heading, ..place }
    }
}

fn unbalanced(ledger: &StageLedger) -> Diagnostic {
    let stage = &ledger.name;
    Diagnostic::finding(
        code::BALANCE,
        words!(
            "baris tahap `{stage}` tidak seimbang: {ledger}",
            "the rows of the stage `{stage}` do not balance: {ledger}"
        ),
    )
}
