//! One connection: its requests over HTTP/1 or HTTP/2, each answered by the endpoint.

use super::pulse::{Felt, Pulse, Timeouts};
use crate::switch::{Switch, is_on};
use hyper::body::{Body as _, Bytes, Incoming};
use hyper::header::{CONNECTION, HeaderValue};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto;
use poem::http::uri::Scheme;
use poem::http::{self, Version};
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Addr, Body, Endpoint, Request, Response};
use std::convert::Infallible;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_stream::{Stream, StreamExt};

/// How much of a request's head is read, and how much of a body at once.
const READ_BYTES: usize = 32 * 1024;
/// How many requests of one HTTP/2 connection are answered at once.
const STREAMS: u32 = 64;

/// What all connections have in common.
pub(super) struct Common<E> {
    pub(super) endpoint: E,
    pub(super) timeouts: Timeouts,
    /// Turns true when requests should go elsewhere: answers then end their HTTP/1 connections.
    pub(super) is_draining: Switch,
    /// Turns true when no further request is taken.
    pub(super) is_closing: Switch,
}

/// Serves a connection until it ends, keeps the service waiting for too long, or the service closes.
pub(super) async fn serve<Stream, E>(
    stream: Stream,
    pulse: Arc<Pulse>,
    ((local, remote), scheme): ((SocketAddr, SocketAddr), Scheme),
    common: Arc<Common<E>>,
) where
    Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    E: Endpoint<Output = Response> + 'static,
{
    let service = service_fn({
        let (pulse, common) = (Arc::clone(&pulse), Arc::clone(&common));
        move |request: http::Request<Incoming>| {
            let (pulse, common) = (Arc::clone(&pulse), Arc::clone(&common));
            let scheme = scheme.clone();
            // In a box of its own: an open connection without a request keeps no room for the answer's state.
            Box::pin(async move {
                let version = request.version();
                let _request = pulse.begin(version);
                let has_body = !request.body().is_end_stream();
                let (local, remote) =
                    (LocalAddr(Addr::socket(local)), RemoteAddr(Addr::socket(remote)));
                let mut request = Request::from((request, local, remote, scheme));
                if has_body {
                    let body = request.take_body();
                    request.set_body(patient(body, common.timeouts.body, &pulse));
                }
                let response = common.endpoint.get_response(request).await;
                let mut response: http::Response<_> = response.into();
                if *common.is_draining.borrow() && version < Version::HTTP_2 {
                    response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
                }
                Ok::<_, Infallible>(response)
            })
        }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().max_buf_size(READ_BYTES);
    builder
        .http2()
        .max_concurrent_streams(STREAMS)
        .max_pending_accept_reset_streams(20)
        .max_header_list_size(16 * 1024);
    let stream = TokioIo::new(Felt::new(stream, Arc::clone(&pulse)));
    let mut connection = pin!(builder.serve_connection(stream, service));
    let mut is_closing = common.is_closing.clone();
    tokio::select! {
        _ = connection.as_mut() => return,
        () = pulse.is_over() => return,
        () = is_on(&mut is_closing) => {}
    }
    connection.as_mut().graceful_shutdown();
    tokio::select! {
        _ = connection => {}
        () = pulse.is_over() => {}
    }
}

/// A body that fails when its next piece does not come in time, and tells the pulse while one is awaited.
fn patient(body: Body, patience: Duration, pulse: &Arc<Pulse>) -> Body {
    let pieces = body.into_bytes_stream().timeout(patience);
    let pieces = pieces.map(|piece| piece.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into())));
    let (pieces, pulse) = (Box::pin(pieces), Arc::clone(pulse));
    Body::from_bytes_stream(Awaited { pieces, pulse, is_awaiting: false })
}

/// The pieces of a body, and whether the request waits for the next one.
struct Awaited<Pieces> {
    pieces: Pin<Box<Pieces>>,
    pulse: Arc<Pulse>,
    is_awaiting: bool,
}

impl<Pieces: Stream<Item = io::Result<Bytes>>> Stream for Awaited<Pieces> {
    type Item = io::Result<Bytes>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.pieces.as_mut().poll_next(context);
        match (polled.is_pending(), self.is_awaiting) {
            (true, false) => self.pulse.awaits_body(),
            (false, true) => self.pulse.has_body(),
            (true, true) | (false, false) => {}
        }
        self.is_awaiting = polled.is_pending();
        if let Poll::Ready(Some(Ok(piece))) = &polled {
            self.pulse.has_come(piece.len());
        }
        polled
    }
}

impl<Pieces> Drop for Awaited<Pieces> {
    fn drop(&mut self) {
        if self.is_awaiting {
            self.pulse.has_body();
        }
    }
}
