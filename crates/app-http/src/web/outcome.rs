//! How a form comes back: under which status, with which message, and under which name.

use super::{PageContext, page};
use crate::error::{PageError, named};
use crate::i18n::labels;
use askama::Template;
use poem::Response;
use poem::http::{HeaderValue, StatusCode};
use wariin_usecases::Error;

/// The header that names a refusal for programs and tests.
pub(crate) const ERROR_HEADER: &str = "wariin-error";

/// What a form's page is shown with: blank, with what is wrong beside its fields, or with a message
/// that says why the step was refused.
#[derive(Clone, Debug)]
pub(crate) struct FormOutcome {
    status: StatusCode,
    code: Option<&'static str>,
    /// Why the step was refused, in the reader's language; empty otherwise.
    pub(crate) message: String,
}

impl FormOutcome {
    /// The form for the first time.
    pub(crate) fn blank() -> Self {
        Self::saying(StatusCode::OK, String::new())
    }

    /// The form again: its fields say what is wrong with them.
    pub(crate) fn incomplete() -> Self {
        Self::saying(StatusCode::UNPROCESSABLE_ENTITY, String::new())
    }

    /// The form again with a message of its own.
    pub(crate) fn saying(status: StatusCode, message: String) -> Self {
        Self { status, code: None, message }
    }

    /// The form again with what a use case refused.
    ///
    /// # Errors
    /// The refusal as a page of its own, where the form does not show it.
    pub(crate) fn refused(
        context: &PageContext,
        error: Error,
        shows: impl Fn(&Error) -> bool,
    ) -> Result<Self, PageError> {
        if !shows(&error) {
            return Err(error.into());
        }
        Ok(Self::saying(named(&error).0, labels::refusal(context.locale(), &error)))
    }

    /// The form again with a refused code.
    ///
    /// # Errors
    /// Every other refusal as a page of its own.
    pub(crate) fn refused_code(context: &PageContext, error: Error) -> Result<Self, PageError> {
        Self::refused(context, error, |error| {
            matches!(
                error,
                Error::NoCode | Error::WrongCode | Error::CodeReplayed | Error::Throttled(_)
            )
        })
    }

    /// The same with the refusal's name in the header [`ERROR_HEADER`].
    pub(crate) fn named(mut self, code: &'static str) -> Self {
        self.code = Some(code);
        self
    }

    /// Whether it has this name.
    pub(crate) fn is_named(&self, code: &str) -> bool {
        self.code == Some(code)
    }

    /// Whether the step was refused.
    pub(crate) fn is_refused(&self) -> bool {
        !self.message.is_empty()
    }

    /// The page with the form.
    ///
    /// # Errors
    /// When the template cannot be filled in.
    pub(crate) fn page(&self, template: &impl Template) -> Result<Response, PageError> {
        let mut response = page(self.status, template)?;
        if let Some(code) = self.code {
            response.headers_mut().insert(ERROR_HEADER, HeaderValue::from_static(code));
        }
        Ok(response)
    }
}
