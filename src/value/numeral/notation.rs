//! The separator rules: which mark of a written number groups its digits and which begins its decimals.

use rust_decimal::Decimal;

use super::exact;
use super::locale::Locale;
use super::marks::Marks;
use crate::value::Refusal;

/// What kind of column the number stands in, which decides how much doubt is accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ColumnKind {
    /// Counts and measures: the locale decides.
    Number,
    /// Money: a lone mark of the other notation before three digits is refused.
    Money,
    /// Percent: a lone grouping mark before three digits is refused.
    Percent,
}

/// What is known of a number before it is read.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    /// The notation of the column.
    pub(crate) locale: Locale,
    /// The kind of the column.
    pub(crate) kind: ColumnKind,
    /// Whether a scale word follows: `2.500 juta`.
    pub(crate) scaled: bool,
}

/// A number without its sign.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Digits {
    /// The exact value.
    pub(crate) value: Decimal,
    /// The power of ten of the last written digit: -2 for `1,00`, 10 for `1.5E+11`.
    pub(crate) exponent: i32,
    /// How the number was written, where that is worth telling.
    pub(crate) flags: Vec<&'static str>,
}

/// Which marks do what in one number.
pub(crate) struct Layout {
    /// The mark before the decimals.
    pub(crate) decimal: Option<u8>,
    /// The mark between groups of three.
    pub(crate) group: Option<char>,
    flags: Vec<&'static str>,
}

/// Reads the common notations in one pass over the bytes: plain digits, the locale's groups, the locale's decimals.
///
/// `None` sends the text to [`read`], which knows the other notations and the reasons of refusal.
pub(crate) fn plain(text: &str, locale: Locale) -> Option<Digits> {
    let (mantissa, places) = plain_parts(text.as_bytes(), locale)?;
    let value = Decimal::try_new(mantissa, places).ok()?;
    Some(Digits { value, exponent: -i32::try_from(places).ok()?, flags: Vec::new() })
}

/// The same as a whole number and how many of its digits stand behind the mark.
pub(crate) fn plain_parts(bytes: &[u8], locale: Locale) -> Option<(i64, u32)> {
    // Databases write `,37` for a number below one; a grouping mark never leads, so that there is one reading.
    if let Some(decimals) = bytes.strip_prefix(&[locale.decimal_mark()]) {
        return Some((append(0, decimals)?, u32::try_from(decimals.len()).ok()?));
    }
    let (whole, groups, at) = plain_whole(bytes, locale.group_mark())?;
    let (mantissa, decimals) = match bytes.get(at..)? {
        [] => (whole, 0),
        [mark, decimals @ ..] if *mark == locale.decimal_mark() => {
            // Three decimals without groups may be a group of the other notation.
            let doubtful = decimals.len() == 3 && groups == 0 && at <= 3 && whole > 0;
            (append(whole, decimals)?, if doubtful { return None } else { decimals.len() })
        }
        _ => return None,
    };
    Some((mantissa, u32::try_from(decimals).ok()?))
}

/// The whole part: its value, the number of grouping marks, and where it ends.
fn plain_whole(bytes: &[u8], mark: u8) -> Option<(i64, usize, usize)> {
    let head = bytes.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let mut whole = append(0, bytes.get(..head)?)?;
    if head == 0 || (head > 1 && bytes[0] == b'0') {
        return None;
    }
    let (mut at, mut groups) = (head, 0);
    while bytes.get(at) == Some(&mark) {
        whole = append(whole, bytes.get(at + 1..at + 4)?)?;
        (at, groups) = (at + 4, groups + 1);
    }
    let grouped_well = groups == 0 || (head <= 3 && bytes[0] != b'0');
    (grouped_well && !bytes.get(at).is_some_and(u8::is_ascii_digit)).then_some((whole, groups, at))
}

/// Writes digits behind a value; `None` for another byte, no digit, or more than 18 digits.
fn append(value: i64, digits: &[u8]) -> Option<i64> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(value, |value, digit| {
        let digit = digit.is_ascii_digit().then(|| i64::from(digit - b'0'))?;
        value.checked_mul(10)?.checked_add(digit)
    })
}

