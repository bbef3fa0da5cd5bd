//! The known names nearest to one that is unknown.

use super::Words;

/// Known names, nearest first, at most five.
#[must_use]
pub fn nearest<'a>(name: &str, known: impl IntoIterator<Item = &'a str>) -> Vec<&'a str> {
    let mut scored: Vec<(f64, &str)> = known
        .into_iter()
        .map(|candidate| (-strsim::jaro_winkler(&name.to_lowercase(), &candidate.to_lowercase()), candidate))
        .collect();
    scored.sort_by(|left, right| left.0.total_cmp(&right.0));
    scored.into_iter().map(|(_, candidate)| candidate).take(5).collect()
}

/// The help for an unknown name: the likeliest one, or those that exist; `what` names them in both languages.
#[must_use]
pub fn known_names<'a>(name: &str, known: impl IntoIterator<Item = &'a str>, what: (&str, &str)) -> Option<Words> {
    let near = nearest(name, known);
    let first = *near.first()?;
    if strsim::jaro_winkler(&name.to_lowercase(), &first.to_lowercase()) >= 0.85 {
        return Some(crate::words!("tulis `{first}`, bila itu maksudnya", "write `{first}`, if that is meant"));
    }
    let list = near.iter().map(|candidate| format!("`{candidate}`")).collect::<Vec<_>>().join(", ");
    let (id, en) = what;
    Some(crate::words!("{id} yang ada: {list}", "known {en}: {list}"))
}
