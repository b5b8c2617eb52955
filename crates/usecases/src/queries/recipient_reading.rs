//! In which language a recipient reads, and what the sender's organisation shows of itself.

use super::RecipientQuery;
use crate::{Error, Ports, Result};
use wariin_domain::{Language, OrganisationLooks, ReferenceNumber, TimeZoneName};

/// In which language a recipient reads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadingRule {
    /// The language.
    pub language: Language,
    /// Whether the reader may choose another one.
    pub may_choose: bool,
    /// The time zone of the sender's organisation.
    pub time_zone: TimeZoneName,
    /// What the sender's organisation shows of itself, to a reader who may know who sends.
    pub sender: Option<SenderLooks>,
    /// The number by which recipient and sender speak of the document, for those who may know of it.
    pub reference: Option<ReferenceNumber>,
}

/// What the sender's organisation shows of itself on a recipient's pages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SenderLooks {
    /// The organisation's name of the time when the document was sent.
    pub organisation: String,
    /// Its address, logo and colour of today.
    pub looks: OrganisationLooks,
}

/// In which language the recipient reads, where the reader has chosen `chosen` or nothing. `None` for a
/// caller who neither followed the recipient's link nor is signed in to the recipient's account: the
/// language tells nothing about the document.
///
/// # Errors
/// When storage fails.
pub async fn reading_rule(
    ports: &Ports,
    query: RecipientQuery<'_>,
    chosen: Option<Language>,
) -> Result<Option<ReadingRule>> {
    let link = query.mailed_link(ports);
    if link.is_none() && query.account().is_none() {
        return Ok(None);
    }
    let Some(document) = ports.views.document_of(query.recipient).await? else {
        return Ok(None);
    };
    let holds_link = query.holds_link(ports, &document);
    let recipient = document.recipient(query.recipient);
    let Some(recipient) = recipient.filter(|one| holds_link || query.is_signed_in_as(one)) else {
        return Ok(None);
    };
    let organisation = ports.views.organisation(document.organisation).await?;
    let now = ports.clock.now();
    let counts = link.is_some_and(|link| link.addressee(&document, now).is_some());
    let may_know = counts || (query.is_signed_in_as(recipient) && recipient.was_invited());
    let is_shown = may_know && !document.is_called_off();
    let sender = organisation.as_ref().filter(|_| is_shown).map(|own| SenderLooks {
        organisation: document.organisation_name().unwrap_or(&own.name).to_string(),
        looks: own.looks.clone(),
    });
    Ok(Some(ReadingRule {
        sender,
        reference: may_know.then(|| ReferenceNumber::of(document.id)),
        language: document.language_for(chosen.unwrap_or(recipient.details.language)),
        may_choose: !document.is_japanese_only(),
        time_zone: organisation.map(|own| own.settings.time_zone).unwrap_or_default(),
    }))
}

/// The logo of the organisation that sends to this recipient, as PNG: to those only who see it on the recipient's
/// pages, so that its address tells nothing to others.
///
/// # Errors
/// [`Error::NotFound`] for every other caller, and where there is no logo.
pub async fn sender_logo(ports: &Ports, query: RecipientQuery<'_>) -> Result<Vec<u8>> {
    let rule = reading_rule(ports, query, None).await?;
    let sender = rule.and_then(|rule| rule.sender).ok_or(Error::NotFound)?;
    let logo = sender.looks.logo.ok_or(Error::NotFound)?;
    Ok(ports.files.get(logo).await?)
}
