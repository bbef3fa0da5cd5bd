//! What is known of a record beyond the columns that were taken: its place, its cells, its class.

use std::sync::Arc;

use super::{
    Loaded,
    kept::{self, Kept},
};
use crate::{
    diagnostic::CellPlace,
    source::{Heading, SourceTable, column::Column},
    table::Origin,
    value::{numeral::locale::Locale, row_class::RowClass, unit_header},
};

impl Loaded {
    fn read_from(&self, origin: Origin) -> Option<(&SourceTable, usize)> {
        let table = self.tables.get(usize::try_from(origin.table).ok()?)?;
        Some((&table.source, usize::try_from(origin.record).ok()?))
    }

    /// What is kept of a table that does not hold its cells.
    pub(super) fn kept_of(&self, origin: Origin) -> Option<&Kept> {
        let table = self.tables.get(usize::try_from(origin.table).ok()?)?;
        table.source.columns.is_empty().then_some(&table.kept)
    }

    /// The place of a record.
    #[must_use]
    pub fn place(&self, origin: Origin) -> CellPlace {
        let Some((source, record)) = self.read_from(origin) else { return CellPlace::default() };
        CellPlace {
            path: Arc::clone(&source.path),
            sheet: source.sheet.clone(),
            row: source.rows.get(record).copied(),
            ..CellPlace::default()
        }
    }

    /// The raw cells of a record, with their headings.
    #[must_use]
    pub fn cells(&self, origin: Origin) -> Vec<(Arc<str>, String)> {
        let Some((source, record)) = self.read_from(origin) else { return Vec::new() };
        if let Some(kept) = self.kept_of(origin) {
            return kept::headed(&source.headings, kept.row(origin.record));
        }
        let cell = |column: &Column| column.cell(record).unwrap_or_default().to_owned();
        let columns = source.headings.iter().zip(&source.columns);
        columns.map(|(heading, column)| (Arc::clone(&heading.text), cell(column))).collect()
    }

    /// How many cells a record has.
    pub(in crate::run) fn width(&self, origin: Origin) -> usize {
        self.read_from(origin).map_or(0, |(source, _)| source.headings.len())
    }

    /// The number of a record in its table, counted from one.
    #[must_use]
    pub fn record_number(&self, origin: Origin) -> Option<u32> {
        let table = self.tables.get(usize::try_from(origin.table).ok()?)?;
        Some(table.source.record_number(origin.record))
    }

    /// The text of a record in a column of its source.
    #[must_use]
    pub fn raw(&self, origin: Origin, column: &str) -> Option<String> {
        let table = self.tables.get(usize::try_from(origin.table).ok()?)?;
        let (record, heading) = (usize::try_from(origin.record).ok()?, table.headings.get(column)?);
        let at = table.source.headings.iter().position(|one| one.column == heading.column)?;
        if let Some(kept) = self.kept_of(origin) {
            return kept.row(origin.record).into_iter().nth(at).filter(|cell| !cell.is_empty());
        }
        table.source.columns.get(at)?.cell(record).map(str::to_owned)
    }

    /// The headings of a column of a source that name a scale other than one, or else the lines above the table that do.
    #[must_use]
    pub fn scales(&self, source: &str, column: &str) -> Vec<(CellPlace, String)> {
        let mut found = Vec::new();
        for table in self.tables.iter().filter(|table| table.name == source) {
            let Some(heading) = table.headings.get(column) else { continue };
            let place = CellPlace {
                path: Arc::clone(&table.source.path),
                sheet: table.source.sheet.clone(),
                heading: Some(Arc::clone(&heading.text)),
                ..CellPlace::default()
            };
            let lines = std::iter::once(heading.text.as_ref()).chain(table.source.banner.iter().map(String::as_str));
            found.extend(lines.filter(|line| names_scale(line)).take(1).map(|line| (place.clone(), line.to_owned())));
        }
        found
    }

    /// The locale in which a cell of a source's column is spelled that its file holds as a number with decimals.
    #[must_use]
    pub fn held_as_number(&self, origin: Origin, column: &str) -> Option<Locale> {
        let table = self.tables.get(usize::try_from(origin.table).ok()?)?;
        if table.source.fractions.is_empty() {
            return None;
        }
        let row = *table.source.rows.get(usize::try_from(origin.record).ok()?)?;
        let cell = (row, table.headings.get(column)?.column);
        table.source.fractions.binary_search(&cell).ok().map(|_| table.spelling)
    }

    /// Whether a record that could not be read stands between two rows of a table, or before the second.
    #[must_use]
    pub fn is_broken_between(&self, from: Option<Origin>, to: Origin) -> bool {
        let Some(table) = usize::try_from(to.table).ok().and_then(|table| self.tables.get(table)) else { return false };
        let line = |origin: Origin| table.source.rows.get(usize::try_from(origin.record).ok()?).copied();
        let (from, to) = (from.and_then(line).unwrap_or(0), line(to).unwrap_or(0));
        // They stand in order, and each row of a table may ask.
        let broken = &table.source.broken;
        broken.get(broken.partition_point(|broken| broken.row <= from)).is_some_and(|broken| broken.row < to)
    }

    /// How many records the files hold, broken ones among them.
    #[must_use]
    pub fn records(&self) -> usize {
        self.sources.values().map(|source| source.rows + source.broken).sum()
    }

    /// What kind of row of a printed table a record is.
    #[must_use]
    pub fn class(&self, origin: Origin) -> RowClass {
        let table = usize::try_from(origin.table).ok().and_then(|table| self.tables.get(table));
        let record = usize::try_from(origin.record).ok();
        let class = table.zip(record).and_then(|(table, record)| table.classes().get(record));
        class.copied().unwrap_or(RowClass::Data)
    }

    /// The heading under which a column of the pipeline was read.
    #[must_use]
    pub fn heading(&self, origin: Origin, column: &str) -> Option<Heading> {
        let table = self.tables.get(usize::try_from(origin.table).ok()?)?;
        table.headings.get(column).cloned()
    }
}

fn names_scale(text: &str) -> bool {
    unit_header::parse(text, &unit_header::Options::default()).is_ok_and(|header| header.scale.zeros() > 0)
}