/// Reads a number without its sign.
///
/// # Errors
///
/// `bad_grouping` for marks that no notation explains, `ambiguous_separator` with both readings where the column's
/// kind does not accept the locale's word, `overflow` beyond 28 digits.
pub(crate) fn read(text: &str, rule: Rule) -> Result<Digits, Refusal> {
    if let Some((mantissa, exponent)) = text.split_once(['e', 'E']) {
        return scientific(mantissa, exponent);
    }
    if text.starts_with(['.', ',']) {
        return below_one(text, rule.locale);
    }
    let marks = Marks::count(text).ok_or(Refusal::invalid("not_a_number"))?;
    let layout = layout(&marks, rule).map_err(|doubt| doubt.refusal(text))?;
    let layout = with_spaces(layout, &marks)?;
    assemble(text, layout)
}

/// `,5` and `.5`: a grouping mark never leads, so that either mark begins decimals.
fn below_one(text: &str, locale: Locale) -> Result<Digits, Refusal> {
    let flag = match text.as_bytes().first() {
        Some(mark) if *mark == locale.decimal_mark() => None,
        Some(b'.') => Some("decimal_dot"),
        _ => Some("decimal_comma"),
    };
    let own = char::from(locale.decimal_mark()).to_string() + text.get(1..).unwrap_or_default();
    let mut digits = plain(&own, locale).ok_or(Refusal::invalid("bad_grouping"))?;
    digits.flags.extend(flag);
    Ok(digits)
}

/// Why a layout could not be chosen.
enum Doubt {
    Grouping,
    Ambiguous,
}

impl Doubt {
    fn refusal(self, text: &str) -> Refusal {
        match self {
            Self::Grouping => Refusal::invalid("bad_grouping"),
            Self::Ambiguous => Refusal::ambiguous("ambiguous_separator", readings(text)),
        }
    }
}

/// Both readings of a number with one mark before three digits: decimals first.
fn readings(text: &str) -> Vec<String> {
    let layouts = [(Some(b','), None), (None, Some(',')), (Some(b'.'), None), (None, Some('.'))];
    let read = |(decimal, group)| assemble(text, Layout { decimal, group, flags: Vec::new() });
    layouts.into_iter().filter_map(|layout| read(layout).ok()).map(|digits| exact::canonical(digits.value)).collect()
}

fn layout(marks: &Marks, rule: Rule) -> Result<Layout, Doubt> {
    let (group, decimal) = (rule.locale.group_mark(), rule.locale.decimal_mark());
    match (marks.of(group), marks.of(decimal)) {
        (0, 0) => Ok(Layout { decimal: None, group: None, flags: Vec::new() }),
        (0, 1) => lone_decimal_mark(marks, rule),
        (0, _) => Ok(grouped(decimal, Some(grouping_flag(decimal)))),
        (1, 0) => lone_group_mark(marks, rule),
        (_, 0) => Ok(grouped(group, None)),
        (groups, decimals) => both_marks(marks, rule.locale, (groups, decimals)),
    }
}

/// `1.234,56` and `1,234.56`: the later mark decimates if it stands once.
fn both_marks(marks: &Marks, locale: Locale, counts: (usize, usize)) -> Result<Layout, Doubt> {
    let (group, decimal) = (locale.group_mark(), locale.decimal_mark());
    let own = marks.last == Some(decimal);
    let (count, decimal, group) = if own { (counts.1, decimal, group) } else { (counts.0, group, decimal) };
    if count != 1 {
        return Err(Doubt::Grouping);
    }
    let flags = if own { Vec::new() } else { vec![grouping_flag(group)] };
    Ok(Layout { decimal: Some(decimal), group: Some(char::from(group)), flags })
}

/// `12,5`, `1,234`: decimals by locale; before three digits it may be a group of the other notation.
fn lone_decimal_mark(marks: &Marks, rule: Rule) -> Result<Layout, Doubt> {
    let doubtful = marks.could_be_one_group();
    if doubtful && rule.kind == ColumnKind::Money {
        return Err(Doubt::Ambiguous);
    }
    let flags = if doubtful { vec!["ambiguous_separator"] } else { Vec::new() };
    Ok(Layout { decimal: Some(rule.locale.decimal_mark()), group: None, flags })
}

