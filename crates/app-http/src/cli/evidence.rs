//! `wariin evidence …`: taking the evidence pack of a document out, and verifying one without the service.

use super::pdf::{INDETERMINATE, UNREADABLE, trusted};
use crate::config::Settings;
use crate::wiring::{App, StartError};
use clap::{Args, Subcommand, ValueEnum};
use std::fs::{self, File};
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use wariin_adapters::{
    EvidenceAnchors, EvidenceCheck, EvidenceOutcome, SystemClock, check_evidence,
};
use wariin_domain::{Language, Uuid};
use wariin_ports::Clock;
use wariin_usecases::{Error, Principal, evidence_as_operator};

#[derive(Debug, Subcommand)]
pub(super) enum EvidenceCommand {
    /// Write the evidence pack of a concluded document; its history then says that it was taken out.
    Export(ExportArguments),
    /// Verify an evidence pack, with no database and no network.
    Verify(VerifyArguments),
}

#[derive(Debug, Args)]
pub(super) struct ExportArguments {
    /// The document's id.
    document: Uuid,
    /// The ZIP file to be made, which must not exist.
    file: PathBuf,
}

#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    /// The evidence pack (ZIP).
    file: PathBuf,
    /// Print JSON instead of sentences.
    #[arg(long)]
    json: bool,
    /// The key of the service, as `wariin audit key` prints it there.
    #[arg(long, value_name = "VKEY")]
    key: Option<String>,
    /// Certificates (PEM) that are trusted for the seals: roots, or the service's own.
    #[arg(long, value_name = "FILE")]
    trust: Vec<PathBuf>,
    /// The key of a witness that has to have cosigned the log's head; may be given several times.
    #[arg(long, value_name = "VKEY")]
    witness: Vec<String>,
    /// The language of the sentences.
    #[arg(long, default_value = "en")]
    language: SentenceLanguage,
}

/// In which languages there are sentences.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum SentenceLanguage {
    En,
    Ja,
}

impl EvidenceCommand {
    pub(super) async fn run(self, settings: Settings) -> Result<ExitCode, StartError> {
        match self {
            Self::Export(arguments) => arguments.run(&App::start_command(settings).await?).await,
            Self::Verify(arguments) => arguments.run(),
        }
    }
}

impl ExportArguments {
    async fn run(self, app: &Arc<App>) -> Result<ExitCode, StartError> {
        let mut file =
            File::create_new(&self.file).map_err(|e| format!("{}: {e}", self.file.display()))?;
        let packed =
            evidence_as_operator(&app.ports, Principal::Operator, self.document.into()).await;
        let mut packed = match packed {
            Ok(packed) => packed,
            Err(error) => {
                fs::remove_file(&self.file)?;
                return Err(match error {
                    Error::NotFound => format!("there is no document {}", self.document).into(),
                    error => error.into(),
                });
            }
        };
        io::copy(&mut packed, &mut file)?;
        file.sync_all()?;
        println!("{}", self.file.display());
        Ok(ExitCode::SUCCESS)
    }
}

impl VerifyArguments {
    /// Checks the pack; the exit code says what it comes to.
    pub(super) fn run(self) -> Result<ExitCode, StartError> {
        let pack = fs::read(&self.file).map_err(|e| format!("{}: {e}", self.file.display()))?;
        let roots = trusted(&self.trust)?;
        let anchors = EvidenceAnchors { key: self.key, roots, witnesses: self.witness };
        let check = check_evidence(&pack, &anchors, SystemClock.now());
        if self.json {
            println!("{}", check.json());
        } else {
            print!("{}", sentences(&check, self.language.of_text()));
        }
        Ok(match check.outcome {
            EvidenceOutcome::Good => ExitCode::SUCCESS,
            EvidenceOutcome::Failed => ExitCode::FAILURE,
            EvidenceOutcome::Indeterminate => ExitCode::from(INDETERMINATE),
            EvidenceOutcome::Unreadable => ExitCode::from(UNREADABLE),
        })
    }
}

impl SentenceLanguage {
    fn of_text(self) -> Language {
        match self {
            Self::En => Language::English,
            Self::Ja => Language::Japanese,
        }
    }
}

/// The report with what it comes to.
pub(crate) fn sentences(check: &EvidenceCheck, language: Language) -> String {
    let document = check.document.as_deref().unwrap_or("—");
    let (english, japanese) = match check.outcome {
        EvidenceOutcome::Good => ("The evidence verifies.", "証跡を確認できました。"),
        EvidenceOutcome::Failed => ("The evidence does NOT verify.", "証跡が一致しません。"),
        EvidenceOutcome::Indeterminate => {
            ("The evidence cannot be judged completely.", "証跡の一部を確認できません。")
        }
        EvidenceOutcome::Unreadable => {
            ("The file cannot be read as an evidence pack.", "証跡パッケージとして読めません。")
        }
    };
    let (heading, verdict) = match language {
        Language::Japanese => ("書類", japanese),
        Language::English | Language::SimplifiedChinese | Language::TraditionalChinese => {
            ("Document", english)
        }
    };
    format!("{heading} {document}\n{}{verdict}\n", check.text(language))
}
