//! A certificate that is asked for several times at once is made by one job.

use crate::databases::on_each;
use crate::people::{account, after, draft, kept};
use wariin_adapters::SqlDatabase;
use wariin_domain::{DocumentId, Job, Uuid};
use wariin_ports::{JobOutcome, JobQueue, Queue, Storage};

async fn ask(database: &SqlDatabase, document: DocumentId) {
    let mut tx = database.begin().await.unwrap();
    tx.documents().ask_for_certificate(document, after(1)).await.unwrap();
    // The others are here by now, and wait for this unit of work or begin behind it.
    tokio::task::yield_now().await;
    tx.commit().await.unwrap();
}

async fn waiting(database: &SqlDatabase) -> Vec<Job> {
    let jobs = database.list(None, 99).await.unwrap();
    assert!(jobs.iter().all(|job| job.kind.as_deref() == Some("issue_certificate")));
    let claimed = database.claim(Queue::Seal, after(2), super::LEASE, 99).await.unwrap();
    for job in &claimed {
        database.finish(job, JobOutcome::Done, after(2)).await.unwrap();
    }
    claimed.into_iter().map(|job| job.job).collect()
}

// EV-02 RA-03
#[tokio::test]
async fn a_certificate_that_is_asked_for_at_once_by_several_is_made_by_one_job() {
    on_each(async |test| {
        let database = &test.database;
        let sender = account(database, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let document = kept(database, &document, events).await.id;
        tokio::join!(
            ask(database, document),
            ask(database, document),
            ask(database, document),
            ask(database, document),
        );
        assert_eq!(waiting(database).await, [Job::IssueCertificate { document }]);
        ask(database, document).await;
        assert_eq!(waiting(database).await.len(), 1, "once it is done, another one may be asked");
        ask(database, Uuid::from_u128(7).into()).await;
        assert_eq!(waiting(database).await, [], "there is no such document");
    })
    .await;
}
