//! Queries of a recipient's path: who learns something of a document before the gate, and what.

use crate::company::{by_idp, connection, link};
use crate::world::{
    NOW, account, by_password, by_totp, factor_id, organisation, phone, recipient_id, sender, sent,
    session, taro,
};
use wariin_domain::{
    Account, Document, DocumentError, Factor, FactorKind, FactorState, FileDigest, GateRefusal,
    IdpDemand, Language, NextStep, OrganisationName, ProvenMailbox, RecipientState, SenderNames,
    Session, SignIn, Throttle,
};
use wariin_ports::LinkClaim;
use wariin_ports::mock::{KEY, MockPorts};
use wariin_usecases::{
    Caller, Error, Landing, OpenDocument, Ports, ProviderChoice, RecipientQuery, Result,
    access_code_form, consent_step, forward_step, invited_recipient, landing, next_step,
    open_document, provider_of_recipient, reading_rule, sender_logo, unlocked_recipient,
};

const LINK: Option<&str> = Some("link");

fn caller(account: Account, sign_in: SignIn) -> Caller {
    Caller { session: session(sign_in), account: Some(account), organisation: None }
}

/// Taro by password.
fn recipient() -> Caller {
    caller(taro(), by_password(&taro()))
}

/// The very session that proved Taro's mailbox.
fn proved() -> Caller {
    let mailbox = Some(ProvenMailbox { recipient: recipient_id(), address: taro().email, at: NOW });
    let session = Session { mailbox, ..recipient().session };
    Caller { session, ..recipient() }
}

/// Another account, by two factors.
fn stranger() -> Caller {
    let other = account(12, "stranger@example.net");
    let sign_in = by_totp(&other, NOW);
    caller(other, sign_in)
}

fn query<'a>(caller: Option<&'a Caller>, link: Option<&'a str>) -> RecipientQuery<'a> {
    RecipientQuery { recipient: recipient_id(), caller, link }
}

/// A world with this document and a link of this recipient in it.
fn world_with_link(document: Document, to: wariin_domain::RecipientId) -> MockPorts {
    let generation = document.recipients[0].generation;
    let mut world = Ports::mock();
    world
        .tokens
        .expect_read_link()
        .returning(move |_| Some(LinkClaim { recipient: to, generation }));
    world.views.expect_document_of().returning(move |_| Ok(Some(document.clone())));
    world.views.expect_account().returning(|_| Ok(Some(sender())));
    world.views.expect_organisation().returning(|_| Ok(Some(organisation())));
    world.views.expect_idp_serving().returning(|_| Ok(Some(connection())));
    world
}

fn world(document: Document) -> MockPorts {
    world_with_link(document, recipient_id())
}

fn factor() -> Factor {
    Factor {
        id: factor_id(),
        account: taro().id,
        name: phone(),
        kind: FactorKind::Totp { last_step: None },
        state: FactorState::Active { confirmed_at: NOW, behind_code: None },
        throttle: Throttle::clear(),
        last_used_at: None,
    }
}

/// Sent with an access code.
fn coded() -> Document {
    let mut parts = (*sent(true)).clone();
    parts.recipients[0].details.access_code = Some(wariin_domain::AccessCodeHash("h".into()));
    Document::restore(parts).unwrap()
}

/// Sent to Taro at the provider of his company.
fn demanding() -> Document {
    let mut parts = (*sent(true)).clone();
    let demand = IdpDemand {
        connection: connection().id,
        issuer: connection().issuer,
        name: connection().name,
    };
    parts.recipients[0].details.idp = Some(demand);
    Document::restore(parts).unwrap()
}

fn is_link_required<T>(outcome: Result<T>) -> bool {
    matches!(outcome, Err(Error::Document(DocumentError::Gate(GateRefusal::LinkRequired))))
}

#[tokio::test]
async fn before_the_gate_a_browser_without_the_link_learns_nothing() {
    let other = wariin_domain::RecipientId::from(wariin_domain::Uuid::from_u128(99));
    let (ports, _) = world_with_link(sent(true), other).wire();
    for (who, link) in [(None, None), (None, LINK), (Some(stranger()), LINK)] {
        let asked = query(who.as_ref(), link);
        assert!(is_link_required(landing(&ports, asked).await));
        assert!(is_link_required(invited_recipient(&ports, asked).await));
        assert!(is_link_required(unlocked_recipient(&ports, asked).await));
        assert!(is_link_required(access_code_form(&ports, asked).await));
        assert!(is_link_required(provider_of_recipient(&ports, asked).await));
        assert_eq!(reading_rule(&ports, asked, None).await.unwrap(), None);
    }
}

