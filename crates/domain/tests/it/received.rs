//! 受け取った書類: what a person's own list tells.

use wariin_domain::fixtures::{
    NOW, account, after, by_idp, by_mail, by_password, by_totp, connection, consent_to, draft,
    draft_to, hanako, id, recipient, send, sender, sent, signed_in, taro,
};
use wariin_domain::{
    AccessCodeHash, AccessRequest, Account, Document, EmailAddress, EnrolmentRule, FileDigest,
    ForwardTo, GateRefusal, HoldReason, IdpDemand, PersonName, Reason, Received, ReceivedState,
    RecipientDetails, RecipientId, Requester, Seal, SealLevel, SealedFile, SignIn, Title, Uuid,
};

/// What the list of this person tells after this sign-in.
fn list(document: &Document, number: u128, person: &Account, by: &SignIn) -> Option<Received> {
    document.received(id(number), person, signed_in(person, by), after(3))
}

fn state(document: &Document, number: u128, person: &Account) -> Option<ReceivedState> {
    list(document, number, person, &by_totp(person, NOW)).map(|received| received.state)
}

fn title(document: &Document, person: &Account, by: &SignIn) -> Result<Title, GateRefusal> {
    list(document, 1, person, by).unwrap().title
}

fn told() -> Title {
    draft().details.title.clone()
}

fn consented(document: &mut Document, number: u128, person: &Account) {
    let by = by_totp(person, after(1));
    let shown = consent_to(document.content_digest());
    let _ = document.consent(id(number), signed_in(person, &by), shown, after(1)).unwrap();
}

fn sent_with(change: impl Fn(&mut RecipientDetails)) -> Document {
    let (mut document, by) = (draft(), by_totp(&sender(), NOW));
    let mut details = document.recipients[0].details.clone();
    change(&mut details);
    let _ = document.change_recipient(id(1), details, &by, NOW).unwrap();
    send(document, false)
}

// O-22
#[test]
fn a_document_is_listed_from_the_invitation_on_under_the_state_of_the_own_turn() {
    use ReceivedState::{Concluded, ToDo, Waiting};
    assert_eq!(state(&draft(), 1, &taro()), None, "a draft is its author's");
    let mut document = sent(true);
    assert_eq!(state(&document, 1, &taro()), Some(ToDo));
    assert_eq!(state(&document, 2, &hanako()), None, "the second recipient is not invited yet");
    consented(&mut document, 1, &taro());
    assert_eq!(state(&document, 1, &taro()), Some(Waiting));
    assert_eq!(state(&document, 2, &hanako()), Some(ToDo));
    consented(&mut document, 2, &hanako());
    assert_eq!(state(&document, 2, &hanako()), Some(Waiting), "the seal is being made");
    let seal = Seal { digest: FileDigest::new([9; 32]), level: SealLevel::Basic };
    let sealed = SealedFile { file: document.files[0].id, seal };
    let _ = document.conclude(&[sealed], after(2)).unwrap();
    assert_eq!(state(&document, 1, &taro()), Some(Concluded));
    assert_eq!(title(&document, &taro(), &by_totp(&taro(), NOW)), Ok(told()));
}

// O-22
#[test]
fn a_held_turn_waits_for_the_sender() {
    let mut document = sent(true);
    let _ = document.hold(&taro(), HoldReason::BackupCode, NOW);
    assert_eq!(state(&document, 1, &taro()), Some(ReceivedState::Waiting));
}

