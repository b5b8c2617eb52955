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
mod m0012_certificates_and_factors;
mod m0013_links;
mod m0014_access_codes;
mod plan;

use sea_orm_migration::schema;
use sea_orm_migration::sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, EntityTrait, Statement,
};
use sea_orm_migration::sea_query::{
    ColumnDef, ForeignKey, ForeignKeyCreateStatement, Index, IndexCreateStatement, Query,
};
use sea_orm_migration::{
    MigrationTrait, MigratorTrait, SchemaManager, async_trait, seaql_migrations,
};

pub(super) use plan::plan;
pub use plan::{LockedTable, PlannedStep, TableLock, TableSize};

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
            Box::new(m0012_certificates_and_factors::Migration),
            Box::new(m0013_links::Migration),
            Box::new(m0014_access_codes::Migration),
        ]
    }
}

/// How the schema of a database stands to this program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum SchemaStanding {
    /// It is the one that this program makes.
    Current,
    /// So many steps are missing.
    Behind { pending: usize },
    /// A newer release has made it, and says that this program may use it.
    Ahead { newest: String },
    /// A newer release has made it, and this program must not use it: of so many steps it knows fewer than the step
    /// asks for, or the step asks for nothing that can be read.
    TooNew { newest: String, needs: Option<i32>, known: i32 },
}

/// How the schema stands to this program. Reads only: the service's role may not create tables.
pub(super) async fn standing(database: &DatabaseConnection) -> Result<SchemaStanding, DbErr> {
    let migrations = Migrator::migrations();
    let manager = SchemaManager::new(database);
    if !manager.has_table("seaql_migrations").await? {
        return Ok(SchemaStanding::Behind { pending: migrations.len() });
    }
    let done = seaql_migrations::Entity::find().all(database).await?;
    let is_known = |step: &str| migrations.iter().any(|migration| migration.name() == step);
    let mut unknown: Vec<String> = done.into_iter().map(|row| row.version).collect();
    let all = unknown.len();
    unknown.retain(|step| !is_known(step));
    unknown.sort();
    let pending = migrations.len().saturating_sub(all - unknown.len());
    let Some(newest) = unknown.last().cloned() else {
        return Ok(match pending {
            0 => SchemaStanding::Current,
            pending => SchemaStanding::Behind { pending },
        });
    };
    let known = i32::try_from(migrations.len()).unwrap_or(i32::MAX);
    let mut needs = Some(0);
    for step in &unknown {
        let since = if manager.has_table("schema_step").await? {
            compatible_since(database, step).await?
        } else {
            None
        };
        needs = needs.zip(since).map(|(one, other): (i32, i32)| one.max(other));
    }
    Ok(match needs {
        Some(needs) if needs <= known && pending == 0 => SchemaStanding::Ahead { newest },
        needs => SchemaStanding::TooNew { newest, needs, known },
    })
}

/// How many steps a program has to know to use the schema after this step; `None` when the step does not say.
async fn compatible_since<C: ConnectionTrait>(
    database: &C,
    step: &str,
) -> Result<Option<i32>, DbErr> {
    let backend = database.get_database_backend();
    let sql = "SELECT compatible_since FROM schema_step WHERE step = $1";
    let statement = Statement::from_sql_and_values(backend, sql, [step.into()]);
    let row = database.query_one_raw(statement).await?;
    row.map(|row| row.try_get("", "compatible_since")).transpose()
}

/// Notes, within a step, that programs which know only so many steps may go on using the schema after it. Every step
/// says so: the rule for what a step may do is in `docs/operations/upgrade.md`.
async fn compatible(manager: &SchemaManager<'_>, step: &str, since: i32) -> Result<(), DbErr> {
    let note = Query::insert()
        .into_table("schema_step")
        .columns(["step", "compatible_since"])
        .values_panic([step.into(), since.into()])
        .take();
    manager.get_connection().execute(&note).await.map(|_| ())
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
