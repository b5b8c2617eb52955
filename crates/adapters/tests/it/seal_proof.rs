//! What proves the seals, on both databases: kept with the document, queued when it is due, counted by month.

use crate::databases::{TestDatabase, master, on_each};
use crate::people::{NOW, account, by_totp, consent, draft, fresh, kept, own, stepped};
use sea_orm::{ConnectionTrait, Database};
use std::fs;
use wariin_adapters::SqlDatabase;
use wariin_domain::{
    Account, Actor, Document, FileDigest, Job, KeptProof, Seal, SealLevel, SealProof, SealedFile,
    SealedPart, Span, Timestamp,
};
use wariin_ports::{
    JobQueue, MonthOfRenewals, Queue, SealSelection, SealedDocument, Storage, Views,
};

fn digest(number: u8) -> FileDigest {
    FileDigest::new([number; 32])
}

fn days(days: i64) -> Timestamp {
    Timestamp::from_micros(NOW.as_micros() + days * 86_400_000_000)
}

fn proof(from: i64, until: i64) -> SealProof {
    SealProof { stamped_at: days(from), until: days(until) }
}

/// A concluded document of two files.
async fn concluded(database: &SqlDatabase, sender: &Account, level: SealLevel) -> Document {
    let (document, events) = draft(sender);
    let id = kept(database, &document, events).await.id;
    stepped(database, id, |document| document.send(&by_totp(sender.id), NOW).unwrap()).await;
    stepped(database, id, |document| consent(document, 0, NOW)).await;
    stepped(database, id, |document| consent(document, 1, NOW)).await;
    stepped(database, id, |document| {
        let seal = Seal { digest: digest(8), level };
        let sealed = document.files.iter().map(|file| SealedFile { file: file.id, seal });
        let sealed: Vec<_> = sealed.collect();
        document.conclude(&sealed, NOW).unwrap()
    })
    .await
}

fn of_file(document: &Document, place: usize, proof: Option<SealProof>) -> KeptProof {
    let file = Some(document.files[place].id);
    let part = SealedPart { document: document.id, file };
    KeptProof::of_sealed(part, digest(8), proof)
}

