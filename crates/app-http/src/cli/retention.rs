//! `wariin retention`: announces and deletes documents whose time has ended, at the command line.

use crate::wiring::StartError;
use clap::Args;
use std::process::ExitCode;
use wariin_usecases::{Ports, Principal, RetentionStep, apply_retention, due_retention};

#[derive(Debug, Args)]
pub(crate) struct RetentionArguments {
    /// List what would be announced and deleted now, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

impl RetentionArguments {
    pub(crate) async fn run(self, ports: &Ports) -> Result<ExitCode, StartError> {
        if self.dry_run {
            let due = due_retention(ports, Principal::Operator).await?;
            for (document, step) in &due {
                let what = match step {
                    RetentionStep::Announce => "to be announced",
                    RetentionStep::Delete => "to be deleted",
                };
                println!("{document}: {what}");
            }
            println!("{} documents. Nothing was changed.", due.len());
            return Ok(ExitCode::SUCCESS);
        }
        let run = apply_retention(ports).await?;
        println!(
            "{} deletions announced, {} documents deleted, {} failed.",
            run.announced, run.deleted, run.failed
        );
        Ok(if run.failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}
