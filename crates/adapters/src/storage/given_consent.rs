//! What an account has consented to.

use super::codec;
use super::entity::recipient;
use super::error::{corrupt, failed};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use wariin_domain::{AccountId, Timestamp, Uuid};
use wariin_ports::{GivenConsent, StorageError};

/// The consents of the account, newest first, `skip` of them left out; one more than `limit` says that there are more.
pub(super) async fn of<C: ConnectionTrait>(
    connection: &C,
    account: AccountId,
    skip: u64,
    limit: u64,
) -> Result<Vec<GivenConsent>, StorageError> {
    let rows = recipient::Entity::find()
        .filter(recipient::Column::AccountId.eq(Uuid::from(account)))
        .filter(recipient::Column::State.eq("consented"))
        .order_by_desc(recipient::Column::StateAt)
        .order_by_desc(recipient::Column::Id)
        .offset(skip)
        .limit(limit.saturating_add(1))
        .all(connection)
        .await
        .map_err(failed)?;
    rows.into_iter().map(given).collect()
}

fn given(row: recipient::Model) -> Result<GivenConsent, StorageError> {
    let assurance = codec::decode_option(row.assurance.as_deref())?;
    Ok(GivenConsent {
        recipient: row.id.into(),
        document: row.document_id.into(),
        at: Timestamp::from_micros(row.state_at.ok_or_else(|| corrupt("recipient.state_at"))?),
        assurance: assurance.ok_or_else(|| corrupt("recipient.assurance"))?,
    })
}
