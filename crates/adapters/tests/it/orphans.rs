//! Files that nothing refers to go after a day, and no other file does, on both databases.

use crate::backup::Data;
use crate::databases::{TestDatabase, master, on_each};
use crate::people::{NOW, by_totp, draft, fresh, kept};
use std::fs::{self, File, FileTimes};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime};
use wariin_adapters::{KeptPages, SqlDatabase};
use wariin_domain::{
    DocumentFile, Events, FileDigest, FileId, Recovery, RecoveryCause, Seal, SealLevel, SealedFile,
    Span, Timestamp, Title, Uuid, fixtures,
};
use wariin_ports::{Clock, Files, Ports, Storage};
use wariin_usecases::{SweptFiles, sweep_files};

/// A clock that is set by hand.
pub(crate) struct SetClock(AtomicI64);

impl Clock for SetClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_micros(self.0.load(Ordering::SeqCst))
    }
}

impl SetClock {
    /// So many hours after [`NOW`].
    pub(crate) fn set(&self, hours: u32) {
        self.0.store(NOW.plus(Span::hours(hours)).as_micros(), Ordering::SeqCst);
    }
}

/// The ports over the database and the files, and their clock.
pub(crate) fn wired(database: &SqlDatabase, data: &Data) -> (Ports, Arc<SetClock>) {
    let (ports, _) = Ports::mock().wire();
    let clock = Arc::new(SetClock(AtomicI64::new(NOW.as_micros())));
    let database = Arc::new(database.clone());
    let ports = Ports {
        storage: database.clone(),
        views: database,
        files: data.files.clone(),
        pages: Arc::new(KeptPages::new(data.path("pages"), &master())),
        clock: clock.clone(),
        ..ports
    };
    (ports, clock)
}

impl Data {
    fn at(&self, digest: FileDigest) -> PathBuf {
        let name = digest.to_string();
        self.path("files").join(&name[..2]).join(name)
    }

    async fn put(&self, bytes: &[u8]) -> FileDigest {
        let digest = self.files.put(bytes.to_vec()).await.unwrap();
        put_at(&self.at(digest), 0);
        digest
    }
}

/// The file was put so many hours after [`NOW`].
fn put_at(path: &Path, hours: u32) {
    let at = NOW.plus(Span::hours(hours)).as_micros();
    let at = SystemTime::UNIX_EPOCH + Duration::from_micros(at.try_into().unwrap());
    File::open(path).unwrap().set_times(FileTimes::new().set_modified(at)).unwrap();
}

fn swept(orphans: u64, fragments: u64) -> SweptFiles {
    SweptFiles { orphans, fragments }
}

// INV10
#[tokio::test]
async fn a_file_goes_after_nothing_has_referred_to_it_for_a_day_and_no_other_does() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let data = Data::of(database).await;
        let document = data.sent(database).await;
        let mut needed = vec![document.files[0].digest];
        put_at(&data.at(needed[0]), 0);
        // What a template needs, and a sealed file.
        let by = by_totp(data.sender.id);
        let (mut other, events) = draft(&data.sender);
        let of_template = data.put(b"template").await;
        let file =
            DocumentFile { id: FileId::from(fresh()), digest: of_template, ..fixtures::file(1) };
        let replaced = other.replace_files(vec![file], &by, NOW).unwrap();
        let name = Title::parse("雛形").unwrap();
        let (template, saved) =
            other.save_as_template(Uuid::now_v7().into(), name, &by, NOW).unwrap();
        let of_draft = data.put(b"draft").await;
        let file =
            DocumentFile { id: FileId::from(fresh()), digest: of_draft, ..fixtures::file(1) };
        let again = other.replace_files(vec![file], &by, NOW).unwrap();
        kept(database, &other, events.and(replaced).and(again)).await;
        let mut tx = database.begin().await.unwrap();
        tx.templates().save(&template, saved).await.unwrap();
        tx.commit().await.unwrap();
        let sealed = data.put(b"sealed").await;
        let mut document = document;
        for place in 0..2 {
            let events = crate::people::consent(&mut document, place, NOW);
            document = kept(database, &document, events).await;
        }
        let seal = Seal { digest: sealed, level: SealLevel::Basic };
        let seals: Vec<_> =
            document.files.iter().map(|f| SealedFile { file: f.id, seal }).collect();
        let events = document.conclude(&seals, NOW).unwrap();
        kept(database, &document, events).await;
        // The image of a stamp, and one of before.
        let stamps = [data.put(b"stamp of before").await, data.put(b"stamp").await];
        for stamp in stamps {
            let mut tx = database.begin().await.unwrap();
            let organisation = data.sender.membership.organisation().unwrap();
            let mut own = tx.accounts().lock_organisation(organisation).await.unwrap().unwrap();
            own.stamp = Some(stamp);
            tx.accounts().save_organisation(&own, Events::none()).await.unwrap();
            tx.commit().await.unwrap();
        }
        needed.extend([of_template, of_draft, sealed, stamps[0], stamps[1]]);

        // What is to go, what looks like it, and what is not ours.
        let orphan = data.put(b"orphan").await;
        let fragment = data.at(orphan).display().to_string() + "#1";
        fs::write(&fragment, b"orp").unwrap();
        put_at(Path::new(&fragment), 0);
        let shelf = data.at(orphan).parent().unwrap().to_owned();
        let mut others = vec![data.path("files/.wariin"), shelf.join("notes.txt#1")];
        others.push(data.path("files/.pages").join(orphan.to_string()));
        others.push(data.path("files/backup").join(orphan.to_string()));
        for path in &others {
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, b"x").unwrap();
            put_at(path, 0);
        }

        let (ports, clock) = wired(database, &data);
        clock.set(23);
        assert_eq!(sweep_files(&ports).await.unwrap(), swept(0, 0));
        clock.set(25);
        assert_eq!(sweep_files(&ports).await.unwrap(), swept(0, 1), "known for two hours");
        assert!(data.at(orphan).exists());
        clock.set(48);
        assert_eq!(sweep_files(&ports).await.unwrap(), swept(1, 0));
        assert!(!data.at(orphan).exists());
        clock.set(24 * 40);
        assert_eq!(sweep_files(&ports).await.unwrap(), swept(0, 0));
        for digest in needed {
            assert!(data.files.get(digest).await.is_ok());
        }
        assert!(others.iter().all(|path| path.exists()));
    })
    .await;
}

