//! Copies of an input field: beside it, or on every page of its file.

use wariin_domain::fixtures::{A4, NOW, by_password, draft, field, file, id, sender, text_field};
use wariin_domain::{
    Assignee, CopyPlace, Document, DocumentFile, FieldArea, FieldId, FieldKind, FieldText,
    FieldValue, InputField, Length, PageDimensions, Surface, Uuid,
};

const TARO: fn() -> Assignee = || Assignee::Recipient(id(1));

/// A draft whose file has four pages, of which the third is a business card, with these fields.
fn with(fields: Vec<InputField>) -> Document {
    let card = PageDimensions { width: Length::mm(91), height: Length::mm(55) };
    let surface = Surface::Open(vec![A4, A4, card, A4]);
    let mut document = draft();
    let file = DocumentFile { pages: 4, surface, ..file(7) };
    let _ = document.replace_files(vec![file], &by_password(&sender()), NOW).unwrap();
    let _ = document.set_fields(fields, &by_password(&sender()), NOW).unwrap();
    document
}

/// This field of Taro's, on the file, with its upper left corner there.
fn at(number: u8, left: u32, top: u32) -> InputField {
    let mut field = text_field(number, TARO());
    field.file = file(7).id;
    let (left, top) = (Length::mm(left), Length::mm(top));
    field.definition.area = FieldArea { left, top, ..field.definition.area };
    field
}

fn copies(document: &Document, field: &InputField, place: CopyPlace) -> Vec<InputField> {
    let mut number = 9_000;
    document.copies_of_field(field.id, place, || {
        number += 1;
        FieldId::from(Uuid::from_u128(number))
    })
}

// O-32
#[test]
fn a_copy_lies_beside_its_field_on_the_page_and_has_an_id_of_its_own() {
    let field = at(1, 20, 100);
    let copied = copies(&with(vec![field.clone()]), &field, CopyPlace::Beside);
    let [copy] = copied.as_slice() else { panic!("{copied:?}") };
    let area = field.definition.area;
    assert_ne!(copy.id, field.id);
    let moved = FieldArea { left: Length::mm(25), top: Length::mm(105), ..area };
    assert_eq!(copy.definition.area, moved);
    assert_eq!((copy.assignee, copy.file, copy.definition.page), (TARO(), field.file, 1));
    // In the lower right corner there is no room to the right or below.
    let left = A4.width.as_hundredths() - area.width.as_hundredths();
    let top = A4.height.as_hundredths() - area.height.as_hundredths();
    let mut corner = at(2, 0, 0);
    let (left, top) = (Length::hundredths(left), Length::hundredths(top));
    corner.definition.area = FieldArea { left, top, ..area };
    let copied = copies(&with(vec![corner.clone()]), &corner, CopyPlace::Beside);
    assert_eq!(copied[0].definition.area, corner.definition.area);
}

// O-32
#[test]
fn copies_on_all_pages_leave_out_pages_that_are_too_small_or_have_one_there() {
    let field = at(1, 20, 100);
    let document = with(vec![field.clone()]);
    let copied = copies(&document, &field, CopyPlace::AllPages);
    let pages: Vec<_> = copied.iter().map(|copy| copy.definition.page).collect();
    assert_eq!(pages, [2, 4]);
    assert!(copied.iter().all(|copy| copy.definition.area == field.definition.area));
    let all = with([vec![field.clone()], copied].concat());
    assert_eq!(copies(&all, &field, CopyPlace::AllPages), []);
}

// O-32
#[test]
fn a_copy_has_no_value_and_the_box_for_the_seal_no_copy() {
    let mut own = text_field(1, Assignee::Sender);
    own.file = file(7).id;
    let mut document = with(vec![own.clone()]);
    let value = FieldValue::Text(FieldText::parse("K-2026-001").unwrap());
    let filling = vec![(own.id, Some(value))];
    let _ = document.fill_as_sender(filling, &by_password(&sender()), NOW).unwrap();
    assert_eq!(copies(&document, &own, CopyPlace::Beside)[0].value, None);
    let mut seal = field(2, Assignee::Sender, FieldKind::SealBox);
    seal.file = file(7).id;
    let document = with(vec![seal.clone()]);
    for place in [CopyPlace::Beside, CopyPlace::AllPages] {
        assert_eq!(copies(&document, &seal, place), []);
        assert_eq!(copies(&document, &own, place), [], "a field that is not there");
    }
}
