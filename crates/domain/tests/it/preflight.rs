//! 事前確認: recipients of a draft are asked to prepare, and what the sender sees of it.

use wariin_domain::fixtures::{
    NOW, after, by_idp, by_password, by_totp, connection, consent_to, details, draft, enrolled,
    hanako, id, identity_of, recipient, sender, sent, signed_in, taro,
};
use wariin_domain::{
    AccessCodeHash, AccessRequest, Account, Document, DocumentError, EnrolmentRule, Event,
    EventKind, Events, GateRefusal, IdpDemand, Job, Language, MailRefusal, NextStep,
    PREFLIGHT_LIFE, Party, Preflight, PreflightState, Problem, ProvenMailbox, RecipientSituation,
    Requester, SenderMails, SignIn, Throttle, Timestamp, TrySource,
};

fn strong() -> SignIn {
    by_totp(&sender(), NOW)
}

/// The draft to Taro and Hanako, whose recipients were asked at [`NOW`].
fn asked() -> Document {
    let mut document = draft();
    let _ = document.ask_preflight(&strong(), NOW).unwrap();
    document
}

fn state(document: &Document) -> Option<PreflightState> {
    document.recipients[0].preflight.map(|preflight| preflight.state)
}

fn proof(address: &str, at: Timestamp) -> ProvenMailbox {
    ProvenMailbox { recipient: id(1), address: details(address, Language::Japanese).email, at }
}

fn proved() -> ProvenMailbox {
    proof("taro@example.com", NOW)
}

/// Taro answers, signed in like this to this account.
fn answer(
    document: &mut Document,
    (account, by): (&Account, &SignIn),
    mailbox: Option<&ProvenMailbox>,
) -> Result<Events, DocumentError> {
    document.answer_preflight((id(1), NOW), (identity_of(account, by), mailbox), None, after(1))
}

fn answer_well(document: &mut Document) -> Result<Events, DocumentError> {
    answer(document, (&taro(), &by_totp(&taro(), NOW)), Some(&proved()))
}

/// The events of asking Taro and Hanako, in a new draft.
fn asking(at: Timestamp) -> Events {
    draft().ask_preflight(&strong(), at).unwrap()
}

// O-01 MA-04
#[test]
fn three_emails_a_day_go_to_one_address_whatever_drafts_they_are_for() {
    let mut mails = SenderMails::default();
    for minute in 0..3 {
        mails.count(&asking(after(minute)), after(minute)).unwrap();
    }
    let before = mails.clone();
    let limit = Err(Problem::MailLimit.into());
    assert_eq!(mails.count(&asking(after(3)), after(3)), limit);
    let day = 24 * 60;
    assert_eq!(mails.count(&asking(after(day - 1)), after(day - 1)), limit);
    assert_eq!(mails, before, "a refusal counts nothing");
    mails.count(&asking(after(day)), after(day)).unwrap();
    let kept: Vec<u32> = mails.counts().map(|(_, count)| count.failures()).collect();
    assert_eq!(kept, [1, 1, 2]);
}

// O-01 MA-04
#[test]
fn three_hundred_emails_a_day_are_mailed_to_addresses_that_change() {
    let mut mails = SenderMails::default();
    let to = |n: u32, at: Timestamp| {
        let mut document = draft();
        for k in 1..=2 {
            let other = details(&format!("a{n}-{k}@example.com"), Language::Japanese);
            let _ = document.change_recipient(id(k), other, &strong(), at).unwrap();
        }
        document.ask_preflight(&strong(), at).unwrap()
    };
    for n in 0..150 {
        mails.count(&to(n, NOW), NOW).unwrap();
    }
    assert_eq!(mails.count(&to(150, after(1)), after(1)), Err(Problem::MailLimit.into()));
    // What was kept counts as before, for addresses that were mailed to and for others.
    let counts: Vec<(TrySource, Throttle)> = mails.counts().collect();
    let all = counts.iter().find(|(source, _)| *source == TrySource::AllNetworks).unwrap().1;
    let mut kept = SenderMails::restore(all, []);
    assert_eq!(kept.count(&to(150, after(1)), after(1)), Err(Problem::MailLimit.into()));
    kept.count(&to(150, after(24 * 60)), after(24 * 60)).unwrap();
}

