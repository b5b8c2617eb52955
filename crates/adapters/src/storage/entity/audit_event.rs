//! Events: each subject's form a chain.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "audit_event")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) subject: String,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) subject_id: Uuid,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) sequence: i64,
    pub(in crate::storage) at: i64,
    pub(in crate::storage) actor: String,
    pub(in crate::storage) actor_id: Option<Uuid>,
    pub(in crate::storage) kind: String,
    pub(in crate::storage) data: String,
    pub(in crate::storage) previous: Vec<u8>,
    pub(in crate::storage) hash: Vec<u8>,
    pub(in crate::storage) mac: Vec<u8>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
