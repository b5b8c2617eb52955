//! A database of every schema that was released is brought up to date and read.
//!
//! `data/` has a file for each schema, named after its last migration. The file of the newest one is
//! made anew by
//! `WARIIN_MAKE_DATABASE=1 cargo test -p wariin-adapters --test it upgrade`, until it is released.

mod access_codes;

use crate::databases::master;
use crate::idp_storage::{connected, id_token, login};
use crate::people::{NOW, account, after, by_totp, consent, draft, kept};
use sea_orm::{ConnectionTrait, Database, DatabaseConnection, DbBackend, Statement};
use std::fs;
use std::path::{Path, PathBuf};
use wariin_adapters::{KeptCertificate, NodeRole, SqlDatabase};
use wariin_domain::{
    Account, DeletedDocument, DeletedRecipient, DocumentStatus, EmailAddress, Events, FileDigest,
    Job, KeptProof, RecipientState, Recovery, RecoveryCause, RetentionPolicy, SealMark, SealProof,
    SealedPart, Session, SessionKey, SignIn, SignInMethod, Span, Title, Uuid, fixtures,
};
use wariin_ports::{
    AuditProblem, CertificateOrders, Checkpoints, Delivery, DocumentFilter, DocumentOrder,
    DocumentQuery, DocumentScope, DocumentSearch, IssuedCertificate, JobQueue, Queue, Storage,
    TransparencyLog, Views,
};

const OWNER: &str = "owner@example.jp";
const SESSION: SessionKey = SessionKey::new([9; 32]);

fn data() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data")
}

#[tokio::test]
async fn a_database_of_each_released_schema_is_brought_up_to_date_and_read() {
    if std::env::var_os("WARIIN_MAKE_DATABASE").is_some() {
        make_newest().await;
    }
    let mut read = 0;
    for entry in fs::read_dir(data()).unwrap().flatten() {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy.db");
        fs::write(&copy, fs::read(entry.path()).unwrap()).unwrap();
        println!("{}", entry.path().display());
        let database = SqlDatabase::open_sqlite(&copy, &master()).await.unwrap();
        expect_whole(&database).await;
        read += 1;
    }
    assert!(read > 0, "there is no database to read");
}

/// What [`fill`] has written is there.
async fn expect_whole(database: &SqlDatabase) {
    let mut tx = database.begin().await.unwrap();
    let email = EmailAddress::parse(OWNER).unwrap();
    let owner = tx.accounts().find_by_email(&email).await.unwrap().unwrap();
    let session = tx.sessions().find(SESSION).await.unwrap().unwrap();
    assert_eq!(session.sign_in.map(|sign_in| sign_in.account()), Some(owner.id));
    assert_eq!(session.idp.map(|origin| origin.login), Some(login("taro")));
    drop(tx);

    let query = DocumentQuery {
        scope: DocumentScope::Own(owner.id, owner.membership.organisation().unwrap()),
        filter: DocumentFilter::All,
        search: DocumentSearch { text: Some("業務委託".into()), ..DocumentSearch::default() },
        order: DocumentOrder::Updated,
        after: None,
        limit: 10,
    };
    let rows = database.documents(&query).await.unwrap().rows;
    assert_eq!(rows.len(), 2);
    let mut drafts = 0;
    for row in rows {
        let document = database.document(row.id).await.unwrap().unwrap();
        assert_eq!((document.files.len(), document.recipients.len()), (2, 2));
        match document.status {
            DocumentStatus::Draft => drafts += 1,
            DocumentStatus::AwaitingConsent { .. } => {
                let states = document.recipients.iter().map(|recipient| &recipient.state);
                let states: Vec<_> = states.collect();
                // Earlier releases did not keep with which sign-in a document was sent.
                let kept = document.sent_by.as_ref().map(SignIn::account);
                assert!(kept.is_none_or(|account| account == owner.id));
                assert_eq!(document.policy.seal_mark, SealMark::Shown);
                let consented = matches!(states[0], RecipientState::Consented(_));
                assert!(consented && matches!(states[1], RecipientState::Invited { .. }));
                assert_eq!(database.id_tokens(document.id).await.unwrap().len(), 1);
                assert!(!database.timeline(document.id).await.unwrap().is_empty());
                let jobs = database.claim(Queue::Email, after(9), Span::minutes(1), 9).await;
                let jobs: Vec<_> = jobs.unwrap().into_iter().map(|job| job.job).collect();
                assert!(jobs.contains(&Job::Invite {
                    document: document.id,
                    recipient: document.recipients[1].id,
                    generation: 1
                }));
            }
            other => panic!("a document is {}", other.name()),
        }
    }
    assert_eq!(drafts, 1);

    let templates = database.templates(owner.membership.organisation().unwrap()).await.unwrap();
    assert_eq!((templates.len(), templates[0].recipients.len()), (1, 2));
    let connections =
        database.idp_connections(Some(owner.membership.organisation().unwrap())).await.unwrap();
    let mut tx = database.begin().await.unwrap();
    let client = tx.idp_connections().client(connections[0].id).await.unwrap().unwrap();
    assert!(client.connection.is_on() && client.secret.0 == "s3cret-canary");
    drop(tx);
    if let Some(recovered) = database.newest_recovery().await.unwrap() {
        assert_eq!(recovered, recovery());
        let mut tx = database.begin().await.unwrap();
        assert_eq!(tx.orphans().noted().await.unwrap(), [(FileDigest::new([5; 32]), NOW)]);
    }
    let own = database.organisation(owner.membership.organisation().unwrap()).await.unwrap();
    assert_eq!(own.unwrap().retention, RetentionPolicy::default(), "for ever");
    if let Some(left) = database.deleted_document(Uuid::from_u128(30).into()).await.unwrap() {
        assert_eq!(left, left_of(&owner));
    }
    let certificate = kept_certificate(database).certificate().await.unwrap();
    assert!(certificate.is_none_or(|kept| kept == issued()));
    // What `fill` keeps as a cosignature is none, in databases that have any.
    let mut problems = database.verify_audit().await.unwrap().problems;
    problems.retain(|problem| !matches!(problem, AuditProblem::Cosignature { witness, .. } if witness == "witness"));
    assert_eq!(problems, []);
    // Databases of before say nothing of master keys; this one takes them up.
    database.take_up_keys(NOW).await.unwrap();
    assert_eq!(database.keys_in_use(NOW).await.unwrap().keys, [(master().newest(), NOW)]);
}

