//! Jobs.

use crate::storage::migration::{self, index};
use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{big_integer, big_integer_null, integer, integer_null, text};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{ConditionalStatement, Expr, ExprTrait, Table};

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid_null = |name| migration::uuid_null(manager, name);
    let job = Table::create()
        .table("job")
        .col(migration::uuid(manager, "id").primary_key())
        .col(text("job"))
        .col(uuid_null("document_id"))
        .col(uuid_null("recipient_id"))
        .col(uuid_null("code_id"))
        .col(uuid_null("invitation_id"))
        .col(integer_null("generation"))
        .col(big_integer("run_at"))
        .col(big_integer("leased_until"))
        .col(integer("attempts"))
        .col(big_integer_null("done_at"))
        .take();
    manager.create_table(job).await?;
    let due = index("job_due", "job", &["run_at"]).and_where(Expr::col("done_at").is_null()).take();
    manager.create_index(due).await
}
