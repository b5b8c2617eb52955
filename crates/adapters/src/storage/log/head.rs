//! The row of the log's newest signed head.

use crate::storage::entity::log_head;
use crate::storage::error::{corrupt, failed};
use sea_orm::{ConnectionTrait, EntityTrait, QuerySelect};
use wariin_ports::StorageError;

/// The one row.
pub(super) const ROW: i32 = 1;

pub(in crate::storage) async fn find<C: ConnectionTrait>(
    connection: &C,
) -> Result<Option<log_head::Model>, StorageError> {
    log_head::Entity::find_by_id(ROW).one(connection).await.map_err(failed)
}

/// The one row, which no other transaction changes before this one ends.
pub(super) async fn lock<C: ConnectionTrait>(
    connection: &C,
) -> Result<log_head::Model, StorageError> {
    let row = log_head::Entity::find_by_id(ROW).lock_exclusive().one(connection).await;
    row.map_err(failed)?.ok_or_else(|| corrupt("log_head"))
}
