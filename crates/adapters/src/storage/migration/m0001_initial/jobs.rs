//! Jobs: waiting, done or dead.

use crate::storage::migration::{self, index};
use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{
    big_integer, big_integer_null, integer, small_integer, text, text_null,
};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{ConditionalStatement, Expr, ExprTrait, Table};

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let job = Table::create()
        .table("job")
        .col(migration::uuid(manager, "id").primary_key())
        .col(text("queue"))
        .col(small_integer("priority"))
        .col(integer("payload_version"))
        .col(text("payload"))
        .col(big_integer("run_at"))
        .col(big_integer("leased_until"))
        .col(integer("attempts"))
        .col(text("state"))
        .col(text_null("outcome"))
        .col(text_null("last_error"))
        .col(big_integer_null("finished_at"))
        .take();
    manager.create_table(job).await?;
    let state = Expr::col("state");
    let to_claim = index("job_to_claim", "job", &["queue", "priority", "run_at", "id"])
        .and_where(state.clone().eq("waiting"))
        .take();
    manager.create_index(to_claim).await?;
    let unfinished =
        index("job_unfinished", "job", &["run_at", "id"]).and_where(state.ne("done")).take();
    manager.create_index(unfinished).await
}