// INV10
#[tokio::test]
async fn a_file_that_is_uploaded_again_or_needed_again_stays() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let data = Data::of(database).await;
        let (ports, clock) = wired(database, &data);
        let (again, referred) = (data.put(b"again").await, data.put(b"referred").await);
        clock.set(1);
        assert_eq!(sweep_files(&ports).await.unwrap(), swept(0, 0));

        // The same bytes come once more, and are not yet in a draft: the file is from now on.
        let long_after = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap();
        let long_after = Timestamp::from_micros(long_after.as_micros().try_into().unwrap());
        data.files.put(b"again".to_vec()).await.unwrap();
        let changed = fs::metadata(data.at(again)).unwrap().modified().unwrap();
        let is_touched = changed.duration_since(SystemTime::UNIX_EPOCH).unwrap().as_micros()
            >= u128::try_from(long_after.as_micros()).unwrap() - 1_000_000;
        assert!(is_touched, "an upload of what is there makes it new");
        put_at(&data.at(again), 20);

        // The other one is in a draft for a while.
        let by = by_totp(data.sender.id);
        let (mut document, events) = draft(&data.sender);
        let file =
            DocumentFile { id: FileId::from(fresh()), digest: referred, ..fixtures::file(1) };
        let with = document.replace_files(vec![file], &by, NOW).unwrap();
        let mut document = kept(database, &document, events.and(with)).await;
        clock.set(30);
        assert_eq!(sweep_files(&ports).await.unwrap(), swept(0, 0));
        let file = DocumentFile { id: FileId::from(fresh()), ..fixtures::file(1) };
        let without = document.replace_files(vec![file], &by, NOW).unwrap();
        kept(database, &document, without).await;
        clock.set(40);
        assert_eq!(sweep_files(&ports).await.unwrap(), swept(0, 0), "an orphan since just now");
        assert!(data.at(again).exists() && data.at(referred).exists());
        clock.set(45);
        assert_eq!(sweep_files(&ports).await.unwrap(), swept(1, 0), "put 25 hours ago");
        assert!(!data.at(again).exists() && data.at(referred).exists());
        clock.set(64);
        assert_eq!(sweep_files(&ports).await.unwrap(), swept(1, 0), "24 hours an orphan");
    })
    .await;
}

// EV-05
#[tokio::test]
async fn nothing_goes_for_a_month_after_the_database_was_set_back() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let data = Data::of(database).await;
        let (ports, clock) = wired(database, &data);
        let lost = data.put(b"of a document that came after the backup").await;
        assert_eq!(sweep_files(&ports).await.unwrap(), swept(0, 0));
        let recovery = Recovery {
            number: 1,
            begun_at: NOW,
            cause: RecoveryCause::Restore,
            events: 1,
            witnessed: None,
            finished_at: Some(NOW),
        };
        let mut tx = database.begin().await.unwrap();
        tx.recoveries().save(&recovery, wariin_domain::Events::none()).await.unwrap();
        tx.commit().await.unwrap();
        clock.set(24 * 29);
        assert_eq!(sweep_files(&ports).await.unwrap(), swept(0, 0));
        assert!(data.at(lost).exists());
        clock.set(24 * 30);
        assert_eq!(sweep_files(&ports).await.unwrap(), swept(1, 0));
    })
    .await;
}

// INV10
#[tokio::test]
async fn two_nodes_that_sweep_at_once_remove_a_file_once() {
    on_each(async |test: &TestDatabase| {
        let database = &test.database;
        let data = Data::of(database).await;
        let (ports, clock) = wired(database, &data);
        for number in 0..20_u8 {
            data.put(&[number]).await;
        }
        assert_eq!(sweep_files(&ports).await.unwrap(), swept(0, 0));
        clock.set(25);
        let (one, other) = tokio::join!(sweep_files(&ports), sweep_files(&ports));
        assert_eq!(one.unwrap().orphans + other.unwrap().orphans, 20);
    })
    .await;
}
