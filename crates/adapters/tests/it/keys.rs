//! Changing the master key while the service runs, on both databases.

use crate::databases::{TestDatabase, on_each};
use crate::idp_storage::{connected, id_token};
use crate::people::{NOW, account, after, draft, event, kept};
use crate::storage::pending;
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use std::thread;
use tokio::runtime::Builder;
use wariin_adapters::{
    Authenticator, KeyId, KeyProblem, KeyUse, MasterKey, Rotation, SqlDatabase, TotpFactors,
};
use wariin_domain::{
    Account, CertificateWarning, DocumentId, Factor, IdpConnectionId, ServiceCertificate, Span,
};
use wariin_ports::{
    CertificateOrders, CertificateWarnings, IssuedCertificate, SeedOwner, Storage, StorageError,
    TotpAuthenticator, TransparencyLog, Views,
};

const OLD: &str = "2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a2a";
const NEW: &str = "0707070707070707070707070707070707070707070707070707070707070707";

fn both() -> String {
    format!("{OLD}\n{NEW}\n")
}

fn announced() -> String {
    format!("{OLD}\nnext {NEW}\n")
}

fn new_only() -> String {
    format!("retired {OLD}\n{NEW}\n")
}

fn id_of(line: &str) -> KeyId {
    MasterKey::parse(line).unwrap().newest()
}

/// What is kept under the master key.
struct Kept {
    owner: Account,
    factor: Factor,
    code: String,
    connection: IdpConnectionId,
    document: DocumentId,
}

/// A row of each table that rests on the master key, written under the old one.
async fn filled(test: &TestDatabase) -> Kept {
    let database = test.under(OLD, "one").await;
    database.take_up_keys(NOW).await.unwrap();
    let owner = account(&database, "owner@example.jp").await;
    let connection = connected(&database, &owner).await.id;
    let (document, events) = draft(&owner);
    let document = kept(&database, &document, events).await.id;
    let factor = pending(owner.id);
    let totp = TotpFactors::new(&MasterKey::parse(OLD).unwrap(), "Test");
    let seed = totp.new_seed(of(&factor)).unwrap();
    let enrolment = totp.enrolment(&seed, of(&factor), &owner.email).unwrap();
    let code = Authenticator::scan(&enrolment.uri).unwrap().code(NOW);
    let mut tx = database.begin().await.unwrap();
    tx.factors().begin(&factor, &seed).await.unwrap();
    tx.authorization_requests().keep_id_token(&id_token(document)).await.unwrap();
    tx.commit().await.unwrap();
    database.integrate().await.unwrap();
    let certificate = database.kept_certificate("https://acme.example/", &["a.example".into()]);
    certificate.take_on(NOW, Span::minutes(1)).await.unwrap();
    certificate.keep_account("account", NOW).await.unwrap();
    let key = "key".to_owned().into();
    let issued = IssuedCertificate { chain: "chain".to_owned(), key, until: after(900) };
    certificate.issued(&issued, NOW, after(600)).await.unwrap();
    Kept { owner, factor, code, connection, document }
}

fn of(factor: &Factor) -> SeedOwner {
    SeedOwner { account: factor.account, factor: factor.id }
}

async fn one_more(database: &SqlDatabase, owner: &Account) -> Result<(), StorageError> {
    let mut tx = database.begin().await?;
    tx.audit().append(event(owner, 1)).await?;
    tx.commit().await
}

/// Everything is read, verified and written on by a process with this key file.
async fn expect_whole(database: &SqlDatabase, keys: &str, kept: &Kept) {
    let mut tx = database.begin().await.unwrap();
    let client = tx.idp_connections().client(kept.connection).await.unwrap().unwrap();
    assert_eq!(client.secret.0, "s3cret-canary");
    let seed = tx.factors().pending(kept.owner.id).await.unwrap().unwrap().seed;
    drop(tx);
    let totp = TotpFactors::new(&MasterKey::parse(keys).unwrap(), "Test");
    assert!(totp.matching_step(&seed, of(&kept.factor), &kept.code, NOW).unwrap().is_some());
    assert_eq!(database.id_tokens(kept.document).await.unwrap().len(), 1);
    one_more(database, &kept.owner).await.unwrap();
    database.integrate().await.unwrap();
    assert_eq!(database.verify_audit().await.unwrap().problems, []);
}

fn silent(_: &Rotation) {}

