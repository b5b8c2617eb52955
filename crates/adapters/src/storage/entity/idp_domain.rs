//! The mail domains of connections.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idp_domain")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) connection_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) domain: String,
    pub(in crate::storage) proven_at: Option<i64>,
    pub(in crate::storage) proven_by: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
