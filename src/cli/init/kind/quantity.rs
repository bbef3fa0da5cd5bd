//! Whether a column holds quantities with their units.

use super::{Candidate, QUALIFIER, Step, Verdict, companion, judge, notation};
use crate::{
    cli::init::{
        cells::Cells,
        remark::{Remark, examples},
        yaml,
    },
    plan::kernel::{Aspect, Kernel, QuantityPart},
    schema::Type,
    value::{
        Qualifier, money,
        quantity::{Options, Quantity, parse},
    },
    words,
};

/// Quantities, when every number has a unit that a table knows, or some have the only one.
pub(super) fn guess(cells: &Cells<'_>) -> Verdict {
    let read: Vec<Quantity> = cells.iter().filter_map(|text| parse(text, &Options::default()).ok()).collect();
    let mut units: Vec<Option<&str>> = read.iter().map(|quantity| quantity.unit).collect();
    units.sort_unstable();
    units.dedup();
    if units.iter().all(Option::is_none)
        || read.iter().any(|quantity| quantity.unit.is_none() && quantity.unit_raw.is_some())
    {
        return Verdict::Other;
    }
    if let Some(question) = perhaps_money(cells) {
        return Verdict::Open(question);
    }
    judge(cells, candidate((cells, &read), units.iter().flatten().copied().collect::<Vec<_>>().as_slice()))
}

/// `3,6 M` is 3.6 metres or 3.6 miliar: where every cell reads as money too, and as another number, nobody can tell.
fn perhaps_money(cells: &Cells<'_>) -> Option<Remark> {
    let money = |text: &str| money::parse(text, &money::Options::default());
    let reads_all = cells.iter().all(|text| money(text).map_or_else(|refusal| refusal.is_missing(), |_| true));
    let differs = |text: &&str| {
        money(text).ok().and_then(|money| money.value)
            != parse(text, &Options::default()).ok().and_then(|quantity| quantity.value)
    };
    if !reads_all || !cells.iter().any(|text| differs(&text)) {
        return None;
    }
    let shown = examples(cells.iter().filter(differs));
    let words = words!("{shown}: uang atau ukuran? Pilih satu:", "{shown}: money or a measure? Choose one:");
    let lines = [Step::new("parse_money"), Step::new("parse_quantity")].map(|step| step.line());
    Some(Remark::Question(words, lines.to_vec()))
}

fn candidate((cells, read): (&Cells<'_>, &[Quantity]), units: &[&str]) -> Candidate {
    let qualified = read.iter().any(|quantity| quantity.qualifier != Qualifier::Eq);
    let digits =
        read.iter().filter_map(|quantity| quantity.value).map(|value| value.normalize().scale()).max().unwrap_or(0);
    let kind = if digits == 0 { Type::Integer } else { Type::Decimal(u8::try_from(digits).unwrap_or(u8::MAX)) };
    let only = if let [unit] = units { Some((*unit).to_owned()) } else { None };
    let mut step = Step::new("parse_quantity");
    if digits > 0 {
        step = step.with("decimals", digits.to_string());
    }
    if let Some(unit) = &only {
        step = step.with("expect", yaml::scalar(unit));
    }
    let unsaid = Kernel::Quantity(Options::default(), QuantityPart::Unit);
    if notation::must_be_said(cells, &unsaid, Aspect::DecimalMark) {
        step = step.with_options(&[("locale", "id-ID")]);
    }
    let unit = companion("unit", "satuan", ("satuan", "unit"));
    let companions = [(only.is_none(), unit), (qualified, QUALIFIER)];
    let list = units.join(", ");
    Candidate {
        kernel: Kernel::Quantity(
            Options::default(),
            QuantityPart::Value { qualified, any_unit: only.is_none(), expect: only.clone(), kind },
        ),
        kind: words!("jumlah ({list})", "quantity ({list})"),
        why: words!("jumlah dengan satuan: {list}", "quantities with units: {list}"),
        step: step
            .with_companions(companions.into_iter().filter_map(|(needed, companion)| needed.then_some(companion))),
        unit: only,
    }
}
