//! 宛先の訂正: another address for a recipient who has not passed the gate.

use wariin_domain::fixtures::{
    NOW, account, after, by_mail, by_password, by_totp, consent_to, draft, draft_to, enrolled,
    factor_id, id, recipient, sender, sent, signed_in, taro,
};
use wariin_domain::{
    AccessCodeHash, Account, Actor, AddressKey, CorrectedRecipient, Document, DocumentError,
    DocumentPolicy, EmailAddress, EmailDomain, EnrolmentClass, EnrolmentRule, Event, EventKind,
    Events, FactorId, GateRefusal, HoldReason, InvitedBy, Job, Language, MailRefusal, Obstacle,
    OutsideRecipients, Party, PersonName, Problem, Reason, RecipientPolicy, RecipientState,
    RequestRule, Requester, SenderMails, SignIn, Uuid,
};

/// Who the contract is really for.
fn jiro() -> Account {
    account(14, "jiro@example.com")
}

fn to_jiro() -> CorrectedRecipient {
    CorrectedRecipient { name: PersonName::parse("次郎").unwrap(), email: jiro().email }
}

fn strong() -> SignIn {
    by_totp(&sender(), NOW)
}

fn correct(document: &mut Document) -> Result<Events, DocumentError> {
    document.correct_recipient(id(1), to_jiro(), None, &strong(), after(5))
}

fn corrected(requested: bool) -> Document {
    let mut document = sent(requested);
    let _ = correct(&mut document).unwrap();
    document
}

// O-09
#[test]
fn a_corrected_recipient_is_mailed_a_new_link_and_the_former_address_is_told() {
    let mut document = sent(false);
    let events = correct(&mut document).unwrap();
    let kinds: Vec<EventKind> = events.iter().map(|event| event.kind.clone()).collect();
    let corrected = EventKind::RecipientCorrected {
        recipient: id(1),
        from_name: "宛先".into(),
        from_email: "taro@example.com".into(),
        to_name: "次郎".into(),
        to_email: "jiro@example.com".into(),
    };
    let invited = EventKind::Invited {
        recipient: id(1),
        generation: 2,
        email: "jiro@example.com".into(),
        why: InvitedBy::Correction,
    };
    assert_eq!(kinds, [corrected, invited]);
    assert!(events.iter().all(|event| event.actor == Actor::Account(sender().id)));
    let document_id = document.id;
    let jobs: Vec<Job> = events.iter().flat_map(Event::jobs).collect();
    assert_eq!(
        jobs,
        [
            Job::NotifyCorrected { document: document_id, recipient: id(1), at: after(5) },
            Job::Invite { document: document_id, recipient: id(1), generation: 2 },
        ]
    );
    let details = &document.recipient(id(1)).unwrap().details;
    assert_eq!((details.name.as_str(), &details.email), ("次郎", &jiro().email));
}

// O-09 LI-01
#[test]
fn the_former_link_opens_nothing_and_is_not_renewed_to_the_former_address() {
    let mut document = corrected(false);
    assert!(document.recipient_by_link(id(1), 1, after(6)).is_none());
    let shown = document.content_digest();
    let refused = document.consent(id(1), by_mail(1), consent_to(shown), after(6));
    assert_eq!(refused.unwrap_err(), GateRefusal::LinkRequired.into());
    // Its holder cannot even have the present link replaced.
    assert!(!document.can_renew_link(id(1), Some(1)));
    let renewed = document.renew_link(id(1), 1, after(120));
    assert_eq!(renewed.unwrap_err(), DocumentError::NotYourTurn);
    assert!(document.recipient_by_link(id(1), 2, after(121)).is_some());

    let reminded = document.remind(id(1), &strong(), after(130));
    assert!(reminded.is_ok() && document.can_renew_link(id(1), Some(2)));
    let renewed = document.renew_link(id(1), 2, after(260)).unwrap();
    let kind = &renewed.iter().next().unwrap().kind;
    assert!(matches!(kind, EventKind::Invited { email, .. } if email == "jiro@example.com"));
}

// O-09 LI-01 MA-04
#[test]
fn a_damaged_link_has_nothing_mailed_to_an_address_that_was_corrected() {
    for requested in [false, true] {
        let mut document = corrected(requested);
        let refused = document.replace_damaged_link(id(1), None, after(200));
        assert_eq!(refused, Err(DocumentError::NotYourTurn));
        assert!(document.remind(id(1), &strong(), after(200)).is_ok(), "the sender can");
    }
}

