//! Kernel: quantities with their unit: `200 orang`, `5,2 Ha`, `8.000 M³/Hari`.

use rust_decimal::Decimal;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::numeral::absence::{self, Absence, Dash};
use super::numeral::locale::Locale;
use super::numeral::measure::{self, Column, Figures, Measure};
use super::numeral::notation::{self, ColumnKind, Digits};
use super::numeral::scale_word::Vocabulary;
use super::numeral::unit::{self, Named};
use super::numeral::unit_table::{COUNT, UNITS, Unit};
use super::numeral::{exact, lexer};
use super::{Qualifier, Refusal};

/// How the quantities of a column are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// Which marks group and which decimate: `id-ID` (`1.234,5`, taken when nothing is said) or `en` (`1,234.5`). Once it
    /// is said, `1,234` has one reading; until then a pipeline refuses it.
    pub locale: Option<Locale>,
    /// The code of the unit that every cell of the column has: taken where none is written, held where one is.
    pub unit: Option<String>,
    /// What a lone dash says.
    pub dash: Dash,
}

/// A quantity, or a range of quantities.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Quantity {
    /// The exact number; none for a range.
    pub value: Option<Decimal>,
    /// The lower bound of a range.
    pub minimum: Option<Decimal>,
    /// The upper bound of a range.
    pub maximum: Option<Decimal>,
    /// The code of the unit; none when none was written or no table knows it.
    pub unit: Option<&'static str>,
    /// The unit as written, where its code does not say the same.
    pub unit_raw: Option<String>,
    /// The number in base units; none for counts, ranges and units without a fixed size.
    pub base_value: Option<Decimal>,
    /// The code of the base unit.
    pub base_unit: Option<&'static str>,
    /// How the number stands to what it describes.
    pub qualifier: Qualifier,
    /// Whether the true number is below: `hampir`.
    pub below: bool,
    /// The power of ten of the last written digit: -1 for `5,2 Ha`.
    pub exponent: i32,
    /// How it was written, where that is worth telling; `unknown_unit` for a unit in no table.
    pub flags: Vec<&'static str>,
}

impl Quantity {
    /// Whether the unit counts things: persons, households, trees.
    #[must_use]
    pub fn counts(&self) -> bool {
        UNITS.iter().any(|unit| Some(unit.code) == self.unit && unit.dimension == COUNT)
    }
}

/// Reads a quantity. A capital or small `m` is metre here, never miliar.
///
/// ```
/// use terbuka::value::quantity::{self, Options};
///
/// let area = quantity::parse("5,2 Ha", &Options::default());
/// assert_eq!(area.map(|area| (area.unit, area.base_unit)), Ok((Some("ha"), Some("m2"))));
/// ```
///
/// # Errors
///
/// The reasons of absence; `vague_magnitude` for `puluhan orang`, whose size [`super::numeral::vague::read`] gives; `bad_unit`
/// for units that measure nothing; `unit_mismatch` against the column's unit; `bad_grouping`, `not_a_number`,
/// `multiple_values`, `bad_range`, `overflow`.
pub fn parse(text: &str, options: &Options) -> Result<Quantity, Refusal> {
    if options.unit.is_none()
        && let Some(digits) = notation::plain(text, options.locale.unwrap_or_default())
    {
        let Digits { value, exponent, flags } = digits;
        return Ok(Quantity { value: Some(value), exponent, flags, ..Quantity::default() });
    }
    let text = lexer::visible(text);
    let (text, prefix) = measure::open(&text);
    match absence::read(text, options.dash) {
        Some(Absence::Zero(flag)) => return with_unit(zero(flag), None, options),
        Some(Absence::Refused(refusal)) => return Err(refusal),
        None => {}
    }
    let column =
        Column { locale: options.locale.unwrap_or_default(), kind: ColumnKind::Number, vocabulary: Vocabulary::Count };
    let mut measure = measure::read(lexer::tokens(text), column, unit::behind)?;
    measure.flags.extend(prefix);
    hold_bullet(&measure)?;
    let unit = measure.unit.take();
    with_unit(number(measure), unit, options)
}

/// `- 200 orang` is an item of a list to one writer and a decrease to another.
fn hold_bullet(measure: &Measure<Named>) -> Result<(), Refusal> {
    match &measure.figures {
        Figures::One(amount) if measure.flags.contains(&"detached_minus") => {
            let readings = [amount.value, -amount.value];
            Err(Refusal::ambiguous("detached_minus", readings.map(exact::canonical).to_vec()))
        }
        _ => Ok(()),
    }
}

fn zero(flag: &'static str) -> Quantity {
    Quantity { value: Some(Decimal::ZERO), flags: vec![flag], ..Quantity::default() }
}

fn number(measure: Measure<Named>) -> Quantity {
    let frame =
        Quantity { qualifier: measure.qualifier, below: measure.below, flags: measure.flags, ..Quantity::default() };
    match measure.figures {
        Figures::One(amount) => Quantity { value: Some(amount.value), exponent: amount.exponent, ..frame },
        Figures::Two(low, high) => {
            Quantity { minimum: Some(low.value), maximum: Some(high.value), exponent: high.exponent, ..frame }
        }
    }
}

