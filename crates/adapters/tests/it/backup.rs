//! Backups: whole under load, refused when anything in them is not what was written, and the same in either
//! engine.

use crate::databases::{TestDatabase, empty_postgres, master, on_each, sqlite};
use crate::people::{NOW, account, after, by_totp, consent, draft, event, fresh, kept, stepped};
use async_trait::async_trait;
use sea_orm::ConnectionTrait;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::sync::Notify;
use wariin_adapters::{Backup, BackupError, LocalFiles, MasterKey, SqlDatabase, write_backup};
use wariin_domain::{
    Account, Document, DocumentFile, DocumentId, Events, FileDigest, FileId, Session, SessionKey,
    Timestamp, Title, Uuid, fixtures,
};
use wariin_ports::{
    DocumentFilter, DocumentOrder, DocumentQuery, DocumentScope, DocumentSearch, FileError, Files,
    JobQueue, Storage, TransparencyLog, Views,
};

/// A database with files, and room for backups.
pub(crate) struct Data {
    pub(crate) sender: Account,
    pub(crate) files: Arc<LocalFiles>,
    folder: TempDir,
}

impl Data {
    pub(crate) async fn of(database: &SqlDatabase) -> Self {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("files")).unwrap();
        let files = Arc::new(LocalFiles::open(&folder.path().join("files")).unwrap());
        let sender = account(database, "sender@example.jp").await;
        Self { sender, files, folder }
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    /// A document with a file of its own, sent to two recipients.
    pub(crate) async fn sent(&self, database: &SqlDatabase) -> Document {
        let (mut document, drafted) = draft(&self.sender);
        let by = by_totp(self.sender.id);
        let bytes = format!("%PDF {}", document.id).into_bytes();
        let file = DocumentFile {
            id: FileId::from(fresh()),
            digest: self.files.put(bytes).await.unwrap(),
            ..fixtures::file(1)
        };
        let replaced = document.replace_files(vec![file], &by, NOW).unwrap();
        let mut document = kept(database, &document, drafted.and(replaced)).await;
        let sent = document.send(&by, after(1)).unwrap();
        kept(database, &document, sent).await
    }

    async fn write(&self, database: &SqlDatabase, name: &str) -> PathBuf {
        let to = self.path(name);
        write_backup(&to, database, &*self.files, &master(), after(9)).await.unwrap();
        to
    }
}

async fn problems(backup: &Path, scratch: &Path) -> Vec<String> {
    let report = Backup::open(backup, &master()).unwrap().check(scratch).await.unwrap();
    assert!(!scratch.exists());
    report.problems.iter().map(ToString::to_string).collect()
}

// EV-05
#[tokio::test(flavor = "multi_thread")]
async fn a_backup_is_whole_while_others_write_and_holds_all_that_was_acknowledged_before() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let data = Arc::new(Data::of(database).await);
        let (begun, mut writers) = (Arc::new(Notify::new()), Vec::new());
        let before = data.sent(database).await;
        for _ in 0..3 {
            let (database, data, begun) = (database.clone(), data.clone(), begun.clone());
            writers.push(tokio::spawn(async move {
                for round in 0..12 {
                    let document = data.sent(&database).await;
                    stepped(&database, document.id, |d| consent(d, 0, after(2))).await;
                    database.integrate().await.unwrap();
                    if round == 2 {
                        begun.notify_one();
                    }
                }
            }));
        }
        begun.notified().await;
        let backup = data.write(database, "backup").await;
        let during = data.write(database, "second").await;
        for writer in writers {
            writer.await.unwrap();
        }
        for folder in [&backup, &during] {
            let none: Vec<String> = Vec::new();
            assert_eq!(problems(folder, &data.path("scratch")).await, none);
        }
        let at = data.path("restored.db");
        let restored = Backup::open(&backup, &master()).unwrap().database_at(&at).await.unwrap();
        assert_eq!(restored.document(before.id).await.unwrap(), Some(before));
        let all = database.verify_audit().await.unwrap().events;
        assert!(restored.verify_audit().await.unwrap().events < all, "made before the last event");
    })
    .await;
}

