//! Letters: what the errands that tell somebody something become.

use crate::{Error, Ports, Result};
use wariin_domain::{
    Document, DocumentId, Errand, IdpAttemptId, LINK_LIFE, Language, MAILBOX_CODE_LIFE,
    MailboxCodeId, Party, PersonName, Recipient, RecipientId, RecipientState, Timestamp, Title,
    Uuid,
};
use wariin_ports::{Letter, LetterKind, LinkClaim, Mail, Place};

/// Writes and sends the letter of an errand, unless what it would say is no longer true.
pub(crate) async fn deliver(ports: &Ports, id: Uuid, errand: Errand) -> Result<()> {
    let Some(letter) = letter(ports, errand).await? else {
        tracing::info!(errand = %id, "a letter is out of date and was not sent");
        return Ok(());
    };
    let written = ports.letters.write(&letter);
    let mail = Mail {
        id: id.to_string(),
        to: letter.to,
        address: letter.address,
        subject: written.subject,
        body: written.body,
    };
    Ok(ports.mailer.send(mail).await?)
}

async fn letter(ports: &Ports, errand: Errand) -> Result<Option<Letter>> {
    let now = ports.clock.now();
    match errand {
        Errand::Invite { document, recipient, generation } => {
            invitation(ports, document, LinkClaim { recipient, generation }, now).await
        }
        Errand::MailCode { document, recipient, code } => {
            mailbox_code(ports, document, recipient, code, now).await
        }
        Errand::MailIdpCode { attempt } => first_login_code(ports, attempt, now).await,
        Errand::TellConcluded { document, to } => {
            let document = found(ports, document).await?;
            let place = place(ports, &document, to)?;
            let title = ungated_title(&document);
            to_party(ports, &document, to, LetterKind::Concluded { title, place }).await
        }
        Errand::TellCancelled { document, to } => {
            let document = found(ports, document).await?;
            let sender = ports.views.account(document.sender).await?.ok_or(Error::NotFound)?.name;
            to_party(ports, &document, to, LetterKind::Cancelled { sender }).await
        }
        Errand::TellDeclined { document, to } => {
            let document = found(ports, document).await?;
            let Some((by, reason)) = document.recipients.iter().find_map(declined) else {
                return Ok(None);
            };
            let place = place(ports, &document, to)?;
            let title = ungated_title(&document);
            to_party(ports, &document, to, LetterKind::Declined { title, by, reason, place }).await
        }
        Errand::TellWithdrawn { document, recipient } => {
            let document = found(ports, document).await?;
            let recipient = addressee(&document, recipient)?.details.name.clone();
            let place = place(ports, &document, Party::Sender)?;
            let title = ungated_title(&document);
            let kind = LetterKind::Withdrawn { title, recipient, place };
            to_party(ports, &document, Party::Sender, kind).await
        }
        Errand::TellDisowned { document, recipient } => {
            let document = found(ports, document).await?;
            let recipient = addressee(&document, recipient)?.details.name.clone();
            let place = place(ports, &document, Party::Sender)?;
            let title = ungated_title(&document);
            let kind = LetterKind::Disowned { title, recipient, place };
            to_party(ports, &document, Party::Sender, kind).await
        }
        Errand::TellAccount { account, change } => {
            let account = ports.views.account(account).await?.ok_or(Error::NotFound)?;
            let kind = LetterKind::AccountChanged { change };
            let language = Language::Japanese;
            Ok(Some(Letter { to: account.name, address: account.email, language, kind }))
        }
        Errand::TellForeignAccount { document, recipient } => {
            let document = found(ports, document).await?;
            if document.status.is_final() {
                return Ok(None);
            }
            to_party(ports, &document, Party::Recipient(recipient), LetterKind::ForeignAccount)
                .await
        }
        Errand::Seal { .. } => Ok(None),
    }
}

