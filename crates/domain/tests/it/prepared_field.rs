//! Input fields at the places of the form fields that an upload had.

use wariin_domain::fixtures::{A4, NOW, by_password, draft, field, file, id, sender, text_field};
use wariin_domain::{
    Assignee, Document, DocumentFile, FieldDefinition, FieldId, FieldKind, InputField, Surface,
    Uuid,
};

const TARO: fn() -> Assignee = || Assignee::Recipient(id(1));

fn prepared() -> Vec<FieldDefinition> {
    let checkbox = FieldKind::Checkbox { initially_checked: false };
    vec![
        text_field(1, Assignee::Sender).definition,
        field(3, Assignee::Sender, checkbox).definition,
        field(5, Assignee::Sender, FieldKind::Signature).definition,
    ]
}

/// A draft whose file had three form fields.
fn with_form() -> Document {
    let mut document = draft();
    replace(&mut document, DocumentFile { prepared: prepared(), ..file(7) });
    document
}

fn replace(document: &mut Document, file: DocumentFile) {
    let _ = document.replace_files(vec![file], &by_password(&sender()), NOW).unwrap();
}

fn taken(document: &Document) -> Vec<InputField> {
    let mut number = 9_000;
    document.fields_of_form(TARO(), || {
        number += 1;
        FieldId::from(Uuid::from_u128(number))
    })
}

// O-32
#[test]
fn every_form_field_makes_an_input_field_of_its_definition_for_the_assignee() {
    let document = with_form();
    assert_eq!(document.prepared_fields(), 3);
    let fields = taken(&document);
    let definitions: Vec<_> = fields.iter().map(|field| field.definition.clone()).collect();
    assert_eq!(definitions, prepared());
    assert!(fields.iter().all(|field| field.assignee == TARO() && field.value.is_none()));
    assert!(fields.iter().all(|field| field.file == file(7).id));
    let ids: std::collections::BTreeSet<_> = fields.iter().map(|field| field.id).collect();
    assert_eq!(ids.len(), 3);
    assert_eq!(draft().prepared_fields(), 0);
}

// O-32
#[test]
fn a_place_that_an_input_field_touches_makes_no_second_one() {
    let mut document = with_form();
    let own = text_field(1, Assignee::Sender);
    let _ = document.set_fields(vec![own.clone()], &by_password(&sender()), NOW).unwrap();
    assert_eq!((document.prepared_fields(), taken(&document).len()), (2, 2));
    let all = document.fields.iter().cloned().chain(taken(&document)).collect();
    let _ = document.set_fields(all, &by_password(&sender()), NOW).unwrap();
    assert_eq!(taken(&document), []);
    let mut elsewhere = own;
    elsewhere.definition.page = 2;
    let mut document = with_form();
    let file =
        DocumentFile { surface: Surface::Open(vec![A4; 2]), prepared: prepared(), ..file(7) };
    replace(&mut document, file);
    let _ = document.set_fields(vec![elsewhere], &by_password(&sender()), NOW).unwrap();
    assert_eq!(document.prepared_fields(), 3, "the other one is on another page");
}

// O-32
#[test]
fn a_file_that_takes_no_input_fields_offers_none() {
    let mut document = with_form();
    replace(
        &mut document,
        DocumentFile { surface: Surface::Closed, prepared: prepared(), ..file(7) },
    );
    assert_eq!((document.prepared_fields(), taken(&document).len()), (0, 0));
}
