//! Which of several tables on a sheet is read, and labels that are merged over several rows.

use super::{super::remark::Remark, Trial};
use crate::{
    source::{
        SourceTable,
        options::{ColumnSpan, Merged},
        several::Arrangement,
    },
    words,
};

impl Trial<'_> {
    /// Of several tables on a sheet those with the same headings together, else the largest.
    pub(super) fn parts(&mut self, tables: Vec<SourceTable>) -> Vec<SourceTable> {
        let Some(several) = tables.iter().find_map(|table| table.several.clone()) else { return tables };
        let ranges = several.tables.iter().map(|table| table.range.as_str()).collect::<Vec<_>>().join(", ");
        let count = several.tables.len();
        let before = self.options.clone();
        let Some(largest) =
            several.tables.iter().max_by_key(|table| table.height * (table.columns.1 - table.columns.0 + 1))
        else {
            return tables;
        };
        match several.arrangement {
            Arrangement::Repeated => self.options.side_by_side = true,
            Arrangement::Beside => {
                self.options.columns = Some(ColumnSpan { first: largest.columns.0, last: largest.columns.1 });
            }
            Arrangement::Below => self.options.rows = largest.rows,
        }
        let Ok(parts) = self.tables(&[]) else {
            self.options = before;
            return tables;
        };
        if several.arrangement == Arrangement::Repeated {
            self.guess(words!(
                "{count} tabel berjudul sama berdampingan ({ranges}), dibaca sebagai satu",
                "{count} tables under the same headings side by side ({ranges}), read as one"
            ));
            return parts;
        }
        let question = words!(
            "lembar ini memuat {count} tabel ({ranges}); yang terbesar dipakai. Untuk tabel lain, buat sumber lain dengan:",
            "the sheet holds {count} tables ({ranges}); the largest is used. For another, write another source with:"
        );
        let others = several.tables.iter().filter(|table| *table != largest);
        let lines = others.map(|table| format!("table: {{ {} }}", table.option)).collect();
        self.remarks.push(Remark::Question(question, lines));
        parts
    }

    /// Labels that are merged over several rows stand in each of them.
    pub(super) fn merged_labels(&mut self, tables: Vec<SourceTable>) -> Vec<SourceTable> {
        let labels: u32 = tables.iter().map(|table| table.merged_labels).sum();
        if labels == 0 {
            return tables;
        }
        self.options.merged = Merged::Fill;
        self.guess(words!(
            "{labels} label digabung ke bawah beberapa baris; teksnya diulang di tiap baris, angka tidak",
            "{labels} labels are merged over several rows; their text is repeated in each, numbers never are"
        ));
        self.tables(&[]).unwrap_or(tables)
    }
}
