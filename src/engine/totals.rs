//! Printed totals compared with the rows that they total.

mod label;

use std::ops::Range;

use rust_decimal::Decimal;

use super::{hint::hint, whole::Whole};
use crate::{
    diagnostic::{Words, code, counted},
    plan::{
        Cell,
        kernel::{Aspect, Evidence, Kernel},
        operator::{Otherwise, Reconcile, Rule},
        proof::{Proof, Tally},
        row_wise::{Counts, Finding, PrintedTotal},
    },
    table::{Batch, Origin},
    value::{row_class, spelled},
    words,
};
use label::Named;

/// Compares each total with the rows that it totals: a subtotal with its section, or the rows since the last subtotal, or
/// the subtotals since then; a total with all rows of its table; one of named parts, such as `Jumlah (A+B)`, with these.
pub(super) fn reconcile(reconcile: &Reconcile, input: Whole<'_>) -> (Batch, Counts) {
    let mut counts = Counts::default();
    for measure in &reconcile.measures {
        let kernel = proven(reconcile, &input, *measure);
        let mut table = None;
        let mut ledger = Page::default();
        let mut unchecked = Vec::new();
        for (row, origin) in input.batch.origins.iter().enumerate() {
            if table.is_none_or(|known: Origin| known.table != origin.table) {
                unchecked.extend(table.filter(|_| ledger.is_unchecked()));
                (table, ledger) = (Some(*origin), Page::default());
            }
            let line = line((reconcile, &kernel), &input, (row, *measure));
            if let Some(total) = ledger.read(line) {
                compare(reconcile, (&input, row, *measure), (&total, &ledger), &mut counts);
            }
        }
        unchecked.extend(table.filter(|_| ledger.is_unchecked()));
        counts.findings.extend(without_total(reconcile, (&input, *measure), &unchecked));
    }
    (input.batch, counts)
}

