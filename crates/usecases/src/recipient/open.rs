//! A recipient at the gate: opening the document.

use crate::account::session::account_of;
use crate::error::retried;
use crate::queries::deleted::absent_for;
use crate::step::{DocumentStep, audit_refusal};
use crate::{Caller, Error, Ports, Principal, Result};
use wariin_domain::{
    Admission, Document, DocumentError, Events, GateRefusal, Recipient, RecipientId, Session,
    SessionKey,
};
use wariin_ports::{LinkClaim, SessionCookie};

/// A recipient's request to see the document.
#[derive(Clone, Copy, Debug)]
pub struct OpenDocument {
    /// Who asks, where the browser has a session.
    pub principal: Option<Principal>,
    /// The recipient that the principal acts as.
    pub recipient: RecipientId,
}

/// A document that the gate has let a requester see.
#[derive(Clone, Debug)]
pub struct OpenedDocument {
    /// The document.
    pub document: Document,
    /// The proof.
    pub admission: Admission,
}

impl OpenedDocument {
    /// The recipient that it was opened as.
    ///
    /// # Errors
    /// [`Error::NotFound`] when the recipient is gone.
    pub fn recipient(&self) -> Result<&Recipient> {
        self.document.recipient(self.admission.recipient()).ok_or(Error::NotFound)
    }
}

/// Opens a document without the request by its mailed link (メール認証): the session may see it from now
/// on, under a new key.
///
/// # Errors
/// [`Error::InvalidLink`]; [`GateRefusal::SignIn`] when the document carries the request.
pub async fn open_by_mail(
    ports: &Ports,
    link: LinkClaim,
    session: Option<SessionKey>,
) -> Result<SessionCookie> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let document = tx.documents().find_by_recipient(link.recipient).await?;
    let document = document.ok_or(Error::InvalidLink)?;
    let addressee = document.recipient_by_link(link.recipient, link.generation, now);
    let requirement = document.requirement_for(addressee.ok_or(Error::InvalidLink)?);
    if requirement.is_gated() {
        return Err(GateRefusal::SignIn.into());
    }
    let cookie = ports.tokens.new_session();
    let key = ports.tokens.session_key(&cookie);
    let earlier = match session {
        Some(old) => tx.sessions().find(old).await?.filter(|s| s.is_live(now)),
        None => None,
    };
    let old = earlier.as_ref().map(|s| s.key);
    let mut session = earlier.unwrap_or_else(|| Session::begin(key, now));
    requirement.expect_unlocked(link.recipient, session.unlocked_for(link.recipient))?;
    session.key = key;
    session.opened = Some((link.recipient, link.generation));
    match old {
        Some(old) => tx.sessions().replace(old, &session, Events::none()).await?,
        None => tx.sessions().add(&session, Events::none()).await?,
    }
    tx.commit().await?;
    Ok(cookie)
}

/// Opens the document for a recipient. The first time is recorded.
///
/// # Errors
/// [`Error::Document`] with the [`GateRefusal`] that says what to do next.
pub async fn open_document(ports: &Ports, command: OpenDocument) -> Result<OpenedDocument> {
    let now = ports.clock.now();
    let found = ports.views.document_of(command.recipient).await?;
    let caller = reader(ports, command.principal).await?;
    let Some(document) = found else {
        let by_link = caller.session.opened.is_some_and(|(opened, _)| opened == command.recipient);
        let account = caller.account.as_ref();
        return Err(absent_for(ports, command.recipient, account, by_link).await?);
    };
    let opened_before =
        document.recipient(command.recipient).is_some_and(|r| r.opened_at.is_some());

    let admission =
        match document.admit(command.recipient, caller.access_request(command.recipient), now) {
            Ok(admission) => admission,
            Err(refusal) => {
                let error = DocumentError::from(refusal);
                if matches!(error, DocumentError::Gate(GateRefusal::WrongAccount { .. })) {
                    audit_refusal(ports, &document, Some(command.recipient), &caller, &error, now)
                        .await?;
                }
                return Err(error.into());
            }
        };
    if opened_before {
        return Ok(OpenedDocument { document, admission });
    }
    Box::pin(retried(|| open_first_time(ports, command))).await
}

async fn open_first_time(ports: &Ports, command: OpenDocument) -> Result<OpenedDocument> {
    let principal = command.principal.ok_or(Error::NotSignedIn)?;
    let mut step = DocumentStep::of_recipient(ports, principal, command.recipient).await?;

    let access = step.caller.access_request(command.recipient);
    let (admission, events) = step.document.open(command.recipient, access, step.now)?;

    let document = step.document.clone();
    step.finish(Ok(events)).await?;
    Ok(OpenedDocument { document, admission })
}

/// The session of the principal with its account, for reading; one that nothing is known of where there is none.
///
/// # Errors
/// When storage fails.
pub(crate) async fn reader(ports: &Ports, principal: Option<Principal>) -> Result<Caller> {
    let now = ports.clock.now();
    let session = match principal.and_then(Principal::session) {
        Some(key) => ports.views.session(key).await?.filter(|s| s.is_live(now)),
        None => None,
    };
    let anonymous = || Session::begin(SessionKey::new([0; 32]), now);
    let session = session.unwrap_or_else(anonymous);
    let account = account_of(ports, &session).await?;
    Ok(Caller { session, account, organisation: None })
}