// O-01
#[test]
fn every_recipient_of_a_draft_is_asked_by_one_mail_each() {
    let mut document = draft();
    let events = document.ask_preflight(&strong(), NOW).unwrap();
    let mails: Vec<Job> = events.iter().flat_map(Event::jobs).collect();
    let mail = |n| Job::AskPreflight { document: document.id, recipient: id(n), asked_at: NOW };
    assert_eq!(mails, [mail(1), mail(2)]);
    let asked = Preflight { asked_at: NOW, state: PreflightState::Asked };
    assert!(document.recipients.iter().all(|r| r.preflight == Some(asked)));
}

// O-01 MA-04
#[test]
fn a_recipient_is_asked_once_an_hour_and_not_again_when_ready() {
    let mut document = asked();
    let before = document.clone();
    let soon = document.ask_preflight(&strong(), after(59));
    assert_eq!(soon, Err(Problem::LinkJustMailed.into()));
    assert_eq!(document, before);
    let _ = answer_well(&mut document).unwrap();
    let again = document.ask_preflight(&strong(), after(60)).unwrap();
    let mails: Vec<Job> = again.iter().flat_map(Event::jobs).collect();
    let asked_at = after(60);
    assert_eq!(
        mails,
        [Job::AskPreflight { document: document.id, recipient: id(2), asked_at }],
        "Taro is ready"
    );
    assert_eq!(state(&document), Some(PreflightState::Ready));
}

// O-01 T-047
#[test]
fn only_the_sender_asks_strongly_signed_in_while_it_is_a_draft_with_recipients() {
    let mut document = draft();
    let before = document.clone();
    let weak = document.ask_preflight(&by_password(&sender()), NOW);
    assert!(matches!(weak, Err(DocumentError::WeakSignIn(_))));
    let stranger = document.ask_preflight(&by_totp(&taro(), NOW), NOW);
    assert_eq!(stranger, Err(DocumentError::NotSender));
    assert_eq!(document, before);
    let late = sent(true).ask_preflight(&strong(), NOW);
    assert!(matches!(late, Err(DocumentError::NotPossible { .. })));
    for n in [1, 2] {
        let _ = document.remove_recipient(id(n), &strong(), NOW).unwrap();
    }
    assert_eq!(document.ask_preflight(&strong(), NOW), Err(Problem::NoRecipient.into()));
}

// O-01 O-02
#[test]
fn recipients_who_have_to_enrol_behind_an_access_code_are_not_asked_without_one() {
    let mut document = draft();
    let mut coded = document.recipients[1].details.clone();
    coded.enrolment = EnrolmentRule::BehindAccessCode;
    let _ = document.change_recipient(id(2), coded, &strong(), NOW).unwrap();
    let refused = document.ask_preflight(&strong(), NOW);
    assert_eq!(refused, Err(Problem::NoAccessCode(id(2)).into()));
}

// O-01
#[test]
fn a_recipient_is_ready_who_proved_the_mailbox_signed_in_strongly_and_said_so() {
    for by in [by_totp(&taro(), NOW), by_idp(&taro(), NOW)] {
        let mut document = asked();
        let events = answer(&mut document, (&taro(), &by), Some(&proved())).unwrap();
        let kinds: Vec<_> = events.iter().map(|event| event.kind.clone()).collect();
        assert_eq!(kinds, [EventKind::PreflightAnswered { recipient: id(1) }]);
        assert_eq!(events.iter().flat_map(Event::jobs).count(), 0);
        assert_eq!(state(&document), Some(PreflightState::Ready));
        let again = answer(&mut document, (&taro(), &by), Some(&proved())).unwrap();
        assert!(again.is_empty(), "a form that comes again changes nothing");
    }
}

