//! Telling the admins by mail that a stored file of a document of their organisation is damaged.

use super::addressed::{organisation, ungated_title};
use super::found;
use crate::{Error, Ports, Result};
use wariin_domain::{
    Account, AccountId, Document, DocumentId, Job, OrganisationId, ReferenceNumber,
};
use wariin_ports::{ClaimedJob, EmailContent, EmailMessage, EmailSender, JobOutcome};

/// The job is handed on: one for each enabled admin of the document's organisation, so that a mailbox that cannot be
/// reached now has no mail sent to another one again. `None` when another worker has the job by now.
///
/// # Errors
/// [`Error::NotFound`] when there is no such document, or when storage fails.
pub(crate) async fn hand_on_damage(
    ports: &Ports,
    item: &ClaimedJob,
    id: DocumentId,
) -> Result<Option<JobOutcome>> {
    let organisation = found(ports, id).await?.organisation;
    let members = ports.views.members(organisation).await?;
    let told = members.into_iter().map(|member| member.account);
    let told = told.filter(|account| is_told(account, organisation));
    let each: Vec<Job> =
        told.map(|admin| Job::NotifyAdminOfDamage { document: id, admin: admin.id }).collect();
    if each.is_empty() {
        tracing::warn!(document = %id, "no admin can be told that a file of a document is damaged");
    }
    let is_own = ports.jobs.hand_on(item, each, ports.clock.now()).await?;
    Ok(is_own.then_some(JobOutcome::Done))
}

/// The email to one of them; `None` when the account is no enabled admin any more.
pub(super) async fn of_file(
    ports: &Ports,
    document: &Document,
    admin: AccountId,
) -> Result<Option<EmailMessage>> {
    let admin = ports.views.account(admin).await?.ok_or(Error::NotFound)?;
    if !is_told(&admin, document.organisation) {
        return Ok(None);
    }
    let organisation = organisation(ports, document.organisation).await?;
    Ok(Some(EmailMessage {
        to: Some(admin.name),
        address: admin.email,
        language: admin.language,
        time_zone: organisation.settings.time_zone,
        sender: EmailSender::Service,
        reference: Some(ReferenceNumber::of(document.id)),
        kind: EmailContent::FileDamaged { title: ungated_title(document) },
    }))
}

fn is_told(account: &Account, organisation: OrganisationId) -> bool {
    account.membership.is_admin_of(organisation) && account.is_enabled()
}
