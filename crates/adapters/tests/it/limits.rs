//! A `PostgreSQL` that makes a unit of work wait: it ends within its limits, and the next one works.

mod proxy;

use crate::databases::{TestDatabase, postgres};
use crate::people::{account, event};
use proxy::Proxy;
use sea_orm::{ConnectionTrait, Statement, TransactionTrait};
use std::time::{Duration, Instant};
use wariin_adapters::{DatabaseLimits, SqlDatabase};
use wariin_domain::{Account, AccountId};
use wariin_ports::{Storage, StorageError, TransparencyLog, UnitOfWork, Views};

const SHORT: Duration = Duration::from_millis(200);
/// Much more than the short limit, much less than the usual ones.
const SOON: Duration = Duration::from_secs(3);

async fn locked(storage: &SqlDatabase, id: AccountId) -> Box<dyn UnitOfWork> {
    let mut tx = storage.begin().await.unwrap();
    lock(&mut *tx, id).await.unwrap();
    tx
}

async fn lock(tx: &mut dyn UnitOfWork, id: AccountId) -> Result<(), StorageError> {
    tx.accounts().password(id).await.map(drop)
}

async fn one_more(storage: &SqlDatabase, owner: &Account) -> Result<(), StorageError> {
    let mut tx = storage.begin().await?;
    tx.audit().append(event(owner, 1)).await?;
    tx.commit().await
}

fn is_unavailable<T>(result: &Result<T, StorageError>) -> bool {
    matches!(result, Err(StorageError::Unavailable(_)))
}

// FA-10
#[tokio::test]
async fn a_unit_of_work_that_needs_a_locked_row_ends_soon_and_the_next_one_works() {
    let test = postgres().await;
    let owner = account(&test.database, "owner@example.jp").await;
    let node = test.node(DatabaseLimits { lock: SHORT, ..DatabaseLimits::default() }).await;
    let intruder = test.intruder().await;
    let open = intruder.begin().await.unwrap();
    open.execute_unprepared("SELECT * FROM audit_head FOR UPDATE").await.unwrap();
    let begun = Instant::now();
    let refused = one_more(&node, &owner).await;
    assert!(is_unavailable(&refused), "{refused:?}");
    assert!(begun.elapsed() < SOON);
    open.rollback().await.unwrap();
    one_more(&node, &owner).await.unwrap();
}

// FA-10
#[tokio::test]
async fn what_waits_for_a_node_that_is_frozen_goes_on_when_the_server_has_ended_its_transaction() {
    let test = postgres().await;
    let owner = account(&test.database, "owner@example.jp").await;
    let limits = DatabaseLimits { idle_in_transaction: SHORT, ..DatabaseLimits::default() };
    let frozen = test.node(limits).await;
    let held = locked(&frozen, owner.id).await;
    let begun = Instant::now();
    let mut tx = locked(&test.database, owner.id).await;
    tx.audit().append(event(&owner, 1)).await.unwrap();
    tx.commit().await.unwrap();
    assert!(begun.elapsed() < SOON);
    let late = held.commit().await;
    assert!(is_unavailable(&late), "{late:?}");
    one_more(&frozen, &owner).await.unwrap();
}

// FA-10
#[tokio::test]
async fn of_two_units_of_work_that_lock_each_other_out_one_conflicts() {
    let test = postgres().await;
    let storage = &test.database;
    let one = account(storage, "taro@example.jp").await;
    let other = account(storage, "jiro@example.jp").await;
    let (mut first, mut second) = (locked(storage, one.id).await, locked(storage, other.id).await);
    let both = tokio::join!(lock(&mut *first, other.id), lock(&mut *second, one.id));
    let conflicts =
        |result: &Result<(), StorageError>| matches!(result, Err(StorageError::Conflict));
    assert!(conflicts(&both.0) != conflicts(&both.1), "{both:?}");
    assert!(both.0.is_ok() != both.1.is_ok(), "{both:?}");
}

// FA-10
#[tokio::test]
async fn a_statement_that_takes_too_long_for_a_request_is_ended_but_not_one_of_the_audit_log() {
    let test = postgres().await;
    let owner = account(&test.database, "owner@example.jp").await;
    let node = test.node(DatabaseLimits { statement: SHORT, ..DatabaseLimits::default() }).await;
    slow(&test).await;
    let begun = Instant::now();
    let refused = one_more(&node, &owner).await;
    assert!(is_unavailable(&refused), "{refused:?}");
    let refused = node.checkpoint().await;
    assert!(is_unavailable(&refused), "{refused:?}");
    assert!(begun.elapsed() < SOON);
    assert_eq!(node.integrate().await.unwrap(), 2, "the organisation and the account");
    let report = node.verify_audit().await.unwrap();
    assert_eq!((report.integrated, report.problems), (2, vec![]));
}

