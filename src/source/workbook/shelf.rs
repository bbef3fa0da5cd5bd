//! A workbook of which nothing is read twice: its list of sheets, their cells, what they hide.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::sync::Arc;

use calamine::{Error, Reader, Sheet as Listed, Sheets, open_workbook_from_rs};

use super::super::hidden::{self, Hidden};
use super::super::kind::WorkbookKind;
use super::super::options::{Indent, Locale, TableOptions};
use super::{
    Book,
    part::Part,
    sheet::{self, Sheet},
};

/// What was read of a workbook.
#[derive(Debug, Default)]
pub(in super::super) struct Known {
    /// Whether it will be asked again, so that it is worth keeping.
    is_kept: bool,
    listed: Option<Vec<Listed>>,
    /// By name, spelling of numbers and indentation.
    sheets: BTreeMap<(String, bool, bool), Arc<Sheet>>,
    parts: BTreeMap<String, Part>,
    hidden: BTreeMap<String, Hidden>,
}

impl Known {
    /// Nothing yet, of a workbook that will be asked again.
    pub fn kept() -> Self {
        Self { is_kept: true, ..Self::default() }
    }
}

/// A workbook that is opened when something is asked that is not known.
pub(super) struct Shelf<'a> {
    bytes: &'a [u8],
    kind: WorkbookKind,
    book: Option<Book<'a>>,
    known: &'a mut Known,
}

impl<'a> Shelf<'a> {
    pub const fn new(bytes: &'a [u8], kind: WorkbookKind, known: &'a mut Known) -> Self {
        Self { bytes, kind, book: None, known }
    }

    fn book(&mut self) -> Result<&mut Book<'a>, Error> {
        let book = match self.book.take() {
            Some(book) => book,
            None => open(self.bytes, self.kind)?,
        };
        Ok(self.book.insert(book))
    }

    /// The sheets, in order.
    pub fn listed(&mut self) -> Result<Vec<Listed>, Error> {
        if let Some(listed) = &self.known.listed {
            return Ok(listed.clone());
        }
        let listed = self.book()?.sheets_metadata().to_vec();
        self.known.listed = Some(listed.clone());
        Ok(listed)
    }

    /// A sheet by its name.
    pub fn sheet(&mut self, name: &str, options: &TableOptions) -> Result<Arc<Sheet>, Error> {
        let key = (name.to_owned(), options.spelling() == Locale::English, options.indent == Indent::Spaces);
        if let Some(sheet) = self.known.sheets.get(&key) {
            return Ok(Arc::clone(sheet));
        }
        let part = self.part(name);
        let sheet = Arc::new(sheet::read(self.book()?, (name, part), options)?);
        if self.known.is_kept {
            self.known.sheets.insert(key, Arc::clone(&sheet));
        }
        Ok(sheet)
    }

    /// What a sheet may hold beside its cells.
    fn part(&mut self, name: &str) -> Part {
        let (bytes, kind) = (self.bytes, self.kind);
        let look = || if kind == WorkbookKind::Xlsx { Part::of(bytes, name) } else { Part::UNKNOWN };
        *self.known.parts.entry(name.to_owned()).or_insert_with(look)
    }

    /// What a sheet hides.
    pub fn hidden(&mut self, name: &str) -> &Hidden {
        let (bytes, hides) = (self.bytes, self.kind == WorkbookKind::Xlsx && self.part(name).hidden);
        let look = || if hides { hidden::of(bytes, name) } else { Hidden::default() };
        self.known.hidden.entry(name.to_owned()).or_insert_with(look)
    }
}

fn open(bytes: &[u8], kind: WorkbookKind) -> Result<Book<'_>, Error> {
    let cursor = Cursor::new(bytes);
    Ok(match kind {
        WorkbookKind::Xlsx => Sheets::Xlsx(open_workbook_from_rs(cursor)?),
        WorkbookKind::Xls => Sheets::Xls(open_workbook_from_rs(cursor)?),
        WorkbookKind::Xlsb => Sheets::Xlsb(open_workbook_from_rs(cursor)?),
        WorkbookKind::Ods => Sheets::Ods(open_workbook_from_rs(cursor)?),
    })
}
