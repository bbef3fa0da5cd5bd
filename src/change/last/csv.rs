//! The rows of a CSV file of a release, as columns of a table hold them.

use std::{fs::File, path::Path, sync::Arc};

use arrow::array::{ArrayRef, StringBuilder};
use csv::{Reader, StringRecord};

use super::{AT_ONCE, Batches, Columns, broken, unreadable};
use crate::{
    change::{shape::ColumnShape, typed::typed},
    diagnostic::Diagnostic,
    words,
};

pub(super) fn batches(path: &Path, asked: Vec<ColumnShape>) -> Result<Batches, Diagnostic> {
    let mut reader = Reader::from_path(path).map_err(|error| broken(path, &error))?;
    let headings = reader.headers().map_err(|error| broken(path, &error))?.clone();
    let place = |column: &ColumnShape| {
        let name = &column.name;
        headings.iter().position(|heading| heading == name).ok_or_else(|| {
            unreadable(path, &words!("kolom `{name}` tidak ada di sana", "the column `{name}` is not there"))
        })
    };
    let places = asked.iter().map(place).collect::<Result<Vec<_>, _>>()?;
    let path = path.to_owned();
    Ok(Box::new(std::iter::from_fn(move || some(&mut reader, (&asked, &places), &path).transpose())))
}

fn some(
    reader: &mut Reader<File>,
    (asked, places): (&[ColumnShape], &[usize]),
    path: &Path,
) -> Result<Option<Columns>, Diagnostic> {
    let mut builders: Vec<StringBuilder> = asked.iter().map(|_| StringBuilder::new()).collect();
    let mut record = StringRecord::new();
    let mut rows = 0;
    while rows < AT_ONCE && reader.read_record(&mut record).map_err(|error| broken(path, &error))? {
        for (builder, at) in builders.iter_mut().zip(places) {
            builder.append_option(record.get(*at).filter(|text| !text.is_empty()));
        }
        rows += 1;
    }
    if rows == 0 {
        return Ok(None);
    }
    let columns = builders.iter_mut().zip(asked).map(|(builder, column)| {
        let texts: ArrayRef = Arc::new(builder.finish());
        typed(&texts, column.kind).map_err(|error| broken(path, &error))
    });
    columns.collect::<Result<_, _>>().map(Some)
}
