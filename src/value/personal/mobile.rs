//! Kernel: mobile telephone numbers, and `+62` numbers of any network.

use super::groups::Run;

/// The first three digits of Indonesian mobile numbers after their zero or `62`, from–to.
/// Source: number blocks of the mobile networks in the technical plan of telecommunications.
const PREFIXES: &[(&str, &str)] =
    &[("811", "819"), ("821", "823"), ("828", "828"), ("831", "833"), ("838", "838"), ("851", "859"), ("877", "899")];

/// Whether the digits are those of a mobile number, or of any number behind `+62`.
pub(super) fn is_mobile(run: &Run<'_>) -> bool {
    if run.after().is_some_and(|letter| letter.is_alphanumeric() || letter == '_') {
        return false;
    }
    if run.starts_with("62") {
        return run.before() == Some('+') || (is_apart(run) && is_international(run));
    }
    run.starts_with("0") && is_apart(run) && is_national(run)
}

/// `0812-3456-7890`, `08 12 34 56 78 90`.
fn is_national(run: &Run<'_>) -> bool {
    let (digits, lengths) = (run.digits(), run.lengths());
    if digits.len() < 10 || !digits.starts_with("08") || digits.starts_with("080") {
        return false;
    }
    let first = lengths.first().copied().unwrap_or_default();
    let whole = first == 4 || first == digits.len();
    let wide = whole && lengths.len() <= 4 && lengths.iter().all(|length| *length >= 3);
    let pairs = matches!(first, 2 | 4) && lengths.iter().skip(1).all(|length| *length == 2);
    // Dots part codes into pairs.
    wide || (pairs && digits.len() >= 11 && has_prefix(&digits[1..]) && !run.has_joint('.'))
}

/// `6281234567890`, `62812-3456-7890`: long enough for no amount of money, which ends in zeros or is cut by threes.
fn is_international(run: &Run<'_>) -> bool {
    let (digits, lengths) = (run.digits(), run.lengths());
    if digits.len() < 12 || !has_prefix(&digits[2..]) || run.has_joint('.') {
        return false;
    }
    match lengths.as_slice() {
        [_] => !digits.ends_with("000"),
        [2, 3, middle @ ..] | [5, middle @ ..] => middle.len() <= 3 && middle.iter().any(|length| *length != 3),
        _ => false,
    }
}

fn has_prefix(digits: &str) -> bool {
    digits.get(..3).is_some_and(|prefix| PREFIXES.iter().any(|(from, to)| (*from..=*to).contains(&prefix)))
}

/// Whether the number stands for itself; the addresses of a messenger hold the number after a slash.
fn is_apart(run: &Run<'_>) -> bool {
    let glued = run.before().is_some_and(|letter| letter.is_alphanumeric() || "/=_.-#?&,".contains(letter));
    !glued || ["wa.me/", "phone="].iter().any(|address| run.text_before().ends_with(address))
}
