//! The image in the OCI layout (image-spec 1.1), made without a container engine.

use super::root::USER;
use super::{Dist, make, tar};
use crate::run::Outcome;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::Path;

/// Writes `image/` (for `skopeo copy oci:…`) and `wariin-image.tar`, the same in one file.
pub(super) fn write(dist: &Dist, root: &Path) -> Outcome {
    let image = dist.to.join("image");
    let blobs = image.join("blobs/sha256");
    make(&blobs)?;
    let layer = dist.to.join("layer.tar");
    tar::pack(dist, root, &layer)?;
    tar::gzip(&layer)?;
    let plain = read(&layer)?;
    let packed = read(&dist.to.join("layer.tar.gz"))?;
    for name in ["layer.tar", "layer.tar.gz"] {
        fs::remove_file(dist.to.join(name)).map_err(|e| e.to_string())?;
    }
    let created = crate::dist::sums::instant(dist.epoch)?;
    let config = json!({
        "created": created,
        "architecture": dist.architecture,
        "os": "linux",
        "config": {
            "User": format!("{USER}:{USER}"),
            "Env": ["WARIIN_DATA_DIR=/data", "WARIIN_LISTEN=0.0.0.0:8080"],
            "Entrypoint": ["/usr/bin/wariin"],
            "Cmd": ["serve"],
            "WorkingDir": "/data",
            "ExposedPorts": {"8080/tcp": {}},
            "Volumes": {"/data": {}},
            "StopSignal": "SIGTERM",
            "Labels": {
                "org.opencontainers.image.title": "wariin",
                "org.opencontainers.image.version": dist.version,
                "org.opencontainers.image.licenses": "MIT OR Apache-2.0",
            },
        },
        "rootfs": {"type": "layers", "diff_ids": [format!("sha256:{}", digest(&plain))]},
        "history": [{"created": created, "created_by": "cargo xtask dist"}],
    });
    let config = blob(&blobs, "config.v1+json", &serde_json::to_vec(&config).map_err(text)?)?;
    let layer = blob(&blobs, "layer.v1.tar+gzip", &packed)?;
    let manifest = json!({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.manifest.v1+json",
        "config": config,
        "layers": [layer],
    });
    let manifest = serde_json::to_vec(&manifest).map_err(text)?;
    let mut named = blob(&blobs, "manifest.v1+json", &manifest)?;
    named["annotations"] = json!({"org.opencontainers.image.ref.name": dist.version});
    named["platform"] = json!({"architecture": dist.architecture, "os": "linux"});
    let index = json!({
        "schemaVersion": 2,
        "mediaType": "application/vnd.oci.image.index.v1+json",
        "manifests": [named],
    });
    super::write(&image.join("index.json"), index.to_string())?;
    super::write(&image.join("oci-layout"), r#"{"imageLayoutVersion":"1.0.0"}"#)?;
    check(&image)?;
    tar::pack(dist, &image, &dist.to.join("wariin-image.tar"))
}

/// Keeps bytes under their digest; what refers to them.
fn blob(blobs: &Path, kind: &str, bytes: &[u8]) -> Outcome<Value> {
    let digest = digest(bytes);
    super::write(&blobs.join(&digest), bytes)?;
    Ok(json!({
        "mediaType": format!("application/vnd.oci.image.{kind}"),
        "digest": format!("sha256:{digest}"),
        "size": bytes.len(),
    }))
}

/// Follows the image from its index to its layer, as a container engine does.
fn check(image: &Path) -> Outcome {
    let json = |bytes: &[u8]| serde_json::from_slice::<Value>(bytes).map_err(text);
    let referred = |to: &Value| -> Outcome<Vec<u8>> {
        let named = to["digest"].as_str().and_then(|digest| digest.strip_prefix("sha256:"));
        let named = named.ok_or("a reference of the image has no digest")?;
        let bytes = read(&image.join("blobs/sha256").join(named))?;
        if digest(&bytes) != named || to["size"] != bytes.len() {
            return Err(format!("{named} is not what the image says"));
        }
        Ok(bytes)
    };
    let index = json(&read(&image.join("index.json"))?)?;
    let manifest = json(&referred(&index["manifests"][0])?)?;
    referred(&manifest["layers"][0])?;
    let config = json(&referred(&manifest["config"])?)?;
    match config["config"]["User"].as_str() {
        Some(user) if user.starts_with("65532") => Ok(()),
        _ => Err("the image would run as root".into()),
    }
}

fn digest(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn read(path: &Path) -> Outcome<Vec<u8>> {
    fs::read(path).map_err(|e| format!("{}: {e}", path.display()))
}

fn text(error: serde_json::Error) -> String {
    error.to_string()
}
