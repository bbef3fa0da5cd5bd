//! Answers that were given: each distinct text is searched for once, by any thread, and no thread waits for a search.

use std::{
    collections::BTreeMap,
    sync::{Mutex, PoisonError},
};

use super::Answer;

/// As many parts as threads seldom meet in.
const PARTS: usize = 64;
/// Texts that each part remembers: a million in all, beyond which answers are searched for again.
const MOST: usize = 16_384;

/// What texts were found to mean.
#[derive(Debug)]
pub(super) struct Memory {
    parts: Vec<Mutex<BTreeMap<String, Answer>>>,
}

impl Default for Memory {
    fn default() -> Self {
        Self { parts: (0..PARTS).map(|_| Mutex::default()).collect() }
    }
}

impl Memory {
    /// The answer for a text, searched for when it is new.
    pub fn answer(&self, text: &str, search: impl FnOnce() -> Answer) -> Answer {
        let hash = text.bytes().fold(0_usize, |hash, byte| hash.wrapping_mul(31).wrapping_add(usize::from(byte)));
        let Some(part) = self.parts.get(hash % PARTS) else { return search() };
        let known = part.lock().unwrap_or_else(PoisonError::into_inner).get(text).cloned();
        known.unwrap_or_else(|| {
            let answer = search();
            let mut part = part.lock().unwrap_or_else(PoisonError::into_inner);
            if part.len() < MOST {
                part.insert(text.to_owned(), answer.clone());
            }
            answer
        })
    }
}
