//! Which character stands between the fields of a text.

use std::collections::BTreeMap;

use super::record::{Marks, Record, Scanner};

/// Delimiters that are tried, in the order in which they win a tie.
const CANDIDATES: [u8; 4] = [b',', b';', b'\t', b'|'];

/// How many records are looked at.
const SAMPLE: usize = 100;

/// The delimiter that cuts most of the first records into the same number of fields, quotes being respected. A text
/// that none of them cuts has one column. The second number is how far the text was looked at.
pub(super) fn sniff(text: &str, quote: u8, place: (usize, u32)) -> (u8, usize) {
    let mut best = (b',', 0);
    let mut seen = place.0;
    for delimiter in CANDIDATES {
        let mut scanner = Scanner::new(text, Marks { delimiter, quote }, place);
        let score = score(&mut scanner);
        seen = seen.max(scanner.place().0);
        if score > best.1 {
            best = (delimiter, score);
        }
    }
    (best.0, seen)
}

/// Per mille of records with the usual number of fields, weighted so that many fields in nearly all records beat two
/// fields in all of them: one decimal comma per line makes two fields too.
fn score(scanner: &mut Scanner<'_>) -> usize {
    let mut counts: BTreeMap<usize, usize> = BTreeMap::new();
    let mut record = Record::default();
    let mut records = 0;
    while records < SAMPLE && scanner.next_into(&mut record) {
        *counts.entry(record.fields.len()).or_default() += 1;
        records += 1;
    }
    let usual = counts.iter().filter(|(fields, _)| **fields > 1).max_by_key(|(fields, count)| (**count, **fields));
    usual.map_or(0, |(fields, count)| 1000 * count * (fields - 1) / (records * fields))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_found_among_other_marks() {
        for (text, delimiter) in [
            ("a,b,c\n1,2,3\n", b','),
            ("kode;nilai\n1;2,5\n2;3,5\n", b';'),
            ("a;b;c;d\n1,0;2,0;3,0\n4,0;5;6;7\n", b';'),
            ("a\tb\n\"x,y\"\tz\n", b'\t'),
            ("a|b\n1|\"2,5\"\n", b'|'),
            ("Laporan\n\na;b;c\n1;2;3\n", b';'),
            ("satu\ndua\n", b','),
        ] {
            assert_eq!(char::from(sniff(text, b'"', (0, 1)).0), char::from(delimiter), "{text}");
        }
    }
}
