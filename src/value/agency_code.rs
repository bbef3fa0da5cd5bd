//! Kernel: codes of the agencies of a regional government (kode SKPD).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::{Refusal, dotted, null_marker};

/// Settings of an agency column; there are none.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {}

/// An agency code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AgencyCode {
    /// The whole code.
    pub canonical: String,
    /// The one to three fields of government of the agency: `1.03`.
    pub fields: Vec<String>,
    /// The number of the agency: `01`.
    pub sequence: String,
    /// The unit below it; `0000` is the agency itself.
    pub unit: String,
    /// `trailing_dot`, `with_name`.
    pub flags: Vec<&'static str>,
}

const WIDTHS: [usize; 8] = [1, 2, 1, 2, 1, 2, 2, 4];

/// Reads an agency code: three fields of government (`0.00` for none), sequence, unit.
///
/// # Errors
///
/// Markers of absence; any other shape, that of Permendagri 13/2006 (`1.03.01.01`) among them.
///
/// ```
/// use terbuka::value::agency_code::{Options, parse};
///
/// let code = parse("2.16.2.20.2.21.01.0000", &Options::default()).unwrap();
/// assert_eq!(code.fields, ["2.16", "2.20", "2.21"]);
/// ```
pub fn parse(text: &str, _options: &Options) -> Result<AgencyCode, Refusal> {
    if let Some(missing) = null_marker::classify(text) {
        return Err(missing.refusal());
    }
    let code = dotted::split(text)?;
    let whole = code.segments.len() == WIDTHS.len()
        && code.segments.iter().zip(WIDTHS).all(|(segment, width)| segment.len() == width)
        && code.segments.iter().all(|segment| segment.bytes().all(|byte| byte.is_ascii_digit()));
    let fields = fields(&code.segments);
    if !whole || fields.is_empty() {
        return Err(Refusal::invalid("bad_shape"));
    }
    let segment = |place: usize| code.segments.get(place).copied().unwrap_or_default().to_owned();
    Ok(AgencyCode {
        canonical: code.segments.join("."),
        fields,
        sequence: segment(6),
        unit: segment(7),
        flags: code.flags,
    })
}

fn fields(segments: &[&str]) -> Vec<String> {
    let pairs = segments.iter().take(6).copied().collect::<Vec<_>>();
    pairs.chunks(2).map(|pair| pair.join(".")).filter(|field| field != "0.00").collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn fields_sequence_and_unit_are_parted() {
        let code = parse("1.01.2.22.0.00.02.0001", &Options::default()).unwrap();
        assert_eq!(code.fields, ["1.01", "2.22"]);
        assert_eq!((code.sequence.as_str(), code.unit.as_str()), ("02", "0001"));
    }

    #[test]
    fn other_shapes_are_refused() {
        for text in ["1.03.01.01", "0.00.0.00.0.00.01.0000", "1.03.0.00.0.00.1.0000", "Dinas PUPR"] {
            assert_eq!(parse(text, &Options::default()).unwrap_err().reason, "bad_shape", "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_answered(text in "([0-9.]{0,24}|.{0,30})") {
            let _ = parse(&text, &Options::default());
        }
    }
}
