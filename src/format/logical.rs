//! The logical hash of a table: one for its content, whatever the format and the order of its rows.
//!
//! Anybody can compute it from any file of a release; `tests/outside/logical_hash.py` does so in Python.
//!
//! 1. **Value.** Each value is a text. A text is itself, byte for byte in UTF-8. A whole number is its digits, a decimal has
//!    exactly the digits of its scale after a dot (`650000000000.00`), a day is `2019-10-31`, a moment
//!    `2019-10-31T08:00:00`, a truth `true` or `false`. Negative numbers have `-`; nothing has zeros in front. A year
//!    outside 0000 to 9999 has a sign.
//! 2. **Record.** The values of a row in the order of the columns, with `,` between them, as RFC 4180 has them: a value with
//!    a comma, a quote, a line feed or a carriage return stands in quotes, and quotes in it are doubled. No value is
//!    nothing; an empty text is `""`. There is no line end.
//! 3. **Row.** The hash of a row is the SHA-256 of its record in UTF-8: 32 bytes.
//! 4. **Table.** The hash of a table is the SHA-256 of: `terbuka1` and a line feed; the record of the column names and a
//!    line feed; their types with `,` between them and a line feed; the hashes of all rows, sorted as bytes. A type is
//!    `string`, `integer`, `number(2)` with the digits after the dot, `date`, `datetime` or `boolean`.
//! 5. It is written as `terbuka1:` and 64 hexadecimal digits in lower case.
//!
//! So rows may change places, but a row more, a row less or a row twice is another table, as is another name, type or order
//! of columns.
//!
//! **What a format cannot say.** A sheet knows no empty text, and a CSV of one column no absent value. Of those the hash is
//! the one of the table in which every empty text is absent ([`LogicalHash::blank`]); for a table without empty texts it is
//! the same.
//!
//! **Why so.** Records are the lines of the CSV, which are encoded anyway. SHA-256 stands in every language and in most
//! processors, where it takes about as long as encoding the line. A sum of the hashes would need no sorting and no memory,
//! but other rows of the same sum can be found for sums of 256 bits with moderate means; with sorted hashes finding other
//! rows is as hard as for SHA-256 itself. It costs 32 bytes per row while a table is written.

use rayon::prelude::*;
use sha2::{Digest, Sha256};

use super::csv::push_text;
use crate::schema::{Schema, Type};
use crate::workspace::sum::hexadecimal;

/// What the definition is called; another one would have another name.
pub const NAME: &str = "terbuka1";

/// The hash of a row.
pub type RowHash = [u8; 32];

/// Whether a file tells an empty text from an absent one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EmptyTexts {
    /// It cannot: they count as absent.
    Absent,
    /// It can.
    Told,
}

/// The logical hash of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LogicalHash {
    /// Of the table as it is.
    pub exact: String,
    /// Of the table in which every empty text is absent, for formats that cannot tell.
    pub blank: String,
    /// How many rows it has.
    pub rows: usize,
}

impl LogicalHash {
    /// The hash that a file states.
    #[must_use]
    pub fn of_file(&self, empty: EmptyTexts) -> &str {
        match empty {
            EmptyTexts::Told => &self.exact,
            EmptyTexts::Absent => &self.blank,
        }
    }
}

/// The hashes of the rows of a table, in any order.
#[derive(Debug, Default)]
pub struct RowHashes {
    /// Rows without an empty text.
    plain: Vec<RowHash>,
    /// Rows with an empty text: as they are, and with nothing in its place.
    with_empty: Vec<(RowHash, RowHash)>,
}

impl RowHashes {
    /// None yet, of so many: of millions no more room is taken than they need.
    #[must_use]
    pub fn of(rows: usize) -> Self {
        Self { plain: Vec::with_capacity(rows), with_empty: Vec::new() }
    }

    /// Adds a row without an empty text.
    #[inline]
    pub fn push(&mut self, record: &[u8]) {
        self.plain.push(row_hash(record));
    }

    /// Adds a row with an empty text: its record, and the one with nothing in its place.
    pub fn push_with_empty(&mut self, record: &[u8], blank: &[u8]) {
        self.with_empty.push((row_hash(record), row_hash(blank)));
    }

    /// Adds the rows of another part of the table.
    pub fn append(&mut self, mut other: Self) {
        self.plain.append(&mut other.plain);
        self.with_empty.append(&mut other.with_empty);
    }

