//! Columns between Arrow and polars, by value, and the queries that polars answers about them.

use arrow::array::ArrayRef;
use polars::prelude::{
    Column as PolarsColumn, DataFrame, Engine, Expr, Int128Chunked, IntoColumn, IntoLazy, JoinArgs, JoinCoalesce,
    JoinType, LazyFrame, MaintainOrderJoin, NamedFrom, NewChunkedArray, PlSmallStr, Series, SortMultipleOptions, col,
};

use super::EngineError;
use crate::{
    plan::{Cell, cell::View},
    schema::Type,
    table::DECIMAL_PRECISION,
};

/// Name of the column that numbers rows.
const ROW: &str = "row";

/// A column with its type.
pub(super) type Typed<'a> = (&'a ArrayRef, Type);

/// The row of the right table whose keys equal those of each left row; keys on the right are unique, NULL equals nothing.
pub(super) fn partners(
    left: (&[Typed<'_>], usize),
    right: (&[Typed<'_>], usize),
) -> Result<Vec<Option<u32>>, EngineError> {
    let names: Vec<Expr> = (0..left.0.len()).map(|at| col(key_name(at))).collect();
    let other = frame(right.0, right.1)?.lazy().rename([ROW], ["partner"], true);
    let arguments = JoinArgs {
        maintain_order: MaintainOrderJoin::Left,
        ..JoinArgs::new(JoinType::Left).with_coalesce(JoinCoalesce::CoalesceColumns)
    };
    let joined = frame(left.0, left.1)?.lazy().join(other, names.clone(), names, arguments);
    let done = collect(joined.sort_by_exprs([col(ROW)], SortMultipleOptions::default()))?;
    Ok(done.column("partner")?.u32()?.iter().collect())
}

fn key_name(at: usize) -> PlSmallStr {
    PlSmallStr::from(format!("key{at}"))
}

fn collect(query: LazyFrame) -> Result<DataFrame, EngineError> {
    // A query without sinks has one result, so that taking it cannot fail.
    Ok(query.collect_with_engine(Engine::Streaming)?.unwrap_single())
}

fn frame(keys: &[Typed<'_>], rows: usize) -> Result<DataFrame, EngineError> {
    let numbers: Vec<u32> = (0..u32::try_from(rows).map_err(|_| EngineError::TooLarge)?).collect();
    let mut columns = vec![Series::new(ROW.into(), numbers).into_column()];
    columns.extend(keys.iter().enumerate().map(|(at, key)| column_of(&key_name(at), *key)));
    Ok(DataFrame::new(rows, columns)?)
}

/// A polars column of the same values.
fn column_of(name: &str, (array, kind): Typed<'_>) -> PolarsColumn {
    let view = View::new(array, kind);
    let rows = 0..array.len();
    let name = PlSmallStr::from(name);
    let numbers = |scale: usize| {
        let values =
            Int128Chunked::from_iter_options(name.clone(), rows.clone().map(|row| unscaled(&view.cell(row), scale)));
        values.into_decimal_unchecked(usize::from(DECIMAL_PRECISION), scale).into_series_column()
    };
    match kind {
        Type::Decimal(scale) => numbers(usize::from(scale)),
        Type::Text => Series::new(
            name,
            rows.map(|row| view.cell(row).text().map(std::borrow::Cow::into_owned)).collect::<Vec<_>>(),
        )
        .into_column(),
        Type::Boolean => Series::new(
            name,
            rows.map(|row| if let Cell::Boolean(flag) = view.cell(row) { Some(flag) } else { None })
                .collect::<Vec<_>>(),
        )
        .into_column(),
        // Days and moments keep their order and equality as whole numbers.
        Type::Integer | Type::Date | Type::DateTime => {
            Series::new(name, rows.map(|row| whole(&view.cell(row))).collect::<Vec<_>>()).into_column()
        }
    }
}

trait IntoSeriesColumn {
    fn into_series_column(self) -> PolarsColumn;
}

impl IntoSeriesColumn for polars::prelude::DecimalChunked {
    fn into_series_column(self) -> PolarsColumn {
        use polars::prelude::IntoSeries as _;
        self.into_series().into_column()
    }
}

fn unscaled(cell: &Cell<'_>, scale: usize) -> Option<i128> {
    let number = cell.number()?;
    let shift = u32::try_from(scale).ok()?.checked_sub(number.scale())?;
    number.mantissa().checked_mul(10_i128.checked_pow(shift)?)
}

fn whole(cell: &Cell<'_>) -> Option<i64> {
    match cell {
        Cell::Integer(number) => Some(*number),
        Cell::Date(day) => day.and_hms_opt(0, 0, 0).map(|moment| moment.and_utc().timestamp()),
        Cell::DateTime(moment) => Some(moment.and_utc().timestamp()),
        _ => None,
    }
}
