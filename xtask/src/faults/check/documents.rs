//! What documents have become, against their events and against what was acknowledged.

use super::rows::{DocumentRow, RecipientRow, Rows};
use crate::faults::ledger::Record;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// The events after which nothing but looking may happen to a document, and the status each leads to.
const FINAL: [&str; 3] = ["concluded", "cancelled", "declined"];
/// What may still be recorded of a document that has ended.
const HARMLESS: [&str; 21] = [
    "opened",
    "pages_shown",
    // told by the decline itself
    "consents_ended",
    "refused",
    "manager_viewed",
    "access_code_typed",
    "handed_over",
    "consent_disputed",
    "mail_refused",
    "conclusion_mail_asked",
    "conclusion_told",
    "certificate_issued",
    "evidence_taken",
    "corrected",
    "legal_hold_placed",
    "legal_hold_released",
    "deletion_announced",
    "seal_raise_asked",
    "seal_renewed",
    // a recipient who lost the factor reads the concluded document again
    "mailbox_code_asked",
    "mailbox_proven",
];

pub(super) fn check(rows: &Rows, ledger: &BTreeMap<String, Record>, violations: &mut Vec<String>) {
    for (id, document) in &rows.documents {
        let mut broken = |what: &str| violations.push(format!("{what} (document {id})"));
        evidence(document, &mut broken);
        order(document, &mut broken);
        agreement(document, &mut broken);
        request(document, &mut broken);
    }
    for (id, record) in ledger {
        let mut broken = |what: &str| violations.push(format!("{what} (document {id})"));
        match rows.documents.get(id) {
            Some(document) => acknowledged(document, record, &mut broken),
            None => broken("INV5: an acknowledged draft is not there"),
        }
    }
}

/// INV1: a sealed document has every consent, to its contents, by means that suffice.
fn evidence(document: &DocumentRow, broken: &mut impl FnMut(&str)) {
    let content = content(document);
    for recipient in &document.recipients {
        let consents = recipient.state == "consented";
        if document.status == "concluded" && !consents {
            broken("INV1: sealed without a recipient's consent");
        }
        if !consents {
            continue;
        }
        if recipient.consented_content != content {
            broken("INV1: a consent to other contents");
        }
        let method = recipient.assurance["method"].as_str().unwrap_or_default();
        let is_strong = ["two_factor", "idp"].contains(&method);
        if !is_strong && (recipient.is_gated || method != "mailbox") {
            broken("INV1: a consent without sufficient evidence");
        }
    }
    let sealed = document.files.iter().filter(|file| !file.sealed_digest.is_empty()).count();
    let is_concluded = document.status == "concluded";
    if is_concluded && sealed != document.files.len() {
        broken("INV1: concluded with an unsealed file");
    }
    if !is_concluded && sealed > 0 {
        broken("INV2: a sealed file of a document that is not concluded");
    }
}

/// The digest of what is consented to, as docs/evidence.md says.
fn content(document: &DocumentRow) -> String {
    let mut preimage = b"wariin-content-1".to_vec();
    preimage.extend(u32::try_from(document.files.len()).unwrap_or(0).to_be_bytes());
    for file in &document.files {
        preimage.extend(hex::decode(&file.digest).unwrap_or_default());
    }
    preimage.extend([0; 8]);
    hex::encode(Sha256::digest(preimage))
}

/// INV2, INV3, INV4: one consent of each recipient, one seal, and nothing after the end.
fn order(document: &DocumentRow, broken: &mut impl FnMut(&str)) {
    let mut ended = None;
    for event in &document.events {
        if let Some(end) = ended
            && !HARMLESS.contains(&event.kind.as_str())
        {
            broken(&format!("INV3: {} after {end}", event.kind));
        }
        if FINAL.contains(&event.kind.as_str()) {
            if ended.is_some_and(|end| end != event.kind) {
                broken("INV4: concluded and cancelled or declined");
            }
            ended = Some(event.kind.as_str());
        }
    }
    let status = document.status.as_str();
    if ended.is_some_and(|end| end != status) || (ended.is_none() && FINAL.contains(&status)) {
        broken(&format!("INV3: the status is {status}, and the last event {ended:?}"));
    }
    if document.events.iter().filter(|event| event.kind == "concluded").count() > 1 {
        broken("INV2: concluded more than once");
    }
}

