//! Setting and filling input fields, and consenting to them.

use wariin_domain::fixtures::{
    NOW, by_mail, by_password, by_totp, consent_to, draft, draft_to, field, hanako, id, recipient,
    send, sender, signed_in, taro, text, text_field,
};
use wariin_domain::{
    Assignee, CalendarDate, ChoiceOption, ChoiceOptions, Consented, DateFilling, Document,
    DocumentError, DocumentStatus, EventKind, FieldKind, FieldReader, FieldValue, FontSize,
    InputField, MAX_FIELDS, Problem, StampFace, StampShape, StampText, Timestamp, Uuid, ValueError,
};

/// Filled by Taro.
pub(crate) fn by_taro() -> Assignee {
    Assignee::Recipient(id(1))
}

/// Filled by Hanako.
pub(crate) fn by_hanako() -> Assignee {
    Assignee::Recipient(id(2))
}

/// A draft to Taro and Hanako with these fields.
pub(crate) fn draft_with(fields: impl IntoIterator<Item = InputField>) -> Document {
    let mut document = draft();
    let fields = fields.into_iter().collect();
    let _ = document.set_fields(fields, &by_password(&sender()), NOW).unwrap();
    document
}

/// The draft with one field of Taro's and one of Hanako's, sent.
pub(crate) fn sent_with_a_field_each() -> Document {
    send(draft_with([text_field(1, by_taro()), text_field(2, by_hanako())]), false)
}

/// Taro (1) or Hanako (2) fills the field of this number.
pub(crate) fn fill(document: &mut Document, person: u128, number: u8, value: &str, at: Timestamp) {
    let account = if person == 1 { taro() } else { hanako() };
    let strong = by_totp(&account, at);
    let filling = vec![(text_field(number, by_taro()).id, Some(text(value)))];
    let access = signed_in(&account, &strong);
    let _ = document.fill(id(person), access, filling, at).unwrap();
}

/// Taro (1) or Hanako (2) consents to what the document shows that person.
pub(crate) fn consent(document: &mut Document, person: u128, at: Timestamp) {
    let account = if person == 1 { taro() } else { hanako() };
    let strong = by_totp(&account, at);
    let request = consent_to(document.content_digest_for(id(person)));
    match document.consent(id(person), signed_in(&account, &strong), request, at).unwrap() {
        Consented::Now(_) => {}
        Consented::Before(_) => panic!("the consent was given before"),
    }
}

// O-32
#[test]
fn fields_are_set_by_the_sender_of_a_draft_only_and_come_in_the_order_of_the_pages() {
    let mut document = draft_with([text_field(3, by_taro()), text_field(1, by_hanako())]);
    let places: Vec<_> = document.fields.iter().map(|f| f.definition.area.top).collect();
    assert!(places.is_sorted());
    let refused = document.set_fields(vec![], &by_password(&taro()), NOW);
    assert_eq!(refused, Err(DocumentError::NotSender));
    let again = document.set_fields(document.fields.clone(), &by_password(&sender()), NOW);
    assert!(again.unwrap().is_empty(), "nothing changed");
    let mut sent = send(document, false);
    let refused = sent.set_fields(vec![], &by_password(&sender()), NOW);
    assert!(matches!(refused, Err(DocumentError::NotPossible { .. })));
}

// O-32
#[test]
fn a_document_has_at_most_500_fields_each_once_and_one_box_for_the_seal() {
    let mut document = draft();
    let by = by_password(&sender());
    let many = |count: usize| {
        let id = |number: usize| Uuid::from_u128(9_000 + number as u128).into();
        (0..count).map(|number| InputField { id: id(number), ..text_field(1, by_taro()) }).collect()
    };
    let _ = document.set_fields(many(MAX_FIELDS), &by, NOW).unwrap();
    let refused = document.set_fields(many(MAX_FIELDS + 1), &by, NOW);
    assert_eq!(refused, Err(Problem::TooManyFields.into()));
    let twice = vec![text_field(1, by_taro()), text_field(1, by_hanako())];
    assert_eq!(document.set_fields(twice, &by, NOW), Err(Problem::FieldTwice.into()));
    let boxes = [1, 2].map(|number| field(number, Assignee::Sender, FieldKind::SealBox));
    assert_eq!(document.set_fields(boxes.to_vec(), &by, NOW), Err(Problem::FieldTwice.into()));
}

