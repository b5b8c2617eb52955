//! Every migration has a database that was made by it, and none is changed afterwards.

use super::*;
use sea_orm_migration::sea_orm::{ConnectionTrait, Database, DatabaseConnection, Statement};
use std::path::Path;

const HOW: &str = "add a migration; or, if the newest one is not released yet, make its database anew by \
    WARIIN_MAKE_DATABASE=1 cargo test -p wariin-adapters --test it upgrade";

#[tokio::test]
async fn a_migration_is_not_changed_after_a_database_was_made_by_it() {
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data");
    for (steps, migration) in (1..).zip(Migrator::migrations()) {
        let file = data.join(format!("{}.sqlite", migration.name()));
        assert!(file.exists(), "{} is missing: {HOW}", file.display());
        let then = Database::connect(format!("sqlite://{}?mode=ro", file.display())).await.unwrap();
        let now = Database::connect("sqlite::memory:").await.unwrap();
        Migrator::up(&now, Some(steps)).await.unwrap();
        let (then, now) = (statements(&then).await, statements(&now).await);
        assert!(then.len() > 50);
        assert!(then == now, "{} makes another schema than before: {HOW}", migration.name());
    }
}

async fn statements(db: &DatabaseConnection) -> Vec<String> {
    let sql = "SELECT coalesce(sql, name) AS line FROM sqlite_schema ORDER BY 1";
    let statement = Statement::from_string(DbBackend::Sqlite, sql);
    let rows = db.query_all_raw(statement).await.unwrap();
    rows.iter().map(|row| row.try_get("", "line").unwrap()).collect()
}
