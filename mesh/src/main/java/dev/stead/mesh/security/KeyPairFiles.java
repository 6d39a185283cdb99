package dev.stead.mesh.security;

import io.grpc.util.CertificateUtils;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.util.List;

/** A certificate chain and its private key, read from two PEM files. */
record KeyPairFiles(List<X509Certificate> chain, PrivateKey key) {
    /** @throws GeneralSecurityException also if the key is not that of the certificate, as in the middle of a renewal */
    static KeyPairFiles read(Path certificate, Path key) throws IOException, GeneralSecurityException {
        try (InputStream chain = Files.newInputStream(certificate);
                InputStream secret = Files.newInputStream(key)) {
            var pair = new KeyPairFiles(
                    List.of(CertificateUtils.getX509Certificates(chain)), CertificateUtils.getPrivateKey(secret));
            pair.check();
            return pair;
        }
    }

    private void check() throws GeneralSecurityException {
        if (chain.isEmpty()) {
            throw new GeneralSecurityException("No certificate in the file.");
        }
        String scheme = switch (key.getAlgorithm()) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            case String other -> other;
        };
        byte[] probe = {1};
        Signature signature = Signature.getInstance(scheme);
        signature.initSign(key);
        signature.update(probe);
        byte[] signed = signature.sign();
        signature.initVerify(chain.getFirst().getPublicKey());
        signature.update(probe);
        if (!signature.verify(signed)) {
            throw new GeneralSecurityException("The key is not that of the certificate.");
        }
    }
}
