//! How many files of a document are read at once.

use super::of_sender;
use crate::world::sent;
use async_trait::async_trait;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use wariin_domain::{Document, DocumentFile, FileDigest, FileId, Timestamp, Uuid};
use wariin_ports::{FileError, Files, Incoming};
use wariin_usecases::{Ports, sent_document};

/// A store that counts how many of its files are read at once; one that is damaged is read late.
#[derive(Default)]
struct Counting {
    damaged: Option<FileDigest>,
    at_once: AtomicUsize,
    most: AtomicUsize,
    read: AtomicUsize,
}

#[async_trait]
impl Files for Counting {
    async fn get(&self, digest: FileDigest) -> Result<Vec<u8>, FileError> {
        let now = self.at_once.fetch_add(1, Ordering::SeqCst) + 1;
        self.most.fetch_max(now, Ordering::SeqCst);
        for _ in 0..digest.as_bytes()[1] {
            tokio::task::yield_now().await;
        }
        self.at_once.fetch_sub(1, Ordering::SeqCst);
        self.read.fetch_add(1, Ordering::SeqCst);
        if self.damaged == Some(digest) { Err(FileError::Corrupt(digest)) } else { Ok(vec![]) }
    }
    async fn put(&self, _: Vec<u8>) -> Result<FileDigest, FileError> {
        unreachable!()
    }
    async fn receive(&self) -> Result<Box<dyn Incoming>, FileError> {
        unreachable!()
    }
    async fn shelf(&self, _: u8) -> Result<Vec<FileDigest>, FileError> {
        unreachable!()
    }
    async fn remove(&self, _: FileDigest, _: Timestamp) -> Result<bool, FileError> {
        unreachable!()
    }
    async fn remove_fragments(&self, _: Timestamp) -> Result<u64, FileError> {
        unreachable!()
    }
}

// DO-01 EV-08
#[tokio::test]
async fn up_to_eight_files_of_a_document_are_read_at_once_and_each_of_them_is() {
    let digest = |n: u8| {
        let mut digest = [n; 32];
        digest[1] = 1 + n % 5;
        FileDigest::new(digest)
    };
    let draft = sent(true);
    let file = |n: u8| DocumentFile {
        id: FileId::from(Uuid::from_u128(u128::from(n))),
        digest: digest(n),
        ..draft.files[0].clone()
    };
    for (count, damaged) in [(1, None), (8, None), (100, None), (100, Some(99)), (100, Some(0))] {
        let mut document = (*draft).clone();
        document.files = (0..count).map(file).collect();
        let document = Document::restore(document).unwrap();
        let store = Arc::new(Counting { damaged: damaged.map(digest), ..Counting::default() });
        let mut world = Ports::mock();
        let shown = document.clone();
        world.views.expect_document().returning(move |_| Ok(Some(shown.clone())));
        world.views.expect_mails().returning(|_| Ok(Vec::new()));
        world.views.expect_timeline().returning(|_| Ok(Vec::new()));
        world.views.expect_is_marked_damaged().returning(|_| Ok(true));
        let (mut ports, _) = world.wire();
        ports.files = store.clone();
        let page = sent_document(&ports, Some(&of_sender()), document.id).await.unwrap();
        assert_eq!(page.is_damaged, damaged.is_some(), "{count} {damaged:?}");
        assert_eq!(store.most.load(Ordering::SeqCst), usize::from(count.min(8)));
        if damaged.is_none() {
            assert_eq!(store.read.load(Ordering::SeqCst), usize::from(count), "each once");
        }
    }
}
