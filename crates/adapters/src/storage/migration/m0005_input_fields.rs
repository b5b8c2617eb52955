//! Documents hold input fields, files say whether fields can be placed on them, and organisations have an image
//! of their stamp. With which sign-in a document was sent, and whether its first page shows the seal. The owner of
//! an account reports a change by the link of a mail, and an admin or the operator settles it.

use super::{references, uuid};
use sea_orm_migration::async_trait;
use sea_orm_migration::schema::{big_integer_null, blob, blob_null, text, text_null};
use sea_orm_migration::sea_orm::DbErr;
use sea_orm_migration::sea_query::{Index, Table};
use sea_orm_migration::{MigrationName, MigrationTrait, SchemaManager};

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0005_input_fields"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        // SQLite adds one column at a time.
        for (table, column) in [
            ("document", text_null("fields")),
            ("document_file", text_null("surface")),
            ("organisation", blob_null("stamp")),
            ("document", text_null("sent_by")),
            ("document", text("seal_mark").default("shown").take()),
            ("organisation", text("seal_mark").default("shown").take()),
            ("account", big_integer_null("reported_at")),
            ("account", big_integer_null("settled_at")),
        ] {
            let added = Table::alter().table(table).add_column(column).take();
            manager.alter_table(added).await?;
        }
        let stamps = Table::create()
            .table("stamp_image")
            .col(uuid(manager, "organisation_id"))
            .col(blob("digest"))
            .primary_key(Index::create().col("organisation_id").col("digest"))
            .foreign_key(&mut references("organisation_id", "organisation"))
            .take();
        manager.create_table(stamps).await
    }
}
