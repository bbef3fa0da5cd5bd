//! Groups of spellings that may mean one thing: what a person decides on, never what a run decides.
//!
//! Spellings whose keys collide are one group: by the form of the name, the fingerprints of OpenRefine, the sound. Then
//! each group is laid to a more frequent one that is near, by letters or by words. Spellings that a number or a telling
//! word sets apart (`Simpang III`, `Simpang IV`; `Atas`, `Bawah`) are never in one group.

mod against;
mod near;
pub mod proposals;
pub mod written;

use std::collections::BTreeMap;

pub use against::against;
pub use written::Written;

use crate::value::{
    likeness::words::{self, Role},
    spelling_key,
};

/// How spellings come together, the surest way first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// The same name but for case, marks, spaces and abbreviations.
    Name,
    /// The same words in any order.
    Fingerprint,
    /// The same pairs of letters.
    Ngram,
    /// The same sound.
    Phonetic,
    /// Few letters differ.
    Distance,
    /// The words are alike, one by one.
    Words,
    /// An entry of the reference list is near.
    List,
}

impl Method {
    /// All ways that need no reference list.
    pub const ALL: &[Self] = &[Self::Name, Self::Fingerprint, Self::Ngram, Self::Phonetic, Self::Distance, Self::Words];

    /// Its English word: what `--method` takes.
    #[must_use]
    pub const fn english(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Fingerprint => "fingerprint",
            Self::Ngram => "ngram",
            Self::Phonetic => "phonetic",
            Self::Distance => "distance",
            Self::Words => "words",
            Self::List => "list",
        }
    }

    /// Its word in files, and to people in Indonesian.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Name => "nama",
            Self::Fingerprint => "sidik_kata",
            Self::Ngram => "sidik_huruf",
            Self::Phonetic => "bunyi",
            Self::Distance => "jarak",
            Self::Words => "kata",
            Self::List => "acuan",
        }
    }

    fn key(self, text: &str) -> Option<String> {
        match self {
            Self::Name => Some(words::form(&words::words(text))),
            Self::Fingerprint => Some(spelling_key::fingerprint(text)),
            Self::Ngram => Some(spelling_key::ngram_fingerprint(text)),
            Self::Phonetic => Some(spelling_key::phonetic(text)),
            Self::Distance | Self::Words | Self::List => None,
        }
    }
}

/// A spelling in a group.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    /// The spelling, and how often it is written.
    pub written: Written,
    /// What laid it to the group; nothing for the one that the others are laid to.
    pub method: Option<Method>,
    /// How near it is to the target, from 0 to 1.
    pub score: f64,
}

/// Spellings that may mean one thing.
#[derive(Clone, Debug, PartialEq)]
pub struct Group {
    /// What they would become: the most frequent spelling, or the key of the entry; empty when no entry is near.
    pub target: String,
    /// The name of the target.
    pub name: String,
    /// The spellings, the most frequent first.
    pub members: Vec<Member>,
}

impl Group {
    /// In how many rows its spellings stand.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.members.iter().map(|member| member.written.rows).sum()
    }
}

/// The groups of two and more spellings, those of most rows first.
#[must_use]
pub fn groups(written: Vec<Written>, methods: &[Method]) -> Vec<Group> {
    let mut groups = all_groups(written, methods);
    groups.retain(|group| group.members.len() > 1);
    groups
}

/// The groups with those of one spelling.
fn all_groups(mut written: Vec<Written>, methods: &[Method]) -> Vec<Group> {
    written.sort_by(|left, right| right.rows.cmp(&left.rows).then_with(|| left.text.cmp(&right.text)));
    let mut joined = Joined::new(written.len());
    let signatures: Vec<String> = written.iter().map(|one| signature(&one.text)).collect();
    for method in methods {
        collide(&written, &signatures, *method, &mut joined);
    }
    near::join(&written, &signatures, methods, &mut joined);
    let mut members: BTreeMap<usize, Vec<Member>> = BTreeMap::new();
    for (at, written) in written.into_iter().enumerate() {
        let first = joined.first(at);
        let (method, score) = if first == at { (None, 1.0) } else { (joined.method(at), joined.score(at)) };
        members.entry(first).or_default().push(Member { written, method, score });
    }
    let mut groups: Vec<Group> = members.into_values().filter_map(group).collect();
    groups.sort_by(|left, right| right.rows().cmp(&left.rows()).then_with(|| left.target.cmp(&right.target)));
    groups
}

fn group(members: Vec<Member>) -> Option<Group> {
    let target = members.first()?.written.text.clone();
    Some(Group { name: target.clone(), target, members })
}

