//! A part of what a kernel reads as the value of a cell, or why there is none.

use super::{CodeKind, CodePart, DatePart, Held, MoneyPart, PercentPart, PeriodPart, QuantityPart, Reading};
use crate::{
    diagnostic::{Words, code},
    plan::{Cell, evaluate::Fault},
    schema::Type,
    value::{
        Qualifier, Refusal, Status, account_code, agency_code, area_code, date, money, percent, period, programme_code,
        quantity, reason,
    },
    words,
};

pub(super) fn refused(text: &str, kind: (&str, &str), refusal: &Refusal) -> Fault {
    let (id, en) = kind;
    let (why_id, why_en) = reason::words(refusal.reason).unwrap_or((refusal.reason, refusal.reason));
    let message = words!("`{text}` bukan {id}: {why_id}", "`{text}` is not {en}: {why_en}");
    let help = (!refusal.candidates.is_empty()).then(|| {
        let list = refusal.candidates.join(" / ");
        if refusal.status == Status::Ambiguous {
            words!(
                "tulis yang dimaksud di sel itu, atau tetapkan `options` langkah ini; bacaannya: {list}",
                "write what is meant into the cell, or set the step's `options`; the readings are {list}"
            )
        } else {
            words!("mungkin: {list}", "perhaps: {list}")
        }
    });
    Fault { code: code::VALUE_REFUSED, message, help }
}

fn needs_column(text: &str, what: (&str, &str), key: &str) -> Fault {
    let (id, en) = what;
    let message = words!("`{text}` {id}, tetapi tidak ada kolom untuk itu", "`{text}` {en}, but no column holds that");
    let help = Some(words!(
        "tambahkan `{key}: nama_kolom` pada langkah ini, atau perbaiki selnya",
        "add `{key}: column_name` to the step, or mend the cell"
    ));
    Fault { code: code::VALUE_REFUSED, message, help }
}

/// A range whose bounds have no columns.
fn needs_bounds(text: &str) -> Fault {
    needs_column(text, RANGE, "minimum")
}

const QUALIFIED: (&str, &str) = ("bukan nilai yang tepat", "is not an exact value");
const RANGE: (&str, &str) = ("adalah rentang", "is a range");

fn text_cell(text: &(impl ToString + ?Sized)) -> Cell<'static> {
    Cell::Text(text.to_string().into())
}

pub(super) fn money_part(text: &str, money: &money::Money, options: &money::Options, part: &MoneyPart) -> Reading {
    let decimal = |number: Option<rust_decimal::Decimal>| number.map_or(Cell::Null, Cell::Decimal);
    Ok(match part {
        MoneyPart::Value { ranged: false, .. } if money.value.is_none() => {
            return Err(needs_column(text, RANGE, "minimum"));
        }
        MoneyPart::Value { qualified: false, .. } if money.qualifier != Qualifier::Eq => {
            return Err(needs_column(text, QUALIFIED, "qualifier"));
        }
        MoneyPart::Value { foreign: false, .. } if money.currency != options.currency => {
            return Err(needs_column(text, ("memakai mata uang lain", "is in another currency"), "currency"));
        }
        MoneyPart::Value { .. } if options.round => {
            let cents = |value: rust_decimal::Decimal| {
                value.round_dp_with_strategy(2, rust_decimal::RoundingStrategy::MidpointAwayFromZero)
            };
            decimal(money.value.map(cents))
        }
        MoneyPart::Value { .. } => decimal(money.value),
        MoneyPart::Qualifier => text_cell(&money.qualifier),
        MoneyPart::Resolution => Cell::Decimal(money.resolution),
        MoneyPart::Currency => text_cell(&money.currency),
        MoneyPart::Minimum => decimal(money.minimum),
        MoneyPart::Maximum => decimal(money.maximum),
    })
}

/// A number as its column holds it; whole numbers refuse decimals.
pub(super) fn numeric(text: &str, number: rust_decimal::Decimal, kind: Type) -> Reading {
    if kind != Type::Integer {
        return Ok(Cell::Decimal(number));
    }
    let whole = number.normalize();
    if whole.scale() == 0
        && let Ok(integer) = i64::try_from(whole.mantissa())
    {
        return Ok(Cell::Integer(integer));
    }
    let message = words!("`{text}` bukan bilangan bulat", "`{text}` is not a whole number");
    let help = Some(words!(
        "tambahkan `decimals:` pada langkah ini bila pecahan memang ada",
        "add `decimals:` to the step if fractions are meant"
    ));
    Err(Fault { code: code::VALUE_REFUSED, message, help })
}

