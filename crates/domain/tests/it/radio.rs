//! Radio buttons: of each group one is chosen.

use crate::field::{by_hanako, by_taro, draft_with};
use wariin_domain::fixtures::{
    NOW, by_password, by_totp, consent_to, field, file, id, send, sender, signed_in, taro,
};
use wariin_domain::{
    Assignee, Document, DocumentError, EventKind, FieldId, FieldKind, FieldLabel, FieldValue,
    Filling, InputField, ValueError,
};

fn radio(number: u8, assignee: Assignee, group: &str) -> InputField {
    field(number, assignee, FieldKind::Radio(FieldLabel::parse(group).unwrap()))
}

fn optional(field: InputField) -> InputField {
    let mut field = field;
    field.definition.is_required = false;
    field
}

/// Three buttons of one group of Taro's, and one of another, sent.
fn sent() -> Document {
    let buttons = [1, 2, 3].map(|number| radio(number, by_taro(), "支払"));
    let other = optional(radio(4, by_taro(), "送付"));
    send(draft_with(buttons.into_iter().chain([other])), false)
}

fn number(number: u8) -> FieldId {
    radio(number, by_taro(), "支払").id
}

fn fill(document: &mut Document, filling: Filling) -> Result<u32, DocumentError> {
    let account = taro();
    let strong = by_totp(&account, NOW);
    let events = document.fill(id(1), signed_in(&account, &strong), filling, NOW)?;
    Ok(events.iter().map(|event| &event.kind).fold(0, |sum, kind| match kind {
        EventKind::FieldsFilled { fields, .. } => sum + fields,
        _ => sum,
    }))
}

fn choose(document: &mut Document, chosen: u8) -> Result<u32, DocumentError> {
    fill(document, vec![(number(chosen), Some(FieldValue::Checked(true)))])
}

/// What stands in each field: chosen, not chosen, or nothing.
fn values(document: &Document) -> Vec<Option<bool>> {
    let value = |field: &InputField| match field.value {
        Some(FieldValue::Checked(is_chosen)) => Some(is_chosen),
        _ => None,
    };
    document.fields.iter().map(value).collect()
}

const NONE: Option<bool> = None;
const YES: Option<bool> = Some(true);
const NO: Option<bool> = Some(false);

// O-32 O-33
#[test]
fn the_button_that_is_chosen_last_is_the_one_of_its_group() {
    let mut document = sent();
    assert_eq!(choose(&mut document, 2), Ok(1));
    assert_eq!(values(&document), [NO, YES, NO, NONE]);
    assert_eq!(choose(&mut document, 4), Ok(1));
    assert_eq!(choose(&mut document, 3), Ok(1));
    assert_eq!(values(&document), [NO, NO, YES, YES], "other groups stay");
    let all = [1, 2, 3].map(|n| (number(n), Some(FieldValue::Checked(n == 1))));
    assert_eq!(fill(&mut document, all.to_vec()), Ok(2));
    assert_eq!(values(&document), [YES, NO, NO, YES], "a whole form");
    let printed = document.fields.iter().filter(|field| field.value_or_initial().is_some());
    assert_eq!(printed.count(), 2, "nothing is printed of those that are not chosen");
}

// O-33
#[test]
fn two_of_a_group_are_not_chosen_at_once() {
    let mut document = sent();
    let before = document.clone();
    let two = [1, 2].map(|n| (number(n), Some(FieldValue::Checked(true))));
    let refused = fill(&mut document, two.to_vec());
    let why = ValueError::NoSuchOption;
    assert_eq!(refused, Err(DocumentError::Value { field: number(2), why }));
    assert_eq!(document, before);
}

// O-33
#[test]
fn a_group_is_missing_once_until_one_of_it_is_chosen() {
    let mut document = sent();
    assert_eq!(document.missing_fields(by_taro()).count(), 1);
    let account = taro();
    let strong = by_totp(&account, NOW);
    let consent = |document: &mut Document| {
        let request = consent_to(document.content_digest_for(id(1)));
        document.consent(id(1), signed_in(&account, &strong), request, NOW).map(drop)
    };
    assert_eq!(consent(&mut document), Err(DocumentError::FieldsMissing(1)));
    choose(&mut document, 3).unwrap();
    assert_eq!(document.missing_fields(by_taro()).count(), 0);
    let none = vec![(number(3), Some(FieldValue::Checked(false)))];
    assert_eq!(fill(&mut document, none), Ok(1));
    assert_eq!(values(&document), [NONE; 4]);
    assert_eq!(consent(&mut document), Err(DocumentError::FieldsMissing(1)), "missing again");
    choose(&mut document, 1).unwrap();
    assert_eq!(consent(&mut document), Ok(()));
}

// O-32
#[test]
fn a_group_is_of_one_person_on_one_file_under_one_name() {
    let one = radio(1, by_taro(), "支払");
    assert!(one.is_in_group_of(&radio(2, by_taro(), "支払")));
    assert!(!one.is_in_group_of(&radio(2, by_taro(), "送付")));
    assert!(!one.is_in_group_of(&radio(2, by_hanako(), "支払")));
    let elsewhere = InputField { file: file(8).id, ..radio(2, by_taro(), "支払") };
    assert!(!one.is_in_group_of(&elsewhere));
    let checkbox = FieldKind::Checkbox { initially_checked: false };
    assert!(!one.is_in_group_of(&field(2, by_taro(), checkbox)));
}

// O-32
#[test]
fn groups_that_the_sender_changes_hold_no_second_choice_and_none_that_is_gone() {
    let by = by_password(&sender());
    let own = |number, group| radio(number, Assignee::Sender, group);
    let fields = [own(1, "甲"), own(2, "甲"), own(3, "乙"), own(4, "乙")];
    let mut document = draft_with(fields.clone());
    let both = [1, 3].map(|n| (number(n), Some(FieldValue::Checked(true))));
    let _ = document.fill_as_sender(both.to_vec(), &by, NOW).unwrap();
    assert_eq!(values(&document), [YES, NO, YES, NO]);
    let joined = [own(1, "甲"), own(2, "甲"), own(3, "甲"), own(4, "乙")];
    let mut joint = document.clone();
    let _ = joint.set_fields(joined.to_vec(), &by, NOW).unwrap();
    assert_eq!(values(&joint), [NONE; 4], "two were chosen in one, and the one of the other left");
    let _ = document.set_fields(fields[1..].to_vec(), &by, NOW).unwrap();
    assert_eq!(values(&document), [NONE, YES, NO]);
    assert_eq!(document.missing_fields(Assignee::Sender).count(), 1);
}

// O-33 CO-02
#[test]
fn the_name_of_the_group_is_part_of_the_content() {
    let digest = |group| draft_with([radio(1, by_taro(), group)]).content_digest();
    assert_ne!(digest("支払"), digest("送付"));
    let checkbox = FieldKind::Checkbox { initially_checked: false };
    let of_checkbox = draft_with([field(1, by_taro(), checkbox)]).content_digest();
    assert_ne!(digest("支払"), of_checkbox);
}
