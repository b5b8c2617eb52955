//! Managing an organisation: its settings, the roles of its members, who leaves, a lost factor.

use crate::account::session::{Caller, resolve_principal};
use crate::account::take_factors;
use crate::document::hold::hold_pending;
use crate::error::retried;
use crate::{Error, Ports, Principal, Result};
use wariin_domain::{
    Account, AccountId, Factor, HoldReason, Identity, Organisation, OrganisationAdmin,
    OrganisationError, OrganisationSettings, Role, Timestamp,
};
use wariin_ports::UnitOfWork;

/// An admin at work: the organisation, locked, and the proof.
pub(crate) struct AtWork {
    pub(crate) organisation: Organisation,
    pub(crate) admin: OrganisationAdmin,
}

/// Who is signed in here, as an admin of the own organisation. The organisation stays locked until the
/// unit of work ends, so that two admins who act at once act one after the other.
pub(crate) async fn administer(
    tx: &mut dyn UnitOfWork,
    principal: Principal,
    now: Timestamp,
) -> Result<AtWork> {
    let Caller { account, organisation, session } = resolve_principal(tx, principal, now).await?;
    let account = account.ok_or(Error::NotSignedIn)?.id;
    let organisation = organisation.ok_or(Error::Guest)?.id;
    let organisation = tx.accounts().lock_organisation(organisation).await?;
    let organisation = organisation.ok_or(Error::NotFound)?;
    // Read inside the transaction, where no other change comes between.
    let account = tx.accounts().find(account).await?.ok_or(Error::NotSignedIn)?;
    let sign_in = session.sign_in.ok_or(Error::NotSignedIn)?;
    let identity = Identity::new(&account, &sign_in).map_err(|_| Error::NotSignedIn)?;
    let admin = organisation.administered_by(identity)?;
    Ok(AtWork { organisation, admin })
}

/// Changes the settings.
///
/// # Errors
/// [`Error::Organisation`].
pub async fn configure_organisation(
    ports: &Ports,
    principal: Principal,
    settings: OrganisationSettings,
) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let AtWork { mut organisation, admin } = administer(&mut *tx, principal, now).await?;

    let events = organisation.configure(settings, admin, now);

    tx.accounts().save_organisation(&organisation, events).await?;
    Ok(tx.commit().await?)
}

/// Gives a member another role.
///
/// # Errors
/// [`Error::Organisation`] as [`Account::assign`] says.
pub async fn assign_role(
    ports: &Ports,
    principal: Principal,
    member: AccountId,
    role: Role,
) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let AtWork { organisation, admin } = administer(&mut *tx, principal, now).await?;
    let mut member = found(&mut *tx, member).await?;
    let admins = tx.accounts().count_admins(organisation.id).await?;

    let events = member.assign(role, admin, admins, now)?;

    tx.accounts().save(&member, events).await?;
    Ok(tx.commit().await?)
}

/// Takes a member out of the organisation. The account goes on as a guest, its sessions end, and the documents that it has not finished are the admin's from now on.
///
/// # Errors
/// [`Error::Organisation`] as [`Account::leave`] says.
pub async fn remove_member(ports: &Ports, principal: Principal, member: AccountId) -> Result<()> {
    retried(|| remove_member_once(ports, principal, member)).await
}

async fn remove_member_once(ports: &Ports, principal: Principal, member: AccountId) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let AtWork { organisation, admin } = administer(&mut *tx, principal, now).await?;
    let mut member = found(&mut *tx, member).await?;
    let admins = tx.accounts().count_admins(organisation.id).await?;

    hold_pending(&mut *tx, &member, HoldReason::LeftOrganisation, now).await?;
    let events = member.leave(admins, admin, now)?;

    tx.accounts().save(&member, events).await?;
    tx.sessions().remove_all_of(member.id).await?;
    for id in tx.documents().unfinished_of(member.id, organisation.id).await? {
        let mut document = tx.documents().find(id).await?.ok_or(Error::NotFound)?;
        let events = document.hand_over(admin.account(), admin, now)?;
        tx.documents().save(&document, events).await?;
    }
    Ok(tx.commit().await?)
}

/// Removes the factor of a member who lost it: the member enrols a new one at the next sign-in. Every
/// session of the member ends.
///
/// # Errors
/// [`Error::Organisation`] when it is the admin or no member of the organisation, [`Error::NoFactor`].
pub async fn reset_factor(ports: &Ports, principal: Principal, member: AccountId) -> Result<()> {
    retried(|| reset_factor_once(ports, principal, member)).await
}

async fn reset_factor_once(ports: &Ports, principal: Principal, member: AccountId) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let AtWork { admin, .. } = administer(&mut *tx, principal, now).await?;
    let member = found(&mut *tx, member).await?;
    admin.expect_over(&member)?;
    let removed = |factors: &[Factor]| Factor::removed_by_admin(factors, admin, now);
    take_factors(&mut *tx, &member, removed, now).await?;
    Ok(tx.commit().await?)
}

/// The person with this account.
pub(crate) async fn found(tx: &mut dyn UnitOfWork, member: AccountId) -> Result<Account> {
    tx.accounts().find(member).await?.ok_or(OrganisationError::NotAMember.into())
}
