//! What may change in the columns and tables of a release, and what each change asks of readers.

use serde::{Deserialize, Serialize};

use super::Level;

/// One kind of change of what a release is made of.
///
/// Old readers must read new data, and new readers old data: so both that a column promises less and that it promises more
/// breaks something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A table is no longer there.
    TableRemoved,
    /// A column is no longer there.
    ColumnRemoved,
    /// A column has another name: `was` of the new one names the old.
    ColumnRenamed,
    /// Columns stand in another order.
    ColumnsReordered,
    /// A new column stands before old ones, so that theirs is another place.
    ColumnInserted,
    /// A column holds another type of value.
    TypeChanged,
    /// A column holds a type that takes all old values and others: whole numbers became decimals, there are more decimals.
    TypeWidened,
    /// Numbers have fewer decimals.
    DecimalsFewer,
    /// A code list has lost values, or a column without one has it now.
    CodesFewer,
    /// Every row has a value now.
    RequiredAdded,
    /// A row may have no value now.
    RequiredRemoved,
    /// Numbers are in another unit.
    UnitChanged,
    /// Other columns identify a row.
    KeyChanged,
    /// There is a new table.
    TableAdded,
    /// There is a new column behind the old ones.
    ColumnAdded,
    /// A code list has more values, or is gone.
    CodesMore,
    /// The unit is stated now.
    UnitStated,
    /// A column refers to another table than before.
    ReferenceChanged,
    /// Titles, descriptions or the labels of codes.
    WordsChanged,
}

/// The level of each kind: the one place where it is decided, which ARCHITECTURE quotes.
pub const KINDS: [(Kind, Level, &str); 19] = [
    (Kind::TableRemoved, Level::Major, "table removed"),
    (Kind::ColumnRemoved, Level::Major, "column removed"),
    (Kind::ColumnRenamed, Level::Major, "column renamed (`was`)"),
    (Kind::ColumnsReordered, Level::Major, "columns reordered"),
    (Kind::ColumnInserted, Level::Major, "column added before old ones"),
    (Kind::TypeChanged, Level::Major, "type changed"),
    (Kind::TypeWidened, Level::Major, "type widened (whole number to decimal, more decimals, day to moment)"),
    (Kind::DecimalsFewer, Level::Major, "fewer decimals"),
    (Kind::CodesFewer, Level::Major, "value removed from a code list, or a list where there was none"),
    (Kind::RequiredAdded, Level::Major, "`required` added"),
    (Kind::RequiredRemoved, Level::Major, "`required` removed"),
    (Kind::UnitChanged, Level::Major, "unit changed or no longer stated"),
    (Kind::KeyChanged, Level::Major, "key changed"),
    (Kind::TableAdded, Level::Minor, "table added"),
    (Kind::ColumnAdded, Level::Minor, "column added behind the old ones"),
    (Kind::CodesMore, Level::Minor, "value added to a code list, or the list is gone"),
    (Kind::UnitStated, Level::Patch, "unit stated where none was"),
    (Kind::ReferenceChanged, Level::Patch, "reference to another table changed"),
    (Kind::WordsChanged, Level::Patch, "titles, descriptions, labels"),
];

impl Kind {
    /// What the change asks of readers.
    #[must_use]
    pub fn level(self) -> Level {
        KINDS.iter().find(|(kind, ..)| *kind == self).map_or(Level::Major, |(_, level, _)| *level)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_quoted() {
        let quoted = include_str!("../../ARCHITECTURE.md");
        for (kind, level, words) in KINDS {
            let line = format!("| {words} | {} |", format!("{level:?}").to_uppercase());
            assert!(quoted.contains(&line), "ARCHITECTURE.md lacks `{line}`");
            assert_eq!(kind.level(), level);
        }
    }
}
