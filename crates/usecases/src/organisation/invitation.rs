//! Inviting members, and accepting: behind a code that is mailed to the invited address.

use crate::account::session::{Caller, expect_enabled};
use crate::account::sign_in::{begin_password_session, expect_password_allowed};
use crate::organisation::manage::{AtWork, administer};
use crate::{Error, Ports, Principal, Result, SecretInput, tries};
use wariin_domain::{
    Account, AccountId, Actor, AskedCodes, Client, EmailAddress, Events, Invitation, InvitationId,
    InvitationState, Language, LeftBehind, MAX_INVITATIONS, MailboxCodeId, Membership,
    NewInvitation, NewPassword, OrganisationError, PersonName, Role, Session, SessionKey, Span,
    Throttle, Timestamp, TryKind, TrySource, Uuid,
};
use wariin_ports::{PasswordHash, SessionCookie, StorageError, UnitOfWork};

/// The least time between two invitations of one organisation to one address, withdrawn ones included.
const BETWEEN_INVITATIONS: Span = Span::minutes(10);
/// How many invitations an organisation mails in 24 hours.
const INVITATIONS_A_DAY: u64 = 200;

/// Invites a person to join the admin's organisation.
///
/// # Errors
/// [`Error::Organisation`].
pub async fn invite_member(
    ports: &Ports,
    principal: Principal,
    email: EmailAddress,
    role: Role,
) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let AtWork { organisation, admin } = administer(&mut *tx, principal, now).await?;
    let known = tx.accounts().find_by_email(&email).await?;
    if known.is_some_and(|account| account.membership.is_in(organisation.id)) {
        return Err(OrganisationError::MemberAlready.into());
    }
    let before = tx.invitations().newest(organisation.id, &email).await?;
    if before.as_ref().is_some_and(|one| one.state == InvitationState::Open) {
        return Err(OrganisationError::InvitedAlready.into());
    }
    let today = now.minus(Span::days(1));
    if before.is_some_and(|one| now.since(one.mailed_at) < BETWEEN_INVITATIONS)
        || tx.invitations().count_mailed(organisation.id, today).await? >= INVITATIONS_A_DAY
    {
        return Err(OrganisationError::JustMailed.into());
    }
    if tx.invitations().count_open(organisation.id).await? >= MAX_INVITATIONS {
        return Err(OrganisationError::TooManyInvitations.into());
    }

    let new = NewInvitation { id: InvitationId::from(ports.ids.next()), email, role };
    let (invitation, events) = Invitation::new(new, admin, now);

    tx.invitations().save(&invitation, events).await.map_err(|error| match error {
        StorageError::Duplicate => OrganisationError::InvitedAlready.into(),
        other => Error::Storage(other),
    })?;
    Ok(tx.commit().await?)
}

/// Mails an invitation once more.
///
/// # Errors
/// [`Error::Organisation`] as [`Invitation::mail_again`] says.
pub async fn mail_invitation_again(
    ports: &Ports,
    principal: Principal,
    id: InvitationId,
) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let AtWork { admin, .. } = administer(&mut *tx, principal, now).await?;
    let mut invitation = tx.invitations().find(id).await?.ok_or(Error::NotFound)?;
    let events = invitation.mail_again(admin, now)?;
    tx.invitations().save(&invitation, events).await?;
    Ok(tx.commit().await?)
}

/// Withdraws an invitation.
///
/// # Errors
/// [`Error::Organisation`] as [`Invitation::withdraw`] says.
pub async fn withdraw_invitation(
    ports: &Ports,
    principal: Principal,
    id: InvitationId,
) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let AtWork { admin, .. } = administer(&mut *tx, principal, now).await?;
    let mut invitation = tx.invitations().find(id).await?.ok_or(Error::NotFound)?;
    let events = invitation.withdraw(admin, now)?;
    tx.invitations().save(&invitation, events).await?;
    Ok(tx.commit().await?)
}