// O-32
#[test]
fn what_the_sender_filled_in_stays_while_the_field_takes_it_and_nothing_else_comes_in() {
    let mut document = draft_with([text_field(1, Assignee::Sender), text_field(2, by_taro())]);
    let by = by_password(&sender());
    let own = document.fields[0].id;
    let _ = document.fill_as_sender(vec![(own, Some(text("甲")))], &by, NOW).unwrap();
    let mut fields = document.fields.clone();
    fields[0].definition.is_required = false;
    fields[1].value = Some(text("smuggled"));
    let _ = document.set_fields(fields.clone(), &by, NOW).unwrap();
    assert_eq!(document.fields[0].value, Some(text("甲")));
    assert_eq!(document.fields[1].value, None);
    fields[0].definition.kind = FieldKind::Signature;
    let _ = document.set_fields(fields.clone(), &by, NOW).unwrap();
    assert_eq!(document.fields[0].value, None, "a signature takes no text");
    fields[0].definition.kind = text_field(1, by_taro()).definition.kind;
    fields[0].assignee = by_taro();
    fields[0].value = Some(text("smuggled"));
    let _ = document.set_fields(fields, &by, NOW).unwrap();
    assert_eq!(document.fields[0].value, None);
}

// O-32 O-33
#[test]
fn a_recipient_fills_the_own_fields_only_and_only_behind_the_gate_in_turn() {
    let mut document =
        send(draft_with([text_field(1, by_taro()), text_field(2, by_hanako())]), true);
    let (account, before) = (taro(), document.clone());
    let filling = |number| vec![(text_field(number, by_taro()).id, Some(text("甲")))];
    let weak = by_password(&account);
    let refused = document.fill(id(1), signed_in(&account, &weak), filling(1), NOW);
    assert!(matches!(refused, Err(DocumentError::Gate(_))));
    assert!(matches!(
        document.fill(id(1), by_mail(1), filling(1), NOW),
        Err(DocumentError::Gate(_))
    ));
    let strong = by_totp(&account, NOW);
    let refused = document.fill(id(1), signed_in(&account, &strong), filling(2), NOW);
    assert_eq!(refused, Err(Problem::NoSuchField.into()));
    let other = hanako();
    let others = by_totp(&other, NOW);
    let early = document.fill(id(2), signed_in(&other, &others), filling(2), NOW);
    assert!(matches!(early, Err(DocumentError::Gate(_))), "the turn has not come");
    assert_eq!(document, before);
    let events = document.fill(id(1), signed_in(&account, &strong), filling(1), NOW).unwrap();
    let kinds: Vec<_> = events.iter().map(|event| event.kind.clone()).collect();
    assert_eq!(kinds, [EventKind::FieldsFilled { recipient: Some(id(1)), fields: 1 }]);
    let again = document.fill(id(1), signed_in(&account, &strong), filling(1), NOW).unwrap();
    assert!(again.is_empty(), "nothing changed");
    consent(&mut document, 1, NOW);
    let late = document.fill(id(1), signed_in(&account, &strong), filling(1), NOW);
    assert_eq!(late, Err(DocumentError::NotYourTurn));
}

// O-32
#[test]
fn one_value_that_is_not_taken_lets_none_of_them_in() {
    let mut document =
        draft_with([text_field(1, Assignee::Sender), text_field(2, Assignee::Sender)]);
    let before = document.clone();
    let [one, two] = [document.fields[0].id, document.fields[1].id];
    let filling = vec![(one, Some(text("甲"))), (two, Some(FieldValue::Checked(true)))];
    let refused = document.fill_as_sender(filling, &by_password(&sender()), NOW);
    assert_eq!(refused, Err(DocumentError::Value { field: two, why: ValueError::OtherKind }));
    assert_eq!(document, before);
}

