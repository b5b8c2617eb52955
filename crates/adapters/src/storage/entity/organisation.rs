//! Organisations.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "organisation")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) id: Uuid,
    pub(in crate::storage) name: String,
    pub(in crate::storage) second_factor: String,
    pub(in crate::storage) link_life: i32,
    pub(in crate::storage) step_up_age: i32,
    pub(in crate::storage) request_languages: String,
    pub(in crate::storage) completion_files: String,
    pub(in crate::storage) time_zone: String,
    pub(in crate::storage) seal_mark: String,
    pub(in crate::storage) recipient_policy: Option<String>,
    pub(in crate::storage) stamp: Option<Vec<u8>>,
    pub(in crate::storage) address: Option<String>,
    pub(in crate::storage) logo: Option<Vec<u8>>,
    pub(in crate::storage) colour: Option<String>,
    pub(in crate::storage) retention_years: Option<i32>,
    pub(in crate::storage) bookkeeping_duty: Option<String>,
    pub(in crate::storage) retention_set_at: Option<i64>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
