//! Which marks group and which decimate in a column: proven by its cells, or open.

use rust_decimal::Decimal;

use super::{super::cells::Cells, super::remark::examples};
use crate::{
    plan::{
        kernel::{Aspect, Evidence, Kernel},
        proof::{Basis, Proof, Tally},
    },
    table::Origin,
    value::{Refusal, Status, numeral::locale::Locale},
};

/// A number with the flags of its reading; none where the cell is a range.
pub(super) type Number = (Option<Decimal>, Vec<&'static str>);

/// The notation of a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Notation {
    /// One locale reads every number, or the Indonesian one does and nothing speaks against it.
    Known(Locale),
    /// Both locales read cells, differently: some of them.
    Open(String),
    /// Neither locale reads all that the other does, or anything.
    None,
}

/// What one locale makes of the cells.
#[derive(Default)]
struct Readings {
    numbers: Vec<Option<Number>>,
    is_refused: Vec<bool>,
    /// Cells refused as no number, which a mere doubt about marks is not.
    is_refuted: Vec<bool>,
}

impl Readings {
    /// Whether every cell is read that the other locale reads; what neither reads says nothing about notation.
    fn reads_beside(&self, other: &Self) -> bool {
        let both = self.is_refused.iter().zip(&other.is_refused);
        self.numbers.iter().any(Option::is_some)
            && both.clone().all(|(refused, other_refused)| !refused || *other_refused)
    }
}

/// The notation of a column under a kernel.
///
/// `1.234` alone is read as Indonesian offices write it. `1,234` is open unless another cell shows which mark decimates.
pub(super) fn of(cells: &Cells<'_>, read: impl Fn(&str, Locale) -> Result<Number, Refusal>) -> Notation {
    let [indonesian, english] =
        [Locale::Indonesian, Locale::English].map(|locale| readings(cells, |text| read(text, locale)));
    let differing: Vec<usize> = (0..cells.texts.len()).filter(|at| differ(&indonesian, &english, *at)).collect();
    let (for_indonesian, for_english) = (
        proves(&indonesian, &english, &["decimal_comma", "grouping_dot"]),
        proves(&english, &indonesian, &["decimal_dot", "grouping_comma"]),
    );
    let (indonesian_reads, english_reads) = (indonesian.reads_beside(&english), english.reads_beside(&indonesian));
    let doubtful = differing.iter().filter(|at| flagged(&indonesian, **at, &["ambiguous_separator"]));
    let open = || Notation::Open(examples(differing.iter().filter_map(|at| Some(cells.texts.get(*at)?.0))));
    match (indonesian_reads, english_reads) {
        (_, true) if for_english && !for_indonesian => Notation::Known(Locale::English),
        (true, _) if differing.is_empty() || (for_indonesian && !for_english) => Notation::Known(Locale::Indonesian),
        (true, false) => Notation::Known(Locale::Indonesian),
        (true, true) if !for_english && doubtful.count() == 0 => Notation::Known(Locale::Indonesian),
        (_, true) => open(),
        (false, false) => Notation::None,
    }
}

/// Whether the cells leave the notation open, so that the step must say it.
pub(super) fn must_be_said(cells: &Cells<'_>, kernel: &Kernel, aspect: Aspect) -> bool {
    let mut tally = Tally::default();
    let nowhere = Origin { table: 0, record: 0 };
    for text in cells.iter() {
        match kernel.evidence(text, aspect) {
            Evidence::Proves(notation) => tally.prove(notation.side(), (nowhere, text)),
            Evidence::Doubtful => tally.doubt((nowhere, text)),
            Evidence::Silent => {}
        }
    }
    Proof::of(aspect, tally).basis == Basis::Open
}

fn readings(cells: &Cells<'_>, read: impl Fn(&str) -> Result<Number, Refusal>) -> Readings {
    let mut readings = Readings::default();
    for text in cells.iter() {
        let reading = read(text);
        let refusal = reading.as_ref().err().filter(|refusal| !refusal.is_missing());
        readings.is_refused.push(refusal.is_some());
        readings.is_refuted.push(refusal.is_some_and(|refusal| refusal.status == Status::Invalid));
        readings.numbers.push(reading.ok());
    }
    readings
}

fn number(readings: &Readings, at: usize) -> Option<&Number> {
    readings.numbers.get(at)?.as_ref()
}

fn differ(one: &Readings, other: &Readings, at: usize) -> bool {
    number(one, at).map(|(value, _)| value) != number(other, at).map(|(value, _)| value)
}

fn flagged(readings: &Readings, at: usize, wanted: &[&str]) -> bool {
    number(readings, at).is_some_and(|(_, flags)| flags.iter().any(|flag| wanted.contains(flag)))
}

/// Whether a cell speaks for one locale: it reads what the other refutes, or the other reads it only as an exception.
fn proves(one: &Readings, other: &Readings, exceptions: &[&str]) -> bool {
    (0..one.numbers.len()).any(|at| {
        let refuted = other.is_refuted.get(at) == Some(&true);
        number(one, at).is_some() && (refuted || flagged(other, at, exceptions))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::number;

    fn notation(cells: &[&str]) -> Notation {
        let cells = Cells::new("x", &[], cells.iter().map(|text| (*text, 1)));
        of(&cells, |text, locale| {
            let options = number::Options { locale: Some(locale), ..number::Options::default() };
            number::parse(text, &options).map(|number| (Some(number.value), number.flags))
        })
    }

    #[test]
    fn the_cells_prove_the_notation() {
        let (indonesian, english) = (Notation::Known(Locale::Indonesian), Notation::Known(Locale::English));
        let table: [(&[&str], Notation); 12] = [
            (&["12", "7"], indonesian.clone()),
            (&["1.234.567", "12"], indonesian.clone()),
            (&["1.234", "15.000"], indonesian.clone()),
            (&["1.234,5", "1,234"], indonesian.clone()),
            (&["0,5", "-"], indonesian),
            (&["1,234,567.5", "1,234"], english.clone()),
            (&["12.5", "13.125"], english.clone()),
            (&["12.5", "7"], english),
            (&["1,234", "5,678"], Notation::Open("`1,234`, `5,678`".into())),
            (&["12.5", "13,25", "1.234"], Notation::Open("`1.234`".into())),
            (&["1,234.5", "N/R"], Notation::Known(Locale::English)),
            (&["merah", "biru"], Notation::None),
        ];
        for (cells, expected) in table {
            assert_eq!(notation(cells), expected, "{cells:?}");
        }
    }
}