// O-01 EN-01 EN-02
#[test]
fn without_a_code_mailed_for_this_preflight_to_this_address_no_recipient_is_ready() {
    let early = Timestamp::from_micros(NOW.as_micros() - 1);
    let of_other = ProvenMailbox { recipient: id(2), ..proved() };
    let proofs = [
        None,
        Some(proof("taro@example.com", early)),
        Some(proof("former@example.com", NOW)),
        Some(of_other),
    ];
    for proof in proofs {
        let mut document = asked();
        let by = by_totp(&taro(), NOW);
        let refused = answer(&mut document, (&taro(), &by), proof.as_ref());
        assert_eq!(refused, Err(GateRefusal::ProveMailbox.into()), "{proof:?}");
        assert_eq!(state(&document), Some(PreflightState::Asked));
    }
}

// O-01 EN-13
#[test]
fn a_password_or_another_account_makes_no_recipient_ready() {
    let mut document = asked();
    let weak = answer(&mut document, (&taro(), &by_password(&taro())), Some(&proved()));
    assert_eq!(weak, Err(GateRefusal::SecondFactor.into()));
    let other = answer(&mut document, (&hanako(), &by_totp(&hanako(), NOW)), Some(&proved()));
    assert!(matches!(other, Err(DocumentError::Gate(GateRefusal::WrongAccount { .. }))));
    let unproven = Account { mailbox_proven_at: None, ..taro() };
    let unproven = answer(&mut document, (&unproven, &by_totp(&taro(), NOW)), Some(&proved()));
    assert_eq!(unproven, Err(GateRefusal::ProveMailbox.into()));
    assert_eq!(state(&document), Some(PreflightState::Asked));
}

// O-01 E4
#[test]
fn where_the_sender_named_a_provider_only_a_login_there_makes_ready() {
    let mut document = asked();
    let mut named = document.recipients[0].details.clone();
    named.idp = Some(IdpDemand::of(&connection()));
    let _ = document.change_recipient(id(1), named, &strong(), NOW).unwrap();
    let by_app = answer(&mut document, (&taro(), &by_totp(&taro(), NOW)), Some(&proved()));
    assert_eq!(by_app, Err(GateRefusal::NamedIdp.into()));
    let _ = answer(&mut document, (&taro(), &by_idp(&taro(), NOW)), Some(&proved())).unwrap();
}

// O-01 E2
#[test]
fn the_access_code_comes_before_the_answer() {
    let mut document = asked();
    let mut coded = document.recipients[0].details.clone();
    coded.access_code = Some(AccessCodeHash("hash".into()));
    let _ = document.change_recipient(id(1), coded, &strong(), NOW).unwrap();
    assert_eq!(answer_well(&mut document), Err(GateRefusal::AccessCode.into()));
    let (account, by, mailbox) = (taro(), by_totp(&taro(), NOW), proved());
    let by = (identity_of(&account, &by), Some(&mailbox));
    let _ = document.answer_preflight((id(1), NOW), by, Some(id(1)), after(1)).unwrap();
}

// O-01 LI-02
#[test]
fn a_link_leads_to_the_newest_preflight_for_seven_days_while_the_document_is_a_draft() {
    let mut document = asked();
    let leads = |document: &Document, asked_at, now| {
        document.recipient_by_preflight(id(1), asked_at, now).is_some()
    };
    let end = NOW.plus(PREFLIGHT_LIFE);
    assert!(leads(&document, NOW, Timestamp::from_micros(end.as_micros() - 1)));
    assert!(!leads(&document, NOW, end));
    let _ = document.ask_preflight(&strong(), after(60)).unwrap();
    assert!(!leads(&document, NOW, after(61)), "another one was mailed since");
    assert!(leads(&document, after(60), after(61)));
    let _ = document.send(&strong(), after(62)).unwrap();
    assert!(!leads(&document, after(60), after(62)), "the document was sent");
    let by = by_totp(&taro(), NOW);
    let (account, mailbox) = (taro(), proof("taro@example.com", after(61)));
    let by = (identity_of(&account, &by), Some(&mailbox));
    let late = document.answer_preflight((id(1), after(60)), by, None, after(62));
    assert_eq!(late, Err(GateRefusal::NotAvailable.into()));
    assert_eq!(
        document.refuse_preflight(id(1), after(60), after(62)),
        Err(GateRefusal::NotAvailable.into())
    );
}

