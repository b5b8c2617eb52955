//! Fields of every kind with every kind of value are read back as they were written.

use super::super::tests::holds;
use super::super::{decode, encode};
use super::*;
use wariin_domain::{PageDimensions, Surface, fixtures};
use wariin_ports::StorageError;

/// One field of each kind, with each value that it takes.
pub(in crate::storage::codec) fn every_field() -> Vec<InputField> {
    let size = FontSize::points(36).unwrap();
    let rule = |lines, pattern, placeholder| {
        FieldKind::Text(TextRule { size, lines, limit: 2_000, pattern, placeholder })
    };
    let options = ["はい", "いいえ"].map(|option| ChoiceOption::parse(option).unwrap());
    let options = ChoiceOptions::new(options.to_vec()).unwrap();
    let stamp = |text| FieldValue::Stamp(StampFace::Drawn(StampText::parse(text).unwrap()));
    let strokes = Strokes::new(vec![vec![(0, 0), (10_000, 10_000)], vec![(5, 5)]]).unwrap();
    let mut kinds = vec![
        (rule(TextLines::Several, TextPattern::Any, Placeholder::parse("例").ok()), None),
        (rule(TextLines::Several, TextPattern::Any, None), Some(fixtures::text("一\n二"))),
        (FieldKind::Checkbox { initially_checked: true }, Some(FieldValue::Checked(false))),
        (FieldKind::Radio(FieldLabel::parse("支払").unwrap()), Some(FieldValue::Checked(true))),
        (
            FieldKind::Date { filling: DateFilling::Chosen, size },
            CalendarDate::parse("2026-11-27").ok().map(FieldValue::Date),
        ),
        (FieldKind::Date { filling: DateFilling::DayOfConsent, size }, None),
        (FieldKind::Choice { options, size }, Some(FieldValue::Chosen(1))),
        (FieldKind::Stamp(StampShape::Organisation), Some(stamp("𠮷髙"))),
        (
            FieldKind::Stamp(StampShape::Organisation),
            Some(FieldValue::Stamp(StampFace::Image(FileDigest::new([4; 32])))),
        ),
        (
            FieldKind::Signature,
            SignatureName::parse("山田").ok().map(Signature::Typed).map(FieldValue::Signature),
        ),
        (FieldKind::Signature, Some(FieldValue::Signature(Signature::Drawn(strokes)))),
        (FieldKind::SealBox, None),
    ];
    kinds.extend(StampShape::ALL.map(|shape| (FieldKind::Stamp(shape), None)));
    kinds.extend(TextPattern::ALL.map(|pattern| (rule(TextLines::One, pattern, None), None)));
    let recipient = Assignee::Recipient(fixtures::id(1));
    let field = |(number, (kind, value)): (u8, (FieldKind, Option<FieldValue>))| {
        let assignee = if number % 2 == 0 { Assignee::Sender } else { recipient };
        let mut field = fixtures::field(number, assignee, kind);
        field.definition.label = FieldLabel::parse("住所").ok().filter(|_| number % 3 == 0);
        field.definition.is_required = number % 2 == 0;
        InputField { value, ..field }
    };
    (1..).zip(kinds).map(field).collect()
}

// O-32
#[test]
fn fields_are_read_back_as_they_were_written() {
    holds(Fields(every_field()));
    holds(Fields(vec![]));
}

// O-32 FA-14
#[test]
fn a_radio_button_has_a_kind_of_its_own_which_a_program_without_groups_refuses() {
    let fields = Fields(every_field());
    let json = encode(&fields).unwrap();
    let kind = r#"{"is":"radio","group":"支払"}"#;
    assert!(json.contains(kind) && !json.contains(r#""checked":false,"group""#), "{json}");
    let former = json.replacen(kind, r#"{"is":"checkbox","checked":false,"group":"支払"}"#, 1);
    assert_eq!(decode::<Fields>(&former).unwrap(), fields);
}

// O-32
#[test]
fn a_field_that_the_domain_refuses_is_corrupt() {
    let json = encode(&Fields(every_field())).unwrap();
    for (valid, broken) in [
        (r#""size":36"#, r#""size":37"#),
        (r#""limit":2000"#, r#""limit":2001"#),
        (r#""limit":2000"#, r#""limit":0"#),
        (r#""lines":2"#, r#""lines":3"#),
        (r#""pattern":"any""#, r#""pattern":"other""#),
        (r#""shape":"round""#, r#""shape":"oval""#),
        (r#""group":"支払""#, r#""group":"""#),
        (r#"["はい","いいえ"]"#, r#"["はい"]"#),
        ("[10000,10000]", "[10001,10000]"),
        ("2026-11-27", "2026-11-31"),
    ] {
        let json = json.replacen(valid, broken, 1);
        assert!(json.contains(broken), "{valid}");
        assert!(matches!(decode::<Fields>(&json), Err(StorageError::Corrupt(_))), "{broken}");
    }
}

// O-32
#[test]
fn pages_of_one_size_take_no_room_and_come_back_one_by_one() {
    let a5 = PageDimensions { width: Length::mm(148), height: Length::mm(210) };
    let mut pages = vec![fixtures::A4; 2_000];
    pages.extend([a5, fixtures::A4]);
    let surface = Surface::Open(pages);
    assert!(encode(&surface).unwrap().len() < 120);
    holds(surface);
    holds(Surface::Open(vec![]));
    holds(Surface::Signed);
    holds(Surface::Closed);
}
