//! Which columns hold which measure, before each operator of a stage.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{Carrier, Measure, Setting};
use crate::{
    plan::{
        Expression, Function, Operator,
        kernel::{Kernel, MoneyPart},
        operator::{Aggregate, AggregateFunction, Derivation},
        output::output,
    },
    schema::{Column, Schema, Type},
};

/// The measures among the columns that a stage gives, with what their author says of them.
pub type Known = BTreeMap<String, Setting>;

/// What a stage's measures rest on.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    /// What the author declares, by name.
    pub asked: &'a Known,
    /// The measures among the columns of the input.
    pub input: &'a Known,
    /// The measures of the stages planned so far.
    pub stages: &'a BTreeMap<String, Known>,
    /// The columns of the stages planned so far.
    pub schemas: &'a BTreeMap<String, Arc<Schema>>,
}

/// The measures of a stage, and those among the columns that it gives: amounts of money that a step reads, what the
/// author declares, and what came in as a measure.
#[must_use]
pub fn measures(operators: &[Operator], input: &Schema, ground: Ground<'_>) -> (Vec<Measure>, Known) {
    let mut tracker = Tracker { ground, threads: Vec::new() };
    let mut schema = input.clone();
    let mut threads: Vec<usize> = input.columns.iter().map(|column| tracker.incoming(column)).collect();
    let mut before = vec![Boundary { schema: schema.clone(), threads: threads.clone() }];
    for operator in operators {
        let after = output(operator, &schema, &|stage| ground.schemas.get(stage).cloned());
        threads = tracker.step(operator, &schema, &threads);
        threads.truncate(after.columns.len());
        while threads.len() < after.columns.len() {
            threads.push(tracker.spin());
        }
        tracker.ask(&after, &threads);
        schema = after;
        before.push(Boundary { schema: schema.clone(), threads: threads.clone() });
    }
    tracker.measures(&before)
}

/// The columns between two operators, with the thread that each belongs to.
struct Boundary {
    schema: Schema,
    threads: Vec<usize>,
}

/// Columns that hold the same amounts one after the other; threads that are tied are one measure.
struct Thread {
    tied_to: usize,
    setting: Option<Setting>,
    kernel: Option<Kernel>,
}

struct Tracker<'a> {
    ground: Ground<'a>,
    threads: Vec<Thread>,
}

