//! The classes of rows of printed tables.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// What a row of a printed table is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RowClass {
    /// A record.
    Data,
    /// The sum over the table: `JUMLAH`, `Total`, `Grand Total`.
    Total,
    /// The sum over a part of the table: `Sub Jumlah`, `Jumlah A`.
    Subtotal,
    /// The sum so far at the turn of a page: `Jumlah dipindahkan`, `Pindahan`.
    Carried,
    /// A mean, share or extreme: `Rata-rata`, `Maksimum`.
    Summary,
    /// A heading inside the table, without amounts: `I | BELANJA OPERASI`.
    Section,
    /// Column numbers: `1 | 2 | 3 = 2/1`.
    Numbering,
    /// `Sumber: …`, `*) angka sementara`.
    Footnote,
    /// Place and date, office, name and NIP of who signs: personal data.
    Signature,
    /// Column headings, repeated after a page break.
    Header,
    /// Lines above the table.
    Title,
    /// Nothing but blanks.
    Blank,
}

impl RowClass {
    /// The word for it in pipelines and columns.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Data => "data",
            Self::Total => "total",
            Self::Subtotal => "subtotal",
            Self::Carried => "carried",
            Self::Summary => "summary",
            Self::Section => "section",
            Self::Numbering => "numbering",
            Self::Footnote => "footnote",
            Self::Signature => "signature",
            Self::Header => "header",
            Self::Title => "title",
            Self::Blank => "blank",
        }
    }
}

impl fmt::Display for RowClass {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}
