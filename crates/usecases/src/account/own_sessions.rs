//! The owner of an account ends sessions of it.

use crate::account::session::resolve_principal;
use crate::{Error, Ports, Principal, Result};
use wariin_domain::{Events, Session, Uuid};

/// Ends one other session of the account, named by [`wariin_domain::SessionKey::handle`]; it is dead at once.
///
/// # Errors
/// [`Error::NotFound`] when the account has no such session but this one, or the session goes on under a new key.
pub async fn end_session(ports: &Ports, principal: Principal, handle: Uuid) -> Result<()> {
    end(ports, principal, |session| session.key.handle() == handle).await
}

/// Ends every session of the account but this one; they are dead at once.
///
/// # Errors
/// [`Error::NotFound`] when there is no other.
pub async fn end_other_sessions(ports: &Ports, principal: Principal) -> Result<()> {
    end(ports, principal, |_| true).await
}

async fn end(ports: &Ports, principal: Principal, which: impl Fn(&Session) -> bool) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let account = caller.signed_in()?.account();
    let all = tx.sessions().all_of(account.id).await?;
    let ended: Vec<&Session> =
        all.iter().filter(|session| session.key != caller.session.key && which(session)).collect();
    if ended.is_empty() {
        return Err(Error::NotFound);
    }
    for session in &ended {
        tx.sessions().remove(session.key, Events::none()).await?;
    }
    let count = u32::try_from(ended.len()).unwrap_or(u32::MAX);
    tx.audit().append(account.sessions_ended(count, now)).await?;
    Ok(tx.commit().await?)
}