// O-22
#[test]
fn what_was_called_off_declined_forwarded_or_reported_has_ended() {
    let (account, by) = (taro(), by_totp(&taro(), NOW));
    let as_taro = || signed_in(&account, &by);
    let mut cancelled = sent(true);
    let _ = cancelled.cancel(&by_password(&sender()), NOW).unwrap();
    let mut declined = sent(true);
    let _ = declined.decline(id(1), as_taro(), Reason::parse("条件").unwrap(), NOW).unwrap();
    let mut forwarded = sent(true);
    let to = ForwardTo {
        id: RecipientId::from(Uuid::from_u128(90)),
        name: PersonName::parse("次郎").unwrap(),
        email: EmailAddress::parse("jiro@example.com").unwrap(),
        organisation: None,
    };
    let _ = forwarded.forward(id(1), as_taro(), to, NOW).unwrap();
    let mut reported = sent(true);
    let _ = reported.report_wrong_recipient(id(1), NOW).unwrap();
    for document in [cancelled, declined, forwarded, reported] {
        let received = list(&document, 1, &taro(), &by).unwrap();
        assert_eq!(received.state, ReceivedState::Ended, "{:?}", document.status);
        assert_eq!(received.title, Err(GateRefusal::Closed), "the gate is shut for good");
        assert_eq!(list(&document, 2, &hanako(), &by_totp(&hanako(), NOW)), None);
    }
    let mut open = sent(false);
    let _ = open.cancel(&by_password(&sender()), NOW).unwrap();
    assert_eq!(title(&open, &taro(), &by), Ok(told()), "the mail told the title");
}

// EN-03 T-036 O-22
#[test]
fn the_title_behind_the_gate_is_told_to_a_strong_sign_in_only() {
    let (document, account) = (sent(true), taro());
    assert_eq!(title(&document, &account, &by_totp(&account, NOW)), Ok(told()));
    assert_eq!(title(&document, &account, &by_idp(&account, NOW)), Ok(told()));
    let weak = by_password(&account);
    assert_eq!(title(&document, &account, &weak), Err(GateRefusal::SecondFactor));
    assert_eq!(title(&sent(false), &account, &weak), Ok(told()));
}

// EN-04 O-22
#[test]
fn a_named_provider_is_demanded_for_the_title_too() {
    let document = sent_with(|details| details.idp = Some(IdpDemand::of(&connection())));
    let account = taro();
    let by = by_totp(&account, NOW);
    assert_eq!(title(&document, &account, &by), Err(GateRefusal::NamedIdp));
    assert_eq!(title(&document, &account, &by_idp(&account, NOW)), Ok(told()));
}

// EN-05 O-22
#[test]
fn a_factor_that_came_too_late_is_told_no_title() {
    let document = sent_with(|details| details.enrolment = EnrolmentRule::BeforeSending);
    let mut account = taro();
    let by = by_totp(&account, NOW);
    assert_eq!(title(&document, &account, &by), Ok(told()));
    account.email_since = Some(after(1));
    assert_eq!(
        title(&document, &account, &by),
        Err(GateRefusal::EnrolledTooLate(EnrolmentRule::BeforeSending))
    );
}

// T-096 O-22
#[test]
fn the_title_behind_an_access_code_is_told_where_the_code_was_typed() {
    let code = AccessCodeHash("hash".to_owned());
    let document = sent_with(|details| details.access_code = Some(code.clone()));
    let account = taro();
    let by = by_totp(&account, NOW);
    assert_eq!(title(&document, &account, &by), Err(GateRefusal::AccessCode));
    let typed = AccessRequest { requester: signed_in(&account, &by), unlocked: Some(id(1)) };
    let received = document.received(id(1), &account, typed, NOW).unwrap();
    assert_eq!(received.title, Ok(told()));
}

// PO-08 O-22
#[test]
fn a_gate_before_another_recipient_closes_the_title_until_the_own_link_or_a_strong_sign_in() {
    let (mut document, by) = (draft(), by_totp(&sender(), NOW));
    let mut details = document.recipients[1].details.clone();
    details.access_code = Some(AccessCodeHash("hash".to_owned()));
    let _ = document.change_recipient(id(2), details, &by, NOW).unwrap();
    let document = send(document, false);
    let account = taro();
    let weak = by_password(&account);
    assert_eq!(title(&document, &account, &weak), Err(GateRefusal::LinkRequired));
    assert_eq!(title(&document, &account, &by_totp(&account, NOW)), Ok(told()));
    let by_link = document.received(id(1), &account, by_mail(1), NOW).unwrap();
    assert_eq!(by_link.title, Ok(told()));
}

