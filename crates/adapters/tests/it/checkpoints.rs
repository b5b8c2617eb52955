//! Published checkpoints: what is published, tiles, and comparing the log with what was kept elsewhere.

use crate::audit::{one_more, with_events};
use crate::databases::{TestDatabase, on_each, sqlite, with_key};
use crate::people::{after, draft, kept};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{Signer, SigningKey};
use sea_orm::ConnectionTrait;
use sha2::{Digest, Sha256};
use wariin_domain::LogTile;
use wariin_ports::{
    AuditLocation, AuditProblem, Checkpoints, Publication, PublishedCheckpoint, TransparencyLog,
    Views,
};

/// Publishes what there is.
pub(crate) async fn published(test: &TestDatabase, minute: u32) -> PublishedCheckpoint {
    test.database.integrate().await.unwrap();
    match test.database.publish(after(minute)).await.unwrap() {
        Publication::New(checkpoint) => checkpoint,
        other => panic!("{other:?}"),
    }
}

/// The verifier key of a witness, written from C2SP `tlog-cosignature`.
pub(crate) fn witness(seed: u8, name: &str) -> (SigningKey, String, [u8; 4]) {
    let key = SigningKey::from_bytes(&[seed; 32]);
    let public = [&[4], key.verifying_key().as_bytes().as_slice()].concat();
    let digest = Sha256::digest([name.as_bytes(), b"\n", &public].concat());
    let id = [digest[0], digest[1], digest[2], digest[3]];
    (key, format!("{name}+{}+{}", hex::encode(id), STANDARD.encode(public)), id)
}

/// The line of a witness with this name under a checkpoint.
pub(crate) fn cosignature(seed: u8, name: &str, note: &str) -> String {
    let (key, _, id) = witness(seed, name);
    let (text, _) = note.rsplit_once("\n\n").unwrap();
    let time = 1_790_000_000_u64;
    let signed = key.sign(format!("cosignature/v1\ntime {time}\n{text}\n").as_bytes());
    let bytes = [&id[..], &time.to_be_bytes(), &signed.to_bytes()].concat();
    format!("— {name} {}", STANDARD.encode(bytes))
}

/// The verifier key of a witness of its own name for each seed, and its line under a checkpoint.
pub(crate) fn cosigned_by(seed: u8, note: &str) -> (String, String) {
    let name = format!("witness.example/w{seed}");
    (witness(seed, &name).1, cosignature(seed, &name, note))
}

// EV-01
#[tokio::test]
async fn a_checkpoint_is_published_once_for_what_happened_and_each_extends_the_one_before() {
    on_each(async |test| {
        let database = &test.database;
        assert_eq!(database.newest().await.unwrap(), None);
        assert_eq!(database.publish(after(0)).await.unwrap(), Publication::Unchanged);
        let owner = with_events(test).await;
        let first = published(test, 1).await;
        assert_eq!((first.size, first.at), (12, after(1)));
        assert_eq!(database.checkpoint().await.unwrap().unwrap(), first.note);
        assert_eq!(database.publish(after(2)).await.unwrap(), Publication::Unchanged);
        one_more(test, &owner, 20).await.unwrap();
        assert_eq!(database.publish(after(3)).await.unwrap(), Publication::Unchanged);
        let second = published(test, 4).await;
        assert_eq!(second.size, 13);
        assert_eq!(database.newest().await.unwrap(), Some(second));
        assert_eq!(database.proof(12, 13).await.unwrap().len(), 3);
        assert_eq!(database.verify_audit().await.unwrap().problems, []);
    })
    .await;
}

// EV-01
#[tokio::test]
async fn nothing_is_published_behind_a_checkpoint_that_the_log_does_not_extend() {
    on_each(async |test| {
        let owner = with_events(test).await;
        let intruder = test.intruder().await;
        test.database.integrate().await.unwrap();
        for table in ["log_leaf", "log_node", "log_head", "audit_event", "audit_head"] {
            let copy = format!("CREATE TABLE old_{table} AS SELECT * FROM {table}");
            intruder.execute_unprepared(&copy).await.unwrap();
        }
        one_more(test, &owner, 20).await.unwrap();
        let first = published(test, 1).await;
        // Everything but what was published is set back, and the service goes on with another event.
        for table in ["log_leaf", "log_node", "log_head", "audit_event", "audit_head"] {
            for sql in [
                format!("DELETE FROM {table}"),
                format!("INSERT INTO {table} SELECT * FROM old_{table}"),
            ] {
                intruder.execute_unprepared(&sql).await.unwrap();
            }
        }
        let refused = |events| Publication::Inconsistent { published: 13, events };
        assert_eq!(test.database.publish(after(2)).await.unwrap(), refused(12));
        for minute in 21..24 {
            one_more(test, &owner, minute).await.unwrap();
        }
        test.database.integrate().await.unwrap();
        assert_eq!(test.database.publish(after(3)).await.unwrap(), refused(15));
        assert_eq!(test.database.newest().await.unwrap(), Some(first));
        let problems = test.database.verify_audit().await.unwrap().problems;
        assert_eq!(problems, [AuditProblem::Published(13)]);
    })
    .await;
}

