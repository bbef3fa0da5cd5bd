//! Reads codes to their canonical form.

use schemars::JsonSchema;
use serde::Deserialize;

use super::parse::Parse;
use crate::{
    plan::{
        Flow,
        kernel::{CodeKind, CodePart, Kernel},
    },
    schema::Type,
    words,
    workspace::Placed,
};

/// Reads codes to their canonical form, as text: accounts, programmes, agencies, areas.
///
/// Damage by Excel (lost zeros, dates) is refused unless the fiscal year decides what stood there. Codes of digits alone
/// (`kind: digits`) have a `width`; `pad: true` gives shorter ones back the zeros that a spreadsheet took.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ParseCode {
    /// Columns to read.
    columns: Vec<Placed<String>>,
    /// What the codes are of.
    kind: CodeKind,
    /// The fiscal year of the codes, which decides the nomenclature.
    #[serde(default)]
    fiscal_year: Option<i32>,
    /// How many digits a code of the kind `digits` has.
    #[serde(default)]
    width: Option<u8>,
    /// Whether shorter codes of the kind `digits` are given their zeros back.
    #[serde(default)]
    pad: bool,
    /// New column for the level: of an account `1` to `6`, of a programme `program`, `kegiatan`, …
    #[serde(default)]
    level: Option<Placed<String>>,
    /// New column for a name written behind the code, as exports of nomenclatures have it.
    #[serde(default)]
    name: Option<Placed<String>>,
}

impl ParseCode {
    pub(super) fn lower(&self, flow: &mut Flow<'_>) {
        if self.kind == CodeKind::Digits {
            return self.digits(flow);
        }
        if self.width.is_some() || self.pad {
            flow.bad_step(words!(
                "`width` dan `pad` hanya untuk `kind: digits`",
                "`width` and `pad` are for `kind: digits` alone"
            ));
        }
        let part = |part| Kernel::Code { kind: self.kind, fiscal_year: self.fiscal_year, part };
        let companions =
            [(&self.level, Type::Text, part(CodePart::Level)), (&self.name, Type::Text, part(CodePart::Name))];
        let canonical = part(CodePart::Canonical { named: self.name.is_some() });
        Parse { columns: &self.columns, kind: Type::Text, kernel: canonical, repair: None, accept: None }
            .lower(flow, &companions);
    }

    fn digits(&self, flow: &mut Flow<'_>) {
        let Some(width) = self.width.filter(|width| *width > 0) else {
            let help = words!(
                "`kind: digits` memerlukan `width: 5`, banyaknya angka",
                "`kind: digits` needs `width: 5`, the number of digits"
            );
            return flow.bad_step(help);
        };
        let kernel = Kernel::Digits(usize::from(width), self.pad);
        Parse { columns: &self.columns, kind: Type::Text, kernel, repair: None, accept: None }.lower(flow, &[]);
    }
}

#[cfg(test)]
mod tests {
    use crate::testing;

    #[test]
    fn codes_become_canonical_with_level_and_name() {
        let steps = "- parse_code: { columns: [kode], kind: account, level: tingkat, name: nama }";
        insta::assert_snapshot!(testing::steps(steps).over("kode\n5.1.02 Belanja Barang dan Jasa\n").table(), @"
        kode,tingkat,nama
        5.1.02,3,Belanja Barang dan Jasa
        ");
    }

    #[test]
    fn a_code_without_a_place_for_its_name_and_damage_by_excel_are_refused() {
        let bench = testing::steps("- parse_code: { columns: [kode], kind: account }")
            .over("kode\n5.1.02 Belanja Barang\n2005-01-02\n");
        insta::assert_snapshot!(bench.refusals(), @"
        1.csv › row 2 (kode): TB0311 `5.1.02 Belanja Barang` has a name behind its code, but no column holds that (add `name: column_name` to the step, or mend the cell)
        1.csv › row 3 (kode): TB0311 `2005-01-02` is not a certain code: the code was turned into a date by a spreadsheet
        ");
    }

    #[test]
    fn codes_of_digits_have_a_width_and_may_be_given_their_zeros_back() {
        let digits = |more: &str| {
            testing::steps(&format!("- parse_code: {{ columns: [kode], kind: digits{more} }}"))
                .over("kode\n00070\n123\n")
        };
        insta::assert_snapshot!(digits(", width: 5").refusals(), @"1.csv › row 3 (kode): TB0311 `123` is not a certain code: the zeros in front are lost");
        insta::assert_snapshot!(digits(", width: 5, pad: true").table(), @"
        kode
        00070
        00123
        ");
        insta::assert_snapshot!(digits("").mistakes(), @"`parse_code: { columns: [kode], kind: digits }`: TB0111 `kind: digits` needs `width: 5`, the number of digits");
    }

    #[test]
    fn an_unknown_kind_of_code_is_a_mistake() {
        insta::assert_snapshot!(testing::steps("- parse_code: { columns: [kode], kind: akun }").over("kode\n1\n").mistakes(), @"`akun`: TB0102 `akun` is not known here (known words: `account`, `agency`, `area`, `programme`, `digits`)");
    }
}