// EV-05
#[tokio::test]
async fn only_its_owner_can_read_a_backup() {
    let test = sqlite().await;
    let data = Data::of(&test.database).await;
    data.sent(&test.database).await;
    let backup = data.write(&test.database, "backup").await;
    let mut paths = vec![backup];
    let mut files = 0;
    while let Some(path) = paths.pop() {
        let mode = fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        if path.is_dir() {
            assert_eq!(mode, 0o700, "{}", path.display());
            paths.extend(fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()));
        } else {
            assert_eq!(mode, 0o600, "{}", path.display());
            files += 1;
        }
    }
    assert_eq!(files, 5, "database, sums, manifest, its code, one PDF");
}

// EV-05
#[tokio::test]
async fn a_backup_in_which_anything_was_changed_cut_off_or_removed_is_refused() {
    on_each(async |test: &TestDatabase| {
        let data = Data::of(&test.database).await;
        let document = data.sent(&test.database).await;
        test.database.integrate().await.unwrap();
        let digest = document.files[0].digest.to_string();
        let pdf = format!("files/{}/{digest}", &digest[..2]);
        let whole = data.write(&test.database, "whole").await;
        for (number, name) in ["wariin.db", "SHA256SUMS", "manifest.json", "manifest.mac", &pdf]
            .into_iter()
            .enumerate()
        {
            for (how, change) in
                [("changed", flip as fn(&Path)), ("cut off", cut_off), ("removed", remove)]
            {
                let copy = data.path(&format!("{number} {how}"));
                copy_folder(&whole, &copy);
                change(&copy.join(name));
                let opened = Backup::open(&copy, &master());
                let is_refused = match opened {
                    Err(BackupError::Manifest | BackupError::Unfinished(_)) => true,
                    Err(error) => panic!("{name} {how}: {error:?}"),
                    Ok(backup) => {
                        !backup.check(&data.path("scratch")).await.unwrap().problems.is_empty()
                    }
                };
                assert!(is_refused, "{name} {how}");
            }
        }
        let other = MasterKey::from_bytes([43; 32]);
        assert!(matches!(Backup::open(&whole, &other), Err(BackupError::Manifest)));
        assert_eq!(problems(&whole, &data.path("scratch")).await, Vec::<String>::new());
    })
    .await;
}

fn flip(path: &Path) {
    let mut bytes = fs::read(path).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).unwrap();
}

fn cut_off(path: &Path) {
    let bytes = fs::read(path).unwrap();
    fs::write(path, &bytes[..bytes.len() / 2]).unwrap();
}

