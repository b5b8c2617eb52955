//! A recipient fills input fields (入力項目).

use crate::document::printing::expect_printable;
use crate::error::retried;
use crate::recipient::open::{OpenDocument, open_document};
use crate::step::DocumentStep;
use crate::{Ports, Principal, Result};
use wariin_domain::{Assignee, Filling, InputField, RecipientId, expect_own_stamps};

/// What a recipient filled in.
#[derive(Clone, Debug)]
pub struct FillFields {
    /// The recipient's session.
    pub principal: Principal,
    /// The recipient that the principal acts as.
    pub recipient: RecipientId,
    /// The values; what is not among them stays.
    pub filling: Filling,
}

/// Keeps what was filled in.
///
/// # Errors
/// [`crate::Error::Document`] as [`wariin_domain::Document::fill`] says, or [`crate::Error::Print`] for a value
/// that cannot be printed.
pub async fn fill_fields(ports: &Ports, command: FillFields) -> Result<()> {
    let (principal, recipient) = (Some(command.principal), command.recipient);
    let opened = Box::pin(open_document(ports, OpenDocument { principal, recipient })).await?;
    let own: Vec<&InputField> = opened.document.fields_of(Assignee::Recipient(recipient)).collect();
    expect_printable(ports, &own, &command.filling).await?;
    Box::pin(retried(|| fill_once(ports, &command))).await
}

async fn fill_once(ports: &Ports, command: &FillFields) -> Result<()> {
    let recipient = command.recipient;
    let mut step = DocumentStep::of_recipient(ports, command.principal, recipient).await?;

    let access = step.caller.access_request(recipient);
    let decided = expect_own_stamps(&command.filling, step.caller.own_stamp())
        .and_then(|()| step.document.fill(recipient, access, command.filling.clone(), step.now));

    step.finish(decided).await
}
