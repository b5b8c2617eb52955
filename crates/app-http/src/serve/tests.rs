//! Connections of well and badly behaved clients, over real sockets.

mod rest;
mod room;

use super::admission::Limits;
use super::connection::{Common, serve};
use super::pulse::{Pulse, Timeouts};
use super::server::{Server, listen};
use crate::config::TrustedProxies;
use poem::endpoint::make;
use poem::http::StatusCode;
use poem::{EndpointExt, Request, Response};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio::time::Instant;

const SHORT: Duration = Duration::from_millis(300);
const LONG: Duration = Duration::from_mins(5);
/// How long a test waits for what the service should do at once.
const PATIENCE: Duration = Duration::from_secs(10);
const ATTACKER: &str = "127.0.0.2";
const CLIENT: &str = "127.0.0.1";
const HALF: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\nX-";
const WHOLE: &[u8] = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n";

/// A server with a few pages: `/` tells the client's address, `/wait` reads what it is sent and answers when it
/// is let go, and a POST elsewhere tells how long its body is.
struct Trial {
    address: SocketAddr,
    let_go: Arc<Notify>,
    has_come: Arc<Notify>,
    drain: watch::Sender<bool>,
    close: watch::Sender<bool>,
    serving: JoinHandle<()>,
}

/// Timeouts that no test reaches, and many connections.
fn patient() -> (Timeouts, Limits) {
    let timeouts = Timeouts { head: LONG, body: LONG, idle: LONG, rest: LONG };
    (timeouts, Limits { per_address: 1000, total: 1000, proxies: TrustedProxies::default() })
}

impl Trial {
    fn start((timeouts, limits): (Timeouts, Limits)) -> Self {
        let listener = listen("127.0.0.1:0".parse().unwrap()).unwrap();
        let address = listener.local_addr().unwrap();
        let (let_go, has_come) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
        let (wait, come) = (Arc::clone(&let_go), Arc::clone(&has_come));
        let endpoint = make(move |request| answer(request, Arc::clone(&wait), Arc::clone(&come)));
        let (drain, is_draining) = watch::channel(false);
        let (close, is_closing) = watch::channel(false);
        let patience = Duration::from_secs(5);
        let tls = None;
        let server = Server { endpoint, timeouts, limits, patience, tls, is_draining, is_closing };
        let serving = tokio::spawn(server.run(listener));
        Self { address, let_go, has_come, drain, close, serving }
    }

    async fn connect(&self, from: &str) -> TcpStream {
        self.try_connect(from).await.unwrap()
    }

    async fn try_connect(&self, from: &str) -> std::io::Result<TcpStream> {
        let socket = TcpSocket::new_v4()?;
        socket.bind(SocketAddr::new(from.parse::<IpAddr>().unwrap(), 0))?;
        socket.connect(self.address).await
    }

    /// A connection on which this was sent.
    async fn sent(&self, from: &str, bytes: &[u8]) -> TcpStream {
        let mut stream = self.connect(from).await;
        stream.write_all(bytes).await.unwrap();
        stream
    }

    /// Whether a page is shown to a client at this address.
    async fn serves(&self, from: &str) -> bool {
        let mut stream = self.sent(from, WHOLE).await;
        reply(&mut stream).await.starts_with("HTTP/1.1 200 OK")
    }
}

async fn answer(
    mut request: Request,
    wait: Arc<Notify>,
    come: Arc<Notify>,
) -> poem::Result<Response> {
    match request.uri().path() {
        "/wait" => {
            request.take_body().into_vec().await.unwrap();
            come.notify_one();
            wait.notified().await;
            Ok("waited".into())
        }
        _ if request.method() == "POST" => match request.take_body().into_vec().await {
            Ok(body) => Ok(format!("{} bytes", body.len()).into()),
            Err(_) => Ok(StatusCode::REQUEST_TIMEOUT.into()),
        },
        _ => Ok(request.remote_addr().to_string().into()),
    }
}

/// Head and body of an answer whose length is told.
async fn reply(stream: &mut TcpStream) -> String {
    let mut text = String::new();
    loop {
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            if length.is_none_or(|length| body.len() >= length.parse().unwrap()) {
                return text;
            }
        }
        let mut piece = [0; 1024];
        let read = tokio::time::timeout(PATIENCE, stream.read(&mut piece)).await;
        match read.expect("an answer") {
            Ok(0) | Err(_) => return text,
            Ok(read) => text += std::str::from_utf8(&piece[..read]).unwrap(),
        }
    }
}

/// Waits for the other side to close; how many bytes came before.
async fn closed(stream: &mut TcpStream) -> usize {
    let (mut all, mut piece) = (0, vec![0; 64 * 1024]);
    let closing = async {
        while let Ok(read @ 1..) = stream.read(&mut piece).await {
            all += read;
        }
    };
    tokio::time::timeout(PATIENCE, closing).await.expect("the service closes");
    all
}

// EV-08
#[tokio::test]
async fn a_connection_that_sends_nothing_or_half_a_preface_is_closed() {
    let (timeouts, limits) = patient();
    let trial = Trial::start((Timeouts { head: SHORT, ..timeouts }, limits));
    for begun in [&b""[..], b"P", b"PRI * HTTP/2.0\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"] {
        let mut stream = trial.sent(CLIENT, begun).await;
        closed(&mut stream).await;
    }
}

