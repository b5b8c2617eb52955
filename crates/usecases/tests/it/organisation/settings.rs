//! The settings of an organisation, its stamp, its name and its logo.

use super::{administers, member};
use crate::world::{
    NOW, PRINCIPAL, by_password, by_totp, kinds, membership, organisation, sender, session, work,
};
use std::sync::atomic::Ordering;
use wariin_domain::{
    AccentColour, Account, FileDigest, FileName, Organisation, OrganisationError,
    OrganisationLooks, OrganisationName, PostalAddress, Role,
};
use wariin_ports::{LogoRefusal, StampRefusal};
use wariin_usecases::{
    DescribeOrganisation, Error, Ports, Upload, describe_organisation, remove_logo, remove_stamp,
    set_logo, set_stamp,
};

fn stamp(bytes: Vec<u8>) -> Upload {
    Upload { name: FileName::sanitized("stamp.png"), contents: Box::new(bytes) }
}

// O-32
#[tokio::test]
async fn the_image_of_the_stamp_is_kept_as_it_was_encoded_anew_and_by_an_admin_only() {
    let image = FileDigest::new([9; 32]);
    let mut saves = administers();
    saves.accounts.expect_save_organisation().times(1).returning(move |own, events| {
        assert_eq!(own.stamp, Some(image));
        assert_eq!(kinds(&events), ["organisation_stamp_set"]);
        Ok(())
    });
    let mut weak = work(Some(session(by_password(&sender()))), vec![sender()]);
    weak.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
    let mut world = Ports::mock().with([saves, weak]);
    world.stamps.expect_take_in().withf(|png| png == b"uploaded").returning(|_| Ok(vec![7]));
    world.files.expect_put().withf(|kept| kept == &[7]).returning(move |_| Ok(image));
    let (ports, commits) = world.wire();
    set_stamp(&ports, PRINCIPAL, stamp(b"uploaded".to_vec())).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 1);
    let refused = set_stamp(&ports, PRINCIPAL, stamp(b"uploaded".to_vec())).await;
    assert!(matches!(refused, Err(Error::Organisation(OrganisationError::WeakSignIn(_)))));
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

