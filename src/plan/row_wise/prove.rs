//! The operators of a segment with the notation of every column that they read, as its cells prove it.

use std::{collections::BTreeSet, sync::Arc};

use super::{
    Bearing, Finding, Witness,
    figures::Figures,
    survey::{Asked, Surveyed, asked, read_by},
};
use crate::{
    diagnostic::{Code, Words, code, counted},
    plan::{
        Expression, Function, Operator,
        kernel::{Aspect, Kernel, Notation},
        operator::{Derivation, Otherwise, Repair},
        output::output,
        proof::{Basis, ColumnProof, Held, Proof},
    },
    schema::Schema,
    table::Origin,
    value::numeral::locale::Locale,
    words,
};

/// What the cells of a segment's columns prove.
#[derive(Debug, Default)]
pub struct Proven {
    /// The operators, whose kernels know their notation.
    pub operators: Vec<Operator>,
    /// What is known of each column that a kernel reads.
    pub columns: Vec<ColumnProof>,
    /// The questions that only an author can answer.
    pub findings: Vec<Finding>,
}

/// Gives each kernel of a segment the notation that its cells prove.
#[must_use]
pub fn prove(operators: &[Operator], schema: &Schema, surveyed: Vec<Surveyed>) -> Proven {
    let mut proven = Proven { operators: operators.to_vec(), ..Proven::default() };
    let schemas = schemas(operators, schema);
    for (asked, surveyed) in asked(operators).iter().zip(surveyed) {
        let here = schemas.get(asked.operator).unwrap_or(schema);
        let figures = surveyed.figures.clone();
        let column = column(asked, here, surveyed);
        proven.findings.extend(column.proofs.iter().filter_map(|proof| question(&column, proof)));
        proven.findings.extend(column.proofs.iter().filter_map(|proof| borrowed(&column, proof)));
        let damaged = is_damaged(asked, &column, &figures).then_some(figures.whole);
        proven.findings.extend(damaged.and_then(|_| damage(asked, &column, &figures)));
        if let Some(Operator::Derive(derivations)) = proven.operators.get_mut(asked.operator) {
            for derivation in derivations.iter_mut().filter(|one| one.subject == asked.derivation.subject) {
                inform(derivation, &column, (figures.numbers, damaged));
            }
        }
        proven.columns.push(column);
    }
    proven
}

/// The columns that reach each operator.
fn schemas(operators: &[Operator], schema: &Schema) -> Vec<Schema> {
    let mut schemas = vec![schema.clone()];
    for operator in operators {
        let next = schemas.last().map(|schema| output(operator, schema, &|_| None));
        schemas.extend(next);
    }
    schemas
}

fn column(asked: &Asked<'_>, here: &Schema, surveyed: Surveyed) -> ColumnProof {
    let read = asked.derivation.subject.and_then(|at| here.columns.get(at));
    let proof = |(aspect, tally): (&Aspect, _)| match asked.kernel.declared(*aspect) {
        Some(notation) => Proof::declared(notation, *aspect),
        None => Proof::of(*aspect, tally),
    };
    ColumnProof {
        column: read.map_or_else(|| asked.derivation.name.clone(), |column| column.name.clone()),
        from: read.and_then(|column| column.from.clone()),
        place: asked.derivation.place.clone(),
        proofs: asked.kernel.aspects().iter().zip(surveyed.tallies).map(proof).collect(),
        absent: surveyed.absent.into_iter().collect(),
    }
}

/// Gives the kernel of a derivation what is known, and what its cells are still to be held against.
fn inform(derivation: &mut Derivation, column: &ColumnProof, (numbers, damaged): (u64, Option<u64>)) {
    let Some((kernel, argument)) = read_by(derivation).map(|(kernel, argument)| (kernel.clone(), argument.clone()))
    else {
        return;
    };
    let undeclared = || column.proofs.iter().filter(|proof| proof.basis != Basis::Declared);
    let informed = undeclared().filter_map(|proof| proof.notation).fold(kernel.clone(), Kernel::in_notation);
    let unclear: Vec<Proof> = undeclared().filter(|proof| !proof.is_clear()).cloned().collect();
    let texts_too = derivation.repair == Some(Repair::Thousands) || has_dots(column);
    if numbers > 0 || damaged.is_some() || !unclear.is_empty() {
        let spelled = [Locale::Indonesian, Locale::English].map(|locale| informed.clone().spelled_in(locale));
        let proofs = unclear.into_iter().map(|proof| (proof, Arc::new(kernel.clone()))).collect();
        derivation.held = Some(Arc::new(Held { spelled, proofs, from: column.from.clone(), damaged, texts_too }));
    }
    derivation.expression = Expression::call(Function::Read(Box::new(informed)), vec![argument]);
}

