//! Emails: what the jobs of the email queue become.

mod access;
mod address;
mod addressed;
mod concluded;
mod correction;
mod damage;
mod declined;
mod deletion;
mod invitation;
mod keeping;
mod to_sender;

use super::run::LEASE;
use crate::{Error, Ports, Result};
use addressed::{
    of_organisation, organisation, place, report_link, sender, sending_organisation, to_account,
    to_party, ungated_title,
};
use concluded::{attachments, concluded, concluded_place};
pub(super) use damage::hand_on_damage;
use declined::declined;
use deletion::can_be_told;
use invitation::{invitation, mailbox_code, preflight};
use wariin_domain::{
    AccountReport, Document, DocumentId, Job, Party, Recipient, RecipientId, Timestamp,
};
use wariin_ports::{
    ClaimedJob, EmailContent, EmailMessage, EmailOrganisation, EmailSender, FileError,
    InlinePicture, JobOutcome, LinkClaim, Mail, PreflightClaim, ReplyTo,
};

/// Writes and sends the email of a job, unless what it would say is no longer true.
/// `None` when another worker has the job by now: then nothing is sent.
pub(crate) async fn send(ports: &Ports, item: &ClaimedJob) -> Result<Option<JobOutcome>> {
    let Some(mut message) = Box::pin(message(ports, item.job)).await? else {
        return Ok(Some(JobOutcome::OutOfDate));
    };
    let attachments = match (&message.kind, item.job) {
        (
            EmailContent::Concluded { has_files: true, .. },
            Job::NotifyConcluded { document, .. },
        ) => attachments(ports, &found(ports, document).await?).await?,
        _ => Vec::new(),
    };
    let picture = match message.sender.organisation() {
        Some(organisation) => logo(ports, organisation).await?,
        None => None,
    };
    if picture.is_none() {
        message.sender = message.sender.without_logo();
    }
    let written = ports.emails.write(&message);
    let reply_to = match message.sender {
        EmailSender::Person { name, email, .. } => Some(ReplyTo { name, address: email }),
        EmailSender::Service | EmailSender::OwnOrganisation(_) => None,
    };
    let mail = Mail {
        id: item.id.to_string(),
        to: message.to,
        address: message.address,
        reply_to,
        subject: written.subject,
        text: written.text,
        html: written.html,
        attachments,
        picture,
    };
    if !ports.jobs.hold(item, ports.clock.now(), LEASE).await? {
        return Ok(None);
    }
    ports.mailer.send(mail).await?;
    Ok(Some(JobOutcome::Done))
}

