//! The certificate of the service's own TLS, and its order.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "acme_certificate")]
pub(in crate::storage) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) directory: String,
    /// Separated by blanks.
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::storage) hosts: String,
    /// In PEM.
    pub(in crate::storage) chain: Option<String>,
    /// In PEM, encrypted.
    pub(in crate::storage) private_key: Option<Vec<u8>>,
    pub(in crate::storage) until: Option<i64>,
    pub(in crate::storage) issued_at: Option<i64>,
    /// When the next order is due.
    pub(in crate::storage) due_at: i64,
    /// Until when no other process takes the order on.
    pub(in crate::storage) taken_until: i64,
    /// The process that has taken it on.
    pub(in crate::storage) taken_by: String,
    /// Orders that failed since the last certificate.
    pub(in crate::storage) failures: i32,
    pub(in crate::storage) failure: Option<String>,
    /// What the authority said.
    pub(in crate::storage) problem: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub(in crate::storage) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
