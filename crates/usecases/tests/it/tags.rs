//! Text tags in the files, and the fields that they make.

use crate::world::{NOW, PRINCIPAL, by_password, draft, recipient_id, sender, session, work};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use wariin_domain::fixtures::{file, text_field};
use wariin_domain::{
    Assignee, Document, DocumentFile, FileChange, FileDigest, FoundNames, InputField, Length,
    MAX_FIELDS, Problem, TagError, Uuid,
};
use wariin_ports::mock::MockPorts;
use wariin_ports::{Ids, PageSize, PageText, RenderFault, TextRemoval, TextRun};
use wariin_usecases::{
    DocumentCommand, Error, Ports, TagReport, fields_from_form, fields_from_tags,
};

/// A run of 10 points on a page of A4; wide characters are 10 points long.
fn run(text: &str, x: f32, y: f32) -> TextRun {
    let length = text.chars().map(|c| if c.is_ascii() { 5.0 } else { 10.0 }).sum();
    let text = text.to_owned();
    let (place, language) = (Some(0), None);
    TextRun { text, x, y, size: 10.0, length, angle: 0.0, is_vertical: false, place, language }
}

fn text(runs: Vec<TextRun>) -> PageText {
    let size = PageSize { width: 595.28, height: 841.89 };
    PageText { size, runs, is_known: true, language: None }
}

/// The document, whose one page has this text, and the fields that are kept.
fn world(document: &Document, runs: Vec<TextRun>) -> (MockPorts, Arc<Mutex<Vec<InputField>>>) {
    let kept = Arc::new(Mutex::new(Vec::new()));
    let mut work = work(Some(session(by_password(&sender()))), vec![sender()]);
    work.finds(document);
    let keeps = Arc::clone(&kept);
    work.documents.expect_save().returning(move |document, _| {
        keeps.lock().unwrap().clone_from(&document.fields);
        Ok(())
    });
    let mut world = Ports::mock().with(vec![work]);
    world.pages.expect_text().returning(move |_, _| Some(text(runs.clone())));
    world.files.expect_get().returning(|_| Ok(b"with tags".to_vec()));
    world.files.expect_put().returning(|_| Ok(FileDigest::new([8; 32])));
    world.remover.expect_remove().returning(|_, texts| {
        let is_gone: Vec<bool> = texts.iter().map(|text| !text.text.contains("住所")).collect();
        let pdf = is_gone.contains(&true).then(|| b"without".to_vec());
        Ok(TextRemoval { pdf, is_gone })
    });
    (world, kept)
}

/// Ids of their own for the fields.
#[derive(Default)]
struct Counting(AtomicU32);

impl Ids for Counting {
    fn next(&self) -> Uuid {
        Uuid::from_u128(5_000 + u128::from(self.0.fetch_add(1, Ordering::SeqCst)))
    }
}

async fn run_on(
    document: &Document,
    runs: Vec<TextRun>,
) -> (Result<TagReport, Error>, Vec<InputField>) {
    let (world, kept) = world(document, runs);
    let (ports, _) = world.wire();
    let ports = Ports { ids: Arc::new(Counting::default()), ..ports };
    let on = DocumentCommand { document: document.id, principal: PRINCIPAL };
    let report = fields_from_tags(&ports, on, document).await;
    let kept = kept.lock().unwrap().clone();
    (report, kept)
}

// O-32
#[tokio::test]
async fn a_field_is_placed_where_its_tag_stands_also_when_the_tag_spans_runs() {
    let runs = vec![
        run("{{押", 100.0, 200.0),
        run("印:宛先1}} 殿", 125.0, 200.0),
        run("{{テキスト:送信者:住所}}", 50.0, 400.0),
        run("{{日付", 50.0, 500.0),
        run(":宛先1}}", 50.0, 520.0),
    ];
    let (report, kept) = run_on(&draft(), runs).await;
    let left = vec![(draft().files[0].name.clone(), 1, "{{テキスト:送信者:住所}}".to_owned())];
    let expected = TagReport { placed: 2, removed: 1, left, ..TagReport::default() };
    assert_eq!(report.unwrap(), expected);
    assert_eq!(kept.len(), 2, "a tag does not go on in the next line");
    let stamp = kept[0].definition.clone();
    assert_eq!(kept[0].assignee, Assignee::Recipient(recipient_id()));
    assert_eq!(stamp.kind.name(), "stamp");
    let near = |length: Length, mm: u32| {
        let off = length.as_hundredths().abs_diff(mm * 100);
        assert!(off <= 50, "{length:?} is not {mm} mm");
    };
    near(stamp.area.left, 35);
    // The middle of the text, 3.5 points above the baseline at 200 points.
    near(stamp.area.top.plus(Length::mm(10)), 69);
    assert_eq!(kept[1].definition.label.as_ref().unwrap().as_str(), "住所");
}

