//! 転送: a recipient hands the turn on to somebody else.

use crate::account::session::resolve_principal;
use crate::document::send::expect_reachable;
use crate::error::retried;
use crate::recipient::consent::{refresh, refused};
use crate::{Error, Ports, Principal, Result, SecretInput};
use wariin_domain::{EmailAddress, ForwardTo, OrganisationName, PersonName, RecipientId};

/// A recipient forwards.
#[derive(Clone, Debug)]
pub struct Forward {
    /// The recipient's session.
    pub principal: Principal,
    /// As whom.
    pub recipient: RecipientId,
    /// 氏名
    pub name: PersonName,
    /// メールアドレス
    pub email: EmailAddress,
    /// 会社名・組織名
    pub organisation: Option<OrganisationName>,
    /// A fresh code of the factor, when one was asked for.
    pub code: Option<SecretInput>,
}

/// Forwards to somebody else, who is invited under the same requirements.
///
/// # Errors
/// [`Error::Document`] as [`wariin_domain::Document::forward`] says, or
/// [`wariin_domain::Problem::NoIdpForAddress`] when a provider is demanded that the new address does not
/// belong to.
pub async fn forward(ports: &Ports, command: Forward) -> Result<()> {
    retried(|| forward_once(ports, &command)).await
}

async fn forward_once(ports: &Ports, command: &Forward) -> Result<()> {
    let now = ports.clock.now();
    let id = RecipientId::from(ports.ids.next());
    let mut tx = ports.storage.begin().await?;
    let mut caller = resolve_principal(&mut *tx, command.principal, now).await?;
    let document = tx.documents().find_by_recipient(command.recipient).await?;
    let mut document = document.ok_or(Error::NotFound)?;
    if let Some(refusal) = refresh(ports, &mut *tx, &mut caller, command.code.as_ref(), now).await?
    {
        tx.commit().await?;
        return Err(refusal);
    }
    let Forward { name, email, organisation, .. } = command.clone();
    let to = ForwardTo { id, name, email, organisation };

    match document.forward(command.recipient, caller.access_request(command.recipient), to, now) {
        Ok(events) => {
            let next = document.recipient(id).ok_or(Error::NotFound)?;
            expect_reachable(&mut *tx, &next.details).await?;
            tx.documents().save(&document, events).await?;
            Ok(tx.commit().await?)
        }
        Err(error) if command.code.is_some() => {
            // The code was looked at, so it is spent, whatever became of it.
            tx.commit().await?;
            Err(error.into())
        }
        Err(error) => {
            drop(tx);
            refused(ports, &document, command.recipient, &caller, error, now).await
        }
    }
}
