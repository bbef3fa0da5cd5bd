//! Reads a cell that holds one number or a range, with qualifiers, a note and a unit: what money, percent and
//! quantity have in common.

use super::amount::{Amount, Spelled, Tail};
use super::lexer::{self, Kind, Token};
use super::locale::Locale;
use super::notation::ColumnKind;
use super::phrase::{self, Bounds};
use super::scale_word::Vocabulary;
use super::vague;
use crate::value::{Qualifier, Refusal, Status};

/// How the numbers of a column are read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Column {
    pub(crate) locale: Locale,
    pub(crate) kind: ColumnKind,
    pub(crate) vocabulary: Vocabulary,
}

/// The numbers of a cell and what they count.
#[derive(Clone, Debug)]
pub(crate) struct Measure<U> {
    pub(crate) figures: Figures,
    /// What follows the number; of a range, what follows either bound.
    pub(crate) unit: Option<U>,
    pub(crate) qualifier: Qualifier,
    pub(crate) below: bool,
    pub(crate) flags: Vec<&'static str>,
}

/// One number, or the lower and the upper bound of a range.
#[derive(Clone, Debug)]
pub(crate) enum Figures {
    One(Amount),
    Two(Amount, Amount),
}

/// Removes the white space around a cell and the apostrophe by which spreadsheets mark text.
pub(crate) fn open(text: &str) -> (&str, Option<&'static str>) {
    let text = text.trim_matches(lexer::is_space);
    match text.strip_prefix('\'') {
        Some(rest) if !rest.is_empty() && !rest.starts_with('\'') => {
            (rest.trim_start_matches(lexer::is_space), Some("text_prefix"))
        }
        _ => (text, None),
    }
}

/// The most pieces of which a number, its words and its frame consist; longer texts are prose.
const MOST_TOKENS: usize = 100;

/// Reads the tokens of a cell; `unit` reads what stands behind a number.
///
/// # Errors
///
/// `vague_magnitude`, `multiple_values`, `bad_range`, `range_reversed`, `unknown_note`, and the refusals of the phrase,
/// the unit and the notation, the structure of the cell being judged before its digits.
pub(crate) fn read<U: PartialEq>(
    tokens: Vec<Token<'_>>,
    column: Column,
    unit: impl Fn(&Tail<'_>) -> Result<Option<U>, Refusal>,
) -> Result<Measure<U>, Refusal> {
    if tokens.len() > MOST_TOKENS {
        return Err(Refusal::invalid("not_a_number"));
    }
    if vague::of(&tokens).is_some() {
        return Err(Refusal::new(Status::Vague, "vague_magnitude"));
    }
    let phrase = phrase::read(tokens)?;
    let note = phrase.note;
    let (figures, named) = match phrase.bounds {
        Bounds::One(tokens) => {
            let (spelled, named) = bound(tokens, column, &unit)?;
            hold_numbers(note.as_deref())?;
            (Figures::One(spelled.read(column.locale, column.kind)?), named)
        }
        Bounds::Two(..) if note.is_some() => return Err(Refusal::invalid("unknown_note")),
        Bounds::Two(lower, upper) => range(bound(lower, column, &unit)?, bound(upper, column, &unit)?, column)?,
    };
    let mut measure =
        Measure { figures, unit: named, qualifier: phrase.qualifier, below: phrase.below, flags: phrase.flags };
    measure.gather_flags();
    if let Some(note) = note {
        measure.check_words(note, column, &unit)?;
    }
    Ok(measure)
}

/// A number in brackets behind a number is a second value.
fn hold_numbers(note: Option<&[Token<'_>]>) -> Result<(), Refusal> {
    if note.is_some_and(|note| note.iter().any(Token::is_numeric)) {
        return Err(Refusal::invalid("multiple_values"));
    }
    Ok(())
}

/// A number with its unit, both still unread.
type Bound<'a, U> = (Spelled<'a>, Option<U>);

fn bound<'a, U>(
    tokens: Vec<Token<'a>>,
    column: Column,
    unit: &impl Fn(&Tail<'_>) -> Result<Option<U>, Refusal>,
) -> Result<Bound<'a, U>, Refusal> {
    let (spelled, tail) = Spelled::take(tokens, column.vocabulary)?;
    if tail.tokens.iter().any(Token::is_numeric) {
        let reason = if is_slip(&tail) { "not_a_number" } else { "multiple_values" };
        return Err(Refusal::invalid(reason));
    }
    let named = unit(&tail)?;
    Ok((spelled, named))
}

/// A letter among digits, as in `1O0.000`, is a slip of one number rather than a mark between two.
fn is_slip(tail: &Tail<'_>) -> bool {
    let [first, second, ..] = tail.tokens.as_slice() else { return false };
    let glued = !tail.apart && first.end() == second.start && second.is_numeric();
    glued && (first.kind == Kind::Word || first.is_sign('_'))
}

/// Reads both bounds; a scale word behind the upper one holds for both.
fn range<U: PartialEq>(
    lower: Bound<'_, U>,
    upper: Bound<'_, U>,
    column: Column,
) -> Result<(Figures, Option<U>), Refusal> {
    let bad = Refusal::invalid("bad_range");
    let ((mut low, low_unit), (high, high_unit)) = (lower, upper);
    if low.has_leading_zero()
        || high.has_leading_zero()
        || (low_unit.is_some() && high_unit.is_some() && low_unit != high_unit)
    {
        return Err(bad);
    }
    let lent = low.lacks_scale() && !high.lacks_scale();
    if lent {
        low.borrow_scale(&high);
    }
    let (low, high) = (low.read(column.locale, column.kind)?, high.read(column.locale, column.kind)?);
    let words = |amount: &Amount| amount.flags.contains(&"words");
    // `dua sampai tiga juta` lends its scale in words, which only a person can be sure of.
    let unsure = (words(&low) || words(&high)) && low.exponent != high.exponent;
    if unsure || (low.scaled && !high.scaled) {
        return Err(bad);
    }
    if low.value > high.value {
        return Err(Refusal::invalid("range_reversed"));
    }
    Ok((Figures::Two(low, high), high_unit.or(low_unit)))
}

impl<U: PartialEq> Measure<U> {
    /// Moves the flags of the numbers up, each once.
    fn gather_flags(&mut self) {
        let mut found = match &mut self.figures {
            Figures::One(amount) => std::mem::take(&mut amount.flags),
            Figures::Two(low, high) => [std::mem::take(&mut low.flags), std::mem::take(&mut high.flags)].concat(),
        };
        found.append(&mut self.flags);
        for flag in found {
            if !self.flags.contains(&flag) {
                self.flags.push(flag);
            }
        }
    }

    /// Compares the number with its words in brackets, the checksum of receipts and contracts.
    fn check_words(
        &mut self,
        note: Vec<Token<'_>>,
        column: Column,
        unit: &impl Fn(&Tail<'_>) -> Result<Option<U>, Refusal>,
    ) -> Result<(), Refusal> {
        let unknown = |_| Refusal::invalid("unknown_note");
        let (spelled, named) = bound(note, column, unit).map_err(unknown)?;
        let words = spelled.read(column.locale, column.kind).map_err(unknown)?;
        self.flags.push("words_in_parentheses");
        let same_unit = named.is_none() || self.unit.is_none() || named == self.unit;
        if !matches!(&self.figures, Figures::One(amount) if amount.value == words.value && same_unit) {
            self.flags.push("terbilang_mismatch");
        }
        Ok(())
    }
}
