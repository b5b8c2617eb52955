//! Packs that a forger signed anew: only what the events, the seals and the content say is proved.

use super::forger::{forged_pack, part, parts, zipped};
use super::{checked, concluded, failures};
use crate::databases::sqlite;
use crate::people::after;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use wariin_adapters::{EvidenceAnchors, EvidenceOutcome, check_evidence};

/// The places of all values in the JSON that hold no others.
pub(super) fn leaves(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| leaves(value, &format!("{at}/{name}"), found));
        }
        Value::Array(items) => {
            items.iter().zip(0..).for_each(|(item, n)| leaves(item, &format!("{at}/{n}"), found));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {
            found.push(at.to_owned());
        }
    }
}

/// Another value of the same type, where there is one.
pub(super) fn edited(value: &Value) -> Value {
    match value {
        Value::Bool(value) => json!(!value),
        Value::Number(number) => json!(number.as_i64().unwrap() + 1),
        Value::String(text) => {
            let last = if text.ends_with('1') { '2' } else { '1' };
            let mut text = text.clone();
            text.pop();
            text.push(last);
            json!(text)
        }
        Value::Null => json!("00000000-0000-0000-0000-000000000001"),
        Value::Array(_) | Value::Object(_) => panic!("no leaf"),
    }
}

// O-17
#[tokio::test]
async fn every_field_of_the_evidence_that_was_edited_is_found() {
    let concluded = concluded(&sqlite().await).await;
    let pack = concluded.pack().await;
    let forged = forged_pack(&pack, |_| {});
    assert_eq!(failures(&checked(&forged)), Vec::<&str>::new());
    let known = EvidenceAnchors { key: Some(concluded.key.clone()), ..EvidenceAnchors::default() };
    assert_eq!(failures(&check_evidence(&forged, &known, after(90))), ["key"]);

    let mut original = parts(&pack);
    let evidence: Value = serde_json::from_slice(part(&mut original, "evidence.json")).unwrap();
    let mut places = Vec::new();
    leaves(&evidence, "", &mut places);
    assert!(places.len() > 100, "{}", places.len());
    let mut only_attested = Vec::new();
    for (place, number) in places.into_iter().zip(0..) {
        let other = edited(evidence.pointer(&place).unwrap());
        // The list of parts sees every edit by the digest alone.
        if number % 16 == 0 {
            let mut parts = original.clone();
            let mut changed = evidence.clone();
            *changed.pointer_mut(&place).unwrap() = other.clone();
            *part(&mut parts, "evidence.json") = serde_json::to_vec_pretty(&changed).unwrap();
            assert!(failures(&checked(&zipped(&parts))).contains(&"manifest"), "{place}");
        }
        let forged = forged_pack(&pack, |evidence| *evidence.pointer_mut(&place).unwrap() = other);
        if checked(&forged).outcome != EvidenceOutcome::Failed {
            only_attested.push(place);
        }
    }
    assert_eq!(
        only_attested,
        [
            "/document/title",
            "/files/0/name",
            "/files/0/pages",
            "/recipients/0/organisation",
            "/recipients/1/organisation",
            "/sender/email"
        ],
        "a forger can change only what the log's signature alone vouches for"
    );
}

// O-17
#[tokio::test]
async fn parts_of_another_document_are_found() {
    let test = sqlite().await;
    let (own, other) = (concluded(&test).await, concluded(&test).await);
    let (own, other) = (own.pack().await, parts(&other.pack().await));
    for (name, bytes) in other {
        let mut parts = parts(&own);
        if *part(&mut parts, &name) == bytes {
            continue;
        }
        *part(&mut parts, &name) = bytes.clone();
        assert_eq!(checked(&zipped(&parts)).outcome, EvidenceOutcome::Failed, "{name}");
    }
    let other_seal = {
        let other = concluded(&test).await;
        let mut parts = parts(&own);
        *part(&mut parts, "sealed/001.pdf") = other.sealed;
        let digest = hex::encode(Sha256::digest(&part(&mut parts, "sealed/001.pdf")[..]));
        let swapped = zipped(&parts);
        forged_pack(&swapped, |evidence| evidence["files"][0]["sealed"]["sha256"] = json!(digest))
    };
    let found = failures(&checked(&other_seal));
    assert!(found.contains(&"events") && found.contains(&"reasons"), "{found:?}");
}
