//! What readers see, and what is not sent.

use super::{
    OWN, asked, by_taro, by_taro_session, command, consent, fill, id, prints, with, world,
};
use crate::world::{
    NOW, PRINCIPAL, by_password, by_totp, draft, recipient_id, sender, session, taro, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::fixtures::{self, STATEMENT, field, organisation, text, text_field};
use wariin_domain::{
    Assignee, DateFilling, Document, DocumentError, FieldKind, FieldReader, FieldValue, FileDigest,
    FontSize, Organisation, Seal, SealLevel, SealedFile, ShownPages, StampFace, StampShape,
    ValueError,
};
use wariin_ports::mock::{MockPorts, MockWork};
use wariin_ports::{FileError, ImageFormat, PageImage, PrintFault, PrintedField};
use wariin_usecases::{
    DocumentCommand, Error, GiveConsent, Ports, field_image, fill_fields, send_document,
    shown_fields, shown_value,
};

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

// DO-01
#[tokio::test]
async fn an_image_of_a_stamp_that_is_printed_is_missed_by_no_concluded_document() {
    let image = FileDigest::new([9; 32]);
    let mut document = with([field(1, by_taro(), FieldKind::Stamp(StampShape::Organisation))]);
    let (account, strong) = (taro(), by_totp(&taro(), NOW));
    let value = Some(FieldValue::Stamp(StampFace::Image(image)));
    let access = fixtures::signed_in(&account, &strong);
    let _ = document.fill(recipient_id(), access, vec![(id(1), value)], NOW).unwrap();
    consent(&mut document);
    let seal = Seal { digest: FileDigest::new([8; 32]), level: SealLevel::Basic };
    let sealed = SealedFile { file: document.files[0].id, seal };
    let _ = document.conclude(&[sealed], NOW).unwrap();
    let own = FieldReader::Own(by_taro());
    let mut world = reader_ports();
    world.files.expect_get().returning(|digest| Err(FileError::Corrupt(digest)));
    // No unit of work: nothing is recorded.
    let shown = field_image(&world.wire().0, &document, id(1), own, 320).await;
    assert!(matches!(shown, Err(Error::NotFound)), "{shown:?}");
    let mut world = reader_ports();
    world.files.expect_get().returning(|_| Ok(vec![7]));
    world
        .printer
        .expect_image()
        .times(1)
        .returning(|_, _| Ok(PageImage { bytes: vec![1], format: ImageFormat::Png }));
    field_image(&world.wire().0, &document, id(1), own, 320).await.unwrap();
}

// DO-01
#[tokio::test]
async fn a_damaged_image_of_a_stamp_is_refused_where_it_is_shown_and_before_the_consent() {
    let image = FileDigest::new([9; 32]);
    let mut document = with([field(1, by_taro(), FieldKind::Stamp(StampShape::Organisation))]);
    let (account, strong) = (taro(), by_totp(&taro(), NOW));
    let value = Some(FieldValue::Stamp(StampFace::Image(image)));
    let access = fixtures::signed_in(&account, &strong);
    let _ = document.fill(recipient_id(), access, vec![(id(1), value)], NOW).unwrap();
    let records = || {
        let mut work = MockWork::default();
        work.documents.expect_mark_damaged().returning(|_, _| Ok(true));
        work.audit.expect_append().times(1).returning(|_| Ok(()));
        work
    };
    let damage = move |digest: FileDigest| {
        if digest == image { Err(FileError::Corrupt(digest)) } else { Ok(vec![1]) }
    };

    let mut shows = reader_ports().with([records()]);
    shows.files.expect_get().returning(damage);
    let (ports, commits) = shows.wire();
    let shown = field_image(&ports, &document, id(1), FieldReader::Own(by_taro()), 320).await;
    assert!(matches!(shown, Err(Error::Document(DocumentError::FileDamaged))), "{shown:?}");
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let mut step = by_taro_session();
    step.finds(&document);
    let mut notes = MockWork::default();
    notes.audit.expect_append().times(1).returning(|_| Ok(()));
    let mut world = world(&document, records()).with([step, notes]);
    world.views.expect_shown_pages().returning(|_, _| Ok(ShownPages::default()));
    world.files.expect_get().returning(damage);
    let (ports, _) = world.wire();
    let give = GiveConsent {
        turn: None,
        statement: STATEMENT,
        principal: PRINCIPAL,
        recipient: recipient_id(),
        shown: document.content_digest_for(recipient_id()),
        code: None,
    };
    let refused = wariin_usecases::consent(&ports, give).await;
    assert!(matches!(refused, Err(Error::Document(DocumentError::FileDamaged))), "{refused:?}");
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
