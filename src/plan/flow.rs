//! Column flow: which columns reach each step, computed and checked before any row is read.

mod names;

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::Range,
    sync::Arc,
};

use super::{
    Operator,
    expression::Typed,
    operator::{Derivation, Otherwise, Rule},
    output::output,
    sql,
};
use crate::{
    diagnostic::{Code, Diagnostic, TextPlace, Words, code, nearest},
    schema::{Schema, Type},
    value::numeral::locale::Locale,
    words,
    workspace::{Document, Door, Placed, Reference},
};

/// What steps may name besides columns.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// The reference lists of the workspace.
    pub references: &'a BTreeMap<String, Reference>,
    /// The columns of the stages planned so far.
    pub stages: &'a BTreeMap<String, Arc<Schema>>,
    /// The door to files, for lookup files.
    pub door: &'a Door,
    /// The notation that the source declares.
    pub locale: Option<Locale>,
}

/// A stage while its steps are lowered, one after the other.
pub struct Flow<'a> {
    /// The columns that reach the next step.
    pub schema: Schema,
    /// What was lowered so far, and beside it the words of the author that each comes from.
    pub operators: Vec<Operator>,
    pub(crate) places: Vec<TextPlace>,
    /// What steps may name besides columns.
    pub world: World<'a>,
    document: &'a Document,
    mistakes: Vec<Diagnostic>,
    /// After a mistake that changes columns, an unknown column may be a mere consequence.
    uncertain: bool,
    step: Range<usize>,
}

impl<'a> Flow<'a> {
    /// The flow of a stage whose rows have these columns; `uncertain` when a part of the stage could not be read.
    #[must_use]
    pub const fn new(schema: Schema, world: World<'a>, document: &'a Document, uncertain: bool) -> Self {
        let places = Vec::new();
        Self { schema, operators: Vec::new(), places, world, document, mistakes: Vec::new(), uncertain, step: 0..0 }
    }

    /// What came out: the operators, the columns and the mistakes, and whether the columns are certain.
    #[must_use]
    pub fn finish(self) -> (Vec<Operator>, Schema, Vec<Diagnostic>, bool) {
        (self.operators, self.schema, self.mistakes, self.uncertain)
    }

    /// Says which words of the author the next operators come from.
    pub fn begin(&mut self, step: Range<usize>) {
        self.step = step;
    }

    /// The words of the current step.
    #[must_use]
    pub fn place(&self) -> TextPlace {
        self.document.place(&self.step)
    }

    /// A place in the author's text.
    #[must_use]
    pub fn place_of(&self, span: &Range<usize>) -> TextPlace {
        self.document.place(span)
    }

    /// Records a mistake.
    pub fn mistake(&mut self, mistake: Diagnostic) {
        self.mistakes.push(mistake);
    }

    /// Records a value that a setting does not allow.
    pub fn bad_value(&mut self, span: &Range<usize>, message: Words) {
        let place = self.place_of(span);
        self.mistake(Diagnostic::mistake(code::BAD_VALUE, message).at(place));
    }

    /// Whether the columns are certain, so that one that is absent is a mistake of its own.
    #[must_use]
    pub const fn is_certain(&self) -> bool {
        !self.uncertain
    }

    /// Records that the settings of the current step contradict each other or say nothing.
    pub fn bad_step(&mut self, message: Words) {
        let place = self.place();
        self.mistake(Diagnostic::mistake(code::BAD_VALUE, message).at(place));
    }

    /// Says that the columns are no longer certain, so that consequences are not reported as mistakes.
    pub const fn lose_certainty(&mut self) {
        self.uncertain = true;
    }

    /// The position of a column; an unknown one is a mistake.
    pub fn column(&mut self, name: &Placed<String>) -> Option<usize> {
        if let Some(position) = self.schema.position(name) {
            return Some(position);
        }
        if !self.uncertain {
            let mut mistake = Diagnostic::mistake(
                code::UNKNOWN_COLUMN,
                words!("tidak ada kolom `{name}`", "no column is named `{name}`"),
            )
            .label(words!("diminta di sini", "asked for here"))
            .at(self.place_of(&name.span));
            if let Some(help) = nearest::known_names(name, self.schema.names(), ("kolom", "columns")) {
                mistake = mistake.help(help);
            }
            self.mistake(mistake);
        }
        None
    }

    /// The positions of columns; those unknown are mistakes and left out.
    pub fn columns(&mut self, names: &[Placed<String>]) -> Vec<usize> {
        names.iter().filter_map(|name| self.column(name)).collect()
    }

    /// The position of a column that must hold text.
    pub fn text_column(&mut self, name: &Placed<String>) -> Option<usize> {
        self.column_where(name, |kind| kind == Type::Text, ("teks", "text"))
    }

    /// The position of a column of a certain type, which `what` names in both languages.
    pub fn column_where(
        &mut self,
        name: &Placed<String>,
        fits: impl Fn(Type) -> bool,
        what: (&str, &str),
    ) -> Option<usize> {
        let position = self.column(name)?;
        let kind = self.kind(position);
        if fits(kind) {
            return Some(position);
        }
        let (id, en) = what;
        let found = kind.word();
        let message = words!(
            "kolom `{name}` berisi `{found}`, diharapkan {id}",
            "the column `{name}` holds `{found}`, expected {en}"
        );
        let place = self.place_of(&name.span);
        self.mistake(Diagnostic::mistake(code::WRONG_COLUMN_TYPE, message).at(place));
        None
    }

