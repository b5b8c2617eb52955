//! What is wrong with a field before sending.

use crate::field::{by_hanako, by_taro, draft_with};
use wariin_domain::fixtures::{A4, NOW, by_password, draft, field, file, id, sender, text_field};
use wariin_domain::{
    Assignee, Document, DocumentError, DocumentFile, FieldFaultKind, FieldKind, InputField, Length,
    Surface,
};

fn faults(document: &Document) -> Vec<FieldFaultKind> {
    document.field_faults().into_iter().map(|fault| fault.why).collect()
}

fn moved(mut field: InputField, left: Length, top: Length) -> InputField {
    field.definition.area.left = left;
    field.definition.area.top = top;
    field
}

fn sized(mut field: InputField, width: Length, height: Length) -> InputField {
    field.definition.area.width = width;
    field.definition.area.height = height;
    field
}

// O-32
#[test]
fn a_field_over_the_edge_too_small_or_on_a_page_that_is_not_there_is_named_and_not_sent() {
    let on_page = |page| {
        let mut field = text_field(1, by_taro());
        field.definition.page = page;
        field
    };
    let least = Length::mm(3);
    let below = Length::hundredths(299);
    let edge = moved(text_field(1, by_taro()), Length::mm(150), Length::mm(289));
    let over = |left, top| {
        moved(text_field(1, by_taro()), Length::hundredths(left), Length::hundredths(top))
    };
    for (field, expected) in [
        (edge, None),
        (over(15_001, 28_900), Some(FieldFaultKind::OutsidePage)),
        (over(15_000, 28_901), Some(FieldFaultKind::OutsidePage)),
        (over(u32::MAX, 0), Some(FieldFaultKind::OutsidePage)),
        (on_page(0), Some(FieldFaultKind::NoPage)),
        (on_page(2), Some(FieldFaultKind::NoPage)),
        (sized(text_field(1, by_taro()), least, least), None),
        (sized(text_field(1, by_taro()), below, least), Some(FieldFaultKind::TooSmall)),
        (sized(text_field(1, by_taro()), least, below), Some(FieldFaultKind::TooSmall)),
    ] {
        let mut document = draft_with([field]);
        assert_eq!(faults(&document).first().copied(), expected);
        let sent = document.send(&by_password(&sender()), NOW);
        match expected {
            None => assert!(sent.is_ok()),
            Some(why) => assert!(
                matches!(sent, Err(DocumentError::Field(fault)) if fault.why == why),
                "{why:?}"
            ),
        }
    }
}

// O-32
#[test]
fn a_field_over_another_persons_is_named_and_one_over_the_own_is_not() {
    let shifted = |assignee| {
        let top = text_field(1, by_taro()).definition.area.top;
        moved(text_field(2, assignee), Length::mm(69), top)
    };
    let document = draft_with([text_field(1, by_taro()), shifted(by_hanako())]);
    let [one, two] = [document.fields[0].id, document.fields[1].id];
    let expected = [FieldFaultKind::Overlaps(two), FieldFaultKind::Overlaps(one)];
    assert_eq!(faults(&document), expected);
    assert_eq!(faults(&draft_with([text_field(1, by_taro()), shifted(by_taro())])), []);
    let beside = moved(text_field(2, by_hanako()), Length::mm(70), Length::mm(10));
    assert_eq!(faults(&draft_with([text_field(1, by_taro()), beside])), [], "edges may touch");
    let below = moved(text_field(2, by_hanako()), Length::mm(10), Length::mm(18));
    assert_eq!(faults(&draft_with([text_field(1, by_taro()), below])), []);
    let seal =
        moved(field(2, Assignee::Sender, FieldKind::SealBox), Length::mm(69), Length::mm(10));
    let mut own = text_field(1, Assignee::Sender);
    own.definition.is_required = false;
    assert_eq!(faults(&draft_with([own, seal])).len(), 2, "nothing lies over the seal's box");
}

// O-32 O-34
#[test]
fn a_signed_file_and_one_that_cannot_be_drawn_on_take_no_fields() {
    for surface in [Surface::Signed, Surface::Closed, Surface::Unknown] {
        let mut document = draft_with([text_field(1, by_taro())]);
        let closed = DocumentFile { surface, ..file(8) };
        let _ = document.replace_files(vec![closed], &by_password(&sender()), NOW).unwrap();
        assert_eq!(faults(&document), [FieldFaultKind::NotDrawable]);
    }
}

// O-32
#[test]
fn fields_follow_the_file_that_replaces_theirs_and_name_what_is_missing_there() {
    let mut second_page = text_field(1, by_taro());
    second_page.definition.page = 2;
    let by = by_password(&sender());
    let mut document = draft();
    let pages = Surface::Open(vec![A4, A4]);
    let two = DocumentFile { surface: pages, ..file(8) };
    let _ = document.replace_files(vec![file(7), two], &by, NOW).unwrap();
    let on_two = InputField { file: file(8).id, ..second_page };
    let _ = document.set_fields(vec![on_two, text_field(2, by_taro())], &by, NOW).unwrap();
    assert_eq!(faults(&document), []);
    let _ = document.replace_files(vec![file(17), file(18)], &by, NOW).unwrap();
    assert_eq!(
        document.fields.iter().map(|f| f.file).collect::<Vec<_>>(),
        [file(17).id, file(18).id]
    );
    assert_eq!(faults(&document), [FieldFaultKind::NoPage]);
    let _ = document.replace_files(vec![file(27)], &by, NOW).unwrap();
    assert_eq!(faults(&document), [FieldFaultKind::NoFile]);
}

// O-32
#[test]
fn a_field_of_a_recipient_who_was_removed_is_named() {
    let mut document = draft_with([text_field(1, by_taro())]);
    let _ = document.remove_recipient(id(1), &by_password(&sender()), NOW).unwrap();
    assert_eq!(faults(&document), [FieldFaultKind::NoRecipient]);
}

// O-32
#[test]
fn the_sender_fills_the_own_required_fields_before_sending() {
    let mut document = draft_with([text_field(1, Assignee::Sender)]);
    assert_eq!(faults(&document), [FieldFaultKind::Unfilled]);
    let filling = vec![(document.fields[0].id, Some(wariin_domain::fixtures::text("甲")))];
    let _ = document.fill_as_sender(filling, &by_password(&sender()), NOW).unwrap();
    assert_eq!(faults(&document), []);
    assert!(document.send(&by_password(&sender()), NOW).is_ok());
}
