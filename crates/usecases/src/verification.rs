//! Verifying a file that a visitor brings, and whether this service concluded it: what is told is told to the holder
//! of exactly these bytes.

use crate::{Error, Ports, Result, Upload};
use wariin_domain::{Language, Timestamp};
use wariin_ports::{FileOutcome, FileReport, MAX_VERIFIED_BYTES, TimelineEvent};

/// What a visitor's file is worth.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verification {
    /// The report.
    pub report: FileReport,
    /// When this service concluded the document, if exactly these bytes came of that: a sealed file, a certificate
    /// of agreement, or an evidence pack that its key signed.
    pub concluded_here: Option<Timestamp>,
}

/// Verifies the file. Nothing of it is kept, and nothing is recorded. The document is found by the id that stands in
/// the seal, which proves nothing: only a file with the digest of what was sealed then, or of what it became by a renewal, is one of this service.
///
/// # Errors
/// [`Error::TooLarge`] for more than [`MAX_VERIFIED_BYTES`]; [`Error::Verifier`] when there is no report.
pub async fn verify_file(
    ports: &Ports,
    mut upload: Upload,
    language: Language,
) -> Result<Verification> {
    if upload.contents.size() > MAX_VERIFIED_BYTES {
        return Err(Error::TooLarge);
    }
    let bytes = upload.contents.read().await?;
    drop(upload);
    let report = ports.verifier.verify(bytes, ports.clock.now(), language).await?;
    let concluded_here = concluded(ports, &report).await?;
    Ok(Verification { report, concluded_here })
}

async fn concluded(ports: &Ports, report: &FileReport) -> Result<Option<Timestamp>> {
    if let Some(at) = report.packed_here {
        return Ok((report.outcome != FileOutcome::Failed).then_some(at));
    }
    let Some(document) = report.document else {
        return Ok(None);
    };
    let kept = ports.views.document(document).await?;
    let left = match &kept {
        Some(_) => None,
        None => ports.views.deleted_document(document).await?,
    };
    let newest = match (&kept, &left) {
        (Some(kept), _) => kept.concluded_as(report.digest),
        (None, Some(left)) => left.concluded_as(report.digest),
        (None, None) => return Ok(None),
    };
    if newest.is_some() {
        return Ok(newest);
    }
    // A copy from before a renewal of its archive timestamp: the events name its digest.
    let history = ports.views.timeline(document).await?;
    let events = history.iter().filter_map(|entry| match &entry.what {
        TimelineEvent::Known(kind) => Some(kind),
        TimelineEvent::Unknown { .. } => None,
    });
    Ok(match (&kept, &left) {
        (Some(kept), _) => kept.concluded_before_renewal_as(report.digest, events),
        (None, Some(left)) => left.concluded_before_renewal_as(report.digest, events),
        (None, None) => None,
    })
}
