//! The sentences that a recipient agrees to.

use wariin_domain::fixtures::{NOW, STATEMENT, by_mail, by_totp, id, sent, signed_in, taro};
use wariin_domain::{
    ConsentRequest, ConsentStatement, Consented, DocumentError, EventKind, Language,
};

// T-003 T-004
#[test]
fn a_consent_says_by_which_sentences_and_in_which_language_it_was_given() {
    for language in Language::ALL {
        let mut document = sent(false);
        let statement = ConsentStatement::newest(language);
        let request = ConsentRequest::to(document.content_digest(), Some(statement));
        let consented = document.consent(id(1), by_mail(1), request, NOW).unwrap();
        let Consented::Now(events) = consented else { panic!("given before") };
        let said = events.iter().find_map(|event| match &event.kind {
            EventKind::Consented { consent, .. } => Some(consent.statement),
            _ => None,
        });
        assert_eq!(said, Some(Some(statement)));
        let kept = document.recipient(id(1)).unwrap().consent().unwrap();
        assert_eq!(kept.statement, Some(statement));
    }
}

// T-003 T-004
#[test]
fn a_document_with_the_request_is_consented_to_by_the_sentences_in_japanese_only() {
    let (mut document, account) = (sent(true), taro());
    let strong = by_totp(&account, NOW);
    let english = ConsentStatement::newest(Language::English);
    let request = ConsentRequest::to(document.content_digest(), Some(english));
    let before = document.clone();
    let refused = document.consent(id(1), signed_in(&account, &strong), request, NOW);
    assert_eq!(refused, Err(DocumentError::OtherContents));
    assert_eq!(document, before);
    let request = ConsentRequest { statement: Some(STATEMENT), ..request };
    assert!(document.consent(id(1), signed_in(&account, &strong), request, NOW).is_ok());
}

#[test]
fn every_version_has_its_sentences_in_every_language_and_is_read_as_it_is_written() {
    let newest = ConsentStatement::newest(Language::Japanese).version();
    for version in 1..=newest {
        for language in Language::ALL {
            let statement = ConsentStatement::of(version, language).unwrap();
            assert!(!statement.text().is_empty(), "{statement}");
            assert_eq!(statement.in_language(language), statement.text());
            assert_eq!(ConsentStatement::parse(&statement.to_string()), Some(statement));
        }
    }
    for other in ["", "1", "/ja", "0/ja", "+1/ja", "01/ja", "1/fr", "1/ja/ja", "-1/ja", "x/ja"] {
        assert_eq!(ConsentStatement::parse(other), None, "{other}");
    }
    assert_eq!(ConsentStatement::parse(&format!("{}/ja", newest + 1)), None);
    assert_eq!(ConsentStatement::of(newest + 1, Language::English), None);
}

/// What was agreed to once must not read otherwise later: a changed sentence is a new version.
#[test]
fn the_sentences_of_a_published_version_do_not_change() {
    let first = |language| ConsentStatement::of(1, language).unwrap().text();
    assert_eq!(
        first(Language::Japanese),
        "次のファイルの内容に同意します。全員が同意すると契約が締結され、変更や取り消しはできなくなります。同意の日時と認証の方法が記録されます。"
    );
    assert_eq!(
        Language::ALL.map(|language| first(language).len()),
        [204, 208, 164, 159],
        "in bytes"
    );
}
