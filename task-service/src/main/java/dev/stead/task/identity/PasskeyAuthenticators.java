package dev.stead.task.identity;

import com.webauthn4j.WebAuthnManager;
import com.webauthn4j.converter.exception.DataConversionException;
import com.webauthn4j.converter.util.ObjectConverter;
import com.webauthn4j.credential.CredentialRecordImpl;
import com.webauthn4j.data.AuthenticationParameters;
import com.webauthn4j.data.AuthenticationRequest;
import com.webauthn4j.data.PublicKeyCredentialParameters;
import com.webauthn4j.data.PublicKeyCredentialType;
import com.webauthn4j.data.RegistrationParameters;
import com.webauthn4j.data.RegistrationRequest;
import com.webauthn4j.data.attestation.authenticator.AAGUID;
import com.webauthn4j.data.attestation.authenticator.AttestedCredentialData;
import com.webauthn4j.data.attestation.authenticator.COSEKey;
import com.webauthn4j.data.attestation.statement.COSEAlgorithmIdentifier;
import com.webauthn4j.data.attestation.statement.NoneAttestationStatement;
import com.webauthn4j.data.client.Origin;
import com.webauthn4j.data.client.challenge.DefaultChallenge;
import com.webauthn4j.server.ServerProperty;
import com.webauthn4j.verifier.exception.VerificationException;
import dev.stead.task.application.port.Authenticators;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.passkey.Credential;
import dev.stead.task.domain.passkey.CredentialId;
import dev.stead.task.domain.passkey.Passkey;
import dev.stead.task.domain.passkey.PasskeyAssertion;
import dev.stead.task.domain.passkey.PasskeyAttestation;
import dev.stead.task.domain.passkey.PasskeyChallenge;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Verifies passkeys by webauthn4j (Web Authentication Level 3, sections 7.1 and 7.2). Takes ES256, which every authenticator has; asks for
 * no attestation, for what a phone's maker says of a phone is no statement about its owner. Thread-safe.
 */
public final class PasskeyAuthenticators implements Authenticators {
    private static final List<PublicKeyCredentialParameters> ALGORITHMS = List.of(
            new PublicKeyCredentialParameters(PublicKeyCredentialType.PUBLIC_KEY, COSEAlgorithmIdentifier.ES256));
    private static final boolean VERIFIED = true;
    private static final boolean PRESENT = true;

    private final ObjectConverter converter = new ObjectConverter();
    private final WebAuthnManager manager = WebAuthnManager.createNonStrictWebAuthnManager(converter);
    private final String id;
    private final Set<Origin> origins;

    /**
     * For whom passkeys are made.
     *
     * @param id a domain, such as {@code example.com}
     * @param origins the pages ({@code https://...}) and apps ({@code android:apk-key-hash:...}) that may ask for a signature
     */
    public record RelyingParty(String id, Set<String> origins) {
        public RelyingParty {
            origins = Set.copyOf(origins);
        }
    }

    private PasskeyAuthenticators(RelyingParty relyingParty) {
        this.id = relyingParty.id();
        this.origins = relyingParty.origins().stream().map(Origin::new).collect(Collectors.toSet());
    }

    /** @param relyingParty without one every call is refused with {@code PASSKEYS_OFF} */
    public static Authenticators with(Optional<RelyingParty> relyingParty) {
        return relyingParty.<Authenticators>map(PasskeyAuthenticators::new).orElseGet(NoRelyingParty::new);
    }

    @Override
    public String relyingParty() {
        return id;
    }

    @Override
    public Credential register(PasskeyChallenge challenge, PasskeyAttestation attestation) {
        return verified(() -> {
            var request = new RegistrationRequest(bytes(attestation.attestation()), bytes(attestation.clientData()));
            var data = Objects.requireNonNull(manager.verify(
                                    request,
                                    new RegistrationParameters(server(challenge), ALGORITHMS, VERIFIED, PRESENT))
                            .getAttestationObject())
                    .getAuthenticatorData();
            var credential = Objects.requireNonNull(data.getAttestedCredentialData());
            return new Credential(
                    new CredentialId(text(credential.getCredentialId())),
                    text(converter.getCborConverter().writeValueAsBytes(credential.getCOSEKey())),
                    data.getSignCount(),
                    data.isFlagBE());
        });
    }

    @Override
    public long verify(PasskeyChallenge challenge, Passkey passkey, PasskeyAssertion assertion) {
        return verified(() -> {
            byte[] credentialId = bytes(assertion.credentialId().value());
            var request = new AuthenticationRequest(
                    credentialId,
                    bytes(assertion.authenticatorData()),
                    bytes(assertion.clientData()),
                    bytes(assertion.signature()));
            var parameters = new AuthenticationParameters(
                    server(challenge), record(passkey.credential()), List.of(credentialId), VERIFIED, PRESENT);
            return Objects.requireNonNull(manager.verify(request, parameters).getAuthenticatorData())
                    .getSignCount();
        });
    }

    private ServerProperty server(PasskeyChallenge challenge) {
        return ServerProperty.builder()
                .origins(origins)
                .rpId(id)
                .challenge(new DefaultChallenge(challenge.bytes()))
                .build();
    }

    /** Its counter is 0: the domain judges counters. */
    private CredentialRecordImpl record(Credential credential) {
        COSEKey key = Objects.requireNonNull(
                converter.getCborConverter().readValue(bytes(credential.publicKey()), COSEKey.class));
        return new CredentialRecordImpl(
                new NoneAttestationStatement(),
                VERIFIED,
                credential.backupEligible(),
                null,
                0,
                new AttestedCredentialData(AAGUID.ZERO, bytes(credential.id().value()), key),
                null,
                null,
                null,
                null);
    }

    /** What the library finds wrong is not repeated: it may quote what was sent. */
    private static <T> T verified(Supplier<T> verification) {
        try {
            return verification.get();
        } catch (VerificationException | DataConversionException refused) {
            throw new TaskException(
                    TaskError.PASSKEY_INVALID,
                    "the authenticator's answer does not fit (" + reason(refused)
                            + "): sign the open challenge on a page or in an app of the relying party, with the user verified");
        }
    }

    /** Such as {@code BadOrigin}. */
    private static String reason(RuntimeException refused) {
        return refused.getClass().getSimpleName().replace("Exception", "");
    }

    private static byte[] bytes(String base64url) {
        return Base64.getUrlDecoder().decode(base64url);
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /** A service without a relying party says so, and does everything else. */
    private static final class NoRelyingParty implements Authenticators {
        @Override
        public String relyingParty() {
            throw off();
        }

        @Override
        public Credential register(PasskeyChallenge challenge, PasskeyAttestation attestation) {
            throw off();
        }

        @Override
        public long verify(PasskeyChallenge challenge, Passkey passkey, PasskeyAssertion assertion) {
            throw off();
        }

        private static TaskException off() {
            return new TaskException(
                    TaskError.PASSKEYS_OFF,
                    "this service takes no passkeys: the operator sets STEAD_PASSKEY_RP_ID and STEAD_PASSKEY_ORIGINS");
        }
    }
}
