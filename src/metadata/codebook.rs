//! `codebook.csv`: one row per column, saying what it holds in both languages.
//!
//! Where a release has several tables, each row begins with the name of its table.

use std::io;

use crate::dataset::{CODEBOOK_COLUMNS, Dataset};
use crate::format::csv::write_record;

/// The file's text.
///
/// # Errors
/// Never in practice: the text is made in memory.
pub fn csv(dataset: &Dataset) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    let has_one_table = dataset.others.is_empty();
    let mut write = |table: &str, cells: &[&str]| {
        let named: Vec<&str> = if has_one_table { cells.to_vec() } else { [&[table], cells].concat() };
        write_record(&named, &mut text)
    };
    write("table", &CODEBOOK_COLUMNS)?;
    for table in dataset.tables() {
        for row in table.codebook() {
            write(&table.name, &row.each_ref().map(String::as_str))?;
        }
    }
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::fixture;

    #[test]
    fn each_column_has_a_row_in_both_languages() {
        let text = String::from_utf8(csv(&fixture::dataset()).unwrap()).unwrap();
        let rows: Vec<&str> = text.lines().take(4).collect();
        let expected = [
            "name,type,unit,title_id,title_en,description_id,description_en,required,key",
            "kode,text,,Judul kode,Title kode,,,true,true",
            "nama,text,,Judul nama,Title nama,\"Nama, bila ada\",\"Name, if any\",false,false",
            "nilai,decimal(2),IDR,Judul nilai,Title nilai,,,false,false",
        ];
        assert_eq!(rows, expected);
    }

    #[test]
    fn several_tables_are_told_apart() {
        let text = String::from_utf8(csv(&fixture::with_years()).unwrap()).unwrap();
        let rows: Vec<&str> = text.lines().collect();
        assert_eq!(rows[0], "table,name,type,unit,title_id,title_en,description_id,description_en,required,key");
        assert_eq!(rows[1], "proyek,kode,text,,Judul kode,Title kode,,,true,true");
        assert_eq!(rows[8..], ["tahunan,tahun,integer,,Judul tahun,Title tahun,,,true,true"]);
    }
}
