//! Who may see a column: nobody outside where its cells or its name speak of persons.

use super::remark::Remark;
use crate::{
    diagnostic::counted,
    pipeline::release::Access,
    plan::{Cell, cell::View},
    schema::Type,
    table::Table,
    value::personal::{
        self,
        column::{Action, rule_for},
    },
    words,
};

/// The access of a column by its cells, its name and its heading, with why when it stays in.
pub(super) fn guess(table: &Table, name: &str, heading: &str) -> (Access, Option<Remark>) {
    let kind = table.schema.column(name).map(|column| column.kind);
    if kind != Some(Type::Text) && kind != Some(Type::Date) {
        return (Access::Public, None);
    }
    let persons = cells_with_identifiers(table, name);
    if persons > 0 {
        let cells = counted(persons, "cell holds", "cells hold");
        let words = words!(
            "{persons} sel memuat data pribadi (NIK, NIP, NPWP, telepon, surel, rekening); kolom ini tidak dirilis",
            "{cells} personal data (NIK, NIP, NPWP, phone, e-mail, account); the column is not released"
        );
        return (Access::Private, Some(Remark::Guess(words)));
    }
    match [name, heading].into_iter().filter_map(rule_for).find(|rule| rule.action != Action::Scan) {
        None => (Access::Public, None),
        Some(rule) => {
            let (holds, basis) = (rule.holds, rule.basis);
            let words = words!(
                "menurut namanya berisi {holds} ({basis}); tulis `public` bila bukan",
                "by its name it holds {holds} ({basis}); write `public` if it does not"
            );
            (Access::Private, Some(Remark::Guess(words)))
        }
    }
}

fn cells_with_identifiers(table: &Table, name: &str) -> usize {
    let Some(at) = table.schema.position(name) else { return 0 };
    let mut cells = 0;
    for batch in &table.batches {
        let Some(array) = batch.columns.get(at) else { continue };
        let view = View::new(array, Type::Text);
        let personal = |row: &usize| matches!(view.cell(*row), Cell::Text(text) if !personal::find(&text).is_empty());
        cells += (0..batch.len()).filter(personal).count();
    }
    cells
}