// O-33
#[test]
fn a_consent_needs_every_required_field_to_be_filled() {
    let mut optional = text_field(3, by_taro());
    optional.definition.is_required = false;
    let mut document =
        send(draft_with([text_field(1, by_taro()), text_field(2, by_taro()), optional]), false);
    let account = taro();
    let strong = by_totp(&account, NOW);
    for (missing, next) in [(2, 1), (1, 2)] {
        let request = consent_to(document.content_digest_for(id(1)));
        let refused = document.consent(id(1), signed_in(&account, &strong), request, NOW);
        assert_eq!(refused, Err(DocumentError::FieldsMissing(missing)));
        fill(&mut document, 1, next, "甲", NOW);
    }
    consent(&mut document, 1, NOW);
    assert!(document.stands(by_taro()));
}

// O-33 CO-02
#[test]
fn a_consent_is_bound_to_the_own_values_and_to_those_filled_before() {
    let mut document = sent_with_a_field_each();
    let empty = document.content_digest_for(id(1));
    fill(&mut document, 1, 1, "甲", NOW);
    let account = taro();
    let strong = by_totp(&account, NOW);
    let stale = consent_to(empty);
    let refused = document.consent(id(1), signed_in(&account, &strong), stale, NOW);
    assert_eq!(refused, Err(DocumentError::OtherContents));
    let unseen = document.content_digest_for(id(2));
    consent(&mut document, 1, NOW);
    assert_ne!(document.content_digest_for(id(2)), unseen, "what Taro filled in is seen now");
    let own = document.content_digest_for(id(1));
    fill(&mut document, 2, 2, "乙", NOW);
    assert_eq!(document.content_digest_for(id(1)), own, "what was consented to stays");
    let seen = document.content_for(id(2));
    assert_eq!(seen.fields.iter().filter(|(_, f)| f.value.is_some()).count(), 2);
    consent(&mut document, 2, NOW);
    assert!(matches!(document.status, DocumentStatus::Sealing { .. }));
    assert_eq!(document.recipients[1].consent().unwrap().content, seen.digest());
}

// O-33
#[test]
fn the_day_of_the_consent_is_printed_and_needs_no_filling() {
    let kind = FieldKind::Date { filling: DateFilling::DayOfConsent, size: FontSize::default() };
    let mut document = send(
        draft_with([field(1, by_taro(), kind.clone()), field(2, Assignee::Sender, kind)]),
        false,
    );
    let day_of = |_| CalendarDate::parse("2026-11-27").ok();
    let [own, senders] = [0, 1].map(|place| document.fields[place].clone());
    assert_eq!(document.printed_value(&own, day_of), None);
    assert_eq!(document.printed_value(&senders, day_of).map(|_| ()), Some(()), "sent");
    consent(&mut document, 1, NOW);
    let day = FieldValue::Date(CalendarDate::parse("2026-11-27").unwrap());
    assert_eq!(document.printed_value(&own, day_of), Some(day));
}

// O-32
#[test]
fn a_required_checkbox_has_to_be_checked() {
    let unchecked = FieldKind::Checkbox { initially_checked: false };
    let checked = FieldKind::Checkbox { initially_checked: true };
    let mut box_ = field(1, by_taro(), unchecked);
    assert!(box_.is_missing());
    assert_eq!(box_.value_or_initial(), Some(FieldValue::Checked(false)));
    box_.value = Some(FieldValue::Checked(true));
    assert!(!box_.is_missing());
    let mut initially = field(1, by_taro(), checked);
    assert!(!initially.is_missing());
    assert_eq!(initially.value_or_initial(), Some(FieldValue::Checked(true)));
    initially.value = Some(FieldValue::Checked(false));
    assert!(initially.is_missing());
    initially.definition.is_required = false;
    assert!(!initially.is_missing());
}

