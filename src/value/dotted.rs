//! Kernel: codes of segments between dots.

use super::Refusal;
use super::null_marker::trim;

/// A code taken apart.
#[derive(Debug)]
pub(super) struct Dotted<'text> {
    pub(super) segments: Vec<&'text str>,
    /// What stands after the code, as in exports that put code and name into one cell.
    pub(super) name: Option<&'text str>,
    /// `trailing_dot`, `with_name`.
    pub(super) flags: Vec<&'static str>,
}

/// Takes a code apart at its dots; segments are letters and digits.
///
/// A date is refused by name: spreadsheets turn `5.1.02` into one, and the code is lost.
pub(super) fn split(text: &str) -> Result<Dotted<'_>, Refusal> {
    let text = trim(text).trim_start_matches('\'');
    let (code, name) = match text.split_once(char::is_whitespace) {
        Some((code, name)) if name.chars().any(char::is_alphabetic) => (code, Some(trim(name))),
        Some(_) => return Err(Refusal::invalid("bad_shape")),
        None => (text, None),
    };
    if code.contains(['/', '-', ':']) {
        return Err(Refusal::invalid(if looks_like_a_date(code) { "date_damage" } else { "bad_shape" }));
    }
    let bare = code.strip_suffix('.').unwrap_or(code);
    let segments: Vec<&str> = bare.split('.').collect();
    if !segments.iter().all(|segment| is_segment(segment)) {
        return Err(Refusal::invalid("bad_shape"));
    }
    let mut flags = Vec::new();
    if bare.len() < code.len() {
        flags.push("trailing_dot");
    }
    if name.is_some() {
        flags.push("with_name");
    }
    Ok(Dotted { segments, name, flags })
}

/// The code with zeros put before each segment that is shorter than its width; `None` when it does not fit.
pub(super) fn pad(segments: &[&str], widths: &[usize]) -> Option<String> {
    let fits = segments.len() <= widths.len() && segments.iter().zip(widths).all(|(one, width)| one.len() <= *width);
    let padded = segments.iter().zip(widths).map(|(segment, width)| format!("{segment:0>width$}"));
    fits.then(|| padded.collect::<Vec<_>>().join("."))
}

/// The code that stands in a cell whose file holds a number, which has one mark: `5.1` where it is spelled `5,1`, and
/// `5.102` where it is spelled `5,1020` so that nobody takes it for thousands.
pub(crate) fn of_number(spelled: &str) -> Option<String> {
    let (whole, fraction) = spelled.split_once([',', '.'])?;
    let is_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_padded = spelled.contains(',') && fraction.len() == 4;
    let fraction = fraction.strip_suffix('0').filter(|_| is_padded).unwrap_or(fraction);
    (is_digits(whole) && is_digits(fraction)).then(|| format!("{whole}.{fraction}"))
}

fn is_segment(segment: &str) -> bool {
    !segment.is_empty() && segment.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn looks_like_a_date(code: &str) -> bool {
    let parts = code.split(['/', '-', ':', ' ']);
    parts.clone().count() == 3 && parts.into_iter().all(|part| !part.is_empty() && part.len() <= 4)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_and_name_are_parted() {
        let code = split("1.03.05.2.01.0049 Pembangunan SPALD").unwrap();
        assert_eq!((code.segments.len(), code.name), (6, Some("Pembangunan SPALD")));
    }

    #[test]
    fn other_shapes_are_refused() {
        let table =
            [("5..1", "bad_shape"), ("5.1 2", "bad_shape"), ("05/01/2002", "date_damage"), ("5-1", "bad_shape")];
        for (text, reason) in table {
            assert_eq!(split(text).unwrap_err().reason, reason, "{text}");
        }
    }

    #[test]
    fn numbers_become_codes() {
        let table =
            [("5,1", "5.1"), ("5.1", "5.1"), ("1,0340", "1.034"), ("1,0345", "1.0345"), ("5,1%", ""), ("-5,1", "")];
        for (spelled, code) in table {
            assert_eq!(of_number(spelled).unwrap_or_default(), code, "{spelled}");
        }
    }

    #[test]
    fn dropped_zeros_are_put_back() {
        assert_eq!(pad(&["15", "71", "3"], &[2, 2, 2, 4]).as_deref(), Some("15.71.03"));
        assert_eq!(pad(&["15", "711"], &[2, 2]), None);
    }
}
