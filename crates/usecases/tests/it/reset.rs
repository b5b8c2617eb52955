//! Forgotten passwords, and accounts that the operator disables.

use crate::company::{active_factor, connection};
use crate::world::{
    NOW, PRINCIPAL, by_totp, kinds, membership, organisation, sender, session, taro, with_tries,
    work,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Account, AccountId, Actor, Client, EmailAddress, IdpMembership, Job, NewPassword,
    NewPasswordReset, OrganisationError, PasswordReset, PasswordResetId, Role, Session, Span,
    Throttle, TimeStep, Timestamp, TrySource, Uuid,
};
use wariin_ports::mock::{KEY, MockPorts, MockWork};
use wariin_ports::{
    ClaimedJob, EmailContent, EmailText, JobOutcome, PasswordHash, Queue, SessionCookie,
};
use wariin_usecases::{
    Error, NewPasswordByLink, Ports, Principal, SecretInput, SignInAttempt, ask_password_reset,
    disable_account, enable_account, known_accounts, mail_password_reset, password_reset_factors,
    reset_password_by_link, resolve_session, sign_in, sweep_sessions, work_once,
};

fn id(number: u128) -> PasswordResetId {
    PasswordResetId::from(Uuid::from_u128(number))
}

fn asked(at: Timestamp) -> PasswordReset {
    PasswordReset::ask(NewPasswordReset { id: id(1), email: taro().email }, at)
}

fn mailed() -> PasswordReset {
    PasswordReset { account: Some(taro().id), ..asked(NOW) }
}

/// So many others were asked for, a minute ago each.
fn asked_before(work: &mut MockWork, times: u128) {
    let others: Vec<_> = (100..100 + times).map(|n| (NOW.minus(Span::minutes(1)), id(n))).collect();
    work.password_resets.expect_asked_since().returning(move |_, since| {
        assert_eq!(since, NOW.minus(Span::days(1)));
        Ok(others.clone())
    });
}