async fn invitation(
    ports: &Ports,
    document: DocumentId,
    link: LinkClaim,
    now: Timestamp,
) -> Result<Option<Letter>> {
    let document = found(ports, document).await?;
    let recipient = addressee(&document, link.recipient)?;
    let RecipientState::Invited { at } = recipient.state else {
        return Ok(None);
    };
    if document.status.is_final() || !recipient.accepts_link(link.generation, now) {
        return Ok(None);
    }
    let sender = ports.views.account(document.sender).await?.ok_or(Error::NotFound)?;
    let organisation = ports.views.organisation(document.organisation).await?;
    let kind = LetterKind::Invitation {
        sender: sender.name,
        organisation: organisation.ok_or(Error::NotFound)?.name,
        title: ungated_title(&document),
        message: document.message.clone().filter(|_| !document.is_gated()),
        token: ports.tokens.link(link),
        until: at.plus(LINK_LIFE),
        advanced_auth: document.is_gated_for(recipient),
        is_again: link.generation > 1,
    };
    Ok(Some(to_recipient(recipient, kind)))
}

async fn mailbox_code(
    ports: &Ports,
    document: DocumentId,
    recipient: RecipientId,
    code: MailboxCodeId,
    now: Timestamp,
) -> Result<Option<Letter>> {
    let document = found(ports, document).await?;
    let code = ports.views.mailbox_code(code).await?.ok_or(Error::NotFound)?;
    let until = code.issued_at.plus(MAILBOX_CODE_LIFE);
    if document.status.is_final() || code.used_at.is_some() || now > until {
        return Ok(None);
    }
    let digits = ports.tokens.mailbox_code(code.id);
    let kind = LetterKind::MailboxCode { digits, until };
    Ok(Some(to_recipient(addressee(&document, recipient)?, kind)))
}

async fn first_login_code(
    ports: &Ports,
    attempt: IdpAttemptId,
    now: Timestamp,
) -> Result<Option<Letter>> {
    let Some(first) = ports.views.first_login(attempt).await? else {
        return Ok(None);
    };
    let until = first.at.plus(MAILBOX_CODE_LIFE);
    if now > until {
        return Ok(None);
    }
    let digits = ports.tokens.mailbox_code(MailboxCodeId::from(Uuid::from(attempt)));
    let said = first.said.name.as_deref().and_then(|name| PersonName::parse(name).ok());
    let to = said.or_else(|| PersonName::parse("ご利用者").ok()).ok_or(Error::NotFound)?;
    let kind = LetterKind::MailboxCode { digits, until };
    Ok(Some(Letter { to, address: first.address, language: Language::Japanese, kind }))
}

/// The title, when the document is not behind the gate: mails may be read by others.
fn ungated_title(document: &Document) -> Option<Title> {
    (!document.is_gated()).then(|| document.details.title.clone())
}

async fn to_party(
    ports: &Ports,
    document: &Document,
    to: Party,
    kind: LetterKind,
) -> Result<Option<Letter>> {
    Ok(Some(match to {
        Party::Recipient(recipient) => to_recipient(addressee(document, recipient)?, kind),
        Party::Sender => {
            let sender = ports.views.account(document.sender).await?.ok_or(Error::NotFound)?;
            let language = Language::Japanese;
            Letter { to: sender.name, address: sender.email, language, kind }
        }
    }))
}

fn to_recipient(recipient: &Recipient, kind: LetterKind) -> Letter {
    let details = recipient.details.clone();
    Letter { to: details.name, address: details.email, language: details.language, kind }
}

/// A recipient comes back through the link: the browser that followed it before may have forgotten it.
fn place(ports: &Ports, document: &Document, to: Party) -> Result<Place> {
    Ok(match to {
        Party::Sender => Place::Document(document.id),
        Party::Recipient(recipient) => {
            let generation = addressee(document, recipient)?.generation;
            Place::Link(ports.tokens.link(LinkClaim { recipient, generation }))
        }
    })
}

fn declined(recipient: &Recipient) -> Option<(wariin_domain::PersonName, wariin_domain::Reason)> {
    match &recipient.state {
        RecipientState::Declined { reason, .. } => {
            Some((recipient.details.name.clone(), reason.clone()))
        }
        RecipientState::Waiting
        | RecipientState::Invited { .. }
        | RecipientState::Consented(_)
        | RecipientState::Disowned { .. } => None,
    }
}

async fn found(ports: &Ports, id: DocumentId) -> Result<Document> {
    ports.views.document(id).await?.ok_or(Error::NotFound)
}

fn addressee(document: &Document, id: RecipientId) -> Result<&Recipient> {
    document.recipient(id).ok_or(Error::NotFound)
}
