//! Objections: the findings of one rule that hold a candidate, under a name by which a person can let them through.

use std::collections::BTreeMap;

use crate::{
    dataset::Dataset,
    diagnostic::{Code, Diagnostic, Language, Place, Words, code, render::place_words},
    workspace::sum,
};

/// Findings of one rule about one candidate.
#[derive(Clone, Debug)]
pub struct Objection {
    /// The code and the beginning of the sum of what was found in which candidate: `TB0505-1f3a9c02`.
    pub name: String,
    /// The first of the findings.
    pub finding: Diagnostic,
    /// How many there are.
    pub count: usize,
}

/// The sum of what would be published, and of the files that it was read from: of another night's data it is another one.
#[must_use]
pub fn candidate_sum(dataset: &Dataset, rows: &[String]) -> String {
    let sources = dataset.sources.iter().map(|file| file.sha256.as_str());
    let all: Vec<&str> = rows.iter().map(String::as_str).chain(sources).collect();
    sum::of_bytes(all.join("\n").as_bytes())
}

/// The objections of some findings to a candidate, in the order of the first finding of each.
///
/// A name is public where it was let through. So it rests on nothing that is not: of findings in cells on their places,
/// which with the sums of the files tell what stands there, and of others on their message.
#[must_use]
pub fn objections(findings: &[Diagnostic], candidate: &str) -> Vec<Objection> {
    let mut groups: Vec<(Rule, Vec<&Diagnostic>)> = Vec::new();
    let mut known: BTreeMap<Rule, usize> = BTreeMap::new();
    for finding in findings {
        let rule = rule(finding);
        let at = *known.entry(rule.clone()).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, group)) => group.push(finding),
            None => groups.push((rule, vec![finding])),
        }
    }
    groups.into_iter().filter_map(|(rule, group)| objection(&rule, &group, candidate)).collect()
}

/// The code and what it is about: the words of the step, else those of the finding.
type Rule = (Code, String);

fn rule(finding: &Diagnostic) -> Rule {
    let written = |place: &Place| match place {
        Place::Text(words) => words.text.get(words.span.clone()).map(str::to_owned),
        _ => None,
    };
    let about = step(finding).and_then(written).unwrap_or_else(|| told(finding));
    (finding.code, about)
}

/// The step that asked for it.
fn step(finding: &Diagnostic) -> Option<&Place> {
    let is_written = |place: &&Place| matches!(place, Place::Text(_));
    finding.also.iter().map(|(place, _)| place).chain(&finding.place).find(is_written)
}

/// What the finding says apart from the values of cells.
fn told(finding: &Diagnostic) -> String {
    match &finding.place {
        Some(place @ Place::Cell(_)) => place_words(place, Language::En),
        _ => finding.message.en.clone(),
    }
}

fn objection(rule: &Rule, group: &[&Diagnostic], candidate: &str) -> Option<Objection> {
    let (Code(code), about) = rule;
    let finding = (*group.first()?).clone();
    let mut lines = vec![(*code).to_owned(), about.clone(), candidate.to_owned()];
    lines.extend(group.iter().map(|finding| told(finding)));
    let sum = sum::of_bytes(lines.join("\n").as_bytes());
    let name = format!("{code}-{}", sum.get(..8).unwrap_or_default());
    Some(Objection { name, finding, count: group.len() })
}

impl Objection {
    /// Whether a finding is one of those that it stands for.
    #[must_use]
    pub fn is_about(&self, finding: &Diagnostic) -> bool {
        rule(&self.finding) == rule(finding)
    }

    /// Whether a person may let it through.
    #[must_use]
    pub fn may_be_approved(&self) -> bool {
        may_be_approved(&self.finding)
    }
}

