//! Kernels as functions of expressions: a text becomes one part of what it says, or the row is refused.
//!
//! What was written and has no column to go to is refused: `sekitar Rp900 milyar` without a column for the qualifier
//! would lose its `sekitar` in silence.

use schemars::JsonSchema;
use serde::Deserialize;

use super::{Cell, evaluate::Fault};
use crate::{
    diagnostic::code,
    schema::Type,
    value::{
        Qualifier, Refusal, Status, account_code, agency_code, area_code, boolean, date, money, number, percent,
        period, programme_code, quantity, reason,
    },
    words,
};

/// A kind of value, its options, and the part of the reading that is wanted.
#[derive(Clone, Debug)]
pub enum Kernel {
    /// Amounts of money.
    Money(money::Options, MoneyPart),
    /// Numbers of this type.
    Number(number::Options, Type),
    /// Percentages.
    Percent(percent::Options, PercentPart),
    /// Quantities.
    Quantity(quantity::Options, QuantityPart),
    /// Days and moments.
    Date(date::Options, DatePart),
    /// Periods.
    Period(period::Options, PeriodPart),
    /// Yes and no.
    Boolean(boolean::Options),
    /// Codes.
    Code {
        /// What the codes are of.
        kind: CodeKind,
        /// The year that decides the nomenclature.
        fiscal_year: Option<i32>,
        /// What is wanted.
        part: CodePart,
    },
}

/// A part of an amount.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MoneyPart {
    /// The amount; what has no column is refused.
    Value {
        /// Whether the qualifier has a column.
        qualified: bool,
        /// Whether the bounds of a range have columns.
        ranged: bool,
        /// Whether the currency has a column.
        foreign: bool,
    },
    /// How it is meant.
    Qualifier,
    /// The size of the last written digit.
    Resolution,
    /// The currency.
    Currency,
    /// The lower bound of a range.
    Minimum,
    /// The upper bound of a range.
    Maximum,
}

/// A part of a percentage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PercentPart {
    /// Per cent points.
    Value {
        /// Whether the qualifier has a column.
        qualified: bool,
    },
    /// How it is meant.
    Qualifier,
}

/// A part of a quantity.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum QuantityPart {
    /// The number; what has no column is refused.
    Value {
        /// Whether the qualifier has a column.
        qualified: bool,
        /// Whether the unit has a column.
        any_unit: bool,
        /// The only unit that is accepted.
        expect: Option<String>,
        /// The type of the column.
        kind: Type,
    },
    /// The unit's code.
    Unit,
    /// How it is meant.
    Qualifier,
}

/// A part of a date.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// The day.
    Day {
        /// Whether months and years are accepted, since their precision has a column.
        any_precision: bool,
    },
    /// The moment.
    Moment {
        /// Whether months and years are accepted, since their precision has a column.
        any_precision: bool,
    },
    /// ISO 8601 text, as exact as what was written.
    Partial,
    /// How exact it was written.
    Precision,
}

/// A part of a period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PeriodPart {
    /// The first day.
    Start,
    /// The last day.
    End,
    /// The year.
    Year,
    /// The number of the quarter, semester or month.
    Index,
    /// The kind of period.
    Kind,
    /// Whether figures count from 1 January.
    Cumulative,
}

/// What codes are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CodeKind {
    /// Accounts: `5.1.02.02.12.0001`.
    Account,
    /// Programmes, activities and sub-activities: `1.03.05.2.01.0049`.
    Programme,
    /// Agencies: `1.03.0.00.0.00.01.0000`.
    Agency,
    /// Areas: `15.71.03`.
    Area,
}

/// A part of a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodePart {
    /// The canonical form.
    Canonical {
        /// Whether a name behind the code has a column.
        named: bool,
    },
    /// The level.
    Level,
    /// The name behind the code.
    Name,
}

type Reading = Result<Cell<'static>, Fault>;

impl Kernel {
    /// The kernel of amounts alone.
    #[must_use]
    pub const fn money(options: money::Options) -> Self {
        Self::Money(options, MoneyPart::Value { qualified: true, ranged: true, foreign: true })
    }

    /// Reads a text; a marker of absence is null.
    ///
    /// # Errors
    /// When the text has no reading, several, or one that the column cannot hold.
    pub fn read(&self, text: &str) -> Reading {
        let read = match self {
            Self::Money(options, part) => {
                money::parse(text, options).map(|money| money_part(text, money, options, part))
            }
            Self::Number(options, kind) => {
                number::parse(text, options).map(|number| numeric(text, number.value, *kind))
            }
            Self::Percent(options, part) => {
                percent::parse(text, options).map(|percent| percent_part(text, &percent, part))
            }
            Self::Quantity(options, part) => {
                quantity::parse(text, options).map(|quantity| quantity_part(text, &quantity, part))
            }
            Self::Date(options, part) => date::parse(text, options).map(|date| date_part(text, &date, part)),
            Self::Period(options, part) => period::parse(text, options).map(|period| Ok(period_part(&period, *part))),
            Self::Boolean(options) => boolean::parse(text, options).map(|boolean| Ok(Cell::Boolean(boolean.value))),
            Self::Code { kind, fiscal_year, part } => code_part(text, (*kind, *fiscal_year, *part)),
        };
        match read {
            Ok(reading) => reading,
            Err(refusal) if refusal.is_missing() => Ok(Cell::Null),
            Err(refusal) => Err(refused(text, self.kind_words(), &refusal)),
        }
    }

