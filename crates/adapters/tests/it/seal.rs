//! Looking into uploads and sealing, through the port.

use crate::people::NOW;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use wariin_adapters::PadesSealer;
use wariin_domain::{DocumentId, Uuid};
use wariin_ports::{PdfRefusal, SealError, SealOrder, SealedParty, Sealer};

const CONTRACT: &[u8] = include_bytes!("../../../../docs/examples/contract.pdf");

fn order() -> SealOrder {
    SealOrder {
        document: DocumentId::from(Uuid::from_u128(42)),
        parties: vec![SealedParty {
            name: "山田 太郎".into(),
            method: "2要素認証 (E1)".into(),
            consented_at: NOW,
        }],
        at: NOW,
    }
}

// T-004
#[tokio::test]
async fn the_seal_names_the_document_and_how_each_party_was_authenticated() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seal.pem");
    let sealer = PadesSealer::load_or_create(&path, "割印商事", NOW).unwrap();
    let pdf = sealer.seal(CONTRACT.to_vec(), order()).await.unwrap();
    assert!(pdf.starts_with(CONTRACT));
    let reason = "document 00000000-0000-0000-0000-00000000002a; 山田 太郎 2要素認証 (E1) 2026-";
    let utf16: String = reason.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    assert!(String::from_utf8_lossy(&pdf).contains(&utf16));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    let again = PadesSealer::load_or_create(&path, "割印商事", NOW).unwrap();
    assert_eq!(again.certificate_pem(), sealer.certificate_pem());
}

#[tokio::test]
async fn an_upload_is_looked_into_and_what_cannot_be_sealed_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("seal.pem");
    let sealer = PadesSealer::load_or_create(&path, "割印商事", NOW).unwrap();
    let facts = sealer.inspect(CONTRACT.to_vec()).await.unwrap();
    assert_eq!((facts.pages, facts.repaired), (2, None));
    let refused = sealer.inspect(b"no pdf".to_vec()).await;
    assert_eq!(refused, Err(PdfRefusal::NotPdf));
    let unsealable = sealer.seal(b"no pdf".to_vec(), order()).await;
    assert!(matches!(unsealable, Err(SealError::Unsealable(_))));
}
