//! Filling input fields: what is kept, what is refused, and what readers see.

mod copying;
mod filling;
mod shown;

use crate::world::{
    NOW, PRINCIPAL, by_password, by_totp, draft, recipient_id, sender, session, taro, work,
};
use wariin_domain::fixtures::{self, consent_to, text, text_field};
use wariin_domain::{Assignee, Consented, Document, FieldId, Filling, InputField};
use wariin_ports::mock::{MockPorts, MockWork};
use wariin_usecases::{FillFields, Ports};

const OWN: Assignee = Assignee::Sender;

fn by_taro() -> Assignee {
    Assignee::Recipient(recipient_id())
}

/// Sent to Taro with these fields, and opened by Taro.
fn with(fields: impl IntoIterator<Item = InputField>) -> Document {
    let mut document = draft();
    let fields = fields.into_iter().collect();
    let _ = document.set_fields(fields, &by_password(&sender()), NOW).unwrap();
    let mut document = fixtures::send(document, false);
    let (account, strong) = (taro(), by_totp(&taro(), NOW));
    let access = fixtures::signed_in(&account, &strong);
    let _ = document.open(recipient_id(), access, NOW).unwrap();
    document
}

/// Two texts of Taro's.
fn asked() -> Document {
    with([text_field(1, by_taro()), text_field(2, by_taro())])
}

fn id(number: u8) -> FieldId {
    text_field(number, OWN).id
}

fn consent(document: &mut Document) {
    let (account, strong) = (taro(), by_totp(&taro(), NOW));
    let request = consent_to(document.content_digest_for(recipient_id()));
    let access = fixtures::signed_in(&account, &strong);
    let consented = document.consent(recipient_id(), access, request, NOW).unwrap();
    assert!(matches!(consented, Consented::Now(_)));
}

fn fill(document: &mut Document, number: u8, value: &str) {
    let (account, strong) = (taro(), by_totp(&taro(), NOW));
    let access = fixtures::signed_in(&account, &strong);
    let filling = vec![(id(number), Some(text(value)))];
    let _ = document.fill(recipient_id(), access, filling, NOW).unwrap();
}

fn by_taro_session() -> MockWork {
    work(Some(session(by_totp(&taro(), NOW))), vec![taro()])
}

/// Taro asks, on this document.
fn world(document: &Document, work: MockWork) -> MockPorts {
    let mut world = Ports::mock().with([work]);
    let found = document.clone();
    world.views.expect_document_of().returning(move |_| Ok(Some(found.clone())));
    world.views.expect_session().returning(|_| Ok(Some(session(by_totp(&taro(), NOW)))));
    world.views.expect_account().returning(|_| Ok(Some(taro())));
    world
}

fn command(filling: Filling) -> FillFields {
    FillFields { principal: PRINCIPAL, recipient: recipient_id(), filling }
}

fn prints(world: &mut MockPorts) {
    world.printer.expect_check().returning(|fields| Ok(vec![None; fields.len()]));
}
