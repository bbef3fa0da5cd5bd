//! Kernel: the currency and scale that a column header declares: `(dalam ribuan rupiah)`, `(Rp juta)`.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::numeral::currency::{self, Currency};
use super::numeral::header_scale::HeaderScale;
use super::numeral::lexer::{self, Kind, Token};
use super::numeral::scale_word::{self, Scale, ScaleM, Vocabulary};
use super::{Refusal, Status};

/// How headers are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(deny_unknown_fields, default)]
pub struct Options {
    /// What a lower-case `m` beside a currency means; without it `(Rp m)` is refused.
    pub scale_m: Option<ScaleM>,
}

/// What a header says of the numbers below it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UnitHeader {
    /// The currency; none for `(dalam jutaan)`.
    pub currency: Option<Currency>,
    /// The factor for the numbers of the column.
    pub scale: HeaderScale,
}

/// Reads a header.
///
/// ```
/// use terbuka::value::unit_header::{self, Options};
///
/// let header = unit_header::parse("Realisasi (Milyar Rp)", &Options::default());
/// assert_eq!(header.map(|header| header.scale.zeros()), Ok(9));
/// ```
///
/// # Errors
///
/// `no_unit` (not found) for a header without currency or scale, `multiple_scales` for two scales, `not_a_scale` for
/// a number beside the currency that is no power of ten, `scale_m_lowercase`, and the refusals of currencies.
pub fn parse(text: &str, options: &Options) -> Result<UnitHeader, Refusal> {
    // `Rp/unit` is a currency and what it is paid for.
    let text = text.replace('/', " / ");
    let tokens = lexer::tokens(&text);
    let mut others = tokens.clone();
    let currency = currency::take(&mut others)?;
    let header = Header { tokens: &tokens, others: &others };
    let mut scale = None;
    for (at, token) in tokens.iter().enumerate() {
        let Some(found) = header.scale(at, *token, options)? else {
            continue;
        };
        if scale.is_some_and(|before| before != found) {
            return Err(Refusal::invalid("multiple_scales"));
        }
        scale = Some(found);
    }
    let scale = scale.or_else(|| currency.and(HeaderScale::of_zeros(0)));
    scale.map(|scale| UnitHeader { currency, scale }).ok_or(Refusal::new(Status::NotFound, "no_unit"))
}

/// How many tokens away a currency may stand from its scale.
const REACH: usize = 4;

/// The tokens of a header, and those that do not name its currency.
struct Header<'a> {
    tokens: &'a [Token<'a>],
    others: &'a [Token<'a>],
}

