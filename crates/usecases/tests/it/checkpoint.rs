//! Publishing checkpoints of the log and having them attested.

use crate::world::{NOW, PRINCIPAL, membership, organisation, sender, taro};
use wariin_domain::{Account, Role, Span, Timestamp};
use wariin_ports::mock::{MockPorts, MockWork};
use wariin_ports::{
    CosignError, EmailContent, EmailText, Member, Publication, PublishedCheckpoint, StampError,
    WitnessAnswer,
};
use wariin_usecases::{
    Error, Ports, Principal, Unattested, attest_newest, mail_checkpoint, publish_if_due,
};

const KEY: &str = "witness.example+00000000+AAAA";

fn checkpoint(size: u64) -> PublishedCheckpoint {
    let note = format!("note of {size}");
    PublishedCheckpoint { size, note, at: NOW, cosignatures: vec![], timestamp: None }
}

/// So many minutes before now.
fn before(minutes: i64) -> Timestamp {
    Timestamp::from_micros(NOW.as_micros() - minutes * 60_000_000)
}

fn with_newest(newest: Option<PublishedCheckpoint>) -> MockPorts {
    let mut world = Ports::mock();
    world.checkpoints.expect_newest().returning(move || Ok(newest.clone()));
    world
}

/// A world with this newest checkpoint of 9 events and a witness that has cosigned so many.
fn witnessed(cosigned: u64) -> MockPorts {
    let mut world = with_newest(Some(checkpoint(9)));
    world.log_witnesses.expect_keys().returning(|| vec![KEY.to_owned()]);
    world.checkpoints.expect_cosigned_by().returning(move |key| {
        assert_eq!(key, KEY);
        Ok(cosigned)
    });
    world.timestamper.expect_timestamp().returning(|_, _| Ok(None));
    world
}

fn cosigned() -> WitnessAnswer {
    WitnessAnswer::Cosigned("— witness.example AAAA".to_owned())
}

async fn lacking(world: MockPorts) -> Unattested {
    attest_newest(&world.wire().0).await.unwrap()
}

// EV-01
#[tokio::test]
async fn a_checkpoint_is_published_when_it_is_due_and_not_before() {
    let early = PublishedCheckpoint { at: before(9), ..checkpoint(9) };
    let mut world = with_newest(Some(early));
    world.checkpoints.expect_publish().never();
    let published = publish_if_due(&world.wire().0, Span::minutes(10)).await.unwrap();
    assert_eq!(published, None);
    for newest in [None, Some(PublishedCheckpoint { at: before(10), ..checkpoint(9) })] {
        let mut world = with_newest(newest);
        world.checkpoints.expect_publish().times(1).returning(|at| {
            assert_eq!(at, NOW);
            Ok(Publication::Unchanged)
        });
        let published = publish_if_due(&world.wire().0, Span::minutes(10)).await.unwrap();
        assert_eq!(published, Some(Publication::Unchanged));
    }
}

// EV-01
#[tokio::test]
async fn a_witness_gets_the_proof_from_what_it_has_cosigned_and_its_signature_is_kept() {
    let mut world = witnessed(7);
    world.checkpoints.expect_proof().times(1).returning(|from, to| {
        assert_eq!((from, to), (7, 9));
        Ok(vec![[1; 32]])
    });
    world.log_witnesses.expect_cosign().times(1).returning(|key, note, from, proof| {
        assert_eq!((key, note, from, proof), (KEY, "note of 9", 7, &[[1; 32]][..]));
        Ok(cosigned())
    });
    world.checkpoints.expect_keep_cosignature().times(1).returning(|size, key, line| {
        assert_eq!((size, key, line), (9, KEY, "— witness.example AAAA"));
        Ok(())
    });
    assert!(lacking(world).await.is_empty());
}

// EV-01
#[tokio::test]
async fn a_witness_that_knows_another_size_is_asked_once_more_from_there() {
    let mut world = witnessed(0);
    world.checkpoints.expect_proof().times(1).returning(|from, _| {
        assert_eq!(from, 5);
        Ok(vec![])
    });
    world
        .log_witnesses
        .expect_cosign()
        .times(2)
        .returning(|_, _, from, _| Ok(if from == 0 { WitnessAnswer::From(5) } else { cosigned() }));
    world.checkpoints.expect_keep_cosignature().times(1).returning(|_, _, _| Ok(()));
    assert!(lacking(world).await.is_empty());
}

