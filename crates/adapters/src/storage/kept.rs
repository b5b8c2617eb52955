//! The documents of an organisation whose deletion is announced, or that are held.

use super::entity::document::{Column, Entity};
use super::error::failed;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use wariin_domain::{Timestamp, Uuid};
use wariin_ports::{KeptCursor, KeptList, KeptQuery, StorageError};

/// The lines of a list.
pub(super) async fn lines<C: ConnectionTrait>(
    connection: &C,
    query: &KeptQuery,
) -> Result<Vec<KeptCursor>, StorageError> {
    let mut select = Entity::find()
        .select_only()
        .column(Column::Id)
        .filter(Column::OrganisationId.eq(Uuid::from(query.of)))
        .limit(query.limit);
    if let Some(sender) = query.sender {
        select = select.filter(Column::SenderId.eq(Uuid::from(sender)));
    }
    let place = |at| Expr::tuple([Expr::col(at), Expr::col(Column::Id)]);
    let after = query
        .after
        .map(|after| Expr::tuple([after.at.as_micros().into(), Uuid::from(after.document).into()]));
    select = match query.list {
        KeptList::Announced { since } => {
            let since = since.map_or(i64::MIN, Timestamp::as_micros);
            let select = select
                .column(Column::DeletionAnnouncedAt)
                .filter(Column::DeletionAnnouncedAt.gte(since))
                .filter(Column::LegalHoldSince.is_null())
                .order_by_asc(Column::DeletionAnnouncedAt)
                .order_by_asc(Column::Id);
            match after {
                Some(after) => select.filter(place(Column::DeletionAnnouncedAt).gt(after)),
                None => select,
            }
        }
        KeptList::Held => {
            let select = select
                .column(Column::LegalHoldSince)
                .filter(Column::LegalHoldSince.is_not_null())
                .order_by_desc(Column::LegalHoldSince)
                .order_by_desc(Column::Id);
            match after {
                Some(after) => select.filter(place(Column::LegalHoldSince).lt(after)),
                None => select,
            }
        }
    };
    let rows: Vec<(Uuid, i64)> = select.into_tuple().all(connection).await.map_err(failed)?;
    let line = |(document, at): (Uuid, i64)| KeptCursor {
        at: Timestamp::from_micros(at),
        document: document.into(),
    };
    Ok(rows.into_iter().map(line).collect())
}
