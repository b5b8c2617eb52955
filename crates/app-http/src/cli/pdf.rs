//! Signing a file, and checking the signatures of any PDF, without the service.

use super::seal::SealCommand;
use crate::config::Settings;
use crate::i18n::{Locale, labels};
use crate::wiring::{App, PDF_WORKER, StartError, private_folder, seal_settings};
use clap::Args;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use wariin_adapters::{
    PadesSealer, PdfWorkers, SignatureOutcome, SystemClock, check_signatures, trusted_certificates,
};
use wariin_domain::{Language, TimeZoneName};
use wariin_ports::{Clock, PdfInspector, PdfPassword, PdfRefusal};

/// Exit codes of `verify` besides 0 (good), 1 (failed) and 2 (wrong arguments).
pub(super) const INDETERMINATE: u8 = 3;
const UNSIGNED: u8 = 4;
pub(super) const UNREADABLE: u8 = 5;

/// What to sign, or what to do with the seals of documents.
#[derive(Debug, Args)]
pub(super) struct SealArguments {
    #[command(subcommand)]
    command: Option<SealCommand>,
    /// The PDF.
    #[arg(required = true)]
    file: Option<PathBuf>,
    /// Where the signed PDF goes; beside the file, with `-sealed` in its name, when absent.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What the signature gives as its reason.
    #[arg(long, default_value = "")]
    reason: String,
    /// A file whose first line is the password that opens the PDF.
    #[arg(long, value_name = "FILE")]
    password_file: Option<PathBuf>,
}

/// What to check.
#[derive(Debug, Args)]
pub(super) struct VerifyArguments {
    /// The PDF.
    file: PathBuf,
    /// Print JSON instead of sentences.
    #[arg(long)]
    json: bool,
    /// Certificates (PEM) that are trusted: roots, or a signer's own.
    #[arg(long, value_name = "FILE")]
    trust: Vec<PathBuf>,
}

impl SealArguments {
    /// Signs with the service's key and timestamp authorities what an upload of the file would have become, and
    /// prints what that changed. The service's own key is made where there is none yet.
    pub(super) async fn run(mut self, settings: Settings) -> Result<ExitCode, StartError> {
        if let Some(command) = self.command.take() {
            return command.run(&App::start_command(settings).await?.ports).await;
        }
        let file = self.file.take().ok_or("a PDF has to be named")?;
        let pdf = fs::read(&file).map_err(|e| format!("{}: {e}", file.display()))?;
        let pdf = self.taken_in(&file, pdf).await?;
        let keys = settings.data_dir.join("keys");
        if settings.seal_key.is_none() {
            private_folder(&settings.data_dir)?;
            private_folder(&keys)?;
        }
        let own = keys.join("seal.pem");
        let now = SystemClock.now();
        let sealer = PadesSealer::open(seal_settings(&settings, &own)?, now)?;
        let signed = sealer.seal_file(pdf, self.reason, now).await?;
        let output = self.output.unwrap_or_else(|| {
            let stem = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            file.with_file_name(format!("{stem}-sealed.pdf"))
        });
        let mut file =
            fs::File::create_new(&output).map_err(|e| format!("{}: {e}", output.display()))?;
        file.write_all(&signed.pdf)?;
        println!("{} ({})", output.display(), signed.level.standard_name());
        Ok(ExitCode::SUCCESS)
    }

    /// What an upload of the file would have become.
    async fn taken_in(&self, file: &Path, pdf: Vec<u8>) -> Result<Vec<u8>, StartError> {
        let workers = PdfWorkers::new(std::env::current_exe()?, PDF_WORKER);
        let mut inspected = workers.inspect(pdf.clone(), None).await;
        if inspected == Err(PdfRefusal::PasswordNeeded)
            && let Some(password) = self.password()?
        {
            inspected = workers.inspect(pdf.clone(), Some(password)).await;
        }
        let name = file.display();
        let inspected = inspected.map_err(|refusal| match refusal {
            PdfRefusal::PasswordNeeded => {
                format!("{name} is not sealed: {refusal} (give it by --password-file)")
            }
            refusal => format!("{name} is not sealed: {refusal}"),
        })?;
        let locale = Locale::new(Language::English, &TimeZoneName::default());
        for change in &inspected.changes {
            println!("- {}", labels::file_change(&locale, change));
        }
        Ok(inspected.replacement.unwrap_or(pdf))
    }

    fn password(&self) -> Result<Option<PdfPassword>, StartError> {
        let Some(file) = &self.password_file else {
            return Ok(None);
        };
        let mut text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        let end = text.find(['\r', '\n']).unwrap_or(text.len());
        text.truncate(end);
        Ok(PdfPassword::read(text))
    }
}

impl VerifyArguments {
    /// Checks every signature; the exit code says what it comes to.
    pub(super) fn run(self) -> Result<ExitCode, StartError> {
        let pdf = fs::read(&self.file).map_err(|e| format!("{}: {e}", self.file.display()))?;
        let roots = trusted(&self.trust)?;
        let check = check_signatures(pdf, roots, SystemClock.now());
        if self.json {
            println!("{}", check.json);
        } else {
            print!("{}", check.text);
        }
        Ok(match check.outcome {
            SignatureOutcome::Good => ExitCode::SUCCESS,
            SignatureOutcome::Failed => ExitCode::FAILURE,
            SignatureOutcome::Indeterminate => ExitCode::from(INDETERMINATE),
            SignatureOutcome::Unsigned => ExitCode::from(UNSIGNED),
            SignatureOutcome::Unreadable => ExitCode::from(UNREADABLE),
        })
    }
}

/// The certificates of these PEM files.
pub(super) fn trusted(files: &[PathBuf]) -> Result<Vec<Vec<u8>>, StartError> {
    let mut roots = Vec::new();
    for file in files {
        let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
        let read = trusted_certificates(&text);
        roots.extend(read.map_err(|e| format!("{}: {e}", file.display()))?);
    }
    Ok(roots)
}
