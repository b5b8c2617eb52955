//! One connection outside of any pool: a pool waits for a server that is not there, and then says only that it has
//! waited.

use sqlx::Connection;
use sqlx::postgres::{PgConnectOptions, PgConnection};
use std::fmt;
use std::io;
use std::str::FromStr;
use std::time::Duration;
use tokio::time::{Instant, sleep, timeout};

/// How long after a refused connection the next one is tried.
const TRY_AGAIN: Duration = Duration::from_millis(200);

/// Why no connection comes about: where, why, and what cures it. It repeats no password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreachable {
    /// Host and port, or the socket.
    pub at: String,
    /// What happened.
    pub cause: String,
    /// What cures it, as a sentence.
    pub cure: &'static str,
}

impl fmt::Display for Unreachable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}. {}", self.at, self.cause, self.cure)
    }
}

/// Connects once and ends the connection. A server that is being started has so long to answer.
///
/// # Errors
/// [`Unreachable`].
pub(in crate::storage) async fn reach(url: &str, limit: Duration) -> Result<(), Unreachable> {
    let wrong = |error: sqlx::Error| Unreachable {
        at: "the address".to_owned(),
        cause: error.to_string(),
        cure: "Write it as postgres://USER:PASSWORD@HOST:PORT/DATABASE.",
    };
    let options = PgConnectOptions::from_str(url).map_err(wrong)?;
    let ends = Instant::now() + limit;
    loop {
        let tried = timeout(limit, PgConnection::connect_with(&options)).await;
        let error = match tried {
            Ok(Ok(connection)) => {
                // Whatever becomes of the farewell: the server was reached.
                drop(timeout(limit, connection.close()).await);
                return Ok(());
            }
            Ok(Err(error)) => error,
            Err(_) => sqlx::Error::Io(io::ErrorKind::TimedOut.into()),
        };
        if !may_come(&error) || Instant::now() + TRY_AGAIN >= ends {
            return Err(explained(&options, &error));
        }
        sleep(TRY_AGAIN).await;
    }
}

/// Whether the server may be one that is being started.
fn may_come(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(error) => {
            matches!(error.kind(), io::ErrorKind::ConnectionRefused | io::ErrorKind::NotFound)
        }
        sqlx::Error::Database(error) => error.code().as_deref() == Some("57P03"),
        _ => false,
    }
}

fn explained(options: &PgConnectOptions, error: &sqlx::Error) -> Unreachable {
    let at = options.get_socket().map_or_else(
        || format!("{}:{}", options.get_host(), options.get_port()),
        |socket| format!("{}/.s.PGSQL.{}", socket.display(), options.get_port()),
    );
    let user = options.get_username();
    let database = options.get_database().unwrap_or(user);
    let (cause, cure) = match error {
        sqlx::Error::Io(error) => of_network(error),
        sqlx::Error::Tls(error) => (format!("TLS does not come about ({error})"), ABOUT_TLS),
        sqlx::Error::Database(error) => match error.code().as_deref() {
            Some("28P01") => (
                format!("the password of the user {user} is wrong"),
                "Correct user and password; in a password write # as %23, @ as %40 and / as %2F.",
            ),
            Some("28000") => (
                format!("the server does not let the user {user} in ({})", error.message()),
                "Make the user, or let pg_hba.conf of the server admit it from this machine.",
            ),
            Some("3D000") => (
                format!("there is no database {database}"),
                "Make it (createdb), or correct its name; then run `wariin migrate`.",
            ),
            Some("42501") => (
                format!("the user {user} may not connect to the database {database}"),
                "GRANT CONNECT ON DATABASE to the user.",
            ),
            Some("53300") => (
                "the server has no connection left".to_owned(),
                "Raise max_connections of the server, or run fewer nodes: each has up to 16.",
            ),
            Some("57P03") => {
                ("the server is starting or ending".to_owned(), "Wait until it has started.")
            }
            _ => (format!("the server refuses ({})", error.message()), "See the server's log."),
        },
        other => (other.to_string(), "See the server's log."),
    };
    Unreachable { at, cause, cure }
}

const ABOUT_TLS: &str = "Let sslmode, and sslrootcert, in the address fit the server's settings: \
    sslmode=verify-full asks for a certificate of the host's name.";

fn of_network(error: &io::Error) -> (String, &'static str) {
    match error.kind() {
        io::ErrorKind::ConnectionRefused => (
            "the connection is refused: nothing listens there".to_owned(),
            "Start the database server, or correct host and port.",
        ),
        io::ErrorKind::NotFound => (
            "there is no such socket".to_owned(),
            "Start the database server, or correct the folder of its socket.",
        ),
        io::ErrorKind::TimedOut
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable => (
            "there is no answer".to_owned(),
            "Correct host and port, and let networks and firewalls on the way pass it.",
        ),
        io::ErrorKind::InvalidData => (format!("TLS does not come about ({error})"), ABOUT_TLS),
        // The standard library has no kind for it.
        _ if error.to_string().starts_with("failed to lookup address") => (
            "the name of the host cannot be resolved".to_owned(),
            "Correct the name, or the name servers of this machine.",
        ),
        _ => (format!("the connection breaks ({error})"), "See the server's log."),
    }
}
