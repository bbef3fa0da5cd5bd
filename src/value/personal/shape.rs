//! Kernel: whether the digits of a number are those of a personal identifier.

use chrono::NaiveDate;

use super::Kind;
use super::groups::Run;
use super::{landline, mobile};
use crate::value::area_code::is_province;

/// The identifier that a number is by its digits and by where its marks stand, without any word to name it.
pub(super) fn identify(run: &Run<'_>) -> Option<Kind> {
    match run.count() {
        8..=14 => phone(run).or_else(|| taxpayer(run)),
        15 => taxpayer(run),
        16 => citizen(run),
        18 => servant(run),
        22 => establishment(run),
        _ => None,
    }
}

fn phone(run: &Run<'_>) -> Option<Kind> {
    (mobile::is_mobile(run) || landline::is_landline(run)).then_some(Kind::Phone)
}

/// The beginnings of an NPWP up to its check digit: whole, and as spreadsheets and hands shorten it.
const TAXPAYER_STEMS: &[&[usize]] = &[&[2, 3, 3, 1], &[3, 3, 1], &[2, 4, 1]];

/// NPWP by its grouping `01.234.567.8-331.000`; tender sites cut off its end.
fn taxpayer(run: &Run<'_>) -> Option<Kind> {
    let lengths = run.lengths();
    let stem = TAXPAYER_STEMS.iter().find(|stem| lengths.starts_with(stem))?;
    let dotted = run.groups.get(1..stem.len())?.iter().all(|group| group.joint == Some('.'));
    let office = run.groups.get(stem.len()).map_or(run.starts_with("0"), |group| group.joint != Some(' '));
    let whole = matches!(lengths.get(stem.len()..), Some([] | [3 | 4] | [3, 3]));
    let certain = stem.len() == 4 || lengths.len() > stem.len();
    (dotted && office && whole && certain).then_some(Kind::Npwp)
}

/// NIP and NI PPPK: birth date, then year and month of entry or year and `21`, sex, sequence.
fn servant(run: &Run<'_>) -> Option<Kind> {
    // Two dates among 18 digits are no accident, whatever letters stand around them.
    if !cut_at(run, &[4, 6, 8, 12, 14, 15]) {
        return None;
    }
    let digits = run.digits();
    let born = NaiveDate::parse_from_str(&digits[..8], "%Y%m%d").ok().map(|date| date.format("%Y").to_string());
    let (year, month, sex) = (number(&digits[8..12]), number(&digits[12..14]), &digits[14..15]);
    let plausible = born.is_some_and(|born| ("1930".."2015").contains(&born.as_str()))
        && (1950..2100).contains(&year)
        && matches!(sex, "1" | "2");
    match month {
        _ if !plausible => None,
        1..=12 => Some(Kind::Nip),
        // Contract staff have 21 where a month would stand.
        21 => Some(Kind::NiPppk),
        _ => None,
    }
}

/// NIK: district of registration, birth date with 40 added to the day for women, sequence.
fn citizen(run: &Run<'_>) -> Option<Kind> {
    if !cut_at(run, &[2, 4, 6, 8, 12]) || is_in_a_key(run) {
        return None;
    }
    let digits = run.digits();
    // A company's tax number of 16 digits is its old one of 15 behind a zero; head offices end in 000.
    if digits.starts_with('0') && digits.ends_with("000") && run.groups.len() == 1 && !digits.starts_with("00000") {
        return Some(Kind::Npwp);
    }
    is_citizen_number(&digits).then_some(Kind::Nik)
}

fn is_citizen_number(digits: &str) -> bool {
    let part = |from: usize| number(&digits[from..from + 2]);
    let day = part(6);
    is_province(&digits[..2])
        && (1..=79).contains(&part(2))
        && (1..=79).contains(&part(4))
        && ((1..=31).contains(&day) || (41..=71).contains(&day))
        && (1..=12).contains(&part(8))
        && !digits.ends_with("0000")
}

/// NITKU: the 16-digit tax number of a person or company, then six digits for the place of business.
fn establishment(run: &Run<'_>) -> Option<Kind> {
    let digits = run.digits();
    let owner = digits.starts_with('0') || is_citizen_number(&digits[..16]);
    (run.groups.len() == 1 && owner && !touches_letters(run)).then_some(Kind::Nitku)
}

fn cut_at(run: &Run<'_>, places: &[usize]) -> bool {
    run.cuts().iter().all(|cut| places.contains(cut))
}

/// How far a key reaches on either side, in characters: a SHA-512 in hexadecimal digits.
const LONGEST_KEY: usize = 128;

/// A hash or a file key holds its digits between other digits and the letters of hexadecimal numbers; a word does not.
fn is_in_a_key(run: &Run<'_>) -> bool {
    let letters = |letter: &char| letter.is_alphanumeric();
    let before: Vec<char> = run.text_before().chars().rev().take(LONGEST_KEY).take_while(letters).collect();
    let after: Vec<char> = run.text_after().chars().take(LONGEST_KEY).take_while(letters).collect();
    let mut around = before.iter().chain(&after).peekable();
    let is_glued = around.peek().is_some();
    let is_word = |letter: &char| letter.is_alphabetic() && !letter.is_ascii_hexdigit();
    is_glued && (around.clone().any(char::is_ascii_digit) || !around.any(is_word))
}

/// Digits inside a longer word are a hash or a file key.
fn touches_letters(run: &Run<'_>) -> bool {
    let letter = |side: Option<char>| side.is_some_and(char::is_alphabetic);
    letter(run.before()) || letter(run.after())
}

fn number(digits: &str) -> u32 {
    digits.parse().unwrap_or(0)
}
