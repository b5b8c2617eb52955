//! The ceremonies of a browser, and all of them, by when they began: so many are kept, and the oldest go.

use crate::storage::migration::index;
use sea_orm_migration::SchemaManager;
use sea_orm_migration::sea_orm::DbErr;

pub(super) async fn up(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let table = "passkey_ceremony";
    let of_browser = ["browser", "began_at", "id"];
    manager.create_index(index("passkey_ceremony_by_browser", table, &of_browser)).await?;
    manager.create_index(index("passkey_ceremony_by_begin", table, &["began_at", "id"])).await
}
