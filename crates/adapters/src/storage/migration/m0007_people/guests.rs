//! Accounts of recipients belong to no organisation: what names the organisation and the role may be empty.

use sea_orm_migration::SchemaManager;
use sea_orm_migration::sea_orm::{ConnectionTrait, DbBackend, DbErr, Statement};

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let db = manager.get_connection();
    if manager.get_database_backend() == DbBackend::Sqlite {
        let version = number(db, "PRAGMA schema_version").await?;
        // Only what is written down about the table changes, and no row: the procedure of
        // https://www.sqlite.org/lang_altertable.html#otheralter for constraints that are taken away. A new table
        // instead would need foreign keys switched off outside of the transaction.
        let rewritten = format!(
            r#"PRAGMA writable_schema = ON;
            UPDATE sqlite_schema SET sql = replace(replace(sql,
                '"organisation_id" blob NOT NULL', '"organisation_id" blob'),
                '"role" text NOT NULL', '"role" text')
            WHERE type = 'table' AND name = 'account';
            PRAGMA schema_version = {};
            PRAGMA writable_schema = RESET"#,
            version.wrapping_add(1)
        );
        db.execute_unprepared(&rewritten).await?;
    } else {
        let altered = "ALTER TABLE account ALTER COLUMN organisation_id DROP NOT NULL,
            ALTER COLUMN role DROP NOT NULL";
        db.execute_unprepared(altered).await?;
    }
    expect_optional(manager).await
}

/// Fails where the columns still demand a value, so that the step is undone as a whole.
async fn expect_optional(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let columns = match manager.get_database_backend() {
        DbBackend::Sqlite => {
            r#"SELECT CAST(count(*) AS INTEGER) AS n FROM pragma_table_info('account')
            WHERE name IN ('organisation_id', 'role') AND "notnull" = 0"#
        }
        _ => {
            "SELECT CAST(count(*) AS INTEGER) AS n FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = 'account'
            AND column_name IN ('organisation_id', 'role') AND is_nullable = 'YES'"
        }
    };
    match number(manager.get_connection(), columns).await? {
        2 => Ok(()),
        _ => Err(DbErr::Migration("the table account is not as earlier steps made it".into())),
    }
}

async fn number(db: &impl ConnectionTrait, sql: &str) -> Result<i32, DbErr> {
    let row = db.query_one_raw(Statement::from_string(db.get_database_backend(), sql)).await?;
    row.ok_or_else(|| DbErr::RecordNotFound(sql.to_owned()))?.try_get_by_index(0)
}
