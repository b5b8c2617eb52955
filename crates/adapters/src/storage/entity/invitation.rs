//! Invitations to join an organisation.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitation")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) organisation_id: Uuid,
    pub(in crate::storage) email: String,
    pub(in crate::storage) role: String,
    pub(in crate::storage) invited_by: Uuid,
    pub(in crate::storage) mailed_at: i64,
    pub(in crate::storage) state: String,
    pub(in crate::storage) code_id: Option<Uuid>,
    pub(in crate::storage) code_browser: Option<Vec<u8>>,
    pub(in crate::storage) code_asked_at: Option<i64>,
    pub(in crate::storage) codes_asked: i32,
    pub(in crate::storage) failures: i32,
    pub(in crate::storage) blocked_until: Option<i64>,
    pub(in crate::storage) codes: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
