//! The figures of a column, for what a spreadsheet may have done to them: `1.474` typed, 1474 thousandths kept.

use crate::{plan::proof::Witnesses, table::Origin};

/// How many whole numbers make it likely that a column holds nothing else.
const ENOUGH: u64 = 5;

/// How many whole numbers must stand beside each that is not.
const TEN_TIMES: u64 = 10;

/// The figures of a column.
#[derive(Clone, Debug, Default)]
pub struct Figures {
    /// Cells that the file holds as numbers with decimals.
    pub numbers: u64,
    /// Those among them that may have been whole numbers with a mark before three digits.
    pub thousands: Witnesses,
    /// Cells that are whole numbers without any mark.
    pub whole: u64,
    /// Those of three decimals among the first.
    threes: u64,
    /// Whole numbers from 100 to 999, and those from 1000 on.
    sizes: [u64; 2],
}

impl Figures {
    /// Adds the figures of the rows that follow.
    pub fn absorb(&mut self, later: Self) {
        self.numbers += later.numbers;
        self.thousands.absorb(later.thousands);
        self.threes += later.threes;
        self.whole += later.whole;
        self.sizes = [self.sizes[0] + later.sizes[0], self.sizes[1] + later.sizes[1]];
    }

    pub(super) fn weigh(&mut self, text: &str) {
        if text.bytes().all(|byte| byte.is_ascii_digit()) {
            self.whole += 1;
            self.sizes[0] += u64::from(text.len() == 3);
            self.sizes[1] += u64::from(text.len() > 3);
        }
    }

    /// Counts a cell that the file holds as a number with decimals.
    pub(super) fn weigh_number(&mut self, (origin, text): (Origin, &str)) {
        self.numbers += 1;
        if typed_as_thousands(text).is_some() {
            self.thousands.add(origin, text);
            let decimals = text.rsplit([',', '.']).next().unwrap_or("").trim_end_matches('0');
            self.threes += u64::from(decimals.len() == 3);
        }
    }

    /// Whether a spreadsheet seems to have taken whole numbers for decimals: a few among many without any, or, where no
    /// whole number reaches a thousand, those that would.
    #[must_use]
    pub fn is_damaged(&self) -> bool {
        let Self { thousands: Witnesses { count, .. }, numbers, threes, whole, sizes: [hundreds, large] } = self;
        let few = *whole >= ENOUGH && count.saturating_mul(TEN_TIMES) <= *whole;
        let all_beyond = *large == 0 && whole + count >= ENOUGH && threes * 4 > count * 3 && hundreds * 2 > *whole;
        *count > 0 && count == numbers && (few || all_beyond)
    }
}

/// The digits that were typed, if a number with decimals may have been a whole one: `1,4740` was `1.474`.
#[must_use]
pub fn typed_as_thousands(spelled: &str) -> Option<String> {
    let (head, decimals) = spelled.split_once([',', '.'])?;
    let decimals = decimals.trim_end_matches('0');
    let digits = head.trim_start_matches('-');
    let is_group = (1..=3).contains(&digits.len()) && !digits.starts_with('0');
    let all_digits = digits.bytes().chain(decimals.bytes()).all(|byte| byte.is_ascii_digit());
    (is_group && all_digits && (1..=3).contains(&decimals.len())).then(|| format!("{head}{decimals:0<3}"))
}