    /// The type of a column.
    #[must_use]
    pub fn kind(&self, position: usize) -> Type {
        self.schema.columns.get(position).map_or(Type::Text, |column| column.kind)
    }

    /// An SQL expression over the columns here; each mistake in it is placed in the author's text.
    pub fn sql(&mut self, text: &Placed<String>) -> Option<Typed> {
        match sql::read(text, &self.schema) {
            Ok(typed) => Some(typed),
            Err(mistakes) => {
                for mistake in mistakes {
                    self.sql_mistake(text, mistake);
                }
                None
            }
        }
    }

    /// An SQL condition.
    pub fn condition(&mut self, text: &Placed<String>) -> Option<Typed> {
        let typed = self.sql(text)?;
        if matches!(typed.kind, Some(Type::Boolean) | None) {
            return Some(typed);
        }
        let found = typed.kind.map_or_else(String::new, Type::word);
        let message = words!(
            "syarat ini menghasilkan `{found}`, bukan benar atau salah",
            "the condition gives `{found}`, not true or false"
        );
        let place = self.place_of(&text.span);
        self.mistake(Diagnostic::mistake(code::SQL_TYPE, message).at(place));
        None
    }

    fn sql_mistake(&mut self, text: &Placed<String>, mistake: sql::SqlMistake) {
        if self.uncertain && mistake.code == code::UNKNOWN_COLUMN {
            return;
        }
        let span = mistake.span.and_then(|span| self.inside(text, &span)).unwrap_or_else(|| text.span.clone());
        let mut diagnostic = Diagnostic::mistake(mistake.code, mistake.message).at(self.place_of(&span));
        if let Some(help) = mistake.help {
            diagnostic = diagnostic.help(help);
        }
        self.mistake(diagnostic);
    }

    /// A part of a scalar in the text of its file, when quotes and escapes leave it recognisable.
    fn inside(&self, text: &Placed<String>, part: &Range<usize>) -> Option<Range<usize>> {
        let written = self.document.text.get(text.span.clone())?;
        let start = text.span.start + written.find(text.value.as_str())?;
        Some(start + part.start..start + part.end)
    }

    /// Adds an operator and computes the columns that it leaves.
    pub fn push(&mut self, operator: Operator) {
        self.schema = output(&operator, &self.schema, &|stage| self.world.stages.get(stage).cloned());
        self.operators.push(operator);
        self.places.push(self.place());
        self.names_are_unique();
    }

    /// Steps that follow could not tell two columns of one name apart.
    fn names_are_unique(&mut self) {
        let mut names = BTreeSet::new();
        let repeated = self.schema.names().find(|name| !names.insert(*name));
        let Some(name) = repeated.filter(|_| !self.uncertain) else { return };
        let message =
            words!("langkah ini membuat dua kolom bernama `{name}`", "the step makes two columns of the name `{name}`");
        self.mistake(Diagnostic::mistake(code::DUPLICATE_NAME, message).at(self.place()));
        self.lose_certainty();
    }

    /// A derived column of the current step.
    #[must_use]
    pub fn derivation(&self, name: &str, typed: (super::Expression, Type), subject: Option<usize>) -> Derivation {
        let (expression, kind) = typed;
        let (name, place) = (name.to_owned(), self.place());
        Derivation { name, kind, expression, subject, adjusts: None, place, repair: None, held: None }
    }

    /// A rule of the current step.
    #[must_use]
    pub fn rule(&self, code: Code, message: Words, subject: Option<usize>, otherwise: Otherwise) -> Rule {
        Rule { code, message, subject, otherwise, place: self.place() }
    }

    /// A new column's name; one that is taken is a mistake.
    pub fn new_name(&mut self, name: &Placed<String>) -> Option<String> {
        if self.schema.position(name).is_none() {
            return Some(name.value.clone());
        }
        let place = self.place_of(&name.span);
        self.mistake(
            Diagnostic::mistake(
                code::DUPLICATE_NAME,
                words!("kolom `{name}` sudah ada", "a column named `{name}` exists already"),
            )
            .at(place),
        );
        None
    }

    /// A reference list of the workspace; an unknown one is a mistake.
    pub fn reference(&mut self, name: &Placed<String>) -> Option<&'a Reference> {
        let references = self.world.references;
        let found = references.get(name.as_str());
        if found.is_none() {
            let known = references.keys().map(String::as_str);
            self.unknown_name(name, known, ("daftar acuan", "reference list"));
        }
        found
    }

    /// The columns of another stage; an unknown one is a mistake.
    pub fn stage(&mut self, name: &Placed<String>) -> Option<Arc<Schema>> {
        let stages = self.world.stages;
        let found = stages.get(name.as_str()).cloned();
        if found.is_none() {
            self.unknown_name(name, stages.keys().map(String::as_str), ("tahap", "stage"));
        }
        found
    }
}