// EV-02
#[tokio::test]
async fn every_row_comes_under_the_newest_key_and_the_old_one_is_not_needed_any_more() {
    on_each(async |test| {
        let kept = filled(test).await;
        let log = test.database.verifier_key();
        let node = test.under(&both(), "one").await;
        node.take_up_keys(after(1)).await.unwrap();
        node.note_key_node(after(1)).await.unwrap();
        expect_whole(&node, &both(), &kept).await;

        let mut told = Vec::new();
        let mut tell = |rotation: &Rotation| told.push(rotation.clone());
        let rotated = node.rotate_keys(after(2), &mut tell).await.unwrap();
        assert_eq!((rotated.free, rotated.taken_up), (vec![id_of(OLD)], vec![]));
        assert!(rotated.tables.iter().all(|table| table.renewed > 0 && table.foreign == 0));
        assert!(rotated.tables.iter().all(|table| told.contains(table)), "the progress is told");
        let events = rotated.tables.iter().find(|table| table.table == "audit_event").unwrap();
        assert_eq!((events.read, events.rows), (events.rows, events.read));
        let in_use = node.keys_in_use(after(2)).await.unwrap();
        assert_eq!(in_use.keys.iter().map(|(key, _)| *key).collect::<Vec<_>>(), [id_of(NEW)]);

        let again = node.rotate_keys(after(2), &mut silent).await.unwrap();
        assert!(again.tables.iter().all(|table| table.renewed == 0), "nothing is done twice");

        let after_it = test.under(&new_only(), "one").await;
        after_it.take_up_keys(after(3)).await.unwrap();
        expect_whole(&after_it, &new_only(), &kept).await;
        assert_eq!(after_it.verifier_key(), log, "it is the same log");
        let old = test.under(OLD, "other").await;
        assert!(old.verify_audit().await.unwrap().problems.len() > 5, "no code is the old key's");
    })
    .await;
}

// EV-02
#[tokio::test]
async fn a_start_without_a_key_that_rows_need_is_refused_by_its_name() {
    on_each(async |test| {
        filled(test).await;
        let missing = async |keys: &str| {
            let node = test.under(keys, "one").await;
            node.take_up_keys(after(1)).await.unwrap_err()
        };
        let refused = missing(&new_only()).await;
        assert!(matches!(refused, KeyProblem::Missing(key) if key == id_of(OLD)), "{refused}");
        assert!(refused.to_string().contains(&id_of(OLD).to_string()));
        let refused = missing(&format!("{NEW}\n{OLD}")).await;
        let log = test.database.verifier_key();
        let name = log.split_once('+').unwrap().0;
        assert!(matches!(&refused, KeyProblem::OtherLog(was) if was == name), "{refused}");

        let both = test.under(&both(), "one").await;
        both.take_up_keys(after(2)).await.unwrap();
        let before = missing(OLD).await;
        assert!(matches!(before, KeyProblem::Missing(key) if key == id_of(NEW)), "{before}");
    })
    .await;
}

// EV-02
#[tokio::test]
async fn a_process_with_the_key_file_of_before_reads_what_the_other_writes_or_stops_it() {
    on_each(async |test| {
        let kept = filled(test).await;
        let before = test.under(OLD, "one").await;
        before.note_key_node(after(1)).await.unwrap();
        let node = test.under(&both(), "two").await;
        let refused = node.take_up_keys(after(1)).await.unwrap_err();
        let is_unknown = |node: &str, key| node == "one" && key == id_of(NEW);
        assert!(
            matches!(&refused, KeyProblem::Unknown { node, key } if is_unknown(node, *key)),
            "{refused}"
        );

        // Restarted with the key announced, it reads what the other one writes, and the other way round.
        let told = test.under(&announced(), "one").await;
        told.take_up_keys(after(2)).await.unwrap();
        told.note_key_node(after(2)).await.unwrap();
        node.take_up_keys(after(2)).await.unwrap();
        node.note_key_node(after(2)).await.unwrap();
        for _ in 0..2 {
            expect_whole(&node, &both(), &kept).await;
            expect_whole(&told, &announced(), &kept).await;
        }
        let behind = node.rotate_keys(after(2), &mut silent).await.unwrap_err();
        assert!(
            matches!(&behind, KeyProblem::Behind { node, key } if node == "one" && *key == id_of(OLD)),
            "{behind}"
        );

        // It ends orderly, or is not heard of for three minutes.
        let later = if test.name == "SQLite" {
            told.forget_key_node().await.unwrap();
            after(2)
        } else {
            after(6)
        };
        let rotated = node.rotate_keys(later, &mut silent).await.unwrap();
        assert_eq!(rotated.free, [id_of(OLD)]);

        // A process that knows nothing of the key changes nothing, and says what it lacks.
        assert_eq!(before.note_key_node(after(1)).await.unwrap(), [id_of(NEW)]);
        let mut tx = before.begin().await.unwrap();
        let unreadable = tx.idp_connections().client(kept.connection).await.unwrap_err();
        let StorageError::Unavailable(why) = unreadable else { panic!("{unreadable}") };
        assert!(why.to_string().contains(&id_of(NEW).to_string()), "{why}");
        drop(tx);
        assert!(one_more(&before, &kept.owner).await.is_err());
        expect_whole(&node, &both(), &kept).await;
    })
    .await;
}

