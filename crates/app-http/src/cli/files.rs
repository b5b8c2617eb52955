//! `wariin files …`: whether the stored PDFs are what was taken in, and where they are, at the command line.

mod migrate;

use crate::config::Settings;
use crate::stores::open_at;
use crate::wiring::{App, StartError};
use clap::{Args, Subcommand};
use migrate::MigrateArguments;
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;
use wariin_adapters::{FilePlace, LocalFiles};
use wariin_ports::{FileOwner, Files, StoredFile};
use wariin_usecases::{Principal, check_files};

#[derive(Debug, Subcommand)]
pub(crate) enum FilesCommand {
    /// Read every stored file, of documents, templates and organisations, and list those that are damaged or missing.
    Check(CheckArguments),
    /// Copy every file from one place to another, reading each again there, while the service runs.
    Migrate(MigrateArguments),
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// Put damaged and missing files right from this copy of the folder `files`, or from `s3://bucket/prefix`.
    #[arg(long, value_name = "DIR")]
    repair_from: Option<String>,
}

impl FilesCommand {
    pub(crate) async fn run(self, settings: Settings) -> Result<ExitCode, StartError> {
        match self {
            Self::Check(arguments) => arguments.run(settings).await,
            Self::Migrate(arguments) => arguments.run(&settings).await,
        }
    }
}

impl CheckArguments {
    async fn run(self, settings: Settings) -> Result<ExitCode, StartError> {
        let copy = self.repair_from.as_deref().map(|text| copy(&settings, text)).transpose()?;
        let app = App::start_command(settings).await?;
        let check = check_files(&app.ports, Principal::Operator, copy.as_deref()).await?;
        print_files("repaired", &check.repaired);
        print_files("damaged or missing", &check.damaged);
        println!(
            "{} files read, {} repaired, {} damaged or missing.",
            check.read,
            check.repaired.len(),
            check.damaged.len()
        );
        println!(
            "{} files belong to no document and no template; they go after a day.",
            check.orphans
        );
        if check.damaged.is_empty() {
            return Ok(ExitCode::SUCCESS);
        }
        println!("Their documents can be neither read nor agreed to nor sealed.");
        println!("Restore the files from a backup: wariin files check --repair-from DIR");
        Ok(ExitCode::FAILURE)
    }
}

/// The copy that files are put right from.
fn copy(settings: &Settings, text: &str) -> Result<Arc<dyn Files>, StartError> {
    if !text.contains("://") {
        return Ok(Arc::new(LocalFiles::open(Path::new(text))?));
    }
    let place = FilePlace::parse(text).map_err(|error| format!("--repair-from: {error}"))?;
    Ok(open_at(settings, "--repair-from", &place)?.files())
}

fn print_files(what: &str, files: &[StoredFile]) {
    for StoredFile { owner, digest } in files {
        match owner {
            FileOwner::Document { document, file } => {
                println!("{what}: file {file} of document {document}, SHA-256 {digest}");
            }
            FileOwner::Certificate(document) => {
                println!("{what}: the certificate of document {document}, SHA-256 {digest}");
            }
            FileOwner::Template(template) => {
                println!("{what}: a file of template {template}, SHA-256 {digest}");
            }
            FileOwner::Image => println!("{what}: an organisation's image, SHA-256 {digest}"),
        }
    }
}
