//! A socket before the server's own, which can fall silent: nothing is answered and nothing is closed.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::unix::{OwnedReadHalf, OwnedWriteHalf};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::watch;

/// The socket.
pub(super) struct Proxy {
    folder: TempDir,
    told: Arc<watch::Sender<Told>>,
}

/// Connections are numbered from 0.
#[derive(Default)]
struct Told {
    opened: u64,
    /// Connections with a smaller number are silent.
    silent_below: u64,
}

impl Proxy {
    pub(super) fn start(server: PathBuf) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
        let told = Arc::new(watch::Sender::<Told>::default());
        let counted = Arc::clone(&told);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let number = counted.borrow().opened;
                counted.send_modify(|told| told.opened += 1);
                let (from_client, to_client) = client.into_split();
                let server = UnixStream::connect(&server).await.unwrap();
                let (from_server, to_server) = server.into_split();
                tokio::spawn(pass_on(number, from_client, to_server, counted.subscribe()));
                tokio::spawn(pass_on(number, from_server, to_client, counted.subscribe()));
            }
        });
        Self { folder, told }
    }

    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// All connections are silent, those that are opened from now on too.
    pub(super) fn fall_silent(&self) {
        self.told.send_modify(|told| told.silent_below = u64::MAX);
    }

    /// The connections that are open are silent, those that are opened from now on are not.
    pub(super) fn forget_connections(&self) {
        self.told.send_modify(|told| told.silent_below = told.opened);
    }

    pub(super) fn answer_again(&self) {
        self.told.send_modify(|told| told.silent_below = 0);
    }
}

async fn pass_on(
    number: u64,
    mut from: OwnedReadHalf,
    mut to: OwnedWriteHalf,
    mut told: watch::Receiver<Told>,
) {
    let mut bytes = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut bytes).await {
        if told.wait_for(|told| number >= told.silent_below).await.is_err()
            || to.write_all(&bytes[..count]).await.is_err()
        {
            return;
        }
    }
}
