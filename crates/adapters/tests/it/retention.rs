//! A document whose time has ended goes from database and files; its history and what it was stay, on both databases.

use crate::backup::Data;
use crate::databases::{TestDatabase, master, on_each};
use crate::orphans::wired;
use crate::people::{NOW, after, by_totp, consent, kept, own};
use sea_orm::{ConnectionTrait, Statement};
use wariin_adapters::{Backup, SqlDatabase, write_backup};
use wariin_domain::{
    Account, BookkeepingDuty, DELETION_NOTICE, DeletedDocument, Document, Events, Job, Reason,
    RetentionPolicy, RetentionYears, Role, Seal, SealLevel, SealedFile, Span, Timestamp, fixtures,
};
use wariin_ports::{
    DocumentFilter, DocumentOrder, DocumentQuery, DocumentScope, DocumentSearch, Files,
    ImageFormat, KeptList, KeptQuery, PageImage, Ports, Storage, StorageError, TransparencyLog,
    Views,
};
use wariin_usecases::{
    Principal, RetentionRun, RetentionStep, apply_retention, check_files, due_retention,
    sweep_files,
};

/// When a document that is kept for one year is announced and deleted, in hours after [`NOW`]: its contract is dated
/// four days later.
const ANNOUNCED: u32 = 24 * 341;
const A_MONTH_LATER: u32 = ANNOUNCED + 24 * 30;

fn one_year() -> RetentionPolicy {
    let years = RetentionYears::new(1).unwrap();
    RetentionPolicy::new(Some(years), BookkeepingDuty::None, Some(NOW)).unwrap()
}

/// A concluded document with a file of its own, and a certificate.
async fn concluded(database: &SqlDatabase, data: &Data) -> Document {
    let mut document = data.sent(database).await;
    for place in 0..2 {
        let events = consent(&mut document, place, after(2));
        document = kept(database, &document, events).await;
    }
    let put = async |name: &str| {
        let bytes = format!("{name} of {}", document.id).into_bytes();
        Seal { digest: data.files.put(bytes).await.unwrap(), level: SealLevel::Archived }
    };
    let (seal, certificate) = (put("sealed").await, put("certificate").await);
    let sealed = SealedFile { file: document.files[0].id, seal };
    let events = document.conclude(&[sealed], after(3)).unwrap();
    let mut document = kept(database, &document, events).await;
    let events = document.issue_certificate(certificate, after(3)).unwrap();
    kept(database, &document, events).await
}

async fn with_policy(database: &SqlDatabase, sender: &Account, policy: RetentionPolicy) {
    let mut tx = database.begin().await.unwrap();
    let mut own = tx.accounts().lock_organisation(own(sender)).await.unwrap().unwrap();
    own.retention = policy;
    tx.accounts().save_organisation(&own, Events::none()).await.unwrap();
    tx.commit().await.unwrap();
}

/// How many rows of each table that knows documents are left of this one.
async fn rows_of(test: &TestDatabase, document: &Document) -> u64 {
    let db = test.intruder().await;
    let recipients = document.recipients.iter().map(|r| literal(test, r.id.into()));
    let recipients = recipients.collect::<Vec<_>>().join(", ");
    let id = literal(test, document.id.into());
    let mut rows = 0;
    for (table, column, ids) in [
        ("document", "id", &id),
        ("document_file", "document_id", &id),
        ("recipient", "document_id", &id),
        ("listing", "document_id", &id),
        ("job", "document_id", &id),
        ("seal_proof", "document_id", &id),
        ("id_token_evidence", "document_id", &id),
        ("passkey_assertion", "document_id", &id),
        ("shown_page", "recipient_id", &recipients),
        ("mailbox_code", "recipient_id", &recipients),
    ] {
        let sql = format!("SELECT count(*) AS n FROM {table} WHERE {column} IN ({ids})");
        let found = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await;
        let found: i64 = found.unwrap().unwrap().try_get("", "n").unwrap();
        rows += u64::try_from(found).unwrap();
    }
    rows
}

fn literal(test: &TestDatabase, id: wariin_domain::Uuid) -> String {
    if test.name == "SQLite" { format!("X'{}'", id.simple()) } else { format!("'{id}'") }
}

async fn listed(database: &SqlDatabase, sender: &Account) -> usize {
    let query = DocumentQuery {
        scope: DocumentScope::Managed(own(sender)),
        filter: DocumentFilter::All,
        search: DocumentSearch::default(),
        order: DocumentOrder::default(),
        after: None,
        limit: 10,
    };
    database.documents(&query).await.unwrap().rows.len()
}

fn ran(announced: u64, deleted: u64) -> RetentionRun {
    RetentionRun { announced, deleted, failed: 0 }
}

async fn draw(ports: &Ports, document: &Document) {
    let image = PageImage { format: ImageFormat::Png, bytes: vec![1] };
    let sealed = document.files[0].sealed.unwrap().digest;
    for digest in [document.files[0].digest, sealed] {
        ports.pages.keep_image(digest, 1, 720, &image).await;
    }
}

