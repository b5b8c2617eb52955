//! The certificate of the service's own TLS by ACME, with its order, for all nodes: account and private key are
//! encrypted under the master key.

use super::connection::Pace;
use super::database::SqlDatabase;
use super::entity::acme_certificate::{Column, Entity, Model};
use super::entity::{acme_account, acme_answer};
use super::error::{corrupt, failed, unsealed};
use crate::master_key::{DerivedKey, MasterKey};
use crate::sealed;
use async_trait::async_trait;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{
    ColumnTrait, Condition, DbErr, EntityTrait, IntoActiveModel, QueryFilter, UpdateMany,
    UpdateResult,
};
use wariin_domain::{OrderFailure, Span, Timestamp};
use wariin_ports::{CertificateOrders, IssuedCertificate, OrderStanding, OrderTask, StorageError};
use zeroize::Zeroizing;

/// The certificate for these hosts from this authority.
#[derive(Clone)]
pub struct KeptCertificate {
    database: SqlDatabase,
    key: DerivedKey,
    directory: String,
    hosts: String,
}

/// Under which key accounts and private keys are encrypted.
pub(super) fn acme_key(master: &MasterKey) -> DerivedKey {
    master.derive("acme")
}

/// What names an account's row.
pub(super) fn account_name(directory: &str) -> Vec<u8> {
    format!("acme_account {directory}").into_bytes()
}

/// What names a certificate's row.
pub(super) fn certificate_name(directory: &str, hosts: &str) -> Vec<u8> {
    format!("acme_certificate {directory} {hosts}").into_bytes()
}

impl SqlDatabase {
    /// The certificate for these hosts from the authority with this directory.
    pub fn kept_certificate(&self, directory: &str, hosts: &[String]) -> KeptCertificate {
        KeptCertificate {
            database: self.clone(),
            key: acme_key(&self.master),
            directory: directory.to_owned(),
            hosts: hosts.join(" "),
        }
    }
}

impl KeptCertificate {
    /// The certificate that is used; `None` before there is one.
    ///
    /// # Errors
    /// [`StorageError::Corrupt`] when its key is not what was encrypted here.
    pub async fn certificate(&self) -> Result<Option<IssuedCertificate>, StorageError> {
        let Some(Model { chain: Some(chain), private_key: Some(key), until: Some(until), .. }) =
            self.row().await?
        else {
            return Ok(None);
        };
        let name = certificate_name(&self.directory, &self.hosts);
        let key = text(&self.key, &name, &key, "acme_certificate.private_key")?;
        Ok(Some(IssuedCertificate { chain, key, until: Timestamp::from_micros(until) }))
    }

    /// How it stands.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn standing(&self) -> Result<OrderStanding, StorageError> {
        let Some(row) = self.row().await? else {
            return Ok(OrderStanding::default());
        };
        let failure = row.failure.map(|name| {
            let failure = OrderFailure::parse(&name).unwrap_or(OrderFailure::Refused);
            (failure, row.problem.unwrap_or_default())
        });
        Ok(OrderStanding {
            until: row.until.map(Timestamp::from_micros),
            due_at: Some(Timestamp::from_micros(row.due_at)),
            failures: count(row.failures)?,
            failure,
        })
    }

    /// What is answered for this host now; `None` when no authority is expected to ask.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn answer_for(
        &self,
        host: &str,
        now: Timestamp,
    ) -> Result<Option<[u8; 32]>, StorageError> {
        let found = acme_answer::Entity::find_by_id(host)
            .filter(acme_answer::Column::Until.gt(now.as_micros()))
            .one(&self.database.reader)
            .await
            .map_err(failed)?;
        let digest = found.map(|row| row.digest.try_into());
        digest.transpose().map_err(|_| corrupt("acme_answer.digest"))
    }

    /// Makes the next order due, as an operator asks for.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn order_now(&self, now: Timestamp) -> Result<(), StorageError> {
        self.expect_row().await?;
        let update = self.update().col_expr(Column::DueAt, Expr::value(now.as_micros()));
        self.exec(update).await.map(drop)
    }

    async fn row(&self) -> Result<Option<Model>, StorageError> {
        let id = (self.directory.clone(), self.hosts.clone());
        Entity::find_by_id(id).one(&self.database.reader).await.map_err(failed)
    }

    /// Makes the row where there is none yet.
    async fn expect_row(&self) -> Result<(), StorageError> {
        if self.row().await?.is_some() {
            return Ok(());
        }
        let row = Model {
            directory: self.directory.clone(),
            hosts: self.hosts.clone(),
            chain: None,
            private_key: None,
            until: None,
            issued_at: None,
            due_at: 0,
            taken_until: 0,
            taken_by: String::new(),
            failures: 0,
            failure: None,
            problem: None,
        };
        let once = OnConflict::columns([Column::Directory, Column::Hosts]).do_nothing().to_owned();
        let insert = Entity::insert(row.into_active_model()).on_conflict(once);
        let tx = self.database.writer.begin(Pace::Unhurried).await.map_err(failed)?;
        match insert.exec_without_returning(&tx).await {
            Ok(_) | Err(DbErr::RecordNotInserted) => {}
            Err(error) => return Err(failed(error)),
        }
        tx.commit().await.map_err(failed)
    }

    fn update(&self) -> UpdateMany<Entity> {
        Entity::update_many()
            .filter(Column::Directory.eq(&self.directory))
            .filter(Column::Hosts.eq(&self.hosts))
    }

    async fn exec(&self, update: UpdateMany<Entity>) -> Result<UpdateResult, StorageError> {
        let tx = self.database.writer.begin(Pace::Unhurried).await.map_err(failed)?;
        let updated = update.exec(&tx).await.map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        Ok(updated)
    }

    fn sealed(&self, name: &[u8], clear: &str) -> Result<Vec<u8>, StorageError> {
        let sealed = sealed::seal(&self.key, name, clear.as_bytes());
        sealed.map_err(|error| StorageError::Unavailable(error.into()))
    }

    async fn account(&self) -> Result<Option<Zeroizing<String>>, StorageError> {
        let found = acme_account::Entity::find_by_id(self.directory.as_str());
        let Some(row) = found.one(&self.database.reader).await.map_err(failed)? else {
            return Ok(None);
        };
        let name = account_name(&self.directory);
        text(&self.key, &name, &row.credentials, "acme_account.credentials").map(Some)
    }
}

