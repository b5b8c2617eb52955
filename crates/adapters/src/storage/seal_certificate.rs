//! The certificates that seals were made with: a seal of an earlier key stays recognised as this service's.

use super::connection::Pace;
use super::database::SqlDatabase;
use super::entity::seal_certificate;
use super::error::failed;
use sea_orm::sea_query::OnConflict;
use sea_orm::{EntityTrait, IntoActiveModel, QueryOrder};
use sha2::{Digest, Sha256};
use wariin_domain::Timestamp;
use wariin_ports::StorageError;

impl SqlDatabase {
    /// Keeps a certificate (DER) that seals are made with from now on; one that is kept stays as it is.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn keep_seal_certificate(
        &self,
        certificate: &[u8],
        now: Timestamp,
    ) -> Result<(), StorageError> {
        let row = seal_certificate::Model {
            digest: Sha256::digest(certificate).to_vec(),
            certificate: certificate.to_vec(),
            first_used_at: now.as_micros(),
        };
        let once = OnConflict::column(seal_certificate::Column::Digest).do_nothing().to_owned();
        let insert = seal_certificate::Entity::insert(row.into_active_model()).on_conflict(once);
        let tx = self.writer.begin(Pace::Unhurried).await.map_err(failed)?;
        match insert.exec_without_returning(&tx).await {
            Ok(_) | Err(sea_orm::DbErr::RecordNotInserted) => {}
            Err(error) => return Err(failed(error)),
        }
        tx.commit().await.map_err(failed)
    }

    /// Every certificate (DER) that seals were made with, and since when, the oldest first.
    ///
    /// # Errors
    /// [`StorageError`].
    pub async fn seal_certificates(&self) -> Result<Vec<(Vec<u8>, Timestamp)>, StorageError> {
        let rows = seal_certificate::Entity::find()
            .order_by_asc(seal_certificate::Column::FirstUsedAt)
            .order_by_asc(seal_certificate::Column::Digest)
            .all(&self.reader)
            .await
            .map_err(failed)?;
        let told = |row: seal_certificate::Model| {
            (row.certificate, Timestamp::from_micros(row.first_used_at))
        };
        Ok(rows.into_iter().map(told).collect())
    }
}
