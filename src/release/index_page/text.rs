//! Words, numbers and days as the pages show them in each language.

use minijinja::{Environment, State, Value};

use crate::diagnostic::Language;

const MONTHS: [(&str, &str); 12] = [
    ("Januari", "January"),
    ("Februari", "February"),
    ("Maret", "March"),
    ("April", "April"),
    ("Mei", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("Agustus", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Desember", "December"),
];

/// How often a dataset is renewed, by its ISO 8601 repeating interval.
const FREQUENCIES: [(&str, &str, &str); 6] = [
    ("R/P1D", "setiap hari", "every day"),
    ("R/P1W", "setiap minggu", "every week"),
    ("R/P1M", "setiap bulan", "every month"),
    ("R/P3M", "setiap triwulan", "every quarter"),
    ("R/P6M", "setiap semester", "every half-year"),
    ("R/P1Y", "setiap tahun", "every year"),
];

/// The words of authors for types, and those of readers.
const KINDS: [(&str, &str, &str); 5] = [
    ("text", "teks", "text"),
    ("integer", "bilangan bulat", "whole number"),
    ("date", "tanggal", "date"),
    ("datetime", "tanggal dan jam", "date and time"),
    ("boolean", "ya atau tidak", "yes or no"),
];

/// The language tag of a page.
pub const fn tag(language: Language) -> &'static str {
    match language {
        Language::Id => "id",
        Language::En => "en",
    }
}

/// Gives templates the words they use: `say(id, en)`, and the filters `pick`, `sentence`, `count`, `size`, `day`, `frequency`, `kind`.
pub fn add_to(environment: &mut Environment<'_>) {
    environment.add_function("say", |state: &State<'_, '_>, id: String, en: String| choose(language(state), id, en));
    environment.add_filter("pick", pick);
    environment.add_filter("sentence", sentence);
    environment.add_filter("count", |state: &State<'_, '_>, number: u64| count(number, language(state)));
    environment.add_filter("size", |state: &State<'_, '_>, bytes: u64| size(bytes, language(state)));
    environment.add_filter("day", |state: &State<'_, '_>, day: String| day_in_words(&day, language(state)));
    environment
        .add_filter("frequency", |state: &State<'_, '_>, word: String| look_up(&word, &FREQUENCIES, language(state)));
    environment.add_filter("kind", |state: &State<'_, '_>, word: String| kind(&word, language(state)));
}

fn language(state: &State<'_, '_>) -> Language {
    let is_english = state.lookup("lang").is_some_and(|lang| lang.as_str() == Some(tag(Language::En)));
    if is_english { Language::En } else { Language::Id }
}

fn choose<T>(language: Language, id: T, en: T) -> T {
    match language {
        Language::Id => id,
        Language::En => en,
    }
}

/// The text of a pair in the page's language; the other one when it is not translated.
fn pick(state: &State<'_, '_>, texts: &Value) -> Result<Value, minijinja::Error> {
    let (id, en) = (texts.get_attr("id")?, texts.get_attr("en")?);
    let (wanted, other) = choose(language(state), (id.clone(), en.clone()), (en, id));
    Ok(if wanted.is_true() { wanted } else { other })
}

/// A sentence of messages, in which names stand between back quotes.
fn sentence(text: &str) -> Value {
    let mut html = String::new();
    for (number, part) in text.split('`').enumerate() {
        let part = html_escape::encode_safe(part);
        // Every second part stands between two of them.
        if number % 2 == 1 {
            html.extend(["<code>", &part, "</code>"]);
        } else {
            html.push_str(&part);
        }
    }
    Value::from_safe_string(html)
}

/// The words for a code, or the code itself when there are none.
fn look_up(code: &str, list: &[(&str, &str, &str)], language: Language) -> String {
    let found = list.iter().find(|(known, ..)| *known == code);
    found.map_or(code, |(_, id, en)| choose(language, id, en)).into()
}

/// The words for a type; a decimal says how many digits stand after its mark.
fn kind(word: &str, language: Language) -> String {
    let scale = word.strip_prefix("decimal(").and_then(|rest| rest.strip_suffix(')'));
    match (scale, language) {
        (None, _) => look_up(word, &KINDS, language),
        (Some(scale), Language::Id) => format!("angka, {scale} desimal"),
        (Some(scale), Language::En) => format!("number, {scale} decimals"),
    }
}

/// A whole number with its thousands marked: `1.234.567` or `1,234,567`.
fn count(number: u64, language: Language) -> String {
    let digits = number.to_string();
    let mark = choose(language, '.', ',');
    let mut text = String::new();
    for (position, digit) in digits.chars().enumerate() {
        if position > 0 && (digits.len() - position).is_multiple_of(3) {
            text.push(mark);
        }
        text.push(digit);
    }
    text
}

/// A size in the decimal units of downloads, rounded to a tenth: `1,1 MB`.
fn size(bytes: u64, language: Language) -> String {
    let (unit, word) = match bytes {
        0..1_000 => return format!("{bytes} B"),
        1_000..1_000_000 => (1_000, "kB"),
        1_000_000..1_000_000_000 => (1_000_000, "MB"),
        _ => (1_000_000_000, "GB"),
    };
    let tenths = (bytes * 10 + unit / 2) / unit;
    let mark = choose(language, ',', '.');
    format!("{}{mark}{} {word}", count(tenths / 10, language), tenths % 10)
}

/// `2026-11-23` as `23 November 2026`; any other text as it stands.
fn day_in_words(day: &str, language: Language) -> String {
    let parts: Vec<&str> = day.split('-').collect();
    let [year, month, number] = parts.as_slice() else { return day.into() };
    let name = month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.checked_sub(1)?));
    let Some((id, en)) = name else { return day.into() };
    format!("{} {} {year}", number.trim_start_matches('0'), choose(language, *id, *en))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_days_follow_the_language() {
        assert_eq!(count(1_234_567, Language::Id), "1.234.567");
        assert_eq!(count(999, Language::En), "999");
        assert_eq!(size(1_149_999, Language::Id), "1,1 MB");
        assert_eq!(size(690, Language::En), "690 B");
        assert_eq!(day_in_words("2026-08-03", Language::Id), "3 Agustus 2026");
        assert_eq!(day_in_words("2026-13-03", Language::En), "2026-13-03");
        assert_eq!(kind("decimal(2)", Language::Id), "angka, 2 desimal");
        assert_eq!(look_up("R/P2Y", &FREQUENCIES, Language::Id), "R/P2Y");
    }
}
