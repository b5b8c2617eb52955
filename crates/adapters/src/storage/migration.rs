//! The schema, as steps that are never changed once released.
//!
//! Instants are microseconds in `BIGINT`. `UUID` and `BYTES` are spelt as each engine has them.

mod m0001_first_light;
mod m0002_identity_providers;
mod m0003_teams;

use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr};
use sea_orm_migration::{MigrationTrait, MigratorTrait, SchemaManager, async_trait};

/// Every step, in order.
pub(super) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_first_light::Migration),
            Box::new(m0002_identity_providers::Migration),
            Box::new(m0003_teams::Migration),
        ]
    }
}

/// Runs the statements in the engine's spelling.
async fn schema(manager: &SchemaManager<'_>, statements: &[&str]) -> Result<(), DbErr> {
    for statement in statements {
        let statement = match manager.get_database_backend() {
            DbBackend::Sqlite => statement.replace("UUID", "BLOB").replace("BYTES", "BLOB"),
            _ => statement.replace("BYTES", "BYTEA"),
        };
        manager.get_connection().execute_unprepared(&statement).await?;
    }
    Ok(())
}
