//! The accept loop: takes connections, each with a place, and ends in an orderly way.

use super::admission::{Admission, Limits, Place};
use super::connection::{self, Common};
use super::pulse::{Pulse, Timeouts};
use super::tls::Tls;
use crate::switch::{Switch, is_on};
use poem::http::uri::Scheme;
use poem::{Endpoint, Response};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::task::JoinSet;

/// How many connections the system keeps that were not taken yet.
const BACKLOG: u32 = 4096;
/// How long to rest when no connection can be taken.
const REST: Duration = Duration::from_millis(50);

/// How connections are served.
pub(super) struct Server<E> {
    pub(super) endpoint: E,
    pub(super) timeouts: Timeouts,
    pub(super) limits: Limits,
    /// How long the requests in flight may take at the end.
    pub(super) patience: Duration,
    /// What secures the connections; nothing behind a proxy.
    pub(super) tls: Option<Arc<Tls>>,
    /// Turns true when requests should go elsewhere.
    pub(super) is_draining: Switch,
    /// Turns true when the service ends.
    pub(super) is_closing: Switch,
}

/// Listens on this address.
///
/// # Errors
/// When the system refuses it.
pub(super) fn listen(address: SocketAddr) -> io::Result<TcpListener> {
    let socket = if address.is_ipv4() { TcpSocket::new_v4() } else { TcpSocket::new_v6() }?;
    socket.set_reuseaddr(true)?;
    socket.bind(address)?;
    socket.listen(BACKLOG)
}

impl<E: Endpoint<Output = Response> + 'static> Server<E> {
    /// Serves until told to close. Then no connection is taken any more, and those that are open end after
    /// the requests in flight.
    pub(super) async fn run(self, listener: TcpListener) {
        let Self { endpoint, timeouts, limits, patience, tls, is_draining, mut is_closing } = self;
        let admission = Admission::new(limits);
        let closing = is_closing.clone();
        let common = Arc::new(Common { endpoint, timeouts, is_draining, is_closing: closing });
        let mut connections = JoinSet::new();
        loop {
            tokio::select! {
                () = is_on(&mut is_closing) => break,
                Some(_) = connections.join_next() => {}
                accepted = listener.accept() => match accepted {
                    Ok((stream, remote)) => {
                        let pulse = Pulse::new(timeouts);
                        if let Some(place) = admission.admit(remote.ip(), &pulse) {
                            let common = Arc::clone(&common);
                            let connection = (stream, remote, tls.clone());
                            connections.spawn(serve(connection, pulse, place, common));
                        }
                    }
                    Err(error) if is_of_one_connection(&error) => {}
                    Err(error) => {
                        tracing::error!(error = %error, "no connection can be taken");
                        tokio::time::sleep(REST).await;
                    }
                },
            }
        }
        drop(listener);
        let all = async { while connections.join_next().await.is_some() {} };
        if tokio::time::timeout(patience, all).await.is_err() {
            tracing::warn!(requests = connections.len(), "requests in flight were cut off");
            connections.shutdown().await;
        }
    }
}

async fn serve<E: Endpoint<Output = Response> + 'static>(
    (stream, remote, tls): (TcpStream, SocketAddr, Option<Arc<Tls>>),
    pulse: Arc<Pulse>,
    place: Place,
    common: Arc<Common<E>>,
) {
    // A client that is gone already.
    let Ok(local) = stream.set_nodelay(true).and_then(|()| stream.local_addr()) else {
        return;
    };
    let addresses = (local, remote);
    match tls {
        None => connection::serve(stream, pulse, (addresses, Scheme::HTTP), common).await,
        Some(tls) => {
            // The time for the first request's head is that of the handshake too.
            let secured = tokio::select! {
                secured = tls.handshake(stream) => secured,
                () = pulse.is_over() => return,
            };
            // One that speaks no TLS, or takes no certificate of ours, is gone, and so is an authority.
            if let Ok(Some(stream)) = secured {
                // In a box of its own: connections without TLS keep no room for its state.
                let served = connection::serve(stream, pulse, (addresses, Scheme::HTTPS), common);
                Box::pin(served).await;
            }
        }
    }
    drop(place);
}

/// Whether the error is about a connection that ended before it was taken.
fn is_of_one_connection(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::ConnectionAborted
            | io::ErrorKind::ConnectionReset
            | io::ErrorKind::ConnectionRefused
    )
}