/// Whether cells of a column are told to be damaged, or seem to be; a text with a dot only where dots decimate.
fn is_damaged(asked: &Asked<'_>, column: &ColumnProof, figures: &Figures) -> bool {
    let holds_figures = matches!(asked.kernel.alone(), Kernel::Money(..) | Kernel::Number(..) | Kernel::Quantity(..));
    let told = asked.derivation.repair == Some(Repair::Thousands);
    holds_figures && (told || (figures.is_damaged() && (figures.numbers > 0 || has_dots(column))))
}

fn has_dots(column: &ColumnProof) -> bool {
    column.proofs.iter().any(|proof| proof.notation == Some(Notation::DecimalDot))
}

/// What a spreadsheet seems to have done to a column, and what becomes of it.
fn damage(asked: &Asked<'_>, column: &ColumnProof, figures: &Figures) -> Option<Finding> {
    let (name, count, whole) = (&column.column, figures.thousands.count, figures.whole);
    if count == 0 {
        return None;
    }
    let shown = figures.thousands.first.iter().map(|(_, text)| format!("`{text}`")).collect::<Vec<_>>().join(", ");
    let numbers = counted(count, "number is", "numbers are");
    let decimals = counted(count, "number with decimals", "numbers with decimals");
    let (message, help) = match asked.derivation.repair {
        Some(Repair::Keep) => return None,
        Some(Repair::Thousands) => (
            words!(
                "kolom `{name}`: {count} angka ({shown}) dibaca sebagai ribuan, sesuai `repair: thousands`",
                "column `{name}`: {numbers} read as thousands, as `repair: thousands` says ({shown})"
            ),
            None,
        ),
        None => (
            words!(
                "kolom `{name}`: {count} angka berdesimal ({shown}) di antara {whole} bilangan bulat; Excel mungkin mengira titik ribuan sebagai desimal",
                "column `{name}`: {decimals} ({shown}) among {whole} whole numbers; a spreadsheet may have taken a grouping mark for decimals"
            ),
            Some(repair_help()),
        ),
    };
    Some(Finding { help, ..of_column(column, code::DAMAGED, message) })
}

/// A finding about a whole column, which warns.
fn of_column(column: &ColumnProof, code: Code, message: Words) -> Finding {
    Finding {
        code,
        message,
        help: None,
        otherwise: Otherwise::Warn,
        origin: None,
        column: Some(column.column.clone()),
        from: column.from.clone(),
        witness: None,
        place: column.place.clone(),
    }
}

/// Files that prove nothing themselves are read as the others are written; that is told.
fn borrowed(column: &ColumnProof, proof: &Proof) -> Option<Finding> {
    let notation = proof.notation.filter(|_| proof.basis == Basis::Proven)?;
    let (cells, tables) = proof.tally.without_proof(notation.side());
    let table = *tables.first()?;
    let (name, number, (id, en)) = (&column.column, tables.len(), notation.words());
    let read = counted(cells, "cell", "cells");
    let message = words!(
        "kolom `{name}`: {cells} sel di {number} berkas atau lembar tanpa bukti sendiri dibaca dengan {id}",
        "column `{name}`: {read}, in files or sheets without a proof of their own ({number}), read with {en}"
    );
    let (origin, text) = proof.tally.proving[notation.side()].first.first()?.clone();
    let others = proof.tally.proving[notation.side()].count.saturating_sub(1);
    let witness = Some(Witness { bearing: Bearing::Proves, origin, text, others });
    let (help, origin) = (Some(proof.declaration()), Some(Origin { table, record: 0 }));
    Some(Finding { help, origin, witness, ..of_column(column, code::NOTATION_BORROWED, message) })
}

/// The two lines of which one says what the numbers are.
pub(super) fn repair_help() -> Words {
    words!(
        "bandingkan dengan jumlah yang tertulis, lalu nyatakan pada langkah ini `repair: thousands` (1,474 → 1474) atau `repair: keep`",
        "compare with the printed totals, then declare in the step `repair: thousands` (1.474 → 1474) or `repair: keep`"
    )
}

