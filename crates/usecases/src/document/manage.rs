//! 管理書類: what a document manager looks at, each look recorded.

use crate::account::session::resolve_principal;
use crate::queries::deleted::absent;
use crate::{Error, Ports, Principal, Result};
use wariin_domain::{
    Account, Document, DocumentId, FieldId, FileId, ManagedSide, ManagerLook, ManagerRefusal, Role,
    Span, Timestamp,
};
use wariin_ports::UnitOfWork;

/// How many documents one export holds.
pub const MAX_EXPORTED: usize = 500;

/// A document that a manager was let see.
#[derive(Clone, Debug)]
pub struct ManagedDocument {
    /// The document.
    pub document: Document,
    /// On which side the manager's organisation stands.
    pub side: ManagedSide,
}

/// Lets a document manager look at a document.
///
/// # Errors
/// [`Error::NotFound`] for an account that may not, as if the document did not exist; [`Error::Deleted`] once its time
/// has ended.
pub async fn view_as_manager(
    ports: &Ports,
    principal: Principal,
    document: DocumentId,
    look: ManagerLook,
) -> Result<ManagedDocument> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let manager = manager(&mut *tx, principal, now).await?;
    match view(&mut *tx, &manager, document, look, now).await {
        Ok(viewed) => {
            tx.commit().await?;
            Ok(viewed)
        }
        Err(Error::NotFound) => {
            drop(tx);
            Err(absent(ports, document, &manager).await?)
        }
        Err(error) => Err(error),
    }
}

/// For how long one recorded look covers the pages of the document.
const LOOK: Span = Span::minutes(60);

/// Lets a document manager see pages of this file. The look is recorded unless one of the last hour is.
///
/// # Errors
/// As [`view_as_manager`].
pub async fn page_as_manager(
    ports: &Ports,
    principal: Principal,
    document: DocumentId,
    file: FileId,
) -> Result<ManagedDocument> {
    look(ports, principal, document, |_| Some(file)).await
}

/// Lets a document manager see what stands in this input field, as [`page_as_manager`].
///
/// # Errors
/// As [`view_as_manager`].
pub async fn field_as_manager(
    ports: &Ports,
    principal: Principal,
    document: DocumentId,
    field: FieldId,
) -> Result<ManagedDocument> {
    look(ports, principal, document, |found| found.field(field).map(|field| field.file)).await
}

async fn look(
    ports: &Ports,
    principal: Principal,
    document: DocumentId,
    file: impl Fn(&Document) -> Option<FileId> + Send,
) -> Result<ManagedDocument> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let manager = manager(&mut *tx, principal, now).await?;
    let document = tx.documents().find(document).await?.ok_or(Error::NotFound)?;
    let file = file(&document).ok_or(Error::NotFound)?;
    let viewed = document.view_by_manager(&manager, ManagerLook::File(file), now);
    let (side, events) = viewed.map_err(as_not_found)?;
    if !tx.audit().has_viewed(document.id, manager.id, now.minus(LOOK)).await? {
        tx.audit().append(events).await?;
        tx.commit().await?;
    }
    Ok(ManagedDocument { document, side })
}

/// Lets a document manager take these documents out as files; those that are no longer the
/// organisation's are left out.
///
/// # Errors
/// [`Error::NotFound`] for an account that is no document manager, or [`Error::TooManyExported`] for more than
/// [`MAX_EXPORTED`].
pub async fn export_as_manager(
    ports: &Ports,
    principal: Principal,
    documents: &[DocumentId],
) -> Result<Vec<ManagedDocument>> {
    if documents.len() > MAX_EXPORTED {
        return Err(Error::TooManyExported);
    }
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let manager = manager(&mut *tx, principal, now).await?;
    let mut exported = Vec::with_capacity(documents.len());
    for document in documents {
        match view(&mut *tx, &manager, *document, ManagerLook::Export, now).await {
            Ok(viewed) => exported.push(viewed),
            Err(Error::NotFound) => {}
            Err(error) => return Err(error),
        }
    }
    tx.commit().await?;
    Ok(exported)
}

/// A document manager takes the list out as a table of this many lines: recorded for the organisation.
///
/// # Errors
/// [`Error::NotFound`] for an account that is no document manager.
pub async fn take_table(ports: &Ports, principal: Principal, lines: u64) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let manager = manager(&mut *tx, principal, now).await?;
    let taken = manager.take_managed_table(lines, now).map_err(|_| Error::NotFound)?;
    tx.audit().append(taken).await?;
    Ok(tx.commit().await?)
}

async fn manager(tx: &mut dyn UnitOfWork, principal: Principal, now: Timestamp) -> Result<Account> {
    let caller = resolve_principal(tx, principal, now).await?;
    let account = caller.member()?.identity.account();
    if account.membership.has_role(Role::Manager) {
        Ok(account.clone())
    } else {
        Err(Error::NotFound)
    }
}

async fn view(
    tx: &mut dyn UnitOfWork,
    manager: &Account,
    id: DocumentId,
    look: ManagerLook,
    now: Timestamp,
) -> Result<ManagedDocument> {
    let document = tx.documents().find(id).await?.ok_or(Error::NotFound)?;
    let viewed = document.view_by_manager(manager, look, now);
    let (side, events) = viewed.map_err(as_not_found)?;
    tx.audit().append(events).await?;
    Ok(ManagedDocument { document, side })
}

fn as_not_found(refusal: ManagerRefusal) -> Error {
    match refusal {
        ManagerRefusal::NotManager | ManagerRefusal::NotManaged => Error::NotFound,
    }
}
