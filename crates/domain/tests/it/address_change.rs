//! Another address for an account: behind the codes of both mailboxes, and no document is inherited by it.

use proptest::prelude::*;
use wariin_domain::fixtures::{
    NOW, after, by_idp, by_password, by_totp, enrolled, sent, signed_in, taro,
};
use wariin_domain::{
    Account, AccountChange, AccountId, AddressChange, AddressChangeError, AddressChangeId,
    Assurance, BothMailboxes, ChangedMailbox, ConfirmedOwner, EmailAddress, EnrolmentClass, Event,
    EventKind, GateRefusal, Identity, Job, MailboxCodeId, NewAddressChange, OwnerUnconfirmed,
    Session, SessionKey, SignIn, Span, Timestamp, TypedPassword, Uuid,
};

const SESSION: SessionKey = SessionKey::new([1; 32]);
const OTHER: SessionKey = SessionKey::new([2; 32]);

fn id() -> AddressChangeId {
    Uuid::from_u128(1).into()
}

fn address(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn owner(account: &Account) -> ConfirmedOwner {
    let sign_in = by_password(account);
    let identity = Identity::new(account, &sign_in).unwrap();
    ConfirmedOwner::for_password(identity, TypedPassword::Right, NOW).unwrap()
}

fn new(to: &str) -> NewAddressChange {
    let code = |number| MailboxCodeId::from(Uuid::from_u128(number));
    let (present_code, new_code) = (code(2), code(3));
    NewAddressChange { id: id(), to: address(to), session: SESSION, present_code, new_code }
}

fn asked(to: &str) -> AddressChange {
    AddressChange::ask(new(to), &taro(), &[], owner(&taro()), NOW).unwrap().0
}

fn both() -> BothMailboxes {
    BothMailboxes::proved(true, true).unwrap()
}

fn changed(to: &str, at: Timestamp) -> Account {
    let mut account = taro();
    let mut change = AddressChange { asked_at: at, ..asked(to) };
    let _ = change.complete(SESSION, &mut account, both(), at).unwrap();
    account
}

fn jobs<'a>(events: impl IntoIterator<Item = &'a Event>) -> Vec<Job> {
    events.into_iter().flat_map(Event::jobs).collect()
}

// EN-06
#[test]
fn one_code_of_two_proves_nothing() {
    for (present, new) in [(false, false), (true, false), (false, true)] {
        assert_eq!(BothMailboxes::proved(present, new), None);
    }
    assert!(BothMailboxes::proved(true, true).is_some());
}

// EN-06
#[test]
fn the_codes_go_to_both_mailboxes_and_both_are_told_of_the_change() {
    let (mut change, events) =
        AddressChange::ask(new("new@example.com"), &taro(), &[], owner(&taro()), NOW).unwrap();
    let mailed = ChangedMailbox::ALL.map(|to| Job::MailAddressCode { change: id(), to });
    assert_eq!(jobs(&events), mailed);

    let mut account = taro();
    let events = change.complete(SESSION, &mut account, both(), after(9)).unwrap();
    let told = AccountChange::AddressChanged;
    assert_eq!(
        jobs(&events),
        [
            Job::NotifyAccount { account: account.id, change: told, at: after(9) },
            Job::NotifyFormerAddress { change: id(), at: after(9) },
        ]
    );
    assert!(told.may_be_reported());
    let kind = &events.iter().next().unwrap().kind;
    let (from, to) = (taro().email.to_string(), "new@example.com".to_owned());
    assert_eq!(*kind, EventKind::AddressChanged { change: id(), from, to });
    assert_eq!(account.email, address("new@example.com"));
    assert_eq!((account.email_since, account.mailbox_proven_at), (Some(after(9)), Some(after(9))));
}

// EN-06
#[test]
fn the_codes_count_once_for_ten_minutes_and_only_in_the_session_that_asked() {
    let change = asked("new@example.com");
    let mut account = taro();
    let refused = |change: &AddressChange, session, account: &Account, at| {
        let mut account = account.clone();
        let before = account.clone();
        let refused = change.clone().complete(session, &mut account, both(), at).unwrap_err();
        assert_eq!(account, before, "a refused change changes nothing");
        refused
    };
    assert_eq!(refused(&change, OTHER, &account, NOW), AddressChangeError::OtherSession);
    assert_eq!(refused(&change, SESSION, &account, after(10)), AddressChangeError::Ended);
    let moved = Account { email: address("meanwhile@example.com"), ..taro() };
    assert_eq!(refused(&change, SESSION, &moved, NOW), AddressChangeError::Ended);
    let foreign = Account { id: AccountId::from(Uuid::from_u128(7)), ..taro() };
    assert_eq!(refused(&change, SESSION, &foreign, NOW), AddressChangeError::OtherSession);

    let mut used = change.clone();
    assert!(used.is_open(after(9)));
    let _ = used.complete(SESSION, &mut account, both(), after(9)).unwrap();
    assert!(!used.is_open(after(9)));
    assert_eq!(refused(&used, SESSION, &taro(), after(9)), AddressChangeError::Ended);
}

