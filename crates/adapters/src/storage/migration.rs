//! The schema, as steps that are never changed once released.
//!
//! Instants are microseconds in `BIGINT`. `UUID` and `BYTES` are spelt as each engine has them.

mod m0001_first_light;
mod m0002_identity_providers;
mod m0003_teams;
mod m0004_languages;
mod m0005_seal_levels;
mod m0006_transparency_log;

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
            Box::new(m0004_languages::Migration),
            Box::new(m0005_seal_levels::Migration),
            Box::new(m0006_transparency_log::Migration),
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

#[cfg(test)]
mod tests {
    use super::*;
    use sea_orm_migration::sea_orm::Database;

    #[tokio::test]
    async fn documents_of_an_earlier_version_are_listed_after_the_upgrade() {
        let connection = Database::connect("sqlite::memory:").await.unwrap();
        Migrator::up(&connection, Some(2)).await.unwrap();
        let id = |n: u8| format!("x'{}'", format!("{n:02x}").repeat(16));
        let (own, other, sender, taro) = (id(1), id(2), id(3), id(4));
        for statement in [
            format!("INSERT INTO organisation VALUES ({own}, '割印商事'), ({other}, '山田商店')"),
            format!(
                "INSERT INTO account (id, organisation_id, name, email, password_hash,
                    password_failures) VALUES ({sender}, {own}, '佐藤', 'a@example.jp', '', 0),
                    ({taro}, {other}, '山田', 'b@example.jp', '', 0)"
            ),
            format!(
                "INSERT INTO document (id, version, organisation_id, sender_id, drafted_at,
                    updated_at, title, amount, advanced_auth, status)
                VALUES ({}, 1, {own}, {sender}, 1, 2, '業務委託', 5, 'enforced', 'concluded')",
                id(5)
            ),
            format!(
                "INSERT INTO recipient (id, document_id, position, name, email, language,
                    generation, account_id, state)
                VALUES ({}, {}, 0, '山田', 'b@example.jp', 'ja', 1, {taro}, 'consented')",
                id(6),
                id(5)
            ),
        ] {
            connection.execute_unprepared(&statement).await.unwrap();
        }
        Migrator::up(&connection, None).await.unwrap();
        let sql = "SELECT l.tab || ' ' || l.amount || ' ' || l.counterparty || ' ' || l.folded
            || ' ' || (l.sender_id IS NULL) AS line FROM listing l ORDER BY l.sender_id IS NULL";
        let backend = connection.get_database_backend();
        let statement = sea_orm_migration::sea_orm::Statement::from_string(backend, sql);
        let rows = connection.query_all_raw(statement).await.unwrap();
        let lines: Vec<String> = rows.iter().map(|row| row.try_get("", "line").unwrap()).collect();
        let received = "concluded 5 山田商店 業務委託\n山田商店 1".replace("山田商店", "割印商事");
        assert_eq!(lines, ["concluded 5  業務委託\n\n\n山田 0", received.as_str()]);
    }
}
