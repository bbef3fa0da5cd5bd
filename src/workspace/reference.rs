//! Reference lists: what names, aliases and codes stand for.

use std::collections::{BTreeMap, BTreeSet};

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Door, Placed, decided, document::Document, register::delimiter};
use crate::{
    diagnostic::{Diagnostic, code, nearest},
    value::{
        alias::{Alias, Relation},
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
    /// Words that may stand before or behind every name of the list without changing what it means: `Kelurahan`, `Kota
    /// Jambi`.
    #[serde(default)]
    pub around: Vec<String>,
    /// CSV file of further spellings with the columns `dari`, `ke` (a key of the list) and `status`: rows with `terima` or
    /// nothing there are used, `usulan` and `tolak` are not. `terbuka cluster` proposes rows for it; it may be absent.
    #[serde(default)]
    pub spellings: Option<Placed<String>>,
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
    /// Words that may stand around every name.
    pub around: Vec<String>,
    /// The file of further spellings.
    pub spellings: Option<String>,
    /// The spellings of that file that were accepted, by the key that they mean.
    accepted: BTreeMap<String, Vec<String>>,
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
        let accepted = match &settings.spellings {
            Some(path) => accepted(path, door).map_err(|error| error.at(document.place(&path.span)))?,
            None => BTreeMap::new(),
        };
        let spellings = settings.spellings.as_ref().map(|path| path.value.clone());
        let reference = Self {
            name: name.to_owned(),
            columns,
            rows,
            around: settings.around.clone(),
            spellings,
            accepted,
            key,
            names,
            aliases,
        };
        reference.knows_accepted(settings).map_err(|error| error.at(place()))?;
        Ok(reference)
    }

    /// The keys that accepted spellings mean are in the list.
    fn knows_accepted(&self, settings: &ReferenceSettings) -> Result<(), Diagnostic> {
        let keys = self.keys();
        let unknown = self.accepted.keys().find(|key| !keys.contains(key.as_str()));
        let (Some(key), Some(path)) = (unknown, &settings.spellings) else { return Ok(()) };
        let name = &self.name;
        let message = words!(
            "`{path}`: daftar `{name}` tidak punya kunci `{key}`",
            "`{path}`: the list `{name}` has no key `{key}`"
        );
        let mistake = Diagnostic::mistake(code::REFERENCE_FILE, message);
        Err(match nearest::known_names(key, keys.iter().copied(), ("kunci", "keys")) {
            Some(help) => mistake.help(help),
            None => mistake,
        })
    }

    /// All spellings and what they are, with the value of a column (the key when none is named) of their row.
    ///
    /// # Errors
    /// The names of the columns that exist, when this one does not.
    pub fn spellings(&self, into: Option<&str>) -> Result<Vec<(Relation, Alias, String)>, &[String]> {
        let target = match into {
            None => self.key,
            Some(column) => self.columns.iter().position(|known| known == column).ok_or(self.columns.as_slice())?,
        };
        let mut spellings = Vec::new();
        for row in &self.rows {
            // The key of a list without names is its name.
            let key = if self.names.is_empty() { Relation::Name } else { Relation::Code };
            let names = self.names.iter().map(|at| (Relation::Name, *at));
            let names = [(key, self.key)].into_iter().chain(names);
            let names = names.map(|(relation, at)| (relation, Alias::plain(cell(row, at))));
            let accepted = self.accepted.get(cell(row, self.key)).into_iter().flatten();
            let aliases = self.aliases_of(row).chain(accepted.map(|text| Alias::plain(text)));
            let all = names.chain(aliases.map(|alias| (Relation::Alias, alias)));
            let all = all.filter(|(_, alias)| !alias.text.is_empty());
            spellings.extend(all.map(|(relation, alias)| (relation, alias, cell(row, target).to_owned())));
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

/// The accepted rows of a file of spellings, by what they mean; a file that is not there has none.
fn accepted(path: &str, door: &Door) -> Result<BTreeMap<String, Vec<String>>, Diagnostic> {
    if !Door::is_inside(path) {
        let message = words!("`{path}` di luar ruang kerja", "`{path}` is outside the workspace");
        return Err(Diagnostic::mistake(code::BAD_VALUE, message));
    }
    let file = door.path(path);
    if !door.is_file(&file) {
        return Ok(BTreeMap::new());
    }
    let (columns, rows) = records(&door.read_text(&file)?).map_err(|error| broken(path, &error))?;
    let rows = decided::used(path, (&columns, rows), &["dari", "ke"])?;
    let position = |wanted: &str| {
        let message = words!("`{path}` tidak punya kolom `{wanted}`", "`{path}` has no column `{wanted}`");
        let found = columns.iter().position(|column| column == wanted);
        found.ok_or_else(|| Diagnostic::mistake(code::REFERENCE_FILE, message))
    };
    let (from, to) = (position("dari")?, position("ke")?);
    let mut accepted: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for row in &rows {
        accepted.entry(cell(row, to).to_owned()).or_default().push(cell(row, from).to_owned());
    }
    Ok(accepted)
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
        "perbaiki baris itu; apit isi yang memuat koma atau titik koma dengan tanda kutip `\"`",
        "mend that line; put quotes `\"` around a value that holds a comma or a semicolon"
    );
    Diagnostic::mistake(code::REFERENCE_FILE, message).help(help)
}

/// The heading and the rows of a CSV text with commas or, as Excel writes it in Indonesia, semicolons.
///
/// # Errors
/// When a record has another number of fields than the heading.
pub fn records(text: &str) -> Result<(Vec<String>, Vec<Vec<String>>), csv::Error> {
    let text = text.trim_start_matches('\u{feff}');
    let mut reader = csv::ReaderBuilder::new().delimiter(delimiter(text)).from_reader(text.as_bytes());
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

#[cfg(test)]
mod tests {
    use std::fs;

    use crate::workspace::{Door, settings::Workspace};

    /// The spellings of a list `opd` beside which stands a file of further spellings, or what is wrong.
    fn spellings(file: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let settings = "publisher: { name: Uji }\ncatalogue: https://example.org/\nlicence: { id: CC0-1.0, title: CC0, url: u }\n\
            references:\n  opd: { path: opd.csv, key: id, names: [nama], spellings: ejaan.csv, source: uji, licence: CC0-1.0 }\n";
        fs::write(folder.path().join("terbuka.yml"), settings).unwrap();
        fs::write(folder.path().join("opd.csv"), "id,nama\ndlh,Dinas Lingkungan Hidup\n").unwrap();
        if !file.is_empty() {
            fs::write(folder.path().join("ejaan.csv"), file).unwrap();
        }
        match Workspace::open(Door::new(folder.path())) {
            Ok(workspace) => {
                let all = workspace.references["opd"].spellings(None).unwrap();
                all.iter().map(|(_, alias, target)| format!("{}={target}", alias.text)).collect::<Vec<_>>().join(" ")
            }
            Err(mistakes) => mistakes.iter().map(|one| one.message.en.clone()).collect(),
        }
    }

    #[test]
    fn accepted_spellings_are_part_of_a_list_and_others_are_not() {
        assert_eq!(spellings(""), "dlh=dlh Dinas Lingkungan Hidup=dlh");
        assert_eq!(
            spellings("dari,ke,status,jumlah\nDLHK,dlh,terima,3\nLH,dlh,usulan,1\nDKP,dlh,tolak,1\n"),
            "dlh=dlh Dinas Lingkungan Hidup=dlh DLHK=dlh"
        );
    }

    #[test]
    fn files_that_excel_saved_with_semicolons_are_read() {
        let list = "\u{feff}dari;ke;status\r\nDLHK;dlh;Terima\r\n\"LH, Kota\";dlh;terima\r\nDKP;dlh;Tolak\r\n";
        assert_eq!(spellings(list), "dlh=dlh Dinas Lingkungan Hidup=dlh DLHK=dlh LH, Kota=dlh");
        let (columns, rows) = super::records("id;nama\ndlh;Dinas A, B\n").unwrap();
        assert_eq!(
            (columns, rows),
            (vec!["id".to_owned(), "nama".to_owned()], vec![vec!["dlh".to_owned(), "Dinas A, B".to_owned()]])
        );
    }

    #[test]
    fn accepted_spellings_of_no_entry_are_a_mistake() {
        assert_eq!(spellings("dari,ke,status\nDLHK,dhl,terima\n"), "`ejaan.csv`: the list `opd` has no key `dhl`");
        assert_eq!(spellings("dari,ke,status\nDLHK,dlh,ya\n"), "`ejaan.csv` line 2: the status `ya` is not known");
    }
}
