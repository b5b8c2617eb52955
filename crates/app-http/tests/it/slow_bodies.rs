//! Bodies that drip or stop, over real sockets.

use crate::browser::Browser;
use crate::service::Service;
use poem::listener::{Acceptor, Listener, TcpListener};
use std::net::SocketAddr;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::{sleep, timeout};

const CONTRACT: &[u8] = include_bytes!("../../../../docs/examples/contract.pdf");
/// For how long a client may send nothing here, instead of ten seconds.
const STILL: Duration = Duration::from_millis(300);
/// How long an answer may take.
const PATIENCE: Duration = Duration::from_secs(30);

/// The service with that limit, behind a socket.
async fn listening() -> (Service, SocketAddr) {
    let service = Service::start_still(STILL).await;
    let acceptor = TcpListener::bind("127.0.0.1:0").into_acceptor().await.unwrap();
    let address = *acceptor.local_addr()[0].0.as_socket_addr().unwrap();
    let server = poem::Server::new_with_acceptor(acceptor);
    tokio::spawn(server.run(wariin_app_http::app(&service.app)));
    (service, address)
}

fn head(path: &str, kind: &str, length: usize, cookies: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncookie: {cookies}\r\n\
         sec-fetch-site: same-origin\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\n\r\n"
    )
}

/// Sends the head, then piece by piece with so long between them, until there is an answer; says what it is.
async fn sent(
    address: SocketAddr,
    head: &str,
    pieces: impl Iterator<Item = Vec<u8>>,
    every: Duration,
) -> String {
    let (mut reader, mut writer) = TcpStream::connect(address).await.unwrap().into_split();
    writer.write_all(head.as_bytes()).await.unwrap();
    let answer = tokio::spawn(async move {
        let mut answer = Vec::new();
        // A connection that is closed while the client still sends may be reset behind the answer.
        while let Ok(1..) = reader.read_buf(&mut answer).await {}
        String::from_utf8_lossy(&answer).into_owned()
    });
    for piece in pieces {
        if answer.is_finished() || writer.write_all(&piece).await.is_err() {
            break;
        }
        sleep(every).await;
    }
    let answer = timeout(PATIENCE, answer).await.expect("it is answered").unwrap();
    answer.lines().next().unwrap_or_default().to_owned()
}

// EV-08
#[tokio::test]
async fn a_form_that_stops_or_drips_is_ended_wherever_it_is_sent() {
    let (_service, address) = listening().await;
    let form = "application/x-www-form-urlencoded";
    for path in ["/sign-in", "/forgotten-password", "/idp/0/logout", "/nowhere"] {
        let head = head(path, form, 60_000, "");
        let stopped = sent(address, &head, std::iter::once(b"a=b".to_vec()), STILL).await;
        assert!(stopped.starts_with("HTTP/1.1 408"), "{path}: {stopped}");
        let drops = std::iter::repeat_n(vec![b'a'], 200);
        let dripped = sent(address, &head, drops, Duration::from_millis(40)).await;
        assert!(dripped.starts_with("HTTP/1.1 408"), "{path}: {dripped}");
    }
    let head = head("/sign-in", form, 3, "");
    let whole = sent(address, &head, std::iter::once(b"a=b".to_vec()), STILL).await;
    assert!(whole.starts_with("HTTP/1.1 403"), "the form was read; it has no token: {whole}");
}

// EV-08
#[tokio::test]
async fn an_upload_that_stops_is_ended_and_one_that_is_slow_and_steady_is_taken() {
    let (service, address) = listening().await;
    let sender = service.person("sender@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    let mut browser = Browser::with_session(&service, &cookie);
    let token = browser.token().await;
    let cookies: Vec<String> = browser.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let part = |head: &str, contents: &[u8]| {
        let head = format!("--cut\r\ncontent-disposition: form-data; {head}\r\n\r\n");
        [head.as_bytes(), contents, b"\r\n"].concat()
    };
    let body = [
        part("name=\"csrf\"", token.as_bytes()),
        part("name=\"title\"", "契約書".as_bytes()),
        part("name=\"files\"; filename=\"a.pdf\"", CONTRACT),
        b"--cut--\r\n".to_vec(),
    ]
    .concat();
    let kind = "multipart/form-data; boundary=cut";
    let head = head("/documents/new", kind, body.len(), &cookies.join("; "));
    let half = body[..body.len() / 2].to_vec();
    let stopped = sent(address, &head, std::iter::once(half), STILL).await;
    assert!(stopped.starts_with("HTTP/1.1 408"), "{stopped}");
    // Eight pieces, which the service waits for longer than it waits for any byte.
    let pieces: Vec<Vec<u8>> = body.chunks(body.len().div_ceil(8)).map(<[u8]>::to_vec).collect();
    let slow = sent(address, &head, pieces.into_iter(), STILL / 4).await;
    assert!(slow.starts_with("HTTP/1.1 303"), "{slow}");
}
