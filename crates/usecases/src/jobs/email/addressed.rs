//! Which address an email goes to, in whose name, and where it leads.

use super::addressee;
use crate::{Error, Ports, Result};
use wariin_domain::{
    Account, AccountReport, CopyRecipient, Document, Organisation, OrganisationId, Party,
    RecipientDetails, ReferenceNumber, TimeZoneName, Timestamp, Title,
};
use wariin_ports::{EmailContent, EmailMessage, EmailSender, LinkClaim, Place, ReportLink};

/// The title, when mails may tell it: they may be read by others.
pub(super) fn ungated_title(document: &Document) -> Option<Title> {
    (!document.is_closed_to_mail()).then(|| document.details.title.clone())
}

/// An email about a document. Its recipients get it in the sender's name, and the sender gets the answers;
/// but codes and warnings are the service's own.
pub(super) async fn to_party(
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
pub(super) async fn sender(ports: &Ports, document: &Document) -> Result<Account> {
    let account = ports.views.account(document.sender).await?.ok_or(Error::NotFound)?;
    let name = document.sender_name().cloned();
    Ok(Account { name: name.unwrap_or_else(|| account.name.clone()), ..account })
}

/// The sender's organisation, by the name of the time when the document was sent.
pub(super) async fn sending_organisation(
    ports: &Ports,
    document: &Document,
) -> Result<Organisation> {
    let organisation = organisation(ports, document.organisation).await?;
    let name = document.organisation_name().cloned();
    Ok(Organisation { name: name.unwrap_or_else(|| organisation.name.clone()), ..organisation })
}

/// The link to report a change, while it may be reported.
pub(super) fn report_link(
    ports: &Ports,
    account: &Account,
    report: AccountReport,
    now: Timestamp,
) -> Option<ReportLink> {
    let is_open = report.admit(now).is_ok() && !account.has_reported(&report);
    is_open.then(|| ReportLink { token: ports.tokens.report_link(report), until: report.until() })
}

pub(super) async fn to_account(
    ports: &Ports,
    account: Account,
    kind: EmailContent,
) -> Result<EmailMessage> {
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

pub(super) fn of_organisation(
    account: Account,
    of: Organisation,
    kind: EmailContent,
) -> EmailMessage {
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

pub(super) async fn organisation(ports: &Ports, id: OrganisationId) -> Result<Organisation> {
    ports.views.organisation(id).await?.ok_or(Error::NotFound)
}

/// A recipient comes back through the link: the browser that followed it before may have forgotten it.
pub(super) fn place(ports: &Ports, document: &Document, to: Party) -> Result<Place> {
    Ok(match to {
        Party::Sender | Party::Copy(_) => Place::Document(document.id),
        Party::Recipient(recipient) => {
            let generation = addressee(document, recipient)?.generation;
            Place::Link(ports.tokens.link(LinkClaim { recipient, generation }))
        }
    })
}
