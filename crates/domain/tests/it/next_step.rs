//! What a recipient has to do next.

use wariin_domain::fixtures::{
    NOW, after, by_idp, by_mail, by_password, by_totp, connection, consent_to, draft, hanako, id,
    sender, sent, signed_in, taro,
};
use wariin_domain::{
    AccessCodeHash, AccessRequest, CorrectedRecipient, Document, EmailAddress, HoldReason,
    IdpDemand, NextStep, PersonName, Reason, Reauthentication, RecipientDetails,
    RecipientSituation, Requester, SignIn, Timestamp,
};

fn situation(requester: Requester<'_>) -> RecipientSituation<'_> {
    RecipientSituation {
        access: AccessRequest::from(requester),
        holds_link: false,
        proved_mailbox: false,
        awaits_code: false,
        has_factor: false,
        has_idp_link: false,
    }
}

fn step(document: &Document, requester: Requester<'_>) -> NextStep {
    document.next_step(id(1), situation(requester), NOW)
}

fn sent_with(change: impl Fn(&mut RecipientDetails)) -> Document {
    let (mut document, by) = (draft(), by_totp(&sender(), NOW));
    let mut details = document.recipients[0].details.clone();
    change(&mut details);
    let _ = document.change_recipient(id(1), details, &by, NOW).unwrap();
    let _ = document.send(&by, NOW).unwrap();
    document
}

fn weak_and(change: impl Fn(&mut RecipientSituation<'_>)) -> NextStep {
    let (account, document) = (taro(), sent(true));
    let weak = by_password(&account);
    let mut situation = situation(signed_in(&account, &weak));
    change(&mut situation);
    document.next_step(id(1), situation, NOW)
}

// T-036 LI-02
#[test]
fn a_visitor_without_a_sign_in_signs_in_or_goes_on_from_the_link() {
    let document = sent(true);
    assert_eq!(step(&document, Requester::Anonymous), NextStep::SignIn);
    let mut with_link = situation(Requester::Anonymous);
    with_link.holds_link = true;
    assert_eq!(document.next_step(id(1), with_link, NOW), NextStep::GoOnFromLink);
    let free = sent(false);
    assert_eq!(step(&free, Requester::Anonymous), NextStep::FollowLink);
    assert_eq!(free.next_step(id(1), with_link, NOW), NextStep::GoOnFromLink);
}

// T-038 EN-01
#[test]
fn a_weak_sign_in_enters_a_code_enrols_or_proves_the_mailbox_first() {
    assert_eq!(weak_and(|_| {}), NextStep::ProveMailbox);
    assert_eq!(weak_and(|s| s.proved_mailbox = true), NextStep::Enrol);
    assert_eq!(weak_and(|s| s.has_idp_link = true), NextStep::Enrol);
    assert_eq!(weak_and(|s| s.has_factor = true), NextStep::EnterCode);
    for document in [sent(true), sent(false)] {
        let mut awaiting = situation(Requester::Anonymous);
        (awaiting.awaits_code, awaiting.holds_link) = (true, true);
        assert_eq!(document.next_step(id(1), awaiting, NOW), NextStep::EnterCode);
    }
}

// O-22
#[test]
fn the_own_account_reaches_a_document_without_the_link_by_a_strong_sign_in() {
    let (document, account) = (sent(false), taro());
    let weak = by_password(&account);
    let mut own = situation(signed_in(&account, &weak));
    assert_eq!(document.next_step(id(1), own, NOW), NextStep::Enrol);
    own.has_factor = true;
    assert_eq!(document.next_step(id(1), own, NOW), NextStep::EnterCode);
    own.holds_link = true;
    assert_eq!(document.next_step(id(1), own, NOW), NextStep::GoOnFromLink);
    let strong = by_totp(&account, NOW);
    let answer = NextStep::Answer(Reauthentication::NotNeeded);
    assert_eq!(step(&document, signed_in(&account, &strong)), answer);
    let mut unproven = taro();
    unproven.mailbox_proven_at = None;
    let weak = by_password(&unproven);
    assert_eq!(step(&document, signed_in(&unproven, &weak)), NextStep::FollowLink);
}

// T-041 EN-13
#[test]
fn another_account_is_switched_and_an_unproven_mailbox_is_proved() {
    let document = sent(true);
    let other = hanako();
    let strong = by_totp(&other, NOW);
    let intended = "t***@example.com".to_owned();
    let switch = NextStep::SwitchAccount { intended };
    assert_eq!(step(&document, signed_in(&other, &strong)), switch);
    let weak = by_password(&other);
    assert_eq!(step(&sent(false), signed_in(&other, &weak)), switch);
    let mut unproven = taro();
    unproven.mailbox_proven_at = None;
    let strong = by_totp(&unproven, NOW);
    assert_eq!(step(&document, signed_in(&unproven, &strong)), NextStep::ProveMailbox);
}

// O-09
#[test]
fn a_reader_without_the_newest_link_is_told_nothing_of_an_address_that_was_corrected() {
    for is_gated in [true, false] {
        let mut document = sent(is_gated);
        let name = PersonName::parse("次郎").unwrap();
        let email = EmailAddress::parse("jiro@example.com").unwrap();
        let to = CorrectedRecipient { name, email };
        let _ = document.correct_recipient(id(1), to, None, &by_totp(&sender(), NOW), NOW).unwrap();
        let former = taro();
        let by = by_password(&former);
        let intended = "***@***".to_owned();
        let switch = NextStep::SwitchAccount { intended };
        assert_eq!(step(&document, signed_in(&former, &by)), switch, "gated: {is_gated}");
        if !is_gated {
            let by_link =
                RecipientSituation { holds_link: true, ..situation(signed_in(&former, &by)) };
            assert_eq!(document.next_step(id(1), by_link, NOW), switch, "by the former link");
        }
    }
}

// T-096
#[test]
fn the_access_code_comes_before_everything_else() {
    let document = sent_with(|d| d.access_code = Some(AccessCodeHash("hash".to_owned())));
    assert_eq!(step(&document, Requester::Anonymous), NextStep::EnterAccessCode);
    let mut unlocked = situation(by_mail(1));
    unlocked.access.unlocked = Some(id(1));
    let answer = NextStep::Answer(Reauthentication::NotNeeded);
    assert_eq!(document.next_step(id(1), unlocked, NOW), answer);
}

// EN-04
#[test]
fn with_a_named_provider_another_sign_in_leads_there() {
    let demand = IdpDemand::of(&connection());
    let document = sent_with(|details| details.idp = Some(demand.clone()));
    let account = taro();
    let totp = by_totp(&account, NOW);
    assert_eq!(step(&document, signed_in(&account, &totp)), NextStep::SignInAtNamedIdp(demand));
}

fn answered(document: &Document, sign_in: &SignIn, now: Timestamp) -> NextStep {
    let account = taro();
    let mut situation = situation(signed_in(&account, sign_in));
    situation.has_factor = true;
    document.next_step(id(1), situation, now)
}

// T-039 T-048
#[test]
fn a_code_that_is_soon_too_old_is_asked_for_with_the_answer() {
    let (document, totp) = (sent(true), by_totp(&taro(), NOW));
    let fresh = NextStep::Answer(Reauthentication::NotNeeded);
    assert_eq!(answered(&document, &totp, after(14)), fresh);
    let stale = NextStep::Answer(Reauthentication::Code);
    assert_eq!(answered(&document, &totp, after(15)), stale);
}

// T-040 O-19
#[test]
fn a_consent_by_provider_needs_an_id_token_behind_the_gate_however_recent_the_login() {
    let idp = by_idp(&taro(), NOW);
    let issuer = connection().issuer;
    let token = |or_code| {
        let issuer = issuer.clone();
        NextStep::Answer(Reauthentication::IdToken { issuer, or_code })
    };
    assert_eq!(answered(&sent(true), &idp, NOW), token(true));
    let free = sent(false);
    let fresh = NextStep::Answer(Reauthentication::NotNeeded);
    assert_eq!(answered(&free, &idp, NOW), fresh);
    assert_eq!(answered(&free, &idp, after(15)), token(true));
    let named = sent_with(|details| details.idp = Some(IdpDemand::of(&connection())));
    assert_eq!(answered(&named, &idp, NOW), token(false), "no code in place of the provider");
}

// T-080 T-084 EN-09
#[test]
fn after_the_answer_the_recipient_waits_for_what_is_still_to_come() {
    let (account, totp) = (taro(), by_totp(&taro(), NOW));
    let mut document = sent(true);
    let unsent = draft();
    assert_eq!(step(&unsent, Requester::Anonymous), NextStep::NotAvailable);
    let early = by_totp(&hanako(), NOW);
    let hanako = hanako();
    let next = document.next_step(id(2), situation(signed_in(&hanako, &early)), NOW);
    assert_eq!(next, NextStep::NotAvailable, "the turn has not come");

    let mut held = document.clone();
    let _ = held.hold(&account, HoldReason::BackupCode, NOW);
    assert_eq!(step(&held, signed_in(&account, &totp)), NextStep::WaitForSender);

    let request = consent_to(document.content_digest());
    let _ = document.consent(id(1), signed_in(&account, &totp), request, NOW).unwrap();
    assert_eq!(step(&document, signed_in(&account, &totp)), NextStep::WaitForOthers);
    let mut declined = document.clone();
    let reason = Reason::parse("no").unwrap();
    let _ = declined.decline(id(2), signed_in(&hanako, &early), reason, NOW).unwrap();
    assert_eq!(step(&declined, signed_in(&account, &totp)), NextStep::Closed);

    let _ = document.consent(id(2), signed_in(&hanako, &early), request, NOW).unwrap();
    assert_eq!(step(&document, signed_in(&account, &totp)), NextStep::WaitForSeal);
    let sealed = wariin_domain::SealedFile {
        file: document.files[0].id,
        seal: wariin_domain::Seal {
            digest: document.files[0].digest,
            level: wariin_domain::SealLevel::Basic,
        },
    };
    let _ = document.conclude(&[sealed], NOW).unwrap();
    assert_eq!(step(&document, signed_in(&account, &totp)), NextStep::Keep);
}

// T-042
#[test]
fn a_wrong_recipient_is_reported_before_the_document_was_opened_and_while_the_turn_lasts() {
    let mut document = sent(true);
    assert!(document.may_report_wrong_recipient(&document.recipients[0]));
    assert!(!document.may_report_wrong_recipient(&document.recipients[1]), "not invited yet");
    let (account, totp) = (taro(), by_totp(&taro(), NOW));
    let _ = document.open(id(1), signed_in(&account, &totp), NOW).unwrap();
    assert!(!document.may_report_wrong_recipient(&document.recipients[0]));
}
