//! The published checkpoint in a pack: what witnesses and timestamps attest of it.

use super::forger::forged_pack;
use super::python::by_python_with;
use super::{Concluded, checked, concluded, failures};
use crate::checkpoints::{cosignature, witness};
use crate::databases::sqlite;
use crate::people::after;
use serde_json::json;
use wariin_adapters::{EvidenceAnchors, EvidenceCheck, EvidenceOutcome, check_evidence};
use wariin_ports::{Checkpoints, Evidence, TransparencyLog};

const NAME: &str = "witness.example/w1";

/// The pack of a document whose events a published checkpoint counts, which a witness has cosigned.
async fn cosigned() -> (Concluded, Vec<u8>) {
    let test = sqlite().await;
    let (concluded, database) = (concluded(&test).await, &test.database);
    let id = concluded.evidence.document.id;
    assert_eq!(database.history(id).await.unwrap().unwrap().checkpoint, None);
    database.publish(after(40)).await.unwrap();
    let newest = database.newest().await.unwrap().unwrap();
    let line = cosignature(7, NAME, &newest.note);
    database.keep_cosignature(newest.size, "key", &line).await.unwrap();
    let history = database.history(id).await.unwrap().unwrap();
    assert!(history.json.contains(&json!(newest.note).to_string()));
    let (history, checkpoint) = (history.json, history.checkpoint);
    let evidence = Evidence { history, checkpoint, ..concluded.evidence.clone() };
    let pack = concluded.pack_of(evidence).await;
    (concluded, pack)
}

fn by(pack: &[u8], witnesses: &[String]) -> EvidenceCheck {
    let anchors = EvidenceAnchors { witnesses: witnesses.to_vec(), ..EvidenceAnchors::default() };
    check_evidence(pack, &anchors, after(90))
}

fn of_witnesses(check: &EvidenceCheck) -> Vec<(String, bool, bool)> {
    let lines = check.findings.iter().filter(|f| f.about.name() == "witnesses");
    lines.map(|f| (f.place.clone(), f.holds(), f.has_failed())).collect()
}

// EV-01 O-45
#[tokio::test]
async fn a_pack_says_which_witnesses_have_cosigned_and_what_cannot_be_known_without_their_keys() {
    let (concluded, pack) = cosigned().await;
    let key = |seed, name| witness(seed, name).1;
    let (own, another) = (key(7, NAME), key(8, NAME));
    let absent = key(9, "absent.example");
    let check = checked(&pack);
    assert_eq!(check.outcome, EvidenceOutcome::Good);
    assert_eq!(of_witnesses(&check), [(String::new(), false, false)]);
    let check = by(&pack, std::slice::from_ref(&own));
    assert_eq!(check.outcome, EvidenceOutcome::Good);
    assert_eq!(of_witnesses(&check), [(NAME.to_owned(), true, false)]);
    let check = by(&pack, &[own.clone(), absent.clone()]);
    assert_eq!(check.outcome, EvidenceOutcome::Indeterminate);
    assert_eq!(of_witnesses(&check)[1], ("absent.example".to_owned(), false, false));
    assert_eq!(failures(&by(&pack, std::slice::from_ref(&another))), ["witnesses"]);
    assert_eq!(failures(&by(&pack, &["no key".to_owned()])), ["witnesses"]);

    for (keys, verifies) in
        [(vec![&own], true), (vec![&own, &absent], false), (vec![&another], false)]
    {
        let mut arguments = vec!["--key", concluded.key.as_str()];
        for key in keys {
            arguments.extend(["--witness", key.as_str()]);
        }
        let (verified, said) = by_python_with(&pack, &arguments);
        assert_eq!(verified, verifies, "{said}");
        assert!(!said.contains("Traceback"), "{said}");
    }
}

// EV-01 O-45
#[tokio::test]
async fn who_signs_a_pack_anew_has_no_cosignature_for_it_and_no_timestamp() {
    let (_, pack) = cosigned().await;
    let own = witness(7, NAME).1;
    let forged = forged_pack(&pack, |_| {});
    assert_eq!(failures(&by(&forged, std::slice::from_ref(&own))), ["witnesses"]);
    for token in ["", "30", "zz", "3003020100"] {
        let forged =
            forged_pack(&pack, |evidence| evidence["checkpoint"]["timestamp"] = json!(token));
        assert_eq!(failures(&checked(&forged)), ["checkpoint_timestamp"], "{token}");
    }
    let without = forged_pack(&pack, |evidence| {
        evidence.as_object_mut().unwrap().remove("checkpoint");
    });
    assert_eq!(by(&without, &[own]).outcome, EvidenceOutcome::Indeterminate);
    assert_eq!(checked(&without).outcome, EvidenceOutcome::Good, "packs of earlier releases");
}
