//! Who has the database's password: edits of all kinds, and what they have changed.

use super::Random;
use super::places::{Change, Place};
use super::tables::{Holds, LOG, NEW_ID, TABLES, Table};
use crate::databases::TestDatabase;
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, QueryResult, Statement};
use wariin_domain::Uuid;
use wariin_ports::EventPlace;

pub(super) struct Intruder {
    connection: DatabaseConnection,
}

impl Intruder {
    /// One who also puts constraints between tables out of force.
    pub(super) async fn of(test: &TestDatabase) -> Self {
        let intruder = Self { connection: test.unconstrained().await };
        if intruder.is_sqlite() {
            intruder.execute("PRAGMA synchronous = OFF").await.unwrap();
        }
        intruder
    }

    fn is_sqlite(&self) -> bool {
        self.connection.get_database_backend() == DbBackend::Sqlite
    }

    pub(super) async fn execute(&self, sql: &str) -> Result<(), DbErr> {
        self.connection.execute_unprepared(sql).await.map(drop)
    }

    async fn rows(&self, sql: String) -> Vec<QueryResult> {
        let statement = Statement::from_string(self.connection.get_database_backend(), sql);
        self.connection.query_all_raw(statement).await.unwrap()
    }

    async fn text(&self, sql: String) -> String {
        self.rows(sql).await[0].try_get_by_index(0).unwrap()
    }

    pub(super) async fn copy_aside(&self) {
        for Table { name, .. } in &TABLES {
            let copy = format!("CREATE TABLE kept_{name} AS SELECT * FROM {name}");
            self.execute(&copy).await.unwrap();
        }
    }

    pub(super) async fn copy_log(&self, moment: usize) {
        for name in LOG {
            let copy = format!("CREATE TABLE at{moment}_{name} AS SELECT * FROM {name}");
            self.execute(&copy).await.unwrap();
        }
    }

    /// Puts the whole log back as it was at this moment.
    pub(super) async fn set_back(&self, moment: usize) {
        for name in LOG {
            self.put_back(name, &format!("at{moment}_{name}")).await;
        }
    }

    pub(super) async fn restore(&self, table: &Table) {
        self.put_back(table.name, &format!("kept_{}", table.name)).await;
    }

    async fn put_back(&self, name: &str, copy: &str) {
        let sql =
            format!("BEGIN; DELETE FROM {name}; INSERT INTO {name} SELECT * FROM {copy}; COMMIT");
        self.execute(&sql).await.unwrap();
    }

    /// The keys of all events as they were.
    pub(super) async fn events(&self) -> Vec<EventPlace> {
        let rows = self.rows("SELECT subject, subject_id, sequence FROM kept_audit_event".into());
        rows.await.iter().map(event).collect()
    }

    /// The rows that are not as they were: the places of those that are gone, and of those that are new. A row that was
    /// changed is both.
    pub(super) async fn changed(&self, table: &Table) -> Vec<Change> {
        let Table { name, columns, key, .. } = table;
        let names = |columns: &[(&str, Holds)]| {
            columns.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
        };
        // The one row of the log's head has no place within its table.
        let key = names(&columns[..(*key).max(1)]);
        let columns = names(columns);
        let (now, then) = ((*name).to_owned(), format!("kept_{name}"));
        let mut changed = Vec::new();
        for (is_new, of, without) in [(false, &then, &now), (true, &now, &then)] {
            let rows = format!("SELECT {columns} FROM {of} EXCEPT SELECT {columns} FROM {without}");
            let rows = self.rows(format!("SELECT DISTINCT {key} FROM ({rows}) AS changed")).await;
            let places = rows.iter().map(|row| Change { place: place(name, row), is_new });
            changed.extend(places);
        }
        changed
    }

