//! The command line.

mod account;
mod audit;
mod backup;
mod doctor;
mod evidence;
mod files;
mod idp;
mod jobs;
mod keys;
mod migrate;
mod pdf;
mod retention;
mod seal;
mod tls;

use crate::config::Settings;
use crate::wiring::{App, PDF_WORKER, StartError};
use crate::{demo, log, metrics, serve};
use clap::{Parser, Subcommand};
use std::io;
use std::path::PathBuf;
use std::process::ExitCode;
use tracing_subscriber::EnvFilter;
use wariin_adapters::work_on_pdfs;

/// Electronic contracts whose parties prove who they are (割印).
#[derive(Debug, Parser)]
#[command(name = "wariin", version)]
pub struct Cli {
    /// A TOML file with settings; the environment (WARIIN_…) overrides it.
    #[arg(long, global = true, value_name = "FILE")]
    config: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start the service (the default).
    Serve,
    /// Play a contract from draft to seal in a temporary folder, printing each step.
    Demo,
    /// Make accounts, and help owners who cannot sign in any more.
    #[command(subcommand)]
    Account(account::AccountCommand),
    /// Bring the database's schema up to date, or say what that would do.
    Migrate(migrate::MigrateArguments),
    /// Manage connections to identity providers.
    #[command(subcommand)]
    Idp(idp::IdpCommand),
    /// See the jobs that wait or are dead, and start a dead one again.
    #[command(subcommand)]
    Jobs(jobs::JobsCommand),
    /// Look at everything that the service stands on, change nothing, and say what is wrong and what cures it.
    Doctor(doctor::DoctorArguments),
    /// See the master keys, and change to a new one while the service runs.
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    /// See how the TLS certificate by ACME stands, and order another one.
    #[command(subcommand)]
    Tls(tls::TlsCommand),
    /// Check the stored PDFs, put damaged ones right from a copy, and move them to another place.
    #[command(subcommand)]
    Files(files::FilesCommand),
    /// Announce and delete documents whose time has ended (保存期間), as the service does every hour.
    Retention(retention::RetentionArguments),
    /// Check the audit log, and hand histories out.
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Take the evidence pack of a document out, and verify one.
    #[command(subcommand)]
    Evidence(evidence::EvidenceCommand),
    /// Make a backup of the database and the files, while the service runs.
    Backup(backup::BackupArguments),
    /// Put a backup in the place of the database and the files; the service has to be stopped.
    Restore(backup::RestoreArguments),
    /// Sign a PDF with the service's key, or renew the seals of documents.
    #[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
    Seal(pdf::SealArguments),
    /// Check every signature of a PDF: intact, what it covers, what was added since, who signed, when.
    Verify(pdf::VerifyArguments),
    /// Inspect PDFs and draw their pages: asked over standard input, with little memory and time.
    #[command(name = PDF_WORKER, hide = true)]
    WorkOnPdfs,
}

impl Cli {
    /// Whether this process is to be the service.
    pub fn serves(&self) -> bool {
        matches!(self.command, None | Some(Command::Serve))
    }

    /// Works on PDFs, if that is what this process was started for: before any thread or
    /// runtime takes memory of its own.
    pub fn work(&self) -> Option<io::Result<()>> {
        let is_worker = matches!(self.command, Some(Command::WorkOnPdfs));
        is_worker.then(|| work_on_pdfs(&mut io::stdin().lock(), &mut io::stdout().lock()))
    }
}

/// Runs a command.
///
/// # Errors
/// [`StartError`] says what went wrong.
pub async fn run(cli: Cli) -> Result<ExitCode, StartError> {
    if let Some(Command::Demo) = cli.command {
        demo::play().await?;
        return Ok(ExitCode::SUCCESS);
    }
    if let Some(Command::Verify(arguments)) = cli.command {
        return arguments.run();
    }
    if let Some(Command::Audit(audit::AuditCommand::VerifyHistory(arguments))) = cli.command {
        return arguments.run();
    }
    if let Some(Command::Audit(audit::AuditCommand::VerifyPasskeys(arguments))) = cli.command {
        return arguments.run();
    }
    if let Some(Command::Evidence(evidence::EvidenceCommand::Verify(arguments))) = cli.command {
        return arguments.run();
    }
    if let Some(Command::Doctor(arguments)) = cli.command {
        return arguments.run(cli.config.as_deref()).await;
    }
    let settings = Settings::load(cli.config.as_deref())?;
    // Clients that break the rules of HTTP/2 are no events of the service.
    let wanted = format!("h2=error,{}", settings.log);
    let filter = EnvFilter::try_new(wanted).map_err(|e| format!("WARIIN_LOG: {e}"))?;
    log::begin(filter, settings.log_format)?;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => {
            // Before anything is measured.
            let recorder = settings.metrics_addr.map(|_| metrics::keep()).transpose()?;
            let app = App::start(settings).await?;
            app.try_seal_key().await?;
            app.recover().await?;
            serve::serve(app, recorder).await?;
        }
        Command::Seal(arguments) => return Box::pin(arguments.run(settings)).await,
        Command::Keys(command) => return command.run(&settings).await,
        Command::Tls(command) => return command.run(&settings).await,
        Command::Migrate(arguments) => arguments.run(&settings).await?,
        Command::Account(command) => {
            let command = command.read(&mut io::stdin().lock())?;
            command.run(&App::start_command(settings).await?.ports).await?;
        }
        Command::Idp(command) => match command.check_file() {
            Some(checked) => println!("{} ID tokens are valid.", checked?),
            None => command.run(&*App::start_command(settings).await?).await?,
        },
        Command::Jobs(command) => command.run(&App::start_command(settings).await?.ports).await?,
        Command::Files(command) => return command.run(settings).await,
        Command::Retention(arguments) => {
            let app = App::start_command(settings).await?;
            // In a database that was set back nothing is deleted for a while.
            app.recover().await?;
            return arguments.run(&app.ports).await;
        }
        Command::Audit(command) => return command.run(settings).await,
        Command::Evidence(command) => return command.run(settings).await,
        Command::Backup(arguments) => return arguments.run(&settings).await,
        Command::Restore(arguments) => return Box::pin(arguments.run(settings)).await,
        Command::Demo | Command::Doctor(_) | Command::Verify(_) | Command::WorkOnPdfs => {}
    }
    Ok(ExitCode::SUCCESS)
}
