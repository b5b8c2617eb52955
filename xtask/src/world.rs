//! The released program with all that it needs around it, on loopback: nodes, a database, a mail server, and
//! people with browsers. Nothing here uses a crate of ours.

pub(crate) mod authority;
pub(crate) mod browser;
pub(crate) mod bucket;
pub(crate) mod database;
pub(crate) mod mail;
pub(crate) mod node;
pub(crate) mod pdf;
pub(crate) mod people;
pub(crate) mod postgres;
pub(crate) mod process;

use crate::run::Outcome;
use bucket::Bucket;
use database::Database;
use mail::MailServer;
use node::{Node, Part, Place};
use postgres::Postgres;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::sleep;
use std::time::Duration;

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

/// Which nodes a service consists of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Layout {
    /// So many that do everything, with one folder of data.
    Alike(usize),
    /// Two that answer requests and one that runs jobs, as on machines of their own: each with its own folder, and with
    /// a clock that is two minutes behind, two minutes ahead, and right. Files are in an object storage.
    Apart,
}

impl Layout {
    /// What sets each node apart, by the folders of their data.
    fn parts(self, folder: &Path) -> Vec<Part> {
        match self {
            Self::Alike(nodes) => vec![Part::default(); nodes],
            Self::Apart => [("web", "-120s"), ("web", "+120s"), ("worker", "+0s")]
                .into_iter()
                .enumerate()
                .map(|(number, (role, clock))| {
                    let data = folder.join(format!("data-{number}")).display().to_string();
                    let environment = [
                        ("WARIIN_ROLE", role.to_owned()),
                        ("WARIIN_DATA_DIR", data),
                        ("LD_PRELOAD", format!("{}/libfaketime.so.1", faketime())),
                        ("FAKETIME", clock.to_owned()),
                        ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
                    ];
                    let environment =
                        environment.into_iter().map(|(name, value)| (name.to_owned(), value));
                    Part { environment: environment.collect(), is_worker: role == "worker" }
                })
                .collect(),
        }
    }
}

/// The folder in which Debian has the library that gives a process another clock.
fn faketime() -> String {
    format!("/usr/lib/{}-linux-gnu/faketime", std::env::consts::ARCH)
}

/// A service and all around it; it ends and leaves nothing when it is dropped.
pub(crate) struct World {
    pub(crate) nodes: Vec<Node>,
    pub(crate) mail: MailServer,
    pub(crate) postgres: Option<Postgres>,
    pub(crate) place: Place,
    bucket: Option<Bucket>,
    folder: PathBuf,
}

/// Where the files of the service are.
pub(crate) enum Files {
    Folder(PathBuf),
    /// The address that the names of objects are behind.
    Bucket(String),
}

impl Files {
    /// The bytes of the file with this digest.
    pub(crate) fn read(&self, digest: &str) -> Option<Vec<u8>> {
        let shelf = digest.get(..2)?;
        match self {
            Self::Folder(folder) => fs::read(folder.join(shelf).join(digest)).ok(),
            Self::Bucket(address) => bucket::object(&format!("{address}/{shelf}/{digest}")),
        }
    }
}

impl World {
    /// Starts nodes of this program on an empty database, with these settings beside the usual ones.
    pub(crate) fn start(
        binary: &Path,
        engine: Engine,
        layout: Layout,
        settings: &[(&str, String)],
    ) -> Outcome<Self> {
        let folder = fresh_folder("world")?;
        let mail = MailServer::start()?;
        let postgres = match engine {
            Engine::Sqlite => None,
            Engine::Postgres => Some(Postgres::start(&folder.join("pg"))?),
        };
        let bucket = (layout == Layout::Apart)
            .then(|| Bucket::start(folder.join("storage.log")))
            .transpose()?;
        let parts = layout.parts(&folder);
        let ports = parts.iter().map(|_| free_port()).collect::<Outcome<Vec<u16>>>()?;
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
        let of_bucket = bucket.iter().flat_map(Bucket::settings);
        environment.extend(of_bucket.map(|(name, value)| (name.to_owned(), value)));
        let place = Place { binary: binary.to_owned(), environment, log: folder.join("log") };
        if postgres.is_some() {
            place.run(&["migrate"])?;
        }
        let mut world = Self { nodes: Vec::new(), mail, postgres, place, bucket, folder };
        let started = world.start_nodes(layout, ports.into_iter().zip(parts));
        started.map_err(|error| format!("{error}\n{}", world.place.logged()))?;
        Ok(world)
    }

    /// Where each node has a folder of its own, the first one makes the keys, which the others are given.
    fn start_nodes(&mut self, layout: Layout, nodes: impl Iterator<Item = (u16, Part)>) -> Outcome {
        for (number, (port, part)) in nodes.enumerate() {
            if layout == Layout::Apart && number > 0 {
                copy_keys(&self.folder.join("data-0/keys"), &self.folder, number)?;
            }
            let node = Node::start(&self.place, port, part)?;
            if layout == Layout::Apart && number == 0 {
                node.wait_until_ready()?;
            }
            self.nodes.push(node);
        }
        self.nodes.iter().try_for_each(Node::wait_until_ready)
    }

    /// Where the files are.
    pub(crate) fn files(&self) -> Files {
        match &self.bucket {
            Some(bucket) => Files::Bucket(bucket.files()),
            None => Files::Folder(self.data().join("files")),
        }
    }

    /// How many requests the object storage has had: to write, to read, and others.
    pub(crate) fn storage_requests(&self) -> [usize; 3] {
        self.bucket.as_ref().map_or([0; 3], Bucket::requests)
    }

    /// The addresses of the nodes that answer requests.
    pub(crate) fn origins(&self) -> Vec<String> {
        self.nodes.iter().filter(|node| !node.part.is_worker).map(Node::origin).collect()
    }

    /// Kills a node, and starts it again after this time.
    pub(crate) fn restart(&mut self, at: usize, after: Duration) -> Outcome {
        self.nodes[at].kill();
        sleep(after);
        self.start_again(at)
    }

    /// Tells a node to end, and starts it again when it has.
    pub(crate) fn restart_gently(&mut self, at: usize) -> Outcome {
        self.nodes[at].end()?;
        self.start_again(at)
    }

    fn start_again(&mut self, at: usize) -> Outcome {
        let (port, part) = (self.nodes[at].port, self.nodes[at].part.clone());
        self.nodes[at] = Node::start(&self.place, port, part)?;
        self.nodes[at].wait_until_ready()
    }

    /// The folder of the service's data.
    fn data(&self) -> PathBuf {
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

fn copy_keys(from: &Path, folder: &Path, number: usize) -> Outcome {
    let to = folder.join(format!("data-{number}/keys"));
    let copy = || {
        fs::create_dir_all(&to)?;
        for key in fs::read_dir(from)? {
            let key = key?;
            fs::copy(key.path(), to.join(key.file_name()))?;
        }
        Ok::<_, std::io::Error>(())
    };
    copy().map_err(|error| format!("{}: {error}", to.display()))
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
