//! What a release says of changes: names and units of before, the end of a major version, shares of amounts.

use std::collections::BTreeSet;

use super::{Resolver, release::share};
use crate::{
    diagnostic::code,
    pipeline::{Deprecation, UnitBefore, release::ReleasedTable},
    plan::StagePlan,
    words,
    workspace::Placed,
};

impl Resolver<'_> {
    /// The end of a major version has a day.
    pub(super) fn deprecation(&mut self, deprecation: &Deprecation) {
        let until = &deprecation.until;
        // Days are compared as they are written.
        if until.parse::<chrono::NaiveDate>().ok().is_none_or(|day| day.to_string() != until.value) {
            let message = words!(
                "`until` adalah tanggal seperti 2027-06-30, bukan `{until}`",
                "`until` is a day such as 2027-06-30, not `{until}`"
            );
            self.mistake(code::BAD_VALUE, message, &until.span);
        }
        let major = &deprecation.major;
        if major.value == 0 {
            let message = words!("versi mayor dimulai dari 1", "major versions begin with 1");
            self.mistake(code::BAD_VALUE, message, &major.span);
        }
    }

    /// A name of before is one that no column has now, and that of one column.
    pub(super) fn names_before(&mut self, table: ReleasedTable<'_>) {
        let mut taken = BTreeSet::new();
        for (name, column) in table.columns {
            if let Some(before) = &column.was {
                self.name_before((table, name), before, taken.insert(before.as_str()));
            }
            if let Some(before) = &column.was_unit {
                self.unit_before(name, column.unit.as_deref(), before);
            }
        }
    }

    fn name_before(&mut self, (table, name): (ReleasedTable<'_>, &str), before: &Placed<String>, is_first: bool) {
        if table.is_public(before) {
            let message = words!(
                "kolom `{name}` dulu bernama `{before}`, tetapi kolom `{before}` juga dirilis",
                "the column `{name}` was `{before}`, but a column `{before}` is released too"
            );
            let help = words!("hapus `was`, atau kolom `{before}`", "remove `was`, or the column `{before}`");
            self.mistake(code::BAD_VALUE, message, &before.span).help = Some(help);
        } else if !is_first {
            let message = words!("dua kolom dulu bernama `{before}`", "two columns were called `{before}`");
            self.mistake(code::DUPLICATE_NAME, message, &before.span);
        }
    }

    fn unit_before(&mut self, name: &str, unit: Option<&str>, before: &UnitBefore) {
        let factor = &before.factor;
        let number = rust_decimal::Decimal::from_str_exact(factor).ok();
        if number.is_none_or(|number| number <= rust_decimal::Decimal::ZERO) {
            let message = words!(
                "`factor` adalah angka lebih dari nol seperti 1000, bukan `{factor}`",
                "`factor` is a number above zero such as 1000, not `{factor}`"
            );
            self.mistake(code::BAD_VALUE, message, &factor.span);
        }
        if unit.is_none_or(|unit| unit == before.unit) {
            let old = &before.unit;
            let message = words!(
                "satuan kolom `{name}` dulu `{old}`, jadi `unit` harus menyebut satuan lain",
                "the unit of the column `{name}` was `{old}`, so that `unit` must name another one"
            );
            self.mistake(code::BAD_VALUE, message, &factor.span);
        }
    }

    /// The gates on restated amounts name a released number, and a share.
    pub(super) fn restated(&mut self, table: ReleasedTable<'_>, stage: &StagePlan) {
        for (name, limit) in table.restated {
            let is_number = stage.schema.column(name).is_some_and(|column| column.kind.is_number());
            let is_key = table.key.iter().any(|key| key.value == *name);
            if !is_number || is_key || !table.is_public(name) {
                let message = words!(
                    "`{name}` bukan kolom angka yang dirilis di luar kunci",
                    "`{name}` is no released column of numbers outside of the key"
                );
                self.mistake(code::BAD_VALUE, message, &limit.span);
            }
            if share(limit).is_none() {
                let message =
                    words!("`{limit}` bukan persentase seperti `5%`", "`{limit}` is not a share such as `5%`");
                self.mistake(code::BAD_VALUE, message, &limit.span);
            }
        }
    }
}
