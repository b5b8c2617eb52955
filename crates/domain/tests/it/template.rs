//! Templates, which never hold the request.

use uuid::Uuid;
use wariin_domain::fixtures::{
    NOW, after, by_password, by_totp, draft, guest, membership, sender, sent, taro,
};
use wariin_domain::{
    Account, AdvancedAuthPolicy, DocumentError, DocumentStatus, RecipientState, Role, Template,
    TemplateError, TemplateId, Title,
};

fn saved(with_request: bool) -> Template {
    let mut document = draft();
    if with_request {
        let _ = document.request_advanced_auth(&by_totp(&sender(), NOW), NOW).unwrap();
    }
    let id = TemplateId::from(Uuid::from_u128(80));
    let name = Title::parse("業務委託のひな形").unwrap();
    document.save_as_template(id, name, &by_password(&sender()), NOW).unwrap().0
}

fn ids() -> impl FnMut() -> Uuid {
    let mut next = 1_000;
    move || {
        next += 1;
        Uuid::from_u128(next)
    }
}

// T-062 T-064 PO-05
#[test]
fn a_template_of_a_draft_with_the_request_begins_drafts_without_it_and_knows_that_it_is_missing() {
    for with_request in [true, false] {
        let template = saved(with_request);
        assert_eq!(template.omits_request, with_request);
        let colleague = Account { membership: sender().membership, ..taro() };
        let (document, events) =
            template.begin(Uuid::from_u128(4000).into(), ids(), &colleague, after(1)).unwrap();
        assert_eq!(document.advanced_auth, AdvancedAuthPolicy::NotRequested);
        assert_eq!(document.status, DocumentStatus::Draft);
        assert!(document.is_of(&colleague), "the draft belongs to the account that begins it");
        assert_eq!(events.iter().map(|e| e.kind.name()).collect::<Vec<_>>(), ["drafted"]);
    }
}

// T-062
#[test]
fn what_is_begun_from_a_template_is_the_same_under_new_ids() {
    let (template, before) = (saved(false), draft());
    let (document, _) =
        template.begin(Uuid::from_u128(4000).into(), ids(), &sender(), NOW).unwrap();
    assert_eq!(document.details, before.details);
    assert_eq!(document.file_digests(), before.file_digests());
    let details = |d: &wariin_domain::Document| {
        d.recipients.iter().map(|r| r.details.clone()).collect::<Vec<_>>()
    };
    assert_eq!(details(&document), details(&before));
    assert_ne!(document.id, before.id);
    assert!(document.files.iter().all(|file| before.files.iter().all(|old| old.id != file.id)));
    for recipient in &document.recipients {
        assert!(before.recipient(recipient.id).is_none());
        assert_eq!((&recipient.state, recipient.generation), (&RecipientState::Waiting, 0));
    }
}

#[test]
fn only_ones_own_draft_becomes_a_template() {
    let id = TemplateId::from(Uuid::from_u128(80));
    let name = || Title::parse("ひな形").unwrap();
    let foreign = draft().save_as_template(id, name(), &by_totp(&taro(), NOW), NOW);
    assert_eq!(foreign.unwrap_err(), DocumentError::NotSender);
    let sent = sent(false).save_as_template(id, name(), &by_totp(&sender(), NOW), NOW);
    assert!(matches!(sent, Err(DocumentError::NotPossible { .. })));
}

// AU-02
#[test]
fn a_template_is_the_organisations_and_changed_by_its_author_or_an_admin_only() {
    let mut template = saved(false);
    let name = || Title::parse("新しい名前").unwrap();
    let stranger = Account { membership: membership(2, Role::Admin), ..taro() };
    let visitor = guest(sender());
    assert_eq!(template.rename(name(), &visitor, NOW).unwrap_err(), TemplateError::Foreign);
    assert_eq!(
        template.begin(Uuid::from_u128(4000).into(), ids(), &visitor, NOW).unwrap_err(),
        TemplateError::Foreign
    );
    assert_eq!(
        template.begin(Uuid::from_u128(4000).into(), ids(), &stranger, NOW).unwrap_err(),
        TemplateError::Foreign
    );
    assert_eq!(template.rename(name(), &stranger, NOW).unwrap_err(), TemplateError::Foreign);
    for role in [Role::Member, Role::Manager] {
        let colleague = Account { membership: membership(1, role), ..taro() };
        assert!(template.begin(Uuid::from_u128(4000).into(), ids(), &colleague, NOW).is_ok());
        assert_eq!(template.rename(name(), &colleague, NOW).unwrap_err(), TemplateError::NotYours);
        assert_eq!(template.delete(&colleague, NOW).unwrap_err(), TemplateError::NotYours);
    }
    let author = Account { membership: membership(1, Role::Member), ..sender() };
    let _ = template.rename(name(), &author, NOW).unwrap();
    assert_eq!(template.name, name());
    assert!(template.delete(&taro(), NOW).is_ok(), "an admin may");
}

// T-085
#[test]
fn an_access_code_is_not_kept() {
    let mut document = draft();
    let first = document.recipients[0].clone();
    let mut details = first.details;
    details.access_code = Some(wariin_domain::AccessCodeHash("hash".into()));
    let by = by_password(&sender());
    let _ = document.change_recipient(first.id, details, &by, NOW).unwrap();
    let id = TemplateId::from(Uuid::from_u128(80));
    let name = Title::parse("ひな形").unwrap();
    let (template, _) = document.save_as_template(id, name, &by, NOW).unwrap();
    assert!(template.recipients.iter().all(|details| details.access_code.is_none()));
}
