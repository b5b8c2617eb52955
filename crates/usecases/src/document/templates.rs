//! Templates: saved from a draft, begun from, renamed, deleted.

use crate::account::session::resolve_principal;
use crate::document::draft::DocumentCommand;
use crate::{Error, Ports, Principal, Result};
use wariin_domain::{DocumentId, Template, TemplateError, TemplateId, Title};

/// How many templates an organisation may have.
const MAX_TEMPLATES: u64 = 1_000;

/// Saves a draft as a template; says whether the draft carried the request, which the template does not.
///
/// # Errors
/// [`Error::Document`] when it is not one's own draft, or [`Error::TooManyTemplates`].
pub async fn save_template(ports: &Ports, on: DocumentCommand, name: Title) -> Result<Template> {
    let now = ports.clock.now();
    let id = TemplateId::from(ports.ids.next());
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, on.principal, now).await?;
    let identity = caller.member()?.identity;
    let account = identity.account();
    let document = tx.documents().find(on.document).await?;
    let document = document.filter(|document| document.is_of(account)).ok_or(Error::NotFound)?;
    if tx.templates().count(account.organisation).await? >= MAX_TEMPLATES {
        return Err(Error::TooManyTemplates);
    }

    let (template, events) = document.save_as_template(id, name, identity.sign_in(), now)?;

    tx.templates().save(&template, events).await?;
    tx.commit().await?;
    Ok(template)
}

/// Begins a draft from a template.
///
/// # Errors
/// [`Error::NotFound`] when it is not the organisation's.
pub async fn begin_from_template(
    ports: &Ports,
    principal: Principal,
    id: TemplateId,
) -> Result<(DocumentId, Template)> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let member = caller.member()?;
    let template = tx.templates().find(id).await?.ok_or(Error::NotFound)?;

    let (mut document, events) =
        template.begin(|| ports.ids.next(), member.identity.account(), now).map_err(refused)?;
    document.apply_policy(member.organisation.settings.policy);

    tx.documents().save(&document, events).await?;
    tx.commit().await?;
    Ok((document.id, template))
}

/// Begins a draft with what a document of one's own holds (複製), whatever has become of that document.
///
/// # Errors
/// [`Error::NotFound`] when it is not one's own.
pub async fn duplicate_document(ports: &Ports, on: DocumentCommand) -> Result<DocumentId> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, on.principal, now).await?;
    let member = caller.member()?;
    let document = tx.documents().find(on.document).await?.ok_or(Error::NotFound)?;

    let duplicate = document.duplicate(|| ports.ids.next(), member.identity.account(), now);
    let (mut draft, events) = duplicate.map_err(|_| Error::NotFound)?;
    draft.apply_policy(member.organisation.settings.policy);

    tx.documents().save(&draft, events).await?;
    tx.commit().await?;
    Ok(draft.id)
}

/// Renames a template.
///
/// # Errors
/// [`Error::NotFound`] when it is not the organisation's, [`Error::TemplateNotYours`].
pub async fn rename_template(
    ports: &Ports,
    principal: Principal,
    id: TemplateId,
    name: Title,
) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let mut template = tx.templates().find(id).await?.ok_or(Error::NotFound)?;

    let events =
        template.rename(name, caller.member()?.identity.account(), now).map_err(refused)?;

    tx.templates().save(&template, events).await?;
    Ok(tx.commit().await?)
}

/// Deletes a template.
///
/// # Errors
/// As [`rename_template`].
pub async fn delete_template(ports: &Ports, principal: Principal, id: TemplateId) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let template = tx.templates().find(id).await?.ok_or(Error::NotFound)?;

    let events = template.delete(caller.member()?.identity.account(), now).map_err(refused)?;

    tx.templates().remove(id, events).await?;
    Ok(tx.commit().await?)
}

fn refused(error: TemplateError) -> Error {
    match error {
        TemplateError::Foreign => Error::NotFound,
        TemplateError::NotYours => Error::TemplateNotYours,
    }
}
