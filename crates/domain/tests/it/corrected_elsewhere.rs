//! 宛先の訂正 beside duplicates, document managers and what is left of deleted documents.

use uuid::Uuid;
use wariin_domain::fixtures::{
    NOW, account, after, by_totp, consent_to, guest, hanako, id, membership, sender, sent,
    signed_in, taro,
};
use wariin_domain::{
    Account, BookkeepingDuty, CorrectedRecipient, DeletedDocument, Document, DocumentError,
    FileDigest, ManagedSide, ManagerLook, ManagerRefusal, PersonName, RetentionPolicy,
    RetentionYears, Role, Seal, SealLevel, SealedFile, Span,
};

/// Who the contract is really for, in an organisation of her own.
fn jiro() -> Account {
    Account { membership: membership(3, Role::Member), ..account(14, "jiro@example.com") }
}

/// The document manager of this organisation.
fn manager(organisation: u128) -> Account {
    let membership = membership(organisation, Role::Manager);
    Account { membership, ..account(70, "manager@example.jp") }
}

/// Sent to Taro, and corrected to Jiro.
fn corrected() -> Document {
    let mut document = sent(true);
    let name = PersonName::parse("次郎").unwrap();
    let to = CorrectedRecipient { name, email: jiro().email };
    let _ =
        document.correct_recipient(id(1), to, None, &by_totp(&sender(), NOW), after(5)).unwrap();
    document
}

fn consents(document: &mut Document, recipient: u128, person: &Account) {
    let by = by_totp(person, after(7));
    let shown = consent_to(document.content_digest());
    let _ = document.consent(id(recipient), signed_in(person, &by), shown, after(7)).unwrap();
}

fn concluded() -> Document {
    let mut document = corrected();
    consents(&mut document, 1, &jiro());
    consents(&mut document, 2, &hanako());
    let seal = Seal { digest: FileDigest::new([9; 32]), level: SealLevel::Basic };
    let sealed = SealedFile { file: document.files[0].id, seal };
    let _ = document.conclude(&[sealed], after(8)).unwrap();
    document
}

// O-09 T-062
#[test]
fn a_duplicate_goes_to_the_present_address_and_knows_nothing_of_the_former_one() {
    for document in [corrected(), concluded()] {
        let mut next = 1_000;
        let ids = move || {
            next += 1;
            Uuid::from_u128(next)
        };
        let new = Uuid::from_u128(4000).into();
        let (duplicate, events) = document.duplicate(new, ids, &sender(), after(9)).unwrap();
        let first = &duplicate.recipients[0];
        assert_eq!((&first.details.email, first.details.name.as_str()), (&jiro().email, "次郎"));
        assert_eq!((first.corrected, first.account, first.generation), (None, None, 0));
        assert!(!format!("{duplicate:?}{events:?}").contains(taro().email.as_str()));
        let corrected = duplicate.recipients[0].id;
        let mut draft = duplicate;
        let to =
            CorrectedRecipient { name: PersonName::parse("太郎").unwrap(), email: taro().email };
        let refused =
            draft.correct_recipient(corrected, to, None, &by_totp(&sender(), NOW), after(9));
        assert!(matches!(refused, Err(DocumentError::NotPossible { .. })), "a draft is edited");
    }
}

// O-09 T-065 PO-07
#[test]
fn the_managers_of_the_former_address_see_nothing_and_those_of_the_new_one_once_it_was_opened() {
    let look = |document: &Document, organisation: u128| {
        let looked = document.view_by_manager(&manager(organisation), ManagerLook::Page, after(9));
        looked.map(|(side, _)| side)
    };
    let mut document = corrected();
    assert_eq!(look(&document, 1), Ok(ManagedSide::Sent), "the sender's own");
    for organisation in [2, 3] {
        assert_eq!(look(&document, organisation), Err(ManagerRefusal::NotManaged));
    }
    let taro = Account { membership: membership(2, Role::Member), ..taro() };
    let by = by_totp(&taro, after(6));
    assert!(document.open(id(1), signed_in(&taro, &by), after(6)).is_err());
    assert_eq!(look(&document, 2), Err(ManagerRefusal::NotManaged));
    let jiro = jiro();
    let by = by_totp(&jiro, after(6));
    let _ = document.open(id(1), signed_in(&jiro, &by), after(6)).unwrap();
    assert_eq!(look(&document, 3), Ok(ManagedSide::Received(id(1))));
    assert_eq!(look(&document, 2), Err(ManagerRefusal::NotManaged));
}

/// What is left of the document two years later.
fn deleted() -> DeletedDocument {
    let mut document = concluded();
    let one = RetentionYears::new(1).ok();
    let policy = RetentionPolicy::new(one, BookkeepingDuty::None, Some(NOW)).unwrap();
    let later = NOW.plus(Span::days(800));
    assert!(!document.announce_deletion(&policy, later).is_empty());
    document.delete(&policy, later.plus(Span::days(40))).unwrap().0
}

// O-09 O-47
#[test]
fn what_is_left_of_a_deleted_document_is_told_to_the_corrected_recipient_and_not_to_the_former() {
    let trace = deleted();
    assert!(trace.was_visible_to(&jiro()) && trace.was_visible_to(&sender()));
    assert!(trace.was_visible_to(&manager(3)));
    let former = Account { membership: membership(2, Role::Manager), ..taro() };
    for other in [former, guest(account(71, "g@example.org")), manager(2)] {
        assert!(!trace.was_visible_to(&other), "{:?}", other.email);
    }
    let kept = format!("{trace:?}");
    assert!(!kept.contains("example.com"), "neither address is kept: {kept}");
}
