//! Columns turned into rows.

use arrow::{
    array::{Array, StringArray, UInt32Array},
    compute,
    error::ArrowError,
};

use super::Segment;
use crate::{
    plan::operator::Unpivot,
    table::{Batch, Origin},
};

impl Segment<'_> {
    pub(super) fn unpivot(&mut self, unpivot: &Unpivot) -> Result<(), ArrowError> {
        self.flush()?;
        self.settle()?;
        let rows = self.rows.batch.len();
        let mut sources: Vec<u32> = Vec::new();
        let mut names: Vec<Option<&str>> = Vec::new();
        let mut picks: Vec<(usize, usize)> = Vec::new();
        let mut skipped = 0;
        let mut kept = vec![unpivot.columns.len(); rows];
        for (row, times) in kept.iter_mut().enumerate() {
            for (which, (position, name)) in unpivot.columns.iter().enumerate() {
                let empty = self.rows.batch.columns.get(*position).is_none_or(|array| array.is_null(row));
                if empty && unpivot.skip_empty {
                    skipped += 1;
                    *times -= 1;
                    continue;
                }
                sources.push(u32::try_from(row).unwrap_or(u32::MAX));
                names.push(Some(name));
                picks.push((which, row));
            }
        }
        self.repeat(unpivot, &kept);
        let taken = UInt32Array::from(sources.clone());
        let mut columns = Vec::new();
        for position in &unpivot.keep {
            columns.extend(
                self.rows.batch.columns.get(*position).map(|array| compute::take(array, &taken, None)).transpose()?,
            );
        }
        let values: Vec<&dyn Array> = unpivot
            .columns
            .iter()
            .filter_map(|(position, _)| self.rows.batch.columns.get(*position).map(AsRef::as_ref))
            .collect();
        columns.push(std::sync::Arc::new(StringArray::from(names)));
        columns.push(compute::interleave(&values, &picks)?);
        let origins: Vec<Origin> = sources
            .iter()
            .filter_map(|row| self.rows.batch.origins.get(usize::try_from(*row).ok()?).copied())
            .collect();
        // Each row becomes one row per column: one is the row itself, the others are made.
        let wide = unpivot.columns.len();
        self.counts.made += u64::try_from(rows * wide.saturating_sub(1)).unwrap_or(u64::MAX);
        if skipped > 0 {
            *self.counts.dropped.entry("unpivot.empty".into()).or_default() += skipped;
        }
        self.rows = Batch { columns, origins }.into();
        Ok(())
    }
}
