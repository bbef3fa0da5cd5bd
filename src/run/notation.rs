//! What is known of the notation of every column that was read, for reports: declared, or proven by which cells.

use serde::{Deserialize, Serialize};

use super::DatasetRun;
use crate::{
    diagnostic::{CellPlace, Language, Place, render::place_words},
    plan::{
        kernel::{Aspect, Notation},
        proof::{Basis, ColumnProof, Proof, Witnesses},
    },
    value::personal,
};

/// The notation of one column that a stage reads.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ColumnNotation {
    /// The stage.
    pub stage: String,
    /// The column.
    pub column: String,
    /// One for each thing that may be written in two ways.
    pub aspects: Vec<AspectNotation>,
    /// Cells that say that there is nothing, with how often they stand.
    pub absent: Vec<(String, u64)>,
}

/// The notation of a column in one aspect.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AspectNotation {
    /// The aspect.
    pub aspect: Aspect,
    /// How the notation is known.
    pub basis: Basis,
    /// The notation, if it is known.
    pub notation: Option<Notation>,
    /// Cells that prove it.
    pub proving: CellsSaying,
    /// Cells that prove the opposite; they are in quarantine.
    pub contradicting: CellsSaying,
    /// Cells with two readings.
    pub doubtful: CellsSaying,
}

/// Cells that say the same.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellsSaying {
    /// How many.
    pub count: u64,
    /// The first few.
    pub first: Vec<CellSaying>,
}

/// A cell, as people find it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellSaying {
    /// Its text.
    pub text: String,
    /// Its place in Indonesian.
    pub id: String,
    /// Its place in English.
    pub en: String,
}

impl DatasetRun {
    /// The notation of every column that was read.
    #[must_use]
    pub fn notations(&self) -> Vec<ColumnNotation> {
        self.proofs
            .iter()
            .map(|(stage, column)| ColumnNotation {
                stage: stage.clone(),
                column: column.column.clone(),
                aspects: column.proofs.iter().map(|proof| self.aspect(column, proof)).collect(),
                absent: column
                    .absent
                    .iter()
                    .map(|(marker, count)| (personal::mask(marker).into_owned(), *count))
                    .collect(),
            })
            .collect()
    }

    fn aspect(&self, column: &ColumnProof, proof: &Proof) -> AspectNotation {
        let side = proof.notation.map_or(0, Notation::side);
        let [first, second] = &proof.tally.proving;
        let (proving, contradicting) = if side == 0 { (first, second) } else { (second, first) };
        AspectNotation {
            aspect: proof.aspect,
            basis: proof.basis,
            notation: proof.notation,
            proving: self.cells(column, proving),
            contradicting: self.cells(column, contradicting),
            doubtful: self.cells(column, &proof.tally.doubtful),
        }
    }

    fn cells(&self, column: &ColumnProof, witnesses: &Witnesses) -> CellsSaying {
        let cell = |(origin, text): &(_, String)| {
            let place = self.loaded.place(*origin);
            let heading = column.from.as_deref().and_then(|from| self.loaded.heading(*origin, from));
            let place = match heading {
                Some(heading) => CellPlace { column: Some(heading.column), heading: Some(heading.text), ..place },
                None => place,
            };
            let place = Place::Cell(place);
            let [id, en] = [Language::Id, Language::En].map(|language| place_words(&place, language));
            CellSaying { text: personal::mask(text).into_owned(), id, en }
        };
        CellsSaying { count: witnesses.count, first: witnesses.first.iter().map(cell).collect() }
    }
}
