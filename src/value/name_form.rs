//! The form in which names are compared: without case, accents, punctuation, spacing, and the abbreviations of offices.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Words of names and the words that they stand for; a word that stands for nothing is left out.
///
/// Source: abbreviations and spellings in letters, budgets and registers of Indonesian cities.
const WORDS: &[(&str, &[&str])] = &[
    ("and", &[]),
    ("bag", &["bagian"]),
    ("bdn", &["badan"]),
    ("brt", &["barat"]),
    ("dan", &[]),
    ("dgn", &["dengan"]),
    ("din", &["dinas"]),
    ("dok", &["dokumen"]),
    ("empat", &["4"]),
    ("enam", &["6"]),
    ("i", &["1"]),
    ("ii", &["2"]),
    ("iii", &["3"]),
    ("iv", &["4"]),
    ("kab", &["kabupaten"]),
    ("kec", &["kecamatan"]),
    ("kel", &["kelurahan"]),
    ("kemen", &["kementerian"]),
    ("kementrian", &["kementerian"]),
    ("kerjasama", &["kerja", "sama"]),
    ("kodya", &["kota"]),
    ("kotamadya", &["kota"]),
    ("kp", &["kampung"]),
    ("lelang", &["tender"]),
    ("lima", &["5"]),
    ("pal", &["paal"]),
    ("pall", &["paal"]),
    ("pem", &["pemerintah"]),
    ("pemkab", &["pemerintah", "kabupaten"]),
    ("pemkot", &["pemerintah", "kota"]),
    ("pemprov", &["pemerintah", "provinsi"]),
    ("prop", &["provinsi"]),
    ("propinsi", &["provinsi"]),
    ("prov", &["provinsi"]),
    ("satu", &["1"]),
    ("sei", &["sungai"]),
    ("sel", &["selatan"]),
    ("set", &["sekretariat"]),
    ("simp", &["simpang"]),
    ("spg", &["simpang"]),
    ("tg", &["tanjung"]),
    ("tiga", &["3"]),
    ("tim", &["timur"]),
    ("tj", &["tanjung"]),
    ("tjg", &["tanjung"]),
    ("tujuh", &["7"]),
    ("ukm", &["usaha", "kecil", "menengah"]),
    ("unduh", &["download"]),
    ("unggah", &["upload"]),
    ("utr", &["utara"]),
    ("v", &["5"]),
    ("vi", &["6"]),
    ("vii", &["7"]),
    ("viii", &["8"]),
];

/// The words of a name in the form in which they are compared.
///
/// ```
/// use terbuka::value::name_form::words;
///
/// assert_eq!(words("Kec. Pal Merah"), ["kecamatan", "paal", "merah"]);
/// assert_eq!(words("Simp. IV Sipin"), words("Simpang 4 Sipin"));
/// ```
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in written_words(text) {
        match WORDS.binary_search_by_key(&word.as_str(), |(known, _)| known).ok().and_then(|at| WORDS.get(at)) {
            Some((_, meaning)) => words.extend(meaning.iter().map(|word| (*word).to_owned())),
            None => words.push(word),
        }
    }
    words
}

/// The words of a name without the spaces between them: `The Hok` and `Thehok` are one.
#[must_use]
pub fn form(text: &str) -> String {
    words(text).concat()
}

/// A text as written, but for case, accents, punctuation and double spaces.
#[must_use]
pub fn written(text: &str) -> String {
    written_words(text).join(" ")
}

/// Words in lower case without accents; a dot ends a word, but not a single letter: `Sei.Putri` is two words, `P.A.D` one.
fn written_words(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut letters = 0;
    for symbol in text.nfd().filter(|symbol| !is_combining_mark(*symbol)).flat_map(char::to_lowercase) {
        let joins = matches!(symbol, '\'' | '’' | '‘' | '`') || symbol == '.' && letters == 1;
        if symbol.is_alphanumeric() {
            words.last_mut().into_iter().for_each(|word| word.push(symbol));
            letters += 1;
            continue;
        }
        letters = 0;
        if !joins {
            words.push(String::new());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_of_words_is_in_order() {
        assert!(WORDS.is_sorted_by(|left, right| left.0 < right.0));
    }

    #[test]
    fn spellings_of_one_name_have_one_form() {
        for (left, right) in [
            ("Kec. Pal Merah", "KECAMATAN  PAALMERAH"),
            ("Simp. IV Sipin", "Simpang Empat Sipin"),
            ("Sei.Putri", "Sungai Putri"),
            ("The Hok", "THEHOK"),
            ("Kerjasama", "kerja sama"),
            ("Dinas Pekerjaan Umum & Penataan Ruang", "Din. Pekerjaan Umum dan Penataan Ruang"),
            ("P.A.D.", "PAD"),
            ("KemenPAN-RB", "Kemenpanrb"),
            ("Côte d’Ivoire", "Cote d'Ivoire"),
            ("Pemkot Jambi", "Pemerintah Kota Jambi"),
        ] {
            assert_eq!(form(left), form(right));
        }
    }

    #[test]
    fn numbers_keep_names_apart() {
        assert_ne!(form("Simpang III Sipin"), form("Simpang IV Sipin"));
        assert_ne!(form("BAST I"), form("BAST II"));
    }
}
