//! Finds the entry of a reference list that a name means.

use std::{borrow::Cow, fmt, sync::Arc};

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{
    Deserialize, Deserializer,
    de::{Error, Visitor},
};

use crate::{
    diagnostic::{Diagnostic, code, nearest},
    plan::{
        Expression, Flow, Function, Operator,
        lookup::{DEFAULT_SCORE, Lookup, Unknown},
    },
    schema::Type,
    words,
    workspace::Placed,
};

/// Finds the entry of a reference list that a name means: by name or alias without case and punctuation, then by score.
///
/// Abbreviations of offices, areas, streets and schools and other spacing are the same name: `Kec. Pal Merah`, `Kecamatan
/// Paalmerah`, `Jl. Kol. Abunjani`, and so is a name with the words that the list says may stand `around` it. A name that
/// means several entries is refused with all of them, and so is an alias that the list marks as colliding with something
/// else: `PUPR (bentrok)`.
///
/// With `fuzzy`, typing errors, misread letters (`D1nas`, `Jarnbi`), old spelling (`oe`, `dj`, `tj`), another order of words
/// and words too many or too few lower a score; the best entry is taken at the score or above when the next is well
/// behind, else the row is refused with the candidates. Whatever the score, never taken for each other are names with
/// another number (`Simpang III`, `Simpang IV`), another telling word (`Atas`, `Bawah`, `Timur`, `tidak`), another kind
/// (`Dinas`, `Badan`; `PT`, `CV`), firms whose words stand in another order, abbreviations that differ in a letter
/// (`Dishub`, `Dishut`), and names with something in brackets.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Match {
    /// The column of names.
    column: Placed<String>,
    /// The reference list of `terbuka.yml`.
    to: Placed<String>,
    /// A new column for what is found; the column itself when absent.
    #[serde(default)]
    into: Option<Placed<String>>,
    /// Which column of the list is found; its key when absent.
    #[serde(default)]
    take: Option<Placed<String>>,
    /// The least score from 0.5 to 1 at which an unknown spelling is taken for a known one, or `true` for the usual one,
    /// which takes fewer than one name in a hundred wrongly; none when absent.
    #[serde(default)]
    fuzzy: Option<Placed<Fuzzy>>,
    /// What becomes of names that the list does not have.
    #[serde(default)]
    unknown: Unknown,
}

/// At which score a spelling is taken: a number, or whether at all.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fuzzy {
    /// At the usual score, or never.
    Usual(bool),
    /// At this score.
    Least(f64),
}

impl Fuzzy {
    fn least(self) -> Option<f64> {
        match self {
            Self::Usual(is_wanted) => is_wanted.then_some(DEFAULT_SCORE),
            Self::Least(least) => Some(least),
        }
    }
}

impl fmt::Display for Fuzzy {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usual(is_wanted) => is_wanted.fmt(formatter),
            Self::Least(least) => least.fmt(formatter),
        }
    }
}

impl<'de> Deserialize<'de> for Fuzzy {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(FuzzyVisitor)
    }
}

struct FuzzyVisitor;

impl Visitor<'_> for FuzzyVisitor {
    type Value = Fuzzy;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("`true`, or a score from 0.5 to 1")
    }

    fn visit_bool<E: Error>(self, is_wanted: bool) -> Result<Fuzzy, E> {
        Ok(Fuzzy::Usual(is_wanted))
    }

    fn visit_f64<E: Error>(self, least: f64) -> Result<Fuzzy, E> {
        Ok(Fuzzy::Least(least))
    }

    #[expect(clippy::cast_precision_loss, reason = "no score is as large")]
    fn visit_i64<E: Error>(self, least: i64) -> Result<Fuzzy, E> {
        Ok(Fuzzy::Least(least as f64))
    }
}

impl JsonSchema for Fuzzy {
    fn schema_name() -> Cow<'static, str> {
        "Fuzzy".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "description": "`true`, or a score from 0.5 to 1.",
            "anyOf": [{ "type": "boolean" }, { "type": "number", "minimum": 0.5, "maximum": 1 }]
        })
    }
}

