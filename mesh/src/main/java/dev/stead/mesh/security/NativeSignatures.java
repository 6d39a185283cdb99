package dev.stead.mesh.security;

import java.security.NoSuchAlgorithmException;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * ES256 and Ed25519 of AWS-LC as a provider of the JDK's {@link java.security.Signature}, ten times as fast as the JDK's own where the
 * processor has no AVX-512. Nothing else of the library is used. Either takes the other's keys and signatures.
 */
public final class NativeSignatures extends Provider {
    private static final long serialVersionUID = 1;
    private static final Logger LOG = LoggerFactory.getLogger(NativeSignatures.class);
    private static final String NAME = "SteadSignatures";
    private static final String AWS_LC = "com.amazon.corretto.crypto.provider.AmazonCorrettoCryptoProvider";

    private NativeSignatures(List<Service> services) {
        super(NAME, "1", "ES256 and Ed25519 by " + services.getFirst().getProvider());
        services.forEach(service -> putService(new Forwarded(this, service)));
    }

    /**
     * Lets this process sign and verify by AWS-LC from now on, if its library is on the class path and runs here: on Linux, x86-64 and
     * arm64. Loading it takes half a second of a processor; meanwhile the JDK signs and verifies. Called again it does nothing.
     *
     * @return whether AWS-LC is used
     */
    public static synchronized boolean install() {
        if (Security.getProvider(NAME) == null) {
            List<Service> services = find();
            if (services.isEmpty()) {
                LOG.info("signatures by the JDK");
                return false;
            }
            Security.insertProviderAt(new NativeSignatures(services), 1);
            LOG.info("signatures by {}", services.getFirst().getProvider());
        }
        return true;
    }

    private static List<Service> find() {
        try {
            return ServiceLoader.load(Provider.class, NativeSignatures.class.getClassLoader()).stream()
                    .filter(found -> found.type().getName().equals(AWS_LC))
                    .map(found -> services(found.get()))
                    .findFirst()
                    .orElse(List.of());
        } catch (ServiceConfigurationError | ProviderException | LinkageError unusable) {
            LOG.warn("cannot use {}: {}", AWS_LC, unusable.getMessage());
            return List.of();
        }
    }

    /** Without its library, which is another file for each platform, it has none. */
    private static List<Service> services(Provider provider) {
        Service es256 = provider.getService("Signature", "SHA256withECDSA");
        Service ed25519 = provider.getService("Signature", "Ed25519");
        if (es256 == null || ed25519 == null) {
            LOG.warn("cannot use {}: its library does not run on this machine", AWS_LC);
            return List.of();
        }
        return List.of(es256, ed25519);
    }

    private static final class Forwarded extends Service {
        private final Service library;

        private Forwarded(Provider own, Service library) {
            super(own, library.getType(), library.getAlgorithm(), library.getClassName(), List.of(), Map.of());
            this.library = library;
        }

        @Override
        public Object newInstance(Object parameter) throws NoSuchAlgorithmException {
            return library.newInstance(parameter);
        }

        @Override
        public boolean supportsParameter(Object parameter) {
            return library.supportsParameter(parameter);
        }
    }
}
