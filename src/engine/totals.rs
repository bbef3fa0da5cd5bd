//! Printed totals compared with the rows above them.

use rust_decimal::Decimal;

use super::whole::Whole;
use crate::{
    diagnostic::Words,
    plan::{
        Cell,
        operator::Reconcile,
        row_wise::{Counts, Finding},
    },
    table::Batch,
    value::spelled,
};

/// The sums since the last subtotal and since the start of the table.
#[derive(Clone, Copy, Default)]
struct Running {
    section: Decimal,
    table: Decimal,
    /// A cell that cannot be read makes every sum over it unknown; its own finding comes from its own step.
    unknown: bool,
}

/// Compares each total with the data rows above it: a subtotal with those since the last subtotal, a total, and a sum carried over to
/// the next page, with all rows of its table.
pub(super) fn reconcile(reconcile: &Reconcile, input: Whole<'_>) -> (Batch, Counts) {
    let mut counts = Counts::default();
    let classes = input.view(reconcile.class);
    for measure in &reconcile.measures {
        let amounts = input.view(*measure);
        let mut running = Running::default();
        let mut table = None;
        for (row, origin) in input.batch.origins.iter().enumerate() {
            if table != Some(origin.table) {
                (table, running) = (Some(origin.table), Running::default());
            }
            let Cell::Text(class) = classes.cell(row) else { continue };
            let amount = amount(reconcile, &amounts.cell(row));
            match class.as_ref() {
                "subtotal" => {
                    compare(
                        reconcile,
                        (&input, row, *measure),
                        (amount, running.section, running.unknown),
                        &mut counts,
                    );
                    running.section = Decimal::ZERO;
                }
                "total" | "carried" => {
                    compare(reconcile, (&input, row, *measure), (amount, running.table, running.unknown), &mut counts);
                }
                "data" => running = added(running, amount),
                _ => {}
            }
        }
    }
    (input.batch, counts)
}

/// The amount of a cell: `Ok(None)` when it is empty, `Err` when it cannot be read.
fn amount(reconcile: &Reconcile, cell: &Cell<'_>) -> Result<Option<Decimal>, ()> {
    let Cell::Text(text) = cell else { return Ok(None) };
    reconcile.kernel.read(text).map(|cell| cell.number()).map_err(|_| ())
}

fn added(running: Running, amount: Result<Option<Decimal>, ()>) -> Running {
    let Ok(amount) = amount else { return Running { unknown: true, ..running } };
    let amount = amount.unwrap_or_default();
    match (running.section.checked_add(amount), running.table.checked_add(amount)) {
        (Some(section), Some(table)) => Running { section, table, ..running },
        _ => Running { unknown: true, ..running },
    }
}

fn compare(
    reconcile: &Reconcile,
    place: (&Whole<'_>, usize, usize),
    sums: (Result<Option<Decimal>, ()>, Decimal, bool),
    counts: &mut Counts,
) {
    let (printed, sum, unknown) = sums;
    let Ok(Some(printed)) = printed else { return };
    if unknown || (printed - sum).abs() <= reconcile.tolerance {
        return;
    }
    let (input, row, measure) = place;
    let difference = printed - sum;
    let column = input.schema.columns.get(measure);
    let [printed, sum, difference] = [printed, sum, difference].map(spelled::number);
    let message = Words::new(
        format!("tertulis {}, jumlah barisnya {}, selisih {}", printed.id, sum.id, difference.id),
        format!("printed {}, its rows sum to {}, difference {}", printed.en, sum.en, difference.en),
    );
    counts.findings.push(Finding {
        code: reconcile.rule.code,
        message,
        help: None,
        otherwise: reconcile.rule.otherwise,
        origin: input.batch.origins.get(row).copied(),
        column: column.map(|column| column.name.clone()),
        from: column.and_then(|column| column.from.clone()),
        place: reconcile.rule.place.clone(),
    });
}