    /// The hash of the table that has all these rows.
    #[must_use]
    pub fn finish(self, schema: &Schema) -> LogicalHash {
        let rows = self.plain.len() + self.with_empty.len();
        let (exact, blank): (Vec<RowHash>, Vec<RowHash>) = self.with_empty.into_iter().unzip();
        // Most tables have no empty text; their hashes are not held twice.
        let blank = (!blank.is_empty()).then(|| table_hash(schema, [self.plain.clone(), blank].concat()));
        let mut plain = self.plain;
        plain.extend(exact);
        let exact = table_hash(schema, plain);
        LogicalHash { blank: blank.unwrap_or_else(|| exact.clone()), exact, rows }
    }
}

fn table_hash(schema: &Schema, mut rows: Vec<RowHash>) -> String {
    rows.par_sort_unstable();
    let names: Vec<Option<&str>> = schema.names().map(Some).collect();
    let types: Vec<String> = schema.columns.iter().map(|column| type_word(column.kind)).collect();
    let mut head = format!("{NAME}\n").into_bytes();
    push_record(&names, &mut head);
    head.extend_from_slice(format!("\n{}\n", types.join(",")).as_bytes());
    let mut hash = Sha256::new_with_prefix(head);
    hash.update(rows.as_flattened());
    format!("{NAME}:{}", hexadecimal(&hash.finalize()))
}

/// Appends the record of a row.
pub fn push_record<T: AsRef<str>>(values: &[Option<T>], out: &mut Vec<u8>) {
    for (position, value) in values.iter().enumerate() {
        if position > 0 {
            out.push(b',');
        }
        if let Some(value) = value {
            push_text(value.as_ref(), out);
        }
    }
}

/// The hash of a row's record.
#[must_use]
pub fn row_hash(record: &[u8]) -> RowHash {
    Sha256::digest(record).into()
}

fn type_word(kind: Type) -> String {
    let word = kind.table_schema_word();
    if let Type::Decimal(scale) = kind { format!("{word}({scale})") } else { word.into() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Column;

    fn schema() -> Schema {
        Schema::new(vec![Column::new("kode", Type::Text), Column::new("nilai", Type::Decimal(2))])
    }

    fn hash(records: &[&str]) -> LogicalHash {
        let mut rows = RowHashes::default();
        for record in records {
            rows.push(record.as_bytes());
        }
        rows.finish(&schema())
    }

    #[test]
    fn the_definition_stands() {
        let mut content = b"terbuka1\nkode,nilai\nstring,number(2)\n".to_vec();
        let mut rows = [Sha256::digest("a,1.00"), Sha256::digest("b,")];
        rows.sort_unstable();
        content.extend(rows.iter().flatten());
        assert_eq!(hash(&["b,", "a,1.00"]).exact, format!("terbuka1:{}", hexadecimal(&Sha256::digest(content))));
    }

    #[test]
    fn rows_may_change_places_and_nothing_else() {
        let (table, other) = (hash(&["a,1.00", "b,2.00"]), hash(&["b,2.00", "a,1.00"]));
        assert_eq!(table, other);
        for changed in
            [&["a,1.00"][..], &["a,1.00", "b,2.00", "b,2.00"], &["a,1.00", "b,2.01"], &["a,1.00", "b,2.00", ","]]
        {
            assert_ne!(table.exact, hash(changed).exact);
        }
        let rows = |schema: &Schema| RowHashes::default().finish(schema).exact;
        let renamed = Schema::new(vec![Column::new("kode", Type::Text), Column::new("jumlah", Type::Decimal(2))]);
        let retyped = Schema::new(vec![Column::new("kode", Type::Text), Column::new("nilai", Type::Decimal(3))]);
        let swapped = Schema::new(schema().columns.into_iter().rev().collect());
        let hashes = [schema(), renamed, retyped, swapped].map(|schema| rows(&schema));
        assert!((1..4).all(|at| hashes[at] != hashes[0] && !hashes[..at].contains(&hashes[at])));
    }

    #[test]
    fn an_empty_text_is_told_where_it_can_be() {
        let mut rows = RowHashes::default();
        rows.push(b"a,1.00");
        rows.push_with_empty(b"\"\",2.00", b",2.00");
        let table = rows.finish(&schema());
        assert_eq!(table.exact, hash(&["\"\",2.00", "a,1.00"]).exact);
        assert_eq!(table.blank, hash(&[",2.00", "a,1.00"]).exact);
        let of_files = [EmptyTexts::Told, EmptyTexts::Absent].map(|empty| table.of_file(empty));
        assert_eq!((table.rows, of_files), (2, [&*table.exact, &*table.blank]));
    }
}