/// Whether a person may let a finding through: what the author's own limits say of the data, and what a source says of
/// itself. Never personal data, a balance that does not close, or what consumers are promised of each row: its key, its
/// required columns, its lists of values. What is not named here is not approved.
#[must_use]
pub fn may_be_approved(finding: &Diagnostic) -> bool {
    match finding.code {
        code::HELD
        | code::CHANGED_TOO_MUCH
        | code::DATA_OLDER
        | code::RESTATED
        | code::BEYOND_LEARNED
        | code::FILE_TWICE
        | code::NOT_BETWEEN
        | code::NOT_MATCHING
        | code::RULE_BROKEN
        | code::ROW_COUNT
        | code::TOTAL_DIFFERS
        | code::TOTAL_UNREAD => true,
        // Checks of a stage; the release promises the same to consumers under the same codes, without a step.
        code::REQUIRED | code::NOT_UNIQUE | code::NOT_ONE_OF | code::NOT_REFERENCED => step(finding).is_some(),
        _ => false,
    }
}

/// Codes of findings whose words would tell the public what they keep from it.
const ABOUT_PERSONS: [Code; 3] = [code::PERSONAL_DATA, code::FEW_PERSONS, code::FEW_BY_DIFFERENCE];

/// What the public is told of a finding: what a gate says of the whole table, and of findings in cells the meaning of
/// their code, since their words hold values.
#[must_use]
pub fn public_words(finding: &Diagnostic) -> Option<Words> {
    match (&finding.place, code::page(finding.code.0)) {
        (None, _) if !ABOUT_PERSONS.contains(&finding.code) => Some(finding.message.clone()),
        (_, page) => page.map(|page| Words::new(page.id, page.en)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        diagnostic::{CellPlace, TextPlace},
        words,
    };

    fn cell(row: u32, value: &str) -> Diagnostic {
        let text = "- between: { column: luas, to: 10, otherwise: hold }";
        let step = TextPlace { path: "p.yml".into(), text: text.into(), span: 2..text.len() };
        let place = CellPlace { path: "a.csv".into(), row: Some(row), ..CellPlace::default() };
        Diagnostic::finding(code::NOT_BETWEEN, words!("{value}", "{value}")).at(place).also(step, words!("a", "a"))
    }

    fn gate(code: Code, message: &str) -> Diagnostic {
        Diagnostic::finding(code, words!("{message}", "{message}"))
    }

    fn names(findings: &[Diagnostic], candidate: &str) -> Vec<(String, usize)> {
        objections(findings, candidate).into_iter().map(|one| (one.name, one.count)).collect()
    }

    #[test]
    fn cells_of_one_rule_are_one_objection_and_each_gate_is_its_own() {
        let findings = [cell(2, "12"), gate(code::HELD, "3 rows"), cell(4, "13"), gate(code::HELD, "21 %")];
        let counts: Vec<usize> = names(&findings, "a").into_iter().map(|(_, count)| count).collect();
        assert_eq!(counts, [2, 1, 1]);
    }

    #[test]
    fn a_name_holds_for_one_candidate_and_what_was_found_in_it() {
        let of = |findings: &[Diagnostic], candidate| names(findings, candidate).remove(0).0;
        let name = of(&[cell(2, "12")], "a");
        assert_eq!(name, of(&[cell(2, "12")], "a"));
        for other in [of(&[cell(2, "12")], "b"), of(&[cell(3, "12")], "a"), of(&[cell(2, "12"), cell(3, "12")], "a")] {
            assert_ne!(name, other);
        }
        assert_ne!(of(&[gate(code::HELD, "3 rows")], "a"), of(&[gate(code::HELD, "4 rows")], "a"));
    }

    #[test]
    fn a_name_rests_on_no_value_of_a_cell() {
        assert_eq!(names(&[cell(2, "12")], "a"), names(&[cell(2, "13")], "a"));
    }

    #[test]
    fn what_consumers_are_promised_is_never_approved() {
        for never in
            [code::PERSONAL_DATA, code::BALANCE, code::MEASURE_UNBALANCED, code::MEASURE_CHANGED, code::KEY_BROKEN]
        {
            assert!(!may_be_approved(&gate(never, "a")), "{}", never.0);
        }
        assert!(!may_be_approved(&gate(code::REQUIRED, "a")));
        assert!(may_be_approved(&Diagnostic { code: code::REQUIRED, ..cell(2, "") }));
        assert!(may_be_approved(&cell(2, "12")) && may_be_approved(&gate(code::CHANGED_TOO_MUCH, "a")));
    }
}
