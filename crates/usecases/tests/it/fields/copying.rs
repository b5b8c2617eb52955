//! Copying a field by a form.

use super::{by_taro, id};
use crate::world::{NOW, PRINCIPAL, by_password, draft, sender, session, work};
use std::sync::atomic::Ordering;
use wariin_domain::fixtures::text_field;
use wariin_domain::{CopyPlace, Document, Uuid};
use wariin_usecases::{DocumentCommand, FormKey, Ports, copy_field};

/// The key of the form.
const KEY: Uuid = Uuid::from_u128(77);

fn with_field() -> Document {
    let mut document = draft();
    let fields = vec![text_field(1, by_taro())];
    let _ = document.set_fields(fields, &by_password(&sender()), NOW).unwrap();
    document
}

/// Copies the first field of the document by the form with this key, and gives the copies and how often was saved.
async fn copied(document: &Document) -> (usize, usize) {
    let mut work = work(Some(session(by_password(&sender()))), vec![sender()]);
    work.finds(document);
    work.documents.expect_save().returning(|_, _| Ok(()));
    let mut world = Ports::mock().with([work]);
    world.tokens.expect_form_id().returning(|_, key| key);
    let (ports, commits) = world.wire();
    let on = DocumentCommand { document: document.id, principal: PRINCIPAL };
    let key = FormKey::read(&KEY.to_string());
    let copies = copy_field(&ports, on, key, id(1), CopyPlace::Beside).await.unwrap();
    (copies, commits.load(Ordering::SeqCst))
}

// O-32 FA-04
#[tokio::test]
async fn a_form_that_comes_again_makes_no_second_copy() {
    let document = with_field();
    assert_eq!(Box::pin(copied(&document)).await, (1, 1));
    let mut once = document.clone();
    let copies = once.copies_of_field(id(1), CopyPlace::Beside, || KEY.into());
    let fields = once.fields.iter().cloned().chain(copies).collect();
    let _ = once.set_fields(fields, &by_password(&sender()), NOW).unwrap();
    assert_eq!(Box::pin(copied(&once)).await, (1, 0), "nothing is saved");
}
