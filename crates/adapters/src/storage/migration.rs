//! The schema, as steps that are never changed once released.

mod m0001_first_light;

use sea_orm_migration::{MigrationTrait, MigratorTrait, async_trait};

/// Every step, in order.
pub(super) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_first_light::Migration)]
    }
}
