//! Kernel: UTF-8 that was once read as Windows-1252, read as UTF-8 again.

use encoding_rs::WINDOWS_1252;

/// How often a text may have been damaged; twice happens when a file passes two careless programs.
const MOST_ROUNDS: usize = 2;

/// The repaired text, or `None` when the text is whole or cannot be repaired without a loss.
///
/// Every character must exist in Windows-1252 and the bytes must be UTF-8 with at least one character beyond ASCII:
/// a single curly quote beside the damage stops the repair, since nobody can tell which part is right.
pub(super) fn repair(text: &str) -> Option<String> {
    let mut repaired = round(text)?;
    for _ in 1..MOST_ROUNDS {
        match round(&repaired) {
            Some(again) => repaired = again,
            None => break,
        }
    }
    Some(repaired)
}

fn round(text: &str) -> Option<String> {
    // Damage always begins with the Windows-1252 reading of a lead byte, C2 to F4.
    if !text.chars().any(|letter| ('\u{C2}'..='\u{F4}').contains(&letter)) {
        return None;
    }
    let bytes: Option<Vec<u8>> = text.chars().map(byte_of).collect();
    String::from_utf8(bytes?).ok()
}

/// The byte that Windows-1252 or ISO-8859-1 reads as this character.
fn byte_of(letter: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(letter) {
        return Some(byte);
    }
    let mut buffer = [0; 4];
    let (bytes, _, unmappable) = WINDOWS_1252.encode(letter.encode_utf8(&mut buffer));
    bytes.first().copied().filter(|_| !unmappable)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn damage_is_undone() {
        assert_eq!(repair("Jumâ€™at").as_deref(), Some("Jum’at"));
        assert_eq!(repair("2018â€“2023").as_deref(), Some("2018–2023"));
        assert_eq!(repair("CafÃƒÂ©").as_deref(), Some("Café"));
        assert_eq!(repair("Caf\u{C3}\u{83}\u{C2}\u{A9}").as_deref(), Some("Caf\u{E9}"));
    }

    #[test]
    fn whole_text_and_mixed_damage_stay() {
        for text in ["Jum’at", "Café", "Curaçao", "â€™ dan ’"] {
            assert_eq!(repair(text), None, "{text}");
        }
    }
}
