//! `wariin audit …`: checking the audit log, and handing a document's history out.

mod report;

use crate::config::Settings;
use crate::wiring::{App, StartError};
use clap::{Args, Subcommand};
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use wariin_adapters::{checkpoints_in, verify_history, verify_passkey_evidence};
use wariin_domain::Uuid;
use wariin_usecases::{
    Error, Principal, compare_with_kept, export_history, mail_checkpoint, newest_checkpoint,
    verify_audit,
};

#[derive(Debug, Subcommand)]
pub(super) enum AuditCommand {
    /// Check that no event was changed, removed, reordered or cut off, and print the newest checkpoint.
    Verify(AgainstArguments),
    /// Print the newest checkpoint of the log, to be kept outside.
    Checkpoint(CheckpointArguments),
    /// Print the key that checkpoints are verified with.
    Key,
    /// Write a document's history with its proofs, as JSON on standard output.
    Export(ExportArguments),
    /// Verify a history that was exported, with no database.
    VerifyHistory(VerifyArguments),
    /// Verify a file of assertions that were kept for consents by passkey, with no database.
    VerifyPasskeys(PasskeyArguments),
}

#[derive(Debug, Args)]
pub(super) struct CheckpointArguments {
    /// Mail the newest published one to every admin instead.
    #[arg(long)]
    mail: bool,
}

#[derive(Debug, Args)]
pub(super) struct AgainstArguments {
    /// Files with checkpoints that were kept elsewhere, one or many in each; a mail with one is such a file too.
    #[arg(long, value_name = "FILE", num_args = 1..)]
    against: Vec<PathBuf>,
    /// Print JSON instead of sentences: each problem with its place.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Args)]
pub(super) struct PasskeyArguments {
    /// The file, as a document's page gives it.
    file: PathBuf,
}

impl PasskeyArguments {
    pub(super) fn run(&self) -> Result<ExitCode, StartError> {
        let text = std::fs::read_to_string(&self.file);
        let text = text.map_err(|e| format!("{}: {e}", self.file.display()))?;
        println!("{} assertions are valid.", verify_passkey_evidence(&text)?);
        Ok(ExitCode::SUCCESS)
    }
}

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    /// The document's id.
    #[arg(long)]
    document: Uuid,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    /// The exported file.
    file: PathBuf,
    /// The key of the service, as `wariin audit key` prints it there.
    #[arg(long, value_name = "VKEY")]
    key: Option<String>,
}

impl AuditCommand {
    pub(super) async fn run(self, settings: Settings) -> Result<ExitCode, StartError> {
        let file = settings.data_dir.join("wariin.db");
        if settings.database_url.is_none() && !file.exists() {
            return Err(format!("there is no database at {}", file.display()).into());
        }
        let app = App::start_command(settings).await?;
        match self {
            Self::Verify(arguments) => return arguments.run(&app).await,
            Self::Checkpoint(arguments) => arguments.run(&app).await?,
            Self::Key => println!("{}", app.ports.log.verifier_key()),
            Self::Export(arguments) => arguments.run(&app).await?,
            Self::VerifyHistory(arguments) => return arguments.run(),
            Self::VerifyPasskeys(arguments) => return arguments.run(),
        }
        Ok(ExitCode::SUCCESS)
    }
}

impl CheckpointArguments {
    async fn run(&self, app: &Arc<App>) -> Result<(), StartError> {
        if self.mail {
            let mailed = match mail_checkpoint(&app.ports, Principal::Operator).await {
                Err(Error::NotFound) => return Err("no checkpoint is published yet".into()),
                mailed => mailed?,
            };
            println!("The newest published checkpoint was mailed to {mailed} admins.");
            return Ok(());
        }
        match newest_checkpoint(&app.ports, Principal::Operator).await? {
            Some(checkpoint) => print!("{checkpoint}"),
            None => return Err("no event is integrated in the log yet".into()),
        }
        Ok(())
    }
}

impl AgainstArguments {
    async fn run(&self, app: &Arc<App>) -> Result<ExitCode, StartError> {
        let kept = self.kept()?;
        let mut report = verify_audit(&app.ports, Principal::Operator).await?;
        let comparison = compare_with_kept(&app.ports, Principal::Operator, &kept).await?;
        report.problems.extend(comparison.problems);
        if self.json {
            println!("{:#}", report::json(&report, (comparison.extended, kept.len())));
        } else {
            print!("{}", report::sentences(&report, (comparison.extended, kept.len())));
        }
        let is_whole = report.problems.is_empty();
        Ok(if is_whole { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }

    /// The checkpoints in all of the files.
    ///
    /// # Errors
    /// Names a file that cannot be read, or in which there is none.
    fn kept(&self) -> Result<Vec<String>, StartError> {
        let mut kept = Vec::new();
        for file in &self.against {
            let text = std::fs::read(file).map_err(|e| format!("{}: {e}", file.display()))?;
            let found = checkpoints_in(&String::from_utf8_lossy(&text));
            if found.is_empty() {
                return Err(format!("{}: there is no checkpoint in it", file.display()).into());
            }
            kept.extend(found);
        }
        Ok(kept)
    }
}

impl ExportArguments {
    async fn run(self, app: &Arc<App>) -> Result<(), StartError> {
        let exported = export_history(&app.ports, Principal::Operator, self.document.into()).await;
        let history = match exported {
            Err(Error::NotFound) => {
                return Err(format!("there is no document {}", self.document).into());
            }
            history => history?,
        };
        println!("{history}");
        Ok(())
    }
}

impl VerifyArguments {
    pub(super) fn run(&self) -> Result<ExitCode, StartError> {
        let json = std::fs::read_to_string(&self.file)
            .map_err(|error| format!("{}: {error}", self.file.display()))?;
        let verified = match verify_history(&json, self.key.as_deref()) {
            Ok(verified) => verified,
            Err(problem) => {
                println!("The history does not verify: {problem}.");
                return Ok(ExitCode::FAILURE);
            }
        };
        let (subject, id) = &verified.subject;
        println!("{} events of {subject} {id}, each in the log with this head:\n", verified.events);
        println!("{}", verified.checkpoint);
        if self.key.is_none() {
            println!("The key {} is the file's own claim.", verified.key);
            println!(
                "Compare it with what `wariin audit key` prints on the service, or give --key."
            );
        }
        println!("The history verifies.");
        Ok(ExitCode::SUCCESS)
    }
}