/// What sets names apart however alike they are: their numbers and telling words.
fn signature(text: &str) -> String {
    let words = words::words(text);
    let telling = words.iter().filter(|word| {
        matches!(word.role, Role::Number | Role::Telling) || word.text.bytes().any(|byte| byte.is_ascii_digit())
    });
    let mut telling: Vec<&str> = telling.map(|word| word.text.as_str()).collect();
    telling.sort_unstable();
    telling.join(" ")
}

fn collide(written: &[Written], signatures: &[String], method: Method, joined: &mut Joined) {
    let mut first: BTreeMap<(String, &str), usize> = BTreeMap::new();
    for (at, one) in written.iter().enumerate() {
        let Some(key) = method.key(&one.text).filter(|key| !key.is_empty()) else { continue };
        let known = *first.entry((key, signatures[at].as_str())).or_insert(at);
        joined.join(known, at, (method, 1.0));
    }
}

/// Which spellings were laid together; each group is known by its most frequent spelling, which stands first.
struct Joined {
    above: Vec<usize>,
    by: Vec<Option<(Method, f64)>>,
}

impl Joined {
    fn new(length: usize) -> Self {
        Self { above: (0..length).collect(), by: vec![None; length] }
    }

    fn first(&self, mut at: usize) -> usize {
        while self.above[at] != at {
            at = self.above[at];
        }
        at
    }

    fn method(&self, at: usize) -> Option<Method> {
        self.by[at].map(|(method, _)| method)
    }

    fn score(&self, at: usize) -> f64 {
        self.by[at].map_or(1.0, |(_, score)| score)
    }

