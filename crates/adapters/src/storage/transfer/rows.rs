//! Every row of every table, from one transaction to another.

use crate::storage::connection::Transaction;
use crate::storage::entity::{
    account, acme_account, acme_answer, acme_certificate, address_change, audit_event, audit_head,
    authorization_request, backup_code, certificate_warning, checkpoint, cosignature,
    deleted_document, deleted_recipient, document, document_file, factor, id_token_evidence,
    idp_connection, idp_domain, idp_first_login, idp_link, idp_logout, invitation, job, key_node,
    log_head, log_leaf, log_node, log_pending, mailbox_code, master_key_use, node, organisation,
    orphan_file, passkey, passkey_assertion, passkey_ceremony, password_reset, recipient, recovery,
    seal_certificate, seal_proof, session, shown_page, stamp_image, template, try_count,
};
use crate::storage::error::failed;
use crate::storage::{
    ROWS_A_STATEMENT, certificate, document as documents, listing, stamp_image as stamps,
    template as templates,
};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ConnectionTrait, DbBackend, DbErr, EntityTrait, IntoActiveModel, Iterable, ModelTrait,
    PaginatorTrait, PrimaryKeyToColumn, QueryFilter, QueryOrder, QuerySelect, Value,
};
use std::collections::BTreeSet;
use wariin_domain::FileDigest;
use wariin_ports::StorageError;

/// Runs the macro for every table but the lines of lists, which are made anew: a table after those that it
/// refers to.
macro_rules! each_table {
    ($with:ident) => {
        $with!(
            organisation stamp_image account invitation factor passkey passkey_ceremony passkey_assertion backup_code session mailbox_code
            password_reset address_change document document_file seal_proof recipient deleted_document deleted_recipient shown_page try_count template
            idp_connection idp_domain idp_link
            authorization_request idp_first_login id_token_evidence idp_logout audit_event audit_head
            log_pending log_leaf log_node log_head checkpoint cosignature job recovery orphan_file
            master_key_use key_node seal_certificate certificate_warning node acme_account
            acme_certificate acme_answer
        )
    };
}

/// Copies everything into a database that holds nothing but its schema.
pub(super) async fn copy_all(from: &Transaction, to: &Transaction) -> Result<(), StorageError> {
    // The migrations make this row.
    log_head::Entity::delete_many().exec(to).await.map_err(failed)?;
    macro_rules! copy_each {
        ($($table:ident)+) => {$(
            copy::<$table::Entity>(from, to).await.map_err(failed)?;
        )+};
    }
    each_table!(copy_each);
    count_on(to).await.map_err(failed)?;
    list(to).await
}

/// Removes everything but the schema.
pub(super) async fn remove_all(tx: &Transaction) -> Result<(), DbErr> {
    tx.execute_unprepared("DELETE FROM listing").await?;
    let mut removals = Vec::new();
    macro_rules! name_each {
        ($($table:ident)+) => {$( removals.push(concat!("DELETE FROM ", stringify!($table))); )+};
    }
    each_table!(name_each);
    for removal in removals.into_iter().rev() {
        tx.execute_unprepared(removal).await?;
    }
    Ok(())
}

/// Whether there are neither accounts nor events.
pub(super) async fn is_empty(tx: &Transaction) -> Result<bool, DbErr> {
    let accounts = account::Entity::find().limit(1).count(tx).await?;
    let events = audit_event::Entity::find().limit(1).count(tx).await?;
    Ok(accounts + events == 0)
}

/// Reads page by page in the order of the primary key, whatever the engine's order of its values is.
async fn copy<E>(from: &Transaction, to: &Transaction) -> Result<(), DbErr>
where
    E: EntityTrait,
    E::Model: ModelTrait<Entity = E> + IntoActiveModel<E::ActiveModel> + Sync,
    E::ActiveModel: Send,
{
    let keys: Vec<E::Column> = E::PrimaryKey::iter().map(PrimaryKeyToColumn::into_column).collect();
    let mut last: Option<Vec<Value>> = None;
    loop {
        let mut page = E::find().limit(ROWS_A_STATEMENT as u64);
        for key in &keys {
            page = page.order_by_asc(*key);
        }
        if let Some(values) = last.take() {
            let place = Expr::tuple(keys.iter().map(|key| Expr::col(*key)));
            page = page.filter(place.gt(Expr::tuple(values.into_iter().map(Expr::value))));
        }
        let rows = page.all(from).await?;
        let Some(end) = rows.last() else {
            return Ok(());
        };
        last = Some(keys.iter().map(|key| end.get(*key)).collect());
        let rows = rows.into_iter().map(IntoActiveModel::into_active_model);
        E::insert_many(rows).exec_without_returning(to).await?;
    }
}

