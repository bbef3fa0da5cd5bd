//! Whether a column holds percentages.

use rust_decimal::Decimal;

use super::{Candidate, QUALIFIER, Step, Verdict, judge, notation};
use crate::{
    cli::init::{
        cells::Cells,
        heading::says,
        remark::{Remark, examples},
    },
    plan::kernel::{Aspect, Kernel, PercentPart},
    value::{
        Qualifier,
        numeral::locale::Locale,
        percent::{Basis, Options, Percent, parse},
    },
    words,
};

/// A number above this is a per cent point: no share of a whole is reported as more than five wholes.
const SURELY_POINTS: Decimal = Decimal::from_parts(5, 0, 0, false, 0);

/// Percentages, when the heading or the cells say so.
pub(super) fn guess(cells: &Cells<'_>) -> Verdict {
    let signed = cells.iter().filter(|text| text.contains('%') || text.to_lowercase().contains("persen")).count();
    let named = cells.heading.contains('%')
        || says(cells.heading, &["persen", "persentase", "prosentase", "percent", "percentage"]);
    if signed * 2 < cells.texts.len() && !named {
        return Verdict::Other;
    }
    let locale = match notation::of(cells, |text, locale| {
        parse(text, &options(locale, Some(Basis::Percent))).map(|percent| (percent.value, percent.flags))
    }) {
        notation::Notation::Known(locale) => locale,
        notation::Notation::Open(shown) => return Verdict::Open(open_notation(&shown)),
        notation::Notation::None => Locale::Indonesian,
    };
    match basis(cells, locale) {
        Ok(basis) => judge(cells, candidate(cells, (locale, basis))),
        Err(question) => Verdict::Open(question),
    }
}

fn options(locale: Locale, basis: Option<Basis>) -> Options {
    Options { locale: Some(locale), basis, ..Options::default() }
}

/// What numbers without a sign are: nothing to say when all have one, per cent points when a number proves it or both
/// readings agree, a question otherwise.
fn basis(cells: &Cells<'_>, locale: Locale) -> Result<Option<Basis>, Remark> {
    let values = |basis| -> Vec<Option<Decimal>> {
        cells.iter().map(|text| parse(text, &options(locale, basis)).ok().and_then(|percent| percent.value)).collect()
    };
    let (bare, points, fractions) = (values(None), values(Some(Basis::Percent)), values(Some(Basis::Fraction)));
    if points == fractions {
        return Ok((bare != points).then_some(Basis::Percent));
    }
    let unsigned = points.iter().zip(&fractions).filter(|(point, fraction)| point != fraction);
    if unsigned.filter_map(|(point, _)| *point).any(|point| point.abs() > SURELY_POINTS) {
        return Ok(Some(Basis::Percent));
    }
    let shown = examples(
        cells
            .iter()
            .zip(points.iter().zip(&fractions))
            .filter(|(_, (point, fraction))| point != fraction)
            .map(|(text, _)| text),
    );
    let words = words!(
        "{shown}: persen atau pecahan dari satu? Pilih satu:",
        "{shown}: per cent, or fractions of one? Choose one:"
    );
    let line = |basis: &str| Step::new("parse_percent").with_options(&[("basis", basis)]).line();
    Err(Remark::Question(words, vec![line("percent"), line("fraction")]))
}

fn open_notation(shown: &str) -> Remark {
    let words = words!(
        "koma atau titik sebagai tanda desimal ({shown})? Pilih satu:",
        "does a comma or a dot decimate ({shown})? Choose one:"
    );
    let line = |locale: &str| Step::new("parse_percent").with_options(&[("locale", locale)]).line();
    Remark::Question(words, vec![line("id-ID"), line("en-US")])
}

fn candidate(cells: &Cells<'_>, (locale, basis): (Locale, Option<Basis>)) -> Candidate {
    let options = options(locale, basis);
    let read: Vec<Percent> = cells.iter().filter_map(|text| parse(text, &options).ok()).collect();
    let qualified = read.iter().any(|percent| percent.qualifier != Qualifier::Eq);
    let digits =
        read.iter().filter_map(|percent| percent.value).map(|value| value.normalize().scale()).max().unwrap_or(0);
    let mut settings = Vec::new();
    let unsaid = Kernel::Percent(Options::default(), PercentPart::Qualifier);
    match locale {
        Locale::English => settings.push(("locale", "en-US")),
        Locale::Indonesian if notation::must_be_said(cells, &unsaid, Aspect::DecimalMark) => {
            settings.push(("locale", "id-ID"));
        }
        Locale::Indonesian => {}
    }
    if basis.is_some() {
        settings.push(("basis", "percent"));
    }
    let mut step = Step::new("parse_percent");
    if digits > 2 {
        step = step.with("decimals", digits.to_string());
    }
    Candidate {
        kernel: Kernel::Percent(options, PercentPart::Value { qualified }),
        kind: words!("persen", "per cent"),
        why: words!(
            "persen, menurut judul atau selnya; 50 berarti setengah",
            "per cent, by the heading or the cells; 50 is a half"
        ),
        step: step.with_options(&settings).with_companions(qualified.then_some(QUALIFIER)),
        unit: Some("persen".into()),
    }
}
