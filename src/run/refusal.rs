//! Refused rows as they are kept until they are told of: millions of them take little more than their findings.

use std::sync::Arc;

use super::{DatasetRun, Quarantined};
use crate::{
    diagnostic::{CellPlace, Code, Diagnostic, Place},
    plan::row_wise::{Finding, Refused},
    source::{BrokenRecord, SourceTable},
    table::Origin,
};

/// A refused row.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// A record that its source could not read: its table, and which of the broken records of that.
    Record((usize, usize)),
    /// A row that a stage refused.
    Row(Arc<str>, Refused),
}

/// Why a row was refused, put into words only where it is asked for.
#[derive(Clone, Copy)]
pub enum Reason<'a> {
    /// What is in words already.
    Told(&'a Diagnostic),
    /// A record that could not be read.
    Record(&'a SourceTable, &'a BrokenRecord),
    /// What was found in a row.
    Row(&'a DatasetRun, &'a Finding),
}

impl<'a> Reason<'a> {
    /// The code.
    #[must_use]
    pub const fn code(self) -> Code {
        match self {
            Self::Told(diagnostic) => diagnostic.code,
            Self::Record(..) => BrokenRecord::CODE,
            Self::Row(_, finding) => finding.code,
        }
    }

    /// Whether it is about a row.
    #[must_use]
    pub const fn is_about_row(self) -> bool {
        match self {
            Self::Told(diagnostic) => matches!(diagnostic.place, Some(Place::Cell(_))),
            Self::Record(..) => true,
            Self::Row(_, finding) => finding.origin.is_some(),
        }
    }

    /// The step that asked for it, by the place of its words: enough to tell those of a pipeline apart.
    #[must_use]
    pub fn step(self) -> Option<(&'a str, usize)> {
        match self {
            Self::Told(diagnostic) => {
                let (place, _) = diagnostic.also.first()?;
                Some(match place {
                    Place::Path(path) => (path, 0),
                    Place::Text(words) => (&words.path, words.span.start),
                    Place::Cell(cell) => (&cell.path, cell.row.and_then(|row| usize::try_from(row).ok()).unwrap_or(0)),
                })
            }
            Self::Row(_, finding) if finding.origin.is_some() => Some((&finding.place.path, finding.place.span.start)),
            _ => None,
        }
    }

    /// The reason in words, with its cell.
    #[must_use]
    pub fn diagnostic(self) -> Diagnostic {
        match self {
            Self::Told(diagnostic) => diagnostic.clone(),
            Self::Record(source, record) => {
                Diagnostic::finding(BrokenRecord::CODE, record.words.clone()).at(record_place(source, record))
            }
            Self::Row(run, finding) => run.diagnostic(finding),
        }
    }
}

impl DatasetRun {
    /// A refused row with all that is told of it.
    #[must_use]
    pub fn quarantined(&self, refusal: &Refusal) -> Quarantined {
        match refusal {
            Refusal::Record(place) => self.loaded.broken(*place).map(broken_record).unwrap_or_default(),
            Refusal::Row(stage, row) => self.refused_row(stage, row),
        }
    }

    fn refused_row(&self, stage: &str, refused: &Refused) -> Quarantined {
        let reasons = refused.reasons.iter().map(|finding| self.diagnostic(finding)).collect();
        let (place, raw) = (self.loaded.place(refused.origin), self.loaded.cells(refused.origin));
        let record = self.loaded.record_number(refused.origin);
        Quarantined { stage: stage.to_owned(), place, record, raw, reasons }
    }

    /// Why rows were refused, in their order.
    pub fn reasons(&self) -> impl Iterator<Item = Reason<'_>> {
        self.refusals.iter().flat_map(|refusal| {
            let (record, findings) = match refusal {
                Refusal::Record(place) => {
                    (self.loaded.broken(*place).map(|(_, source, record)| Reason::Record(source, record)), &[][..])
                }
                Refusal::Row(_, row) => (None, &*row.reasons),
            };
            record.into_iter().chain(findings.iter().map(|finding| Reason::Row(self, finding)))
        })
    }

    /// How many cells are kept of a refused row.
    pub(super) fn width(&self, refusal: &Refusal) -> usize {
        match refusal {
            Refusal::Record(..) => 1,
            Refusal::Row(_, Refused { origin, .. }) => self.loaded.width(*origin),
        }
    }

    /// The rows that stages refused.
    pub(super) fn refused_origins(&self) -> impl Iterator<Item = Origin> {
        self.refusals.iter().filter_map(|refusal| match refusal {
            Refusal::Record(..) => None,
            Refusal::Row(_, row) => Some(row.origin),
        })
    }
}

fn broken_record((name, source, record): (&str, &SourceTable, &BrokenRecord)) -> Quarantined {
    Quarantined {
        stage: name.to_owned(),
        place: record_place(source, record),
        record: Some(record.record),
        raw: vec![("".into(), record.raw.clone())],
        reasons: vec![Reason::Record(source, record).diagnostic()],
    }
}

fn record_place(source: &SourceTable, record: &BrokenRecord) -> CellPlace {
    let (path, sheet) = (Arc::clone(&source.path), source.sheet.clone());
    CellPlace { path, sheet, row: Some(record.row), ..CellPlace::default() }
}
