//! The PDFs of documents.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "document_file")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) document_id: Uuid,
    pub(in crate::storage) position: i32,
    pub(in crate::storage) name: String,
    pub(in crate::storage) bytes: i64,
    pub(in crate::storage) pages: i32,
    pub(in crate::storage) digest: Vec<u8>,
    pub(in crate::storage) surface: Option<String>,
    pub(in crate::storage) prepared: Option<String>,
    pub(in crate::storage) sealed_digest: Option<Vec<u8>>,
    pub(in crate::storage) seal_level: Option<String>,
    pub(in crate::storage) changes: Option<String>,
    pub(in crate::storage) confirmed_by: Option<Uuid>,
    pub(in crate::storage) confirmed_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