// SF-07
#[tokio::test]
async fn a_weak_session_of_an_account_with_a_factor_awaits_its_code_after_the_upgrade() {
    for (confirmed_at, awaits_code) in [("1", true), ("NULL", false)] {
        let folder = tempfile::tempdir().unwrap();
        let copy = folder.path().join("copy.db");
        fs::write(&copy, fs::read(data().join("m0001_initial.sqlite")).unwrap()).unwrap();
        let before = Database::connect(format!("sqlite://{}", copy.display())).await.unwrap();
        let factor = format!(
            "INSERT INTO factor SELECT randomblob(16), id, 'phone', 'totp', x'00', 0, x'00', \
             {confirmed_at}, NULL, 0, NULL FROM account WHERE email = '{OWNER}'"
        );
        let session = format!(
            "INSERT INTO session (key, began_at, seen_at, account_id, method, method_at) \
             SELECT zeroblob(32), 0, 0, id, 'password', 0 FROM account WHERE email = '{OWNER}'"
        );
        let weak = "UPDATE session SET idp_login = replace(idp_login, '\"is_strong\":true', '\"is_strong\":false') \
             WHERE method = 'idp' AND (SELECT count(*) FROM factor WHERE confirmed_at > 0) > 0";
        for statement in [factor, session, weak.to_owned()] {
            before.execute_unprepared(&statement).await.unwrap();
        }
        before.close().await.unwrap();

        let database = SqlDatabase::open_sqlite(&copy, &master()).await.unwrap();
        let mut tx = database.begin().await.unwrap();
        let by_password = tx.sessions().find(SessionKey::new([0; 32])).await.unwrap().unwrap();
        assert_eq!(by_password.awaiting_code.is_some(), awaits_code);
        assert_eq!(by_password.sign_in.is_some(), !awaits_code);
        let by_idp = tx.sessions().find(SESSION).await.unwrap().unwrap();
        assert_eq!(by_idp.awaiting_code.is_some(), awaits_code, "a weak login at a provider too");
    }
}

fn recovery() -> Recovery {
    let (number, begun_at, cause) = (1, NOW, RecoveryCause::Restore);
    let (events, witnessed, finished_at) = (40, Some(52), Some(NOW));
    Recovery { number, begun_at, cause, events, witnessed, finished_at }
}

/// What is left of a document that was deleted.
fn left_of(owner: &Account) -> DeletedDocument {
    let organisation = owner.membership.organisation().unwrap();
    let recipient = DeletedRecipient {
        id: fixtures::id(31),
        account: Some(owner.id),
        organisation: Some(organisation),
    };
    DeletedDocument {
        id: Uuid::from_u128(30).into(),
        organisation,
        sender: owner.id,
        deleted_at: after(4),
        concluded_at: Some(NOW),
        concluded: vec![FileDigest::new([6; 32]), FileDigest::new([7; 32])],
        recipients: vec![recipient],
    }
}