// WE-08 EN-07
#[tokio::test]
async fn asking_looks_up_no_account_and_does_the_same_for_every_address() {
    // A look into the accounts would be refused by the doubles.
    let mut work = MockWork::default();
    asked_before(&mut work, 0);
    work.password_resets.expect_add().times(1).returning(|reset, events| {
        assert_eq!((reset.id, reset.account, reset.asked_by), (id(777), None, None));
        assert!(events.is_empty());
        Ok(())
    });
    let (ports, commits) = Ports::mock().with([work]).wire();
    ask_password_reset(&ports, taro().email).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// MA-04
#[tokio::test]
async fn a_fourth_link_within_an_hour_is_neither_kept_nor_refused() {
    let mut work = MockWork::default();
    asked_before(&mut work, 3);
    work.password_resets.expect_add().never();
    let (ports, _) = Ports::mock().with([work]).wire();
    ask_password_reset(&ports, taro().email).await.unwrap();
}

fn with_job(works: Vec<MockWork>) -> MockPorts {
    let mut world = Ports::mock().with(works);
    let job = ClaimedJob {
        id: Uuid::from_u128(500),
        job: Job::MailPasswordReset { reset: id(1) },
        attempt: 1,
    };
    world.jobs.expect_claim().returning(move |_, _, _, _| Ok(vec![job.clone()]));
    world.views.expect_organisation().returning(|_| Ok(Some(organisation())));
    world.tokens.expect_password_reset_link().returning(|_| "secret".into());
    world
}

fn finishes(world: &mut MockPorts, expected: JobOutcome) {
    world
        .jobs
        .expect_finish()
        .times(1)
        .withf(move |_, outcome, _| *outcome == expected)
        .returning(|_, _, _| Ok(()));
}

/// A unit of work that finds the wish and this account for its address.
fn found(reset: PasswordReset, account: Option<Account>, others: u128) -> MockWork {
    let mut work = MockWork::default();
    asked_before(&mut work, others);
    work.password_resets.expect_find().returning(move |_| Ok(Some(reset.clone())));
    work.accounts.expect_find_by_email().returning(move |_| Ok(account.clone()));
    work
}

fn required() -> wariin_domain::IdpConnection {
    let mut connection = connection();
    connection.membership = IdpMembership { is_required: true, creates_members: false };
    connection
}

// EN-07
#[tokio::test]
async fn the_link_is_mailed_to_the_account_and_recorded_or_what_to_do_without_a_password_is_said() {
    for is_required in [false, true] {
        let mut work = found(asked(NOW), Some(taro()), 2);
        work.idp_connections.expect_serving().returning(move |_| Ok(is_required.then(required)));
        work.password_resets.expect_save().times(1).returning(|reset, events| {
            assert_eq!(reset.account, Some(taro().id));
            assert_eq!(kinds(&events), ["password_reset_asked"]);
            Ok(())
        });
        let mut world = with_job(vec![work]);
        world.emails.expect_write().times(1).returning(move |message| {
            assert_eq!(message.address, taro().email);
            match &message.kind {
                EmailContent::PasswordReset { token, until, by_admin } => {
                    assert!(!is_required && token == "secret" && !by_admin);
                    assert_eq!(*until, NOW.plus(Span::minutes(30)));
                }
                EmailContent::NoPasswordToReset => assert!(is_required),
                other => panic!("{other:?}"),
            }
            EmailText { subject: String::new(), text: String::new(), html: String::new() }
        });
        world.mailer.expect_send().times(1).returning(|_| Ok(()));
        finishes(&mut world, JobOutcome::Done);
        let (ports, _) = world.wire();
        work_once(&ports, Queue::Email).await.unwrap();
    }
}

// WE-08 MA-04
#[tokio::test]
async fn nothing_is_mailed_to_unknown_addresses_disabled_accounts_too_often_or_too_late() {
    let disabled = Account { disabled_at: Some(NOW), ..taro() };
    let half_an_hour_ago = NOW.minus(Span::minutes(30));
    let late = PasswordReset { asked_at: half_an_hour_ago, ..asked(NOW) };
    for (reset, account, others) in
        [(asked(NOW), None, 0), (asked(NOW), Some(disabled), 0), (asked(NOW), Some(taro()), 3)]
    {
        let mut work = found(reset, account, others);
        work.password_resets.expect_save().never();
        let mut world = with_job(vec![work]);
        finishes(&mut world, JobOutcome::OutOfDate);
        let (ports, _) = world.wire();
        work_once(&ports, Queue::Email).await.unwrap();
    }
    let mut work = MockWork::default();
    work.password_resets.expect_find().returning(move |_| Ok(Some(late.clone())));
    work.password_resets.expect_asked_since().returning(|_, _| Ok(vec![]));
    let mut world = with_job(vec![work]);
    finishes(&mut world, JobOutcome::OutOfDate);
    let (ports, _) = world.wire();
    work_once(&ports, Queue::Email).await.unwrap();
}

/// A world in which the link of this wish was followed.
fn followed(reset: PasswordReset, has_factor: bool, works: Vec<MockWork>) -> MockPorts {
    let mut world = Ports::mock().with(works);
    world
        .tokens
        .expect_read_password_reset_link()
        .returning(|token| (token == "secret").then(|| id(1)));
    world.views.expect_password_reset().returning(move |_| Ok(Some(reset.clone())));
    world.views.expect_account().returning(|_| Ok(Some(taro())));
    let factors = if has_factor { vec![active_factor().factor] } else { vec![] };
    world.views.expect_factors().returning(move |_| Ok(factors.clone()));
    world.passwords.expect_hash().returning(|_| Ok(PasswordHash("new".into())));
    world
}

/// A unit of work in which the link is used for this account.
fn uses(reset: PasswordReset, account: Account, has_factor: bool) -> MockWork {
    let mut work = work(None, vec![account]);
    work.password_resets.expect_find().returning(move |_| Ok(Some(reset.clone())));
    work.accounts.expect_password().returning(|_| Ok(Some(PasswordHash("old".into()))));
    work.factors
        .expect_active()
        .returning(move |_| Ok(has_factor.then(active_factor).into_iter().collect()));
    work
}

fn command(token: &str) -> NewPasswordByLink {
    NewPasswordByLink {
        token: token.into(),
        password: NewPassword::parse("ひとりずつ違う長い合言葉").unwrap(),
        code: SecretInput("123456".into()),
        client: Client::local(),
    }
}

// EN-07 O-40
#[tokio::test]
async fn a_link_sets_the_password_once_ends_all_sessions_and_links_and_knows_the_browser() {
    for (has_factor, proven) in [(false, true), (true, true), (false, false)] {
        let proven_at = proven.then_some(NOW);
        let owner = Account { mailbox_proven_at: proven_at, ..taro() };
        let mut work = uses(mailed(), owner, has_factor);
        work.factors.expect_spend().times(usize::from(has_factor)).returning(|_, _, _| Ok(true));
        work.factors.expect_remove_all().never();
        work.accounts.expect_save_with_password().times(1).returning(
            move |account, password, events| {
                assert_eq!((account.mailbox_proven_at, password.0.as_str()), (Some(NOW), "new"));
                assert_eq!(kinds(&events).last(), Some(&"password_reset"));
                Ok(())
            },
        );
        work.idp_links.expect_remove_all_of().times(usize::from(!proven)).returning(|_| Ok(()));
        work.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
        work.password_resets.expect_end_all_of().times(1).returning(|account, at| {
            assert_eq!((account, at), (taro().id, NOW));
            Ok(())
        });
        let tries = with_tries(&mut work, None, Throttle::clear().failed_briefly(NOW));
        let mut world = followed(mailed(), has_factor, vec![work]);
        world.totp.expect_matching_step().returning(|_, _, _, _| Ok(Some(TimeStep::new(1))));
        let (ports, commits) = world.wire();
        let factors = password_reset_factors(&ports, "secret").await.unwrap();
        assert_eq!(!factors.is_empty(), has_factor);
        reset_password_by_link(&ports, command("secret")).await.unwrap();
        assert_eq!(commits.load(Ordering::SeqCst), 1);
        let browser = TrySource::Browser(Client::local().browser);
        assert!(tries.lock().unwrap().iter().any(|(_, source, _)| *source == browser));
    }
}

// EN-07
#[tokio::test]
async fn a_wrong_code_of_the_factor_is_counted_and_leaves_the_password_as_it_is() {
    let mut work = uses(mailed(), taro(), true);
    work.factors.expect_save().times(1).returning(|factor, events| {
        assert_eq!(factor.throttle.failures(), 1);
        assert_eq!(kinds(&events).len(), 1);
        Ok(())
    });
    work.accounts.expect_save_with_password().never();
    let mut world = followed(mailed(), true, vec![work]);
    world.totp.expect_matching_step().returning(|_, _, _, _| Ok(None));
    let (ports, commits) = world.wire();
    let refused = reset_password_by_link(&ports, command("secret")).await;
    assert!(matches!(refused, Err(Error::WrongCode)));
    assert_eq!(commits.load(Ordering::SeqCst), 1, "the wrong code is counted");
}

// EN-07 LI-01
#[tokio::test]
async fn a_forged_a_used_or_an_old_link_costs_no_hash_and_one_used_meanwhile_changes_nothing() {
    let used = PasswordReset { ended_at: Some(NOW), ..mailed() };
    let old = PasswordReset { asked_at: NOW.minus(Span::minutes(30)), ..mailed() };
    let unmailed = asked(NOW);
    for (reset, token) in
        [(mailed(), "forged"), (used.clone(), "secret"), (old, "secret"), (unmailed, "secret")]
    {
        let mut world = followed(reset, false, vec![]);
        world.passwords = wariin_ports::mock::MockPasswords::new();
        let (ports, _) = world.wire();
        let refused = reset_password_by_link(&ports, command(token)).await;
        assert!(matches!(refused, Err(Error::InvalidLink)), "{refused:?}");
    }
    let (ports, commits) = followed(mailed(), false, vec![uses(used, taro(), false)]).wire();
    let refused = reset_password_by_link(&ports, command("secret")).await;
    assert!(matches!(refused, Err(Error::InvalidLink)));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// T-011 WE-04
#[tokio::test]
async fn no_link_sets_a_password_where_the_provider_is_required_or_the_account_is_disabled() {
    let disabled = Account { disabled_at: Some(NOW), ..taro() };
    let works = vec![uses(mailed(), disabled.clone(), false)];
    let (ports, _) = followed(mailed(), false, works).wire();
    let refused = reset_password_by_link(&ports, command("secret")).await;
    assert!(matches!(refused, Err(Error::AccountDisabled)));
    let mut world = followed(mailed(), false, vec![]);
    world.views.checkpoint();
    world.views.expect_account().returning(move |_| Ok(Some(disabled.clone())));
    world.views.expect_password_reset().returning(|_| Ok(Some(mailed())));
    world.views.expect_factors().returning(|_| Ok(vec![]));
    let (ports, _) = world.wire();
    let refused = password_reset_factors(&ports, "secret").await;
    assert!(matches!(refused, Err(Error::AccountDisabled)));

    let mut work = MockWork::default();
    work.password_resets.expect_find().returning(|_| Ok(Some(mailed())));
    work.accounts.expect_password().returning(|_| Ok(None));
    work.accounts.expect_find().returning(|_| Ok(Some(taro())));
    work.idp_connections.expect_serving().returning(|_| Ok(Some(required())));
    let (ports, _) = followed(mailed(), false, vec![work]).wire();
    let refused = reset_password_by_link(&ports, command("secret")).await;
    assert!(matches!(refused, Err(Error::IdpRequired)));
}

/// A unit of work in which the sender, an admin, is strongly signed in and Taro is a member.
fn administers(member: Account) -> MockWork {
    let mut work = work(Some(session(by_totp(&sender(), NOW))), vec![sender(), member]);
    work.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
    work
}

// O-40 MA-04
#[tokio::test]
async fn an_admin_has_a_link_mailed_to_another_member_who_is_enabled_three_times_an_hour() {
    let member = || Account { membership: membership(1, Role::Member), ..taro() };
    let mut mails = administers(member());
    asked_before(&mut mails, 2);
    mails.password_resets.expect_add().times(1).returning(|reset, events| {
        assert_eq!((reset.account, reset.asked_by), (Some(taro().id), Some(sender().id)));
        assert_eq!(events.iter().next().unwrap().actor, Actor::Account(sender().id));
        Ok(())
    });
    let (ports, commits) = Ports::mock().with([mails]).wire();
    mail_password_reset(&ports, PRINCIPAL, taro().id).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let mut often = administers(member());
    asked_before(&mut often, 3);
    let (ports, _) = Ports::mock().with([often]).wire();
    let refused = mail_password_reset(&ports, PRINCIPAL, taro().id).await;
    assert!(matches!(refused, Err(Error::TooManyCodes)));

    let disabled = Account { disabled_at: Some(NOW), ..member() };
    let (ports, _) = Ports::mock().with([administers(disabled)]).wire();
    let refused = mail_password_reset(&ports, PRINCIPAL, taro().id).await;
    assert!(matches!(refused, Err(Error::AccountDisabled)));

    let foreign = Account { membership: membership(2, Role::Member), ..member() };
    for (other, target) in [(foreign, taro().id), (member(), sender().id)] {
        let (ports, _) = Ports::mock().with([administers(other)]).wire();
        let refused = mail_password_reset(&ports, PRINCIPAL, target).await;
        let is_refused = matches!(
            refused,
            Err(Error::Organisation(OrganisationError::NotAMember | OrganisationError::Oneself))
        );
        assert!(is_refused, "{refused:?}");
    }
}

fn operates(account: Account) -> MockWork {
    let mut work = MockWork::default();
    work.accounts.expect_find_by_email().returning(move |_| Ok(Some(account.clone())));
    work
}

// WE-04 O-40
#[tokio::test]
async fn the_operator_disables_an_account_whose_sessions_and_links_end_and_enables_it_again() {
    let mut disables = operates(taro());
    disables.accounts.expect_save().times(1).returning(|account, events| {
        assert_eq!(account.disabled_at, Some(NOW));
        assert_eq!(kinds(&events), ["account_disabled"]);
        Ok(())
    });
    disables.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    disables.password_resets.expect_end_all_of().times(1).returning(|_: AccountId, _| Ok(()));
    let mut enables = operates(Account { disabled_at: Some(NOW), ..taro() });
    enables.accounts.expect_save().times(1).returning(|account, events| {
        assert!(account.is_enabled());
        assert_eq!(kinds(&events), ["account_enabled"]);
        Ok(())
    });
    let (ports, commits) = Ports::mock().with([disables, enables, operates(taro())]).wire();
    let email = taro().email;
    disable_account(&ports, Principal::Operator, &email).await.unwrap();
    enable_account(&ports, Principal::Operator, &email).await.unwrap();
    let again = enable_account(&ports, Principal::Operator, &email).await;
    assert!(matches!(again, Err(Error::AccountState(_))));
    assert_eq!(commits.load(Ordering::SeqCst), 2);

    let (ports, _) = Ports::mock().wire();
    let of = |address: &str| EmailAddress::parse(address).unwrap();
    let refused = disable_account(&ports, PRINCIPAL, &of("taro@example.com")).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    let refused = enable_account(&ports, PRINCIPAL, &of("taro@example.com")).await;
    assert!(matches!(refused, Err(Error::NotFound)));
    assert!(matches!(known_accounts(&ports, PRINCIPAL).await, Err(Error::NotFound)));
}

// WE-04 WE-08
#[tokio::test]
async fn a_disabled_account_answers_as_to_a_wrong_password_and_its_sessions_count_for_nothing() {
    let disabled = || Account { disabled_at: Some(NOW), ..taro() };
    let mut candidate = operates(disabled());
    candidate.accounts.expect_password().returning(|_| Ok(Some(PasswordHash("hash".into()))));
    let mut denies = MockWork::default();
    let tries = with_tries(&mut denies, None, Throttle::clear());
    denies.sessions.expect_add().never();
    denies.audit.expect_append().times(1).returning(|events| {
        assert_eq!(kinds(&events), ["sign_in_refused"]);
        Ok(())
    });
    let mut world = Ports::mock().with([candidate, denies]);
    world.passwords.expect_verify().returning(|_, _| Ok(true));
    world.views.expect_session().returning(|_| {
        let sign_in = Some(by_totp(&taro(), NOW));
        Ok(Some(Session { sign_in, ..Session::begin(KEY, NOW) }))
    });
    world.views.expect_account().returning(move |_| Ok(Some(disabled())));
    let (ports, _) = world.wire();
    let attempt = SignInAttempt {
        email: "taro@example.com".into(),
        password: SecretInput("合言葉".into()),
        client: Client::local(),
        session: None,
    };
    assert!(matches!(sign_in(&ports, attempt).await, Err(Error::BadCredentials)));
    assert!(tries.lock().unwrap().iter().any(|(_, _, failures)| *failures == 1), "it is counted");
    let caller = resolve_session(&ports, &SessionCookie("cookie".into())).await.unwrap().unwrap();
    assert!(matches!(caller.signed_in(), Err(Error::NotSignedIn)));
    let work = work(
        Some(session(by_totp(&sender(), NOW))),
        vec![Account { disabled_at: Some(NOW), ..sender() }],
    );
    let (ports, _) = Ports::mock().with([work]).wire();
    let refused = mail_password_reset(&ports, PRINCIPAL, taro().id).await;
    assert!(matches!(refused, Err(Error::NotSignedIn)), "{refused:?}");
}

#[tokio::test]
async fn wishes_for_a_new_password_are_forgotten_after_two_days() {
    let mut work = MockWork::default();
    work.sessions.expect_remove_expired().returning(|_, _| Ok(()));
    work.passkeys.expect_forget_before().returning(|_| Ok(()));
    work.authorization_requests.expect_forget_before().returning(|_| Ok(()));
    work.tries.expect_forget().returning(|_, _| Ok(()));
    work.address_changes.expect_forget_before().times(1).returning(|_| Ok(()));
    work.password_resets.expect_forget_before().times(1).returning(|before| {
        assert_eq!(before, NOW.minus(Span::days(2)));
        Ok(())
    });
    let (ports, _) = Ports::mock().with([work]).wire();
    sweep_sessions(&ports).await.unwrap();
}
