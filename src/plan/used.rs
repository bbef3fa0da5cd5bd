//! The columns of its input that a stage asks for.

use std::collections::BTreeSet;

use super::{Expression, Operator, StagePlan, Verdict, measure::Tracks, operator::Status, output::output};
use crate::schema::Schema;

/// The columns of its input that a stage looks at, or hands on; nothing where some operator may look at any.
#[must_use]
pub fn used(stage: &StagePlan, input: &Schema) -> Option<BTreeSet<usize>> {
    let tracks = Tracks { measures: &stage.measures, done: 0 };
    let mut uses = Uses {
        used: tracks.positions().flat_map(|(_, positions)| positions).collect(),
        columns: (0..input.columns.len()).map(|at| BTreeSet::from([at])).collect(),
        schema: input.clone(),
    };
    for operator in &stage.operators {
        uses.pass(operator)?;
    }
    let Uses { used, columns, .. } = uses;
    Some(columns.into_iter().flatten().chain(used).collect())
}

/// What is known between two operators.
struct Uses {
    /// The columns of the input that were looked at.
    used: BTreeSet<usize>,
    /// The columns of the input that each column here comes from.
    columns: Vec<BTreeSet<usize>>,
    schema: Schema,
}

impl Uses {
    fn behind(&self, columns: impl IntoIterator<Item = usize>) -> BTreeSet<usize> {
        columns.into_iter().filter_map(|at| self.columns.get(at)).flatten().copied().collect()
    }

    fn look(&mut self, columns: impl IntoIterator<Item = usize>) {
        let looked = self.behind(columns);
        self.used.extend(looked);
    }

    fn look_at(&mut self, expression: &Expression, subject: Option<usize>) {
        self.look(expression.columns().into_iter().chain(subject));
    }

    fn pass(&mut self, operator: &Operator) -> Option<()> {
        match operator {
            Operator::Derive(derivations) => {
                let mut columns = self.columns.clone();
                for one in derivations {
                    self.look_at(&one.expression, one.subject);
                    let behind = self.behind(one.expression.columns());
                    match self.schema.position(&one.name).and_then(|at| columns.get_mut(at)) {
                        Some(existing) => *existing = behind,
                        None => columns.push(behind),
                    }
                }
                self.columns = columns;
            }
            Operator::Project(projections) => {
                self.columns = projections.iter().map(|one| self.behind([one.from])).collect();
            }
            Operator::Filter(filter) => self.look_at(&filter.condition, subject(&filter.verdict)),
            Operator::Unpivot(unpivot) => {
                let turned = self.behind(unpivot.columns.iter().map(|(at, _)| *at));
                let kept = unpivot.keep.iter().map(|at| self.behind([*at]));
                self.columns = kept.chain([BTreeSet::new(), turned.clone()]).collect();
                self.used.extend(turned);
            }
            Operator::Sort { by } => self.look(by.iter().map(|key| key.column)),
            Operator::Unique { by, verdict, .. } => self.look(by.iter().copied().chain(subject(verdict))),
            Operator::Group { by, aggregates, .. } => {
                let made = aggregates.iter().map(|aggregate| aggregate.column);
                let columns: Vec<Option<usize>> = by.iter().copied().map(Some).chain(made).collect();
                self.columns = columns.iter().map(|at| self.behind(*at)).collect();
                let all: Vec<usize> = self.columns.iter().flatten().copied().collect();
                self.used.extend(all);
            }
            Operator::RowCount { .. } => {}
            Operator::Suppress(suppress) => {
                self.look(suppress.within.iter().chain(&suppress.with).copied().chain([suppress.count]));
                if let Status::New(_) = suppress.status {
                    self.columns.push(BTreeSet::new());
                }
            }
            _ => return None,
        }
        self.schema = output(operator, &self.schema, &|_| None);
        (self.schema.columns.len() == self.columns.len()).then_some(())
    }
}

/// The column that a rule tells of.
fn subject(verdict: &Verdict) -> Option<usize> {
    if let Verdict::Rule(rule) = verdict { rule.subject } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::testing;

    #[test]
    fn a_stage_asks_for_what_it_reads_and_hands_on() {
        let used = |steps: &str| {
            let plan = testing::steps(steps).over("a,b,c,d,e\n").plan();
            let stage = plan.stages.last().unwrap();
            let input = plan.sources.values().next().unwrap();
            used(stage, input).map(|used| {
                let names: Vec<&str> = used.iter().map(|at| input.columns[*at].name.as_str()).collect();
                names.join("")
            })
        };
        assert_eq!(used("- tidy_text"), Some("abcde".into()));
        assert_eq!(used("- group: { by: [a], values: { jumlah: { count: a } } }"), Some("a".into()));
        assert_eq!(
            used("- drop_rows: { where: \"b = '1'\" }\n- group: { by: [a], values: { jumlah: { count: a } } }"),
            Some("ab".into())
        );
        assert_eq!(used("- derive: { f: c || d }\n- select: { columns: [a, f] }"), Some("acd".into()));
        assert_eq!(used("- derive: { a: c }\n- select: { columns: [a] }"), Some("c".into()));
        assert_eq!(used("- drop_rows: { kind: [total] }"), None);
    }
}
