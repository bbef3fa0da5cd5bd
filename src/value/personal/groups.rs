//! Kernel: the runs of digits of a text, and which of them belong together.

use super::Found;

/// A run of digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Group {
    pub(super) start: usize,
    pub(super) end: usize,
    /// The mark between the run before and this one, with spaces around it or none; `None` where anything else stands
    /// between.
    pub(super) joint: Option<char>,
}

impl Group {
    pub(super) const fn len(self) -> usize {
        self.end - self.start
    }
}

/// All runs of digits, in the order of the text.
pub(super) fn split(text: &str) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut rest = 0;
    while let Some(found) = text[rest..].find(|letter: char| letter.is_ascii_digit()) {
        let start = rest + found;
        let length = text[start..].find(|letter: char| !letter.is_ascii_digit()).unwrap_or(text.len() - start);
        let joint = groups.last().and_then(|before| joint(&text[before.end..start], before.joint));
        groups.push(Group { start, end: start + length, joint });
        rest = start + length;
    }
    groups
}

/// The runs that are no part of what was found before; nothing joins over it.
pub(super) fn outside(groups: Vec<Group>, found: &[Found]) -> Vec<Group> {
    let mut last = 0;
    let apart = |group: Group| {
        let next = found.partition_point(|found| found.end <= group.start);
        let is_inside = found.get(next).is_some_and(|found| found.start < group.end);
        let is_joined = std::mem::replace(&mut last, next) == next;
        (!is_inside).then_some(Group { joint: group.joint.filter(|_| is_joined), ..group })
    };
    groups.into_iter().filter_map(apart).collect()
}

/// The marks with which people group the digits of one number.
fn joint(between: &str, before: Option<char>) -> Option<char> {
    let mark = match between.trim_matches(is_gap) {
        // Typists widen the gaps between the parts of a number.
        "" => return (!between.is_empty()).then_some(' '),
        "." if between.len() == 1 => '.',
        "-" | "–" | "‑" | "−" => '-',
        // The code of a network stands in brackets: `+62 (812) 3456 7890`.
        "(" => '(',
        ")" | ")-" | ") -" if before == Some('(') => '(',
        _ => return None,
    };
    Some(mark)
}

/// A space of any width on one line; numbers on two lines are two.
fn is_gap(letter: char) -> bool {
    letter.is_whitespace() && !matches!(letter, '\n' | '\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// A number written as one or several groups.
#[derive(Clone, Copy, Debug)]
pub(super) struct Run<'text> {
    text: &'text str,
    pub(super) groups: &'text [Group],
}

impl<'text> Run<'text> {
    /// The first `count` groups of `groups`, if each is joined to the one before.
    pub(super) fn of(text: &'text str, groups: &'text [Group], count: usize) -> Option<Self> {
        let groups = groups.get(..count)?;
        let joined = groups.iter().skip(1).all(|group| group.joint.is_some());
        joined.then_some(Self { text, groups })
    }

    pub(super) fn start(&self) -> usize {
        self.groups.first().map_or(0, |group| group.start)
    }

    pub(super) fn end(&self) -> usize {
        self.groups.last().map_or(0, |group| group.end)
    }

    /// How many digits it has.
    pub(super) fn count(&self) -> usize {
        self.groups.iter().map(|group| group.len()).sum()
    }

    /// Whether its first group begins with these digits.
    pub(super) fn starts_with(&self, digits: &str) -> bool {
        self.text[self.start()..self.end()].starts_with(digits)
    }

    pub(super) fn digits(&self) -> String {
        self.groups.iter().map(|group| &self.text[group.start..group.end]).collect()
    }

    /// After how many digits a mark stands.
    pub(super) fn cuts(&self) -> Vec<usize> {
        let lengths = self.groups.iter().scan(0, |sum, group| {
            *sum += group.len();
            Some(*sum)
        });
        let mut cuts: Vec<usize> = lengths.collect();
        cuts.pop();
        cuts
    }

    /// The digits of each group.
    pub(super) fn lengths(&self) -> Vec<usize> {
        self.groups.iter().map(|group| group.len()).collect()
    }

    /// Whether this mark joins any two of its groups.
    pub(super) fn has_joint(&self, mark: char) -> bool {
        self.groups.iter().skip(1).any(|group| group.joint == Some(mark))
    }

    /// The text before the first digit.
    pub(super) fn text_before(&self) -> &'text str {
        &self.text[..self.start()]
    }

    /// The text after the last digit.
    pub(super) fn text_after(&self) -> &'text str {
        &self.text[self.end()..]
    }

    /// The character before the first digit.
    pub(super) fn before(&self) -> Option<char> {
        self.text[..self.start()].chars().next_back()
    }

    /// The character after the last digit.
    pub(super) fn after(&self) -> Option<char> {
        self.text[self.end()..].chars().next()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_mark_or_a_gap_joins() {
        let joints: Vec<_> = split("1.2-3 4/5, 6  7 - 8 . 9").iter().map(|group| group.joint).collect();
        let (dot, dash, gap) = (Some('.'), Some('-'), Some(' '));
        assert_eq!(joints, [None, dot, dash, gap, None, None, gap, dash, None]);
    }

    #[test]
    fn cuts_count_digits() {
        let text = "19850101 201001 1 999";
        let groups = split(text);
        let run = Run::of(text, &groups, 4).unwrap();
        assert_eq!((run.count(), run.cuts()), (18, vec![8, 14, 15]));
    }
}