// EN-06
#[test]
fn wishes_are_limited_by_account_and_by_address() {
    let ask = |others: &[(Timestamp, AccountId)]| {
        AddressChange::ask(new("new@example.com"), &taro(), others, owner(&taro()), NOW).map(drop)
    };
    let ago = |minutes| NOW.minus(Span::minutes(minutes));
    let own = |count: usize, minutes| vec![(ago(minutes), taro().id); count];
    let foreign = |count: usize| vec![(NOW, AccountId::from(Uuid::from_u128(7))); count];
    assert_eq!(ask(&own(1, 0)), Err(AddressChangeError::TooMany), "a moment ago");
    assert_eq!(ask(&own(9, 1)), Ok(()));
    assert_eq!(ask(&own(10, 1)), Err(AddressChangeError::TooMany));
    assert_eq!(ask(&foreign(19)), Ok(()), "of other accounts, to the same address");
    assert_eq!(ask(&foreign(20)), Err(AddressChangeError::TooMany));
    let same = new(taro().email.as_str());
    let refused = AddressChange::ask(same, &taro(), &[], owner(&taro()), NOW).unwrap_err();
    assert_eq!(refused, AddressChangeError::SameAddress);
    let stranger = Account { id: AccountId::from(Uuid::from_u128(7)), ..taro() };
    let foreign = AddressChange::ask(new("new@example.com"), &taro(), &[], owner(&stranger), NOW);
    assert!(foreign.is_err(), "a proof about another account is none");
}

fn for_address(
    sign_in: &SignIn,
    has_factor: bool,
    typed: TypedPassword,
) -> Result<(), OwnerUnconfirmed> {
    let account = taro();
    let identity = Identity::new(&account, sign_in).unwrap();
    ConfirmedOwner::for_address(identity, has_factor, typed, after(6)).map(drop)
}

// EN-06
#[test]
fn an_address_changes_only_with_a_fresh_factor_where_the_account_has_one() {
    use TypedPassword::{Right, Unset, Wrong};
    let stale = Err(OwnerUnconfirmed::StaleSignIn);
    let (fresh, old) = (by_totp(&taro(), after(1)), by_totp(&taro(), NOW));
    assert_eq!(for_address(&fresh, true, Unset), Ok(()));
    assert_eq!(for_address(&old, true, Right), stale, "the factor was used six minutes ago");
    assert_eq!(for_address(&by_password(&taro()), true, Right), stale);

    let weak = by_password(&taro());
    assert_eq!(for_address(&weak, false, Right), Ok(()));
    assert_eq!(for_address(&weak, false, Wrong), Err(OwnerUnconfirmed::WrongPassword));
    assert_eq!(for_address(&weak, false, Unset), stale);
    assert_eq!(for_address(&by_idp(&taro(), after(1)), false, Unset), Ok(()));
    assert_eq!(for_address(&by_idp(&taro(), NOW), false, Unset), stale);
}

// EN-06
#[test]
fn a_first_password_is_set_only_behind_a_fresh_factor_or_login_at_a_provider() {
    let account = taro();
    let set = |sign_in: &SignIn, typed| {
        let identity = Identity::new(&account, sign_in).unwrap();
        ConfirmedOwner::for_password(identity, typed, after(6)).map(drop)
    };
    assert_eq!(set(&by_totp(&account, after(1)), TypedPassword::Unset), Ok(()));
    assert_eq!(set(&by_idp(&account, after(1)), TypedPassword::Unset), Ok(()));
    for stale in [by_totp(&account, NOW), by_idp(&account, NOW), by_password(&account)] {
        let refused = set(&stale, TypedPassword::Unset);
        assert_eq!(refused, Err(OwnerUnconfirmed::StaleSignIn));
    }
    let wrong = set(&by_totp(&account, after(6)), TypedPassword::Wrong);
    assert_eq!(wrong, Err(OwnerUnconfirmed::WrongPassword), "no factor replaces the password");
}