/// What an author is asked, once for a column: its cells are refused one by one.
fn question(column: &ColumnProof, proof: &Proof) -> Option<Finding> {
    let doubtful = proof.doubtful();
    let (name, count) = (&column.column, doubtful);
    if count == 0 {
        return None;
    }
    let shown: BTreeSet<&str> = proof.tally.doubtful.first.iter().map(|(_, text)| text.as_str()).collect();
    let shown = shown.into_iter().map(|text| format!("`{text}`")).collect::<Vec<_>>().join(", ");
    let cells = counted(count, "cell has", "cells have");
    let message = if proof.basis == Basis::Open && !proof.is_tied() {
        words!(
            "kolom `{name}`: {count} sel punya dua bacaan ({shown}), dan tidak ada sel yang membuktikan mana yang dimaksud",
            "column `{name}`: {cells} two readings ({shown}), and no cell proves which is meant"
        )
    } else {
        words!(
            "kolom `{name}`: {count} sel punya dua bacaan ({shown}), dan sel-sel lain saling bertentangan",
            "column `{name}`: {cells} two readings ({shown}), and other cells contradict each other"
        )
    };
    Some(Finding { help: Some(proof.declaration()), ..of_column(column, code::NOTATION_OPEN, message) })
}

#[cfg(test)]
mod tests {
    use crate::testing::{self, Bench};

    fn dates(rows: &str) -> Bench {
        testing::steps("- parse_date: { columns: [hari] }").over(&format!("hari\n{rows}"))
    }

