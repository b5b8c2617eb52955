//! Files say what was changed about them when they were taken in, and when their sender agreed to it. Connections
//! name the hosts of their providers' endpoints. The words of documents are folded by more rules: as this program
//! folds them, so that it finds them, whatever the rules were when this step was written.

use super::uuid_null;
use crate::storage::listing;
use sea_orm_migration::async_trait;
use sea_orm_migration::schema::{big_integer_null, text_null};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Expr, ExprTrait, Query, Table};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

/// That the structure was repaired, as the column holds it: earlier releases knew no more.
const REPAIRED: &str = r#"{"v":1,"changes":[{"change":"repaired"}]}"#;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0006_real_files"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let table = "document_file";
        // SQLite adds one column at a time.
        for column in [
            text_null("changes"),
            uuid_null(manager, "confirmed_by"),
            big_integer_null("confirmed_at"),
        ] {
            let added = Table::alter().table(table).add_column(column).take();
            manager.alter_table(added).await?;
        }
        let known = Query::update()
            .table(table)
            .value("changes", REPAIRED)
            .and_where(Expr::col("repaired").eq(true))
            .take();
        manager.execute(known).await?;
        manager.alter_table(Table::alter().table(table).drop_column("repaired").take()).await?;
        let hosts = Table::alter().table("idp_connection").add_column(text_null("hosts")).take();
        manager.alter_table(hosts).await?;
        listing::refold(manager.get_connection()).await
    }
}
