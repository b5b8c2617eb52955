//! The tools that the tests need besides Rust, and their installation.

use crate::run::{Outcome, output, program, run, succeeds, top};
use std::fs;
use std::path::Path;

/// Programs and files from Debian packages: the path that shows that it is installed, and the package.
const DEBIAN: &[(&str, &str)] = &[
    ("chromium", "chromium"),
    ("pdfsig", "poppler-utils"),
    ("qpdf", "qpdf"),
    ("mutool", "mupdf-tools"),
    ("soffice", "libreoffice-writer-nogui"),
    ("node", "nodejs"),
    ("npm", "npm"),
    ("python3", "python3"),
    ("cc", "build-essential"),
    ("cmake", "cmake"),
    ("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", "fonts-noto-cjk"),
    ("/usr/lib/postgresql", "postgresql"),
    ("sqlite3", "sqlite3"),
    ("setpriv", "util-linux"),
    ("faketime", "faketime"),
    ("/usr/sbin/nginx", "nginx-light"),
    ("caddy", "caddy"),
    ("wrk", "wrk"),
    ("openssl", "openssl"),
    ("pebble", "pebble"),
    ("softhsm2-util", "softhsm2"),
    ("pkcs11-tool", "opensc"),
    ("javac", "default-jdk-headless"),
    ("/usr/share/java/pdfbox2.jar", "libpdfbox2-java"),
    ("/usr/share/java/bcpkix.jar", "libbcpkix-java"),
    ("/usr/share/java/bcutil.jar", "libbcutil-java"),
];
/// Folders of Python tools and what `pip` installs there: the validator for sealed PDFs with an authority on loopback and one
/// for JSON Schema,
/// the last version of the validator that implements the profiles of ETSI TS 119 102-1 for archives, and more.
const PYTHON: &[(&str, &[&str])] = &[
    (
        "python",
        &[
            "pyhanko==0.38.0",
            "pyhanko-cli==0.6.0",
            "certomancer[web-api]==0.16.0",
            "jsonschema==4.26.0",
        ],
    ),
    ("python-0.29", &["pyhanko==0.29.1", "pyhanko-cli==0.1.2"]),
    // A witness for the transparency log. It asks for Python 3.12 and runs on 3.11, which Debian 12 has.
    ("witness", &["--ignore-requires-python", "aics-witness==0.1.0"]),
    // An object storage that speaks S3 and checks signatures; its extra `server` would bring much that is not needed.
    ("s3", &["moto[s3]==5.2.5", "flask==3.1.3", "flask-cors==6.0.5"]),
];

/// Installs what is missing.
pub(crate) fn install() -> Outcome {
    debian()?;
    python()?;
    npm()
}

fn debian() -> Outcome {
    let missing: Vec<&str> =
        DEBIAN.iter().filter(|(sign, _)| !is_there(sign)).map(|(_, package)| *package).collect();
    if missing.is_empty() { Ok(()) } else { install_debian(&missing) }
}

/// Installs packages as root; otherwise prints the command.
fn install_debian(missing: &[&str]) -> Outcome {
    let install = ["install", "-y", "--no-install-recommends"];
    let is_root = output(&mut program("id", &["-u"]))?.trim() == "0";
    if !is_root || !succeeds(&mut program("apt-get", &["--version"])) {
        return Err(format!(
            "the tests need packages that are missing. As root, run\n\n  \
             apt-get update && apt-get {} {}\n\nand try again",
            install.join(" "),
            missing.join(" ")
        ));
    }
    run(program("apt-get", &["update", "-q"]).env("DEBIAN_FRONTEND", "noninteractive"))?;
    let mut command = program("apt-get", &install);
    run(command.args(missing).env("DEBIAN_FRONTEND", "noninteractive"))
}

fn is_there(sign: &str) -> bool {
    if sign.starts_with('/') {
        return Path::new(sign).exists();
    }
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(sign).exists())
}

fn python() -> Outcome {
    PYTHON.iter().try_for_each(|(name, packages)| python_folder(name, packages))
}

fn python_folder(name: &str, packages: &[&str]) -> Outcome {
    let folder = top().join("target/tools").join(name);
    let installed = folder.join("installed");
    if fs::read_to_string(&installed).is_ok_and(|text| text == packages.join(" ")) {
        return Ok(());
    }
    let path = folder.display().to_string();
    if run(&mut program("python3", &["-m", "venv", &path])).is_err() {
        install_debian(&["python3-venv"])?;
        run(&mut program("python3", &["-m", "venv", "--clear", &path]))?;
    }
    let pip = folder.join("bin/pip").display().to_string();
    run(program(&pip, &["install", "--quiet"]).args(packages))?;
    fs::write(&installed, packages.join(" ")).map_err(|e| e.to_string())
}

fn npm() -> Outcome {
    let folder = top().join("crates/app-http/e2e");
    let lock = folder.join("package-lock.json");
    let installed = folder.join("node_modules/.package-lock.json");
    let time = |path: &Path| fs::metadata(path).and_then(|m| m.modified()).ok();
    if time(&installed).is_some_and(|there| Some(there) >= time(&lock)) {
        return Ok(());
    }
    let arguments = ["ci", "--no-audit", "--no-fund", "--ignore-scripts"];
    run(program("npm", &arguments).current_dir(folder))
}
