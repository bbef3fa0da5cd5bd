//! Groups of spellings as people and programs read them.

use std::fmt::Write as _;

use rust_decimal::Decimal;
use serde_json::{Value, json};
use unicode_width::UnicodeWidthStr as _;

use super::Asked;
use crate::{
    cluster::{Group, Member, Method},
    diagnostic::Language,
    value::spelled,
};

/// How groups are written.
#[derive(Clone, Copy, Debug)]
pub(super) enum Form {
    Human,
    Json,
    Csv,
}

pub(super) fn json(groups: &[Group], measure: Option<&str>) -> String {
    let member = |member: &Member| {
        let mut object = json!({
            "text": member.written.text,
            "rows": member.written.rows,
            "method": member.method.map(Method::word),
            "score": (member.score * 100.0).round() / 100.0,
        });
        if let (Some(measure), Some(sum)) = (measure, member.written.sum) {
            // A sum is exact: it is written as text, as money is everywhere.
            object["sum"] = json!({ "column": measure, "value": sum.to_string() });
        }
        object
    };
    let group = |group: &Group| {
        let target = if group.target.is_empty() { Value::Null } else { json!(group.target) };
        let members: Vec<Value> = group.members.iter().map(member).collect();
        json!({ "target": target, "name": group.name, "rows": group.rows(), "spellings": members })
    };
    let groups: Vec<Value> = groups.iter().map(group).collect();
    serde_json::to_string_pretty(&json!({ "groups": groups })).unwrap_or_default() + "\n"
}

/// A block of lines for each group: the target, then its spellings with counts.
pub(super) fn table(groups: &[Group], asked: &Asked, measure: Option<&str>, language: Language) -> String {
    let (stage, column) = (&asked.stage, &asked.column);
    let (found, all) = (groups.len(), asked.written.len());
    let list = asked.lookup.as_ref().map(|lookup| lookup.name.as_str());
    let mut text = match (language, list) {
        (Language::Id, Some(list)) => {
            format!("{stage}.{column} · {all} ejaan · {found} kelompok di luar daftar {list}\n")
        }
        (Language::Id, None) => format!("{stage}.{column} · {all} ejaan · {found} kelompok\n"),
        (Language::En, Some(list)) => {
            format!("{stage}.{column} · spellings: {all} · groups outside the list {list}: {found}\n")
        }
        (Language::En, None) => format!("{stage}.{column} · spellings: {all} · groups: {found}\n"),
    };
    let members = || groups.iter().flat_map(|group| &group.members);
    let widest = members().map(|member| member.written.text.width()).max().unwrap_or(0);
    let sums = members().filter_map(|member| member.written.sum).map(|sum| number(sum, language).width()).max();
    let widths = (widest.min(60), sums.unwrap_or(0).max(measure.map_or(0, str::len)));
    text.push_str(&heading(widths, measure, language));
    for group in groups {
        let title = match (group.target.as_str(), group.name.as_str(), language) {
            ("", name, Language::Id) => format!("? tidak ada entri yang dekat: {name}"),
            ("", name, Language::En) => format!("? no entry is near: {name}"),
            (target, name, _) if target == name => target.to_owned(),
            (target, name, _) => format!("{target} · {name}"),
        };
        let _ = writeln!(text, "\n{title}");
        for member in &group.members {
            text.push_str(&line(member, widths, measure.is_some(), language));
        }
    }
    text
}

fn heading(widths: (usize, usize), measure: Option<&str>, language: Language) -> String {
    let words = if language == Language::Id {
        ["ejaan", "baris", "cara", "skor"]
    } else {
        ["spelling", "rows", "method", "score"]
    };
    let [spelling, rows, method, score] = words;
    let sum = measure.map(|measure| format!("  {measure:>width$}", width = widths.1)).unwrap_or_default();
    format!("  {spelling:width$}  {rows:>8}{sum}  {method:11}  {score}\n", width = widths.0)
}

fn line(member: &Member, widths: (usize, usize), has_sum: bool, language: Language) -> String {
    let written = &member.written;
    let gap = " ".repeat(widths.0.saturating_sub(written.text.width()));
    let rows = number(Decimal::from(written.rows), language);
    let sum = written.sum.map(|sum| number(sum, language)).unwrap_or_default();
    let sum = if has_sum { format!("  {sum:>width$}", width = widths.1) } else { String::new() };
    let method = member.method.map_or("", Method::word);
    let score = format!("{:.2}", member.score);
    let score = if language == Language::Id { score.replace('.', ",") } else { score };
    let score = if member.method.is_some() { score } else { String::new() };
    let line =
        format!("  {}{gap}  {rows:>8}{sum}  {method:11}  {score}", written.text.replace(['\n', '\r', '\t'], " "));
    line.trim_end().to_owned() + "\n"
}

fn number(number: Decimal, language: Language) -> String {
    spelled::number(number).in_language(language).to_owned()
}
