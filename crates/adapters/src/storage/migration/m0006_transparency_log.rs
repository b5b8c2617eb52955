//! One chain of events for each subject, and the log that they are integrated in.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbErr;

pub(super) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &'static str {
        "m0006_transparency_log"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    fn use_transaction(&self) -> Option<bool> {
        Some(true)
    }

    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for table in ["audit_event", "audit_head"] {
            manager.drop_table(Table::drop().table(table).to_owned()).await?;
        }
        for table in tables() {
            manager.create_table(table).await?;
        }
        // Led by the id: subjects are looked for by their ids, many at a time.
        let place = ["subject_id", "subject", "sequence"];
        for table in ["log_leaf", "log_pending"] {
            let mut index = Index::create();
            index.name(format!("{table}_by_event")).table(table);
            for column in place {
                index.col(column);
            }
            if table == "log_leaf" {
                index.unique();
            }
            manager.create_index(index).await?;
        }
        let mut head = Query::insert();
        head.into_table("log_head").columns(["id"]);
        head.values([1.into()]).map_err(|error| DbErr::Custom(error.to_string()))?;
        manager.execute(head).await
    }
}

fn tables() -> [TableCreateStatement; 6] {
    let text = |name: &'static str| ColumnDef::new(name).text().not_null().to_owned();
    let id = |name: &'static str| ColumnDef::new(name).uuid().not_null().to_owned();
    let number = |name: &'static str| ColumnDef::new(name).big_integer().not_null().to_owned();
    let bytes = |name: &'static str| ColumnDef::new(name).blob().not_null().to_owned();
    let mut event = Table::create();
    event.table("audit_event").col(text("subject")).col(id("subject_id")).col(number("sequence"));
    event.col(number("at")).col(text("actor")).col(ColumnDef::new("actor_id").uuid());
    event.col(text("kind")).col(text("data"));
    event.col(bytes("previous")).col(bytes("hash")).col(bytes("mac"));
    event.primary_key(Index::create().col("subject_id").col("subject").col("sequence"));
    let mut head = Table::create();
    head.table("audit_head").col(text("subject")).col(id("subject_id")).col(number("sequence"));
    head.col(bytes("hash")).col(bytes("mac"));
    head.primary_key(Index::create().col("subject_id").col("subject"));
    let mut pending = Table::create();
    pending.table("log_pending");
    pending.col(number("arrival").auto_increment().primary_key());
    pending.col(text("subject")).col(id("subject_id")).col(number("sequence"));
    pending.col(ColumnDef::new("refused").boolean().not_null());
    let mut leaf = Table::create();
    leaf.table("log_leaf").col(number("leaf").primary_key());
    leaf.col(text("subject")).col(id("subject_id")).col(number("sequence"));
    let mut node = Table::create();
    node.table("log_node").col(number("position").primary_key()).col(bytes("hash"));
    let mut log = Table::create();
    log.table("log_head").col(ColumnDef::new("id").integer().not_null().primary_key());
    log.col(ColumnDef::new("checkpoint").text());
    [event, head, pending, leaf, node, log]
}
