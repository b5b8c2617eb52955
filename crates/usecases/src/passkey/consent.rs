//! A consent by a passkey: the assertion is over a challenge that commits to what is consented to, and is kept.

use super::{
    PasskeyAnswer, PasskeyChallenge, PasskeyOutcome, credentials, keep, principal, verify,
};
use crate::account::session::resolve_principal;
use crate::error::retried;
use crate::recipient::consent::was_given;
use crate::recipient::ready::with_what_was_shown;
use crate::step::{audit_refusal, record};
use crate::{Caller, Error, Ports, Principal, Result, UserAgent};
use wariin_domain::{
    Assurance, Ceremony, CeremonyId, CeremonyPurpose, CeremonyRefusal, ConsentRequest,
    ConsentStatement, Consented, ContentDigest, Document, DocumentError, Events, PasskeyConsent,
    PasskeyEvidence, RecipientId, Refusal, Timestamp,
};
use wariin_ports::{CeremonyState, PasskeyChallenge as Challenge};

/// A recipient's wish to consent by a passkey.
#[derive(Clone, Debug)]
pub struct ConsentByPasskey {
    /// The recipient that the principal acts as.
    pub recipient: RecipientId,
    /// The digest of what was shown.
    pub shown: ContentDigest,
    /// The sentences above the button.
    pub statement: ConsentStatement,
    /// When the turn had begun in which the page was shown, where the page says it.
    pub turn: Option<Timestamp>,
}

/// Begins a consent, once it is sure that nothing but the passkey is missing.
///
/// # Errors
/// [`Error::NoFactor`] when the account has no passkey, or as [`crate::consent`].
pub async fn begin_passkey_consent(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    wish: ConsentByPasskey,
) -> Result<PasskeyChallenge> {
    let ConsentByPasskey { recipient, shown, statement, turn } = wish;
    let now = ports.clock.now();
    let principal = principal(user_agent)?;
    let request = ConsentRequest { turn, ..ConsentRequest::to(shown, Some(statement)) };
    let request = with_what_was_shown(ports, Some(principal), recipient, request).await?;
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let document = tx.documents().find_by_recipient(recipient).await?.ok_or(Error::NotFound)?;
    let mut imagined = document.clone();
    match imagined.consent(recipient, caller.access_request(recipient), request, now) {
        Ok(_) | Err(DocumentError::StepUpRequired) => {}
        Err(error) => {
            drop(tx);
            audit_refusal(ports, &document, Some(recipient), &caller, &error, now).await?;
            return Err(error.into());
        }
    }
    let account = caller.signed_in()?.id();
    let passkeys = tx.passkeys().of(account).await?;
    if passkeys.is_empty() {
        return Err(Error::NoFactor);
    }
    let consent = PasskeyConsent {
        id: CeremonyId::from(ports.ids.next()),
        account,
        recipient,
        document: document.id,
        content: shown,
        statement: Some(statement),
        random: ports.tokens.random(),
        began_at: now,
    };
    let challenge = Challenge::DigestOf(consent.preimage());
    let begun = ports.passkeys.begin_authentication(&credentials(&passkeys), &challenge)?;
    let ceremony = Ceremony {
        id: consent.id,
        purpose: CeremonyPurpose::Consent(consent),
        browser: ports.tokens.browser_key(user_agent.browser),
        session: user_agent.session,
        began_at: now,
    };
    keep(tx, ceremony, begun).await
}

/// Consents by the assertion: ceremony, consent, assertion and session are kept in one unit of work, so that after a
/// fault the same answer counts. The answer that comes twice gets the first answer again.
///
/// # Errors
/// [`Error::Ceremony`], [`Error::Passkey`], or as [`crate::consent`].
pub async fn finish_passkey_consent(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    recipient: RecipientId,
    answer: PasskeyAnswer,
) -> Result<RecipientId> {
    let principal = principal(user_agent)?;
    let Some((consent, state)) = begun(ports, user_agent, answer.ceremony).await? else {
        let mut tx = ports.storage.begin().await?;
        let caller = resolve_principal(&mut *tx, principal, ports.clock.now()).await?;
        let document = tx.documents().find_by_recipient(recipient).await?;
        expect_given(ports, document.as_ref(), recipient, &caller, answer.ceremony)?;
        return Ok(recipient);
    };
    let request = ConsentRequest {
        begun_at: Some(consent.began_at),
        ..ConsentRequest::to(consent.content, consent.statement)
    };
    let (by, recipient) = (Some(principal), consent.recipient);
    let request = with_what_was_shown(ports, by, recipient, request).await?;
    retried(|| consent_once(ports, principal, &consent, (&state, &answer), request)).await?;
    Ok(recipient)
}

