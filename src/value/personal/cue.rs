//! Kernel: the words that name the personal number after them.

use super::Kind;
use super::groups::Run;
use crate::value::null_marker::is_dash;

/// What a word announces.
const CUES: &[(&str, Kind)] = &[
    ("nip", Kind::Nip),
    ("nipp", Kind::Nip),
    ("nrp", Kind::Nip),
    ("pppk", Kind::NiPppk),
    ("nippppk", Kind::NiPppk),
    ("nipppk", Kind::NiPppk),
    ("nik", Kind::Nik),
    ("ktp", Kind::Nik),
    ("kk", Kind::FamilyCard),
    ("npwp", Kind::Npwp),
    ("nitku", Kind::Nitku),
    ("hp", Kind::Phone),
    ("telp", Kind::Phone),
    ("tlp", Kind::Phone),
    ("tel", Kind::Phone),
    ("telepon", Kind::Phone),
    ("telpon", Kind::Phone),
    ("handphone", Kind::Phone),
    ("phone", Kind::Phone),
    ("ponsel", Kind::Phone),
    ("wa", Kind::Phone),
    ("whatsapp", Kind::Phone),
    ("fax", Kind::Phone),
    ("faks", Kind::Phone),
    ("faksimile", Kind::Phone),
    ("hubungi", Kind::Phone),
    ("rek", Kind::BankAccount),
    ("rekening", Kind::BankAccount),
    ("norek", Kind::BankAccount),
];
/// Words that may stand between the cue and the number.
const BETWEEN: &[&str] = &[
    "no", "nomor", "nmr", "nomer", "ppk", "lama", "baru", "bank", "bri", "bni", "bca", "btn", "bsi", "mandiri", "bpd",
    "jambi", "tabungan", "giro", "penyedia", "kantor", "rumah", "kas", "umum", "daerah", "pegawai",
];
/// Words before `rekening` that make it an account of the budget, whose codes are public.
const BUDGET: &[&str] = &["kode", "kd", "uraian", "nama", "belanja"];
/// How far back a cue may stand, in bytes.
const REACH: usize = 60;

/// The kind of number that the words before it announce.
pub(super) fn before(text: &str, start: usize) -> Option<Kind> {
    let from = (start.saturating_sub(REACH)..=start).find(|&place| text.is_char_boundary(place))?;
    let near = &text[from..start];
    // A digit, the end of a clause, or a mask between cue and number parts them.
    let near = near.rsplit(|letter: char| letter.is_ascii_digit() || matches!(letter, ';' | ']' | '\n')).next()?;
    let mut words = near.split(|letter: char| !letter.is_alphabetic()).filter(|word| !word.is_empty()).rev();
    let is = |words: &[&str], word: &str| words.iter().any(|known| known.eq_ignore_ascii_case(word));
    let cue = words.find(|word| !is(BETWEEN, word))?;
    let kind = CUES.iter().find(|(known, _)| known.eq_ignore_ascii_case(cue)).map(|&(_, kind)| kind)?;
    let budget = kind == Kind::BankAccount && words.next().is_some_and(|word| is(BUDGET, word));
    (!budget).then_some(kind)
}

/// Whether a number after such a word can be one of that kind; people forget digits, so some are tolerated.
pub(super) fn accepts(kind: Kind, run: &Run<'_>) -> bool {
    let digits = run.count();
    match kind {
        Kind::Nip | Kind::NiPppk => (8..=20).contains(&digits),
        Kind::Nik | Kind::FamilyCard => (14..=17).contains(&digits),
        Kind::Npwp => (14..=16).contains(&digits),
        Kind::Nitku => (20..=22).contains(&digits),
        Kind::Phone => (6..=14).contains(&digits),
        Kind::BankAccount => (7..=18).contains(&digits) && !is_budget_code(run),
        Kind::Email => false,
    }
}

/// `5.1.02.02.12.0001`: dots only, and a first group of one digit.
fn is_budget_code(run: &Run<'_>) -> bool {
    let dots = run.groups.iter().skip(1).all(|group| group.joint == Some('.'));
    run.groups.len() > 2 && dots && run.groups.first().is_some_and(|group| group.len() == 1)
}

/// Whether the area code of a telephone stands in brackets: `(0741) 60123`.
pub(super) fn area_code(text: &str, run: &Run<'_>) -> Option<usize> {
    let area = run.groups.first().filter(|area| (3..=4).contains(&area.len()))?;
    let code = &text[area.start..area.end];
    let bracketed = code.starts_with('0') && text[..area.start].ends_with('(');
    let parts = |letter: char| letter == ' ' || letter == '\u{a0}' || letter == '\u{202f}' || is_dash(letter);
    let tail = text[area.end..].strip_prefix(')')?.trim_start_matches(parts);
    let digits =
        tail.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b' ')).collect::<Vec<_>>();
    let count = digits.iter().filter(|byte| byte.is_ascii_digit()).count();
    let length = digits.iter().rposition(u8::is_ascii_digit).map_or(0, |last| last + 1);
    (bracketed && (5..=9).contains(&count)).then(|| text.len() - tail.len() + length)
}
