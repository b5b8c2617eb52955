//! Members: roles, leaving, and resets of a lost factor.

use super::{administers, member, required};
use crate::world::{
    NOW, PRINCIPAL, broken, by_password, by_totp, holds, kinds, membership, organisation,
    requested, sender, session, taro, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    Account, EventKind, FactorRemoval, HoldReason, Membership, OrganisationError, Role, Title,
};
use wariin_ports::mock::MockWork;
use wariin_usecases::{
    DocumentCommand, Error, FormKey, Ports, assign_role, export_as_manager, remove_member,
    reset_factor, save_template, send_document, take_table, write_message,
};

#[tokio::test]
async fn a_member_who_has_to_use_a_factor_sends_nothing_by_password() {
    let mut demanding = MockWork::default();
    demanding.sessions.expect_find().returning(|_| Ok(Some(session(by_password(&sender())))));
    demanding.accounts.expect_find().returning(|_| Ok(Some(sender())));
    demanding.accounts.expect_organisation().returning(|_| {
        let mut own = organisation();
        own.settings = required();
        Ok(Some(own))
    });
    let (ports, commits) = Ports::mock().with([demanding]).wire();
    let on = DocumentCommand { document: requested().id, principal: PRINCIPAL };
    assert!(matches!(send_document(&ports, on).await, Err(Error::FactorDemanded)));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn an_account_that_moved_to_another_organisation_finds_no_document_of_the_old_one() {
    let moved = Account { membership: membership(2, Role::Admin), ..sender() };
    let on = DocumentCommand { document: requested().id, principal: PRINCIPAL };
    let work = || {
        let mut work = work(Some(session(by_totp(&sender(), NOW))), vec![moved.clone()]);
        work.finds(&requested());
        work
    };
    let (ports, _) = Ports::mock().with([work(), work(), work()]).wire();
    assert!(matches!(send_document(&ports, on).await, Err(Error::NotFound)));
    assert!(matches!(write_message(&ports, on, None).await, Err(Error::NotFound)));
    let name = Title::parse("ひな形").unwrap();
    assert!(matches!(save_template(&ports, on, FormKey::none(), name).await, Err(Error::NotFound)));
}

// T-067 PO-07
#[tokio::test]
async fn only_a_document_manager_exports() {
    for role in [Role::Member, Role::Admin] {
        let account = Account { membership: membership(1, role), ..sender() };
        let work = || work(Some(session(by_totp(&sender(), NOW))), vec![account.clone()]);
        let (ports, commits) = Ports::mock().with([work(), work()]).wire();
        assert!(matches!(take_table(&ports, PRINCIPAL, 3).await, Err(Error::NotFound)));
        assert!(matches!(export_as_manager(&ports, PRINCIPAL, &[]).await, Err(Error::NotFound)));
        assert_eq!(commits.load(Ordering::SeqCst), 0);
    }
}

// PO-07
#[tokio::test]
async fn a_role_is_given_to_another_account_and_kept_with_its_event() {
    let mut saves = administers();
    saves.accounts.expect_save().times(1).returning(|account, events| {
        assert_eq!((account.id, account.membership), (taro().id, membership(1, Role::Manager)));
        assert_eq!(kinds(&events), ["role_assigned"]);
        Ok(())
    });
    let (ports, commits) = Ports::mock().with([saves]).wire();
    assign_role(&ports, PRINCIPAL, taro().id, Role::Manager).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let (ports, commits) = Ports::mock().with([administers()]).wire();
    let refused = assign_role(&ports, PRINCIPAL, sender().id, Role::Manager).await;
    assert!(matches!(refused, Err(Error::Organisation(OrganisationError::Oneself))));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_member_who_leaves_is_signed_out_and_hands_over_what_is_not_finished_or_nothing_happens()
{
    for failing in ["nothing", "sessions", "list", "save", "commit"] {
        let fails = move |step: &str| if step == failing { Err(broken()) } else { Ok(()) };
        let mut work = administers();
        work.accounts.expect_save().returning(|account, events| {
            assert_eq!(account.membership, Membership::Guest);
            assert_eq!(kinds(&events), ["organisation_left"]);
            Ok(())
        });
        work.sessions.expect_remove_all_of().returning(move |_| fails("sessions"));
        let unfinished = move |_, _| fails("list").map(|()| vec![requested().id]);
        work.documents.expect_unfinished_of().returning(unfinished);
        work.documents.expect_find().returning(|_| Ok(Some(requested())));
        work.documents.expect_save().returning(move |document, events| {
            assert_eq!(document.sender, sender().id);
            assert!(events.iter().any(|e| e.kind.name() == "handed_over"));
            fails("save")
        });
        work.commit_fails = failing == "commit";
        let (ports, commits) = Ports::mock().with([work]).wire();
        let result = remove_member(&ports, PRINCIPAL, taro().id).await;
        assert_eq!(result.is_ok(), failing == "nothing", "{failing}");
        assert_eq!(commits.load(Ordering::SeqCst), usize::from(failing == "nothing"), "{failing}");
    }
}

// EN-09
#[tokio::test]
async fn a_consent_that_a_leaving_member_has_not_given_yet_is_held() {
    let mut work = administers();
    work.accounts.expect_save().returning(|_, _| Ok(()));
    work.sessions.expect_remove_all_of().returning(|_| Ok(()));
    holds(&mut work, HoldReason::LeftOrganisation);
    work.documents.expect_unfinished_of().returning(|_, _| Ok(vec![]));
    let (ports, commits) = Ports::mock().with([work]).wire();
    remove_member(&ports, PRINCIPAL, taro().id).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// EN-09 EN-10
#[tokio::test]
async fn a_members_lost_factor_is_reset_by_an_admin_and_never_ones_own() {
    let mut resets = MockWork::default();
    let strong = session(by_totp(&sender(), NOW));
    resets.sessions.expect_find().returning(move |_| Ok(Some(strong.clone())));
    resets.accounts.expect_organisation().returning(|_| Ok(Some(organisation())));
    resets.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
    resets
        .accounts
        .expect_find()
        .returning(|id| Ok([sender(), member()].into_iter().find(|account| account.id == id)));
    resets.documents.expect_awaiting().times(1).returning(|account| {
        assert_eq!(account.id, taro().id);
        Ok(vec![requested().id])
    });
    resets.documents.expect_find().returning(|_| Ok(Some(crate::world::sent(true))));
    resets.documents.expect_save().times(1).returning(|document, events| {
        assert!(document.recipients[0].held.is_some(), "EN-09");
        assert!(events.iter().all(|e| e.kind.name() == "consent_held"));
        Ok(())
    });
    resets.factors.expect_active().returning(|_| Ok(vec![crate::company::active_factor(); 2]));
    resets.factors.expect_remove_all().times(1).returning(|account, events| {
        assert_eq!((account, events.iter().count()), (taro().id, 2), "every factor");
        assert!(events.iter().all(|event| {
            matches!(event.kind, EventKind::FactorRemoved { by: FactorRemoval::Admin, .. })
        }));
        Ok(())
    });
    resets.sessions.expect_remove_all_of().times(1).returning(|_| Ok(()));
    let (ports, commits) = Ports::mock().with([resets]).wire();
    reset_factor(&ports, PRINCIPAL, taro().id).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);

    let (ports, _) = Ports::mock().with([administers()]).wire();
    let refused = reset_factor(&ports, PRINCIPAL, sender().id).await;
    assert!(matches!(refused, Err(Error::Organisation(OrganisationError::Oneself))));
}
