//! What was changed about an upload, and the sender's word for it.

use uuid::Uuid;
use wariin_domain::fixtures::{
    NOW, after, by_password, by_totp, draft, file, sender, taro, text_field,
};
use wariin_domain::{
    Assignee, Document, DocumentError, DocumentFile, DocumentParts, DocumentStatus, EventKind,
    Events, FileChange, FileDigest, FileId, FileWithoutTags, FoundName, FoundNames, InputField,
    MAX_FILE_BYTES, Problem, Template, TemplateId, Title,
};

fn removed() -> FileChange {
    FileChange::AttachmentsRemoved(FoundNames::of(["a.xlsx", "b.txt"]))
}

/// A file with these changes.
fn changed(number: u128, changes: impl Into<Vec<FileChange>>) -> DocumentFile {
    DocumentFile { changes: changes.into(), ..file(number) }
}

/// A draft with these files.
fn draft_of(files: impl Into<Vec<DocumentFile>>) -> Document {
    let mut document = draft();
    let _ = document.replace_files(files.into(), &by_password(&sender()), NOW).unwrap();
    document
}

fn id(number: u128) -> FileId {
    Uuid::from_u128(number).into()
}

fn kinds(events: &Events) -> Vec<&'static str> {
    events.iter().map(|event| event.kind.name()).collect()
}

fn every_change() -> [FileChange; 21] {
    let names = || FoundNames::of(["a"]);
    [
        FileChange::Repaired,
        FileChange::Decrypted,
        FileChange::FormFixed,
        FileChange::FormDrawn,
        FileChange::AnnotationsFixed,
        FileChange::AnnotationsDrawn,
        FileChange::CommentsRemoved(names()),
        FileChange::LayersFixed,
        FileChange::HiddenLayersKept(names()),
        FileChange::UsageRightsRemoved,
        FileChange::XfaRemoved,
        FileChange::ActionsRemoved,
        FileChange::LinksRemoved(names()),
        FileChange::AttachmentsRemoved(names()),
        FileChange::AttachmentsKept(names()),
        FileChange::ActionsKept,
        FileChange::TagsRemoved(names()),
        FileChange::FontsReplaced(names()),
        FileChange::PagesUnshown(names()),
        FileChange::PagesDiffer(names()),
        FileChange::ValuesContradicted(names()),
    ]
}

// DO-03
#[test]
fn a_document_is_not_sent_until_the_sender_has_agreed_to_what_is_gone_or_new() {
    for change in every_change() {
        let needs = change.needs_confirmation();
        let mut document = draft_of([file(7), changed(8, [FileChange::Repaired, change.clone()])]);
        let before = document.clone();
        let by = by_password(&sender());
        if needs {
            let refused = document.send(&by, NOW);
            assert_eq!(refused, Err(DocumentError::ChangesUnconfirmed(id(8))), "{change:?}");
            assert_eq!(document, before);
            let confirmed = document.confirm_file_changes(id(8), &by, after(1)).unwrap();
            let expected = EventKind::FileChangesConfirmed {
                file: id(8),
                digest: file(8).digest,
                changes: vec![change],
            };
            assert!(confirmed.iter().map(|event| &event.kind).eq([&expected]));
        }
        let _ = document.send(&by, after(2)).unwrap();
        assert!(matches!(document.status, DocumentStatus::AwaitingConsent { .. }));
    }
    let needed = every_change().iter().filter(|change| change.needs_confirmation()).count();
    assert_eq!(needed, 8);
}

// DO-03
#[test]
fn only_the_sender_confirms_and_once_is_enough() {
    let mut document = draft_of([changed(7, [removed()])]);
    let by = by_password(&sender());
    let refused = document.confirm_file_changes(id(7), &by_password(&taro()), NOW);
    assert_eq!(refused, Err(DocumentError::NotSender));
    let refused = document.confirm_file_changes(id(9), &by, NOW);
    assert_eq!(refused, Err(Problem::NoSuchFile.into()));
    assert_eq!(document.files_to_confirm().count(), 1);

    assert_eq!(
        kinds(&document.confirm_file_changes(id(7), &by, NOW).unwrap()),
        ["file_changes_confirmed"]
    );
    assert_eq!(document.files_to_confirm().count(), 0);
    assert!(document.confirm_file_changes(id(7), &by, after(1)).unwrap().is_empty());
    assert_eq!(document.files[0].confirmed.map(|confirmed| confirmed.at), Some(NOW));
    let _ = document.send(&by, after(2)).unwrap();
    let refused = document.confirm_file_changes(id(7), &by, after(3));
    assert!(matches!(refused, Err(DocumentError::NotPossible { .. })));
}

