//! Writes the fuzzer's seed corpus: `fuzz_seeds FOLDER` fills one folder for each target.

#[path = "../tests/it/files.rs"]
mod files;

use std::error::Error;
use std::fs;
use std::path::Path;
use wariin_pades::{KeyKind, SealKey, SignatureRequest, Utc, prepare};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("fuzz_seeds FOLDER")?;
    let now = Utc::from_unix(1_800_000_000);
    let key = SealKey::generate(KeyKind::P256, "seed", now)?.key;
    let request = SignatureRequest::new("seed", "seed", now);
    let page = files::pages(1, 20);
    let signed = |pdf: Vec<u8>| -> Result<(Vec<u8>, Vec<u8>), Box<dyn Error>> {
        let prepared = prepare(pdf, &request, 1_500)?;
        let value = prepared.signed_by(&key)?.without_timestamp()?;
        Ok((prepared.embed(&value)?, value))
    };
    let (once, value) = signed(page.clone())?;
    let (twice, _) = signed(once.clone())?;
    let pdfs: [(&str, &[u8]); 4] =
        [("page", &page), ("form", FORM), ("once", &once), ("twice", &twice)];
    write(&Path::new(&folder).join("intake"), &[("drawn", DRAWN)])?;
    for target in ["intake", "update", "verify"] {
        write(Path::new(&folder).join(target).as_path(), &pdfs)?;
    }
    let der: [(&str, &[u8]); 3] = [
        ("certificate", key.certificate()),
        ("signature", &value),
        ("dictionary", b"<</A[1 0 R(b)<63>]>>"),
    ];
    write(Path::new(&folder).join("der").as_path(), &der)
}

fn write(folder: &Path, seeds: &[(&str, &[u8])]) -> Result<(), Box<dyn Error>> {
    fs::create_dir_all(folder)?;
    for (name, bytes) in seeds {
        fs::write(folder.join(name), bytes)?;
    }
    Ok(())
}

/// Fields and annotations without appearances.
const DRAWN: &[u8] = b"%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R 5 0 R 6 0 R]/DA(/Helv 0 Tf)>>>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 99 99]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/Annots[4 0 R 5 0 R 6 0 R 7 0 R 8 0 R 9 0 R 10 0 R 11 0 R]>>endobj
4 0 obj<</Subtype/Widget/FT/Tx/T(a)/V<FEFF6771004E>/Ff 4096/Rect[0 0 50 50]/MK<</R 90/BC[0]>>>>endobj
5 0 obj<</Subtype/Widget/FT/Tx/T(b)/V<FEFF845BDB40DD00>/Ff 16777216/MaxLen 4/Q 1/Rect[0 0 50 9]>>endobj
6 0 obj<</Subtype/Widget/FT/Ch/T(c)/V(b)/Opt[(a)[(b)<FEFF5927>]]/Rect[0 0 50 40]>>endobj
7 0 obj<</Subtype/Line/L[9 9 90 90]/LE[/OpenArrow/Circle]/LL 5/LLE 2/IC[1 0 0]/Rect[0 0 99 99]>>endobj
8 0 obj<</Subtype/Square/BE<</S/C/I 1>>/BS<</W 1/S/D/D[3 1]>>/C[0]/RD[1 1 1 1]/Rect[0 0 99 99]>>endobj
9 0 obj<</Subtype/FreeText/DA(0 g /Helv 9 Tf)/CL[0 0 9 9]/RD[9 9 9 9]/Contents(a)/Rect[0 0 99 99]>>endobj
10 0 obj<</Subtype/Stamp/Name/Draft/Rect[0 0 90 30]>>endobj
11 0 obj<</Subtype/Polygon/Path[[9 9][20 9 30 9 40 40]]/C[0 1 0]/Rect[0 0 99 99]>>endobj
trailer<</Root 1 0 R/Size 12>>
startxref
0
%%EOF
";

/// A form with one field; its offsets are wrong, as in most of the fuzzer's inputs.
const FORM: &[u8] = b"%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]>>>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 9 9]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/Annots[4 0 R]>>endobj
4 0 obj<</Subtype/Widget/FT/Tx/T(a)/V(b)/Rect[0 0 5 5]/AP<</N 5 0 R>>>>endobj
5 0 obj<</Subtype/Form/BBox[0 0 1 1]/Length 8>>stream
0 0 1 rg
endstream endobj
xref
0 1
0000000000 65535 f\x20
trailer<</Root 1 0 R/Size 6>>
startxref
9
%%EOF
";
