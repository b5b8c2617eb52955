//! The row of the log's newest signed head.

use crate::storage::entity::log_head;
use crate::storage::error::failed;
use sea_orm::{ConnectionTrait, EntityTrait};
use wariin_ports::StorageError;

/// The one row.
pub(super) const ROW: i32 = 1;

pub(in crate::storage) async fn find<C: ConnectionTrait>(
    connection: &C,
) -> Result<Option<log_head::Model>, StorageError> {
    log_head::Entity::find_by_id(ROW).one(connection).await.map_err(failed)
}
