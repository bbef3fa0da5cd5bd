//! Kernel: account codes of the regional budget (kode rekening).

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Refusal, Status, dotted, null_marker};

mod chart;

/// Settings of an account column.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// The fiscal year, which decides the chart: `5.2` is another account up to 2020 than from 2021 on.
    pub fiscal_year: Option<i32>,
    /// Whether to name the account as well.
    pub lookup: bool,
}

/// The chart of accounts that a code belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Era {
    /// The first two levels look alike in both charts.
    #[serde(rename = "both")]
    Both,
    /// Fiscal years up to 2020.
    #[serde(rename = "13/2006")]
    Permendagri13,
    /// Fiscal years from 2021 on.
    #[serde(rename = "90/2019")]
    Permendagri90,
}

impl Era {
    const fn of_year(year: i32) -> Self {
        if year <= 2020 { Self::Permendagri13 } else { Self::Permendagri90 }
    }
}

impl fmt::Display for Era {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Both => "both",
            Self::Permendagri13 => "13/2006",
            Self::Permendagri90 => "90/2019",
        })
    }
}

/// An account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountCode {
    /// The code with every segment at its full width.
    pub canonical: String,
    /// 1 akun, 2 kelompok, 3 jenis, 4 objek, 5 rincian objek, 6 sub rincian objek.
    pub level: usize,
    /// The chart it belongs to.
    pub era: Era,
    /// The name, if asked for and known.
    pub name: Option<&'static str>,
    /// The name that stood after the code.
    pub written: Option<String>,
    /// `trailing_dot`, `zero_padded`, `with_name`, `not_in_chart`.
    pub flags: Vec<&'static str>,
}

/// A width per level, and the chart that writes codes so.
struct Form {
    era: Era,
    widths: &'static [usize],
}

/// Source: Permendagri 13/2006 annex A; Permendagri 90/2019 annex; the wider form of newer SIPD exports.
const FORMS: &[Form] = &[
    Form { era: Era::Permendagri13, widths: &[1, 1, 1, 2, 2] },
    Form { era: Era::Permendagri90, widths: &[1, 1, 2, 2, 2, 4] },
    Form { era: Era::Permendagri90, widths: &[1, 1, 2, 2, 3, 5] },
];

/// Reads an account code.
///
/// The width of the third segment tells the charts apart: `5.2.3` is of 13/2006, `5.2.03` of 90/2019. Zeros that a
/// spreadsheet dropped are put back when only one chart is possible. A name after the code is kept apart.
///
/// # Errors
///
/// Markers of absence; dropped zeros that either chart could have had; the two widths of 90/2019 mixed in one code;
/// a chart that is not that of the fiscal year; any other shape.
///
/// ```
/// use terbuka::value::account_code::{Era, Options, parse};
///
/// let code = parse("5.1.02.", &Options::default()).unwrap();
/// assert_eq!((code.canonical.as_str(), code.level, code.era), ("5.1.02", 3, Era::Permendagri90));
/// ```
pub fn parse(text: &str, options: &Options) -> Result<AccountCode, Refusal> {
    if let Some(missing) = null_marker::classify(text) {
        return Err(missing.refusal());
    }
    let code = dotted::split(text)?;
    let widths: Vec<usize> = code.segments.iter().map(|segment| segment.len()).collect();
    if !code.segments.iter().all(|segment| segment.bytes().any(|byte| byte.is_ascii_digit() && byte != b'0')) {
        return Err(Refusal::invalid("bad_shape"));
    }
    if widths.starts_with(&[1, 1, 2, 2]) && matches!(widths[4..], [2, 5] | [3, 4]) {
        return Err(Refusal::invalid("mixed_width"));
    }
    let mut account = chosen(&code.segments, options.fiscal_year.map(Era::of_year))?;
    account.written = code.name.map(str::to_owned);
    account.flags.splice(0..0, code.flags);
    if options.lookup { named(account) } else { Ok(account) }
}

/// The one reading of the segments: with whole widths if there is one, else with zeros put back.
fn chosen(segments: &[&str], year_era: Option<Era>) -> Result<AccountCode, Refusal> {
    let fits = |form: &&Form| year_era.is_none_or(|era| era == form.era);
    let whole: Vec<AccountCode> = FORMS.iter().filter_map(|form| whole(segments, form)).collect();
    let padded = FORMS.iter().filter(fits).filter_map(|form| padded(segments, form));
    match (whole.as_slice(), year_era) {
        ([], _) => only(padded.collect()),
        ([account], None) => Ok(account.clone()),
        ([account, ..], None) => Ok(AccountCode { era: common_era(&whole), ..account.clone() }),
        (accounts, Some(era)) => match accounts.iter().find(|account| account.era == era) {
            Some(account) => Ok(account.clone()),
            // `5.2.3` in 2021 lost a zero; `5.2.03` in 2019 has one too many for its chart.
            None => only(padded.collect()).map_err(|_| Refusal::invalid("era_mismatch")),
        },
    }
}

