//! What is left of documents that were deleted when their time had ended.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "deleted_document")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) organisation_id: Uuid,
    pub(in crate::storage) sender_id: Uuid,
    pub(in crate::storage) deleted_at: i64,
    pub(in crate::storage) concluded_at: Option<i64>,
    /// The digests of sealed files and certificate, one behind the other.
    pub(in crate::storage) concluded: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
