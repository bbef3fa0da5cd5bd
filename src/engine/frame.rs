//! Columns between Arrow and polars, by value, and the queries that polars answers about them.

use arrow::array::ArrayRef;
use polars::prelude::{
    AnyValue, Column as PolarsColumn, DataFrame, Engine, Expr, Int128Chunked, IntoColumn, IntoLazy, JoinArgs,
    JoinCoalesce, JoinType, LazyFrame, MaintainOrderJoin, NULL, NamedFrom, NewChunkedArray, PlSmallStr, Series,
    SortMultipleOptions, col, lit, when,
};

use super::EngineError;
use crate::{
    plan::{
        Cell,
        cell::{View, Writer},
        operator::AggregateFunction,
    },
    schema::Type,
    table::DECIMAL_PRECISION,
};

/// Name of the column that numbers rows.
const ROW: &str = "row";

/// A column with its type.
pub(super) type Typed<'a> = (&'a ArrayRef, Type);

/// What is computed of a group.
pub(super) struct Wanted<'a> {
    pub function: AggregateFunction,
    pub column: Option<Typed<'a>>,
    pub kind: Type,
}

/// The first row of each group of equal keys, in order, and what is wanted of each group.
pub(super) fn aggregate(
    keys: &[Typed<'_>],
    wanted: &[Wanted<'_>],
    rows: usize,
) -> Result<(Vec<u32>, Vec<ArrayRef>), EngineError> {
    if rows == 0 {
        return Ok((Vec::new(), wanted.iter().map(|one| Writer::new(one.kind, 0).finish()).collect()));
    }
    let mut data = frame(keys, rows)?;
    let mut expressions = vec![col(ROW).min().alias(ROW)];
    for (at, one) in wanted.iter().enumerate() {
        let name = format!("value{at}");
        if let Some(column) = one.column {
            data.with_column(column_of(&name, column, one.function == AggregateFunction::Sum))?;
        }
        let value = if one.column.is_some() { col(name.as_str()) } else { col(ROW) };
        expressions.push(aggregated(value, one.function).alias(name.as_str()));
    }
    let names: Vec<Expr> = (0..keys.len()).map(|at| col(key_name(at))).collect();
    // A constant key makes one group of the whole table.
    let names = if names.is_empty() { vec![lit(1)] } else { names };
    let sorted = SortMultipleOptions { maintain_order: true, ..SortMultipleOptions::default() };
    let done = collect(data.lazy().group_by(names).agg(expressions).sort_by_exprs([col(ROW)], sorted))?;
    let arrays = wanted
        .iter()
        .enumerate()
        .map(|(at, one)| array_of(done.column(&format!("value{at}"))?, one))
        .collect::<Result<_, _>>()?;
    Ok((row_numbers(&done)?, arrays))
}

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

fn aggregated(value: Expr, function: AggregateFunction) -> Expr {
    match function {
        // The sum of no value is no value: `-` and `...` are not zero.
        AggregateFunction::Sum => when(value.clone().count().gt(lit(0))).then(value.sum()).otherwise(lit(NULL)),
        AggregateFunction::Count => value.count(),
        AggregateFunction::Min => value.min(),
        AggregateFunction::Max => value.max(),
        AggregateFunction::First => value.first(),
        AggregateFunction::Last => value.last(),
    }
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
    columns.extend(keys.iter().enumerate().map(|(at, key)| column_of(&key_name(at), *key, false)));
    Ok(DataFrame::new(rows, columns)?)
}

fn row_numbers(data: &DataFrame) -> Result<Vec<u32>, EngineError> {
    Ok(data.column(ROW)?.u32()?.iter().flatten().collect())
}

/// A polars column of the same values; whole numbers that are summed become decimals, whose sums do not wrap.
fn column_of(name: &str, (array, kind): Typed<'_>, summed: bool) -> PolarsColumn {
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
        Type::Integer if summed => numbers(0),
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

/// The Arrow column of what polars computed.
fn array_of(column: &PolarsColumn, wanted: &Wanted<'_>) -> Result<ArrayRef, EngineError> {
    let mut writer = Writer::new(wanted.kind, column.len());
    for row in 0..column.len() {
        let cell = cell_of(&column.get(row)?, wanted.kind).ok_or(EngineError::TooLarge)?;
        writer.push(&cell).map_err(|_| EngineError::TooLarge)?;
    }
    Ok(writer.finish())
}

/// The value of a polars cell as a column of a type holds it; nothing when it does not fit.
fn cell_of(value: &AnyValue<'_>, kind: Type) -> Option<Cell<'static>> {
    use rust_decimal::Decimal;
    Some(match (value, kind) {
        (AnyValue::Null, _) => Cell::Null,
        (AnyValue::Decimal(unscaled, _, scale), Type::Integer) if *scale == 0 => {
            Cell::Integer(i64::try_from(*unscaled).ok()?)
        }
        (AnyValue::Decimal(unscaled, _, scale), _) => {
            Cell::Decimal(Decimal::try_from_i128_with_scale(*unscaled, u32::try_from(*scale).ok()?).ok()?)
        }
        (AnyValue::String(text), _) => Cell::Text((*text).to_owned().into()),
        (AnyValue::StringOwned(text), _) => Cell::Text(text.to_string().into()),
        (AnyValue::Boolean(flag), _) => Cell::Boolean(*flag),
        (number, Type::Integer) => Cell::Integer(number.extract::<i64>()?),
        (number, Type::Date) => Cell::Date(moment(number)?.date()),
        (number, Type::DateTime) => Cell::DateTime(moment(number)?),
        _ => return None,
    })
}

fn moment(value: &AnyValue<'_>) -> Option<chrono::NaiveDateTime> {
    chrono::DateTime::from_timestamp(value.extract::<i64>()?, 0).map(|moment| moment.naive_utc())
}
