//! Authorization requests to identity providers.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "authorization_request")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) connection_id: Uuid,
    pub(in crate::storage) purpose: String,
    pub(in crate::storage) browser: Vec<u8>,
    pub(in crate::storage) session: Option<Vec<u8>>,
    pub(in crate::storage) began_at: i64,
    pub(in crate::storage) taken: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
