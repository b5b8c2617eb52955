//! 新しい書類の送信: the wizard's steps 01–04.

pub(crate) mod advanced_auth;
pub(crate) mod fields;
pub(crate) mod prepare;
pub(crate) mod recipients;
pub(crate) mod review;

use crate::error::PageError;
use crate::web::{PageContext, ReturnTo, Step, redirect};
use poem::Response;
use serde::Deserialize;
use wariin_domain::{Document, DocumentId};
use wariin_usecases::{DocumentCommand, Principal, has_factor, own_document};

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

/// How the sender is offered to sign in strongly, right where it is needed.
pub(crate) struct StepUpOffer {
    /// Whether there is a factor whose code can be typed.
    pub(crate) has_factor: bool,
    /// Where the sender comes back to.
    pub(crate) next: ReturnTo,
    /// Whether the request is set once the code was right.
    pub(crate) sets_request: bool,
    /// What was wrong with the code.
    pub(crate) error: String,
}

impl StepUpOffer {
    /// Says in the offer, if there is one, what was wrong with the code.
    pub(crate) fn refuse(offer: Option<&mut Self>, message: &str) {
        if let Some(offer) = offer {
            message.clone_into(&mut offer.error);
        }
    }

    /// The offer for a sender who is not strongly signed in.
    pub(crate) async fn of(
        context: &PageContext,
        draft: &Draft,
        step: Step,
        sets_request: bool,
    ) -> Result<Option<Self>, PageError> {
        if context.is_strong() {
            return Ok(None);
        }
        Ok(Some(Self {
            has_factor: has_factor(context.ports(), context.caller()).await?,
            next: ReturnTo::Draft(draft.document.id, step),
            sets_request,
            error: String::new(),
        }))
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
