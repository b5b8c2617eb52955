//! Managing connections: by an admin of the organisation, strongly signed in, or at the command line.

use super::callback::{AuthenticatedCallback, AuthorizationOutcome};
use crate::account::session::{Caller, resolve_principal};
use crate::error::retried;
use crate::{Error, Ports, Principal, Result};
use wariin_domain::{
    AccountId, EmailDomain, Events, IdpAdmin, IdpConnection, IdpConnectionId, IdpError,
    IdpSettings, NewIdpConnection, OrganisationId, ProvenBy, TestLogin, TestVerdict, Timestamp,
};
use wariin_ports::{ClientSecret, StorageError, UnitOfWork};

/// How many connections an organisation may have.
const MAX_CONNECTIONS: u64 = 10;

/// A new connection.
#[derive(Clone, Debug)]
pub struct NewConnection {
    /// The organisation; for an admin always their own.
    pub organisation: OrganisationId,
    /// What was entered.
    pub settings: IdpSettings,
    /// The client's secret.
    pub secret: ClientSecret,
}

/// Adds a connection, switched off.
///
/// # Errors
/// [`Error::IdpSettings`], or [`Error::Idp`] when the issuer's address must not be connected to.
pub async fn add_idp_connection(
    ports: &Ports,
    by: Principal,
    new: NewConnection,
) -> Result<IdpConnectionId> {
    ports.idps.admits(&new.settings.issuer, &new.settings.hosts)?;
    let now = ports.clock.now();
    let id = IdpConnectionId::from(ports.ids.next());
    let mut tx = ports.storage.begin().await?;
    let caller = manager(&mut *tx, by, now).await?;
    let admin = admin(caller.as_ref(), new.organisation)?;
    if tx.idp_connections().count(new.organisation).await? >= MAX_CONNECTIONS {
        return Err(IdpError::TooManyConnections.into());
    }
    let NewConnection { organisation, settings, secret } = new;

    let new = NewIdpConnection { id, organisation, settings };
    let (connection, events) = IdpConnection::add(new, &admin, now)?;

    tx.idp_connections().save(&connection, events).await?;
    tx.idp_connections().set_secret(id, &secret).await?;
    tx.commit().await?;
    Ok(id)
}

/// Changes what was entered about a connection.
///
/// # Errors
/// As [`add_idp_connection`].
pub async fn configure_idp_connection(
    ports: &Ports,
    by: Principal,
    id: IdpConnectionId,
    settings: IdpSettings,
) -> Result<()> {
    ports.idps.admits(&settings.issuer, &settings.hosts)?;
    change(ports, by, id, |connection, admin, now| {
        connection.configure(settings.clone(), admin, now)
    })
    .await
}

/// Replaces the client secret.
///
/// # Errors
/// [`Error::IdpSettings`].
pub async fn replace_idp_secret(
    ports: &Ports,
    by: Principal,
    id: IdpConnectionId,
    secret: ClientSecret,
) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = manager(&mut *tx, by, now).await?;
    let mut connection = tx.idp_connections().find(id).await?.ok_or(Error::NotFound)?;
    let admin = admin(caller.as_ref(), connection.organisation)?;

    let events = connection.secret_replaced(&admin, now);

    tx.idp_connections().set_secret(id, &secret).await?;
    keep(&mut *tx, &connection, events).await?;
    if !connection.is_on() {
        tx.sessions().remove_all_at(id).await?;
    }
    Ok(tx.commit().await?)
}

/// Names a domain of the organisation.
///
/// # Errors
/// [`Error::IdpSettings`].
pub async fn add_idp_domain(
    ports: &Ports,
    by: Principal,
    id: IdpConnectionId,
    domain: EmailDomain,
) -> Result<()> {
    change(ports, by, id, |connection, admin, now| {
        connection.add_domain(domain.clone(), admin, now)
    })
    .await
}

