//! 新しい書類の送信: the wizard's steps 01–04.

pub(crate) mod advanced_auth;
pub(crate) mod fields;
pub(crate) mod prepare;
pub(crate) mod recipients;
pub(crate) mod review;

use crate::error::PageError;
use crate::pages::documents::own;
use crate::web::{PageContext, Step, redirect};
use poem::Response;
use wariin_domain::{Document, DocumentId, DocumentStatus};
use wariin_usecases::{DocumentCommand, Principal};

/// A draft of the visitor's own.
pub(crate) struct Draft {
    pub(crate) document: Document,
    pub(crate) principal: Principal,
}

impl Draft {
    /// The draft; a document that was sent leads to its page instead.
    pub(crate) async fn find(context: &PageContext, id: DocumentId) -> Result<Self, PageError> {
        let (document, principal) = own(context, id).await?;
        if document.status == DocumentStatus::Draft {
            Ok(Self { document, principal })
        } else {
            Err(PageError::Elsewhere(format!("/documents/{id}")))
        }
    }

    pub(crate) fn on(&self) -> DocumentCommand {
        DocumentCommand { document: self.document.id, principal: self.principal }
    }
}

/// How the sender is offered to sign in strongly, right where it is needed.
pub(crate) struct StepUpOffer {
    /// Whether there is a factor whose code can be typed.
    pub(crate) has_factor: bool,
    /// Where the sender comes back to.
    pub(crate) next: crate::web::ReturnTo,
    /// Whether the request is set once the code was right.
    pub(crate) sets_request: bool,
    /// What was wrong with the code.
    pub(crate) error: String,
}

impl StepUpOffer {
    /// The offer for a visitor who is not strongly signed in.
    pub(crate) async fn of(
        context: &PageContext,
        draft: &Draft,
        step: Step,
        sets_request: bool,
    ) -> Result<Option<Self>, PageError> {
        if context.is_strong() {
            return Ok(None);
        }
        let (account, _) = context.member(crate::web::ReturnTo::Documents)?;
        let factors = context.ports().views.factors(account.id).await;
        Ok(Some(Self {
            has_factor: !factors.map_err(wariin_usecases::Error::from)?.is_empty(),
            next: crate::web::ReturnTo::Draft(draft.document.id, step),
            sets_request,
            error: String::new(),
        }))
    }
}

/// Where the buttons of a step lead.
pub(crate) fn go(action: Option<&str>, back: String, on: String) -> Response {
    match action {
        Some("back") => redirect(back),
        Some("save") => redirect("/documents?show=draft"),
        _ => redirect(on),
    }
}
