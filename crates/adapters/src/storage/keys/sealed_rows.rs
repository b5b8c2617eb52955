//! The tables with encrypted columns, for a rotation.

use super::rotate::{Rotation, Row, Tell};
use crate::sealed::{self, SealedError};
use crate::storage::database::SqlDatabase;
use crate::storage::entity::{
    acme_account, acme_certificate, factor, id_token_evidence, idp_connection,
};
use crate::storage::error::{failed, unsealed};
use crate::storage::{
    ROWS_A_STATEMENT, authorization_request, certificate_order, idp_connection as connections,
};
use crate::totp::{self, SEEDS};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect, UpdateMany};
use wariin_domain::Uuid;
use wariin_ports::{SeedOwner, StorageError};

/// The seeds of authenticators.
pub(super) async fn factors(
    database: &SqlDatabase,
    tell: Tell<'_>,
) -> Result<Rotation, StorageError> {
    use factor::Column::{AccountId, Id, Seed};
    let key = database.master.derive(SEEDS);
    let mut rotation = database.begin_table::<factor::Entity>("factor").await?;
    let mut last = None;
    loop {
        let query = factor::Entity::find().select_only().columns([Id, AccountId, Seed]);
        let rows: Vec<(Uuid, Uuid, Vec<u8>)> = page(query, Id, last, database).await?;
        let Some((id, ..)) = rows.last() else {
            return Ok(rotation);
        };
        last = Some(*id);
        let renewed = rows.into_iter().map(|(id, account, seed)| {
            let owner = SeedOwner { account: account.into(), factor: id.into() };
            let new = sealed::renewed(&key, &totp::associated(owner), &seed);
            row_of(new, "factor.seed", |new| {
                let update = factor::Entity::update_many().col_expr(Seed, Expr::value(new));
                update.filter(Id.eq(id)).filter(Seed.eq(seed))
            })
        });
        let renewed = renewed.collect::<Result<_, _>>()?;
        database.renew(&mut rotation, renewed).await?;
        tell(&rotation);
    }
}

/// The client secrets of identity providers.
pub(super) async fn idp_secrets(
    database: &SqlDatabase,
    tell: Tell<'_>,
) -> Result<Rotation, StorageError> {
    use idp_connection::Column::{Id, Secret};
    let mut rotation = database.begin_table::<idp_connection::Entity>("idp_connection").await?;
    let mut last = None;
    loop {
        let query = idp_connection::Entity::find().select_only().columns([Id, Secret]);
        let rows: Vec<(Uuid, Option<Vec<u8>>)> = page(query, Id, last, database).await?;
        let Some((id, _)) = rows.last() else {
            return Ok(rotation);
        };
        last = Some(*id);
        let renewed = rows.into_iter().map(|(id, secret)| {
            let Some(secret) = secret else { return Ok(Row::Done) };
            let new =
                sealed::renewed(&database.idp_key, &connections::row_name(id.into()), &secret);
            row_of(new, "idp_connection.secret", |new| {
                let update =
                    idp_connection::Entity::update_many().col_expr(Secret, Expr::value(new));
                update.filter(Id.eq(id)).filter(Secret.eq(secret))
            })
        });
        let renewed = renewed.collect::<Result<_, StorageError>>()?;
        database.renew(&mut rotation, renewed).await?;
        tell(&rotation);
    }
}

/// The evidence of ID tokens.
pub(super) async fn id_tokens(
    database: &SqlDatabase,
    tell: Tell<'_>,
) -> Result<Rotation, StorageError> {
    use id_token_evidence::Column::{Ciphertext, Id};
    let mut rotation =
        database.begin_table::<id_token_evidence::Entity>("id_token_evidence").await?;
    let mut last = None;
    loop {
        let query = id_token_evidence::Entity::find().select_only().columns([Id, Ciphertext]);
        let rows: Vec<(Uuid, Vec<u8>)> = page(query, Id, last, database).await?;
        let Some((id, _)) = rows.last() else {
            return Ok(rotation);
        };
        last = Some(*id);
        let renewed = rows.into_iter().map(|(id, sealed)| {
            let name = authorization_request::row_name(id.into());
            let new = sealed::renewed(&database.idp_key, &name, &sealed);
            row_of(new, "id_token_evidence.ciphertext", |new| {
                let update =
                    id_token_evidence::Entity::update_many().col_expr(Ciphertext, Expr::value(new));
                update.filter(Id.eq(id)).filter(Ciphertext.eq(sealed))
            })
        });
        let renewed = renewed.collect::<Result<_, _>>()?;
        database.renew(&mut rotation, renewed).await?;
        tell(&rotation);
    }
}

