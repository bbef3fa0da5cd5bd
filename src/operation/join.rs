//! Brings columns of another stage.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;

use crate::{
    diagnostic::{Diagnostic, code, nearest},
    plan::{
        Flow, Operator,
        operator::{Join as Joined, Otherwise, Projection, SUBJECT},
    },
    words,
    workspace::Placed,
};

/// Brings columns of another stage to the rows of equal key. The other stage has at most one row per key: otherwise the
/// release is held, because rows would be counted twice.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Join {
    /// The other stage.
    with: Placed<String>,
    /// Columns that must be equal here and there.
    on: Vec<Placed<String>>,
    /// Names in the other stage of columns of `on` that are called otherwise there.
    #[serde(default)]
    #[schemars(with = "std::collections::BTreeMap<String, String>")]
    named: IndexMap<String, Placed<String>>,
    /// Columns to bring.
    bring: Vec<Placed<String>>,
    /// What becomes of rows without a partner.
    #[serde(default)]
    unmatched: Unmatched,
}

/// What becomes of rows without a partner.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Unmatched {
    /// They go to quarantine.
    #[default]
    Quarantine,
    /// They stay with empty cells, and a warning is written.
    Warn,
    /// They stay with empty cells.
    Empty,
}

impl Join {
    /// The other stage.
    pub(super) fn with(&self) -> &str {
        &self.with
    }

    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let Some(other) = flow.stage(&self.with) else { return flow.lose_certainty() };
        let there = |name: &Placed<String>, flow: &mut Flow<'_>| {
            let found = other.position(name);
            if found.is_none() && flow.is_certain() {
                let message =
                    words!("tahap `{}` tidak punya kolom `{name}`", "the stage `{}` has no column `{name}`", self.with);
                let mut mistake = Diagnostic::mistake(code::UNKNOWN_COLUMN, message).at(flow.place_of(&name.span));
                if let Some(help) = nearest::known_names(name, other.names(), ("kolom", "columns")) {
                    mistake = mistake.help(help);
                }
                flow.mistake(mistake);
            }
            found
        };
        let mut on = Vec::new();
        for name in &self.on {
            let here = flow.column(name);
            let named = self.named.get(name.as_str()).unwrap_or(name);
            if let (Some(here), Some(there)) = (here, there(named, flow)) {
                self.same_type(name, (flow.kind(here), other.columns.get(there).map(|column| column.kind)), flow);
                on.push((here, there));
            }
        }
        let mut bring = Vec::new();
        for name in &self.bring {
            if let (Some(from), Some(name)) = (there(name, flow), flow.new_name(name)) {
                bring.push(Projection { from, name });
            }
        }
        let unmatched = self.unmatched(on.first().map(|(here, _)| *here), flow);
        flow.push(Operator::Join(Joined {
            stage: self.with.value.clone(),
            on,
            bring,
            unmatched,
            null_passes: false,
            place: flow.place(),
        }));
    }

    fn same_type(
        &self,
        name: &Placed<String>,
        kinds: (crate::schema::Type, Option<crate::schema::Type>),
        flow: &mut Flow<'_>,
    ) {
        let (here, Some(there)) = kinds else { return };
        if here != there {
            let (here, there) = (here.word(), there.word());
            let message = words!(
                "`{name}` berisi `{here}` di sini dan `{there}` di `{}`",
                "`{name}` holds `{here}` here and `{there}` in `{}`",
                self.with
            );
            let place = flow.place_of(&name.span);
            flow.mistake(Diagnostic::mistake(code::WRONG_COLUMN_TYPE, message).at(place));
        }
    }

    fn unmatched(&self, subject: Option<usize>, flow: &Flow<'_>) -> Option<crate::plan::operator::Rule> {
        let otherwise = match self.unmatched {
            Unmatched::Empty => return None,
            Unmatched::Quarantine => Otherwise::Quarantine,
            Unmatched::Warn => Otherwise::Warn,
        };
        let message = words!("`{SUBJECT}` tidak ada di tahap `{}`", "`{SUBJECT}` is not in the stage `{}`", self.with);
        Some(flow.rule(code::JOIN_UNMATCHED, message, subject, otherwise))
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    const PROJECTS: &str = "id,nilai\nA,1\nB,2\nC,3\n";
    const PLACES: &str = "id,kecamatan\nA,Jelutung\nB,Pasar\n";

    fn join(settings: &str, places: &str) -> testing::Bench {
        testing::steps(&format!("- join: {{ with: lokasi, on: [id], bring: [kecamatan]{settings} }}"))
            .over(PROJECTS)
            .beside("lokasi", places, "")
    }

    #[test]
    fn columns_come_from_the_row_of_equal_key_and_rows_without_one_are_quarantined() {
        let bench = join("", PLACES);
        insta::assert_snapshot!(bench.table(), @"
        id,nilai,kecamatan
        A,1,Jelutung
        B,2,Pasar
        ");
        insta::assert_snapshot!(bench.refusals(), @"1.csv › row 4 (id): TB0325 `C` is not in the stage `lokasi`");
        insta::assert_snapshot!(bench.ledger(), @"in 3, made 0, out 2, quarantined 1, merged 0");
    }

    #[test]
    fn rows_without_partner_may_stay_empty_with_a_warning_or_without() {
        insta::assert_snapshot!(join(", unmatched: empty", PLACES).table(), @"
        id,nilai,kecamatan
        A,1,Jelutung
        B,2,Pasar
        C,3,
        ");
        insta::assert_snapshot!(join(", unmatched: warn", PLACES).findings(), @"warns 1.csv › row 4 (id): TB0325 `C` is not in the stage `lokasi`");
    }

    #[test]
    fn several_rows_for_one_key_hold_the_release() {
        insta::assert_snapshot!(join(", unmatched: empty", "id,kecamatan\nA,Jelutung\nA,Pasar\n").findings(), @"holds `join: { with: lokasi, on: [id], bring: [kecamatan], unmatched: empty }`: TB0326 the stage `lokasi` has several rows for one key");
    }

    #[test]
    fn a_key_may_be_named_otherwise_there() {
        let bench = join(", named: { id: kode }", "kode,kecamatan\nA,Jelutung\nB,Pasar\nC,Pasar\n");
        insta::assert_snapshot!(bench.table(), @"
        id,nilai,kecamatan
        A,1,Jelutung
        B,2,Pasar
        C,3,Pasar
        ");
    }

    #[test]
    fn an_empty_key_has_no_partner() {
        let bench = testing::steps("- join: { with: lokasi, on: [id], bring: [kecamatan] }");
        let bench = bench.over("id,nilai\n,1\n").beside("lokasi", "id,kecamatan\n,Pasar\n", "");
        insta::assert_snapshot!(bench.refusals(), @"1.csv › row 2 (id): TB0325 `∅` is not in the stage `lokasi`");
    }

    #[test]
    fn unknown_stages_columns_and_taken_names_are_mistakes() {
        insta::assert_snapshot!(testing::steps("- join: { with: lokas, on: [id], bring: [a] }").over(PROJECTS).beside("lokasi", PLACES, "").mistakes(), @"`lokas`: TB0106 no stage is named `lokas` (write `lokasi`, if that is meant)");
        insta::assert_snapshot!(join(", named: { id: kod }", PLACES).mistakes(), @"`kod`: TB0104 the stage `lokasi` has no column `kod` (known columns: `kecamatan`, `id`)");
        insta::assert_snapshot!(join("", "id,kecamatan\nA,B\n").over("id,kecamatan\nA,C\n").mistakes(), @"`kecamatan`: TB0110 a column named `kecamatan` exists already");
    }

    #[test]
    fn keys_of_different_types_are_a_mistake() {
        let bench = testing::steps("- join: { with: lokasi, on: [id], bring: [kecamatan] }");
        let bench = bench.over(PROJECTS).beside("lokasi", PLACES, "- parse_number: { columns: [id] }");
        insta::assert_snapshot!(bench.mistakes(), @"`id`: TB0105 `id` holds `text` here and `integer` in `lokasi`");
    }
}
