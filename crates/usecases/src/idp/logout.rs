//! A provider says that a person has logged out there: the sessions that began there end here.

use crate::{Error, Ports, Result};
use wariin_domain::{IdpConnectionId, IdpRefusal};

/// Ends the sessions that a logout token is about; the same notice again changes nothing.
///
/// # Errors
/// [`Error::Idp`] when the token is not to be trusted, [`Error::NotFound`] when there is no such
/// connection.
pub async fn log_out_by_idp(ports: &Ports, connection: IdpConnectionId, token: &str) -> Result<()> {
    let mut tx = ports.storage.begin().await?;
    let client = tx.idp_connections().client(connection).await?.ok_or(Error::NotFound)?;
    drop(tx);
    if !client.connection.is_on() {
        return Err(IdpRefusal::SwitchedOff.into());
    }
    let notice = ports.idps.logout(&client, token).await.inspect_err(|fault| {
        tracing::warn!(%connection, fault = %fault, "a logout token was refused");
    })?;
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    if !tx.authorization_requests().note_logout(connection, &notice.id, now).await? {
        return Ok(());
    }
    for session in tx.sessions().find_logged_out(connection, &notice).await? {
        tx.sessions().remove(session.key, session.ended_by_provider(now)).await?;
    }
    Ok(tx.commit().await?)
}
