//! The row that was asked for, found by its key.

use super::{Given, Node, Trace, Tracer, text};
use crate::{
    diagnostic::{Diagnostic, code, nearest},
    table::Table,
    words,
};

/// How many rows or keys are named when there are several.
const NAMED: usize = 5;

/// What a row must hold to be the one that was asked for: columns with their values, empty for none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The columns.
    pub columns: Vec<String>,
    /// Their values as plain text.
    pub values: Vec<String>,
}

impl Wanted {
    /// The words of an officer: `value`, `value|value` for a key of several columns, or `column=value`.
    ///
    /// Words that are no part of the key are given back.
    #[must_use]
    pub fn read<'w>(words: &'w [String], key: &[String], is_column: impl Fn(&str) -> bool) -> (Self, Vec<&'w str>) {
        let mut wanted = Self { columns: Vec::new(), values: Vec::new() };
        let mut rest = Vec::new();
        for word in words {
            match word.split_once('=').filter(|(column, _)| is_column(column)) {
                Some((column, value)) => {
                    wanted.columns.push(column.to_owned());
                    wanted.values.push(value.to_owned());
                }
                None => rest.push(word.as_str()),
            }
        }
        if wanted.columns.is_empty() && !rest.is_empty() {
            let values = if key.len() == 1 { vec![rest[0]] } else { rest[0].split('|').collect() };
            // A key that is cut too short or too long matches nothing, and its neighbours are named.
            wanted.columns = key.iter().take(values.len()).cloned().collect();
            wanted.values = values.into_iter().map(str::to_owned).collect();
            rest.remove(0);
        }
        (wanted, rest)
    }

    fn told(&self) -> String {
        self.values.join("|")
    }
}

impl Tracer<'_> {
    /// The row of a stage that was asked for.
    ///
    /// # Errors
    /// When there is none, or there are several; the nearest keys are named.
    pub fn find(&self, stage: &str, wanted: &Wanted, key: &[String]) -> Result<usize, Diagnostic> {
        let table = self.run.tables.get(stage).cloned().unwrap_or_default();
        let told = wanted.told();
        let mut rows = matching(&table, wanted, |cell, value| cell == value);
        if rows.is_empty() {
            rows = matching(&table, wanted, |cell, value| cell.trim().to_lowercase() == value.trim().to_lowercase());
        }
        let keys = |rows: &[usize]| rows.iter().map(|row| key_of(&table, *row, key)).collect::<Vec<_>>();
        match rows.as_slice() {
            [row] => Ok(*row),
            [] => {
                let message = words!(
                    "tahap `{stage}` tidak punya baris dengan kunci `{told}`",
                    "the stage `{stage}` has no row with the key `{told}`"
                );
                let known = keys(&(0..table.len()).collect::<Vec<_>>());
                let mut mistake = Diagnostic::mistake(code::ROW_UNKNOWN, message);
                mistake.help = nearest::known_names(&told, known.iter().map(String::as_str), ("kunci", "keys"));
                Err(mistake)
            }
            several => {
                let count = several.len();
                let message = words!(
                    "{count} baris tahap `{stage}` cocok dengan `{told}`",
                    "{count} rows of the stage `{stage}` match `{told}`"
                );
                let first = keys(several.get(..NAMED).unwrap_or(several));
                let list = first.iter().map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
                let help = words!("tulis salah satu kunci ini: {list}", "write one of these keys: {list}");
                Err(Diagnostic::mistake(code::ROW_UNKNOWN, message).help(help))
            }
        }
    }

    /// The way of some columns of a row of a stage.
    ///
    /// # Errors
    /// When the engine fails.
    pub fn trace(&self, stage: &str, row: usize, what: (&[String], &[String])) -> Result<Trace, Diagnostic> {
        let (key, columns) = what;
        let table = self.run.tables.get(stage).cloned().unwrap_or_default();
        let value = |column: &String| Given {
            column: column.clone(),
            value: table.schema.position(column).and_then(|at| text(&table, row, at)),
        };
        let mut nodes: Vec<Node> = Vec::new();
        for column in columns {
            if let Some(at) = table.schema.position(column)
                && let Some(mut node) = self.value(stage, row, at)?
            {
                // The column may bear another name where its value was made.
                node.column.clone_from(column);
                nodes.push(node);
            }
        }
        let passage = self.passage(stage, row)?;
        Ok(Trace {
            dataset: self.resolved.pipeline.dataset.value.clone(),
            stage: stage.to_owned(),
            key: key.iter().map(value).collect(),
            columns: nodes,
            passed: passage.passed,
            merged: passage.merged,
        })
    }
}

/// The key of a row, or all its cells when no key is declared.
fn key_of(table: &Table, row: usize, key: &[String]) -> String {
    let positions: Vec<usize> = match key {
        [] => (0..table.schema.columns.len()).collect(),
        key => key.iter().filter_map(|column| table.schema.position(column)).collect(),
    };
    let cells: Vec<String> = positions.iter().map(|at| text(table, row, *at).unwrap_or_default()).collect();
    cells.join("|")
}

fn matching(table: &Table, wanted: &Wanted, fits: impl Fn(&str, &str) -> bool) -> Vec<usize> {
    let positions: Vec<Option<usize>> = wanted.columns.iter().map(|column| table.schema.position(column)).collect();
    if positions.is_empty() || positions.len() != wanted.values.len() {
        return Vec::new();
    }
    let has = |row: usize, at: Option<usize>, value: &str| {
        at.is_some_and(|at| fits(&text(table, row, at).unwrap_or_default(), value))
    };
    let fits_all = |row: &usize| positions.iter().zip(&wanted.values).all(|(at, value)| has(*row, *at, value));
    (0..table.len()).filter(fits_all).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &[&str]) -> String {
        let words: Vec<String> = words.iter().map(ToString::to_string).collect();
        let key = ["id".to_owned(), "tahun".to_owned()];
        let (wanted, rest) = Wanted::read(&words, &key, |column| ["id", "tahun", "nilai"].contains(&column));
        format!("{} = {} then {}", wanted.columns.join(","), wanted.told(), rest.join(","))
    }

    #[test]
    fn a_key_is_written_with_bars_or_by_its_columns_and_the_column_follows() {
        assert_eq!(read(&["a|2019", "nilai"]), "id,tahun = a|2019 then nilai");
        assert_eq!(read(&["tahun=2019", "id=a", "nilai"]), "tahun,id = 2019|a then nilai");
        assert_eq!(read(&["a"]), "id = a then ");
        assert_eq!(read(&["a=b|2019"]), "id,tahun = a=b|2019 then ");
    }
}
