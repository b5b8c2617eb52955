//! What a consent needs besides the gate: whole files, and pages that were all delivered.

use crate::files::{are_whole, record_damage};
use crate::recipient::open::reader;
use crate::recipient::shown::shown_pages;
use crate::{Ports, Principal, Result};
use wariin_domain::{ConsentRequest, Document, RecipientId};

/// The request with what is known of the files and of the pages that the session was shown, for which the document is
/// read once.
///
/// # Errors
/// When storage or the store of files does not answer.
pub(crate) async fn with_what_was_shown<'a>(
    ports: &Ports,
    principal: Option<Principal>,
    recipient: RecipientId,
    request: ConsentRequest<'a>,
) -> Result<ConsentRequest<'a>> {
    let Some(document) = ports.views.document_of(recipient).await? else {
        return Ok(ConsentRequest { are_files_whole: true, are_pages_shown: true, ..request });
    };
    let are_files_whole = are_files_whole(ports, principal, recipient, &document).await?;
    let shown = shown_pages(ports, principal, recipient).await?;
    let are_pages_shown = document.unshown_pages(&shown) == 0;
    Ok(ConsentRequest { are_files_whole, are_pages_shown, ..request })
}

/// Whether the files of the document are whole, where the gate would show it to the principal; for others the
/// files are not looked at. Damage is recorded.
async fn are_files_whole(
    ports: &Ports,
    principal: Option<Principal>,
    recipient: RecipientId,
    document: &Document,
) -> Result<bool> {
    let caller = reader(ports, principal).await?;
    let access = caller.access_request(recipient);
    if document.admit(recipient, access, ports.clock.now()).is_err()
        || are_whole(ports, document).await?
    {
        return Ok(true);
    }
    record_damage(ports, document).await?;
    Ok(false)
}