// O-09 E1 E3
#[test]
fn what_was_enrolled_before_the_present_address_was_asked_is_not_said_to_follow_from_its_mail() {
    let jiro = jiro();
    for (minute, class) in [(4, EnrolmentClass::BeforeSending), (6, EnrolmentClass::AfterSending)] {
        let by = enrolled(&jiro, after(7), after(minute));
        let admitted = corrected(true).admit(id(1), signed_in(&jiro, &by), after(7)).unwrap();
        assert_eq!(admitted.assurance().class(), Some(class), "enrolled in minute {minute}");
    }
}

// O-09 O-13 T-047
#[test]
fn an_address_outside_is_corrected_to_only_as_it_could_have_been_sent_to() {
    let to = CorrectedRecipient {
        email: EmailAddress::parse("outside@elsewhere.example").unwrap(),
        ..to_jiro()
    };
    let sent_in = |language: Language| {
        let mut document = draft_to([recipient(1, "taro@example.com")]);
        let mut details = document.recipients[0].details.clone();
        details.language = language;
        let _ = document.change_recipient(id(1), details, &strong(), NOW).unwrap();
        let own_domains = vec![EmailDomain::parse("example.com").unwrap()];
        let outside = OutsideRecipients::Requested;
        let request = RequestRule { outside, own_domains, ..RequestRule::default() };
        let recipients = RecipientPolicy { request, ..RecipientPolicy::default() };
        document.apply_policy(DocumentPolicy { recipients, ..DocumentPolicy::default() });
        let _ = document.send(&by_password(&sender()), NOW).unwrap();
        document
    };
    let weak = by_password(&sender());
    let refused =
        sent_in(Language::Japanese).correct_recipient(id(1), to.clone(), None, &weak, after(5));
    assert!(matches!(refused, Err(DocumentError::WeakSignIn(_))), "{refused:?}");
    let refused =
        sent_in(Language::English).correct_recipient(id(1), to.clone(), None, &strong(), after(5));
    assert!(matches!(refused, Err(DocumentError::Excluded(_))), "{refused:?}");
    let mut document = sent_in(Language::Japanese);
    assert!(document.correct_recipient(id(1), to, None, &strong(), after(5)).is_ok());
    assert!(document.is_gated_for(&document.recipients[0]));
    assert!(
        sent_in(Language::English)
            .correct_recipient(id(1), to_jiro(), None, &weak, after(5))
            .is_ok()
    );
}

// O-09 EN-11
#[test]
fn the_account_of_the_former_address_is_no_longer_asked_and_that_of_the_new_one_is() {
    let document = corrected(true);
    let (old, new) = (by_totp(&taro(), after(6)), by_totp(&jiro(), after(6)));
    let refused = document.admit(id(1), signed_in(&taro(), &old), after(6));
    let intended = "***@***".into();
    assert_eq!(refused, Err(GateRefusal::WrongAccount { intended }), "nothing of the new address");
    assert!(document.received(id(1), &taro(), signed_in(&taro(), &old), after(6)).is_none());
    let jiro = jiro();
    assert!(document.admit(id(1), signed_in(&jiro, &new), after(6)).is_ok());
    let weak = by_password(&jiro);
    let refused = document.admit(id(1), signed_in(&jiro, &weak), after(6));
    assert_eq!(refused.unwrap_err(), GateRefusal::SecondFactor, "what is demanded stays");
    assert!(document.received(id(1), &jiro, signed_in(&jiro, &new), after(6)).is_some());
}

// O-09 E2
#[test]
fn an_enrolment_at_the_former_address_does_not_count_and_the_access_code_stays_demanded() {
    let mut document = draft();
    let mut details = document.recipient(id(1)).unwrap().details.clone();
    details.access_code = Some(AccessCodeHash("hash".into()));
    details.enrolment = EnrolmentRule::BehindAccessCode;
    let _ = document.change_recipient(id(1), details.clone(), &strong(), NOW).unwrap();
    let _ = document.send(&strong(), NOW).unwrap();
    let factor = FactorId::from(Uuid::from_u128(77));
    let actor = Actor::Account(taro().id);
    let _ = document.enrolled_behind_access_code(id(1), factor, actor, after(1));
    assert_eq!(document.recipient(id(1)).unwrap().behind_access_code, [factor]);

    let _ = correct(&mut document).unwrap();

    let recipient = document.recipient(id(1)).unwrap();
    assert_eq!(recipient.behind_access_code, []);
    assert_eq!(recipient.details.access_code, details.access_code);
    assert_eq!(recipient.details.enrolment, EnrolmentRule::BehindAccessCode);
    let jiro = jiro();
    let late = enrolled(&jiro, after(6), after(6));
    let refused = document.admit(id(1), signed_in(&jiro, &late), after(7));
    assert_eq!(refused.unwrap_err(), GateRefusal::AccessCode);
    let unlocked =
        wariin_domain::AccessRequest { requester: signed_in(&jiro, &late), unlocked: Some(id(1)) };
    let refused = document.admit(id(1), unlocked, after(7));
    assert_eq!(refused.unwrap_err(), GateRefusal::EnrolledTooLate(EnrolmentRule::BehindAccessCode));
    assert_ne!(factor, factor_id());
}

