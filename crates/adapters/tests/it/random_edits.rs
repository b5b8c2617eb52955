//! Edits of the audit log at random, with the database's password and without the service's keys.

use crate::audit::{one_more, with_events};
use crate::checkpoints::published;
use crate::databases::{TestDatabase, sqlite};
use crate::people::{draft, kept};
use sea_orm::{ConnectionTrait, DatabaseConnection, Statement};
use std::time::Instant;
use wariin_ports::{AuditProblem, Checkpoints, PublishedCheckpoint, TransparencyLog, Views};

const SEED: u64 = 20_261_127;
const EDITS: u32 = 1_000;

/// A table, its columns, and what makes a copy of one of its rows another row. Left out is what means nothing:
/// in which order events wait, and that one is listed as waiting twice.
struct Table {
    name: &'static str,
    columns: &'static [&'static str],
    order: &'static str,
    another: &'static [(&'static str, &'static str)],
}

const TABLES: [Table; 6] = [
    Table {
        name: "audit_event",
        columns: &[
            "subject",
            "subject_id",
            "sequence",
            "at",
            "actor",
            "actor_id",
            "kind",
            "data",
            "previous",
            "hash",
            "mac",
        ],
        order: "sequence",
        another: &[("sequence", "sequence + 100")],
    },
    Table {
        name: "audit_head",
        columns: &["subject", "subject_id", "sequence", "hash", "mac"],
        order: "sequence",
        another: &[("subject_id", "randomblob(16)")],
    },
    Table {
        name: "log_leaf",
        columns: &["leaf", "subject", "subject_id", "sequence"],
        order: "leaf",
        another: &[("leaf", "leaf + 100"), ("sequence", "sequence + 100")],
    },
    Table {
        name: "log_node",
        columns: &["position", "hash"],
        order: "position",
        another: &[("position", "position + 100")],
    },
    Table {
        name: "log_head",
        columns: &["id", "checkpoint"],
        order: "id",
        another: &[("id", "id + 1")],
    },
    Table {
        name: "log_pending",
        columns: &["subject", "subject_id", "sequence", "refused"],
        order: "arrival",
        another: &[],
    },
];

/// What is set back together when a whole log is.
const LOG: [&str; 7] =
    ["audit_event", "audit_head", "log_leaf", "log_node", "log_head", "log_pending", "checkpoint"];
/// How many moments there are to which the log may be set back.
const MOMENTS: usize = 4;

// EV-01
#[tokio::test]
async fn a_thousand_edits_at_random_are_all_found() {
    let test = sqlite().await;
    let owner = with_events(&test).await;
    for _ in 0..2 {
        let (document, events) = draft(&owner);
        kept(&test.database, &document, events).await;
    }
    let intruder = Intruder { connection: test.intruder().await };
    let mut kept_outside = Vec::new();
    for moment in 0..MOMENTS {
        kept_outside.push(published(&test, 20).await);
        intruder.copy_log(moment).await;
        one_more(&test, &owner, 20).await.unwrap();
    }
    kept_outside.push(published(&test, 21).await);
    for minute in 22..26 {
        one_more(&test, &owner, minute).await.unwrap();
    }
    intruder.copy_log(MOMENTS).await;
    intruder.copy_aside().await;
    let mut random = Random(SEED);
    let begun = Instant::now();
    let mut done = 0;
    while done < EDITS {
        if random.below(8) == 0 {
            let moment = usize::try_from(random.below(MOMENTS as u64)).unwrap();
            intruder.set_back(moment).await;
            // The service may go on with the log as it was.
            for minute in 0..u32::try_from(random.below(8)).unwrap() {
                one_more(&test, &owner, 30 + minute).await.unwrap();
                test.database.integrate().await.unwrap();
            }
            expect_set_back(&test, &kept_outside, moment).await;
            intruder.set_back(MOMENTS).await;
            done += 1;
            continue;
        }
        let table = random.of(&TABLES);
        let edit = intruder.edit(table, &mut random).await;
        // Some edits are refused by the database, and some change nothing.
        if intruder.execute(&edit).await.is_err() || !intruder.has_changed(table).await {
            intruder.restore(table).await;
            continue;
        }
        let found = test.database.verify_audit().await;
        let is_found = found.as_ref().is_ok_and(|report| !report.problems.is_empty());
        assert!(is_found || found.is_err(), "seed {SEED}, edit {done} was not found: {edit}");
        intruder.restore(table).await;
        done += 1;
    }
    assert_eq!(test.database.verify_audit().await.unwrap().problems, []);
    println!("{EDITS} edits in {:?}", begun.elapsed());
}

/// A log that was set back as a whole is consistent in itself, and located by what was kept outside: up to the moment
/// of the setting back it is the same.
async fn expect_set_back(test: &TestDatabase, kept: &[PublishedCheckpoint], moment: usize) {
    let report = test.database.verify_audit().await.unwrap();
    assert_eq!(report.problems, [], "moment {moment}");
    let notes: Vec<String> = kept.iter().map(|checkpoint| checkpoint.note.clone()).collect();
    let compared = test.database.compare(&notes).await.unwrap();
    let (good, counted) = (kept[moment].size, kept[moment + 1].size);
    let located = match &compared.problems[..] {
        [AuditProblem::SetBack { found, counted: first }] => {
            *found == good && *first == counted && report.integrated == good
        }
        [AuditProblem::Rewritten { good: last, counted: first }] => {
            (*last, *first) == (good, counted)
        }
        _ => false,
    };
    assert!(located, "moment {moment}: {:?}", compared.problems);
    assert_eq!(compared.extended, moment + 1);
}