/// From now on, to write an event or a leaf and to read the log's head takes longer than a short limit.
async fn slow(test: &TestDatabase) {
    let sql = "CREATE FUNCTION slow() RETURNS trigger LANGUAGE plpgsql AS \
            'BEGIN PERFORM pg_sleep(0.5); RETURN NULL; END'; \
        CREATE TRIGGER slow BEFORE INSERT ON audit_event EXECUTE FUNCTION slow(); \
        CREATE TRIGGER slow BEFORE INSERT ON log_leaf EXECUTE FUNCTION slow(); \
        CREATE FUNCTION slept() RETURNS boolean LANGUAGE sql VOLATILE AS \
            'SELECT pg_sleep(0.5) IS NOT NULL'; \
        ALTER TABLE log_head RENAME TO fast_head; \
        CREATE VIEW log_head AS SELECT id, checkpoint FROM fast_head WHERE slept()";
    test.intruder().await.execute_unprepared(sql).await.unwrap();
}

// FA-10
#[tokio::test]
async fn connections_are_kept_after_units_of_work_that_were_committed_or_dropped() {
    let test = postgres().await;
    let owner = account(&test.database, "owner@example.jp").await;
    let intruder = test.intruder().await;
    let connections = async || {
        let sql = "SELECT string_agg(pid::text, ' ' ORDER BY backend_start) FROM pg_stat_activity \
            WHERE datname = current_database() AND pid <> pg_backend_pid()";
        let statement = Statement::from_string(intruder.get_database_backend(), sql);
        let row = intruder.query_one_raw(statement).await.unwrap().unwrap();
        row.try_get_by_index::<String>(0).unwrap()
    };
    let before = connections().await;
    for _ in 0..10 {
        one_more(&test.database, &owner).await.unwrap();
        drop(locked(&test.database, owner.id).await);
        test.database.integrate().await.unwrap();
    }
    let after = connections().await;
    assert!(after.starts_with(&before), "{before} became {after}");
}

// FA-10
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_falls_silent_is_given_up_in_time_and_works_as_soon_as_it_answers_again() {
    let test = postgres().await;
    let owner = account(&test.database, "owner@example.jp").await;
    let proxy = Proxy::start(TestDatabase::socket());
    let limits =
        DatabaseLimits { acquire: SHORT, answer: SHORT, ping: SHORT, ..DatabaseLimits::default() };
    let node = test.node_over(proxy.folder(), limits).await;
    one_more(&node, &owner).await.unwrap();
    let mut begun_before = node.begin().await.unwrap();
    begun_before.audit().append(event(&owner, 1)).await.unwrap();
    proxy.fall_silent();
    let begun = Instant::now();
    let refused = node.account(owner.id).await;
    assert!(is_unavailable(&refused), "{refused:?}");
    let refused = one_more(&node, &owner).await;
    assert!(is_unavailable(&refused), "{refused:?}");
    assert!(is_unavailable(&begun_before.commit().await));
    assert!(begun.elapsed() < SOON);
    proxy.answer_again();
    one_more(&node, &owner).await.unwrap();
    assert_eq!(node.account(owner.id).await.unwrap(), Some(owner));
}

// FA-10
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn idle_connections_that_no_longer_answer_are_replaced_before_they_are_used() {
    let test = postgres().await;
    let owner = account(&test.database, "owner@example.jp").await;
    let proxy = Proxy::start(TestDatabase::socket());
    let limits = DatabaseLimits { ping: SHORT, fresh: Duration::ZERO, ..DatabaseLimits::default() };
    let node = test.node_over(proxy.folder(), limits).await;
    one_more(&node, &owner).await.unwrap();
    proxy.forget_connections();
    let begun = Instant::now();
    one_more(&node, &owner).await.unwrap();
    assert!(begun.elapsed() < SOON);
}

// FA-10
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn connections_that_no_longer_answer_when_they_are_given_back_are_replaced() {
    let test = postgres().await;
    let owner = account(&test.database, "owner@example.jp").await;
    let proxy = Proxy::start(TestDatabase::socket());
    let limits =
        DatabaseLimits { ping: SHORT, fresh: Duration::from_hours(1), ..DatabaseLimits::default() };
    let node = test.node_over(proxy.folder(), limits).await;
    let mut all = Vec::new();
    for _ in 0..16 {
        all.push(node.begin().await.unwrap());
    }
    proxy.forget_connections();
    drop(all);
    let begun = Instant::now();
    one_more(&node, &owner).await.unwrap();
    assert!(begun.elapsed() < SOON);
}
