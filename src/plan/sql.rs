//! SQL expressions of authors, read by sqlparser and typed against the columns of a stage before any row is read.

mod call;
mod location;
mod syntax;
mod types;

use sqlparser::{
    ast::{BinaryOperator, DataType, Expr, UnaryOperator, Value},
    dialect::GenericDialect,
    parser::Parser,
    tokenizer::{Span, Token, Tokenizer},
};

use super::{Cell, Expression, Function, expression::Typed};
use crate::{
    diagnostic::{Code, Words, code, nearest},
    schema::{Schema, Type},
    words,
};

/// A mistake in an expression; the span counts bytes of the expression's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SqlMistake {
    /// The code.
    pub code: Code,
    /// What was found and what was expected.
    pub message: Words,
    /// What would mend it.
    pub help: Option<Words>,
    /// Bytes of the expression; the whole when unknown.
    pub span: Option<std::ops::Range<usize>>,
}

/// Reads an expression over some columns.
///
/// # Errors
/// Every unknown column and function, and the first type that does not fit.
pub fn read(text: &str, schema: &Schema) -> Result<Typed, Vec<SqlMistake>> {
    let parsed = parse(text).map_err(|mistake| vec![mistake])?;
    let mut reader = Reader { text, schema, mistakes: Vec::new() };
    let typed = reader.expression(&parsed);
    match typed {
        Some(typed) if reader.mistakes.is_empty() => Ok(typed),
        _ => Err(reader.mistakes),
    }
}

fn parse(text: &str) -> Result<Expr, SqlMistake> {
    let dialect = GenericDialect {};
    let broken = |message: String| syntax::mistake(text, &message);
    let tokens = Tokenizer::new(&dialect, text).tokenize_with_location().map_err(|error| broken(error.to_string()))?;
    let mut parser = Parser::new(&dialect).with_tokens_with_locations(tokens);
    let parsed = parser.parse_expr().map_err(|error| broken(error.to_string()))?;
    let rest = parser.peek_token();
    if rest.token == Token::EOF {
        return Ok(parsed);
    }
    let (token, span) = (&rest.token, location::bytes(text, rest.span));
    let message =
        words!("ungkapan SQL sudah selesai sebelum `{token}`", "the SQL expression is complete before `{token}`");
    Err(SqlMistake { code: code::SQL, message, help: None, span })
}

pub(super) struct Reader<'a> {
    text: &'a str,
    schema: &'a Schema,
    mistakes: Vec<SqlMistake>,
}