/// Takes a domain away.
///
/// # Errors
/// [`Error::IdpSettings`].
pub async fn remove_idp_domain(
    ports: &Ports,
    by: Principal,
    id: IdpConnectionId,
    domain: EmailDomain,
) -> Result<()> {
    change(ports, by, id, |connection, admin, now| connection.remove_domain(&domain, admin, now))
        .await
}

/// Looks for the TXT record that proves a domain: `_wariin.<domain>` says what
/// [`wariin_ports::Tokens::domain_challenge`] gives.
///
/// # Errors
/// [`IdpError::NoRecord`] when it is not there, [`Error::Dns`] when no name server answers.
pub async fn prove_idp_domain(
    ports: &Ports,
    by: Principal,
    id: IdpConnectionId,
    domain: EmailDomain,
) -> Result<()> {
    expect_manager(ports, by, id).await?;
    let expected = ports.tokens.domain_challenge(id, &domain);
    let found = ports.dns.texts(&format!("_wariin.{domain}")).await?;
    if !found.iter().any(|text| text.trim() == expected) {
        return Err(IdpError::NoRecord.into());
    }
    change(ports, by, id, |connection, admin, now| {
        connection.prove_domain(&domain, ProvenBy::Dns, admin, now)
    })
    .await
}

/// Counts a domain as proved because the operator says so.
///
/// # Errors
/// [`Error::IdpSettings`].
pub async fn approve_idp_domain(
    ports: &Ports,
    id: IdpConnectionId,
    domain: EmailDomain,
) -> Result<()> {
    change(ports, Principal::Operator, id, |connection, admin, now| {
        let added = connection.add_domain(domain.clone(), admin, now)?;
        Ok(added.and(connection.prove_domain(&domain, ProvenBy::Operator, admin, now)?))
    })
    .await
}

/// Lets people sign in with it.
///
/// # Errors
/// [`Error::IdpSettings`] says what is missing.
pub async fn switch_idp_on(ports: &Ports, by: Principal, id: IdpConnectionId) -> Result<()> {
    change(ports, by, id, IdpConnection::switch_on).await
}

/// Ends signing in with it; sessions that it began end.
///
/// # Errors
/// [`Error::IdpSettings`].
pub async fn switch_idp_off(ports: &Ports, by: Principal, id: IdpConnectionId) -> Result<()> {
    change(ports, by, id, |connection, admin, now| Ok(connection.switch_off(admin, now))).await
}

/// Makes it the only way to sign in for the people of its domains.
///
/// # Errors
/// [`Error::IdpSettings`].
pub async fn require_idp(ports: &Ports, by: Principal, id: IdpConnectionId) -> Result<()> {
    change(ports, by, id, IdpConnection::require).await
}

/// Takes passwords again.
///
/// # Errors
/// [`Error::IdpSettings`].
pub async fn stop_requiring_idp(ports: &Ports, by: Principal, id: IdpConnectionId) -> Result<()> {
    change(ports, by, id, |connection, admin, now| Ok(connection.stop_requiring(admin, now))).await
}

/// Removes a connection with its links; sessions that it began end.
///
/// # Errors
/// [`Error::IdpSettings`].
pub async fn remove_idp_connection(
    ports: &Ports,
    by: Principal,
    id: IdpConnectionId,
) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = manager(&mut *tx, by, now).await?;
    let connection = tx.idp_connections().find(id).await?.ok_or(Error::NotFound)?;
    let admin = admin(caller.as_ref(), connection.organisation)?;
    tx.sessions().remove_all_at(id).await?;
    tx.idp_connections().remove(id, connection.removed(&admin, now)).await?;
    Ok(tx.commit().await?)
}

