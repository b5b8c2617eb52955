//! Rows that should have events and have none.

use crate::storage::entity::{
    account, audit_event, audit_head, document, idp_connection, log_leaf, log_pending, organisation,
};
use crate::storage::error::failed;
use sea_orm::sea_query::{Expr, ExprTrait, Query, SelectStatement};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use wariin_domain::Uuid;
use wariin_ports::{AuditProblem, EventPlace, StorageError};

/// Chains of which only the head is left.
pub(super) async fn heads_without_events<C: ConnectionTrait>(
    connection: &C,
    problems: &mut Vec<AuditProblem>,
) -> Result<(), StorageError> {
    use audit_event::Column::{Subject, SubjectId};
    let events = from(audit_event::Entity)
        .and_where(column(Subject).equals(audit_head::Column::Subject.as_column_ref()))
        .and_where(column(SubjectId).equals(audit_head::Column::SubjectId.as_column_ref()))
        .to_owned();
    let heads = audit_head::Entity::find().filter(Expr::exists(events).not());
    for head in heads.all(connection).await.map_err(failed)? {
        let place = EventPlace { subject: head.subject, id: head.subject_id, sequence: 0 };
        problems.push(AuditProblem::CutOff(place));
    }
    Ok(())
}

/// Leaves of the log, and entries that wait to become leaves, whose events were removed.
pub(super) async fn listed_without_events<C: ConnectionTrait>(
    connection: &C,
    problems: &mut Vec<AuditProblem>,
) -> Result<(), StorageError> {
    use log_leaf::Column as Leaf;
    use log_pending::Column as Pending;
    let leaves = [Leaf::Leaf, Leaf::Subject, Leaf::SubjectId, Leaf::Sequence];
    for (leaf, place) in removed::<log_leaf::Entity, _>(connection, leaves).await? {
        problems.push(AuditProblem::Removed(place));
        problems.push(AuditProblem::Leaf(leaf.cast_unsigned()));
    }
    let waiting = [Pending::Arrival, Pending::Subject, Pending::SubjectId, Pending::Sequence];
    let waiting = removed::<log_pending::Entity, _>(connection, waiting).await?;
    problems.extend(waiting.into_iter().map(|(_, place)| AuditProblem::Removed(place)));
    Ok(())
}

/// The rows, each by its number, whose event does not exist.
async fn removed<E: EntityTrait, C: ConnectionTrait>(
    connection: &C,
    columns: [E::Column; 4],
) -> Result<Vec<(i64, EventPlace)>, StorageError> {
    use audit_event::Column::{Sequence, Subject, SubjectId};
    let events = from(audit_event::Entity)
        .and_where(column(Subject).equals(columns[1].as_column_ref()))
        .and_where(column(SubjectId).equals(columns[2].as_column_ref()))
        .and_where(column(Sequence).equals(columns[3].as_column_ref()))
        .to_owned();
    let rows = E::find()
        .select_only()
        .columns(columns)
        .filter(Expr::exists(events).not())
        .into_tuple::<(i64, String, Uuid, i64)>()
        .all(connection)
        .await
        .map_err(failed)?;
    let public = |(number, subject, id, sequence): (i64, String, Uuid, i64)| {
        (number, EventPlace { subject, id, sequence: sequence.cast_unsigned() })
    };
    Ok(rows.into_iter().map(public).collect())
}

/// Documents, accounts, organisations and connections whose whole chain is gone: each begins with an event.
pub(super) async fn subjects_without_events<C: ConnectionTrait>(
    connection: &C,
    problems: &mut Vec<AuditProblem>,
) -> Result<(), StorageError> {
    alone::<document::Entity, _>(connection, "document", document::Column::Id, problems).await?;
    alone::<account::Entity, _>(connection, "account", account::Column::Id, problems).await?;
    let id = organisation::Column::Id;
    alone::<organisation::Entity, _>(connection, "organisation", id, problems).await?;
    let id = idp_connection::Column::Id;
    alone::<idp_connection::Entity, _>(connection, "idp_connection", id, problems).await
}

async fn alone<E: EntityTrait, C: ConnectionTrait>(
    connection: &C,
    subject: &'static str,
    id: E::Column,
    problems: &mut Vec<AuditProblem>,
) -> Result<(), StorageError> {
    let events = from(audit_event::Entity)
        .and_where(audit_event::Column::Subject.eq(subject))
        .and_where(column(audit_event::Column::SubjectId).equals(id.as_column_ref()))
        .to_owned();
    let heads = from(audit_head::Entity)
        .and_where(audit_head::Column::Subject.eq(subject))
        .and_where(column(audit_head::Column::SubjectId).equals(id.as_column_ref()))
        .to_owned();
    let ids: Vec<Uuid> = E::find()
        .select_only()
        .column(id)
        .filter(Expr::exists(events).not())
        .filter(Expr::exists(heads).not())
        .into_tuple()
        .all(connection)
        .await
        .map_err(failed)?;
    problems.extend(ids.into_iter().map(|id| AuditProblem::NoChain { subject, id }));
    Ok(())
}

fn from<E: EntityTrait>(entity: E) -> SelectStatement {
    Query::select().expr(Expr::val(1)).from(entity.table_ref()).to_owned()
}

fn column<C: ColumnTrait>(column: C) -> Expr {
    Expr::col(column.as_column_ref())
}
