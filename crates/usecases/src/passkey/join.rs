//! Joining an organisation by an invitation, with a passkey in the place of a password.

use super::register::enrol_and_sign_in;
use super::{PasskeyAnswer, PasskeyChallenge, ceremony, keep, take};
use crate::account::session::expect_enabled;
use crate::account::sign_in::expect_password_allowed;
use crate::error::retried;
use crate::organisation::{CodeTyped, Newcomer, proved_invitation, welcome};
use crate::{Error, Ports, Result, SecretInput, UserAgent};
use wariin_domain::{
    AccountId, CeremonyPurpose, CeremonyRefusal, Client, Events, FactorName, InvitationId,
    Language, PersonName, Session,
};
use wariin_ports::{PasskeyCredential, PasskeyUser, PasswordHash, SessionCookie};

/// What an invited person begins with who has no account yet.
#[derive(Clone, Debug)]
pub struct JoinByPasskey {
    /// The invitation.
    pub invitation: InvitationId,
    /// Where the request comes from: the code counts in the browser that asked for it.
    pub client: Client,
    /// The mailed code.
    pub code: SecretInput,
    /// The person's name.
    pub name: PersonName,
}

/// How the account that joins is made.
#[derive(Clone, Debug)]
pub struct JoinedByPasskey {
    /// What the passkey is called.
    pub factor: FactorName,
    /// The language in which the person reads.
    pub language: Language,
}

/// Begins the registration of the invited person's passkey, behind the mailed code: the passkey is made for the invited
/// address, which the holder of the invitation alone is not told.
///
/// # Errors
/// As [`crate::accept_invitation`]; [`Error::AccountExists`] when the address has an account whose owner signs in first.
pub async fn begin_passkey_joining(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    command: JoinByPasskey,
) -> Result<PasskeyChallenge> {
    command.code.expect_typed()?;
    let JoinByPasskey { invitation, client, code, name } = command;
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let typed = CodeTyped { invitation, client, code: &code };
    let invitation = match proved_invitation(ports, &mut *tx, typed, now).await {
        Err(error @ Error::WrongCode) => {
            tx.commit().await?;
            return Err(error);
        }
        proved => proved?,
    };
    expect_password_allowed(&mut *tx, &invitation.email).await?;
    let known = tx.accounts().find_by_email(&invitation.email).await?;
    if known.as_ref().is_some_and(|account| account.mailbox_proven_at.is_some()) {
        return Err(Error::AccountExists);
    }
    if let Some(account) = &known {
        expect_enabled(account)?;
    }
    let account = known.map_or_else(|| ports.ids.next().into(), |account| account.id);
    let user =
        PasskeyUser { account, address: invitation.email.to_string(), name: name.to_string() };
    let begun = ports.passkeys.begin_registration(&user, &[])?;
    let purpose = CeremonyPurpose::Join { invitation: invitation.id, account, name };
    keep(tx, ceremony(ports, user_agent, purpose, now), begun).await
}

/// Makes the account without a password, with the passkey as its factor, lets it join, and signs in by it: account,
/// passkey, invitation and session are kept in one unit of work.
///
/// # Errors
/// [`Error::Ceremony`], [`Error::Passkey`], [`Error::PasskeyTaken`], [`Error::AccountExists`], or
/// [`Error::Organisation`] as [`wariin_domain::Invitation::accept`] says.
pub async fn finish_passkey_joining(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    command: JoinedByPasskey,
    answer: PasskeyAnswer,
) -> Result<SessionCookie> {
    let (purpose, state) = take(ports, user_agent, answer.ceremony).await?;
    let CeremonyPurpose::Join { invitation, account, name } = purpose else {
        return Err(CeremonyRefusal::OtherPurpose.into());
    };
    let credential = ports.passkeys.finish_registration(&state, &answer.credential)?;
    let joining = Joining { invitation, account, name, command, credential };
    retried(|| join_once(ports, user_agent, joining.clone())).await
}

/// An account that is to be made.
#[derive(Clone)]
struct Joining {
    invitation: InvitationId,
    account: AccountId,
    name: PersonName,
    command: JoinedByPasskey,
    credential: PasskeyCredential,
}

async fn join_once(
    ports: &Ports,
    user_agent: UserAgent<'_>,
    joining: Joining,
) -> Result<SessionCookie> {
    let Joining { invitation, account, name, command, credential } = joining;
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let mut invitation = tx.invitations().find(invitation).await?.ok_or(Error::NotFound)?;
    // The code was typed when the ceremony began; meanwhile the invitation may have ended.
    invitation.expect_open(now)?;
    tx.accounts().lock_organisation(invitation.organisation).await?;
    let inviter = tx.accounts().find(invitation.invited_by).await?.ok_or(Error::NotFound)?;
    invitation.expect_backed_by(&inviter)?;
    expect_password_allowed(&mut *tx, &invitation.email).await?;
    let unowned = tx.accounts().find_by_email(&invitation.email).await?;
    // The passkey remembers the account for which it was made.
    if unowned.as_ref().is_some_and(|a| a.mailbox_proven_at.is_some() || a.id != account) {
        return Err(Error::AccountExists);
    }
    let session = match user_agent.session {
        Some(key) => tx.sessions().find(key).await?.filter(|session| session.is_live(now)),
        None => None,
    };
    // What another account has proved in this session does not go over.
    let session = session.map(|session| match session.owner() {
        Some(_) => Session { unlocked: Vec::new(), mailbox: None, ..session },
        None => session,
    });
    let password = PasswordHash::none();
    let newcomer = Newcomer { id: account, name, password, language: command.language };
    let account = welcome(&mut *tx, &mut invitation, unowned, newcomer, now).await?;
    let passkey = (command.factor, credential);
    let cookie = enrol_and_sign_in(ports, &mut *tx, session, (account, passkey), now).await?;
    tx.invitations().save(&invitation, Events::none()).await?;
    tx.commit().await?;
    Ok(cookie)
}
