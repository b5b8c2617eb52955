//! Documents, files and recipients as rows and back.

use super::codec::{self, Changes, Copies, Fields, PreparedFields};
use super::entity::{document as documents, document_file, recipient};
use super::error::corrupt;
use super::organisation::{number, policy, recipient_policy};
use wariin_domain::{
    AccessCodeHash, AddressCorrection, AdvancedAuthPolicy, Amount, Attributes, CalendarDate,
    Confirmation, Consent, ContentDigest, ControlNumber, Counterparty, Details, Document,
    DocumentFile, DocumentId, DocumentParts, DocumentStatus, EmailAddress, EnrolmentRule,
    FileDigest, FileName, Hold, HoldReason, Language, LegalHold, MailRefusal, Message,
    OrganisationName, PersonName, Preflight, PreflightState, Reason, Recipient, RecipientDetails,
    RecipientState, Seal, SealLevel, SenderNames, Surface, TextError, Timestamp, Title,
    Undelivered, Uuid,
};
use wariin_ports::StorageError;

/// The document's row as it is to be stored: one version further.
pub(super) fn row(
    document: &Document,
    updated_at: Timestamp,
) -> Result<documents::Model, StorageError> {
    let attributes = &document.details.attributes;
    let date = |d: Option<CalendarDate>| d.map(|d| d.to_string());
    let mut row = documents::Model {
        id: document.id.into(),
        version: document.version + 1,
        organisation_id: document.organisation.into(),
        sender_id: document.sender.into(),
        drafted_at: document.drafted_at.as_micros(),
        updated_at: updated_at.as_micros(),
        title: document.details.title.as_str().to_owned(),
        counterparty: attributes.counterparty.as_ref().map(ToString::to_string),
        contract_date: date(attributes.contract_date),
        starts_on: date(attributes.starts_on),
        ends_on: date(attributes.ends_on),
        amount: attributes.amount.map(Amount::yen),
        control_number: attributes.control_number.as_ref().map(ToString::to_string),
        message: document.message.as_ref().map(ToString::to_string),
        advanced_auth: String::new(),
        advanced_auth_by: None,
        advanced_auth_at: None,
        status: document.status.name().to_owned(),
        sent_at: None,
        agreed_at: None,
        ended_at: None,
        ended_by: None,
        copies: codec::encode(&Copies(document.copies.clone()))?,
        fields: match document.fields.as_slice() {
            [] => None,
            fields => Some(codec::encode(&Fields(fields.to_vec()))?),
        },
        link_life: number(document.policy.link_life.number()),
        step_up_age: number(document.policy.step_up_age.number()),
        request_languages: document.policy.request_languages.name().to_owned(),
        completion_files: document.policy.completion.name().to_owned(),
        seal_mark: document.policy.seal_mark.name().to_owned(),
        sent_by: codec::encode_option(document.sent_by.as_ref())?,
        recipient_policy: recipient_policy(&document.policy)?,
        sender_names_of: document.sender_names.as_ref().map(|names| names.account.into()),
        sender_name: document.sender_names.as_ref().map(|names| names.person.to_string()),
        sender_organisation: document
            .sender_names
            .as_ref()
            .map(|names| names.organisation.to_string()),
        certificate: document.certificate.map(|seal| seal.digest.as_bytes().to_vec()),
        certificate_level: document.certificate.map(|seal| seal.level.name().to_owned()),
        legal_hold_since: document.legal_hold.as_ref().map(|hold| hold.since.as_micros()),
        legal_hold_by: document.legal_hold.as_ref().map(|hold| hold.by.into()),
        legal_hold_reason: document.legal_hold.as_ref().map(|hold| hold.reason.to_string()),
        deletion_announced_at: document.deletion_announced_at.map(Timestamp::as_micros),
    };
    set_advanced_auth(&mut row, document.advanced_auth);
    set_status(&mut row, document.status);
    Ok(row)
}

fn set_advanced_auth(row: &mut documents::Model, policy: AdvancedAuthPolicy) {
    let (name, by, at) = match policy {
        AdvancedAuthPolicy::NotRequested => ("not_requested", None, None),
        AdvancedAuthPolicy::Requested { by, at } => ("requested", Some(by.into()), Some(at)),
        AdvancedAuthPolicy::Enforced { since } => ("enforced", None, Some(since)),
    };
    row.advanced_auth = name.to_owned();
    row.advanced_auth_by = by;
    row.advanced_auth_at = at.map(Timestamp::as_micros);
}