fn with_unit(mut quantity: Quantity, named: Option<Named>, options: &Options) -> Result<Quantity, Refusal> {
    let unit = match named {
        None => options.unit.as_deref().and_then(unit::by_code),
        Some(Named::Known(unit, raw)) => {
            quantity.unit_raw = raw;
            Some(unit)
        }
        Some(Named::Unknown(raw)) => {
            quantity.unit_raw = Some(raw);
            quantity.flags.push("unknown_unit");
            None
        }
    };
    hold_unit(&quantity, unit, options)?;
    if let Some(unit) = unit {
        convert(&mut quantity, unit)?;
    }
    Ok(quantity)
}

/// A cell in another unit than the column's is refused: converting would hide what the office wrote.
fn hold_unit(quantity: &Quantity, unit: Option<&Unit>, options: &Options) -> Result<(), Refusal> {
    let Some(declared) = options.unit.as_deref() else {
        return Ok(());
    };
    let written = unit.map(|unit| unit.code).or(quantity.unit_raw.as_deref());
    if written.is_some_and(|written| !written.eq_ignore_ascii_case(declared)) {
        return Err(Refusal::invalid("unit_mismatch"));
    }
    Ok(())
}

fn convert(quantity: &mut Quantity, unit: &'static Unit) -> Result<(), Refusal> {
    quantity.unit = Some(unit.code);
    let (Some(value), Some((mantissa, places))) = (quantity.value, unit.factor) else {
        return Ok(());
    };
    if unit::has_base(unit) {
        let factor = Decimal::new(mantissa, places);
        quantity.base_value = Some(exact::multiply(value, factor).ok_or(Refusal::invalid("overflow"))?);
        quantity.base_unit = Some(unit.base);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn read(text: &str, unit: Option<&str>) -> String {
        let options = Options { unit: unit.map(str::to_owned), ..Options::default() };
        let quantity = match parse(text, &options) {
            Ok(quantity) => quantity,
            Err(refusal) => return [&[refusal.reason.to_owned()], refusal.candidates.as_slice()].concat().join(" "),
        };
        let numbers = [quantity.value, quantity.minimum, quantity.maximum].into_iter().flatten().map(exact::canonical);
        let unit = quantity.unit.map(str::to_owned).or(quantity.unit_raw.map(|raw| format!("[{raw}]")));
        let base = quantity
            .base_value
            .zip(quantity.base_unit)
            .map(|(value, unit)| format!("= {} {unit}", exact::canonical(value)));
        let numbers = numbers.collect::<Vec<_>>().join("..");
        let parts = [Some(numbers), unit, base, Some(quantity.qualifier.to_string()), Some(quantity.flags.join(" "))];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ").trim_end().to_owned()
    }

    #[test]
    fn quantities_are_read_with_their_units() {
        for (text, expected) in [
            ("200 orang", "200 orang eq"),
            ("1.650 RT", "1650 rt eq"),
            ("900 lebih RT", "900 rt gt"),
            ("5,2 Ha", "5.2 ha = 52000 m2 eq"),
            ("11.930 m", "11930 m = 11930 m eq"),
            ("5 M", "5 m = 5 m eq"),
            ("500 mm", "500 mm = 0.5 m eq"),
            ("50 liter/detik", "50 lps = 4320 m3/hari eq"),
            ("15 tumbak", "15 tumbak eq"),
            ("1 juta lubang", "1000000 lubang eq"),
            ("2 lusin", "24 eq"),
            ("2 ½ Ha", "2.5 ha = 25000 m2 eq fraction"),
            ("hampir 500 orang", "500 orang approx"),
            ("10 hingga 20 Ha", "10..20 ha range"),
            ("3 (tiga) unit", "3 unit eq words_in_parentheses"),
            ("25 angkatan", "25 [angkatan] eq unknown_unit"),
            ("200", "200 eq"),
        ] {
            assert_eq!(read(text, None), expected, "{text}");
        }
    }

    #[test]
    fn what_is_no_quantity_is_refused() {
        for (text, expected) in [
            ("puluhan orang", "vague_magnitude"),
            ("620.000 ton kubik", "bad_unit"),
            ("2 x 3 m", "multiple_values"),
            ("150 orang (25 perempuan)", "multiple_values"),
            ("5 km 200 m", "multiple_values"),
            ("5 Ha - 10 m", "bad_range"),
            ("- 200 orang", "detached_minus -200 200"),
            ("RT 05", "not_a_number"),
            ("12xyz", "not_a_number"),
            ("12 dua", "bad_unit"),
            ("5.002. juta", "bad_unit"),
            ("belum ada", "not_yet"),
        ] {
            assert_eq!(read(text, None), expected, "{text}");
        }
    }

    #[test]
    fn a_declared_unit_fills_and_holds() {
        assert_eq!(read("200", Some("orang")), "200 orang eq");
        assert_eq!(read("200 ASN", Some("orang")), "200 orang eq");
        assert_eq!(read("200 KK", Some("orang")), "unit_mismatch");
        assert_eq!(read("25 angkatan", Some("angkatan")), "25 [angkatan] eq unknown_unit");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC*") {
            let _ = parse(&text, &Options::default());
        }
    }
}
