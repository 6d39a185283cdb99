package dev.stead.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.Problem;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.testing.ProvidersPeople;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.payment.storage.PaymentDatabase;
import dev.stead.payment.v1.AccountServiceGrpc;
import dev.stead.payment.v1.AccountServiceGrpc.AccountServiceBlockingStub;
import dev.stead.payment.v1.GetAccountRequest;
import dev.stead.payment.v1.ListPostingsRequest;
import dev.stead.payment.v1.OpenAccountRequest;
import dev.stead.payment.v1.Owner;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whoever the identity provider calls as it likes sees their own account, and no other. */
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
        return TestDatabases.fresh(PaymentDatabase.MIGRATIONS);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everySubjectSeesTheirOwnAccountOnly(TestDatabase test) {
        try (var lifecycle = new Lifecycle()) {
            ServiceHost payment = start(test, people.settings(), lifecycle);
            ManagedChannel gateway = gateway(payment, lifecycle);
            AccountServiceBlockingStub operator = operator(payment, lifecycle);
            for (int person = 0; person < ProvidersPeople.SUBJECTS.size(); person++) {
                String subject = ProvidersPeople.SUBJECTS.get(person);
                String account = "account-" + person;
                open(operator, account, people.id(subject));

                assertThat(phone(gateway, subject)
                                .getAccount(GetAccountRequest.newBuilder()
                                        .setAccountId(account)
                                        .build())
                                .getAccount()
                                .getOwner()
                                .getSubjectId())
                        .isEqualTo(people.id(subject));
                assertThat(phone(gateway, subject)
                                .listPostings(ListPostingsRequest.newBuilder()
                                        .setAccountId(account)
                                        .build())
                                .getPostingsList())
                        .isEmpty();
                assertReason(
                        () -> phone(gateway, "somebody else")
                                .getAccount(GetAccountRequest.newBuilder()
                                        .setAccountId("account-0")
                                        .build()),
                        "ACCOUNT_NOT_FOUND");
            }
        }
    }

    /** The id is no secret: a provider where people choose their names must not let one choose it. */
    @ParameterizedTest
    @MethodSource("databases")
    void aSubjectEqualToSomebodysIdSeesNothingOfTheirs(TestDatabase test) {
        for (String policy : new String[] {"hashed", "plain"}) {
            try (var lifecycle = new Lifecycle()) {
                Map<String, String> settings = new HashMap<>(people.settings());
                settings.put("STEAD_PEOPLE_SUBJECTS", policy);
                try (TestDatabase own =
                        policy.equals("plain") ? TestDatabases.sqlite(PaymentDatabase.MIGRATIONS) : test) {
                    ServiceHost payment = start(own, settings, lifecycle);
                    String victim = people.id("auth0|ada");
                    open(operator(payment, lifecycle), "adas", victim);
                    ManagedChannel gateway = gateway(payment, lifecycle);

                    assertReason(
                            () -> phone(gateway, victim)
                                    .getAccount(GetAccountRequest.newBuilder()
                                            .setAccountId("adas")
                                            .build()),
                            "ACCOUNT_NOT_FOUND");
                    assertThat(phone(gateway, "auth0|ada")
                                    .getAccount(GetAccountRequest.newBuilder()
                                            .setAccountId("adas")
                                            .build())
                                    .hasAccount())
                            .isTrue();
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aControlCharacterIsTheTokensFaultAndNotAFields(TestDatabase test) {
        try (var lifecycle = new Lifecycle()) {
            ManagedChannel gateway = gateway(start(test, people.settings(), lifecycle), lifecycle);

            assertReason(
                    () -> phone(gateway, "some\u007fbody")
                            .getAccount(GetAccountRequest.newBuilder()
                                    .setAccountId("adas")
                                    .build()),
                    "TOKEN_INVALID");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anotherKeyOfPeoplesIdsStopsTheStartAndSoDoPeopleFromBefore(TestDatabase test) {
        try (var lifecycle = new Lifecycle()) {
            open(operator(start(test, Map.of(), lifecycle), lifecycle), "adas", "ada");
        }
        try (var lifecycle = new Lifecycle()) {
            assertThatThrownBy(() -> start(test, people.settings(), lifecycle))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("STEAD_PEOPLE_SUBJECTS is not set");
        }
        var settings = new HashMap<>(people.settings());
        settings.put("STEAD_PEOPLE_SUBJECTS", "plain");
        try (var lifecycle = new Lifecycle()) {
            ManagedChannel gateway = gateway(start(test, settings, lifecycle), lifecycle);
            assertThat(phone(gateway, "ada")
                            .getAccount(GetAccountRequest.newBuilder()
                                    .setAccountId("adas")
                                    .build())
                            .hasAccount())
                    .isTrue();
        }
        settings.putAll(Map.of(
                "STEAD_PERSON_ID_KEY_FILE",
                people.settingsWithAnotherKey(folder.resolve("other")).getOrDefault("STEAD_PERSON_ID_KEY_FILE", "")));
        try (var lifecycle = new Lifecycle()) {
            assertThatThrownBy(() -> start(test, settings, lifecycle))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("STEAD_PERSON_ID_KEY_FILE");
        }
    }

    private static ServiceHost start(TestDatabase test, Map<String, String> tokens, Lifecycle lifecycle) {
        var values = new HashMap<>(tokens);
        values.putAll(Map.of(
                "STEAD_PORT", "0",
                "STEAD_OPS_PORT", "0",
                "STEAD_TLS", "plaintext",
                "STEAD_DRAIN_DELAY", "1ms",
                "STEAD_DATABASE_URL", test.config().url(),
                "STEAD_DATABASE_USER", test.config().user()));
        return Payment.start(PaymentConfig.from(Settings.of(values)), InstantSource.system(), lifecycle);
    }

    private static ManagedChannel gateway(ServiceHost payment, Lifecycle lifecycle) {
        ManagedChannel channel = ProvidersPeople.gateway(payment.port(), "service/payment");
        lifecycle.own(channel::shutdownNow);
        return channel;
    }

    private static AccountServiceBlockingStub operator(ServiceHost payment, Lifecycle lifecycle) {
        ManagedChannel channel = ProvidersPeople.connect(payment.port(), "operator/anna", "service/payment");
        lifecycle.own(channel::shutdownNow);
        return AccountServiceGrpc.newBlockingStub(channel);
    }

    private AccountServiceBlockingStub phone(ManagedChannel gateway, String subject) {
        return AccountServiceGrpc.newBlockingStub(gateway).withCallCredentials(people.bearer(subject));
    }

    private static void open(AccountServiceBlockingStub operator, String account, String personId) {
        var _ = operator.openAccount(OpenAccountRequest.newBuilder()
                .setRequestId(UUID.randomUUID().toString())
                .setAccountId(account)
                .setOwner(Owner.newBuilder().setSubjectId(personId))
                .setCurrencyCode("EUR")
                .build());
    }

    private static void assertReason(Runnable call, String reason) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        StatusRuntimeException.class,
                        e -> assertThat(Problem.from(e).map(Problem::reason)).contains(reason));
    }
}