async fn keep(test: &TestDatabase, proofs: &[KeptProof]) {
    let mut tx = test.database.begin().await.unwrap();
    for proof in proofs {
        tx.seal_proofs().keep(proof).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn queued(test: &TestDatabase, now: Timestamp, limit: u32) -> u32 {
    let mut tx = test.database.begin().await.unwrap();
    let queued = tx.seal_proofs().queue_due(now, limit).await.unwrap();
    tx.commit().await.unwrap();
    queued
}

// O-46
#[tokio::test]
async fn a_renewal_is_kept_with_its_document_or_not_at_all() {
    on_each(async |test| {
        let database = &test.database;
        let sender = account(database, &format!("{}@example.jp", fresh())).await;
        let document = concluded(database, &sender, SealLevel::Archived).await;
        let (first, second) =
            (of_file(&document, 0, Some(proof(0, 400))), of_file(&document, 1, None));
        let of_certificate = SealedPart { document: document.id, file: None };
        let third = KeptProof::of_sealed(of_certificate, digest(5), Some(proof(0, 400)));
        keep(test, &[third.clone(), first.clone(), second.clone()]).await;
        let known = database.seal_proofs(document.id).await.unwrap();
        assert_eq!((known.len(), &known[2]), (3, &third), "the certificate is the last one");
        assert!(known.contains(&first) && known.contains(&second));

        let file = Some(document.files[0].id);
        let after = Seal { digest: digest(9), level: SealLevel::Archived };
        for is_committed in [false, true] {
            let mut tx = database.begin().await.unwrap();
            let mut found = tx.documents().find(document.id).await.unwrap().unwrap();
            let events =
                found.renew_seal(file, digest(8), after, Actor::Service, days(310)).unwrap();
            tx.documents().save(&found, events).await.unwrap();
            let renewed = first.clone().renewed(digest(9), Some(proof(310, 900)), days(310));
            tx.seal_proofs().keep(&renewed).await.unwrap();
            if is_committed {
                tx.commit().await.unwrap();
            } else {
                drop(tx);
            }
            let stored = database.document(document.id).await.unwrap().unwrap();
            let proofs = database.seal_proofs(document.id).await.unwrap();
            assert_eq!(
                stored.seal_of(file).map(|seal| seal.digest == digest(9)),
                Some(is_committed)
            );
            assert_eq!(proofs.contains(&renewed), is_committed);
            assert_eq!(proofs.contains(&first), !is_committed);
        }
        let history = database.timeline(document.id).await.unwrap();
        assert_eq!(history.last().map(|entry| entry.what.name()), Some("seal_renewed"));
        assert_eq!(database.verify_audit().await.unwrap().problems, []);
        let failed = third.failed("no answer".repeat(100), days(1));
        keep(test, std::slice::from_ref(&failed)).await;
        let mut tx = database.begin().await.unwrap();
        let found = tx.seal_proofs().find(of_certificate).await.unwrap().unwrap();
        assert_eq!((found.try_at, found.proof), (failed.try_at, failed.proof));
        assert_eq!(found.failure.unwrap().why.len(), 500, "it is cut");
    })
    .await;
}

// O-46
#[tokio::test]
async fn what_is_due_is_queued_once_for_each_document_and_again_when_its_job_is_lost() {
    on_each(async |test| {
        let database = &test.database;
        let sender = account(database, &format!("{}@example.jp", fresh())).await;
        let first = concluded(database, &sender, SealLevel::Archived).await;
        let second = concluded(database, &sender, SealLevel::Archived).await;
        let basic = concluded(database, &sender, SealLevel::Basic).await;
        let (soon, late) = (proof(0, 400), proof(0, 4_000));
        keep(
            test,
            &[
                of_file(&first, 0, Some(soon)),
                of_file(&first, 1, Some(soon)),
                of_file(&second, 0, Some(late)),
                of_file(&basic, 0, None),
            ],
        )
        .await;
        let due = soon.due_at();
        assert_eq!(queued(test, days(1), 9).await, 0, "nothing is due");
        assert_eq!(queued(test, due, 9).await, 1, "one job for both files");
        assert_eq!(queued(test, due.plus(Span::hours(1)), 9).await, 0);
        // The jobs of the conclusions go before it.
        let jobs = database.claim(Queue::Seal, due, Span::minutes(1), 9).await.unwrap();
        let renewal = Job::RenewSeals { document: first.id };
        assert_eq!(jobs.iter().filter(|job| job.job == renewal).count(), 1);
        assert_eq!(jobs.last().map(|job| job.job), Some(renewal));
        assert_eq!(queued(test, KeptProof::lost_at(due), 1).await, 1, "its job was lost");

        let selected = async |selection| {
            let found = database.sealed_documents(selection, None, 9).await.unwrap();
            found.into_iter().map(|one| (one.document, one.files)).collect::<Vec<_>>()
        };
        assert_eq!(selected(SealSelection::Due(days(1))).await, []);
        assert_eq!(selected(SealSelection::Due(due)).await, [(first.id, 2)]);
        assert_eq!(selected(SealSelection::Basic).await, [(basic.id, 1)]);
        let all = database.sealed_documents(SealSelection::All, None, 1).await.unwrap();
        let behind = database.sealed_documents(SealSelection::All, Some(all[0].document), 9).await;
        let mut both: Vec<SealedDocument> = all.into_iter().chain(behind.unwrap()).collect();
        both.sort_by_key(|one| one.files);
        let expected = [(second.id, 1), (first.id, 2)];
        let expected = expected.map(|(document, files)| SealedDocument { document, files });
        assert_eq!(both, expected);
    })
    .await;
}

// O-46
#[tokio::test]
async fn the_schedule_counts_what_is_due_when_for_one_organisation_and_for_all() {
    on_each(async |test| {
        let database = &test.database;
        let sender = account(database, &format!("{}@example.jp", fresh())).await;
        let other = account(database, &format!("{}@example.net", fresh())).await;
        let document = concluded(database, &sender, SealLevel::Archived).await;
        let basic = concluded(database, &sender, SealLevel::Basic).await;
        let foreign = concluded(database, &other, SealLevel::Archived).await;
        let unread = KeptProof { try_at: Some(NOW), ..of_file(&foreign, 1, None) };
        let due = of_file(&document, 0, Some(proof(-390, 10)));
        let renewed = due.clone().renewed(digest(8), Some(proof(-1_000, -5)), days(-990));
        keep(
            test,
            &[
                due.failed("no answer".into(), days(-1)),
                of_file(&document, 1, Some(proof(0, 4_000))),
                of_file(&basic, 0, None),
                unread,
                KeptProof { part: of_file(&foreign, 0, None).part, ..renewed },
            ],
        )
        .await;
        let own = database.renewal_schedule(Some(own(&sender)), NOW).await.unwrap();
        assert_eq!((own.due, own.ended, own.unread, own.basic), (1, 0, 0, 1));
        assert_eq!((own.renewed_at, own.failure.unwrap().at), (None, days(-1)));
        let due = proof(0, 4_000).due_at();
        let month = jiff::Timestamp::from_microsecond(due.as_micros()).unwrap();
        let date = month.to_zoned(jiff::tz::TimeZone::UTC).date();
        let (year, month) = (i32::from(date.year()), date.month().unsigned_abs());
        assert_eq!(own.months, [MonthOfRenewals { year, month, files: 1 }]);
        let all = database.renewal_schedule(None, NOW).await.unwrap();
        assert_eq!((all.due, all.ended, all.unread, all.basic), (2, 1, 1, 1));
        assert_eq!(all.renewed_at, Some(days(-990)));
    })
    .await;
}

// O-46
#[tokio::test]
async fn what_an_earlier_release_sealed_is_to_be_looked_up_after_the_upgrade() {
    let folder = tempfile::tempdir().unwrap();
    let copy = folder.path().join("copy.db");
    let earlier = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/m0010_prepared_fields.sqlite");
    fs::write(&copy, fs::read(earlier).unwrap()).unwrap();
    let before = Database::connect(format!("sqlite://{}", copy.display())).await.unwrap();
    for statement in [
        "UPDATE document_file SET sealed_digest = zeroblob(32), \
         seal_level = CASE position WHEN 0 THEN 'b_lta' ELSE 'b_b' END",
        "UPDATE document SET certificate = zeroblob(32), certificate_level = 'b_lta'",
    ] {
        before.execute_unprepared(statement).await.unwrap();
    }
    before.close().await.unwrap();
    let database = SqlDatabase::open_sqlite(&copy, &master()).await.unwrap();
    let all = database.sealed_documents(SealSelection::Due(NOW), None, 9).await.unwrap();
    assert_eq!(all.len(), 2);
    for SealedDocument { document, files } in all {
        let proofs = database.seal_proofs(document).await.unwrap();
        assert_eq!((files, proofs.len()), (2, 3), "one B-LTA file, and the certificate");
        assert!(proofs.iter().all(|kept| kept.digest == digest(0) && kept.proof.is_none()));
        let unread = proofs.iter().filter(|kept| kept.is_due(NOW));
        assert_eq!(unread.count(), 2, "a B-B seal has nothing to renew");
        assert_eq!(proofs.iter().filter(|kept| kept.part.file.is_none()).count(), 1);
    }
}