    #[test]
    fn one_cell_proves_the_notation_of_its_column() {
        insta::assert_snapshot!(dates("5/4/2019\n26/06/2019\n").table(), @"
        hari
        2019-04-05
        2019-06-26
        ");
        insta::assert_snapshot!(dates("5/4/2019\n06/26/2019\n").table(), @"
        hari
        2019-05-04
        2019-06-26
        ");
    }

    #[test]
    fn a_column_that_proves_nothing_is_refused_with_one_question() {
        let bench = dates("5/4/2019\n6/4/2019\n2019-04-07\n");
        insta::assert_snapshot!(bench.table(), @"
        hari
        2019-04-07
        ");
        insta::assert_snapshot!(bench.refusals(), @"
        1.csv › row 2 (hari): TB0331 `5/4/2019` has two readings (2019-04-05 / 2019-05-04), and no cell of the column proves which is meant (add to this step `options: { order: day_first }` for day first (31/12/2019), or `options: { order: month_first }` for month first (12/31/2019))
        1.csv › row 3 (hari): TB0331 `6/4/2019` has two readings (2019-04-06 / 2019-06-04), and no cell of the column proves which is meant (add to this step `options: { order: day_first }` for day first (31/12/2019), or `options: { order: month_first }` for month first (12/31/2019))
        ");
        insta::assert_snapshot!(bench.findings(), @"warns `parse_date: { columns: [hari] }`: TB0331 column `hari`: 2 cells have two readings (`5/4/2019`, `6/4/2019`), and no cell proves which is meant (add to this step `options: { order: day_first }` for day first (31/12/2019), or `options: { order: month_first }` for month first (12/31/2019))");
    }

    #[test]
    fn a_contradiction_is_refused_and_names_the_proof() {
        let proofs = "26/06/2019\n27/06/2019\n28/06/2019\n29/06/2019\n30/06/2019\n";
        let bench = dates(&format!("{proofs}12/31/2019\n5/4/2019\n"));
        insta::assert_snapshot!(bench.refusals(), @"1.csv › row 7 (hari): TB0332 `12/31/2019` contradicts its column, which has day first (31/12/2019): proven by `26/06/2019` at data/1.csv › row 2 (hari) and 4 other cells (mend the cell)");
        assert!(bench.table().ends_with("2019-06-30\n2019-04-05"));
    }

    #[test]
    fn doubtful_cells_stay_in_doubt_where_many_cells_contradict() {
        let bench = dates("26/06/2019\n27/06/2019\n12/31/2019\n5/4/2019\n");
        assert!(
            bench
                .refusals()
                .contains("`5/4/2019` (2019-04-05 / 2019-05-04): the cells of the column contradict each other")
        );
        let tied = dates("26/06/2019\n12/31/2019\n");
        assert!(tied.refusals().contains("`12/31/2019` (2019-12-31): the cells of the column contradict each other"));
    }

    #[test]
    fn a_file_that_proves_nothing_is_read_as_the_others_and_that_is_told() {
        let bench = dates("26/06/2019\n").over("hari\n5/4/2019\n");
        insta::assert_snapshot!(bench.findings(), @"warns 2.csv › row 2 (hari): TB0338 column `hari`: 1 cell, in files or sheets without a proof of their own (1), read with day first (31/12/2019): proven by `26/06/2019` at data/1.csv › row 2 (hari) (add to this step `options: { order: day_first }` for day first (31/12/2019), or `options: { order: month_first }` for month first (12/31/2019))");
    }

    #[test]
    fn a_file_that_speaks_against_the_others_keeps_its_doubts() {
        let bench = dates("26/06/2019\n27/06/2019\n5/4/2019\n").over("hari\n12/31/2019\n5/4/2019\n");
        insta::assert_snapshot!(bench.table(), @"
        hari
        2019-06-26
        2019-06-27
        2019-04-05
        ");
    }

    #[test]
    fn two_digits_in_each_part_may_begin_with_the_year() {
        let bench = dates("19-04-05\n19-12-31\n");
        insta::assert_snapshot!(bench.findings(), @"warns `parse_date: { columns: [hari] }`: TB0331 column `hari`: 2 cells have two readings (`19-04-05`, `19-12-31`), and no cell proves which is meant (add to this step `options: { order: day_first }` for day first (31/12/2019), or `options: { order: month_first }` for month first (12/31/2019), or `options: { order: year_first }` for year first (19-12-31))");
        insta::assert_snapshot!(dates("19-04-05\n26/06/2019\n").table(), @"
        hari
        2005-04-19
        2019-06-26
        ");
        let declared = "- parse_date: { columns: [hari], options: { order: year_first } }";
        insta::assert_snapshot!(testing::steps(declared).over("hari\n19-04-05\n98-12-31\n").table(), @"
        hari
        2019-04-05
        1998-12-31
        ");
    }

    #[test]
    fn a_declaration_needs_no_proof() {
        let steps = "- parse_date: { columns: [hari], options: { order: month_first } }";
        insta::assert_snapshot!(testing::steps(steps).over("hari\n5/4/2019\n").table(), @"
        hari
        2019-05-04
        ");
    }

    #[test]
    fn the_mark_of_decimals_is_proven_across_rows() {
        let money = |rows: &str| testing::steps("- parse_money: { columns: [a] }").over(&format!("a\n{rows}"));
        insta::assert_snapshot!(money("1.234\n\"1.511,15\"\n").table(), @"
        a
        1234.00
        1511.15
        ");
        insta::assert_snapshot!(money("\"1,234\"\n1511.15\n").table(), @"
        a
        1234.00
        1511.15
        ");
        insta::assert_snapshot!(money("1.234\n\"1.511,15\"\n\"2.000,5\"\n\"3,5\"\n\"4,5\"\n\"5,5\"\n\"1,234.50\"\n").refusals(), @"1.csv › row 8 (a): TB0332 `1,234.50` contradicts its column, which has decimal comma (1.234,5): proven by `1.511,15` at data/1.csv › row 3 (a) and 4 other cells (mend the cell; if it is written as it is meant, declare `options: { locale: id-ID }` in the step)");
    }

    #[test]
    fn rows_that_a_step_has_taken_out_prove_nothing() {
        let steps = "- keep: { where: \"jenis = 'a'\" }\n- parse_date: { columns: [hari] }";
        let bench = testing::steps(steps).over("jenis,hari\na,5/4/2019\nb,26/06/2019\n");
        insta::assert_snapshot!(bench.table(), @"jenis,hari");
    }

    #[test]
    fn what_a_step_has_made_of_the_text_is_what_proves() {
        let steps = "- derive: { hari: \"REPLACE(hari, '~', '/')\" }\n- parse_date: { columns: [hari] }";
        insta::assert_snapshot!(testing::steps(steps).over("hari\n5~4~2019\n26~06~2019\n").table(), @"
        hari
        2019-04-05
        2019-06-26
        ");
    }

    #[test]
    fn one_number_among_shares_of_one_proves_no_percentages() {
        let percent = testing::steps("- parse_percent: { columns: [a] }").over("a\n\"0,5\"\n85\n");
        assert!(percent.refusals().contains("TB0331 `0,5` has two readings (0.5% / 50%)"));
    }

    #[test]
    fn what_cannot_have_been_thousands_is_refused_where_they_are_declared() {
        let steps = "- parse_number: { columns: [a], decimals: 3, repair: thousands }";
        let bench = testing::steps(steps).over("a\n250\n0.474\n1474.5\n");
        insta::assert_snapshot!(bench.refusals(), @"
        1.csv › row 3 (a): TB0337 `0.474` cannot have been thousands, as `repair: thousands` of the step says (mend the cell, or declare `repair: keep` if the column does hold decimals)
        1.csv › row 4 (a): TB0337 `1474.5` cannot have been thousands, as `repair: thousands` of the step says (mend the cell, or declare `repair: keep` if the column does hold decimals)
        ");
    }

    #[test]
    fn the_basis_of_percentages_is_proven_by_a_number_that_is_no_fraction() {
        let percent = |rows: &str| testing::steps("- parse_percent: { columns: [a] }").over(&format!("a\n{rows}"));
        insta::assert_snapshot!(percent("\"0,5\"\n\"57,7\"\n80\n").table(), @"
        a
        0.50
        57.70
        80.00
        ");
    }
}