impl Header<'_> {
    /// The scale that one token states.
    fn scale(&self, at: usize, token: Token<'_>, options: &Options) -> Result<Option<HeaderScale>, Refusal> {
        match token.kind {
            Kind::Word if self.is_beside_currency(at) => self.word(at, Vocabulary::Money(options.scale_m)),
            Kind::Word if self.has_currency() || self.is_stated(at) => self.word(at, Vocabulary::Plain),
            Kind::Number if self.is_one_scale(at) => Ok(None),
            Kind::Number if self.is_beside_currency(at) => zeros(token.text).map(Some),
            Kind::Number if token.text.starts_with("000") && self.has_currency() => zeros(token.text).map(Some),
            _ => Ok(None),
        }
    }

    /// `ribuan`, `juta`, `jt`, and `M` beside a currency; a number before it makes it an amount, not a scale.
    fn word(&self, at: usize, vocabulary: Vocabulary) -> Result<Option<HeaderScale>, Refusal> {
        let Some(token) = self.tokens.get(at) else {
            return Ok(None);
        };
        let before = at.checked_sub(1).and_then(|before| self.tokens.get(before));
        let tens = before.and_then(|before| tens(before.text));
        if before.is_some_and(|before| before.is_word("belasan")) {
            return Err(Refusal::invalid("not_a_scale"));
        }
        let found = match tens_alone(token, self.tokens.get(at + 1), vocabulary) {
            Some(zeros) => HeaderScale::of_zeros(zeros),
            None => scale_named(token.text, vocabulary)?.map(|scale| times_ten(scale, tens)).transpose()?,
        };
        let counted =
            if tens.is_some() { at.checked_sub(2).and_then(|before| self.tokens.get(before)) } else { before };
        if found.is_some() && counted.is_some_and(|before| before.kind == Kind::Number && before.text != "1") {
            return Err(Refusal::invalid("not_a_scale"));
        }
        Ok(found)
    }

    /// Without a currency a scale is stated by `dalam`, by standing first in brackets, or by standing alone.
    fn is_stated(&self, at: usize) -> bool {
        let mut before = self.tokens.get(..at).unwrap_or_default().iter().rev();
        match before.find(|before| tens(before.text).is_none()) {
            Some(before) => before.is_sign('(') || before.is_word("dalam") || before.is_word("dlm"),
            None => self.tokens.len() == 1,
        }
    }

    fn has_currency(&self) -> bool {
        self.others.len() < self.tokens.len()
    }

    /// Whether a token before or behind names the currency, what carries no meaning (`Rp'000`, `Rp x 1.000`) apart.
    fn is_beside_currency(&self, at: usize) -> bool {
        let mut before = (0..at).rev().take(REACH).skip_while(|before| self.is_filler(*before));
        let mut behind = (at + 1..self.tokens.len()).take(REACH).skip_while(|behind| self.is_filler(*behind));
        [before.next(), behind.next()].into_iter().flatten().any(|near| self.names_currency(near))
            && !self.names_currency(at)
    }

    fn is_filler(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|token| {
            matches!(token.kind, Kind::Sign('\'' | '’' | '×' | '*' | '.'))
                || ["x", "dalam", "dlm"].iter().any(|word| token.is_word(word))
                || token.text == "1"
                || tens(token.text).is_some()
        })
    }

    /// The `1` of `Rp 1 juta`.
    fn is_one_scale(&self, at: usize) -> bool {
        let scale = |token: &Token<'_>| scale_word::zeros(token.text).is_some();
        self.tokens.get(at).is_some_and(|token| token.text == "1") && self.tokens.get(at + 1).is_some_and(scale)
    }

    fn names_currency(&self, at: usize) -> bool {
        let is_other = |token: &Token<'_>| self.others.binary_search_by_key(&token.start, |other| other.start).is_ok();
        self.tokens.get(at).is_some_and(|token| !is_other(token))
    }
}

/// The power of ten of `puluhan` and `ratusan`, which multiply the scale word behind them.
fn tens(word: &str) -> Option<u32> {
    let same = |known: &str| known.eq_ignore_ascii_case(word);
    match () {
        () if same("puluhan") || same("puluh") => Some(1),
        () if same("ratusan") || same("ratus") => Some(2),
        () => None,
    }
}

/// `(ratusan rupiah)`: beside a currency and with no scale word behind, the tens are the scale.
fn tens_alone(token: &Token<'_>, next: Option<&Token<'_>>, vocabulary: Vocabulary) -> Option<u32> {
    let scale_follows = next.is_some_and(|next| matches!(scale_named(next.text, vocabulary), Ok(Some(_)) | Err(_)));
    tens(token.text).filter(|_| matches!(vocabulary, Vocabulary::Money(_)) && !scale_follows)
}

fn times_ten(scale: HeaderScale, tens: Option<u32>) -> Result<HeaderScale, Refusal> {
    let zeros = u32::try_from(scale.zeros()).unwrap_or(0) + tens.unwrap_or(0);
    HeaderScale::of_zeros(zeros).ok_or(Refusal::invalid("not_a_scale"))
}

/// The scale a word names; a word that only looks like one is refused, since scale 1 would be a factor wrong.
fn scale_named(word: &str, vocabulary: Vocabulary) -> Result<Option<HeaderScale>, Refusal> {
    let stem = word.strip_suffix("an").or_else(|| word.strip_suffix("AN")).unwrap_or(word);
    match scale_word::find(stem, vocabulary) {
        Some(Scale::Zeros(zeros, _)) if zeros >= 3 => Ok(HeaderScale::of_zeros(zeros)),
        Some(Scale::UndecidedM) => {
            Err(Refusal::ambiguous("scale_m_lowercase", vec!["1000000".to_owned(), "1000000000".to_owned()]))
        }
        None if resembles_scale(word) => Err(Refusal::invalid("not_a_scale")),
        _ => Ok(None),
    }
}

