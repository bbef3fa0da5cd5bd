//! Spellings that a list does not know, laid to the entries that are nearest.

use std::collections::BTreeMap;

use rayon::prelude::*;

use super::{Group, Member, Method, Written, all_groups};
use crate::plan::lookup::Lookup;

/// An entry less alike than this is not proposed.
const LEAST: f64 = 0.5;

/// The spellings that a list does not take, grouped by the entry that is nearest to them; those of most rows first.
#[must_use]
pub fn against(lookup: &Lookup, written: Vec<Written>, methods: &[Method]) -> Vec<Group> {
    let unknown: Vec<Written> = written.into_par_iter().filter(|one| !lookup.takes(&one.text)).collect();
    let groups: Vec<Group> = all_groups(unknown, methods).into_par_iter().map(|group| laid(lookup, group)).collect();
    let mut entries: BTreeMap<String, Group> = BTreeMap::new();
    let mut alone = Vec::new();
    for group in groups {
        if group.target.is_empty() {
            alone.push(group);
            continue;
        }
        match entries.get_mut(&group.target) {
            Some(known) => known.members.extend(group.members),
            None => _ = entries.insert(group.target.clone(), group),
        }
    }
    let mut groups: Vec<Group> = entries.into_values().chain(alone).collect();
    for group in &mut groups {
        let order = |left: &Member, right: &Member| {
            right.written.rows.cmp(&left.written.rows).then_with(|| left.written.text.cmp(&right.written.text))
        };
        group.members.sort_by(order);
    }
    groups.sort_by(|left, right| right.rows().cmp(&left.rows()).then_with(|| left.name.cmp(&right.name)));
    groups
}

/// The group with the entry that is nearest to one of its spellings, the most frequent first.
fn laid(lookup: &Lookup, group: Group) -> Group {
    let found = group.members.iter().find_map(|member| lookup.nearest(&member.written.text, LEAST));
    let Some((target, name, group_score)) = found else {
        return Group { target: String::new(), ..group };
    };
    let member = |member: Member| {
        let own = lookup.nearest(&member.written.text, LEAST).filter(|(own, ..)| *own == target);
        let method = if own.is_some() { Some(Method::List) } else { member.method };
        Member { method, score: own.map_or(group_score * member.score, |(.., score)| score), ..member }
    };
    Group { target: target.to_owned(), name: name.to_owned(), members: group.members.into_iter().map(member).collect() }
}
