//! `wariin tls …`: how the certificate that an authority issues stands, and ordering another one now.

use crate::cli::jobs::instant;
use crate::config::{AcmeSettings, Settings, TlsSettings};
use crate::health::cure;
use crate::wiring::{StartError, existing_database};
use clap::Subcommand;
use std::process::ExitCode;
use wariin_adapters::{KeptCertificate, MasterKey, SystemClock};
use wariin_ports::{Clock, OrderStanding, Storage};

#[derive(Debug, Subcommand)]
pub(crate) enum TlsCommand {
    /// Say until when the certificate is, when it is renewed, and why the last order failed; the exit code is 1 when
    /// it did, or there is no certificate.
    Status,
    /// Have a node that serves order another certificate within ten seconds, whatever the last one says.
    Renew,
}

impl TlsCommand {
    pub(crate) async fn run(self, settings: &Settings) -> Result<ExitCode, StartError> {
        let Some(TlsSettings::Acme(acme)) = &settings.tls else {
            return Err("WARIIN_TLS_ACME is not set: no authority issues a certificate".into());
        };
        let path = settings.master_key_path();
        let master = MasterKey::load(&path);
        let master = master.map_err(|error| format!("{}: {error}", path.display()))?;
        let database = existing_database(settings, &master).await?;
        let now = database.time().await?.unwrap_or_else(|| SystemClock.now());
        let kept = database.kept_certificate(&acme.directory, &acme.hosts);
        match self {
            Self::Status => status(acme, &kept).await,
            Self::Renew => {
                kept.order_now(now).await?;
                println!(
                    "A node that serves orders another certificate within ten seconds: `wariin tls status`."
                );
                Ok(ExitCode::SUCCESS)
            }
        }
    }
}

async fn status(acme: &AcmeSettings, kept: &KeptCertificate) -> Result<ExitCode, StartError> {
    let OrderStanding { until, due_at, failures, failure } = kept.standing().await?;
    println!("authority   {}", acme.directory);
    println!("hosts       {}", acme.hosts.join(" "));
    match until {
        Some(until) => println!("certificate until {}", instant(until)),
        None => println!("certificate none yet; browsers warn of what is used meanwhile"),
    }
    if let Some(due_at) = due_at {
        println!("next order  {}", instant(due_at));
    }
    if let Some((failure, problem)) = &failure {
        println!("failures    {failures}, the last: {problem}");
        println!("            {}", cure(*failure));
    }
    let is_well = until.is_some() && failure.is_none();
    Ok(if is_well { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