/// INV2, INV6, INV8: rows and events say the same, so each transition is applied as a whole or not at all.
fn agreement(document: &DocumentRow, broken: &mut impl FnMut(&str)) {
    let count = |kind: &str| document.events.iter().filter(|event| event.kind == kind).count();
    let is_sent = document.status != "draft";
    if count("drafted") != 1 {
        broken("INV8: not exactly one event of the draft");
    }
    if count("sent") != usize::from(is_sent) {
        broken("INV6: the status and the events disagree about the sending");
    }
    let sealing = ["sealing", "concluded"].contains(&document.status.as_str());
    if sealing && count("all_consented") != 1 {
        broken("INV8: not exactly one event of the last consent");
    }
    for recipient in &document.recipients {
        let of = |kind: &str| events_of(document, recipient, kind);
        let taken_back = of("consent_withdrawn") + of("consent_lapsed");
        let consents = of("consented").checked_sub(taken_back);
        if consents != Some(usize::from(recipient.state == "consented")) {
            broken(&format!(
                "INV6: a recipient is {}, with {consents:?} consents",
                recipient.state
            ));
        }
        if of("declined") != usize::from(recipient.state == "declined") {
            broken("INV6: the row and the events disagree about a refusal");
        }
    }
}

fn events_of(document: &DocumentRow, recipient: &RecipientRow, kind: &str) -> usize {
    let of =
        |event: &&super::rows::EventRow| event.kind == kind && event.recipient() == recipient.id;
    document.events.iter().filter(of).count()
}

/// INV11: the request is as it was when the document was sent.
fn request(document: &DocumentRow, broken: &mut impl FnMut(&str)) {
    let sent = document.events.iter().find(|event| event.kind == "sent");
    let Some(was) = sent.and_then(|event| event.data["advanced_auth"].as_bool()) else {
        return;
    };
    let is_gated = document.recipients.iter().any(|recipient| recipient.is_gated);
    if was != is_gated {
        broken("INV11: the request is not what it was at the sending");
    }
}