// O-47
#[tokio::test]
async fn after_its_time_a_document_is_gone_and_its_history_still_verifies() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let data = Data::of(database).await;
        let (document, other) =
            (concluded(database, &data).await, concluded(database, &data).await);
        let (ports, clock) = wired(database, &data);
        clock.set(ANNOUNCED);
        assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0), "kept for ever");
        with_policy(database, &data.sender, one_year()).await;
        hold(database, &data.sender, &other).await;
        draw(&ports, &document).await;
        draw(&ports, &other).await;

        let due = due_retention(&ports, Principal::Operator).await.unwrap();
        assert_eq!(due, [(document.id, RetentionStep::Announce)]);
        assert_eq!(apply_retention(&ports).await.unwrap(), ran(1, 0));
        assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0), "announced once");
        clock.set(A_MONTH_LATER - 24);
        let until = document.retained_until(&one_year()).unwrap();
        assert!(ports.clock.now() < until, "a day before");
        assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0));
        clock.set(A_MONTH_LATER);
        assert!(rows_of(test, &document).await > 5);
        assert_eq!(listed(database, &data.sender).await, 2);
        assert!(database.has_waiting_job(document.id).await.unwrap());
        let telling =
            Job::NotifyDeletion { document: document.id, to: wariin_domain::Party::Sender };
        assert!(database.is_job_waiting(telling).await.unwrap());
        let raising = Job::RaiseSeals { document: document.id };
        assert!(!database.is_job_waiting(raising).await.unwrap(), "another one");
        assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0), "its emails wait");
        let all_done = "UPDATE job SET state = 'done'";
        test.intruder().await.execute_unprepared(all_done).await.unwrap();
        assert!(!database.has_waiting_job(document.id).await.unwrap());
        assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 1));
        assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0), "once");

        assert_eq!(rows_of(test, &document).await, 0);
        assert_eq!(listed(database, &data.sender).await, 1);
        let left = database.deleted_document(document.id).await.unwrap().unwrap();
        let expected = DeletedDocument { deleted_at: ports.clock.now(), ..left_of(&document) };
        assert_eq!(left, expected);
        let by_recipient = database.deleted_document_of(document.recipients[1].id).await.unwrap();
        assert_eq!(by_recipient, Some(left));
        assert_eq!(database.deleted_document(other.id).await.unwrap(), None);
        database.integrate().await.unwrap();
        let audit = database.verify_audit().await.unwrap();
        assert_eq!((audit.problems.len(), audit.events > 20), (0, true), "{audit:?}");
        let history = database.timeline(document.id).await.unwrap();
        assert_eq!(history.last().unwrap().what.name(), "deleted");

        // The bytes follow a day after, and are never missed.
        clock.set(A_MONTH_LATER + 1);
        assert_eq!(sweep_files(&ports).await.unwrap().orphans, 0);
        let check = check_files(&ports, Principal::Operator, None).await.unwrap();
        assert_eq!((check.damaged.len(), check.orphans), (0, 3));
        clock.set(A_MONTH_LATER + 26);
        assert_eq!(sweep_files(&ports).await.unwrap().orphans, 3);
        let check = check_files(&ports, Principal::Operator, None).await.unwrap();
        assert_eq!((check.damaged.len(), check.orphans, check.read), (0, 0, 3));
        let sealed = |document: &Document| document.files[0].sealed.unwrap().digest;
        assert!(data.files.get(sealed(&document)).await.is_err());
        assert_eq!(ports.pages.image(sealed(&document), 1, 720).await, None);
        assert_eq!(ports.pages.image(document.files[0].digest, 1, 720).await, None);
        assert!(data.files.get(sealed(&other)).await.is_ok());
        assert!(ports.pages.image(sealed(&other), 1, 720).await.is_some());

        // A backup is whole, and knows what was deleted.
        let to = data.path("backup");
        write_backup(&to, database, &*data.files, &master(), ports.clock.now()).await.unwrap();
        let backup = Backup::open(&to, &master()).unwrap();
        assert_eq!(backup.check(&data.path("scratch")).await.unwrap().problems.len(), 0);
        let restored = backup.database_at(&data.path("restored.db")).await.unwrap();
        let left = restored.deleted_document(document.id).await.unwrap();
        assert_eq!(left, Some(expected));
    })
    .await;
}

fn left_of(document: &Document) -> DeletedDocument {
    let late = Timestamp::from_micros(i64::MAX / 2);
    due(document, late).0
}

/// What is left of a concluded document, and the event.
fn due(document: &Document, at: Timestamp) -> (DeletedDocument, Events) {
    let mut document = document.clone();
    let _ = document.announce_deletion(&one_year(), at.minus(DELETION_NOTICE));
    document.delete(&one_year(), at).unwrap()
}

fn reason() -> Reason {
    Reason::parse("訴訟が予想されるため").unwrap()
}

async fn hold(database: &SqlDatabase, sender: &Account, document: &Document) {
    let mut held = document.clone();
    let events = held.hold_legally(reason(), sender, after(4)).unwrap();
    let held = kept(database, &held, events).await;
    assert_eq!(held.legal_hold.as_ref().unwrap().by, sender.id);
    assert!(sender.membership.has_role(Role::Admin));
}

