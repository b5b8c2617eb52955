//! The released program with all that it needs around it, on loopback: nodes, a database, a mail server, and
//! people with browsers. Nothing here uses a crate of ours.

pub(crate) mod authority;
pub(crate) mod browser;
pub(crate) mod database;
pub(crate) mod mail;
pub(crate) mod node;
pub(crate) mod pdf;
pub(crate) mod people;
pub(crate) mod postgres;
pub(crate) mod process;

use crate::run::Outcome;
use database::Database;
use mail::MailServer;
use node::{Node, Place};
use postgres::Postgres;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Which database a service has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Engine {
    Sqlite,
    Postgres,
}

impl Engine {
    /// Both.
    pub(crate) const ALL: [Self; 2] = [Self::Sqlite, Self::Postgres];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL",
        }
    }
}

/// A service and all around it; it ends and leaves nothing when it is dropped.
pub(crate) struct World {
    pub(crate) nodes: Vec<Node>,
    pub(crate) mail: MailServer,
    pub(crate) postgres: Option<Postgres>,
    pub(crate) place: Place,
    folder: PathBuf,
}

impl World {
    /// Starts so many nodes of this program on an empty database, with these settings beside the usual ones.
    pub(crate) fn start(
        binary: &Path,
        engine: Engine,
        nodes: usize,
        settings: &[(&str, String)],
    ) -> Outcome<Self> {
        let folder = fresh_folder("world")?;
        let mail = MailServer::start()?;
        let postgres = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Postgres::start(&folder.join("pg"))?),
        };
        let ports = (0..nodes).map(|_| free_port()).collect::<Outcome<Vec<u16>>>()?;
        let mut environment = vec![
            ("WARIIN_DATA_DIR".to_owned(), folder.join("data").display().to_string()),
            ("WARIIN_BASE_URL".to_owned(), format!("http://localhost:{}", ports[0])),
            ("WARIIN_SMTP_URL".to_owned(), mail.url()),
            ("WARIIN_MAIL_FROM".to_owned(), "Wariin <wariin@example.jp>".to_owned()),
            ("WARIIN_CONNECTIONS_PER_ADDRESS".to_owned(), "1000".to_owned()),
        ];
        if let Some(postgres) = &postgres {
            environment.push(("WARIIN_DATABASE_URL".to_owned(), postgres.url()));
        }
        environment
            .extend(settings.iter().map(|(name, value)| ((*name).to_owned(), value.clone())));
        let place = Place { binary: binary.to_owned(), environment, log: folder.join("log") };
        if postgres.is_some() {
            place.run(&["migrate"])?;
        }
        let nodes = ports.into_iter().map(|port| Node::start(&place, port));
        let nodes = nodes.collect::<Outcome<Vec<Node>>>()?;
        let world = Self { nodes, mail, postgres, place, folder };
        let ready = world.nodes.iter().try_for_each(Node::wait_until_ready);
        ready.map_err(|error| format!("{error}\n{}", world.place.logged()))?;
        Ok(world)
    }

    /// The folder of the service's data.
    pub(crate) fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// The database, to be read by SQL.
    pub(crate) fn database(&self) -> Database {
        match &self.postgres {
            Some(postgres) => Database::Postgres(postgres.socket()),
            None => Database::Sqlite(self.data().join("wariin.db")),
        }
    }
}

impl Drop for World {
    fn drop(&mut self) {
        self.nodes.clear();
        self.postgres = None;
        let _ = fs::remove_dir_all(&self.folder);
    }
}

/// An empty folder of this name that no other world of this process has.
pub(crate) fn fresh_folder(name: &str) -> Outcome<PathBuf> {
    static MADE: AtomicUsize = AtomicUsize::new(0);
    let number = MADE.fetch_add(1, Ordering::Relaxed);
    let name = format!("wariin-{name}-{}-{number}", std::process::id());
    let folder = std::env::temp_dir().join(name);
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(&folder).map_err(|e| format!("{}: {e}", folder.display()))?;
    Ok(folder)
}

/// A port of loopback that is free.
pub(crate) fn free_port() -> Outcome<u16> {
    let listener = TcpListener::bind("127.0.0.1:0").map_err(|e| e.to_string())?;
    Ok(listener.local_addr().map_err(|e| e.to_string())?.port())
}
