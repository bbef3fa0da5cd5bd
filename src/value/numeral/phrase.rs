//! The frame around the numbers of a cell: qualifiers, a range, a note in brackets, and marks of standing.

use super::lexer::{Kind, Token};
use super::qualifier_words::{self, Meaning};
use super::{range_words, scale_word};
use crate::value::{Qualifier, Refusal};

/// A cell without its frame.
#[derive(Clone, Debug)]
pub(crate) struct Phrase<'a> {
    /// How the number stands to what it describes.
    pub(crate) qualifier: Qualifier,
    /// Whether the true value is below the number: `hampir`.
    pub(crate) below: bool,
    /// What the frame says besides.
    pub(crate) flags: Vec<&'static str>,
    /// What stands in brackets behind the number.
    pub(crate) note: Option<Vec<Token<'a>>>,
    /// The tokens of the number, or of both bounds.
    pub(crate) bounds: Bounds<'a>,
}

/// One number or two.
#[derive(Clone, Debug)]
pub(crate) enum Bounds<'a> {
    One(Vec<Token<'a>>),
    Two(Vec<Token<'a>>, Vec<Token<'a>>),
}

/// Takes the frame off.
///
/// # Errors
///
/// `conflicting_qualifiers`, `bad_range`, and `not_a_number` for a cell without digits that a frame could hold.
pub(crate) fn read(mut tokens: Vec<Token<'_>>) -> Result<Phrase<'_>, Refusal> {
    let mut frame = Frame::default();
    frame.take_status(&mut tokens);
    let note = take_note(&mut tokens);
    frame.take_about(&mut tokens)?;
    let skipped = frame.prefixes(&tokens)?;
    tokens.drain(..skipped);
    frame.take_suffix(&mut tokens)?;
    let between = tokens.first().is_some_and(|first| first.is_word("antara"));
    let bounds = range_words::split(tokens, between)?;
    if matches!(bounds, Bounds::Two(..)) {
        frame.make_range()?;
    }
    Ok(Phrase { qualifier: frame.qualifier, below: frame.below, flags: frame.flags, note, bounds })
}

/// What has been taken off so far.
#[derive(Default)]
struct Frame {
    qualifier: Qualifier,
    below: bool,
    flags: Vec<&'static str>,
}

impl Frame {
    /// The marks with which statistics offices show that a figure may change.
    ///
    /// Source: symbols of BPS publications: `*` provisional, `**` and `***` more so, `r` revised, `e` estimate.
    fn take_status(&mut self, tokens: &mut Vec<Token<'_>>) {
        let bracket =
            usize::from(matches!(tokens.as_slice(), [.., star, last] if star.is_sign('*') && last.is_sign(')')));
        let body = tokens.len() - bracket;
        let stars = tokens.iter().take(body).rev().take_while(|token| token.is_sign('*')).count();
        let flag = match (stars, tokens.last()) {
            (1, _) => "provisional",
            (2, _) => "very_provisional",
            (3, _) => "very_very_provisional",
            (0, Some(last)) if last.text == "r" => "revised",
            (0, Some(last)) if last.text == "e" => "estimate",
            _ => return,
        };
        let taken = if stars == 0 { 1 } else { stars + bracket };
        if stars == 0 && !follows_number(tokens) {
            return;
        }
        tokens.truncate(tokens.len() - taken);
        self.flags.push(flag);
    }

    /// `200-an`, `900an`, `5 jutaan`: about as much.
    fn take_about(&mut self, tokens: &mut Vec<Token<'_>>) -> Result<(), Refusal> {
        let Some((start, length)) = about(tokens) else {
            return Ok(());
        };
        if length == 0 {
            tokens[start].text = rounded_scale(tokens[start].text).unwrap_or(tokens[start].text);
        }
        tokens.drain(start..start + length);
        self.flags.push("suffix_an");
        self.add(Meaning { qualifier: Qualifier::Approx, below: false, flag: None })
    }

    /// The number of tokens that qualify what follows.
    fn prefixes(&mut self, tokens: &[Token<'_>]) -> Result<usize, Refusal> {
        let mut at = 0;
        while let Some((meaning, length)) = qualifier_words::prefix(tokens.get(at..).unwrap_or_default()) {
            at += length;
            self.add(meaning)?;
        }
        Ok(at)
    }

    /// `5 miliar lebih`, `200 orang ke atas`, `900 lebih RT`.
    fn take_suffix(&mut self, tokens: &mut Vec<Token<'_>>) -> Result<(), Refusal> {
        let first = tokens.iter().position(Token::is_numeric).unwrap_or(tokens.len());
        let found = (first + 1..tokens.len()).find_map(|start| {
            let (meaning, length) = qualifier_words::suffix(tokens.get(start..)?)?;
            let fits = start + length == tokens.len() || tokens[start].is_word("lebih");
            fits.then_some((meaning, start, length))
        });
        let Some((meaning, start, length)) = found else {
            return Ok(());
        };
        tokens.drain(start..start + length);
        self.add(meaning)
    }

    fn add(&mut self, meaning: Meaning) -> Result<(), Refusal> {
        self.flags.extend(meaning.flag);
        self.below |= meaning.below;
        if meaning.qualifier == Qualifier::Eq || meaning.qualifier == self.qualifier {
            return Ok(());
        }
        if self.qualifier != Qualifier::Eq {
            return Err(Refusal::invalid("conflicting_qualifiers"));
        }
        self.qualifier = meaning.qualifier;
        Ok(())
    }

    /// A range may be approximate; a bound on a range has no meaning.
    fn make_range(&mut self) -> Result<(), Refusal> {
        match self.qualifier {
            Qualifier::Eq => {}
            Qualifier::Approx => self.flags.push("approx"),
            _ => return Err(Refusal::invalid("conflicting_qualifiers")),
        }
        self.qualifier = Qualifier::Range;
        Ok(())
    }
}

/// Whether a number stands before the last token, with its percent sign or without.
fn follows_number(tokens: &[Token<'_>]) -> bool {
    matches!(tokens, [.., before, _] if before.kind == Kind::Number || before.is_sign('%'))
}

/// Where the suffix stands and how many tokens it is; none when it is the end of a scale word.
fn about(tokens: &[Token<'_>]) -> Option<(usize, usize)> {
    for (start, pair) in tokens.windows(2).enumerate() {
        let [number, next] = pair else { continue };
        if number.kind == Kind::Number && next.kind == Kind::Word && rounded_scale(next.text).is_some() {
            return Some((start + 1, 0));
        }
        if number.kind != Kind::Number || number.end() != next.start {
            continue;
        }
        if next.is_word("an") {
            return Some((start + 1, 1));
        }
        let after = tokens.get(start + 2);
        if next.is_sign('-') && after.is_some_and(|after| after.is_word("an") && next.end() == after.start) {
            return Some((start + 1, 2));
        }
    }
    None
}

/// The scale word of `jutaan` and `juta-an`.
fn rounded_scale(word: &str) -> Option<&str> {
    let stem = word.strip_suffix("an")?;
    let stem = stem.strip_suffix('-').unwrap_or(stem);
    scale_word::zeros(stem).map(|_| stem)
}

/// Takes out what stands in brackets behind a number.
fn take_note<'a>(tokens: &mut Vec<Token<'a>>) -> Option<Vec<Token<'a>>> {
    let open = tokens.iter().position(|token| token.is_sign('('))?;
    if !tokens.get(..open)?.iter().any(Token::is_numeric) {
        return None;
    }
    let close = open + tokens.get(open..)?.iter().position(|token| token.is_sign(')'))?;
    let mut note: Vec<_> = tokens.drain(open..=close).skip(1).collect();
    note.pop();
    Some(note)
}
