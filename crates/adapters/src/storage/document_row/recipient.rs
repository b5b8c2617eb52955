//! The recipients of documents as rows and back.

use super::{bad, parsed};
use crate::storage::codec;
use crate::storage::entity::recipient as rows;
use crate::storage::error::corrupt;
use crate::storage::id_list;
use wariin_domain::{
    AccessCodeHash, AddressCorrection, Consent, ConsentStatement, ContentDigest, Document,
    EmailAddress, EnrolmentRule, Hold, HoldReason, Language, MailRefusal, OrganisationName,
    PersonName, Preflight, PreflightState, Reason, Recipient, RecipientDetails, RecipientState,
    Timestamp, Undelivered, Uuid,
};
use wariin_ports::StorageError;

/// A recipient's row.
pub(in crate::storage) fn recipient_row(
    document: &Document,
    position: i32,
    recipient: &Recipient,
) -> Result<rows::Model, StorageError> {
    let details = &recipient.details;
    let (state, at, reason, consent) = match &recipient.state {
        RecipientState::Waiting => ("waiting", None, None, None),
        RecipientState::Invited { at } => ("invited", Some(*at), None, None),
        RecipientState::Consented(consent) => ("consented", Some(consent.at), None, Some(consent)),
        RecipientState::Declined { at, reason } => ("declined", Some(*at), Some(reason), None),
        RecipientState::Forwarded { at, .. } => ("forwarded", Some(*at), None, None),
        RecipientState::WrongRecipient { at, .. } => ("wrong_recipient", Some(*at), None, None),
    };
    let (behind_access_codes, behind_access_code) = id_list::columns(&recipient.behind_access_code);
    Ok(rows::Model {
        id: recipient.id.into(),
        document_id: document.id.into(),
        position,
        name: details.name.as_str().to_owned(),
        email: details.email.as_str().to_owned(),
        organisation_name: details.organisation.as_ref().map(ToString::to_string),
        language: details.language.tag().to_owned(),
        access_code: details.access_code.as_ref().map(|hash| hash.0.clone()),
        idp: codec::encode_option(details.idp.as_ref())?,
        enrolment: details.enrolment.name().to_owned(),
        is_gated: document.is_gated_for(recipient),
        generation: i32::try_from(recipient.generation).unwrap_or(i32::MAX),
        account_id: recipient.account.map(Uuid::from),
        organisation_id: recipient.organisation.map(Uuid::from),
        held_since: recipient.held.map(|hold| hold.since.as_micros()),
        hold_reason: recipient.held.map(|hold| hold.why.name().to_owned()),
        consent_held_since: recipient.consent_held.map(|hold| hold.since.as_micros()),
        consent_hold_reason: recipient.consent_held.map(|hold| hold.why.name().to_owned()),
        opened_at: recipient.opened_at.map(Timestamp::as_micros),
        behind_access_code,
        behind_access_codes,
        undelivered: recipient.undelivered.map(|mail| mail.why.name().to_owned()),
        undelivered_at: recipient.undelivered.map(|mail| mail.at.as_micros()),
        preflight: recipient.preflight.map(|asked| asked.state.name().to_owned()),
        preflight_at: recipient.preflight.map(|asked| asked.asked_at.as_micros()),
        corrected_at: recipient.corrected.map(|correction| correction.at.as_micros()),
        first_link: recipient
            .corrected
            .map(|correction| i32::try_from(correction.first_link))
            .transpose()
            .map_err(|_| corrupt("recipient.first_link"))?,
        state: state.to_owned(),
        state_at: at.map(Timestamp::as_micros),
        invited_at: match &recipient.state {
            RecipientState::WrongRecipient { invited_at, .. } => Some(invited_at.as_micros()),
            RecipientState::Waiting
            | RecipientState::Invited { .. }
            | RecipientState::Consented(_)
            | RecipientState::Declined { .. }
            | RecipientState::Forwarded { .. } => None,
        },
        reason: reason.map(ToString::to_string),
        forwarded_to: match &recipient.state {
            RecipientState::Forwarded { to, .. } => Some(Uuid::from(*to)),
            RecipientState::Waiting
            | RecipientState::Invited { .. }
            | RecipientState::Consented(_)
            | RecipientState::Declined { .. }
            | RecipientState::WrongRecipient { .. } => None,
        },
        assurance: codec::encode_option(consent.map(|consent| &consent.assurance))?,
        consented_content: consent.map(|consent| consent.content.as_bytes().to_vec()),
        consent_statement: consent
            .and_then(|consent| consent.statement)
            .map(|statement| statement.to_string()),
    })
}

