//! What a recipient still has to do: before the document is shown, and for the consent.

use super::RecipientQuery;
use super::deleted::absent_to;
use crate::{Caller, OpenedDocument, Ports, Result};
use wariin_domain::{
    AccessRequest, AccountFactors, NextStep, Reauthentication, RecipientSituation, Requester,
};

/// What a consent needs beside the press of its button.
#[derive(Clone, Debug)]
pub struct ConsentStep {
    /// Whether a code of the authenticator app is needed, since the last use of a factor is too old. A passkey does
    /// as well where there is one.
    pub needs_code: bool,
    /// Whether the consent can be given by a passkey.
    pub may_use_passkey: bool,
    /// The provider that has to issue an ID token for the consent.
    pub provider: Option<ConsentProvider>,
    /// Whether a code of the second factor does instead of that provider.
    pub may_use_code: bool,
}

/// A provider as a recipient knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ConsentProvider {
    /// Its name; its host where the account's organisation has not connected it.
    pub name: String,
    /// Its host.
    pub host: String,
}

/// What the caller has to do next to answer as this recipient, as [`wariin_domain::Document::next_step`]
/// says: what a caller without access learns of it is decided there.
///
/// # Errors
/// [`crate::Error::NotFound`] when there is no such recipient; [`crate::Error::Deleted`] once the document's time has
/// ended.
pub async fn next_step(ports: &Ports, query: RecipientQuery<'_>) -> Result<NextStep> {
    let Some(document) = ports.views.document_of(query.recipient).await? else {
        return Err(absent_to(ports, &query).await?);
    };
    let now = ports.clock.now();
    let anonymous = AccessRequest::from(Requester::Anonymous);
    let access = query.caller.map_or(anonymous, |caller| caller.access_request(query.recipient));
    let (has_factor, has_idp_link) = match query.account() {
        Some(account) => (
            !ports.views.factors(account.id).await?.is_empty(),
            !ports.views.idp_links(account.id).await?.is_empty(),
        ),
        None => (false, false),
    };
    let situation = RecipientSituation {
        access,
        holds_link: query.holds_link(ports, &document),
        proved_mailbox: document
            .recipient(query.recipient)
            .is_some_and(|recipient| query.has_proved_mailbox(&document, recipient, now)),
        awaits_code: query.caller.is_some_and(|caller| caller.session.awaiting_code.is_some()),
        has_factor,
        has_idp_link,
    };
    Ok(document.next_step(query.recipient, situation, now))
}

/// By what the recipient can prove anew who it is, where the last proof is too old to forward.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ForwardStep {
    /// Whether a code of the authenticator app does.
    pub may_use_code: bool,
    /// Whether a passkey does.
    pub may_use_passkey: bool,
}

/// What forwarding needs beside the press of its button.
///
/// # Errors
/// When storage fails.
pub async fn forward_step(
    ports: &Ports,
    caller: Option<&Caller>,
    opened: &OpenedDocument,
) -> Result<ForwardStep> {
    let is_old = opened.document.is_proof_too_old(&opened.admission, ports.clock.now());
    let own = factors_of(ports, caller).await?;
    Ok(ForwardStep {
        may_use_code: is_old && own.has_app,
        may_use_passkey: is_old && own.has_passkey,
    })
}

/// What the account has to prove anew who it is.
async fn factors_of(ports: &Ports, caller: Option<&Caller>) -> Result<AccountFactors> {
    let factors = match caller.and_then(|caller| caller.account.as_ref()) {
        Some(account) => ports.views.factors(account.id).await?,
        None => Vec::new(),
    };
    Ok(AccountFactors::of(&factors, ports.passkeys.are_available()))
}

/// What the consent needs beside the press of its button.
///
/// # Errors
/// When storage fails.
pub async fn consent_step(
    ports: &Ports,
    caller: Option<&Caller>,
    opened: &OpenedDocument,
) -> Result<ConsentStep> {
    let account = caller.and_then(|caller| caller.account.as_ref());
    let AccountFactors { has_any, has_app, has_passkey } = factors_of(ports, caller).await?;
    let mut step = ConsentStep {
        needs_code: false,
        may_use_passkey: false,
        provider: None,
        may_use_code: false,
    };
    let issuer =
        match opened.document.reauthentication(&opened.admission, has_any, ports.clock.now()) {
            Reauthentication::NotNeeded => return Ok(step),
            Reauthentication::Code | Reauthentication::Passkey => {
                (step.needs_code, step.may_use_passkey) = (has_app || !has_passkey, has_passkey);
                return Ok(step);
            }
            Reauthentication::IdToken { issuer, or_code } => {
                (step.may_use_code, step.may_use_passkey) =
                    (or_code && has_app, or_code && has_passkey);
                issuer
            }
        };
    let host = issuer.origin().split("//").last().unwrap_or_default().to_owned();
    let serving = match account {
        Some(account) => ports.views.idp_serving(&account.email.domain()).await?,
        None => None,
    };
    let serving = serving.filter(|connection| connection.issuer == issuer);
    let name = serving.map_or_else(|| host.clone(), |connection| connection.name.to_string());
    step.provider = Some(ConsentProvider { name, host });
    Ok(step)
}
