//! Replies of `PostgreSQL` that get lost: what was asked for is done, and its caller does not know.

use crate::databases::{TestDatabase, postgres};
use crate::faults::story::{Step, Story};
use crate::people::account;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};
use wariin_adapters::DatabaseLimits;
use wariin_ports::{TransparencyLog, Views};

/// The message that ends the reply to a request (`PostgreSQL`, "Message Formats": `ReadyForQuery`).
const READY: u8 = b'Z';

/// A socket before the server's own that cuts the connection instead of one reply.
struct Lossy {
    folder: TempDir,
    /// How many replies are still passed on; none is lost where it stands at its greatest.
    left: Arc<AtomicU64>,
}

impl Lossy {
    fn start(server: PathBuf) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let left = Arc::new(AtomicU64::new(u64::MAX));
        let counted = Arc::clone(&left);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = UnixStream::connect(&server).await.unwrap();
                tokio::spawn(pass_on(client, server, Arc::clone(&counted)));
            }
        });
        Self { folder, left }
    }

    /// The reply with this number, from 1, is lost.
    fn lose(&self, number: u64) {
        self.left.store(number, Ordering::SeqCst);
    }

    /// No reply is lost any more. Whether one was.
    fn lift(&self) -> bool {
        self.left.swap(u64::MAX, Ordering::SeqCst) == 0
    }
}

async fn pass_on(client: UnixStream, server: UnixStream, left: Arc<AtomicU64>) {
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let asking = tokio::spawn(async move {
        drop(tokio::io::copy(&mut from_client, &mut to_server).await);
    });
    let mut is_first = true;
    while let Ok(kind) = from_server.read_u8().await {
        // The answer to the question for TLS is one byte.
        if std::mem::take(&mut is_first) && kind == b'N' {
            drop(to_client.write_all(&[kind]).await);
            continue;
        }
        let Ok(length) = from_server.read_u32().await else { break };
        let mut rest = vec![0; usize::try_from(length).unwrap() - 4];
        if from_server.read_exact(&mut rest).await.is_err() {
            break;
        }
        if kind == READY && is_lost(&left) {
            break;
        }
        let message = [&[kind][..], &length.to_be_bytes(), &rest].concat();
        if to_client.write_all(&message).await.is_err() {
            break;
        }
    }
    asking.abort();
}

/// Counts one more reply.
fn is_lost(left: &AtomicU64) -> bool {
    let counted = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| match left {
        0 | u64::MAX => None,
        left => Some(left - 1),
    });
    counted == Ok(1)
}

// FA-02 INV5 INV6
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_reply_to_any_message_may_get_lost_and_the_retry_gives_the_first_answer() {
    let test = postgres().await;
    let lossy = Lossy::start(TestDatabase::socket());
    let node = test.node_over(lossy.folder.path(), DatabaseLimits::default()).await;
    let sender = account(&test.database, "sender@example.jp").await;
    let (mut lost, mut unknown) = (0, 0);
    for number in 1.. {
        let mut story = Story::new(&sender);
        let before = lost;
        for step in Step::ALL {
            lossy.lose(number);
            let first = story.take(&node, step).await;
            lost += u64::from(lossy.lift());
            unknown += u64::from(first.is_err());
            let again = story.take(&node, step).await;
            assert!(again.is_ok(), "reply {number} of {step:?}: {again:?}");
            let events = test.database.timeline(story.document.id).await.unwrap();
            if let Some(kind) = step.event() {
                let count = events.iter().filter(|event| event.what.name() == kind).count();
                assert_eq!(count, 1, "reply {number} of {step:?}");
            }
        }
        if lost == before {
            break;
        }
    }
    assert!(lost > 60 && unknown > 50, "{lost} replies were lost, {unknown} answers were unknown");
    test.database.integrate().await.unwrap();
    let report = test.database.verify_audit().await.unwrap();
    assert_eq!((report.problems, report.integrated), (vec![], report.events));
}