// O-32
#[tokio::test]
async fn an_image_that_is_refused_or_too_large_changes_nothing() {
    let mut world = Ports::mock();
    world.stamps.expect_take_in().times(1).returning(|_| Err(StampRefusal::NotPng));
    let (ports, commits) = world.wire();
    let refused = set_stamp(&ports, PRINCIPAL, stamp(b"GIF89a".to_vec())).await;
    assert!(matches!(refused, Err(Error::Stamp(StampRefusal::NotPng))));
    let refused = set_stamp(&ports, PRINCIPAL, stamp(vec![0; 1_000_001])).await;
    assert!(matches!(refused, Err(Error::Stamp(StampRefusal::TooLarge))));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

// O-32
#[tokio::test]
async fn the_image_of_the_stamp_is_removed_by_an_admin() {
    let mut saves = work(Some(session(by_totp(&sender(), NOW))), vec![sender(), member()]);
    saves.accounts.expect_lock_organisation().returning(|_| {
        Ok(Some(Organisation { stamp: Some(FileDigest::new([9; 32])), ..organisation() }))
    });
    saves.accounts.expect_save_organisation().times(1).returning(|own, events| {
        assert_eq!(own.stamp, None);
        assert_eq!(kinds(&events), ["organisation_stamp_set"]);
        Ok(())
    });
    let (ports, _) = Ports::mock().with([saves]).wire();
    remove_stamp(&ports, PRINCIPAL).await.unwrap();
}

fn described() -> DescribeOrganisation {
    DescribeOrganisation {
        name: OrganisationName::parse("割印ホールディングス").unwrap(),
        address: Some(PostalAddress::parse("東京都千代田区丸の内1-1").unwrap()),
        colour: AccentColour::parse("#8b0000").unwrap(),
    }
}

fn with_logo() -> Organisation {
    let looks = OrganisationLooks { logo: Some(FileDigest::new([9; 32])), ..Default::default() };
    Organisation { looks, ..organisation() }
}

#[tokio::test]
async fn name_address_and_colour_are_set_by_a_strongly_signed_in_admin_and_the_logo_stays() {
    let mut saves = work(Some(session(by_totp(&sender(), NOW))), vec![sender(), member()]);
    saves.accounts.expect_lock_organisation().returning(|_| Ok(Some(with_logo())));
    saves.accounts.expect_save_organisation().times(1).returning(|own, events| {
        let DescribeOrganisation { name, address, colour } = described();
        let logo = with_logo().looks.logo;
        assert_eq!((&own.name, &own.looks), (&name, &OrganisationLooks { address, logo, colour }));
        assert_eq!(kinds(&events), ["organisation_renamed", "organisation_looks_set"]);
        Ok(())
    });
    let mut weak = work(Some(session(by_password(&sender()))), vec![sender()]);
    weak.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
    let (ports, commits) = Ports::mock().with([saves, weak]).wire();
    describe_organisation(&ports, PRINCIPAL, described()).await.unwrap();
    let refused = describe_organisation(&ports, PRINCIPAL, described()).await;
    assert!(matches!(refused, Err(Error::Organisation(OrganisationError::WeakSignIn(_)))));
    assert_eq!(commits.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn a_member_who_is_no_admin_describes_nothing_and_sets_no_logo() {
    let refuses = || {
        let account = Account { membership: membership(1, Role::Member), ..sender() };
        let mut work = work(Some(session(by_totp(&sender(), NOW))), vec![account]);
        work.accounts.expect_lock_organisation().returning(|_| Ok(Some(organisation())));
        work
    };
    // Nothing is drawn and nothing is stored for a member who may not.
    let (ports, commits) = Ports::mock().with([refuses(), refuses(), refuses()]).wire();
    let outcomes = [
        describe_organisation(&ports, PRINCIPAL, described()).await,
        set_logo(&ports, PRINCIPAL, stamp(b"uploaded".to_vec())).await,
        remove_logo(&ports, PRINCIPAL).await,
    ];
    for refused in outcomes {
        assert!(matches!(refused, Err(Error::Organisation(OrganisationError::NotAdmin))));
    }
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn a_logo_is_kept_as_it_was_drawn_anew_and_removed_again() {
    let image = FileDigest::new([9; 32]);
    let mut sets = administers();
    sets.accounts.expect_save_organisation().times(1).returning(move |own, events| {
        assert_eq!(own.looks.logo, Some(image));
        assert_eq!(kinds(&events), ["organisation_looks_set"]);
        Ok(())
    });
    let mut removes = work(Some(session(by_totp(&sender(), NOW))), vec![sender()]);
    removes.accounts.expect_lock_organisation().returning(|_| Ok(Some(with_logo())));
    removes.accounts.expect_save_organisation().times(1).returning(|own, events| {
        assert_eq!(own.looks.logo, None);
        assert_eq!(kinds(&events), ["organisation_looks_set"]);
        Ok(())
    });
    let mut world = Ports::mock().with([administers(), sets, removes]);
    world.logos.expect_take_in().withf(|svg| svg == b"<svg/>").returning(|_| Ok(vec![7]));
    world.files.expect_put().withf(|kept| kept == &[7]).returning(move |_| Ok(image));
    let (ports, commits) = world.wire();
    set_logo(&ports, PRINCIPAL, stamp(b"<svg/>".to_vec())).await.unwrap();
    remove_logo(&ports, PRINCIPAL).await.unwrap();
    assert_eq!(commits.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_logo_that_is_refused_or_too_large_changes_nothing() {
    let mut world = Ports::mock().with([administers()]);
    world.logos.expect_take_in().times(1).returning(|_| Err(LogoRefusal::HasText));
    let (ports, commits) = world.wire();
    let refused = set_logo(&ports, PRINCIPAL, stamp(b"<svg/>".to_vec())).await;
    assert!(matches!(refused, Err(Error::Logo(LogoRefusal::HasText))));
    let refused = set_logo(&ports, PRINCIPAL, stamp(vec![0; 1_000_001])).await;
    assert!(matches!(refused, Err(Error::Logo(LogoRefusal::TooLarge))));
    assert_eq!(commits.load(Ordering::SeqCst), 0);
}