// EV-01
#[tokio::test]
async fn a_witness_that_has_seen_more_events_tells_that_the_log_was_set_back() {
    let mut world = witnessed(7);
    world.checkpoints.expect_proof().returning(|_, _| Ok(vec![]));
    let seen = |_: &str, _: &str, _, _: &[[u8; 32]]| Ok(WitnessAnswer::From(12));
    world.log_witnesses.expect_cosign().times(1).returning(seen);
    world.checkpoints.expect_keep_cosignature().never();
    let told = lacking(world).await.witnesses;
    assert_eq!(told[0].0, "witness.example");
    assert!(told[0].1.contains("the log was set back"), "{told:?}");
}

// EV-01
#[tokio::test]
async fn parties_that_are_away_are_told_and_hold_nothing_up() {
    let mut world = with_newest(Some(checkpoint(9)));
    world.log_witnesses.expect_keys().returning(|| vec![KEY.to_owned(), "b+0+A".to_owned()]);
    world.checkpoints.expect_cosigned_by().returning(|_| Ok(0));
    world.log_witnesses.expect_cosign().times(2).returning(|key, _, _, _| match key {
        KEY => Err(CosignError::Away("no connection".to_owned())),
        _ => Ok(cosigned()),
    });
    world.checkpoints.expect_keep_cosignature().times(1).returning(|_, key, _| {
        assert_eq!(key, "b+0+A");
        Ok(())
    });
    world.timestamper.expect_timestamp().returning(|_, _| Err(StampError("away".into())));
    let lacking = lacking(world).await;
    assert_eq!(lacking.witnesses.len(), 1);
    assert!(lacking.timestamp.unwrap().ends_with("away"));
}

// EV-01
#[tokio::test]
async fn the_bytes_that_the_log_signed_are_timestamped_once() {
    let mut world = witnessed(9);
    world.timestamper.checkpoint();
    world.timestamper.expect_timestamp().times(1).returning(|bytes, _| {
        assert_eq!(bytes, b"note of 9");
        Ok(Some(vec![7]))
    });
    world.checkpoints.expect_keep_timestamp().times(1).returning(|size, token| {
        assert_eq!((size, token), (9, &[7][..]));
        Ok(())
    });
    assert!(lacking(world).await.is_empty());
    let stamped = PublishedCheckpoint { timestamp: Some(vec![7]), ..checkpoint(9) };
    let mut world = with_newest(Some(stamped));
    world.log_witnesses.expect_keys().returning(Vec::new);
    world.timestamper.expect_timestamp().never();
    assert!(lacking(world).await.is_empty());
}

// EV-01
#[tokio::test]
async fn the_newest_checkpoint_is_mailed_to_every_admin_and_to_no_other_account() {
    let mut work = MockWork::default();
    work.recoveries.expect_organisations().returning(|| Ok(vec![organisation()]));
    let mut world = with_newest(Some(checkpoint(9))).with([work]);
    world.views.expect_members().returning(|_| {
        let member = Account { membership: membership(1, Role::Member), ..taro() };
        let disabled = Account { disabled_at: Some(NOW), ..taro() };
        let accounts = [member, disabled, sender()];
        Ok(accounts.map(|account| Member { account, has_factor: true }).into())
    });
    world.emails.expect_write().times(1).returning(|message| {
        let EmailContent::Checkpoint { note, events, .. } = &message.kind else {
            panic!("another email");
        };
        assert_eq!((note.as_str(), *events), ("note of 9", 9));
        EmailText { subject: "s".into(), text: "t".into(), html: "h".into() }
    });
    world.mailer.expect_send().times(1).returning(|mail| {
        assert_eq!(mail.address, sender().email);
        let file = &mail.attachments[0];
        assert_eq!((file.name.as_str(), file.media_type), ("checkpoint-9.txt", "text/plain"));
        assert_eq!(file.bytes, b"note of 9");
        Ok(())
    });
    let (ports, _) = world.wire();
    assert_eq!(mail_checkpoint(&ports, Principal::Operator).await.unwrap(), 1);
    let (ports, _) = Ports::mock().wire();
    let refused = mail_checkpoint(&ports, PRINCIPAL).await;
    assert!(matches!(refused, Err(Error::NotFound)));
}