    fn kind_words(&self) -> (&'static str, &'static str) {
        match self {
            Self::Money(..) => ("jumlah uang yang pasti", "a certain amount of money"),
            Self::Number(..) => ("angka yang pasti", "a certain number"),
            Self::Percent(..) => ("persentase yang pasti", "a certain percentage"),
            Self::Quantity(..) => ("jumlah yang pasti", "a certain quantity"),
            Self::Date(..) => ("tanggal yang pasti", "a certain date"),
            Self::Period(..) => ("periode yang pasti", "a certain period"),
            Self::Boolean(..) => ("ya atau tidak yang pasti", "a certain yes or no"),
            Self::Code { .. } => ("kode yang pasti", "a certain code"),
        }
    }
}

fn refused(text: &str, kind: (&str, &str), refusal: &Refusal) -> Fault {
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

const QUALIFIED: (&str, &str) = ("bukan nilai yang tepat", "is not an exact value");
const RANGE: (&str, &str) = ("adalah rentang", "is a range");

fn text_cell(text: impl ToString) -> Cell<'static> {
    Cell::Text(text.to_string().into())
}

fn money_part(text: &str, money: money::Money, options: &money::Options, part: &MoneyPart) -> Reading {
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
        MoneyPart::Value { .. } => decimal(money.value),
        MoneyPart::Qualifier => text_cell(money.qualifier),
        MoneyPart::Resolution => Cell::Decimal(money.resolution),
        MoneyPart::Currency => text_cell(money.currency),
        MoneyPart::Minimum => decimal(money.minimum),
        MoneyPart::Maximum => decimal(money.maximum),
    })
}

/// A number as its column holds it; whole numbers refuse decimals.
fn numeric(text: &str, number: rust_decimal::Decimal, kind: Type) -> Reading {
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

fn percent_part(text: &str, percent: &percent::Percent, part: &PercentPart) -> Reading {
    match part {
        PercentPart::Qualifier => Ok(text_cell(percent.qualifier)),
        PercentPart::Value { .. } if percent.value.is_none() => Err(needs_column(text, RANGE, "qualifier")),
        PercentPart::Value { qualified: false } if percent.qualifier != Qualifier::Eq => {
            Err(needs_column(text, QUALIFIED, "qualifier"))
        }
        PercentPart::Value { .. } => Ok(percent.value.map_or(Cell::Null, Cell::Decimal)),
    }
}

fn quantity_part(text: &str, quantity: &quantity::Quantity, part: &QuantityPart) -> Reading {
    let QuantityPart::Value { qualified, any_unit, expect, kind } = part else {
        return Ok(match part {
            QuantityPart::Unit => {
                quantity.unit.map_or_else(|| quantity.unit_raw.as_ref().map_or(Cell::Null, text_cell), text_cell)
            }
            _ => text_cell(quantity.qualifier),
        });
    };
    let Some(value) = quantity.value else { return Err(needs_column(text, RANGE, "qualifier")) };
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
        _ => numeric(text, value, *kind),
    }
}

fn date_part(text: &str, date: &date::Date, part: &DatePart) -> Reading {
    let coarse = matches!(date.precision, date::Precision::Year | date::Precision::Month);
    match part {
        DatePart::Partial => Ok(text_cell(date)),
        DatePart::Precision => Ok(text_cell(word(date.precision))),
        DatePart::Day { any_precision: false } | DatePart::Moment { any_precision: false } if coarse => {
            Err(needs_column(text, ("tidak menyebut hari", "names no day"), "precision"))
        }
        DatePart::Day { .. } => Ok(Cell::Date(date.date)),
        DatePart::Moment { .. } => Ok(Cell::DateTime(date.moment())),
    }
}

fn period_part(period: &period::Period, part: PeriodPart) -> Cell<'static> {
    match part {
        PeriodPart::Start => Cell::Date(period.start),
        PeriodPart::End => period.end.map_or(Cell::Null, Cell::Date),
        PeriodPart::Year => period.year.map_or(Cell::Null, |year| Cell::Integer(i64::from(year))),
        PeriodPart::Index => period.index.map_or(Cell::Null, |index| Cell::Integer(i64::from(index))),
        PeriodPart::Kind => text_cell(word(period.kind)),
        PeriodPart::Cumulative => Cell::Boolean(period.cumulative),
    }
}

/// A code in its canonical form, or its level.
fn code_part(text: &str, wanted: (CodeKind, Option<i32>, CodePart)) -> Result<Reading, Refusal> {
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
            (agency_code::parse(text, &agency_code::Options::default())?.canonical, String::new(), None)
        }
        CodeKind::Area => {
            let code = area_code::parse(text, &area_code::Options::default())?;
            (code.canonical, word(code.level), None)
        }
    };
    Ok(match part {
        CodePart::Canonical { named: false } if name.is_some() => {
            Err(needs_column(text, ("memuat nama di belakang kodenya", "has a name behind its code"), "name"))
        }
        CodePart::Canonical { .. } => Ok(text_cell(canonical)),
        CodePart::Level if level.is_empty() => Ok(Cell::Null),
        CodePart::Level => Ok(text_cell(level)),
        CodePart::Name => Ok(name.map_or(Cell::Null, text_cell)),
    })
}

/// The `snake_case` word of an enum.
fn word(value: impl serde::Serialize) -> String {
    serde_json::to_value(value).ok().and_then(|word| word.as_str().map(str::to_owned)).unwrap_or_default()
}
