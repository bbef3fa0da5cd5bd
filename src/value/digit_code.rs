//! Kernel: codes of digits alone, all of one width: postal codes, school numbers, `00070`.

use super::{Refusal, null_marker};

/// Reads a code of so many digits. One that is shorter has lost the zeros in front of it, as spreadsheets take them; with
/// `pad` they are given back.
///
/// ```
/// use terbuka::value::digit_code::parse;
///
/// assert_eq!(parse("70", (5, true)), Ok("00070".to_owned()));
/// assert_eq!(parse("70", (5, false)).unwrap_err().reason, "zeros_lost");
/// ```
///
/// # Errors
///
/// The reasons of absence; `bad_shape` for other signs than digits or more of them than the width, `zeros_lost` for fewer.
pub fn parse(text: &str, (width, pad): (usize, bool)) -> Result<String, Refusal> {
    let text = null_marker::trim(text);
    if let Some(missing) = null_marker::classify(text) {
        return Err(missing.refusal());
    }
    let digits = text.strip_prefix('\'').unwrap_or(text);
    let are_digits = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !are_digits || digits.len() > width {
        return Err(Refusal::invalid("bad_shape"));
    }
    if digits.len() < width && !pad {
        return Err(Refusal::invalid("zeros_lost"));
    }
    Ok(format!("{digits:0>width$}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_their_width_or_are_refused() {
        assert_eq!(parse("36124", (5, false)), Ok("36124".to_owned()));
        assert_eq!(parse("'00070", (5, false)), Ok("00070".to_owned()));
        assert_eq!(parse("361240", (5, true)).unwrap_err().reason, "bad_shape");
        assert_eq!(parse("36 124", (5, true)).unwrap_err().reason, "bad_shape");
        assert!(parse("-", (5, true)).unwrap_err().is_missing());
    }
}
