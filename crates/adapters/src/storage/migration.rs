//! The schema, as steps that are never changed once released.
//!
//! Instants are microseconds in a big integer. How to add a step, and the test that every step has, is
//! in `docs/contributing.md`.

mod m0001_initial;
mod m0002_sessions_await_a_code;
mod m0003_nothing_lost;
mod m0004_shown_pages;
mod m0005_input_fields;
mod m0006_real_files;
mod m0007_people;
mod m0008_proofs;
mod m0009_checkpoints_and_preflights;
mod m0010_prepared_fields;
mod m0011_renewal_and_retention;

use sea_orm_migration::schema;
use sea_orm_migration::sea_orm::{
    DatabaseConnection, DbBackend, DbErr, EntityTrait, PaginatorTrait,
};
use sea_orm_migration::sea_query::{
    ColumnDef, ForeignKey, ForeignKeyCreateStatement, Index, IndexCreateStatement,
};
use sea_orm_migration::{
    MigrationTrait, MigratorTrait, SchemaManager, async_trait, seaql_migrations,
};

/// Every step, in order.
pub(super) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_initial::Migration),
            Box::new(m0002_sessions_await_a_code::Migration),
            Box::new(m0003_nothing_lost::Migration),
            Box::new(m0004_shown_pages::Migration),
            Box::new(m0005_input_fields::Migration),
            Box::new(m0006_real_files::Migration),
            Box::new(m0007_people::Migration),
            Box::new(m0008_proofs::Migration),
            Box::new(m0009_checkpoints_and_preflights::Migration),
            Box::new(m0010_prepared_fields::Migration),
            Box::new(m0011_renewal_and_retention::Migration),
        ]
    }
}

/// How many steps the database is behind. Reads only: the service's role may not create tables.
pub(super) async fn pending(database: &DatabaseConnection) -> Result<usize, DbErr> {
    let all = Migrator::migrations().len();
    if !SchemaManager::new(database).has_table("seaql_migrations").await? {
        return Ok(all);
    }
    let done = seaql_migrations::Entity::find().count(database).await?;
    Ok(all.saturating_sub(usize::try_from(done).unwrap_or(usize::MAX)))
}

/// A required UUID. `SQLite` has no type for it: there it is a blob of 16 bytes.
fn uuid(manager: &SchemaManager<'_>, name: &'static str) -> ColumnDef {
    match manager.get_database_backend() {
        DbBackend::Sqlite => schema::blob(name),
        _ => schema::uuid(name),
    }
}

/// A UUID or nothing.
fn uuid_null(manager: &SchemaManager<'_>, name: &'static str) -> ColumnDef {
    match manager.get_database_backend() {
        DbBackend::Sqlite => schema::blob_null(name),
        _ => schema::uuid_null(name),
    }
}

/// The column holds the id of a row of the other table.
fn references(column: &'static str, table: &'static str) -> ForeignKeyCreateStatement {
    ForeignKey::create().from_col(column).to(table, "id").take()
}

/// An index over these columns, by name.
fn index(name: &str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    let mut index = Index::create();
    index.name(name).table(table);
    for column in columns {
        index.col(*column);
    }
    index
}

/// An index over columns whose values stand in one row only.
fn unique(name: &str, table: &'static str, columns: &[&'static str]) -> IndexCreateStatement {
    index(name, table, columns).unique().take()
}

#[cfg(test)]
mod tests;