/// Mails a code to the invited address; only this browser may type it.
///
/// # Errors
/// [`Error::MailboxCode`] as [`Invitation::ask_for_code`] says: a stranger who holds the invitation uses up the codes of
/// the own browser and network, not those of the invited person.
pub async fn ask_for_invitation_code(
    ports: &Ports,
    id: InvitationId,
    client: Client,
) -> Result<()> {
    let now = ports.clock.now();
    let code = MailboxCodeId::from(ports.ids.next());
    let mut tx = ports.storage.begin().await?;
    let mut invitation = tx.invitations().find(id).await?.ok_or(Error::NotFound)?;
    tx.tries().lock(TryKind::InvitationMails, Uuid::from(id)).await?;
    let sources = [
        Some(TrySource::Browser(client.browser)),
        Some(TrySource::Network(client.network)),
        client.network.site().map(TrySource::Network),
    ];
    let mut mailed = [Throttle::clear(); 3];
    for (source, mailed) in sources.iter().zip(&mut mailed) {
        if let Some(source) = source {
            *mailed = mailed_to(&mut *tx, id, *source, now).await?;
        }
    }
    // The row has no other column for when the newest one was mailed.
    let [own, network, site] = mailed;
    let asked = AskedCodes {
        own: own.failures(),
        own_newest: own.blocked_until(),
        of_network: network.failures(),
        network_newest: network.blocked_until(),
        site_newest: site.blocked_until(),
        ..AskedCodes::default()
    };
    let events = invitation.ask_for_code(code, client.browser, asked, now)?;
    for (source, before) in sources.into_iter().zip(mailed) {
        if let Some(source) = source {
            let mailed = Throttle::restore(before.failures().saturating_add(1), Some(now));
            let (kind, subject) = (TryKind::InvitationMails, Uuid::from(id));
            tx.tries().save(kind, subject, (source, mailed), now).await?;
        }
    }
    tx.invitations().save(&invitation, events).await?;
    Ok(tx.commit().await?)
}

/// How many codes of an invitation this source was mailed without a pause of a day, with when the newest one was.
async fn mailed_to(
    tx: &mut dyn UnitOfWork,
    id: InvitationId,
    source: TrySource,
    now: Timestamp,
) -> Result<Throttle> {
    let found = tx.tries().find(TryKind::InvitationMails, Uuid::from(id), source).await?;
    let is_of_today = |mailed: &Throttle| {
        mailed.blocked_until().is_some_and(|newest| now.since(newest) < Span::days(1))
    };
    Ok(found.filter(is_of_today).unwrap_or_default())
}

/// An acceptance.
#[derive(Clone, Debug)]
pub struct AcceptInvitation {
    /// The invitation.
    pub invitation: InvitationId,
    /// Where the request comes from: the code counts in the browser that asked for it.
    pub client: Client,
    /// The browser's session.
    pub session: Option<SessionKey>,
    /// The mailed code.
    pub code: SecretInput,
    /// Name and password of a person who has no account yet.
    pub newcomer: Option<(PersonName, NewPassword)>,
    /// The language in which that person reads.
    pub language: Language,
}

/// Accepts an invitation: with a new account, or, signed in to the account of that address, with it.
///
/// # Errors
/// [`Error::WrongCode`] or [`Error::MailboxCode`]; [`Error::AccountExists`] when the address has an
/// account whose owner has to sign in first; [`Error::Organisation`] as [`Invitation::accept`] says.
pub async fn accept_invitation(
    ports: &Ports,
    command: AcceptInvitation,
) -> Result<Option<SessionCookie>> {
    command.code.expect_typed()?;
    let password = match &command.newcomer {
        Some((_, password)) => Some(ports.passwords.hash(password.clone()).await?),
        None => None,
    };
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let AcceptInvitation { invitation, client, code, .. } = &command;
    let typed = CodeTyped { invitation: *invitation, client: *client, code };
    let mut invitation = match proved_invitation(ports, &mut *tx, typed, now).await {
        Err(error @ Error::WrongCode) => {
            tx.commit().await?;
            return Err(error);
        }
        proved => proved?,
    };
    tx.accounts().lock_organisation(invitation.organisation).await?;
    let inviter = tx.accounts().find(invitation.invited_by).await?.ok_or(Error::NotFound)?;
    invitation.expect_backed_by(&inviter)?;
    let session = match command.session {
        Some(key) => tx.sessions().find(key).await?.filter(|s| s.is_live(now)),
        None => None,
    };
    let cookie = match tx.accounts().find_by_email(&invitation.email).await? {
        Some(owned) if owned.mailbox_proven_at.is_some() => {
            join(&mut *tx, &mut invitation, owned, session.as_ref(), now).await?;
            None
        }
        unowned => {
            let newcomer = command.newcomer.zip(password).ok_or(Error::NotFound)?;
            let ((name, _), password) = newcomer;
            let known = unowned.as_ref().map(|account| account.id);
            let id = known.unwrap_or_else(|| ports.ids.next().into());
            let newcomer = Newcomer { id, name, password, language: command.language };
            expect_password_allowed(&mut *tx, &invitation.email).await?;
            let account = welcome(&mut *tx, &mut invitation, unowned, newcomer, now).await?;
            Some(begin_password_session(ports, &mut *tx, account, session, now).await?.cookie)
        }
    };
    tx.invitations().save(&invitation, Events::none()).await?;
    tx.commit().await?;
    Ok(cookie)
}