// EV-02 FA-04
#[tokio::test]
async fn a_rotation_whose_storage_fails_in_the_middle_loses_nothing_and_is_gone_on_with() {
    on_each(async |test| {
        let kept = filled(test).await;
        let node = test.under(&both(), "one").await;
        let intruder = test.intruder().await;
        let (fail, cure) = match intruder.get_database_backend() {
            DbBackend::Sqlite => (
                "CREATE TRIGGER broken BEFORE UPDATE OF mac ON audit_head BEGIN SELECT RAISE(ABORT, 'broken'); END",
                "DROP TRIGGER broken",
            ),
            _ => (
                "CREATE FUNCTION broken() RETURNS trigger AS $$ BEGIN RAISE 'broken'; END $$ LANGUAGE plpgsql;
                 CREATE TRIGGER broken BEFORE UPDATE OF mac ON audit_head FOR EACH ROW EXECUTE FUNCTION broken()",
                "DROP TRIGGER broken ON audit_head",
            ),
        };
        intruder.execute_unprepared(fail).await.unwrap();
        let failed = node.rotate_keys(after(1), &mut silent).await.unwrap_err();
        assert!(matches!(failed, KeyProblem::Storage(_)), "{failed}");
        intruder.execute_unprepared(cure).await.unwrap();
        let in_use = node.keys_in_use(after(1)).await.unwrap();
        assert_eq!(in_use.keys.len(), 2, "the old key is still needed");
        let refused = test.under(&new_only(), "one").await.take_up_keys(after(1)).await;
        assert!(matches!(refused, Err(KeyProblem::Missing(key)) if key == id_of(OLD)));
        expect_whole(&node, &both(), &kept).await;

        let rotated = node.rotate_keys(after(2), &mut silent).await.unwrap();
        let renewed: Vec<_> =
            rotated.tables.iter().map(|table| (table.table, table.renewed > 0)).collect();
        let expected = ["factor", "idp_connection", "id_token_evidence", "audit_event"];
        let expected = expected.map(|table| (table, false));
        assert_eq!(renewed[..4], expected, "what was done is not done again");
        assert_eq!(renewed[4], ("audit_head", true));
        expect_whole(&test.under(&new_only(), "one").await, &new_only(), &kept).await;
    })
    .await;
}

// EV-02
#[tokio::test(flavor = "multi_thread")]
async fn a_rotation_that_is_killed_is_gone_on_with_by_the_next() {
    on_each(async |test| {
        let kept = filled(test).await;
        for table in ["factor", "id_token_evidence", "audit_event"] {
            let node = test.under(&both(), "one").await;
            let run = tokio::spawn(async move {
                // An abort would wait for an answer that has not come yet, and there may be none such left.
                let mut end = move |rotation: &Rotation| {
                    if rotation.table == table {
                        std::panic::resume_unwind(Box::new("killed"));
                    }
                };
                node.rotate_keys(after(1), &mut end).await
            });
            assert!(run.await.unwrap_err().is_panic(), "{table}");
            let node = test.under(&both(), "one").await;
            assert_eq!(node.keys_in_use(after(1)).await.unwrap().keys.len(), 2);
            expect_whole(&node, &both(), &kept).await;
        }
        let node = test.under(&both(), "one").await;
        let rotated = node.rotate_keys(after(2), &mut silent).await.unwrap();
        assert_eq!(rotated.tables[0].renewed, 0);
        assert_eq!(rotated.free, [id_of(OLD)]);
        expect_whole(&test.under(&new_only(), "one").await, &new_only(), &kept).await;
    })
    .await;
}

