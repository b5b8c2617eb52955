//! Beginning a visit to a provider: it is kept before the browser leaves.

use crate::session::present;
use crate::{ConsentByIdp, Error, Ports, Result};
use wariin_domain::{
    EmailAddress, IdpAttempt, IdpAttemptId, IdpConnectionId, IdpError, IdpPurpose, IdpRefusal,
    SessionKey,
};
use wariin_ports::{Freshness, IdpClient, IdpVisit};

/// Whose browser is sent to a provider.
#[derive(Clone, Copy)]
pub struct Traveller<'a> {
    /// What ties forms to the browser.
    pub browser: &'a str,
    /// Its session, if there is one.
    pub session: Option<SessionKey>,
}

impl std::fmt::Debug for Traveller<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Traveller(..)")
    }
}

/// Which provider to sign in at.
#[derive(Clone, Debug)]
pub enum IdpDestination {
    /// The one of this address's organisation.
    Of(EmailAddress),
    /// This one.
    Connection(IdpConnectionId),
}

/// A wish to sign in at a provider.
#[derive(Clone, Debug)]
pub struct IdpSignIn {
    /// Where.
    pub to: IdpDestination,
    /// The place to go on to afterwards.
    pub next: String,
    /// Whether a session at the provider is enough: after a refusal somebody else may have to log in.
    pub freshness: Freshness,
}

/// Where to send a browser that signs in.
///
/// # Errors
/// [`Error::NoIdp`] when no connected provider serves the address; [`Error::Idp`] when the provider
/// cannot be asked.
pub async fn visit_to_sign_in(
    ports: &Ports,
    wish: IdpSignIn,
    traveller: Traveller<'_>,
) -> Result<String> {
    let IdpSignIn { to, next, freshness } = wish;
    let (id, hint) = match to {
        IdpDestination::Of(address) => {
            let serving = ports.views.idp_serving(&address.domain()).await?;
            (serving.ok_or(Error::NoIdp)?.id, Some(address))
        }
        IdpDestination::Connection(id) => (id, None),
    };
    let begun = Begun { connection: id, purpose: IdpPurpose::SignIn { next }, freshness, hint };
    depart(ports, begun, traveller).await
}

/// Where to send a browser whose account is to be linked to the provider of its organisation.
///
/// # Errors
/// [`Error::NotSignedIn`], [`Error::SignInAgain`] when the sign-in is not fresh or not strong although
/// the account has a second factor, [`Error::MailboxNotProven`], [`Error::NoIdp`] or [`Error::Idp`].
pub async fn visit_to_link(
    ports: &Ports,
    traveller: Traveller<'_>,
    next: String,
) -> Result<String> {
    let now = ports.clock.now();
    let key = traveller.session.ok_or(Error::NotSignedIn)?;
    let mut tx = ports.storage.begin().await?;
    let who = present(&mut *tx, key, now).await?;
    super::link::expect_may_link(&mut *tx, &who, now).await?;
    let (account, _) = who.signed_in()?;
    let serving = tx.idp_connections().serving(&account.email.domain()).await?;
    let connection = serving.ok_or(Error::NoIdp)?.id;
    drop(tx);
    let purpose = IdpPurpose::Link { account: account.id, next };
    let (freshness, hint) = (Freshness::Now, Some(account.email.clone()));
    depart(ports, Begun { connection, purpose, freshness, hint }, traveller).await
}

/// Where to send an admin's browser that tests a connection.
///
/// # Errors
/// [`Error::IdpSettings`] when the visitor is no admin of it, or [`Error::Idp`].
pub async fn visit_to_test(
    ports: &Ports,
    connection: IdpConnectionId,
    traveller: Traveller<'_>,
) -> Result<String> {
    let now = ports.clock.now();
    let key = traveller.session.ok_or(Error::NotSignedIn)?;
    let mut tx = ports.storage.begin().await?;
    let who = present(&mut *tx, key, now).await?;
    let (account, sign_in) = who.signed_in()?;
    let tested = tx.idp_connections().find(connection).await?.ok_or(Error::NotFound)?;
    wariin_domain::IdpAdmin::of(tested.organisation, account, sign_in)?;
    drop(tx);
    let purpose = IdpPurpose::Test { by: account.id };
    let freshness = Freshness::Now;
    depart(ports, Begun { connection, purpose, freshness, hint: None }, traveller).await
}

/// Where to send a recipient's browser so that the provider testifies to a consent.
///
/// # Errors
/// As a consent is refused, [`Error::NoIdp`] when the visitor is not signed in by a provider, or
/// [`Error::Idp`].
pub async fn visit_to_consent(
    ports: &Ports,
    consent: ConsentByIdp,
    traveller: Traveller<'_>,
) -> Result<String> {
    let key = traveller.session.ok_or(Error::NotSignedIn)?;
    let (transaction, hint) = super::consent::begin(ports, &consent, key).await?;
    let begun = Begun {
        connection: transaction.identity.connection,
        purpose: IdpPurpose::Consent(transaction),
        freshness: Freshness::Now,
        hint: Some(hint),
    };
    depart(ports, begun, traveller).await
}

/// A visit in the making.
struct Begun {
    connection: IdpConnectionId,
    purpose: IdpPurpose,
    freshness: Freshness,
    hint: Option<EmailAddress>,
}

async fn depart(ports: &Ports, begun: Begun, traveller: Traveller<'_>) -> Result<String> {
    let Begun { connection, purpose, freshness, hint } = begun;
    let is_test = matches!(purpose, IdpPurpose::Test { .. });
    let attempt = IdpAttempt {
        id: match &purpose {
            IdpPurpose::Consent(transaction) => transaction.id,
            IdpPurpose::SignIn { .. } | IdpPurpose::Link { .. } | IdpPurpose::Test { .. } => {
                IdpAttemptId::from(ports.ids.next())
            }
        },
        connection,
        purpose,
        browser: ports.tokens.browser_key(traveller.browser),
        session: traveller.session,
        began_at: ports.clock.now(),
    };
    let mut tx = ports.storage.begin().await?;
    let client = tx.idp_connections().client(connection).await?.ok_or(IdpError::NoSecret)?;
    if !is_test && !client.connection.is_on() {
        return Err(IdpRefusal::SwitchedOff.into());
    }
    tx.idp_attempts().begin(&attempt).await?;
    tx.commit().await?;
    let visit = IdpVisit {
        state: ports.tokens.idp_state(attempt.id),
        nonce: nonce(ports, &attempt),
        verifier: ports.tokens.pkce_verifier(attempt.id),
        freshness,
        hint,
    };
    address(ports, &client, &visit).await
}

async fn address(ports: &Ports, client: &IdpClient, visit: &IdpVisit) -> Result<String> {
    ports.idps.visit(client, visit).await.map_err(|fault| {
        let connection = client.connection.id;
        tracing::warn!(%connection, fault = %fault, "nobody can be sent to a provider");
        fault.into()
    })
}

/// The nonce of a visit: for a consent the digest of what is consented to.
pub(super) fn nonce(ports: &Ports, attempt: &IdpAttempt) -> String {
    match &attempt.purpose {
        IdpPurpose::Consent(transaction) => {
            let document = ports.tokens.document_digest(&transaction.files);
            ports.tokens.consent_nonce(&transaction.preimage(document))
        }
        IdpPurpose::SignIn { .. } | IdpPurpose::Link { .. } | IdpPurpose::Test { .. } => {
            ports.tokens.idp_nonce(attempt.id)
        }
    }
}