/// A little of everything.
async fn fill(database: &SqlDatabase) {
    let owner = account(database, OWNER).await;
    connected(database, &owner).await;
    let (document, events) = draft(&owner);
    kept(database, &document, events).await;
    let name = Title::parse("テンプレート").unwrap();
    let by = by_totp(owner.id);
    let (template, events) =
        document.save_as_template(Uuid::from_u128(1).into(), name, &by, NOW).unwrap();
    let (sent, drafted) = draft(&owner);
    let mut sent = kept(database, &sent, drafted).await;
    let events_of_sending = sent.send(&by, after(1)).unwrap();
    let mut sent = kept(database, &sent, events_of_sending).await;
    let consented = consent(&mut sent, 0, after(2));
    kept(database, &sent, consented).await;
    let (gone, drafted) = draft(&owner);
    let gone = kept(database, &gone, drafted).await;
    let left = left_of(&owner);
    let mut tx = database.begin().await.unwrap();
    tx.documents().remove(&gone, &left, Events::none()).await.unwrap();
    tx.commit().await.unwrap();

    let method = SignInMethod::Idp { at: NOW, login: login("taro") };
    let sign_in = SignIn::new(owner.id, method);
    let (session, signed_in) = Session::begin(SESSION, NOW).signed_in(SESSION, sign_in, false, NOW);
    let mut tx = database.begin().await.unwrap();
    tx.templates().save(&template, events).await.unwrap();
    tx.sessions().add(&session, signed_in).await.unwrap();
    tx.authorization_requests().keep_id_token(&id_token(sent.id)).await.unwrap();
    let delivery = Delivery {
        session: SESSION,
        recipient: sent.recipients[1].id,
        file: sent.files[0].id,
        pages: vec![1, 2],
        at: NOW,
    };
    tx.shown_pages().add(&delivery).await.unwrap();
    tx.recoveries().save(&recovery(), Events::none()).await.unwrap();
    tx.orphans().note(&[FileDigest::new([5; 32])], NOW).await.unwrap();
    let part = SealedPart { document: sent.id, file: None };
    let proof = SealProof { stamped_at: NOW, until: after(900) };
    let proof = KeptProof::of_sealed(part, FileDigest::new([6; 32]), Some(proof));
    tx.seal_proofs().keep(&proof).await.unwrap();
    tx.commit().await.unwrap();
    database.integrate().await.unwrap();
    database.publish(after(3)).await.unwrap();
    let size = database.newest().await.unwrap().unwrap().size;
    database.keep_cosignature(size, "witness", "— witness AAAA").await.unwrap();
    database.take_up_keys(NOW).await.unwrap();
    database.note_key_node(NOW).await.unwrap();
    database.note_node(NodeRole::All, "0.1.0", "a1", NOW).await.unwrap();
    let kept = kept_certificate(database);
    kept.take_on(NOW, Span::minutes(1)).await.unwrap();
    kept.keep_account("account", NOW).await.unwrap();
    kept.answer("sign.example.jp", [8; 32], after(5)).await.unwrap();
    kept.issued(&issued(), NOW, after(600)).await.unwrap();
}

fn kept_certificate(database: &SqlDatabase) -> KeptCertificate {
    database.kept_certificate("https://acme.example/", &["sign.example.jp".to_owned()])
}

fn issued() -> IssuedCertificate {
    let (chain, key) = ("chain".to_owned(), "key".to_owned().into());
    IssuedCertificate { chain, key, until: after(900) }
}

/// Makes the file of the newest schema, with small pages and no log beside it.
async fn make_newest() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("new.db");
    fill(&SqlDatabase::open_sqlite(&file, &master()).await.unwrap()).await;
    let db = Database::connect(format!("sqlite://{}", file.display())).await.unwrap();
    let made = data().join(format!("{}.sqlite", newest_migration(&db).await));
    let _ = fs::remove_file(&made);
    let vacuum = format!("PRAGMA page_size = 512; VACUUM INTO '{}'", made.display());
    db.execute_unprepared(&vacuum).await.unwrap();
    db.close().await.unwrap();
    println!("made {}", made.display());
}

async fn newest_migration(db: &DatabaseConnection) -> String {
    let sql = "SELECT max(version) AS version FROM seaql_migrations";
    let statement = Statement::from_string(DbBackend::Sqlite, sql);
    db.query_one_raw(statement).await.unwrap().unwrap().try_get("", "version").unwrap()
}
