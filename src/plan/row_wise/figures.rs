//! The figures of a column, for what a spreadsheet may have done to them: `1.474` typed, 1474 thousandths kept.

use crate::{plan::proof::Witnesses, table::Origin};

/// How many whole numbers make it likely that a column holds nothing else.
const ENOUGH: u64 = 4;

/// Whole numbers by how many digits they have, up to this many.
const WIDTHS: usize = 20;

/// The figures of a column.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Cells that the file holds as numbers with decimals.
    pub numbers: u64,
    /// Cells with decimals that may have been whole numbers with a mark before three digits.
    pub thousands: Witnesses,
    /// Cells that are whole numbers without any mark.
    pub whole: u64,
    /// Cells with decimals that cannot.
    others: u64,
    /// The most digits before the mark of the former.
    head: usize,
    /// How many whole numbers have how many digits.
    widths: [u64; WIDTHS],
}

impl Figures {
    /// Adds the figures of the rows that follow.
    pub fn absorb(&mut self, later: Self) {
        self.numbers += later.numbers;
        self.thousands.absorb(later.thousands);
        self.whole += later.whole;
        self.others += later.others;
        self.head = self.head.max(later.head);
        for (count, more) in self.widths.iter_mut().zip(later.widths) {
            *count += more;
        }
    }

    pub(super) fn weigh(&mut self, (origin, text): (Origin, &str)) {
        let text = text.trim();
        let (mut marks, mut others) = (0, 0);
        for byte in text.bytes() {
            marks += usize::from(matches!(byte, b'.' | b','));
            others += usize::from(!byte.is_ascii_digit());
        }
        if marks > 1 {
            // Two marks are no decimals of a spreadsheet.
            self.others += 1;
        } else if others == 0 {
            self.whole += 1;
            if let Some(count) = self.widths.get_mut(text.len()) {
                *count += 1;
            }
        } else if marks == 1 && typed_as_thousands(text).is_some() {
            self.thousands.add(origin, text);
            let head = text.trim_start_matches('-').bytes().take_while(u8::is_ascii_digit).count();
            self.head = self.head.max(head);
        } else if marks > 0 {
            self.others += 1;
        }
    }

    /// Whether a spreadsheet seems to have taken whole numbers for decimals: fewer of them than whole numbers, none that
    /// can only be a decimal, and nearly all whole numbers of the size that they would have had.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        let beside: u64 = self.widths.iter().skip(self.head + 2).sum();
        let count = self.thousands.count;
        count > 0 && self.others == 0 && self.whole >= ENOUGH && count < self.whole && beside * 5 >= self.whole * 4
    }
}

/// The digits that were typed, if a number with decimals may have been a whole one: `1,4740` was `1.474`.
#[must_use]
pub fn typed_as_thousands(spelled: &str) -> Option<String> {
    let (head, decimals) = spelled.trim().split_once([',', '.'])?;
    let decimals = decimals.trim_end_matches('0');
    let digits = head.trim_start_matches('-');
    let is_group = (1..=3).contains(&digits.len()) && !digits.starts_with('0');
    let all_digits = digits.bytes().chain(decimals.bytes()).all(|byte| byte.is_ascii_digit());
    (is_group && all_digits && (1..=3).contains(&decimals.len())).then(|| format!("{head}{decimals:0<3}"))
}
