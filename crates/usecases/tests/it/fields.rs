//! Filling input fields: what is kept, what is refused, and what readers see.

use crate::world::{
    NOW, PRINCIPAL, broken, by_password, by_totp, draft, kinds, recipient_id, sender, session,
    taro, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::fixtures::{self, field, organisation, text, text_field};
use wariin_domain::{
    Assignee, ConsentRequest, Consented, DateFilling, Document, DocumentError, FieldId, FieldKind,
    FieldReader, FieldValue, FileDigest, Filling, FontSize, HoldReason, InputField, Organisation,
    Problem, StampFace, StampShape, StampText, ValueError,
};
use wariin_ports::mock::{MockPorts, MockWork};
use wariin_ports::{ImageFormat, PageImage, PrintFault, PrintedField};
use wariin_usecases::{
    DocumentCommand, Error, FillFields, Ports, field_image, fill_fields, fill_own_fields,
    send_document, shown_fields, shown_value,
};

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
    let request = ConsentRequest::to(document.content_digest_for(recipient_id()));
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

// O-33
#[tokio::test]
async fn a_value_is_kept_with_an_event_that_counts_it_and_does_not_say_it() {
    let document = asked();
    let mut work = by_taro_session();
    work.finds(&document);
    work.documents.expect_save().times(1).returning(|document, events| {
        assert_eq!(document.field(id(1)).unwrap().value, Some(text("甲")));
        assert_eq!(kinds(&events), ["fields_filled"]);
        assert!(!format!("{events:?}").contains('甲'));
        Ok(())
    });
    let mut world = world(&document, work);
    prints(&mut world);
    let (ports, commits) = world.wire();
    fill_fields(&ports, command(vec![(id(1), Some(text("甲")))])).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// O-33 FA-04
#[tokio::test]
async fn the_same_values_once_more_change_nothing() {
    let mut document = asked();
    fill(&mut document, 1, "甲");
    let mut work = by_taro_session();
    work.finds(&document);
    work.documents.expect_save().never();
    let mut world = world(&document, work);
    prints(&mut world);
    let (ports, commits) = world.wire();
    fill_fields(&ports, command(vec![(id(1), Some(text("甲")))])).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// O-33 FA-04
#[tokio::test]
async fn nothing_is_kept_when_the_storage_fails() {
    for failing in ["save", "commit"] {
        let document = asked();
        let mut work = by_taro_session();
        work.finds(&document);
        let fails = failing == "save";
        work.documents
            .expect_save()
            .returning(move |_, _| if fails { Err(broken()) } else { Ok(()) });
        work.commit_fails = failing == "commit";
        let mut world = world(&document, work);
        prints(&mut world);
        let (ports, commits) = world.wire();
        let result = fill_fields(&ports, command(vec![(id(1), Some(text("甲")))])).await;
        assert!(matches!(result, Err(Error::Storage(_))), "{failing}");
        assert_eq!(commits.load(Ordering::SeqCst), 0, "{failing}");
    }
}

// O-33 AU-03
#[tokio::test]
async fn a_field_of_another_person_or_of_none_is_refused_and_no_value_with_it_is_kept() {
    let document = with([text_field(1, by_taro()), text_field(2, OWN)].map(|mut field| {
        field.definition.is_required = false;
        field
    }));
    for foreign in [id(2), id(99)] {
        for value in [Some(text("乙")), None] {
            let mut work = by_taro_session();
            work.finds(&document);
            work.documents.expect_save().never();
            let mut world = world(&document, work);
            prints(&mut world);
            let (ports, commits) = world.wire();
            let filling = vec![(id(1), Some(text("甲"))), (foreign, value.clone())];
            let refused = fill_fields(&ports, command(filling)).await.unwrap_err();
            let expected =
                matches!(refused, Error::Document(DocumentError::Problem(Problem::NoSuchField)));
            assert!(expected, "{refused:?}");
            assert_eq!(commits.load(Ordering::SeqCst), 0);
        }
    }
}

// O-33
#[tokio::test]
async fn a_value_that_the_field_does_not_take_is_refused_by_the_field() {
    let document = asked();
    let mut work = by_taro_session();
    work.finds(&document);
    work.documents.expect_save().never();
    let (ports, _) = world(&document, work).wire();
    let refused = fill_fields(&ports, command(vec![(id(2), Some(FieldValue::Checked(true)))]));
    let Error::Document(refused) = refused.await.unwrap_err() else { panic!("another error") };
    assert_eq!(refused, DocumentError::Value { field: id(2), why: ValueError::OtherKind });
}

// O-33 EN-09
#[tokio::test]
async fn after_the_consent_and_while_it_is_held_nothing_is_filled_in() {
    let consented = {
        let mut document = asked();
        fill(&mut document, 1, "甲");
        fill(&mut document, 2, "乙");
        consent(&mut document);
        document
    };
    let held = {
        let mut document = draft();
        let own = vec![text_field(1, by_taro())];
        let _ = document.set_fields(own, &by_password(&sender()), NOW).unwrap();
        let mut document = fixtures::send(document, true);
        let (account, strong) = (taro(), by_totp(&taro(), NOW));
        let access = fixtures::signed_in(&account, &strong);
        let _ = document.open(recipient_id(), access, NOW).unwrap();
        let _ = document.hold(&taro(), HoldReason::BackupCode, NOW);
        document
    };
    for (document, expected) in
        [(consented, DocumentError::NotYourTurn), (held, DocumentError::Held)]
    {
        let mut work = by_taro_session();
        work.finds(&document);
        work.documents.expect_save().never();
        let mut refusal = MockWork::default();
        refusal.audit.expect_append().returning(|_| Ok(()));
        let mut world = world(&document, work).with([refusal]);
        prints(&mut world);
        let (ports, _) = world.wire();
        let refused = fill_fields(&ports, command(vec![(id(1), Some(text("丙")))])).await;
        let Err(Error::Document(refused)) = refused else { panic!("{refused:?}") };
        assert!(matches!(
            (&refused, &expected),
            (
                DocumentError::NotYourTurn | DocumentError::NotPossible { .. },
                DocumentError::NotYourTurn
            ) | (DocumentError::Held, DocumentError::Held)
        ));
    }
}

// O-33
#[tokio::test]
async fn what_cannot_be_printed_is_refused_by_its_field_before_anything_is_kept() {
    let document = asked();
    let mut world = world(&document, MockWork::default());
    world.works.clear();
    world.printer.expect_check().times(1).returning(|fields| {
        assert_eq!(fields.len(), 2);
        Ok(vec![None, Some(PrintFault::MissingGlyph('𓀀'))])
    });
    let (ports, commits) = world.wire();
    let filling = vec![(id(1), Some(text("甲"))), (id(2), Some(text("𓀀")))];
    let refused = fill_fields(&ports, command(filling)).await.unwrap_err();
    let Error::Print { field, fault } = refused else { panic!("{refused:?}") };
    assert_eq!((field, fault), (id(2), PrintFault::MissingGlyph('𓀀')));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// O-33 FA-06
#[tokio::test]
async fn without_a_renderer_no_value_is_kept_but_a_field_can_be_emptied() {
    let mut document = asked();
    fill(&mut document, 1, "甲");
    let mut away = world(&document, MockWork::default());
    away.works.clear();
    away.printer.expect_check().returning(|_| Err(PrintFault::Unavailable));
    let (ports, _) = away.wire();
    let refused = fill_fields(&ports, command(vec![(id(1), Some(text("乙")))])).await;
    assert!(matches!(refused, Err(Error::PrinterAway)), "{refused:?}");

    let mut work = by_taro_session();
    work.finds(&document);
    work.documents.expect_save().times(1).returning(|document, _| {
        assert_eq!(document.field(id(1)).unwrap().value, None);
        Ok(())
    });
    let (ports, _) = world(&document, work).wire();
    fill_fields(&ports, command(vec![(id(1), None)])).await.unwrap();
}

// O-33
#[tokio::test]
async fn the_sender_fills_the_own_fields_of_a_draft_and_those_alone() {
    let mut document = draft();
    let stamp = field(1, OWN, FieldKind::Stamp(StampShape::Round));
    let _ = document
        .set_fields(vec![stamp, text_field(2, by_taro())], &by_password(&sender()), NOW)
        .unwrap();
    let value = FieldValue::Stamp(StampFace::Drawn(StampText::parse("佐藤").unwrap()));
    for (number, is_kept) in [(1, true), (2, false)] {
        let mut work = work(Some(session(by_totp(&sender(), NOW))), vec![sender()]);
        work.finds(&document);
        work.documents.expect_save().times(usize::from(is_kept)).returning(|_, _| Ok(()));
        let mut world = Ports::mock().with([work]);
        let found = document.clone();
        world.views.expect_document().returning(move |_| Ok(Some(found.clone())));
        prints(&mut world);
        let (ports, _) = world.wire();
        let on = DocumentCommand { document: document.id, principal: PRINCIPAL };
        let result = fill_own_fields(&ports, on, vec![(id(number), Some(value.clone()))]).await;
        assert_eq!(result.is_ok(), is_kept, "{result:?}");
    }
}

fn reader_ports() -> MockPorts {
    let mut world = Ports::mock();
    world.views.expect_organisation().times(0..=1).returning(|_| Ok(Some(organisation())));
    world
}

// O-33 AU-01
#[tokio::test]
async fn what_a_recipient_fills_in_is_shown_to_no_other_reader_before_the_consent() {
    let mut document = asked();
    fill(&mut document, 1, "甲");
    fill(&mut document, 2, "乙");
    let others = [
        FieldReader::Office,
        FieldReader::Own(OWN),
        FieldReader::Own(Assignee::Recipient(fixtures::id(77))),
    ];
    for (reader, is_shown) in others
        .map(|reader| (reader, false))
        .into_iter()
        .chain([(FieldReader::Own(by_taro()), true)])
    {
        let (ports, _) = reader_ports().wire();
        let shown = shown_fields(&ports, &document, reader).await.unwrap();
        assert!(shown.iter().all(|(_, value)| value.is_some() == is_shown), "{reader:?}");
        let (ports, _) = reader_ports().wire();
        let field = document.field(id(1)).unwrap();
        let shown = shown_value(&ports, &document, field, reader).await.unwrap();
        assert_eq!(shown.is_some(), is_shown, "{reader:?}");
        if !is_shown {
            let (ports, _) = reader_ports().wire();
            let image = field_image(&ports, &document, id(1), reader, 320).await;
            assert!(matches!(image, Err(Error::NotFound)), "{reader:?}: {image:?}");
        }
    }
    consent(&mut document);
    for reader in others {
        let (ports, _) = reader_ports().wire();
        let shown = shown_fields(&ports, &document, reader).await.unwrap();
        assert!(shown.iter().all(|(_, value)| value.is_some()), "{reader:?}");
    }
}

// O-33
#[tokio::test]
async fn what_the_sender_filled_into_a_draft_is_the_senders_alone() {
    let mut document = draft();
    let by = by_password(&sender());
    let _ = document.set_fields(vec![text_field(1, OWN)], &by, NOW).unwrap();
    let _ = document.fill_as_sender(vec![(id(1), Some(text("甲")))], &by, NOW).unwrap();
    for (reader, is_shown) in [
        (FieldReader::Own(OWN), true),
        (FieldReader::Office, false),
        (FieldReader::Own(by_taro()), false),
    ] {
        let (ports, _) = reader_ports().wire();
        let field = document.field(id(1)).unwrap();
        let shown = shown_value(&ports, &document, field, reader).await.unwrap();
        assert_eq!(shown.is_some(), is_shown, "{reader:?}");
    }
}

// O-33
#[tokio::test]
async fn a_field_is_drawn_as_the_printer_draws_it_and_its_faults_are_told() {
    let mut document = asked();
    fill(&mut document, 1, "甲");
    let mut world = reader_ports();
    world.printer.expect_image().times(1).returning(|field, width| {
        assert_eq!((field.value, width), (text("甲"), 640));
        Ok(PageImage { bytes: vec![1], format: ImageFormat::Png })
    });
    let (ports, _) = world.wire();
    let own = FieldReader::Own(by_taro());
    let image = field_image(&ports, &document, id(1), own, 640).await.unwrap();
    assert_eq!(image.bytes, [1]);
    let (ports, _) = reader_ports().wire();
    let empty = field_image(&ports, &document, id(2), own, 640).await;
    assert!(matches!(empty, Err(Error::NotFound)));
    for (fault, is_away) in [(PrintFault::Unavailable, true), (PrintFault::DoesNotFit, false)] {
        let mut world = reader_ports();
        world.printer.expect_image().returning(move |_, _| Err(fault));
        let (ports, _) = world.wire();
        let refused = field_image(&ports, &document, id(1), own, 640).await.unwrap_err();
        assert_eq!(matches!(refused, Error::PrinterAway), is_away, "{refused:?}");
        assert_eq!(matches!(refused, Error::Print { .. }), !is_away, "{refused:?}");
    }
}

// O-32
#[tokio::test]
async fn an_image_of_a_stamp_is_taken_only_when_it_is_that_of_the_own_organisation() {
    let (own, other) = (FileDigest::new([9; 32]), FileDigest::new([8; 32]));
    let stamp = |image| FieldValue::Stamp(StampFace::Image(image));
    let asked = field(1, by_taro(), FieldKind::Stamp(StampShape::Organisation));
    let document = with([asked]);
    for (image, has_stamp, is_taken) in
        [(own, true, true), (other, true, false), (own, false, false)]
    {
        let mut work = MockWork::default();
        work.accounts.expect_organisation().returning(move |_| {
            let stamp = has_stamp.then_some(own);
            Ok(Some(Organisation { stamp, ..organisation() }))
        });
        work.sessions.expect_find().returning(|_| Ok(Some(session(by_totp(&taro(), NOW)))));
        work.accounts.expect_find().returning(|_| Ok(Some(taro())));
        work.finds(&document);
        work.documents.expect_save().times(usize::from(is_taken)).returning(|_, _| Ok(()));
        let mut world = world(&document, work);
        prints(&mut world);
        world.files.expect_get().returning(|_| Ok(vec![7]));
        let (ports, commits) = world.wire();
        let filled = fill_fields(&ports, command(vec![(id(1), Some(stamp(image)))])).await;
        if is_taken {
            filled.unwrap();
        } else {
            let refused = DocumentError::Value { field: id(1), why: ValueError::OtherStamp };
            assert!(matches!(filled, Err(Error::Document(error)) if error == refused));
        }
        assert_eq!(commits.load(Ordering::SeqCst), usize::from(is_taken));
    }
}

/// Two units of work in which the sender sends this draft.
fn sends(document: &Document, saves: usize) -> [MockWork; 2] {
    [0, saves].map(|saves| {
        let mut work = work(Some(session(by_password(&sender()))), vec![sender()]);
        work.finds(document);
        work.documents.expect_save().times(saves).returning(|_, _| Ok(()));
        work
    })
}

fn draft_with_a_day() -> Document {
    let size = FontSize::default();
    let day = FieldKind::Date { filling: DateFilling::DayOfConsent, size };
    let mut document = draft();
    let fields = vec![field(1, by_taro(), day)];
    let _ = document.set_fields(fields, &by_password(&sender()), NOW).unwrap();
    document
}

// O-34
#[tokio::test]
async fn a_field_whose_contents_the_seal_could_not_print_is_not_sent() {
    let document = draft_with_a_day();
    let on = DocumentCommand { document: document.id, principal: PRINCIPAL };
    for (fault, saves) in [(Some(PrintFault::DoesNotFit), 0), (None, 1)] {
        let works = sends(&document, saves).into_iter().take(1 + saves);
        let mut world = Ports::mock().with(works.collect::<Vec<_>>());
        world.printer.expect_check().times(1).returning(move |fields| {
            assert!(matches!(fields[..], [PrintedField { value: FieldValue::Date(_), .. }]));
            Ok(vec![fault])
        });
        let (ports, commits) = world.wire();
        let sent = send_document(&ports, on).await;
        match fault {
            Some(_) => assert!(matches!(sent, Err(Error::Print { field, .. }) if field == id(1))),
            None => sent.unwrap(),
        }
        assert_eq!(commits.load(Ordering::SeqCst), saves);
    }
}

// O-34
#[tokio::test]
async fn a_draft_whose_fields_change_while_they_are_looked_at_is_not_sent_unseen() {
    let document = draft_with_a_day();
    let mut changed = document.clone();
    let _ = changed.set_fields(vec![], &by_password(&sender()), NOW).unwrap();
    let [first, _] = sends(&document, 0);
    let [second, _] = sends(&changed, 0);
    let [_, last] = sends(&changed, 1);
    let mut world = Ports::mock().with([first, second, last]);
    world.printer.expect_check().times(1).returning(|_| Ok(vec![None]));
    let (ports, commits) = world.wire();
    let on = DocumentCommand { document: document.id, principal: PRINCIPAL };
    send_document(&ports, on).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}
