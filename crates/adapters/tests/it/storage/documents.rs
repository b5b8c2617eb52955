//! Documents: found as they were saved, and saved by one of two writers.

use crate::databases::on_each;
use crate::people::{NOW, account, after, by_totp, consent, draft, fresh, kept};
use wariin_domain::fixtures::{self, text, text_field};
use wariin_domain::{
    Assignee, CorrectedRecipient, DocumentFile, EmailAddress, FileChange, FileDigest, FoundNames,
    InputField, Reason, Requester, Seal, SealLevel, SealedFile,
};
use wariin_ports::{
    DocumentFilter, DocumentOrder, DocumentQuery, DocumentScope, DocumentSearch, FileOwner,
    Storage, StorageError, Views,
};

// O-32 O-33
#[tokio::test]
async fn input_fields_and_their_values_are_found_as_they_were_saved() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let by = by_totp(sender.id);
        let (mut document, events) = draft(&sender);
        let file = document.files[1].id;
        let recipient = Assignee::Recipient(document.recipients[0].id);
        let fields = [(1, Assignee::Sender), (2, recipient)].map(|(number, assignee)| InputField {
            file,
            id: fresh().into(),
            ..text_field(number, assignee)
        });
        let set = document.set_fields(fields.to_vec(), &by, NOW).unwrap();
        let filling = vec![(document.fields[0].id, Some(text("甲")))];
        let filled = document.fill_as_sender(filling, &by, NOW).unwrap();
        let found = kept(storage, &document, events.and(set).and(filled)).await;
        assert_eq!(found.fields, document.fields);
        assert_eq!(found.fields[0].value, Some(text("甲")));
        assert_eq!(found.files, document.files);
        assert_eq!(found.content_digest(), document.content_digest());
        let mut document = found;
        let cleared = document.set_fields(vec![], &by, after(1)).unwrap();
        assert_eq!(kept(storage, &document, cleared).await.fields, []);
    })
    .await;
}

// DO-03
#[tokio::test]
async fn the_changes_of_a_file_and_the_senders_word_are_found_as_they_were_saved() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let by = by_totp(sender.id);
        let (mut document, events) = draft(&sender);
        let names = || FoundNames::of((0..30).map(|n| format!("資料 {n}.xlsx")));
        let changed = |number, changes| DocumentFile { changes, ..fixtures::file(number) };
        let mut files = vec![
            changed(101, vec![FileChange::Decrypted, FileChange::LinksRemoved(names())]),
            changed(102, vec![]),
            changed(103, vec![FileChange::AttachmentsRemoved(names())]),
        ];
        for file in &mut files {
            file.id = fresh().into();
        }
        let replaced = document.replace_files(files, &by, NOW).unwrap();
        let mut document = kept(storage, &document, events.and(replaced)).await;
        let last = document.files[2].id;
        let confirmed = document.confirm_file_changes(last, &by, after(1)).unwrap();
        let mut document = kept(storage, &document, confirmed).await;
        let word = document.files[2].confirmed.unwrap();
        assert_eq!((word.by, word.at), (sender.id, after(1)));
        assert_eq!(document.files_to_confirm().count(), 1);

        let first = document.files[0].id;
        let removed = document.remove_file(first, &by, after(2)).unwrap();
        let mut document = kept(storage, &document, removed).await;
        assert_eq!(document.files.len(), 2);
        let (one, other) = (document.files[0].id, document.files[1].id);
        let removed = document.remove_file(one, &by, after(3)).unwrap();
        let removed = removed.and(document.remove_file(other, &by, after(3)).unwrap());
        let found = kept(storage, &document, removed).await;
        assert!(found.files.is_empty(), "a draft without a file is kept");
    })
    .await;
}

#[tokio::test]
async fn a_document_is_found_as_it_was_saved_in_every_state() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let by = by_totp(sender.id);
        for requested in [false, true] {
            let (mut document, events) = draft(&sender);
            let found = kept(storage, &document, events).await;
            assert_eq!(found.files, document.files);
            assert_eq!(found.version, 1);
            document = found;
            if requested {
                let events = document.request_advanced_auth(&by, after(1)).unwrap();
                document = kept(storage, &document, events).await;
            }
            let events = document.send(&by, after(2)).unwrap();
            let found = kept(storage, &document, events).await;
            assert_eq!(found.status, document.status);
            assert_eq!(found.advanced_auth, document.advanced_auth);
            document = found;
            for (place, minute) in [(0, 3), (1, 4)] {
                let events = consent(&mut document, place, after(minute));
                let found = kept(storage, &document, events).await;
                assert_eq!(found.recipients, document.recipients);
                document = found;
            }
            let sealed: Vec<_> = document
                .files
                .iter()
                .map(|f| SealedFile {
                    file: f.id,
                    seal: Seal { digest: FileDigest::new([7; 32]), level: SealLevel::Archived },
                })
                .collect();
            let events = document.conclude(&sealed, after(5)).unwrap();
            let found = kept(storage, &document, events).await;
            assert_eq!((found.status, &found.files), (document.status, &document.files));
            let (stored, _) = storage.stored_files(None, 100).await.unwrap();
            let count = |digest: FileDigest| {
                let is_of_it = |owner| {
                    matches!(owner, FileOwner::Document { document, .. } if document == found.id)
                };
                let of_it = stored.iter().filter(|s| is_of_it(s.owner));
                of_it.filter(|s| s.digest == digest).count()
            };
            assert_eq!(count(FileDigest::new([7; 32])), found.files.len(), "sealed ones too");
            assert!(found.files.iter().all(|file| count(file.digest) == 1));
            assert_eq!(found.details, document.details);
        }
    })
    .await;
}

