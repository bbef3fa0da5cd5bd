//! The workbook of refused rows, for the person who mends them.

use std::{borrow::Cow, io::Write, path::Path};

use rust_xlsxwriter::{Color, Format, Workbook, XlsxError};

use super::{HEADINGS, Quarantined, REASONS, blames};

/// Rows of a sheet, its headings among them.
const SHEET_ROWS: u32 = 1 << 20;

/// Characters of a cell.
const CELL_CHARACTERS: usize = 32_767;

/// The workbook while it is written: rows in their order, each done with when the next one begins.
pub(super) struct Book<'a> {
    workbook: Workbook,
    headings: &'a [String],
    refused: Format,
    sheets: usize,
    /// The next line of the last sheet.
    line: u32,
}

impl<'a> Book<'a> {
    /// A workbook without rows; what does not fit into memory lies in a folder.
    pub fn new(folder: &Path, headings: &'a [String]) -> Result<Self, XlsxError> {
        let mut book = Workbook::new();
        book.set_tempdir(folder)?;
        // It is read once by one person: the night's time is dearer than its bytes.
        book.set_zip_compression_level(1);
        let refused = Format::new().set_background_color(Color::RGB(0x00FF_D8A8));
        Ok(Self { workbook: book, headings, refused, sheets: 0, line: SHEET_ROWS })
    }

    /// Adds rows, each with its record.
    pub fn add(&mut self, rows: &[(Vec<String>, Quarantined)]) -> Result<(), XlsxError> {
        for (record, row) in rows {
            if self.line == SHEET_ROWS {
                self.begin_sheet()?;
            }
            let sheet = self.workbook.worksheet_from_index(self.sheets - 1)?;
            for (column, cell) in (0u16..).zip(record) {
                let heading = self.headings.get(usize::from(column)).map_or("", String::as_str);
                let cell = shortened(cell);
                if usize::from(column) >= HEADINGS.len() && blames(row, heading) {
                    sheet.write_with_format(self.line, column, &*cell, &self.refused)?;
                } else {
                    sheet.write(self.line, column, &*cell)?;
                }
            }
            self.line += 1;
        }
        Ok(())
    }

    fn begin_sheet(&mut self) -> Result<(), XlsxError> {
        let bold = Format::new().set_bold();
        let sheet = self.workbook.add_worksheet_with_constant_memory()?;
        self.sheets += 1;
        sheet.set_name(if self.sheets == 1 { "Perbaiki".to_owned() } else { format!("Perbaiki {}", self.sheets) })?;
        for (column, heading) in (0u16..).zip(self.headings) {
            sheet.write_with_format(0, column, heading, &bold)?;
            sheet.set_column_width(column, if column == REASONS { 60.0 } else { 18.0 })?;
        }
        sheet.set_freeze_panes(1, 0)?;
        self.line = 1;
        Ok(())
    }

    pub fn save(mut self, out: &mut (impl Write + Send)) -> Result<(), XlsxError> {
        self.workbook.save_to_writer(out)
    }
}

/// As much of a cell as a workbook can hold; the CSV has all of it.
fn shortened(cell: &str) -> Cow<'_, str> {
    if cell.len() <= CELL_CHARACTERS || cell.chars().count() <= CELL_CHARACTERS {
        return Cow::Borrowed(cell);
    }
    Cow::Owned(cell.chars().take(CELL_CHARACTERS - 1).chain(['…']).collect())
}
