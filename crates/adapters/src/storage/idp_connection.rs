//! Connections to identity providers, their secrets encrypted and bound to their rows.

use super::codec;
use super::entity::{idp_connection, idp_domain, idp_link};
use super::error::{corrupt, failed, unsealed};
use super::work::SqlWork;
use crate::sealed;
use async_trait::async_trait;
use sea_orm::{
    ActiveModelTrait, ActiveValue::NotSet, ColumnTrait, ConnectionTrait, EntityTrait,
    IntoActiveModel, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, sea_query::Expr,
};
use wariin_domain::{
    ClientId, DomainProof, EmailDomain, EndpointOrigin, Events, IdpConnection, IdpConnectionId,
    IdpDomain, IdpMembership, IdpName, IdpState, Issuer, OrganisationId, ProvenBy, Tenant,
    Timestamp, Uuid,
};
use wariin_ports::{ClientSecret, IdpClient, IdpConnectionRepository, StorageError};

#[async_trait]
impl IdpConnectionRepository for SqlWork {
    async fn find(&mut self, id: IdpConnectionId) -> Result<Option<IdpConnection>, StorageError> {
        // Locked: signing in with it and switching it off happen one after the other.
        let row = idp_connection::Entity::find_by_id(Uuid::from(id)).lock_exclusive();
        match row.one(&self.tx).await.map_err(failed)? {
            Some(row) => with_domains(&self.tx, row).await.map(Some),
            None => Ok(None),
        }
    }

    async fn client(&mut self, id: IdpConnectionId) -> Result<Option<IdpClient>, StorageError> {
        let Some((connection, Some(secret))) = row_of(&self.tx, id).await? else {
            return Ok(None);
        };
        let unreadable = || corrupt("idp_connection.secret");
        let secret = sealed::open(&self.idp_key, &row_name(id), &secret);
        let secret = secret.map_err(unsealed("idp_connection.secret"))?;
        let secret = String::from_utf8(secret.to_vec());
        let secret = ClientSecret(secret.map_err(|_| unreadable())?);
        Ok(Some(IdpClient { connection, secret }))
    }

    async fn serving(
        &mut self,
        domain: &EmailDomain,
    ) -> Result<Option<IdpConnection>, StorageError> {
        serving(&self.tx, domain).await
    }

    async fn count(&mut self, organisation: OrganisationId) -> Result<u64, StorageError> {
        idp_connection::Entity::find()
            .filter(idp_connection::Column::OrganisationId.eq(Uuid::from(organisation)))
            .count(&self.tx)
            .await
            .map_err(failed)
    }

    async fn save(
        &mut self,
        connection: &IdpConnection,
        events: Events,
    ) -> Result<(), StorageError> {
        let id = Uuid::from(connection.id);
        let mut row = row(connection)?.into_active_model();
        if connection.version == 0 {
            idp_connection::Entity::insert(row)
                .exec_without_returning(&self.tx)
                .await
                .map_err(failed)?;
        } else {
            row = row.reset_all();
            row.secret = NotSet;
            let updated = idp_connection::Entity::update_many()
                .set(row)
                .filter(idp_connection::Column::Id.eq(id))
                .filter(idp_connection::Column::Version.eq(connection.version))
                .exec(&self.tx)
                .await
                .map_err(failed)?;
            if updated.rows_affected != 1 {
                return Err(StorageError::Conflict);
            }
        }
        remove_domains(&self.tx, id).await?;
        let domains = connection.domains.iter().map(|d| domain_row(id, d).into_active_model());
        if !connection.domains.is_empty() {
            idp_domain::Entity::insert_many(domains)
                .exec_without_returning(&self.tx)
                .await
                .map_err(failed)?;
        }
        self.events.extend(events.iter().cloned());
        Ok(())
    }

