//! Texts as scalars of YAML, so that no heading can break a pipeline.

use std::fmt::Write as _;

/// Words that readers of YAML take for something else than text.
const RESERVED: &[&str] = &["null", "true", "false", "yes", "no", "on", "off", "y", "n"];

/// A text as a scalar: plain where every reader takes it for text, in double quotes otherwise.
pub(super) fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// Several texts as a list on one line.
pub(super) fn list<'a>(texts: impl IntoIterator<Item = &'a str>) -> String {
    let texts: Vec<String> = texts.into_iter().map(scalar).collect();
    format!("[{}]", texts.join(", "))
}

/// Letters, digits and marks that mean nothing, beginning with a letter, with no two spaces.
fn is_plain(text: &str) -> bool {
    let begins = text.starts_with(|first: char| first.is_ascii_alphabetic());
    let safe =
        |symbol: char| symbol.is_ascii_alphanumeric() || matches!(symbol, ' ' | '_' | '-' | '.' | '/' | '(' | ')');
    let reserved = RESERVED.contains(&text.to_ascii_lowercase().as_str());
    begins && !reserved && text.chars().all(safe) && !text.ends_with(' ') && !text.contains("  ")
}

fn quoted(text: &str) -> String {
    let mut scalar = String::with_capacity(text.len() + 2);
    scalar.push('"');
    for symbol in text.chars() {
        match symbol {
            '"' | '\\' => scalar.extend(['\\', symbol]),
            '\n' => scalar.push_str("\\n"),
            '\t' => scalar.push_str("\\t"),
            _ if is_unprintable(symbol) => _ = write!(scalar, "\\U{:08x}", u32::from(symbol)),
            _ => scalar.push(symbol),
        }
    }
    scalar.push('"');
    scalar
}

/// Characters outside YAML's printable set, and those that some readers take for line ends or byte order marks.
fn is_unprintable(symbol: char) -> bool {
    symbol.is_control() || matches!(symbol, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::workspace::{Document, document::Value};

    fn read(yaml: &str) -> Vec<String> {
        let document = Document::parse("x.yml", &format!("a: {yaml}\n")).unwrap();
        let Value::Mapping(entries) = document.root.value else { panic!("no mapping") };
        match &entries[0].1.value {
            Value::Sequence(nodes) => nodes.iter().map(|node| node.scalar().unwrap().to_owned()).collect(),
            Value::Scalar { text, .. } => vec![text.clone()],
            Value::Mapping(_) | Value::Absent => panic!("no text"),
        }
    }

    #[test]
    fn only_harmless_texts_stand_without_quotes() {
        let table = [
            ("Nilai Kontrak (Rp)", "Nilai Kontrak (Rp)"),
            ("%", "\"%\""),
            ("No", "\"No\""),
            ("2019", "\"2019\""),
            ("a: b", "\"a: b\""),
            ("3 = 2/1", "\"3 = 2/1\""),
            ("Kata \"Kota\"", "\"Kata \\\"Kota\\\"\""),
            ("", "\"\""),
            ("# Paket", "\"# Paket\""),
        ];
        for (text, yaml) in table {
            assert_eq!(scalar(text), yaml);
        }
    }

    proptest! {
        #[test]
        fn every_text_is_read_back(texts in prop::collection::vec(".{0,12}|[\"'\\\\:#,\\[\\]{}&*!|>%@`\u{85}\u{2028}\u{7f}\u{feff} -]{0,6}", 1..4)) {
            prop_assert_eq!(read(&list(texts.iter().map(String::as_str))), texts.clone());
            prop_assert_eq!(read(&scalar(&texts[0])), vec![texts[0].clone()]);
        }
    }
}