pub(super) fn percent_part(text: &str, percent: &percent::Percent, wanted: (&PercentPart, &[Held])) -> Reading {
    let (part, held) = wanted;
    match part {
        PercentPart::Qualifier => Ok(text_cell(&percent.qualifier)),
        PercentPart::Unit => Ok(text_cell(percent.unit)),
        PercentPart::Minimum => Ok(percent.minimum.map_or(Cell::Null, Cell::Decimal)),
        PercentPart::Maximum => Ok(percent.maximum.map_or(Cell::Null, Cell::Decimal)),
        // A share and the difference of two shares are never in one column unmarked.
        PercentPart::Value { .. } if percent.unit != "percent" && !held.contains(&Held::Unit) => {
            let difference = ("adalah selisih dalam poin persen", "is a difference in percentage points");
            Err(needs_column(text, difference, "unit"))
        }
        PercentPart::Value { .. } if percent.value.is_none() && !held.contains(&Held::Maximum) => {
            Err(needs_bounds(text))
        }
        PercentPart::Value { qualified: false } if percent.qualifier != Qualifier::Eq => {
            Err(needs_column(text, QUALIFIED, "qualifier"))
        }
        PercentPart::Value { .. } => Ok(percent.value.map_or(Cell::Null, Cell::Decimal)),
    }
}

pub(super) fn quantity_part(text: &str, quantity: &quantity::Quantity, wanted: (&QuantityPart, &[Held])) -> Reading {
    let (part, held) = wanted;
    let QuantityPart::Value { qualified, any_unit, expect, kind } = part else {
        let decimal = |bound: Option<rust_decimal::Decimal>| bound.map_or(Cell::Null, Cell::Decimal);
        return Ok(match part {
            QuantityPart::Unit => quantity.unit.or(quantity.unit_raw.as_deref()).map_or(Cell::Null, text_cell),
            QuantityPart::Minimum => decimal(quantity.minimum),
            QuantityPart::Maximum => decimal(quantity.maximum),
            _ => text_cell(&quantity.qualifier),
        });
    };
    if quantity.value.is_none() && !held.contains(&Held::Maximum) {
        return Err(needs_bounds(text));
    }
    if !qualified && quantity.qualifier != Qualifier::Eq {
        return Err(needs_column(text, QUALIFIED, "qualifier"));
    }
    let unit = quantity.unit.or(quantity.unit_raw.as_deref());
    match (unit, expect) {
        (Some(unit), Some(expected)) if unit != expected => {
            let message = words!(
                "`{text}` bersatuan `{unit}`, bukan `{expected}`",
                "`{text}` has the unit `{unit}`, not `{expected}`"
            );
            Err(Fault { code: code::VALUE_REFUSED, message, help: None })
        }
        (Some(_), None) if !any_unit => Err(needs_column(text, ("punya satuan", "has a unit"), "unit")),
        _ => quantity.value.map_or(Ok(Cell::Null), |value| numeric(text, value, *kind)),
    }
}

pub(super) fn date_part(text: &str, date: &date::Date, part: &DatePart) -> Reading {
    let coarse = matches!(date.precision, date::Precision::Year | date::Precision::Month);
    match part {
        DatePart::Partial => Ok(text_cell(date)),
        DatePart::Precision => Ok(text_cell(&word(date.precision))),
        DatePart::Day { any_precision: false } | DatePart::Moment { any_precision: false } if coarse => {
            Err(needs_column(text, ("tidak menyebut hari", "names no day"), "precision"))
        }
        DatePart::Day { any_precision: false } if date.moment().time() != chrono::NaiveTime::MIN => {
            Err(needs_column(text, ("menyebut jam", "names a time"), "precision"))
        }
        DatePart::Day { .. } => Ok(Cell::Date(date.date)),
        DatePart::Moment { .. } => Ok(Cell::DateTime(date.western_indonesian())),
    }
}

