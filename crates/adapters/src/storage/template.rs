//! Templates. Nothing in them says anything of the request.

use super::codec::{self, TemplateContents};
use super::entity::template::{Column, Entity, Model};
use super::error::{corrupt, failed};
use super::work::SqlWork;
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, Iterable, PaginatorTrait,
    QueryFilter, QueryOrder, sea_query::OnConflict,
};
use std::collections::BTreeSet;
use wariin_domain::{
    DocumentFile, Events, FileDigest, OrganisationId, Template, TemplateId, Timestamp, Title, Uuid,
};
use wariin_ports::{FileOwner, StorageError, StoredFile, TemplateRepository};

#[async_trait]
impl TemplateRepository for SqlWork {
    async fn find(&mut self, id: TemplateId) -> Result<Option<Template>, StorageError> {
        let row = Entity::find_by_id(Uuid::from(id)).one(&self.tx).await;
        row.map_err(failed)?.map(to_template).transpose()
    }

    async fn count(&mut self, of: OrganisationId) -> Result<u64, StorageError> {
        let own = Entity::find().filter(Column::OrganisationId.eq(Uuid::from(of)));
        own.count(&self.tx).await.map_err(failed)
    }

    async fn save(&mut self, template: &Template, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let row = row(template)?.into_active_model();
        let changed = OnConflict::column(Column::Id).update_columns(Column::iter()).to_owned();
        let saved = Entity::insert(row).on_conflict(changed).exec_without_returning(&self.tx);
        saved.await.map(|_| ()).map_err(failed)
    }

    async fn remove(&mut self, id: TemplateId, events: Events) -> Result<(), StorageError> {
        self.keep(&events);
        let removed = Entity::delete_by_id(Uuid::from(id)).exec(&self.tx).await;
        removed.map(|_| ()).map_err(failed)
    }
}

/// The digests of the files of all templates.
pub(super) async fn digests<C: ConnectionTrait>(
    connection: &C,
) -> Result<BTreeSet<FileDigest>, StorageError> {
    Ok(stored_files(connection).await?.iter().map(|file| file.digest).collect())
}

/// The files of all templates.
pub(super) async fn stored_files<C: ConnectionTrait>(
    connection: &C,
) -> Result<Vec<StoredFile>, StorageError> {
    let rows = Entity::find().all(connection).await.map_err(failed)?;
    let templates = rows.into_iter().map(to_template).collect::<Result<Vec<_>, _>>()?;
    let files = |template: &Template| {
        let owner = FileOwner::Template(template.id);
        let stored = |file: &DocumentFile| StoredFile { owner, digest: file.digest };
        template.files.iter().map(stored).collect::<Vec<_>>()
    };
    Ok(templates.iter().flat_map(files).collect())
}

/// The organisation's templates, by name.
pub(super) async fn all<C: ConnectionTrait>(
    connection: &C,
    of: OrganisationId,
) -> Result<Vec<Template>, StorageError> {
    let rows = Entity::find()
        .filter(Column::OrganisationId.eq(Uuid::from(of)))
        .order_by_asc(Column::Name)
        .order_by_asc(Column::Id)
        .all(connection)
        .await
        .map_err(failed)?;
    rows.into_iter().map(to_template).collect()
}

fn row(template: &Template) -> Result<Model, StorageError> {
    let contents = TemplateContents {
        details: template.details.clone(),
        message: template.message.clone(),
        files: template.files.clone(),
        recipients: template.recipients.clone(),
        fields: template.fields.clone(),
        copies: template.copies.clone(),
    };
    Ok(Model {
        id: template.id.into(),
        organisation_id: template.organisation.into(),
        author_id: template.author.into(),
        name: template.name.as_str().to_owned(),
        saved_at: template.saved_at.as_micros(),
        omits_request: template.omits_request,
        contents: codec::encode(&contents)?,
    })
}

fn to_template(row: Model) -> Result<Template, StorageError> {
    let contents: TemplateContents = codec::decode(&row.contents)?;
    Ok(Template {
        id: row.id.into(),
        organisation: row.organisation_id.into(),
        author: row.author_id.into(),
        name: Title::parse(&row.name).map_err(|_| corrupt("template.name"))?,
        saved_at: Timestamp::from_micros(row.saved_at),
        details: contents.details,
        files: contents.files,
        recipients: contents.recipients,
        fields: contents.fields,
        copies: contents.copies,
        message: contents.message,
        omits_request: row.omits_request,
    })
}
