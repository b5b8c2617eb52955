//! Temporary databases: an `SQLite` file for each test, and one `PostgreSQL` server for all of them.

use sea_orm::{ConnectionTrait, Database, DatabaseConnection};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{LazyLock, mpsc};
use std::thread;
use tempfile::TempDir;
use wariin_adapters::{DatabaseLimits, MasterKey, SqlDatabase, SqlError};

/// A database of its own for one test.
pub(crate) struct TestDatabase {
    pub(crate) name: &'static str,
    pub(crate) database: SqlDatabase,
    url: String,
    folder: Option<TempDir>,
}

impl TestDatabase {
    /// The same `PostgreSQL` database as a new role sees it that these statements grant something.
    pub(crate) async fn as_role(&self, role: &str, grants: &str) -> Self {
        let owner = self.intruder().await;
        owner.execute_unprepared(&format!("CREATE ROLE {role} LOGIN")).await.unwrap();
        owner.execute_unprepared(grants).await.unwrap();
        let url = self.url.replace("postgres@", &format!("{role}@"));
        let database = SqlDatabase::connect_postgres(&url, &master()).await.unwrap();
        Self { name: self.name, database, url, folder: None }
    }

    /// The same database as a process of this name sees it whose key file holds these lines.
    pub(crate) async fn under(&self, keys: &str, node: &str) -> SqlDatabase {
        let master = MasterKey::parse(keys).unwrap();
        let database = match &self.folder {
            Some(folder) => SqlDatabase::open_sqlite(&folder.path().join("test.db"), &master).await,
            None => SqlDatabase::connect_postgres(&self.url, &master).await,
        };
        database.unwrap().of_node(node)
    }

    /// The same database, opened once more as it is now.
    pub(crate) async fn opened(&self) -> Result<SqlDatabase, SqlError> {
        match &self.folder {
            Some(folder) => {
                SqlDatabase::open_sqlite(&folder.path().join("test.db"), &master()).await
            }
            None => SqlDatabase::connect_postgres(&self.url, &master()).await,
        }
    }

    /// What bringing its schema up to date comes to.
    pub(crate) async fn migrated(&self) -> Result<(), SqlError> {
        match &self.folder {
            Some(_) => self.opened().await.map(drop),
            None => SqlDatabase::migrate_postgres(&self.url).await,
        }
    }

    /// A connection that bypasses the adapter, like that of an attacker with the database's password.
    pub(crate) async fn intruder(&self) -> DatabaseConnection {
        Database::connect(&self.url).await.unwrap()
    }

    /// The same, one that puts constraints between tables out of force.
    pub(crate) async fn unconstrained(&self) -> DatabaseConnection {
        let mut options = sea_orm::ConnectOptions::new(&self.url);
        // What is set here is set for one connection.
        let intruder = Database::connect(options.max_connections(1).to_owned()).await.unwrap();
        let off = match &self.folder {
            Some(_) => "PRAGMA foreign_keys = OFF",
            None => "SET session_replication_role = replica",
        };
        intruder.execute_unprepared(off).await.unwrap();
        intruder
    }

    /// Where `SQLite`'s files are.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.as_ref().expect("a database in a file").path()
    }

    /// Another node on the same `PostgreSQL` database, with limits of its own.
    pub(crate) async fn node(&self, limits: DatabaseLimits) -> SqlDatabase {
        SqlDatabase::connect_postgres_within(&self.url, &master(), limits).await.unwrap()
    }

    /// The same, over another socket in this folder.
    pub(crate) async fn node_over(&self, socket: &Path, limits: DatabaseLimits) -> SqlDatabase {
        let url =
            self.url.replace(&SERVER.socket.display().to_string(), &socket.display().to_string());
        SqlDatabase::connect_postgres_within(&url, &master(), limits).await.unwrap()
    }

    /// The server's own socket.
    pub(crate) fn socket() -> PathBuf {
        SERVER.socket.join(".s.PGSQL.5432")
    }
}

pub(crate) fn master() -> MasterKey {
    MasterKey::from_bytes([42; 32])
}

/// The same test on each of the databases.
pub(crate) async fn on_each(test: impl AsyncFn(&TestDatabase)) {
    for database in [sqlite().await, postgres().await] {
        println!("on {}", database.name);
        Box::pin(test(&database)).await;
    }
}

pub(crate) async fn sqlite() -> TestDatabase {
    sqlite_under(&master()).await
}

