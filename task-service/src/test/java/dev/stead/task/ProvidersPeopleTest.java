package dev.stead.task;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.Problem;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.testing.ProvidersPeople;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.v1.AcknowledgeNotificationsRequest;
import dev.stead.task.v1.AddContactRequest;
import dev.stead.task.v1.DelegationServiceGrpc;
import dev.stead.task.v1.DelegationServiceGrpc.DelegationServiceBlockingStub;
import dev.stead.task.v1.GetProfileRequest;
import dev.stead.task.v1.GetProfileResponse;
import dev.stead.task.v1.ListContactsRequest;
import dev.stead.task.v1.NotificationServiceGrpc;
import dev.stead.task.v1.SetDisplayNameRequest;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever the identity provider calls as it likes uses the task service as anybody does. */
class ProvidersPeopleTest {
    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init")
    private ProvidersPeople people;

    @BeforeEach
    void open() {
        people = new ProvidersPeople(folder.resolve("people"));
    }

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everySubjectMayDoWhatAPersonMay(TestDatabase test) {
        try (var lifecycle = new Lifecycle()) {
            ManagedChannel channel = start(test, people.settings(), lifecycle);
            name(channel, "ben");
            var ids = new HashSet<String>();
            for (String subject : ProvidersPeople.SUBJECTS) {
                DelegationServiceBlockingStub phone = phone(channel, subject);
                assertThat(profile(phone))
                        .isEqualTo(GetProfileResponse.newBuilder()
                                .setPersonId(people.id(subject))
                                .build());
                ids.add(profile(phone).getPersonId());
                name(channel, subject);
                assertThat(profile(phone).getDisplayName()).isEqualTo("Somebody");
                add(phone, people.id("ben"));
                assertThat(phone.listContacts(ListContactsRequest.getDefaultInstance())
                                .getContactsList())
                        .singleElement()
                        .satisfies(contact -> assertThat(contact.getContactId()).isEqualTo(people.id("ben")));
                var _ = NotificationServiceGrpc.newBlockingStub(channel)
                        .withCallCredentials(people.bearer(subject))
                        .acknowledgeNotifications(AcknowledgeNotificationsRequest.getDefaultInstance());
            }
            assertThat(ids).hasSameSizeAs(ProvidersPeople.SUBJECTS);
        }
    }

    /** As a code on a phone that the other one scans. */
    @ParameterizedTest
    @MethodSource("databases")
    void aPersonTellsTheirIdToWhoeverIsToAddThem(TestDatabase test) {
        try (var lifecycle = new Lifecycle()) {
            ManagedChannel channel = start(test, people.settings(), lifecycle);
            name(channel, "auth0|ben");
            name(channel, "auth0|ada");
            String told = profile(phone(channel, "auth0|ben")).getPersonId();

            add(phone(channel, "auth0|ada"), told);

            assertThatThrownBy(() -> add(phone(channel, "auth0|ada"), "auth0|ben"))
                    .isInstanceOfSatisfying(
                            StatusRuntimeException.class,
                            e -> assertThat(reason(e)).isEqualTo("ID_INVALID"));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aControlCharacterIsTheTokensFaultAndNotAFields(TestDatabase test) {
        try (var lifecycle = new Lifecycle()) {
            ManagedChannel channel = start(test, people.settings(), lifecycle);
            assertThatThrownBy(() -> name(channel, "some\nbody"))
                    .isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
                        assertThat(reason(e)).isEqualTo("TOKEN_INVALID");
                        assertThat(e).hasMessageContaining("1 to 255 characters");
                    });
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anotherKeyOfPeoplesIdsStopsTheStart(TestDatabase test) {
        try (var lifecycle = new Lifecycle()) {
            name(start(test, people.settings(), lifecycle), "auth0|ada");
        }
        try (var lifecycle = new Lifecycle()) {
            assertThatThrownBy(() -> start(test, people.settingsWithAnotherKey(folder.resolve("other")), lifecycle))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("STEAD_PERSON_ID_KEY_FILE");
        }
        try (var lifecycle = new Lifecycle()) {
            assertThat(profile(phone(start(test, people.settings(), lifecycle), "auth0|ada"))
                            .getDisplayName())
                    .isEqualTo("Somebody");
        }
    }

    private ManagedChannel start(TestDatabase test, Map<String, String> tokens, Lifecycle lifecycle) {
        var values = new HashMap<>(tokens);
        values.putAll(Map.of(
                "STEAD_PORT", "0",
                "STEAD_OPS_PORT", "0",
                "STEAD_TLS", "plaintext",
                "STEAD_DRAIN_DELAY", "1ms",
                "STEAD_ASSERTION_JWKS_FILE",
                        AssertionKeys.open(folder).publicKeys().toString(),
                "STEAD_DATABASE_URL", test.config().url(),
                "STEAD_DATABASE_USER", test.config().user()));
        ServiceHost service =
                TaskService.start(TaskConfig.from(Settings.of(values)), InstantSource.system(), lifecycle);
        ManagedChannel channel = ProvidersPeople.gateway(service.port(), "service/task");
        lifecycle.own(channel::shutdownNow);
        return channel;
    }

    private DelegationServiceBlockingStub phone(ManagedChannel channel, String subject) {
        return DelegationServiceGrpc.newBlockingStub(channel).withCallCredentials(people.bearer(subject));
    }

    private static GetProfileResponse profile(DelegationServiceBlockingStub phone) {
        return phone.getProfile(GetProfileRequest.getDefaultInstance());
    }

    private void name(ManagedChannel channel, String subject) {
        var _ = phone(channel, subject)
                .setDisplayName(SetDisplayNameRequest.newBuilder()
                        .setRequestId(UUID.randomUUID().toString())
                        .setDisplayName("Somebody")
                        .build());
    }

    private static void add(DelegationServiceBlockingStub phone, String contactId) {
        var _ = phone.addContact(AddContactRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setContactId(contactId)
                .build());
    }

    private static String reason(StatusRuntimeException error) {
        return Problem.from(error).map(Problem::reason).orElse("none");
    }
}
