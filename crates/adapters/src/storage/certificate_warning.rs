//! Which warnings of certificates that end were given.

use super::connection::Pace;
use super::database::SqlDatabase;
use super::entity::certificate_warning::{Column, Entity, Model};
use super::error::failed;
use async_trait::async_trait;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, IntoActiveModel, QueryFilter, UpdateMany};
use wariin_domain::{CertificateWarning, Span, Timestamp};
use wariin_ports::{CertificateWarnings, StorageError};

#[async_trait]
impl CertificateWarnings for SqlDatabase {
    async fn take_on(
        &self,
        warning: CertificateWarning,
        now: Timestamp,
        lease: Span,
    ) -> Result<bool, StorageError> {
        let until = now.plus(lease).as_micros();
        let row = Model {
            certificate: warning.certificate.name().to_owned(),
            ends_at: warning.ends_at.as_micros(),
            days: warning.days.into(),
            taken_until: until,
            given_at: None,
        };
        let once = OnConflict::columns([Column::Certificate, Column::EndsAt, Column::Days])
            .do_nothing()
            .to_owned();
        let insert = Entity::insert(row.into_active_model()).on_conflict(once);
        let tx = self.writer.begin(Pace::Unhurried).await.map_err(failed)?;
        let inserted = match insert.exec_without_returning(&tx).await {
            Ok(rows) => rows,
            Err(DbErr::RecordNotInserted) => 0,
            Err(error) => return Err(failed(error)),
        };
        let taken = if inserted == 1 {
            1
        } else {
            let again = of(warning)
                .col_expr(Column::TakenUntil, Expr::value(until))
                .filter(Column::GivenAt.is_null())
                .filter(Column::TakenUntil.lte(now.as_micros()));
            again.exec(&tx).await.map_err(failed)?.rows_affected
        };
        tx.commit().await.map_err(failed)?;
        Ok(taken == 1)
    }

    async fn given(&self, warning: CertificateWarning, now: Timestamp) -> Result<(), StorageError> {
        let given = of(warning).col_expr(Column::GivenAt, Expr::value(now.as_micros()));
        let tx = self.writer.begin(Pace::Unhurried).await.map_err(failed)?;
        given.exec(&tx).await.map_err(failed)?;
        tx.commit().await.map_err(failed)
    }
}

fn of(warning: CertificateWarning) -> UpdateMany<Entity> {
    Entity::update_many()
        .filter(Column::Certificate.eq(warning.certificate.name()))
        .filter(Column::EndsAt.eq(warning.ends_at.as_micros()))
        .filter(Column::Days.eq(i32::from(warning.days)))
}
