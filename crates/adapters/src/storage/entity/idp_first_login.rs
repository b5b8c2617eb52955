//! First logins that wait for a mailed code.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idp_first_login")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) browser: Vec<u8>,
    pub(in crate::storage) statement: String,
    pub(in crate::storage) address: String,
    pub(in crate::storage) next: String,
    pub(in crate::storage) at: i64,
    pub(in crate::storage) failures: i32,
    pub(in crate::storage) has_ended: bool,
    pub(in crate::storage) network: Option<Vec<u8>>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
