//! How fast names are matched to a long list: `cargo bench --bench matching [NAMES] [VALUES]`, usually 100,000 and 1,000,000.
//!
//! The names are composed of words whose frequency falls as in real registers; of ten values six are a name in another
//! case, three have a slip of a finger, one is a name that the list does not hold. For comparison, some values are laid to
//! every name of the list one after the other, as `match` did before it had an index.

#![expect(clippy::print_stdout, clippy::cast_precision_loss, reason = "a bench tells figures")]

#[path = "shared/chance.rs"]
mod chance;
#[path = "shared/words.rs"]
mod words;

use std::{fs, time::Instant};

use chance::Chance;
use rayon::prelude::*;
use terbuka::{
    diagnostic::code,
    plan::lookup::{DEFAULT_SCORE, Lookup, Unknown, normal_form},
    value::alias::{Alias, Relation},
};
use words::{low, words};

/// Values that are laid to every name, to reckon what all would take.
const SCANNED: usize = 20;

fn name(chance: &mut Chance, words: &[String]) -> String {
    let kind = ["CV", "PT", "UD", "Yayasan"][chance.below(4)];
    let length = 2 + chance.below(3);
    let parts: Vec<&str> = (0..length).map(|_| words[low(chance, words.len())].as_str()).collect();
    format!("{kind} {}", parts.join(" "))
}

fn value(chance: &mut Chance, names: &[String], words: &[String]) -> String {
    let known = &names[chance.below(names.len())];
    match chance.below(10) {
        0..=5 => known.to_uppercase(),
        6..=8 => slipped(chance, known),
        _ => name(chance, words),
    }
}

fn slipped(chance: &mut Chance, name: &str) -> String {
    let mut letters: Vec<char> = name.chars().collect();
    let at = 4 + chance.below(letters.len() - 5);
    match chance.below(3) {
        0 => letters.swap(at, at + 1),
        1 => _ = letters.remove(at),
        _ => letters.insert(at, letters[at]),
    }
    letters.into_iter().collect()
}

fn memory(field: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(field)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|kilobytes| kilobytes.parse::<usize>().ok()).unwrap_or(0) / 1024
}

/// Seconds that the processors have worked for this program: on a shared machine they tell more than the clock.
fn worked() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let fields: Vec<&str> = stat.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|ticks| ticks.parse::<f64>().ok()).unwrap_or(0.0);
    (ticks(13) + ticks(14)) / 100.0
}

fn main() {
    let numbers: Vec<usize> = std::env::args().filter_map(|argument| argument.parse().ok()).collect();
    let (listed, asked) = (numbers.first().copied().unwrap_or(100_000), numbers.get(1).copied().unwrap_or(1_000_000));
    let mut chance = Chance(20_191_231);
    let words = words(&mut chance, 20_000);
    let names: Vec<String> = (0..listed).map(|_| name(&mut chance, &words)).collect();
    let values: Vec<String> = (0..asked).map(|_| value(&mut chance, &names, &words)).collect();
    let before = memory("VmRSS");

    let mut lookup = Lookup::new("nama", code::NOT_MATCHED, Unknown::Refuse);
    lookup.fuzzy = Some(DEFAULT_SCORE);
    let start = Instant::now();
    for name in &names {
        lookup.insert_name(Relation::Name, &Alias::plain(name), name);
    }
    let _ = lookup.find("bukan nama");
    println!("{listed} names: index made in {:.1} s, {:.1} s of work", start.elapsed().as_secs_f64(), worked());

    let (start, before_work) = (Instant::now(), worked());
    let taken = values.par_iter().filter(|value| lookup.find(value).is_ok()).count();
    let took = start.elapsed().as_secs_f64();
    let work = worked() - before_work;
    println!(
        "{asked} values: {taken} matched in {took:.1} s, {:.0} values/s; {work:.1} s of work",
        asked as f64 / took
    );
    println!("memory: {} MB at most, {before} MB of them the input", memory("VmHWM"));

    let forms: Vec<String> = names.iter().map(|name| normal_form(name)).collect();
    let before_work = worked();
    let best: f64 = values.par_iter().take(SCANNED).map(|value| scan(&normal_form(value), &forms)).sum();
    let work = (worked() - before_work) / SCANNED as f64;
    let all = work * asked as f64;
    println!("one by one: {work:.3} s of work a value, {all:.0} s for all (mean best {:.3})", best / SCANNED as f64);
}

fn scan(form: &str, forms: &[String]) -> f64 {
    let sorted = |text: &str| {
        let mut words: Vec<&str> = text.split(' ').collect();
        words.sort_unstable();
        words.join(" ")
    };
    let score = |known: &String| {
        strsim::normalized_damerau_levenshtein(form, known)
            .max(strsim::normalized_damerau_levenshtein(&sorted(form), &sorted(known)))
    };
    forms.iter().map(score).fold(0.0, f64::max)
}
