//! Which indexes SQLite takes for what is asked of the jobs.

use super::{DONE, WAITING, in_index_of_unfinished, in_index_of_waiting};
use crate::storage::entity::{invitation, job};
use crate::storage::invitation::in_index_of_open;
use crate::storage::migration::Migrator;
use sea_orm::{
    ColumnTrait, ConnectionTrait, Database, DbBackend, EntityTrait, QueryFilter, QueryOrder,
    QueryTrait, Statement, Value,
};
use sea_orm_migration::MigratorTrait;
use wariin_domain::{InvitationState, Uuid};

// FA-05
#[tokio::test]
async fn a_partial_index_is_used_whatever_values_are_bound() {
    let db = Database::connect("sqlite::memory:").await.unwrap();
    Migrator::up(&db, None).await.unwrap();
    let plan = async |mut asked: Statement| -> String {
        asked.sql = format!("EXPLAIN QUERY PLAN {}", asked.sql);
        let rows = db.query_all_raw(asked).await.unwrap();
        rows.iter().map(|row| row.try_get::<String>("", "detail").unwrap()).collect()
    };
    let waiting = job::Entity::find()
        .filter(in_index_of_waiting())
        .filter(job::Column::Queue.eq("seal"))
        .build(DbBackend::Sqlite);
    assert!(plan(waiting.clone()).await.contains("job_to_claim"));
    let unfinished = job::Entity::find()
        .filter(in_index_of_unfinished())
        .order_by_asc(job::Column::RunAt)
        .order_by_asc(job::Column::Id)
        .build(DbBackend::Sqlite);
    assert!(plan(unfinished.clone()).await.contains("job_unfinished"));
    let open = invitation::Entity::find()
        .filter(invitation::Column::OrganisationId.eq(Uuid::from_u128(1)))
        .filter(in_index_of_open())
        .build(DbBackend::Sqlite);
    assert!(plan(open.clone()).await.contains("invitation_open_once"));
    for (asked, literal, name) in [
        (waiting, "'waiting'", WAITING),
        (unfinished, "'done'", DONE),
        (open, "'open'", InvitationState::Open.name()),
    ] {
        assert!(asked.sql.contains(literal) && literal == format!("'{name}'"));
    }
    let bound = Statement::from_sql_and_values(
        DbBackend::Sqlite,
        "SELECT * FROM job WHERE state = ? AND queue = ?",
        [Value::from(WAITING), Value::from("seal")],
    );
    assert!(!plan(bound).await.contains("job_to_claim"), "plans do not depend on values");
}
