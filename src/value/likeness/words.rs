//! The words of a name as they are compared: abbreviations written out, and which of them tell names apart.

use crate::value::name_form;

/// Abbreviations beyond those of [`name_form`], and what they stand for; what stands for nothing is left out.
///
/// Source: street signs, registers of schools and clinics, letters and contracts of Indonesian cities.
const WORDS: &[(&str, &str)] = &[
    ("brigjen", "brigadir jenderal"),
    ("dirjen", "direktorat jenderal"),
    ("ditjen", "direktorat jenderal"),
    ("gg", "gang"),
    ("jend", "jenderal"),
    ("jendral", "jenderal"),
    ("jl", "jalan"),
    ("jln", "jalan"),
    ("kapt", "kapten"),
    ("kesra", "kesejahteraan rakyat"),
    ("kol", "kolonel"),
    ("letjen", "letnan jenderal"),
    ("letkol", "letnan kolonel"),
    ("lr", "lorong"),
    ("lrg", "lorong"),
    ("mayjen", "mayor jenderal"),
    ("mhd", "muhammad"),
    ("moch", "muhammad"),
    ("moh", "muhammad"),
    ("mohammad", "muhammad"),
    ("mohd", "muhammad"),
    ("mtsn", "mts negeri"),
    ("muh", "muhammad"),
    ("muhamad", "muhammad"),
    ("persero", ""),
    ("pkm", "puskesmas"),
    ("pusk", "puskesmas"),
    ("rs", "rumah sakit"),
    ("rsud", "rumah sakit umum daerah"),
    ("sdm", "sumber daya manusia"),
    ("sdn", "sd negeri"),
    ("setda", "sekretariat daerah"),
    ("sman", "sma negeri"),
    ("smkn", "smk negeri"),
    ("smpn", "smp negeri"),
    ("tbk", ""),
];

/// Words for the kind of thing that a name names: they weigh little, but two kinds are never one.
const KINDS: &[&str] = &[
    "badan",
    "bagian",
    "balai",
    "bidang",
    "cv",
    "desa",
    "dinas",
    "direktorat",
    "dusun",
    "fa",
    "firma",
    "gang",
    "jalan",
    "kabupaten",
    "kantor",
    "kecamatan",
    "kelurahan",
    "kementerian",
    "kota",
    "koperasi",
    "lembaga",
    "lorong",
    "negara",
    "pd",
    "perum",
    "perumda",
    "provinsi",
    "pt",
    "satuan",
    "sekretariat",
    "ud",
    "upt",
    "uptd",
    "yayasan",
];

/// Kinds of firms: the order of the words of their names counts.
const FIRMS: &[&str] = &["cv", "fa", "firma", "koperasi", "pd", "pt", "ud"];

/// Words that set names apart which are alike in all others.
const TELLING: &[&str] = &[
    "atas", "barat", "baru", "bawah", "belum", "besar", "bukan", "dalam", "hilir", "hulu", "ilir", "kanan", "kecil",
    "kiri", "lama", "luar", "ma", "mi", "mts", "muka", "non", "sd", "selatan", "sma", "smk", "smp", "sudah", "tanpa",
    "tengah", "tenggara", "tidak", "timur", "tk", "ulu", "utara",
];

/// What a word does in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// It names.
    Plain,
    /// It says what kind of thing is named.
    Kind,
    /// It sets alike names apart.
    Telling,
    /// It numbers: a number, or a single letter.
    Number,
}

/// A word of a name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// The word in lower case, without accents, written out.
    pub text: String,
    /// What it does.
    pub role: Role,
    /// Whether a full stop says that its end was left out.
    pub is_cut: bool,
}

impl Word {
    fn new(text: String, is_cut: bool) -> Self {
        let role = role(&text);
        Self { text, role, is_cut }
    }

    /// Whether it is a kind of firm.
    #[must_use]
    pub fn is_firm(&self) -> bool {
        FIRMS.contains(&self.text.as_str())
    }
}

