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

#[tokio::test]
async fn lines_that_an_earlier_version_folded_are_folded_again() {
    let db = Database::connect("sqlite::memory:").await.unwrap();
    Migrator::up(&db, Some(5)).await.unwrap();
    let lines =
        "INSERT INTO listing (number, organisation_id, document_id, sender_id, tab, updated_at,
            contract_date, amount, counterparty, folded)
        SELECT value, zeroblob(16), CAST(printf('%016d', value) AS BLOB), NULL, 'draft', 1, '', -1,
            '(株)髙島', '渡邊様' || char(10) || '(株)髙島'
        FROM (WITH RECURSIVE n(value) AS (SELECT 1 UNION ALL SELECT value + 1 FROM n LIMIT 1200)
            SELECT value FROM n)";
    db.execute_unprepared(lines).await.unwrap();
    Migrator::up(&db, None).await.unwrap();
    let count = async |sql: &str| -> i64 {
        let row = db.query_one_raw(Statement::from_string(DbBackend::Sqlite, sql)).await;
        row.unwrap().unwrap().try_get("", "n").unwrap()
    };
    let folded = "SELECT count(*) AS n FROM listing WHERE counterparty = '株式会社高島'
        AND folded = '渡辺様' || char(10) || '株式会社高島'";
    assert_eq!(count(folded).await, 1200);
    let found = "SELECT count(*) AS n FROM listing_gram WHERE listing_gram MATCH 'g6e21x8fba'";
    assert_eq!(count(found).await, 1200);
}
