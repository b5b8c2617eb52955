//! What lists are read from: a line for each organisation that may see a document, and for full-text
//! search the pairs of characters that occur in it.

use crate::storage::migration::{self, index, unique};
use sea_orm_migration::SchemaManager;
use sea_orm_migration::schema::{array, big_integer, text};
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::sea_query::{
    ColumnType, ConditionalStatement, Expr, ExprTrait, IndexType, Table,
};

pub(super) async fn create(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let uuid = |name| migration::uuid(manager, name);
    let engine = manager.get_database_backend();
    let mut contract_date = text("contract_date");
    if engine == DbBackend::Postgres {
        // By bytes, as SQLite compares: the cursor of a list says where it goes on.
        contract_date.extra(r#"COLLATE "C""#);
    }
    let mut listing = Table::create()
        .table("listing")
        .col(big_integer("number").auto_increment().primary_key())
        .col(uuid("organisation_id"))
        .col(uuid("document_id"))
        .col(migration::uuid_null(manager, "sender_id"))
        .col(text("tab"))
        .col(big_integer("updated_at"))
        .col(contract_date)
        .col(big_integer("amount"))
        .col(text("counterparty"))
        .col(text("folded"))
        .take();
    if engine == DbBackend::Postgres {
        listing.col(array("grams", ColumnType::Text));
    }
    manager.create_table(listing).await?;
    if engine == DbBackend::Postgres {
        let gin = IndexType::Custom("gin".into());
        let by_gram = index("listing_by_gram", "listing", &["grams"]).index_type(gin).take();
        manager.create_index(by_gram).await?;
    } else {
        let grams = "CREATE VIRTUAL TABLE listing_gram USING fts5(
            grams, content='', contentless_delete=1, detail=none, tokenize='ascii'
        )";
        manager.get_connection().execute_unprepared(grams).await?;
    }
    indexes(manager).await
}

/// One for each order in which a list is read, by its sender and by its organisation's managers.
async fn indexes(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let line = ["document_id", "organisation_id"];
    manager.create_index(unique("listing_line_once", "listing", &line)).await?;
    for order in
        [&["updated_at"] as &[&str], &["tab", "updated_at"], &["contract_date"], &["amount"]]
    {
        let by = order[0].trim_end_matches("_at");
        let own = [&["organisation_id", "sender_id"], order, &["number"]].concat();
        let own = index(&format!("listing_of_sender_by_{by}"), "listing", &own);
        manager.create_index(own).await?;
        let all = [&["organisation_id"], order, &["number"]].concat();
        let all = index(&format!("listing_of_organisation_by_{by}"), "listing", &all)
            .and_where(Expr::col("tab").ne("draft"))
            .take();
        manager.create_index(all).await?;
    }
    Ok(())
}
