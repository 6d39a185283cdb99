package dev.stead.task.grpc;

import com.google.protobuf.ByteString;
import dev.stead.task.application.PasskeyRequest;
import dev.stead.task.contract.ProtoFields;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Require;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.notification.Notification;
import dev.stead.task.domain.passkey.CredentialId;
import dev.stead.task.domain.passkey.Passkey;
import dev.stead.task.domain.passkey.PasskeyAssertion;
import dev.stead.task.domain.passkey.PasskeyAttestation;
import dev.stead.task.v1.BeginRegistrationResponse;
import dev.stead.task.v1.PasskeySignature;
import dev.stead.task.v1.PasskeySignatureRequest;
import dev.stead.task.v1.RegisterPasskeyRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;

/** Passkeys on the wire, where WebAuthn's bytes are bytes. */
final class PasskeyProto {
    private static final int LONGEST_DATA = 4_096;
    private static final int LONGEST_SIGNATURE = 1_024;
    private static final int LONGEST_ATTESTATION = 16_384;

    private PasskeyProto() {}

    static dev.stead.task.v1.Passkey write(Passkey passkey) {
        return write(Notification.Change.OfPasskey.of(passkey));
    }

    static dev.stead.task.v1.Passkey write(Notification.Change.OfPasskey passkey) {
        return dev.stead.task.v1.Passkey.newBuilder()
                .setPasskeyId(passkey.passkeyId().value())
                .setCreateTime(ProtoFields.timestamp(passkey.createTime()))
                .setActiveTime(ProtoFields.timestamp(passkey.activeTime()))
                .build();
    }

    static BeginRegistrationResponse registration(PasskeyRequest request) {
        return BeginRegistrationResponse.newBuilder()
                .setChallenge(ByteString.copyFrom(request.challenge().bytes()))
                .setRpId(request.relyingParty())
                .setUserHandle(
                        ByteString.copyFrom(personHandle(request.challenge().personId())))
                .addAllCredentialIds(credentialIds(request.passkeys()))
                .setExpireTime(ProtoFields.timestamp(request.challenge().expireTime()))
                .build();
    }

    static PasskeySignatureRequest write(PasskeyRequest request) {
        return PasskeySignatureRequest.newBuilder()
                .setChallenge(ByteString.copyFrom(request.challenge().bytes()))
                .setRpId(request.relyingParty())
                .addAllCredentialIds(credentialIds(request.passkeys()))
                .setExpireTime(ProtoFields.timestamp(request.challenge().expireTime()))
                .build();
    }

    static PasskeyAttestation read(RegisterPasskeyRequest request) {
        return new PasskeyAttestation(
                text("attestation_object", request.getAttestationObject(), LONGEST_ATTESTATION),
                text("client_data_json", request.getClientDataJson(), LONGEST_DATA));
    }

    static PasskeyAssertion read(PasskeySignature signature) {
        return new PasskeyAssertion(
                new CredentialId(text("credential_id", signature.getCredentialId(), CredentialId.LONGEST_BYTES)),
                text("client_data_json", signature.getClientDataJson(), LONGEST_DATA),
                text("authenticator_data", signature.getAuthenticatorData(), LONGEST_DATA),
                text("signature", signature.getSignature(), LONGEST_SIGNATURE));
    }

    private static List<ByteString> credentialIds(List<Passkey> passkeys) {
        return passkeys.stream()
                .map(passkey -> ByteString.copyFrom(
                        Base64.getUrlDecoder().decode(passkey.credential().id().value())))
                .toList();
    }

    private static String text(String field, ByteString bytes, int longest) {
        ProtoFields.require(!bytes.isEmpty(), field);
        Require.that(
                bytes.size() <= longest,
                TaskError.PASSKEY_INVALID,
                field + " must have at most " + longest + " bytes, not " + bytes.size());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.toByteArray());
    }

    /** Authenticators show it to whoever holds them, so it must not be an id that one could read. */
    private static byte[] personHandle(PersonId personId) {
        try {
            return MessageDigest.getInstance("SHA-256")
                    .digest(("stead passkey\n" + personId).getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-256", impossible);
        }
    }
}
