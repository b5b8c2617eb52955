//! Lists of people: the members of an organisation, and all accounts.

use super::account::to_account;
use super::entity::{account, factor, organisation};
use super::error::{corrupt, failed};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use std::collections::BTreeMap;
use wariin_domain::{OrganisationId, OrganisationName, Uuid};
use wariin_ports::{KnownAccount, Member, StorageError};

/// The people of an organisation, by name.
pub(super) async fn members<C: ConnectionTrait>(
    connection: &C,
    of: OrganisationId,
) -> Result<Vec<Member>, StorageError> {
    let rows = account::Entity::find()
        .filter(account::Column::OrganisationId.eq(Uuid::from(of)))
        .order_by_asc(account::Column::Name)
        .order_by_asc(account::Column::Id)
        .all(connection)
        .await
        .map_err(failed)?;
    let with_factor: Vec<Uuid> = factor::Entity::find()
        .select_only()
        .column(factor::Column::AccountId)
        .filter(factor::Column::ConfirmedAt.is_not_null())
        .filter(factor::Column::AccountId.is_in(rows.iter().map(|row| row.id)))
        .into_tuple()
        .all(connection)
        .await
        .map_err(failed)?;
    rows.into_iter()
        .map(|row| {
            let has_factor = with_factor.contains(&row.id);
            Ok(Member { account: to_account(row)?, has_factor })
        })
        .collect()
}

/// Every account, as the operator sees it.
pub(super) async fn accounts<C: ConnectionTrait>(
    connection: &C,
) -> Result<Vec<KnownAccount>, StorageError> {
    let organisations: BTreeMap<Uuid, String> = organisation::Entity::find()
        .select_only()
        .columns([organisation::Column::Id, organisation::Column::Name])
        .into_tuple()
        .all(connection)
        .await
        .map_err(failed)?
        .into_iter()
        .collect();
    let factors: BTreeMap<Uuid, i64> = factor::Entity::find()
        .select_only()
        .column(factor::Column::AccountId)
        .column_as(factor::Column::Id.count(), "factors")
        .filter(factor::Column::ConfirmedAt.is_not_null())
        .group_by(factor::Column::AccountId)
        .into_tuple()
        .all(connection)
        .await
        .map_err(failed)?
        .into_iter()
        .collect();
    let rows = account::Entity::find()
        .order_by_asc(account::Column::OrganisationId)
        .order_by_asc(account::Column::Email)
        .all(connection)
        .await
        .map_err(failed)?;
    rows.into_iter()
        .map(|row| {
            let organisation = match row.organisation_id {
                Some(id) => {
                    let name = organisations.get(&id);
                    let name = name.and_then(|name| OrganisationName::parse(name).ok());
                    Some(name.ok_or_else(|| corrupt("organisation.name"))?)
                }
                None => None,
            };
            let factors = factors.get(&row.id).copied().unwrap_or_default();
            let factors = u64::try_from(factors).unwrap_or_default();
            Ok(KnownAccount { account: to_account(row)?, organisation, factors })
        })
        .collect()
}
