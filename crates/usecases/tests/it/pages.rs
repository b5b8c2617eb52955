//! Pages as images: drawn once, recorded when a recipient is shown them, and needed for the consent.

use crate::world::{NOW, PRINCIPAL, by_totp, kinds, recipient_id, sent, session, taro, work};
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};
use wariin_domain::fixtures::STATEMENT;
use wariin_domain::{Document, DocumentError, FileDigest, FileId, Refusal, ShownPages};
use wariin_ports::mock::{KEY, MockPorts, MockWork};
use wariin_ports::{FileError, ImageFormat, PageImage, PageSize, PageText, RenderFault};
use wariin_usecases::{
    Error, GiveConsent, OpenDocument, PageOf, PageWidth, Ports, consent, draw_ahead, page_image,
    recipient_file, recipient_page, viewed_files,
};

fn command() -> OpenDocument {
    OpenDocument { principal: Some(PRINCIPAL), recipient: recipient_id() }
}

fn image() -> PageImage {
    PageImage { format: ImageFormat::Png, bytes: vec![1] }
}

/// A document that Taro has opened before.
fn opened() -> Document {
    let mut document = sent(true);
    let (account, by) = (taro(), by_totp(&taro(), NOW));
    let by = wariin_domain::fixtures::signed_in(&account, &by);
    let _ = document.open(recipient_id(), by, NOW).unwrap();
    document
}

fn all(document: &Document) -> Vec<(FileId, u32)> {
    let of_file = |file: &wariin_domain::DocumentFile| {
        let id = file.id;
        (1..=file.pages).map(move |page| (id, page)).collect::<Vec<_>>()
    };
    document.files.iter().flat_map(of_file).collect()
}

/// Taro, strongly signed in, to whose session these pages were delivered before.
fn world(works: Vec<MockWork>, shown: Vec<(FileId, u32)>) -> MockPorts {
    let mut world = Ports::mock().with(works);
    world.views.expect_document_of().returning(|_| Ok(Some(opened())));
    world.views.expect_session().returning(|_| Ok(Some(session(by_totp(&taro(), NOW)))));
    world.views.expect_account().returning(|_| Ok(Some(taro())));
    let shown: ShownPages = shown.into_iter().collect();
    world.views.expect_shown_pages().returning(move |key, _| {
        assert_eq!(key, KEY);
        Ok(shown.clone())
    });
    world.pages.expect_image().returning(|_, _, _| Some(image()));
    world
}

/// A unit of work in which pages are recorded for the session: before and after.
fn records(before: Vec<(FileId, u32)>, added: Vec<(FileId, u32)>) -> MockWork {
    let mut work = work(Some(session(by_totp(&taro(), NOW))), vec![taro()]);
    let after: ShownPages = before.iter().chain(&added).copied().collect();
    let before: ShownPages = before.into_iter().collect();
    work.shown_pages.expect_of().times(1).returning(move |_, _| Ok(before.clone()));
    work.shown_pages.expect_of().times(1).returning(move |_, _| Ok(after.clone()));
    work.shown_pages.expect_add().times(1).returning(move |delivery| {
        assert_eq!((delivery.session, delivery.recipient, delivery.at), (KEY, recipient_id(), NOW));
        let pages: Vec<_> = delivery.pages.iter().map(|page| (delivery.file, *page)).collect();
        assert_eq!(pages, added);
        Ok(())
    });
    work
}

// O-30
#[tokio::test]
async fn a_page_is_drawn_once_and_kept() {
    let document = sent(true);
    let page = PageOf { file: document.files[0].id, number: 1 };
    let digest = document.files[0].digest;
    let mut world = Ports::mock();
    world.pages.expect_image().times(1).returning(|_, _, _| None);
    world.files.expect_get().times(1).returning(|_| Ok(b"pdf".to_vec()));
    world.renderer.expect_image().times(1).returning(|pdf, page, width| {
        assert_eq!((&pdf[..], page, width), (&b"pdf"[..], 1, 720));
        Ok(image())
    });
    world.pages.expect_keep_image().times(1).returning(move |file, page, width, kept| {
        assert_eq!((file, page, width), (digest, 1, 720));
        assert_eq!(*kept, image());
    });
    let (ports, _) = world.wire();
    assert_eq!(page_image(&ports, &document, page, PageWidth::Phone).await.unwrap(), image());
}

// O-30
#[tokio::test]
async fn the_first_page_is_drawn_ahead_in_the_widths_of_phones_and_computers() {
    let document = sent(true);
    let size = PageSize { width: 595.0, height: 842.0 };
    let mut world = Ports::mock();
    world.files.expect_get().returning(|_| Ok(b"pdf".to_vec()));
    world.pages.expect_sizes().returning(|_| None);
    let count = document.files[0].pages as usize;
    world.renderer.expect_sizes().times(1).returning(move |_| Ok(vec![size; count]));
    world.pages.expect_keep_sizes().times(1).return_const(());
    let text = PageText { size, runs: Vec::new(), is_known: false, language: None };
    world.pages.expect_text().returning(|_, _| None);
    world.renderer.expect_text().times(1).returning(move |_, _| Ok(text.clone()));
    world.pages.expect_keep_text().times(1).return_const(());
    let widths = Arc::new(Mutex::new(Vec::new()));
    let drawn = Arc::clone(&widths);
    world.pages.expect_image().returning(|_, _, _| None);
    world.renderer.expect_image().returning(move |_, page, width| {
        drawn.lock().unwrap().push((page, width));
        Ok(image())
    });
    world.pages.expect_keep_image().times(2).return_const(());
    let (ports, _) = world.wire();
    draw_ahead(&ports, &document).await;
    assert_eq!(*widths.lock().unwrap(), [(1, 720), (1, 1080)]);
}