impl Reader<'_> {
    pub(super) fn refuse(&mut self, code: Code, message: Words, span: Span) -> Option<Typed> {
        let span = location::bytes(self.text, span);
        self.mistakes.push(SqlMistake { code, message, help: None, span });
        None
    }

    fn unsupported(&mut self, expression: &Expr) -> Option<Typed> {
        let message =
            words!("bentuk SQL `{expression}` tidak didukung", "the SQL form `{expression}` is not supported");
        self.refuse(code::SQL, message, location::of(expression))
    }

    pub(super) fn expression(&mut self, expression: &Expr) -> Option<Typed> {
        match expression {
            Expr::Identifier(name) => self.column(&name.value, name.span),
            Expr::Nested(inner) => self.expression(inner),
            Expr::Value(value) => self.literal(&value.value, expression),
            Expr::TypedString(typed) => self.typed_text(&typed.data_type, &typed.value.value, expression),
            Expr::BinaryOp { left, op, right } => self.binary(left, op, right, expression),
            Expr::UnaryOp { op, expr } => self.unary(*op, expr, expression),
            Expr::IsNull(inner) => self.is_null(inner, false),
            Expr::IsNotNull(inner) => self.is_null(inner, true),
            Expr::InList { expr, list, negated } => self.in_list(expr, list, *negated),
            Expr::Between { expr, negated, low, high } => self.between(expr, low, high, *negated),
            Expr::Like { negated, expr, pattern, .. } => {
                let pair = self.both(expr, pattern)?;
                self.texts(&pair, expression)?;
                Some(negate(boolean(Function::Like, pair), *negated))
            }
            _ => self.special(expression),
        }
    }

    fn column(&mut self, name: &str, span: Span) -> Option<Typed> {
        if let Some(position) = self.schema.position(name) {
            let kind = self.schema.columns.get(position).map(|column| column.kind);
            return Some(Typed { expression: Expression::Column(position), kind });
        }
        let message = words!("tidak ada kolom `{name}`", "no column is named `{name}`");
        self.refuse(code::UNKNOWN_COLUMN, message, span);
        if let Some(mistake) = self.mistakes.last_mut() {
            mistake.help = nearest::known_names(name, self.schema.names(), ("kolom", "columns"));
        }
        None
    }

    fn literal(&mut self, value: &Value, expression: &Expr) -> Option<Typed> {
        let (cell, kind) = match value {
            Value::Null => (Cell::Null, None),
            Value::Boolean(flag) => (Cell::Boolean(*flag), Some(Type::Boolean)),
            Value::SingleQuotedString(text) => (Cell::Text(text.clone().into()), Some(Type::Text)),
            Value::Number(digits, _) => types::number(digits)?,
            Value::DoubleQuotedString(name) => return self.column(name, location::of(expression)),
            _ => return self.unsupported(expression),
        };
        Some(Typed { expression: Expression::Literal(cell), kind })
    }

    fn typed_text(&mut self, kind: &DataType, value: &Value, expression: &Expr) -> Option<Typed> {
        let (DataType::Date, Value::SingleQuotedString(text)) = (kind, value) else {
            return self.unsupported(expression);
        };
        let Ok(day) = text.parse::<chrono::NaiveDate>() else {
            let message = words!("`{text}` bukan tanggal `TTTT-BB-HH`", "`{text}` is not a date `YYYY-MM-DD`");
            return self.refuse(code::SQL, message, location::of(expression));
        };
        Some(Typed { expression: Expression::Literal(Cell::Date(day)), kind: Some(Type::Date) })
    }

    pub(super) fn both(&mut self, left: &Expr, right: &Expr) -> Option<[Typed; 2]> {
        let (left, right) = (self.expression(left), self.expression(right));
        Some([left?, right?])
    }

    fn binary(&mut self, left: &Expr, operator: &BinaryOperator, right: &Expr, whole: &Expr) -> Option<Typed> {
        let pair = self.both(left, right)?;
        match operator {
            BinaryOperator::Plus => self.arithmetic(Function::Add, pair, whole),
            BinaryOperator::Minus => self.arithmetic(Function::Subtract, pair, whole),
            BinaryOperator::Multiply => self.arithmetic(Function::Multiply, pair, whole),
            BinaryOperator::Divide => self.arithmetic(Function::Divide, pair, whole),
            BinaryOperator::Eq => self.comparison(Function::Equal, pair, whole),
            BinaryOperator::NotEq => self.comparison(Function::NotEqual, pair, whole),
            BinaryOperator::Lt => self.comparison(Function::Less, pair, whole),
            BinaryOperator::LtEq => self.comparison(Function::LessOrEqual, pair, whole),
            BinaryOperator::Gt => self.comparison(Function::Greater, pair, whole),
            BinaryOperator::GtEq => self.comparison(Function::GreaterOrEqual, pair, whole),
            BinaryOperator::And => self.logic(Function::And, pair, whole),
            BinaryOperator::Or => self.logic(Function::Or, pair, whole),
            BinaryOperator::StringConcat => {
                let [left, right] = pair;
                let arguments = vec![left.expression, right.expression];
                Some(Typed { expression: Expression::call(Function::Concat, arguments), kind: Some(Type::Text) })
            }
            _ => self.unsupported(whole),
        }
    }

    fn unary(&mut self, operator: UnaryOperator, inner: &Expr, whole: &Expr) -> Option<Typed> {
        let typed = self.expression(inner)?;
        match (operator, typed.kind) {
            (UnaryOperator::Not, Some(Type::Boolean) | None) => Some(negate(typed, true)),
            (UnaryOperator::Plus, Some(kind)) if kind.is_number() => Some(typed),
            (UnaryOperator::Minus, Some(kind)) if kind.is_number() => {
                Some(Typed { expression: Expression::call(Function::Negate, vec![typed.expression]), kind: Some(kind) })
            }
            _ => self.mismatch(whole, &[&typed]),
        }
    }

    fn is_null(&mut self, inner: &Expr, negated: bool) -> Option<Typed> {
        let typed = self.expression(inner)?;
        let expression = Expression::call(Function::IsNull, vec![typed.expression]);
        Some(negate(Typed { expression, kind: Some(Type::Boolean) }, negated))
    }

    fn in_list(&mut self, sought: &Expr, list: &[Expr], negated: bool) -> Option<Typed> {
        let sought_typed = self.expression(sought)?;
        let mut arguments = vec![sought_typed.expression.clone()];
        for item in list {
            let typed = self.expression(item)?;
            if types::common(sought_typed.kind, typed.kind).is_err() {
                return self.mismatch(item, &[&sought_typed, &typed]);
            }
            arguments.push(typed.expression);
        }
        Some(negate(
            Typed { expression: Expression::call(Function::In, arguments), kind: Some(Type::Boolean) },
            negated,
        ))
    }

    fn between(&mut self, value: &Expr, low: &Expr, high: &Expr, negated: bool) -> Option<Typed> {
        let [value_low, low_typed] = self.both(value, low)?;
        let [value_high, high_typed] = self.both(value, high)?;
        let above = self.comparison(Function::GreaterOrEqual, [value_low, low_typed], low)?;
        let below = self.comparison(Function::LessOrEqual, [value_high, high_typed], high)?;
        Some(negate(boolean(Function::And, [above, below]), negated))
    }
}

