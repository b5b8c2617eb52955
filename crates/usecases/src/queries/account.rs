//! アカウント: the caller's own account, its sessions, and what it has consented to.

use super::expect_signed_in;
use crate::{Caller, Error, Ports, Result};
use wariin_domain::{Account, AddressChange, ConfirmedOwner, Factor, Session, TypedPassword};
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
    /// The consents, newest first. A title that the gate closes is one only for a strong sign-in.
    pub consents: Vec<OwnConsent>,
    /// Whether there are older ones.
    pub has_more: bool,
}

/// A consent and whether the caller may know its title now.
#[derive(Clone, Debug)]
pub struct OwnConsent {
    /// The consent.
    pub given: GivenConsent,
    /// Whether the title is shown.
    pub shows_title: bool,
}

/// How many consents a page has.
pub const CONSENTS_A_PAGE: u64 = 50;

/// What the caller's account has consented to. The title of a document behind the gate is shown to a strong sign-in
/// only, as the document is.
///
/// # Errors
/// [`Error::NotSignedIn`].
pub async fn own_consents(
    ports: &Ports,
    caller: Option<&Caller>,
    page: u32,
) -> Result<OwnConsents> {
    let account = expect_signed_in(caller)?;
    let is_strong = caller.ok_or(Error::NotSignedIn)?.signed_in()?.is_strong();
    let skip = u64::from(page).saturating_mul(CONSENTS_A_PAGE);
    let mut given = ports.views.consents(account.id, skip, CONSENTS_A_PAGE).await?;
    let has_more = given.len() as u64 > CONSENTS_A_PAGE;
    given.truncate(CONSENTS_A_PAGE.try_into().unwrap_or(usize::MAX));
    let consents = given
        .into_iter()
        .map(|given| OwnConsent { shows_title: is_strong || !given.is_gated, given })
        .collect();
    Ok(OwnConsents { consents, has_more })
}