#[tokio::test]
async fn a_link_that_has_ended_shows_that_it_has_and_nothing_else() {
    let mut document = sent(true);
    let later = NOW.plus(wariin_domain::Span::days(1));
    let _ = document.remind(recipient_id(), &by_totp(&sender(), NOW), later).unwrap();
    let generation = document.recipients[0].generation;
    let mut world = Ports::mock();
    world.tokens.expect_read_link().returning(move |_| {
        Some(LinkClaim { recipient: recipient_id(), generation: generation - 1 })
    });
    world.views.expect_document_of().returning(move |_| Ok(Some(document.clone())));
    let (ports, _) = world.wire();
    assert!(matches!(landing(&ports, query(None, LINK)).await.unwrap(), Landing::Expired));
    let details = invited_recipient(&ports, query(None, LINK)).await;
    assert!(matches!(details, Err(Error::ExpiredLink)));
}

#[tokio::test]
async fn a_document_that_was_cancelled_is_closed_to_those_who_hold_its_link() {
    let mut document = sent(true);
    let _ = document.cancel(&by_totp(&sender(), NOW), NOW).unwrap();
    let (ports, _) = world(document).wire();
    let closed = landing(&ports, query(None, LINK)).await;
    let gate = DocumentError::Gate(GateRefusal::Closed);
    assert!(matches!(closed, Err(Error::Document(error)) if error == gate));
}

#[tokio::test]
async fn the_landing_page_names_the_sender_and_masks_the_recipient() {
    let (ports, _) = world(sent(true)).wire();
    let Landing::Page(page) = landing(&ports, query(None, LINK)).await.unwrap() else {
        panic!("the page is shown to the browser that holds the link");
    };
    assert_eq!(page.parties.sender, sender().name.to_string());
    assert_eq!(page.intended, taro().email.masked());
    assert!(page.is_gated && page.may_report_wrong_recipient && !page.must_prove_mailbox);
    assert_eq!(page.idp, Some(connection().name.to_string()));
}

#[tokio::test]
async fn the_landing_page_sends_each_account_where_it_belongs() {
    let mut with_factor = world(sent(true));
    with_factor.views.expect_factors().returning(|_| Ok(vec![factor()]));
    let (ports, _) = with_factor.wire();
    let own = landing(&ports, query(Some(&recipient()), LINK)).await.unwrap();
    assert!(matches!(own, Landing::Document));
    let other = landing(&ports, query(Some(&stranger()), LINK)).await.unwrap();
    assert!(
        matches!(other, Landing::WrongAccount { intended } if intended == taro().email.masked())
    );

    let mut without = world(sent(true));
    without.views.expect_factors().returning(|_| Ok(vec![]));
    let (ports, _) = without.wire();
    let weak = landing(&ports, query(Some(&recipient()), LINK)).await.unwrap();
    assert!(matches!(weak, Landing::Page(page) if page.must_prove_mailbox));
    let proved = landing(&ports, query(Some(&proved()), LINK)).await.unwrap();
    assert!(matches!(proved, Landing::Document), "a second factor may be set up");
}

#[tokio::test]
async fn an_access_code_comes_before_the_landing_page_and_the_provider() {
    let (ports, _) = world(coded()).wire();
    assert!(matches!(landing(&ports, query(None, LINK)).await.unwrap(), Landing::Locked));
    let provider = provider_of_recipient(&ports, query(None, LINK)).await.unwrap();
    assert_eq!(provider, ProviderChoice::Locked);
    assert!(access_code_form(&ports, query(None, LINK)).await.unwrap().is_locked);
    let details = unlocked_recipient(&ports, query(None, LINK)).await;
    let locked = Err(Error::Document(DocumentError::Gate(GateRefusal::AccessCode)));
    assert_eq!(details.map_err(|e| e.to_string()), locked.map_err(|e: Error| e.to_string()));

    let session = Session { unlocked: vec![recipient_id()], ..Session::begin(KEY, NOW) };
    let unlocked = Caller { session, account: None, organisation: None };
    let asked = query(Some(&unlocked), LINK);
    assert!(!access_code_form(&ports, asked).await.unwrap().is_locked);
    assert!(unlocked_recipient(&ports, asked).await.is_ok());
    assert!(matches!(landing(&ports, asked).await.unwrap(), Landing::Page(_)));
}

