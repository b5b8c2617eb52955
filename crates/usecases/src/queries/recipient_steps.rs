//! What a recipient still has to do: sign in strongly before the document, or prove it again for the
//! consent.

use super::RecipientQuery;
use crate::{Caller, Error, OpenedDocument, Ports, Result};
use wariin_domain::{Assurance, IdpName, Issuer, Span, Timestamp};

/// A proof that ends within this time is asked for again at once.
const AHEAD: Span = Span::minutes(1);

/// How the recipient's account, signed in too weakly, comes to a strong sign-in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrongSignInStep {
    /// By a code of the second factor that it has.
    TypeCode,
    /// By its settings: it may set up a second factor, or is linked to a provider.
    Settings,
    /// By proving the mailbox first; only then a second factor may be set up.
    ProveMailbox,
}

/// What a consent needs beside the press of its button.
#[derive(Clone, Debug)]
pub struct ConsentStep {
    /// Whether a code of the second factor is needed, since its last use is too old.
    pub needs_code: bool,
    /// The provider that has to keep an ID token for the consent.
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

/// How the caller, whose account is the recipient's, comes to a strong sign-in.
///
/// # Errors
/// [`Error::NotSignedIn`].
pub async fn strong_sign_in_step(
    ports: &Ports,
    query: RecipientQuery<'_>,
) -> Result<StrongSignInStep> {
    let account = query.account().ok_or(Error::NotSignedIn)?;
    if ports.views.factor(account.id).await?.is_some() {
        return Ok(StrongSignInStep::TypeCode);
    }
    let is_linked = !ports.views.idp_links(account.id).await?.is_empty();
    Ok(if is_linked || query.has_proved_mailbox() {
        StrongSignInStep::Settings
    } else {
        StrongSignInStep::ProveMailbox
    })
}

/// The name of the provider that the sender demands of this recipient, for the recipient's own account.
///
/// # Errors
/// [`Error::NotFound`] for every other caller, and where the sender demands none.
pub async fn named_provider(ports: &Ports, query: RecipientQuery<'_>) -> Result<IdpName> {
    let account = query.account().ok_or(Error::NotFound)?;
    let document = ports.views.document_of(query.recipient).await?.ok_or(Error::NotFound)?;
    let recipient = document.recipient(query.recipient).filter(|one| one.is_for(account));
    let demand = recipient.and_then(|recipient| recipient.details.idp.as_ref());
    demand.map(|demand| demand.name.clone()).ok_or(Error::NotFound)
}

/// Whether the last use of the second factor is too old for a step that ends the recipient's turn.
pub fn needs_fresh_code(ports: &Ports, opened: &OpenedDocument) -> bool {
    match opened.admission.assurance() {
        Assurance::TwoFactor { authenticated_at, .. } => is_old(ports, opened, *authenticated_at),
        Assurance::Idp { .. } | Assurance::Mailbox { .. } => false,
    }
}

/// What the consent needs beside the press of its button.
///
/// # Errors
/// [`Error::NotFound`] when the recipient is gone.
pub async fn consent_step(
    ports: &Ports,
    caller: Option<&Caller>,
    opened: &OpenedDocument,
) -> Result<ConsentStep> {
    let account = caller.and_then(|caller| caller.account.as_ref());
    let recipient = opened.recipient()?;
    let Some(issuer) = needed_issuer(ports, opened)? else {
        let needs_code = needs_fresh_code(ports, opened);
        return Ok(ConsentStep { needs_code, provider: None, may_use_code: false });
    };
    let host = issuer.origin().split("//").last().unwrap_or_default().to_owned();
    let mut name = host.clone();
    let mut may_use_code = false;
    if let Some(account) = account {
        let serving = ports.views.idp_serving(&account.email.domain()).await?;
        if let Some(connection) = serving.filter(|connection| connection.issuer == *issuer) {
            name = connection.name.to_string();
        }
        may_use_code =
            recipient.details.idp.is_none() && ports.views.factor(account.id).await?.is_some();
    }
    let provider = Some(ConsentProvider { name, host });
    Ok(ConsentStep { needs_code: false, provider, may_use_code })
}

/// The issuer whose ID token the consent needs: always behind the gate, otherwise when the last sign-in
/// there is too old.
fn needed_issuer<'a>(ports: &Ports, opened: &'a OpenedDocument) -> Result<Option<&'a Issuer>> {
    let Assurance::Idp { identity, authenticated_at, .. } = opened.admission.assurance() else {
        return Ok(None);
    };
    let is_needed = opened.document.is_gated_for(opened.recipient()?)
        || is_old(ports, opened, *authenticated_at);
    Ok(is_needed.then_some(&identity.issuer))
}

fn is_old(ports: &Ports, opened: &OpenedDocument, authenticated_at: Timestamp) -> bool {
    let soon = ports.clock.now().plus(AHEAD);
    soon.since(authenticated_at) > opened.document.policy.step_up_age.span()
}
