//! Conditions over a whole column: three-valued logic over comparisons that cannot fail.

use std::cmp::Ordering;

use arrow::{
    array::{Array as _, BooleanArray},
    buffer::{BooleanBuffer, Buffer, NullBuffer},
    compute,
};

use super::{
    number::Numbers,
    text::{alike, texts},
};
use crate::plan::{Cell, Expression, Function, cell::View};

/// The value of a condition for each row; nothing for a condition that is left to the evaluation row by row.
#[must_use]
pub fn condition(expression: &Expression, views: &[View<'_>], rows: usize) -> Option<BooleanArray> {
    match expression {
        Expression::Column(position) => match views.get(*position)? {
            View::Boolean(array) => Some((*array).clone()),
            _ => None,
        },
        Expression::Literal(Cell::Boolean(truth)) => Some(BooleanArray::from(vec![*truth; rows])),
        Expression::Literal(_) => None,
        Expression::Call(function, arguments) => called(function, arguments, (views, rows)),
    }
}

fn called(function: &Function, arguments: &[Expression], over: (&[View<'_>], usize)) -> Option<BooleanArray> {
    let (views, rows) = over;
    let whole = |at: usize| condition(arguments.get(at)?, views, rows);
    match function {
        Function::Not => compute::not(&whole(0)?).ok(),
        Function::And => compute::and_kleene(&whole(0)?, &whole(1)?).ok(),
        Function::Or => compute::or_kleene(&whole(0)?, &whole(1)?).ok(),
        Function::IsNull => is_null(arguments.first()?, over),
        Function::Coalesce => {
            let mut all = (0..arguments.len()).map(whole);
            let first = all.next()??;
            all.try_fold(first, |known, next| Some(first_known(&known, &next?)))
        }
        Function::In => {
            let (sought, list) = arguments.split_first()?;
            let equal = |item: &Expression| compared(&Function::Equal, (sought, item), over);
            let mut all = list.iter().map(equal);
            let first = all.next()??;
            all.try_fold(first, |found, next| compute::or_kleene(&found, &next?).ok())
        }
        Function::Like => Some(filled(rows, alike(arguments, views)?)),
        Function::Matches(pattern) => {
            let texts = texts(arguments.first()?, views)?;
            Some(filled(rows, move |row| Some(pattern.is_match(&texts(row)?))))
        }
        Function::Equal
        | Function::NotEqual
        | Function::Less
        | Function::LessOrEqual
        | Function::Greater
        | Function::GreaterOrEqual => compared(function, (arguments.first()?, arguments.get(1)?), over),
        _ => None,
    }
}

/// A value for each row, packed sixty-four at a time.
fn filled(rows: usize, value: impl Fn(usize) -> Option<bool>) -> BooleanArray {
    const AT_ONCE: usize = 64;
    let (mut truths, mut known) = (Vec::new(), Vec::new());
    for start in (0..rows).step_by(AT_ONCE) {
        let (mut truth, mut is_known) = (0_u64, 0_u64);
        for row in start..rows.min(start + AT_ONCE) {
            let value = value(row);
            truth |= u64::from(value == Some(true)) << (row - start);
            is_known |= u64::from(value.is_some()) << (row - start);
        }
        truths.push(truth);
        known.push(is_known);
    }
    let bits = |words: Vec<u64>| BooleanBuffer::new(Buffer::from_vec(words), 0, rows);
    BooleanArray::new(bits(truths), Some(NullBuffer::new(bits(known))))
}

fn first_known(one: &BooleanArray, other: &BooleanArray) -> BooleanArray {
    one.iter().zip(other).map(|(one, other)| one.or(other)).collect()
}

fn is_null(expression: &Expression, (views, rows): (&[View<'_>], usize)) -> Option<BooleanArray> {
    let Expression::Column(position) = expression else {
        return compute::is_null(&condition(expression, views, rows)?).ok();
    };
    match *views.get(*position)? {
        View::Text(array) => compute::is_null(array).ok(),
        View::Integer(array) => compute::is_null(array).ok(),
        // A decimal beyond 96 bits is no value to expressions.
        View::Decimal(..) => {
            let numbers = Numbers::of(expression, views)?;
            Some(filled(rows, move |row| Some((numbers.at)(row).is_none())))
        }
        View::Boolean(array) => compute::is_null(array).ok(),
        View::Date(_) | View::DateTime(_) | View::Nothing => {
            let view = views.get(*position)?;
            Some(filled(rows, |row| Some(view.cell(row).is_null())))
        }
    }
}

fn compared(
    function: &Function,
    (left, right): (&Expression, &Expression),
    (views, rows): (&[View<'_>], usize),
) -> Option<BooleanArray> {
    let holds = |order: Ordering| match function {
        Function::Equal => order.is_eq(),
        Function::NotEqual => order.is_ne(),
        Function::Less => order.is_lt(),
        Function::LessOrEqual => order.is_le(),
        Function::Greater => order.is_gt(),
        _ => order.is_ge(),
    };
    if let (Some(left), Some(right)) = (Numbers::of(left, views), Numbers::of(right, views)) {
        let (left, right) = left.aligned(right)?;
        return Some(filled(rows, |row| Some(holds((left.at)(row)?.cmp(&(right.at)(row)?)))));
    }
    if let (Some(left), Some(right)) = (days(left, views), days(right, views)) {
        return Some(filled(rows, |row| Some(holds(left(row)?.cmp(&right(row)?)))));
    }
    let (left, right) = (texts(left, views)?, texts(right, views)?);
    Some(filled(rows, |row| Some(holds(left(row)?.cmp(&right(row)?)))))
}

/// Days by row, counted from 1970.
fn days<'a>(expression: &'a Expression, views: &'a [View<'a>]) -> Option<Box<dyn Fn(usize) -> Option<i32> + 'a>> {
    match expression {
        Expression::Column(position) => {
            let View::Date(array) = *views.get(*position)? else { return None };
            Some(Box::new(move |row| array.is_valid(row).then(|| array.value(row))))
        }
        Expression::Literal(Cell::Date(day)) => {
            let days = crate::plan::cell::days_since_1970(*day);
            Some(Box::new(move |_| Some(days)))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use arrow::array::{ArrayRef, Date32Array, Decimal128Array, Int64Array, StringArray};
    use proptest::prelude::*;

    use super::*;
    use crate::{
        plan::{evaluate::evaluate, sql},
        schema::{Column, Schema, Type},
    };

    const CONDITIONS: &[&str] = &[
        "bulat = desimal",
        "bulat <> 3",
        "desimal < 1.255",
        "desimal >= ROUND(desimal, 1)",
        "ROUND(desimal) = bulat",
        "ABS(desimal) <= 1 AND teks IS NOT NULL",
        "ABS(bulat) <= 1",
        "desimal > bulat OR tanggal IS NULL",
        "NOT (desimal = 1.00) OR benar",
        "COALESCE(desimal > bulat, FALSE)",
        "COALESCE(benar, desimal IS NULL)",
        "bulat IN (1, 2, NULL)",
        "bulat IN (1, desimal)",
        "teks IN ('JUMLAH', 'b')",
        "teks NOT IN ('a', 'b')",
        "UPPER(TRIM(teks)) LIKE 'JUMLAH%'",
        "UPPER(teks) LIKE '%É%'",
        "UPPER(teks) NOT LIKE '%H_B'",
        "LOWER(teks) = 'jumlah'",
        "REPLACE(teks, 'a', 'JUMLAH') LIKE '%JUM%'",
        "teks < 'b'",
        "tanggal BETWEEN DATE '2019-01-01' AND DATE '2019-12-31'",
        "tanggal = DATE '1969-12-31'",
        "TRUE AND benar",
        "(benar IS NULL) = (teks IS NULL)",
    ];

    type Row = (Option<i64>, Option<i32>, Option<String>, Option<i32>, Option<bool>);

    fn columns(rows: &[Row]) -> Vec<ArrayRef> {
        let decimals: Decimal128Array = rows.iter().map(|row| row.1.map(i128::from)).collect();
        let days: Date32Array = rows.iter().map(|row| row.3).collect();
        vec![
            Arc::new(rows.iter().map(|row| row.0).collect::<Int64Array>()),
            Arc::new(decimals.with_precision_and_scale(38, 2).unwrap()),
            Arc::new(rows.iter().map(|row| row.2.clone()).collect::<StringArray>()),
            Arc::new(days),
            Arc::new(rows.iter().map(|row| row.4).collect::<BooleanArray>()),
        ]
    }

    fn schema() -> Schema {
        let names = ["bulat", "desimal", "teks", "tanggal", "benar"];
        let kinds = [Type::Integer, Type::Decimal(2), Type::Text, Type::Date, Type::Boolean];
        Schema { columns: names.iter().zip(kinds).map(|(name, kind)| Column::new(*name, kind)).collect() }
    }

    proptest! {
        #[test]
        fn a_column_at_once_is_what_its_rows_are(rows in prop::collection::vec((
            prop::option::of(prop_oneof![-2_i64..4, Just(i64::MIN), any::<i64>()]),
            prop::option::of(prop_oneof![-300_i32..300, any::<i32>()]),
            prop::option::of("(a|b|h|É|é| |jumlah|JUMLAH){0,3}"),
            prop::option::of(prop_oneof![-2_i32..2, 17_890_i32..18_300]),
            any::<Option<bool>>(),
        ), 0..20)) {
            let (columns, schema) = (columns(&rows), schema());
            let views: Vec<View<'_>> =
                columns.iter().zip(&schema.columns).map(|(array, column)| View::new(array, column.kind)).collect();
            for text in CONDITIONS {
                let typed = sql::read(text, &schema).unwrap();
                let Some(at_once) = condition(&typed.expression, &views, rows.len()) else { continue };
                for (row, cells) in rows.iter().enumerate() {
                    let one = evaluate(&typed.expression, &views, row).unwrap();
                    let same = if at_once.is_null(row) { Cell::Null } else { Cell::Boolean(at_once.value(row)) };
                    prop_assert_eq!(one, same, "{} in {:?}", text, cells);
                }
            }
        }
    }

    #[test]
    fn most_conditions_are_computed_at_once() {
        let (columns, schema) = (columns(&[(Some(1), Some(100), Some("a".into()), Some(0), None)]), schema());
        let views: Vec<View<'_>> =
            columns.iter().zip(&schema.columns).map(|(array, column)| View::new(array, column.kind)).collect();
        let by_row: Vec<&str> = CONDITIONS
            .iter()
            .filter(|text| condition(&sql::read(text, &schema).unwrap().expression, &views, 1).is_none())
            .copied()
            .collect();
        assert_eq!(by_row, ["ABS(bulat) <= 1", "bulat IN (1, 2, NULL)", "(benar IS NULL) = (teks IS NULL)"]);
    }
}