fn common_era(accounts: &[AccountCode]) -> Era {
    let first = accounts.first().map_or(Era::Both, |account| account.era);
    if accounts.iter().all(|account| account.era == first) { first } else { Era::Both }
}

fn only(mut readings: Vec<AccountCode>) -> Result<AccountCode, Refusal> {
    readings.dedup_by(|one, other| one.canonical == other.canonical && one.era == other.era);
    match readings.len() {
        0 => Err(Refusal::invalid("bad_shape")),
        1 => Ok(readings.remove(0)),
        _ => {
            let candidates = readings.iter().map(|account| format!("{}:{}", account.era, account.canonical)).collect();
            Err(Refusal::ambiguous("zero_loss", candidates))
        }
    }
}

fn whole(segments: &[&str], form: &Form) -> Option<AccountCode> {
    let same = segments.iter().zip(form.widths).all(|(segment, width)| segment.len() == *width);
    (same && segments.len() <= form.widths.len()).then(|| account(segments.join("."), segments.len(), form.era))
}

fn padded(segments: &[&str], form: &Form) -> Option<AccountCode> {
    let canonical = dotted::pad(segments, form.widths)?;
    let mut account = account(canonical, segments.len(), form.era);
    account.flags.push("zero_padded");
    Some(account)
}

const fn account(canonical: String, level: usize, era: Era) -> AccountCode {
    AccountCode { canonical, level, era, name: None, written: None, flags: Vec::new() }
}

/// Adds the name; without a year the same digits may name two accounts.
fn named(mut account: AccountCode) -> Result<AccountCode, Refusal> {
    if account.era == Era::Both {
        let eras = [Era::Permendagri13, Era::Permendagri90];
        let names = eras.iter().filter_map(|&era| Some(format!("{era}:{}", chart::name(&account.canonical, era)?)));
        return Err(Refusal { status: Status::Ambiguous, reason: "era_unknown", candidates: names.collect() });
    }
    account.name = chart::name(&account.canonical, account.era);
    if account.name.is_none() {
        account.flags.push("not_in_chart");
    }
    Ok(account)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shown(text: &str, fiscal_year: Option<i32>) -> String {
        match parse(text, &Options { fiscal_year, lookup: false }) {
            Ok(code) => format!("{} {} {}", code.canonical, code.era, code.flags.join(" ")).trim_end().to_owned(),
            Err(refusal) => format!("{} {}", refusal.reason, refusal.candidates.join(" ")).trim_end().to_owned(),
        }
    }

    #[test]
    fn widths_tell_the_chart() {
        let table = [
            ("5", "5 both"),
            ("5.2", "5.2 both"),
            ("5.2.3", "5.2.3 13/2006"),
            ("5.2.2.03.12", "5.2.2.03.12 13/2006"),
            ("5.2.03", "5.2.03 90/2019"),
            ("5.1.02.02.12.0001", "5.1.02.02.12.0001 90/2019"),
            ("5.1.02.02.001.00063", "5.1.02.02.001.00063 90/2019"),
            ("5.1.02.", "5.1.02 90/2019 trailing_dot"),
            ("5.1.02 Belanja Barang", "5.1.02 90/2019 with_name"),
            ("5.1.2.2", "zero_loss 13/2006:5.1.2.02 90/2019:5.1.02.02"),
            ("5.1.02.04.01.00002", "mixed_width"),
            ("5.1.02.00", "bad_shape"),
            ("1.03.05", "bad_shape"),
            ("5,1", "bad_shape"),
            ("-", "dash"),
        ];
        for (text, expected) in table {
            assert_eq!(shown(text, None), expected, "{text}");
        }
    }

    #[test]
    fn year_decides_between_charts() {
        let table = [
            ("5.2", 2019, "5.2 13/2006"),
            ("5.2", 2021, "5.2 90/2019"),
            ("5.1.2.2", 2021, "5.1.02.02 90/2019 zero_padded"),
            ("5.1.2.2", 2019, "5.1.2.02 13/2006 zero_padded"),
            ("5.2.3", 2021, "5.2.03 90/2019 zero_padded"),
            ("5.2.03", 2019, "era_mismatch"),
            ("5.1.2.2.1", 2021, "zero_loss 90/2019:5.1.02.02.01 90/2019:5.1.02.02.001"),
        ];
        for (text, year, expected) in table {
            assert_eq!(shown(text, Some(year)), expected, "{text} {year}");
        }
    }

    #[test]
    fn name_depends_on_the_year() {
        let name = |fiscal_year| parse("5.2", &Options { fiscal_year, lookup: true }).map(|code| code.name);
        assert_eq!(name(Some(2019)), Ok(Some("BELANJA LANGSUNG")));
        assert_eq!(name(Some(2021)), Ok(Some("BELANJA MODAL")));
        assert_eq!(name(None).unwrap_err().reason, "era_unknown");
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "([0-9.]{0,20}|.{0,30})") {
            let _ = parse(&text, &Options::default());
            let _ = parse(&text, &Options { fiscal_year: Some(2021), lookup: true });
        }
    }
}
