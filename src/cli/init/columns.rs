//! The columns of a file: which are used, under which name, as which kind of value.

use std::collections::BTreeSet;

use super::{
    blanks,
    cells::Cells,
    draft::{Column, Rows},
    heading, kind,
    remark::Remark,
    rows::{self, Classified},
};
use crate::{
    plan::lookup::normal_form,
    source::SourceTable,
    value::{
        row_class::RowClass,
        text::{self, clean},
    },
    words,
};

/// What was guessed of the columns and rows of a file.
#[derive(Debug)]
pub(super) struct Guessed {
    /// The columns that are used.
    pub columns: Vec<Column>,
    /// Headings that are not used, with why.
    pub ignored: Vec<(String, Remark)>,
    /// The rows that are not data.
    pub rows: Rows,
}

/// Guesses the columns of tables that have the same headings.
pub(super) fn guess(tables: &[SourceTable]) -> Guessed {
    let mut choice = Choice::of(tables);
    let classified = rows::guess(tables);
    choice.without_numbering(tables, &classified);
    let headings: Vec<(&str, usize)> = choice.used.iter().filter_map(|at| heading(tables, *at)).collect();
    let names = heading::names(&headings);
    let mut taken: BTreeSet<String> = names.iter().cloned().collect();
    let used = choice.used.iter().zip(names);
    let columns: Vec<Column> =
        used.filter_map(|(at, name)| column(tables, &classified, (*at, name, &mut taken))).collect();
    let columns = with_labels(tables, &classified, (&choice.used, columns));
    let reconcile = measures(tables, &classified, &columns);
    Guessed { columns, ignored: choice.ignored, rows: Rows { reconcile, ..classified.rows } }
}

/// The columns with the question whether a label is that of the empty cells below it.
fn with_labels(
    tables: &[SourceTable],
    classified: &Classified,
    (used, mut columns): (&[usize], Vec<Column>),
) -> Vec<Column> {
    let texts = used.iter().map(|at| kept(tables, classified, *at).map(|(text, _)| text).collect()).collect::<Vec<_>>();
    for (column, question) in columns.iter_mut().zip(blanks::questions(&texts)) {
        column.remarks.extend(question.filter(|_| column.step.is_none()));
    }
    columns
}

/// Which columns are used.
struct Choice {
    used: Vec<usize>,
    ignored: Vec<(String, Remark)>,
}

impl Choice {
    /// All columns with a cell.
    fn of(tables: &[SourceTable]) -> Self {
        let (mut used, mut ignored) = (Vec::new(), Vec::new());
        let headings = tables.first().map(|table| table.headings.as_slice()).unwrap_or_default();
        for (at, heading) in headings.iter().enumerate() {
            let text = heading.text.to_string();
            let rows: usize = tables.iter().map(|table| table.rows.len()).sum();
            if rows > 0 && cells(tables, at).next().is_none() {
                ignored.push((
                    text.clone(),
                    Remark::Guess(words!("`{text}` kosong di semua baris", "`{text}` is empty in all rows")),
                ));
            } else {
                used.push(at);
            }
        }
        Self { used, ignored }
    }

    /// Leaves out columns that only number the rows, unless nothing would be left.
    fn without_numbering(&mut self, tables: &[SourceTable], classified: &Classified) {
        let numbers = |at: &usize| numbers_rows(tables, *at, classified);
        let (numbering, rest): (Vec<usize>, Vec<usize>) = self.used.iter().copied().partition(numbers);
        if rest.is_empty() {
            return;
        }
        self.used = rest;
        for (text, _) in numbering.into_iter().filter_map(|at| heading(tables, at)) {
            let words = words!("`{text}` hanya menomori baris", "`{text}` only numbers the rows");
            self.ignored.push((text.to_owned(), Remark::Guess(words)));
        }
    }
}

