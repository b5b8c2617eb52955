//! Visitors whose files arrive slowly, against the real program.

use super::form;
use crate::process::{Process, shared};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

/// The head of a request with a file for `/verify.json` from this network, behind a proxy on this machine.
fn head(network: usize, more: &str) -> Vec<u8> {
    format!(
        "POST /verify.json HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\
         x-forwarded-for: 203.0.{network}.1\r\ncontent-type: multipart/form-data; boundary=cut\r\n\
         content-length: {}\r\n{more}\r\n",
        body().len()
    )
    .into_bytes()
}

fn body() -> Vec<u8> {
    form(b"%PDF-1.7 and nothing else")
}

/// A request of which the service waits for the body.
fn slow(process: &Process, network: usize) -> TcpStream {
    let mut stream = process.sent(&head(network, "expect: 100-continue\r\n")).unwrap();
    let mut asked = [0; 25];
    stream.read_exact(&mut asked).unwrap();
    assert_eq!(&asked, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream
}

fn whole(process: &Process, network: usize) -> String {
    status(process.sent(&[head(network, ""), body()].concat()).unwrap())
}

fn status(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer.split(' ').nth(1).unwrap_or_default().to_owned()
}

// O-44 EV-08
#[tokio::test(flavor = "multi_thread")]
async fn files_that_arrive_slowly_from_four_networks_keep_no_other_visitor_waiting() {
    let (_service, data) = shared().await;
    let proxies = [("WARIIN_TRUSTED_PROXIES", "127.0.0.1")];
    let process = Process::start(&data, &proxies, Stdio::null());
    let mut held: Vec<_> = (0..16).map(|number| slow(&process, number / 4)).collect();
    assert_eq!(whole(&process, 0), "503", "one network has its places and no more");
    assert_eq!(whole(&process, 99), "200");
    let mut last = held.pop().unwrap();
    last.write_all(&body()).unwrap();
    assert_eq!(status(last), "200", "and what has arrived at last is looked at");
}
