//! Whether a column holds amounts of money.

use rust_decimal::Decimal;

use super::{Candidate, QUALIFIER, Step, Verdict, companion, judge, notation};
use crate::{
    cli::init::{cells::Cells, draft::Companion, heading::says, remark::Remark},
    plan::kernel::{Aspect, Kernel, MoneyPart},
    value::{
        Qualifier,
        money::{Money, Options, parse},
        numeral::{currency::Currency, header_scale::HeaderScale, locale::Locale},
        unit_header::{self, UnitHeader},
    },
    words,
};

/// Words of headings over amounts of money in Indonesian reports.
const MONEY: &[&str] = &[
    "anggaran",
    "pagu",
    "nilai",
    "harga",
    "biaya",
    "hps",
    "belanja",
    "pendapatan",
    "realisasi",
    "dana",
    "rupiah",
    "rp",
];
/// Words of headings over numbers that merely belong to something that costs money.
const NO_MONEY: &[&str] = &["tahun", "nomor", "no", "kode", "fisik", "lama", "jumlah orang", "bulan", "hari"];

/// Amounts below this, under a heading that names no currency, may be scores or counts.
const SURELY_MONEY: Decimal = Decimal::from_parts(1000, 0, 0, false, 0);

const CURRENCY: Companion = companion("currency", "mata_uang", ("mata uang", "currency"));
const MINIMUM: Companion = companion("minimum", "minimum", ("batas bawah", "lower bound"));
const MAXIMUM: Companion = companion("maximum", "maksimum", ("batas atas", "upper bound"));

/// Money, when the heading, the lines above the table or the cells name a currency, or the heading names what is paid
/// and the amounts are of that size.
pub(super) fn guess(cells: &Cells<'_>) -> Verdict {
    let Some(options) = stated(cells) else { return Verdict::Other };
    let notation = notation::of(cells, |text, locale| {
        parse(text, &Options { locale: Some(locale), ..options.clone() }).map(|money| (money.value, money.flags))
    });
    match notation {
        notation::Notation::Known(locale) => {
            judge(cells, candidate(cells, Options { locale: Some(locale), ..options }))
        }
        notation::Notation::None => judge(cells, candidate(cells, options)),
        notation::Notation::Open(shown) => {
            let words = words!(
                "koma atau titik sebagai tanda desimal ({shown})? Pilih satu:",
                "does a comma or a dot decimate ({shown})? Choose one:"
            );
            let line = |locale: &str| Step::new("parse_money").with_options(&[("locale", locale)]).line();
            Verdict::Open(Remark::Question(words, vec![line("id-ID"), line("en-US")]))
        }
    }
}

/// Currency and scale as far as they are stated; nothing when nothing speaks for money.
fn stated(cells: &Cells<'_>) -> Option<Options> {
    if says(cells.heading, NO_MONEY) {
        return None;
    }
    let unit = |text: &str| unit_header::parse(text, &unit_header::Options::default()).ok();
    if let Some(UnitHeader { currency, scale }) = unit(cells.heading).filter(|unit| unit.currency.is_some()) {
        return Some(with(currency, scale));
    }
    let about_money = says(cells.heading, MONEY);
    let above = cells.banner.iter().find_map(|line| unit(line));
    if let (true, Some(UnitHeader { currency, scale })) = (about_money, above) {
        return Some(with(currency, scale));
    }
    let named = cells.iter().any(names_currency);
    (named || (about_money && is_large(cells))).then(Options::default)
}

fn with(currency: Option<Currency>, scale: HeaderScale) -> Options {
    let header_scale = (scale.zeros() > 0).then_some(scale);
    Options { currency: currency.unwrap_or_default(), header_scale, ..Options::default() }
}

/// Whether a cell names its currency: it reads as the same under a column of another currency.
fn names_currency(text: &str) -> bool {
    let under = |currency| parse(text, &Options { currency, ..Options::default() }).ok().map(|money| money.currency);
    let (one, other) = (under(Currency::Idr), under(Currency::Aud));
    one.is_some() && one == other
}

fn is_large(cells: &Cells<'_>) -> bool {
    let amounts = cells.iter().filter_map(|text| parse(text, &Options::default()).ok()?.value);
    let mut amounts = amounts.peekable();
    amounts.peek().is_some() && amounts.all(|amount| amount.is_zero() || amount.abs() >= SURELY_MONEY)
}

fn candidate(cells: &Cells<'_>, mut options: Options) -> Candidate {
    let read: Vec<Money> = cells.iter().filter_map(|text| parse(text, &options).ok()).collect();
    if let Some(first) = read.first()
        && read.iter().all(|money| money.currency == first.currency)
    {
        options.currency = first.currency;
    }
    // What has two readings needs its notation said; plainer cells read the same without it.
    let unsaid = Kernel::Money(Options { locale: None, ..options.clone() }, MoneyPart::Qualifier);
    if options.locale == Some(Locale::Indonesian)
        && !read.iter().any(|money| money.flags.contains(&"ambiguous_separator"))
        && !notation::must_be_said(cells, &unsaid, Aspect::DecimalMark)
    {
        options.locale = None;
    }
    let qualified = read.iter().any(|money| money.qualifier != Qualifier::Eq);
    let ranged = read.iter().any(|money| money.value.is_none());
    let foreign = read.iter().any(|money| money.currency != options.currency);
    let companions = [(qualified, QUALIFIER), (foreign, CURRENCY), (ranged, MINIMUM), (ranged, MAXIMUM)];
    let needed = companions.into_iter().filter_map(|(needed, companion)| needed.then_some(companion));
    let code = options.currency.to_string();
    Candidate {
        step: Step::new("parse_money").with_options(&settings(&options, &code)).with_companions(needed),
        kind: words!("uang ({code})", "money ({code})"),
        why: why(&options, &code),
        unit: (!foreign).then_some(code),
        kernel: Kernel::Money(options, MoneyPart::Value { qualified, ranged, foreign }),
    }
}

fn settings<'a>(options: &Options, code: &'a str) -> Vec<(&'static str, &'a str)> {
    let mut settings = Vec::new();
    match options.locale {
        Some(Locale::English) => settings.push(("locale", "en-US")),
        Some(Locale::Indonesian) => settings.push(("locale", "id-ID")),
        None => {}
    }
    if let Some(scale) = options.header_scale {
        settings.push(("header_scale", scale_word(scale)));
    }
    if options.currency != Currency::Idr {
        settings.push(("currency", code));
    }
    settings
}

fn scale_word(scale: HeaderScale) -> &'static str {
    match scale.zeros() {
        12 => "triliun",
        9 => "miliar",
        6 => "juta",
        3 => "ribu",
        2 => "100",
        _ => "10",
    }
}

fn why(options: &Options, code: &str) -> crate::diagnostic::Words {
    match options.header_scale.map(scale_word) {
        Some(scale) => words!(
            "uang dalam {scale} {code}, menurut judul atau kepala tabel; dirilis dalam {code} penuh",
            "money in {scale} {code}, by the heading or the lines above the table; released in full {code}"
        ),
        None => words!("uang dalam {code}, menurut judul atau selnya", "money in {code}, by the heading or the cells"),
    }
}