/// A part of a period; its first day alone is not enough where the cell says more.
pub(super) fn period_part(text: &str, period: &period::Period, wanted: (PeriodPart, &[Held])) -> Reading {
    let (part, held) = wanted;
    let is_day = period.end == Some(period.start);
    let spanned = held.contains(&Held::Maximum)
        || (held.contains(&Held::Kind) && !matches!(period.kind, period::Kind::Range | period::Kind::OpenRange));
    if part == PeriodPart::Start && !is_day && !spanned {
        return Err(needs_column(text, ("lebih dari satu hari", "is more than one day"), "end"));
    }
    if part == PeriodPart::Start && period.cumulative && !held.contains(&Held::Cumulative) {
        return Err(needs_column(text, ("dihitung sejak 1 Januari", "counts from 1 January"), "cumulative"));
    }
    Ok(match part {
        PeriodPart::Start => Cell::Date(period.start),
        PeriodPart::End => period.end.map_or(Cell::Null, Cell::Date),
        PeriodPart::Year => period.year.map_or(Cell::Null, |year| Cell::Integer(i64::from(year))),
        PeriodPart::Index => period.index.map_or(Cell::Null, |index| Cell::Integer(i64::from(index))),
        PeriodPart::Kind => text_cell(&word(period.kind)),
        PeriodPart::Cumulative => Cell::Boolean(period.cumulative),
    })
}

/// A code in its canonical form, or its level.
pub(super) fn code_part(text: &str, wanted: (CodeKind, Option<i32>, CodePart)) -> Result<Reading, Refusal> {
    let (kind, fiscal_year, part) = wanted;
    let (canonical, level, name) = match kind {
        CodeKind::Account => {
            let code =
                account_code::parse(text, &account_code::Options { fiscal_year, ..account_code::Options::default() })?;
            (code.canonical, code.level.to_string(), code.written)
        }
        CodeKind::Programme => {
            let code = programme_code::parse(text, &programme_code::Options::default())?;
            (code.canonical, word(code.level), code.name)
        }
        CodeKind::Agency => {
            let code = agency_code::parse(text, &agency_code::Options::default())?;
            (code.canonical, String::new(), behind(text, &code.flags))
        }
        // Digits have a width, and a kernel of their own.
        CodeKind::Digits => return Err(Refusal::invalid("bad_shape")),
        CodeKind::Area => {
            let code = area_code::parse(text, &area_code::Options::default())?;
            let name = behind(text, &code.flags);
            (code.canonical, word(code.level), name)
        }
    };
    Ok(match part {
        CodePart::Canonical { named: false } if name.is_some() => {
            Err(needs_column(text, ("memuat nama di belakang kodenya", "has a name behind its code"), "name"))
        }
        CodePart::Canonical { .. } => Ok(text_cell(&canonical)),
        CodePart::Level if level.is_empty() => Ok(Cell::Null),
        CodePart::Level => Ok(text_cell(&level)),
        CodePart::Name => Ok(name.map_or(Cell::Null, |name| text_cell(&name))),
    })
}

/// A number whose zeros before or behind its last digits are unknown.
pub(super) fn lost_zero(code: &str, read: Option<&str>) -> Fault {
    let [id, en] = ["atau", "or"].map(|or| read.map_or_else(String::new, |read| format!(" {or} `{read}`")));
    let message = words!(
        "`{code}` tersimpan sebagai bilangan, yang tidak menyimpan nol di belakang: mungkin `{code}0`{id}",
        "`{code}` is held as a number, which keeps no zero at its end: perhaps `{code}0`{en}"
    );
    Fault { code: code::DAMAGED, message, help: Some(retype()) }
}

/// What mends a code that a spreadsheet took for a number.
pub(crate) fn retype() -> Words {
    words!(
        "ketik ulang kodenya sebagai teks di sumbernya, atau tulis di `corrections.csv`",
        "type the code again as text in the source, or write it into `corrections.csv`"
    )
}

/// The name behind a code.
fn behind(text: &str, flags: &[&str]) -> Option<String> {
    let name = text.trim().split_once(char::is_whitespace)?.1.trim();
    flags.contains(&"with_name").then(|| name.to_owned())
}

/// The `snake_case` word of an enum.
fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}
