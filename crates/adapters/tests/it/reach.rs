//! A database that cannot be reached as its address says: each cause by its name, and no password in any.

use crate::databases::{empty_postgres, master};
use std::io::{Read, Write};
use std::net::TcpListener;
use std::thread;
use std::time::Duration;
use wariin_adapters::{DatabaseLimits, SqlDatabase, SqlError, Unreachable};

/// Asks for TLS (PostgreSQL, "Message Formats": `SSLRequest`).
const SSL_REQUEST: [u8; 8] = [0, 0, 0, 8, 4, 210, 22, 47];

async fn told(url: &str) -> Unreachable {
    let limits =
        DatabaseLimits { acquire: Duration::from_millis(500), ..DatabaseLimits::default() };
    match SqlDatabase::connect_postgres_within(url, &master(), limits).await {
        Err(SqlError::Unreachable(told)) => told,
        other => panic!("{url}: {other:?}"),
    }
}

/// A port that nothing listens at.
fn closed() -> u16 {
    TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port()
}

/// The port of a server that has no TLS and refuses every start-up with this code.
fn refusing(code: &'static str) -> u16 {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut buffer = [0; 1024];
            let mut read = stream.read(&mut buffer).unwrap_or(0);
            if buffer[..read] == SSL_REQUEST {
                stream.write_all(b"N").unwrap();
                read = stream.read(&mut buffer).unwrap_or(0);
            }
            if read == 0 {
                continue;
            }
            let fields = format!("SFATAL\0VFATAL\0C{code}\0Mthe server says no\0\0");
            let length = u32::try_from(fields.len() + 4).unwrap().to_be_bytes();
            let answer = [b"E", &length[..], fields.as_bytes()].concat();
            stream.write_all(&answer).unwrap();
        }
    });
    port
}

// EV-02 EV-03
#[tokio::test]
async fn a_database_that_cannot_be_reached_says_where_why_and_the_cure_and_no_password() {
    let at = |port: u16, rest: &str| {
        (format!("postgres://wariin:himitsu@127.0.0.1:{port}/{rest}"), format!("127.0.0.1:{port}"))
    };
    let label = "a".repeat(64);
    let server = empty_postgres().await;
    let (socket, missing) = (server.split_once("?host=").unwrap().1, "/nowhere/.s.PGSQL.5432");
    let table = [
        (at(closed(), "wariin"), "refused: nothing listens there", "Start the database server"),
        (
            (
                format!("postgres://wariin:himitsu@{label}.invalid/wariin"),
                format!("{label}.invalid:5432"),
            ),
            "the name of the host cannot be resolved",
            "name servers",
        ),
        (
            at(refusing("28P01"), "w"),
            "the password of the user wariin is wrong",
            "user and password",
        ),
        (at(refusing("28000"), "w"), "does not let the user wariin in", "pg_hba.conf"),
        (at(refusing("3D000"), "keiyaku"), "there is no database keiyaku", "wariin migrate"),
        (at(refusing("42501"), "w"), "may not connect to the database w", "GRANT CONNECT"),
        (at(refusing("53300"), "w"), "no connection left", "max_connections"),
        (at(refusing("57P03"), "w"), "starting or ending", "Wait"),
        (at(refusing("XX000"), "w"), "the server says no", "server's log"),
        (at(refusing("28P01"), "w?sslmode=require"), "TLS does not come about", "sslmode"),
        (
            ("postgres://wariin:himitsu@localhost/w?host=/nowhere".to_owned(), missing.to_owned()),
            "there is no such socket",
            "folder of its socket",
        ),
        (
            (
                format!("postgres://postgres:himitsu@localhost/keiyaku?host={socket}"),
                format!("{socket}/.s.PGSQL.5432"),
            ),
            "there is no database keiyaku",
            "createdb",
        ),
    ];
    for ((url, place), cause, cure) in table {
        let told = told(&url).await;
        assert!(told.cause.contains(cause), "{url}: {told}");
        assert!(told.cure.contains(cure), "{url}: {told}");
        assert_eq!(told.at, place, "{url}");
        let all = format!("{told} {told:?}");
        assert!(!all.contains("himitsu") && all.contains(&told.at), "{all}");
    }
    let refused = SqlDatabase::migrate_postgres(&at(refusing("3D000"), "w").0).await.unwrap_err();
    assert!(matches!(refused, SqlError::Unreachable(_)), "{refused}");
}