#[tokio::test]
async fn the_access_code_is_asked_of_the_recipients_account_without_the_link_too() {
    let (ports, _) = world(coded()).wire();
    let own = access_code_form(&ports, query(Some(&recipient()), None)).await.unwrap();
    assert!(own.is_locked && !own.may_report_wrong_recipient);
    assert!(is_link_required(access_code_form(&ports, query(Some(&stranger()), None)).await));
}

#[tokio::test]
async fn a_provider_that_the_sender_named_is_the_one_to_sign_in_at() {
    let (ports, _) = world(demanding()).wire();
    let choice = provider_of_recipient(&ports, query(None, LINK)).await.unwrap();
    assert_eq!(choice, ProviderChoice::Connection(connection().id));
}

#[tokio::test]
async fn a_weak_sign_in_is_led_to_the_code_enrolment_or_the_mailbox() {
    for (has_factor, is_linked, who, expected) in [
        (true, false, recipient(), NextStep::EnterCode),
        (false, true, recipient(), NextStep::Enrol),
        (false, false, proved(), NextStep::Enrol),
        (false, false, recipient(), NextStep::ProveMailbox),
    ] {
        let mut world = world(sent(true));
        let factors = if has_factor { vec![factor()] } else { vec![] };
        world.views.expect_factors().returning(move |_| Ok(factors.clone()));
        let links = if is_linked { vec![link()] } else { vec![] };
        world.views.expect_idp_links().returning(move |_| Ok(links.clone()));
        let (ports, _) = world.wire();
        assert_eq!(next_step(&ports, query(Some(&who), None)).await.unwrap(), expected);
    }
}

#[tokio::test]
async fn without_a_session_the_next_step_is_the_link_or_signing_in() {
    for (requested, link, expected) in [
        (true, None, NextStep::SignIn),
        (true, LINK, NextStep::GoOnFromLink),
        (false, None, NextStep::FollowLink),
        (false, LINK, NextStep::GoOnFromLink),
    ] {
        let (ports, _) = world(sent(requested)).wire();
        assert_eq!(next_step(&ports, query(None, link)).await.unwrap(), expected);
    }
}

#[tokio::test]
async fn a_document_with_the_request_is_read_in_japanese_by_its_recipient_and_tells_others_nothing()
{
    let english = Some(Language::English);
    for (requested, language, may_choose) in
        [(true, Language::Japanese, false), (false, Language::English, true)]
    {
        let (ports, _) = world(sent(requested)).wire();
        for asked in [query(None, LINK), query(Some(&recipient()), None)] {
            let rule = reading_rule(&ports, asked, english).await.unwrap().unwrap();
            assert_eq!((rule.language, rule.may_choose), (language, may_choose));
        }
        let other = reading_rule(&ports, query(Some(&stranger()), None), english).await;
        assert_eq!(other.unwrap(), None);
    }
}

/// The sender's organisation shows a logo and an address.
fn with_looks(mut world: MockPorts) -> MockPorts {
    let mut shown = organisation();
    shown.looks.logo = Some(FileDigest::new([9; 32]));
    shown.name = OrganisationName::parse("新しい名称").unwrap();
    world.views.expect_organisation().returning(move |_| Ok(Some(shown.clone())));
    world.files.expect_get().returning(|_| Ok(vec![7]));
    world
}

fn of(document: Document, generation: u32) -> MockPorts {
    let mut world = with_looks(Ports::mock());
    let claim = LinkClaim { recipient: recipient_id(), generation };
    world.tokens.expect_read_link().returning(move |_| Some(claim));
    world.views.expect_document_of().returning(move |_| Ok(Some(document.clone())));
    world
}

