//! Uploads, looked into by the program itself in a process of its own.

use crate::service::Service;
use std::io::Write;
use wariin_ports::PdfRefusal;

const CONTRACT: &[u8] = include_bytes!("../../../../docs/examples/contract.pdf");

// DO-03
#[tokio::test]
async fn a_sound_upload_is_taken_a_repaired_one_comes_back_and_another_is_refused() {
    let service = Service::start().await;
    let sealer = &service.ports().sealer;
    let facts = sealer.inspect(CONTRACT.to_vec()).await.unwrap();
    assert_eq!((facts.pages, facts.repaired), (2, None));
    let junk = [b"\r\n", CONTRACT].concat();
    let facts = sealer.inspect(junk).await.unwrap();
    assert_eq!(facts.pages, 2);
    assert!(facts.repaired.unwrap().starts_with(b"%PDF-"));
    assert_eq!(sealer.inspect(b"no pdf".to_vec()).await, Err(PdfRefusal::NotPdf));
}

// DO-06
#[tokio::test]
async fn a_bomb_exhausts_its_own_process_and_the_service_goes_on() {
    let service = Service::start().await;
    let sealer = &service.ports().sealer;
    assert_eq!(sealer.inspect(bomb()).await, Err(PdfRefusal::TooComplex));
    assert!(sealer.inspect(CONTRACT.to_vec()).await.is_ok());
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
