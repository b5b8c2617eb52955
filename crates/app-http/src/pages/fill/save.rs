//! Saving what was filled in: by the form as a whole, or field by field for the script.

use super::{FillForm, Filler, Refused, Typed};
use crate::error::{PageError, named};
use crate::i18n::{Locale, labels};
use poem::http::StatusCode;
use poem::{Request, Response};
use serde::Serialize;
use std::collections::BTreeMap;
use wariin_domain::{Document, DocumentError, FieldId, InputField};
use wariin_usecases::Error;

/// What became of a form with input fields.
pub(crate) enum Saved {
    /// It was saved.
    Done,
    /// Nothing was saved.
    Refused(StatusCode, Refused),
}

/// The answer to the script.
#[derive(Serialize)]
struct Answer<'a> {
    /// The fields that have to be filled still.
    missing: Vec<String>,
    /// How many, in words; empty when there is none.
    missing_said: String,
    /// What the button says that leads to the first of them; empty when there is none.
    go_on: String,
    /// What is wrong with a field.
    errors: BTreeMap<String, &'a str>,
    /// Why nothing was saved at all.
    refusal: &'a str,
    /// Every field with what stands in it, in words.
    said: BTreeMap<String, String>,
    /// The fields that have a value, with the address of its image.
    images: BTreeMap<String, String>,
}

impl Saved {
    /// What a use case came back with, or what was wrong before it was asked.
    ///
    /// # Errors
    /// A refusal that is not about what was typed.
    pub(crate) fn of(
        locale: &Locale,
        own: &[&InputField],
        typed: Typed,
        result: Result<(), Error>,
    ) -> Result<Self, PageError> {
        let error = match result {
            Ok(()) => return Ok(Self::Done),
            Err(error) => error,
        };
        let label = |id: FieldId| {
            let field = own.iter().find(|field| field.id == id);
            field.map(|field| labels::field_label(locale, field)).unwrap_or_default()
        };
        let (status, _) = named(&error);
        let (status, errors, message) = match error {
            Error::Document(DocumentError::Value { field, why }) => {
                let said = labels::value_error(locale, &label(field), why);
                let errors = BTreeMap::from([(field, said)]);
                (StatusCode::UNPROCESSABLE_ENTITY, errors, String::new())
            }
            Error::Print { field, fault } => {
                let said = labels::print_fault(locale, fault);
                (status, BTreeMap::from([(field, said)]), String::new())
            }
            error @ Error::PrinterAway => {
                (status, BTreeMap::new(), labels::refusal(locale, &error))
            }
            error => return Err(error.into()),
        };
        Ok(Self::Refused(status, Refused { typed, errors, message }))
    }

    /// What was typed is no value.
    pub(crate) fn wrong(
        locale: &Locale,
        own: &[&InputField],
        typed: Typed,
        errors: BTreeMap<FieldId, wariin_domain::ValueError>,
    ) -> Self {
        let said = |(id, error): (FieldId, wariin_domain::ValueError)| {
            let field = own.iter().find(|field| field.id == id);
            let label = field.map(|field| labels::field_label(locale, field)).unwrap_or_default();
            (id, labels::value_error(locale, &label, error))
        };
        let errors = errors.into_iter().map(said).collect();
        let refused = Refused { typed, errors, message: String::new() };
        Self::Refused(StatusCode::UNPROCESSABLE_ENTITY, refused)
    }

    /// The answer to the script, with the document as it is now.
    ///
    /// # Errors
    /// When it cannot be written.
    pub(crate) fn answer(
        &self,
        locale: &Locale,
        document: &Document,
        filler: &Filler<'_>,
    ) -> Result<Response, PageError> {
        let none = Refused::default();
        let (status, refused) = match self {
            Self::Done => (StatusCode::OK, &none),
            Self::Refused(status, refused) => (*status, refused),
        };
        let form = FillForm::of(locale, document, filler, &none);
        let items = form.as_ref().map(|form| form.items.as_slice()).unwrap_or_default();
        let missing: Vec<String> =
            items.iter().filter(|item| item.is_missing).map(|item| item.id.to_string()).collect();
        let images = items.iter().filter(|item| !item.image.is_empty());
        let answer = Answer {
            missing_said: match form.as_ref().map_or(0, |form| form.missing) {
                0 => String::new(),
                count => locale.common.fill_missing(count),
            },
            go_on: match &form {
                Some(form) if form.missing > 0 => form.go_on_text(locale.common),
                Some(_) | None => String::new(),
            },
            missing,
            errors: refused
                .errors
                .iter()
                .map(|(id, said)| (id.to_string(), said.as_str()))
                .collect(),
            refusal: &refused.message,
            said: items.iter().map(|item| (item.id.to_string(), item.said.clone())).collect(),
            images: images.map(|item| (item.id.to_string(), item.image.clone())).collect(),
        };
        let json = serde_json::to_string(&answer).map_err(|error| PageError::fault(&error))?;
        Ok(Response::builder().status(status).content_type("application/json").body(json))
    }
}

/// Whether the script asks, not the form.
pub(crate) fn is_scripts(request: &Request) -> bool {
    request.header("accept").is_some_and(|accept| accept.contains("application/json"))
}
