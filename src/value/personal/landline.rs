//! Kernel: telephone numbers of offices and homes, known by their area code.

use super::groups::Run;

/// Area codes behind their zero, from–to. Source: the technical plan of telecommunications (KM 4/2001).
const AREAS: &[(&str, &str)] = &[
    ("21", "22"),
    ("24", "24"),
    ("31", "31"),
    ("61", "61"),
    ("231", "234"),
    ("251", "257"),
    ("260", "267"),
    ("271", "276"),
    ("280", "287"),
    ("289", "289"),
    ("291", "298"),
    ("321", "328"),
    ("331", "338"),
    ("341", "343"),
    ("351", "358"),
    ("361", "368"),
    ("370", "376"),
    ("380", "389"),
    ("401", "408"),
    ("410", "435"),
    ("438", "445"),
    ("450", "458"),
    ("461", "465"),
    ("471", "475"),
    ("481", "485"),
    ("511", "556"),
    ("561", "568"),
    ("620", "659"),
    ("702", "702"),
    ("711", "779"),
    ("901", "902"),
    ("910", "931"),
    ("951", "957"),
    ("966", "986"),
];

/// `0741-60123`, `0741 60123`, `021-345 6789`: an area code, then a number that begins with neither 0 nor 1.
pub(super) fn is_landline(run: &Run<'_>) -> bool {
    let digits = run.digits();
    let Some((area, own)) = run.groups.split_first().filter(|_| digits.starts_with('0')) else { return false };
    let (code, number) = digits.split_at(area.len());
    let known = AREAS.iter().any(|(from, to)| code.len() == from.len() + 1 && (*from..=*to).contains(&&code[1..]));
    known
        && (5..=8).contains(&number.len())
        && !number.starts_with(['0', '1'])
        && own.len() <= 2
        && own.iter().skip(1).all(|group| group.len() > 2 || (group.len() == 2 && group.joint == Some(' ')))
        && is_joined(run)
        && is_free(run)
}

/// A dash after the area code; a gap too after the long ones, since `021 2500000` may be a serial number with an amount.
fn is_joined(run: &Run<'_>) -> bool {
    let long = run.groups.first().is_some_and(|area| area.len() == 4);
    let mark = run.groups.get(1).and_then(|own| own.joint);
    mark == Some('-') || (long && mark == Some(' '))
}

/// Decrees and codes go on with slashes and dashes.
fn is_free(run: &Run<'_>) -> bool {
    let glued = |letter: char| letter.is_alphanumeric() || "/=_.-#?&".contains(letter);
    let goes_on = run.after().is_some_and(|letter| letter.is_alphanumeric() || "/_-".contains(letter));
    let dotted =
        run.text_after().strip_prefix('.').is_some_and(|rest| rest.starts_with(|next: char| next.is_ascii_digit()));
    !run.before().is_some_and(glued) && !goes_on && !dotted
}
