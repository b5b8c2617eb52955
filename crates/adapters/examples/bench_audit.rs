//! How long commits of one event and the integration of 1,000 events take on `SQLite`, with a log that
//! already has many. The number of events that are there before can be given as an argument.
#![expect(clippy::unwrap_used, reason = "a measurement that cannot go on stops")]

use std::time::{Duration, Instant};
use wariin_adapters::{MasterKey, SqlDatabase, UuidV7Ids};
use wariin_domain::{AccountId, Actor, DocumentId, Event, EventKind, Events, Timestamp};
use wariin_ports::{Ids, Storage, TransparencyLog, Views};

const NOW: Timestamp = Timestamp::from_micros(1_795_000_000_000_000);

#[tokio::main]
async fn main() {
    let before = std::env::args().nth(1).and_then(|n| n.parse().ok()).unwrap_or(20_000_u32);
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("bench.db");
    let master = MasterKey::from_bytes([1; 32]);
    let database = SqlDatabase::open_sqlite(&file, &master).await.unwrap();
    for _ in 0..before / 1_000 {
        commit(&database, 1_000).await;
        database.integrate().await.unwrap();
    }
    let mut times = Vec::new();
    for _ in 0..1_000 {
        let began = Instant::now();
        commit(&database, 1).await;
        times.push(began.elapsed());
    }
    times.sort();
    println!("commit of one event: p50 {:?}, p95 {:?}", times[500], times[950]);
    println!(
        "integration of 1,000 events: {:?}",
        timed(async || {
            assert_eq!(database.integrate().await.unwrap(), 1_000);
        })
        .await
    );
    println!(
        "verification of all: {:?}",
        timed(async || {
            assert_eq!(database.verify_audit().await.unwrap().problems, []);
        })
        .await
    );
}

async fn commit(database: &SqlDatabase, events: u32) {
    let document = DocumentId::from(UuidV7Ids.next());
    let actor = Actor::Account(AccountId::from(UuidV7Ids.next()));
    let mut tx = database.begin().await.unwrap();
    for _ in 0..events {
        let event = Event::of_document(document, NOW, actor, EventKind::Described);
        tx.audit().append(Events::one(event)).await.unwrap();
    }
    tx.commit().await.unwrap();
}

async fn timed(step: impl AsyncFnOnce()) -> Duration {
    let began = Instant::now();
    step().await;
    began.elapsed()
}
