//! `/metrics` on a listener of its own, which no proxy of the service leads to.

use super::SUM_UP_EVERY;
use crate::App;
use crate::switch::{Switch, is_on};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{Method, StatusCode, header, server::conn::http1};
use hyper_util::rt::{TokioIo, TokioTimer};
use metrics_exporter_prometheus::PrometheusHandle;
use poem::http::{HeaderValue, Request, Response};
use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

/// The text format, version 0.0.4.
const FORMAT: HeaderValue = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
/// How many connections are served at once.
const CONNECTIONS: usize = 8;
/// How long the head of a request may take.
const HEAD: Duration = Duration::from_secs(5);
/// How long a connection may last.
const LONGEST: Duration = Duration::from_mins(10);
/// How long to rest when no connection can be taken.
const REST: Duration = Duration::from_millis(50);

/// Listens on this address.
///
/// # Errors
/// Names the setting.
pub(crate) async fn listen(address: SocketAddr) -> Result<TcpListener, String> {
    let listener = TcpListener::bind(address).await;
    listener.map_err(|error| format!("WARIIN_METRICS_ADDR: {address}: {error}"))
}

/// Answers until told to stop.
pub(crate) async fn serve(
    listener: TcpListener,
    app: Arc<App>,
    handle: PrometheusHandle,
    mut stop: Switch,
) {
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        tokio::select! {
            () = is_on(&mut stop) => return,
            // What is recorded is kept value by value until it is summed up.
            () = sleep(SUM_UP_EVERY) => handle.run_upkeep(),
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    if let Ok(place) = Arc::clone(&places).try_acquire_owned() {
                        let (app, handle) = (Arc::clone(&app), handle.clone());
                        tokio::spawn(async move {
                            let _ = timeout(LONGEST, converse(stream, app, handle)).await;
                            drop(place);
                        });
                    }
                }
                Err(_) => sleep(REST).await,
            },
        }
    }
}

async fn converse(
    stream: TcpStream,
    app: Arc<App>,
    handle: PrometheusHandle,
) -> Result<(), hyper::Error> {
    let service = service_fn(move |request| {
        let (app, handle) = (Arc::clone(&app), handle.clone());
        async move { Ok::<_, Infallible>(answer(request, &app, &handle).await) }
    });
    let mut builder = http1::Builder::new();
    builder.timer(TokioTimer::new()).header_read_timeout(HEAD);
    builder.serve_connection(TokioIo::new(stream), service).await
}

async fn answer(
    request: Request<Incoming>,
    app: &App,
    handle: &PrometheusHandle,
) -> Response<String> {
    if request.uri().path() != "/metrics" || *request.method() != Method::GET {
        let mut response = Response::new("only GET /metrics is answered here\n".to_owned());
        *response.status_mut() = StatusCode::NOT_FOUND;
        return response;
    }
    let process = app.gathered.gather(app).await;
    let mut response = Response::new(handle.render() + &process);
    response.headers_mut().insert(header::CONTENT_TYPE, FORMAT);
    response
}
