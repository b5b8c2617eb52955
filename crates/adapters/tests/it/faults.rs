//! A disk that fails: every write, truncation and sync of the database in turn, in a process of its own into
//! which a library is preloaded that makes them fail.

mod control;
pub(crate) mod story;

use crate::databases::master;
use crate::people::account;
use control::{Control, Fault};
use sea_orm::{ConnectionTrait, Database, Statement};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use story::{Step, Story};
use wariin_adapters::SqlDatabase;
use wariin_domain::Account;
use wariin_ports::{JobQueue, Views};

const ENOSPC: i64 = 28;
const EIO: i64 = 5;

/// A full disk that stays full, a write that fails once, and these the other way round; and how far it is from
/// one call that fails to the next.
const FAULTS: [(Fault, i64); 4] = [
    (Fault { errno: ENOSPC, lasts: true, torn: true }, 1),
    (Fault { errno: EIO, lasts: false, torn: true }, 1),
    (Fault { errno: ENOSPC, lasts: false, torn: false }, 9),
    (Fault { errno: EIO, lasts: true, torn: false }, 9),
];

// FA-04 INV5
#[tokio::test]
async fn nothing_acknowledged_is_lost_or_kept_twice_when_any_one_write_or_all_later_ones_fail() {
    match Control::of_this_process() {
        Some(control) => fail_every_call(&control).await,
        None => in_a_process_of_its_own(),
    }
}

/// Runs this test again with the library.
fn in_a_process_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let told = folder.path().join("control");
    Control::create(&told);
    let name = "faults::nothing_acknowledged_is_lost_or_kept_twice_when_any_one_write_or_all_later_ones_fail";
    let mut again = Command::new(std::env::current_exe().unwrap());
    again.args(["--exact", "--nocapture", name]);
    again.env("LD_PRELOAD", control::library(folder.path())).env(control::VARIABLE, told);
    let output = again.output().unwrap();
    let said = String::from_utf8_lossy(&output.stdout) + String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("1 passed"), "{said}");
    println!("{said}");
}

async fn fail_every_call(control: &Control) {
    for (fault, stride) in FAULTS {
        let disk = Disk::new().await;
        let mut stories = vec![disk.tell_without_a_fault().await];
        let mut number = 1;
        while let Some(story) = disk.tell(control, number, fault).await {
            stories.push(story);
            if stride == 1 {
                disk.empty_log().await;
            }
            number += stride;
        }
        assert!(number > 40, "{fault:?}: only {number} calls in a step");
        disk.expect_all(&stories).await;
        println!("{fault:?}: {number} calls");
    }
}

/// A database on a disk that fails, and the copy that is made of it as a crash would leave it.
struct Disk {
    folder: tempfile::TempDir,
    database: SqlDatabase,
    sender: Account,
}

impl Disk {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = open(&folder.path().join("own.db")).await;
        let sender = account(&database, "sender@example.jp").await;
        Self { folder, database, sender }
    }

    async fn tell_without_a_fault(&self) -> Story {
        let mut story = Story::new(&self.sender);
        for step in Step::ALL {
            story.take(&self.database, step).await.unwrap();
        }
        story
    }

    /// Tells a story in each of whose steps this call fails, and is taken again after the fault was lifted;
    /// `None` when no step has so many calls.
    async fn tell(&self, control: &Control, number: i64, fault: Fault) -> Option<Story> {
        let mut story = Story::new(&self.sender);
        let mut came_up = false;
        for step in Step::ALL {
            control.fail_at(number, fault);
            let first = story.take(&self.database, step).await;
            if first.is_err() {
                // Once more, as a person does who reads that it failed.
                let _ = story.take(&self.database, step).await;
            }
            let what = format!("call {number} of {step:?}, {fault:?}");
            if control.lift() {
                came_up = true;
                self.expect_acknowledged(&story, &what).await;
            }
            let last = story.take(&self.database, step).await;
            assert!(last.is_ok(), "{what}, after the fault was lifted: {last:?}");
        }
        came_up.then_some(story)
    }

    /// Empties the write-ahead log, so that it is copied and read quickly.
    async fn empty_log(&self) {
        let url = format!("sqlite://{}", self.folder.path().join("own.db").display());
        let connection = Database::connect(url).await.unwrap();
        connection.execute_unprepared("PRAGMA wal_checkpoint(TRUNCATE)").await.unwrap();
        connection.close().await.unwrap();
    }

    /// Every step that was acknowledged has its event, once, also when the process crashes now.
    async fn expect_acknowledged(&self, story: &Story, what: &str) {
        let copy = Database::connect(format!("sqlite://{}", self.crashed().display())).await;
        let copy = copy.unwrap();
        let sql = "SELECT kind FROM audit_event WHERE subject_id = $1";
        let id = wariin_domain::Uuid::from(story.document.id);
        let statement =
            Statement::from_sql_and_values(copy.get_database_backend(), sql, [id.into()]);
        let rows = copy.query_all_raw(statement).await.unwrap();
        let kinds: Vec<String> = rows.iter().map(|row| row.try_get("", "kind").unwrap()).collect();
        for (step, event) in Step::ALL.into_iter().filter_map(|step| Some((step, step.event()?))) {
            let count = kinds.iter().filter(|kind| *kind == event).count();
            let least = usize::from(story.acknowledged.contains(&step));
            assert!((least..=1).contains(&count), "{what}: {count} times {event}");
        }
        copy.close().await.unwrap();
    }

    /// After a restart every story is whole, like the one without a fault, and the audit log is in order.
    async fn expect_all(&self, stories: &[Story]) {
        let database = open(&self.crashed()).await;
        let report = database.verify_audit().await.unwrap();
        assert_eq!((report.problems, report.integrated), (vec![], report.events));
        let jobs = database.list(None, 1_000_000).await.unwrap();
        let whole = stories[0].found(&database, &jobs).await;
        for story in stories {
            assert_eq!(story.found(&database, &jobs).await, whole);
        }
    }

    fn crashed(&self) -> PathBuf {
        let path = |name: &str| self.folder.path().join(name);
        for end in ["", "-wal", "-shm"] {
            let _ = fs::remove_file(path(&format!("crashed.db{end}")));
        }
        fs::copy(path("own.db"), path("crashed.db")).unwrap();
        fs::copy(path("own.db-wal"), path("crashed.db-wal")).unwrap();
        path("crashed.db")
    }
}

async fn open(file: &Path) -> SqlDatabase {
    SqlDatabase::open_sqlite(file, &master()).await.unwrap()
}