    /// Lays the group of one spelling to that of another.
    fn join(&mut self, one: usize, other: usize, by: (Method, f64)) {
        let (one, other) = (self.first(one), self.first(other));
        if one != other {
            let (above, below) = (one.min(other), one.max(other));
            self.above[below] = above;
            self.by[below].get_or_insert(by);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::code,
        plan::lookup::{Lookup, Unknown},
        value::alias::{Alias, Relation},
    };

    fn written(list: &[(&str, usize)]) -> Vec<Written> {
        list.iter().map(|(text, rows)| Written { text: (*text).to_owned(), rows: *rows, sum: None }).collect()
    }

    fn shown(groups: &[Group]) -> String {
        let mut lines = Vec::new();
        for group in groups {
            lines.push(format!("{} ({}):", group.target, group.rows()));
            for member in &group.members {
                let method = member.method.map_or("-", Method::word);
                lines.push(format!("  {} {} {method} {:.2}", member.written.text, member.written.rows, member.score));
            }
        }
        lines.join("\n")
    }

    #[test]
    fn spellings_come_together_by_the_surest_way() {
        let list = [
            ("Dinas Kesehatan", 9),
            ("DINAS  KESEHATAN.", 2),
            ("Kesehatan Dinas", 1),
            ("Dinas Kesehatann", 1),
            ("Djelutung", 1),
            ("Jelutung", 5),
            ("Simpang III Sipin", 3),
            ("Simpang IV Sipin", 3),
            ("Kenali Asam Atas", 2),
            ("Kenali Asam Bawah", 2),
            ("Dinas Penanaman Modal dan Pelayanan", 4),
            ("Din. Penanaman Modl dn Pelayanann", 1),
        ];
        insta::assert_snapshot!(shown(&groups(written(&list), Method::ALL)), @"
        Dinas Kesehatan (13):
          Dinas Kesehatan 9 - 1.00
          DINAS  KESEHATAN. 2 nama 1.00
          Dinas Kesehatann 1 bunyi 1.00
          Kesehatan Dinas 1 sidik_kata 1.00
        Jelutung (6):
          Jelutung 5 - 1.00
          Djelutung 1 bunyi 1.00
        Dinas Penanaman Modal dan Pelayanan (5):
          Dinas Penanaman Modal dan Pelayanan 4 - 1.00
          Din. Penanaman Modl dn Pelayanann 1 jarak 0.87
        ");
    }

    #[test]
    fn one_method_alone_may_be_asked_for() {
        let list = [("Jelutung", 5), ("Djelutung", 1), ("JELUTUNG", 1)];
        let by = |method| groups(written(&list), &[method]).first().map_or(0, |group| group.members.len());
        assert_eq!((by(Method::Name), by(Method::Phonetic), by(Method::Fingerprint)), (2, 3, 2));
    }

    #[test]
    fn the_order_of_the_spellings_changes_nothing() {
        let mut list = written(&[("Jelutung", 2), ("Jelutungg", 2), ("Jelutng", 1), ("JELUTUNG", 1), ("Kasang", 4)]);
        let first = groups(list.clone(), Method::ALL);
        list.reverse();
        assert_eq!(groups(list, Method::ALL), first);
    }

    #[test]
    fn spellings_that_a_list_does_not_take_are_laid_to_its_entries() {
        let mut lookup = Lookup::new("opd", code::NOT_MATCHED, Unknown::Refuse);
        for (key, name) in [("dinkes", "Dinas Kesehatan"), ("dishub", "Dinas Perhubungan")] {
            lookup.insert_name(Relation::Name, &Alias::plain(name), key);
        }
        let list = [
            ("Dinas Kesehtan", 3),
            ("DINAS KESEHATAN", 8),
            ("Dinas Kesehatan Kota", 1),
            ("Bank Jambi", 2),
            ("BANK JAMBI", 1),
        ];
        insta::assert_snapshot!(shown(&against(&lookup, written(&list), Method::ALL)), @"
        dinkes (4):
          Dinas Kesehtan 3 acuan 0.92
          Dinas Kesehatan Kota 1 acuan 0.59
         (3):
          Bank Jambi 2 - 1.00
          BANK JAMBI 1 nama 1.00
        ");
    }

    #[test]
    fn proposals_keep_what_was_decided_and_do_not_ask_twice() {
        let groups = groups(written(&[("Jelutung", 5), ("Djelutung", 2), ("Jelutungg", 1)]), Method::ALL);
        let first = proposals::file(&groups, None, None).unwrap();
        insta::assert_snapshot!(first, @"
        dari,ke,status,jumlah,skor,cara,nama
        Jelutung,Jelutung,usulan,5,,,Jelutung
        Djelutung,Jelutung,usulan,2,1.00,bunyi,Jelutung
        Jelutungg,Jelutung,usulan,1,0.89,jarak,Jelutung
        ");
        let decided = first.replace("Djelutung,Jelutung,usulan", "Djelutung,Jelutung,tolak");
        insta::assert_snapshot!(proposals::file(&groups, None, Some(&decided)).unwrap(), @"
        dari,ke,status,jumlah,skor,cara,nama
        Jelutung,Jelutung,usulan,5,,,Jelutung
        Djelutung,Jelutung,tolak,2,1.00,bunyi,Jelutung
        Jelutungg,Jelutung,usulan,1,0.89,jarak,Jelutung
        ");
        assert!(proposals::file(&groups, None, Some("id,nama\n1,Jelutung\n")).is_err());
    }

    #[test]
    fn what_people_wrote_beside_proposals_stays() {
        let groups = groups(written(&[("Jelutung", 5), ("Djelutung", 2), ("Jelutungg", 1)]), Method::ALL);
        let edited = "\u{feff}catatan;dari;ke;status;jumlah\ntanya camat;Djelutung;Yalutung;Usulan;1\n;Jelutung;;usulan;\n\
            ya;Jelutungg;Jelutung;;7\nlama;Jlutung;Jelutung;usulan;3\nbukan;Kasang;Kasang;tolak;9\n";
        insta::assert_snapshot!(proposals::file(&groups, None, Some(edited)).unwrap().trim_start_matches('\u{feff}'), @"
        catatan;dari;ke;status;jumlah;skor;cara;nama
        tanya camat;Djelutung;Yalutung;Usulan;2;;;
        ;Jelutung;Jelutung;usulan;5;;;Jelutung
        ya;Jelutungg;Jelutung;;7;;;
        lama;Jlutung;Jelutung;usulan;3;;;
        bukan;Kasang;Kasang;tolak;9;;;
        ");
        let again = proposals::file(&groups, None, Some(edited)).unwrap();
        assert!(again.starts_with('\u{feff}'));
        assert_eq!(proposals::file(&groups, None, Some(&again)).unwrap(), again);
    }

    #[test]
    fn a_measure_named_like_a_column_of_proposals_has_a_column_of_its_own() {
        let mut written = written(&[("Jelutung", 2), ("Djelutung", 1)]);
        for one in &mut written {
            one.sum = Some(rust_decimal::Decimal::ONE);
        }
        insta::assert_snapshot!(proposals::file(&groups(written, Method::ALL), Some("jumlah"), None).unwrap(), @"
        dari,ke,status,jumlah,jumlah_jumlah,skor,cara,nama
        Jelutung,Jelutung,usulan,2,1,,,Jelutung
        Djelutung,Jelutung,usulan,1,1,1.00,bunyi,Jelutung
        ");
    }
}
