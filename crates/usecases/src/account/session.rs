//! Browser sessions and the accounts that are signed in to them.

use crate::{Error, Ports, Principal, Result, tries};
use wariin_domain::{
    AccessRequest, Account, Actor, AddressChange, Events, FileDigest, Identity, Organisation,
    RecipientId, Requester, SeenFrom, Session, SessionKey, Span, Timestamp,
};
use wariin_ports::{SessionCookie, UnitOfWork};

/// A live session and the account that is signed in to it.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The session.
    pub session: Session,
    /// The account that is signed in, if there is one.
    pub account: Option<Account>,
    /// The organisation that the account belongs to; a guest belongs to none.
    pub organisation: Option<Organisation>,
}

/// A person who works in an organisation.
#[derive(Clone, Copy, Debug)]
pub struct Member<'a> {
    /// The person.
    pub identity: Identity<'a>,
    /// The organisation.
    pub organisation: &'a Organisation,
}

impl Caller {
    /// The account and its sign-in.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`].
    pub fn signed_in(&self) -> Result<Identity<'_>> {
        match (&self.account, &self.session.sign_in) {
            (Some(account), Some(sign_in)) => {
                Identity::new(account, sign_in).map_err(|_| Error::NotSignedIn)
            }
            _ => Err(Error::NotSignedIn),
        }
    }

    /// The image of the stamp of the person's organisation, where there is one.
    pub(crate) fn own_stamp(&self) -> Option<FileDigest> {
        self.organisation.as_ref().and_then(|organisation| organisation.stamp)
    }

    /// The person as a member who may work in the organisation.
    ///
    /// # Errors
    /// [`Error::NotSignedIn`], [`Error::Guest`] for an account without an organisation, or
    /// [`Error::FactorDemanded`] where the organisation demands a second factor of its members and none was
    /// used.
    pub fn member(&self) -> Result<Member<'_>> {
        let identity = self.signed_in()?;
        let organisation = self.organisation.as_ref().ok_or(Error::Guest)?;
        organisation.admit_member(identity.sign_in()).map_err(|_| Error::FactorDemanded)?;
        Ok(Member { identity, organisation })
    }

    /// How this session asks for access as the recipient: as the account when one is strongly signed in,
    /// otherwise as the browser that opened the mailed link of this very recipient, if it did.
    pub(crate) fn access_request(&self, recipient: RecipientId) -> AccessRequest<'_> {
        AccessRequest {
            requester: self.requester(recipient),
            unlocked: self.session.unlocked_for(recipient),
        }
    }

    fn requester(&self, recipient: RecipientId) -> Requester<'_> {
        let by_link = self.session.opened.filter(|(opened, _)| *opened == recipient);
        match (self.signed_in(), by_link) {
            (Ok(identity), by_link) if identity.is_strong() || by_link.is_none() => {
                Requester::SignedIn(identity)
            }
            (_, Some((recipient, generation))) => Requester::LinkHolder { recipient, generation },
            (_, None) => Requester::Anonymous,
        }
    }

    pub(crate) fn actor(&self) -> Actor {
        self.account.as_ref().map_or(Actor::Unidentified, |a| Actor::Account(a.id))
    }
}

/// The session of this cookie and its account, for reading. `None` when the session has ended or never was.
///
/// # Errors
/// When storage fails.
pub async fn resolve_session(ports: &Ports, cookie: &SessionCookie) -> Result<Option<Caller>> {
    let key = ports.tokens.session_key(cookie);
    let Some(session) = ports.views.session(key).await? else {
        return Ok(None);
    };
    if !session.is_live(ports.clock.now()) {
        return Ok(None);
    }
    let account = account_of(ports, &session).await?;
    let own = account.as_ref().and_then(|account| account.membership.organisation());
    let organisation = match own {
        Some(own) => ports.views.organisation(own).await?,
        None => None,
    };
    Ok(Some(Caller { session, account, organisation }))
}

/// The account that is signed in, for reading.
pub(crate) async fn account_of(ports: &Ports, session: &Session) -> Result<Option<Account>> {
    Ok(match &session.sign_in {
        Some(sign_in) => ports.views.account(sign_in.account()).await?.filter(Account::is_enabled),
        None => None,
    })
}

/// Keeps a session from idling out, and notes from where it is used; writes at most once a minute, and at its first
/// page.
///
/// # Errors
/// When storage fails; a session that ended meanwhile is no error.
pub async fn touch(ports: &Ports, session: &Session, from: SeenFrom) -> Result<()> {
    let now = ports.clock.now();
    // A session tells its owner from where it is used as soon as it has one.
    let is_new = session.owner().is_some() && session.seen_from.is_none();
    if now.since(session.seen_at) < Span::minutes(1) && !is_new {
        return Ok(());
    }
    let mut tx = ports.storage.begin().await?;
    if let Some(mut session) = tx.sessions().find(session.key).await? {
        session.seen_at = now;
        session.seen_from = Some(from);
        tx.sessions().replace(session.key, &session, Events::none()).await?;
    }
    Ok(tx.commit().await?)
}

/// Ends the session for good.
///
/// # Errors
/// When storage fails.
pub async fn sign_out(ports: &Ports, key: SessionKey) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    if let Some(session) = tx.sessions().find(key).await? {
        tx.sessions().remove(key, session.ended(now)).await?;
    }
    Ok(tx.commit().await?)
}

/// Removes sessions that have ended, and what is left of past logins at providers and of wishes for a new
/// password.
///
/// # Errors
/// When storage fails.
pub async fn sweep_sessions(ports: &Ports) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    tx.sessions().remove_expired(now.minus(Session::LIFE), now.minus(Session::IDLE)).await?;
    tx.authorization_requests().forget_before(now.minus(Span::days(2))).await?;
    tx.passkeys().forget_before(now.minus(Span::hours(1))).await?;
    tx.password_resets().forget_before(now.minus(Span::days(2))).await?;
    tx.address_changes().forget_before(now.minus(AddressChange::KEPT)).await?;
    tries::forget(&mut *tx, now).await?;
    Ok(tx.commit().await?)
}

/// Nothing begins a session of a disabled account.
pub(crate) fn expect_enabled(account: &Account) -> Result<()> {
    if account.is_enabled() { Ok(()) } else { Err(Error::AccountDisabled) }
}

/// The live session with this key and its account, locked within the unit of work: what it has
/// proved cannot change before the unit of work ends.
pub(crate) async fn resolve_principal(
    tx: &mut dyn UnitOfWork,
    principal: impl Into<Principal>,
    now: Timestamp,
) -> Result<Caller> {
    let key = principal.into().session().ok_or(Error::NotSignedIn)?;
    let session = tx.sessions().find(key).await?.filter(|s| s.is_live(now));
    let session = session.ok_or(Error::NotSignedIn)?;
    let account = match &session.sign_in {
        Some(sign_in) => tx.accounts().find(sign_in.account()).await?.filter(Account::is_enabled),
        None => None,
    };
    let own = account.as_ref().and_then(|account| account.membership.organisation());
    let organisation = match own {
        Some(own) => tx.accounts().organisation(own).await?,
        None => None,
    };
    Ok(Caller { session, account, organisation })
}
