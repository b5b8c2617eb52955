//! A network that is cut in the middle of an upload or a download, against the real program.

use crate::browser::Browser;
use crate::process::{Process, shared, until};
use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::Stdio;
use wariin_domain::Uuid;

const CONTRACT: &[u8] = include_bytes!("../../../../docs/examples/contract.pdf");
/// How many uploads and downloads are cut.
const CUTS: usize = 120;
/// The size of an upload that is cut.
const LARGE: usize = 3_000_000;
/// How much more memory the program may have afterwards.
const FLAT: u64 = 40_000_000;

/// The files below this folder, and what is on its way to it.
fn files(folder: &Path) -> usize {
    let entries = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path());
    entries.map(|path| if path.is_dir() { files(&path) } else { 1 }).sum()
}

/// A request with this browser's cookies.
fn request(browser: &Browser<'_>, line: &str, headers: &str, body: &[u8]) -> Vec<u8> {
    let cookies: Vec<String> = browser.cookies.iter().map(|(k, v)| format!("{k}={v}")).collect();
    let head = format!(
        "{line} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\ncookie: {}\r\n{headers}\r\n",
        cookies.join("; ")
    );
    [head.as_bytes(), body].concat()
}

fn upload(browser: &Browser<'_>, token: &str, file: &[u8]) -> Vec<u8> {
    let part = |head: &str, contents: &[u8]| {
        let head = format!("--cut\r\ncontent-disposition: form-data; {head}\r\n\r\n");
        [head.as_bytes(), contents, b"\r\n"].concat()
    };
    let body = [
        part("name=\"csrf\"", token.as_bytes()),
        part("name=\"title\"", "契約書".as_bytes()),
        part("name=\"files\"; filename=\"a.pdf\"", file),
        b"--cut--\r\n".to_vec(),
    ]
    .concat();
    let headers = format!(
        "content-type: multipart/form-data; boundary=cut\r\nsec-fetch-site: same-origin\r\n\
         content-length: {}\r\n",
        body.len()
    );
    request(browser, "POST /documents/new", &headers, &body)
}

// FA-11
#[tokio::test(flavor = "multi_thread")]
async fn a_network_that_is_cut_anywhere_leaves_nothing_of_an_upload_and_takes_no_memory() {
    let (service, data) = shared().await;
    let process = Process::start(&data, &[], Stdio::null());
    let sender = service.person("sender@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    let mut browser = Browser::with_session(&service, &cookie);
    let token = browser.token().await;
    let folder = Path::new(&data).join("files");

    let whole = upload(&browser, &token, CONTRACT);
    let mut answer = String::new();
    process.sent(&whole).unwrap().read_to_string(&mut answer).unwrap();
    let (_, place) = answer.split_once("location: /documents/").expect(&answer);
    let document = Uuid::parse_str(&place[..36]).unwrap().into();
    let (events, kept) = (service.events().await, files(&folder));
    let document = service.document(document).await;
    let path = format!("GET /documents/{}/files/{}", document.id, document.files[0].id);
    let download = request(&browser, &path, "", b"");
    let large = upload(&browser, &token, &[CONTRACT, &vec![b' '; LARGE]].concat());
    let before = process.resident();

    for number in 0..CUTS {
        // In every part of the request, its last byte included.
        let at = if number < 40 { number * 40 } else { large.len() * number / CUTS };
        let at = if number + 1 == CUTS { large.len() - 1 } else { at };
        drop(process.sent(&large[..at]).unwrap());

        let mut stream = process.sent(&download).unwrap();
        stream.read_exact(&mut vec![0; 1 + number * 50]).unwrap();
        drop(stream);
    }

    until("nothing is left of what was cut", || files(&folder) == kept);
    assert_eq!(service.events().await, events, "and nothing happened");
    let grown = process.resident().saturating_sub(before);
    assert!(grown < FLAT, "{grown} bytes more");
    let mut stream = process.sent(&download).unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).unwrap();
    assert!(answer.ends_with(CONTRACT), "a whole download is whole");
}

/// How many clients download at once, and the size of what they download.
const READERS: usize = 40;
const DOWNLOAD: usize = 15_000_000;
/// What all of them together may hold in memory: a tenth of what they download.
const HELD: u64 = 60_000_000;

/// A PDF of one page with a resource of this size.
fn large_pdf() -> Vec<u8> {
    let stream = |dictionary: &str, data: &str| {
        format!("<<{dictionary}/Length {}>>stream\n{data}\nendstream", data.len())
    };
    let filler = format!("% {}", "Wariin ".repeat(DOWNLOAD / 7));
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R\
         /Resources<</XObject<</X 5 0 R>>>>>>"
            .to_owned(),
        stream("", "0 0 m"),
        stream("/Type/XObject/Subtype/Form/BBox[0 0 1 1]", &filler),
    ];
    let (mut pdf, mut rows) = ("%PDF-1.7\n".to_owned(), String::new());
    for (number, body) in (1..).zip(&objects) {
        rows += &format!("{:010} 00000 n\r\n", pdf.len());
        pdf += &format!("{number} 0 obj\n{body}\nendobj\n");
    }
    let (start, count) = (pdf.len(), objects.len() + 1);
    pdf += &format!("xref\n0 {count}\n0000000000 65535 f\r\n{rows}");
    pdf += &format!("trailer\n<</Size {count}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF\n");
    pdf.into_bytes()
}

// EV-08
#[tokio::test(flavor = "multi_thread")]
async fn large_downloads_that_are_read_slowly_take_no_memory_and_are_whole() {
    let (service, data) = shared().await;
    let process = Process::start(&data, &[], Stdio::null());
    let sender = service.person("sender@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    let mut browser = Browser::with_session(&service, &cookie);
    let token = browser.token().await;
    let file = large_pdf();

    let mut answer = String::new();
    let mut sent = process.sent(&upload(&browser, &token, &file)).unwrap();
    sent.read_to_string(&mut answer).unwrap();
    let (_, place) = answer.split_once("location: /documents/").expect(&answer);
    let document = service.document(Uuid::parse_str(&place[..36]).unwrap().into()).await;
    let path = format!("GET /documents/{}/files/{}", document.id, document.files[0].id);
    let download = request(&browser, &path, "", b"");
    let before = process.resident();

    let mut readers: Vec<_> = (0..READERS).map(|_| process.sent(&download).unwrap()).collect();
    for reader in &mut readers {
        reader.read_exact(&mut [0; 64]).unwrap();
    }
    let grown = process.resident().saturating_sub(before);
    assert!(grown < HELD, "{grown} bytes more for {READERS} downloads");

    let mut answer = Vec::new();
    readers[READERS - 1].read_to_end(&mut answer).unwrap();
    let kept = usize::try_from(document.files[0].bytes).unwrap();
    assert!(kept > DOWNLOAD / 10 * 9, "next to nothing is taken off the file: {kept}");
    let head = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
    assert_eq!(answer.len() - head - 4, kept, "a download that was read slowly is whole");
}