fn resembles_scale(word: &str) -> bool {
    let lower = word.to_lowercase();
    ["rib", "jut", "milia", "mily", "mill", "bill", "tril", "thous"]
        .iter()
        .any(|beginning| lower.starts_with(beginning))
}

/// `000` and `1.000` are a thousand, `000.000` and `1.000.000` a million.
fn zeros(text: &str) -> Result<HeaderScale, Refusal> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let zeros = digits.strip_prefix('1').unwrap_or(&digits);
    let whole = zeros.bytes().all(|digit| digit == b'0') && zeros.len().is_multiple_of(3);
    let scale = u32::try_from(zeros.len()).ok().and_then(HeaderScale::of_zeros);
    scale.filter(|_| whole).ok_or(Refusal::invalid("not_a_scale"))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn header(text: &str) -> String {
        match parse(text, &Options::default()) {
            Ok(header) => {
                let currency = header.currency.map_or("none", Currency::code);
                format!("{currency} 10^{}", header.scale.zeros())
            }
            Err(refusal) => refusal.reason.to_owned(),
        }
    }

    #[test]
    fn headers_declare_currency_and_scale() {
        for (text, expected) in [
            ("(dalam ribuan rupiah)", "IDR 10^3"),
            ("(Rp juta)", "IDR 10^6"),
            ("(Rp'000)", "IDR 10^3"),
            ("(Rp. 000,-)", "IDR 10^3"),
            ("(000 Rp)", "IDR 10^3"),
            ("(dalam Rp 1.000)", "IDR 10^3"),
            ("(Rp 1.000.000)", "IDR 10^6"),
            ("Realisasi (Milyar Rp)", "IDR 10^9"),
            ("RKA SIPD (Rp.)", "IDR 10^0"),
            ("dalam satuan rupiah", "IDR 10^0"),
            ("(Rp M)", "IDR 10^9"),
            ("Anggaran 2019 (Rp juta)", "IDR 10^6"),
            ("(juta USD)", "USD 10^6"),
            ("(dalam jutaan)", "none 10^6"),
            ("(Rp m)", "scale_m_lowercase"),
            ("Panjang (m)", "no_unit"),
            ("Uraian", "no_unit"),
            ("Bantuan 1 juta pohon", "no_unit"),
            ("Penduduk (ribu jiwa)", "none 10^3"),
            ("Dana 5 juta (Rp)", "not_a_scale"),
            ("(Rp ribbuan)", "not_a_scale"),
            ("Barang Milik Daerah (Rp)", "IDR 10^0"),
            ("Pagu > Rp 200 juta", "not_a_scale"),
            ("(Rp juta / Rp miliar)", "multiple_scales"),
            ("(Rp/USD)", "multiple_currencies"),
            ("Harga (Rp/unit)", "IDR 10^0"),
            ("(Rp x 1.000)", "IDR 10^3"),
            ("(Rp 1 Jt)", "IDR 10^6"),
            ("(dlm jt Rp)", "IDR 10^6"),
            ("(Rp dlm M)", "IDR 10^9"),
            ("Nilai (000) Rp", "IDR 10^3"),
            ("Nilai Rp.'000,-", "IDR 10^3"),
            ("(DALAM JUTAAN RUPIAH)", "IDR 10^6"),
            ("(dalam puluhan ribu rupiah)", "IDR 10^4"),
            ("(dalam ratusan ribu rupiah)", "IDR 10^5"),
            ("(dalam ratusan juta rupiah)", "IDR 10^8"),
            ("(Rp ratusan juta)", "IDR 10^8"),
            ("(Rp puluhan M)", "IDR 10^10"),
            ("(dalam puluhan ribu)", "none 10^4"),
            ("(ratusan rupiah)", "IDR 10^2"),
            ("(belasan juta rupiah)", "not_a_scale"),
            ("(billion Rupiah)", "IDR 10^9"),
            ("(in millions of EUR)", "EUR 10^6"),
        ] {
            assert_eq!(header(text), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_header_is_read_or_refused(text in "\\PC*") {
            let _ = parse(&text, &Options::default());
        }
    }
}
