//! Forgotten passwords: asking for a link, mailing it, and setting a new password by it.

use crate::account::session::expect_enabled;
use crate::account::sign_in::expect_password_allowed;
use crate::organisation::manage::{administer, found};
use crate::passkey::{self, PasskeyOutcome};
use crate::totp::{self, TotpOutcome};
use crate::{Error, PasskeyAnswer, Ports, Principal, Result, SecretInput, tries};
use wariin_domain::{
    Account, AccountId, CeremonyRefusal, Client, EmailAddress, Events, Factor, NewPassword,
    NewPasswordReset, PasswordReset, PasswordResetError, PasswordResetId, Refusal, Span, Timestamp,
    TooManyCodes, TryKind, Uuid,
};
use wariin_ports::{CeremonyState, UnitOfWork};

/// Asks for a link to set a new password for the account of this address. What is done and how long it takes
/// is the same whether the address has an account or not: that is found out by the job that mails the link.
///
/// # Errors
/// When storage fails; one link too many is no error, and is not mailed.
pub async fn ask_password_reset(ports: &Ports, email: EmailAddress) -> Result<()> {
    let now = ports.clock.now();
    let id = PasswordResetId::from(ports.ids.next());
    let reset = PasswordReset::ask(NewPasswordReset { id, email }, now);
    let mut tx = ports.storage.begin().await?;
    let others = asked_alike(&mut *tx, &reset).await?;
    if reset.admit_mail(&others, now).is_ok() {
        tx.password_resets().add(&reset, Events::none()).await?;
    }
    Ok(tx.commit().await?)
}

/// Mails a member of the admin's organisation a link to set a new password; the admin never learns it.
///
/// # Errors
/// [`Error::Organisation`] when it is the admin or no member of the organisation, [`Error::AccountDisabled`],
/// [`Error::IdpRequired`], [`Error::TooManyCodes`].
pub async fn mail_password_reset(
    ports: &Ports,
    principal: Principal,
    member: AccountId,
) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let admin = administer(&mut *tx, principal, now).await?.admin;
    let member = found(&mut *tx, member).await?;
    admin.expect_over(&member)?;
    expect_enabled(&member)?;
    expect_password_allowed(&mut *tx, &member.email).await?;
    let id = PasswordResetId::from(ports.ids.next());
    let new = NewPasswordReset { id, email: member.email.clone() };
    let (reset, events) = PasswordReset::ask_for(new, &member, admin.account(), now);
    let others = asked_alike(&mut *tx, &reset).await?;
    reset.admit_mail(&others, now)?;
    tx.password_resets().add(&reset, events).await?;
    Ok(tx.commit().await?)
}

/// What the job of a wish finds: which email goes to which address.
pub(crate) struct ResetMail {
    pub(crate) account: Account,
    pub(crate) reset: PasswordReset,
    /// Whether the account may have a password; its owner is told where it may not.
    pub(crate) is_allowed: bool,
}

/// Finds the account for which a link was asked and records that; `None` when nothing is to be mailed.
pub(crate) async fn prepare_mail(
    ports: &Ports,
    id: PasswordResetId,
    now: Timestamp,
) -> Result<Option<ResetMail>> {
    let mut tx = ports.storage.begin().await?;
    let reset = tx.password_resets().find(id).await?;
    let Some(mut reset) = reset else {
        return Ok(None);
    };
    let others = asked_alike(&mut *tx, &reset).await?;
    if reset.admit_mail(&others, now).is_err() {
        return Ok(None);
    }
    let account = tx.accounts().find_by_email(&reset.email).await?;
    let Some(account) = account.filter(Account::is_enabled) else {
        return Ok(None);
    };
    let is_allowed = is_password_allowed(&mut *tx, &account).await?;
    let events = reset.found(&account, now);
    tx.password_resets().save(&reset, events).await?;
    tx.commit().await?;
    Ok(Some(ResetMail { account, reset, is_allowed }))
}

/// The second factors of the account; one of them has to be used with the new password, where there are any.
///
/// # Errors
/// [`Error::InvalidLink`] when the link is not one of ours, has ended or was used, and as [`reset_password_by_link`].
pub async fn password_reset_factors(ports: &Ports, token: &str) -> Result<Vec<Factor>> {
    let id = ports.tokens.read_password_reset_link(token).ok_or(Error::InvalidLink)?;
    let reset = ports.views.password_reset(id).await?.ok_or(Error::InvalidLink)?;
    let account = reset.admit(ports.clock.now())?;
    let account = ports.views.account(account).await?.ok_or(Error::InvalidLink)?;
    expect_enabled(&account)?;
    Ok(ports.views.factors(account.id).await?)
}

/// A new password, set by a mailed link.
#[derive(Clone, Debug)]
pub struct NewPasswordByLink {
    /// The secret part of the link.
    pub token: String,
    /// The new password.
    pub password: NewPassword,
    /// A code of the second factor; counts only where the account has one.
    pub code: SecretInput,
    /// Where the request comes from.
    pub client: Client,
}

