//! Emails: what the jobs of the email queue become.

mod access;
mod address;
mod correction;
mod deletion;
mod to_sender;

use crate::certificate::certificate_of;
use crate::{Error, Ports, Result};
use wariin_domain::{
    Account, AccountReport, CopyRecipient, Document, DocumentId, EventKind, Job, MAILBOX_CODE_LIFE,
    MailboxCodeId, Organisation, OrganisationId, PREFLIGHT_LIFE, Party, PersonName, Reason,
    Recipient, RecipientDetails, RecipientId, RecipientState, ReferenceNumber, TimeZoneName,
    Timestamp, Title, Uuid,
};
use wariin_ports::{
    Attachment, EmailContent, EmailMessage, EmailOrganisation, EmailSender, InlinePicture,
    InvitationOccasion, JobOutcome, LinkClaim, Mail, Place, PreflightClaim, ReplyTo, ReportLink,
    TimelineEvent,
};

/// The greatest size in bytes of all files that go with one mail: what most mail servers take.
const MAX_ATTACHED_BYTES: u64 = 10_000_000;

/// Writes and sends the email of a job, unless what it would say is no longer true.
pub(crate) async fn send(ports: &Ports, id: Uuid, job: Job) -> Result<JobOutcome> {
    let Some(message) = Box::pin(message(ports, job)).await? else {
        return Ok(JobOutcome::OutOfDate);
    };
    let attachments = match (&message.kind, job) {
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
    let written = ports.emails.write(&message);
    let reply_to = match message.sender {
        EmailSender::Person { name, email, .. } => Some(ReplyTo { name, address: email }),
        EmailSender::Service | EmailSender::OwnOrganisation(_) => None,
    };
    let mail = Mail {
        id: id.to_string(),
        to: message.to,
        address: message.address,
        reply_to,
        subject: written.subject,
        text: written.text,
        html: written.html,
        attachments,
        picture,
    };
    ports.mailer.send(mail).await?;
    Ok(JobOutcome::Done)
}

/// The logo, which goes with every email in the organisation's name: nothing is loaded when it is read.
async fn logo(ports: &Ports, organisation: &EmailOrganisation) -> Result<Option<InlinePicture>> {
    let (Some(id), Some(logo)) = (organisation.logo_id(), organisation.looks.logo) else {
        return Ok(None);
    };
    Ok(Some(InlinePicture { id, png: ports.files.get(logo).await? }))
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
        Job::NotifyDeletion { document, to } => {
            deletion::announced(ports, &found(ports, document).await?, to).await
        }
        Job::NotifyAccount { account, change, at } => {
            let report = AccountReport { account, change, at };
            let account = ports.views.account(account).await?.ok_or(Error::NotFound)?;
            let report = report_link(ports, &account, report, now);
            let kind = EmailContent::AccountChanged { change, report };
            Ok(Some(to_account(ports, account, kind).await?))
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
        Job::Seal { .. }
        | Job::IssueCertificate { .. }
        | Job::RenewSeals { .. }
        | Job::RaiseSeals { .. }
        | Job::RenewLink { .. } => Ok(None),
    }
}

async fn concluded(ports: &Ports, document: &Document, to: Party) -> Result<Option<EmailMessage>> {
    let rule = document.policy.completion;
    let is_closed = document.is_closed_to_mail();
    let is_told_only = matches!(to, Party::Copy(_));
    let bytes: u64 = document.files.iter().map(|file| file.bytes).sum();
    let kind = EmailContent::Concluded {
        title: ungated_title(document),
        place: concluded_place(ports, document, to)?,
        // A person in copy passed no gate, whatever the organisation has set.
        has_files: rule.go_with(is_closed)
            && !(is_closed && is_told_only)
            && bytes <= MAX_ATTACHED_BYTES,
    };
    to_party(ports, document, to, kind).await
}

/// Where the concluded document is found: a recipient's account has it in its list, a recipient without one needs the
/// link, and a person in copy is shown nothing.
fn concluded_place(ports: &Ports, document: &Document, to: Party) -> Result<Option<Place>> {
    Ok(match to {
        Party::Copy(_) => None,
        Party::Recipient(id) if addressee(document, id)?.account.is_some() => {
            Some(Place::ReceivedConcluded)
        }
        Party::Recipient(_) | Party::Sender => Some(place(ports, document, to)?),
    })
}

/// The sealed files and the certificate.
async fn attachments(ports: &Ports, document: &Document) -> Result<Vec<Attachment>> {
    let mut files = Vec::with_capacity(document.files.len() + 1);
    for file in &document.files {
        let digest = file.sealed.ok_or(Error::NotFound)?.digest;
        let bytes = ports.files.get(digest).await?;
        files.push(pdf(ports.emails.attachment_name(file), bytes));
    }
    let bytes = certificate_of(ports, document).await?;
    files.push(pdf(ports.emails.certificate_name(document.id), bytes));
    Ok(files)
}

async fn invitation(
    ports: &Ports,
    document: DocumentId,
    link: LinkClaim,
    now: Timestamp,
) -> Result<Option<EmailMessage>> {
    let document = found(ports, document).await?;
    let recipient = addressee(&document, link.recipient)?;
    let RecipientState::Invited { at } = recipient.state else {
        return Ok(None);
    };
    if document.status.is_final()
        || document.recipient_by_link(recipient.id, link.generation, now).is_none()
    {
        return Ok(None);
    }
    let kind = EmailContent::Invitation {
        sender: sender(ports, &document).await?.name,
        organisation: sending_organisation(ports, &document).await?.name,
        title: ungated_title(&document),
        message: document.message.clone().filter(|_| !document.is_closed_to_mail()),
        token: ports.tokens.link(link),
        until: at.plus(document.policy.link_life.span()),
        advanced_auth: document.is_gated_for(recipient),
        occasion: occasion(ports, &document, link).await?,
    };
    to_party(ports, &document, Party::Recipient(recipient.id), kind).await
}

/// The email of a preflight names who will send, and nothing of the document. None goes to a recipient who is ready,
/// or when it was asked anew, the address was changed or the document sent meanwhile.
async fn preflight(
    ports: &Ports,
    document: DocumentId,
    link: PreflightClaim,
    now: Timestamp,
) -> Result<Option<EmailMessage>> {
    let document = found(ports, document).await?;
    let recipient = document.recipient_by_preflight(link.recipient, link.asked_at, now);
    let Some(recipient) = recipient.filter(|recipient| !recipient.is_ready()) else {
        return Ok(None);
    };
    let kind = EmailContent::Preflight {
        sender: sender(ports, &document).await?.name,
        organisation: sending_organisation(ports, &document).await?.name,
        token: ports.tokens.preflight_link(link),
        until: link.asked_at.plus(PREFLIGHT_LIFE),
    };
    to_party(ports, &document, Party::Recipient(recipient.id), kind).await
}

/// The history says whether the recipient's last consent has lapsed, and whether an earlier link was mailed to the
/// address that the recipient has now.
async fn occasion(
    ports: &Ports,
    document: &Document,
    link: LinkClaim,
) -> Result<InvitationOccasion> {
    if link.generation <= 1 {
        return Ok(InvitationOccasion::First);
    }
    let history = ports.views.timeline(document.id).await?;
    let mut links = 0;
    let last = history.iter().rev().find_map(|entry| match &entry.what {
        TimelineEvent::Known(EventKind::Invited { recipient, .. })
            if *recipient == link.recipient =>
        {
            links += 1;
            None
        }
        TimelineEvent::Known(EventKind::RecipientCorrected {
            recipient,
            from_email,
            to_email,
            ..
        }) if *recipient == link.recipient && from_email != to_email && links <= 1 => {
            Some(InvitationOccasion::First)
        }
        TimelineEvent::Known(EventKind::ConsentLapsed { recipient, .. })
            if *recipient == link.recipient =>
        {
            Some(InvitationOccasion::Lapsed)
        }
        TimelineEvent::Known(EventKind::Consented { recipient, .. })
            if *recipient == link.recipient =>
        {
            Some(InvitationOccasion::Again)
        }
        TimelineEvent::Known(_) | TimelineEvent::Unknown { .. } => None,
    });
    Ok(last.unwrap_or(InvitationOccasion::Again))
}

async fn mailbox_code(
    ports: &Ports,
    document: DocumentId,
    recipient: RecipientId,
    code: MailboxCodeId,
    now: Timestamp,
) -> Result<Option<EmailMessage>> {
    let document = found(ports, document).await?;
    let code = ports.views.mailbox_code(code).await?.ok_or(Error::NotFound)?;
    let until = code.issued_at.plus(MAILBOX_CODE_LIFE);
    if !document.takes_mailbox_proofs() || code.used_at.is_some() || now > until {
        return Ok(None);
    }
    // The sender of a draft may have written another address since.
    if code.expect_of(addressee(&document, recipient)?).is_err() {
        return Ok(None);
    }
    let digits = ports.tokens.mailbox_code(code.id);
    let kind = EmailContent::MailboxCode { digits, until };
    to_party(ports, &document, Party::Recipient(recipient), kind).await
}

/// The title, when mails may tell it: they may be read by others.
fn ungated_title(document: &Document) -> Option<Title> {
    (!document.is_closed_to_mail()).then(|| document.details.title.clone())
}

/// An email about a document. Its recipients get it in the sender's name, and the sender gets the answers;
/// but codes and warnings are the service's own.
async fn to_party(
    ports: &Ports,
    document: &Document,
    to: Party,
    kind: EmailContent,
) -> Result<Option<EmailMessage>> {
    let organisation = sending_organisation(ports, document).await?;
    let reference = Some(ReferenceNumber::of(document.id));
    let sender = sender(ports, document).await?;
    let (name, email, language) = match to {
        Party::Recipient(recipient) => {
            let RecipientDetails { name, email, language, .. } =
                addressee(document, recipient)?.details.clone();
            (name, email, language)
        }
        Party::Sender => {
            return Ok(Some(EmailMessage {
                reference,
                ..of_organisation(sender, organisation, kind)
            }));
        }
        Party::Copy(copy) => {
            let copy = document.copies.iter().find(|one| one.id == copy);
            let CopyRecipient { name, email, .. } = copy.ok_or(Error::NotFound)?.clone();
            // A person in copy chose no language, and gets the email as the sender would.
            (name, email, document.language_for(sender.language))
        }
    };
    let time_zone = organisation.settings.time_zone.clone();
    let sender = if kind.is_from_a_person() {
        let (name, email) = (sender.name, sender.email);
        EmailSender::Person { name, email, organisation: organisation.into() }
    } else {
        EmailSender::Service
    };
    Ok(Some(EmailMessage {
        to: Some(name),
        address: email,
        language,
        time_zone,
        sender,
        reference,
        kind,
    }))
}

/// The sender, by the name of the time when the document was sent.
async fn sender(ports: &Ports, document: &Document) -> Result<Account> {
    let account = ports.views.account(document.sender).await?.ok_or(Error::NotFound)?;
    let name = document.sender_name().cloned();
    Ok(Account { name: name.unwrap_or_else(|| account.name.clone()), ..account })
}

/// The sender's organisation, by the name of the time when the document was sent.
async fn sending_organisation(ports: &Ports, document: &Document) -> Result<Organisation> {
    let organisation = organisation(ports, document.organisation).await?;
    let name = document.organisation_name().cloned();
    Ok(Organisation { name: name.unwrap_or_else(|| organisation.name.clone()), ..organisation })
}

/// The link to report a change, while it may be reported.
fn report_link(
    ports: &Ports,
    account: &Account,
    report: AccountReport,
    now: Timestamp,
) -> Option<ReportLink> {
    let is_open = report.admit(now).is_ok() && !account.has_reported(&report);
    is_open.then(|| ReportLink { token: ports.tokens.report_link(report), until: report.until() })
}

async fn to_account(ports: &Ports, account: Account, kind: EmailContent) -> Result<EmailMessage> {
    if let Some(own) = account.membership.organisation() {
        return Ok(of_organisation(account, organisation(ports, own).await?, kind));
    }
    let Account { name, email, language, .. } = account;
    Ok(EmailMessage {
        to: Some(name),
        address: email,
        language,
        time_zone: TimeZoneName::default(),
        sender: EmailSender::Service,
        reference: None,
        kind,
    })
}

fn of_organisation(account: Account, of: Organisation, kind: EmailContent) -> EmailMessage {
    let Account { name, email, language, .. } = account;
    EmailMessage {
        to: Some(name),
        address: email,
        language,
        time_zone: of.settings.time_zone.clone(),
        sender: EmailSender::OwnOrganisation(of.into()),
        reference: None,
        kind,
    }
}

async fn organisation(ports: &Ports, id: OrganisationId) -> Result<Organisation> {
    ports.views.organisation(id).await?.ok_or(Error::NotFound)
}

/// A recipient comes back through the link: the browser that followed it before may have forgotten it.
fn place(ports: &Ports, document: &Document, to: Party) -> Result<Place> {
    Ok(match to {
        Party::Sender | Party::Copy(_) => Place::Document(document.id),
        Party::Recipient(recipient) => {
            let generation = addressee(document, recipient)?.generation;
            Place::Link(ports.tokens.link(LinkClaim { recipient, generation }))
        }
    })
}

/// The sender is told who declined and why; the recipients who had consented, that it was another one.
async fn declined(ports: &Ports, document: &Document, to: Party) -> Result<Option<EmailMessage>> {
    let Some((by, reason)) = document.recipients.iter().find_map(refusal) else {
        return Ok(None);
    };
    let title = ungated_title(document);
    let kind = match to {
        Party::Sender => {
            EmailContent::Declined { title, by, reason, place: place(ports, document, to)? }
        }
        Party::Recipient(_) | Party::Copy(_) => EmailContent::DeclinedByOther {
            sender: sender(ports, document).await?.name,
            organisation: sending_organisation(ports, document).await?.name,
            title,
        },
    };
    to_party(ports, document, to, kind).await
}

fn refusal(recipient: &Recipient) -> Option<(PersonName, Reason)> {
    match &recipient.state {
        RecipientState::Declined { reason, .. } => {
            Some((recipient.details.name.clone(), reason.clone()))
        }
        RecipientState::Waiting
        | RecipientState::Invited { .. }
        | RecipientState::Consented(_)
        | RecipientState::Forwarded { .. }
        | RecipientState::WrongRecipient { .. } => None,
    }
}

async fn found(ports: &Ports, id: DocumentId) -> Result<Document> {
    ports.views.document(id).await?.ok_or(Error::NotFound)
}

fn addressee(document: &Document, id: RecipientId) -> Result<&Recipient> {
    document.recipient(id).ok_or(Error::NotFound)
}

fn pdf(name: String, bytes: Vec<u8>) -> Attachment {
    Attachment { name, media_type: "application/pdf", bytes }
}
