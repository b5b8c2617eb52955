//! Whether a bucket does what files need: write once, read, list and remove.

use super::{Bucket, BucketFault, BucketProblem};
use object_store::{ObjectStoreExt, PutPayload};
use std::time::{Duration, Instant};
use tokio_stream::StreamExt;

/// An object by which the place is known to be there.
const MARKER: &str = ".wariin";
const TEXT: &str = "This object shows that the files of Wariin are here. Keep it.\n";
/// An object that is written and removed.
const TRIAL: &str = ".trial";

impl Bucket {
    /// Writes the marker unless it is there, and a small object that it removes again; says how long a write and
    /// a read took.
    ///
    /// # Errors
    /// [`BucketFault`] says what the bucket, the key or the server lacks.
    pub(crate) async fn try_out(&self) -> Result<Duration, BucketFault> {
        let marker = self.key(MARKER);
        for is_second in [false, true] {
            let created = self.create(&marker, PutPayload::from(TEXT), self.patience).await;
            match created {
                Err(fault) if fault.problem == BucketProblem::Exists => break,
                Ok(()) if is_second => {
                    let problem = BucketProblem::NotWriteOnce;
                    return Err(BucketFault::because("write once", problem, None));
                }
                created => created?,
            }
        }
        let begun = Instant::now();
        let trial = self.key(TRIAL);
        let written = self.writes.put(&trial, PutPayload::from(TEXT));
        self.within("take a file", self.patience, written).await?;
        self.read_marker().await?;
        let took = begun.elapsed();
        self.try_listing().await?;
        let removed = self.writes.delete(&trial);
        self.within("remove a file", self.patience, removed).await?;
        Ok(took)
    }

    /// Lists some files.
    ///
    /// # Errors
    /// [`BucketFault`].
    pub(crate) async fn try_listing(&self) -> Result<(), BucketFault> {
        let folder = self.key("files/00");
        let listed = async { self.reads.list(Some(&folder)).try_next().await.map(|_| ()) };
        self.within("list its files", self.patience, listed).await
    }

    /// Reads the marker.
    ///
    /// # Errors
    /// [`BucketFault`] when it is not there, or not as it was written.
    pub(crate) async fn read_marker(&self) -> Result<(), BucketFault> {
        let key = self.key(MARKER);
        let read = async { self.reads.get(&key).await?.bytes().await };
        let text = self.within("give a file", self.patience, read).await?;
        if text == TEXT.as_bytes() {
            return Ok(());
        }
        let cause = Some("the marker is not as it was written".to_owned());
        Err(BucketFault::because("give a file", BucketProblem::Unavailable, cause))
    }
}