// O-01
#[test]
fn another_address_drops_the_preflight_and_may_be_asked_at_once() {
    let mut document = asked();
    let _ = answer_well(&mut document).unwrap();
    let named = wariin_domain::PersonName::parse("別の名前").unwrap();
    let renamed =
        wariin_domain::RecipientDetails { name: named, ..document.recipients[0].details.clone() };
    let _ = document.change_recipient(id(1), renamed, &strong(), NOW).unwrap();
    assert_eq!(state(&document), Some(PreflightState::Ready), "a name is no address");
    let other = details("other@example.com", Language::Japanese);
    let _ = document.change_recipient(id(1), other, &strong(), NOW).unwrap();
    assert_eq!(state(&document), None);
    assert!(document.recipient_by_preflight(id(1), NOW, after(1)).is_none());
    let events = document.ask_preflight(&strong(), after(2)).unwrap();
    assert_eq!(events.iter().count(), 1, "Hanako was asked already");
}

// O-01
#[test]
fn an_undelivered_mail_and_a_wrong_reader_are_told_to_the_sender() {
    let mut document = asked();
    let to = Party::Recipient(id(1));
    let told: Vec<Job> = (document.mail_refused(to, MailRefusal::UnknownAddress, NOW).iter())
        .flat_map(Event::jobs)
        .collect();
    assert_eq!(told, [Job::NotifyUndelivered { document: document.id, to }]);
    assert_eq!(state(&document), Some(PreflightState::Undelivered));
    assert!(document.mail_refused(to, MailRefusal::UnknownAddress, NOW).is_empty(), "it is known");

    let mut document = asked();
    let events = document.refuse_preflight(id(1), NOW, after(1)).unwrap();
    let told: Vec<Job> = events.iter().flat_map(Event::jobs).collect();
    assert_eq!(told, [Job::NotifyWrongRecipient { document: document.id, recipient: id(1) }]);
    assert_eq!(state(&document), Some(PreflightState::NotMe));
    assert!(document.recipient_by_preflight(id(1), NOW, after(1)).is_none());
    assert_eq!(answer_well(&mut document), Err(GateRefusal::NotAvailable.into()));

    let mut ready = asked();
    let _ = answer_well(&mut ready).unwrap();
    assert!(ready.refuse_preflight(id(1), NOW, after(2)).is_err(), "the recipient was there");
    assert!(ready.mail_refused(to, MailRefusal::UnknownAddress, NOW).is_empty());
    assert_eq!(state(&ready), Some(PreflightState::Ready));
}

// O-01 E3
#[test]
fn a_factor_enrolled_for_the_preflight_is_one_of_before_the_sending() {
    let mut document = draft();
    let mut early = document.recipients[0].details.clone();
    early.enrolment = EnrolmentRule::BeforeSending;
    let _ = document.change_recipient(id(1), early, &strong(), NOW).unwrap();
    let _ = document.ask_preflight(&strong(), NOW).unwrap();
    let account = taro();
    let by = enrolled(&account, after(1), after(1));
    let _ = answer(&mut document, (&account, &by), Some(&proved())).unwrap();
    let mut unprepared = document.clone();
    let _ = document.request_advanced_auth(&by_totp(&sender(), after(2)), after(2)).unwrap();
    let _ = document.send(&by_totp(&sender(), after(2)), after(2)).unwrap();
    let shown = document.content_digest();
    let request = consent_to(shown);
    assert!(document.consent(id(1), signed_in(&account, &by), request, after(3)).is_ok());

    let _ = unprepared.send(&by_totp(&sender(), after(2)), after(2)).unwrap();
    let late = enrolled(&account, after(3), after(3));
    let refused = unprepared.admit(id(1), signed_in(&account, &late), after(3));
    assert_eq!(refused, Err(GateRefusal::EnrolledTooLate(EnrolmentRule::BeforeSending)));
}

