//! Lists that values are looked up in: lookup files and reference lists, by normal form, alias and score.

mod memory;
mod near;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use memory::Memory;
pub use near::{DEFAULT_SCORE, MARGIN};
use near::{Index, Verdict};

use super::{Cell, evaluate::Fault};
use crate::{
    diagnostic::{Code, code},
    value::{
        alias::{Alias, Doubt, Relation},
        likeness::{Spelling, around::Around, words},
    },
    words,
};

/// What becomes of values that the list does not know.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unknown {
    /// The row is refused.
    #[default]
    Refuse,
    /// The value stays as it is.
    Keep,
    /// The value becomes empty.
    Empty,
}

/// What a text was found to mean.
type Answer = Result<Cell<'static>, Fault>;

/// A list of spellings and what each stands for.
#[derive(Clone, Debug, Default)]
pub struct Lookup {
    /// What the list is called in messages.
    pub name: String,
    /// What each normal form stands for; several targets are ambiguous.
    spellings: BTreeMap<String, BTreeSet<String>>,
    /// The same for names, which are known by abbreviations and other spacing too.
    names: BTreeMap<String, BTreeSet<String>>,
    /// Forms that mean something outside the list as well.
    shared: BTreeSet<String>,
    /// The spellings that are compared by score, with what they stand for.
    compared: Vec<(Spelling, String)>,
    /// Words that may stand around every name.
    around: Vec<String>,
    /// The least score from 0 to 1 at which an unknown spelling is taken for a known one; none takes exact forms only.
    pub fuzzy: Option<f64>,
    /// What becomes of values that the list does not know.
    pub unknown: Unknown,
    /// The code of a refusal.
    pub code: Option<Code>,
    /// Made when the first text is no exact form.
    index: Arc<OnceLock<Index>>,
    memory: Arc<Memory>,
}

impl Lookup {
    /// An empty list.
    #[must_use]
    pub fn new(name: &str, code: Code, unknown: Unknown) -> Self {
        Self { name: name.to_owned(), unknown, code: Some(code), ..Self::default() }
    }

    /// The list with words that may stand around every name of it: `Kelurahan`, `Kota Jambi`.
    #[must_use]
    pub fn around(mut self, phrases: &[String]) -> Self {
        self.around = phrases.to_vec();
        self
    }

    /// Adds a spelling and what it stands for.
    pub fn insert(&mut self, spelling: &str, target: &str) {
        self.insert_form(spelling, target);
        self.compare(spelling, target, false);
    }

    fn insert_form(&mut self, spelling: &str, target: &str) {
        self.spellings.entry(normal_form(spelling)).or_default().insert(target.to_owned());
    }

    fn compare(&mut self, text: &str, target: &str, is_abbreviation: bool) {
        // The place in the list stands for the target until the index is made.
        let spelling = Spelling { text: text.to_owned(), target: self.compared.len(), is_abbreviation };
        self.compared.push((spelling, target.to_owned()));
    }

    /// Adds a name, alias or key of a reference list and what it stands for: `Kec. Pal Merah` is `Kecamatan Paal Merah`
    /// too.
    ///
    /// The remark of an alias is heeded: words that name several entries together are no spelling, and an abbreviation
    /// that collides with one outside the list is refused. Keys are never compared by score, and aliases of one word
    /// hardly: they are mostly abbreviations.
    pub fn insert_name(&mut self, relation: Relation, alias: &Alias, target: &str) {
        let words = words::words(&alias.text);
        let form = words::form(&words);
        match alias.doubt() {
            Some(Doubt::Press | Doubt::Generic) => return,
            Some(Doubt::Collision | Doubt::Acronym) => self.shared.extend([normal_form(&alias.text), form.clone()]),
            None => {}
        }
        // `Kepulauan Cocos (Keeling)` is written without the brackets as well.
        let bare = Alias::parse(&alias.text);
        if relation == Relation::Name && !bare.remark.is_empty() {
            self.insert_name(relation, &bare, target);
        }
        self.insert_form(&alias.text, target);
        self.names.entry(form).or_default().insert(target.to_owned());
        if relation != Relation::Code {
            self.compare(&alias.text, target, relation != Relation::Name && words.len() == 1);
        }
    }

    /// What a text stands for.
    ///
    /// # Errors
    /// When the list does not know it and says that such rows are refused, or knows it as several things.
    pub fn find<'a>(&self, text: &str) -> Result<Cell<'a>, Fault> {
        let form = normal_form(text);
        match self.spellings.get(&form) {
            Some(targets) => self.known(text, &form, targets),
            None => self.memory.answer(text, || self.search(text)),
        }
    }

    /// Whether the list knows a text exactly, or by an abbreviation or other spacing.
    #[must_use]
    pub fn knows(&self, text: &str) -> bool {
        self.spellings.contains_key(&normal_form(text)) || self.named(text).is_some()
    }