/// Tables of which no total was compared: where their totals stand under another name, they are still among the rows.
fn without_total(reconcile: &Reconcile, (input, measure): (&Whole<'_>, usize), tables: &[Origin]) -> Option<Finding> {
    let (origin, count) = (*tables.first()?, tables.len());
    let column = input.schema.columns.get(measure)?;
    let name = &column.name;
    let tables = counted(count, "table", "tables");
    let message = words!(
        "kolom `{name}`: tidak ada jumlah tercetak yang dikenali di {count} tabel, jadi tidak ada yang dicocokkan",
        "column `{name}`: no printed total was recognised in {tables}, so that nothing was compared"
    );
    let help = words!(
        "bila jumlahnya berlabel lain, nyatakan `total_where: \"uraian LIKE 'Total %'\"` pada langkah ini",
        "if the total has another label, declare `total_where: \"uraian LIKE 'Total %'\"` in the step"
    );
    let (code, otherwise, from) = (code::TOTAL_ABSENT, Otherwise::Warn, column.from.clone());
    let (origin, column, place) = (Some(origin), Some(name.clone()), reconcile.rule.place.clone());
    Some(Finding { code, message, help: Some(help), otherwise, origin, column, from, witness: None, place })
}

/// Digits after the mark of an amount.
const CENTS: u32 = 2;

/// An amount: `Ok(None)` when the cell is empty, `Err` when it cannot be read.
type Amount = Result<Option<Decimal>, ()>;

/// A row of a printed table.
struct Line {
    class: String,
    /// `A` of `A. | Kecamatan`.
    mark: Option<String>,
    label: String,
    amount: Amount,
}

/// The kernel in the notation that the cells of the column prove; where nothing is proven, a doubtful cell has no amount.
fn proven(reconcile: &Reconcile, input: &Whole<'_>, measure: usize) -> Kernel {
    let (kernel, view) = (&reconcile.kernel, input.view(measure));
    if kernel.declared(Aspect::DecimalMark).is_some() {
        return kernel.clone();
    }
    let mut tally = Tally::default();
    for (row, origin) in input.batch.origins.iter().enumerate() {
        let Cell::Text(text) = view.cell(row) else { continue };
        match kernel.evidence(&text, Aspect::DecimalMark) {
            Evidence::Proves(notation) => tally.prove(notation.side(), (*origin, &text)),
            Evidence::Doubtful => tally.doubt((*origin, &text)),
            Evidence::Silent => {}
        }
    }
    let proof = Proof::of(Aspect::DecimalMark, tally);
    proof.notation.map_or_else(|| kernel.clone(), |notation| kernel.clone().in_notation(notation))
}

fn line((reconcile, kernel): (&Reconcile, &Kernel), input: &Whole<'_>, at: (usize, usize)) -> Line {
    let (row, measure) = at;
    let text = |position: usize| match input.view(position).cell(row) {
        Cell::Text(text) => text.trim().to_owned(),
        _ => String::new(),
    };
    let is_label = |position: &usize| *position != reconcile.class && !reconcile.measures.contains(position);
    let cells: Vec<String> =
        (0..input.schema.columns.len()).filter(is_label).map(text).filter(|cell| !cell.is_empty()).collect();
    let mark = cells.first().and_then(|cell| row_class::section_mark(cell));
    let is_word = |cell: &&String| cell.chars().any(char::is_alphabetic) && row_class::section_mark(cell).is_none();
    let label = cells.iter().find(is_word).or(cells.first()).cloned().unwrap_or_default();
    Line { class: text(reconcile.class), mark, label, amount: amount(kernel, &input.view(measure).cell(row)) }
}

fn amount(kernel: &Kernel, cell: &Cell<'_>) -> Amount {
    let Cell::Text(text) = cell else { return Ok(None) };
    // An amount has cents at most: `1,234` of rupiah was meant otherwise.
    let is_amount = |number: &Decimal| number.normalize().scale() <= CENTS;
    match kernel.read(text).map(|cell| cell.number()) {
        Ok(number) if number.as_ref().is_none_or(is_amount) => Ok(number),
        _ => Err(()),
    }
}

/// What was printed so far of one table.
#[derive(Default)]
struct Page {
    /// The rows of data with their labels.
    rows: Vec<(Amount, String)>,
    sections: Vec<Section>,
    /// Subtotals that no other one sums.
    open: Vec<Part>,
    /// Rows before the last subtotal, and before the last total.
    since_subtotal: usize,
    since_total: Option<usize>,
}

/// A heading inside the table.
struct Section {
    mark: Option<String>,
    label: String,
    start: usize,
}

/// Rows that a subtotal sums.
struct Part {
    rows: Range<usize>,
    level: usize,
}

/// A printed total, and what it must be.
struct Total {
    printed: Amount,
    /// The rows that it sums; several where another reading of the table is as good.
    readings: Vec<Vec<(Range<usize>, bool)>>,
}

impl Page {
    /// Whether rows of data stand here, and no total of theirs.
    fn is_unchecked(&self) -> bool {
        !self.rows.is_empty() && self.open.is_empty() && self.since_total.is_none()
    }

    /// Takes in the next row; gives what a total must be.
    fn read(&mut self, line: Line) -> Option<Total> {
        let end = self.rows.len();
        match line.class.as_str() {
            "data" => self.rows.push((line.amount, line.label)),
            "section" => self.sections.push(Section { mark: line.mark, label: line.label, start: end }),
            "subtotal" => {
                let readings = vec![self.subtotal(&line.label)];
                return Some(Total { printed: line.amount, readings });
            }
            // What is carried from one page to the next is the sum of all that stands above it.
            "carried" => return Some(Total { printed: line.amount, readings: vec![vec![(0..end, true)]] }),
            "total" => {
                let named = label::of(&line.label).and_then(|named| self.named(&named));
                let mut readings = vec![named.unwrap_or_else(|| vec![(0..end, true)])];
                // A second total may be one of its own block, or of all that stands above.
                readings.extend(self.since_total.filter(|start| *start < end).map(|start| vec![(start..end, true)]));
                self.since_total = Some(end);
                return Some(Total { printed: line.amount, readings });
            }
            _ => {}
        }
        None
    }

    fn subtotal(&mut self, label: &str) -> Vec<(Range<usize>, bool)> {
        let end = self.rows.len();
        if label::is_carried(label) {
            return vec![(0..end, true)];
        }
        if let Some(rows) = label::of(label).and_then(|named| self.named(&named)) {
            self.since_subtotal = end;
            let start = rows.iter().map(|(rows, _)| rows.start).min().unwrap_or(end);
            self.close(start..end);
            return rows;
        }
        let start = if self.since_subtotal < end { self.since_subtotal } else { self.start_of_last_level() };
        self.since_subtotal = end;
        self.close(start..end);
        vec![(start..end, true)]
    }

    /// Where the subtotals of the last level begin, which stand one after the other.
    fn start_of_last_level(&self) -> usize {
        let level = self.open.last().map(|part| part.level);
        let alike = self.open.iter().rev().take_while(|part| Some(part.level) == level);
        alike.last().map_or(self.rows.len(), |part| part.rows.start)
    }

    fn close(&mut self, rows: Range<usize>) {
        let inner = self.open.iter().filter(|part| part.rows.start >= rows.start).map(|part| part.level).max();
        self.open.retain(|part| part.rows.start < rows.start);
        self.open.push(Part { rows, level: inner.map_or(0, |level| level + 1) });
    }

    /// The rows of named parts with their signs, when all of them stand above.
    fn named(&self, named: &[Named]) -> Option<Vec<(Range<usize>, bool)>> {
        named.iter().map(|one| Some((self.section(&one.name)?, one.is_added))).collect()
    }

    /// The rows of the section of a mark or a label: to the next one of its kind, or to the end.
    fn section(&self, name: &str) -> Option<Range<usize>> {
        let is_it = |section: &&Section| {
            let mark = section.mark.as_deref().is_some_and(|mark| mark.eq_ignore_ascii_case(name));
            mark || section.label.eq_ignore_ascii_case(name)
        };
        let at = self.sections.iter().rposition(|section| is_it(&section))?;
        let own = &self.sections[at];
        let kind = own.mark.as_deref().map(label::kind);
        let next = self.sections[at + 1..].iter().find(|other| other.mark.as_deref().map(label::kind) == kind);
        Some(own.start..next.map_or(self.rows.len(), |next| next.start))
    }

    /// The sum of some rows; nothing when one cannot be read or the sum is too large.
    fn sum(&self, parts: &[(Range<usize>, bool)]) -> Option<Decimal> {
        let mut sum = Decimal::ZERO;
        for (rows, is_added) in parts {
            for (amount, _) in self.rows.get(rows.clone())? {
                let amount = (*amount).ok()?.unwrap_or_default();
                sum = sum.checked_add(if *is_added { amount } else { -amount })?;
            }
        }
        Some(sum)
    }

    fn parts<'a>(&'a self, reading: &'a [(Range<usize>, bool)]) -> impl Iterator<Item = (Decimal, &'a str)> {
        let rows = reading.iter().filter_map(|(rows, _)| self.rows.get(rows.clone())).flatten();
        rows.filter_map(|(amount, label)| Some(((*amount).ok()??, label.as_str())))
    }
}

