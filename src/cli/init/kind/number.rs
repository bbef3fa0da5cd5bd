//! Whether a column holds numbers.

use super::{Candidate, Step, Verdict, judge, notation};
use crate::{
    cli::init::{
        cells::Cells,
        heading::says,
        remark::{Remark, examples},
    },
    plan::kernel::{Aspect, Kernel},
    schema::Type,
    value::{
        dotted,
        number::{Options, parse},
        numeral::locale::Locale,
    },
    words,
};

/// Words of headings over digits that are names, not numbers: nobody adds them up.
const NAMES: &[&str] = &[
    "kode", "code", "kd", "nomor", "no", "number", "id", "nip", "nik", "npwp", "nisn", "telp", "telepon", "hp", "pos",
    "rekening", "akun", "rt", "rw", "kodepos", "phone", "zip", "zipcode", "postcode",
];

/// Digits from which on spreadsheets lose the last ones: such a cell is a name.
const LONGEST: usize = 16;

/// Numbers, unless the heading or zeros in front say that the digits are a name.
pub(super) fn guess(cells: &Cells<'_>) -> Verdict {
    let names = says(&cells.heading.replace('_', " "), NAMES) || cells.iter().any(is_name);
    if names || are_several_years(cells) {
        return Verdict::Other;
    }
    let notation = notation::of(cells, |text, locale| {
        parse(text, &Options { locale: Some(locale), ..Options::default() })
            .map(|number| (Some(number.value), number.flags))
    });
    match notation {
        notation::Notation::Known(locale) => asking_for_thousands(cells, judge(cells, candidate(cells, locale))),
        notation::Notation::None => asking_for_thousands(cells, judge(cells, candidate(cells, Locale::Indonesian))),
        notation::Notation::Open(shown) => {
            let words = words!(
                "{shown}: koma atau titik sebagai tanda desimal? Pilih satu (decimals: banyaknya angka di belakang tanda itu):",
                "{shown}: does a comma or a dot decimate? Choose one (decimals: how many digits stand behind that mark):"
            );
            let line = |locale: &str| {
                Step::new("parse_number").with("decimals", "3").with_options(&[("locale", locale)]).line()
            };
            Verdict::Open(Remark::Question(words, vec![line("id-ID"), line("en-US")]))
        }
    }
}

/// A workbook whose every number has three decimals may hold counts whose dots an English spreadsheet took for marks of
/// decimals. Of `1.470` it keeps two, so that some may have fewer.
fn asking_for_thousands(cells: &Cells<'_>, verdict: Verdict) -> Verdict {
    let decimals = |text: &str| behind(&dotted::of_number(text).filter(|_| cells.numbers.contains(text))?);
    let all: Option<Vec<usize>> = cells.iter().map(decimals).collect();
    let is_asked = all.is_some_and(|all| {
        let three = all.iter().filter(|digits| **digits == 3).count();
        all.len() > 1 && three * 2 > all.len() && all.iter().all(|digits| *digits <= 3)
    });
    match verdict {
        Verdict::Sure(mut guess) if is_asked => {
            let shown = examples(cells.iter());
            let words = words!(
                "semua angka kolom ini di berkasnya berdesimal tiga ({shown}): desimal, atau ribuan yang titiknya dikira desimal oleh Excel? Bila ribuan:",
                "every number of the file has three decimals ({shown}): decimals, or thousands whose dot a spreadsheet took for decimals? If thousands:"
            );
            let line = Step::new("parse_number").with("repair", "thousands").line();
            guess.remarks.push(Remark::Question(words, vec![line]));
            Verdict::Sure(guess)
        }
        other => other,
    }
}

/// How many digits stand behind the mark, where those before it may be those of a thousand.
fn behind(code: &str) -> Option<usize> {
    let (whole, decimals) = code.split_once('.')?;
    (whole.len() <= 3 && !whole.starts_with('0')).then_some(decimals.len())
}

/// `2019,2020` is no number of years.
fn are_several_years(cells: &Cells<'_>) -> bool {
    let is_year = |part: &str| part.len() == 4 && (part.starts_with("19") || part.starts_with("20"));
    cells.iter().any(|text| text.contains(',') && text.split(',').all(|part| is_year(part.trim())))
}

/// `007` and numbers that are too long to be counted with.
fn is_name(text: &str) -> bool {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let bare = text.bytes().all(|byte| byte.is_ascii_digit());
    bare && ((digits > 1 && text.starts_with('0')) || digits >= LONGEST)
}

fn candidate(cells: &Cells<'_>, locale: Locale) -> Candidate {
    let options = Options { locale: Some(locale), ..Options::default() };
    let digits = cells
        .iter()
        .filter_map(|text| parse(text, &options).ok())
        .map(|number| number.value.normalize().scale())
        .max()
        .unwrap_or(0);
    let kind = if digits == 0 { Type::Integer } else { Type::Decimal(u8::try_from(digits.min(20)).unwrap_or(20)) };
    let mut step = Step::new("parse_number");
    if digits > 0 {
        step = step.with("decimals", digits.min(20).to_string());
    }
    let has_marks = cells.iter().any(|text| text.contains(['.', ',']));
    // What has two readings needs its notation said; plainer cells read the same without it.
    let doubtful = cells
        .iter()
        .filter_map(|text| parse(text, &options).ok())
        .any(|number| number.flags.contains(&"ambiguous_separator"))
        || notation::must_be_said(cells, &Kernel::Number(Options::default(), kind), Aspect::DecimalMark);
    let (why, options_written) = match locale {
        Locale::Indonesian if !has_marks => (words!("bilangan bulat", "whole numbers"), &[][..]),
        Locale::Indonesian => (
            words!("angka; titik memisahkan ribuan, koma memulai desimal", "numbers; dots group, a comma decimates"),
            if doubtful { &[("locale", "id-ID")][..] } else { &[][..] },
        ),
        Locale::English => (
            words!("angka; koma memisahkan ribuan, titik memulai desimal", "numbers; commas group, a dot decimates"),
            &[("locale", "en-US")][..],
        ),
    };
    let kind_words = if digits == 0 {
        words!("bilangan bulat", "whole number")
    } else {
        words!("angka, {digits} desimal", "number, {digits} decimals")
    };
    Candidate {
        kernel: Kernel::Number(options, kind),
        kind: kind_words,
        why,
        step: step.with_options(options_written),
        unit: None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn questions(cells: &[&'static str]) -> String {
        let texts = cells.iter().zip(2..).map(|(text, row)| (*text, row));
        let cells = Cells::new("Penduduk", &[], texts)
            .holding(cells.iter().copied().filter(|text| text.contains(',')).collect());
        let Verdict::Sure(guess) = guess(&cells) else { panic!("not sure") };
        let asked = guess.remarks.iter().filter(|remark| remark.is_question());
        asked.map(|remark| remark.lines(0, crate::diagnostic::Language::En)).collect()
    }

    #[test]
    fn numbers_of_a_workbook_that_all_have_three_decimals_may_be_thousands() {
        insta::assert_snapshot!(questions(&["1,4740", "2,3100", "1,47"]), @"
        # question: every number of the file has three decimals (`1,4740`, `2,3100`, `1,47`): decimals, or thousands whose dot
        #   a spreadsheet took for decimals? If thousands:
        #   - parse_number: { columns: […], repair: thousands }
        ");
        insta::assert_snapshot!(questions(&["1,4740", "2,3100", "17"]), @"");
        insta::assert_snapshot!(questions(&["1,47", "2,31"]), @"");
        insta::assert_snapshot!(questions(&["1234,5670", "2345,6780"]), @"");
    }
}
