//! `codebook.csv`: one row per column, saying what it holds in both languages.

use std::io;

use crate::dataset::{CODEBOOK_COLUMNS, Dataset};
use crate::format::csv::write_record;

/// The file's text.
///
/// # Errors
/// Never in practice: the text is made in memory.
pub fn csv(dataset: &Dataset) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    write_record(&CODEBOOK_COLUMNS, &mut text)?;
    for row in dataset.codebook() {
        write_record(&row, &mut text)?;
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
}