/// Sets a new password by a mailed link, once. Where the account has a second factor a code of it is spent, and
/// the factor stays. Every session of the account ends, and every other link; the browser is known from now
/// on, and the owner is told by mail.
///
/// # Errors
/// [`Error::InvalidLink`], a refused code of the factor, [`Error::IdpRequired`], or
/// [`Error::AccountDisabled`].
pub async fn reset_password_by_link(ports: &Ports, command: NewPasswordByLink) -> Result<()> {
    let code = command.code.clone();
    reset_behind(ports, command, OwnerProof::Code(&code)).await
}

/// By what the owner of an account with a second factor proves who it is.
#[derive(Clone, Copy)]
pub(crate) enum OwnerProof<'a> {
    Code(&'a SecretInput),
    /// A passkey of this account.
    Passkey(AccountId, (&'a CeremonyState, &'a PasskeyAnswer)),
}

impl OwnerProof<'_> {
    /// The refusal, which was recorded in the unit of work.
    async fn refusal(
        self,
        ports: &Ports,
        tx: &mut dyn UnitOfWork,
        account: AccountId,
        now: Timestamp,
    ) -> Result<Option<Error>> {
        match self {
            Self::Code(code) => Ok(match totp::spend(ports, tx, account, code, now).await? {
                TotpOutcome::Spent(_) => None,
                TotpOutcome::Refused(error) => Some(error),
            }),
            Self::Passkey(own, _) if own != account => Err(CeremonyRefusal::OtherPurpose.into()),
            Self::Passkey(_, answered) => {
                match passkey::verify(ports, tx, account, answered, now).await? {
                    PasskeyOutcome::Used(..) => Ok(None),
                    PasskeyOutcome::Refused(error, factor) => {
                        let refused = factor.refused(Refusal::WrongPasskey, now);
                        tx.audit().append(refused).await?;
                        Ok(Some(error))
                    }
                }
            }
        }
    }
}

pub(crate) async fn reset_behind(
    ports: &Ports,
    command: NewPasswordByLink,
    proof: OwnerProof<'_>,
) -> Result<()> {
    let NewPasswordByLink { token, password, client, .. } = command;
    // A link that has ended costs no hash.
    password_reset_factors(ports, &token).await?;
    let id = ports.tokens.read_password_reset_link(&token).ok_or(Error::InvalidLink)?;
    let password = ports.passwords.hash(password).await?;

    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let reset = tx.password_resets().find(id).await?.ok_or(Error::InvalidLink)?;
    let account = reset.admit(now)?;
    // Locks the account: a sign-in at the same moment ends below.
    tx.accounts().password(account).await?;
    let mut account = tx.accounts().find(account).await?.ok_or(Error::InvalidLink)?;
    expect_enabled(&account)?;
    expect_password_allowed(&mut *tx, &account.email).await?;
    if !tx.factors().active(account.id).await?.is_empty()
        && let Some(error) = proof.refusal(ports, &mut *tx, account.id, now).await?
    {
        tx.commit().await?;
        return Err(error);
    }
    let is_first_proof = account.mailbox_proven_at.is_none();

    let events = account.reset_password_by_link(now);

    tx.accounts().save_with_password(&account, &password, events).await?;
    if is_first_proof {
        tx.idp_links().remove_all_of(account.id).await?;
    }
    tx.password_resets().end_all_of(account.id, now).await?;
    tx.sessions().remove_all_of(account.id).await?;
    let (kind, subject) = (TryKind::Password, Uuid::from(account.id));
    let counted = tries::tries(&mut *tx, kind, subject, client).await?;
    tries::clear(&mut *tx, kind, subject, (counted, client), now).await?;
    Ok(tx.commit().await?)
}

/// When other links were asked for in the same way for the same address.
async fn asked_alike(
    tx: &mut dyn UnitOfWork,
    reset: &PasswordReset,
) -> Result<Vec<(Timestamp, PasswordResetId)>> {
    let day_ago = reset.asked_at.minus(Span::days(1));
    Ok(tx.password_resets().asked_since(reset, day_ago).await?)
}

async fn is_password_allowed(tx: &mut dyn UnitOfWork, account: &Account) -> Result<bool> {
    match expect_password_allowed(tx, &account.email).await {
        Ok(()) => Ok(true),
        Err(Error::IdpRequired) => Ok(false),
        Err(error) => Err(error),
    }
}

impl From<PasswordResetError> for Error {
    fn from(error: PasswordResetError) -> Self {
        match error {
            PasswordResetError::TooMany => {
                Self::TooManyCodes(TooManyCodes::OfLinks(PasswordReset::PER_DAY))
            }
            PasswordResetError::Ended => Self::InvalidLink,
        }
    }
}
