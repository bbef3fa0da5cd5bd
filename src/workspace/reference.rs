//! Reference lists: what names, aliases and codes stand for.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Door, Placed, document::Document};
use crate::{
    diagnostic::{Diagnostic, code, nearest},
    value::{
        alias::Alias,
        name_list::{Entry, NameList},
    },
    words,
};

/// How a reference list is read.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ReferenceSettings {
    /// CSV file, UTF-8, with a heading for each column.
    pub path: Placed<String>,
    /// Column of the key that names are matched to.
    pub key: Placed<String>,
    /// Columns of names.
    #[serde(default)]
    pub names: Vec<Placed<String>>,
    /// Columns of further spellings, separated by `|`; a remark in brackets is not part of the spelling. An alias with
    /// the remark `(bentrok)` or `(bukan …)` has another meaning outside the list and is refused.
    #[serde(default)]
    pub aliases: Vec<Placed<String>>,
    /// Where the list comes from.
    pub source: String,
    /// Its licence.
    pub licence: String,
}

/// A reference list.
#[derive(Clone, Debug)]
pub struct Reference {
    /// Its name in pipelines.
    pub name: String,
    /// Its columns.
    pub columns: Vec<String>,
    /// Its rows.
    pub rows: Vec<Vec<String>>,
    key: usize,
    names: Vec<usize>,
    aliases: Vec<usize>,
}

impl Reference {
    /// Reads a list.
    ///
    /// # Errors
    /// When the file cannot be read or lacks a column that is asked for.
    pub fn read(
        name: &str,
        settings: &ReferenceSettings,
        door: &Door,
        document: &Document,
    ) -> Result<Self, Diagnostic> {
        let place = || document.place(&settings.path.span);
        if !Door::is_inside(&settings.path) {
            let path = &settings.path;
            let message = words!("`{path}` di luar ruang kerja", "`{path}` is outside the workspace");
            return Err(Diagnostic::mistake(code::BAD_VALUE, message).at(place()));
        }
        let text = door.read_text(&door.path(&settings.path)).map_err(|error| error.at(place()))?;
        let (columns, rows) = records(&text).map_err(|error| broken(&settings.path, &error).at(place()))?;
        let position = |wanted: &Placed<String>| column_position(&columns, wanted, document);
        let key = position(&settings.key)?;
        let names = settings.names.iter().map(position).collect::<Result<_, _>>()?;
        let aliases = settings.aliases.iter().map(position).collect::<Result<_, _>>()?;
        Ok(Self { name: name.to_owned(), columns, rows, key, names, aliases })
    }

    /// All spellings with the value of a column (the key when none is named) of their row.
    ///
    /// # Errors
    /// The names of the columns that exist, when this one does not.
    pub fn spellings(&self, into: Option<&str>) -> Result<Vec<(Alias, String)>, &[String]> {
        let target = match into {
            None => self.key,
            Some(column) => self.columns.iter().position(|known| known == column).ok_or(self.columns.as_slice())?,
        };
        let mut spellings = Vec::new();
        for row in &self.rows {
            let names = [self.key].into_iter().chain(self.names.iter().copied()).map(|at| Alias::plain(cell(row, at)));
            let all = names.chain(self.aliases_of(row)).filter(|alias| !alias.text.is_empty());
            spellings.extend(all.map(|alias| (alias, cell(row, target).to_owned())));
        }
        Ok(spellings)
    }

    fn aliases_of<'a>(&'a self, row: &'a [String]) -> impl Iterator<Item = Alias> + 'a {
        self.aliases.iter().flat_map(|at| Alias::parse_all(cell(row, *at)))
    }

    /// The list by its names, for kernels; `row` makes what they need of a row, given its cells by column.
    #[must_use]
    pub fn names<T>(&self, codes: &[&str], row: impl Fn(&dyn Fn(&str) -> String) -> T) -> NameList<T> {
        let position = |column: &str| self.columns.iter().position(|known| known == column);
        let entry = |cells: &Vec<String>| {
            let by_name = |column: &str| position(column).map_or("", |at| cell(cells, at)).to_owned();
            Entry {
                key: cell(cells, self.key).to_owned(),
                names: self.names.iter().map(|at| cell(cells, *at).to_owned()).collect(),
                aliases: self.aliases_of(cells).collect(),
                codes: codes.iter().map(|column| by_name(column)).collect(),
                row: row(&by_name),
            }
        };
        NameList::new(self.rows.iter().map(entry).collect())
    }

    /// The values of the key.
    #[must_use]
    pub fn keys(&self) -> BTreeSet<&str> {
        self.rows.iter().filter_map(|row| row.get(self.key)).map(String::as_str).collect()
    }
}

/// The mistake in a list that is no CSV with as many cells in each line.
pub fn broken(path: &str, error: &csv::Error) -> Diagnostic {
    let line = error.position().map_or(0, csv::Position::line);
    let message = match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => words!(
            "`{path}` baris {line}: ada {len} kolom, seharusnya {expected_len}",
            "`{path}` line {line}: {len} columns, expected {expected_len}"
        ),
        _ => words!("`{path}` baris {line}: bukan CSV", "`{path}` line {line}: no CSV"),
    };
    let help = words!(
        "perbaiki baris itu; apit isi yang memuat koma dengan tanda kutip `\"`",
        "mend that line; put quotes `\"` around a value that holds a comma"
    );
    Diagnostic::mistake(code::REFERENCE_FILE, message).help(help)
}

/// The heading and the rows of a CSV text.
///
/// # Errors
/// When a record has another number of fields than the heading.
pub fn records(text: &str) -> Result<(Vec<String>, Vec<Vec<String>>), csv::Error> {
    let mut reader = csv::ReaderBuilder::new().from_reader(text.trim_start_matches('\u{feff}').as_bytes());
    let columns = reader.headers()?.iter().map(str::to_owned).collect();
    let rows = reader
        .records()
        .map(|record| Ok(record?.iter().map(str::to_owned).collect()))
        .collect::<Result<_, csv::Error>>()?;
    Ok((columns, rows))
}

fn column_position(columns: &[String], wanted: &Placed<String>, document: &Document) -> Result<usize, Diagnostic> {
    columns.iter().position(|column| *column == wanted.value).ok_or_else(|| {
        let message =
            words!("daftar acuan tidak punya kolom `{wanted}`", "the reference list has no column `{wanted}`");
        let mistake = Diagnostic::mistake(code::REFERENCE_FILE, message).at(document.place(&wanted.span));
        match nearest::known_names(wanted, columns.iter().map(String::as_str), ("kolom", "columns")) {
            Some(help) => mistake.help(help),
            None => mistake,
        }
    })
}

fn cell(row: &[String], at: usize) -> &str {
    row.get(at).map_or("", String::as_str)
}
