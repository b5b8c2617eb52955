//! Signing in with what a provider said: the identity is known, or it is a first login.

use super::callback::{AuthenticatedCallback, AuthorizationOutcome};
use super::first_login;
use crate::account::session::expect_enabled;
use crate::{Error, Ports, Result};
use wariin_domain::{
    Events, FirstLoginRefusal, IdpLink, IdpLogin, IdpStatement, IdpStrength, Session, SessionKey,
    SignIn, SignInMethod, Timestamp,
};
use wariin_ports::{SessionCookie, UnitOfWork};

pub(super) async fn sign_in(
    ports: &Ports,
    answered: AuthenticatedCallback,
    next: String,
) -> Result<AuthorizationOutcome> {
    let AuthenticatedCallback { authorization, login, session, now, .. } = &answered;
    let said = &login.said;
    let mut tx = ports.storage.begin().await?;
    let connection = tx.idp_connections().find(authorization.connection).await?;
    let connection = connection.ok_or(Error::NotFound)?;
    let strength = connection.judge(said, *now)?;
    let Some(link) = tx.idp_links().owner(&said.identity).await? else {
        return first_login::arrive(ports, tx, &connection, answered, next).await;
    };
    let account = tx.accounts().find(link.account).await?.ok_or(Error::NotFound)?;
    if !connection.serves(&account.email.domain()) {
        return Err(FirstLoginRefusal::ForeignDomain.into());
    }
    let earlier = live(&mut *tx, *session, *now).await?;
    let new = NewIdpSession { said, strength, link: &link, earlier };
    let cookie = begin_session(ports, &mut *tx, new, *now).await?;
    tx.commit().await?;
    Ok(AuthorizationOutcome::SignedIn { cookie, next })
}

/// A session in the making.
pub(super) struct NewIdpSession<'a> {
    pub(super) said: &'a IdpStatement,
    pub(super) strength: IdpStrength,
    pub(super) link: &'a IdpLink,
    /// The browser's session so far, of which what was proved goes over.
    pub(super) earlier: Option<Session>,
}

/// Puts a provider's login into a session with a new key, in which a weak one awaits a code where the account
/// has a second factor; the browser's earlier session ends.
pub(super) async fn begin_session(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    new: NewIdpSession<'_>,
    now: Timestamp,
) -> Result<SessionCookie> {
    let NewIdpSession { said, strength, link, earlier } = new;
    let account = link.account;
    expect_enabled(&tx.accounts().find(account).await?.ok_or(Error::NotFound)?)?;
    let has_factor = !tx.factors().active(account).await?.is_empty();
    let cookie = ports.tokens.new_session();
    let key = ports.tokens.session_key(&cookie);
    if let Some(earlier) = &earlier {
        tx.sessions().remove(earlier.key, Events::none()).await?;
    }
    let login = IdpLogin {
        identity: said.identity.clone(),
        session: said.session.clone(),
        strength,
        acr: said.acr.clone(),
        amr: said.amr.clone(),
        linked_at: link.linked_at,
        behind_code: link.behind_code,
    };
    let at = said.authenticated_at.unwrap_or(now);
    let sign_in = SignIn::new(account, SignInMethod::Idp { at, login });
    let session = earlier.unwrap_or_else(|| Session::begin(key, now));
    let (session, events) = session.signed_in(key, sign_in, has_factor, now);
    tx.sessions().add(&session, events).await?;
    Ok(cookie)
}

/// The browser's session, if it still counts.
pub(super) async fn live(
    tx: &mut dyn UnitOfWork,
    key: Option<SessionKey>,
    now: Timestamp,
) -> Result<Option<Session>> {
    Ok(match key {
        Some(key) => tx.sessions().find(key).await?.filter(|session| session.is_live(now)),
        None => None,
    })
}
