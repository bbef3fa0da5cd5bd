//! Counts the marks inside a written number.

/// The marks of a number and the digits around the last dot or comma.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Marks {
    dots: usize,
    commas: usize,
    /// White space between digits.
    pub(crate) spaces: usize,
    /// Apostrophes between digits.
    pub(crate) apostrophes: usize,
    /// The later of dot and comma.
    pub(crate) last: Option<u8>,
    /// Digits after the last dot or comma.
    pub(crate) tail: usize,
    /// Whether everything before the last dot or comma is one zero.
    pub(crate) zero_head: bool,
    /// Digits before the last dot or comma; starts with a zero when `leading_zero`.
    head: usize,
    leading_zero: bool,
}

impl Marks {
    /// Counts; `None` when another character stands between the digits.
    pub(crate) fn count(text: &str) -> Option<Self> {
        let mut marks = Self { leading_zero: text.starts_with('0'), ..Self::default() };
        for character in text.chars() {
            match character {
                '0'..='9' => marks.tail += 1,
                '.' => marks.turn(b'.'),
                ',' => marks.turn(b','),
                '\'' | '’' => marks.apostrophes += 1,
                _ if character.is_whitespace() => marks.spaces += 1,
                _ => return None,
            }
        }
        marks.zero_head = marks.head == 1 && marks.leading_zero;
        Some(marks)
    }

    /// How often this mark stands in the number.
    pub(crate) const fn of(&self, mark: u8) -> usize {
        if mark == b'.' { self.dots } else { self.commas }
    }

    /// Whether a lone mark could group: one to three digits before it, no leading zero, three behind.
    pub(crate) const fn could_be_one_group(&self) -> bool {
        self.tail == 3 && self.head <= 3 && !self.leading_zero && self.spaces == 0 && self.apostrophes == 0
    }

    fn turn(&mut self, mark: u8) {
        if mark == b'.' {
            self.dots += 1;
        } else {
            self.commas += 1;
        }
        self.last = Some(mark);
        self.head += self.tail;
        self.tail = 0;
    }
}