/// INV5, INV6: what was acknowledged is there.
fn acknowledged(document: &DocumentRow, record: &Record, broken: &mut impl FnMut(&str)) {
    let is_gated = document.recipients.iter().all(|recipient| recipient.is_gated);
    if document.status != "draft" && record.is_requested != is_gated {
        broken("INV11: the request is not what the sender had set");
    }
    if record.sent && document.status == "draft" {
        broken("INV5: an acknowledged sending is lost");
    }
    if !document.files.iter().any(|file| file.digest == record.file) {
        broken("INV5: the uploaded file is not the document's");
    }
    for id in &record.consented {
        let recipient = document.recipients.iter().find(|recipient| recipient.id == *id);
        if recipient.is_none_or(|recipient| events_of(document, recipient, "consented") == 0) {
            broken("INV5: an acknowledged consent is lost");
        }
    }
    for id in &record.declined {
        if !document.recipients.iter().any(|r| r.id == *id && r.state == "declined") {
            broken("INV5: an acknowledged refusal is lost");
        }
    }
    if record.cancelled.is_some() && document.status != "cancelled" {
        broken(&format!(
            "INV4: an acknowledged cancellation, and the document is {}",
            document.status
        ));
    }
    let ended = ["cancelled", "declined"].contains(&document.status.as_str());
    if !ended {
        for contradiction in &record.contradictions {
            broken(&format!("INV6: {contradiction}"));
        }
    }
    let all = record.consented.len() == document.recipients.len();
    if record.sent && all && !ended && document.status != "concluded" {
        broken(&format!(
            "INV5: every consent was acknowledged, and the document is {}",
            document.status
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::faults::check::rows::{EventRow, FileRow};
    use serde_json::{Value, json};
    use std::time::Instant;

    const RECIPIENT: &str = "0193a5f0000070008000000000000001";

    fn event(kind: &str, data: &Value) -> EventRow {
        EventRow { kind: kind.to_owned(), data: data.clone() }
    }

    /// A document with the request that was sent, consented to and sealed.
    fn concluded() -> (DocumentRow, Record) {
        let file =
            FileRow { id: "f".into(), digest: "07".repeat(32), sealed_digest: "08".repeat(32) };
        let mut document =
            DocumentRow { status: "concluded".into(), files: vec![file], ..Default::default() };
        let of = json!({ "recipient": RECIPIENT });
        document.events = vec![
            event("drafted", &Value::Null),
            event("sent", &json!({ "advanced_auth": true })),
            event("consented", &of),
            event("all_consented", &Value::Null),
            event("concluded", &Value::Null),
            event("opened", &of),
        ];
        document.recipients.push(RecipientRow {
            id: RECIPIENT.into(),
            state: "consented".into(),
            is_gated: true,
            assurance: json!({ "method": "two_factor" }),
            consented_content: content(&document),
        });
        let record = Record {
            is_requested: true,
            file: "07".repeat(32),
            sent: true,
            consented: [RECIPIENT.to_owned()].into(),
            ..Record::default()
        };
        (document, record)
    }

    fn violations(change: impl FnOnce(&mut DocumentRow, &mut Record)) -> String {
        let (mut document, mut record) = concluded();
        change(&mut document, &mut record);
        let rows = Rows { documents: [("d".to_owned(), document)].into() };
        let mut violations = Vec::new();
        check(&rows, &[("d".to_owned(), record)].into(), &mut violations);
        violations.join("; ")
    }

    // FA-13
    #[test]
    fn each_broken_invariant_is_found_and_a_whole_document_has_none() {
        assert_eq!(violations(|_, _| {}), "");
        let digest = |document: &mut DocumentRow| document.files[0].digest = "09".repeat(32);
        let found = [
            ("INV1", violations(|d, _| d.recipients[0].assurance = json!({ "method": "mailbox" }))),
            ("INV1", violations(|d, _| digest(d))),
            ("INV1", violations(|d, _| d.recipients[0].state = "invited".into())),
            ("INV1", violations(|d, _| d.files[0].sealed_digest.clear())),
            ("INV2", violations(|d, _| d.events.push(event("concluded", &Value::Null)))),
            ("INV2", violations(|d, _| d.status = "sealing".into())),
            ("INV3", violations(|d, _| d.events.push(event("consented", &Value::Null)))),
            ("INV4", violations(|d, _| d.events.push(event("cancelled", &Value::Null)))),
            ("INV4", violations(|_, record| record.cancelled = Some(Instant::now()))),
            ("INV5", violations(|d, _| d.status = "draft".into())),
            ("INV5", violations(|d, _| drop(d.events.remove(2)))),
            ("INV5", violations(|_, record| record.file = "0a".repeat(32))),
            ("INV6", violations(|d, _| drop(d.events.remove(2)))),
            ("INV6", violations(|_, record| record.contradictions.push("again".into()))),
            ("INV8", violations(|d, _| drop(d.events.remove(3)))),
            ("INV11", violations(|_, record| record.is_requested = false)),
            ("INV11", violations(|d, _| d.events[1].data = json!({ "advanced_auth": false }))),
        ];
        for (at, (invariant, found)) in found.iter().enumerate() {
            assert!(found.contains(invariant), "{at}: {invariant}: {found}");
        }
    }

    // FA-13
    #[test]
    fn a_draft_that_was_acknowledged_and_is_not_there_is_found() {
        let mut violations = Vec::new();
        let ledger = [("d".to_owned(), Record::default())].into();
        check(&Rows { documents: BTreeMap::new() }, &ledger, &mut violations);
        assert!(violations[0].starts_with("INV5"), "{violations:?}");
    }
}