// O-32
#[tokio::test]
async fn tags_that_make_no_field_are_named() {
    let runs = vec![
        run("{{押印:宛先2}}", 100.0, 200.0),
        run("{{会社名}}", 100.0, 300.0),
        run("{{署名:宛先1}}", 100.0, 400.0),
    ];
    let (report, kept) = run_on(&draft(), runs).await;
    let report = report.unwrap();
    let faults: Vec<_> = report.faults.iter().map(|f| (f.text.as_str(), f.why)).collect();
    let expected = [("{{押印:宛先2}}", TagError::NoRecipient(2)), ("{{会社名}}", TagError::Kind)];
    assert_eq!(faults, expected);
    assert_eq!((report.placed, kept.len()), (1, 1));
}

// O-32
#[tokio::test]
async fn a_tag_whose_field_is_there_makes_no_second_one() {
    let runs = vec![run("{{押印:宛先1}}", 100.0, 200.0)];
    let (_, mut kept) = run_on(&draft(), runs.clone()).await;
    let mut document = draft();
    kept[0].file = document.files[0].id;
    kept[0].id = Uuid::from_u128(9).into();
    let _ = document.set_fields(kept, &by_password(&sender()), NOW).unwrap();
    let (report, again) = run_on(&document, runs).await;
    assert_eq!(report.unwrap(), TagReport { known: 1, removed: 1, ..TagReport::default() });
    assert_eq!(again.len(), 1);
    assert_eq!(again[0].definition, document.fields[0].definition);
}

// O-32
#[tokio::test]
async fn a_tag_that_is_drawn_twice_to_look_bold_makes_one_field_and_both_texts_are_taken_out() {
    let whole = vec![run("{{押印:宛先1}}", 100.0, 200.0), run("{{押印:宛先1}}", 100.4, 200.0)];
    // Piece by piece, each followed by itself.
    let pieces = vec![
        run("{{押", 100.0, 200.0),
        run("{{押", 100.4, 200.0),
        run("印:宛先1}}", 120.0, 200.0),
        run("印:宛先1}}", 120.4, 200.0),
    ];
    let letters = "{{押印:宛先1}}".chars().scan(100.0, |x, letter| {
        let at = *x;
        *x += if letter.is_ascii() { 5.0 } else { 10.0 };
        Some([run(&letter.to_string(), at, 200.0), run(&letter.to_string(), at + 0.4, 200.0)])
    });
    for runs in [whole, pieces, letters.flatten().collect()] {
        let (report, kept) = run_on(&draft(), runs.clone()).await;
        let expected = TagReport { placed: 1, removed: 2, ..TagReport::default() };
        assert_eq!(report.unwrap(), expected, "{runs:?}");
        assert_eq!(kept.len(), 1);
    }
    let beside = vec![run("{{押印:宛先1}}", 100.0, 200.0), run("{{押印:宛先1}}", 200.0, 200.0)];
    assert_eq!(run_on(&draft(), beside).await.0.unwrap().placed, 2);
}