#[async_trait]
impl CertificateOrders for KeptCertificate {
    async fn take_on(
        &self,
        now: Timestamp,
        lease: Span,
    ) -> Result<Option<OrderTask>, StorageError> {
        self.expect_row().await?;
        let (now_at, node) = (now.as_micros(), &*self.database.node);
        // What this process took on before it was killed is its own still.
        let is_free = |row: &Model| row.taken_until <= now_at || row.taken_by == node;
        let row = self.row().await?.filter(|row| row.due_at <= now_at && is_free(row));
        let Some(row) = row else { return Ok(None) };
        // Before anything is taken on: an account that cannot be read holds up no other node.
        let task = OrderTask { account: self.account().await?, failures: count(row.failures)? };
        let free =
            Condition::any().add(Column::TakenUntil.lte(now_at)).add(Column::TakenBy.eq(node));
        let take = self
            .update()
            .col_expr(Column::TakenUntil, Expr::value(now.plus(lease).as_micros()))
            .col_expr(Column::TakenBy, Expr::value(node))
            .filter(Column::DueAt.lte(now_at))
            .filter(free);
        if self.exec(take).await?.rows_affected != 1 {
            return Ok(None);
        }
        Ok(Some(task))
    }

    async fn keep_account(&self, account: &str, now: Timestamp) -> Result<(), StorageError> {
        use acme_account::Column::{Credentials, Directory, MadeAt};
        let row = acme_account::Model {
            directory: self.directory.clone(),
            credentials: self.sealed(&account_name(&self.directory), account)?,
            made_at: now.as_micros(),
        };
        let again = OnConflict::column(Directory).update_columns([Credentials, MadeAt]).to_owned();
        let insert = acme_account::Entity::insert(row.into_active_model()).on_conflict(again);
        let tx = self.database.writer.begin(Pace::Unhurried).await.map_err(failed)?;
        insert.exec_without_returning(&tx).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn answer(
        &self,
        host: &str,
        digest: [u8; 32],
        until: Timestamp,
    ) -> Result<(), StorageError> {
        use acme_answer::Column::{Digest, Host, Until};
        let (digest, until) = (digest.to_vec(), until.as_micros());
        let row = acme_answer::Model { host: host.to_owned(), digest, until };
        let again = OnConflict::column(Host).update_columns([Digest, Until]).to_owned();
        let insert = acme_answer::Entity::insert(row.into_active_model()).on_conflict(again);
        let tx = self.database.writer.begin(Pace::Unhurried).await.map_err(failed)?;
        insert.exec_without_returning(&tx).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }

    async fn issued(
        &self,
        certificate: &IssuedCertificate,
        now: Timestamp,
        due_at: Timestamp,
    ) -> Result<(), StorageError> {
        let name = certificate_name(&self.directory, &self.hosts);
        let key = self.sealed(&name, &certificate.key)?;
        let update = self
            .update()
            .col_expr(Column::Chain, Expr::value(certificate.chain.as_str()))
            .col_expr(Column::PrivateKey, Expr::value(key))
            .col_expr(Column::Until, Expr::value(certificate.until.as_micros()))
            .col_expr(Column::IssuedAt, Expr::value(now.as_micros()))
            .col_expr(Column::DueAt, Expr::value(due_at.as_micros()))
            .col_expr(Column::TakenUntil, Expr::value(0_i64))
            .col_expr(Column::Failures, Expr::value(0_i32))
            .col_expr(Column::Failure, Expr::value(Option::<String>::None))
            .col_expr(Column::Problem, Expr::value(Option::<String>::None));
        self.exec(update).await.map(drop)
    }

    async fn failed(
        &self,
        failure: OrderFailure,
        problem: &str,
        due_at: Timestamp,
    ) -> Result<(), StorageError> {
        let update = self
            .update()
            .col_expr(Column::DueAt, Expr::value(due_at.as_micros()))
            .col_expr(Column::TakenUntil, Expr::value(0_i64))
            .col_expr(Column::Failures, Expr::col(Column::Failures).add(1_i32))
            .col_expr(Column::Failure, Expr::value(failure.name()))
            .col_expr(Column::Problem, Expr::value(problem));
        self.exec(update).await.map(drop)
    }
}

fn text(
    key: &DerivedKey,
    name: &[u8],
    sealed: &[u8],
    column: &'static str,
) -> Result<Zeroizing<String>, StorageError> {
    let clear = sealed::open(key, name, sealed).map_err(unsealed(column))?;
    let clear = std::str::from_utf8(&clear).map_err(|_| corrupt(column))?;
    Ok(Zeroizing::new(clear.to_owned()))
}

fn count(failures: i32) -> Result<u32, StorageError> {
    u32::try_from(failures).map_err(|_| corrupt("acme_certificate.failures"))
}
