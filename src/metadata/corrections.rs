//! `corrections.csv`: the open register of values that people have corrected, without their names.

use std::io;

use crate::dataset::{Dataset, PublishedCorrection};
use crate::format::csv::write_record;

/// Name of the file.
pub const FILE: &str = "corrections.csv";

/// Its columns.
const COLUMNS: [&str; 7] = ["key", "column", "old", "new", "reason", "date", "expires"];

/// The file's text; none when nothing was corrected.
///
/// # Errors
/// Never in practice: the text is made in memory.
pub fn csv(dataset: &Dataset) -> io::Result<Option<Vec<u8>>> {
    if dataset.corrections.is_empty() {
        return Ok(None);
    }
    let mut text = Vec::new();
    write_record(&COLUMNS, &mut text)?;
    for correction in &dataset.corrections {
        write_record(&row(correction), &mut text)?;
    }
    Ok(Some(text))
}

fn row(correction: &PublishedCorrection) -> [String; 7] {
    let PublishedCorrection { key, column, old, new, reason, date, expires } = correction;
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let expires = expires.map(|day| day.to_string()).unwrap_or_default();
    [text(key), column.clone(), text(old), text(new), reason.clone(), date.to_string(), expires]
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::fixture;

    #[test]
    fn nothing_corrected_is_no_file() {
        assert_eq!(csv(&fixture::dataset()).unwrap(), None);
    }
}
