//! Uploads, inspected by the program itself in a process of its own.

use crate::browser::{Browser, Page};
use crate::service::Service;
use poem::http::Method;
use std::fs;
use std::io::Write;
use tokio::net::TcpListener;
use wariin_domain::{DocumentId, Uuid};
use wariin_ports::{Clock, PdfRefusal, SealError, SealOrder};

const CONTRACT: &[u8] = include_bytes!("../../../../docs/examples/contract.pdf");

// DO-03
#[tokio::test]
async fn a_sound_upload_is_accepted_a_repaired_one_is_returned_and_another_is_refused() {
    let service = Service::start().await;
    let inspector = &service.ports().inspector;
    let inspected = inspector.inspect(CONTRACT.to_vec()).await.unwrap();
    assert_eq!((inspected.pages, inspected.repaired), (2, None));
    let junk = [b"\r\n", CONTRACT].concat();
    let inspected = inspector.inspect(junk).await.unwrap();
    assert_eq!(inspected.pages, 2);
    assert!(inspected.repaired.unwrap().starts_with(b"%PDF-"));
    assert_eq!(inspector.inspect(b"no pdf".to_vec()).await, Err(PdfRefusal::NotPdf));
}

/// Sends the form of a new draft with these parts after the token: heads and contents.
async fn sent(browser: &mut Browser<'_>, parts: &[(&str, &[u8])]) -> Page {
    let token = browser.token().await;
    let mut body = Vec::new();
    let token = ("name=\"csrf\"", token.as_bytes());
    for (head, contents) in [token].iter().chain(parts) {
        body.extend(format!("--cut\r\ncontent-disposition: form-data; {head}\r\n\r\n").as_bytes());
        body.extend(*contents);
        body.extend(b"\r\n");
    }
    body.extend(b"--cut--\r\n");
    let kind = ("content-type", "multipart/form-data; boundary=cut");
    let headers = [kind, ("sec-fetch-site", "same-origin")];
    browser.send(Method::POST, "/documents/new", &headers, body).await
}

// EV-08
#[tokio::test]
async fn an_upload_is_kept_as_it_was_sent_and_leaves_nothing_beside_it() {
    const FILE: &str = "name=\"files\"; filename=\"contract.pdf\"";
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let cookie = service.strongly(&sender).await;
    let mut browser = Browser::with_session(&service, &cookie);
    let title: (&str, &[u8]) = ("name=\"title\"", "契約書".as_bytes());
    let folder = service.folder.path().join("data/files");
    let entries = || fs::read_dir(&folder).unwrap().count();
    let before = entries();

    let page = sent(&mut browser, &[title, (FILE, b"no pdf")]).await;
    assert_eq!((page.status.as_u16(), entries()), (422, before));
    let long = vec![b'a'; 64 * 1024 + 1];
    let page = sent(&mut browser, &[("name=\"title\"", &long), (FILE, CONTRACT)]).await;
    assert_eq!((page.status.as_u16(), entries()), (413, before));
    let many: Vec<(&str, &[u8])> = vec![(FILE, b"%PDF-"); 101];
    let page = sent(&mut browser, &many).await;
    assert_eq!((page.status.as_u16(), entries()), (422, before));

    // A file that was not chosen comes as an empty one.
    let page = sent(&mut browser, &[(FILE, b""), title, (FILE, CONTRACT)]).await;
    assert_eq!(page.status.as_u16(), 303, "{}", page.text());
    let folders = fs::read_dir(&folder).unwrap().flatten().filter_map(|e| e.path().read_dir().ok());
    let mut kept = folders.flatten().flatten().map(|file| fs::read(file.path()).unwrap());
    assert!(kept.any(|bytes| bytes == CONTRACT));
    assert_eq!(entries(), before + 1, "one folder for one digest");
}

// DO-06
#[tokio::test]
async fn a_bomb_exhausts_its_own_process_and_the_service_goes_on() {
    let service = Service::start().await;
    let inspector = &service.ports().inspector;
    assert_eq!(inspector.inspect(bomb()).await, Err(PdfRefusal::TooComplex));
    assert!(inspector.inspect(CONTRACT.to_vec()).await.is_ok());
}

// FA-07
#[tokio::test]
async fn an_inspection_does_not_wait_for_seals_whose_timestamp_authority_never_answers() {
    let authority = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", authority.local_addr().unwrap());
    let service = Service::start_with(&[("WARIIN_TSA_URL", &address)]).await;
    let sealer = &service.ports().sealer;
    let order = SealOrder {
        document: DocumentId::from(Uuid::from_u128(42)),
        parties: Vec::new(),
        at: service.clock.now(),
    };
    let seals = [(); 2].map(|()| {
        let (sealer, order) = (sealer.clone(), order.clone());
        tokio::spawn(async move { sealer.seal(CONTRACT.to_vec(), order).await })
    });
    let silent = [authority.accept().await.unwrap(), authority.accept().await.unwrap()];
    let inspected = service.ports().inspector.inspect(CONTRACT.to_vec()).await;
    assert!(inspected.is_ok());
    assert!(seals.iter().all(|seal| !seal.is_finished()), "the inspection waited for a seal");

    drop((authority, silent));
    for seal in seals {
        let refused = seal.await.unwrap();
        assert!(matches!(refused, Err(SealError::Unavailable(_))), "{refused:?}");
    }
}

/// An object stream of a few kilobytes, packed twice, that unpacks to 768 megabytes.
fn bomb() -> Vec<u8> {
    let packed = deflated(|encoder| {
        let blank = vec![b' '; 1 << 20];
        for _ in 0..768 {
            encoder.write_all(&blank).unwrap();
        }
    });
    let twice = deflated(|encoder| encoder.write_all(&packed).unwrap());
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    let length = twice.len();
    let stream = [
        format!(
            "<</Type/ObjStm/N 1/First 4/Filter[/FlateDecode/FlateDecode]/Length {length}>>stream\n"
        )
        .into_bytes(),
        twice,
        b"\nendstream".to_vec(),
    ]
    .concat();
    let objects: [&[u8]; 3] =
        [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[4 0 R]/Count 1>>", &stream];
    for (number, body) in (1..).zip(objects) {
        offsets.push(pdf.len());
        pdf.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        pdf.extend_from_slice(body);
        pdf.extend_from_slice(b"\nendobj\n");
    }
    let start = pdf.len();
    let mut rows = vec![0, 0, 0, 0, 0, 0, 0];
    for offset in &offsets {
        rows.push(1);
        rows.extend_from_slice(&u32::try_from(*offset).unwrap().to_be_bytes());
        rows.extend_from_slice(&[0, 0]);
    }
    rows.extend_from_slice(&[2, 0, 0, 0, 3, 0, 0]);
    rows.push(1);
    rows.extend_from_slice(&u32::try_from(start).unwrap().to_be_bytes());
    rows.extend_from_slice(&[0, 0]);
    let head =
        format!("5 0 obj\n<</Type/XRef/W[1 4 2]/Size 6/Root 1 0 R/Length {}>>stream\n", rows.len());
    pdf.extend_from_slice(head.as_bytes());
    pdf.extend_from_slice(&rows);
    pdf.extend_from_slice(format!("\nendstream\nendobj\nstartxref\n{start}\n%%EOF\n").as_bytes());
    pdf
}

fn deflated(fill: impl FnOnce(&mut flate2::write::ZlibEncoder<Vec<u8>>)) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    fill(&mut encoder);
    encoder.finish().unwrap()
}