fn situation(requester: Requester<'_>) -> RecipientSituation<'_> {
    RecipientSituation {
        access: AccessRequest::from(requester),
        holds_link: true,
        proved_mailbox: true,
        awaits_code: false,
        has_factor: false,
        has_idp_link: false,
    }
}

// O-01 T-032
#[test]
fn the_steps_of_a_preflight_come_one_after_the_other() {
    let document = asked();
    let step = |situation| document.next_step(id(1), situation, after(1));
    let anonymous = situation(Requester::Anonymous);
    let without_link = RecipientSituation { holds_link: false, ..anonymous };
    assert_eq!(step(without_link), NextStep::FollowLink);
    let unproved = RecipientSituation { proved_mailbox: false, ..anonymous };
    assert_eq!(step(unproved), NextStep::ProveMailbox);
    assert_eq!(step(anonymous), NextStep::Register);
    let awaiting = RecipientSituation { awaits_code: true, ..anonymous };
    assert_eq!(step(awaiting), NextStep::EnterCode);
    let (account, weak, strong) = (taro(), by_password(&taro()), by_totp(&taro(), NOW));
    let weak = situation(signed_in(&account, &weak));
    assert_eq!(step(weak), NextStep::Enrol);
    assert_eq!(step(RecipientSituation { has_factor: true, ..weak }), NextStep::EnterCode);
    let strong = situation(signed_in(&account, &strong));
    assert_eq!(step(strong), NextStep::SayReady);
    let unproved = RecipientSituation { proved_mailbox: false, ..strong };
    assert_eq!(step(unproved), NextStep::ProveMailbox, "an account that is known proves it too");
    let (other, by) = (hanako(), by_totp(&hanako(), NOW));
    let other = step(situation(signed_in(&other, &by)));
    assert!(matches!(other, NextStep::SwitchAccount { .. }));
    let mut ready = document.clone();
    let _ = answer_well(&mut ready).unwrap();
    assert_eq!(ready.next_step(id(1), anonymous, after(1)), NextStep::AwaitDocument);
}

// O-01 E2 E4
#[test]
fn the_access_code_comes_first_and_a_named_provider_in_place_of_registering() {
    let mut document = asked();
    let mut demanding = document.recipients[0].details.clone();
    demanding.access_code = Some(AccessCodeHash("hash".into()));
    demanding.idp = Some(IdpDemand::of(&connection()));
    let _ = document.change_recipient(id(1), demanding, &strong(), NOW).unwrap();
    let mut anonymous = situation(Requester::Anonymous);
    anonymous.proved_mailbox = false;
    assert_eq!(document.next_step(id(1), anonymous, NOW), NextStep::EnterAccessCode);
    anonymous.access.unlocked = Some(id(1));
    assert_eq!(document.next_step(id(1), anonymous, NOW), NextStep::ProveMailbox);
    anonymous.proved_mailbox = true;
    assert_eq!(document.next_step(id(1), anonymous, NOW), NextStep::GoOnFromLink);
    let (account, by) = (taro(), by_totp(&taro(), NOW));
    let mut by_app = situation(signed_in(&account, &by));
    by_app.access.unlocked = Some(id(1));
    let step = document.next_step(id(1), by_app, NOW);
    assert!(matches!(step, NextStep::SignInAtNamedIdp(_)));
}

// O-01
#[test]
fn a_draft_whose_recipients_were_not_asked_has_nothing_for_them() {
    let document = draft();
    let step = document.next_step(id(1), situation(Requester::Anonymous), NOW);
    assert_eq!(step, NextStep::NotAvailable);
    assert!(document.recipient_by_preflight(id(1), NOW, NOW).is_none());
    let mut more = asked();
    let _ = more.add_recipient(recipient(3, "saburo@example.com"), &strong(), NOW).unwrap();
    assert!(more.recipients[2].preflight.is_none());
    assert!(!more.are_all_ready());
}
