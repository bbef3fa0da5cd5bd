//! Columns, their types and who may see them.

use std::{collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Type {
    /// Unicode text.
    Text,
    /// A whole number of at most 64 bits.
    Integer,
    /// An exact decimal number with this many digits after the mark, 38 digits in all.
    Decimal(u8),
    /// A day of the proleptic Gregorian calendar.
    Date,
    /// A moment of local time (WIB unless the column says otherwise), to the second.
    DateTime,
    /// True or false.
    Boolean,
}

impl Type {
    /// Whether sums and comparisons of size make sense.
    #[must_use]
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Decimal(_))
    }

    /// The word that authors use for the type.
    #[must_use]
    pub fn word(self) -> String {
        match self {
            Self::Text => "text".into(),
            Self::Integer => "integer".into(),
            Self::Decimal(scale) => format!("decimal({scale})"),
            Self::Date => "date".into(),
            Self::DateTime => "datetime".into(),
            Self::Boolean => "boolean".into(),
        }
    }

    /// The word of the standard Table Schema for the type.
    #[must_use]
    pub const fn table_schema_word(self) -> &'static str {
        match self {
            Self::Text => "string",
            Self::Integer => "integer",
            Self::Decimal(_) => "number",
            Self::Date => "date",
            Self::DateTime => "datetime",
            Self::Boolean => "boolean",
        }
    }

    /// The type of such a word; the digits after the mark belong to a `number`.
    #[must_use]
    pub fn of_table_schema(word: &str, decimals: Option<u8>) -> Option<Self> {
        Some(match word {
            "string" => Self::Text,
            "integer" => Self::Integer,
            "number" => Self::Decimal(decimals?),
            "date" => Self::Date,
            "datetime" => Self::DateTime,
            "boolean" => Self::Boolean,
            _ => return None,
        })
    }
}

/// One column of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// Name, Indonesian `snake_case`.
    pub name: String,
    /// What it holds.
    pub kind: Type,
    /// The column of the source that it was read from, so that a finding can point at the cell.
    pub from: Option<Arc<str>>,
    /// The columns of the source that became its rows, if it was made by an unpivot.
    pub unpivoted: Option<Arc<Unpivoted>>,
}

/// The columns of a source that an unpivot made rows of.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Unpivoted {
    /// The column that says of each row which one it was.
    pub name: String,
    /// The source's column by what stands there.
    pub from: BTreeMap<String, Arc<str>>,
}

impl Column {
    /// A column of a name and a type.
    pub fn new(name: impl Into<String>, kind: Type) -> Self {
        Self { name: name.into(), kind, from: None, unpivoted: None }
    }

    /// The same, read from a column of the source.
    #[must_use]
    pub fn from(mut self, source: Option<Arc<str>>) -> Self {
        self.from = source;
        self
    }
}

/// The columns of a table, in order; names are unique.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Schema {
    /// The columns in order.
    pub columns: Vec<Column>,
}

impl Schema {
    /// A schema of these columns.
    #[must_use]
    pub const fn new(columns: Vec<Column>) -> Self {
        Self { columns }
    }

    /// The source's column that a cell was read from; `text` gives the text of another column in the same row.
    pub fn source_of(&self, position: usize, text: impl Fn(usize) -> Option<String>) -> Option<Arc<str>> {
        let column = self.columns.get(position)?;
        column.from.clone().or_else(|| {
            let unpivoted = column.unpivoted.as_ref()?;
            unpivoted.from.get(&text(self.position(&unpivoted.name)?)?).cloned()
        })
    }

    /// Where a column stands.
    #[must_use]
    pub fn position(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// A column by name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The names in order.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.columns.iter().map(|column| column.name.as_str())
    }
}
