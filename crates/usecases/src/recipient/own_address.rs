//! The second person at a shared mailbox takes the turn along to an address of the own (O-22).

use super::register::expect_proof;
use crate::error::retried;
use crate::step::DocumentStep;
use crate::{Error, Ports, Principal, Result};
use wariin_domain::{EmailAddress, MailboxReader, OwnAddress, RecipientId};

/// A reader of a recipient's mailbox names an address of the own.
#[derive(Clone, Debug)]
pub struct MoveToOwnAddress {
    /// The session that proved the mailbox, and in which the access code was typed.
    pub principal: Principal,
    /// The recipient at the shared mailbox.
    pub recipient: RecipientId,
    /// The person's own address.
    pub email: EmailAddress,
}

/// Takes the turn along to the person's own address, where a new link is mailed to. The account of the shared address,
/// its factors and its other documents are not touched.
///
/// # Errors
/// [`Error::MailboxNotProven`]; [`Error::NotFound`] where the recipient's address has no account: the person registers
/// one there; [`Error::Document`] as [`wariin_domain::Document::move_to_own_address`] says, or
/// [`wariin_domain::Problem::NoIdpForAddress`] when a provider is demanded that does not serve the own address.
pub async fn move_to_own_address(ports: &Ports, command: MoveToOwnAddress) -> Result<()> {
    retried(|| move_once(ports, &command)).await
}

async fn move_once(ports: &Ports, command: &MoveToOwnAddress) -> Result<()> {
    let id = RecipientId::from(ports.ids.next());
    let mut step = DocumentStep::of_recipient(ports, command.principal, command.recipient).await?;
    let proof = expect_proof(&step.caller, command.recipient, step.now)?.clone();
    let account = step.tx.accounts().find_by_email(&proof.address).await?;
    if account.is_none_or(|account| account.mailbox_proven_at.is_none()) {
        return Err(Error::NotFound);
    }
    let unlocked = step.caller.session.unlocked_for(command.recipient);
    let reader = MailboxReader { mailbox: &proof, unlocked };
    let to = OwnAddress { id, email: command.email.clone() };

    let decided = step.document.move_to_own_address(command.recipient, reader, to, step.now);

    step.expect_reachable(id).await?.finish(decided).await
}
