//! Looking into uploads and sealing, through the port.

use crate::people::NOW;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use wariin_adapters::{PadesSealer, PdfWorker};
use wariin_domain::{DocumentId, Uuid};
use wariin_ports::{PdfRefusal, SealError, SealOrder, SealedParty, Sealer};

const CONTRACT: &[u8] = include_bytes!("../../../../docs/examples/contract.pdf");

fn sealer(path: &Path) -> PadesSealer {
    let worker = PdfWorker { program: "/nowhere".into(), argument: "inspect" };
    PadesSealer::load_or_create(path, "割印商事", worker, NOW).unwrap()
}

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
    let made = sealer(&path);
    let pdf = made.seal(CONTRACT.to_vec(), order()).await.unwrap();
    assert!(pdf.starts_with(CONTRACT));
    let reason =
        "document 00000000-0000-0000-0000-00000000002a; 1/1 「山田 太郎」 2要素認証 (E1) 2026-";
    let utf16: String = reason.encode_utf16().map(|unit| format!("{unit:04X}")).collect();
    assert!(String::from_utf8_lossy(&pdf).contains(&utf16));
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    assert_eq!(sealer(&path).certificate_pem(), made.certificate_pem());
}

#[tokio::test]
async fn what_cannot_be_sealed_is_said_to_be_so_and_a_worker_that_cannot_start_refuses() {
    let folder = tempfile::tempdir().unwrap();
    let sealer = sealer(&folder.path().join("seal.pem"));
    let unsealable = sealer.seal(b"no pdf".to_vec(), order()).await;
    assert!(matches!(unsealable, Err(SealError::Unsealable(_))));
    let refused = sealer.inspect(CONTRACT.to_vec()).await;
    assert_eq!(refused, Err(PdfRefusal::TooComplex));
}
