//! What a recipient is told whose factor was enrolled too late: only in the own account, behind the access code.

use crate::world::{
    NOW, account, by_password, organisation, phone, recipient_id, sender, sent, session, taro,
};
use wariin_domain::{
    AccessCodeHash, Account, Document, DocumentError, EnrolmentRule, Factor, FactorId, FactorKind,
    FactorMethod, FactorName, FactorState, GateRefusal, ProvenMailbox, RequiredBy, Session, Span,
    Throttle, Timestamp, Uuid,
};
use wariin_ports::LinkClaim;
use wariin_ports::mock::MockPorts;
use wariin_usecases::{AcceptedFactor, Caller, Error, Ports, RecipientQuery, late_enrolment};

fn document(rule: EnrolmentRule) -> Document {
    let mut parts = (*sent(true)).clone();
    parts.recipients[0].details.enrolment = rule;
    parts.recipients[0].details.access_code = Some(AccessCodeHash("hash".into()));
    Document::restore(parts).unwrap()
}

fn factor(number: u128, name: FactorName, confirmed_at: Timestamp) -> Factor {
    Factor {
        id: FactorId::from(Uuid::from_u128(number)),
        account: taro().id,
        name,
        kind: FactorKind::Totp { last_step: None },
        state: FactorState::Active { confirmed_at, behind_code: Some(true) },
        throttle: Throttle::clear(),
        last_used_at: None,
    }
}

fn world(document: Document) -> MockPorts {
    let mut world = Ports::mock();
    world.views.expect_document_of().returning(move |_| Ok(Some(document.clone())));
    world.views.expect_account().returning(|_| Ok(Some(sender())));
    world.views.expect_organisation().returning(|_| Ok(Some(organisation())));
    world.views.expect_factors().returning(|_| {
        let early = FactorName::parse("前の電話").unwrap();
        let before = NOW.minus(Span::days(1));
        Ok(vec![factor(51, phone(), NOW), factor(52, early, before)])
    });
    let link = LinkClaim { recipient: recipient_id(), generation: 1 };
    world.tokens.expect_read_link().returning(move |_| Some(link));
    world
}

fn caller(account: Account, is_unlocked: bool, mailbox: Option<ProvenMailbox>) -> Caller {
    let unlocked = if is_unlocked { vec![recipient_id()] } else { Vec::new() };
    let session = Session { unlocked, mailbox, ..session(by_password(&account)) };
    Caller { session, account: Some(account), organisation: None }
}

fn asked<'a>(caller: Option<&'a Caller>, link: Option<&'a str>) -> RecipientQuery<'a> {
    RecipientQuery { recipient: recipient_id(), caller, link }
}

// O-02 EN-04
#[tokio::test]
async fn the_own_account_is_told_the_rule_and_which_of_its_factors_are_accepted() {
    for rule in [EnrolmentRule::BehindAccessCode, EnrolmentRule::BeforeSending] {
        let (ports, _) = world(document(rule)).wire();
        let weak = caller(taro(), true, None);
        let late = late_enrolment(&ports, asked(Some(&weak), None)).await.unwrap();
        assert_eq!((late.rule.value, late.rule.required_by), (rule, RequiredBy::Recipient));
        let early = AcceptedFactor { name: "前の電話".into(), method: FactorMethod::Totp };
        assert_eq!(late.accepted, [early]);
        assert!(!late.is_mailbox_proved);

        let mailbox = ProvenMailbox { recipient: recipient_id(), address: taro().email, at: NOW };
        let proved = caller(taro(), true, Some(mailbox));
        let late = late_enrolment(&ports, asked(Some(&proved), Some("link"))).await.unwrap();
        assert!(late.is_mailbox_proved);
    }
}

// AU-01 EN-03
#[tokio::test]
async fn every_other_caller_is_told_nothing() {
    let (ports, _) = world(document(EnrolmentRule::BeforeSending)).wire();
    let stranger = caller(account(12, "stranger@example.net"), true, None);
    for caller in [None, Some(&stranger)] {
        let refused = late_enrolment(&ports, asked(caller, Some("link"))).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
    let locked = caller(taro(), false, None);
    let refused = late_enrolment(&ports, asked(Some(&locked), None)).await;
    let expected = DocumentError::from(GateRefusal::AccessCode);
    assert!(matches!(refused, Err(Error::Document(error)) if error == expected));

    let (ports, _) = world(document(EnrolmentRule::Any)).wire();
    let own = caller(taro(), true, None);
    let refused = late_enrolment(&ports, asked(Some(&own), None)).await;
    assert!(matches!(refused, Err(Error::NotFound)), "no rule is in effect");
}

// EN-04 O-22
#[tokio::test]
async fn an_account_that_has_another_address_by_now_is_mailed_a_code_behind_the_link_alone() {
    let mut parts = (*document(EnrolmentRule::BehindAccessCode)).clone();
    parts.recipients[0].account = Some(taro().id);
    let (port, _) = world(Document::restore(parts).unwrap()).wire();
    let moved = Account { email: sender().email, ..taro() };
    for (account, link, may_prove) in
        [(moved.clone(), None, false), (moved, Some("token"), true), (taro(), None, true)]
    {
        let caller = caller(account, true, None);
        let late = late_enrolment(&port, asked(Some(&caller), link)).await.unwrap();
        assert_eq!(late.may_prove_mailbox, may_prove, "{link:?}");
    }
}