// EV-02
#[tokio::test]
async fn a_key_that_is_written_under_again_meanwhile_is_not_taken_for_free() {
    on_each(async |test| {
        filled(test).await;
        let node = test.under(&both(), "one").await;
        let mut was_taken_up = false;
        let mut tell = |_: &Rotation| {
            if std::mem::replace(&mut was_taken_up, true) {
                return;
            }
            // A command of another process, with the key file of before.
            thread::scope(|scope| {
                let command = scope.spawn(|| {
                    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
                    let taken_up = async {
                        let command = test.under(&announced(), "command").await;
                        command.take_up_keys(after(2)).await.unwrap();
                    };
                    runtime.block_on(taken_up);
                });
                command.join().unwrap();
            });
        };
        let rotated = node.rotate_keys(after(1), &mut tell).await.unwrap();
        assert_eq!((rotated.free, rotated.taken_up), (vec![], vec![id_of(OLD)]));
        assert_eq!(node.keys_in_use(after(2)).await.unwrap().keys.len(), 2);
        let rotated = node.rotate_keys(after(3), &mut silent).await.unwrap();
        assert_eq!((rotated.free, rotated.taken_up), (vec![id_of(OLD)], vec![]));
    })
    .await;
}

// EV-02
#[tokio::test]
async fn a_changed_row_gets_no_new_code_and_is_counted() {
    on_each(async |test| {
        filled(test).await;
        let intruder = test.intruder().await;
        let sql = "UPDATE audit_event SET mac = hash WHERE subject = 'account' AND sequence = 1";
        let statement = Statement::from_string(intruder.get_database_backend(), sql);
        assert_eq!(intruder.execute_raw(statement).await.unwrap().rows_affected(), 1);
        let node = test.under(&both(), "one").await;
        let rotated = node.rotate_keys(after(1), &mut silent).await.unwrap();
        let foreign: Vec<_> = rotated.tables.iter().map(|table| table.foreign).collect();
        assert_eq!(foreign, [0, 0, 0, 1, 0, 0, 0]);
        let problems = node.verify_audit().await.unwrap().problems;
        assert_eq!(problems.len(), 1, "{problems:?}");
    })
    .await;
}

// O-44
#[tokio::test]
async fn every_certificate_that_seals_were_made_with_is_kept_once() {
    on_each(async |test| {
        let database = &test.database;
        let seals = [(b"first".to_vec(), 1), (b"second".to_vec(), 2), (b"first".to_vec(), 3)];
        for (certificate, minute) in &seals {
            database.keep_seal_certificate(certificate, after(*minute)).await.unwrap();
        }
        let kept = database.seal_certificates().await.unwrap();
        assert_eq!(kept, [(b"first".to_vec(), after(1)), (b"second".to_vec(), after(2))]);
    })
    .await;
}

// EV-02
#[tokio::test]
async fn a_warning_is_given_once_also_when_the_process_that_began_to_give_it_was_killed() {
    on_each(async |test| {
        let (one, other) = (test.under(OLD, "one").await, test.under(OLD, "other").await);
        let of = |days| CertificateWarning {
            certificate: ServiceCertificate::Seal,
            ends_at: after(100),
            days,
        };
        let lease = Span::minutes(10);
        assert!(one.take_on(of(60), after(1), lease).await.unwrap());
        assert!(!other.take_on(of(60), after(10), lease).await.unwrap(), "it is being given");
        assert!(other.take_on(of(60), after(11), lease).await.unwrap(), "it was not given");
        other.given(of(60), after(12)).await.unwrap();
        for minute in [12, 90] {
            assert!(!one.take_on(of(60), after(minute), lease).await.unwrap(), "it was given");
        }
        assert!(one.take_on(of(30), after(90), lease).await.unwrap(), "another one");
        let renewed = CertificateWarning { ends_at: after(200), ..of(60) };
        assert!(one.take_on(renewed, after(90), lease).await.unwrap(), "another certificate");
    })
    .await;
}

// EV-02
#[test]
fn what_a_key_is_used_for_is_told_by_its_id() {
    let ring = MasterKey::parse(&announced()).unwrap();
    assert_eq!(ring.uses(), [(id_of(OLD), KeyUse::Written), (id_of(NEW), KeyUse::Next)]);
}
