//! Connections to identity providers.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idp_connection")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) version: i64,
    pub(in crate::storage) organisation_id: Uuid,
    pub(in crate::storage) name: String,
    pub(in crate::storage) issuer: String,
    pub(in crate::storage) client_id: String,
    pub(in crate::storage) secret: Option<Vec<u8>>,
    pub(in crate::storage) tenant: Option<String>,
    pub(in crate::storage) strength: String,
    pub(in crate::storage) is_required: bool,
    pub(in crate::storage) creates_members: bool,
    pub(in crate::storage) on_since: Option<i64>,
    pub(in crate::storage) test: Option<String>,
    /// Origins, with blanks between them.
    pub(in crate::storage) hosts: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