    /// Whether a text is taken for an entry: known, or near enough to one alone.
    #[must_use]
    pub fn takes(&self, text: &str) -> bool {
        let is_near = |least| matches!(self.index().decide(text, least), Verdict::Taken(_));
        self.knows(text) || self.fuzzy.is_some_and(is_near)
    }

    /// The entry whose spelling is nearest to a text, with the spelling and its score; nothing that is set apart from it.
    #[must_use]
    pub fn nearest(&self, text: &str, least: f64) -> Option<(&str, &str, f64)> {
        let index = self.index();
        let near = index.nearest(text, least).into_iter().find(|near| near.hindrance.is_none())?;
        let (spelling, target) = self.compared.get(near.spelling)?;
        Some((target, &spelling.text, near.score))
    }

    fn known<'a>(&self, text: &str, form: &str, targets: &BTreeSet<String>) -> Result<Cell<'a>, Fault> {
        let targets: Vec<&str> = targets.iter().map(String::as_str).collect();
        if !self.shared.contains(form) {
            return self.only(text, &targets);
        }
        let (name, list) = (&self.name, quoted(&targets));
        let message = words!(
            "`{text}` di daftar `{name}` berarti {list}, tetapi juga dipakai untuk hal lain",
            "`{text}` means {list} in the list `{name}`, but is used for something else too"
        );
        let help = words!("tulis nama lengkapnya", "write the name in full");
        Err(Fault { code: self.code.unwrap_or(code::NOT_MATCHED), message, help: Some(help) })
    }

    /// The form of a name, written out and without the words around it, and what it stands for.
    fn named(&self, text: &str) -> Option<(String, &BTreeSet<String>)> {
        let cuts = Around::new(&self.around).cuts(words::words(text));
        cuts.iter().map(|cut| words::form(cut)).find_map(|form| self.names.get(&form).map(|targets| (form, targets)))
    }

    /// The answer for a text that is no exact form.
    fn search(&self, text: &str) -> Answer {
        if let Some((form, targets)) = self.named(text) {
            return self.known(text, &form, targets);
        }
        if let Some(least) = self.fuzzy {
            match self.index().decide(text, least) {
                Verdict::Taken(target) => return self.taken(text, target),
                Verdict::Several(near) => return self.index().ambiguous(text, self, &near),
                Verdict::None => {}
            }
        }
        match self.unknown {
            Unknown::Keep => Ok(Cell::Text(text.to_owned().into())),
            Unknown::Empty => Ok(Cell::Null),
            Unknown::Refuse => self.index().unknown(text, self),
        }
    }

    /// The answer for a text that is taken for a spelling; one that means something else too is refused all the same.
    fn taken(&self, text: &str, at: usize) -> Answer {
        let Some((spelling, target)) = self.compared.get(at) else { return Ok(Cell::Null) };
        self.known(text, &normal_form(&spelling.text), &BTreeSet::from([target.clone()]))
    }

    fn index(&self) -> &Index {
        self.index.get_or_init(|| {
            let mut first: BTreeMap<&str, usize> = BTreeMap::new();
            let spellings = self.compared.iter().map(|(spelling, target)| {
                let entry = *first.entry(target.as_str()).or_insert(spelling.target);
                Spelling { target: entry, ..spelling.clone() }
            });
            Index::new(spellings.collect(), &self.around)
        })
    }

    fn only<'a>(&self, text: &str, targets: &[&str]) -> Result<Cell<'a>, Fault> {
        if let [target] = targets {
            return Ok(if target.is_empty() { Cell::Null } else { Cell::Text((*target).to_owned().into()) });
        }
        let (name, list) = (&self.name, quoted(targets));
        let message = words!(
            "`{text}` berarti beberapa entri `{name}`: {list}",
            "`{text}` stands for several entries of `{name}`: {list}"
        );
        Err(Fault { code: self.code.unwrap_or(code::NOT_MATCHED), message, help: None })
    }
}

fn quoted(targets: &[&str]) -> String {
    targets.iter().map(|target| format!("`{target}`")).collect::<Vec<_>>().join(", ")
}

/// Spelling without case, accents of punctuation and double spaces: `Dinas  P.U.` and `dinas pu` are one.
#[must_use]
pub fn normal_form(text: &str) -> String {
    let mut form = String::with_capacity(text.len());
    let mut gap = false;
    for symbol in text.chars().flat_map(char::to_lowercase) {
        if symbol.is_alphanumeric() {
            if gap && !form.is_empty() {
                form.push(' ');
            }
            gap = false;
            form.push(symbol);
        } else if symbol != '.' && symbol != '\'' && symbol != '’' {
            gap = true;
        }
    }
    form
}

#[cfg(test)]
mod tests {
    use super::*;

