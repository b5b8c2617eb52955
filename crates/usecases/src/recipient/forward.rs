//! 転送: a recipient hands the turn on to another person.

use crate::document::send::expect_reachable;
use crate::error::retried;
use crate::step::DocumentStep;
use crate::{Error, Ports, Principal, Result, SecretInput};
use wariin_domain::{EmailAddress, ForwardTo, OrganisationName, PersonName, RecipientId};

/// A recipient forwards.
#[derive(Clone, Debug)]
pub struct Forward {
    /// The recipient's session.
    pub principal: Principal,
    /// The recipient that the principal acts as.
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

/// Forwards to another person, who is invited under the same requirements.
///
/// # Errors
/// [`Error::Document`] as [`wariin_domain::Document::forward`] says, or
/// [`wariin_domain::Problem::NoIdpForAddress`] when a provider is demanded that the new address does not
/// belong to.
pub async fn forward(ports: &Ports, command: Forward) -> Result<()> {
    retried(|| forward_once(ports, &command)).await
}

async fn forward_once(ports: &Ports, command: &Forward) -> Result<()> {
    let id = RecipientId::from(ports.ids.next());
    let step = DocumentStep::of_recipient(ports, command.principal, command.recipient).await?;
    let mut step = step.with_code(command.code.as_ref()).await?;
    let Forward { name, email, organisation, .. } = command.clone();
    let to = ForwardTo { id, name, email, organisation };

    let access = step.caller.access_request(command.recipient);
    let decided = step.document.forward(command.recipient, access, to, step.now);

    if let Some(next) = step.document.recipient(id)
        && let Err(refusal) = expect_reachable(&mut *step.tx, &next.details).await
    {
        return match refusal {
            Error::Document(error) => Err(step.refuse(error).await?),
            other => Err(other),
        };
    }
    step.finish(decided).await
}