/// The accounts at authorities that issue certificates: one for each directory that was ever named.
pub(super) async fn acme_accounts(
    database: &SqlDatabase,
    tell: Tell<'_>,
) -> Result<Rotation, StorageError> {
    use acme_account::Column::{Credentials, Directory};
    let key = certificate_order::acme_key(&database.master);
    let mut rotation = database.begin_table::<acme_account::Entity>("acme_account").await?;
    let rows = acme_account::Entity::find().all(&database.reader).await.map_err(failed)?;
    let renewed = rows.into_iter().map(|row| {
        let name = certificate_order::account_name(&row.directory);
        let new = sealed::renewed(&key, &name, &row.credentials);
        row_of(new, "acme_account.credentials", |new| {
            let update =
                acme_account::Entity::update_many().col_expr(Credentials, Expr::value(new));
            update.filter(Directory.eq(row.directory)).filter(Credentials.eq(row.credentials))
        })
    });
    let renewed = renewed.collect::<Result<_, _>>()?;
    database.renew(&mut rotation, renewed).await?;
    tell(&rotation);
    Ok(rotation)
}

/// The private keys of certificates by ACME: one for each set of hosts that was ever named.
pub(super) async fn acme_certificates(
    database: &SqlDatabase,
    tell: Tell<'_>,
) -> Result<Rotation, StorageError> {
    use acme_certificate::Column::{Directory, Hosts, PrivateKey};
    let key = certificate_order::acme_key(&database.master);
    let mut rotation = database.begin_table::<acme_certificate::Entity>("acme_certificate").await?;
    let rows = acme_certificate::Entity::find().all(&database.reader).await.map_err(failed)?;
    let renewed = rows.into_iter().map(|row| {
        let Some(sealed) = row.private_key else { return Ok(Row::Done) };
        let name = certificate_order::certificate_name(&row.directory, &row.hosts);
        let new = sealed::renewed(&key, &name, &sealed);
        row_of(new, "acme_certificate.private_key", |new| {
            let update =
                acme_certificate::Entity::update_many().col_expr(PrivateKey, Expr::value(new));
            update
                .filter(Directory.eq(row.directory))
                .filter(Hosts.eq(row.hosts))
                .filter(PrivateKey.eq(sealed))
        })
    });
    let renewed = renewed.collect::<Result<_, StorageError>>()?;
    database.renew(&mut rotation, renewed).await?;
    tell(&rotation);
    Ok(rotation)
}

/// The next rows behind this id.
async fn page<E, T>(
    query: sea_orm::Select<E>,
    id: E::Column,
    last: Option<Uuid>,
    database: &SqlDatabase,
) -> Result<Vec<T>, StorageError>
where
    E: EntityTrait,
    T: sea_orm::TryGetableMany + Send + Sync,
{
    let query = match last {
        None => query,
        Some(last) => query.filter(id.gt(last)),
    };
    let query = query.order_by_asc(id).limit(ROWS_A_STATEMENT as u64).into_tuple();
    query.all(&database.reader).await.map_err(failed)
}

fn row_of<E: EntityTrait>(
    new: Result<Option<Vec<u8>>, SealedError>,
    column: &'static str,
    update: impl FnOnce(Vec<u8>) -> UpdateMany<E>,
) -> Result<Row<E>, StorageError> {
    match new {
        Ok(None) => Ok(Row::Done),
        Ok(Some(new)) => Ok(Row::Renew(Box::new(update(new)))),
        Err(SealedError::Foreign) => Ok(Row::Foreign),
        Err(error) => Err(unsealed(column)(error)),
    }
}
