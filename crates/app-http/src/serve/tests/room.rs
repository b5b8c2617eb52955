//! Which connections make room for others, and which do not.

use super::*;
use tokio::task::JoinSet;

const HALF_BODY: &[u8] = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 600\r\n\r\nab";

/// Until the other side closes, one byte after the other.
async fn drip(stream: &mut TcpStream) {
    let dripping = async {
        while stream.write_all(b"a").await.is_ok() {
            tokio::time::sleep(SHORT / 10).await;
        }
    };
    tokio::time::timeout(PATIENCE, dripping).await.expect("the service closes");
}

/// 350 connections on which this was begun, 50 of which go on byte by byte.
async fn flood(trial: &Trial, begun: &[u8]) -> JoinSet<()> {
    let mut open = JoinSet::new();
    for number in 0..350 {
        let mut stream = trial.sent(ATTACKER, begun).await;
        open.spawn(async move {
            if number % 7 == 0 {
                drip(&mut stream).await;
            } else {
                assert_eq!(closed(&mut stream).await, 0);
            }
        });
    }
    open
}

// EV-08
#[tokio::test]
async fn half_sent_and_dripping_heads_keep_no_other_client_from_being_served_and_are_closed() {
    let (timeouts, limits) = patient();
    let trial = Trial::start((Timeouts { head: SHORT * 2, ..timeouts }, limits));
    let open = flood(&trial, HALF).await;
    assert!(trial.serves(CLIENT).await && trial.serves(ATTACKER).await);
    open.join_all().await;
}

// EV-08
#[tokio::test]
async fn half_sent_and_dripping_heads_and_bodies_make_room_for_their_address_and_for_others() {
    let (timeouts, limits) = patient();
    let of_address = Limits { per_address: 64, ..limits.clone() };
    // An address with no limit of its own takes all the places there are.
    let proxies = TrustedProxies::parse(ATTACKER).unwrap();
    let in_all = Limits { total: 64, proxies, ..limits };
    for limits in [of_address, in_all] {
        for begun in [HALF, HALF_BODY] {
            let trial = Trial::start((timeouts, limits.clone()));
            let mut open = flood(&trial, begun).await;
            for _ in 0..64 {
                assert!(trial.serves(CLIENT).await && trial.serves(ATTACKER).await);
            }
            // There are places for 64 of them.
            for _ in 0..350 - 64 {
                open.join_next().await.unwrap().unwrap();
            }
        }
    }
}

// EV-08
#[tokio::test]
async fn where_the_largest_address_cannot_make_room_the_next_one_does() {
    let (timeouts, limits) = patient();
    let trial = Trial::start((timeouts, Limits { total: 3, ..limits }));
    let mut busy = Vec::new();
    for _ in 0..2 {
        busy.push(trial.sent(CLIENT, b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n").await);
        trial.has_come.notified().await;
    }
    let mut half = trial.sent(ATTACKER, HALF_BODY).await;
    assert!(trial.serves(CLIENT).await);
    assert_eq!(closed(&mut half).await, 0);
    trial.let_go.notify_waiters();
    for stream in &mut busy {
        assert!(reply(stream).await.ends_with("waited"));
    }
}

// EV-08
#[tokio::test]
async fn an_address_with_too_many_connections_makes_room_by_its_oldest_and_others_keep_theirs() {
    let (timeouts, limits) = patient();
    let trial = Trial::start((timeouts, Limits { per_address: 4, ..limits }));
    let mut other = trial.sent(CLIENT, HALF).await;
    let mut open = Vec::new();
    for _ in 0..10 {
        open.push(trial.sent(ATTACKER, HALF).await);
    }
    for stream in &mut open[..6] {
        assert_eq!(closed(stream).await, 0);
    }
    for stream in open[6..].iter_mut().chain([&mut other]) {
        stream.write_all(b"A: b\r\n\r\n").await.unwrap();
        assert!(reply(stream).await.starts_with("HTTP/1.1 200"));
    }
}

// EV-08 WE-09
#[tokio::test]
async fn a_trusted_proxy_has_as_many_connections_as_there_may_be_in_all() {
    let (timeouts, _) = patient();
    let proxies = TrustedProxies::parse(ATTACKER).unwrap();
    let trial = Trial::start((timeouts, Limits { per_address: 2, total: 8, proxies }));
    let mut open = Vec::new();
    for _ in 0..8 {
        open.push(trial.sent(ATTACKER, HALF).await);
    }
    // In all there is room for eight: the oldest of the proxy's makes it.
    assert!(trial.serves(CLIENT).await);
    assert_eq!(closed(&mut open[0]).await, 0);
    for stream in &mut open[1..] {
        stream.write_all(b"A: b\r\n\r\n").await.unwrap();
        assert!(reply(stream).await.starts_with("HTTP/1.1 200"));
    }
}

// EV-08
#[tokio::test]
async fn a_request_that_is_being_answered_makes_no_room() {
    let (timeouts, limits) = patient();
    let posted = b"POST /wait HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nab";
    for asked in [&b"GET /wait HTTP/1.1\r\nHost: localhost\r\n\r\n"[..], posted] {
        let limits = Limits { per_address: 1, ..limits.clone() };
        let trial = Trial::start((timeouts, limits));
        let mut stream = trial.sent(CLIENT, asked).await;
        trial.has_come.notified().await;
        assert!(!trial.serves(CLIENT).await);
        assert!(trial.serves(ATTACKER).await);
        trial.let_go.notify_one();
        assert!(reply(&mut stream).await.ends_with("waited"));
        assert!(trial.serves(CLIENT).await, "the idle connection makes room");
    }
}