// EV-08
#[tokio::test]
async fn a_connection_is_kept_between_requests_until_it_is_idle_for_too_long() {
    let (timeouts, limits) = patient();
    let trial = Trial::start((Timeouts { idle: SHORT, ..timeouts }, limits.clone()));
    let mut stream = trial.sent(CLIENT, WHOLE).await;
    let own = stream.local_addr().unwrap().to_string();
    assert!(reply(&mut stream).await.ends_with(&format!("socket://{own}")), "the client's address");
    stream.write_all(WHOLE).await.unwrap();
    assert!(reply(&mut stream).await.starts_with("HTTP/1.1 200"));
    assert_eq!(closed(&mut stream).await, 0);

    // Half of a further head counts as one, not as idle.
    let trial = Trial::start((Timeouts { head: SHORT, ..timeouts }, limits));
    let mut stream = trial.sent(CLIENT, WHOLE).await;
    reply(&mut stream).await;
    stream.write_all(HALF).await.unwrap();
    assert_eq!(closed(&mut stream).await, 0);
}

// EV-08
#[tokio::test]
async fn a_body_that_stops_coming_is_refused_and_its_connection_closed() {
    let (timeouts, limits) = patient();
    let trial = Trial::start((Timeouts { body: SHORT, ..timeouts }, limits));
    let head = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\n\r\n";
    let mut stream = trial.sent(CLIENT, &[&head[..], b"abcdef"].concat()).await;
    assert!(reply(&mut stream).await.ends_with("6 bytes"));
    let mut stream = trial.sent(CLIENT, &[&head[..], b"abc"].concat()).await;
    assert!(reply(&mut stream).await.starts_with("HTTP/1.1 408"));
    closed(&mut stream).await;
}

// EV-08
#[tokio::test(start_paused = true)]
async fn a_client_that_does_not_read_its_answer_is_closed_and_one_that_reads_slowly_is_not() {
    let (timeouts, _) = patient();
    let timeouts =
        Timeouts { head: Duration::from_secs(10), idle: Duration::from_mins(1), ..timeouts };
    let (_sender, never) = watch::channel(false);
    let address = "192.0.2.1:80".parse().unwrap();
    // The last one sends half of its next request meanwhile.
    for (reads, mut next) in [(false, ""), (true, ""), (true, "GET / HT")] {
        let endpoint = make(async |_: Request| Ok::<_, poem::Error>(vec![7_u8; 10_000]));
        let common = Common {
            endpoint: endpoint.map_to_response(),
            timeouts,
            is_draining: never.clone(),
            is_closing: never.clone(),
        };
        let (mut client, stream) = tokio::io::duplex(1000);
        let served = serve(
            stream,
            Pulse::new(timeouts),
            ((address, address), poem::http::uri::Scheme::HTTP),
            Arc::new(common),
        );
        let (served, began) = (tokio::spawn(served), Instant::now());
        client.write_all(b"GET / HTTP/1.1\r\n\r\n").await.unwrap();
        let mut received = 0;
        while reads && let Ok(read @ 1..) = client.read(&mut [0; 1000]).await {
            received += read;
            client.write_all(std::mem::take(&mut next).as_bytes()).await.unwrap();
            tokio::time::sleep(Duration::from_secs(50)).await;
        }
        tokio::time::timeout(LONG * 2, served).await.expect("the connection ends").unwrap();
        assert_eq!(received > 10_000, reads);
        assert!(reads || began.elapsed().as_secs() == 60, "{:?}", began.elapsed());
    }
}

// EV-08
#[tokio::test]
async fn a_slow_answer_is_not_cut_off() {
    let (_, limits) = patient();
    let timeouts = Timeouts { head: SHORT, body: SHORT, idle: SHORT, rest: SHORT / 3 };
    let trial = Trial::start((timeouts, limits));
    let mut waiting = trial.sent(CLIENT, b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    trial.has_come.notified().await;
    // Another connection that is closed meanwhile, twice.
    for _ in 0..2 {
        closed(&mut trial.connect(CLIENT).await).await;
    }
    trial.let_go.notify_one();
    assert!(reply(&mut waiting).await.ends_with("waited"));
}

// EV-08
#[tokio::test]
async fn http_2_by_prior_knowledge_is_served_and_closed_when_idle() {
    let (timeouts, limits) = patient();
    let trial = Trial::start((Timeouts { idle: SHORT, ..timeouts }, limits));
    let settings = [0, 0, 0, 4, 0, 0, 0, 0, 0];
    // GET / over http, by the static table (RFC 7541, appendix A).
    let headers = [0, 0, 3, 1, 5, 0, 0, 0, 1, 0x82, 0x84, 0x86];
    let begun = [&b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"[..], &settings, &headers].concat();
    let mut stream = trial.sent(CLIENT, &begun).await;
    let mut received = Vec::new();
    let reading = stream.read_to_end(&mut received);
    tokio::time::timeout(PATIENCE, reading).await.expect("the service closes").unwrap();
    let status_200 = |frame: &[u8]| frame[..4] == [1, 4, 0, 0] && frame[4..6] == [0, 1];
    assert!(received.windows(6).any(status_200), "an answer's headers on stream 1");
    assert!(String::from_utf8_lossy(&received).contains("socket://127.0.0.1"));
}

// FA-10
#[tokio::test]
async fn requests_in_flight_are_answered_after_new_connections_are_refused() {
    let trial = Trial::start(patient());
    let mut idle = trial.sent(CLIENT, WHOLE).await;
    assert!(!reply(&mut idle).await.contains("connection: close"));
    let mut waiting = trial.sent(CLIENT, b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n").await;
    trial.has_come.notified().await;
    trial.drain.send_replace(true);
    let mut late = trial.sent(CLIENT, WHOLE).await;
    assert!(reply(&mut late).await.contains("connection: close"), "requests go elsewhere");
    trial.close.send_replace(true);
    assert_eq!(closed(&mut idle).await, 0);
    while trial.try_connect(CLIENT).await.is_ok() {
        tokio::task::yield_now().await;
    }
    trial.let_go.notify_one();
    assert!(reply(&mut waiting).await.ends_with("waited"));
    trial.serving.await.unwrap();
}
