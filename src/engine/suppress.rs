//! Counts of few persons, hidden so that they cannot be recomputed.

use std::{
    borrow::Cow,
    collections::{BTreeMap, BTreeSet},
};

use rust_decimal::Decimal;

use super::{EngineError, whole::Whole};
use crate::{
    diagnostic::code,
    plan::{
        Cell,
        cell::Writer,
        measure::Step,
        operator::{HIDDEN, Otherwise, Rule, Status, Suppress},
        row_wise::{Counts, Finding},
    },
    schema::Type,
    table::Batch,
    words,
};

/// The values that name a group.
type Name = Vec<Option<String>>;

/// Empties the counts that are hidden and what rests on them.
pub(super) fn suppress(suppress: &Suppress, input: Whole<'_>) -> Result<(Batch, Counts), EngineError> {
    let mut counts = Counts::default();
    let mut hidden = BTreeSet::new();
    for (name, rows) in groups(suppress, &input) {
        let of_group = of_group(&rows, Decimal::from(suppress.k));
        if of_group.is_exposed {
            counts.findings.push(exposed(suppress, &input, (&name, &rows)));
        }
        hidden.extend(of_group.hidden);
    }
    let step = Step { adjusts: Some("suppress"), place: &suppress.place };
    let mut columns = input.batch.columns.clone();
    let mut replace = |position: usize, cell: &Cell<'static>, counts: &mut Counts| {
        let changed: BTreeMap<usize, &Cell<'static>> = hidden.iter().map(|row| (*row, cell)).collect();
        let replaced = input.replaced((position, &changed), step, counts)?;
        columns.get_mut(position).into_iter().for_each(|array| *array = replaced.clone());
        Ok::<(), EngineError>(())
    };
    for position in suppress.with.iter().copied().chain([suppress.count]).collect::<BTreeSet<_>>() {
        replace(position, &Cell::Null, &mut counts)?;
    }
    let word = Cell::Text(HIDDEN.into());
    match &suppress.status {
        Status::Column(position) => replace(*position, &word, &mut counts)?,
        Status::New(_) => {
            let mut writer = Writer::new(Type::Text, input.batch.len());
            for row in 0..input.batch.len() {
                let cell = if hidden.contains(&row) { &word } else { &Cell::Null };
                writer.push(cell).map_err(|_| EngineError::TooLarge)?;
            }
            columns.push(writer.finish());
        }
    }
    Ok((Batch { columns, origins: input.batch.origins }, counts))
}

/// The rows of each group that have a count, in order.
fn groups(suppress: &Suppress, input: &Whole<'_>) -> BTreeMap<Name, Vec<(usize, Decimal)>> {
    let within: Vec<_> = suppress.within.iter().map(|position| input.view(*position)).collect();
    let counts = input.view(suppress.count);
    let mut groups: BTreeMap<Name, Vec<(usize, Decimal)>> = BTreeMap::new();
    for row in 0..input.batch.len() {
        let Some(count) = counts.cell(row).number() else { continue };
        let name = within.iter().map(|view| view.cell(row).text().map(Cow::into_owned)).collect();
        groups.entry(name).or_default().push((row, count));
    }
    groups
}

/// What is hidden of a group.
struct OfGroup {
    hidden: Vec<usize>,
    /// Whether all is hidden, and its total alone says how few they are.
    is_exposed: bool,
}

/// Hides the counts from 1 to k−1, and with them the smallest other one, unless they protect each other.
///
/// Who knows the total of the group knows the sum of what is hidden, and that each is 1 at least. So they protect each other
/// when any of them might be k: when the sum without one person for each other is k at least. One other always suffices,
/// since it is k or more; a zero never does, so that zeros are hidden only where nothing else is left.
fn of_group(rows: &[(usize, Decimal)], k: Decimal) -> OfGroup {
    let (mut hidden, mut others): (Vec<_>, Vec<_>) =
        rows.iter().copied().filter(|(_, count)| *count > Decimal::ZERO).partition(|(_, count)| *count < k);
    if hidden.is_empty() {
        return OfGroup { hidden: Vec::new(), is_exposed: false };
    }
    let sum = hidden.iter().fold(Decimal::ZERO, |sum, (_, count)| sum + count);
    if sum - Decimal::from(hidden.len() - 1) < k {
        // Equal counts stay in the order of their rows.
        others.sort_by_key(|(_, count)| *count);
        let Some(smallest) = others.first() else {
            return OfGroup { hidden: rows.iter().map(|(row, _)| *row).collect(), is_exposed: true };
        };
        hidden.push(*smallest);
    }
    OfGroup { hidden: hidden.into_iter().map(|(row, _)| row).collect(), is_exposed: false }
}

fn exposed(suppress: &Suppress, input: &Whole<'_>, (name, rows): (&Name, &[(usize, Decimal)])) -> Finding {
    let k = suppress.k;
    let group = name.iter().map(|value| value.as_deref().unwrap_or("∅")).collect::<Vec<_>>().join("|");
    let message = if name.is_empty() {
        words!(
            "orang di semua baris bersama-sama terlalu sedikit (batas {k}): jumlahnya tidak boleh terbit di mana pun",
            "all rows together are too few persons (the limit is {k}): their total may be published nowhere"
        )
    } else {
        words!(
            "orang di kelompok `{group}` terlalu sedikit (batas {k}): jumlahnya tidak boleh terbit di mana pun",
            "the group `{group}` is too few persons (the limit is {k}): its total may be published nowhere"
        )
    };
    let place = suppress.place.clone();
    let rule =
        Rule { code: code::GROUP_OF_FEW, message, subject: Some(suppress.count), otherwise: Otherwise::Warn, place };
    let help = words!(
        "gabungkan dengan kelompok lain sebelum langkah ini, misalnya dengan `map_values` dan `group`",
        "put it together with another group before this step, as by `map_values` and `group`"
    );
    let row = rows.first().map_or(0, |(row, _)| *row);
    Finding { help: Some(help), ..input.finding(row, &rule) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_hidden_count_might_be_k_for_who_knows_the_total_and_no_more_than_one_other_is_hidden() {
        for number in 0..10_000_u32 {
            let counts = [number % 10, number / 10 % 10, number / 100 % 10, number / 1000];
            let rows: Vec<(usize, Decimal)> = counts.iter().map(|count| Decimal::from(*count)).enumerate().collect();
            let OfGroup { hidden, is_exposed } = of_group(&rows, Decimal::from(5));
            let is_hidden = |row: usize| hidden.contains(&row);
            let is_small = |count: u32| (1..5).contains(&count);
            assert!((0..4).all(|row| is_hidden(row) || !is_small(counts[row])), "{counts:?}");
            if is_exposed {
                assert!(hidden.len() == 4 && counts.iter().all(|count| *count < 5), "{counts:?}");
                continue;
            }
            let sum: u32 = hidden.iter().map(|row| counts[*row]).sum();
            let others = u32::try_from(hidden.len()).unwrap().saturating_sub(1);
            assert!(hidden.is_empty() || sum - others >= 5, "{counts:?}");
            let more: Vec<usize> = hidden.iter().copied().filter(|row| !is_small(counts[*row])).collect();
            let smallest = (0..4).filter(|row| counts[*row] >= 5).min_by_key(|row| counts[*row]);
            assert!(more.is_empty() || more.as_slice() == [smallest.unwrap()], "{counts:?}");
        }
    }
}
