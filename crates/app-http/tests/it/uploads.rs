//! Uploads, inspected by the program itself in a process of its own.

use crate::browser::{Browser, Page};
use crate::service::{PROGRAM, Service};
use poem::http::Method;
use std::fs::{self, Permissions};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::{Arc, LazyLock};
use tokio::net::TcpListener;
use wariin_adapters::PdfWorkers;
use wariin_domain::{Agreement, DocumentId, Uuid};
use wariin_ports::{
    Clock, PageRenderer, PdfInspector, PdfRefusal, RenderFault, SealError, SealOrder,
};

const CONTRACT: &[u8] = include_bytes!("../../../../docs/examples/contract.pdf");

// DO-03
#[tokio::test]
async fn a_sound_upload_is_accepted_a_repaired_one_is_returned_and_another_is_refused() {
    let service = Service::start().await;
    let inspector = &service.ports().inspector;
    let inspected = inspector.inspect(CONTRACT.to_vec(), None).await.unwrap();
    assert_eq!((inspected.pages, inspected.replacement), (2, None));
    let junk = [b"\r\n", CONTRACT].concat();
    let inspected = inspector.inspect(junk, None).await.unwrap();
    assert_eq!(inspected.pages, 2);
    assert!(inspected.replacement.unwrap().starts_with(b"%PDF-"));
    assert_eq!(inspector.inspect(b"no pdf".to_vec(), None).await, Err(PdfRefusal::NotPdf));
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
    assert_eq!(inspector.inspect(bomb(), None).await, Err(PdfRefusal::TooComplex));
    assert!(inspector.inspect(CONTRACT.to_vec(), None).await.is_ok());
}

// FA-07
#[tokio::test]
async fn an_inspection_does_not_wait_for_seals_whose_timestamp_authority_never_answers() {
    let authority = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/", authority.local_addr().unwrap());
    let service = Service::start_with(&[("WARIIN_TSA_URL", &address)]).await;
    let sealer = &service.ports().sealer;
    let order = SealOrder {
        fields: Vec::new(),
        shown: wariin_ports::ShownSeal::Nothing,
        subject: wariin_ports::SealedSubject::Contract,
        agreement: Agreement {
            document: DocumentId::from(Uuid::from_u128(42)),
            sender: None,
            parties: Vec::new(),
        },
        at: service.clock.now(),
    };
    let seals = [(); 2].map(|()| {
        let (sealer, order) = (sealer.clone(), order.clone());
        tokio::spawn(async move { sealer.seal(CONTRACT.to_vec(), order).await })
    });
    let silent = [authority.accept().await.unwrap(), authority.accept().await.unwrap()];
    let inspected = service.ports().inspector.inspect(CONTRACT.to_vec(), None).await;
    assert!(inspected.is_ok());
    assert!(seals.iter().all(|seal| !seal.is_finished()), "the inspection waited for a seal");

    drop((authority, silent));
    for seal in seals {
        let refused = seal.await.unwrap();
        assert!(matches!(refused, Err(SealError::Unavailable(_))), "{refused:?}");
    }
}

/// Workers of a program that writes a line into a file whenever it starts.
fn counted_workers(folder: &Path) -> (PdfWorkers, impl Fn() -> usize) {
    let (program, starts) = (folder.join("program"), folder.join("starts"));
    let script =
        format!("#!/bin/sh\necho started >> {}\nexec {PROGRAM} \"$@\"\n", starts.display());
    fs::write(&program, script).unwrap();
    fs::set_permissions(&program, Permissions::from_mode(0o700)).unwrap();
    let count = move || fs::read_to_string(&starts).unwrap_or_default().lines().count();
    (PdfWorkers::new(program, "pdf-worker"), count)
}

// DO-06
#[tokio::test]
async fn a_worker_is_used_again_until_a_pdf_ends_it_and_is_started_when_it_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let (workers, starts) = counted_workers(folder.path());
    assert_eq!(starts(), 0);
    for _ in 0..3 {
        workers.inspect(CONTRACT.to_vec(), None).await.unwrap();
        workers.image(CONTRACT.to_vec(), 1, 160).await.unwrap();
        assert_eq!(workers.text(CONTRACT.to_vec(), 3).await, Err(RenderFault::Undrawable));
    }
    assert_eq!(starts(), 1, "one process served them all, also after a page that there is not");
    assert_eq!(workers.image(bombed_page(), 1, 720).await, Err(RenderFault::TooComplex));
    workers.inspect(CONTRACT.to_vec(), None).await.unwrap();
    assert!(starts() > 1, "the process that met the bomb is not used again");
}

// FA-12 DO-06
#[tokio::test]
async fn pages_that_exhaust_their_workers_keep_neither_uploads_nor_other_pages_from_being_served() {
    let folder = tempfile::tempdir().unwrap();
    let workers = Arc::new(counted_workers(folder.path()).0);
    let page = bombed_page();
    let bombs = [(); 6].map(|()| {
        let (workers, page) = (Arc::clone(&workers), page.clone());
        tokio::spawn(async move { workers.image(page, 1, 720).await })
    });
    assert!(workers.inspect(CONTRACT.to_vec(), None).await.is_ok());
    assert!(bombs.iter().any(|bomb| !bomb.is_finished()), "the inspection waited for the pages");
    for bomb in bombs {
        assert_eq!(bomb.await.unwrap(), Err(RenderFault::TooComplex));
    }
    assert!(workers.image(CONTRACT.to_vec(), 1, 160).await.is_ok());
}

/// A page whose content unpacks to 768 megabytes.
fn bombed_page() -> Vec<u8> {
    let packed = &*PACKED;
    let stream = format!("<</Filter/FlateDecode/Length {}>>stream\n", packed.len());
    let objects = [
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 100]/Contents 4 0 R>>".to_vec(),
        [stream.as_bytes(), packed, b"\nendstream"].concat(),
    ];
    let mut pdf = b"%PDF-1.7\n".to_vec();
    let mut offsets = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        offsets.push(pdf.len());
        let number = format!("{} 0 obj\n", index + 1);
        pdf.extend([number.as_bytes(), object, b"\nendobj\n"].concat());
    }
    let table = pdf.len();
    pdf.extend(b"xref\n0 5\n0000000000 65535 f \n");
    for offset in offsets {
        pdf.extend(format!("{offset:010} 00000 n \n").bytes());
    }
    pdf.extend(format!("trailer<</Size 5/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n").bytes());
    pdf
}

/// An object stream of a few kilobytes, packed twice, that unpacks to 768 megabytes.
fn bomb() -> Vec<u8> {
    let twice = deflated(|encoder| encoder.write_all(&PACKED).unwrap());
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

/// 768 megabytes of spaces.
static PACKED: LazyLock<Vec<u8>> = LazyLock::new(|| {
    deflated(|encoder| {
        let blank = vec![b' '; 1 << 20];
        for _ in 0..768 {
            encoder.write_all(&blank).unwrap();
        }
    })
});

fn deflated(fill: impl FnOnce(&mut flate2::write::ZlibEncoder<Vec<u8>>)) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    fill(&mut encoder);
    encoder.finish().unwrap()
}
