//! 転送: a recipient hands the turn on to somebody else.

use crate::consent::{refresh, refused};
use crate::error::retried;
use crate::send::expect_reachable;
use crate::session::present;
use crate::{Error, Ports, Result, TypedCode};
use wariin_domain::{
    EmailAddress, ForwardTo, OrganisationName, PersonName, RecipientId, SessionKey,
};

/// A recipient forwards.
#[derive(Clone, Debug)]
pub struct Forward {
    /// The recipient's session.
    pub session: SessionKey,
    /// As whom.
    pub recipient: RecipientId,
    /// 氏名
    pub name: PersonName,
    /// メールアドレス
    pub email: EmailAddress,
    /// 会社名・組織名
    pub organisation: Option<OrganisationName>,
    /// A fresh code of the factor, when one was asked for.
    pub code: Option<TypedCode>,
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
    let mut who = present(&mut *tx, command.session, now).await?;
    let document = tx.documents().find_by_recipient(command.recipient).await?;
    let mut document = document.ok_or(Error::NotFound)?;
    if let Some(refusal) = refresh(ports, &mut *tx, &mut who, command.code.as_ref(), now).await? {
        tx.commit().await?;
        return Err(refusal);
    }
    let Forward { name, email, organisation, .. } = command.clone();
    let to = ForwardTo { id, name, email, organisation };

    match document.forward(command.recipient, who.knock(command.recipient), to, now) {
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
            refused(ports, &document, command.recipient, &who, error, now).await
        }
    }
}