// O-47
#[tokio::test]
async fn a_document_that_is_saved_meanwhile_is_not_removed_and_none_is_saved_after() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let data = Data::of(database).await;
        let document = concluded(database, &data).await;
        let late = NOW.plus(Span::days(4_000));
        hold(database, &data.sender, &document).await;
        let (left, events) = due(&document, late);
        let mut tx = database.begin().await.unwrap();
        let refused = tx.documents().remove(&document, &left, events).await;
        assert!(matches!(refused, Err(StorageError::Conflict)), "{refused:?}");
        drop(tx);

        let mut held = database.document(document.id).await.unwrap().unwrap();
        let strong = by_totp(data.sender.id);
        let released = held
            .release_legal_hold(fixtures::identity_of(&data.sender, &strong), after(5))
            .unwrap();
        let found = kept(database, &held, released).await;
        let (left, events) = due(&found, late);
        let mut tx = database.begin().await.unwrap();
        tx.documents().remove(&found, &left, events).await.unwrap();
        drop(tx);
        assert!(database.document(document.id).await.unwrap().is_some(), "nothing without commit");
        let (left, events) = due(&found, late);
        let mut tx = database.begin().await.unwrap();
        tx.documents().remove(&found, &left, events).await.unwrap();
        tx.commit().await.unwrap();
        let mut late_writer = found.clone();
        let changed = late_writer.announce_deletion(&one_year(), late);
        let mut tx = database.begin().await.unwrap();
        let refused = tx.documents().save(&late_writer, changed).await;
        assert!(matches!(refused, Err(StorageError::Conflict)), "{refused:?}");
        drop(tx);
        let job = Job::NotifyDeletion { document: found.id, to: wariin_domain::Party::Sender };
        assert_eq!(job.document(), Some(found.id));
    })
    .await;
}

// O-47
#[tokio::test]
async fn nothing_is_deleted_for_a_month_after_the_database_was_set_back() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let data = Data::of(database).await;
        concluded(database, &data).await;
        with_policy(database, &data.sender, one_year()).await;
        let (ports, clock) = wired(database, &data);
        let recovery = wariin_domain::Recovery {
            number: 1,
            begun_at: NOW.plus(Span::hours(ANNOUNCED - 24 * 29)),
            cause: wariin_domain::RecoveryCause::Restore,
            events: 9,
            witnessed: None,
            finished_at: None,
        };
        let mut tx = database.begin().await.unwrap();
        tx.recoveries().save(&recovery, Events::none()).await.unwrap();
        tx.commit().await.unwrap();
        clock.set(ANNOUNCED);
        assert_eq!(apply_retention(&ports).await.unwrap(), ran(0, 0));
        assert_eq!(due_retention(&ports, Principal::Operator).await.unwrap(), []);
        clock.set(ANNOUNCED + 25);
        assert_eq!(apply_retention(&ports).await.unwrap(), ran(1, 0));
    })
    .await;
}

// O-47 AU-02
#[tokio::test]
async fn announced_and_held_documents_are_listed_in_order_page_by_page() {
    let in_hours = |hours| NOW.plus(Span::hours(hours));
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let data = Data::of(database).await;
        let mut held = Vec::new();
        let mut announced = Vec::new();
        for hours in 0..3 {
            let mut document = concluded(database, &data).await;
            let admin = data.sender.clone();
            let events = document.hold_legally(reason(), &admin, after(9 + hours / 2)).unwrap();
            held.push(kept(database, &document, events).await.id);
            let mut document = concluded(database, &data).await;
            let events = document.announce_deletion(&one_year(), in_hours(ANNOUNCED + hours));
            announced.push(kept(database, &document, events).await.id);
        }
        // Held at the same instant: by their ids, the greater first.
        held[..2].sort_by_key(|id| std::cmp::Reverse(wariin_domain::Uuid::from(*id)));
        held.rotate_right(1);
        let of = own(&data.sender);
        let asked = |list, after, limit| KeptQuery { of, sender: None, list, after, limit };
        let pages = async |list| {
            let mut ids = Vec::new();
            let mut behind = None;
            loop {
                let page = database.kept_documents(&asked(list, behind, 2)).await.unwrap();
                ids.extend(page.iter().map(|line| line.document));
                behind = page.last().copied();
                if page.len() < 2 {
                    return ids;
                }
            }
        };
        assert_eq!(pages(KeptList::Held).await, held);
        assert_eq!(pages(KeptList::Announced { since: None }).await, announced);
        let since = Some(in_hours(ANNOUNCED + 1));
        assert_eq!(pages(KeptList::Announced { since }).await, announced[1..]);

        let own = KeptQuery { sender: Some(data.sender.id), ..asked(KeptList::Held, None, 9) };
        assert_eq!(database.kept_documents(&own).await.unwrap().len(), 3);
        let others = KeptQuery { sender: Some(fixtures::taro().id), ..own };
        assert!(database.kept_documents(&others).await.unwrap().is_empty());
        let elsewhere = KeptQuery { of: wariin_domain::Uuid::from_u128(77).into(), ..own };
        assert!(database.kept_documents(&elsewhere).await.unwrap().is_empty());
    })
    .await;
}