// O-32
#[tokio::test]
async fn the_file_without_its_tags_takes_the_place_of_the_one_with_them_and_is_to_be_confirmed() {
    let runs = vec![run("{{押印:宛先1}}", 100.0, 200.0), run("{{会社名}}", 100.0, 300.0)];
    let (mut world, _) = world(&draft(), runs);
    let saved = Arc::new(Mutex::new(None));
    let keeps = Arc::clone(&saved);
    world.works[0].documents.checkpoint();
    world.works[0].finds(&draft());
    world.works[0].documents.expect_save().times(1).returning(move |document, events| {
        let kinds: Vec<_> = events.iter().map(|event| event.kind.name()).collect();
        *keeps.lock().unwrap() = Some((document.clone(), kinds));
        Ok(())
    });
    world.remover.checkpoint();
    world.remover.expect_remove().times(1).returning(|pdf, texts| {
        assert_eq!(pdf, b"with tags");
        let texts: Vec<_> = texts.into_iter().map(|it| (it.page, it.parts, it.text)).collect();
        let tag = "{{押印:宛先1}}".to_owned();
        assert_eq!(texts, [(1, vec![(0, 0..tag.len())], tag)], "only those that make a field");
        Ok(TextRemoval { pdf: Some(b"without".to_vec()), is_gone: vec![true] })
    });
    let (ports, _) = world.wire();
    let ports = Ports { ids: Arc::new(Counting::default()), ..ports };
    let on = DocumentCommand { document: draft().id, principal: PRINCIPAL };
    let report = fields_from_tags(&ports, on, &draft()).await.unwrap();
    assert_eq!((report.placed, report.removed, report.faults.len()), (1, 1, 1));
    let (document, kinds) = saved.lock().unwrap().take().unwrap();
    let file = &document.files[0];
    assert_eq!((file.digest, file.bytes), (FileDigest::new([8; 32]), 7));
    assert_ne!(file.id, draft().files[0].id, "what was seen of the other file is not of this one");
    assert_eq!(document.fields[0].file, file.id);
    let tags = FoundNames::of(["{{押印:宛先1}}"]);
    assert_eq!(file.changes, [FileChange::TagsRemoved(tags)]);
    assert!(file.awaits_confirmation(document.sender));
    assert_eq!(kinds, ["files_replaced", "file_changed", "fields_set"]);
}

// O-32
#[tokio::test]
async fn vertical_text_is_read_downwards() {
    let tag = TextRun { is_vertical: true, ..run("{{押印:宛先1}}", 300.0, 100.0) };
    let (report, kept) = run_on(&draft(), vec![tag]).await;
    assert_eq!(report.unwrap().placed, 1);
    let area = kept[0].definition.area;
    assert!(area.left < Length::mm(106) && area.left > Length::mm(103), "{area:?}");
}

// O-32
#[tokio::test]
async fn too_many_tags_place_nothing_and_an_unreadable_page_is_named() {
    let mut document = draft();
    let field = |number: usize| {
        let field = wariin_domain::fixtures::text_field(1, Assignee::Sender);
        InputField { id: Uuid::from_u128(number as u128 + 1).into(), ..field }
    };
    let fields = (0..MAX_FIELDS).map(field).collect();
    let _ = document.set_fields(fields, &by_password(&sender()), NOW).unwrap();
    let (refused, kept) = run_on(&document, vec![run("{{押印:宛先1}}", 100.0, 200.0)]).await;
    let refused = refused.unwrap_err();
    assert_eq!(refused.to_string(), Error::from(Problem::TooManyFields).to_string());
    assert!(kept.is_empty());

    let mut world = Ports::mock();
    world.pages.expect_text().returning(|_, _| None);
    world.files.expect_get().returning(|_| Ok(Vec::new()));
    world.renderer.expect_text().returning(|_, _| Err(RenderFault::Undrawable));
    let (ports, _) = world.wire();
    let document = draft();
    let on = DocumentCommand { document: document.id, principal: PRINCIPAL };
    let report = fields_from_tags(&ports, on, &document).await.unwrap();
    assert_eq!(report.unread, [(document.files[0].name.clone(), 1)]);
}

// O-32
#[tokio::test]
async fn form_fields_of_the_files_become_input_fields_once() {
    let recipient = Assignee::Recipient(recipient_id());
    let mut document = draft();
    let prepared = (1..4).map(|n| text_field(n, Assignee::Sender).definition).collect();
    let file = DocumentFile { prepared, ..file(7) };
    let _ = document.replace_files(vec![file], &by_password(&sender()), NOW).unwrap();
    let own = text_field(2, Assignee::Sender);
    let _ = document.set_fields(vec![own.clone()], &by_password(&sender()), NOW).unwrap();
    let (world, kept) = world(&document, Vec::new());
    let (ports, _) = world.wire();
    let ports = Ports { ids: Arc::new(Counting::default()), ..ports };
    let on = DocumentCommand { document: document.id, principal: PRINCIPAL };
    assert_eq!(fields_from_form(&ports, on, recipient).await.unwrap(), 2);
    let kept = kept.lock().unwrap().clone();
    assert_eq!(kept.len(), 3);
    assert!(kept.contains(&own), "what was there stays");
    let new: Vec<_> = kept.iter().filter(|field| field.assignee == recipient).collect();
    assert_eq!(new.len(), 2);
    assert_ne!(new[0].id, new[1].id);
}
