//! `wariin restore DIR`: a backup in the place of the database and the files.

use super::{is_whole, master_key, scratch, told_of_damage};
use crate::config::Settings;
use crate::stores::Stores;
use crate::wiring::{App, StartError};
use clap::Args;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use wariin_adapters::{Backup, MasterKey, SqlDatabase, SystemClock, WitnessFile};
use wariin_ports::{Clock, LogAge, TransparencyLog, Witness};
use wariin_usecases::{RecoveryReport, begin_restored};

#[derive(Debug, Args)]
pub(crate) struct RestoreArguments {
    /// The backup.
    folder: PathBuf,
    /// Put it in the place of what is there; an embedded database is kept under another name.
    #[arg(long)]
    replace: bool,
}

impl RestoreArguments {
    pub(crate) async fn run(self, settings: Settings) -> Result<ExitCode, StartError> {
        let master = master_key(&settings)?;
        let backup = Backup::open(&self.folder, &master)?;
        let report = backup.check(&scratch(&settings)).await?;
        if !is_whole(&report) {
            return Ok(ExitCode::FAILURE);
        }
        let target = settings.data_dir.join("wariin.db");
        if settings.database_url.is_none() {
            expect_free(&target, &master, self.replace).await?;
        }
        let staged = settings.data_dir.join("wariin.db.restoring");
        remove(&staged)?;
        let database = backup.database_at(&staged).await?;
        note_recovery(&backup, &database, &settings).await?;
        let stores = Stores::open(&settings)?;
        Box::pin(stores.try_out()).await?;
        backup.put_files(&*stores.first.files()).await?;
        match &settings.database_url {
            Some(url) => {
                Backup::fill_postgres(&database, url, self.replace).await?;
                database.close().await?;
                remove(&staged)?;
            }
            None => {
                database.close().await?;
                put_in_place(&staged, &target)?;
            }
        }
        // From here on a start of the service goes on with the recovery.
        let app = App::start(settings).await?;
        let recovered = app.recover().await?.ok_or("the recovery was not begun")?;
        print(&backup, &recovered, crate::cli::jobs::instant(backup.made_at()));
        told_of_damage(&report);
        Ok(ExitCode::SUCCESS)
    }
}

/// Nothing is there, or it is to be replaced, and no other process uses it.
async fn expect_free(target: &Path, master: &MasterKey, replaces: bool) -> Result<(), StartError> {
    if !target.exists() {
        return Ok(());
    }
    let is_empty = match SqlDatabase::open_sqlite_as_it_is(target, master).await {
        Ok(database) => database.is_empty().await.unwrap_or(false),
        Err(_) => false,
    };
    if !is_empty && !replaces {
        let target = target.display();
        return Err(format!("{target} is not empty; --replace puts the backup in its place").into());
    }
    Ok(SqlDatabase::leave_file(target).await?)
}

/// What was there is kept under another name.
fn put_in_place(staged: &Path, target: &Path) -> io::Result<()> {
    let now = SystemClock.now().as_seconds();
    for end in ["-wal", "-shm", ""] {
        let old = beside(target, end);
        if old.exists() {
            fs::rename(&old, beside(target, &format!(".replaced-{now}{end}")))?;
        }
    }
    fs::rename(staged, target)?;
    target.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut path = path.as_os_str().to_owned();
    path.push(end);
    path.into()
}

/// Removes what an interrupted restore has left.
fn remove(staged: &Path) -> io::Result<()> {
    for end in ["", "-wal", "-shm"] {
        match fs::remove_file(beside(staged, end)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            Ok(()) | Err(_) => {}
        }
    }
    Ok(())
}

/// The database says from now on that it has to recover.
async fn note_recovery(
    backup: &Backup,
    database: &SqlDatabase,
    settings: &Settings,
) -> Result<(), StartError> {
    let events = backup.integrated();
    let seen = WitnessFile::of(&settings.data_dir).read().await.unwrap_or_else(|error| {
        tracing::warn!(error = %error, "it is not known how much is missing");
        None
    });
    let lost = match &seen {
        None => None,
        Some(seen) => match database.age(&seen.checkpoint).await? {
            LogAge::Whole => Some(events),
            LogAge::SetBack { witnessed, .. } => Some(witnessed),
            LogAge::Foreign => None,
        },
    };
    Ok(begin_restored(database, events, seen.as_ref(), lost, SystemClock.now()).await?)
}

fn print(backup: &Backup, recovered: &RecoveryReport, made_at: String) {
    let RecoveryReport { recovery, ended, invitations, documents } = recovered;
    println!(
        "The backup of {made_at} is in place, with {} events in its log.",
        backup.integrated()
    );
    match recovery.missing() {
        Some(0) => println!("No acknowledged event is known to be missing."),
        Some(events) => println!("{events} acknowledged events that came after it are missing."),
        None => println!("How many acknowledged events came after it is not known."),
    }
    println!("Ended: {} sessions, {} codes and logins under way,", ended.sessions, ended.codes);
    println!("{} backup codes, {invitations} invitations.", ended.backup_codes);
    println!("The codes of {} authenticators count as used up to now.", ended.factors);
    println!("{documents} documents wait until their senders confirm them.");
    println!(
        "What was not in the backup has to be done again: passwords, authenticators, members,"
    );
    println!("settings, documents, answers. See docs/operations.md.");
}
