//! Kernel: personal identifiers that stand in any text.

use std::borrow::Cow;
use std::fmt;

use serde::Serialize;

pub mod column;
mod cue;
mod email;
mod groups;
mod invisible;
mod landline;
mod mobile;
pub mod persons;
mod shape;

use groups::{Group, Run};

/// A kind of personal identifier.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Number of a civil servant, 18 digits with birth date and sex in them; 9 before 2008.
    Nip,
    /// Number of contract staff, 18 digits.
    NiPppk,
    /// Citizen number, 16 digits with birth date and sex in them.
    Nik,
    /// Family card number, 16 digits.
    #[serde(rename = "kk")]
    FamilyCard,
    /// Tax number, 15 or 16 digits.
    Npwp,
    /// Number of a place of business, 22 digits.
    Nitku,
    /// Telephone number.
    #[serde(rename = "telepon")]
    Phone,
    /// E-mail address.
    Email,
    /// Bank account number.
    #[serde(rename = "rekening_bank")]
    BankAccount,
}

impl Kind {
    /// What stands in a text in place of the identifier.
    #[must_use]
    pub const fn mask(self) -> &'static str {
        match self {
            Self::Nip => "[NIP]",
            Self::NiPppk => "[NI PPPK]",
            Self::Nik => "[NIK]",
            Self::FamilyCard => "[KK]",
            Self::Npwp => "[NPWP]",
            Self::Nitku => "[NITKU]",
            Self::Phone => "[TELEPON]",
            Self::Email => "[EMAIL]",
            Self::BankAccount => "[REKENING]",
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Nip => "nip",
            Self::NiPppk => "ni_pppk",
            Self::Nik => "nik",
            Self::FamilyCard => "kk",
            Self::Npwp => "npwp",
            Self::Nitku => "nitku",
            Self::Phone => "telepon",
            Self::Email => "email",
            Self::BankAccount => "rekening_bank",
        })
    }
}

/// A personal identifier in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Found {
    /// What it is.
    pub kind: Kind,
    /// Where it begins, in bytes.
    pub start: usize,
    /// Where it ends, in bytes.
    pub end: usize,
}

/// Fewer digits than these make no identifier.
const FEWEST_DIGITS: usize = 8;

/// Whether a text holds no identifier for certain, told without reading it: plain letters, few digits, no address.
#[must_use]
pub fn is_silent(text: &str) -> bool {
    let (mut digits, mut is_odd) = (0_usize, false);
    for byte in text.bytes() {
        digits += usize::from(byte.is_ascii_digit());
        is_odd |= byte == b'@' || !byte.is_ascii();
    }
    digits < FEWEST_DIGITS && !is_odd
}

/// Finds personal identifiers, in the order of the text.
///
/// A number counts when its own digits prove it (a NIP holds two dates, a NIK a district and a date) or when a word
/// before it names it (`NIP.`, `No. Rek.`, `HP`). Amounts, budget codes, area codes, tender codes, decree numbers and
/// dates prove nothing and stay. Characters that nobody sees are passed over. Most texts are answered by counting their
/// digits.
///
/// ```
/// use terbuka::value::personal::{find, mask};
///
/// assert!(find("Rp 1.370.200.000,00").is_empty());
/// assert_eq!(mask("nip(198501012010011999)_dok.jpg"), "nip([NIP])_dok.jpg");
/// ```
#[must_use]
pub fn find(text: &str) -> Vec<Found> {
    invisible::Visible::of(text)
        .map_or_else(|| find_visible(text), |visible| visible.found(find_visible(visible.text())))
}

fn find_visible(text: &str) -> Vec<Found> {
    let mut found = if text.contains('@') { email::find(text) } else { Vec::new() };
    if text.bytes().filter(u8::is_ascii_digit).count() >= FEWEST_DIGITS {
        find_numbers(text, &mut found);
        found.sort_by_key(|found| found.start);
    }
    found
}

/// The text with every identifier replaced by the name of its kind in brackets.
#[must_use]
pub fn mask(text: &str) -> Cow<'_, str> {
    let mut masked = Cow::Borrowed(text);
    loop {
        // What stood against one identifier may have proved the one beside it, so a masked text is looked at again.
        let found = find(&masked);
        if found.is_empty() {
            return masked;
        }
        masked = Cow::Owned(replaced(&masked, &found));
    }
}