/// The database of another service: one with this master key.
pub(crate) async fn with_key(key: [u8; 32]) -> TestDatabase {
    sqlite_under(&MasterKey::from_bytes(key)).await
}

async fn sqlite_under(master: &MasterKey) -> TestDatabase {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("test.db");
    let database = SqlDatabase::open_sqlite(&file, master).await.unwrap();
    let url = format!("sqlite://{}", file.display());
    TestDatabase { name: "SQLite", database, url, folder: Some(folder) }
}

/// The address of a `PostgreSQL` database in which there is nothing.
pub(crate) async fn empty_postgres() -> String {
    static NUMBER: AtomicU32 = AtomicU32::new(0);
    let name = format!("test_{}", NUMBER.fetch_add(1, Ordering::SeqCst));
    let admin = Database::connect(SERVER.url("postgres")).await.unwrap();
    admin.execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    admin.close().await.unwrap();
    SERVER.url(&name)
}

pub(crate) async fn postgres() -> TestDatabase {
    let url = empty_postgres().await;
    let outdated = SqlDatabase::connect_postgres(&url, &master()).await;
    assert!(outdated.is_err(), "the server must not start on a schema that is not there");
    SqlDatabase::migrate_postgres(&url).await.unwrap();
    let database = SqlDatabase::connect_postgres(&url, &master()).await.unwrap();
    TestDatabase { name: "PostgreSQL", database, url, folder: None }
}

/// One server for the whole run, on a socket in a folder; it ends with this process.
static SERVER: LazyLock<Server> = LazyLock::new(Server::start);

struct Server {
    socket: PathBuf,
}

impl Server {
    fn url(&self, database: &str) -> String {
        format!("postgres://postgres@localhost/{database}?host={}", self.socket.display())
    }

    /// The folders of runs that have ended.
    fn sweep() {
        for entry in fs::read_dir(std::env::temp_dir()).unwrap().flatten() {
            let name = entry.file_name();
            let process = name.to_str().and_then(|name| name.strip_prefix("wariin-pg-"));
            if process.is_some_and(|id| !Path::new("/proc").join(id).exists()) {
                let _ = fs::remove_dir_all(entry.path());
            }
        }
    }

    fn start() -> Self {
        Self::sweep();
        let folder = std::env::temp_dir().join(format!("wariin-pg-{}", std::process::id()));
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir(&folder).unwrap();
        if is_root() {
            run(Command::new("chown").arg("postgres").arg(&folder));
        }
        let data = folder.join("data");
        let mut initdb = as_postgres(&bin("initdb"));
        run(initdb.args(["--auth=trust", "--username=postgres", "--no-sync", "-D"]).arg(&data));

        let socket = folder.clone();
        let (started, wait) = mpsc::channel();
        // The server gets a signal when the thread that started it ends; this one waits.
        thread::spawn(move || {
            let mut server = as_postgres(&bin("postgres"));
            server.arg("-D").arg(&data).arg("-k").arg(&socket);
            server.args([
                "-c",
                "listen_addresses=",
                "-c",
                "fsync=off",
                "-c",
                "max_connections=200",
            ]);
            let mut child = server.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
            started.send(child.id()).unwrap();
            child.wait().unwrap();
        });
        wait.recv().unwrap();
        let mut ready = Command::new(bin("pg_isready"));
        ready.arg("-q").arg("-h").arg(&folder).args(["-U", "postgres"]);
        for _ in 0..600 {
            if ready.status().is_ok_and(|status| status.success()) {
                return Self { socket: folder };
            }
            thread::sleep(std::time::Duration::from_millis(50));
        }
        panic!("PostgreSQL did not start");
    }
}

fn bin(program: &str) -> PathBuf {
    let mut versions: Vec<PathBuf> =
        fs::read_dir("/usr/lib/postgresql").unwrap().map(|v| v.unwrap().path()).collect();
    versions.sort();
    versions.pop().expect("PostgreSQL is installed").join("bin").join(program)
}

fn is_root() -> bool {
    let id = Command::new("id").arg("-u").output().unwrap();
    id.stdout.starts_with(b"0")
}

/// `initdb` and `postgres` refuse to run as root.
fn as_postgres(program: &Path) -> Command {
    let mut command = Command::new("setpriv");
    command.args(["--pdeathsig", "INT"]);
    if is_root() {
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
    }
    command.arg(program);
    command
}

fn run(command: &mut Command) {
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}
