//! A network before the object storage that loses, tears, delays and changes.

use std::sync::{Arc, Mutex};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

/// What happens to a request or its answer.
#[derive(Clone)]
pub(super) enum Mishap {
    /// The server has too much to do, and says so.
    Busy,
    /// It is done, and the connection breaks before the answer.
    AnswerLost,
    /// Only so many bytes of the answer's body come.
    AnswerTorn(usize),
    /// No answer ever comes.
    Silence,
    /// It is passed on when this says so; that it came is told by the other one.
    Held { came: Arc<Notify>, go: Arc<Notify> },
    /// The request is passed on without its condition.
    Unconditional,
}

/// The network. What is planned happens to the next requests that fit.
pub(super) struct Network {
    pub(super) port: u16,
    plan: Arc<Mutex<Vec<(&'static str, Mishap)>>>,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Network {
    pub(super) async fn before(server: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let network = Self { port, plan: Arc::default(), seen: Arc::default() };
        let (plan, seen) = (network.plan.clone(), network.seen.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                tokio::spawn(pass_on(client, server, plan.clone(), seen.clone()));
            }
        });
        network
    }

    /// The next request that begins like this has this mishap.
    pub(super) fn plan(&self, request: &'static str, mishap: Mishap) {
        self.plan.lock().unwrap().push((request, mishap));
    }

    /// Nothing that was planned is left.
    pub(super) fn is_done(&self) -> bool {
        self.plan.lock().unwrap().is_empty()
    }

    /// How many requests began like this.
    pub(super) fn count(&self, request: &str) -> usize {
        self.seen.lock().unwrap().iter().filter(|seen| seen.starts_with(request)).count()
    }
}

async fn pass_on(
    mut client: TcpStream,
    server: u16,
    plan: Arc<Mutex<Vec<(&'static str, Mishap)>>>,
    seen: Arc<Mutex<Vec<String>>>,
) -> Option<()> {
    let mut request = read_request(&mut client).await?;
    let line = String::from_utf8_lossy(&request).lines().next()?.to_owned();
    seen.lock().unwrap().push(line.clone());
    let mishap = {
        let mut plan = plan.lock().unwrap();
        let next = plan.iter().position(|(begins, _)| line.starts_with(begins));
        next.map(|at| plan.remove(at).1)
    };
    match &mishap {
        Some(Mishap::Busy) => {
            let body = "<Error><Code>SlowDown</Code></Error>";
            let answer = format!(
                "HTTP/1.1 503 Service Unavailable\r\nContent-Length: {}\r\nConnection: close\r\n\r\n{body}",
                body.len()
            );
            return client.write_all(answer.as_bytes()).await.ok();
        }
        Some(Mishap::Silence) => std::future::pending().await,
        Some(Mishap::Held { came, go }) => {
            came.notify_one();
            go.notified().await;
        }
        Some(Mishap::Unconditional) => {
            let text = String::from_utf8_lossy(&request).into_owned();
            request = text.replace("if-none-match: *\r\n", "").into_bytes();
        }
        _ => {}
    }
    let mut upstream = TcpStream::connect(("127.0.0.1", server)).await.ok()?;
    upstream.write_all(&request).await.ok()?;
    let mut answer = Vec::new();
    upstream.read_to_end(&mut answer).await.ok()?;
    match mishap {
        Some(Mishap::AnswerLost) => return None,
        Some(Mishap::AnswerTorn(bytes)) => {
            let head = answer.windows(4).position(|end| end == b"\r\n\r\n")? + 4;
            answer.truncate(head + bytes);
        }
        _ => {}
    }
    client.write_all(&answer).await.ok()
}

async fn read_request(client: &mut TcpStream) -> Option<Vec<u8>> {
    let mut request = Vec::new();
    loop {
        if client.read_buf(&mut request).await.ok()? == 0 {
            return None;
        }
        let Some(head) = request.windows(4).position(|end| end == b"\r\n\r\n") else { continue };
        let text = String::from_utf8_lossy(&request[..head]).to_ascii_lowercase();
        let length = text.lines().find_map(|line| line.strip_prefix("content-length: "));
        let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
        if request.len() >= head + 4 + length {
            return Some(request);
        }
    }
}
