package dev.stead.matcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.nimbusds.jwt.SignedJWT;
import dev.stead.matcher.storage.TemplateStore;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.Requests;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.EraseSubjectRequest;
import dev.stead.matcher.v1.GetSubjectRequest;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.VerifyRequest;
import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.Problem;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.testing.ProvidersPeople;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever the identity provider calls as it likes enrols by phone, and is verified and erased, as anybody is. */
class ProvidersPeopleTest {
    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private ProvidersPeople people;

    private final Requests requests =
            new Requests(new Faces(3), InstantSource.system().instant());

    @BeforeEach
    void open() {
        people = new ProvidersPeople(folder.resolve("people"));
    }

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TemplateStore.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everySubjectEnrolsByPhoneAndIsVerifiedAndErased(TestDatabase test) throws ParseException {
        try (var lifecycle = new Lifecycle()) {
            ManagedChannel channel = start(test, people.settings(), lifecycle);
            for (int person = 0; person < ProvidersPeople.SUBJECTS.size(); person++) {
                String subject = ProvidersPeople.SUBJECTS.get(person);
                var enrolment =
                        EnrolmentServiceGrpc.newBlockingStub(channel).withCallCredentials(people.bearer(subject));
                assertThat(enrolment
                                .enrolSubject(requests.enrol("", person).build())
                                .getSubject()
                                .getSubjectId())
                        .isEqualTo(people.id(subject));

                String jws = IdentificationServiceGrpc.newBlockingStub(channel)
                        .withCallCredentials(people.bearer(subject))
                        .verify(VerifyRequest.newBuilder()
                                .setGalleryId("people")
                                .setCaptureNonce(Requests.nonce())
                                .setSample(requests.sample(person, 9))
                                .build())
                        .getDecision()
                        .getIdentified()
                        .getAssertion()
                        .getJws();
                assertThat(SignedJWT.parse(jws).getJWTClaimsSet().getSubject()).isEqualTo(people.id(subject));

                assertThat(enrolment
                                .eraseSubject(EraseSubjectRequest.newBuilder()
                                        .setRequestId(UUID.randomUUID().toString())
                                        .setGalleryId("people")
                                        .build())
                                .getReceipt()
                                .getErasedTemplates())
                        .isEqualTo(2);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aControlCharacterIsTheTokensFaultAndNotAFields(TestDatabase test) {
        try (var lifecycle = new Lifecycle()) {
            ManagedChannel channel = start(test, people.settings(), lifecycle);
            assertThatThrownBy(() -> EnrolmentServiceGrpc.newBlockingStub(channel)
                            .withCallCredentials(people.bearer("some\0body"))
                            .enrolSubject(requests.enrol("", 1).build()))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(Problem.from(e).map(Problem::reason))
                                    .contains("TOKEN_INVALID"));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anotherKeyOfPeoplesIdsStopsTheStart(TestDatabase test) {
        try (var lifecycle = new Lifecycle()) {
            var _ = EnrolmentServiceGrpc.newBlockingStub(start(test, people.settings(), lifecycle))
                    .withCallCredentials(people.bearer("auth0|ada"))
                    .enrolSubject(requests.enrol("", 1).build());
        }
        try (var lifecycle = new Lifecycle()) {
            assertThatThrownBy(() -> start(test, people.settingsWithAnotherKey(folder.resolve("other")), lifecycle))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("STEAD_PERSON_ID_KEY_FILE");
        }
        try (var lifecycle = new Lifecycle()) {
            assertThat(EnrolmentServiceGrpc.newBlockingStub(start(test, people.settings(), lifecycle))
                            .withCallCredentials(people.bearer("auth0|ada"))
                            .getSubject(GetSubjectRequest.newBuilder()
                                    .setGalleryId("people")
                                    .build())
                            .getSubject()
                            .getSubjectId())
                    .isEqualTo(people.id("auth0|ada"));
        }
    }

    private ManagedChannel start(TestDatabase test, Map<String, String> tokens, Lifecycle lifecycle) {
        Path kek = folder.resolve("kek.json");
        Matcher.createTemplateKey(kek);
        var values = new HashMap<>(tokens);
        values.putAll(Map.of(
                "STEAD_PORT",
                "0",
                "STEAD_OPS_PORT",
                "0",
                "STEAD_TLS",
                "plaintext",
                "STEAD_DRAIN_DELAY",
                "1ms",
                "STEAD_GALLERIES",
                "people:" + Faces.MODEL + ":" + Faces.DIMENSION,
                "STEAD_ASSERTION_KEY_FILE",
                AssertionKeys.open(folder).privateKey().toString(),
                "STEAD_TEMPLATE_KEK_FILE",
                kek.toString(),
                "STEAD_SNAPSHOT_DIR",
                folder.resolve("snapshots-" + test).toString(),
                "STEAD_DATABASE_URL",
                test.config().url(),
                "STEAD_DATABASE_USER",
                test.config().user()));
        ServiceHost matcher = Matcher.start(MatcherConfig.from(Settings.of(values)), InstantSource.system(), lifecycle);
        ManagedChannel channel = ProvidersPeople.gateway(matcher.port(), "service/matcher");
        lifecycle.own(channel::shutdownNow);
        return channel;
    }
}
