//! A weak session of an account with a second factor awaits its code.

use sea_orm_migration::async_trait;
use sea_orm_migration::schema::boolean;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbErr};
use sea_orm_migration::sea_query::{Expr, ExprTrait, Query, Table};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0002_sessions_await_a_code"
    }
}

/// By password, or by a login at a provider that was not proved to be strong.
fn is_weak() -> Expr {
    let by_password = Expr::col("method").eq("password");
    let login_is_weak = Expr::col("idp_login").like(r#"%"is_strong":false%"#);
    by_password.or(Expr::col("method").eq("idp").and(login_is_weak))
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let added = Table::alter()
            .table("session")
            .add_column(boolean("awaits_code").default(false))
            .take();
        manager.alter_table(added).await?;
        let with_factor = Query::select()
            .column("account_id")
            .from("factor")
            .and_where(Expr::col("confirmed_at").is_not_null())
            .take();
        let waits = Query::update()
            .table("session")
            .value("awaits_code", true)
            .and_where(is_weak())
            .and_where(Expr::col("account_id").in_subquery(with_factor))
            .take();
        manager.get_connection().execute(&waits).await.map(drop)
    }
}
