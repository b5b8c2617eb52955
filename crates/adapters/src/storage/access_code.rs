//! How often recipients' access codes were missed.

use super::account::{failures, throttle};
use super::entity::access_code_throttle::{ActiveModel, Column, Entity};
use super::error::failed;
use super::work::SqlWork;
use async_trait::async_trait;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QuerySelect, sea_query::Expr,
};
use wariin_domain::{Events, RecipientId, Throttle, Timestamp, Uuid};
use wariin_ports::{AccessCodeRepository, StorageError};

#[async_trait]
impl AccessCodeRepository for SqlWork {
    async fn throttle(&mut self, recipient: RecipientId) -> Result<Throttle, StorageError> {
        let id = Uuid::from(recipient);
        let fresh =
            ActiveModel { recipient_id: Set(id), failures: Set(0), blocked_until: Set(None) };
        let there = [Column::RecipientId];
        let added = Entity::insert(fresh).on_conflict_do_nothing_on(there).exec(&self.tx).await;
        added.map(|_| ()).map_err(failed)?;
        let row = Entity::find_by_id(id).lock_exclusive().one(&self.tx).await.map_err(failed)?;
        row.map_or(Ok(Throttle::clear()), |row| throttle(row.failures, row.blocked_until))
    }

    async fn set_throttle(
        &mut self,
        recipient: RecipientId,
        throttle: Throttle,
        events: Events,
    ) -> Result<(), StorageError> {
        self.keep(&events);
        let blocked = throttle.blocked_until().map(Timestamp::as_micros);
        Entity::update_many()
            .col_expr(Column::Failures, Expr::value(failures(throttle)))
            .col_expr(Column::BlockedUntil, Expr::value(blocked))
            .filter(Column::RecipientId.eq(Uuid::from(recipient)))
            .exec(&self.tx)
            .await
            .map(|_| ())
            .map_err(failed)
    }
}
