//! 新しい書類の送信: the wizard's steps 01–04.

pub(crate) mod advanced_auth;
pub(crate) mod fields;
pub(crate) mod files;
pub(crate) mod fill;
pub(crate) mod prepare;
pub(crate) mod recipients;
pub(crate) mod review;

use crate::error::PageError;
use crate::web::{PageContext, ReturnTo, Step, redirect};
use poem::Response;
use serde::Deserialize;
use wariin_domain::{Document, DocumentId};
use wariin_usecases::{DocumentCommand, Principal, own_document};

/// A draft of the sender's own.
pub(crate) struct Draft {
    pub(crate) document: Document,
    pub(crate) principal: Principal,
}

impl Draft {
    /// The draft; a document that was sent leads to its page instead.
    pub(crate) async fn find(context: &PageContext, id: DocumentId) -> Result<Self, PageError> {
        let principal = context.expect_principal()?;
        let document = own_document(context.ports(), context.caller(), id).await?;
        if document.is_draft() {
            Ok(Self { document, principal })
        } else {
            Err(PageError::Elsewhere(format!("/documents/{id}")))
        }
    }

    pub(crate) fn on(&self) -> DocumentCommand {
        DocumentCommand { document: self.document.id, principal: self.principal }
    }
}

/// Which button of a step was pressed.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct StepForm {
    pub(crate) action: String,
}

/// How the sender, whose account has no second factor, is offered to sign in strongly, right where it is
/// needed.
pub(crate) struct StepUpOffer {
    /// Where the sender comes back to.
    pub(crate) next: ReturnTo,
    /// Whether the request is not set yet and could be afterwards.
    pub(crate) before_request: bool,
}

impl StepUpOffer {
    /// The offer for a sender who is not strongly signed in.
    pub(crate) fn of(
        context: &PageContext,
        draft: &Draft,
        step: Step,
        before_request: bool,
    ) -> Option<Self> {
        let next = ReturnTo::Draft(draft.document.id, step);
        (!context.is_strong()).then_some(Self { next, before_request })
    }
}

/// Where the buttons of a step lead.
pub(crate) fn go(action: &str, back: String, on: String) -> Response {
    match action {
        "back" => redirect(back),
        "save" => redirect("/documents?show=draft"),
        _ => redirect(on),
    }
}
