//! Takes out the rows of a printed table that are not data.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::code,
    plan::{
        Expression, Flow, Function, Operator, Verdict,
        kernel::Kernel,
        operator::{Filter, Otherwise, Projection, Reconcile},
    },
    schema::Type,
    words,
    workspace::Placed,
};

/// Name of the column that holds the class of each row while this step runs.
const CLASS: &str = "terbuka:kelas_baris";

/// Takes out rows that are not data: by the kind of row that printed tables have, or by an SQL condition.
///
/// Each is counted under its kind. With `reconcile`, totals and subtotals are compared with the rows that they total
/// before they go.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct DropRows {
    /// Kinds of rows to take out.
    #[serde(default)]
    kind: Vec<RowKind>,
    /// Takes out the rows for which this SQL condition is true.
    #[serde(default, rename = "where")]
    condition: Option<Placed<String>>,
    /// Columns whose printed totals must equal the sum of their rows.
    #[serde(default)]
    reconcile: Vec<Placed<String>>,
    /// The largest difference in rupiah that is no finding.
    #[serde(default)]
    #[schemars(with = "f64")]
    tolerance: Decimal,
    /// What follows when a total differs.
    #[serde(default = "hold")]
    otherwise: Otherwise,
}

const fn hold() -> Otherwise {
    Otherwise::Hold
}

/// Kinds of rows of printed tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowKind {
    /// `JUMLAH`, `Total`, `Grand Total`.
    Total,
    /// `Sub Jumlah`, `Jumlah A`.
    Subtotal,
    /// `Rata-rata`, `Maksimum`.
    Summary,
    /// `I | BELANJA OPERASI`, without amounts.
    Section,
    /// `1 | 2 | 3 = 2/1`.
    Numbering,
    /// `Sumber: …`, `*) angka sementara`.
    Footnote,
    /// Place, date, office, name and NIP of who signs.
    Signature,
    /// A heading repeated after a page break.
    Header,
    /// Title lines.
    Title,
    /// Nothing but blanks.
    Blank,
}

impl RowKind {
    const fn word(self) -> &'static str {
        match self {
            Self::Total => "total",
            Self::Subtotal => "subtotal",
            Self::Summary => "summary",
            Self::Section => "section",
            Self::Numbering => "numbering",
            Self::Footnote => "footnote",
            Self::Signature => "signature",
            Self::Header => "header",
            Self::Title => "title",
            Self::Blank => "blank",
        }
    }
}

impl DropRows {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        if let Some(condition) = &self.condition
            && let Some(typed) = flow.condition(condition)
        {
            let truth = Expression::call(
                Function::Coalesce,
                vec![typed.expression, Expression::Literal(crate::plan::Cell::Boolean(false))],
            );
            drop_where(flow, truth, "drop_rows");
        }
        if !self.kind.is_empty() {
            self.drop_kinds(flow);
        }
    }

    fn drop_kinds(&self, flow: &mut Flow<'_>) {
        let before = flow.schema.columns.len();
        // The place of a row is no cell of it: only columns that were read from a heading tell its class.
        let is_cell = |column: &(usize, &crate::schema::Column)| column.1.from.is_some();
        let cells =
            flow.schema.columns.iter().enumerate().filter(is_cell).map(|(at, _)| Expression::Column(at)).collect();
        let class = flow.derivation(CLASS, (Expression::call(Function::RowClass, cells), Type::Text), None);
        flow.push(Operator::Derive(vec![class]));
        self.reconcile(flow, before);
        for kind in &self.kind {
            let is_kind =
                Expression::call(Function::Equal, vec![Expression::Column(before), Expression::text(kind.word())]);
            drop_where(flow, is_kind, kind.word());
        }
        let kept = flow.schema.columns.iter().take(before).enumerate();
        let projections = kept.map(|(from, column)| Projection { from, name: column.name.clone() }).collect();
        flow.push(Operator::Project(projections));
    }

    fn reconcile(&self, flow: &mut Flow<'_>, class: usize) {
        let measures: Vec<usize> = self.reconcile.iter().filter_map(|name| flow.text_column(name)).collect();
        if measures.is_empty() {
            return;
        }
        let message = words!(
            "jumlah yang tertulis tidak sama dengan jumlah barisnya",
            "the printed total differs from the sum of its rows"
        );
        let rule = flow.rule(code::TOTAL_DIFFERS, message, None, self.otherwise);
        let kernel = Kernel::money(crate::value::money::Options::default());
        flow.push(Operator::Reconcile(Reconcile { class, measures, kernel, tolerance: self.tolerance, rule }));
    }
}

fn drop_where(flow: &mut Flow<'_>, condition: Expression, rule: &str) {
    let keeps = Expression::call(Function::Not, vec![condition]);
    flow.push(Operator::Filter(Filter {
        condition: keeps,
        null_passes: true,
        verdict: Verdict::Drop { rule: rule.into() },
    }));
}
