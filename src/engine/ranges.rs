//! Rows put in order that memory has no room for: handed out to ranges of the order first, so that each range is put in
//! order in memory, and files are read from front to back.

use std::sync::Arc;

use arrow::{
    array::{Array as _, ArrayRef, AsArray as _, UInt32Array},
    datatypes::UInt32Type,
};
use rayon::prelude::*;

use super::{EngineError, Flow, gather, keys::place};
use crate::{
    spill::Spill,
    table::{Batch, Origin, Sieved},
};

/// Bytes that are worked on at a time, by estimate.
const AT_ONCE: usize = 1 << 26;

/// A part and a row of it.
type PlaceIn = (usize, usize);

/// The rows of a flow in order; `ranks` is where each of them comes to stand, `batch_rows` how many stand in a batch then.
pub(super) fn in_order(ranks: &[u32], flow: Flow, (batch_rows, spill): (usize, &Spill)) -> Result<Flow, EngineError> {
    // Whole batches, so that they are those of rows put in order in memory.
    let range_rows = (AT_ONCE / bytes_of_row(&flow)).max(1).next_multiple_of(batch_rows);
    by_ranges(ranks, flow, (range_rows, batch_rows), spill)
}

fn by_ranges(
    ranks: &[u32],
    flow: Flow,
    (range_rows, batch_rows): (usize, usize),
    spill: &Spill,
) -> Result<Flow, EngineError> {
    let ranges = Ranges { range_rows, number: ranks.len().div_ceil(range_rows) };
    let Flow { schema, rows } = flow;
    let mut handed: Vec<Vec<Batch>> = vec![Vec::new(); ranges.number];
    let (mut group, mut waiting, mut ranks) = (Vec::new(), 0, ranks.iter().copied());
    for sieved in rows {
        waiting += sieved.len();
        let places: Vec<(u32, usize)> = ranks.by_ref().take(sieved.len()).zip(sieved.rows()).collect();
        group.push((sieved.batch, places));
        if waiting >= range_rows {
            ranges.hand_out(std::mem::take(&mut group), (&mut handed, spill))?;
            waiting = 0;
        }
    }
    ranges.hand_out(group, (&mut handed, spill))?;
    let mut rows = Vec::new();
    for (number, parts) in handed.into_iter().enumerate() {
        let batches = ordered(parts, number * range_rows, batch_rows)?;
        rows.extend(spill.lay_down(batches)?.into_iter().map(Sieved::from));
    }
    Ok(Flow { schema, rows })
}

/// Bytes of a row, by estimate and at least one.
fn bytes_of_row(flow: &Flow) -> usize {
    let size = |array: &ArrayRef| array.to_data().get_slice_memory_size().unwrap_or_default();
    let looked = flow.rows.iter().take(16);
    let (bytes, rows) = looked.fold((0, 0), |(bytes, rows), sieved| {
        (bytes + sieved.batch.columns.iter().map(size).sum::<usize>(), rows + sieved.batch.len())
    });
    (bytes / rows.max(1)).max(1)
}

/// Ranges of an order, of so many rows each.
struct Ranges {
    range_rows: usize,
    number: usize,
}

impl Ranges {
    /// Lays the rows of some batches down, those of each range together and in order, with their places in the order as a
    /// last column.
    fn hand_out(
        &self,
        group: Vec<(Batch, Vec<(u32, usize)>)>,
        (handed, spill): (&mut [Vec<Batch>], &Spill),
    ) -> Result<(), EngineError> {
        let (batches, places): (Vec<Batch>, Vec<Vec<(u32, usize)>>) = group.into_iter().unzip();
        let places = places.into_iter().enumerate();
        let mut rows: Vec<(u32, PlaceIn)> =
            places.flat_map(|(part, rows)| rows.into_iter().map(move |(rank, row)| (rank, (part, row)))).collect();
        rows.par_sort_unstable();
        let starts: Vec<usize> = (0..=self.number)
            .map(|number| rows.partition_point(|(rank, _)| place(*rank) < number * self.range_rows))
            .collect();
        let of_range = |ends: &[usize; 2]| {
            let rows = rows.get(ends[0]..ends[1]).unwrap_or_default();
            let places: Vec<PlaceIn> = rows.iter().map(|(_, place)| *place).collect();
            let mut batch = gathered(&batches, &places)?;
            let ranks: UInt32Array = rows.iter().map(|(rank, _)| Some(*rank)).collect();
            batch.columns.push(Arc::new(ranks));
            Ok(batch)
        };
        let ends: Vec<[usize; 2]> = starts.array_windows().copied().collect();
        let pieces: Vec<Batch> = ends.par_iter().map(of_range).collect::<Result<_, EngineError>>()?;
        drop(batches);
        let laid = spill.lay_down(pieces)?;
        handed.iter_mut().zip(laid).filter(|(_, piece)| !piece.is_empty()).for_each(|(range, piece)| range.push(piece));
        Ok(())
    }
}

