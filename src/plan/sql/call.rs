//! SQL functions and the forms of SQL that have a grammar of their own.

use sqlparser::ast::{
    CastKind, DateTimeField, Expr, Function as SqlFunction, FunctionArg, FunctionArgExpr, FunctionArguments,
};

use super::{Reader, location, types};
use crate::{
    diagnostic::{code, nearest},
    plan::{Cell, Expression, Function, expression::Typed},
    schema::Type,
    words,
};

/// The functions that authors may call, for the help of an unknown one.
const NAMES: &[&str] = &[
    "ABS", "COALESCE", "DAY", "LENGTH", "LOWER", "MONTH", "NULLIF", "REPLACE", "ROUND", "SUBSTR", "TRIM", "UPPER",
    "YEAR",
];

impl Reader<'_> {
    /// The forms that are neither operators nor names.
    pub(super) fn special(&mut self, expression: &Expr) -> Option<Typed> {
        match expression {
            Expr::Function(call) => self.function(call, expression),
            Expr::Case { operand: None, conditions, else_result, .. } => {
                let mut parts = Vec::new();
                for when in conditions {
                    parts.push((self.expression(&when.condition), self.expression(&when.result)));
                }
                let otherwise = match else_result {
                    Some(inner) => self.expression(inner),
                    None => Some(Typed { expression: Expression::Literal(Cell::Null), kind: None }),
                };
                self.case(parts, otherwise, expression)
            }
            Expr::Cast { kind: CastKind::Cast | CastKind::DoubleColon, expr, data_type, .. } => {
                self.cast(expr, types::of_sql(data_type).map(Function::Cast), expression)
            }
            Expr::Cast { kind: CastKind::TryCast, expr, data_type, .. } => {
                self.cast(expr, types::of_sql(data_type).map(Function::TryCast), expression)
            }
            Expr::Trim { expr, trim_what: None, .. } => {
                let typed = self.expression(expr)?;
                self.typed_call(Function::Trim, vec![typed], (&[Type::Text], Type::Text), expression)
            }
            Expr::Substring { expr, substring_from: Some(from), substring_for: Some(length), .. } => {
                let arguments = vec![self.expression(expr)?, self.expression(from)?, self.expression(length)?];
                self.typed_call(
                    Function::Substring,
                    arguments,
                    (&[Type::Text, Type::Integer, Type::Integer], Type::Text),
                    expression,
                )
            }
            Expr::Extract { field, expr, .. } => {
                let function = match field {
                    DateTimeField::Year => Function::Year,
                    DateTimeField::Month => Function::Month,
                    DateTimeField::Day => Function::Day,
                    _ => return self.refuse_form(expression),
                };
                let typed = self.expression(expr)?;
                self.day_part(function, typed, expression)
            }
            _ => self.refuse_form(expression),
        }
    }

    fn refuse_form(&mut self, expression: &Expr) -> Option<Typed> {
        let message =
            words!("bentuk SQL `{expression}` tidak didukung", "the SQL form `{expression}` is not supported");
        self.refuse(code::SQL, message, location::of(expression))
    }

    fn function(&mut self, call: &SqlFunction, whole: &Expr) -> Option<Typed> {
        let name = call.name.to_string().to_uppercase();
        if !NAMES.contains(&name.as_str()) {
            let message = words!("tidak ada fungsi `{name}`", "no function is named `{name}`");
            self.refuse(code::SQL, message, location::of(whole));
            if let Some(mistake) = self.mistakes.last_mut() {
                mistake.help = nearest::known_names(&name, NAMES.iter().copied(), ("fungsi", "functions"));
            }
            return None;
        }
        let arguments = self.arguments(call, whole)?;
        let text = Type::Text;
        match name.as_str() {
            "LOWER" => self.typed_call(Function::Lower, arguments, (&[text], text), whole),
            "UPPER" => self.typed_call(Function::Upper, arguments, (&[text], text), whole),
            "TRIM" => self.typed_call(Function::Trim, arguments, (&[text], text), whole),
            "LENGTH" => self.typed_call(Function::Length, arguments, (&[text], Type::Integer), whole),
            "REPLACE" => self.typed_call(Function::Replace, arguments, (&[text, text, text], text), whole),
            "SUBSTR" => {
                self.typed_call(Function::Substring, arguments, (&[text, Type::Integer, Type::Integer], text), whole)
            }
            "COALESCE" => self.coalesce(arguments, whole),
            "NULLIF" => self.null_if(arguments, whole),
            "ROUND" => self.round(arguments, whole),
            "ABS" => self.absolute(arguments, whole),
            "YEAR" => self.single_day_part(Function::Year, arguments, whole),
            "MONTH" => self.single_day_part(Function::Month, arguments, whole),
            _ => self.single_day_part(Function::Day, arguments, whole),
        }
    }

    fn arguments(&mut self, call: &SqlFunction, whole: &Expr) -> Option<Vec<Typed>> {
        let FunctionArguments::List(list) = &call.args else {
            self.refuse_form(whole);
            return None;
        };
        let mut typed = Vec::new();
        for argument in &list.args {
            let FunctionArg::Unnamed(FunctionArgExpr::Expr(inner)) = argument else {
                self.refuse_form(whole);
                return None;
            };
            typed.push(self.expression(inner)?);
        }
        Some(typed)
    }

    fn typed_call(
        &mut self,
        function: Function,
        arguments: Vec<Typed>,
        signature: (&[Type], Type),
        whole: &Expr,
    ) -> Option<Typed> {
        let (expected, kind) = signature;
        let fits = arguments.len() == expected.len()
            && arguments.iter().zip(expected).all(|(argument, kind)| argument.kind.is_none_or(|found| found == *kind));
        if !fits {
            return self.mismatch(whole, &arguments.iter().collect::<Vec<_>>());
        }
        let arguments = arguments.into_iter().map(|argument| argument.expression).collect();
        Some(Typed { expression: Expression::call(function, arguments), kind: Some(kind) })
    }

    fn case(
        &mut self,
        parts: Vec<(Option<Typed>, Option<Typed>)>,
        otherwise: Option<Typed>,
        whole: &Expr,
    ) -> Option<Typed> {
        let mut kind = None;
        let mut arguments = Vec::new();
        for (condition, value) in parts {
            let (condition, value) = (condition?, value?);
            if !matches!(condition.kind, Some(Type::Boolean) | None) {
                return self.mismatch(whole, &[&condition]);
            }
            kind = self.widened(kind, &value, whole).ok()?;
            arguments.extend([condition.expression, value.expression]);
        }
        let otherwise = otherwise?;
        kind = self.widened(kind, &otherwise, whole).ok()?;
        arguments.push(otherwise.expression);
        Some(Typed { expression: Expression::call(Function::Case, arguments), kind })
    }

    /// The type that holds both; a mistake when none does.
    fn widened(&mut self, kind: Option<Type>, value: &Typed, whole: &Expr) -> Result<Option<Type>, ()> {
        if let Ok(common) = types::common(kind, value.kind) {
            return Ok(common);
        }
        let before = Typed { expression: Expression::Literal(Cell::Null), kind };
        self.mismatch(whole, &[&before, value]);
        Err(())
    }

    fn coalesce(&mut self, arguments: Vec<Typed>, whole: &Expr) -> Option<Typed> {
        let mut kind = None;
        for argument in &arguments {
            kind = self.widened(kind, argument, whole).ok()?;
        }
        let arguments = arguments.into_iter().map(|argument| argument.expression).collect();
        Some(Typed { expression: Expression::call(Function::Coalesce, arguments), kind })
    }

    fn null_if(&mut self, arguments: Vec<Typed>, whole: &Expr) -> Option<Typed> {
        let Ok([value, other]) = <[Typed; 2]>::try_from(arguments) else { return self.refuse_form(whole) };
        let (expression, kind) = (value.expression.clone(), value.kind);
        let equal = self.comparison(Function::Equal, [value, other], whole)?;
        let arguments = vec![equal.expression, Expression::Literal(Cell::Null), expression];
        Some(Typed { expression: Expression::call(Function::Case, arguments), kind })
    }

    fn round(&mut self, arguments: Vec<Typed>, whole: &Expr) -> Option<Typed> {
        let (number, digits) = match <[Typed; 2]>::try_from(arguments) {
            Ok([number, Typed { expression: Expression::Literal(Cell::Integer(digits)), .. }]) => (number, digits),
            Ok([number, _]) => return self.mismatch(whole, &[&number]),
            Err(mut arguments) => match (arguments.pop(), arguments.is_empty()) {
                (Some(number), true) => (number, 0),
                _ => return self.refuse_form(whole),
            },
        };
        let scale = u8::try_from(digits).ok().filter(|scale| *scale <= 28);
        let (Some(scale), true) = (scale, number.kind.is_some_and(Type::is_number)) else {
            return self.mismatch(whole, &[&number]);
        };
        Some(Typed {
            expression: Expression::call(Function::Round(scale), vec![number.expression]),
            kind: Some(Type::Decimal(scale)),
        })
    }

    fn absolute(&mut self, arguments: Vec<Typed>, whole: &Expr) -> Option<Typed> {
        let kind = arguments.first().and_then(|argument| argument.kind).filter(|kind| kind.is_number());
        let Some(kind) = kind else { return self.mismatch(whole, &arguments.iter().collect::<Vec<_>>()) };
        self.typed_call(Function::Absolute, arguments, (&[kind], kind), whole)
    }

    fn single_day_part(&mut self, function: Function, arguments: Vec<Typed>, whole: &Expr) -> Option<Typed> {
        let Ok([day]) = <[Typed; 1]>::try_from(arguments) else { return self.refuse_form(whole) };
        self.day_part(function, day, whole)
    }

    fn day_part(&mut self, function: Function, day: Typed, whole: &Expr) -> Option<Typed> {
        if !matches!(day.kind, Some(Type::Date | Type::DateTime) | None) {
            return self.mismatch(whole, &[&day]);
        }
        Some(Typed { expression: Expression::call(function, vec![day.expression]), kind: Some(Type::Integer) })
    }

    fn cast(&mut self, inner: &Expr, function: Option<Function>, whole: &Expr) -> Option<Typed> {
        let typed = self.expression(inner)?;
        let Some(function @ (Function::Cast(kind) | Function::TryCast(kind))) = function else {
            return self.refuse_form(whole);
        };
        Some(Typed { expression: Expression::call(function, vec![typed.expression]), kind: Some(kind) })
    }
}