impl Tracker<'_> {
    fn spin(&mut self) -> usize {
        let new = self.threads.len();
        self.threads.push(Thread { tied_to: new, setting: None, kernel: None });
        new
    }

    fn incoming(&mut self, column: &Column) -> usize {
        let new = self.spin();
        self.threads[new].setting = self.ground.input.get(&column.name).cloned();
        new
    }

    fn root(&self, thread: usize) -> usize {
        let mut root = thread;
        while self.threads[root].tied_to != root {
            root = self.threads[root].tied_to;
        }
        root
    }

    fn tie(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        self.threads[other].tied_to = one;
    }

    /// Marks the columns of numbers that the author declares.
    fn ask(&mut self, schema: &Schema, threads: &[usize]) {
        for (column, thread) in schema.columns.iter().zip(threads) {
            if let Some(setting) = self.ground.asked.get(&column.name).filter(|_| column.kind.is_number()) {
                self.threads[*thread].setting = Some(setting.clone());
            }
        }
    }

    fn step(&mut self, operator: &Operator, schema: &Schema, threads: &[usize]) -> Vec<usize> {
        match operator {
            Operator::Derive(derivations) => self.derive(derivations, schema, threads),
            Operator::Project(projections) => {
                let mut taken = BTreeSet::new();
                let kept = projections.iter().map(|one| (one.from, taken.insert(one.from))).collect::<Vec<_>>();
                kept.into_iter().map(|(from, first)| if first { threads[from] } else { self.spin() }).collect()
            }
            Operator::Unpivot(unpivot) => {
                let value = self.spin();
                for (position, _) in &unpivot.columns {
                    self.tie(value, threads[*position]);
                }
                let name = self.spin();
                unpivot.keep.iter().map(|position| threads[*position]).chain([name, value]).collect()
            }
            Operator::Group { by, aggregates, .. } => self.group(by, aggregates, threads),
            Operator::Pivot(pivot) => {
                let is_number = schema.columns.get(pivot.value).is_some_and(|column| column.kind.is_number());
                let mut after: Vec<usize> = pivot.by.iter().map(|position| threads[*position]).collect();
                for _ in &pivot.columns {
                    let new = self.spin();
                    // Texts of one column may be of different kinds once they are apart.
                    if is_number {
                        self.tie(threads[pivot.value], new);
                    }
                    after.push(new);
                }
                after
            }
            Operator::Union { stage, columns } => {
                for (thread, there) in threads.iter().zip(columns) {
                    let column = there.and_then(|at| self.ground.schemas.get(stage)?.columns.get(at));
                    let setting = column.and_then(|column| self.ground.stages.get(stage)?.get(&column.name));
                    if let (Some(setting), None) = (setting, &self.threads[*thread].setting) {
                        self.threads[*thread].setting = Some(setting.clone());
                    }
                }
                threads.to_vec()
            }
            _ => threads.to_vec(),
        }
    }

    fn derive(&mut self, derivations: &[Derivation], schema: &Schema, threads: &[usize]) -> Vec<usize> {
        let mut after = threads.to_vec();
        for derivation in derivations {
            match schema.position(&derivation.name) {
                Some(position) => after[position] = self.replaced(derivation, (position, schema), threads[position]),
                None => after.push(self.spin()),
            }
        }
        after
    }

    /// The thread of a column that is replaced: the same when what is written are its own amounts.
    fn replaced(&mut self, derivation: &Derivation, column: (usize, &Schema), thread: usize) -> usize {
        let (position, schema) = column;
        if let Expression::Call(Function::Read(kernel), arguments) = &derivation.expression
            && matches!(arguments.as_slice(), [Expression::Column(read)] if *read == position)
        {
            self.threads[thread].kernel = Some(kernel.as_ref().clone());
            // Amounts of several currencies have no sum.
            if let Kernel::Money(_, MoneyPart::Value { foreign: false, .. }) = kernel.plain() {
                self.threads[thread].setting.get_or_insert_default();
            }
            return thread;
        }
        let before = schema.columns.get(position).map_or(Type::Text, |column| column.kind);
        let own = derivation.expression.columns();
        let is_edited = before == Type::Text && derivation.kind == Type::Text && !own.is_empty();
        if (before.is_number() && derivation.kind.is_number()) || (is_edited && own.iter().all(|one| *one == position))
        {
            return thread;
        }
        self.spin()
    }

    /// A sum holds what its column held; of a first, last, least or greatest the rest is merged.
    fn group(&mut self, by: &[usize], aggregates: &[Aggregate], threads: &[usize]) -> Vec<usize> {
        let mut holders: BTreeMap<usize, usize> = BTreeMap::new();
        let is_sum = |aggregate: &Aggregate| aggregate.function == AggregateFunction::Sum;
        // A count or an average is no part of what was there.
        let holds = |aggregate: &Aggregate| {
            !matches!(aggregate.function, AggregateFunction::Count | AggregateFunction::Average)
        };
        let mut ranked: Vec<usize> = (0..aggregates.len()).filter(|at| holds(&aggregates[*at])).collect();
        ranked.sort_by_key(|at| !is_sum(&aggregates[*at]));
        for at in ranked {
            if let Some(position) = aggregates[at].column {
                holders.entry(position).or_insert(at);
            }
        }
        let mut after = Vec::new();
        for position in by {
            let held = holders.contains_key(position);
            after.push(if held { self.spin() } else { threads[*position] });
        }
        for (at, aggregate) in aggregates.iter().enumerate() {
            let position = aggregate.column.filter(|position| holders.get(position) == Some(&at));
            after.push(position.map_or_else(|| self.spin(), |position| threads[position]));
        }
        after
    }

    fn measures(&self, before: &[Boundary]) -> (Vec<Measure>, Known) {
        let mut settings: BTreeMap<usize, Setting> = BTreeMap::new();
        let mut kernels: BTreeMap<usize, &Kernel> = BTreeMap::new();
        for (at, thread) in self.threads.iter().enumerate() {
            if let Some(setting) = &thread.setting {
                let known = settings.entry(self.root(at)).or_default();
                if *known == Setting::default() {
                    known.clone_from(setting);
                }
            }
            if let Some(kernel) = &thread.kernel {
                kernels.entry(self.root(at)).or_insert(kernel);
            }
        }
        let measure = |(root, setting): (&usize, &Setting)| self.measure((*root, setting), before, kernels.get(root));
        let measures = settings.iter().map(measure).collect();
        let mut known = Known::new();
        if let Some(last) = before.last() {
            for (column, thread) in last.schema.columns.iter().zip(&last.threads) {
                let setting = settings.get(&self.root(*thread)).filter(|_| column.kind.is_number());
                known.extend(setting.map(|setting| (column.name.clone(), setting.clone())));
            }
        }
        (measures, known)
    }

    fn measure(&self, what: (usize, &Setting), before: &[Boundary], kernel: Option<&&Kernel>) -> Measure {
        let (root, setting) = what;
        let carriers: Vec<Vec<Carrier>> = before
            .iter()
            .map(|boundary| {
                let held = boundary.threads.iter().enumerate().filter(|(_, thread)| self.root(**thread) == root);
                let carrier = |(position, thread): (usize, &usize)| {
                    let is_text = boundary.schema.columns.get(position).is_some_and(|column| column.kind == Type::Text);
                    let own = self.threads[*thread].kernel.as_ref().or(kernel.copied());
                    Carrier { position, kernel: own.filter(|_| is_text).cloned() }
                };
                held.map(carrier).collect()
            })
            .collect();
        let names = |at: usize| -> Vec<String> {
            let columns = carriers[at].iter().filter_map(|one| before[at].schema.columns.get(one.position));
            columns.map(|column| column.name.clone()).collect()
        };
        let last = (0..before.len()).rev().find(|at| !carriers[*at].is_empty()).unwrap_or(0);
        let (name, from) = (names(last).join(" + "), names(0));
        let from = if from == [name.clone()] { Vec::new() } else { from };
        Measure { name, from, setting: setting.clone(), carriers }
    }
}
