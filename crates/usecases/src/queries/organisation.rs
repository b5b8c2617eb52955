//! 組織: settings, members and invitations.

use super::expect_role;
use crate::{Caller, Error, Ports, Result, is_invited};
use wariin_domain::{AccountId, Invitation, InvitationId, Organisation, Role};
use wariin_ports::Member;

/// The members' page.
#[derive(Clone, Debug)]
pub struct MembersPage {
    /// The organisation's name.
    pub organisation: String,
    /// The admin who looks at it.
    pub own: AccountId,
    /// The members, by name.
    pub members: Vec<Member>,
    /// The open invitations, newest first.
    pub invitations: Vec<Invitation>,
}

/// An invitation as its page shows it.
#[derive(Clone, Debug)]
pub struct InvitationPage {
    /// The invitation, which is open.
    pub invitation: Invitation,
    /// The name of the organisation that invites.
    pub organisation: String,
    /// Whether the invited person's own account is signed in.
    pub is_invited: bool,
}

/// The admin's organisation with its settings.
///
/// # Errors
/// [`Error::NotSignedIn`], [`Error::FactorDemanded`], or [`Error::NotFound`] for a caller who is no
/// admin.
pub fn organisation_settings(caller: Option<&Caller>) -> Result<&Organisation> {
    expect_role(caller, Role::Admin).map(|(_, organisation)| organisation)
}

/// The members of the admin's organisation, and who is invited.
///
/// # Errors
/// As [`organisation_settings`].
pub async fn members(ports: &Ports, caller: Option<&Caller>) -> Result<MembersPage> {
    let (account, organisation) = expect_role(caller, Role::Admin)?;
    Ok(MembersPage {
        organisation: organisation.name.to_string(),
        own: account.id,
        members: ports.views.members(organisation.id).await?,
        invitations: ports.views.invitations(organisation.id).await?,
    })
}

/// Another member of the admin's organisation.
///
/// # Errors
/// As [`organisation_settings`]; [`Error::NotFound`] for the admin's own account and for every account
/// of another organisation.
pub async fn another_member(
    ports: &Ports,
    caller: Option<&Caller>,
    id: AccountId,
) -> Result<Member> {
    let (account, organisation) = expect_role(caller, Role::Admin)?;
    let known = ports.views.members(organisation.id).await?;
    let found = known.into_iter().find(|member| member.account.id == id);
    found.filter(|member| member.account.id != account.id).ok_or(Error::NotFound)
}

/// An open invitation, for every browser that has its address: it shows the invited address masked and
/// gives no access before the mailed code was typed.
///
/// # Errors
/// [`Error::NotFound`] when it was accepted, withdrawn, is too old, or never was.
pub async fn invitation(
    ports: &Ports,
    caller: Option<&Caller>,
    id: InvitationId,
) -> Result<InvitationPage> {
    let now = ports.clock.now();
    let invitation = ports.views.invitation(id).await?;
    let invitation = invitation.filter(|one| one.is_open(now)).ok_or(Error::NotFound)?;
    let organisation = ports.views.organisation(invitation.organisation).await?;
    Ok(InvitationPage {
        organisation: organisation.map(|own| own.name.to_string()).unwrap_or_default(),
        is_invited: caller.is_some_and(|caller| is_invited(caller, &invitation)),
        invitation,
    })
}
