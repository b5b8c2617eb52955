//! Templates: saved from a draft, begun from, renamed, deleted.

use crate::draft::OnDraft;
use crate::session::present;
use crate::{Error, Ports, Result};
use wariin_domain::{DocumentId, SessionKey, Template, TemplateError, TemplateId, Title};

/// How many templates an organisation may have.
const MAX_TEMPLATES: u64 = 1_000;

/// Saves a draft as a template; says whether the draft carried the request, which the template does not.
///
/// # Errors
/// [`Error::Document`] when it is not one's own draft, or [`Error::TooManyTemplates`].
pub async fn save_template(ports: &Ports, on: OnDraft, name: Title) -> Result<Template> {
    let now = ports.clock.now();
    let id = TemplateId::from(ports.ids.next());
    let mut tx = ports.storage.begin().await?;
    let who = present(&mut *tx, on.session, now).await?;
    let (account, by, _) = who.member()?;
    let document = tx.documents().find(on.document).await?;
    let document = document.filter(|document| document.is_of(account)).ok_or(Error::NotFound)?;
    if tx.templates().count(account.organisation).await? >= MAX_TEMPLATES {
        return Err(Error::TooManyTemplates);
    }

    let (template, events) = document.save_as_template(id, name, by, now)?;

    tx.templates().save(&template).await?;
    tx.audit().append(events).await?;
    tx.commit().await?;
    Ok(template)
}

/// Begins a draft from a template.
///
/// # Errors
/// [`Error::NotFound`] when it is not the organisation's.
pub async fn begin_from_template(
    ports: &Ports,
    session: SessionKey,
    id: TemplateId,
) -> Result<(DocumentId, Template)> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let who = present(&mut *tx, session, now).await?;
    let (account, _, organisation) = who.member()?;
    let template = tx.templates().find(id).await?.ok_or(Error::NotFound)?;

    let (mut document, events) =
        template.begin(|| ports.ids.next(), account, now).map_err(refused)?;
    document.put_under(organisation.settings.terms);

    tx.documents().save(&document, events).await?;
    tx.commit().await?;
    Ok((document.id, template))
}

/// Renames a template.
///
/// # Errors
/// [`Error::NotFound`] when it is not the organisation's, [`Error::TemplateNotYours`].
pub async fn rename_template(
    ports: &Ports,
    session: SessionKey,
    id: TemplateId,
    name: Title,
) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let who = present(&mut *tx, session, now).await?;
    let mut template = tx.templates().find(id).await?.ok_or(Error::NotFound)?;

    let events = template.rename(name, who.member()?.0, now).map_err(refused)?;

    tx.templates().save(&template).await?;
    tx.audit().append(events).await?;
    Ok(tx.commit().await?)
}

/// Deletes a template.
///
/// # Errors
/// As [`rename_template`].
pub async fn delete_template(ports: &Ports, session: SessionKey, id: TemplateId) -> Result<()> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let who = present(&mut *tx, session, now).await?;
    let template = tx.templates().find(id).await?.ok_or(Error::NotFound)?;

    let events = template.delete(who.member()?.0, now).map_err(refused)?;

    tx.templates().remove(id).await?;
    tx.audit().append(events).await?;
    Ok(tx.commit().await?)
}

fn refused(error: TemplateError) -> Error {
    match error {
        TemplateError::Foreign => Error::NotFound,
        TemplateError::NotYours => Error::TemplateNotYours,
    }
}