// O-09
#[test]
fn only_a_recipient_who_has_neither_passed_the_gate_nor_answered_is_corrected() {
    let opened = {
        let mut document = sent(false);
        let _ = document.open(id(1), by_mail(1), after(1)).unwrap();
        document
    };
    let passed = {
        let mut document = sent(true);
        let by = by_totp(&taro(), after(1));
        let _ = document.open(id(1), signed_in(&taro(), &by), after(1)).unwrap();
        document
    };
    let consented = {
        let mut document = sent(false);
        let shown = document.content_digest();
        let _ = document.consent(id(1), by_mail(1), consent_to(shown), after(1)).unwrap();
        document
    };
    for mut document in [opened, passed, consented] {
        let before = document.clone();
        assert_eq!(correct(&mut document), Err(Problem::PassedGate.into()));
        assert!(!document.may_correct_recipient(document.recipient(id(1)).unwrap()));
        assert_eq!(document, before);
    }
    let mut declined = sent(false);
    let reason = Reason::parse("理由").unwrap();
    let _ = declined.decline(id(1), by_mail(1), reason, after(1)).unwrap();
    let mut cancelled = sent(false);
    let _ = cancelled.cancel(&strong(), after(1)).unwrap();
    for mut document in [declined, cancelled, draft()] {
        assert!(matches!(correct(&mut document), Err(DocumentError::NotPossible { .. })));
        assert!(!document.may_correct_recipient(document.recipient(id(1)).unwrap()));
    }
}

// O-09 T-047
#[test]
fn only_the_sender_corrects_and_with_the_request_only_by_a_strong_sign_in() {
    let mut document = sent(true);
    let weak = by_password(&sender());
    let refused = document.correct_recipient(id(1), to_jiro(), None, &weak, after(5));
    assert!(matches!(refused, Err(DocumentError::WeakSignIn(_))));
    let foreign = by_totp(&taro(), NOW);
    let refused = document.correct_recipient(id(1), to_jiro(), None, &foreign, after(5));
    assert_eq!(refused, Err(DocumentError::NotSender));
    assert_eq!(document, sent(true));
    let without = sent(false).correct_recipient(id(1), to_jiro(), None, &weak, after(5));
    assert!(without.is_ok());
}

// O-09 O-10
#[test]
fn what_stood_in_the_way_at_the_former_address_is_over() {
    let mut undelivered = sent(false);
    let why = MailRefusal::UnknownAddress;
    let _ = undelivered.mail_refused(Party::Recipient(id(1)), why, after(1));
    let mut reported = sent(false);
    let _ = reported.report_wrong_recipient(id(1), after(1)).unwrap();
    for mut document in [undelivered, reported] {
        let now = after(6);
        let before = document.obstacle(document.recipient(id(1)).unwrap(), now);
        assert!(matches!(before, Some(Obstacle::Undelivered(_) | Obstacle::WrongRecipient)));
        let _ = correct(&mut document).unwrap();
        let recipient = document.recipient(id(1)).unwrap();
        assert_eq!(recipient.state, RecipientState::Invited { at: after(5) });
        assert_eq!(document.obstacle(recipient, now), None);
        assert!(!document.may_take_back_report(id(1), 1, now), "by the former link");
    }
}

// O-09
#[test]
fn before_the_turn_nothing_is_mailed_to_the_new_address() {
    let mut document = sent(false);
    let events = document.correct_recipient(id(2), to_jiro(), None, &strong(), after(5)).unwrap();
    let names: Vec<_> = events.iter().map(|event| event.kind.name()).collect();
    assert_eq!(names, ["recipient_corrected"]);
    assert_eq!(document.recipient(id(2)).unwrap().state, RecipientState::Waiting);
    let shown = document.content_digest();
    let consented = document.consent(id(1), by_mail(1), consent_to(shown), after(6));
    let invited = consented.unwrap().into_events();
    let to_new = |event: &Event| matches!(&event.kind, EventKind::Invited { email, .. } if email == "jiro@example.com");
    assert!(invited.iter().any(to_new));
}