    async fn set_secret(
        &mut self,
        id: IdpConnectionId,
        secret: &ClientSecret,
    ) -> Result<(), StorageError> {
        let sealed = sealed::seal(&self.idp_key, &row_name(id), secret.0.as_bytes());
        let sealed = sealed.map_err(|error| StorageError::Unavailable(error.into()))?;
        idp_connection::Entity::update_many()
            .col_expr(idp_connection::Column::Secret, Expr::value(sealed))
            .filter(idp_connection::Column::Id.eq(Uuid::from(id)))
            .exec(&self.tx)
            .await
            .map(|_| ())
            .map_err(failed)
    }

    async fn forget_secret(&mut self, id: IdpConnectionId) -> Result<(), StorageError> {
        idp_connection::Entity::update_many()
            .col_expr(idp_connection::Column::Secret, Expr::value(Option::<Vec<u8>>::None))
            .filter(idp_connection::Column::Id.eq(Uuid::from(id)))
            .exec(&self.tx)
            .await
            .map(|_| ())
            .map_err(failed)
    }

    async fn remove(&mut self, id: IdpConnectionId, events: Events) -> Result<(), StorageError> {
        let id = Uuid::from(id);
        idp_link::Entity::delete_many()
            .filter(idp_link::Column::ConnectionId.eq(id))
            .exec(&self.tx)
            .await
            .map_err(failed)?;
        remove_domains(&self.tx, id).await?;
        idp_connection::Entity::delete_by_id(id).exec(&self.tx).await.map_err(failed)?;
        self.events.extend(events.iter().cloned());
        Ok(())
    }
}

/// The associated data that binds a secret to its row.
pub(super) fn row_name(id: IdpConnectionId) -> Vec<u8> {
    [b"idp_connection/".as_slice(), Uuid::from(id).as_bytes()].concat()
}

async fn remove_domains<C: ConnectionTrait>(tx: &C, id: Uuid) -> Result<(), StorageError> {
    let of = idp_domain::Column::ConnectionId.eq(id);
    let deleted = idp_domain::Entity::delete_many().filter(of).exec(tx).await;
    deleted.map(|_| ()).map_err(failed)
}

async fn row_of<C: ConnectionTrait>(
    tx: &C,
    id: IdpConnectionId,
) -> Result<Option<(IdpConnection, Option<Vec<u8>>)>, StorageError> {
    let row = idp_connection::Entity::find_by_id(Uuid::from(id)).one(tx).await.map_err(failed)?;
    let Some(row) = row else {
        return Ok(None);
    };
    let secret = row.secret.clone();
    Ok(Some((with_domains(tx, row).await?, secret)))
}

/// The connection that is on and has this domain proven.
pub(super) async fn serving<C: ConnectionTrait>(
    tx: &C,
    domain: &EmailDomain,
) -> Result<Option<IdpConnection>, StorageError> {
    let proven = idp_domain::Entity::find()
        .filter(idp_domain::Column::Domain.eq(domain.as_str()))
        .filter(idp_domain::Column::ProvenAt.is_not_null())
        .one(tx)
        .await
        .map_err(failed)?;
    let Some(proven) = proven else {
        return Ok(None);
    };
    let found = row_of(tx, proven.connection_id.into()).await?;
    Ok(found.map(|(connection, _)| connection).filter(IdpConnection::is_on))
}

/// Every connection, or those of one organisation, oldest first.
pub(super) async fn all<C: ConnectionTrait>(
    tx: &C,
    of: Option<Uuid>,
) -> Result<Vec<IdpConnection>, StorageError> {
    let mut rows = idp_connection::Entity::find();
    if let Some(organisation) = of {
        rows = rows.filter(idp_connection::Column::OrganisationId.eq(organisation));
    }
    let rows = rows.order_by_asc(idp_connection::Column::Id).all(tx).await.map_err(failed)?;
    let mut connections = Vec::with_capacity(rows.len());
    for row in rows {
        connections.push(with_domains(tx, row).await?);
    }
    Ok(connections)
}