    fn agencies(fuzzy: Option<f64>) -> Lookup {
        let mut lookup = Lookup { fuzzy, ..Lookup::new("opd", code::NOT_MATCHED, Unknown::Refuse) };
        lookup.insert("Dinas Pekerjaan Umum", "dpu");
        lookup.insert("Dinas Perhubungan", "dishub");
        lookup.insert("DKP", "pariwisata");
        lookup.insert("DKP", "arsip");
        lookup
    }

    #[test]
    fn spelling_is_compared_in_normal_form() {
        assert_eq!(agencies(None).find("DINAS  PEKERJAAN-UMUM"), Ok(Cell::Text("dpu".into())));
    }

    #[test]
    fn ambiguous_aliases_are_refused_with_candidates() {
        assert_eq!(
            agencies(None).find("dkp").unwrap_err().message.en,
            "`dkp` stands for several entries of `opd`: `arsip`, `pariwisata`"
        );
    }

    #[test]
    fn names_are_known_by_abbreviations_and_other_spacing() {
        let mut lookup = Lookup::new("kecamatan", code::NOT_MATCHED, Unknown::Refuse);
        lookup.insert_name(Relation::Name, &Alias::plain("Kecamatan Paal Merah"), "15.71.11");
        lookup.insert_name(Relation::Alias, &Alias::parse("Danau Kembar (terlalu umum)"), "15.71.11");
        assert_eq!(lookup.find("Kec. Pall Merah"), Ok(Cell::Text("15.71.11".into())));
        assert_eq!(lookup.find("KECAMATAN PAALMERAH"), Ok(Cell::Text("15.71.11".into())));
        assert!(lookup.find("Danau Kembar").is_err());
    }

    #[test]
    fn abbreviations_that_mean_something_else_too_are_refused() {
        let mut lookup = Lookup::new("opd", code::NOT_MATCHED, Unknown::Keep);
        lookup.insert_name(Relation::Alias, &Alias::parse("PUPR (bentrok)"), "dpupr");
        let fault = lookup.find("P.U.P.R.").unwrap_err();
        assert_eq!(fault.message.en, "`P.U.P.R.` means `dpupr` in the list `opd`, but is used for something else too");
        assert_eq!(fault.help.unwrap().en, "write the name in full");
    }

    #[test]
    fn numerals_and_near_ties_are_never_guessed() {
        let mut places = Lookup { fuzzy: Some(0.8), ..Lookup::new("kelurahan", code::NOT_MATCHED, Unknown::Refuse) };
        for (name, key) in [
            ("Simpang III Sipin", "s3"),
            ("Simpang IV Sipin", "s4"),
            ("Kenali Asam", "ka"),
            ("Kenali Asam Atas", "kaa"),
        ] {
            places.insert(name, key);
        }
        for doubtful in
            ["Simpang V Sipin", "Simpang Sipin", "Kenali Asam A", "Kenali Asam Barat", "Simpang IV Sipin (Kota)"]
        {
            assert!(places.find(doubtful).is_err(), "{doubtful}");
        }
        assert_eq!(places.find("Simpang IV Sippin"), Ok(Cell::Text("s4".into())));
        assert_eq!(places.find("Simpang 3 Sipin"), Ok(Cell::Text("s3".into())));
    }

    #[test]
    fn near_spellings_of_several_entries_are_told_with_their_scores() {
        let mut firms =
            Lookup { fuzzy: Some(DEFAULT_SCORE), ..Lookup::new("firma", code::NOT_MATCHED, Unknown::Refuse) };
        for name in ["PT Sinar Jambi", "CV Sinar Jambi"] {
            firms.insert(name, name);
        }
        let fault = firms.find("Sinar Jambii").unwrap_err();
        assert_eq!(
            fault.message.id,
            "`Sinar Jambii` hampir sama dengan beberapa entri `firma`: `PT Sinar Jambi` (0,90), `CV Sinar Jambi` (0,90)"
        );
    }

    #[test]
    fn words_around_a_name_are_no_part_of_it() {
        let mut lookup = Lookup::new("opd", code::NOT_MATCHED, Unknown::Refuse).around(&["Kota Jambi".to_owned()]);
        lookup.insert_name(Relation::Name, &Alias::plain("Dinas Kesehatan"), "dinkes");
        assert_eq!(lookup.find("Dinas Kesehatan, Kota Jambi"), Ok(Cell::Text("dinkes".into())));
        assert!(lookup.find("Dinas Kesehatan Provinsi Jambi").is_err());
    }

    #[test]
    fn typing_errors_need_a_declared_score() {
        assert_eq!(
            agencies(None).find("Dinas Perhubngan").unwrap_err().help.unwrap().en,
            "nearest: `Dinas Perhubungan` (0.94); add the spelling to the list if it means one of them"
        );
        assert_eq!(agencies(Some(0.92)).find("Dinas Perhubngan"), Ok(Cell::Text("dishub".into())));
    }
}
