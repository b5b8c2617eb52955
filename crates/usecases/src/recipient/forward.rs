//! 転送: a recipient hands the turn on to another person.

use crate::error::retried;
use crate::step::DocumentStep;
use crate::{PasskeyAnswer, Ports, Principal, Result, SecretInput};
use wariin_domain::{
    AccountId, EmailAddress, ForwardTo, OrganisationName, PersonName, RecipientId,
};
use wariin_ports::CeremonyState;

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
/// [`crate::Error::Document`] as [`wariin_domain::Document::forward`] says, or
/// [`wariin_domain::Problem::NoIdpForAddress`] when a provider is demanded that the new address does not
/// belong to.
pub async fn forward(ports: &Ports, command: Forward) -> Result<()> {
    let proof = command.code.as_ref().map_or(FreshProof::None, FreshProof::Code);
    retried(|| forward_once(ports, &command, proof)).await
}

/// What proves the recipient anew.
#[derive(Clone, Copy)]
pub(crate) enum FreshProof<'a> {
    /// Nothing: the last proof may be recent enough.
    None,
    /// A code of an authenticator app.
    Code(&'a SecretInput),
    /// A passkey of this account.
    Passkey(AccountId, (&'a CeremonyState, &'a PasskeyAnswer)),
}

pub(crate) async fn forward_once(
    ports: &Ports,
    command: &Forward,
    proof: FreshProof<'_>,
) -> Result<()> {
    let id = RecipientId::from(ports.ids.next());
    let step = DocumentStep::of_recipient(ports, command.principal, command.recipient).await?;
    let mut step = match proof {
        FreshProof::None => step,
        FreshProof::Code(code) => step.with_code(Some(code), false).await?,
        FreshProof::Passkey(account, answered) => step.with_passkey(account, answered).await?,
    };
    let Forward { name, email, organisation, .. } = command.clone();
    let to = ForwardTo { id, name, email, organisation };

    let access = step.caller.access_request(command.recipient);
    let decided = step.document.forward(command.recipient, access, to, step.now);

    step.expect_reachable(id).await?.finish(decided).await
}
