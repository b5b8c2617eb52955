//! A consent to which the recipient's provider testifies: begun here, given when the browser is back.

use super::returned::{Answered, Arrived};
use crate::draft::keep_refusal;
use crate::error::retried;
use crate::session::present;
use crate::{Error, Ports, Result};
use wariin_domain::{
    Actor, ConsentRequest, ConsentTransaction, Consented, Document, DocumentError, EmailAddress,
    Event, EventKind, Events, FileDigest, IdpAttemptId, IdpConnection, IdpTestimony, RecipientId,
    SessionKey, SignInMethod,
};

/// A recipient's wish to consent, by way of the provider.
#[derive(Clone, Debug)]
pub struct ConsentByIdp {
    /// As whom.
    pub recipient: RecipientId,
    /// The files that were shown, by digest, in order.
    pub shown: Vec<FileDigest>,
}

/// The consent that waits, once it is sure that nothing but the provider's word is missing.
pub(super) async fn begin(
    ports: &Ports,
    wish: &ConsentByIdp,
    key: SessionKey,
) -> Result<(ConsentTransaction, EmailAddress)> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let who = present(&mut *tx, key, now).await?;
    let document = tx.documents().find_by_recipient(wish.recipient).await?;
    let document = document.ok_or(Error::NotFound)?;
    drop(tx);
    let mut imagined = document.clone();
    let request = ConsentRequest::to(&wish.shown);
    match imagined.consent(wish.recipient, who.knock(wish.recipient), request, now) {
        Ok(_) | Err(DocumentError::StepUpRequired) => {}
        Err(error) => {
            keep_refusal(ports, &document, Some(wish.recipient), &who, &error, now).await?;
            return Err(error.into());
        }
    }
    let (account, sign_in) = who.signed_in()?;
    let SignInMethod::Idp { login, .. } = sign_in.method() else {
        return Err(Error::NoIdp);
    };
    let transaction = ConsentTransaction {
        id: IdpAttemptId::from(ports.ids.next()),
        account: account.id,
        identity: login.identity.clone(),
        recipient: wish.recipient,
        files: wish.shown.clone(),
        random: ports.tokens.random(),
        began_at: now,
    };
    Ok((transaction, account.email.clone()))
}

/// Consents with the provider's testimony: consent, testimony and session in one unit of work.
pub(super) async fn consent(
    ports: &Ports,
    answered: Answered,
    transaction: ConsentTransaction,
) -> Result<Arrived> {
    retried(|| consent_once(ports, &answered, &transaction)).await
}

async fn consent_once(
    ports: &Ports,
    answered: &Answered,
    transaction: &ConsentTransaction,
) -> Result<Arrived> {
    let Answered { login, session, now, .. } = answered;
    let (recipient, now) = (transaction.recipient, *now);
    let mut tx = ports.storage.begin().await?;
    let who = present(&mut *tx, session.ok_or(Error::NotSignedIn)?, now).await?;
    let connection = tx.idp_connections().find(transaction.identity.connection).await?;
    let connection = connection.ok_or(Error::NotFound)?;
    let document = tx.documents().find_by_recipient(recipient).await?;
    let mut document = document.ok_or(Error::NotFound)?;
    let proof = match transaction.accept(&connection, &login.said, now) {
        Ok(proof) => proof,
        Err(refusal) => {
            let refused = wariin_domain::Refusal::Idp(refusal);
            tx.audit().append(document.refused(Some(recipient), refused, who.actor(), now)).await?;
            tx.commit().await?;
            return Err(refusal.into());
        }
    };
    let request = ConsentRequest { shown: &transaction.files, proof: Some(&proof) };
    let events = match document.consent(recipient, who.knock(recipient), request, now) {
        Ok(Consented::Now(events)) => events,
        Ok(Consented::Before(_)) => return Ok(Arrived::Consented { recipient }),
        Err(error) => {
            drop(tx);
            keep_refusal(ports, &document, Some(recipient), &who, &error, now).await?;
            return Err(error.into());
        }
    };
    let (testimony, testified) = testimony(ports, answered, transaction, (&document, &connection));
    tx.documents().save(&document, testified.and(events)).await?;
    tx.idp_attempts().testify(&testimony).await?;
    let mut session = who.session;
    session.idp_authenticated(proof.authenticated_at());
    tx.sessions().replace(session.key, &session).await?;
    tx.commit().await?;
    Ok(Arrived::Consented { recipient })
}

/// What is kept of the provider's word, and the event by which the audit chain commits to it.
fn testimony(
    ports: &Ports,
    answered: &Answered,
    transaction: &ConsentTransaction,
    (document, connection): (&Document, &IdpConnection),
) -> (IdpTestimony, Events) {
    let Answered { login, now, .. } = answered;
    let document_digest = ports.tokens.document_digest(&transaction.files);
    let testified = EventKind::IdpTestified {
        recipient: transaction.recipient,
        testimony: transaction.id,
        nonce: ports.tokens.consent_nonce(&transaction.preimage(document_digest)),
        id_token: ports.tokens.text_digest(&login.id_token),
        strength: connection.strength.clone(),
    };
    let actor = Actor::Account(transaction.account);
    let event = Event::of_document(document.id, *now, actor, testified);
    let testimony = IdpTestimony {
        transaction: transaction.clone(),
        document: document.id,
        document_digest,
        id_token: login.id_token.clone(),
        key: login.key.clone(),
        received_at: *now,
    };
    (testimony, Events::one(event))
}
