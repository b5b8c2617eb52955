//! `wariin files …`: whether the stored PDFs are what was taken in, at the command line.

use crate::wiring::StartError;
use clap::{Args, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use wariin_adapters::LocalFiles;
use wariin_ports::{FileOwner, Files, StoredFile};
use wariin_usecases::{Ports, Principal, check_files};

#[derive(Debug, Subcommand)]
pub(crate) enum FilesCommand {
    /// Read every stored file, of documents, templates and organisations, and list those that are damaged or missing.
    Check(CheckArguments),
}

#[derive(Debug, Args)]
pub(crate) struct CheckArguments {
    /// Put damaged and missing files right from this copy of the folder `files`.
    #[arg(long, value_name = "DIR")]
    repair_from: Option<PathBuf>,
}

impl FilesCommand {
    pub(crate) async fn run(self, ports: &Ports) -> Result<ExitCode, StartError> {
        let Self::Check(CheckArguments { repair_from }) = self;
        let copy = repair_from.as_deref().map(LocalFiles::open).transpose()?;
        let copy = copy.as_ref().map(|copy| copy as &dyn Files);
        let check = check_files(ports, Principal::Operator, copy).await?;
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
