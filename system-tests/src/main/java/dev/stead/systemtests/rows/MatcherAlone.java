package dev.stead.systemtests.rows;

import com.google.protobuf.ByteString;
import com.google.protobuf.Timestamp;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import dev.stead.matcher.Matcher;
import dev.stead.matcher.v1.Consent;
import dev.stead.matcher.v1.Decision;
import dev.stead.matcher.v1.Embedding;
import dev.stead.matcher.v1.EnrolSubjectRequest;
import dev.stead.matcher.v1.Sample;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.security.TlsConfig;
import dev.stead.systemtests.process.FreePorts;
import io.grpc.ManagedChannel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.UUID;

/** A matcher without the other services, in a process and a folder of its own: its settings, calls to it, and people for it. */
public record MatcherAlone(Path folder, int port, int dimension) {
    private static final String MODEL = "synthetic@1";

    /** As a service reads them; to be added to. */
    public Map<String, String> settings() throws IOException {
        Path kek = folder.resolve("kek.json");
        Matcher.createTemplateKey(kek);
        return new HashMap<>(Map.ofEntries(
                // What a service says by itself: the tests' own configuration lies before it on the class path and
                // wants warnings only.
                Map.entry("JDK_JAVA_OPTIONS", "-Dlogback.configurationFile=logback.xml"),
                Map.entry("STEAD_TLS", "plaintext"),
                Map.entry("STEAD_CAPTURE", "optional"),
                Map.entry("STEAD_REPEATED_CAPTURES", "count"),
                Map.entry("STEAD_PORT", Integer.toString(port)),
                Map.entry("STEAD_OPS_PORT", Integer.toString(FreePorts.one())),
                Map.entry("STEAD_DATABASE_URL", "sqlite:" + folder.resolve("matcher.db")),
                Map.entry("STEAD_SNAPSHOT_DIR", folder.resolve("snapshots").toString()),
                Map.entry("STEAD_GALLERIES", "people:" + MODEL + ":" + dimension),
                // A measured threshold takes one stranger in a thousand for somebody enrolled, also among these people,
                // and so would refuse one enrolment in a thousand.
                Map.entry("STEAD_THRESHOLD", "0.55"),
                Map.entry("STEAD_TEMPLATE_KEK_FILE", kek.toString()),
                Map.entry(
                        "STEAD_ASSERTION_KEY_FILE",
                        AssertionKeys.open(folder).privateKey().toString())));
    }

    /** To this port, as a caller such as {@code operator/o-1}. */
    public static ManagedChannel open(int port, String as) {
        return Channels.open(new ChannelConfig(
                "127.0.0.1:" + port,
                TlsConfig.plaintext(as),
                "service/matcher",
                Duration.ofSeconds(20),
                65_536,
                Map.of()));
    }

    /** With consent, under a request id of its own. */
    public static EnrolSubjectRequest enrolment(String subjectId, Sample sample) {
        return EnrolSubjectRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setGalleryId("people")
                .setSubjectId(subjectId)
                .setConsent(Consent.newBuilder()
                        .setPolicyVersion("1")
                        .setGrantTime(Timestamp.newBuilder().setSeconds(1_700_000_000)))
                .addSamples(sample)
                .build();
    }

    /** What the assertion of somebody who is identified states: these matchers do not encrypt it. */
    public static JWTClaimsSet claims(Decision decision) {
        try {
            return SignedJWT.parse(decision.getIdentified().getAssertion().getJws())
                    .getJWTClaimsSet();
        } catch (ParseException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Always the same one of a seed, and less like that of any other than the threshold. */
    public static Sample sample(long seed, int dimension) {
        Random of = new Random(seed);
        ByteBuffer floats = ByteBuffer.allocate(dimension * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; i < dimension; i++) {
            floats.putFloat((float) of.nextGaussian());
        }
        return Sample.newBuilder()
                .setEmbedding(Embedding.newBuilder().setModel(MODEL).setFloat32Le(ByteString.copyFrom(floats.flip())))
                .setQuality(90)
                .build();
    }
}
