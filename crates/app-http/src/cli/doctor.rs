//! `wariin doctor`: looks at everything that the service stands on, changes nothing, and says in sentences what
//! is wrong and what cures it.

mod disk;
mod finding;
mod mail;
mod nodes;
mod others;
mod stores;
mod tls;
mod witnesses;

use crate::config::Settings;
use crate::wiring::StartError;
use clap::Args;
use finding::{Finding, Level};
use std::path::Path;
use std::process::ExitCode;
use wariin_domain::EmailAddress;

#[derive(Debug, Args)]
pub(super) struct DoctorArguments {
    /// Print the findings as JSON.
    #[arg(long)]
    json: bool,
    /// Send a mail to every admin of an organisation.
    #[arg(long)]
    mail: bool,
    /// Send a mail to this address.
    #[arg(long, value_name = "ADDRESS")]
    mail_to: Option<String>,
    /// The name under which the mail server's DKIM key stands in the DNS (`NAME._domainkey…`).
    #[arg(long, value_name = "NAME")]
    dkim_selector: Option<String>,
}

impl DoctorArguments {
    /// Looks at everything; the exit code is 1 when something is wrong.
    pub(super) async fn run(self, config: Option<&Path>) -> Result<ExitCode, StartError> {
        let mail_to = self.mail_to.as_deref().map(EmailAddress::parse).transpose();
        let mail_to = mail_to.map_err(|e| format!("--mail-to {e}"))?;
        let findings = match Settings::load(config) {
            Ok(settings) => self.look(&settings, mail_to).await,
            Err(error) => vec![Finding::wrong(
                "configuration",
                format!("The settings cannot be used: {error}."),
                "Set what is named in the environment or in the file of --config.",
            )],
        };
        if self.json {
            println!("{}", serde_json::to_string_pretty(&findings)?);
        } else {
            print(&findings);
        }
        let is_wrong = findings.iter().any(|finding| finding.level == Level::Wrong);
        Ok(if is_wrong { ExitCode::FAILURE } else { ExitCode::SUCCESS })
    }

    async fn look(&self, settings: &Settings, mail_to: Option<EmailAddress>) -> Vec<Finding> {
        let mut findings = vec![Finding::well("configuration", "The settings can be read.")];
        findings.push(others::base_url(settings));
        findings.extend(disk::look(settings));
        findings.extend(stores::buckets(settings).await);
        let key = stores::master_key(settings);
        findings.extend(key.as_ref().err().cloned());
        let mut database = None;
        if let Ok(key) = &key {
            let (found, opened) = stores::database(settings, key.as_ref()).await;
            findings.extend(found);
            database = opened;
        }
        if let Some(database) = &database {
            let key = key.as_ref().ok().and_then(Option::as_ref);
            findings.extend(nodes::look(key, database).await);
            findings.extend(stores::witness(settings, database).await);
            findings.extend(others::providers(settings, database).await);
        }
        findings.extend(tls::look(settings, database.as_ref()).await);
        findings.extend(others::seal(settings).await);
        findings.extend(others::clock(settings, database.as_ref()).await);
        findings.extend(witnesses::look(settings, database.as_ref()).await);
        let mut to: Vec<EmailAddress> = mail_to.into_iter().collect();
        if self.mail {
            match stores::admins(database.as_ref()).await {
                Ok(admins) => to.extend(admins),
                Err(finding) => findings.push(finding),
            }
        }
        findings.extend(mail::server(settings, to).await);
        findings.extend(mail::domain(settings, self.dkim_selector.as_deref()).await);
        findings
    }
}

fn print(findings: &[Finding]) {
    for Finding { check, level, says, cure } in findings {
        let mark = match level {
            Level::Well => "ok     ",
            Level::Note => "note   ",
            Level::Warning => "warning",
            Level::Wrong => "WRONG  ",
        };
        println!("{mark}  {check}: {says}");
        if let Some(cure) = cure {
            println!("         {cure}");
        }
    }
    let count = |level| findings.iter().filter(|finding| finding.level == level).count();
    println!("{} wrong, {} warnings.", count(Level::Wrong), count(Level::Warning));
}