// DO-03
#[test]
fn a_file_with_nothing_to_agree_to_is_not_confirmed() {
    let mut document = draft_of([changed(7, [FileChange::Repaired])]);
    assert!(document.confirm_file_changes(id(7), &by_password(&sender()), NOW).unwrap().is_empty());
    assert_eq!(document.files[0].confirmed, None);
}

// DO-03
#[test]
fn a_member_who_takes_a_draft_over_has_to_confirm_anew() {
    let mut document = draft_of([changed(7, [removed()])]);
    let _ = document.confirm_file_changes(id(7), &by_password(&sender()), NOW).unwrap();
    let mut parts = DocumentParts::clone(&document);
    parts.sender = taro().id;
    let mut document = Document::restore(parts).unwrap();
    let refused = document.send(&by_password(&taro()), NOW);
    assert_eq!(refused, Err(DocumentError::ChangesUnconfirmed(id(7))));
}

// DO-03
#[test]
fn what_was_changed_is_recorded_when_a_file_is_taken_in() {
    let mut document = draft();
    let files = vec![file(7), changed(8, [FileChange::Repaired, removed()])];
    let events = document.replace_files(files, &by_password(&sender()), NOW).unwrap();
    assert_eq!(kinds(&events), ["files_replaced", "file_changed"]);
    let EventKind::FileChanged { file: of, digest, changes } = &events.iter().last().unwrap().kind
    else {
        panic!("{events:?}");
    };
    assert_eq!((*of, *digest), (id(8), file(8).digest));
    assert_eq!(changes, &[FileChange::Repaired, removed()]);
}

// DO-03 T-062
#[test]
fn templates_and_copies_keep_the_changes_and_ask_for_the_word_anew() {
    let mut document = draft_of([changed(7, [removed()])]);
    let by = by_totp(&sender(), NOW);
    let _ = document.confirm_file_changes(id(7), &by, NOW).unwrap();
    let name = Title::parse("ひな形").unwrap();
    let template_id = TemplateId::from(Uuid::from_u128(80));
    let (template, _): (Template, _) =
        document.save_as_template(template_id, name, &by, NOW).unwrap();
    assert_eq!(template.files[0].confirmed, None);
    let mut next = 1_000;
    let mut ids = || {
        next += 1;
        Uuid::from_u128(next)
    };
    let (begun, events) =
        template.begin(Uuid::from_u128(4_000).into(), &mut ids, &sender(), NOW).unwrap();
    assert_eq!(kinds(&events), ["drafted", "file_changed"]);
    let _ = document.send(&by, NOW).unwrap();
    let (copied, _) =
        document.duplicate(Uuid::from_u128(5_000).into(), &mut ids, &sender(), NOW).unwrap();
    for mut again in [begun, copied] {
        let file = again.files[0].clone();
        assert_eq!((file.changes, file.confirmed), (vec![removed()], None));
        let refused = again.send(&by, NOW);
        assert_eq!(refused, Err(DocumentError::ChangesUnconfirmed(again.files[0].id)));
    }
}

// DO-03
#[test]
fn a_removed_file_goes_with_its_fields_and_nothing_is_sent_without_a_file() {
    let mut document = draft_of([file(7), changed(8, [removed()])]);
    let by = by_password(&sender());
    let mut on_it = text_field(1, Assignee::Sender);
    on_it.file = id(8);
    let mut on_other = text_field(2, Assignee::Sender);
    on_other.file = id(7);
    let _ = document.set_fields(vec![on_it, on_other], &by, NOW).unwrap();

    assert_eq!(document.remove_file(id(9), &by, NOW), Err(Problem::NoSuchFile.into()));
    let events = document.remove_file(id(8), &by, NOW).unwrap();
    assert_eq!(kinds(&events), ["files_replaced", "fields_set"]);
    assert!(document.fields.iter().map(|field| field.file).eq([id(7)]));

    let events = document.remove_file(id(7), &by, NOW).unwrap();
    assert_eq!(kinds(&events), ["files_replaced", "fields_set"]);
    assert!(document.files.is_empty() && document.fields.is_empty());
    assert_eq!(document.send(&by, NOW), Err(Problem::NoFile.into()));
    let kept = Document::restore(DocumentParts::clone(&document));
    assert_eq!(kept.as_ref(), Ok(&document), "a draft without a file is kept");
    let _ = document.replace_files(vec![file(7)], &by, NOW).unwrap();
    let _ = document.send(&by, NOW).unwrap();
    assert!(matches!(
        document.remove_file(id(7), &by, NOW),
        Err(DocumentError::NotPossible { .. })
    ));
}

