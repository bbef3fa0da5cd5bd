//! Cells counted by what they say about a notation, with the first few of each kept.

use std::collections::{BTreeMap, BTreeSet};

use crate::table::Origin;

/// How many cells are kept as witnesses.
const KEPT: usize = 3;

/// Cells that say the same: how many, and the first of them in the order of the table.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Witnesses {
    /// How many there are.
    pub count: u64,
    /// The first few, with their text.
    pub first: Vec<(Origin, String)>,
}

impl Witnesses {
    /// Counts a cell.
    pub fn add(&mut self, origin: Origin, text: &str) {
        self.count += 1;
        if self.first.len() < KEPT {
            self.first.push((origin, text.to_owned()));
        }
    }

    /// Adds the cells that come after these.
    pub fn absorb(&mut self, later: Self) {
        self.count += later.count;
        let room = KEPT.saturating_sub(self.first.len());
        self.first.extend(later.first.into_iter().take(room));
    }
}

/// The cells of a column by what they say about one aspect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Cells that only the first or only the second notation reads.
    pub proving: [Witnesses; 2],
    /// Cells that both read, differently.
    pub doubtful: Witnesses,
    /// How many cells of each file or sheet prove which notation.
    tables: BTreeMap<u32, [u64; 2]>,
    /// How many cells of each file or sheet are doubtful.
    doubts: BTreeMap<u32, u64>,
}

impl Tally {
    /// Counts a cell that proves the notation on this side.
    pub fn prove(&mut self, side: usize, (origin, text): (Origin, &str)) {
        let table = self.tables.entry(origin.table).or_default();
        if let (Some(witnesses), Some(count)) = (self.proving.get_mut(side), table.get_mut(side)) {
            witnesses.add(origin, text);
            *count += 1;
        }
    }

    /// Counts a doubtful cell.
    pub fn doubt(&mut self, (origin, text): (Origin, &str)) {
        self.doubtful.add(origin, text);
        *self.doubts.entry(origin.table).or_default() += 1;
    }

    /// Adds the cells that come after these.
    pub fn absorb(&mut self, later: Self) {
        for (witnesses, more) in self.proving.iter_mut().zip(later.proving) {
            witnesses.absorb(more);
        }
        self.doubtful.absorb(later.doubtful);
        for (table, count) in later.doubts {
            *self.doubts.entry(table).or_default() += count;
        }
        for (table, counts) in later.tables {
            let known = self.tables.entry(table).or_default();
            *known = [known[0] + counts[0], known[1] + counts[1]];
        }
    }

    /// The files or sheets with doubtful cells and no proof of their own on this side, and how many cells that are.
    #[must_use]
    pub fn without_proof(&self, side: usize) -> (u64, Vec<u32>) {
        let has_proof = |table: &u32| self.tables.get(table).is_some_and(|counts| counts[side] > 0);
        let lacking: Vec<(u32, u64)> =
            self.doubts.iter().filter(|(table, _)| !has_proof(table)).map(|(table, count)| (*table, *count)).collect();
        (lacking.iter().map(|(_, count)| count).sum(), lacking.into_iter().map(|(table, _)| table).collect())
    }

    /// How many cells of some files or sheets are doubtful.
    pub(super) fn doubtful_in(&self, tables: &BTreeSet<u32>) -> u64 {
        self.doubts.iter().filter(|(table, _)| tables.contains(table)).map(|(_, count)| count).sum()
    }

    /// The files or sheets in which one cell in five or more speaks against a side.
    pub(super) fn contested(&self, side: usize) -> BTreeSet<u32> {
        let speaks_against = |counts: &[u64; 2]| counts[1 - side] > 0 && counts[1 - side] * 4 >= counts[side];
        self.tables.iter().filter(|(_, counts)| speaks_against(counts)).map(|(table, _)| *table).collect()
    }
}