/// The cells of a column that hold something, with their rows.
fn cells(tables: &[SourceTable], at: usize) -> impl Iterator<Item = (&str, u32)> {
    tables.iter().flat_map(move |table| {
        let column = table.columns.get(at);
        let filled = move |row: usize| column.map_or("", |column| rows::cell(column, row));
        let rows = table.rows.iter().enumerate().map(move |(row, number)| (filled(row), *number));
        rows.filter(|(text, _)| !text.trim().is_empty())
    })
}

/// The cells of the rows that stay.
fn kept<'a>(tables: &'a [SourceTable], classified: &'a Classified, at: usize) -> impl Iterator<Item = (&'a str, u32)> {
    tables.iter().zip(&classified.classes).flat_map(move |(table, classes)| {
        let column = table.columns.get(at);
        let stays = |class: &RowClass| !classified.rows.dropped.iter().any(|(dropped, _)| dropped == class);
        let rows = table.rows.iter().zip(classes).enumerate().filter(move |(_, (_, class))| stays(class));
        rows.map(move |(row, (number, _))| (column.map_or("", |column| rows::cell(column, row)), *number))
    })
}

/// The cells of a column that the file holds as numbers with decimals.
fn numbers(tables: &[SourceTable], at: usize) -> BTreeSet<&str> {
    tables.iter().flat_map(|table| numbers_of(table, at)).collect()
}

fn numbers_of(table: &SourceTable, at: usize) -> Vec<&str> {
    let Some((heading, column)) = table.headings.get(at).zip(table.columns.get(at)) else { return Vec::new() };
    let is_number = |row: &u32| table.fractions.binary_search(&(*row, heading.column)).is_ok();
    let rows = table.rows.iter().enumerate().filter(|(_, row)| is_number(row));
    rows.map(|(row, _)| rows::cell(column, row)).collect()
}

/// Headings over numbers of rows, in their normal form.
const NUMBERING: &[&str] = &["no", "nomor", "no urut", "nomor urut", "nourut", "nr", "num", "sno", "s no", "urut"];

/// Whether a column says nothing but which row it is: each number follows the one before it or begins anew at one.
fn numbers_rows(tables: &[SourceTable], at: usize, classified: &Classified) -> bool {
    let heading = tables.first().and_then(|table| table.headings.get(at)).map_or("", |heading| heading.text.as_ref());
    let form = normal_form(heading);
    if !NUMBERING.contains(&form.as_str()) && heading.trim() != "#" {
        return false;
    }
    let numbers: Vec<Option<u32>> = kept(tables, classified, at)
        .filter(|(text, _)| !text.trim().is_empty())
        .map(|(text, _)| text.trim().trim_end_matches('.').parse().ok())
        .collect();
    let follows =
        |pair: &[Option<u32>]| pair[1] == Some(1) || (pair[1].is_some() && pair[1] == pair[0].map(|number| number + 1));
    numbers.first().is_some_and(|first| *first == Some(1)) && numbers.windows(2).all(follows)
}

/// The heading of a column with the number of the column.
fn heading(tables: &[SourceTable], at: usize) -> Option<(&str, usize)> {
    let heading = tables.first()?.headings.get(at)?;
    Some((heading.text.as_ref(), usize::try_from(heading.column).unwrap_or(at + 1)))
}

fn column(
    tables: &[SourceTable],
    classified: &Classified,
    (at, name, taken): (usize, String, &mut BTreeSet<String>),
) -> Option<Column> {
    let table = tables.first()?;
    let heading = table.headings.get(at)?;
    let cells = Cells::new(&heading.text, &table.banner, kept(tables, classified, at)).holding(numbers(tables, at));
    let guess = kind::guess(&cells);
    let needed = guess.step.iter().flat_map(|step| &step.companions);
    let companions = needed.map(|companion| {
        let (id, en) = companion.title;
        let title = words!("{} ({id})", "{} ({en})", heading.text);
        (companion.key, heading::unique(format!("{name}_{}", companion.suffix), taken), title)
    });
    let companions = companions.collect();
    Some(Column {
        heading: heading.text.to_string(),
        number: heading.column,
        is_untidy: guess.step.is_none()
            && cells.iter().any(|text| clean(text, &text::Options::default()).value != text),
        kind: guess.kind,
        step: guess.step,
        remarks: guess.remarks,
        unit: guess.unit,
        companions,
        name,
    })
}

