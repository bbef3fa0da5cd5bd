//! The codes of a hierarchy, also those that a file holds as numbers.

use std::collections::BTreeMap;

use super::whole::Whole;
use crate::{
    diagnostic::{Code, TextPlace, Words, code, counted},
    plan::{
        kernel::retype,
        operator::{Otherwise, Rule},
        row_wise::{Finding, HeldAsNumber},
    },
    value::dotted,
    words,
};

/// The codes of a column.
pub(super) struct Codes {
    column: usize,
    /// The code of each row, without a dot at its end.
    pub texts: Vec<Option<String>>,
    /// The rows whose cells hold numbers.
    numbers: Vec<usize>,
}

/// Reads a column of codes; a cell that holds a number says `5.1`, however it is spelled.
pub(super) fn codes(input: &Whole<'_>, column: usize, held_as_number: HeldAsNumber<'_>) -> Codes {
    let (view, from) = (input.view(column), input.schema.columns.get(column).and_then(|column| column.from.clone()));
    let (mut texts, mut numbers) = (Vec::with_capacity(input.batch.len()), Vec::new());
    for (row, origin) in input.batch.origins.iter().enumerate() {
        let text = view.cell(row).text().map(std::borrow::Cow::into_owned);
        let number = text.as_deref().and_then(dotted::of_number);
        let number = number.filter(|_| from.as_deref().is_some_and(|from| held_as_number(*origin, from).is_some()));
        numbers.extend(number.as_ref().map(|_| row));
        texts.push(number.or(text));
    }
    Codes { column, texts, numbers }
}

impl Codes {
    /// What is said of codes that are held as numbers: that the column keeps their spelling, and where one may have lost
    /// a zero.
    pub fn told(&self, input: &Whole<'_>, place: &TextPlace) -> Vec<Finding> {
        let told = |row: usize, (code, message): (Code, Words), help: Words| {
            let (subject, otherwise) = (Some(self.column), Otherwise::Warn);
            let rule = Rule { code, message, subject, otherwise, place: place.clone() };
            Finding { help: Some(help), ..input.finding(row, &rule) }
        };
        let spelled = |row: &usize| input.view(self.column).cell(*row).text().unwrap_or_default().into_owned();
        let mut found = Vec::new();
        let respelled: Vec<usize> = self.numbers.iter().copied().filter(|row| spelled(row).contains(',')).collect();
        if let Some(first) = respelled.first() {
            let (count, text, code) = (respelled.len(), spelled(first), self.code(*first));
            let codes = counted(count, "code is held as a number", "codes are held as numbers");
            let message = words!(
                "{count} kode tersimpan sebagai bilangan: `{text}` dibaca `{code}` di sini, tetapi tetap `{text}` di kolomnya",
                "{codes}: `{text}` is read as `{code}` here, but stays `{text}` in the column"
            );
            let help = words!(
                "baca kolomnya dengan `parse_code` sebelum langkah ini",
                "read the column with `parse_code` before this step"
            );
            found.push(told(*first, (code::DAMAGED, message), help));
        }
        let siblings = if self.numbers.is_empty() { BTreeMap::new() } else { siblings(&self.texts) };
        for row in &self.numbers {
            let code = self.code(*row);
            let Some(sibling) = longer_sibling(&siblings, (*row, code)) else { continue };
            let message = words!(
                "`{code}` tersimpan sebagai bilangan, yang tidak menyimpan nol di belakang: di samping `{sibling}` mungkin `{code}0`",
                "`{code}` is held as a number, which keeps no zero at its end: beside `{sibling}` perhaps `{code}0`"
            );
            found.push(told(*row, (code::DAMAGED, message), retype()));
        }
        found
    }

    fn code(&self, row: usize) -> &str {
        self.texts.get(row).and_then(Option::as_deref).unwrap_or_default()
    }
}

/// What stands under one code of a hierarchy.
#[derive(Default)]
struct Siblings<'a> {
    /// The first code whose last part has the most digits.
    longest: Option<&'a str>,
    /// The row of the first ninth code.
    ninth: Option<(usize, &'a str)>,
}

/// The codes of a column by the code above them, each looked at once.
fn siblings(texts: &[Option<String>]) -> BTreeMap<&str, Siblings<'_>> {
    let mut all: BTreeMap<&str, Siblings<'_>> = BTreeMap::new();
    for (row, code) in texts.iter().enumerate() {
        let Some(code) = code.as_deref().map(|code| code.trim_end_matches('.')) else { continue };
        let Some((above, last)) = code.rsplit_once('.') else { continue };
        let known = all.entry(above).or_default();
        if known.longest.is_none_or(|longest| last_part(longest).len() < last.len()) {
            known.longest = Some(code);
        }
        if last == "9" && known.ninth.is_none() {
            known.ninth = Some((row, code));
        }
    }
    all
}

/// A code beside this one that shows that a zero may be missing: one with more digits, or `5.9` above `5.1`.
fn longer_sibling<'a>(siblings: &BTreeMap<&str, Siblings<'a>>, (row, code): (usize, &str)) -> Option<&'a str> {
    let (above, own) = code.rsplit_once('.')?;
    let beside = siblings.get(above)?;
    let longer = beside.longest.filter(|longest| last_part(longest).len() > own.len());
    let ninth = beside.ninth.filter(|(other, _)| own == "1" && *other < row).map(|(_, code)| code);
    longer.or(ninth)
}

fn last_part(code: &str) -> &str {
    code.rsplit_once('.').map_or(code, |(_, last)| last)
}
