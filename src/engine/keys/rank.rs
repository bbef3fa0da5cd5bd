//! The rank of each text among the distinct texts of a column, while those are few.

use std::collections::BTreeMap;

use arrow::array::Array as _;

use super::{Codes, StringArray};

/// More distinct texts than these are no code list.
const MOST: usize = 1 << 16;

/// The ranks in the order of bytes; nothing when there are too many distinct texts.
pub(super) fn ranks(texts: &StringArray) -> Option<Codes> {
    let mut seen: BTreeMap<&str, u64> = BTreeMap::new();
    let mut before: Option<(&str, u64)> = None;
    let mut codes = Vec::with_capacity(texts.len());
    for text in texts {
        let Some(text) = text else {
            codes.push(u64::MAX);
            continue;
        };
        // Rows of one agency often stand together.
        if let Some((same, number)) = before
            && same == text
        {
            codes.push(number);
            continue;
        }
        let next = u64::try_from(seen.len()).ok()?;
        let number = *seen.entry(text).or_insert(next);
        if seen.len() > MOST {
            return None;
        }
        before = Some((text, number));
        codes.push(number);
    }
    let mut ranks = vec![0; seen.len()];
    for (rank, number) in (0..).zip(seen.values()) {
        *ranks.get_mut(usize::try_from(*number).ok()?)? = rank;
    }
    let largest = u64::try_from(seen.len()).ok()?;
    for code in &mut codes {
        *code = usize::try_from(*code).ok().and_then(|number| ranks.get(number).copied()).unwrap_or(largest);
    }
    Some(Codes { codes, largest })
}
