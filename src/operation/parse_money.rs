//! Reads amounts of money.

use schemars::JsonSchema;
use serde::Deserialize;

use super::parse::Parse;
use crate::{
    plan::{
        Flow,
        kernel::{Kernel, MoneyPart},
    },
    schema::Type,
    value::money,
    workspace::Placed,
};

/// Digits after the mark of an amount: cents.
const CENTS: u8 = 2;

/// Reads amounts of money such as `Rp 1.234.567,00`, `Rp650 milyar`, `1,2 M` to exact decimals with two digits.
///
/// An amount that is only approximate, a bound or a range goes to quarantine unless the column for what it says
/// besides the value is named: nothing that was written is lost in silence.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParseMoney {
    /// Columns to read.
    columns: Vec<Placed<String>>,
    /// How the column is written.
    #[serde(default)]
    options: money::Options,
    /// New column for how the amount is meant: `eq`, `approx`, `gt`, `gte`, `lt`, `lte`, `range`.
    #[serde(default)]
    qualifier: Option<Placed<String>>,
    /// New column for the size of the last written digit: 1000000000 for `Rp650 milyar`.
    #[serde(default)]
    resolution: Option<Placed<String>>,
    /// New column for the currency, ISO 4217; without it amounts in another currency than the column's are refused.
    #[serde(default)]
    currency: Option<Placed<String>>,
    /// New column for the lower bound of a range.
    #[serde(default)]
    minimum: Option<Placed<String>>,
    /// New column for the upper bound of a range.
    #[serde(default)]
    maximum: Option<Placed<String>>,
}

impl ParseMoney {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let part = |part| Kernel::Money(self.options.clone(), part);
        let value = MoneyPart::Value {
            qualified: self.qualifier.is_some(),
            ranged: self.minimum.is_some() && self.maximum.is_some(),
            foreign: self.currency.is_some(),
        };
        let money = Type::Decimal(CENTS);
        let companions = [
            (&self.qualifier, Type::Text, part(MoneyPart::Qualifier)),
            (&self.resolution, money, part(MoneyPart::Resolution)),
            (&self.currency, Type::Text, part(MoneyPart::Currency)),
            (&self.minimum, money, part(MoneyPart::Minimum)),
            (&self.maximum, money, part(MoneyPart::Maximum)),
        ];
        Parse { columns: &self.columns, kind: money, kernel: part(value) }.lower(flow, &companions);
    }
}
