//! Kernel: e-mail addresses in a text.

use super::{Found, Kind};

/// Finds addresses: a local part, `@`, and a domain with a dot; addresses that run together are one.
pub(super) fn find(text: &str) -> Vec<Found> {
    let mut found: Vec<Found> = Vec::new();
    for (at, _) in text.match_indices('@') {
        let Some(address) = around(text, at) else { continue };
        match found.last_mut() {
            Some(before) if address.start < before.end => before.end = before.end.max(address.end),
            _ => found.push(address),
        }
    }
    found
}

fn around(text: &str, at: usize) -> Option<Found> {
    let local = |letter: char| letter.is_ascii_alphanumeric() || "._%+-".contains(letter);
    let host = |letter: char| letter.is_ascii_alphanumeric() || ".-".contains(letter);
    let (before, after) = (&text[..at], &text[at + 1..]);
    let start = before.rfind(|letter| !local(letter)).map_or(0, |place| place + width_at(before, place));
    let domain = &after[..after.find(|letter| !host(letter)).unwrap_or(after.len())];
    let domain = to_letters(domain)?;
    let start = start + (before[start..].len() - before[start..].trim_start_matches(['.', '-']).len());
    let complete = start < at && !domain.starts_with('.');
    complete.then(|| Found { kind: Kind::Email, start, end: at + 1 + domain.len() })
}

/// The domain up to its last part that begins with two letters: `3@2.50` is a price, and figures behind a domain are
/// not part of it. What follows the letters belongs to a damaged address.
fn to_letters(domain: &str) -> Option<&str> {
    let mut rest = domain.trim_end_matches(['.', '-']);
    loop {
        let (name, top) = rest.rsplit_once('.')?;
        if top.bytes().take_while(u8::is_ascii_alphabetic).count() >= 2 {
            return Some(rest);
        }
        rest = name;
    }
}

fn width_at(text: &str, place: usize) -> usize {
    text[place..].chars().next().map_or(1, char::len_utf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn address_ends_where_the_sentence_does() {
        let text = "surel: budi@contoh.go.id.";
        let found = find(text);
        assert_eq!(found.iter().map(|found| &text[found.start..found.end]).collect::<Vec<_>>(), ["budi@contoh.go.id"]);
    }

    #[test]
    fn addresses_run_together_are_one() {
        let text = "a@contoh.id@contoh.id";
        let places: Vec<_> = find(text).iter().map(|found| (found.start, found.end)).collect();
        assert_eq!(places, [(0, 21)]);
    }

    #[test]
    fn names_without_a_domain_are_none() {
        for text in ["@jambi", "jumlah @ Rp5.000", "a@b", "3@2.50"] {
            assert!(find(text).is_empty(), "{text}");
        }
    }
}