    /// The kind and the statement of what edits, deletes, cuts off, adds or exchanges something.
    pub(super) async fn edit(&self, table: &Table, random: &mut Random) -> (&'static str, String) {
        let Table { name, columns, order, another, .. } = table;
        let count = self.rows(format!("SELECT 1 FROM {name}")).await.len() as u64;
        let (one, other) =
            (self.row(name, random.below(count)).await, self.row(name, random.below(count)).await);
        let row = if self.is_sqlite() { "rowid" } else { "ctid" };
        let (column, holds) = random.of(columns);
        match random.below(5) {
            0 => ("removed", format!("DELETE FROM {name} WHERE {row} = {one}")),
            1 => {
                let last = 1 + random.below(count);
                let rows = format!("SELECT {row} FROM {name} ORDER BY {order} DESC LIMIT {last}");
                ("cut off", format!("DELETE FROM {name} WHERE {row} IN ({rows})"))
            }
            2 => {
                let value = |column: &'static str| {
                    let changed = another.iter().find(|(name, _)| *name == column);
                    match changed.map_or(column, |(_, value)| *value) {
                        NEW_ID if self.is_sqlite() => "randomblob(16)",
                        NEW_ID => "gen_random_uuid()",
                        value => value,
                    }
                };
                let values: Vec<_> = columns.iter().map(|(column, _)| value(column)).collect();
                // All columns that have to be there, for a table of which not all are edited.
                let rest = if *name == "checkpoint" { ", published_at" } else { "" };
                let columns: Vec<_> = columns.iter().map(|(column, _)| *column).collect();
                let (columns, values) = (columns.join(", "), values.join(", "));
                let sql = format!(
                    "INSERT INTO {name} ({columns}{rest})
                     SELECT {values}{rest} FROM {name} WHERE {row} = {one}"
                );
                ("added", sql)
            }
            3 => {
                let of = |row: String| self.value(name, column, row);
                let (first, second) = (of(one.clone()).await, of(other.clone()).await);
                let sql = format!(
                    "UPDATE {name} SET {column} = CASE {row} WHEN {one} THEN {second} ELSE {first} END
                     WHERE {row} IN ({one}, {other})"
                );
                ("exchanged", sql)
            }
            _ => {
                let value = self.edited(column, *holds, random);
                ("edited", format!("UPDATE {name} SET {column} = {value} WHERE {row} = {one}"))
            }
        }
    }

    /// One row, by what the database identifies it.
    async fn row(&self, name: &str, skipped: u64) -> String {
        if self.is_sqlite() {
            let id = format!("CAST(rowid AS TEXT) FROM {name} ORDER BY rowid");
            return self.text(format!("SELECT {id} LIMIT 1 OFFSET {skipped}")).await;
        }
        let id = format!("ctid::text FROM {name} ORDER BY ctid");
        format!("'{}'::tid", self.text(format!("SELECT {id} LIMIT 1 OFFSET {skipped}")).await)
    }

    /// What stands in this column of this row, for a statement that changes it.
    async fn value(&self, name: &str, column: &str, row: String) -> String {
        if self.is_sqlite() {
            return self
                .text(format!("SELECT quote({column}) FROM {name} WHERE rowid = {row}"))
                .await;
        }
        format!("(SELECT {column} FROM {name} WHERE ctid = {row})")
    }

    /// What stands in this column, with one thing of it changed.
    fn edited(&self, column: &str, holds: Holds, random: &mut Random) -> String {
        let (place, byte) = (random.below(1_000), random.below(256));
        let letter = char::from(b'a' + u8::try_from(random.below(26)).unwrap());
        let at = format!("{place} % length({column})");
        match holds {
            Holds::Number => format!("{column} + {byte} - 128"),
            Holds::Flag => format!("NOT {column}"),
            Holds::Text => format!(
                "substr({column}, 1, {at}) || '{letter}' || substr({column}, {at} + 2)"
            ),
            Holds::Bytes | Holds::Id if self.is_sqlite() => format!(
                "CASE WHEN {column} IS NULL THEN randomblob(16) ELSE
                 CAST(substr({column}, 1, {at}) || x'{byte:02x}' || substr({column}, {at} + 2) AS BLOB)
                 END"
            ),
            Holds::Bytes => format!("set_byte({column}, {at}, {byte})"),
            Holds::Id => "gen_random_uuid()".to_owned(),
        }
    }
}

fn event(row: &QueryResult) -> EventPlace {
    EventPlace {
        subject: row.try_get_by_index(0).unwrap(),
        id: row.try_get_by_index(1).unwrap(),
        sequence: number(row, 2),
    }
}

fn number(row: &QueryResult, column: usize) -> u64 {
    row.try_get_by_index::<i64>(column).unwrap().cast_unsigned()
}

fn place(table: &str, row: &QueryResult) -> Place {
    let (text, id) = (
        |column| row.try_get_by_index::<String>(column).unwrap(),
        |column| row.try_get_by_index::<Uuid>(column).unwrap(),
    );
    match table {
        "audit_event" => Place::Event(event(row)),
        "audit_head" => Place::ChainEnd(text(0), id(1)),
        "log_leaf" => Place::Leaf(number(row, 0)),
        "log_node" => Place::Node(number(row, 0)),
        "log_head" => Place::Head,
        "log_pending" => Place::Waiting(event(row)),
        "checkpoint" => Place::Checkpoint(number(row, 0)),
        "cosignature" => {
            Place::Cosignature(number(row, 0), text(1).split('+').next().unwrap().to_owned())
        }
        other => panic!("{other}"),
    }
}
