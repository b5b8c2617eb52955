//! Documents as rows and back.

mod file;
mod recipient;

use super::codec::{self, Copies, DemandsOfDocument, Fields};
use super::entity::{self, document as documents, document_file};
use super::error::corrupt;
use super::organisation::{number, policy};
use wariin_domain::{
    AdvancedAuthPolicy, Amount, Attributes, CalendarDate, ControlNumber, Counterparty, Details,
    Document, DocumentParts, DocumentStatus, FileDigest, LegalHold, Message, OrganisationName,
    PersonName, Reason, RecipientPolicy, RequestOrigin, Seal, SealLevel, SenderNames, TextError,
    Timestamp, Title, Uuid,
};
use wariin_ports::StorageError;

pub(super) use file::file_row;
pub(super) use recipient::recipient_row;

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
        recipient_policy: recipient_policy(document)?,
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

/// What is demanded of recipients; nothing is stored where the organisation demands nothing, since the sender alone then
/// sets the request.
fn recipient_policy(document: &Document) -> Result<Option<String>, StorageError> {
    let policy = document.policy.recipients.clone();
    let request_by = match document.advanced_auth {
        AdvancedAuthPolicy::Enforced { by, .. } => by,
        AdvancedAuthPolicy::NotRequested | AdvancedAuthPolicy::Requested { .. } => None,
    };
    let demands =
        (policy != RecipientPolicy::default()).then_some(DemandsOfDocument { policy, request_by });
    codec::encode_option(demands.as_ref())
}

fn set_advanced_auth(row: &mut documents::Model, policy: AdvancedAuthPolicy) {
    let (name, by, at) = match policy {
        AdvancedAuthPolicy::NotRequested => ("not_requested", None, None),
        AdvancedAuthPolicy::Requested { by, at } => ("requested", Some(by.into()), Some(at)),
        AdvancedAuthPolicy::Enforced { since, by: _ } => ("enforced", None, Some(since)),
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

/// A stored document.
pub(super) fn document(
    row: documents::Model,
    files: Vec<document_file::Model>,
    recipients: Vec<entity::recipient::Model>,
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
    let demands: Option<DemandsOfDocument> = codec::decode_option(row.recipient_policy.as_deref())?;
    let (recipients_policy, request_by) = match demands {
        Some(stored) => (stored.policy, stored.request_by),
        None => (RecipientPolicy::default(), Some(RequestOrigin::Sender)),
    };
    Document::restore(DocumentParts {
        id: row.id.into(),
        version: row.version,
        organisation: row.organisation_id.into(),
        sender: row.sender_id.into(),
        sent_by: codec::decode_option(row.sent_by.as_deref())?,
        sender_names,
        drafted_at: Timestamp::from_micros(row.drafted_at),
        details: Details { title: Title::parse(&row.title).map_err(bad("title"))?, attributes },
        advanced_auth: advanced_auth(&row, request_by)
            .ok_or_else(|| corrupt("document.advanced_auth"))?,
        message: parsed(row.message.as_deref(), Message::parse, "message")?,
        copies: codec::decode::<Copies>(&row.copies)?.0,
        fields: codec::decode_option::<Fields>(row.fields.as_deref())?
            .map(|fields| fields.0)
            .unwrap_or_default(),
        policy: policy(
            (row.link_life, row.step_up_age),
            (&row.request_languages, &row.completion_files, &row.seal_mark),
            recipients_policy,
        )?,
        status: status(&row).ok_or_else(|| corrupt("document.status"))?,
        certificate: certificate(&row)?,
        legal_hold: legal_hold(&row)?,
        deletion_announced_at: row.deletion_announced_at.map(Timestamp::from_micros),
        files: files.iter().map(file::file).collect::<Result<_, _>>()?,
        recipients: recipients.iter().map(recipient::recipient).collect::<Result<_, _>>()?,
    })
    .map_err(|corrupt| StorageError::Corrupt(format!("document: {corrupt}")))
}

fn advanced_auth(row: &documents::Model, by: Option<RequestOrigin>) -> Option<AdvancedAuthPolicy> {
    let at = row.advanced_auth_at.map(Timestamp::from_micros);
    Some(match row.advanced_auth.as_str() {
        "not_requested" => AdvancedAuthPolicy::NotRequested,
        "requested" => AdvancedAuthPolicy::Requested { by: row.advanced_auth_by?.into(), at: at? },
        "enforced" => AdvancedAuthPolicy::Enforced { since: at?, by },
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
