//! Both databases have the same tables, columns and indexes.

use crate::databases::{postgres, sqlite};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use std::collections::BTreeSet;

/// What only one of them has: the pairs of characters that full-text search looks in stand in a virtual
/// table here and in a column there.
const OF_ONE_ENGINE: [&str; 3] =
    ["column listing.grams required", "index listing_by_gram", "column seaql_migrations."];

#[tokio::test]
async fn both_databases_have_the_same_columns_keys_and_indexes() {
    let (sqlite, postgres) = (sqlite().await, postgres().await);
    let ours = lines(&sqlite.intruder().await, SQLITE).await;
    let theirs = lines(&postgres.intruder().await, POSTGRES).await;
    assert!(ours.len() > 250, "{}", ours.len());
    let only = |some: &BTreeSet<String>, other| {
        let only: Vec<_> = some.difference(other).cloned().collect();
        only.join("\n")
    };
    assert_eq!(only(&ours, &theirs), "", "only in SQLite");
    assert_eq!(only(&theirs, &ours), "", "only in PostgreSQL");
}

async fn lines(db: &DatabaseConnection, sql: &str) -> BTreeSet<String> {
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let rows = db.query_all_raw(statement).await.unwrap();
    let lines = rows.iter().map(|row| row.try_get::<String>("", "line").unwrap());
    lines.filter(|line| !OF_ONE_ENGINE.iter().any(|known| line.starts_with(known))).collect()
}

const SQLITE: &str = r#"
    WITH tables AS (
        SELECT name FROM sqlite_schema
        WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'listing_gram%'
    )
    SELECT 'column ' || t.name || '.' || c.name
        || CASE c."notnull" WHEN 1 THEN ' required' ELSE ' optional' END AS line
    FROM tables t, pragma_table_info(t.name) c
    UNION ALL
    SELECT 'key of ' || t.name || ': ' || (
        SELECT group_concat(name) FROM
            (SELECT name FROM pragma_table_info(t.name) WHERE pk > 0 ORDER BY pk)
    ) FROM tables t
    UNION ALL
    SELECT 'index ' || i.name || ' of ' || t.name || ': '
        || (SELECT group_concat(name) FROM
            (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno))
        || CASE i."unique" WHEN 1 THEN ' unique' ELSE '' END
        || CASE i.partial WHEN 1 THEN ' partial' ELSE '' END
    FROM tables t, pragma_index_list(t.name) i WHERE i.origin <> 'pk'
    UNION ALL
    SELECT 'reference ' || t.name || '.' || f."from" || ' to ' || f."table"
    FROM tables t, pragma_foreign_key_list(t.name) f
"#;

const POSTGRES: &str = r"
    WITH indexed AS (
        SELECT i.indexrelid::regclass::text AS index_name, t.relname AS table_name,
            string_agg(a.attname, ',' ORDER BY k.place) AS columns,
            i.indisprimary AS is_key, i.indisunique AS is_unique, i.indpred IS NOT NULL AS is_partial
        FROM pg_index i
        JOIN pg_class t ON t.oid = i.indrelid
        JOIN pg_namespace n ON n.oid = t.relnamespace AND n.nspname = 'public'
        CROSS JOIN LATERAL unnest(i.indkey) WITH ORDINALITY k (number, place)
        JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.number
        GROUP BY 1, 2, 4, 5, 6
    )
    SELECT 'column ' || table_name || '.' || column_name
        || CASE is_nullable WHEN 'NO' THEN ' required' ELSE ' optional' END AS line
    FROM information_schema.columns WHERE table_schema = 'public'
    UNION ALL
    SELECT 'key of ' || table_name || ': ' || columns FROM indexed WHERE is_key
    UNION ALL
    SELECT 'index ' || index_name || ' of ' || table_name || ': ' || columns
        || CASE WHEN is_unique THEN ' unique' ELSE '' END
        || CASE WHEN is_partial THEN ' partial' ELSE '' END
    FROM indexed WHERE NOT is_key
    UNION ALL
    SELECT 'reference ' || c.conrelid::regclass::text || '.' || a.attname || ' to '
        || c.confrelid::regclass::text
    FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f'
";
