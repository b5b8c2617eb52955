//! `wariin files migrate FROM TO`: every file at another place, read again there, while the service runs.

use crate::config::Settings;
use crate::stores::{cure, open_at};
use crate::wiring::{StartError, private_folder};
use clap::Args;
use std::io::{IsTerminal, Write, stderr};
use std::process::ExitCode;
use std::sync::Arc;
use tokio::task::JoinSet;
use wariin_adapters::{FilePlace, FileStore, FileStoreFault};
use wariin_usecases::{CopiedFiles, Principal, copy_shelf, with_causes};

/// How many files are copied at once; each is in memory for a while.
const AT_ONCE: usize = 4;
/// Files lie apart by the first byte of their digests.
const SHELVES: usize = 256;

#[derive(Debug, Args)]
pub(crate) struct MigrateArguments {
    /// Where the files are: `file:///folder` (which holds `files/`) or `s3://bucket/prefix`.
    from: String,
    /// Where they go.
    to: String,
}

impl MigrateArguments {
    pub(super) async fn run(self, settings: &Settings) -> Result<ExitCode, StartError> {
        let (from, to) = (place("FROM", &self.from)?, place("TO", &self.to)?);
        if from == to {
            return Err("FROM and TO are the same place".into());
        }
        let from = open_at(settings, "FROM", &from)?;
        if let FilePlace::Folder(folder) = &to {
            private_folder(&folder.join("files"))?;
        }
        let to = open_at(settings, "TO", &to)?;
        usable("FROM", &from, from.try_listing().await)?;
        usable("TO", &to, to.try_out().await.map(|_| ()))?;
        let done = copy(&from, &to).await?;
        for digest in &done.damaged {
            println!("damaged: SHA-256 {digest}");
        }
        println!(
            "{} files copied and read again, {} were there already, {} damaged at {}.",
            done.copied,
            done.present,
            done.damaged.len(),
            from.place()
        );
        if done.damaged.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        println!(
            "Put the damaged files right (wariin files check --repair-from), and run this again."
        );
        Ok(ExitCode::FAILURE)
    }
}

fn place(what: &str, text: &str) -> Result<FilePlace, StartError> {
    Ok(FilePlace::parse(text).map_err(|error| format!("{what}: {error}"))?)
}

fn usable(
    what: &str,
    store: &FileStore,
    tried: Result<(), FileStoreFault>,
) -> Result<(), StartError> {
    tried.map_err(|fault| {
        let cure = match &fault {
            FileStoreFault::Bucket(fault) => cure(fault),
            FileStoreFault::Folder(_) => "Correct the folder, or let this user read and write it.",
        };
        format!("{what}: {}: {}. {cure}", store.place(), with_causes(&fault)).into()
    })
}

/// Copies everything, some files at once, and shows how far it has come.
async fn copy(from: &FileStore, to: &FileStore) -> Result<CopiedFiles, StartError> {
    let (from, to) = (from.files(), to.files());
    let mut tasks = JoinSet::new();
    let mut done = CopiedFiles::default();
    let mut shelves = 0;
    for shelf in 0..=u8::MAX {
        if tasks.len() == AT_ONCE
            && let Some(ended) = tasks.join_next().await
        {
            take(ended?, &mut done, &mut shelves)?;
        }
        let (from, to) = (Arc::clone(&from), Arc::clone(&to));
        tasks.spawn(async move { copy_shelf(Principal::Operator, &*from, &*to, shelf).await });
    }
    while let Some(ended) = tasks.join_next().await {
        take(ended?, &mut done, &mut shelves)?;
    }
    Ok(done)
}

fn take(
    ended: wariin_usecases::Result<CopiedFiles>,
    done: &mut CopiedFiles,
    shelves: &mut usize,
) -> Result<(), StartError> {
    let ended = ended.map_err(|error| {
        let why = with_causes(&error);
        format!(
            "{} files were copied before this failed: {why}. Run it again; it goes on.",
            done.copied
        )
    })?;
    done.copied += ended.copied;
    done.present += ended.present;
    done.damaged.extend(ended.damaged);
    *shelves += 1;
    show(*shelves, done);
    Ok(())
}

/// One line that is written over on a terminal; ten lines in all elsewhere.
fn show(shelves: usize, done: &CopiedFiles) {
    let percent = shelves * 100 / SHELVES;
    let line = format!("{percent} %: {} copied, {} were there", done.copied, done.present);
    let mut out = stderr().lock();
    // What cannot be shown stops nothing.
    let _ = if out.is_terminal() {
        let end = if shelves == SHELVES { "\n" } else { "" };
        write!(out, "\r{line}{end}").and_then(|()| out.flush())
    } else if percent / 10 != (shelves - 1) * 100 / SHELVES / 10 {
        writeln!(out, "{line}")
    } else {
        Ok(())
    };
}