/// Keeps what a test's last login said, or goes on to the next.
pub(super) async fn tested(
    ports: &Ports,
    answered: AuthenticatedCallback,
    by: AccountId,
    test: TestLogin,
) -> Result<AuthorizationOutcome> {
    let AuthenticatedCallback { authorization, login, session, now, .. } = answered;
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, session.ok_or(Error::NotSignedIn)?, now).await?;
    let connection = tx.idp_connections().find(authorization.connection).await?;
    let mut connection = connection.ok_or(Error::NotFound)?;
    let admin = admin(Some(&caller), connection.organisation)?;
    if caller.signed_in()?.id() != by {
        return Err(IdpError::NotAdmin.into());
    }
    connection.expect_ours(&login.said)?;
    if let TestVerdict::Again(login) = test.judge(&login.said, authorization.began_at, now)? {
        return Ok(AuthorizationOutcome::TestAgain { connection: connection.id, login });
    }

    let events = connection.tested(&login.said, test.way, &admin, now);

    keep(&mut *tx, &connection, events).await?;
    tx.commit().await?;
    Ok(AuthorizationOutcome::Tested { connection: authorization.connection })
}

async fn change<S>(ports: &Ports, by: Principal, id: IdpConnectionId, step: S) -> Result<()>
where
    S: Fn(&mut IdpConnection, &IdpAdmin<'_>, Timestamp) -> std::result::Result<Events, IdpError>,
{
    retried(|| change_once(ports, by, id, &step)).await
}

async fn change_once<S>(ports: &Ports, by: Principal, id: IdpConnectionId, step: &S) -> Result<()>
where
    S: Fn(&mut IdpConnection, &IdpAdmin<'_>, Timestamp) -> std::result::Result<Events, IdpError>,
{
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = manager(&mut *tx, by, now).await?;
    let mut connection = tx.idp_connections().find(id).await?.ok_or(Error::NotFound)?;
    let admin = admin(caller.as_ref(), connection.organisation)?;
    let before = connection.clone();

    let events = step(&mut connection, &admin, now)?;

    if events.is_empty() {
        return Ok(());
    }
    keep(&mut *tx, &connection, events).await?;
    if connection.issuer != before.issuer {
        // What was shared with one provider is not told to another.
        tx.idp_connections().forget_secret(id).await?;
    }
    if connection.trusts_less_than(&before) {
        tx.sessions().remove_all_at(id).await?;
    }
    for domain in connection.mandatory_for().filter(|d| !before.mandatory_for().any(|b| b == *d)) {
        tx.sessions().remove_others(id, domain).await?;
    }
    Ok(tx.commit().await?)
}

async fn keep(tx: &mut dyn UnitOfWork, connection: &IdpConnection, events: Events) -> Result<()> {
    tx.idp_connections().save(connection, events).await.map_err(|error| match error {
        StorageError::Duplicate => IdpError::DomainTaken.into(),
        other => Error::Storage(other),
    })
}

/// Refuses a principal that may not manage the connection, before any other server is contacted.
async fn expect_manager(ports: &Ports, by: Principal, id: IdpConnectionId) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = manager(&mut *tx, by, now).await?;
    let connection = tx.idp_connections().find(id).await?.ok_or(Error::NotFound)?;
    admin(caller.as_ref(), connection.organisation).map(|_| ())
}

async fn manager(tx: &mut dyn UnitOfWork, by: Principal, now: Timestamp) -> Result<Option<Caller>> {
    match by {
        Principal::Session(_) => Ok(Some(resolve_principal(tx, by, now).await?)),
        Principal::Operator => Ok(None),
    }
}

fn admin(caller: Option<&Caller>, organisation: OrganisationId) -> Result<IdpAdmin<'_>> {
    match caller {
        Some(caller) => {
            let identity = caller.signed_in()?;
            match IdpAdmin::of(organisation, identity) {
                // Another organisation's connection is not there for this person.
                Err(IdpError::NotAdmin) if !identity.account().membership.is_in(organisation) => {
                    Err(Error::NotFound)
                }
                admin => Ok(admin?),
            }
        }
        None => Ok(IdpAdmin::operator()),
    }
}
