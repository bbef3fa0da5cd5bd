//! Lists that values are looked up in: lookup files and reference lists, by normal form, alias and score.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, Mutex, PoisonError},
};

use super::{Cell, evaluate::Fault};
use crate::{
    diagnostic::{Code, code},
    value::{
        alias::{Alias, Doubt},
        name_form,
    },
    words,
};

/// How far the best target must be ahead of the next: closer ones are candidates, of which none is chosen.
const MARGIN: f64 = 0.1;

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
    /// The least score from 0 to 1 at which an unknown spelling is taken for a known one; none takes exact forms only.
    pub fuzzy: Option<f64>,
    /// What becomes of values that the list does not know.
    pub unknown: Unknown,
    /// The code of a refusal.
    pub code: Option<Code>,
    /// Answers for texts that are no exact form: scores are computed once per distinct text.
    memory: Arc<Mutex<BTreeMap<String, Result<Cell<'static>, Fault>>>>,
}

impl Lookup {
    /// An empty list.
    #[must_use]
    pub fn new(name: &str, code: Code, unknown: Unknown) -> Self {
        Self { name: name.to_owned(), unknown, code: Some(code), ..Self::default() }
    }

    /// Adds a spelling and what it stands for.
    pub fn insert(&mut self, spelling: &str, target: &str) {
        self.spellings.entry(normal_form(spelling)).or_default().insert(target.to_owned());
    }

    /// Adds a name of a reference list and what it stands for: `Kec. Pal Merah` is `Kecamatan Paal Merah` too.
    ///
    /// The remark of an alias is heeded: words that name several entries together are no spelling, and an abbreviation
    /// that collides with one outside the list is refused.
    pub fn insert_name(&mut self, alias: &Alias, target: &str) {
        let (text, form) = (&alias.text, name_form::form(&alias.text));
        match alias.doubt() {
            Some(Doubt::Press | Doubt::Generic) => return,
            Some(Doubt::Collision | Doubt::Acronym) => self.shared.extend([normal_form(text), form.clone()]),
            None => {}
        }
        self.insert(text, target);
        self.names.entry(form).or_default().insert(target.to_owned());
    }

    /// What a text stands for.
    ///
    /// # Errors
    /// When the list does not know it and says that such rows are refused, or knows it as several things.
    pub fn find<'a>(&self, text: &str) -> Result<Cell<'a>, Fault> {
        let form = normal_form(text);
        if let Some(targets) = self.spellings.get(&form) {
            return self.known(text, &form, targets);
        }
        let mut memory = self.memory.lock().unwrap_or_else(PoisonError::into_inner);
        memory.entry(text.to_owned()).or_insert_with(|| self.search(text, &form)).clone()
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

    /// The answer for a text that is no exact form.
    fn search(&self, text: &str, form: &str) -> Result<Cell<'static>, Fault> {
        let name = name_form::form(text);
        if let Some(targets) = self.names.get(&name) {
            return self.known(text, &name, targets);
        }
        if let Some(least) = self.fuzzy {
            let best = self.best(form, least);
            if !best.is_empty() {
                return self.only(text, &best.into_iter().collect::<Vec<_>>());
            }
        }
        match self.unknown {
            Unknown::Keep => Ok(Cell::Text(text.to_owned().into())),
            Unknown::Empty => Ok(Cell::Null),
            Unknown::Refuse => Err(self.refusal(text, form)),
        }
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

    /// The targets of the best score, when it is high enough.
    fn best(&self, form: &str, least: f64) -> BTreeSet<&str> {
        let scored: Vec<(f64, &BTreeSet<String>)> = self
            .spellings
            .iter()
            .filter(|(known, _)| same_numerals(form, known))
            .map(|(known, targets)| (score(form, known), targets))
            .collect();
        let top = scored.iter().map(|(score, _)| *score).fold(0.0, f64::max);
        if top < least {
            return BTreeSet::new();
        }
        scored
            .iter()
            .filter(|(score, _)| *score > top - MARGIN)
            .flat_map(|(_, targets)| targets.iter().map(String::as_str))
            .collect()
    }

    fn refusal(&self, text: &str, form: &str) -> Fault {
        let name = &self.name;
        let mut near: Vec<(f64, &str)> =
            self.spellings.keys().map(|known| (score(form, known), known.as_str())).collect();
        near.sort_by(|left, right| right.0.total_cmp(&left.0).then(left.1.cmp(right.1)));
        let help = near.first().filter(|(score, _)| *score >= 0.7).map(|(score, known)| {
            words!(
                "mirip `{known}` ({score:.2}); tambahkan ejaan ini ke daftar bila memang sama",
                "add the spelling to the list if it means `{known}` ({score:.2})"
            )
        });
        let message = words!("`{text}` tidak ada di daftar `{name}`", "`{text}` is not in the list `{name}`");
        Fault { code: self.code.unwrap_or(code::NOT_IN_LOOKUP), message, help }
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

/// Whether two forms have the same numbers and single letters: `Simpang III` is never a typing error of `Simpang IV`.
fn same_numerals(left: &str, right: &str) -> bool {
    let numerals = |text: &str| {
        let is_roman = |word: &str| !word.is_empty() && word.chars().all(|letter| matches!(letter, 'i' | 'v' | 'x'));
        let telling = |word: &&str| word.len() == 1 || is_roman(word) || word.bytes().any(|byte| byte.is_ascii_digit());
        text.split(' ').filter(telling).map(str::to_owned).collect::<BTreeSet<String>>()
    };
    numerals(left) == numerals(right)
}

/// How alike two normal forms are, from 0 to 1, whatever the order of their words.
fn score(left: &str, right: &str) -> f64 {
    let sorted = |text: &str| {
        let mut words: Vec<&str> = text.split(' ').collect();
        words.sort_unstable();
        words.join(" ")
    };
    strsim::normalized_damerau_levenshtein(left, right)
        .max(strsim::normalized_damerau_levenshtein(&sorted(left), &sorted(right)))
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
        lookup.insert_name(&Alias::plain("Kecamatan Paal Merah"), "15.71.11");
        lookup.insert_name(&Alias::parse("Danau Kembar (terlalu umum)"), "15.71.11");
        assert_eq!(lookup.find("Kec. Pall Merah"), Ok(Cell::Text("15.71.11".into())));
        assert_eq!(lookup.find("KECAMATAN PAALMERAH"), Ok(Cell::Text("15.71.11".into())));
        assert!(lookup.find("Danau Kembar").is_err());
    }

    #[test]
    fn abbreviations_that_mean_something_else_too_are_refused() {
        let mut lookup = Lookup::new("opd", code::NOT_MATCHED, Unknown::Keep);
        lookup.insert_name(&Alias::parse("PUPR (bentrok)"), "dpupr");
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
        for doubtful in ["Simpang V Sipin", "Simpang Sipin", "Kenali Asam A", "Simpang 3 Sipin"] {
            assert!(places.find(doubtful).is_err(), "{doubtful}");
        }
        assert_eq!(places.find("Simpang IV Sippin"), Ok(Cell::Text("s4".into())));
    }

    #[test]
    fn typing_errors_need_a_declared_score() {
        assert_eq!(
            agencies(None).find("Dinas Perhubngan").unwrap_err().help.unwrap().en,
            "add the spelling to the list if it means `dinas perhubungan` (0.94)"
        );
        assert_eq!(agencies(Some(0.92)).find("Dinas Perhubngan"), Ok(Cell::Text("dishub".into())));
    }
}