// EV-01
#[tokio::test]
async fn the_log_is_compared_with_checkpoints_that_were_kept_and_the_rewriting_is_located() {
    on_each(async |test| {
        let owner = with_events(test).await;
        let mut notes = vec![published(test, 1).await.note];
        for minute in 20..24 {
            one_more(test, &owner, minute).await.unwrap();
            notes.push(published(test, minute).await.note);
        }
        let whole = test.database.compare(&notes).await.unwrap();
        assert_eq!((whole.extended, whole.problems), (5, vec![]));
        let foreign = with_key([7; 32]).await;
        with_events(&foreign).await;
        let foreign = published(&foreign, 1).await.note;
        let compared = test.database.compare(&[notes[4].clone(), foreign]).await.unwrap();
        assert_eq!(compared.extended, 1);
        assert!(matches!(&compared.problems[..], [AuditProblem::Foreign { events: 12, .. }]));

        // The leaf of the fifteenth event.
        let intruder = test.intruder().await;
        let sql = "UPDATE log_node SET hash = (SELECT hash FROM log_node WHERE position = 0) \
            WHERE position = 25";
        intruder.execute_unprepared(sql).await.unwrap();
        let compared = test.database.compare(&notes).await.unwrap();
        assert_eq!(compared.extended, 3);
        assert_eq!(compared.problems, [AuditProblem::Rewritten { good: 14, counted: 15 }]);
    })
    .await;
}

// EV-01
#[tokio::test]
async fn a_database_that_was_set_back_as_a_whole_is_found_by_a_later_checkpoint() {
    let test = sqlite().await;
    let owner = with_events(&test).await;
    let first = published(&test, 1).await.note;
    one_more(&test, &owner, 20).await.unwrap();
    let later = published(&test, 20).await.note;
    let intruder = test.intruder().await;
    for sql in [
        "DELETE FROM checkpoint WHERE size > 12",
        "DELETE FROM log_leaf WHERE leaf >= 12",
        "DELETE FROM log_node WHERE position > (SELECT max(position) FROM log_node) - 1",
    ] {
        intruder.execute_unprepared(sql).await.unwrap();
    }
    let sql = format!("UPDATE log_head SET checkpoint = '{first}'");
    intruder.execute_unprepared(&sql).await.unwrap();
    let compared = test.database.compare(&[later, first]).await.unwrap();
    assert_eq!(compared.extended, 1);
    assert_eq!(compared.problems, [AuditProblem::SetBack { found: 12, counted: 13 }]);
}

// EV-01
#[tokio::test]
async fn what_others_attest_is_kept_once_and_belongs_to_one_checkpoint() {
    on_each(async |test| {
        let (database, owner) = (&test.database, with_events(test).await);
        let first = published(test, 1).await;
        assert_eq!(database.cosigned_by("a").await.unwrap(), 0);
        for line in ["— a 1", "— a 2"] {
            database.keep_cosignature(12, "a", line).await.unwrap();
            database.keep_cosignature(12, "b", "— b 1").await.unwrap();
        }
        for token in [[1], [2]] {
            database.keep_timestamp(12, &token).await.unwrap();
        }
        let newest = database.newest().await.unwrap().unwrap();
        assert_eq!(newest.cosignatures, ["— a 1", "— b 1"]);
        assert_eq!(newest.timestamp.as_deref(), Some(&[1][..]));
        assert_eq!(newest.cosigned(), format!("{}— a 1\n— b 1\n", first.note));
        one_more(test, &owner, 20).await.unwrap();
        published(test, 20).await;
        let newest = database.newest().await.unwrap().unwrap();
        assert_eq!((newest.cosignatures, newest.timestamp), (vec![], None));
        assert_eq!(database.cosigned_by("a").await.unwrap(), 12);
        assert!(database.keep_cosignature(99, "a", "— a 1").await.is_err());
    })
    .await;
}

