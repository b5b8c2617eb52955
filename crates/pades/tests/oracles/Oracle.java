// What Apache PDFBox and Bouncy Castle say of every signature in PDFs: one line each, with the file, VALID or why not.

import java.io.ByteArrayInputStream;
import java.io.File;
import java.nio.file.Files;
import java.security.MessageDigest;
import java.util.Arrays;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.interactive.digitalsignature.PDSignature;
import org.bouncycastle.asn1.cms.Attribute;
import org.bouncycastle.asn1.cms.AttributeTable;
import org.bouncycastle.asn1.ess.SigningCertificateV2;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.CMSProcessableByteArray;
import org.bouncycastle.cms.CMSSignedData;
import org.bouncycastle.cms.SignerInformation;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.tsp.TimeStampToken;
import org.bouncycastle.util.Store;

public class Oracle {
    public static void main(String[] arguments) throws Exception {
        for (String path : arguments) all(path);
    }

    static void all(String path) throws Exception {
        byte[] file = Files.readAllBytes(new File(path).toPath());
        try (PDDocument document = PDDocument.load(file)) {
            for (PDSignature signature : document.getSignatureDictionaries()) {
                try {
                    check(signature, file);
                    System.out.println(path + " VALID " + signature.getSubFilter());
                } catch (Exception error) {
                    System.out.println(path + " BROKEN " + signature.getSubFilter() + " " + error);
                }
            }
        }
    }

    static void check(PDSignature signature, byte[] file) throws Exception {
        byte[] value = signature.getContents(file);
        byte[] signed = signature.getSignedContent(new ByteArrayInputStream(file));
        if (signature.getSubFilter().equals("ETSI.RFC3161")) {
            token(new CMSSignedData(value), signed);
            return;
        }
        CMSSignedData cms = new CMSSignedData(new CMSProcessableByteArray(signed), value);
        for (SignerInformation signer : cms.getSignerInfos()) {
            X509CertificateHolder holder = holder(cms.getCertificates(), signer);
            if (!signer.verify(new JcaSimpleSignerInfoVerifierBuilder().build(holder))) throw new Exception("signature");
            AttributeTable attributes = signer.getSignedAttributes();
            if (attributes.get(PKCSObjectIdentifiers.pkcs_9_at_signingTime) != null) throw new Exception("signing-time");
            Attribute named = attributes.get(PKCSObjectIdentifiers.id_aa_signingCertificateV2);
            byte[] hash = SigningCertificateV2.getInstance(named.getAttributeValues()[0]).getCerts()[0].getCertHash();
            byte[] own = MessageDigest.getInstance("SHA-256").digest(holder.getEncoded());
            if (!Arrays.equals(hash, own)) throw new Exception("signing-certificate-v2");
            AttributeTable unsigned = signer.getUnsignedAttributes();
            if (unsigned == null) continue;
            Attribute stamp = unsigned.get(PKCSObjectIdentifiers.id_aa_signatureTimeStampToken);
            token(new CMSSignedData(stamp.getAttributeValues()[0].toASN1Primitive().getEncoded()), signer.getSignature());
        }
    }

    static void token(CMSSignedData cms, byte[] stamped) throws Exception {
        TimeStampToken token = new TimeStampToken(cms);
        String hash = token.getTimeStampInfo().getMessageImprintAlgOID().getId();
        byte[] digest = MessageDigest.getInstance(hash).digest(stamped);
        if (!Arrays.equals(digest, token.getTimeStampInfo().getMessageImprintDigest())) throw new Exception("imprint");
        SignerInformation signer = cms.getSignerInfos().iterator().next();
        token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(holder(token.getCertificates(), signer)));
    }

    static X509CertificateHolder holder(Store<X509CertificateHolder> store, SignerInformation signer) {
        return (X509CertificateHolder) store.getMatches(signer.getSID()).iterator().next();
    }
}