async fn with_domains<C: ConnectionTrait>(
    tx: &C,
    row: idp_connection::Model,
) -> Result<IdpConnection, StorageError> {
    let domains = idp_domain::Entity::find()
        .filter(idp_domain::Column::ConnectionId.eq(row.id))
        .order_by_asc(idp_domain::Column::Domain)
        .all(tx)
        .await
        .map_err(failed)?;
    connection(&row, &domains)
}

fn row(connection: &IdpConnection) -> Result<idp_connection::Model, StorageError> {
    Ok(idp_connection::Model {
        id: connection.id.into(),
        version: connection.version + 1,
        organisation_id: connection.organisation.into(),
        name: connection.name.to_string(),
        issuer: connection.issuer.to_string(),
        client_id: connection.client.to_string(),
        secret: None,
        tenant: connection.tenant.as_ref().map(ToString::to_string),
        strength: codec::encode(&connection.strength)?,
        is_required: connection.membership.is_required,
        creates_members: connection.membership.creates_members,
        on_since: match connection.state {
            IdpState::Off => None,
            IdpState::On { since } => Some(since.as_micros()),
        },
        test: codec::encode_option(connection.test.as_ref())?,
        hosts: (!connection.hosts.is_empty()).then(|| joined(&connection.hosts)),
    })
}

fn joined(hosts: &[EndpointOrigin]) -> String {
    hosts.iter().map(EndpointOrigin::as_str).collect::<Vec<_>>().join(" ")
}

fn domain_row(connection: Uuid, domain: &IdpDomain) -> idp_domain::Model {
    idp_domain::Model {
        connection_id: connection,
        domain: domain.domain.to_string(),
        proven_at: domain.proof.map(|proof| proof.at.as_micros()),
        proven_by: domain.proof.map(|proof| proof.by.name().to_owned()),
    }
}

fn connection(
    row: &idp_connection::Model,
    domains: &[idp_domain::Model],
) -> Result<IdpConnection, StorageError> {
    let bad = |column: &'static str| move |_| corrupt(column);
    let tenant = row.tenant.as_deref().map(Tenant::parse).transpose();
    let on_since = row.on_since.map(Timestamp::from_micros);
    let domains: Option<_> = domains.iter().map(to_domain).collect();
    Ok(IdpConnection {
        id: row.id.into(),
        version: row.version,
        organisation: row.organisation_id.into(),
        name: IdpName::parse(&row.name).map_err(bad("idp_connection.name"))?,
        issuer: Issuer::parse(&row.issuer).map_err(bad("idp_connection.issuer"))?,
        hosts: EndpointOrigin::parse_list(row.hosts.as_deref().unwrap_or_default())
            .map_err(bad("idp_connection.hosts"))?,
        client: ClientId::parse(&row.client_id).map_err(bad("idp_connection.client_id"))?,
        tenant: tenant.map_err(bad("idp_connection.tenant"))?,
        strength: codec::decode(&row.strength)?,
        domains: domains.ok_or_else(|| corrupt("idp_domain"))?,
        membership: IdpMembership {
            is_required: row.is_required,
            creates_members: row.creates_members,
        },
        state: on_since.map_or(IdpState::Off, |since| IdpState::On { since }),
        test: codec::decode_option(row.test.as_deref())?,
    })
}

fn to_domain(row: &idp_domain::Model) -> Option<IdpDomain> {
    let by = match row.proven_by.as_deref() {
        Some("dns") => Some(ProvenBy::Dns),
        Some("operator") => Some(ProvenBy::Operator),
        Some(_) => return None,
        None => None,
    };
    let at = row.proven_at.map(Timestamp::from_micros);
    let proof = at.zip(by).map(|(at, by)| DomainProof { at, by });
    Some(IdpDomain { domain: EmailDomain::parse(&row.domain).ok()?, proof })
}