/// The consent that a ceremony of this browser and session was begun for; the ceremony is taken with the consent.
/// One of another browser or session, or for something else, is spent by looking at it.
async fn begun(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    id: CeremonyId,
) -> Result<Option<(PasskeyConsent, CeremonyState)>> {
    let mut tx = ports.storage.begin().await?;
    let Some((ceremony, state)) = tx.passkeys().find(id).await? else {
        return Ok(None);
    };
    let browser = ports.tokens.browser_key(user_agent.browser);
    let admitted = ceremony.admit(browser, user_agent.session, ports.clock.now());
    let refusal = match (admitted, ceremony.purpose) {
        (Ok(()), CeremonyPurpose::Consent(consent)) => return Ok(Some((consent, state))),
        (Ok(()), _) => CeremonyRefusal::OtherPurpose,
        (Err(refusal), _) => refusal,
    };
    tx.passkeys().take(id).await?;
    tx.commit().await?;
    Err(refusal.into())
}

/// Refuses a ceremony that is gone, unless its consent stands and was given by the account that asks.
fn expect_given(
    ports: &Ports,
    document: Option<&Document>,
    recipient: RecipientId,
    caller: &Caller,
    ceremony: CeremonyId,
) -> Result<()> {
    let now = ports.clock.now();
    let is_by = |given: &Assurance| given.assertion() == Some(ceremony);
    let is_given =
        document.is_some_and(|document| was_given(document, recipient, (caller, now), is_by));
    if is_given { Ok(()) } else { Err(CeremonyRefusal::Unknown.into()) }
}

async fn consent_once(
    ports: &Ports,
    principal: Principal,
    consent: &PasskeyConsent,
    answered: (&CeremonyState, &PasskeyAnswer),
    request: ConsentRequest<'_>,
) -> Result<()> {
    let (now, recipient) = (ports.clock.now(), consent.recipient);
    let ceremony = answered.1.ceremony;
    let mut tx = ports.storage.begin().await?;
    let mut caller = resolve_principal(&mut *tx, principal, now).await?;
    if caller.signed_in()?.id() != consent.account {
        return Err(CeremonyRefusal::OtherSession.into());
    }
    let document = tx.documents().find_by_recipient(recipient).await?;
    let mut document = document.ok_or(Error::NotFound)?;
    if tx.passkeys().take(ceremony).await?.is_none() {
        return expect_given(ports, Some(&document), recipient, &caller, ceremony);
    }
    let (used, verified) = match verify(ports, &mut *tx, consent.account, answered, now).await? {
        PasskeyOutcome::Used(used, verified) => (used, verified),
        PasskeyOutcome::Refused(error, _) => {
            let refused = Refusal::WrongPasskey;
            let refused = document.refused(Some(recipient), refused, caller.actor(), now);
            tx.audit().append(refused).await?;
            tx.commit().await?;
            return Err(error);
        }
    };
    // A passkey makes the use of a factor recent in a session that is strong; it does not sign in here.
    if caller.signed_in()?.is_strong() {
        caller.session.factor_used(used, now);
    }
    let proof = consent.accept(used.factor);
    let request = ConsentRequest { assertion: Some(&proof), ..request };
    let signed_content = document.content_for(recipient);
    let events = match document.consent(recipient, caller.access_request(recipient), request, now) {
        Ok(Consented::Now(events)) => events,
        Ok(Consented::Before(_)) => return Ok(tx.commit().await?),
        Err(error) => {
            record(&mut *tx, &document, Some(recipient), &caller, &error, now).await?;
            tx.commit().await?;
            return Err(error.into());
        }
    };
    let kept = consent.assertion_kept(used.factor, verified.signature_sha256, now);
    tx.documents().save(&document, kept.and(events)).await?;
    let evidence = PasskeyEvidence {
        consent: consent.clone(),
        factor: used.factor,
        content: signed_content,
        assertion: verified.assertion,
        received_at: now,
    };
    tx.passkeys().keep_assertion(&evidence).await?;
    let session = &caller.session;
    tx.sessions().replace(session.key, session, Events::none()).await?;
    Ok(tx.commit().await?)
}
