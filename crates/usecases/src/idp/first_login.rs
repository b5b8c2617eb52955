//! The first login of an identity that no account is linked to: an address of a proven domain, its mailbox
//! confirmed by a mailed code in the same browser, and only then an account.

use super::callback::{AuthenticatedCallback, AuthorizationOutcome};
use super::sign_in::{NewIdpSession, begin_session, live};
use crate::totp::{self, TotpOutcome};
use crate::{Error, Ports, Result, SecretInput, tries};
use wariin_domain::{
    Account, AccountId, Actor, AddressKey, AskedCodes, AuthorizationRequestId, BrowserKey, Client,
    ClientNetwork, EmailAddress, FirstLogin, IdpConnection, IdpLink, IdpRefusal, IdpStatement,
    IdpStrength, Language, LinkedBy, MailboxCodeId, Membership, PersonName, Role, Session,
    SessionKey, Span, Throttle, Timestamp, TryKind, Uuid,
};
use wariin_ports::{PasswordHash, SessionCookie, StorageError, UnitOfWork};

/// How long a mailbox that was proved in this session, as a recipient, counts.
const AFTER_PROOF: Span = Span::minutes(60);

/// An identity that no account is linked to came back from a provider.
pub(super) async fn arrive(
    ports: &Ports,
    mut tx: Box<dyn UnitOfWork>,
    connection: &IdpConnection,
    answered: AuthenticatedCallback,
    next: String,
) -> Result<AuthorizationOutcome> {
    let AuthenticatedCallback { authorization, login, session, browser, network, now } = answered;
    let said = login.said;
    let earlier = live(&mut *tx, session, now).await?;
    let address = expect_welcome(&mut *tx, connection, &said, earlier.as_ref(), now).await?;
    let is_new = match tx.accounts().find_by_email(&address).await? {
        Some(account) => account.mailbox_proven_at.is_none(),
        None => true,
    };
    if let Some(earlier) = earlier.clone()
        && is_new
        && has_proved(&mut *tx, &earlier, &address, now).await?
    {
        let newcomer = Newcomer { connection, said: &said, address, earlier: Some(earlier) };
        let cookie = welcome(ports, &mut *tx, newcomer, now).await?;
        tx.commit().await?;
        return Ok(AuthorizationOutcome::SignedIn { cookie, next });
    }
    expect_not_too_many(&mut *tx, &address, (browser, network), now).await?;
    let first = FirstLogin {
        id: authorization.id,
        browser,
        network,
        said,
        address,
        next,
        at: now,
        throttle: Throttle::clear(),
    };
    tx.authorization_requests().wait_for_code(&first, first.asked()).await?;
    tx.commit().await?;
    Ok(AuthorizationOutcome::ConfirmMailbox { first: first.id })
}

/// Refuses a code too many for this address, as [`AskedCodes`] says.
async fn expect_not_too_many(
    tx: &mut dyn UnitOfWork,
    address: &EmailAddress,
    (browser, network): (BrowserKey, ClientNetwork),
    now: Timestamp,
) -> Result<()> {
    let mut mailbox = [0; 16];
    mailbox.copy_from_slice(&AddressKey::of(address).as_bytes()[..16]);
    // Of requests side by side each counts those before it.
    tx.tries().lock(TryKind::FirstLoginCode, Uuid::from_bytes(mailbox)).await?;
    let day_ago = now.minus(Span::days(1));
    let asked = tx.authorization_requests().asked_since(address, day_ago).await?;
    let asked = asked.iter().map(|code| (code.at, code.browser == browser, code.network));
    Ok(AskedCodes::of(asked, network).admit(now)?)
}

/// What a person types at a first login.
#[derive(Clone, Debug)]
pub struct FirstLoginCodes {
    /// The mailed code.
    pub mailed: SecretInput,
    /// The code of the account's second factor, for an account that has an owner and a factor.
    pub factor: SecretInput,
}

