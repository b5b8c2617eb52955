//! Connections that give their buffers back between two requests.

use super::{Common, Pulse, Timeouts, WHOLE, make, serve};
use poem::http::uri::Scheme;
use poem::{Body, EndpointExt, Request, Response};
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream, duplex};
use tokio::sync::watch;
use tokio::task::JoinHandle;
use tokio::time::{Instant, sleep, timeout};
use tokio_stream::{StreamExt, iter};

const SECOND: Duration = Duration::from_secs(1);
const TIMEOUTS: Timeouts = Timeouts {
    head: Duration::from_secs(10),
    body: SECOND,
    idle: Duration::from_mins(1),
    rest: SECOND,
};

/// A client and the connection that serves it: each request is answered by its path, a body is not read, and
/// `/slow` is written in pieces, five seconds apart.
struct Trial {
    client: DuplexStream,
    pulse: Arc<Pulse>,
    answered: Arc<AtomicUsize>,
    served: JoinHandle<()>,
    _open: watch::Sender<bool>,
}

impl Trial {
    fn start() -> Self {
        let (open, never) = watch::channel(false);
        let answered = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&answered);
        let endpoint = make(move |request: Request| {
            counted.fetch_add(1, Ordering::SeqCst);
            let path = request.uri().path().to_owned();
            async move {
                let slow = iter(["a", "b", "c"]).throttle(5 * SECOND);
                let slow = slow.map(|piece| Ok::<_, io::Error>(piece.as_bytes()));
                let is_slow = path == "/slow";
                Ok::<_, poem::Error>(Response::builder().body(if is_slow {
                    Body::from_bytes_stream(slow)
                } else {
                    Body::from(path)
                }))
            }
        });
        let common = Common {
            endpoint: endpoint.map_to_response(),
            timeouts: TIMEOUTS,
            is_draining: never.clone(),
            is_closing: never,
        };
        let (client, stream) = duplex(256 * 1024);
        let (address, pulse) = ("192.0.2.1:80".parse().unwrap(), Pulse::new(TIMEOUTS));
        let own = Arc::clone(&pulse);
        let served = serve(stream, own, ((address, address), Scheme::HTTP), Arc::new(common));
        Self { client, pulse, answered, served: tokio::spawn(served), _open: open }
    }

    /// Sends this, and reads until the answer ends so.
    async fn ask(&mut self, bytes: &[u8], end: &str) {
        self.client.write_all(bytes).await.unwrap();
        let mut text = String::new();
        while !text.ends_with(end) {
            let mut piece = [0; 1024];
            let read = timeout(60 * SECOND, self.client.read(&mut piece)).await;
            let read = read.expect("an answer").unwrap();
            assert_ne!(read, 0, "{text}");
            text += std::str::from_utf8(&piece[..read]).unwrap();
        }
    }

    /// Whether it rests after this time.
    async fn rests_after(&self, time: Duration) -> bool {
        sleep(time).await;
        self.pulse.rests()
    }
}

// EV-08
#[tokio::test(start_paused = true)]
async fn a_connection_rests_between_requests_and_answers_the_next_one() {
    let mut trial = Trial::start();
    for _ in 0..3 {
        trial.ask(WHOLE, "\r\n\r\n/").await;
        assert!(!trial.rests_after(SECOND / 2).await);
        assert!(trial.rests_after(SECOND).await);
    }
    // Byte by byte.
    for byte in &WHOLE[..WHOLE.len() - 1] {
        trial.client.write_all(&[*byte]).await.unwrap();
        sleep(SECOND / 10).await;
    }
    trial.ask(b"\n", "\r\n\r\n/").await;
    assert!(trial.rests_after(2 * SECOND).await);
    assert_eq!(trial.answered.load(Ordering::SeqCst), 4);
    drop(trial.client);
    trial.served.await.unwrap();
}

// EV-08
#[tokio::test(start_paused = true)]
async fn half_a_request_that_came_with_the_one_before_is_kept_while_the_connection_rests() {
    let next = b"GET /next HTTP/1.1\r\nHost: localhost\r\nX-Long: more than a preface\r\n\r\n";
    for half in [1, 7, 23, 24, 25, 60, next.len() - 1] {
        let mut trial = Trial::start();
        trial.ask(&[WHOLE, &next[..half]].concat(), "\r\n\r\n/").await;
        assert!(trial.rests_after(3 * SECOND).await);
        trial.ask(&next[half..], "\r\n\r\n/next").await;
    }
}

// EV-08
#[tokio::test(start_paused = true)]
async fn a_connection_that_its_client_ends_is_closed_and_does_not_rest() {
    for head in ["GET / HTTP/1.0\r\n\r\n", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"]
    {
        let mut trial = Trial::start();
        trial.ask(head.as_bytes(), "\r\n\r\n/").await;
        assert_eq!(trial.client.read(&mut [0; 1]).await.unwrap(), 0, "{head}");
        assert!(!trial.pulse.rests());
    }
}

// EV-08
#[tokio::test(start_paused = true)]
async fn the_rest_of_a_body_that_was_not_read_is_no_request() {
    for sent in [0, 1, 70_000] {
        let mut trial = Trial::start();
        let head = "POST /unread HTTP/1.1\r\nHost: localhost\r\nContent-Length: 90000\r\n\r\n";
        trial.ask(&[head.as_bytes(), &vec![b'x'; sent]].concat(), "/unread").await;
        sleep(3 * SECOND).await;
        // Refused where the connection has ended.
        let _ = trial.client.write_all(WHOLE).await;
        sleep(3 * SECOND).await;
        assert_eq!(trial.answered.load(Ordering::SeqCst), 1, "after {sent} bytes");
    }
}

// EV-08
#[tokio::test(start_paused = true)]
async fn an_answer_that_is_written_slowly_is_not_cut_off() {
    let mut trial = Trial::start();
    let began = Instant::now();
    trial.ask(b"GET /slow HTTP/1.1\r\nHost: localhost\r\n\r\n", "c\r\n0\r\n\r\n").await;
    assert!(began.elapsed() >= 10 * SECOND);
    assert!(!trial.pulse.rests());
    trial.ask(WHOLE, "\r\n\r\n/").await;
}

// EV-08
#[tokio::test(start_paused = true)]
async fn a_connection_that_rests_is_closed_when_idle_and_when_the_next_head_does_not_come() {
    for (begun, closed_after) in [(&b""[..], TIMEOUTS.idle), (b"GET /ne", TIMEOUTS.head)] {
        let mut trial = Trial::start();
        trial.ask(WHOLE, "\r\n\r\n/").await;
        assert!(trial.rests_after(2 * SECOND).await);
        let began = Instant::now();
        trial.client.write_all(begun).await.unwrap();
        trial.served.await.unwrap();
        assert!(began.elapsed() <= closed_after, "{:?}", began.elapsed());
        assert!(began.elapsed() > closed_after / 2, "{:?}", began.elapsed());
    }
}