fn set_status(row: &mut documents::Model, status: DocumentStatus) {
    let (sent, agreed, ended, by): (_, _, _, Option<Uuid>) = match status {
        DocumentStatus::Draft => (None, None, None, None),
        DocumentStatus::AwaitingConsent { sent_at } => (Some(sent_at), None, None, None),
        DocumentStatus::Sealing { sent_at, agreed_at } => {
            (Some(sent_at), Some(agreed_at), None, None)
        }
        DocumentStatus::Concluded { sent_at, agreed_at, concluded_at } => {
            (Some(sent_at), Some(agreed_at), Some(concluded_at), None)
        }
        DocumentStatus::Cancelled { sent_at, at, by } => {
            (Some(sent_at), None, Some(at), Some(by.into()))
        }
        DocumentStatus::Declined { sent_at, at, by } => {
            (Some(sent_at), None, Some(at), Some(by.into()))
        }
    };
    row.sent_at = sent.map(Timestamp::as_micros);
    row.agreed_at = agreed.map(Timestamp::as_micros);
    row.ended_at = ended.map(Timestamp::as_micros);
    row.ended_by = by;
}

/// A file's row.
pub(super) fn file_row(
    document: DocumentId,
    position: i32,
    file: &DocumentFile,
) -> Result<document_file::Model, StorageError> {
    Ok(document_file::Model {
        id: file.id.into(),
        document_id: document.into(),
        position,
        name: file.name.as_str().to_owned(),
        bytes: i64::try_from(file.bytes).unwrap_or(i64::MAX),
        pages: i32::try_from(file.pages).unwrap_or(i32::MAX),
        digest: file.digest.as_bytes().to_vec(),
        surface: match &file.surface {
            Surface::Unknown => None,
            known => Some(codec::encode(known)?),
        },
        prepared: match file.prepared.as_slice() {
            [] => None,
            fields => Some(codec::encode(&PreparedFields(fields.to_vec()))?),
        },
        sealed_digest: file.sealed.map(|seal| seal.digest.as_bytes().to_vec()),
        seal_level: file.sealed.map(|seal| seal.level.name().to_owned()),
        changes: match file.changes.as_slice() {
            [] => None,
            changes => Some(codec::encode(&Changes(changes.to_vec()))?),
        },
        confirmed_by: file.confirmed.map(|confirmed| confirmed.by.into()),
        confirmed_at: file.confirmed.map(|confirmed| confirmed.at.as_micros()),
    })
}

/// A recipient's row.
pub(super) fn recipient_row(
    document: &Document,
    position: i32,
    recipient: &Recipient,
) -> Result<recipient::Model, StorageError> {
    let details = &recipient.details;
    let (state, at, reason, consent) = match &recipient.state {
        RecipientState::Waiting => ("waiting", None, None, None),
        RecipientState::Invited { at } => ("invited", Some(*at), None, None),
        RecipientState::Consented(consent) => ("consented", Some(consent.at), None, Some(consent)),
        RecipientState::Declined { at, reason } => ("declined", Some(*at), Some(reason), None),
        RecipientState::Forwarded { at, .. } => ("forwarded", Some(*at), None, None),
        RecipientState::WrongRecipient { at, .. } => ("wrong_recipient", Some(*at), None, None),
    };
    Ok(recipient::Model {
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
        behind_access_code: recipient.behind_access_code.map(Uuid::from),
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
    })
}

