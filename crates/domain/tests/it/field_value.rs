//! What a field takes.

use wariin_domain::fixtures::{field, text, text_field};
use wariin_domain::{
    Assignee, CalendarDate, ChoiceOption, ChoiceOptions, Content, DateFilling, FieldKind,
    FieldText, FieldValue, FileDigest, FontSize, InputField, Length, Signature, SignatureName,
    StampFace, StampShape, StampText, Strokes, TextError, TextLines, TextPattern, TextRule,
    ValueError,
};

const OWN: Assignee = Assignee::Sender;

fn rule(change: impl FnOnce(&mut TextRule)) -> InputField {
    let mut field = text_field(1, OWN);
    if let FieldKind::Text(rule) = &mut field.definition.kind {
        change(rule);
    }
    field
}

fn options(names: &[&str]) -> Option<ChoiceOptions> {
    ChoiceOptions::new(names.iter().map(|name| ChoiceOption::parse(name).unwrap()).collect())
}

fn every_value() -> Vec<FieldValue> {
    vec![
        text("甲"),
        FieldValue::Checked(true),
        FieldValue::Date(CalendarDate::parse("2026-11-27").unwrap()),
        FieldValue::Chosen(1),
        FieldValue::Stamp(StampFace::Drawn(StampText::parse("𠮷髙").unwrap())),
        FieldValue::Stamp(StampFace::Image(FileDigest::new([3; 32]))),
        FieldValue::Signature(Signature::Typed(SignatureName::parse("山田 太郎").unwrap())),
        FieldValue::Signature(Signature::Drawn(Strokes::new(vec![vec![(0, 0), (9, 9)]]).unwrap())),
    ]
}

fn every_kind() -> Vec<(FieldKind, &'static [usize])> {
    let size = FontSize::default();
    let options = options(&["はい", "いいえ"]).unwrap();
    vec![
        (text_field(1, OWN).definition.kind, &[0]),
        (FieldKind::Checkbox { initially_checked: false }, &[1]),
        (FieldKind::Date { filling: DateFilling::Chosen, size }, &[2]),
        (FieldKind::Date { filling: DateFilling::DayOfConsent, size }, &[]),
        (FieldKind::Choice { options, size }, &[3]),
        (FieldKind::Stamp(StampShape::Round), &[4]),
        (FieldKind::Stamp(StampShape::Square), &[4]),
        (FieldKind::Stamp(StampShape::Organisation), &[4, 5]),
        (FieldKind::Signature, &[6, 7]),
        (FieldKind::SealBox, &[]),
    ]
}

// O-32
#[test]
fn each_kind_takes_its_own_values_and_no_others() {
    for (kind, taken) in every_kind() {
        let field = field(1, OWN, kind);
        for (place, value) in every_value().iter().enumerate() {
            let expected = if taken.contains(&place) { Ok(()) } else { Err(ValueError::OtherKind) };
            assert_eq!(field.definition.check(value), expected, "{field:?} {value:?}");
        }
    }
}

// O-32
#[test]
fn a_text_has_the_length_lines_and_form_that_the_field_asks_for() {
    let short = rule(|rule| rule.limit = 3);
    assert_eq!(short.definition.check(&text("𠮷野家")), Ok(()));
    let long = short.definition.check(&text("𠮷野家様"));
    assert_eq!(long, Err(TextError::TooLong { limit: 3 }.into()));
    let (one, several) = (rule(|_| {}), rule(|rule| rule.lines = TextLines::Several));
    for lines in ["一\n二", "一\r\n二", "一\r二"] {
        let refused = one.definition.check(&text(lines));
        assert_eq!(refused, Err(TextError::ForbiddenCharacter.into()));
        assert_eq!(several.definition.check(&text(lines)), Ok(()));
    }
    let number = rule(|rule| rule.pattern = TextPattern::Number);
    let refused = number.definition.check(&text("十"));
    assert_eq!(refused, Err(ValueError::Pattern(TextPattern::Number)));
    for forbidden in ["a\u{202E}b", "a\u{0}b", "a\u{2028}b"] {
        assert_eq!(FieldText::parse(forbidden), Err(TextError::ForbiddenCharacter));
    }
    assert_eq!(
        FieldText::parse(&"あ".repeat(10_000)),
        Err(TextError::TooLong { limit: FieldText::LIMIT })
    );
}