// O-09
#[test]
fn another_name_at_the_same_address_leaves_the_link_and_the_same_values_change_nothing() {
    let mut document = sent(false);
    let before = document.clone();
    let same = CorrectedRecipient {
        name: PersonName::parse("宛先").unwrap(),
        email: EmailAddress::parse("TARO@example.com").unwrap(),
    };
    let events =
        document.correct_recipient(id(1), same.clone(), None, &strong(), after(5)).unwrap();
    assert!(events.is_empty());
    assert_eq!(document, before);
    let named = CorrectedRecipient { name: PersonName::parse("山田").unwrap(), ..same };
    let events = document.correct_recipient(id(1), named, None, &strong(), after(5)).unwrap();
    assert_eq!(
        events.iter().map(|event| event.kind.name()).collect::<Vec<_>>(),
        ["recipient_corrected"]
    );
    assert!(events.iter().flat_map(Event::jobs).next().is_none(), "no address changed");
    assert!(document.recipient_by_link(id(1), 1, after(6)).is_some());
}

// O-09 EV-05
#[test]
fn a_document_that_was_set_back_is_confirmed_first() {
    let mut document = sent(false);
    let _ = document.hold_after_restore(Actor::Service, after(1));
    assert_eq!(correct(&mut document), Err(DocumentError::Held));
    assert!(!document.may_correct_recipient(document.recipient(id(1)).unwrap()));
}

// O-09 EN-09
#[test]
fn a_hold_stays_until_the_sender_releases_it() {
    let mut document = sent(true);
    let _ = document.hold(&taro(), HoldReason::BackupCode, after(1));
    let _ = correct(&mut document).unwrap();
    assert!(document.recipient(id(1)).unwrap().is_held());
    let _ = document.release(id(1), &strong(), after(6)).unwrap();
    assert!(!document.recipient(id(1)).unwrap().is_held());
}

// O-09 RA-02
#[test]
fn of_consent_and_correction_the_first_one_wins() {
    let mut document = corrected(false);
    let shown = document.content_digest();
    let by = Requester::LinkHolder { recipient: id(1), generation: 2 };
    let _ = document.consent(id(1), by, consent_to(shown), after(6)).unwrap();
    let back = CorrectedRecipient { name: taro().name, email: taro().email };
    let refused = document.correct_recipient(id(1), back, None, &strong(), after(7));
    assert_eq!(refused, Err(Problem::PassedGate.into()));
}

// O-09 MA-04
#[test]
fn corrections_count_among_the_emails_of_a_day_for_both_addresses() {
    let correcting = |minute| {
        let mut document = sent(false);
        document.correct_recipient(id(1), to_jiro(), None, &strong(), after(minute)).unwrap()
    };
    let mut mails = SenderMails::default();
    for minute in 0..3 {
        mails.count(&correcting(minute), after(minute)).unwrap();
    }
    assert_eq!(mails.count(&correcting(3), after(3)), Err(Problem::MailLimit.into()));
    let kept: Vec<u32> = mails.counts().map(|(_, count)| count.failures()).collect();
    assert_eq!(kept, [3, 3, 6]);
    let mut document = sent(false);
    let named = CorrectedRecipient { name: to_jiro().name, email: taro().email };
    let renamed = document.correct_recipient(id(1), named, None, &strong(), after(4)).unwrap();
    mails.count(&renamed, after(4)).unwrap();
}

// O-01 O-09 MA-04
#[test]
fn a_tag_behind_the_name_of_a_mailbox_is_no_other_address_to_the_count() {
    let key = |text: &str| AddressKey::of(&EmailAddress::parse(text).unwrap());
    assert_eq!(key("taro+one@example.com"), key("taro@example.com"));
    assert_eq!(key("taro+one+two@example.com"), key("taro+three@example.com"));
    assert_ne!(key("taro@example.com"), key("jiro@example.com"));
    assert_ne!(key("taro@example.com"), key("taro@example.net"));
    assert_ne!(key("+one@example.com"), key("+two@example.com"), "nothing stands before the tag");
}

// O-09 EN-11
#[test]
fn a_copy_of_a_corrected_document_is_for_the_new_address_alone_and_begins_anew() {
    let document = corrected(true);
    let mut next = 900;
    let ids = || {
        next += 1;
        Uuid::from_u128(next)
    };
    let copy = document.duplicate(Uuid::from_u128(800).into(), ids, &sender(), after(9));
    let (copy, events) = copy.unwrap();
    let details = &copy.recipients[0].details;
    assert_eq!((&details.name, &details.email), (&to_jiro().name, &to_jiro().email));
    assert_eq!((copy.recipients[0].corrected, copy.recipients[0].generation), (None, 0));
    assert_ne!(copy.recipients[0].id, id(1), "no link, code or proof of the first one counts");
    let former = sent(true).recipients[0].details.email.as_str().to_owned();
    assert!(
        !format!("{copy:?}{events:?}").contains(&former),
        "nothing is left of the former address"
    );
}
