//! `wariin backup` and `wariin restore`.

mod restore;

use crate::config::Settings;
use crate::stores::Stores;
use crate::wiring::{StartError, existing_database};
use clap::{Args, Subcommand};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use wariin_adapters::{Backup, BackupError, BackupReport, MasterKey, SystemClock, write_backup};
use wariin_ports::Clock;

pub(super) use restore::RestoreArguments;

#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
pub(super) struct BackupArguments {
    /// Where to make the backup: a folder that is not there yet, or is empty.
    #[arg(required = true)]
    folder: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<BackupCommand>,
}

#[derive(Debug, Subcommand)]
enum BackupCommand {
    /// Read a whole backup, and check every file, the database and the audit log in it.
    Verify(VerifyArguments),
}

#[derive(Debug, Args)]
struct VerifyArguments {
    /// The backup.
    folder: PathBuf,
}

impl BackupArguments {
    pub(super) async fn run(self, settings: &Settings) -> Result<ExitCode, StartError> {
        match (self.command, self.folder) {
            (Some(BackupCommand::Verify(arguments)), _) => arguments.run(settings).await,
            (None, Some(folder)) => make(&folder, settings).await,
            (None, None) => Err("no folder is named".into()),
        }
    }
}

async fn make(folder: &Path, settings: &Settings) -> Result<ExitCode, StartError> {
    let master = master_key(settings)?;
    let database = existing_database(settings, &master).await?;
    let files = Stores::open(settings)?.files();
    let report = write_backup(folder, &database, &*files, &master, SystemClock.now()).await?;
    println!("{} events and {} files are in {}.", report.events, report.files, folder.display());
    println!(
        "The keys ({}) are not: keep a copy elsewhere.",
        settings.data_dir.join("keys").display()
    );
    Ok(told_of_damage(&report))
}

impl VerifyArguments {
    async fn run(self, settings: &Settings) -> Result<ExitCode, StartError> {
        let master = master_key(settings)?;
        let backup = match Backup::open(&self.folder, &master) {
            Err(
                problem @ (BackupError::Unfinished(_)
                | BackupError::Manifest
                | BackupError::Format(_)),
            ) => {
                println!("{problem}.");
                return Ok(ExitCode::FAILURE);
            }
            opened => opened?,
        };
        let report = backup.check(&scratch(settings)).await?;
        if !is_whole(&report) {
            return Ok(ExitCode::FAILURE);
        }
        println!("{} events and {} files: the backup is whole.", report.events, report.files);
        Ok(told_of_damage(&report))
    }
}

/// The key that the backup belongs to. None is made here.
fn master_key(settings: &Settings) -> Result<MasterKey, StartError> {
    let path = settings.master_key_path();
    Ok(MasterKey::load(&path).map_err(|error| format!("{}: {error}", path.display()))?)
}

/// Where a copy of the database may lie for a while.
fn scratch(settings: &Settings) -> PathBuf {
    settings.data_dir.join(format!("wariin.db.checked-{}", std::process::id()))
}

/// Prints what is wrong with a backup.
fn is_whole(report: &BackupReport) -> bool {
    for problem in &report.problems {
        println!("{problem}");
    }
    if !report.problems.is_empty() {
        println!("The backup is broken, and cannot be restored.");
    }
    report.problems.is_empty()
}

fn told_of_damage(report: &BackupReport) -> ExitCode {
    for file in &report.damaged {
        println!("damaged or missing when the backup was made: SHA-256 {file}");
    }
    if report.damaged.is_empty() {
        return ExitCode::SUCCESS;
    }
    println!("These files are not in the backup. See: wariin files check");
    ExitCode::FAILURE
}
