//! Following the link to a new password.

use super::{asked, id, mailed, required};
use crate::company::active_factor;
use crate::world::{NOW, kinds, taro, with_tries, work};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Account, Client, NewPassword, PasswordReset, Span, Throttle, TimeStep, TrySource,
};
use wariin_ports::PasswordHash;
use wariin_ports::mock::{MockPorts, MockWork};
use wariin_usecases::{
    Error, NewPasswordByLink, Ports, SecretInput, password_reset_factors, reset_password_by_link,
};

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