fn role(text: &str) -> Role {
    if KINDS.contains(&text) {
        return Role::Kind;
    }
    let is_roman = text.chars().all(|letter| matches!(letter, 'i' | 'v' | 'x'));
    let is_number = is_roman || text.chars().count() == 1 || text.chars().all(|letter| letter.is_ascii_digit());
    match TELLING.binary_search(&text) {
        Ok(_) => Role::Telling,
        Err(_) if is_number => Role::Number,
        Err(_) => Role::Plain,
    }
}

/// The words of a name.
///
/// ```
/// use terbuka::value::likeness::words::words;
///
/// let texts = |name| words(name).into_iter().map(|word| word.text).collect::<Vec<_>>();
/// assert_eq!(texts("SDN 47 Kota Jambi"), texts("SD Negeri 47, Kota Jambi"));
/// assert_eq!(texts("Simpang lV Sipin"), ["simpang", "4", "sipin"]);
/// ```
#[must_use]
pub fn words(text: &str) -> Vec<Word> {
    let cut = cut_words(text);
    let mut words = Vec::new();
    for word in name_form::words(text) {
        match WORDS.binary_search_by_key(&word.as_str(), |(known, _)| known).ok().and_then(|at| WORDS.get(at)) {
            Some((_, meaning)) => {
                words.extend(meaning.split_whitespace().map(|word| Word::new(word.to_owned(), false)));
            }
            None => {
                let is_cut = cut.contains(&word);
                words.push(Word::new(numeral(&word).map_or(word, str::to_owned), is_cut));
            }
        }
    }
    words
}

/// The words of a name with the abbreviations left as they are that only [`words`] writes out.
#[must_use]
pub fn short_words(text: &str) -> Vec<Word> {
    name_form::words(text).into_iter().map(|word| Word::new(word, false)).collect()
}

/// The words of a name without the spaces between them.
#[must_use]
pub fn form(words: &[Word]) -> String {
    words.iter().map(|word| word.text.as_str()).collect()
}

/// Each two neighbours written as one word.
#[must_use]
pub fn joined(words: &[Word]) -> Vec<Word> {
    let join = |pair: &[Word]| Word { text: form(pair), role: Role::Plain, is_cut: false };
    words.windows(2).map(join).collect()
}

/// Words of three letters and more that end with a full stop inside the text.
fn cut_words(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let pieces: Vec<&str> = lower.split('.').collect();
    let ends = pieces.iter().take(pieces.len().saturating_sub(1));
    let word = |piece: &&str| piece.rsplit(|letter: char| !letter.is_alphanumeric()).next().map(str::to_owned);
    ends.filter_map(word).filter(|word| word.len() >= 3).collect()
}

/// The number that a Roman numeral means whose letters were confused: `lll`, `lV`, `1V`.
fn numeral(word: &str) -> Option<&'static str> {
    let has_letter = word.chars().any(char::is_alphabetic);
    if !has_letter || word.len() < 2 || !word.contains(['l', '1', '|']) {
        return None;
    }
    match word.replace(['l', '1', '|'], "i").as_str() {
        "ii" => Some("2"),
        "iii" => Some("3"),
        "iv" => Some("4"),
        "vi" => Some("6"),
        "vii" => Some("7"),
        "viii" => Some("8"),
        "ix" => Some("9"),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tables_are_in_order() {
        assert!(WORDS.is_sorted_by(|left, right| left.0 < right.0));
        assert!(TELLING.is_sorted());
    }

    #[test]
    fn roles_are_told_apart() {
        let roles: Vec<Role> = words("Kel. Kenali Asam Atas 3").into_iter().map(|word| word.role).collect();
        assert_eq!(roles, [Role::Kind, Role::Plain, Role::Plain, Role::Telling, Role::Number]);
    }

    #[test]
    fn a_full_stop_cuts_a_word() {
        let cut: Vec<bool> = words("Din. Kesej. Rakyat").into_iter().map(|word| word.is_cut).collect();
        assert_eq!(cut, [false, true, false]);
    }
}
