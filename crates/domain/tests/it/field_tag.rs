//! Text tags in a PDF, and the fields that they make.

use wariin_domain::fixtures::{NOW, by_password, draft, file, id, sender};
use wariin_domain::{
    Assignee, ChoiceOption, Document, FieldArea, FieldId, FieldKind, FieldTag, InputField, Length,
    StampShape, Surface, TagAssignee, TagError, TagPlace, TextError, Uuid, find_tags,
};

fn read(tag: &str) -> Result<FieldTag, TagError> {
    let mut found = find_tags(tag);
    assert_eq!(found.len(), 1, "{tag}");
    assert_eq!(found[0].range, 0..tag.len(), "{tag}");
    found.remove(0).tag
}

fn at(left: u32, top: u32, width: u32, height: u32) -> TagPlace {
    let mm = Length::mm;
    let area = FieldArea { left: mm(left), top: mm(top), width: mm(width), height: mm(height) };
    TagPlace { file: file(7).id, page: 1, area }
}

fn new_id() -> FieldId {
    Uuid::from_u128(77).into()
}

fn placed(document: &Document, tag: &str, at: TagPlace) -> Option<InputField> {
    document.field_of_tag(new_id(), &read(tag).unwrap(), at).unwrap()
}

// O-32
#[test]
fn a_tag_names_kind_assignee_label_and_options_in_japanese_or_english() {
    let tag = read("{{テキスト:宛先2:住所}}").unwrap();
    assert_eq!((tag.kind.name(), tag.assignee), ("text", TagAssignee::Recipient(2)));
    assert_eq!((tag.label.unwrap().as_str(), tag.is_required), ("住所", true));
    for (text, kind, assignee) in [
        ("{{押印:宛先1}}", "stamp", TagAssignee::Recipient(1)),
        ("{{押印:送信者}}", "stamp", TagAssignee::Sender),
        ("{{ 日付 : 宛先12 }}", "date", TagAssignee::Recipient(12)),
        ("｛｛署名：宛先１｝｝", "signature", TagAssignee::Recipient(1)),
        ("{{signature:recipient1}}", "signature", TagAssignee::Recipient(1)),
        ("{{Text:Sender:Address}}", "text", TagAssignee::Sender),
        ("{{チェック:宛先1}}", "checkbox", TagAssignee::Recipient(1)),
        ("{{電子署名}}", "seal_box", TagAssignee::Sender),
    ] {
        let tag = read(text).unwrap();
        assert_eq!((tag.kind.name(), tag.assignee), (kind, assignee), "{text}");
    }
    let tag = read("{{選択:宛先1:支払方法:振込/現金:任意}}").unwrap();
    let FieldKind::Choice { options, .. } = tag.kind else { panic!("{:?}", tag.kind) };
    let options: Vec<_> = options.as_slice().iter().map(ChoiceOption::as_str).collect();
    assert_eq!((options, tag.is_required), (vec!["振込", "現金"], false));
    assert!(!read("{{チェック:宛先1}}").unwrap().is_required);
    assert!(read("{{チェック:宛先1:同意する:必須}}").unwrap().is_required);
    assert_eq!(read("{{押印:宛先1}}").unwrap().kind, FieldKind::Stamp(StampShape::Round));
}

// O-32
#[test]
fn what_a_tag_gets_wrong_is_told() {
    for (text, wrong) in [
        ("{{会社名}}", TagError::Kind),
        ("{{}}", TagError::Kind),
        ("{{押印}}", TagError::Assignee),
        ("{{押印:宛先}}", TagError::Assignee),
        ("{{押印:宛先0}}", TagError::Assignee),
        ("{{押印:山田}}", TagError::Assignee),
        ("{{選択:宛先1:支払方法}}", TagError::Options),
        ("{{選択:宛先1:支払方法:振込}}", TagError::Options),
        ("{{選択:宛先1:支払方法:振込/振込}}", TagError::Options),
        ("{{押印:宛先1:印:左}}", TagError::Part),
        ("{{電子署名:宛先1}}", TagError::Part),
    ] {
        assert_eq!(read(text), Err(wrong), "{text}");
    }
    let long = format!("{{{{押印:宛先1:{}}}}}", "印".repeat(101));
    assert_eq!(read(&long), Err(TagError::Label(TextError::TooLong { limit: 100 })));
}

