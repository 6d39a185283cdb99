package dev.stead.mesh.security;

import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.ProviderException;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A signature algorithm of the mesh. The JDK computes it; once {@link #loadNative} has found AWS-LC (on Linux, x86-64 and arm64), that does,
 * ten times as fast where the processor has no AVX-512. Either takes the other's keys and signatures. Thread-safe.
 */
public enum SignatureAlgorithm {
    /** ECDSA on P-256 with SHA-256 (FIPS 186-5), as ASN.1 DER. */
    ES256("SHA256withECDSA"),
    /** RFC 8032. */
    ED25519("Ed25519");

    private static final Logger LOG = LoggerFactory.getLogger(SignatureAlgorithm.class);
    private static final String AWS_LC = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    /** Empty until it is loaded. */
    private static volatile Optional<Provider> nativeProvider = Optional.empty();

    private final String name;

    SignatureAlgorithm(String name) {
        this.name = name;
    }

    /**
     * Uses AWS-LC from now on, if its library runs here. Loading it takes half a second of a processor; meanwhile the JDK signs and
     * verifies. Called again it does nothing.
     *
     * @return whether AWS-LC is used
     */
    public static synchronized boolean loadNative() {
        if (nativeProvider.isEmpty()) {
            nativeProvider = findNative();
            LOG.info("signatures by {}", nativeProvider.map(Provider::toString).orElse("the JDK"));
        }
        return nativeProvider.isPresent();
    }

    private static Optional<Provider> findNative() {
        try {
            return ServiceLoader.load(Provider.class, SignatureAlgorithm.class.getClassLoader()).stream()
                    .filter(found -> found.type().getName().equals(AWS_LC))
                    .map(ServiceLoader.Provider::get)
                    .filter(SignatureAlgorithm::computesAll)
                    .findFirst();
        } catch (ServiceConfigurationError | ProviderException | LinkageError unusable) {
            LOG.warn("cannot use {}: {}", AWS_LC, unusable.getMessage());
            return Optional.empty();
        }
    }

    /** Without its library, which is another file for each platform, it has no algorithm. */
    private static boolean computesAll(Provider provider) {
        for (SignatureAlgorithm algorithm : values()) {
            if (provider.getService("Signature", algorithm.name) == null) {
                LOG.warn("cannot use {}: its library does not run on this machine", AWS_LC);
                return false;
            }
        }
        return true;
    }

    /** Signs all of the content, its parts one after the other. */
    public byte[] sign(PrivateKey key, byte[]... content) {
        try {
            Signature signature = signature();
            signature.initSign(key);
            for (byte[] part : content) {
                signature.update(part);
            }
            return signature.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("signing by " + this + " failed", e);
        }
    }

    /** Whether {@code signed}, which may be anything, is a signature of the content by the key. */
    public boolean isSigned(PublicKey key, byte[] signed, byte[]... content) {
        try {
            Signature signature = signature();
            signature.initVerify(key);
            for (byte[] part : content) {
                signature.update(part);
            }
            return signature.verify(signed);
        } catch (SignatureException malformed) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("verifying by " + this + " failed", e);
        }
    }

    private Signature signature() throws GeneralSecurityException {
        Optional<Provider> provider = nativeProvider;
        return provider.isPresent() ? Signature.getInstance(name, provider.get()) : Signature.getInstance(name);
    }
}