/// Confirms the mailbox of a first login by the mailed code, makes or takes over the account, links the
/// identity and signs in. An account that has an owner is linked like that only when no password is
/// left for it, and by its second factor as well, when it has one.
///
/// # Errors
/// [`Error::WrongCode`], [`Error::FirstLoginCode`], [`Error::NotFound`], a refused code of the factor,
/// or as the return from the provider is refused.
pub async fn confirm_first_login(
    ports: &Ports,
    first: AuthorizationRequestId,
    client: Client,
    session: Option<SessionKey>,
    typed: FirstLoginCodes,
) -> Result<(SessionCookie, String)> {
    typed.mailed.expect_typed()?;
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let waiting = tx.authorization_requests().waiting(first).await?;
    let mut waiting = waiting.ok_or(Error::NotFound)?;
    waiting.admit(client.browser, now)?;
    let (kind, subject) = (TryKind::FirstLoginCode, subject_of_tries(ports, &waiting));
    let tries = tries::tries(&mut *tx, kind, subject, client).await?;
    tries.admit(now)?;
    let code = MailboxCodeId::from(Uuid::from(first));
    let connection = tx.idp_connections().find(waiting.said.identity.connection).await?;
    let connection = connection.ok_or(Error::NotFound)?;
    if !ports.tokens.is_mailbox_code(code, &typed.mailed.0) {
        let refused = waiting.mistyped(now);
        tries::count_failure(&mut *tx, kind, subject, tries, now).await?;
        tx.authorization_requests().save_throttle(&waiting, refused).await?;
        tx.commit().await?;
        return Err(Error::WrongCode);
    }
    tries::clear(&mut *tx, kind, subject, (tries, client), now).await?;
    let address = expect_welcome(&mut *tx, &connection, &waiting.said, None, now).await?;
    if address != waiting.address {
        return Err(Error::NotFound);
    }
    if let Some(refusal) = spend_factor(ports, &mut *tx, &address, &typed.factor, now).await? {
        tx.commit().await?;
        return Err(refusal);
    }
    if !tx.authorization_requests().end_waiting(first).await? {
        return Err(Error::NotFound);
    }
    let earlier = live(&mut *tx, session, now).await?;
    let newcomer = Newcomer { connection: &connection, said: &waiting.said, address, earlier };
    let cookie = welcome(ports, &mut *tx, newcomer, now).await?;
    tx.commit().await?;
    Ok((cookie, waiting.next))
}

/// By what wrong codes of this address are counted, over all of its first logins at this provider.
fn subject_of_tries(ports: &Ports, first: &FirstLogin) -> Uuid {
    let mut digest = [0; 16];
    digest.copy_from_slice(&ports.tokens.text_digest(first.address.as_str()).as_bytes()[..16]);
    let connection = Uuid::from(first.said.identity.connection);
    ports.tokens.form_id(connection, Uuid::from_bytes(digest))
}

/// The code of the factor, for an account that has an owner and one: what it was refused for.
async fn spend_factor(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    address: &EmailAddress,
    typed: &SecretInput,
    now: Timestamp,
) -> Result<Option<Error>> {
    let owned = tx.accounts().find_by_email(address).await?;
    let Some(owned) = owned.filter(|account| account.mailbox_proven_at.is_some()) else {
        return Ok(None);
    };
    if tx.factors().active(owned.id).await?.is_empty() {
        return Ok(None);
    }
    match totp::spend(ports, tx, owned.id, typed, now).await? {
        TotpOutcome::Spent(_) => Ok(None),
        TotpOutcome::Refused(refusal) => Ok(Some(refusal)),
    }
}

/// The address by which this identity may get an account: one without an account yet, where the connection makes
/// members or this session proved the mailbox as a recipient's; or one with an account whose mailbox was not
/// proved. An account with an owner is linked by its owner, signed in to it, unless no
/// password is taken for it any more.
async fn expect_welcome(
    tx: &mut dyn UnitOfWork,
    connection: &IdpConnection,
    said: &IdpStatement,
    earlier: Option<&Session>,
    now: Timestamp,
) -> Result<EmailAddress> {
    if connection.judge(said, now)? == IdpStrength::Unproven {
        return Err(IdpRefusal::Weak.into());
    }
    let address = connection.first_address(said)?;
    match tx.accounts().find_by_email(&address).await? {
        Some(account) if account.mailbox_proven_at.is_some() => {
            let has_password = tx.accounts().password(account.id).await?.is_some();
            let is_password_taken = has_password && !connection.membership.is_required;
            if is_password_taken { Err(Error::LinkFirst) } else { Ok(address) }
        }
        None if !connection.membership.creates_members => match earlier {
            Some(earlier) if has_proved(tx, earlier, &address, now).await? => Ok(address),
            Some(_) | None => Err(Error::NotAMember),
        },
        Some(_) | None => Ok(address),
    }
}

