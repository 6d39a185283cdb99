package dev.stead.matcher.testing;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import dev.stead.matcher.v1.Consent;
import dev.stead.matcher.v1.Embedding;
import dev.stead.matcher.v1.EnrolSubjectRequest;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.IdentifyOnceRequest;
import dev.stead.matcher.v1.IdentifyRequest;
import dev.stead.matcher.v1.IdentifyResponse;
import dev.stead.matcher.v1.Sample;
import io.grpc.Channel;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.UUID;

/** Good requests, to be changed by the test. */
public final class Requests {
    private final Faces faces;
    private final Instant now;

    public Requests(Faces faces, Instant now) {
        this.faces = faces;
        this.now = now;
    }

    public Sample sample(int person, int take) {
        return sample(faces.raw(person, take));
    }

    public static Sample sample(float[] values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asFloatBuffer().put(values);
        return Sample.newBuilder()
                .setEmbedding(Embedding.newBuilder()
                        .setModel(Faces.MODEL.value())
                        .setFloat32Le(ByteString.copyFrom(bytes.array())))
                .setQuality(80)
                .build();
    }

    public Consent consent() {
        return Consent.newBuilder()
                .setPolicyVersion("2026-11/en")
                .setGrantTime(Timestamp.newBuilder().setSeconds(now.getEpochSecond()))
                .build();
    }

    public EnrolSubjectRequest.Builder enrol(String subject, int person) {
        return EnrolSubjectRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setGalleryId("people")
                .setSubjectId(subject)
                .setConsent(consent())
                .addSamples(sample(person, 0))
                .addSamples(sample(person, 1));
    }

    public IdentifyOnceRequest.Builder identify(int person, int take) {
        return IdentifyOnceRequest.newBuilder()
                .setGalleryId("people")
                .setCaptureNonce(nonce())
                .setSample(sample(person, take));
    }

    /** A stream of frames, after its first answer. */
    public static BidiCall<IdentifyRequest, IdentifyResponse> stream(Channel channel) {
        var call = new BidiCall<>(IdentificationServiceGrpc.newStub(channel)::identify);
        call.receive();
        return call;
    }

    /** Sixteen fresh bytes. */
    public static ByteString nonce() {
        UUID random = UUID.randomUUID();
        return ByteString.copyFrom(ByteBuffer.allocate(16)
                .putLong(random.getMostSignificantBits())
                .putLong(random.getLeastSignificantBits())
                .array());
    }
}