fn replaced(text: &str, found: &[Found]) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut copied = 0;
    for identifier in found {
        masked.push_str(&text[copied..identifier.start]);
        masked.push_str(identifier.kind.mask());
        copied = identifier.end;
    }
    masked.push_str(&text[copied..]);
    masked
}

fn find_numbers(text: &str, found: &mut Vec<Found>) {
    let groups = groups::split(text);
    let groups = groups::outside(groups, found);
    let emails = found.clone();
    // The sign or bracket before a number may be the end of an address.
    let is_free = |number: &Found| {
        let next = emails.partition_point(|email| email.end <= number.start);
        emails.get(next).is_none_or(|email| number.end <= email.start)
    };
    let mut next = 0;
    while next < groups.len() {
        match at(text, &groups[next..]).filter(is_free) {
            Some(number) => {
                found.push(number);
                next = groups.partition_point(|group| group.end <= number.end);
            }
            None => next += 1,
        }
    }
}

/// The most groups that one identifier is written in.
const MOST_GROUPS: usize = 8;

/// The identifier that begins with the first of the groups; the longest one where several end differently.
fn at(text: &str, groups: &[Group]) -> Option<Found> {
    let runs = || (1..=MOST_GROUPS).rev().filter_map(|count| Run::of(text, groups, count));
    let first = groups.first()?;
    // Words stand before the first group of a number only.
    let announced = if first.joint.is_none() { cue::before(text, first.start) } else { None };
    let named = announced.and_then(|kind| runs().find(|run| cue::accepts(kind, run)).map(|run| (kind, run)));
    let proved = || runs().find_map(|run| shape::identify(&run).map(|kind| (kind, run)));
    if let Some((kind, run)) = named.or_else(proved) {
        // A plus sign belongs to the telephone number behind it.
        let plus = usize::from(kind == Kind::Phone && run.before() == Some('+'));
        return Some(Found { kind, start: run.start() - plus, end: run.end() });
    }
    let run = Run::of(text, groups, 1)?;
    let end = cue::area_code(text, &run)?;
    Some(Found { kind: Kind::Phone, start: run.start() - 1, end })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn wide_digits_and_bracketed_networks_hide_nothing() {
        for (text, masked) in [
            ("１９８５０１０１２０１００１１９９９", "[NIP]"),
            ("HP ０８１２-３４５６-７８９０", "HP [TELEPON]"),
            ("+62(812)34567890", "[TELEPON]"),
            ("+62 (812) 3456 7890", "[TELEPON]"),
            ("(0741)\u{a0}60999", "[TELEPON]"),
        ] {
            assert_eq!(mask(text), masked, "{text}");
        }
    }

    // All numbers are fictional: sequences end in 99, districts and dates are made up.
    #[test]
    fn identifiers_are_masked() {
        let table = [
            ("198501012010011999", "[NIP]"),
            ("19850101 201001 1 999", "[NIP]"),
            ("19850101.201001.1.999", "[NIP]"),
            ("NIP. 19850101 201001 1 999", "NIP. [NIP]"),
            ("NIP 140 999 999", "NIP [NIP]"),
            ("1 198501012010011999", "1 [NIP]"),
            ("198501012020211999", "[NI PPPK]"),
            ("1571034501909999", "[NIK]"),
            ("1571 0345 0190 9999", "[NIK]"),
            ("No. KK: 1571030101159999", "No. KK: [KK]"),
            ("01.234.567.8-331.000", "[NPWP]"),
            ("02.665.416.0-4070", "[NPWP]"),
            ("665.416.0-4070", "[NPWP]"),
            ("NPWP 012345678331000", "NPWP [NPWP]"),
            ("0012345678331000", "[NPWP]"),
            ("0012345678331000000000", "[NITKU]"),
            ("0812-3456-7890", "[TELEPON]"),
            ("HP: 081234567890, siang", "HP: [TELEPON], siang"),
            ("+62 812-3456-7890", "[TELEPON]"),
            ("(0741) 60999", "[TELEPON]"),
            ("Telp. (0741) 60999, 60998", "Telp. [TELEPON], 60998"),
            ("Telp. 0741-60999", "Telp. [TELEPON]"),
            ("19850101  201001  1  999", "[NIP]"),
            ("1985 0101 2010 01 1 999", "[NIP]"),
            ("foto198501012010011999.jpg", "foto[NIP].jpg"),
            ("foto1571034501909999.jpg", "foto[NIK].jpg"),
            ("19850101\u{200b}2010011\u{ad}999 a", "[NIP] a"),
            ("budi\u{200b}@contoh.go.id", "[EMAIL]"),
            ("6281234567890", "[TELEPON]"),
            ("62812-3456-7890", "[TELEPON]"),
            ("62 812-3456-7890", "[TELEPON]"),
            ("https://wa.me/6281234567890", "https://wa.me/[TELEPON]"),
            ("08 12 34 56 78 90", "[TELEPON]"),
            ("0812 34 56 78 90", "[TELEPON]"),
            ("0812 - 3456 - 7890", "[TELEPON]"),
            ("0741-60999", "[TELEPON]"),
            ("kantor 0741 60 999", "kantor [TELEPON]"),
            ("021-3456789.", "[TELEPON]."),
            ("budi.s+x@contoh.go.id", "[EMAIL]"),
            ("15710norek33333333333013pe1150370501909998amp", "15710norek[REKENING]pe[NIK]amp"),
            ("nip(198501012010011999(9budi@contoh.go.id", "nip([NIP]([EMAIL]"),
            ("No. Rek. 1234567890 (Bank Contoh)", "No. Rek. [REKENING] (Bank Contoh)"),
            ("Rek BRI 0012-01-000999-50-9", "Rek BRI [REKENING]"),
            ("Budi, NIP 198501012010011999, HP 081234567890", "Budi, NIP [NIP], HP [TELEPON]"),
        ];
        for (text, expected) in table {
            assert_eq!(mask(text), expected, "{text}");
        }
    }

    #[test]
    fn other_numbers_stay() {
        let texts = [
            "650000000000",
            "62812345678",
            "628123456000",
            "628.123.456.789",
            "628 123 456 789",
            "https://contoh.go.id/berkas/6281234567890",
            "08 09 10 11 12 13",
            "08.12.34.56.78.90",
            "021 1500000",
            "021-1500000",
            "0741-60999/2019",
            "0741-60999-01",
            "0999-60999",
            "Rp 1.370.200.000,00",
            "Rp1.234.567.890.123.456",
            "1.03.05.2.01.0049",
            "5.1.02.02.12.0001",
            "Kode Rekening 5.1.02.02.12.0001",
            "kode rekening: 511020212",
            "1.03.0.00.0.00.01.0000",
            "15.71.02.1003",
            "1571021003",
            "15.71.01.1001 15.71.01.1002",
            "Tender 10043289 dan 9876543",
            "300.2.2-2430/2025",
            "Kepmendagri 900.1.15.5-1317/2023",
            "2019-12-31",
            "31/12/2019 08:00",
            "2014 2015 2016 2017 2018",
            "https://contoh.go.id/berkas/7f3a1571034501909999b",
            "550e8400-e29b-41d4-a716-446655440000",
            "@jambikota",
            "-1.6101229, 103.6131203",
            "4.01.01.2.06.0005 2.000.000 1.500.000",
        ];
        for text in texts {
            assert_eq!(mask(text), text);
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in ".{0,60}") {
            let _ = mask(&text);
        }

        #[test]
        fn masked_text_holds_nothing(text in "(NIP|Rek|HP|[0-9]{1,9}|[ .,@()+-]|a|1985|0812|199001){0,12}") {
            let masked = mask(&text).into_owned();
            prop_assert!(!is_silent(&text) || masked == text, "{}", text);
            prop_assert!(find(&text).is_sorted_by(|before, next| before.end <= next.start), "{}", text);
            prop_assert_eq!(mask(&masked), masked.as_str(), "{}", text);
        }
    }
}
