//! アカウント: the caller's own account, its sessions, and what it has consented to.

use super::expect_signed_in;
use crate::{Caller, Error, Ports, Result};
use wariin_domain::{
    Account, AddressChange, ConfirmedOwner, Factor, GateRefusal, Session, Title, TypedPassword,
};
use wariin_ports::GivenConsent;

/// The caller's own account.
#[derive(Clone, Debug)]
pub struct OwnAccount {
    /// The account.
    pub account: Account,
    /// Its second factors, oldest first.
    pub factors: Vec<Factor>,
    /// Whether it has a password.
    pub has_password: bool,
    /// Whether its organisation takes its identity provider only: neither address nor password is changed here.
    pub is_idp_required: bool,
    /// Its live sessions, the caller's first, then the last used.
    pub sessions: Vec<Session>,
    /// The wish for another address whose codes the caller may type.
    pub address_change: Option<AddressChange>,
    /// Whether the address is changed only after a fresh sign-in, whatever is typed.
    pub address_needs_sign_in: bool,
    /// Whether the password is changed only after a fresh sign-in.
    pub password_needs_sign_in: bool,
    /// Whether its organisation demands a second factor that was not used.
    pub is_factor_demanded: bool,
}

/// The caller's own account, also where its organisation demands more of a member.
///
/// # Errors
/// [`Error::NotSignedIn`].
pub async fn own_account(ports: &Ports, caller: Option<&Caller>) -> Result<OwnAccount> {
    let account = expect_signed_in(caller)?;
    let caller = caller.ok_or(Error::NotSignedIn)?;
    let now = ports.clock.now();
    let mut sessions = ports.views.sessions(account.id).await?;
    sessions.retain(|session| session.is_live(now));
    sessions.sort_by_key(|session| session.key != caller.session.key);
    let change = ports.views.newest_address_change(account.id).await?;
    let key = caller.session.key;
    let serving = ports.views.idp_serving(&account.email.domain()).await?;
    let factors = ports.views.factors(account.id).await?;
    let has_password = ports.views.has_password(account.id).await?;
    let typed = if has_password { TypedPassword::Right } else { TypedPassword::Unset };
    let identity = caller.signed_in()?;
    let for_address = ConfirmedOwner::for_address(identity, !factors.is_empty(), typed, now);
    let for_password = ConfirmedOwner::for_password(identity, typed, now);
    Ok(OwnAccount {
        address_needs_sign_in: for_address.is_err(),
        password_needs_sign_in: for_password.is_err(),
        factors,
        has_password,
        is_idp_required: serving.is_some_and(|connection| connection.membership.is_required),
        sessions,
        address_change: change.filter(|change| change.admit(key, account, now).is_ok()),
        is_factor_demanded: matches!(caller.member(), Err(Error::FactorDemanded)),
        account: account.clone(),
    })
}

/// A page of what the caller's account has consented to.
#[derive(Clone, Debug)]
pub struct OwnConsents {
    /// The consents, newest first.
    pub consents: Vec<OwnConsent>,
    /// Whether there are older ones.
    pub has_more: bool,
}

/// A consent with as much of the document as the caller is told now.
#[derive(Clone, Debug)]
pub struct OwnConsent {
    /// The consent.
    pub given: GivenConsent,
    /// The document's title, or why it is not told.
    pub title: std::result::Result<Title, GateRefusal>,
}

/// How many consents a page has.
pub const CONSENTS_A_PAGE: u64 = 50;

/// What the caller's account has consented to. Titles are told as in the list of received documents.
///
/// # Errors
/// [`Error::NotSignedIn`].
pub async fn own_consents(
    ports: &Ports,
    caller: Option<&Caller>,
    page: u32,
) -> Result<OwnConsents> {
    let account = expect_signed_in(caller)?;
    let caller = caller.ok_or(Error::NotSignedIn)?;
    let skip = u64::from(page).saturating_mul(CONSENTS_A_PAGE);
    let mut given = ports.views.consents(account.id, skip, CONSENTS_A_PAGE).await?;
    let has_more = given.len() as u64 > CONSENTS_A_PAGE;
    given.truncate(CONSENTS_A_PAGE.try_into().unwrap_or(usize::MAX));
    let mut consents = Vec::with_capacity(given.len());
    for given in given {
        let document = ports.views.document(given.document).await?;
        let access = caller.access_request(given.recipient);
        let now = ports.clock.now();
        let received = document.and_then(|d| d.received(given.recipient, account, access, now));
        let title = received.map_or(Err(GateRefusal::NotAvailable), |received| received.title);
        consents.push(OwnConsent { given, title });
    }
    Ok(OwnConsents { consents, has_more })
}