// O-32
#[test]
fn tags_are_found_among_other_text_and_braces() {
    let text = "甲 {{押印:送信者}} 乙{{{押印:宛先1}}{ {{ と {{日付:宛先1}} }}";
    let found = find_tags(text);
    let ranges: Vec<_> = found.iter().map(|tag| &text[tag.range.clone()]).collect();
    assert_eq!(ranges, ["{{押印:送信者}}", "{{押印:宛先1}}", "{{日付:宛先1}}"]);
    assert!(found.iter().all(|tag| tag.tag.is_ok()), "{found:?}");
    assert!(find_tags("{{押印:宛先1").is_empty());
    assert!(find_tags(&format!("{{{{{}}}}}", "あ".repeat(300))).is_empty());
    assert!(find_tags("").is_empty());
}

// O-32
#[test]
fn a_tag_is_read_although_its_letters_are_spaced() {
    let plain = read("{{押印:宛先1:会社 印}}").unwrap();
    for text in [
        "{ { 押 印 : 宛 先 1 : 会 社   印 } }",
        "{{ 押 印：宛 先 １:会 社  印 }}",
        "{　{押印:宛先1:会社 印}　}",
    ] {
        let found = find_tags(text);
        assert_eq!(found.len(), 1, "{text}");
        assert_eq!(found[0].range, 0..text.len(), "{text}");
        assert_eq!(found[0].tag.as_ref(), Ok(&plain), "{text}");
    }
    assert!(find_tags("{ { \"a\": 1 } }").is_empty(), "other texts have spaced braces too");
    assert_eq!(find_tags("{{会 社 名}}")[0].tag, Err(TagError::Kind));
    assert_eq!(find_tags("{ { 押 印 : 人 } }")[0].tag, Err(TagError::Assignee));
}

// O-32
#[test]
fn a_field_stands_at_the_middle_of_its_tag_and_within_the_page() {
    let document = draft();
    let text = placed(&document, "{{テキスト:宛先1}}", at(30, 100, 45, 4)).unwrap();
    let area = text.definition.area;
    assert_eq!((area.left, area.top), (Length::mm(30), Length::mm(99)));
    assert_eq!((area.width, area.height), (Length::mm(45), Length::mm(6)));
    assert_eq!((text.assignee, text.file), (Assignee::Recipient(id(1)), file(7).id));
    let stamp = placed(&document, "{{押印:宛先2}}", at(205, 292, 20, 4)).unwrap();
    let page = document.files[0].surface.page(1).unwrap();
    assert!(stamp.definition.area.is_within(page), "{:?}", stamp.definition.area);
    let top = placed(&document, "{{押印:宛先2}}", at(0, 1, 20, 4)).unwrap();
    assert_eq!(top.definition.area.top, Length::mm(0));
}

// O-32
#[test]
fn a_tag_for_a_recipient_that_there_is_not_or_on_a_closed_page_makes_no_field() {
    let document = draft();
    let of = |tag: &str, at| document.field_of_tag(new_id(), &read(tag).unwrap(), at);
    let place = at(10, 10, 20, 4);
    assert_eq!(of("{{押印:宛先3}}", place), Err(TagError::NoRecipient(3)));
    assert_eq!(of("{{押印:宛先1}}", TagPlace { page: 2, ..place }), Err(TagError::Page));
    let mut signed = draft();
    let file = wariin_domain::DocumentFile { surface: Surface::Signed, ..file(7) };
    let _ = signed.replace_files(vec![file], &by_password(&sender()), NOW).unwrap();
    let refused = signed.field_of_tag(new_id(), &read("{{押印:宛先1}}").unwrap(), place);
    assert_eq!(refused, Err(TagError::Page));
}

// O-32
#[test]
fn a_tag_makes_its_field_once() {
    let mut document = draft();
    let place = at(10, 10, 20, 4);
    let field = placed(&document, "{{押印:宛先1}}", place).unwrap();
    let _ = document.set_fields(vec![field], &by_password(&sender()), NOW).unwrap();
    assert_eq!(placed(&document, "{{押印:宛先1}}", place), None);
    assert!(placed(&document, "{{押印:宛先2}}", place).is_some(), "another person's");
    assert!(placed(&document, "{{署名:宛先1}}", place).is_some(), "another kind");
    assert!(placed(&document, "{{押印:宛先1}}", at(100, 10, 20, 4)).is_some(), "elsewhere");
}