impl Match {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        let column = flow.text_column(&self.column);
        let lookup = self.lookup(flow);
        let target = self.into.as_ref().unwrap_or(&self.column);
        let (Some(column), Some(lookup)) = (column, lookup) else {
            // The column that was asked for exists for the steps that follow, so that they are checked too.
            let empty = flow.derivation(target, (Expression::Literal(crate::plan::Cell::Null), Type::Text), None);
            return flow.push(Operator::Derive(vec![empty]));
        };
        let expression = Expression::call(Function::LookUp(Arc::new(lookup)), vec![Expression::Column(column)]);
        let derivation = flow.derivation(target, (expression, Type::Text), Some(column));
        flow.push(Operator::Derive(vec![derivation]));
    }

    fn lookup(&self, flow: &mut Flow<'_>) -> Option<Lookup> {
        if let Some(fuzzy) = &self.fuzzy
            && fuzzy.least().is_some_and(|least| !(0.5..=1.0).contains(&least))
        {
            flow.bad_value(
                &fuzzy.span,
                words!("`fuzzy` antara 0.5 dan 1, bukan {fuzzy}", "`fuzzy` is between 0.5 and 1, not {fuzzy}"),
            );
        }
        let reference = flow.reference(&self.to)?;
        let mut lookup = Lookup::new(&self.to, code::NOT_MATCHED, self.unknown).around(&reference.around);
        lookup.fuzzy = self.fuzzy.as_ref().and_then(|fuzzy| fuzzy.least());
        match reference.spellings(self.take.as_deref().map(String::as_str)) {
            Ok(spellings) => {
                for (relation, alias, target) in spellings {
                    lookup.insert_name(relation, &alias, &target);
                }
                Some(lookup)
            }
            Err(columns) => {
                self.unknown_column(columns, flow);
                None
            }
        }
    }

    fn unknown_column(&self, columns: &[String], flow: &mut Flow<'_>) {
        let Some(take) = &self.take else { return };
        let message = words!("daftar `{}` tidak punya kolom `{take}`", "the list `{}` has no column `{take}`", self.to);
        let mut mistake = Diagnostic::mistake(code::UNKNOWN_COLUMN, message).at(flow.place_of(&take.span));
        if let Some(help) = nearest::known_names(take, columns.iter().map(String::as_str), ("kolom", "columns")) {
            mistake = mistake.help(help);
        }
        flow.mistake(mistake);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    const LIST: &str = "id,nama,alias\ndlh,Dinas Lingkungan Hidup,DLH|BLH (2014)\ndpupr,Dinas Pekerjaan Umum,DPUPR\ndpu,Dinas Perumahan,DPUPR\n";

    fn matched(settings: &str, rows: &str) -> testing::Bench {
        testing::steps(&format!("- match: {{ column: opd, to: opd{settings} }}")).over(rows).reference("opd", LIST)
    }

    #[test]
    fn names_and_aliases_give_the_key_and_remarks_are_no_part_of_an_alias() {
        insta::assert_snapshot!(matched("", "opd\nDINAS LINGKUNGAN HIDUP\nBLH\ndlh\n").table(), @"
        opd
        dlh
        dlh
        dlh
        ");
    }

    #[test]
    fn a_name_of_several_entries_and_an_unknown_one_are_refused_with_candidates() {
        insta::assert_snapshot!(matched("", "opd\nDPUPR\nDinas Lingkungn Hidup\n").refusals(), @"
        1.csv › row 2 (opd): TB0322 `DPUPR` stands for several entries of `opd`: `dpu`, `dpupr`
        1.csv › row 3 (opd): TB0322 `Dinas Lingkungn Hidup` is not in the list `opd` (nearest: `Dinas Lingkungan Hidup` (0.96); add the spelling to the list if it means one of them)
        ");
    }

    #[test]
    fn abbreviations_and_spacing_are_no_difference() {
        insta::assert_snapshot!(matched("", "opd\nDin. Lingkungan Hidup\nDinas LingkunganHidup\n").table(), @"
        opd
        dlh
        dlh
        ");
    }

    #[test]
    fn a_near_spelling_is_taken_above_the_declared_score() {
        insta::assert_snapshot!(matched(", fuzzy: 0.92, into: kode", "opd\nDinas Lingkungn Hidup\n").table(), @"
        opd,kode
        Dinas Lingkungn Hidup,dlh
        ");
    }

    #[test]
    fn the_usual_score_takes_typing_errors_and_refuses_what_is_told_apart() {
        let bench =
            matched(", fuzzy: true, into: kode", "opd\nDinas Lingkungn Hidup\nD1nas Perurnahan\nBadan Perumahan\n");
        insta::assert_snapshot!(bench.table(), @"
        opd,kode
        Dinas Lingkungn Hidup,dlh
        D1nas Perurnahan,dpu
        ");
        insta::assert_snapshot!(bench.refusals(), @"1.csv › row 4 (opd): TB0322 `Badan Perumahan` is not in the list `opd` (nearest: `Dinas Perumahan` (0.55; another kind); add the spelling to the list if it means one of them)");
        assert!(matched(", fuzzy: false", "opd\nDinas Lingkungn Hidup\n").refusals().contains("TB0322"));
    }

    #[test]
    fn a_code_or_brackets_beside_a_name_are_not_guessed_at() {
        let rows = "opd\n2.11 Dinas Lingkungan Hidup\nDinas Lingkungan Hidup (Dinas Perumahan)\n";
        assert_eq!(matched(", fuzzy: true", rows).refusals().lines().count(), 2);
    }

    #[test]
    fn another_column_of_the_list_may_be_taken() {
        insta::assert_snapshot!(matched(", take: nama, unknown: empty", "opd\nBLH\nX\n").table(), @"
        opd
        Dinas Lingkungan Hidup
        ");
    }

    #[test]
    fn unknown_lists_and_columns_and_scores_are_mistakes() {
        insta::assert_snapshot!(testing::steps("- match: { column: opd, to: odp }").over("opd\nA\n").reference("opd", LIST).mistakes(), @"`odp`: TB0106 no reference list is named `odp` (known reference lists: `opd`)");
        insta::assert_snapshot!(matched(", take: nam, fuzzy: 92", "opd\nA\n").mistakes(), @"
        `nam`: TB0104 the list `opd` has no column `nam` (write `nama`, if that is meant)
        `92`: TB0111 `fuzzy` is between 0.5 and 1, not 92
        ");
    }
}
