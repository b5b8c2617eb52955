//! What `wariin migrate --plan` says of a `PostgreSQL` database.

use crate::databases::{empty_postgres, master};
use crate::people::{account, draft, kept};
use sea_orm::{ConnectionTrait, Database, DbBackend, Statement};
use std::collections::BTreeSet;
use wariin_adapters::{PlannedStep, SqlDatabase, SqlError, TableLock};

async fn count(url: &str, sql: &str) -> i64 {
    let db = Database::connect(url).await.unwrap();
    let statement = Statement::from_string(DbBackend::Postgres, sql);
    let row = db.query_one_raw(statement).await.unwrap().unwrap();
    db.close().await.unwrap();
    row.try_get("", "n").unwrap()
}

const SCHEMAS: &str = "SELECT count(*) AS n FROM pg_namespace WHERE nspname = 'wariin_plan'";

// FA-14
#[tokio::test]
async fn a_plan_names_every_statement_of_the_steps_that_are_missing_and_changes_nothing() {
    let url = empty_postgres().await;
    let steps = SqlDatabase::plan_postgres(&url).await.unwrap();
    assert_eq!((steps.len(), &*steps[0].name), (14, "m0001_initial"));
    let creates = |step: &PlannedStep| {
        step.statements.iter().filter(|sql| sql.starts_with("CREATE TABLE")).count()
    };
    assert!(creates(&steps[0]) > 15, "{:?}", steps[0].statements);
    assert!(steps.iter().all(|step| step.tables.is_empty()), "nothing was there before");
    assert_eq!(steps[9].compatible_since, None, "a step of before this was said");
    assert_eq!(steps[10].compatible_since, Some(10));
    assert_eq!(steps[11].compatible_since, Some(11));
    assert_eq!(steps[12].compatible_since, Some(12));
    assert_eq!(steps[13].compatible_since, Some(13));
    let tables = "SELECT count(*) AS n FROM pg_tables WHERE schemaname = 'public'";
    assert_eq!(count(&url, tables).await + count(&url, SCHEMAS).await, 0);

    SqlDatabase::migrate_postgres(&url).await.unwrap();
    assert_eq!(SqlDatabase::plan_postgres(&url).await.unwrap(), []);
}

// FA-14
#[tokio::test]
async fn a_plan_says_how_large_the_tables_are_that_a_step_locks_and_which_are_written_anew() {
    let url = empty_postgres().await;
    SqlDatabase::migrate_postgres(&url).await.unwrap();
    let database = SqlDatabase::connect_postgres(&url, &master()).await.unwrap();
    let sender = account(&database, "sender@example.jp").await;
    let (document, events) = draft(&sender);
    kept(&database, &document, events).await;
    // As if the newest steps had not been taken: the plan goes by what the database says was done.
    let db = Database::connect(&url).await.unwrap();
    let undone = "DELETE FROM seaql_migrations WHERE version >= 'm0011'";
    db.execute_unprepared(undone).await.unwrap();
    db.close().await.unwrap();

    let steps = SqlDatabase::plan_postgres(&url).await.unwrap();
    assert_eq!(steps.len(), 4);
    let locked: Vec<_> =
        steps[0].tables.iter().map(|l| (&*l.table.name, l.table.rows, l.lock)).collect();
    assert!(locked.contains(&("document", 1, TableLock::Moment)), "{locked:?}");
    assert!(locked.iter().all(|(_, _, lock)| *lock != TableLock::Rewrite), "{locked:?}");
    let names: BTreeSet<&str> = locked.iter().map(|(name, ..)| *name).collect();
    assert_eq!(names.len(), locked.len(), "each table once: {locked:?}");
    let new = steps[0].statements.iter().filter_map(|sql| sql.split('"').nth(1));
    assert!(new.into_iter().any(|table| !names.contains(table)), "a new table waits for nothing");
    let refers =
        steps.iter().any(|step| step.statements.iter().any(|sql| sql.contains("REFERENCES")));
    let referenced = steps.iter().flat_map(|step| &step.tables);
    let referenced = referenced.filter(|l| l.lock >= TableLock::Referenced).count();
    assert!(!refers || referenced > 0, "{steps:?}");
    assert_eq!(count(&url, SCHEMAS).await, 0);
}

// EV-02
#[tokio::test]
async fn whether_there_are_accounts_is_told_without_a_key() {
    let url = empty_postgres().await;
    let told = async || SqlDatabase::postgres_has_accounts(&url).await;
    assert!(matches!(told().await, Err(SqlError::Outdated { .. })));
    SqlDatabase::migrate_postgres(&url).await.unwrap();
    assert!(!told().await.unwrap());
    let database = SqlDatabase::connect_postgres(&url, &master()).await.unwrap();
    account(&database, "sender@example.jp").await;
    assert!(told().await.unwrap());
}
