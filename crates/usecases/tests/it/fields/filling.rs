//! Filling in: what is kept and what is refused.

use super::{
    OWN, asked, by_taro, by_taro_session, command, consent, fill, id, prints, with, world,
};
use crate::world::{
    NOW, PRINCIPAL, broken, by_password, by_totp, draft, kinds, recipient_id, sender, session,
    taro, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::fixtures::{self, field, text, text_field};
use wariin_domain::{
    DocumentError, FieldKind, FieldValue, HoldReason, Problem, StampFace, StampShape, StampText,
    ValueError,
};
use wariin_ports::PrintFault;
use wariin_ports::mock::MockWork;
use wariin_usecases::{DocumentCommand, Error, Ports, fill_fields, fill_own_fields};

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
