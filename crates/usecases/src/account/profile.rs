//! What the owner changes about the own account: the name, the password, the name of a factor.

use crate::account::session::resolve_principal;
use crate::account::sign_in::expect_password_allowed;
use crate::error::retried;
use crate::{Error, Ports, Principal, Result, SecretInput, tries};
use wariin_domain::{
    AccountId, Client, ConfirmedOwner, Events, FactorId, FactorName, NewPassword, OwnerUnconfirmed,
    PersonName, Refusal, Timestamp, TryKind, TypedPassword, Uuid,
};
use wariin_ports::{PasswordHash, SessionCookie, StorageError, UnitOfWork};

/// The owner goes by another name. Documents that were sent keep the name of their time.
///
/// # Errors
/// [`Error::NotSignedIn`].
pub async fn rename_account(ports: &Ports, principal: Principal, name: PersonName) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let mut account = caller.signed_in()?.account().clone();

    let events = account.rename(name, now);

    tx.accounts().save(&account, events).await?;
    Ok(tx.commit().await?)
}

/// The owner calls a factor by another name.
///
/// # Errors
/// [`Error::NotSignedIn`], or [`Error::NoFactor`] when the account has no such factor.
pub async fn rename_factor(
    ports: &Ports,
    principal: Principal,
    factor: FactorId,
    name: FactorName,
) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let factors = tx.factors().active(caller.signed_in()?.id()).await?;
    let known = factors.into_iter().find(|stored| stored.factor.id == factor);
    let mut factor = known.ok_or(Error::NoFactor)?.factor;

    let events = factor.rename(name, now);

    tx.factors().save(&factor, events).await?;
    Ok(tx.commit().await?)
}

/// Another password.
#[derive(Clone, Debug)]
pub struct ChangePassword {
    /// The present one, as it was typed; counts for nothing where the account has none.
    pub present: SecretInput,
    /// The new one.
    pub new: NewPassword,
    /// Where the request comes from.
    pub client: Client,
}

/// Sets another password behind the present one, or behind a fresh sign-in for an account that has none. Every other
/// session of the account and every link for a new password ends, this session goes on under a new key, and the owner
/// is told by mail.
///
/// # Errors
/// [`Error::WrongPassword`] or [`Error::Throttled`]; [`Error::SignInAgain`]; [`Error::IdpRequired`] where the
/// organisation takes no passwords.
pub async fn change_password(
    ports: &Ports,
    principal: Principal,
    command: ChangePassword,
) -> Result<SessionCookie> {
    retried(|| change_password_once(ports, principal, &command)).await
}

async fn change_password_once(
    ports: &Ports,
    principal: Principal,
    command: &ChangePassword,
) -> Result<SessionCookie> {
    let checked = CheckedPassword::of(ports, principal, &command.present).await?;
    let new = match checked.typed {
        TypedPassword::Wrong => None,
        TypedPassword::Right | TypedPassword::Unset => {
            Some(ports.passwords.hash(command.new.clone()).await?)
        }
    };
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let mut caller = resolve_principal(&mut *tx, principal, now).await?;
    let account = caller.signed_in()?.account().clone();
    expect_password_allowed(&mut *tx, &account.email).await?;
    let guard = PasswordGuard { account: account.id, client: command.client, now };
    let typed = guard.admit(&mut *tx, &checked).await?;

    let owner = ConfirmedOwner::for_password(caller.signed_in()?, typed, now);
    let (owner, new) = match (owner, new) {
        (Ok(owner), Some(new)) => (owner, new),
        (Err(unconfirmed), _) => return Err(guard.refuse(tx, unconfirmed).await?),
        (Ok(_), None) => return Err(Error::WrongPassword),
    };
    guard.clear(&mut *tx, typed).await?;
    let events = account.change_password(owner, now);

    tx.accounts().save_with_password(&account, &new, events).await?;
    tx.password_resets().end_all_of(account.id, now).await?;
    tx.sessions().remove_all_of(account.id).await?;
    let cookie = ports.tokens.new_session();
    caller.session.renew(ports.tokens.session_key(&cookie), now);
    tx.sessions().add(&caller.session, Events::none()).await?;
    tx.commit().await?;
    Ok(cookie)
}