/// `1.000`, `0.125`, `1.5`: a group by locale if it can be one, else decimals of the other notation.
fn lone_group_mark(marks: &Marks, rule: Rule) -> Result<Layout, Doubt> {
    let mark = rule.locale.group_mark();
    if marks.could_be_one_group() {
        return match rule.kind {
            ColumnKind::Percent => Err(Doubt::Ambiguous),
            _ if rule.scaled => Ok(grouped(mark, Some("ambiguous_separator"))),
            _ => Ok(grouped(mark, None)),
        };
    }
    if marks.tail == 3 && !marks.zero_head {
        return Err(Doubt::Grouping);
    }
    let flag = if mark == b'.' { "decimal_dot" } else { "decimal_comma" };
    Ok(Layout { decimal: Some(mark), group: None, flags: vec![flag] })
}

fn grouped(mark: u8, flag: Option<&'static str>) -> Layout {
    Layout { decimal: None, group: Some(char::from(mark)), flags: flag.into_iter().collect() }
}

const fn grouping_flag(mark: u8) -> &'static str {
    if mark == b',' { "grouping_comma" } else { "grouping_dot" }
}

/// Spaces and apostrophes group too, but never beside another grouping mark.
fn with_spaces(mut layout: Layout, marks: &Marks) -> Result<Layout, Refusal> {
    for (used, mark, flag) in
        [(marks.spaces > 0, ' ', "grouping_space"), (marks.apostrophes > 0, '\'', "grouping_apostrophe")]
    {
        if !used {
            continue;
        }
        if layout.group.is_some() {
            return Err(Refusal::invalid("bad_grouping"));
        }
        layout.group = Some(mark);
        layout.flags.push(flag);
    }
    Ok(layout)
}

/// Puts the digits together and holds the groups to three digits each.
fn assemble(text: &str, layout: Layout) -> Result<Digits, Refusal> {
    let bad = Refusal::invalid("bad_grouping");
    let (whole, decimals) = match layout.decimal.and_then(|mark| text.split_once(char::from(mark))) {
        Some((_, "")) => return Err(bad),
        Some((whole, decimals)) => (whole, decimals),
        None => (text, ""),
    };
    let mut flags = layout.flags;
    if !groups_hold(whole, layout.group) || !decimals.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad);
    }
    if whole.len() > 1 && whole.starts_with('0') {
        // Codes, telephone numbers and clock times start with zero: marks inside them are not a number's.
        if layout.group.is_some() || layout.decimal.is_some() {
            return Err(bad);
        }
        flags.push("leading_zero");
    }
    let value = decimal(whole.bytes().chain(decimals.bytes()), decimals.len())?;
    let exponent = -i32::try_from(decimals.len()).map_err(|_| Refusal::invalid("overflow"))?;
    Ok(Digits { value, exponent, flags })
}

fn groups_hold(whole: &str, group: Option<char>) -> bool {
    let Some(group) = group else {
        return !whole.is_empty() && whole.bytes().all(|byte| byte.is_ascii_digit());
    };
    let mut groups = whole
        .split(|mark: char| mark == group || (group == ' ' && mark.is_whitespace()) || (group == '\'' && mark == '’'));
    let digits = |group: &str| group.bytes().all(|byte| byte.is_ascii_digit());
    let head = groups.next().is_some_and(|head| (1..=3).contains(&head.len()) && digits(head));
    head && groups.all(|group| group.len() == 3 && digits(group))
}

fn decimal(bytes: impl Iterator<Item = u8>, decimals: usize) -> Result<Decimal, Refusal> {
    let mut digits = bytes.filter(u8::is_ascii_digit);
    let mantissa = digits.try_fold(0_i128, |value, digit| value.checked_mul(10)?.checked_add(i128::from(digit - b'0')));
    let scale = u32::try_from(decimals).ok();
    mantissa.zip(scale).and_then(|(mantissa, scale)| exact::of(mantissa, scale)).ok_or(Refusal::invalid("overflow"))
}