// O-32 T-062
#[test]
fn templates_and_duplicates_keep_fields_by_role_and_no_values() {
    let stamp = FieldKind::Stamp(StampShape::Round);
    let mut document = draft_with([field(1, Assignee::Sender, stamp), text_field(2, by_hanako())]);
    let face = StampFace::Drawn(StampText::parse("割印").unwrap());
    let filling = vec![(document.fields[0].id, Some(FieldValue::Stamp(face)))];
    let _ = document.fill_as_sender(filling, &by_password(&sender()), NOW).unwrap();
    let mut next = 800_u128;
    let new_id = || {
        next += 1;
        Uuid::from_u128(next)
    };
    let (copy, _) = document.duplicate(Uuid::from_u128(6).into(), new_id, &sender(), NOW).unwrap();
    let fields: Vec<_> = copy.fields.iter().map(|f| (f.assignee, f.value.clone())).collect();
    let second = Assignee::Recipient(copy.recipients[1].id);
    assert_eq!(fields, [(Assignee::Sender, None), (second, None)]);
    assert!(copy.fields.iter().all(|field| field.file == copy.files[0].id));
    assert_eq!(copy.fields[1].definition, document.fields[1].definition);
}

// O-32
#[test]
fn forwarding_hands_the_fields_over_empty() {
    let mut document = send(draft_to([recipient(1, "taro@example.com")]), false);
    assert!(document.fields.is_empty());
    document = send(draft_with([text_field(1, by_taro())]), false);
    fill(&mut document, 1, 1, "甲", NOW);
    let account = taro();
    let strong = by_totp(&account, NOW);
    let to = wariin_domain::ForwardTo {
        id: id(9),
        name: hanako().name,
        email: wariin_domain::EmailAddress::parse("jiro@example.com").unwrap(),
        organisation: None,
    };
    let _ = document.forward(id(1), signed_in(&account, &strong), to, NOW).unwrap();
    assert_eq!(document.fields[0].assignee, Assignee::Recipient(id(9)));
    assert_eq!(document.fields[0].value, None);
}

// O-34
#[test]
fn what_is_printed_as_it_is_has_to_be_tried_before_sending() {
    let size = FontSize::default();
    let options = ["はい", "いいえ"].map(|name| ChoiceOption::parse(name).unwrap());
    let options = ChoiceOptions::new(options.to_vec()).unwrap();
    let day = FieldKind::Date { filling: DateFilling::DayOfConsent, size };
    let mut document = draft_with([
        text_field(1, Assignee::Sender),
        text_field(2, by_taro()),
        field(3, by_taro(), FieldKind::Choice { options, size }),
        field(4, by_taro(), day),
        field(5, by_taro(), FieldKind::Checkbox { initially_checked: false }),
        field(6, by_taro(), FieldKind::Signature),
    ]);
    let own = document.fields[0].id;
    let by = by_password(&sender());
    let _ = document.fill_as_sender(vec![(own, Some(text("甲")))], &by, NOW).unwrap();
    let tried: Vec<_> = document.values_to_try().into_iter().map(|(_, value)| value).collect();
    let longest = FieldValue::Date(CalendarDate::parse("2028-12-28").unwrap());
    let [no, yes] = [FieldValue::Chosen(0), FieldValue::Chosen(1)];
    assert_eq!(tried, [text("甲"), no, yes, longest, FieldValue::Checked(false)]);
}

// O-33
#[test]
fn what_a_recipient_fills_in_is_seen_by_no_other_reader_before_the_consent() {
    let mut document = draft_with([text_field(1, Assignee::Sender), text_field(2, by_taro())]);
    let [senders, taros] = [0, 1].map(|place| document.fields[place].clone());
    let (office, sender_reads) = (FieldReader::Office, FieldReader::Own(Assignee::Sender));
    let others = [office, sender_reads, FieldReader::Own(by_hanako())];
    assert!(document.shows_value(&senders, sender_reads));
    assert!(!document.shows_value(&senders, office), "a draft is the sender's");
    let filling = vec![(senders.id, Some(text("甲")))];
    let _ = document.fill_as_sender(filling, &by_password(&sender()), NOW).unwrap();
    let mut document = send(document, false);
    assert!(others.iter().all(|reader| document.shows_value(&senders, *reader)));
    fill(&mut document, 1, 2, "乙", NOW);
    assert!(document.shows_value(&taros, FieldReader::Own(by_taro())));
    assert!(!others.iter().any(|reader| document.shows_value(&taros, *reader)));
    consent(&mut document, 1, NOW);
    assert!(others.iter().all(|reader| document.shows_value(&taros, *reader)));
}