/// The rows of one range in order.
fn ordered(mut parts: Vec<Batch>, first: usize, batch_rows: usize) -> Result<Vec<Batch>, EngineError> {
    let ranks: Vec<ArrayRef> = parts.iter_mut().filter_map(|part| part.columns.pop()).collect();
    let mut places: Vec<PlaceIn> = vec![(0, 0); parts.iter().map(Batch::len).sum()];
    for (part, ranks) in ranks.iter().enumerate() {
        let ranks = ranks.as_primitive_opt::<UInt32Type>().map_or(&[][..], |ranks| ranks.values());
        for (row, rank) in ranks.iter().enumerate() {
            if let Some(place) = place(*rank).checked_sub(first).and_then(|at| places.get_mut(at)) {
                *place = (part, row);
            }
        }
    }
    places.par_chunks(batch_rows).map(|places| gathered(&parts, places)).collect()
}

/// Rows of several batches as one.
fn gathered(parts: &[Batch], places: &[PlaceIn]) -> Result<Batch, EngineError> {
    let width = parts.first().map_or(0, |part| part.columns.len());
    let column = |at: usize| {
        let arrays: Vec<&ArrayRef> = parts.iter().filter_map(|part| part.columns.get(at)).collect();
        gather::gathered(&arrays, places)
    };
    let columns = (0..width).map(column).collect::<Result<_, _>>()?;
    let origin = |(part, row): &PlaceIn| parts.get(*part)?.origins.get(*row).copied();
    let origins: Vec<Origin> = places.iter().filter_map(origin).collect();
    Ok(Batch { columns, origins })
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use arrow::array::{Int64Array, StringArray};
    use proptest::prelude::*;

    use super::*;
    use crate::schema::Schema;

    /// Batches of so many rows each, of which every third has left; a row says its number in all its columns.
    fn flow(lengths: &[u32]) -> Flow {
        let mut first = 0;
        let batch = |length: &u32| {
            let records: Vec<u32> = (first..first + length).collect();
            first += length;
            let numbers = Arc::new(records.iter().map(|record| Some(i64::from(*record))).collect::<Int64Array>());
            let texts = Arc::new(records.iter().map(|record| Some(record.to_string())).collect::<StringArray>());
            let keep: Vec<bool> = records.iter().map(|record| record % 3 != 0).collect();
            let origins = records.into_iter().map(|record| Origin { table: 0, record }).collect();
            let mut rows = Sieved::from(Batch { columns: vec![numbers, texts], origins });
            rows.keep(&keep);
            rows
        };
        let rows = lengths.iter().map(batch).collect();
        Flow { schema: Schema::default(), rows }
    }

    proptest! {
        #[test]
        fn rows_come_to_stand_where_their_ranks_say(
            lengths in prop::collection::vec(0_u32..9, 0..8),
            sizes in (1_usize..9, 1_usize..5),
            seed in any::<u64>(),
        ) {
            let stay: Vec<u32> = (0..lengths.iter().sum()).filter(|record| record % 3 != 0).collect();
            let mut order: Vec<usize> = (0..stay.len()).collect();
            order.sort_by_key(|at| seed.wrapping_mul(0x9e37_79b9_7f4a_7c15).rotate_left(u32::try_from(*at * 7 % 64).unwrap()) ^ (*at as u64));
            let mut ranks = vec![0; stay.len()];
            (0..).zip(&order).for_each(|(rank, at)| ranks[*at] = rank);
            let folder = tempfile::tempdir().unwrap();
            let spill = Spill::beyond(0, folder.path());
            let done = by_ranges(&ranks, flow(&lengths), sizes, &spill).unwrap();
            let expected: Vec<u32> = order.iter().map(|at| stay[*at]).collect();
            let batches = done.rows.into_iter().map(|rows| rows.settled().unwrap());
            let mut rows = Vec::new();
            for batch in batches {
                prop_assert!(batch.len() <= sizes.1);
                let texts = batch.columns[1].as_string::<i32>().iter().map(|text| text.unwrap().parse::<u32>().unwrap());
                prop_assert!(texts.eq(batch.origins.iter().map(|origin| origin.record)));
                rows.extend(batch.origins.iter().map(|origin| origin.record));
            }
            prop_assert_eq!(rows, expected);
        }
    }

    #[test]
    fn nowhere_to_go_is_an_error() {
        let error = in_order(&[1, 0], flow(&[3]), (2, &Spill::beyond(0, Path::new("nowhere")))).unwrap_err();
        assert!(matches!(error, EngineError::Spill(_)), "{error}");
    }
}