/// Columns of money and numbers for which a row of totals has a cell.
fn measures(tables: &[SourceTable], classified: &Classified, columns: &[Column]) -> Vec<String> {
    let is_measure = |column: &&Column| {
        let operation = column.step.as_ref().map_or("", |step| step.operation);
        matches!(operation, "parse_money" | "parse_number") && has_total(tables, classified, column.number)
    };
    columns.iter().filter(is_measure).map(|column| column.name.clone()).collect()
}

fn has_total(tables: &[SourceTable], classified: &Classified, number: u32) -> bool {
    let is_sum = |class: &RowClass| {
        matches!(class, RowClass::Total | RowClass::Subtotal | RowClass::Carried)
            && classified.rows.dropped.iter().any(|(dropped, _)| dropped == class)
    };
    tables.iter().zip(&classified.classes).any(|(table, classes)| {
        let at = table.headings.iter().position(|heading| heading.column == number);
        let Some(column) = at.and_then(|at| table.columns.get(at)) else { return false };
        let sums = classes.iter().enumerate().filter(|(_, class)| is_sum(class));
        sums.map(|(row, _)| rows::cell(column, row)).any(|cell| !cell.trim().is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Heading, column::Column};

    /// A table from rows of cells, the first of them the headings.
    fn table(rows: &[&str]) -> SourceTable {
        let cells: Vec<Vec<&str>> = rows.iter().map(|row| row.split('|').collect()).collect();
        let headings =
            cells[0].iter().zip(1..).map(|(text, column)| Heading { text: (*text).into(), column }).collect();
        let column = |at: usize| -> Column {
            cells[1..].iter().map(|row| Some(row[at]).filter(|text| !text.is_empty())).collect()
        };
        SourceTable {
            path: "x.csv".into(),
            headings,
            columns: (0..cells[0].len()).map(column).collect(),
            rows: (2..).take(cells.len() - 1).collect(),
            ..SourceTable::default()
        }
    }

    fn outline(rows: &[&str]) -> String {
        let guessed = guess(&[table(rows)]);
        let columns: Vec<String> =
            guessed.columns.iter().map(|column| format!("{}:{}", column.name, column.kind.en)).collect();
        let ignored: Vec<&str> = guessed.ignored.iter().map(|(heading, _)| heading.as_str()).collect();
        let dropped: Vec<String> =
            guessed.rows.dropped.iter().map(|(class, count)| format!("{count} {class}")).collect();
        format!("{} / {} / {}", columns.join(" "), ignored.join(" "), dropped.join(" "))
    }

    #[test]
    fn numbering_and_empty_columns_are_not_used() {
        let rows = ["No|Program|Ket", "1|Bank sampah|", "2|Biopori|"];
        assert_eq!(outline(&rows), "program:text / Ket No / ");
    }

    #[test]
    fn a_total_is_dropped_and_does_not_make_a_column_text() {
        let rows = ["Program|Pagu|Tahun", "Bank sampah|1.000|2019", "Biopori|2.000|2020", "JUMLAH|3.000|"];
        assert_eq!(outline(&rows), "program:text pagu:money (IDR) tahun:whole number /  / 1 total");
    }

    #[test]
    fn a_second_spelling_of_a_heading_is_a_column_of_its_own() {
        let guessed = guess(&[table(&["Nilai|nilai.", "1|2"])]);
        let columns = guessed.columns.iter().map(|column| (column.name.as_str(), column.heading.as_str()));
        assert_eq!(columns.collect::<Vec<_>>(), [("nilai", "Nilai"), ("nilai_2", "nilai.")]);
    }
}
