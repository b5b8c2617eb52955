//! The newest archive timestamp of each sealed file, and how its last renewal went.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "seal_proof")]
pub(in crate::storage) struct Model {
    /// The file's, or the document's for the certificate of agreement.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) document_id: Uuid,
    pub(in crate::storage) digest: Vec<u8>,
    pub(in crate::storage) stamped_at: Option<i64>,
    pub(in crate::storage) relied_until: Option<i64>,
    pub(in crate::storage) due_at: Option<i64>,
    pub(in crate::storage) try_at: Option<i64>,
    pub(in crate::storage) renewed_at: Option<i64>,
    pub(in crate::storage) failed_at: Option<i64>,
    pub(in crate::storage) failure: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
