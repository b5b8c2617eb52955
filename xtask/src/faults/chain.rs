//! INV8: the audit log, recomputed from its rows as docs/evidence.md says, with nothing of ours.

use crate::run::Outcome;
use crate::world::database::{Database, number, text};
use base64::prelude::{BASE64_STANDARD, Engine};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// A subject's id and kind.
type Subject = (String, String);

/// What is wrong with the chains, their heads, and the tree over all events.
pub(super) fn check(database: &Database, violations: &mut Vec<String>) -> Outcome {
    let chains = chains(database, violations)?;
    heads(database, &chains, violations)?;
    tree(database, &chains, violations)
}

/// The hashes of each chain, in order.
fn chains(
    database: &Database,
    violations: &mut Vec<String>,
) -> Outcome<BTreeMap<Subject, Vec<[u8; 32]>>> {
    let (id, actor) = (database.id("subject_id"), database.id("actor_id"));
    let (previous, hash) = (database.hex("previous"), database.hex("hash"));
    let query = format!(
        "SELECT subject, {id}, sequence, at, actor, {actor}, kind, data, {previous}, {hash} \
         FROM audit_event ORDER BY subject_id, subject, sequence"
    );
    let mut chains = BTreeMap::<Subject, Vec<[u8; 32]>>::new();
    for row in database.rows(&query)? {
        let subject = (text(&row, "subject_id").to_owned(), text(&row, "subject").to_owned());
        let chain = chains.entry(subject.clone()).or_default();
        let mut broken =
            |what: &str| violations.push(format!("INV8: {what} ({} {})", subject.1, subject.0));
        if number(&row, "sequence") != i64::try_from(chain.len() + 1).ok() {
            broken("an event is missing");
        }
        let before = chain.last().copied().unwrap_or_default();
        if text(&row, "previous") != hex::encode(before) {
            broken("an event does not follow the one before it");
        }
        let computed: [u8; 32] = Sha256::digest(canonical(&row)).into();
        if text(&row, "hash") != hex::encode(computed) {
            broken("an event has another hash");
        }
        chain.push(computed);
    }
    Ok(chains)
}

/// The canonical bytes of an event.
fn canonical(row: &Value) -> Vec<u8> {
    let bytes = |column: &str| hex::decode(text(row, column)).unwrap_or_default();
    let integer = |column: &str| number(row, column).unwrap_or_default().to_be_bytes().to_vec();
    let words = |column: &str| text(row, column).as_bytes().to_vec();
    let fields = [
        b"wariin/event/v1".to_vec(),
        words("subject"),
        bytes("subject_id"),
        integer("sequence"),
        integer("at"),
        words("actor"),
        bytes("actor_id"),
        words("kind"),
        words("data"),
        bytes("previous"),
    ];
    let mut all = Vec::new();
    for field in fields {
        all.extend((field.len() as u64).to_be_bytes());
        all.extend(field);
    }
    all
}

/// Each chain ends where its head says.
fn heads(
    database: &Database,
    chains: &BTreeMap<Subject, Vec<[u8; 32]>>,
    violations: &mut Vec<String>,
) -> Outcome {
    let (id, hash) = (database.id("subject_id"), database.hex("hash"));
    let rows = database.rows(&format!("SELECT subject, {id}, sequence, {hash} FROM audit_head"))?;
    if rows.len() != chains.len() {
        violations.push(format!("INV8: {} heads of {} chains", rows.len(), chains.len()));
    }
    for row in rows {
        let subject = (text(&row, "subject_id").to_owned(), text(&row, "subject").to_owned());
        let chain = chains.get(&subject).map(Vec::as_slice).unwrap_or_default();
        let last = chain.last().map(hex::encode).unwrap_or_default();
        let ends_there = number(&row, "sequence") == i64::try_from(chain.len()).ok();
        if !ends_there || text(&row, "hash") != last {
            violations.push(format!("INV8: a head that is not its chain's ({})", subject.0));
        }
    }
    Ok(())
}

/// Every event is one leaf, and the signed head has the root of all leaves.
fn tree(
    database: &Database,
    chains: &BTreeMap<Subject, Vec<[u8; 32]>>,
    violations: &mut Vec<String>,
) -> Outcome {
    let id = database.id("subject_id");
    let query = format!("SELECT subject, {id}, sequence FROM log_leaf ORDER BY leaf");
    let mut leaves = Vec::new();
    for row in database.rows(&query)? {
        let subject = (text(&row, "subject_id").to_owned(), text(&row, "subject").to_owned());
        let place = number(&row, "sequence").and_then(|n| usize::try_from(n - 1).ok());
        let event = chains.get(&subject).zip(place).and_then(|(chain, place)| chain.get(place));
        match event {
            Some(hash) => leaves.push(node(0, hash, &[])),
            None => violations.push(format!("INV8: a leaf without its event ({})", subject.0)),
        }
    }
    let events: usize = chains.values().map(Vec::len).sum();
    if leaves.len() != events {
        violations.push(format!("INV8: {} leaves of {events} events", leaves.len()));
    }
    let head = database.rows("SELECT checkpoint FROM log_head")?;
    let checkpoint = head.first().map(|row| text(row, "checkpoint").to_owned()).unwrap_or_default();
    let mut lines = checkpoint.lines().skip(1);
    let (size, signed) = (lines.next().unwrap_or("0"), lines.next().unwrap_or_default());
    if size != leaves.len().to_string() || signed != BASE64_STANDARD.encode(root(&leaves)) {
        violations.push(format!("INV8: the signed head is of {size} leaves, or of others"));
    }
    Ok(())
}

/// The root of a Merkle tree (RFC 9162, section 2.1.1).
fn root(leaves: &[[u8; 32]]) -> [u8; 32] {
    match leaves {
        [] => Sha256::digest([]).into(),
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(leaves.len().next_power_of_two() / 2);
            node(1, &root(left), &root(right))
        }
    }
}

fn node(kind: u8, left: &[u8], right: &[u8]) -> [u8; 32] {
    Sha256::new().chain_update([kind]).chain_update(left).chain_update(right).finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::run::top;
    use crate::world::browser::between;
    use serde_json::json;

    // INV8
    #[test]
    fn an_event_and_a_tree_are_hashed_as_the_page_on_evidence_says() {
        let page = std::fs::read_to_string(top().join("docs/evidence.md")).unwrap();
        let vectors =
            page.split("```vector\n").skip(1).map(|rest| rest.split("```").next().unwrap());
        let mut leaves = Vec::new();
        for vector in vectors {
            let field =
                |name: &str| between(vector, &format!("{name}: "), "\n").unwrap_or_default();
            let row = json!({
                "subject": field("subject"),
                "subject_id": field("subject_id").replace('-', ""),
                "sequence": field("sequence").parse::<i64>().unwrap(),
                "at": field("\nat").parse::<i64>().unwrap(),
                "actor": field("actor"),
                "actor_id": field("actor_id").replace('-', ""),
                "kind": field("kind"),
                "data": field("data"),
                "previous": field("previous"),
            });
            assert_eq!(hex::encode(canonical(&row)), field("bytes"));
            let hash: [u8; 32] = Sha256::digest(canonical(&row)).into();
            assert_eq!(hex::encode(hash), field("\nhash"));
            leaves.push(node(0, &hash, &[]));
        }
        assert_eq!(leaves.len(), 2);
        assert!(page.contains(&format!("\n2\n{}\n", BASE64_STANDARD.encode(root(&leaves)))));
    }
}
