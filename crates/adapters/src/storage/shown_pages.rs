//! Pages that were delivered to sessions.

use super::entity::shown_page::{ActiveModel, Column, Entity, Model};
use super::error::{corrupt, failed};
use super::work::SqlWork;
use async_trait::async_trait;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, IntoActiveModel, QueryFilter, QuerySelect,
};
use wariin_domain::{RecipientId, SessionKey, ShownPages, Uuid};
use wariin_ports::{Delivery, ShownPageRepository, StorageError};

/// How many rows one statement inserts.
const AT_ONCE: usize = 200;

#[async_trait]
impl ShownPageRepository for SqlWork {
    async fn add(&mut self, delivery: &Delivery) -> Result<(), StorageError> {
        let row = |page: &u32| {
            let row = Model {
                session: delivery.session.as_bytes().to_vec(),
                recipient_id: delivery.recipient.into(),
                file_id: delivery.file.into(),
                page: i32::try_from(*page).map_err(|_| corrupt("shown_page.page"))?,
                shown_at: delivery.at.as_micros(),
            };
            Ok(row.into_active_model())
        };
        for some in delivery.pages.chunks(AT_ONCE) {
            let rows = some.iter().map(row).collect::<Result<Vec<ActiveModel>, StorageError>>()?;
            Entity::insert_many(rows).exec_without_returning(&self.tx).await.map_err(failed)?;
        }
        Ok(())
    }

    async fn of(
        &mut self,
        session: SessionKey,
        recipient: RecipientId,
    ) -> Result<ShownPages, StorageError> {
        shown(&self.tx, session, recipient).await
    }
}

/// The pages that were delivered to the session.
pub(super) async fn shown(
    connection: &impl ConnectionTrait,
    session: SessionKey,
    recipient: RecipientId,
) -> Result<ShownPages, StorageError> {
    let rows: Vec<(Uuid, i32)> = Entity::find()
        .select_only()
        .column(Column::FileId)
        .column(Column::Page)
        .filter(Column::Session.eq(session.as_bytes().to_vec()))
        .filter(Column::RecipientId.eq(Uuid::from(recipient)))
        .into_tuple()
        .all(connection)
        .await
        .map_err(failed)?;
    rows.into_iter()
        .map(|(file, page)| {
            let page = u32::try_from(page).map_err(|_| corrupt("shown_page.page"))?;
            Ok((file.into(), page))
        })
        .collect()
}

/// What was delivered to a session stays with it under its new key.
pub(super) async fn move_to(
    connection: &impl ConnectionTrait,
    old: SessionKey,
    new: SessionKey,
) -> Result<(), StorageError> {
    if old == new {
        return Ok(());
    }
    Entity::update_many()
        .col_expr(Column::Session, new.as_bytes().to_vec().into())
        .filter(Column::Session.eq(old.as_bytes().to_vec()))
        .exec(connection)
        .await
        .map(|_| ())
        .map_err(failed)
}