// O-22 EN-13
#[test]
fn only_the_account_that_proved_the_mailbox_has_it_in_its_list() {
    let document = sent(false);
    for other in [hanako(), sender()] {
        assert_eq!(state(&document, 1, &other), None, "{}", other.email);
    }
    let mut unproven = taro();
    unproven.mailbox_proven_at = None;
    assert_eq!(state(&document, 1, &unproven), None);
    let received = document.received(id(1), &hanako(), Requester::Anonymous, NOW);
    assert_eq!(received, None, "whatever was opened in the browser");
}

// O-22
#[test]
fn of_two_recipients_of_one_mailbox_each_account_lists_what_it_passed_as() {
    let two = [recipient(1, "office@example.com"), recipient(2, "office@example.com")];
    let mut document = send(draft_to(two), true);
    let first = account(21, "office@example.com");
    consented(&mut document, 1, &first);
    // The first person goes on to an address of the own, and the second one gets an account at the shared mailbox.
    let moved = Account { email: EmailAddress::parse("first@example.com").unwrap(), ..first };
    let second = account(22, "office@example.com");
    assert_eq!(state(&document, 1, &moved), Some(ReceivedState::Waiting));
    assert_eq!(state(&document, 2, &moved), None);
    assert_eq!(state(&document, 1, &second), None, "it is the first person's");
    assert_eq!(state(&document, 2, &second), Some(ReceivedState::ToDo));
    consented(&mut document, 2, &second);
    assert_eq!(document.recipients[0].account, Some(moved.id));
    assert_eq!(document.recipients[1].account, Some(second.id));
}

// EN-01 EN-11
#[test]
fn a_mailed_code_proves_the_mailbox_of_the_present_address_alone() {
    let taro = wariin_domain::fixtures::taro();
    let mut recipient = wariin_domain::fixtures::recipient(1, taro.email.as_str());
    assert!(recipient.proves_mailbox_of(&taro));
    let moved = EmailAddress::parse("moved@example.com").unwrap();
    let moved = Account { email: moved, ..taro };
    assert!(!recipient.proves_mailbox_of(&moved), "neither the address nor the account");
    recipient.account = Some(moved.id);
    assert!(!recipient.proves_mailbox_of(&moved), "it opened the document by its earlier address");
}

// T-038 EN-01 O-22
#[test]
fn only_the_own_proved_account_has_a_code_mailed_without_the_link_and_only_to_its_present_address()
{
    let own = taro();
    let unproved = Account { mailbox_proven_at: None, ..taro() };
    let readdressed = Account { email: hanako().email, ..taro() };
    let may = |document: &Document, account: &Account, number: u128| {
        let recipient = document.recipient(id(number)).unwrap();
        document.proves_without_link(recipient, account)
    };
    let document = sent(true);
    assert!(may(&document, &own, 1));
    assert!(!may(&document, &hanako(), 1), "another person");
    assert!(!may(&document, &unproved, 1), "its owner has shown no mailbox yet");
    assert!(!may(&document, &hanako(), 2), "the turn has not come");
    assert!(!may(&draft(), &own, 1), "nothing was sent");
    assert!(!may(&sent(false), &own, 1), "the link opens it, and a code is needed for nothing");
    let mut bound = sent(true);
    let by = by_totp(&own, NOW);
    let _ = bound.open(id(1), signed_in(&own, &by), NOW).unwrap();
    assert!(may(&bound, &own, 1));
    assert!(!may(&bound, &readdressed, 1), "the code would prove the former address");
    let _ = bound.cancel(&by_totp(&sender(), NOW), NOW).unwrap();
    assert!(!may(&bound, &own, 1));
}