fn compare(reconcile: &Reconcile, place: (&Whole<'_>, usize, usize), read: (&Total, &Page), counts: &mut Counts) {
    let (total, page) = read;
    let (input, row, measure) = place;
    let (printed, first) = match total.printed {
        Ok(Some(printed)) => (Some(printed), total.readings.first()),
        Ok(None) => return,
        Err(()) => (None, None),
    };
    let sums: Vec<Decimal> = total.readings.iter().filter_map(|reading| page.sum(reading)).collect();
    let closing = sums.iter().find(|sum| printed.is_some_and(|printed| (printed - **sum).abs() <= reconcile.tolerance));
    let computed = closing.copied().or_else(|| first.and_then(|reading| page.sum(reading)));
    let (Some(origin), column) = (input.batch.origins.get(row).copied(), input.schema.columns.get(measure)) else {
        return;
    };
    let (column, from) = (column.map(|column| column.name.clone()), column.and_then(|column| column.from.clone()));
    let (closes, tolerance) = (closing.is_some(), reconcile.tolerance);
    let (own, of) = (column.clone(), from.clone());
    counts.totals.push(PrintedTotal { origin, column: own, from: of, printed, computed, tolerance, closes });
    let Rule { code, message, otherwise, place, .. } = reconcile.rule.clone();
    let origin = Some(origin);
    let found = Finding { code, message, help: None, otherwise, origin, column, from, witness: None, place };
    if total.printed.is_err() {
        let message = words!(
            "jumlah yang tertulis tidak terbaca sebagai angka, sehingga tidak diperiksa",
            "the printed total cannot be read as an amount and was not compared"
        );
        let (code, otherwise) = (code::TOTAL_UNREAD, Otherwise::Warn);
        return counts.findings.push(Finding { code, message, otherwise, ..found });
    }
    let (Some(printed), Some(computed), false) = (printed, computed, closes) else { return };
    let help = first.and_then(|reading| hint(printed, computed, page.parts(reading)));
    let [printed, sum, difference] = [printed, computed, printed - computed].map(spelled::number);
    let message = Words::new(
        format!("tertulis {}, jumlah barisnya {}, selisih {}", printed.id, sum.id, difference.id),
        format!("printed {}, its rows sum to {}, difference {}", printed.en, sum.en, difference.en),
    );
    counts.findings.push(Finding { message, help, ..found });
}
