//! Templates: saved from a draft, begun from, renamed, deleted.

use crate::account::session::resolve_principal;
use crate::document::draft::DocumentCommand;
use crate::error::retried;
use crate::files::expect_uploads_whole;
use crate::recipient::open::reader;
use crate::{Error, FormKey, Ports, Principal, Result};
use wariin_domain::{Account, DocumentId, Template, TemplateError, TemplateId, Title};
use wariin_ports::UnitOfWork;

/// How many templates an organisation may have.
const MAX_TEMPLATES: u64 = 1_000;

/// Saves a draft as a template; says whether the draft carried the request, which the template does not. A form
/// that comes again saves no second template.
///
/// # Errors
/// [`Error::Document`] when it is not one's own draft, or [`Error::TooManyTemplates`].
pub async fn save_template(
    ports: &Ports,
    on: DocumentCommand,
    form: FormKey,
    name: Title,
) -> Result<Template> {
    let now = ports.clock.now();
    let mut id = TemplateId::from(form.id(ports, on.document));
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, on.principal, now).await?;
    let identity = caller.member()?.identity;
    let account = identity.account();
    let document = tx.documents().find(on.document).await?;
    let document = document.filter(|document| document.is_of(account)).ok_or(Error::NotFound)?;
    if form != FormKey::none()
        && let Some(before) = tx.templates().find(id).await?
    {
        if before.name == name {
            return Ok(before);
        }
        id = TemplateId::from(ports.ids.next());
    }
    if tx.templates().count(document.organisation).await? >= MAX_TEMPLATES {
        return Err(Error::TooManyTemplates);
    }

    let (template, events) = document.save_as_template(id, name, identity.sign_in(), now)?;

    tx.templates().save(&template, events).await?;
    tx.commit().await?;
    Ok(template)
}

/// Begins a draft from a template. A form that comes again begins no second draft, unless the first one was
/// gone on with.
///
/// # Errors
/// [`Error::NotFound`] when it is not the organisation's.
pub async fn begin_from_template(
    ports: &Ports,
    principal: Principal,
    form: FormKey,
    id: TemplateId,
) -> Result<(DocumentId, Template)> {
    retried(|| begin_once(ports, principal, form, id)).await
}

async fn begin_once(
    ports: &Ports,
    principal: Principal,
    form: FormKey,
    id: TemplateId,
) -> Result<(DocumentId, Template)> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, principal, now).await?;
    let member = caller.member()?;
    let template = tx.templates().find(id).await?.ok_or(Error::NotFound)?;

    let account = member.identity.account();
    let Ok(id) = unused_id(ports, &mut *tx, form, account).await? else {
        return Ok((DocumentId::from(form.id(ports, account.id)), template));
    };
    let new_id = || ports.ids.next();
    let (mut document, events) = template.begin(id, new_id, account, now).map_err(refused)?;
    document.apply_policy(member.organisation.settings.policy.clone());

    tx.documents().save(&document, events).await?;
    tx.commit().await?;
    Ok((document.id, template))
}

/// The id of the form's draft; the error is that the form came before, and its draft is as it was begun. When
/// that draft was gone on with, the form begins another one.
async fn unused_id(
    ports: &Ports,
    tx: &mut dyn UnitOfWork,
    form: FormKey,
    account: &Account,
) -> Result<std::result::Result<DocumentId, CameBefore>> {
    let id = DocumentId::from(form.id(ports, account.id));
    if form == FormKey::none() {
        return Ok(Ok(id));
    }
    Ok(match tx.documents().find(id).await? {
        None => Ok(id),
        Some(before) if before.version == 1 && before.is_of(account) => Err(CameBefore),
        Some(_) => Ok(DocumentId::from(ports.ids.next())),
    })
}

/// The form came before.
struct CameBefore;

/// Begins a draft with what a document of one's own holds (複製), whatever has become of that document. A
/// form that comes again begins no second draft, unless the first one was gone on with.
///
/// # Errors
/// [`Error::NotFound`] when it is not one's own; [`wariin_domain::DocumentError::FileDamaged`] when an upload of it is
/// damaged or missing, which is recorded.
pub async fn duplicate_document(
    ports: &Ports,
    on: DocumentCommand,
    form: FormKey,
) -> Result<DocumentId> {
    let document = ports.views.document(on.document).await?;
    let sender = reader(ports, Some(on.principal)).await?.account;
    // The step refuses every other account; no file is read for it.
    if let Some((document, sender)) = document.zip(sender)
        && document.is_of(&sender)
    {
        expect_uploads_whole(ports, &document).await?;
    }
    retried(|| duplicate_once(ports, on, form)).await
}

async fn duplicate_once(ports: &Ports, on: DocumentCommand, form: FormKey) -> Result<DocumentId> {
    let now = ports.clock.now();
    let mut tx = ports.storage.begin().await?;
    let caller = resolve_principal(&mut *tx, on.principal, now).await?;
    let member = caller.member()?;
    let account = member.identity.account();
    let document = tx.documents().find(on.document).await?.ok_or(Error::NotFound)?;
    let Ok(id) = unused_id(ports, &mut *tx, form, account).await? else {
        return Ok(DocumentId::from(form.id(ports, account.id)));
    };

    let duplicate = document.duplicate(id, || ports.ids.next(), account, now);
    let (mut draft, events) = duplicate.map_err(|_| Error::NotFound)?;
    draft.apply_policy(member.organisation.settings.policy.clone());

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