struct Intruder {
    connection: DatabaseConnection,
}

impl Intruder {
    async fn execute(&self, sql: &str) -> Result<(), sea_orm::DbErr> {
        self.connection.execute_unprepared(sql).await.map(drop)
    }

    async fn number(&self, sql: &str) -> u64 {
        let statement = Statement::from_string(self.connection.get_database_backend(), sql);
        let row = self.connection.query_one_raw(statement).await.unwrap().unwrap();
        row.try_get_by_index::<i64>(0).unwrap().cast_unsigned()
    }

    async fn text(&self, sql: &str) -> String {
        let statement = Statement::from_string(self.connection.get_database_backend(), sql);
        let row = self.connection.query_one_raw(statement).await.unwrap().unwrap();
        row.try_get_by_index(0).unwrap()
    }

    async fn copy_aside(&self) {
        self.execute("PRAGMA synchronous = OFF").await.unwrap();
        for Table { name, .. } in &TABLES {
            let copy = format!("CREATE TABLE kept_{name} AS SELECT * FROM {name}");
            self.execute(&copy).await.unwrap();
        }
    }

    async fn copy_log(&self, moment: usize) {
        for name in LOG {
            let copy = format!("CREATE TABLE at{moment}_{name} AS SELECT * FROM {name}");
            self.execute(&copy).await.unwrap();
        }
    }

    /// Puts the whole log back as it was at this moment.
    async fn set_back(&self, moment: usize) {
        for name in LOG {
            let sql = format!(
                "BEGIN; DELETE FROM {name}; INSERT INTO {name} SELECT * FROM at{moment}_{name}; COMMIT"
            );
            self.execute(&sql).await.unwrap();
        }
    }

    async fn restore(&self, Table { name, .. }: &Table) {
        let sql = format!(
            "BEGIN; DELETE FROM {name}; INSERT INTO {name} SELECT * FROM kept_{name}; COMMIT"
        );
        self.execute(&sql).await.unwrap();
    }

    async fn has_changed(&self, Table { name, columns, .. }: &Table) -> bool {
        let columns = columns.join(", ");
        let (now, before) =
            (format!("SELECT {columns} FROM {name}"), format!("SELECT {columns} FROM kept_{name}"));
        let sql =
            format!("SELECT EXISTS ({now} EXCEPT {before}) OR EXISTS ({before} EXCEPT {now})");
        self.number(&sql).await == 1
    }

    /// The statement that edits, deletes, exchanges, copies or cuts off something.
    async fn edit(&self, table: &Table, random: &mut Random) -> String {
        let Table { name, columns, order, another } = table;
        let count = self.number(&format!("SELECT count(*) FROM {name}")).await;
        let mut row = || {
            let skipped = random.below(count);
            format!("(SELECT rowid FROM {name} ORDER BY rowid LIMIT 1 OFFSET {skipped})")
        };
        let (one, other) = (row(), row());
        let column = random.of(columns);
        match random.below(5) {
            0 => format!("DELETE FROM {name} WHERE rowid = {one}"),
            1 => {
                let last = 1 + random.below(count);
                let rows = format!("SELECT rowid FROM {name} ORDER BY {order} DESC LIMIT {last}");
                format!("DELETE FROM {name} WHERE rowid IN ({rows})")
            }
            2 if !another.is_empty() => {
                let mut values = columns.to_vec();
                for (column, value) in *another {
                    let place = columns.iter().position(|c| c == column).unwrap();
                    values[place] = value;
                }
                let (columns, values) = (columns.join(", "), values.join(", "));
                format!(
                    "INSERT INTO {name} ({columns}) SELECT {values} FROM {name} WHERE rowid = {one}"
                )
            }
            3 => {
                let value =
                    |row: &str| format!("SELECT quote({column}) FROM {name} WHERE rowid = {row}");
                let (first, second) =
                    (self.text(&value(&one)).await, self.text(&value(&other)).await);
                format!(
                    "UPDATE {name} SET {column} = CASE rowid WHEN {one} THEN {second} ELSE {first} END
                     WHERE rowid IN ({one}, {other})"
                )
            }
            _ => {
                let (place, byte) = (random.below(1_000), random.below(256));
                let letter = char::from(b'a' + u8::try_from(random.below(26)).unwrap());
                format!(
                    "UPDATE {name} SET {column} = CASE typeof({column})
                         WHEN 'integer' THEN {column} + {byte} - 128
                         WHEN 'text' THEN substr({column}, 1, {place} % length({column}))
                             || '{letter}' || substr({column}, {place} % length({column}) + 2)
                         WHEN 'blob' THEN CAST(substr({column}, 1, {place} % length({column}))
                             || x'{byte:02x}' || substr({column}, {place} % length({column}) + 2) AS BLOB)
                         ELSE randomblob(16) END
                     WHERE rowid = {one}"
                )
            }
        }
    }
}

/// Numbers that follow from the seed (splitmix64).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (mixed ^ (mixed >> 31)) % limit
    }

    fn of<'a, T>(&mut self, some: &'a [T]) -> &'a T {
        &some[usize::try_from(self.below(some.len() as u64)).unwrap()]
    }
}
