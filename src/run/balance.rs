//! The balance of each measure of a stage, and the printed totals, entered into the ledger.

use super::{
    DatasetRun, StageLedger,
    ledger::{MeasureLedger, UnreadCell, findings},
};
use crate::{
    diagnostic::{Diagnostic, Language, Place, render::place_words},
    plan::{
        StagePlan,
        measure::{Amounts, Tracks},
        row_wise::{Counts, PrintedTotal},
        sum::Sum,
    },
    table::{Origin, Table},
    value::personal,
};

impl DatasetRun {
    /// Enters what became of the amounts of a stage; gives what holds the release.
    pub(super) fn balance(
        &self,
        stage: &StagePlan,
        counts: &Counts,
        table: &Table,
        ledger: &mut StageLedger,
    ) -> Vec<Diagnostic> {
        let tracks = Tracks { measures: &stage.measures, done: stage.operators.len() };
        let mut out = vec![Sum::default(); stage.measures.len()];
        for batch in &table.batches {
            for (which, amount) in tracks.numbers((&table.schema, batch)) {
                out[which].add(amount);
            }
        }
        let mut found = Vec::new();
        let nothing = Amounts::default();
        for ((which, measure), out) in stage.measures.iter().enumerate().zip(out) {
            let amounts = counts.amounts.get(which).unwrap_or(&nothing);
            let balance = MeasureLedger::new(measure, amounts, out, self.unread(amounts));
            found.extend(findings(measure, amounts, &balance, (&stage.name, &stage.place)));
            ledger.measures.push(balance);
        }
        for total in &counts.totals {
            ledger.totals.push(total, || self.total_place(total));
        }
        found
    }

    fn unread(&self, amounts: &Amounts) -> Vec<UnreadCell> {
        let cell = |cell: &crate::plan::measure::Unread| UnreadCell {
            place: self.words_of(cell.origin, (cell.from.as_deref(), None)),
            text: personal::mask(&cell.text).into_owned(),
        };
        amounts.unread_cells.iter().map(cell).collect()
    }

    fn total_place(&self, total: &PrintedTotal) -> String {
        self.words_of(total.origin, (total.from.as_deref(), total.column.as_deref()))
    }

    /// The place of a cell as `run.json` writes it.
    fn words_of(&self, origin: Origin, column: (Option<&str>, Option<&str>)) -> String {
        place_words(&Place::Cell(self.cell_place(origin, column)), Language::En)
    }
}