#[tokio::test]
async fn cancelled_declined_and_wrong_recipient_are_found_as_they_were_saved() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let by = by_totp(sender.id);
        for end in ["cancel", "decline", "report_wrong_recipient"] {
            let (document, events) = draft(&sender);
            let mut document = kept(storage, &document, events).await;
            let events = document.send(&by, after(1)).unwrap();
            document = kept(storage, &document, events).await;
            let first = document.recipients[0].id;
            let requester = Requester::LinkHolder { recipient: first, generation: 1 };
            let events = match end {
                "cancel" => document.cancel(&by, after(2)),
                "decline" => document.decline(
                    first,
                    requester,
                    Reason::parse("理由\n二行").unwrap(),
                    after(2),
                ),
                _ => document.report_wrong_recipient(first, after(2)),
            };
            let found = kept(storage, &document, events.unwrap()).await;
            assert_eq!(found.status, document.status);
            assert_eq!(found.recipients, document.recipients);
            let by_recipient = storage.document_of(first).await.unwrap().unwrap();
            assert_eq!(by_recipient.id, document.id);
        }
        let with = |filter| DocumentQuery {
            scope: DocumentScope::Own(sender.id, sender.membership.organisation().unwrap()),
            filter,
            search: DocumentSearch::default(),
            order: DocumentOrder::Updated,
            after: None,
            limit: 10,
        };
        let rows = storage.documents(&with(DocumentFilter::Ended)).await.unwrap().rows;
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[0].recipients.len(), 2);
        assert!(storage.documents(&with(DocumentFilter::Draft)).await.unwrap().rows.is_empty());
    })
    .await;
}

// O-09
#[tokio::test]
async fn a_corrected_address_is_found_as_it_was_saved() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let by = by_totp(sender.id);
        let (document, events) = draft(&sender);
        let mut document = kept(storage, &document, events).await;
        let events = document.send(&by, after(1)).unwrap();
        let mut document = kept(storage, &document, events).await;
        let name = document.recipients[0].details.name.clone();
        let to =
            CorrectedRecipient { name, email: EmailAddress::parse("jiro@example.com").unwrap() };
        let first = document.recipients[0].id;
        let events = document.correct_recipient(first, to, None, &by, after(2)).unwrap();
        let found = kept(storage, &document, events).await;
        assert!(found.recipients[0].is_of_former_address(1));
        assert_eq!(found.recipients, document.recipients);
    })
    .await;
}

// RA-01
#[tokio::test]
async fn of_two_writers_of_the_same_version_one_conflicts() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let (document, events) = draft(&sender);
        let mut one = kept(storage, &document, events).await;
        let mut other = one.clone();
        let by = by_totp(sender.id);
        let events = one.send(&by, after(1)).unwrap();
        kept(storage, &one, events).await;
        let events = other.request_advanced_auth(&by, after(1)).unwrap();
        let mut tx = storage.begin().await.unwrap();
        let late = tx.documents().save(&other, events).await;
        assert!(matches!(late, Err(StorageError::Conflict)));
        drop(tx);
        let found = storage.document(document.id).await.unwrap().unwrap();
        assert!(!found.advanced_auth.is_requested());
    })
    .await;
}

// CO-06
#[tokio::test]
async fn a_dropped_unit_of_work_leaves_nothing() {
    on_each(async |test| {
        let storage = &test.database;
        let sender = account(storage, "sender@example.jp").await;
        let before = storage.verify_audit().await.unwrap().events;
        let (document, events) = draft(&sender);
        let mut tx = storage.begin().await.unwrap();
        tx.documents().save(&document, events).await.unwrap();
        drop(tx);
        assert!(storage.document(document.id).await.unwrap().is_none());
        assert_eq!(storage.verify_audit().await.unwrap().events, before);
    })
    .await;
}