/// A stored recipient.
pub(super) fn recipient(row: &rows::Model) -> Result<Recipient, StorageError> {
    let details = RecipientDetails {
        name: PersonName::parse(&row.name).map_err(bad("name"))?,
        email: EmailAddress::parse(&row.email).map_err(bad("email"))?,
        organisation: parsed(
            row.organisation_name.as_deref(),
            OrganisationName::parse,
            "organisation_name",
        )?,
        language: Language::parse(&row.language).map_err(bad("language"))?,
        access_code: row.access_code.clone().map(AccessCodeHash),
        idp: codec::decode_option(row.idp.as_deref())?,
        enrolment: EnrolmentRule::parse(&row.enrolment)
            .ok_or_else(|| corrupt("recipient.enrolment"))?,
    };
    Ok(Recipient {
        id: row.id.into(),
        details,
        state: state(row)?,
        generation: u32::try_from(row.generation).map_err(|_| corrupt("recipient.generation"))?,
        account: row.account_id.map(Into::into),
        organisation: row.organisation_id.map(Into::into),
        held: hold(row.held_since, row.hold_reason.as_deref())?,
        consent_held: hold(row.consent_held_since, row.consent_hold_reason.as_deref())?,
        opened_at: row.opened_at.map(Timestamp::from_micros),
        behind_access_code: id_list::read(
            (row.behind_access_codes.as_deref(), row.behind_access_code),
            "recipient.behind_access_codes",
        )?,
        undelivered: undelivered(row)?,
        preflight: preflight(row)?,
        corrected: corrected(row)?,
    })
}

fn hold(since: Option<i64>, why: Option<&str>) -> Result<Option<Hold>, StorageError> {
    let Some((since, why)) = since.zip(why) else {
        return Ok(None);
    };
    let why = HoldReason::parse(why).ok_or_else(|| corrupt("recipient.hold_reason"))?;
    Ok(Some(Hold { since: Timestamp::from_micros(since), why }))
}

fn undelivered(row: &rows::Model) -> Result<Option<Undelivered>, StorageError> {
    let Some((at, why)) = row.undelivered_at.zip(row.undelivered.as_deref()) else {
        return Ok(None);
    };
    let why = MailRefusal::parse(why).ok_or_else(|| corrupt("recipient.undelivered"))?;
    Ok(Some(Undelivered { at: Timestamp::from_micros(at), why }))
}

fn preflight(row: &rows::Model) -> Result<Option<Preflight>, StorageError> {
    let Some((at, state)) = row.preflight_at.zip(row.preflight.as_deref()) else {
        return Ok(None);
    };
    let state = PreflightState::parse(state).ok_or_else(|| corrupt("recipient.preflight"))?;
    Ok(Some(Preflight { asked_at: Timestamp::from_micros(at), state }))
}

fn corrected(row: &rows::Model) -> Result<Option<AddressCorrection>, StorageError> {
    let correction = row.corrected_at.zip(row.first_link).map(|(at, link)| {
        let first_link = u32::try_from(link).map_err(|_| corrupt("recipient.first_link"))?;
        Ok(AddressCorrection { at: Timestamp::from_micros(at), first_link })
    });
    correction.transpose()
}

fn state(row: &rows::Model) -> Result<RecipientState, StorageError> {
    let missing = || corrupt("recipient.state");
    let at = row.state_at.map(Timestamp::from_micros).ok_or_else(missing);
    Ok(match row.state.as_str() {
        "waiting" => RecipientState::Waiting,
        "invited" => RecipientState::Invited { at: at? },
        "consented" => RecipientState::Consented(Consent {
            at: at?,
            assurance: codec::decode(row.assurance.as_deref().ok_or_else(missing)?)?,
            content: content(row).ok_or_else(|| corrupt("recipient.consented_content"))?,
            // A version that only a newer release knows is not said; the event has its words.
            statement: row.consent_statement.as_deref().and_then(ConsentStatement::parse),
        }),
        "declined" => RecipientState::Declined {
            at: at?,
            reason: parsed(row.reason.as_deref(), Reason::parse, "reason")?.ok_or_else(missing)?,
        },
        "forwarded" => {
            RecipientState::Forwarded { at: at?, to: row.forwarded_to.ok_or_else(missing)?.into() }
        }
        "wrong_recipient" => {
            let at = at?;
            let invited_at = row.invited_at.map_or(at, Timestamp::from_micros);
            RecipientState::WrongRecipient { at, invited_at }
        }
        _ => return Err(missing()),
    })
}

fn content(row: &rows::Model) -> Option<ContentDigest> {
    row.consented_content.as_deref()?.try_into().ok().map(ContentDigest::new)
}