// EV-01
#[tokio::test]
async fn a_checkpoint_cosignature_or_timestamp_that_is_none_is_found_and_located() {
    on_each(async |test| {
        let (database, owner) = (&test.database, with_events(test).await);
        let first = published(test, 1).await;
        let (witness, line) = cosigned_by(7, &first.note);
        database.keep_cosignature(12, &witness, &line).await.unwrap();
        one_more(test, &owner, 20).await.unwrap();
        let kept = database.newest().await.unwrap().unwrap().cosigned();
        published(test, 20).await;
        assert_eq!(database.verify_audit().await.unwrap().problems, []);
        assert_eq!(database.compare(std::slice::from_ref(&kept)).await.unwrap().problems, []);

        database.keep_timestamp(13, &[0x30, 0]).await.unwrap();
        // The line of one checkpoint is none of another.
        database.keep_cosignature(13, &witness, &line).await.unwrap();
        let named = || "witness.example/w7".to_owned();
        let problems = database.verify_audit().await.unwrap().problems;
        let expected =
            [AuditProblem::Cosignature { size: 13, witness: named() }, AuditProblem::Timestamp(13)];
        assert_eq!(problems, expected);
        let at = |n: usize| problems[n].location();
        assert_eq!(at(0), AuditLocation::Cosignature { size: 13, witness: named() });
        assert_eq!(at(1), AuditLocation::Checkpoint(13));

        let intruder = test.intruder().await;
        for sql in ["DELETE FROM cosignature", "DELETE FROM checkpoint"] {
            intruder.execute_unprepared(sql).await.unwrap();
        }
        assert_eq!(database.verify_audit().await.unwrap().problems, []);
        let lost = [
            AuditProblem::Unpublished(12),
            AuditProblem::CosignatureGone { size: 12, witness: named() },
        ];
        assert_eq!(database.compare(&[kept]).await.unwrap().problems, lost);
        // A head of the log that was never published shows nothing.
        assert_eq!(database.compare(&[first.note]).await.unwrap().problems, []);
    })
    .await;
}

// EV-01
#[tokio::test]
async fn tiles_of_the_published_tree_give_its_root_and_nothing_beyond_it() {
    let test = sqlite().await;
    let owner = with_events(&test).await;
    let mut minute = 20;
    while test.database.verify_audit().await.unwrap().events < 300 {
        let (document, events) = draft(&owner);
        kept(&test.database, &document, events).await;
        if minute < 40 {
            one_more(&test, &owner, minute).await.unwrap();
            minute += 1;
        }
    }
    let head = published(&test, 41).await;
    let (document, events) = draft(&owner);
    kept(&test.database, &document, events).await;
    test.database.integrate().await.unwrap();
    let tile = async |level: &str, path: &str| {
        test.database.tile(LogTile::parse(level, path).unwrap()).await.unwrap()
    };
    let rest = head.size - 256;
    let full = tile("0", "000").await.unwrap();
    let partial = tile("0", &format!("001.p/{rest}")).await.unwrap();
    assert_eq!(tile("0", &format!("001.p/{}", rest + 1)).await, None, "it is not published yet");
    assert_eq!(tile("0", "000.p/7").await.unwrap(), full[..7 * 32]);
    assert_eq!(tile("1", "000.p/1").await.unwrap(), root_of(&full));
    assert_eq!(tile("2", "000.p/1").await, None);
    let node = |left: &[u8], right: &[u8]| Sha256::digest([&[1], left, right].concat()).to_vec();
    let root = node(&root_of(&full), &root_of(&partial));
    assert_eq!(head.note.lines().nth(2).unwrap(), STANDARD.encode(root));
}

/// The root over the hashes of leaves (RFC 9162, section 2.1.1).
fn root_of(hashes: &[u8]) -> Vec<u8> {
    let count = hashes.len() / 32;
    if count == 1 {
        return hashes.to_vec();
    }
    let (left, right) = hashes.split_at(32 * (count.next_power_of_two() / 2));
    Sha256::digest([&[1], &root_of(left)[..], &root_of(right)[..]].concat()).to_vec()
}