// O-30
#[tokio::test]
async fn a_page_that_there_is_not_or_that_cannot_be_drawn_is_refused() {
    let document = sent(true);
    let file = document.files[0].id;
    for (file, number) in [
        (file, 0),
        (file, document.files[0].pages + 1),
        (FileId::from(wariin_domain::Uuid::nil()), 1),
    ] {
        let (ports, _) = Ports::mock().wire();
        let refused =
            page_image(&ports, &document, PageOf { file, number }, PageWidth::Phone).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    let mut world = Ports::mock();
    world.pages.expect_image().returning(|_, _, _| None);
    world.files.expect_get().returning(|_| Ok(Vec::new()));
    world.renderer.expect_image().returning(|_, _, _| Err(RenderFault::Undrawable));
    let (ports, _) = world.wire();
    let refused = page_image(&ports, &document, PageOf { file, number: 1 }, PageWidth::Phone).await;
    assert!(matches!(refused, Err(Error::Page(RenderFault::Undrawable))), "and nothing is kept");
}

// O-31
#[tokio::test]
async fn a_delivered_page_is_recorded_and_the_last_one_is_an_event() {
    let document = opened();
    let pages = all(&document);
    let (file, number) = pages[0];
    let others = pages[1..].to_vec();
    for (before, is_last) in [(Vec::new(), others.is_empty()), (others, true)] {
        let mut work = records(before.clone(), vec![(file, number)]);
        work.audit.expect_append().times(usize::from(is_last)).returning(|events| {
            assert_eq!(kinds(&events), ["pages_shown"]);
            Ok(())
        });
        let (ports, commits) = world(vec![work], before).wire();
        let page = PageOf { file, number };
        recipient_page(&ports, command(), page, PageWidth::Phone).await.unwrap();
        assert_eq!(commits.load(Ordering::SeqCst), 1);
    }
}

// O-31
#[tokio::test]
async fn a_thumbnail_and_a_page_that_was_delivered_before_are_not_recorded() {
    let (file, number) = all(&opened())[0];
    for (width, shown) in [(PageWidth::Thumbnail, vec![]), (PageWidth::Phone, vec![(file, number)])]
    {
        let (ports, commits) = world(Vec::new(), shown).wire();
        recipient_page(&ports, command(), PageOf { file, number }, width).await.unwrap();
        assert_eq!(commits.load(Ordering::SeqCst), 0);
    }
}

// O-31
#[tokio::test]
async fn with_the_pdf_all_pages_of_the_file_are_delivered() {
    let document = opened();
    let pages = all(&document);
    let file = document.files[0].id;
    let (added, before): (Vec<_>, Vec<_>) = pages.into_iter().partition(|(id, _)| *id == file);
    let mut work = records(before.clone(), added);
    work.audit.expect_append().times(1).returning(|_| Ok(()));
    let mut world = world(vec![work], before);
    world.files.expect_get().returning(|_| Ok(Vec::new()));
    let (ports, commits) = world.wire();
    recipient_file(&ports, command(), file).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// O-31
#[tokio::test]
async fn a_consent_in_a_session_to_which_a_page_was_not_delivered_is_refused_and_recorded() {
    let document = opened();
    let mut shown = all(&document);
    shown.pop();
    let mut answers = work(Some(session(by_totp(&taro(), NOW))), vec![taro()]);
    answers.finds(&document);
    let mut refusal = MockWork::default();
    refusal.audit.expect_append().times(1).returning(|events| {
        let refused = wariin_domain::EventKind::Refused {
            recipient: Some(recipient_id()),
            refusal: Refusal::PagesNotShown,
        };
        assert!(events.iter().all(|event| event.kind == refused));
        Ok(())
    });
    let mut world = world(vec![answers, refusal], shown);
    world.files.expect_get().returning(|_| Ok(Vec::new()));
    let (ports, commits) = world.wire();
    let shown = document.content_digest();
    let give = GiveConsent {
        turn: None,
        statement: STATEMENT,
        principal: PRINCIPAL,
        recipient: recipient_id(),
        shown,
        code: None,
    };
    let refused = consent(&ports, give).await;
    assert!(matches!(refused, Err(Error::Document(DocumentError::PagesNotShown))), "{refused:?}");
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// O-30
#[tokio::test]
async fn a_file_that_is_damaged_or_has_another_number_of_pages_is_viewed_without_sizes() {
    let document = sent(true);
    let count = document.files[0].pages as usize;
    let size = PageSize { width: 595.0, height: 842.0 };
    for (counted, is_shown) in [(count, true), (count + 1, false)] {
        let mut world = Ports::mock();
        world.pages.expect_sizes().returning(move |_| Some(vec![size; counted]));
        world.pages.expect_text().returning(move |_: FileDigest, _| {
            Some(PageText { size, runs: Vec::new(), is_known: true, language: None })
        });
        let (ports, _) = world.wire();
        let viewed = viewed_files(&ports, &document).await;
        assert_eq!(viewed.len(), document.files.len());
        assert_eq!(viewed[0].sizes.is_some(), is_shown);
        assert_eq!(viewed[0].first_text.is_some(), is_shown);
    }
    let mut refusal = MockWork::default();
    refusal.documents.expect_mark_damaged().returning(|_, _| Ok(false));
    let mut world = Ports::mock().with(vec![refusal]);
    world.pages.expect_sizes().returning(|_| None);
    world.files.expect_get().times(1).returning(|digest| Err(FileError::Corrupt(digest)));
    let (ports, _) = world.wire();
    let one = wariin_domain::Document::clone(&document);
    let viewed = viewed_files(&ports, &one).await;
    assert!(viewed[0].sizes.is_none());
}
