//! Intervals of ISO 8601 in whole days, months and years: how often data change, and how late they may be.

use chrono::{Datelike as _, Days, Months, NaiveDate};

/// A length of time: `P1M`, `P2W`, `P1Y6M`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Interval {
    months: u32,
    days: u32,
}

impl Interval {
    /// Reads `P1Y2M3D` or `P2W`; times of day and an interval of nothing are refused.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let mut rest = text.strip_prefix('P').filter(|rest| !rest.is_empty())?;
        let mut interval = Self::default();
        let mut left = if rest.ends_with('W') { &["W"][..] } else { &["Y", "M", "D"][..] };
        while !rest.is_empty() {
            let end = rest.find(|symbol: char| !symbol.is_ascii_digit())?;
            let number: u32 = rest.get(..end)?.parse().ok()?;
            let unit = rest.get(end..=end)?;
            let at = left.iter().position(|known| *known == unit)?;
            interval.add(number, unit)?;
            left = left.get(at + 1..)?;
            rest = rest.get(end + 1..)?;
        }
        Some(interval).filter(|interval| *interval != Self::default())
    }

    /// Reads a repetition without end: `R/P1M`.
    #[must_use]
    pub fn parse_repeated(text: &str) -> Option<Self> {
        Self::parse(text.strip_prefix("R/")?)
    }

    fn add(&mut self, number: u32, unit: &str) -> Option<()> {
        let (months, days) = match unit {
            "Y" => (number.checked_mul(12)?, 0),
            "M" => (number, 0),
            "W" => (0, number.checked_mul(7)?),
            _ => (0, number),
        };
        self.months = self.months.checked_add(months)?;
        self.days = self.days.checked_add(days)?;
        Some(())
    }

    /// The day that lies this much later. Whole months lead from the end of a month to the end of a month: what stood on
    /// 28 February is expected on 31 March.
    #[must_use]
    pub fn after(self, day: NaiveDate) -> Option<NaiveDate> {
        let later = day.checked_add_months(Months::new(self.months))?;
        let later = if self.days == 0 && is_last(day) { last_of_month(later)? } else { later };
        later.checked_add_days(Days::new(self.days.into()))
    }
}

fn is_last(day: NaiveDate) -> bool {
    day.succ_opt().is_some_and(|next| next.month() != day.month())
}

fn last_of_month(day: NaiveDate) -> Option<NaiveDate> {
    day.with_day(1)?.checked_add_months(Months::new(1))?.pred_opt()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(interval: &str, day: &str) -> String {
        Interval::parse(interval).unwrap().after(day.parse().unwrap()).unwrap().to_string()
    }

    #[test]
    fn an_interval_leads_from_day_to_day_and_from_end_of_month_to_end_of_month() {
        assert_eq!(after("P1M", "2026-01-31"), "2026-02-28");
        assert_eq!(after("P1M", "2026-02-28"), "2026-03-31");
        assert_eq!(after("P1M", "2026-02-15"), "2026-03-15");
        assert_eq!(after("P3M", "2026-11-30"), "2027-02-28");
        assert_eq!(after("P1Y", "2024-02-29"), "2025-02-28");
        assert_eq!(after("P2W", "2026-12-25"), "2027-01-08");
        assert_eq!(after("P1M5D", "2026-01-31"), "2026-03-05");
    }

    #[test]
    fn what_is_no_whole_number_of_days_months_or_years_is_refused() {
        for text in
            ["", "P", "1M", "PT1H", "P1D1M", "P1M1M", "P1W1D", "P-1D", "P1.5M", "P0D", "P99999999999Y", "p1m", "P1"]
        {
            assert_eq!(Interval::parse(text), None, "{text}");
        }
        assert_eq!(Interval::parse_repeated("R/P1M"), Interval::parse("P1M"));
        assert_eq!(["P1M", "R5/P1M", "R/", "bulanan"].map(Interval::parse_repeated), [None; 4]);
    }
}