/// Whether this session proved the mailbox of a recipient with this very address.
async fn has_proved(
    tx: &mut dyn UnitOfWork,
    session: &Session,
    address: &EmailAddress,
    now: Timestamp,
) -> Result<bool> {
    let proof = session.mailbox.as_ref().filter(|proof| now.since(proof.at) <= AFTER_PROOF);
    let Some(proof) = proof else {
        return Ok(false);
    };
    let document = tx.documents().find_by_recipient(proof.recipient).await?;
    let recipient = document.as_ref().and_then(|document| document.recipient(proof.recipient));
    Ok(recipient
        .is_some_and(|recipient| proof.is_of(recipient) && recipient.details.email == *address))
}

/// A person whose mailbox is confirmed.
struct Newcomer<'a> {
    connection: &'a IdpConnection,
    said: &'a IdpStatement,
    address: EmailAddress,
    earlier: Option<Session>,
}

async fn welcome(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    newcomer: Newcomer<'_>,
    now: Timestamp,
) -> Result<SessionCookie> {
    let Newcomer { connection, said, address, earlier } = newcomer;
    let name = name(said, &address)?;
    let account = match tx.accounts().find_by_email(&address).await? {
        Some(owned) if owned.mailbox_proven_at.is_some() => owned.id,
        Some(unowned) => take_over(tx, unowned, name, now).await?,
        None => {
            let account = Account {
                id: AccountId::from(ports.ids.next()),
                membership: membership(connection),
                name,
                email: address,
                mailbox_proven_at: Some(now),
                language: Language::Japanese,
                disabled_at: None,
                reported_at: None,
                settled_at: None,
                email_since: None,
            };
            add(tx, &account, now).await?;
            account.id
        }
    };
    let by = LinkedBy::FirstLogin;
    let (link, linked) = IdpLink::create(account, said.identity.clone(), by, now);
    tx.idp_links().add(&link, linked).await.map_err(|error| match error {
        StorageError::Duplicate => Error::IdentityTaken,
        other => Error::Storage(other),
    })?;
    let new = NewIdpSession { said, strength: IdpStrength::Proven, link: &link, earlier };
    begin_session(ports, tx, new, now).await
}

/// What a first login makes: a member where the connection makes members, otherwise a guest.
fn membership(connection: &IdpConnection) -> Membership {
    if connection.membership.creates_members {
        Membership::Member { organisation: connection.organisation, role: Role::Member }
    } else {
        Membership::Guest
    }
}

async fn add(tx: &mut dyn UnitOfWork, account: &Account, now: Timestamp) -> Result<()> {
    let created = account.created(Actor::Account(account.id), now);
    let added = tx.accounts().add(account, &PasswordHash::none(), created).await;
    added.map_err(|error| match error {
        StorageError::Duplicate => Error::LinkFirst,
        other => Error::Storage(other),
    })
}

/// Hands an account whose mailbox was never proved over to the person who proved it: its password, factors,
/// links and sessions go.
async fn take_over(
    tx: &mut dyn UnitOfWork,
    mut account: Account,
    name: PersonName,
    now: Timestamp,
) -> Result<AccountId> {
    crate::recipient::register::purge(tx, account.id).await?;
    let events = account.take_over(name, Actor::Account(account.id), now);
    tx.accounts().save_with_password(&account, &PasswordHash::none(), events).await?;
    Ok(account.id)
}

/// The person's name as the provider says it, otherwise what stands before the `@`.
fn name(said: &IdpStatement, address: &EmailAddress) -> Result<PersonName> {
    let said = said.name.as_deref().and_then(|name| PersonName::parse(name).ok());
    let local = address.as_str().split('@').next().unwrap_or_default();
    said.or_else(|| PersonName::parse(local).ok())
        .or_else(|| PersonName::parse("メンバー").ok())
        .ok_or(Error::NotFound)
}
