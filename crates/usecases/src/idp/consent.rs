//! A consent with an ID token of the recipient's provider: begun here, given when the browser is back.

use super::callback::{AuthenticatedCallback, AuthorizationCallback, AuthorizationOutcome};
use crate::account::session::resolve_principal;
use crate::error::retried;
use crate::recipient::consent::was_given;
use crate::recipient::ready::with_what_was_shown;
use crate::step::audit_refusal;
use crate::{Error, Ports, Principal, Result};
use wariin_domain::{
    Assurance, AuthorizationRequestId, ConsentRequest, ConsentStatement, ConsentTransaction,
    Consented, ContentDigest, Document, DocumentError, EmailAddress, Events, IdTokenEvidence,
    IdpConnection, KeptIdToken, RecipientId, SignInMethod, Timestamp,
};

/// A recipient's wish to consent, by way of the provider.
#[derive(Clone, Debug)]
pub struct ConsentByIdp {
    /// The recipient that the principal acts as.
    pub recipient: RecipientId,
    /// The digest of what was shown.
    pub shown: ContentDigest,
    /// The sentences above the button.
    pub statement: ConsentStatement,
    /// When the turn had begun in which the page was shown, where the page says it.
    pub turn: Option<Timestamp>,
}

/// The consent that waits, once it is sure that nothing but the provider's statement is missing.
pub(super) async fn begin(
    ports: &Ports,
    wish: &ConsentByIdp,
    principal: Principal,
) -> Result<(ConsentTransaction, EmailAddress)> {
    let now = ports.clock.now();
    let request = ConsentRequest::to(wish.shown, Some(wish.statement));
    let request = ConsentRequest { turn: wish.turn, ..request };
    let request = with_what_was_shown(ports, Some(principal), wish.recipient, request).await?;
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let document = tx.documents().find_by_recipient(wish.recipient).await?;
    let document = document.ok_or(Error::NotFound)?;
    drop(tx);
    let mut imagined = document.clone();
    match imagined.consent(wish.recipient, caller.access_request(wish.recipient), request, now) {
        Ok(_) | Err(DocumentError::StepUpRequired) => {}
        Err(error) => {
            audit_refusal(ports, &document, Some(wish.recipient), &caller, &error, now).await?;
            return Err(error.into());
        }
    }
    let identity = caller.signed_in()?;
    let account = identity.account();
    let SignInMethod::Idp { login, .. } = identity.sign_in().method() else {
        return Err(Error::NoIdp);
    };
    let transaction = ConsentTransaction {
        id: AuthorizationRequestId::from(ports.ids.next()),
        account: account.id,
        identity: login.identity.clone(),
        recipient: wish.recipient,
        content: wish.shown,
        statement: Some(wish.statement),
        random: ports.tokens.random(),
        began_at: now,
    };
    Ok((transaction, account.email.clone()))
}

/// Consents with the ID token that the provider signed for it: consent, token and session in one unit of work.
pub(super) async fn consent(
    ports: &Ports,
    answered: AuthenticatedCallback,
    transaction: ConsentTransaction,
) -> Result<AuthorizationOutcome> {
    let principal = answered.session.map(Principal::Session);
    let request = ConsentRequest {
        begun_at: Some(transaction.began_at),
        ..ConsentRequest::to(transaction.content, transaction.statement)
    };
    let request = with_what_was_shown(ports, principal, transaction.recipient, request).await?;
    retried(|| consent_once(ports, &answered, &transaction, request)).await
}

/// The answer to a callback that came again, where its consent stands and was given by the account that is signed in.
///
/// # Errors
/// [`Error::UnknownAuthorization`] for all other callbacks.
pub(super) async fn given_before(
    ports: &Ports,
    back: &AuthorizationCallback,
) -> Result<AuthorizationOutcome> {
    let id = ports.tokens.read_idp_state(&back.state).ok_or(Error::UnknownAuthorization)?;
    let session = back.session.ok_or(Error::UnknownAuthorization)?;
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let consented = tx.authorization_requests().consented(id).await?;
    let consented = consented.ok_or(Error::UnknownAuthorization)?;
    let caller = resolve_principal(&mut *tx, session, now).await?;
    let document = tx.documents().find(consented).await?.ok_or(Error::UnknownAuthorization)?;
    let is_by = |given: &Assurance| given.id_token() == Some(id);
    let mut recipients = document.recipients.iter().map(|recipient| recipient.id);
    let by = recipients.find(|by| was_given(&document, *by, (&caller, now), is_by));
    by.map(|recipient| AuthorizationOutcome::Consented { recipient })
        .ok_or(Error::UnknownAuthorization)
}

async fn consent_once(
    ports: &Ports,
    answered: &AuthenticatedCallback,
    transaction: &ConsentTransaction,
    request: ConsentRequest<'_>,
) -> Result<AuthorizationOutcome> {
    let AuthenticatedCallback { login, session, now, .. } = answered;
    let (recipient, now) = (transaction.recipient, *now);
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, session.ok_or(Error::NotSignedIn)?, now).await?;
    let connection = tx.idp_connections().find(transaction.identity.connection).await?;
    let connection = connection.ok_or(Error::NotFound)?;
    let document = tx.documents().find_by_recipient(recipient).await?;
    let mut document = document.ok_or(Error::NotFound)?;
    let proof = match transaction.accept(&connection, &login.said, now) {
        Ok(proof) => proof,
        Err(refusal) => {
            let refused = wariin_domain::Refusal::Idp(refusal);
            tx.audit()
                .append(document.refused(Some(recipient), refused, caller.actor(), now))
                .await?;
            tx.commit().await?;
            return Err(refusal.into());
        }
    };
    let request = ConsentRequest { proof: Some(&proof), ..request };
    let events = match document.consent(recipient, caller.access_request(recipient), request, now) {
        Ok(Consented::Now(events)) => events,
        Ok(Consented::Before(_)) => return Ok(AuthorizationOutcome::Consented { recipient }),
        Err(error) => {
            drop(tx);
            audit_refusal(ports, &document, Some(recipient), &caller, &error, now).await?;
            return Err(error.into());
        }
    };
    let (id_token, with_id_token) =
        id_token(ports, answered, transaction, (&document, &connection));
    tx.documents().save(&document, with_id_token.and(events)).await?;
    tx.authorization_requests().keep_id_token(&id_token).await?;
    let mut session = caller.session;
    session.idp_authenticated(proof.authenticated_at());
    tx.sessions().replace(session.key, &session, Events::none()).await?;
    tx.commit().await?;
    Ok(AuthorizationOutcome::Consented { recipient })
}

/// What is kept of the provider's statement, and the event by which the audit log commits to it.
fn id_token(
    ports: &Ports,
    answered: &AuthenticatedCallback,
    transaction: &ConsentTransaction,
    (document, connection): (&Document, &IdpConnection),
) -> (IdTokenEvidence, Events) {
    let AuthenticatedCallback { login, now, .. } = answered;
    let kept = KeptIdToken {
        nonce: ports.tokens.consent_nonce(&transaction.preimage()),
        sha256: ports.tokens.text_digest(&login.id_token),
        strength: connection.strength.clone(),
    };
    let events = transaction.id_token_kept(document.id, kept, *now);
    let id_token = IdTokenEvidence {
        transaction: transaction.clone(),
        document: document.id,
        content: document.content_for(transaction.recipient),
        id_token: login.id_token.clone(),
        key: login.key.clone(),
        received_at: *now,
    };
    (id_token, events)
}
