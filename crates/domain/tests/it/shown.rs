//! Which pages a recipient was shown.

use wariin_domain::fixtures::{NOW, by_totp, id, sent, signed_in, taro};
use wariin_domain::{Document, EventKind, FileId, ShownPages, Uuid};

fn pages(document: &Document) -> Vec<(FileId, u32)> {
    let of_file = |file: &wariin_domain::DocumentFile| {
        let id = file.id;
        (1..=file.pages).map(move |page| (id, page)).collect::<Vec<_>>()
    };
    document.files.iter().flat_map(of_file).collect()
}

// O-31
#[test]
fn all_pages_are_shown_when_the_last_one_of_every_file_is() {
    let (document, account) = (sent(true), taro());
    let by = by_totp(&account, NOW);
    let admission = document.admit(id(1), signed_in(&account, &by), NOW).unwrap();
    let all = pages(&document);
    assert!(!all.is_empty());
    for missing in 0..all.len() {
        let mut some = all.clone();
        some.remove(missing);
        // A page that the document does not have stands for none of its own.
        some.push((Uuid::from_u128(999).into(), 1));
        let shown: ShownPages = some.into_iter().collect();
        assert_eq!(document.unshown_pages(&shown), 1);
        assert!(document.pages_shown(&admission, &shown, NOW).is_empty());
    }
    let shown: ShownPages = all.into_iter().collect();
    assert_eq!(document.unshown_pages(&shown), 0);
    let events = document.pages_shown(&admission, &shown, NOW);
    let kinds: Vec<_> = events.iter().map(|event| event.kind.clone()).collect();
    let (recipient, content) = (id(1), document.content_digest());
    assert_eq!(kinds, [EventKind::PagesShown { recipient, pages: document.pages(), content }]);
}
