//! Renewing archive timestamps before they end, and raising B-B seals to B-LTA (PAdES, ETSI EN 319 142-1, section 5.5).
//!
//! A renewed file is the kept one with another revision behind it. It is kept as a file of its own before the document
//! refers to it; the event names both digests.

mod schedule;

use crate::document::draft::sender_step;
use crate::error::{retried, with_causes};
use crate::files::read;
use crate::{DocumentCommand, Error, Ports, Principal, Result};
use wariin_domain::{
    Actor, Document, DocumentError, DocumentId, Events, FileDigest, Job, KeptProof, Seal,
    SealLevel, SealProof, SealedPart, Timestamp,
};
use wariin_ports::{ClaimedJob, JobOutcome, SealError, SealedPdf};

pub use schedule::{queue_due_renewals, renewal_schedule, schedule_as_operator, sealed_documents};

/// Which seals of a document are renewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renewal {
    /// Those whose archive timestamp is due.
    Due,
    /// All that have an archive timestamp, also where the new one lasts no longer.
    All,
    /// Those that are B-B: they are raised to B-LTA.
    Basic,
}

/// What became of one sealed file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RenewedPart {
    /// Which file.
    pub part: SealedPart,
    /// What became of it.
    pub outcome: RenewalOutcome,
}

/// What became of a renewal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RenewalOutcome {
    /// It has another archive timestamp, which can be relied on until then.
    Renewed(SealProof),
    /// It was B-B and is B-LTA now.
    Raised(SealProof),
    /// Its archive timestamp was looked up for the first time, and is not due.
    NotDue(SealProof),
    /// Another worker was quicker.
    Meanwhile,
    /// It failed; the file stays as it was.
    Failed(String),
}

/// Why a timestamp is of no use that lasts no longer than the one that is there.
const NOT_LONGER: &str = "the authority's new timestamp lasts no longer than the one that is there";

/// Asks for the document's B-B seals to be raised to B-LTA, as its sender. A job does it; while one waits, asking again
/// adds nothing.
///
/// # Errors
/// [`Error::NotFound`] for every other caller, and where no timestamp authority is configured;
/// [`DocumentError::NotPossible`] where no seal is B-B.
pub async fn ask_to_raise_seals(ports: &Ports, on: DocumentCommand) -> Result<()> {
    if ports.sealer.level() != SealLevel::Archived {
        return Err(Error::NotFound);
    }
    let raising = Job::RaiseSeals { document: on.document };
    let is_asked = ports.views.is_job_waiting(raising).await?;
    sender_step(ports, on, |document, by, now| {
        if is_asked {
            return document.expect_basic_seal().map(|()| Events::none());
        }
        document.ask_to_raise_seals(by, now)
    })
    .await
}

/// Renews seals of a document at once, for the operator: what fails is told, and tried again later as ever.
///
/// # Errors
/// [`Error::NotFound`] for every principal but the operator, and when there is no such document; when storage fails.
pub async fn renew_as_operator(
    ports: &Ports,
    principal: Principal,
    document: DocumentId,
    renewal: Renewal,
) -> Result<Vec<RenewedPart>> {
    principal.expect_operator()?;
    renewed(ports, document, renewal, Actor::Operator).await
}

/// The job: renews what is due. What fails stays due and is put into the queue again, so that nothing waits for it.
pub(crate) async fn renew(ports: &Ports, document: DocumentId) -> Result<JobOutcome> {
    let done = renewed(ports, document, Renewal::Due, Actor::Service).await?;
    Ok(if done.is_empty() { JobOutcome::OutOfDate } else { JobOutcome::Done })
}

/// The job: raises B-B seals. It fails with the first that cannot be raised now, and is tried again.
pub(crate) async fn raise(ports: &Ports, item: &ClaimedJob, id: DocumentId) -> Result<JobOutcome> {
    let document = ports.views.document(id).await?.ok_or(Error::NotFound)?;
    let mut outcome = JobOutcome::OutOfDate;
    for (kept, seal) in parts(ports, &document, Renewal::Basic).await? {
        let pdf = read(ports, &document, seal.digest).await?;
        let sealed = ports.sealer.renew(pdf, ports.clock.now()).await?;
        keep(ports, kept, seal, sealed, Actor::Service).await?;
        ports.jobs.goes_on(item, ports.clock.now());
        outcome = JobOutcome::Done;
    }
    Ok(outcome)
}

/// Renews these seals of the document one by one; each that succeeds is kept for itself.
async fn renewed(
    ports: &Ports,
    id: DocumentId,
    renewal: Renewal,
    actor: Actor,
) -> Result<Vec<RenewedPart>> {
    let document = ports.views.document(id).await?.ok_or(Error::NotFound)?;
    let mut done = Vec::new();
    for (kept, seal) in parts(ports, &document, renewal).await? {
        let part = kept.part;
        let outcome = match renew_one(ports, &document, kept.clone(), seal, renewal, actor).await {
            Ok(outcome) => outcome,
            // About this one file, or the authority: it is told, and tried again.
            Err(error) if is_of_the_file(&error) => {
                let why = with_causes(&error);
                tracing::warn!(document = %id, error = %why, "a seal could not be renewed");
                note(ports, kept.failed(why.clone(), ports.clock.now())).await?;
                RenewalOutcome::Failed(why)
            }
            Err(error) => return Err(error),
        };
        done.push(RenewedPart { part, outcome });
    }
    Ok(done)
}