/// A stored document.
pub(super) fn document(
    row: documents::Model,
    files: Vec<document_file::Model>,
    recipients: Vec<recipient::Model>,
) -> Result<Document, StorageError> {
    let attributes = Attributes {
        counterparty: parsed(row.counterparty.as_deref(), Counterparty::parse, "counterparty")?,
        contract_date: parsed(row.contract_date.as_deref(), CalendarDate::parse, "contract_date")?,
        starts_on: parsed(row.starts_on.as_deref(), CalendarDate::parse, "starts_on")?,
        ends_on: parsed(row.ends_on.as_deref(), CalendarDate::parse, "ends_on")?,
        amount: row
            .amount
            .map(|yen| Amount::parse(&yen.to_string()))
            .transpose()
            .map_err(bad("amount"))?,
        control_number: parsed(
            row.control_number.as_deref(),
            ControlNumber::parse,
            "control_number",
        )?,
    };
    let person = parsed(row.sender_name.as_deref(), PersonName::parse, "sender_name")?;
    let organisation =
        parsed(row.sender_organisation.as_deref(), OrganisationName::parse, "sender_organisation")?;
    let sender_names = row.sender_names_of.zip(person).zip(organisation).map(
        |((account, person), organisation)| SenderNames {
            account: account.into(),
            person,
            organisation,
        },
    );
    Document::restore(DocumentParts {
        id: row.id.into(),
        version: row.version,
        organisation: row.organisation_id.into(),
        sender: row.sender_id.into(),
        sent_by: codec::decode_option(row.sent_by.as_deref())?,
        sender_names,
        drafted_at: Timestamp::from_micros(row.drafted_at),
        details: Details { title: Title::parse(&row.title).map_err(bad("title"))?, attributes },
        advanced_auth: advanced_auth(&row).ok_or_else(|| corrupt("document.advanced_auth"))?,
        message: parsed(row.message.as_deref(), Message::parse, "message")?,
        copies: codec::decode::<Copies>(&row.copies)?.0,
        fields: codec::decode_option::<Fields>(row.fields.as_deref())?
            .map(|fields| fields.0)
            .unwrap_or_default(),
        policy: policy(
            (row.link_life, row.step_up_age),
            (&row.request_languages, &row.completion_files, &row.seal_mark),
            row.recipient_policy.as_deref(),
        )?,
        status: status(&row).ok_or_else(|| corrupt("document.status"))?,
        certificate: certificate(&row)?,
        legal_hold: legal_hold(&row)?,
        deletion_announced_at: row.deletion_announced_at.map(Timestamp::from_micros),
        files: files.iter().map(file).collect::<Result<_, _>>()?,
        recipients: recipients.iter().map(to_recipient).collect::<Result<_, _>>()?,
    })
    .map_err(|corrupt| StorageError::Corrupt(format!("document: {corrupt}")))
}

fn advanced_auth(row: &documents::Model) -> Option<AdvancedAuthPolicy> {
    let at = row.advanced_auth_at.map(Timestamp::from_micros);
    Some(match row.advanced_auth.as_str() {
        "not_requested" => AdvancedAuthPolicy::NotRequested,
        "requested" => AdvancedAuthPolicy::Requested { by: row.advanced_auth_by?.into(), at: at? },
        "enforced" => AdvancedAuthPolicy::Enforced { since: at? },
        _ => return None,
    })
}

fn status(row: &documents::Model) -> Option<DocumentStatus> {
    let sent = row.sent_at.map(Timestamp::from_micros);
    let agreed = row.agreed_at.map(Timestamp::from_micros);
    let ended = row.ended_at.map(Timestamp::from_micros);
    Some(match row.status.as_str() {
        "draft" => DocumentStatus::Draft,
        "awaiting_consent" => DocumentStatus::AwaitingConsent { sent_at: sent? },
        "sealing" => DocumentStatus::Sealing { sent_at: sent?, agreed_at: agreed? },
        "concluded" => {
            DocumentStatus::Concluded { sent_at: sent?, agreed_at: agreed?, concluded_at: ended? }
        }
        "cancelled" => {
            DocumentStatus::Cancelled { sent_at: sent?, at: ended?, by: row.ended_by?.into() }
        }
        "declined" => {
            DocumentStatus::Declined { sent_at: sent?, at: ended?, by: row.ended_by?.into() }
        }
        _ => return None,
    })
}

fn certificate(row: &documents::Model) -> Result<Option<Seal>, StorageError> {
    let Some(digest) = row.certificate.as_deref() else { return Ok(None) };
    let digest = digest.try_into().map(FileDigest::new);
    let digest = digest.map_err(|_| corrupt("document.certificate"))?;
    let level = row.certificate_level.as_deref().and_then(SealLevel::parse);
    let level = level.ok_or_else(|| corrupt("document.certificate_level"))?;
    Ok(Some(Seal { digest, level }))
}