#[tokio::test]
async fn the_senders_logo_is_shown_to_those_who_see_the_recipients_pages_and_to_no_others() {
    let mut named = (*sent(true)).clone();
    let organisation = OrganisationName::parse("送信時の名称株式会社").unwrap();
    let person = sender().name;
    named.sender_names = Some(SenderNames { account: sender().id, person, organisation });
    let document = Document::restore(named).unwrap();
    let generation = document.recipients[0].generation;
    let (ports, _) = of(document.clone(), generation).wire();
    for (who, link) in [(None, LINK), (Some(recipient()), None)] {
        let asked = query(who.as_ref(), link);
        assert_eq!(sender_logo(&ports, asked).await.unwrap(), [7]);
        let sender = reading_rule(&ports, asked, None).await.unwrap().unwrap().sender.unwrap();
        let name = document.organisation_name().unwrap();
        assert_eq!(sender.organisation, name.to_string(), "by the name of its time");
    }
    for (who, link) in [(None, None), (Some(stranger()), None)] {
        let refused = sender_logo(&ports, query(who.as_ref(), link)).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    }
}

#[tokio::test]
async fn a_link_that_no_longer_counts_and_an_account_whose_turn_never_came_learn_no_sender() {
    let document = sent(true);
    let (ports, _) = of(document.clone(), document.recipients[0].generation + 1).wire();
    assert!(matches!(sender_logo(&ports, query(None, LINK)).await, Err(Error::NotFound)));
    let rule = reading_rule(&ports, query(None, LINK), None).await.unwrap().unwrap();
    assert_eq!(rule.sender, None);

    let mut waiting = (*document).clone();
    waiting.recipients[0].state = RecipientState::Waiting;
    let waiting = Document::restore(waiting).unwrap();
    let (ports, _) = of(waiting, document.recipients[0].generation).wire();
    for asked in [query(Some(&recipient()), None), query(None, LINK)] {
        assert!(matches!(sender_logo(&ports, asked).await, Err(Error::NotFound)));
    }
}

/// Taro with this sign-in has opened the document.
async fn opened(ports: &Ports) -> wariin_usecases::OpenedDocument {
    let principal = Some(KEY.into());
    open_document(ports, OpenDocument { principal, recipient: recipient_id() }).await.unwrap()
}

fn opening(document: Document, sign_in: SignIn) -> MockPorts {
    let mut parts = (*document).clone();
    parts.recipients[0].opened_at = Some(NOW);
    parts.recipients[0].account = Some(taro().id);
    let mut world = Ports::mock();
    let opened = Document::restore(parts).unwrap();
    world.views.expect_document_of().returning(move |_| Ok(Some(opened.clone())));
    world.views.expect_session().returning(move |_| Ok(Some(session(sign_in.clone()))));
    world.views.expect_account().returning(|_| Ok(Some(taro())));
    world.views.expect_factors().returning(|_| Ok(vec![factor()]));
    world.passkeys.expect_are_available().return_const(true);
    world
}

#[tokio::test]
async fn a_consent_needs_a_fresh_code_when_the_last_one_is_older_than_the_organisation_allows() {
    let age = sent(true).policy.step_up_age.span();
    let before = |span: wariin_domain::Span| {
        wariin_domain::Timestamp::from_micros(NOW.as_micros() - span.as_seconds_up() * 1_000_000)
    };
    for (at, is_needed) in [(NOW, false), (before(age), true)] {
        let (ports, _) = opening(sent(true), by_totp(&taro(), at)).wire();
        let opened = opened(&ports).await;
        let who = caller(taro(), by_totp(&taro(), at));
        let forward = forward_step(&ports, Some(&who), &opened).await.unwrap();
        assert_eq!((forward.may_use_code, forward.may_use_passkey), (is_needed, false));
        let step = consent_step(&ports, Some(&who), &opened).await.unwrap();
        assert_eq!(step.needs_code, is_needed);
        assert!(step.provider.is_none() && !step.may_use_code);
    }
}

#[tokio::test]
async fn a_consent_behind_the_gate_after_a_login_at_a_provider_needs_that_provider_or_a_code() {
    for (document, may_use_code) in [(sent(true), true), (demanding(), false)] {
        let mut world = opening(document, by_idp());
        world.views.expect_idp_serving().returning(|_| Ok(Some(connection())));
        let (ports, _) = world.wire();
        let opened = opened(&ports).await;
        let who = caller(taro(), by_idp());
        let step = consent_step(&ports, Some(&who), &opened).await.unwrap();
        let provider = step.provider.unwrap();
        assert_eq!(provider.name, connection().name.to_string());
        assert_eq!(provider.host, "idp.example.com");
        assert_eq!((step.needs_code, step.may_use_code), (false, may_use_code));
    }
}
