//! Kernel: the marks by which statistics offices show that the figures of a year may change.

/// Cuts the mark from the end of a year and names it: `2019*` holds provisional figures.
///
/// Source: symbols of BPS publications, `x` to `xxx` being the old form of the stars.
pub(in super::super) fn cut(text: &str) -> (&str, Option<&'static str>) {
    let open = text.strip_suffix(')').filter(|open| open.ends_with('*')).unwrap_or(text);
    let body = open.trim_end_matches(['*', 'r', 'e', 'x']);
    let flag = match &open[body.len()..] {
        "*" | "x" => "provisional",
        "**" | "xx" => "very_provisional",
        "***" | "xxx" => "very_very_provisional",
        "r" => "revised",
        "e" => "estimate",
        _ => return (text, None),
    };
    let body = body.trim_end();
    if body.ends_with(|letter: char| letter.is_ascii_digit()) { (body, Some(flag)) } else { (text, None) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_behind_a_year_are_cut() {
        for text in ["2019*", "2019 *", "2019*)", "2019x"] {
            assert_eq!(cut(text), ("2019", Some("provisional")), "{text}");
        }
        assert_eq!(cut("2019 r"), ("2019", Some("revised")));
        assert_eq!(cut("2019e"), ("2019", Some("estimate")));
    }

    #[test]
    fn letters_of_words_are_no_marks() {
        for text in ["Oktober", "2019", "*", "2019 ****", "2019 rx"] {
            assert_eq!(cut(text), (text, None), "{text}");
        }
    }
}
