//! Columns put together from rows of several batches in another order.
//!
//! The places of a sorted table lie all over memory, so that waiting for it is most of the work. Where each text lies is
//! found for all rows first, and a fixed number of bytes is copied for most: neither loop has to guess what comes next,
//! and the processor waits for many rows at a time.

use arrow::{
    array::{Array, ArrayRef, AsArray as _, StringArray, new_empty_array},
    buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer},
    compute,
    datatypes::DataType,
    error::ArrowError,
};

use super::keys::{self, Typed};
use crate::table::arrow_type;

/// Bytes that are copied together.
const AT_ONCE: usize = 64;

/// Cells of a column that stands in several parts; a place is a part and a row of it.
pub(super) fn gathered(parts: &[&ArrayRef], places: &[(usize, usize)]) -> Result<ArrayRef, ArrowError> {
    let texts: Option<Vec<&StringArray>> = parts.iter().map(|part| part.as_string_opt::<i32>()).collect();
    match texts.and_then(|texts| in_order(&texts, places)) {
        Some(texts) => Ok(std::sync::Arc::new(texts)),
        None => {
            let parts: Vec<&dyn Array> = parts.iter().map(AsRef::as_ref).collect();
            compute::interleave(&parts, places)
        }
    }
}

/// Cells of a column in parts, by the numbers of their rows.
pub(super) fn picked((parts, kind): &Typed, rows: &[u32]) -> Result<ArrayRef, ArrowError> {
    let starts = parts.iter().scan(0, |end, part| {
        *end += part.len();
        Some(*end - part.len())
    });
    let starts: Vec<usize> = starts.collect();
    let find = |row: &u32| {
        let row = keys::place(*row);
        let part = starts.partition_point(|start| *start <= row).checked_sub(1)?;
        Some((part, row - starts.get(part)?))
    };
    let places: Vec<(usize, usize)> = rows.iter().filter_map(find).collect();
    if parts.is_empty() {
        Ok(new_empty_array(&arrow_type(*kind)))
    } else {
        gathered(&parts.iter().collect::<Vec<_>>(), &places)
    }
}

/// The texts in order; nothing when they are more than an array can hold.
fn in_order(parts: &[&StringArray], places: &[(usize, usize)]) -> Option<StringArray> {
    debug_assert!(parts.iter().all(|part| *part.data_type() == DataType::Utf8));
    let mut ends = Vec::with_capacity(places.len() + 1);
    let mut spans = Vec::with_capacity(places.len());
    let mut end = 0_usize;
    ends.push(0);
    for (part, row) in places {
        let offsets = parts.get(*part)?.value_offsets();
        let (start, length) = (offsets.get(*row)?, offsets.get(row + 1)? - offsets.get(*row)?);
        let span = (usize::try_from(*start).ok()?, usize::try_from(length).ok()?);
        end += span.1;
        ends.push(i32::try_from(end).ok()?);
        spans.push(span);
    }
    let mut values = Vec::with_capacity(end + AT_ONCE);
    for ((part, _), (start, length)) in places.iter().zip(spans) {
        let bytes = parts.get(*part)?.value_data().get(start..)?;
        match bytes.first_chunk::<AT_ONCE>().filter(|_| length <= AT_ONCE) {
            Some(chunk) => {
                let end = values.len() + length;
                values.extend_from_slice(chunk);
                values.truncate(end);
            }
            None => values.extend_from_slice(bytes.get(..length)?),
        }
    }
    let has_nulls = parts.iter().any(|part| part.null_count() > 0);
    let nulls = has_nulls.then(|| NullBuffer::new(valid(parts, places)));
    let offsets = OffsetBuffer::new(ScalarBuffer::from(ends));
    StringArray::try_new(offsets, Buffer::from_vec(values), nulls.filter(|nulls| nulls.null_count() > 0)).ok()
}

fn valid(parts: &[&StringArray], places: &[(usize, usize)]) -> BooleanBuffer {
    let is_valid =
        |at: usize| places.get(at).and_then(|(part, row)| Some(parts.get(*part)?.is_valid(*row))).unwrap_or_default();
    BooleanBuffer::collect_bool(places.len(), is_valid)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn texts_are_gathered_as_arrow_does(
            parts in prop::collection::vec(prop::collection::vec(prop::option::of("[aé]{0,3}|x{60,70}"), 1..6), 1..4),
            picks in prop::collection::vec(any::<(prop::sample::Index, prop::sample::Index)>(), 0..20),
        ) {
            let arrays: Vec<ArrayRef> =
                parts.iter().map(|part| Arc::new(part.iter().cloned().collect::<StringArray>()) as ArrayRef).collect();
            let sliced: Vec<ArrayRef> = arrays.iter().map(|array| array.slice(array.len() / 2, array.len() - array.len() / 2)).collect();
            for arrays in [arrays, sliced] {
                let place = |(part, row): &(prop::sample::Index, prop::sample::Index)| {
                    let part = part.index(arrays.len());
                    (part, row.index(arrays[part].len()))
                };
                let places: Vec<(usize, usize)> = picks.iter().map(place).collect();
                let whole: Vec<&dyn Array> = arrays.iter().map(AsRef::as_ref).collect();
                let expected = compute::interleave(&whole, &places).unwrap();
                prop_assert_eq!(&gathered(&arrays.iter().collect::<Vec<_>>(), &places).unwrap(), &expected);
            }
        }
    }
}
