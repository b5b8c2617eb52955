//! What a recipient was shown: every page that is delivered to the session is recorded, and that all of them
//! were is an event.

use super::open::{OpenDocument, OpenedDocument, open_document};
use crate::error::retried;
use crate::{PageOf, PageWidth, Ports, Principal, Result, open_file, page_image};
use wariin_domain::{DocumentFile, FileId, RecipientId, SessionKey, ShownPages};
use wariin_ports::{Delivery, Outgoing, PageImage};

/// A page for a recipient, as an image. That it was delivered is recorded while the recipient's answer is
/// awaited; a thumbnail counts for nothing.
///
/// # Errors
/// As [`open_document`] and [`page_image`].
pub async fn recipient_page(
    ports: &Ports,
    command: OpenDocument,
    page: PageOf,
    width: PageWidth,
) -> Result<PageImage> {
    let opened = Box::pin(open_document(ports, command)).await?;
    let image = page_image(ports, &opened.document, page, width).await?;
    if width.can_be_read() {
        record(ports, command.principal, &opened, page.file, &[page.number]).await?;
    }
    Ok(image)
}

/// A file for a recipient, to be read piece by piece, sealed once the document is concluded: all of its pages are delivered with it.
///
/// # Errors
/// As [`open_document`] and [`open_file`].
pub async fn recipient_file(
    ports: &Ports,
    command: OpenDocument,
    file: FileId,
) -> Result<(DocumentFile, Box<dyn Outgoing>)> {
    let opened = Box::pin(open_document(ports, command)).await?;
    let (file, contents) = open_file(ports, &opened.document, file).await?;
    let pages: Vec<u32> = (1..=file.pages).collect();
    record(ports, command.principal, &opened, file.id, &pages).await?;
    Ok((file, contents))
}

/// The pages that were delivered to the principal's session.
///
/// # Errors
/// When storage fails.
pub(crate) async fn shown_pages(
    ports: &Ports,
    principal: Option<Principal>,
    recipient: RecipientId,
) -> Result<ShownPages> {
    match principal.and_then(Principal::session) {
        Some(session) => Ok(ports.views.shown_pages(session, recipient).await?),
        None => Ok(ShownPages::default()),
    }
}

/// How many pages of the document have not been delivered to the principal's session.
///
/// # Errors
/// When storage fails.
pub async fn unshown_pages(
    ports: &Ports,
    principal: Option<Principal>,
    opened: &OpenedDocument,
) -> Result<u32> {
    let shown = shown_pages(ports, principal, opened.admission.recipient()).await?;
    Ok(opened.document.unshown_pages(&shown))
}

async fn record(
    ports: &Ports,
    principal: Option<Principal>,
    opened: &OpenedDocument,
    file: FileId,
    pages: &[u32],
) -> Result<()> {
    let Some(session) = principal.and_then(Principal::session) else {
        return Ok(());
    };
    if !opened.document.awaits_answer_of(opened.recipient()?) {
        return Ok(());
    }
    let shown = ports.views.shown_pages(session, opened.admission.recipient()).await?;
    if pages.iter().all(|page| shown.has(file, *page)) {
        return Ok(());
    }
    retried(|| record_once(ports, session, opened, file, pages)).await
}

async fn record_once(
    ports: &Ports,
    session: SessionKey,
    opened: &OpenedDocument,
    file: FileId,
    pages: &[u32],
) -> Result<()> {
    let now = ports.clock.now();
    let recipient = opened.admission.recipient();
    let mut tx = ports.storage.begin().await?;
    // Locked, so that one of two pages that are delivered at once is the last one. A session that has
    // ended or got another key meanwhile is shown the page by the next request.
    if tx.sessions().find(session).await?.is_none() {
        return Ok(());
    }
    let shown = tx.shown_pages().of(session, recipient).await?;
    let pages: Vec<u32> = pages.iter().copied().filter(|page| !shown.has(file, *page)).collect();
    if pages.is_empty() {
        return Ok(());
    }
    let delivery = Delivery { session, recipient, file, pages, at: now };
    tx.shown_pages().add(&delivery).await?;
    let shown = tx.shown_pages().of(session, recipient).await?;
    let all = opened.document.pages_shown(&opened.admission, &shown, now);
    if !all.is_empty() {
        tx.audit().append(all).await?;
    }
    Ok(tx.commit().await?)
}
