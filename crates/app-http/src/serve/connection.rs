//! One connection: its requests over HTTP/1 or HTTP/2, each answered by the endpoint.

use super::felt::Felt;
use super::pulse::{Answer, Pulse, Timeouts, Turn};
use super::version::version;
use crate::switch::{Switch, is_on};
use hyper::body::{Body as HttpBody, Bytes, Frame, Incoming, SizeHint};
use hyper::header::{CONNECTION, HeaderValue};
use hyper::server::conn::http1::{self, Parts};
use hyper::server::conn::http2;
use hyper::service::{Service, service_fn};
use hyper_util::rt::{TokioExecutor, TokioIo};
use poem::http::uri::Scheme;
use poem::http::{self, Version};
use poem::web::{LocalAddr, RemoteAddr};
use poem::{Addr, Body, Endpoint, Request, Response};
use std::convert::Infallible;
use std::error::Error;
use std::future::poll_fn;
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

/// Serves a connection until it ends, keeps the service waiting for too long, or the service closes. Between two
/// requests over HTTP/1 it keeps no buffers: most open connections wait for a request that does not come.
pub(super) async fn serve<Stream, E>(
    stream: Stream,
    pulse: Arc<Pulse>,
    ((local, remote), scheme): ((SocketAddr, SocketAddr), Scheme),
    common: Arc<Common<E>>,
) where
    Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    E: Endpoint<Output = Response> + 'static,
{
    let own = pulse;
    let mut stream = Felt::new(stream, Arc::clone(&own));
    let mut is_closing = common.is_closing.clone();
    let addresses = (LocalAddr(Addr::socket(local)), RemoteAddr(Addr::socket(remote)));
    loop {
        let version = tokio::select! {
            version = version(&mut stream) => version,
            () = own.is_over() => return,
            () = is_on(&mut is_closing) => return,
        };
        let Ok(Some(version)) = version else { return };
        let (pulse, common) = (Arc::clone(&own), Arc::clone(&common));
        let (addresses, scheme) = (addresses.clone(), scheme.clone());
        let service = service_fn(move |request| {
            let (pulse, common) = (Arc::clone(&pulse), Arc::clone(&common));
            // In a box of its own: an open connection without a request keeps no room for the answer's state.
            Box::pin(answer(request, pulse, (addresses.clone(), scheme.clone()), common))
        });
        // In boxes, for the same reason.
        let ends = Ends { pulse: Arc::clone(&own), is_closing: is_closing.clone() };
        if version == Version::HTTP_2 {
            return Box::pin(over_http2(stream, service, ends)).await;
        }
        match Box::pin(over_http1(stream, service, ends)).await {
            Some(rested) => stream = rested,
            None => return,
        }
    }
}

/// What ends a connection from the service's side.
struct Ends {
    pulse: Arc<Pulse>,
    is_closing: Switch,
}

/// Serves requests over HTTP/1. Returns the stream where it waits for the next request, without anything kept.
async fn over_http1<Stream, S, B>(
    stream: Felt<Stream>,
    service: S,
    Ends { pulse, mut is_closing }: Ends,
) -> Option<Felt<Stream>>
where
    Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    S: Service<http::Request<Incoming>, Response = http::Response<B>, Error = Infallible> + Unpin,
    S::Future: Unpin,
    B: HttpBody<Error: Into<Box<dyn Error + Send + Sync>>> + 'static,
{
    let mut builder = http1::Builder::new();
    let mut connection =
        builder.max_buf_size(READ_BYTES).serve_connection(TokioIo::new(stream), service);
    let turn = tokio::select! {
        biased;
        _ = &mut connection => return None,
        turn = pulse.turn() => Some(turn),
        () = is_on(&mut is_closing) => None,
    };
    if turn == Some(Turn::End) {
        return None;
    }
    // Between two requests it ends at once.
    Pin::new(&mut connection).graceful_shutdown();
    if turn.is_none() {
        tokio::select! {
            _ = connection => {}
            () = pulse.is_over() => {}
        }
        return None;
    }
    tokio::select! {
        ended = poll_fn(|context| connection.poll_without_shutdown(context)) => ended.ok()?,
        () = pulse.is_over() => return None,
    }
    pulse.is_at_rest();
    let Parts { io, read_buf, .. } = connection.into_parts();
    let mut stream = io.into_inner();
    stream.put_back(&read_buf);
    Some(stream)
}

/// Serves requests over HTTP/2.
async fn over_http2<Stream, S, B>(
    stream: Felt<Stream>,
    service: S,
    Ends { pulse, mut is_closing }: Ends,
) where
    Stream: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    S: Service<http::Request<Incoming>, Response = http::Response<B>, Error = Infallible>,
    S::Future: Send + 'static,
    B: HttpBody<Data: Send, Error: Into<Box<dyn Error + Send + Sync>>> + Send + 'static,
{
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder
        .max_concurrent_streams(STREAMS)
        .max_pending_accept_reset_streams(20)
        .max_header_list_size(16 * 1024);
    let mut connection = pin!(builder.serve_connection(TokioIo::new(stream), service));
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

/// Has the endpoint answer a request.
async fn answer<E: Endpoint<Output = Response>>(
    request: http::Request<Incoming>,
    pulse: Arc<Pulse>,
    ((local, remote), scheme): ((LocalAddr, RemoteAddr), Scheme),
    common: Arc<Common<E>>,
) -> Result<http::Response<impl HttpBody<Data = Bytes, Error = io::Error> + use<E>>, Infallible> {
    let version = request.version();
    let _request = pulse.begin(version);
    let has_body = !request.body().is_end_stream();
    let is_last = version < Version::HTTP_11 || request.headers().contains_key(CONNECTION);
    pulse.is_followed(!has_body && !is_last);
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
    Ok(response.map(|body| Written { body, _answer: pulse.answer() }))
}
/// The body of an answer, until it is written.
struct Written<B> {
    body: B,
    _answer: Answer,
}

impl<B: HttpBody + Unpin> HttpBody for Written<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Self::Data>, Self::Error>>> {
        Pin::new(&mut self.body).poll_frame(context)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
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
