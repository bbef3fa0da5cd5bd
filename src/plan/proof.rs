//! The notation of a column, proven from its cells: which mark decimates, whether the day comes first, what 0,5 is.
//!
//! A cell *proves* a notation when only that one reads it (`26/06/2019`, `1.234,50`), is *doubtful* when both read it
//! and differ (`5/4/2019`, `1.234`), and is *silent* otherwise. What most proving cells say holds for the column; cells
//! that prove the opposite are refused and shown the proof, and so are doubtful cells where nothing is proven.

mod tally;

use std::{collections::BTreeSet, sync::Arc};

use serde::{Deserialize, Serialize};

use super::kernel::{Aspect, Evidence, Kernel, Notation, may_begin_with_year};
use crate::{
    diagnostic::{TextPlace, Words},
    table::Origin,
    words,
};

pub use tally::{Tally, Witnesses};

/// How the notation of a column is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// The author declared it.
    Declared,
    /// Its cells prove it.
    Proven,
    /// No cell depends on it.
    Needless,
    /// Cells depend on it, and nothing says which it is.
    Open,
}

/// The notation of a column in one aspect.
#[derive(Clone, Debug)]
pub struct Proof {
    /// The aspect.
    pub aspect: Aspect,
    /// How it is known.
    pub basis: Basis,
    /// The notation, if it is known.
    pub notation: Option<Notation>,
    /// The cells that prove each notation of the aspect, and those in doubt.
    pub tally: Tally,
    /// The files or sheets in which one cell in five or more speaks against it: doubtful cells there stay in doubt.
    contested: BTreeSet<u32>,
}

/// What is to be done with a cell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It is read.
    Read,
    /// It proves the opposite of what the column's cells prove.
    Contradicts,
    /// Nothing says which of two readings is meant.
    Doubtful,
}

impl Proof {
    /// What is known of a column whose author declared the notation.
    #[must_use]
    pub fn declared(notation: Notation, aspect: Aspect) -> Self {
        let (basis, tally) = (Basis::Declared, Tally::default());
        Self { aspect, basis, notation: Some(notation), tally, contested: BTreeSet::new() }
    }

    /// What the cells of a column prove: the notation that most of the proving cells have.
    #[must_use]
    pub fn of(aspect: Aspect, tally: Tally) -> Self {
        let [first, second] = aspect.notations();
        let notation = match tally.proving[0].count.cmp(&tally.proving[1].count) {
            std::cmp::Ordering::Greater => Some(first),
            std::cmp::Ordering::Less => Some(second),
            std::cmp::Ordering::Equal => None,
        };
        let notation = notation.filter(|notation| !outweighed(aspect, *notation, &tally));
        let basis = match notation {
            Some(_) => Basis::Proven,
            None if tally.doubtful.count > 0 => Basis::Open,
            None => Basis::Needless,
        };
        let contested = notation.map(|notation| tally.contested(notation.side())).unwrap_or_default();
        Self { aspect, basis, notation, tally, contested }
    }

    /// Whether every cell may be read without a second look.
    #[must_use]
    pub fn is_clear(&self) -> bool {
        match self.notation {
            Some(notation) => self.tally.proving.get(1 - notation.side()).is_none_or(|against| against.count == 0),
            None => self.tally.doubtful.count == 0 && !self.is_tied(),
        }
    }

    /// Whether cells prove both notations, and neither has more.
    #[must_use]
    pub fn is_tied(&self) -> bool {
        self.notation.is_none() && self.tally.proving.iter().all(|cells| cells.count > 0)
    }

    /// How many cells stay in doubt.
    #[must_use]
    pub fn doubtful(&self) -> u64 {
        match self.basis {
            Basis::Open => self.tally.doubtful.count,
            _ => self.tally.doubtful_in(&self.contested),
        }
    }

    /// The line that would answer the question, in both languages.
    #[must_use]
    pub fn declaration(&self) -> Words {
        let [first, second] = self.aspect.declarations();
        let [(first_id, first_en), (second_id, second_en)] = self.aspect.notations().map(Notation::words);
        let is_short = |(_, text): &(Origin, String)| may_begin_with_year(text);
        let (year_id, year_en) = if self.aspect == Aspect::DayOrder && self.tally.doubtful.first.iter().any(is_short) {
            let (id, en) = Notation::YearFirst.words();
            let option = "`options: { order: year_first }`";
            (format!(", atau {option} untuk {id}"), format!(", or {option} for {en}"))
        } else {
            Default::default()
        };
        words!(
            "tambahkan pada langkah ini `{first}` untuk {first_id}, atau `{second}` untuk {second_id}{year_id}",
            "add to this step `{first}` for {first_en}, or `{second}` for {second_en}{year_en}"
        )
    }

    /// What is to be done with a cell of which the evidence is known.
    #[must_use]
    pub fn judge(&self, evidence: Evidence, origin: Origin) -> Verdict {
        match (evidence, self.notation) {
            (Evidence::Proves(said), Some(notation)) if said != notation => Verdict::Contradicts,
            // Where as many cells prove one as the other, those of the rarer order are not read by it unasked.
            (Evidence::Proves(said), None) if said.side() == 1 && self.is_tied() => Verdict::Doubtful,
            (Evidence::Doubtful, None) => Verdict::Doubtful,
            (Evidence::Doubtful, Some(_)) if self.contested.contains(&origin.table) => Verdict::Doubtful,
            _ => Verdict::Read,
        }
    }
}

/// Whether as many cells look like fractions as prove per cent points: one 85 among shares of one proves nothing.
fn outweighed(aspect: Aspect, notation: Notation, tally: &Tally) -> bool {
    aspect == Aspect::PercentBasis
        && tally.proving[notation.side()].count <= tally.doubtful.count
        && tally.doubtful.count > 0
}

/// All that is known of the notation of one column that a step reads.
#[derive(Clone, Debug)]
pub struct ColumnProof {
    /// The column.
    pub column: String,
    /// The source's column that it was taken from, if it is still the same text.
    pub from: Option<Arc<str>>,
    /// The step that reads it.
    pub place: TextPlace,
    /// One for each aspect that its kind of value has.
    pub proofs: Vec<Proof>,
    /// Markers of absence among its cells, with how often they stand.
    pub absent: Vec<(String, u64)>,
}

/// What the cells of a column must be held against one by one.
#[derive(Clone, Debug)]
pub struct Held {
    /// How cells are read that a file holds as numbers, by the locale in which they are spelled as text.
    pub spelled: [Kernel; 2],
    /// Proofs that not every cell agrees with, with the kernel that tells what a cell says.
    pub proofs: Vec<(Proof, Arc<Kernel>)>,
    /// The source's column, by which cells that are numbers are known.
    pub from: Option<Arc<str>>,
    /// The whole numbers of a column in which a spreadsheet seems to have taken some for decimals; none elsewhere.
    pub damaged: Option<u64>,
    /// Whether that is so of cells that the file holds as text, too.
    pub texts_too: bool,
}