/// `1.5E+11`: a program wrote it, so a lone mark is always the decimal one; later digits are lost.
fn scientific(mantissa: &str, exponent: &str) -> Result<Digits, Refusal> {
    let mark = mantissa.bytes().find(|byte| matches!(byte, b'.' | b','));
    let digits = assemble(mantissa, Layout { decimal: mark, group: None, flags: vec!["scientific"] })?;
    if digits.flags.contains(&"leading_zero") {
        return Err(Refusal::invalid("bad_grouping"));
    }
    let zeros: i32 = exponent.parse().map_err(|_| Refusal::invalid("overflow"))?;
    let value = exact::shift(digits.value, zeros).ok_or(Refusal::invalid("overflow"))?;
    Ok(Digits { value, exponent: digits.exponent + zeros, flags: digits.flags })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(text: &str, locale: Locale, kind: ColumnKind) -> String {
        match read(text, Rule { locale, kind, scaled: false }) {
            Ok(digits) => {
                format!("{} {}", exact::canonical(digits.value), digits.flags.join(" ")).trim_end().to_owned()
            }
            Err(refusal) => format!("{} {}", refusal.reason, refusal.candidates.join(" ")).trim_end().to_owned(),
        }
    }

    #[test]
    fn marks_follow_the_indonesian_rules() {
        for (text, expected) in [
            ("1.234.567", "1234567"),
            ("1.234,56", "1234.56"),
            ("1,234.56", "1234.56 grouping_comma"),
            ("1,234", "1.234 ambiguous_separator"),
            ("1,2340", "1.234"),
            ("0,125", "0.125"),
            ("1,234,567", "1234567 grouping_comma"),
            ("1.000", "1000"),
            ("0.125", "0.125 decimal_dot"),
            ("1234.567", "bad_grouping"),
            ("1234,567", "1234.567"),
            ("1 234 567,8", "1234567.8 grouping_space"),
            ("1\u{a0}234", "1234 grouping_space"),
            ("1'000'000", "1000000 grouping_apostrophe"),
            ("1 234.567", "bad_grouping"),
            ("1.23.456", "bad_grouping"),
            ("1.234.56", "bad_grouping"),
            ("1.234,56.78", "bad_grouping"),
            ("0123", "123 leading_zero"),
            ("08.00", "bad_grouping"),
            ("012.345", "bad_grouping"),
            ("1.5E+11", "150000000000 scientific"),
            ("1E+400", "overflow"),
            ("99999999999999999999999999999", "overflow"),
        ] {
            assert_eq!(reading(text, Locale::Indonesian, ColumnKind::Number), expected, "{text}");
        }
    }

    #[test]
    fn marks_follow_the_english_rules_in_an_english_column() {
        for (text, expected) in [
            ("1,234", "1234"),
            ("1,234.56", "1234.56"),
            ("1.234", "1.234 ambiguous_separator"),
            ("12,5", "12.5 decimal_comma"),
            ("1.234.567", "1234567 grouping_dot"),
            ("1.234,56", "1234.56 grouping_dot"),
        ] {
            assert_eq!(reading(text, Locale::English, ColumnKind::Number), expected, "{text}");
        }
    }

    #[test]
    fn a_lone_mark_before_three_digits_is_refused_with_both_readings() {
        let both = "ambiguous_separator 1.234 1234";
        assert_eq!(reading("1,234", Locale::Indonesian, ColumnKind::Money), both);
        assert_eq!(reading("1.234", Locale::English, ColumnKind::Money), both);
        assert_eq!(reading("1.234", Locale::Indonesian, ColumnKind::Percent), both);
        assert_eq!(reading("1.234", Locale::Indonesian, ColumnKind::Money), "1234");
    }

    #[test]
    fn a_leading_mark_stands_before_decimals() {
        let half = plain(",5", Locale::Indonesian).map(|digits| digits.value.to_string());
        assert_eq!(half.as_deref(), Some("0.5"));
        for (text, expected) in
            [(",5", "0.5"), (".5", "0.5 decimal_dot"), (".500.000", "bad_grouping"), (",5,5", "bad_grouping")]
        {
            assert_eq!(reading(text, Locale::Indonesian, ColumnKind::Number), expected, "{text}");
        }
    }

    #[test]
    fn the_fast_path_agrees_with_the_rules() {
        for text in ["0", "7", "1.234.567", "1.234.567,89", "0,5", "650000000000", "1234,567", "1.000.000,125", "0,125"]
        {
            let rule = Rule { locale: Locale::Indonesian, kind: ColumnKind::Money, scaled: false };
            assert_eq!(plain(text, Locale::Indonesian), read(text, rule).ok(), "{text}");
        }
        for text in ["1,234", "1.23", "01", "1.2345", "1.234.56", "5,", "0.125", "1234.567", ""] {
            assert_eq!(plain(text, Locale::Indonesian), None, "{text}");
        }
    }
}
