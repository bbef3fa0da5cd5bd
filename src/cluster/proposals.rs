//! Groups as rows of a lookup file: proposals that wait for a person, beside what was decided before.

use std::collections::BTreeMap;

use super::{Group, Member};
use crate::workspace::{
    decided::{ACCEPTED, PROPOSED, REJECTED, STATUS},
    reference,
};

/// The columns of a file of proposals, without that of the measure.
const COLUMNS: [&str; 7] = ["dari", "ke", STATUS, "jumlah", "skor", "cara", "nama"];

/// A file of proposals: what was decided in it before, then the groups.
///
/// Rows whose status is `terima` or `tolak` stay as they are, and their spellings are not proposed again.
///
/// # Errors
/// When the text that stands in the file is no such file.
pub fn file(groups: &[Group], measure: Option<&str>, before: Option<&str>) -> Result<String, NoProposals> {
    let mut columns: Vec<&str> = COLUMNS.to_vec();
    if let Some(measure) = measure {
        columns.insert(4, measure);
    }
    let decided = before.map_or_else(|| Ok(Vec::new()), |text| decided(text, &columns))?;
    let mut rows: Vec<Vec<String>> = vec![columns.iter().map(|column| (*column).to_owned()).collect()];
    let known: Vec<&str> = decided.iter().filter_map(|row| row.first()).map(String::as_str).collect();
    let proposed = groups.iter().flat_map(|group| group.members.iter().map(move |member| (group, member)));
    let proposed = proposed.filter(|(_, member)| !known.contains(&member.written.text.as_str()));
    let proposed: Vec<Vec<String>> = proposed.map(|(group, member)| row(group, member, measure)).collect();
    rows.extend(decided.iter().cloned());
    rows.extend(proposed);
    written(&rows).map_err(|_| NoProposals)
}

/// A file that stands there is something else.
#[derive(Debug)]
pub struct NoProposals;

fn row(group: &Group, member: &Member, measure: Option<&str>) -> Vec<String> {
    let written = &member.written;
    let mut row = vec![written.text.clone(), group.target.clone(), PROPOSED.to_owned(), written.rows.to_string()];
    if measure.is_some() {
        row.push(written.sum.map(|sum| sum.to_string()).unwrap_or_default());
    }
    let method = member.method.map_or("", super::Method::word);
    let name = if group.target.is_empty() { String::new() } else { group.name.clone() };
    let score = member.method.map_or_else(String::new, |_| format!("{:.2}", member.score));
    row.extend([score, method.to_owned(), name]);
    row
}

/// The rows that a person has decided on, in these columns.
fn decided(text: &str, columns: &[&str]) -> Result<Vec<Vec<String>>, NoProposals> {
    let (known, rows) = reference::records(text).map_err(|_| NoProposals)?;
    let positions: BTreeMap<&str, usize> = known.iter().enumerate().map(|(at, column)| (column.as_str(), at)).collect();
    let status = positions.get(STATUS).copied().ok_or(NoProposals)?;
    if !positions.contains_key("dari") || !positions.contains_key("ke") {
        return Err(NoProposals);
    }
    let cell = |row: &[String], at: Option<usize>| at.and_then(|at| row.get(at)).cloned().unwrap_or_default();
    let is_decided = |row: &&Vec<String>| [ACCEPTED, REJECTED].contains(&cell(row, Some(status)).trim());
    let ordered = |row: &Vec<String>| columns.iter().map(|column| cell(row, positions.get(column).copied())).collect();
    Ok(rows.iter().filter(is_decided).map(ordered).collect())
}

fn written(rows: &[Vec<String>]) -> Result<String, csv::Error> {
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    for row in rows {
        writer.write_record(row)?;
    }
    let bytes = writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