/// The logo, which goes with every email in the organisation's name: nothing is loaded when it is read. No email
/// waits for one that is damaged or missing.
async fn logo(ports: &Ports, organisation: &EmailOrganisation) -> Result<Option<InlinePicture>> {
    let (Some(id), Some(logo)) = (organisation.logo_id(), organisation.looks.logo) else {
        return Ok(None);
    };
    match ports.files.get(logo).await {
        Ok(png) => Ok(Some(InlinePicture { id, png })),
        Err(error @ (FileError::Missing(_) | FileError::Corrupt(_))) => {
            tracing::warn!(error = %error, "a mail is sent without its organisation's logo");
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

async fn message(ports: &Ports, job: Job) -> Result<Option<EmailMessage>> {
    let now = ports.clock.now();
    match job {
        Job::Invite { document, recipient, generation } => {
            invitation(ports, document, LinkClaim { recipient, generation }, now).await
        }
        Job::AskPreflight { document, recipient, asked_at } => {
            preflight(ports, document, PreflightClaim { recipient, asked_at }, now).await
        }
        Job::MailCode { document, recipient, code } => {
            mailbox_code(ports, document, recipient, code, now).await
        }
        Job::MailIdpCode { authorization } => {
            access::first_login_code(ports, authorization, now).await
        }
        Job::NotifyConcluded { document, to } => {
            concluded(ports, &found(ports, document).await?, to).await
        }
        Job::NotifyCancelled { document, to } => {
            let document = found(ports, document).await?;
            let sender = sender(ports, &document).await?.name;
            let had_consented = match to {
                Party::Recipient(id) => addressee(&document, id)?.consent().is_some(),
                Party::Sender | Party::Copy(_) => false,
            };
            let kind = EmailContent::Cancelled { sender, had_consented };
            to_party(ports, &document, to, kind).await
        }
        Job::NotifyDeclined { document, to } => {
            declined(ports, &found(ports, document).await?, to).await
        }
        Job::NotifyWithdrawn { document, recipient } => {
            let document = found(ports, document).await?;
            let recipient = addressee(&document, recipient)?.details.name.clone();
            let place = place(ports, &document, Party::Sender)?;
            let title = ungated_title(&document);
            let kind = EmailContent::Withdrawn { title, recipient, place };
            to_party(ports, &document, Party::Sender, kind).await
        }
        Job::NotifyHeld { document, recipient } => {
            to_sender::held(ports, &found(ports, document).await?, recipient).await
        }
        Job::NotifyDisputed { document, recipient } => {
            to_sender::disputed(ports, &found(ports, document).await?, recipient).await
        }
        Job::NotifyForwarded { document, recipient } => {
            to_sender::forwarded(ports, &found(ports, document).await?, recipient).await
        }
        Job::NotifyWrongRecipient { document, recipient } => {
            to_sender::reported(ports, &found(ports, document).await?, recipient).await
        }
        Job::NotifyNewFactor { document, recipient } => {
            to_sender::new_factor(ports, &found(ports, document).await?, recipient).await
        }
        Job::NotifyReportTakenBack { document, recipient } => {
            to_sender::taken_back(ports, &found(ports, document).await?, recipient).await
        }
        Job::NotifyUndelivered { document, to } => {
            to_sender::undelivered(ports, &found(ports, document).await?, to).await
        }
        Job::NotifyCorrected { document, recipient, at } => {
            let document = found(ports, document).await?;
            correction::no_longer_asked(ports, &document, (recipient, at)).await
        }
        Job::NotifyLegalHold { document, at } => {
            keeping::legal_hold(ports, &found(ports, document).await?, at).await
        }
        Job::NotifyDeletion { document, to } => {
            deletion::announced(ports, &found(ports, document).await?, to).await
        }
        Job::NotifyAccount { account, change, at } => {
            account_changed(ports, AccountReport { account, change, at }, now).await
        }
        Job::NotifyForeignAccount { document, recipient } => {
            let document = found(ports, document).await?;
            if document.status.is_final() {
                return Ok(None);
            }
            to_party(ports, &document, Party::Recipient(recipient), EmailContent::ForeignAccount)
                .await
        }
        Job::InviteMember { invitation } => access::member_invitation(ports, invitation, now).await,
        Job::MailInvitationCode { invitation, code } => {
            access::invitation_code(ports, invitation, code, now).await
        }
        Job::MailPasswordReset { reset } => access::password_reset(ports, reset, now).await,
        Job::MailAddressCode { change, to } => address::code(ports, change, to, now).await,
        Job::NotifyFormerAddress { change, at } => address::changed(ports, change, at, now).await,
        Job::NotifyAdminOfDamage { document, admin } => {
            damage::of_file(ports, &found(ports, document).await?, admin).await
        }
        Job::NotifyDamaged { .. }
        | Job::Seal { .. }
        | Job::IssueCertificate { .. }
        | Job::RenewSeals { .. }
        | Job::RaiseSeals { .. }
        | Job::RenewLink { .. } => Ok(None),
    }
}

async fn account_changed(
    ports: &Ports,
    told: AccountReport,
    now: Timestamp,
) -> Result<Option<EmailMessage>> {
    let change = told.change;
    let account = ports.views.account(told.account).await?.ok_or(Error::NotFound)?;
    let report = report_link(ports, &account, told, now);
    let kind = EmailContent::AccountChanged { change, report };
    Ok(Some(to_account(ports, account, kind).await?))
}

async fn found(ports: &Ports, id: DocumentId) -> Result<Document> {
    ports.views.document(id).await?.ok_or(Error::NotFound)
}

fn addressee(document: &Document, id: RecipientId) -> Result<&Recipient> {
    document.recipient(id).ok_or(Error::NotFound)
}