fn legal_hold(row: &documents::Model) -> Result<Option<LegalHold>, StorageError> {
    let Some(since) = row.legal_hold_since else { return Ok(None) };
    let read = || {
        let reason = Reason::parse(row.legal_hold_reason.as_deref()?).ok()?;
        Some(LegalHold {
            since: Timestamp::from_micros(since),
            by: row.legal_hold_by?.into(),
            reason,
        })
    };
    read().map(Some).ok_or_else(|| corrupt("document.legal_hold"))
}

fn file(row: &document_file::Model) -> Result<DocumentFile, StorageError> {
    let digest = |bytes: &[u8]| {
        bytes.try_into().map(FileDigest::new).map_err(|_| corrupt("document_file.digest"))
    };
    Ok(DocumentFile {
        id: row.id.into(),
        name: FileName::sanitized(&row.name),
        bytes: u64::try_from(row.bytes).map_err(|_| corrupt("document_file.bytes"))?,
        pages: u32::try_from(row.pages).map_err(|_| corrupt("document_file.pages"))?,
        changes: codec::decode_option::<Changes>(row.changes.as_deref())?
            .map(|changes| changes.0)
            .unwrap_or_default(),
        confirmed: row
            .confirmed_by
            .zip(row.confirmed_at)
            .map(|(by, at)| Confirmation { by: by.into(), at: Timestamp::from_micros(at) }),
        digest: digest(&row.digest)?,
        surface: codec::decode_option(row.surface.as_deref())?.unwrap_or_default(),
        prepared: codec::decode_option::<PreparedFields>(row.prepared.as_deref())?
            .map(|prepared| prepared.0)
            .unwrap_or_default(),
        sealed: match (row.sealed_digest.as_deref(), row.seal_level.as_deref()) {
            (None, _) => None,
            (Some(sealed), level) => Some(Seal {
                digest: digest(sealed)?,
                level: level
                    .and_then(SealLevel::parse)
                    .ok_or_else(|| corrupt("document_file.seal_level"))?,
            }),
        },
    })
}

fn to_recipient(row: &recipient::Model) -> Result<Recipient, StorageError> {
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
        behind_access_code: row.behind_access_code.map(Into::into),
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

fn undelivered(row: &recipient::Model) -> Result<Option<Undelivered>, StorageError> {
    let Some((at, why)) = row.undelivered_at.zip(row.undelivered.as_deref()) else {
        return Ok(None);
    };
    let why = MailRefusal::parse(why).ok_or_else(|| corrupt("recipient.undelivered"))?;
    Ok(Some(Undelivered { at: Timestamp::from_micros(at), why }))
}

fn preflight(row: &recipient::Model) -> Result<Option<Preflight>, StorageError> {
    let Some((at, state)) = row.preflight_at.zip(row.preflight.as_deref()) else {
        return Ok(None);
    };
    let state = PreflightState::parse(state).ok_or_else(|| corrupt("recipient.preflight"))?;
    Ok(Some(Preflight { asked_at: Timestamp::from_micros(at), state }))
}

fn corrected(row: &recipient::Model) -> Result<Option<AddressCorrection>, StorageError> {
    let correction = row.corrected_at.zip(row.first_link).map(|(at, link)| {
        let first_link = u32::try_from(link).map_err(|_| corrupt("recipient.first_link"))?;
        Ok(AddressCorrection { at: Timestamp::from_micros(at), first_link })
    });
    correction.transpose()
}

fn state(row: &recipient::Model) -> Result<RecipientState, StorageError> {
    let missing = || corrupt("recipient.state");
    let at = row.state_at.map(Timestamp::from_micros).ok_or_else(missing);
    Ok(match row.state.as_str() {
        "waiting" => RecipientState::Waiting,
        "invited" => RecipientState::Invited { at: at? },
        "consented" => RecipientState::Consented(Consent {
            at: at?,
            assurance: codec::decode(row.assurance.as_deref().ok_or_else(missing)?)?,
            content: content(row).ok_or_else(|| corrupt("recipient.consented_content"))?,
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

fn content(row: &recipient::Model) -> Option<ContentDigest> {
    row.consented_content.as_deref()?.try_into().ok().map(ContentDigest::new)
}

fn parsed<T>(
    text: Option<&str>,
    parse: impl Fn(&str) -> Result<T, TextError>,
    column: &str,
) -> Result<Option<T>, StorageError> {
    text.map(parse).transpose().map_err(bad(column))
}

fn bad(column: &str) -> impl Fn(TextError) -> StorageError + '_ {
    move |_| corrupt(column)
}
