//! Form fields as the templates show them: what was typed, and what is wrong with it.

use super::Secret;
use crate::i18n::Locale;
use crate::i18n::labels;
use std::borrow::Cow;
use wariin_domain::TextError;

/// A field of a form. It has no `Debug`: what was typed is nothing for a log. Passwords and codes for
/// signing in never stand in `value`, since no form shows them again.
#[derive(Clone)]
pub(crate) struct FormField {
    pub(crate) name: &'static str,
    pub(crate) label: Cow<'static, str>,
    pub(crate) kind: FieldKind,
    pub(crate) value: String,
    pub(crate) hint: Cow<'static, str>,
    /// What is wrong with what was typed.
    pub(crate) error: Option<FieldError>,
    pub(crate) is_required: bool,
    pub(crate) autocomplete: &'static str,
    pub(crate) limit: usize,
}

/// What is wrong with a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum FieldError {
    /// It cannot be read.
    Text(TextError),
    /// It can be read, but is refused for the reason said.
    Refused(String),
}

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum FieldKind {
    Text,
    Email,
    Password,
    Code,
    Date,
    Lines,
    Colour,
}

impl FieldKind {
    /// The `type` of the input.
    pub(crate) fn input(self) -> &'static str {
        match self {
            Self::Email => "email",
            Self::Password => "password",
            Self::Date => "date",
            Self::Colour => "color",
            Self::Text | Self::Code | Self::Lines => "text",
        }
    }
}

impl FormField {
    /// A field of one line that must be filled in.
    pub(crate) fn new(
        name: &'static str,
        label: impl Into<Cow<'static, str>>,
        kind: FieldKind,
    ) -> Self {
        Self {
            name,
            label: label.into(),
            kind,
            value: String::new(),
            hint: Cow::Borrowed(""),
            error: None,
            is_required: true,
            autocomplete: "off",
            limit: 0,
        }
    }

    /// The same with what was typed.
    pub(crate) fn value(mut self, value: impl Into<String>) -> Self {
        self.value = value.into();
        self
    }

    /// The same, which may be left empty.
    pub(crate) fn optional(mut self) -> Self {
        self.is_required = false;
        self
    }

    /// The same with a hint.
    pub(crate) fn hint(mut self, hint: impl Into<Cow<'static, str>>) -> Self {
        self.hint = hint.into();
        self
    }

    /// The same with what a browser may fill in.
    pub(crate) fn autocomplete(mut self, what: &'static str) -> Self {
        self.autocomplete = what;
        self
    }

    /// The same with a limit of characters.
    pub(crate) fn limit(mut self, limit: usize) -> Self {
        self.limit = limit;
        self
    }

    pub(crate) fn has_error(&self) -> bool {
        self.error.is_some()
    }

    /// What is wrong with it, in the reader's language.
    pub(crate) fn error_text(&self, locale: &Locale) -> String {
        match &self.error {
            Some(FieldError::Text(error)) => labels::text_error(locale, self, *error),
            Some(FieldError::Refused(why)) => why.clone(),
            None => String::new(),
        }
    }

    pub(crate) fn is_code(&self) -> bool {
        self.kind == FieldKind::Code
    }

    pub(crate) fn is_lines(&self) -> bool {
        self.kind == FieldKind::Lines
    }
}

/// A form's fields, read one by one into values of the domain.
#[derive(Clone, Default)]
pub(crate) struct FormFields(pub(crate) Vec<FormField>);

impl FormFields {
    /// Reads a field that must be filled in.
    pub(crate) fn read<T>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, TextError>,
    ) -> Option<T> {
        let field = self.0.iter_mut().find(|f| f.name == name)?;
        parse(&field.value).map_err(|error| field.error = Some(FieldError::Text(error))).ok()
    }

    /// Reads a secret that belongs to a field; only what is wrong with it is kept.
    pub(crate) fn read_secret<T>(
        &mut self,
        name: &str,
        secret: &Secret,
        parse: impl Fn(&str) -> Result<T, TextError>,
    ) -> Option<T> {
        let field = self.0.iter_mut().find(|f| f.name == name)?;
        parse(secret.expose()).map_err(|error| field.error = Some(FieldError::Text(error))).ok()
    }

    /// Reads a field that may be empty; `None` when it is wrong.
    pub(crate) fn read_optional<T>(
        &mut self,
        name: &str,
        parse: impl Fn(&str) -> Result<T, TextError>,
    ) -> Option<Option<T>> {
        let is_empty = self.0.iter().any(|f| f.name == name && f.value.trim().is_empty());
        if is_empty { Some(None) } else { self.read(name, parse).map(Some) }
    }

    /// Says what is wrong with a field.
    pub(crate) fn refuse(&mut self, name: &str, error: impl Into<String>) {
        if let Some(field) = self.0.iter_mut().find(|f| f.name == name) {
            field.error = Some(FieldError::Refused(error.into()));
        }
    }
}

/// Whether any of the fields is wrong.
pub(crate) fn has_errors(fields: &[FormField]) -> bool {
    fields.iter().any(FormField::has_error)
}