/// Numbers that the database counts by itself go on behind those that were copied.
async fn count_on(tx: &Transaction) -> Result<(), DbErr> {
    if tx.get_database_backend() == DbBackend::Postgres {
        let next = "SELECT setval(pg_get_serial_sequence('log_pending', 'arrival'),
            COALESCE((SELECT max(arrival) FROM log_pending), 0) + 1, false)";
        tx.execute_unprepared(next).await?;
    }
    Ok(())
}

/// Makes the lines of all lists: each engine keeps another form of what they are found by.
async fn list(tx: &Transaction) -> Result<(), StorageError> {
    let mut behind = None;
    loop {
        let mut page = document::Entity::find()
            .select_only()
            .columns([document::Column::Id, document::Column::UpdatedAt])
            .order_by_asc(document::Column::Id)
            .limit(ROWS_A_STATEMENT as u64);
        if let Some(id) = behind {
            page = page.filter(Expr::col(document::Column::Id).gt(Expr::value(id)));
        }
        let rows: Vec<(uuid::Uuid, i64)> = page.into_tuple().all(tx).await.map_err(failed)?;
        let Some((last, _)) = rows.last() else {
            return Ok(());
        };
        behind = Some(*last);
        for (id, updated_at) in rows {
            if let Some(document) = documents::find(tx, id.into()).await? {
                listing::keep(tx, &document, updated_at).await?;
            }
        }
    }
}

/// The digests of all bytes that documents, templates and organisations need.
pub(in crate::storage) async fn digests<C: ConnectionTrait>(
    connection: &C,
) -> Result<BTreeSet<FileDigest>, StorageError> {
    let mut digests = templates::digests(connection).await?;
    digests.extend(stamps::digests(connection).await?);
    digests.extend(certificate::all(connection).await?.into_iter().map(|(_, digest)| digest));
    let mut behind: Option<uuid::Uuid> = None;
    loop {
        let mut page = document_file::Entity::find()
            .order_by_asc(document_file::Column::Id)
            .limit(ROWS_A_STATEMENT as u64);
        if let Some(id) = behind {
            page = page.filter(Expr::col(document_file::Column::Id).gt(Expr::value(id)));
        }
        let rows = page.all(connection).await.map_err(failed)?;
        let Some(last) = rows.last() else {
            return Ok(digests);
        };
        behind = Some(last.id);
        for row in rows {
            for bytes in [Some(row.digest), row.sealed_digest].into_iter().flatten() {
                let bytes = bytes.try_into();
                let bytes =
                    bytes.map_err(|_| StorageError::Corrupt("document_file.digest".into()))?;
                digests.insert(FileDigest::new(bytes));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::storage::migration::Migrator;
    use sea_orm::{Database, EntityName, Statement};
    use sea_orm_migration::MigratorTrait;

    // EV-05
    #[tokio::test]
    async fn every_table_of_the_schema_is_copied_or_made_anew() {
        let database = Database::connect("sqlite::memory:").await.unwrap();
        Migrator::up(&database, None).await.unwrap();
        let sql = "SELECT name FROM sqlite_schema WHERE type = 'table'";
        let tables = Statement::from_string(DbBackend::Sqlite, sql);
        let tables = database.query_all_raw(tables).await.unwrap();
        let tables: BTreeSet<String> = tables
            .iter()
            .map(|row| row.try_get("", "name").unwrap())
            .filter(|name: &String| {
                !name.starts_with("sqlite_")
                    && !name.starts_with("listing")
                    // What the migrations themselves write.
                    && name != "seaql_migrations"
                    && name != "schema_step"
            })
            .collect();
        let mut copied = BTreeSet::new();
        macro_rules! collect_each {
            ($($table:ident)+) => {$(
                assert_eq!($table::Entity.table_name(), stringify!($table));
                copied.insert(stringify!($table).to_owned());
            )+};
        }
        each_table!(collect_each);
        assert_eq!(tables, copied);
    }
}
