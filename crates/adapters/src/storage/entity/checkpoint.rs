//! A checkpoint of the log that was published.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "checkpoint")]
pub(in crate::storage) struct Model {
    /// How many events it counts.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) size: i64,
    /// The note as the log signed it, without cosignatures.
    pub(in crate::storage) note: String,
    pub(in crate::storage) published_at: i64,
    /// A token (RFC 3161) over the note.
    pub(in crate::storage) timestamp_token: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
