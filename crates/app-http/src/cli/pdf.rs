//! Signing a file, and checking the signatures of any PDF, without the service.

use crate::config::Settings;
use crate::wiring::{StartError, seal_settings};
use clap::Args;
use std::fs;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;
use wariin_adapters::{
    PadesSealer, SignatureOutcome, SystemClock, check_signatures, trusted_certificates,
};
use wariin_ports::Clock;

/// Exit codes of `verify` besides 0 (good), 1 (failed) and 2 (wrong arguments).
const INDETERMINATE: u8 = 3;
const UNSIGNED: u8 = 4;
const UNREADABLE: u8 = 5;

/// What to sign.
#[derive(Debug, Args)]
pub(super) struct SealArguments {
    /// The PDF.
    file: PathBuf,
    /// Where the signed PDF goes; beside the file, with `-sealed` in its name, when absent.
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
    /// What the signature gives as its reason.
    #[arg(long, default_value = "")]
    reason: String,
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
    /// Signs with the service's key and timestamp authorities.
    pub(super) async fn run(self, settings: &Settings) -> Result<ExitCode, StartError> {
        let pdf = fs::read(&self.file).map_err(|e| format!("{}: {e}", self.file.display()))?;
        let own = settings.data_dir.join("keys/seal.pem");
        if settings.seal_key.is_none() && !own.exists() {
            let text = format!(
                "there is no seal key at {}; start the service once, or set WARIIN_SEAL_KEY",
                own.display()
            );
            return Err(text.into());
        }
        let now = SystemClock.now();
        let sealer = PadesSealer::open(seal_settings(settings, &own)?, now)?;
        let signed = sealer.seal_file(pdf, self.reason, now).await?;
        let output = self.output.unwrap_or_else(|| {
            let stem = self.file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            self.file.with_file_name(format!("{stem}-sealed.pdf"))
        });
        let mut file =
            fs::File::create_new(&output).map_err(|e| format!("{}: {e}", output.display()))?;
        file.write_all(&signed.pdf)?;
        println!("{} ({})", output.display(), signed.level.standard_name());
        Ok(ExitCode::SUCCESS)
    }
}

impl VerifyArguments {
    /// Checks every signature; the exit code says what it comes to.
    pub(super) fn run(self) -> Result<ExitCode, StartError> {
        let pdf = fs::read(&self.file).map_err(|e| format!("{}: {e}", self.file.display()))?;
        let mut roots = Vec::new();
        for file in &self.trust {
            let text = fs::read_to_string(file).map_err(|e| format!("{}: {e}", file.display()))?;
            let read = trusted_certificates(&text);
            roots.extend(read.map_err(|e| format!("{}: {e}", file.display()))?);
        }
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