// O-32
#[test]
fn the_forms_take_what_people_type_in_japan() {
    let cases: [(TextPattern, &[&str], &[&str]); 5] = [
        (TextPattern::Any, &["", "なんでも"], &[]),
        (
            TextPattern::Number,
            &["0", "1,234,567", "-1.5", "＋１２．５", "１，０００"],
            &["", "-", "1.", ".5", "1,,0", "1.2.3", "一", "1e3", "--1", "1-"],
        ),
        (
            TextPattern::Date,
            &["2026-11-27", "2026/1/7", "2026.01.07", "2026年1月7日", "２０２６年１１月２７日"],
            &["", "2026-02-30", "2026年13月1日", "11/27", "27-11-2026", "2026-11-27-1", "昨日"],
        ),
        (
            TextPattern::PostalCode,
            &["150-0001", "1500001", "〒150-0001", "〒 150-0001", "１５０ー０００１"],
            &["", "150-001", "15-00001", "1500-001", "15000011", "150-0001-", "abc-defg"],
        ),
        (
            TextPattern::Phone,
            &["03-1234-5678", "+81 3 1234 5678", "(03)1234-5678", "０９０ー１２３４ー５６７８"],
            &["", "12345", "1234567890123456", "03-1234-5678内線1", "++81312345678"],
        ),
    ];
    for (pattern, fitting, others) in cases {
        for text in fitting {
            assert!(pattern.fits(text), "{pattern:?} {text}");
        }
        for text in others {
            assert!(!pattern.fits(text), "{pattern:?} {text}");
        }
    }
}

// O-32
#[test]
fn choices_sizes_stamps_and_strokes_are_bounded() {
    let field = field(
        1,
        OWN,
        FieldKind::Choice { options: options(&["一", "二"]).unwrap(), size: FontSize::default() },
    );
    assert_eq!(field.definition.check(&FieldValue::Chosen(2)), Err(ValueError::NoSuchOption));
    assert_eq!(options(&["一"]), None);
    assert_eq!(options(&["一", "一"]), None);
    let many: Vec<String> = (0..51).map(|n| n.to_string()).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert!(options(&many[..50]).is_some());
    assert_eq!(options(&many), None);
    let points = [5, 6, 36, 37].map(|p| FontSize::points(p).map(FontSize::as_points));
    assert_eq!(points, [None, Some(6), Some(36), None]);
    assert!(StampText::parse("株式会社割印商事").is_ok());
    assert!(StampText::parse("株式会社割印商事印").is_err());
    let line = |points: usize| vec![(1, 1); points];
    assert!(Strokes::new(vec![line(4_000)]).is_ok());
    for strokes in [
        vec![],
        vec![vec![]],
        vec![line(1), vec![]],
        vec![line(4_000), line(1)],
        vec![vec![(10_001, 0)]],
        vec![vec![(0, 10_001)]],
    ] {
        assert_eq!(Strokes::new(strokes), Err(ValueError::Strokes));
    }
}

// O-33 CO-02
#[test]
fn every_definition_and_every_value_changes_the_digest() {
    let content = |field: InputField| {
        Content { files: vec![FileDigest::new([7; 32])], fields: vec![(0, field)] }.digest()
    };
    let mut digests = Vec::new();
    for (kind, taken) in every_kind() {
        digests.push(content(field(1, OWN, kind.clone())));
        for place in taken {
            let value = Some(every_value()[*place].clone());
            digests.push(content(InputField { value, ..field(1, OWN, kind.clone()) }));
        }
    }
    let change = |change: fn(&mut InputField)| {
        let mut field = text_field(1, OWN);
        change(&mut field);
        content(field)
    };
    digests.extend([
        change(|f| f.definition.page = 2),
        change(|f| f.definition.is_required = false),
        change(|f| f.definition.area.left = Length::mm(1)),
        change(|f| f.definition.area.width = Length::mm(1)),
        change(|f| f.assignee = Assignee::Recipient(wariin_domain::fixtures::id(1))),
        change(|f| f.assignee = Assignee::Recipient(wariin_domain::fixtures::id(2))),
        change(|f| f.definition.label = wariin_domain::FieldLabel::parse("住所").ok()),
        content(rule(|rule| rule.limit = 3)),
        content(rule(|rule| rule.lines = TextLines::Several)),
        content(rule(|rule| rule.pattern = TextPattern::Phone)),
        content(rule(|rule| rule.placeholder = wariin_domain::Placeholder::parse("例").ok())),
    ]);
    let second =
        Content { files: vec![FileDigest::new([7; 32])], fields: vec![(1, text_field(1, OWN))] };
    digests.push(second.digest());
    let count = digests.len();
    digests.sort_unstable();
    digests.dedup();
    assert_eq!(digests.len(), count);
}

// O-33 CO-02
#[test]
fn the_preimage_of_a_field_is_as_published() {
    let mut field = field(1, OWN, FieldKind::Checkbox { initially_checked: true });
    field.value = Some(FieldValue::Checked(false));
    let content = Content { files: vec![], fields: vec![(0, field)] };
    let id = wariin_domain::Uuid::from_u128(701);
    let expected = [
        b"wariin-content-1".as_slice(),
        &[0, 0, 0, 0],
        &[0, 0, 0, 1],
        id.as_bytes(),
        &[0, 0, 0, 0],
        &[0, 0, 0, 1],
        &1_000_u32.to_be_bytes(),
        &1_000_u32.to_be_bytes(),
        &6_000_u32.to_be_bytes(),
        &800_u32.to_be_bytes(),
        b"S",
        &[1],
        &[0, 0, 0, 0],
        b"C",
        &[1],
        &[0, 0, 0, 1],
        id.as_bytes(),
        b"C",
        &[0],
    ]
    .concat();
    assert_eq!(content.preimage(), expected);
}
