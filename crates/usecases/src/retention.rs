//! The end of the time for which documents are kept: announced, then deleted, one unit of work for each document.
//!
//! The rows go and the event is kept in one transaction; the bytes go later, as those of files that nothing refers to
//! ([`crate::sweep_files`]). So a crash leaves the document whole, or deleted with bytes that are still to be swept.

use crate::error::retried;
use crate::{Error, Ports, Principal, Result, with_causes};
use wariin_domain::{DELETION_NOTICE, DocumentId, Organisation, OrganisationId, Span, Timestamp};

/// How many documents are looked up at once.
const PAGE: u64 = 500;
/// How long nothing is deleted after the database was set back: holds and longer periods that were set since then are
/// not known, and have to be set again first.
const AFTER_RECOVERY: Span = Span::days(30);

/// What a run came to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RetentionRun {
    /// Documents whose deletion was announced.
    pub announced: u64,
    /// Documents that were deleted.
    pub deleted: u64,
    /// Documents that could not be worked on; the next run tries again.
    pub failed: u64,
}

/// What is to be done about a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RetentionStep {
    /// Its deletion is announced.
    Announce,
    /// It is deleted.
    Delete,
}

/// Announces and deletes what is due.
///
/// # Errors
/// When storage fails before a document is reached.
pub async fn apply_retention(ports: &Ports) -> Result<RetentionRun> {
    let mut run = RetentionRun::default();
    if is_paused(ports).await? {
        return Ok(run);
    }
    for organisation in ports.views.organisations_with_retention().await? {
        let mut candidates = Candidates::of(&organisation);
        while let Some(page) = candidates.next(ports).await? {
            for document in page {
                match retried(|| step(ports, organisation.id, document)).await {
                    Ok(None) => {}
                    Ok(Some(RetentionStep::Announce)) => run.announced += 1,
                    Ok(Some(RetentionStep::Delete)) => run.deleted += 1,
                    Err(error) => {
                        let error = with_causes(&error);
                        tracing::error!(%document, error, "the end of a document's time could not be kept");
                        run.failed += 1;
                    }
                }
            }
        }
    }
    Ok(run)
}

/// What [`apply_retention`] would do now. Changes nothing.
///
/// # Errors
/// [`Error::NotFound`] for every principal but the operator, or when storage fails.
pub async fn due_retention(
    ports: &Ports,
    principal: Principal,
) -> Result<Vec<(DocumentId, RetentionStep)>> {
    principal.expect_operator()?;
    let mut due = Vec::new();
    if is_paused(ports).await? {
        return Ok(due);
    }
    let now = ports.clock.now();
    for organisation in ports.views.organisations_with_retention().await? {
        let policy = organisation.retention;
        let mut candidates = Candidates::of(&organisation);
        while let Some(page) = candidates.next(ports).await? {
            for id in page {
                let Some(mut document) = ports.views.document(id).await? else { continue };
                if document.delete(&policy, now).is_ok() {
                    due.push((id, RetentionStep::Delete));
                } else if !document.announce_deletion(&policy, now).is_empty() {
                    due.push((id, RetentionStep::Announce));
                }
            }
        }
    }
    Ok(due)
}

async fn is_paused(ports: &Ports) -> Result<bool> {
    let recovery = ports.views.newest_recovery().await?;
    let now = ports.clock.now();
    Ok(recovery.is_some_and(|recovery| now < recovery.begun_at.plus(AFTER_RECOVERY)))
}

/// The documents of an organisation whose time may have come, page by page. Which of them are due is the document's to
/// say.
struct Candidates {
    organisation: OrganisationId,
    months: Option<u32>,
    after: Option<DocumentId>,
}

impl Candidates {
    fn of(organisation: &Organisation) -> Self {
        let months = organisation.retention.months();
        Self { organisation: organisation.id, months, after: None }
    }

    async fn next(&mut self, ports: &Ports) -> Result<Option<Vec<DocumentId>>> {
        let Some(months) = self.months else {
            return Ok(None);
        };
        // No month is shorter than 28 days.
        let before = ports.clock.now().plus(DELETION_NOTICE).minus(Span::days(months * 28));
        let page = ports.views.ended_documents(self.organisation, before, self.after, PAGE).await?;
        self.after = page.last().copied();
        Ok(if page.is_empty() { None } else { Some(page) })
    }
}

/// Announces the deletion once more, from now on.
///
/// # Errors
/// When storage fails.
pub(crate) async fn announce_anew(
    ports: &Ports,
    organisation: OrganisationId,
    document: DocumentId,
) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let organisation = tx.accounts().lock_organisation(organisation).await?;
    let policy = organisation.ok_or(Error::NotFound)?.retention;
    let Some(mut document) = tx.documents().find(document).await? else {
        return Ok(());
    };
    let events = document.announce_deletion_anew(&policy, now);
    if !events.is_empty() {
        tx.documents().save(&document, events).await?;
    }
    Ok(tx.commit().await?)
}

/// The organisation is locked, so that its policy does not change meanwhile.
async fn step(
    ports: &Ports,
    organisation: OrganisationId,
    document: DocumentId,
) -> Result<Option<RetentionStep>> {
    let now: Timestamp = ports.clock.now();
    // Such as an email that tells of the deletion and could not leave so far. One that comes up after this comes of a new
    // announcement, under which the document is not deleted now.
    let has_waiting_job = ports.views.has_waiting_job(document).await?;
    let mut tx = ports.storage.begin().await?;
    let organisation = tx.accounts().lock_organisation(organisation).await?;
    let policy = organisation.ok_or(Error::NotFound)?.retention;
    let Some(mut document) = tx.documents().find(document).await? else {
        return Ok(None);
    };

    if let Ok((left, events)) = document.delete(&policy, now) {
        if has_waiting_job {
            return Ok(None);
        }
        tx.documents().remove(&document, &left, events).await?;
        tx.commit().await?;
        return Ok(Some(RetentionStep::Delete));
    }
    let events = document.announce_deletion(&policy, now);
    if events.is_empty() {
        return Ok(None);
    }
    tx.documents().save(&document, events).await?;
    tx.commit().await?;
    Ok(Some(RetentionStep::Announce))
}
