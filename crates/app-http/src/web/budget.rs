//! How many bytes of uploads all requests together hold in memory.

use crate::error::PageError;
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;
use wariin_domain::MAX_FILE_BYTES;
use wariin_usecases::Upload;

/// What is counted.
const UNIT: u64 = 1024;
/// The bytes of all: a file of the largest size and one of half of it, or many small ones.
const BYTES: u64 = 3 * MAX_FILE_BYTES;
/// How long an upload waits for its turn.
const PATIENCE: Duration = Duration::from_mins(1);

/// A share of the memory of all, given back when it is dropped.
pub(crate) struct Share {
    _permit: OwnedSemaphorePermit,
}

/// The memory that uploads may take in all, shared in the order in which they ask.
pub(crate) struct Budget(Arc<Semaphore>);

impl Budget {
    pub(crate) fn new() -> Self {
        Self::of(BYTES)
    }

    /// So many bytes, for what must not wait for other uploads, and keep none of them waiting.
    pub(crate) fn of(bytes: u64) -> Self {
        Self(Arc::new(Semaphore::new(permits(bytes) as usize)))
    }

    /// How many bytes are taken now, and how many there are in all.
    pub(crate) fn bytes(&self) -> (u64, u64) {
        let free = self.0.available_permits() as u64 * UNIT;
        (BYTES.saturating_sub(free), BYTES)
    }

    /// What looking into these files takes: they are read one after the other, and each is there twice when
    /// it has to be repaired.
    ///
    /// # Errors
    /// When it takes too long until there is so much.
    pub(crate) async fn share_for(&self, uploads: &[Upload]) -> Result<Share, PageError> {
        let largest = uploads.iter().map(|upload| upload.contents.size()).max().unwrap_or(0);
        self.share_of((2 * largest).min(BYTES)).await
    }

    /// So many bytes.
    ///
    /// # Errors
    /// When it takes too long until there are so many.
    pub(crate) async fn share_of(&self, bytes: u64) -> Result<Share, PageError> {
        let needed = permits(bytes);
        let permit = timeout(PATIENCE, Arc::clone(&self.0).acquire_many_owned(needed)).await;
        match permit {
            Ok(Ok(permit)) => Ok(Share { _permit: permit }),
            Ok(Err(closed)) => Err(PageError::fault(&closed)),
            Err(_) => Err(PageError::busy()),
        }
    }
}

fn permits(bytes: u64) -> u32 {
    u32::try_from(bytes.div_ceil(UNIT)).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wariin_domain::FileName;

    fn file(bytes: u64) -> Upload {
        let bytes = vec![0; usize::try_from(bytes).unwrap()];
        Upload { name: FileName::sanitized("a.pdf"), contents: Box::new(bytes) }
    }

    // EV-08
    #[tokio::test(start_paused = true)]
    async fn an_upload_waits_until_the_others_leave_enough_memory_and_not_for_ever() {
        let budget = Budget::new();
        let large = budget.share_for(&[file(1), file(MAX_FILE_BYTES)]).await.unwrap();
        let half = budget.share_for(&[file(MAX_FILE_BYTES / 2 - UNIT)]).await.unwrap();
        let refused = budget.share_for(&[file(MAX_FILE_BYTES)]).await.err().unwrap();
        assert_eq!(refused.to_string(), "busy");
        drop(large);
        let second = budget.share_for(&[file(MAX_FILE_BYTES)]).await.unwrap();
        drop((half, second));
        budget.share_for(&[file(2 * MAX_FILE_BYTES)]).await.unwrap();
    }
}