// DO-03
#[test]
fn the_digest_of_what_is_consented_to_does_not_depend_on_the_changes() {
    let plain = draft_of([file(7)]);
    let changed = draft_of([changed(7, every_change())]);
    assert_eq!(plain.content_digest(), changed.content_digest());
}

// DO-06
#[test]
fn names_out_of_a_pdf_are_shown_without_what_disturbs_the_text_around_them() {
    let shown = |name: &str| FoundName::cut(name, 100).to_string();
    assert_eq!(shown(" 見積\u{202E}xslx\n.exe\u{200F}\u{0} "), "見積xslx.exe");
    assert_eq!(shown("\u{2066}\u{FEFF}"), "?");
    assert_eq!(shown(&"長".repeat(500)).chars().count(), FoundNames::LIMIT);

    let many = FoundNames::of((0..30).map(|n| n.to_string()));
    assert_eq!((many.shown().len(), many.count(), many.hidden()), (FoundNames::SHOWN, 30, 10));
    assert_eq!(FoundNames::among(many.shown(), many.count()), many);
}

#[test]
fn every_change_is_read_back_by_its_name() {
    for change in every_change() {
        let names = change.names().cloned();
        assert_eq!(FileChange::parse(change.name(), names.clone()), Some(change.clone()));
        let other = names.map_or(Some(FoundNames::of(["a"])), |_| None);
        assert_eq!(FileChange::parse(change.name(), other), None);
    }
    assert_eq!(FileChange::parse("other", None), None);
}

// O-32 DO-03
#[test]
fn a_file_without_its_tags_keeps_its_fields_and_asks_for_the_senders_word_again() {
    let by = by_password(&sender());
    let mut document = draft_of([changed(7, [FileChange::Decrypted]), file(8)]);
    let _ = document.confirm_file_changes(id(7), &by, NOW).unwrap();
    let field = text_field(1, Assignee::Sender);
    let field = InputField { file: id(7), ..field };
    let _ = document.set_fields(vec![field.clone()], &by, NOW).unwrap();
    let without = |number: u128, tags: &[&str]| FileWithoutTags {
        id: id(number),
        digest: FileDigest::new([9; 32]),
        bytes: 5,
        tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
    };
    let events = document.take_out_tags(id(7), without(70, &["a"]), &by, NOW).unwrap();
    assert_eq!(kinds(&events), ["files_replaced", "file_changed"]);
    let now = document.files[0].clone();
    assert_eq!((now.id, now.digest, now.bytes), (id(70), FileDigest::new([9; 32]), 5));
    assert_eq!(document.fields, [InputField { file: id(70), ..field }]);
    assert!(now.awaits_confirmation(document.sender), "also for what was confirmed of the other");
    let _ = document.take_out_tags(id(70), without(71, &["b"]), &by, NOW).unwrap();
    let tags = FileChange::TagsRemoved(FoundNames::of(["a", "b"]));
    assert_eq!(document.files[0].changes, [FileChange::Decrypted, tags]);
    let unknown = document.take_out_tags(id(70), without(72, &[]), &by, NOW);
    assert_eq!(unknown, Err(Problem::NoSuchFile.into()));
    let other = by_password(&taro());
    let before = document.clone();
    assert!(document.take_out_tags(id(71), without(73, &[]), &other, NOW).is_err());
    let vast = FileWithoutTags { bytes: MAX_FILE_BYTES + 1, ..without(74, &[]) };
    assert_eq!(document.take_out_tags(id(71), vast, &by, NOW), Err(Problem::TooLarge.into()));
    assert_eq!(document, before);
}
