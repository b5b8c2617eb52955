//! `wariin seal …`: renewing the archive timestamps of sealed files, and raising B-B seals.

use crate::i18n::Locale;
use crate::wiring::StartError;
use clap::{ArgGroup, Args, Subcommand};
use std::process::ExitCode;
use wariin_domain::{DocumentId, Language, SealedPart, TimeZoneName, Timestamp, Uuid};
use wariin_ports::{SealSelection, SealedDocument};
use wariin_usecases::{
    Error, Ports, Principal, Renewal, RenewalOutcome, RenewedPart, renew_as_operator,
    schedule_as_operator, sealed_documents,
};

#[derive(Debug, Subcommand)]
pub(super) enum SealCommand {
    /// Renew archive timestamps of sealed files now; the service does it by itself when they are due.
    Renew(RenewArguments),
    /// Raise B-B seals, made before a timestamp authority was configured, to B-LTA. The event in the document's history
    /// says when they were raised.
    Raise(RaiseArguments),
    /// Say how many sealed files have to be renewed when.
    Status,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("which").required(true)))]
pub(super) struct RenewArguments {
    /// Those that are due.
    #[arg(long, group = "which")]
    due: bool,
    /// All that have an archive timestamp, also where the new one lasts no longer.
    #[arg(long, group = "which")]
    all: bool,
    /// Those of these documents.
    #[arg(group = "which")]
    documents: Vec<Uuid>,
    /// Only say what would be renewed.
    #[arg(long)]
    dry_run: bool,
}

#[derive(Debug, Args)]
#[command(group(ArgGroup::new("whose").required(true)))]
pub(super) struct RaiseArguments {
    /// Every one.
    #[arg(long, group = "whose")]
    all: bool,
    /// Those of these documents.
    #[arg(group = "whose")]
    documents: Vec<Uuid>,
    /// Only say what would be raised.
    #[arg(long)]
    dry_run: bool,
}

impl SealCommand {
    pub(super) async fn run(self, ports: &Ports) -> Result<ExitCode, StartError> {
        match self {
            Self::Renew(RenewArguments { due, documents, dry_run, all: _ }) => {
                let (selection, renewal) = if due {
                    (SealSelection::Due(ports.clock.now()), Renewal::Due)
                } else {
                    (SealSelection::All, Renewal::All)
                };
                run(ports, &documents, selection, renewal, dry_run).await
            }
            Self::Raise(RaiseArguments { documents, dry_run, all: _ }) => {
                run(ports, &documents, SealSelection::Basic, Renewal::Basic, dry_run).await
            }
            Self::Status => status(ports).await,
        }
    }
}

async fn run(
    ports: &Ports,
    only: &[Uuid],
    selection: SealSelection,
    renewal: Renewal,
    is_dry: bool,
) -> Result<ExitCode, StartError> {
    let mut documents = sealed_documents(ports, Principal::Operator, selection).await?;
    if !only.is_empty() {
        for id in only {
            if !documents.iter().any(|one| one.document == DocumentId::from(*id)) {
                return Err(format!("document {id} has no sealed file of that kind").into());
            }
        }
        documents.retain(|one| only.contains(&one.document.into()));
    }
    if is_dry {
        for SealedDocument { document, files } in &documents {
            println!("document {document}: {files} files");
        }
        let files: u64 = documents.iter().map(|one| one.files).sum();
        println!("{files} files of {} documents. Nothing was changed.", documents.len());
        return Ok(ExitCode::SUCCESS);
    }
    let (mut done, mut failed) = (0_u64, 0_u64);
    for SealedDocument { document, .. } in documents {
        let renewed = renew_as_operator(ports, Principal::Operator, document, renewal).await;
        let renewed = match renewed {
            Err(Error::NotFound) => continue,
            renewed => renewed?,
        };
        for RenewedPart { part, outcome } in renewed {
            let is_failed = matches!(outcome, RenewalOutcome::Failed(_));
            *(if is_failed { &mut failed } else { &mut done }) += 1;
            println!("{}: {}", name(part), told(&outcome));
        }
    }
    println!("{done} files done, {failed} failed.");
    Ok(if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn name(part: SealedPart) -> String {
    match part.file {
        Some(file) => format!("document {}, file {file}", part.document),
        None => format!("document {}, certificate of agreement", part.document),
    }
}

fn told(outcome: &RenewalOutcome) -> String {
    match outcome {
        RenewalOutcome::Renewed(proof) => format!("renewed, good until {}", at(proof.until)),
        RenewalOutcome::Raised(proof) => {
            format!("raised from B-B to B-LTA now, good until {}", at(proof.until))
        }
        RenewalOutcome::NotDue(proof) => {
            format!(
                "looked up, good until {}: not due before {}",
                at(proof.until),
                at(proof.due_at())
            )
        }
        RenewalOutcome::Meanwhile => "was renewed by the service meanwhile".to_owned(),
        RenewalOutcome::Failed(why) => format!("FAILED: {why}"),
    }
}

async fn status(ports: &Ports) -> Result<ExitCode, StartError> {
    let schedule = schedule_as_operator(ports, Principal::Operator).await?;
    println!("{} sealed files are due, {} of them have ended.", schedule.due, schedule.ended);
    if schedule.unread > 0 {
        println!("{} were not looked up yet: the service does it by itself.", schedule.unread);
    }
    if schedule.basic > 0 {
        println!("{} are B-B, without a timestamp: `wariin seal raise`.", schedule.basic);
    }
    for month in &schedule.months {
        println!("{}-{:02}: {} files become due", month.year, month.month, month.files);
    }
    if let Some(renewed_at) = schedule.renewed_at {
        println!("The last renewal was at {}.", at(renewed_at));
    }
    if let Some(failure) = &schedule.failure {
        println!("The last failure was at {}: {}", at(failure.at), failure.why);
    }
    Ok(if schedule.ended == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn at(time: Timestamp) -> String {
    Locale::new(Language::English, &TimeZoneName::default()).at(time)
}
