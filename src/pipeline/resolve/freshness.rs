//! How often a dataset changes and how late it may be: intervals that can be counted.

use super::Resolver;
use crate::{diagnostic::code, pipeline::interval::Interval, words};

impl Resolver<'_> {
    pub(super) fn freshness(&mut self) {
        let frequency = self.pipeline.frequency.as_ref();
        if let Some(written) = frequency.filter(|written| Interval::parse_repeated(written).is_none()) {
            let message = words!(
                "`{written}` bukan pengulangan ISO 8601 dalam hari, bulan, atau tahun",
                "`{written}` is no repetition of ISO 8601 in days, months or years"
            );
            let help = words!(
                "tulis misalnya `R/P1D`, `R/P1W`, `R/P1M`, `R/P3M`, atau `R/P1Y`",
                "write such as `R/P1D`, `R/P1W`, `R/P1M`, `R/P3M` or `R/P1Y`"
            );
            self.mistake(code::BAD_VALUE, message, &written.span).help = Some(help);
        }
        let gates = self.pipeline.release.as_ref().map(|release| &release.gates);
        let Some(grace) = gates.and_then(|gates| gates.freshness.grace.as_ref()) else { return };
        if Interval::parse(grace).is_none() {
            let message =
                words!("`{grace}` bukan jangka waktu seperti `P5D`", "`{grace}` is no interval such as `P5D`");
            self.mistake(code::BAD_VALUE, message, &grace.span);
        }
        if frequency.is_none() {
            let message = words!(
                "`grace` tidak berarti tanpa `frequency`: tidak ada hari yang ditunggu",
                "`grace` means nothing without `frequency`: no day is expected"
            );
            let help = words!("tambahkan `frequency: R/P1M`", "add `frequency: R/P1M`");
            self.mistake(code::BAD_VALUE, message, &grace.span).help = Some(help);
        }
    }
}
