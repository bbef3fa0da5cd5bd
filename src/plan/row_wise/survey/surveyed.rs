//! What was seen in the cells of a column.

use std::collections::BTreeMap;

use crate::{
    plan::{
        Cell,
        columnar::Seen,
        kernel::{Aspect, Evidence, Kernel},
        proof::Tally,
        row_wise::figures::Figures,
    },
    table::Origin,
};

/// How many different markers of absence are kept of a column.
const MARKERS: usize = 50;

/// What was seen in the cells of a column.
#[derive(Clone, Debug, Default)]
pub struct Surveyed {
    /// One tally for each aspect of the kernel.
    pub tallies: Vec<Tally>,
    /// Its figures, for what a spreadsheet may have done to them.
    pub figures: Figures,
    /// Markers of absence and how often they stand.
    pub absent: BTreeMap<String, u64>,
}

impl Surveyed {
    /// Adds what was seen in the rows that follow.
    pub fn absorb(&mut self, later: Self) {
        self.tallies.resize_with(self.tallies.len().max(later.tallies.len()), Tally::default);
        for (tally, more) in self.tallies.iter_mut().zip(later.tallies) {
            tally.absorb(more);
        }
        self.figures.absorb(later.figures);
        for (marker, count) in later.absent {
            *self.absent.entry(marker).or_default() += count;
        }
    }

    /// Adds what a cell says.
    pub(super) fn see(
        &mut self,
        kernel: &Kernel,
        cell: (Origin, &str),
        (says, is_number): (impl FnMut(Aspect) -> Evidence, impl Fn() -> bool),
    ) {
        if cell.1.bytes().any(|byte| byte.is_ascii_digit()) {
            self.weigh(kernel, cell, (says, is_number));
        } else {
            self.mark_absent(kernel, cell.1);
        }
    }

    fn weigh(
        &mut self,
        kernel: &Kernel,
        cell: (Origin, &str),
        (mut says, is_number): (impl FnMut(Aspect) -> Evidence, impl Fn() -> bool),
    ) {
        if kernel.aspects().contains(&Aspect::DecimalMark) {
            self.figures.weigh(cell);
        }
        let mut is_number_known = None;
        for (tally, aspect) in self.tallies.iter_mut().zip(kernel.aspects()) {
            let evidence = says(*aspect);
            if evidence == Evidence::Silent {
                continue;
            }
            if *aspect == Aspect::DecimalMark && *is_number_known.get_or_insert_with(&is_number) {
                // Its text is a spelling of ours, which proves nothing.
                self.figures.numbers += 1;
                continue;
            }
            match evidence {
                Evidence::Proves(notation) => tally.prove(notation.side(), cell),
                Evidence::Doubtful => tally.doubt(cell),
                Evidence::Silent => {}
            }
        }
    }

    fn mark_absent(&mut self, kernel: &Kernel, text: &str) {
        let marker = text.trim();
        if let Some(count) = self.absent.get_mut(marker) {
            *count += 1;
        } else if !marker.is_empty() && self.absent.len() < MARKERS && kernel.read(text) == Ok(Cell::Null) {
            self.absent.insert(marker.to_owned(), 1);
        }
    }
}

/// What texts of a column were found to say that need to be read for that.
pub(super) struct Weighed<'a>([Seen<'a, Evidence>; 2]);

impl<'a> Weighed<'a> {
    /// None yet, of a column of so many.
    pub const fn of(texts: usize) -> Self {
        Self([Seen::of(texts), Seen::of(texts)])
    }

    pub fn evidence(&mut self, kernel: &Kernel, text: &'a str, aspect: Aspect) -> Evidence {
        let [first, second] = &mut self.0;
        let seen = if kernel.aspects().first() == Some(&aspect) { first } else { second };
        kernel.at_a_glance(text, aspect).unwrap_or_else(|| *seen.answer(text, || kernel.whole_evidence(text, aspect)))
    }
}