fn remove(path: &Path) {
    fs::remove_file(path).unwrap();
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// A store that is full, in which nothing goes on any more, or whose files go.
struct Stuck {
    is_full: bool,
    asked: Notify,
    gone: Notify,
}

impl Stuck {
    fn new(is_full: bool) -> Self {
        Self { is_full, asked: Notify::new(), gone: Notify::new() }
    }
}

#[async_trait]
impl Files for Stuck {
    async fn put(&self, _: Vec<u8>) -> Result<FileDigest, FileError> {
        Err(FileError::Full("no space".into()))
    }

    async fn receive(&self) -> Result<Box<dyn wariin_ports::Incoming>, FileError> {
        Err(FileError::Full("no space".into()))
    }

    async fn get(&self, file: FileDigest) -> Result<Vec<u8>, FileError> {
        self.asked.notify_one();
        if self.is_full {
            return Err(FileError::Full("no space".into()));
        }
        self.gone.notified().await;
        Err(FileError::Missing(file))
    }

    async fn shelf(&self, _: u8) -> Result<Vec<FileDigest>, FileError> {
        Ok(Vec::new())
    }

    async fn remove(&self, _: FileDigest, _: Timestamp) -> Result<bool, FileError> {
        Ok(false)
    }

    async fn remove_fragments(&self, _: Timestamp) -> Result<u64, FileError> {
        Ok(0)
    }
}

// EV-05
#[tokio::test]
async fn a_backup_that_was_cut_off_is_never_taken_for_a_whole_one() {
    let test = sqlite().await;
    let data = Data::of(&test.database).await;
    data.sent(&test.database).await;
    let to = data.path("backup");
    let beside = data.path("backup.unfinished");

    let full = Stuck::new(true);
    let failed = write_backup(&to, &test.database, &full, &master(), NOW).await;
    assert!(matches!(failed, Err(BackupError::Files(FileError::Full(_)))));
    assert!(!to.exists() && !beside.exists(), "nothing is left when the disk is full");

    let stuck = Stuck::new(false);
    let master = master();
    tokio::select! {
        _ = write_backup(&to, &test.database, &stuck, &master, NOW) => unreachable!(),
        () = stuck.asked.notified() => {}
    }
    assert!(!to.exists() && beside.exists(), "the process was killed");
    assert!(matches!(Backup::open(&to, &master), Err(BackupError::Unfinished(_))));
    assert!(matches!(Backup::open(&beside, &master), Err(BackupError::Unfinished(_))));
    let again = write_backup(&to, &test.database, &*data.files, &master, NOW).await;
    assert!(matches!(again, Err(BackupError::Exists(at)) if at == beside), "it is named");
    fs::remove_dir_all(&beside).unwrap();
    data.write(&test.database, "backup").await;
    let twice = write_backup(&to, &test.database, &*data.files, &master, NOW).await;
    assert!(matches!(twice, Err(BackupError::Exists(_))), "and none is written over");
}

// EV-05
#[tokio::test]
async fn a_damaged_file_is_named_by_the_backup_that_lacks_it() {
    let test = sqlite().await;
    let data = Data::of(&test.database).await;
    let document = data.sent(&test.database).await;
    let digest = document.files[0].digest.to_string();
    flip(&data.path("files").join(&digest[..2]).join(&digest));
    let to = data.path("backup");
    let report = write_backup(&to, &test.database, &*data.files, &master(), NOW).await.unwrap();
    assert_eq!((report.files, &report.damaged[..]), (0, &[digest][..]));
    assert_eq!(problems(&to, &data.path("scratch")).await, Vec::<String>::new());
}

// EV-05 O-36
#[tokio::test]
async fn a_document_that_is_deleted_while_a_backup_copies_is_no_damage() {
    for is_deleted in [true, false] {
        let test = sqlite().await;
        let data = Data::of(&test.database).await;
        let document = data.sent(&test.database).await;
        let (to, files, master) = (data.path("backup"), Stuck::new(false), master());
        let deletion = async {
            files.asked.notified().await;
            if is_deleted {
                let sql = "DELETE FROM document_file";
                test.intruder().await.execute_unprepared(sql).await.unwrap();
            }
            files.gone.notify_one();
        };
        let backup = write_backup(&to, &test.database, &files, &master, NOW);
        let (report, ()) = tokio::join!(backup, deletion);
        let digest = document.files[0].digest.to_string();
        let damaged = if is_deleted { vec![] } else { vec![digest] };
        assert_eq!(report.unwrap().damaged, damaged);
        assert_eq!(problems(&to, &data.path("scratch")).await, Vec::<String>::new());
    }
}

/// A little of what a database holds.
async fn fill(database: &SqlDatabase, data: &Data) -> Document {
    let mut document = data.sent(database).await;
    let consented = consent(&mut document, 0, after(3));
    let document = kept(database, &document, consented).await;
    let (waiting, events) = draft(&data.sender);
    let template = waiting
        .save_as_template(
            Uuid::now_v7().into(),
            Title::parse("雛形").unwrap(),
            &by_totp(data.sender.id),
            NOW,
        )
        .unwrap();
    kept(database, &waiting, events).await;
    let session = Session::begin(SessionKey::new([9; 32]), NOW);
    let mut tx = database.begin().await.unwrap();
    tx.templates().save(&template.0, template.1).await.unwrap();
    tx.sessions().add(&session, Events::none()).await.unwrap();
    tx.commit().await.unwrap();
    database.integrate().await.unwrap();
    // One that waits to be integrated.
    let mut tx = database.begin().await.unwrap();
    tx.audit().append(event(&data.sender, 4)).await.unwrap();
    tx.commit().await.unwrap();
    document
}

async fn titles(database: &SqlDatabase, owner: &Account) -> Vec<(DocumentId, Option<Timestamp>)> {
    let query = DocumentQuery {
        scope: DocumentScope::Own(owner.id, owner.membership.organisation().unwrap()),
        filter: DocumentFilter::All,
        search: DocumentSearch { text: Some("業務委託".into()), ..DocumentSearch::default() },
        order: DocumentOrder::Updated,
        after: None,
        limit: 10,
    };
    let rows = database.documents(&query).await.unwrap().rows;
    rows.into_iter().map(|row| (row.id, row.attention_from)).collect()
}

// EV-05
#[tokio::test]
async fn each_engine_is_restored_from_a_backup_of_each_and_goes_on() {
    Box::pin(on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let data = Data::of(database).await;
        let document = fill(database, &data).await;
        let folder = data.write(database, "backup").await;
        let backup = Backup::open(&folder, &master()).unwrap();
        let staged = backup.database_at(&data.path("staged.db")).await.unwrap();
        let url = empty_postgres().await;
        Backup::fill_postgres(&staged, &url, false).await.unwrap();
        let other = SqlDatabase::connect_postgres(&url, &master()).await.unwrap();
        let (expected, jobs) =
            (database.verify_audit().await.unwrap(), database.list(None, 99).await.unwrap());
        assert_eq!((expected.problems.len(), jobs.is_empty()), (0, false));
        for restored in [&staged, &other] {
            assert_eq!(restored.document(document.id).await.unwrap().as_ref(), Some(&document));
            assert_eq!(restored.verify_audit().await.unwrap(), expected);
            assert_eq!(restored.list(None, 99).await.unwrap(), jobs);
            let listed = titles(database, &data.sender).await;
            assert_eq!(listed.len(), 2);
            assert_eq!(titles(restored, &data.sender).await, listed);
            let templates =
                restored.templates(data.sender.membership.organisation().unwrap()).await.unwrap();
            assert_eq!(templates.len(), 1);
            assert!(restored.session(SessionKey::new([9; 32])).await.unwrap().is_some());
            // New events come behind the old ones.
            let before = expected.integrated;
            let mut tx = restored.begin().await.unwrap();
            tx.audit().append(event(&data.sender, 5)).await.unwrap();
            tx.commit().await.unwrap();
            assert_eq!(restored.integrate().await.unwrap(), 2);
            let report = restored.verify_audit().await.unwrap();
            assert_eq!((report.integrated, report.problems.len()), (before + 2, 0));
        }
        let in_use = Backup::fill_postgres(&staged, &url, true).await.unwrap_err();
        assert_eq!(in_use.to_string(), "the database is in use; stop the service first");
        other.close().await.unwrap();
        let full = Backup::fill_postgres(&staged, &url, false).await.unwrap_err();
        assert_eq!(full.to_string(), "the database is not empty");
        Backup::fill_postgres(&staged, &url, true).await.unwrap();
        let again = SqlDatabase::connect_postgres(&url, &master()).await.unwrap();
        assert_eq!(again.document(document.id).await.unwrap(), Some(document));
        staged.close().await.unwrap();
        assert!(!data.path("staged.db-wal").exists());
    }))
    .await;
}

// EV-05
#[tokio::test]
async fn a_database_of_an_older_release_is_not_backed_up_with_a_guess_of_its_schema() {
    let folder = tempfile::tempdir().unwrap();
    let old = folder.path().join("old.db");
    let data = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/m0001_initial.sqlite");
    fs::copy(data, &old).unwrap();
    let opened = SqlDatabase::open_sqlite_as_it_is(&old, &master()).await;
    assert!(opened.unwrap_err().to_string().contains("older than this program"));
    let none = SqlDatabase::open_sqlite_as_it_is(&folder.path().join("none.db"), &master()).await;
    assert!(none.is_err() && !folder.path().join("none.db").exists());
}