fn boolean(function: Function, [left, right]: [Typed; 2]) -> Typed {
    Typed { expression: Expression::call(function, vec![left.expression, right.expression]), kind: Some(Type::Boolean) }
}

fn negate(typed: Typed, negated: bool) -> Typed {
    if !negated {
        return typed;
    }
    Typed { expression: Expression::call(Function::Not, vec![typed.expression]), kind: Some(Type::Boolean) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Column;

    fn schema() -> Schema {
        let column = |name: &str, kind| Column::new(name, kind);
        Schema::new(vec![
            column("nilai", Type::Decimal(2)),
            column("tahun", Type::Integer),
            column("nama", Type::Text),
            column("tanggal", Type::Date),
        ])
    }

    fn kind(text: &str) -> String {
        match read(text, &schema()) {
            Ok(typed) => typed.kind.map_or("null".into(), Type::word),
            Err(mistakes) => mistakes.iter().map(|mistake| mistake.message.en.clone()).collect::<Vec<_>>().join("; "),
        }
    }

    #[test]
    fn expressions_have_types() {
        assert_eq!(kind("nilai + tahun"), "decimal(2)");
        assert_eq!(kind("nilai / 100"), "decimal(10)");
        assert_eq!(kind("ROUND(nilai / 100, 2)"), "decimal(2)");
        assert_eq!(kind("nilai > 0 AND tanggal > DATE '2019-10-01'"), "boolean");
        assert_eq!(kind("CASE WHEN tahun < 2021 THEN '13/2006' ELSE '90/2019' END"), "text");
        assert_eq!(kind("COALESCE(nama, '-') || ' ' || tahun"), "text");
        assert_eq!(kind("EXTRACT(YEAR FROM tanggal)"), "integer");
        assert_eq!(kind("CAST(tahun AS TEXT)"), "text");
    }

    #[test]
    fn mistakes_are_named_all_at_once() {
        assert_eq!(kind("nilaai > 0 AND tahn = 2019"), "no column is named `nilaai`; no column is named `tahn`");
        assert_eq!(kind("nama > 3"), "`nama > 3` mixes `text` and `integer`");
        assert_eq!(kind("nilai >"), "the SQL expression ends where a column, a number or a text is expected");
        assert_eq!(kind("SOUNDEX(nama)"), "no function is named `SOUNDEX`");
    }
}
