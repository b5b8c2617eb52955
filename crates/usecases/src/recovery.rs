//! Recovery: what follows when the database was set back to an earlier state, by a backup that was restored
//! or in any other way.

use crate::error::retried;
use crate::{Error, Ports, Result};
use wariin_domain::{DocumentId, Events, Recovery, RecoveryCause, TimeStep};
use wariin_ports::{EndedAtRecovery, LogAge, Storage, Witness, Witnessed};

/// How many documents are looked up at once.
const PAGE: u32 = 200;

/// What a recovery did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RecoveryReport {
    /// The recovery.
    pub recovery: Recovery,
    /// How much of what lets a person in was ended.
    pub ended: EndedAtRecovery,
    /// How many invitations were ended.
    pub invitations: u64,
    /// How many documents wait for their senders' confirmation because of it.
    pub documents: u64,
}

/// Notes in a database that was made of a backup that it has to recover, before anything else is done with it.
/// `events` is how many its log holds.
///
/// # Errors
/// When storage fails.
pub async fn begin_restored(
    storage: &dyn Storage,
    events: u64,
    witnessed: Option<&Witnessed>,
    lost: Option<u64>,
    now: wariin_domain::Timestamp,
) -> Result<()> {
    let mut tx = storage.begin().await?;
    let newest = tx.recoveries().newest().await?.map_or(0, |recovery| recovery.number);
    let recovery = Recovery {
        number: newest.max(witnessed.map_or(0, |seen| seen.recoveries)) + 1,
        begun_at: now,
        cause: RecoveryCause::Restore,
        events,
        witnessed: lost,
        finished_at: None,
    };
    tx.recoveries().save(&recovery, Events::none()).await?;
    Ok(tx.commit().await?)
}

/// Recovers the database if it was restored, or does not hold what was witnessed. Ends every session and all
/// that would let a person in, and holds every document that waits for a consent until its sender confirms.
/// One that was cut off is gone on with. To be called before anything is served.
///
/// # Errors
/// When storage fails, or the witness cannot be read.
pub async fn recover_if_due(
    ports: &Ports,
    witness: &dyn Witness,
) -> Result<Option<RecoveryReport>> {
    let seen = witness.read().await?;
    let newest = ports.views.newest_recovery().await?;
    if let Some(unfinished) = newest.clone().filter(|recovery| recovery.finished_at.is_none()) {
        return recover(ports, witness, unfinished).await.map(Some);
    }
    let Some(seen) = seen else {
        return Ok(None);
    };
    let number = newest.map_or(0, |recovery| recovery.number);
    match ports.log.age(&seen.checkpoint).await? {
        LogAge::Whole => Ok(None),
        LogAge::Foreign => {
            tracing::error!("the witness was not signed by this service; it is made anew");
            witness_log_anew(ports, witness).await?;
            Ok(None)
        }
        // Another process of the service, or a restore, has seen to it.
        LogAge::SetBack { .. } if number > seen.recoveries => {
            witness_log_anew(ports, witness).await?;
            Ok(None)
        }
        LogAge::SetBack { events, witnessed } => {
            let recovery = Recovery {
                number: seen.recoveries + 1,
                begun_at: ports.clock.now(),
                cause: RecoveryCause::OlderThanWitness,
                events,
                witnessed: Some(witnessed),
                finished_at: None,
            };
            let mut tx = ports.storage.begin().await?;
            tx.recoveries().save(&recovery, Events::none()).await?;
            tx.commit().await?;
            recover(ports, witness, recovery).await.map(Some)
        }
    }
}

/// Remembers outside of the database how far its log has come. A log that was set back meanwhile is not
/// taken for the newest one: says whether it was.
///
/// # Errors
/// When storage fails, or the witness cannot be read or written.
pub async fn witness_log(ports: &Ports, witness: &dyn Witness) -> Result<bool> {
    let Some(checkpoint) = ports.log.checkpoint().await? else {
        return Ok(true);
    };
    if let Some(seen) = witness.read().await? {
        if seen.checkpoint == checkpoint {
            return Ok(true);
        }
        match ports.log.age(&seen.checkpoint).await? {
            LogAge::Whole | LogAge::Foreign => {}
            LogAge::SetBack { .. } => return Ok(false),
        }
    }
    witness_log_anew(ports, witness).await?;
    Ok(true)
}

async fn witness_log_anew(ports: &Ports, witness: &dyn Witness) -> Result<()> {
    let newest = ports.views.newest_recovery().await?;
    let recoveries = newest.map_or(0, |recovery| recovery.number);
    if let Some(checkpoint) = ports.log.checkpoint().await? {
        witness.write(&Witnessed { recoveries, checkpoint }).await?;
    }
    Ok(())
}

async fn recover(
    ports: &Ports,
    witness: &dyn Witness,
    mut recovery: Recovery,
) -> Result<RecoveryReport> {
    tracing::error!(
        cause = recovery.cause.name(),
        events = recovery.events,
        witnessed = recovery.witnessed,
        missing = recovery.missing(),
        "the database was set back to an earlier state; sessions, codes, invitations and links end, and \
         documents that wait for a consent wait for their senders"
    );
    let documents = hold_documents(ports, &recovery).await?;
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let ended = tx.recoveries().end_sign_ins(TimeStep::newest_taken(now), now).await?;
    let open = tx.recoveries().open_invitations().await?;
    let invitations = open.len() as u64;
    for mut invitation in open {
        let events = invitation.end_after_restore(recovery.actor(), now);
        tx.invitations().save(&invitation, events).await?;
    }
    let mut told = Events::none();
    for organisation in tx.recoveries().organisations().await? {
        told = told.and(recovery.told_to(&organisation, now));
    }
    recovery.finished_at = Some(now);
    tx.recoveries().save(&recovery, told).await?;
    tx.commit().await?;
    if let Err(error) = ports.log.integrate().await {
        tracing::error!(error = %error, "the recovery could not be integrated in the log yet");
    }
    witness_log_anew(ports, witness).await?;
    let report = RecoveryReport { recovery, ended, invitations, documents };
    tracing::error!(
        sessions = ended.sessions,
        codes = ended.codes,
        backup_codes = ended.backup_codes,
        factors = ended.factors,
        invitations,
        documents,
        "the database has been recovered"
    );
    Ok(report)
}

/// Holds the documents that await a consent; says how many do.
async fn hold_documents(ports: &Ports, recovery: &Recovery) -> Result<u64> {
    let (mut count, mut after) = (0, None);
    loop {
        let (page, last) = retried(|| hold_page(ports, recovery, after)).await?;
        count += page;
        match last {
            Some(_) => after = last,
            None => return Ok(count),
        }
    }
}

async fn hold_page(
    ports: &Ports,
    recovery: &Recovery,
    after: Option<DocumentId>,
) -> Result<(u64, Option<DocumentId>)> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let ids = tx.recoveries().awaiting(after, PAGE).await?;
    for id in &ids {
        let mut document = tx.documents().find(*id).await?.ok_or(Error::NotFound)?;
        let events = document.hold_after_restore(recovery.actor(), now);
        if !events.is_empty() {
            tx.documents().save(&document, events).await?;
        }
    }
    tx.commit().await?;
    Ok((ids.len() as u64, ids.last().copied()))
}