/// A password that was typed beside a change, compared outside of the unit of work: that takes long on purpose.
pub(crate) struct CheckedPassword {
    hash: Option<PasswordHash>,
    typed: TypedPassword,
}

impl CheckedPassword {
    pub(crate) async fn of(
        ports: &Ports,
        principal: Principal,
        typed: &SecretInput,
    ) -> Result<Self> {
        let now = ports.clock.now();
        let mut tx = ports.storage.begin().await?;
        let caller = resolve_principal(&mut *tx, principal, now).await?;
        let hash = tx.accounts().password(caller.signed_in()?.id()).await?;
        drop(tx);
        let typed = match &hash {
            None => TypedPassword::Unset,
            // No password is empty: nothing has to be hashed to tell.
            Some(_) if typed.0.is_empty() => TypedPassword::Wrong,
            Some(hash) => {
                let is_right = ports.passwords.verify(typed.0.clone(), Some(hash.clone())).await?;
                if is_right { TypedPassword::Right } else { TypedPassword::Wrong }
            }
        };
        Ok(Self { hash, typed })
    }
}

/// Counts wrong passwords that are typed beside a change with those that are typed to sign in.
pub(crate) struct PasswordGuard {
    pub(crate) account: AccountId,
    pub(crate) client: Client,
    pub(crate) now: Timestamp,
}

impl PasswordGuard {
    const KIND: TryKind = TryKind::Password;

    /// What the password that was typed is worth now: nothing while the client waits, and nothing at all when the
    /// account has another one meanwhile. Locks the account.
    pub(crate) async fn admit(
        &self,
        tx: &mut dyn UnitOfWork,
        checked: &CheckedPassword,
    ) -> Result<TypedPassword> {
        if tx.accounts().password(self.account).await? != checked.hash {
            return Err(StorageError::Conflict.into());
        }
        if checked.typed != TypedPassword::Unset {
            self.tries(tx).await?.admit(self.now)?;
        }
        Ok(checked.typed)
    }

    /// Counts and records a wrong password, and gives the refusal back.
    pub(crate) async fn refuse(
        &self,
        mut tx: Box<dyn UnitOfWork>,
        unconfirmed: OwnerUnconfirmed,
    ) -> Result<Error> {
        if unconfirmed == OwnerUnconfirmed::WrongPassword {
            let tries = self.tries(&mut *tx).await?;
            let subject = Uuid::from(self.account);
            tries::count_failure(&mut *tx, Self::KIND, subject, tries, self.now).await?;
            let account = tx.accounts().find(self.account).await?.ok_or(Error::NotSignedIn)?;
            let refused = account.step_refused(Refusal::WrongPassword, self.now);
            tx.audit().append(refused).await?;
            tx.commit().await?;
        }
        Ok(unconfirmed.into())
    }

    /// Clears the count after the password was typed right.
    pub(crate) async fn clear(&self, tx: &mut dyn UnitOfWork, typed: TypedPassword) -> Result<()> {
        if typed != TypedPassword::Right {
            return Ok(());
        }
        let tries = self.tries(tx).await?;
        let subject = Uuid::from(self.account);
        tries::clear(tx, Self::KIND, subject, (tries, self.client), self.now).await
    }

    async fn tries(&self, tx: &mut dyn UnitOfWork) -> Result<wariin_domain::Tries> {
        tries::tries(tx, Self::KIND, Uuid::from(self.account), self.client).await
    }
}

impl From<OwnerUnconfirmed> for Error {
    fn from(unconfirmed: OwnerUnconfirmed) -> Self {
        match unconfirmed {
            OwnerUnconfirmed::WrongPassword => Self::WrongPassword,
            OwnerUnconfirmed::StaleSignIn => Self::SignInAgain,
        }
    }
}
