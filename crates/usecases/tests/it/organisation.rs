//! Managing an organisation, and joining it.

mod invitations;
mod members;
mod settings;

use crate::world::{
    NOW, PRINCIPAL, by_password, by_totp, kinds, membership, organisation, sender, session, taro,
    work,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Account, BrowserKey, Client, ClientNetwork, OrganisationError, OrganisationSettings, Role,
    SecondFactorRule,
};
use wariin_ports::mock::MockWork;
use wariin_usecases::{Error, Ports, configure_organisation};

const BROWSER: BrowserKey = BrowserKey::new([7; 32]);
const CLIENT: Client = Client { browser: BROWSER, network: ClientNetwork::new([9; 16]) };

fn member() -> Account {
    Account { membership: membership(1, Role::Member), ..taro() }
}

/// A unit of work in which the sender, an admin, is strongly signed in and Taro is a member.
fn administers() -> MockWork {
    let mut work = work(Some(session(by_totp(&sender(), NOW))), vec![sender(), member()]);
    work.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
    work.accounts.expect_count_admins().returning(|_| Ok(1));
    work
}

fn required() -> OrganisationSettings {
    OrganisationSettings {
        second_factor: SecondFactorRule::Required,
        ..OrganisationSettings::default()
    }
}

#[tokio::test]
async fn settings_are_kept_with_their_event_and_by_an_admin_only() {
    let mut saves = administers();
    saves.accounts.expect_save_organisation().times(1).returning(|own, events| {
        assert_eq!(own.settings, required());
        assert_eq!(kinds(&events), ["organisation_configured"]);
        Ok(())
    });
    let (ports, commits) = Ports::mock().with([saves]).wire();
    configure_organisation(&ports, PRINCIPAL, required()).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let mut weak = work(Some(session(by_password(&sender()))), vec![sender()]);
    weak.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
    let (ports, commits) = Ports::mock().with([weak]).wire();
    let refused = configure_organisation(&ports, PRINCIPAL, required()).await;
    assert!(matches!(refused, Err(Error::Organisation(OrganisationError::WeakSignIn(_)))));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}
