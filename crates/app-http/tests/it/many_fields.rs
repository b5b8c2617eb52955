//! A document with as many input fields as there may be, from placing to the sealed file.

use crate::browser::Browser;
use crate::fields::{set, text_field};
use crate::service::{STATEMENT, Service};
use poem::http::StatusCode;
use std::process::Command;
use std::time::Instant;
use wariin_app_http::work_until_idle;
use wariin_domain::{
    Assignee, DocumentStatus, FieldText, FieldValue, Filling, InputField, Length, MAX_FIELDS,
    RecipientId, Uuid,
};
use wariin_usecases::{
    FillFields, GiveConsent, OpenDocument, SecretInput, consent, fill_fields, open_document,
    recipient_file,
};

/// As many texts of Taro's as there may be, on both pages.
fn most(taro: RecipientId, _: RecipientId) -> Vec<InputField> {
    let text = |number: u32| {
        let mut field = text_field(&format!("欄{number}"), Assignee::Recipient(taro), number % 28);
        field.id = Uuid::from_u128(10_000 + u128::from(number)).into();
        field.definition.page = 1 + number % 2;
        field.definition.area.left = Length::mm(number / 28 * 3);
        field.definition.area.width = Length::mm(10);
        field
    };
    (0..u32::try_from(MAX_FIELDS).unwrap()).map(text).collect()
}

// O-32 O-33
#[tokio::test]
async fn as_many_fields_as_there_may_be_are_placed_filled_sealed_and_opened() {
    let service = Service::start().await;
    let sender = service.person("sender@example.jp", true).await;
    let taro = service.person("taro@example.com", true).await;
    let hanako = service.person("hanako@example.com", true).await;
    let by = service.strongly(&sender).await;
    let on = service.draft(&by, "taro@example.com").await;
    service.add(on, "hanako@example.com").await;
    let mut since = Instant::now();
    let mut took = |what: &str| {
        println!("{MAX_FIELDS} fields {what}: {} ms", since.elapsed().as_millis());
        since = Instant::now();
    };
    set(&service, on, most).await;
    let step = format!("/documents/{}/03", on.document);
    assert_eq!(Browser::with_session(&service, &by).get(&step).await.status, StatusCode::OK);
    took("placed and shown to the sender");
    let document = service.send(on).await;
    assert_eq!(document.fields.len(), MAX_FIELDS);
    let recipients = [document.recipients[0].id, document.recipients[1].id];
    for (recipient, person) in recipients.into_iter().zip([&taro, &hanako]) {
        service.clock.advance(60);
        let cookie = service.strongly(person).await;
        let session = service.ports().tokens.session_key(&cookie);
        let opened = || OpenDocument { principal: Some(session.into()), recipient };
        open_document(service.ports(), opened()).await.unwrap();
        recipient_file(service.ports(), opened(), document.files[0].id).await.unwrap();
        if recipient == recipients[0] {
            took("sent and opened");
            let value = FieldValue::Text(FieldText::parse("甲").unwrap());
            let filling: Filling =
                document.fields.iter().map(|field| (field.id, Some(value.clone()))).collect();
            let command = FillFields { principal: session.into(), recipient, filling };
            fill_fields(service.ports(), command).await.unwrap();
        }
        let path = format!("/r/{recipient}/document");
        let page = Browser::with_session(&service, &cookie).get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        took("filled, or seen by the next recipient");
        let shown = service.document(document.id).await.content_digest_for(recipient);
        let code = Some(SecretInput(service.code(person)));
        let given = GiveConsent {
            turn: None,
            statement: STATEMENT,
            principal: session.into(),
            recipient,
            shown,
            code,
        };
        consent(service.ports(), given).await.unwrap();
        work_until_idle(service.ports()).await.unwrap();
        took("agreed to");
    }
    let concluded = service.document(document.id).await;
    assert!(matches!(concluded.status, DocumentStatus::Concluded { .. }), "{:?}", concluded.status);
    let path = format!("/documents/{}/files/{}", document.id, document.files[0].id);
    let pdf = Browser::with_session(&service, &by).get(&path).await;
    assert_eq!(pdf.status, StatusCode::OK);
    took("opened");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("it.pdf");
    std::fs::write(&file, &pdf.body).unwrap();
    let said = Command::new("pdftotext").arg(&file).arg("-").output().unwrap();
    let words = String::from_utf8_lossy(&said.stdout);
    assert_eq!(words.matches('甲').count(), MAX_FIELDS, "{words}");
}