fn is_of_the_file(error: &Error) -> bool {
    // A process without the seal's key says nothing about the file.
    if matches!(error, Error::Seal(SealError::Elsewhere)) {
        return false;
    }
    matches!(error, Error::Seal(_) | Error::File(_) | Error::Document(DocumentError::FileDamaged))
}

/// The seals that are to be renewed, each with what is known of its proof.
async fn parts(
    ports: &Ports,
    document: &Document,
    renewal: Renewal,
) -> Result<Vec<(KeptProof, Seal)>> {
    let (now, known) = (ports.clock.now(), ports.views.seal_proofs(document.id).await?);
    let known_of = |part: SealedPart, seal: Seal| {
        let of_it = known.iter().find(|kept| kept.part == part && kept.digest == seal.digest);
        of_it.cloned().unwrap_or_else(|| {
            let unread = KeptProof::of_sealed(part, seal.digest, None);
            let is_archived = seal.level == SealLevel::Archived;
            KeptProof { try_at: is_archived.then_some(now), ..unread }
        })
    };
    let all = document
        .sealed_parts()
        .map(|(file, seal)| (known_of(SealedPart { document: document.id, file }, seal), seal));
    let is_meant = |(kept, seal): &(KeptProof, Seal)| match (renewal, seal.level) {
        (Renewal::Due, SealLevel::Archived) => kept.is_due(now),
        (Renewal::All, SealLevel::Archived) | (Renewal::Basic, SealLevel::Basic) => true,
        (Renewal::Due | Renewal::All, SealLevel::Basic) | (Renewal::Basic, SealLevel::Archived) => {
            false
        }
    };
    Ok(all.filter(is_meant).collect())
}

async fn renew_one(
    ports: &Ports,
    document: &Document,
    mut kept: KeptProof,
    seal: Seal,
    renewal: Renewal,
    actor: Actor,
) -> Result<RenewalOutcome> {
    let pdf = read(ports, document, seal.digest).await?;
    if seal.level == SealLevel::Archived && kept.proof.is_none() {
        kept = kept.looked_up(ports.sealer.proof_of(pdf.clone()).await?);
        if let Some(proof) = kept.proof.filter(|_| renewal == Renewal::Due)
            && proof.due_at() > ports.clock.now()
        {
            note(ports, kept).await?;
            return Ok(RenewalOutcome::NotDue(proof));
        }
    }
    let sealed = ports.sealer.renew(pdf, ports.clock.now()).await?;
    let longer = kept.proof.zip(sealed.proof).is_none_or(|(old, new)| old.is_outlived_by(new));
    if renewal == Renewal::Due && !longer {
        note(ports, kept.not_outlived(NOT_LONGER.to_owned(), ports.clock.now())).await?;
        return Ok(RenewalOutcome::Failed(NOT_LONGER.to_owned()));
    }
    keep(ports, kept, seal, sealed, actor).await
}

/// Keeps the renewed bytes, then the document that refers to them with its event.
async fn keep(
    ports: &Ports,
    kept: KeptProof,
    before: Seal,
    sealed: SealedPdf,
    actor: Actor,
) -> Result<RenewalOutcome> {
    let lacking = || SealError::SelfCheck("there is no archive timestamp".into());
    let proof = sealed.proof.ok_or_else(lacking)?;
    let digest = ports.files.put(sealed.pdf).await?;
    let after = Seal { digest, level: sealed.level };
    let now = ports.clock.now();
    let newest = kept.clone().renewed(digest, Some(proof), now);
    let is_kept = retried(|| save(ports, &newest, before.digest, after, (actor, now))).await?;
    Ok(match (is_kept, before.level) {
        (false, _) => RenewalOutcome::Meanwhile,
        (true, SealLevel::Archived) => RenewalOutcome::Renewed(proof),
        (true, SealLevel::Basic) => RenewalOutcome::Raised(proof),
    })
}

/// Whether the document still had the seal that was renewed.
async fn save(
    ports: &Ports,
    newest: &KeptProof,
    before: FileDigest,
    after: Seal,
    (actor, now): (Actor, Timestamp),
) -> Result<bool> {
    let SealedPart { document, file } = newest.part;
    let mut tx = ports.storage.begin().await?;
    let mut document = tx.documents().find(document).await?.ok_or(Error::NotFound)?;

    let events = document.renew_seal(file, before, after, actor, now)?;

    if events.is_empty() {
        return Ok(false);
    }
    tx.documents().save(&document, events).await?;
    tx.seal_proofs().keep(newest).await?;
    tx.commit().await?;
    Ok(true)
}

/// Keeps what was found out of a seal that stays as it is; a seal that was renewed meanwhile has newer news.
async fn note(ports: &Ports, kept: KeptProof) -> Result<()> {
    retried(|| async {
        let mut tx = ports.storage.begin().await?;
        let known = tx.seal_proofs().find(kept.part).await?;
        if known.is_some_and(|known| known.digest != kept.digest) {
            return Ok(());
        }
        tx.seal_proofs().keep(&kept).await?;
        Ok(tx.commit().await?)
    })
    .await
}
