//! Objects that may go at any time, such as drawn pages.

use super::{Bucket, BucketFault, BucketProblem};
use object_store::{ObjectStoreExt, PutPayload};
use std::time::Duration;
use tokio_stream::StreamExt;

/// How long a kept page is waited for; then it is drawn again.
const PATIENCE: Duration = Duration::from_secs(2);
/// How long the removal of all pages of a file, which no person waits for, may take.
const REMOVAL: Duration = Duration::from_mins(1);

impl Bucket {
    /// The object of this name; `None` when it is not there.
    pub(crate) async fn derived(&self, name: &str) -> Result<Option<Vec<u8>>, BucketFault> {
        let key = self.key(name);
        let read = async { self.reads.get(&key).await?.bytes().await };
        match self.within("give a page", PATIENCE.min(self.patience), read).await {
            Err(fault) if fault.problem == BucketProblem::Missing => Ok(None),
            read => read.map(|bytes| Some(Vec::from(bytes))),
        }
    }

    /// Keeps an object under this name.
    pub(crate) async fn keep_derived(&self, name: &str, bytes: Vec<u8>) -> Result<(), BucketFault> {
        let key = self.key(name);
        let written = async { self.writes.put(&key, PutPayload::from(bytes)).await.map(|_| ()) };
        self.within("take a page", PATIENCE.min(self.patience), written).await
    }

    /// Removes every object under this name.
    pub(crate) async fn forget_derived(&self, folder: &str) -> Result<(), BucketFault> {
        let folder = self.key(folder);
        let removed = async {
            let mut listed = self.reads.list(Some(&folder));
            while let Some(object) = listed.try_next().await? {
                self.writes.delete(&object.location).await?;
            }
            Ok(())
        };
        self.within("remove pages", REMOVAL, removed).await
    }
}
