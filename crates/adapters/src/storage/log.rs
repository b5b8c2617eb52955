//! The transparency log: one Merkle tree of all events, in the order of their arrival, with signed heads.

mod age;
mod compare;
mod head;
mod integrate;
mod published;
mod tree;
mod verify;

use super::SqlDatabase;
use super::audit;
use async_trait::async_trait;
use wariin_domain::DocumentId;
use wariin_ports::{DocumentHistory, LogAge, StorageError, TransparencyLog};

pub(super) use head::find as find_head;
pub(super) use published::newest as newest_published;
pub(super) use tree::{prove, stored};
pub(super) use verify::verify;

#[async_trait]
impl TransparencyLog for SqlDatabase {
    async fn integrate(&self) -> Result<u64, StorageError> {
        integrate::integrate(self).await
    }

    async fn checkpoint(&self) -> Result<Option<String>, StorageError> {
        Ok(head::find(&self.reader).await?.and_then(|row| row.checkpoint))
    }

    async fn age(&self, witnessed: &str) -> Result<LogAge, StorageError> {
        age::age(self, witnessed).await
    }

    fn verifier_key(&self) -> String {
        self.audit_keys.signer().verifier().to_string()
    }

    async fn history(&self, document: DocumentId) -> Result<Option<DocumentHistory>, StorageError> {
        audit::history(self, document).await
    }
}