/// A code that was typed for an invitation.
#[derive(Clone, Copy)]
pub(crate) struct CodeTyped<'a> {
    pub(crate) invitation: InvitationId,
    pub(crate) client: Client,
    pub(crate) code: &'a SecretInput,
}

/// The invitation whose mailed code was typed in the browser that asked for it. The code is not used up by it.
///
/// # Errors
/// [`Error::WrongCode`], which is counted in this unit of work; [`Error::Throttled`] or [`Error::MailboxCode`] when the
/// code is not even looked at.
pub(crate) async fn proved_invitation(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    CodeTyped { invitation, client, code: typed }: CodeTyped<'_>,
    now: Timestamp,
) -> Result<Invitation> {
    let invitation = tx.invitations().find(invitation).await?.ok_or(Error::NotFound)?;
    let (kind, subject) = (TryKind::InvitationCode, Uuid::from(invitation.id));
    let tries = tries::tries(tx, kind, subject, client).await?;
    tries.admit(now)?;
    let code = invitation.code_for(client.browser, now)?;
    if !ports.tokens.is_mailbox_code(code, &typed.0) {
        tries::count_failure(tx, kind, subject, tries, now).await?;
        return Err(Error::WrongCode);
    }
    tries::clear(tx, kind, subject, (tries, client), now).await?;
    Ok(invitation)
}

/// A signed-in account joins: a guest, or one that leaves its own organisation for this one.
async fn join(
    tx: &mut dyn UnitOfWork,
    invitation: &mut Invitation,
    mut account: Account,
    session: Option<&Session>,
    now: Timestamp,
) -> Result<()> {
    let signed_in = session.and_then(|s| s.sign_in.as_ref()).map(wariin_domain::SignIn::account);
    if signed_in != Some(account.id) {
        return Err(Error::AccountExists);
    }
    let left = left_behind(tx, &account).await?;
    let events = invitation.accept(&mut account, left, now)?;
    Ok(tx.accounts().save(&account, events).await?)
}

/// What the person's own organisation holds, which stays locked until the unit of work ends. A guest leaves
/// nothing behind.
async fn left_behind(tx: &mut dyn UnitOfWork, account: &Account) -> Result<Option<LeftBehind>> {
    let Some(own) = account.membership.organisation() else {
        return Ok(None);
    };
    tx.accounts().lock_organisation(own).await?;
    Ok(Some(LeftBehind {
        members: tx.accounts().count_members(own).await?,
        has_documents: tx.documents().exist_in(own).await?,
    }))
}

/// A person who has no account yet.
pub(crate) struct Newcomer {
    /// The account's id, where it is to be made.
    pub(crate) id: AccountId,
    pub(crate) name: PersonName,
    pub(crate) password: PasswordHash,
    pub(crate) language: Language,
}

/// A new account; one whose mailbox was not proved before is handed over to the person who proved it.
pub(crate) async fn welcome(
    tx: &mut dyn UnitOfWork,
    invitation: &mut Invitation,
    unowned: Option<Account>,
    newcomer: Newcomer,
    now: Timestamp,
) -> Result<AccountId> {
    let Newcomer { id, name, password, language } = newcomer;
    let is_new = unowned.is_none();
    let mut account = unowned.unwrap_or_else(|| Account {
        id,
        membership: Membership::Guest,
        name: name.clone(),
        email: invitation.email.clone(),
        mailbox_proven_at: Some(now),
        language,
        disabled_at: None,
        reported_at: None,
        settled_at: None,
        email_since: None,
    });
    expect_enabled(&account)?;
    let actor = Actor::Account(account.id);
    let left = left_behind(tx, &account).await?;
    if is_new {
        let created = account.created(actor, now);
        let joined = invitation.accept(&mut account, left, now)?;
        tx.accounts().add(&account, &password, created.and(joined)).await?;
    } else {
        crate::recipient::register::purge(tx, account.id).await?;
        let taken_over = account.take_over(name, actor, now);
        let joined = invitation.accept(&mut account, left, now)?;
        tx.accounts().save_with_password(&account, &password, taken_over.and(joined)).await?;
    }
    Ok(account.id)
}

/// Whether the signed-in account has the address that is invited.
pub fn is_invited(caller: &Caller, invitation: &Invitation) -> bool {
    caller.account.as_ref().is_some_and(|account| account.email == invitation.email)
}