// EN-11
#[test]
fn an_unopened_document_of_the_former_address_is_for_the_account_no_more() {
    let document = sent(true);
    let recipient = document.recipients[0].id;
    let (before, after_change) = (taro(), changed("new@example.com", after(1)));
    let mine = by_totp(&before, after(2));
    assert!(document.admit(recipient, signed_in(&before, &mine), after(2)).is_ok());
    let refused = document.admit(recipient, signed_in(&after_change, &mine), after(2));
    assert!(matches!(refused, Err(GateRefusal::WrongAccount { .. })));
}

// EN-11
#[test]
fn a_document_that_the_account_has_opened_stays_its_own_whatever_its_address() {
    let mut document = sent(true);
    let recipient = document.recipients[0].id;
    let mine = by_totp(&taro(), after(1));
    let _ = document.open(recipient, signed_in(&taro(), &mine), after(1)).unwrap();
    let moved = changed("new@example.com", after(2));
    assert!(document.admit(recipient, signed_in(&moved, &mine), after(3)).is_ok());
    assert_eq!(document.recipients[0].details.email, taro().email, "the address of its time");
    let heir = Account { id: AccountId::from(Uuid::from_u128(7)), ..taro() };
    let theirs = by_totp(&heir, after(3));
    let refused = document.admit(recipient, signed_in(&heir, &theirs), after(3));
    assert!(matches!(refused, Err(GateRefusal::WrongAccount { .. })), "an address is no title");
}

// EN-11
#[test]
fn a_factor_counts_for_an_address_only_since_the_account_has_it() {
    let document = sent(true);
    let recipient = document.recipients[0].id;
    let class = |account: &Account| {
        let old_factor = enrolled(account, after(3), NOW.minus(Span::days(9)));
        let admission = document.admit(recipient, signed_in(account, &old_factor), after(3));
        admission.unwrap().assurance().class()
    };
    assert_eq!(class(&taro()), Some(EnrolmentClass::BeforeSending));
    let came = Account { email: taro().email, ..changed("new@example.com", after(1)) };
    assert_eq!(class(&came), Some(EnrolmentClass::AfterSending));

    // It is not said to have been enrolled after the sending: the address came then.
    let late = |account: &Account, enrolled_at| {
        let sign_in = enrolled(account, after(3), enrolled_at);
        let admission = document.admit(recipient, signed_in(account, &sign_in), after(3)).unwrap();
        document.late_factor(&document.recipients[0], admission.assurance())
    };
    assert_eq!(late(&taro(), NOW.minus(Span::days(9))), None);
    let old = late(&came, NOW.minus(Span::days(9))).unwrap();
    assert_eq!((old.is_address_newer, old.made_at), (true, NOW.minus(Span::days(9))));
    let new = late(&came, after(2)).unwrap();
    assert_eq!((new.is_address_newer, new.made_at), (false, after(2)));
}

// WE-01
#[test]
fn a_session_goes_on_without_what_it_had_proved_of_the_former_mailbox() {
    let session = Session {
        opened: Some((Uuid::from_u128(5).into(), 1)),
        unlocked: vec![Uuid::from_u128(5).into()],
        ..Session::begin(SESSION, NOW)
    };
    let after_change = session.readdressed(OTHER, after(1));
    assert_eq!(after_change.key, OTHER);
    assert_eq!(
        (after_change.mailbox, after_change.opened, after_change.unlocked),
        (None, None, vec![])
    );
}

proptest! {
    // EN-06
    #[test]
    fn no_sequence_of_sessions_codes_and_times_changes_an_address_twice_or_without_both_codes(
        tries in proptest::collection::vec((any::<bool>(), any::<bool>(), any::<bool>(), 0_u32..15), 0..8)
    ) {
        let mut change = asked("new@example.com");
        let mut account = taro();
        let mut completed = 0;
        for (own, present, new, minute) in tries {
            let session = if own { SESSION } else { OTHER };
            let Some(proof) = BothMailboxes::proved(present, new) else { continue };
            if change.complete(session, &mut account, proof, after(minute)).is_ok() {
                completed += 1;
                prop_assert!(own && minute < 10);
            }
        }
        prop_assert!(completed <= 1);
        let expected = if completed == 1 { address("new@example.com") } else { taro().email };
        prop_assert_eq!(account.email, expected);
    }
}

#[test]
fn an_assurance_names_the_enrolment_of_the_factor_whatever_the_address() {
    let account = changed("new@example.com", after(1));
    let document = sent(true);
    let at = Account { email: taro().email, ..account };
    let enrolled_at = NOW.minus(Span::days(9));
    let sign_in = enrolled(&at, after(2), enrolled_at);
    let admission = document.admit(document.recipients[0].id, signed_in(&at, &sign_in), after(2));
    let admission = admission.unwrap();
    let assurance: &Assurance = admission.assurance();
    assert_eq!(assurance.enrolled_at(), Some(enrolled_at));
}
