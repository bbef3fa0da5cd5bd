//! Kernel: names of persons, with the titles before and after them.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Refusal, null_marker};

mod titles;

/// Settings of a column of names; there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {}

/// A name taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonName {
    /// Titles and forms of address before the name, as they should be written.
    pub prefix: Vec<&'static str>,
    /// The name; capitals throughout become capitals at the beginning of each word.
    pub name: String,
    /// Titles after the name, as they should be written; unknown ones as they are.
    pub suffix: Vec<String>,
    /// `unknown_title`.
    pub flags: Vec<&'static str>,
}

/// Takes a name apart.
///
/// Names of one word are names, and `M.`, `Muh.`, `Sri` and `Raden` are parts of them. A name is personal data:
/// this serves to find names and to leave them out.
///
/// # Errors
///
/// Markers of absence; digits; several names in one cell.
///
/// ```
/// use terbuka::value::person_name::{Options, parse};
///
/// let person = parse("Drs. H. BUDI SANTOSO, M.Si", &Options::default()).unwrap();
/// assert_eq!((person.name.as_str(), person.prefix, person.suffix[0].as_str()), ("Budi Santoso", vec!["Drs.", "H."], "M.Si."));
/// ```
pub fn parse(text: &str, _options: &Options) -> Result<PersonName, Refusal> {
    if let Some(missing) = null_marker::classify(text) {
        return Err(missing.refusal());
    }
    let text = null_marker::trim(text);
    if text.chars().any(char::is_numeric) || !text.chars().any(char::is_alphabetic) {
        return Err(Refusal::invalid("not_a_name"));
    }
    let (text, late) = deceased(text);
    let mut parts = text.split([',', ';']).map(null_marker::trim).filter(|part| !part.is_empty());
    let (mut prefix, rest) = before(parts.next().unwrap_or_default());
    if late && !prefix.contains(&LATE) {
        prefix.insert(0, LATE);
    }
    let (name, mut suffix) = trailing(rest);
    let mut flags = Vec::new();
    for part in parts {
        after(part, &mut suffix, &mut flags)?;
    }
    Ok(PersonName { prefix, name: cased(name), suffix, flags })
}

/// What stands before the name of the dead.
const LATE: &str = "(Alm.)";

/// Cuts `(Alm)` from the end of a name.
fn deceased(text: &str) -> (&str, bool) {
    let cut = text.strip_suffix(')').and_then(|open| open.rsplit_once('('));
    match cut {
        Some((name, mark)) if titles::cut_before(&format!("{mark} x")).is_some_and(|(title, _)| title == LATE) => {
            (null_marker::trim(name).trim_end_matches(','), true)
        }
        _ => (text, false),
    }
}

fn before(text: &str) -> (Vec<&'static str>, &str) {
    let mut prefix = Vec::new();
    let mut rest = text.trim_start_matches('(');
    // A bracket that is no title belongs to the name.
    if titles::cut_before(rest).is_none() {
        rest = text;
    }
    while let Some((title, after)) = titles::cut_before(rest) {
        prefix.push(title);
        rest = after;
    }
    (prefix, rest)
}

/// Cuts titles that follow a name without a comma: each has a full stop, or is in capitals beside a name that is not
/// or that has two words without it.
fn trailing(text: &str) -> (&str, Vec<String>) {
    let mut name = text;
    let mut suffix: Vec<String> = Vec::new();
    while let Some((head, last)) = name.rsplit_once(' ') {
        let capitals =
            last.chars().all(char::is_uppercase) && (head.contains(' ') || head.chars().any(char::is_lowercase));
        let Some(title) = titles::after(last).filter(|_| last.contains('.') || capitals) else { break };
        suffix.insert(0, title.to_owned());
        name = head.trim_end();
    }
    (name, suffix)
}

/// Reads what stands after a comma: one title, or several between spaces.
fn after(part: &str, suffix: &mut Vec<String>, flags: &mut Vec<&'static str>) -> Result<(), Refusal> {
    if let Some(title) = titles::after(part) {
        suffix.push(title.to_owned());
        return Ok(());
    }
    for word in part.split_whitespace() {
        match titles::after(word) {
            Some(title) => suffix.push(title.to_owned()),
            None if looks_like_a_title(word) => {
                suffix.push(word.to_owned());
                flags.push("unknown_title");
            }
            None => return Err(Refusal::invalid("multiple_values")),
        }
    }
    Ok(())
}

/// A full stop inside, or capitals only, and short: `M.Xy`, `CRMO`.
fn looks_like_a_title(word: &str) -> bool {
    word.len() <= 12 && (word.contains('.') || word.chars().all(char::is_uppercase))
}

/// `BUDI SANTOSO` and `budi santoso` as `Budi Santoso`; mixed case stays as written.
fn cased(name: &str) -> String {
    let words = name.split_whitespace().collect::<Vec<_>>().join(" ");
    let mixed = words.chars().any(char::is_lowercase) && words.chars().any(char::is_uppercase);
    if mixed {
        return words;
    }
    let mut start = true;
    let mut cased = String::with_capacity(words.len());
    for letter in words.chars() {
        if start {
            cased.extend(letter.to_uppercase());
        } else {
            cased.extend(letter.to_lowercase());
        }
        start = matches!(letter, ' ' | '-' | '.' | '(');
    }
    cased
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    // All persons are fictional.
    #[test]
    fn titles_and_name_are_parted() {
        let table = [
            ("Drs. H. Budi Santoso, M.Si", "Drs. H. | Budi Santoso | M.Si."),
            ("BUDI SANTOSO,SH,MH", " | Budi Santoso | S.H. M.H."),
            ("Dr. dr. H. Andi Wijaya, Sp.A", "Dr. dr. H. | Andi Wijaya | Sp.A."),
            ("Drs.H.Budi Santoso", "Drs. H. | Budi Santoso | "),
            ("Ahmad Fauzi ST. MT", " | Ahmad Fauzi | S.T. M.T."),
            ("(Alm.) H. Zainal Abidin", "(Alm.) H. | Zainal Abidin | "),
            ("M. Sri Rahayu, S. Sos, M. Si", " | M. Sri Rahayu | S.Sos. M.Si."),
            ("Ir. Budi, S.T., M.Xy.", "Ir. | Budi | S.T. M.Xy."),
            ("Raden Ajeng Kartika, SE", " | Raden Ajeng Kartika | S.E."),
            ("MA'RUF HIDAYAT", " | Ma'ruf Hidayat | "),
            ("Suharto", " | Suharto | "),
            ("BUDI SANTOSO ST MT", " | Budi Santoso | S.T. M.T."),
            ("K.H. Abdul Hadi", "K.H. | Abdul Hadi | "),
        ];
        for (text, expected) in table {
            let person = parse(text, &Options::default()).unwrap();
            let shown = format!("{} | {} | {}", person.prefix.join(" "), person.name, person.suffix.join(" "));
            assert_eq!(shown, expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_single_name_is_refused() {
        let table = [
            ("-", "dash"),
            ("Budi, Andi, Dewi", "multiple_values"),
            ("Orang ke-2", "not_a_name"),
            ("***", "not_a_name"),
        ];
        for (text, reason) in table {
            assert_eq!(parse(text, &Options::default()).unwrap_err().reason, reason, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "(Dr|H|drs|[. ,()]|S|H|Budi|.){0,12}") {
            let _ = parse(&text, &Options::default());
        }
    }
}
