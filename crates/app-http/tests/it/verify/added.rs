//! What was added to a sealed PDF afterwards: each visitor is told.

use super::{Concluded, posted, told};
use crate::authority::{Authority, now, python};
use crate::browser::Browser;
use crate::evidence::concluded;
use crate::service::Service;
use std::process::Command;
use wariin_app_http::work_until_idle;
use wariin_domain::{SealLevel, Timestamp};
use wariin_pades::{KeyKind, SealKey, SignatureRequest, Utc, sign};
use wariin_ports::Clock;

/// Adds a stamp to the first page, in a revision of its own.
const ANNOTATE: &str = r#"
import sys
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.generic import pdf_name
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
with open(sys.argv[1], "rb+") as file:
    writer = IncrementalPdfFileWriter(file)
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    box = generic.ArrayObject([generic.NumberObject(n) for n in (0, 0, 90, 90)])
    kind = {pdf_name("/Type"): pdf_name("/Annot"), pdf_name("/Subtype"): pdf_name("/Stamp")}
    stamp = writer.add_object(generic.DictionaryObject({**kind, pdf_name("/Rect"): box}))
    page["/Annots"].append(stamp)
    writer.update_container(page["/Annots"])
    writer.write_in_place()
"#;

/// What the page says under this label, of each signature.
async fn said(service: &Service, file: &[u8], label: &str) -> Vec<String> {
    let page = posted(service, "/verify?lang=en", file).await.text();
    let label = format!("<dt>{label}</dt><dd>");
    let said = page.split(&label).skip(1);
    said.map(|rest| rest.split("</dd>").next().unwrap().to_owned()).collect()
}

const ADDED: &str = "Added after it";
const ALLOWED: &str = "Signatures, timestamps and what proves them, which is allowed";

// O-44
#[tokio::test]
async fn an_annotation_that_was_added_later_is_told_and_the_file_is_not_relied_on() {
    let own = Concluded::start().await;
    assert_eq!(said(&own.service, &own.sealed, ADDED).await, ["Nothing"]);
    let file = own.service.folder.path().join("annotated.pdf");
    std::fs::write(&file, &own.sealed).unwrap();
    let ran = Command::new(python("python3")).args(["-c", ANNOTATE]).arg(&file).output().unwrap();
    assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    let annotated = std::fs::read(&file).unwrap();
    assert!(annotated.starts_with(&own.sealed) && annotated.len() > own.sealed.len());

    let page = posted(&own.service, "/verify?lang=en", &annotated).await.text();
    assert!(page.contains("Do not rely on it") && page.contains("data-concluded=\"no\""));
    let added = said(&own.service, &annotated, ADDED).await;
    assert!(added.len() == 1 && added[0].ends_with("that it does not allow"), "{added:?}");
    let report = told(&own.service, &annotated).await;
    assert_eq!((&report["outcome"], &report["concluded_here"]), (&"failed".into(), &false.into()));
    let signature = &report["report"]["signatures"][0];
    assert_eq!(signature["added_is_allowed"], false);
    let changes = signature["added_since"]["changes"].as_array().unwrap();
    assert!(changes.contains(&"an annotation added".into()), "{changes:?}");
}

// O-44
#[tokio::test]
async fn a_signature_of_another_party_is_told_as_an_addition_and_as_anothers() {
    let own = Concluded::start().await;
    let at = Utc::from_unix(own.service.clock.now().as_seconds());
    let key = SealKey::generate(KeyKind::P256, "乙商店", at).unwrap();
    let key = SealKey::from_pem(&key.pem).unwrap();
    let request = SignatureRequest::new("乙商店", "確認", at);
    let signed = sign(own.sealed.clone(), &key, &request).unwrap();

    assert_eq!(said(&own.service, &signed, ADDED).await, [ALLOWED, "Nothing"]);
    let signers = said(&own.service, &signed, "Signed by").await;
    assert!(signers[0].ends_with("(the certificate of this service)"), "{signers:?}");
    assert!(signers[1].contains("乙商店"), "{signers:?}");
    assert!(signers[1].contains("not a certificate of this service"), "{signers:?}");
    let report = told(&own.service, &signed).await;
    // What was signed is intact; these bytes are not those that this service has issued.
    assert_eq!((&report["outcome"], &report["concluded_here"]), (&"good".into(), &false.into()));
    let signatures = &report["report"]["signatures"];
    assert_eq!(signatures[0]["added_since"], "signatures");
    assert_eq!(
        (&signatures[0]["chain"], &signatures[1]["added_since"]),
        (&"trusted".into(), &"nothing".into())
    );
    assert_ne!(signatures[1]["chain"], "trusted");
}

// O-44 O-46
#[tokio::test]
async fn a_timestamp_that_was_added_later_is_told_and_the_file_stays_the_services_own() {
    let begin = Timestamp::from_micros(Utc::as_unix(now()) * 1_000_000);
    let service = Service::start_at(begin, &[]).await;
    let sender = service.person("sender@example.jp", true).await;
    let taro = service.person("taro@example.com", true).await;
    let by = service.strongly(&sender).await;
    let sent = service.sent(&by, "taro@example.com").await;
    let document = concluded(&service, &sent, &taro).await;
    let authority = tokio::task::spawn_blocking(Authority::start).await.unwrap();
    let service = service.restart_with(&[("WARIIN_TSA_URL", &authority.times[0])]).await;
    let action = format!("/documents/{}/seals", document.id);
    Browser::with_session(&service, &by).post(&action, &[]).await;
    work_until_idle(service.ports()).await.unwrap();
    let raised = service.document(document.id).await;
    assert_eq!(raised.seal_level(), Some(SealLevel::Archived));
    let file = service.ports().files.get(raised.files[0].sealed.unwrap().digest).await.unwrap();

    assert_eq!(said(&service, &file, ADDED).await, [ALLOWED, "Nothing"]);
    let page = posted(&service, "/verify?lang=en", &file).await.text();
    assert!(
        page.contains("<h3>Signature 1</h3>") && page.contains("<h3>Timestamp 2</h3>"),
        "{page}"
    );
    let times = said(&service, &file, "When").await;
    assert!(times[1].contains(", by a timestamp of "), "{times:?}");
    assert!(page.contains("data-concluded=\"here\""));
    let report = told(&service, &file).await;
    assert_eq!((&report["outcome"], &report["concluded_here"]), (&"good".into(), &true.into()));
}
