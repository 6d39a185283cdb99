package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.PasskeyPhone;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.testing.TestAuthenticator;
import dev.stead.task.v1.ActivatePasskeyRequest;
import dev.stead.task.v1.BeginRegistrationRequest;
import dev.stead.task.v1.ListPasskeysRequest;
import dev.stead.task.v1.Notification;
import dev.stead.task.v1.Passkey;
import dev.stead.task.v1.RegisterPasskeyRequest;
import dev.stead.task.v1.RemovePasskeyRequest;
import io.grpc.StatusRuntimeException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How a person comes to a passkey, and gets rid of one; and how somebody with their token does not. */
class PasskeyTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    private static Passkey waiting(PasskeyPhone phone) {
        return phone.register(new TestAuthenticator("thief's"));
    }

    private static List<Notification.Kind> told(TaskWorld world, int count) {
        return world.notifications("bob", 0, count).stream()
                .map(Notification::getKind)
                .toList();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aPasskeyThatATokenAloneRegisteredWaitsAndThePersonIsTold(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            var phone = new PasskeyPhone(world, "bob");
            var key = new TestAuthenticator("bob's");
            Passkey passkey = phone.register(key);

            assertThat(passkey.getActiveTime())
                    .isEqualTo(TaskWorld.timestamp(TaskWorld.MORNING.plus(PasskeyPhone.WAIT)));
            assertThat(reason(() -> phone.activation(passkey.getPasskeyId())))
                    .as("it does not vouch for itself")
                    .isEqualTo("PASSKEY_WAITS");
            Notification told = world.notifications("bob", 0, 1).getFirst();
            assertThat(told.getKind()).isEqualTo(Notification.Kind.KIND_PASSKEY_ADDED);
            assertThat(told.getPasskey()).isEqualTo(passkey);
            assertThat(told.hasTask()).isFalse();

            world.clock.advance(PasskeyPhone.WAIT);
            Passkey second = phone.register(new TestAuthenticator("bob's second"));
            assertThat(phone.activate(second.getPasskeyId(), key.sign(phone.activation(second.getPasskeyId())))
                            .getActiveTime())
                    .isEqualTo(TaskWorld.timestamp(world.clock.instant()));
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anActivePasskeyVouchesForExactlyTheOneThatItSignedFor(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            var phone = new PasskeyPhone(world, "bob");
            var key = new TestAuthenticator("bob's");
            phone.registerInPerson(key);
            Passkey mine = phone.register(new TestAuthenticator("bob's second"));
            String thiefs = waiting(phone).getPasskeyId();

            var forMine = key.sign(phone.activation(mine.getPasskeyId()));
            assertThat(reason(() -> phone.activate(thiefs, forMine)))
                    .as("no challenge is open for it")
                    .isEqualTo("PASSKEY_CHALLENGE_MISSING");
            phone.activation(thiefs);
            assertThat(reason(() -> phone.activate(thiefs, forMine))).isEqualTo("PASSKEY_INVALID");
            var _ = phone.activate(mine.getPasskeyId(), forMine);
            assertThat(reason(() -> phone.activate(mine.getPasskeyId(), forMine)))
                    .isEqualTo("PASSKEY_CHALLENGE_MISSING");
            assertThat(phone.list())
                    .filteredOn(one -> one.getPasskeyId().equals(thiefs))
                    .allMatch(one -> one.getActiveTime().getSeconds()
                            > world.clock.instant().getEpochSecond());
            assertThat(told(world, 5))
                    .containsExactly(
                            Notification.Kind.KIND_PASSKEY_ADDED,
                            Notification.Kind.KIND_PASSKEY_ACTIVATED,
                            Notification.Kind.KIND_PASSKEY_ADDED,
                            Notification.Kind.KIND_PASSKEY_ADDED,
                            Notification.Kind.KIND_PASSKEY_ACTIVATED);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void onlyAnOperatorActivatesWithoutASignatureAndNamesThePerson(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            var phone = new PasskeyPhone(world, "bob");
            String passkey = waiting(phone).getPasskeyId();
            var unsigned = ActivatePasskeyRequest.newBuilder()
                    .setRequestId(TaskWorld.id())
                    .setPersonId("bob")
                    .setPasskeyId(passkey)
                    .build();
            assertThat(reason(() -> new PasskeyPhone(world, "bob").calls().activatePasskey(unsigned)))
                    .isEqualTo("FIELD_MISSING");
            assertThat(reason(() -> new PasskeyPhone(world, "mallory").calls().activatePasskey(unsigned)))
                    .as("whoever is named: the caller has no such passkey")
                    .isEqualTo("FIELD_MISSING");
            assertThat(reason(() -> new PasskeyPhone(world, "alice").activateInPerson(passkey)))
                    .isEqualTo("PASSKEY_NOT_FOUND");
            assertThat(reason(() -> PasskeyPhone.calls(world, new Caller.Operator("op"))
                            .listPasskeys(ListPasskeysRequest.getDefaultInstance())))
                    .isEqualTo("FIELD_MISSING");
            Passkey active = phone.activateInPerson(passkey);
            assertThat(active.getActiveTime()).isEqualTo(TaskWorld.timestamp(TaskWorld.MORNING));
            assertThat(phone.activateInPerson(passkey)).as("once is enough").isEqualTo(active);
            phone.remove(passkey);
            assertThat(told(world, 3))
                    .as("of the activation once")
                    .containsExactly(
                            Notification.Kind.KIND_PASSKEY_ADDED,
                            Notification.Kind.KIND_PASSKEY_ACTIVATED,
                            Notification.Kind.KIND_PASSKEY_REMOVED);
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whoDoesNotKnowAPasskeyRemovesItAndNobodyElseDoes(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            var phone = new PasskeyPhone(world, "bob");
            String passkey = waiting(phone).getPasskeyId();
            assertThat(reason(() -> new PasskeyPhone(world, "mallory").remove(passkey)))
                    .isEqualTo("PASSKEY_NOT_FOUND");
            assertThat(reason(() -> phone.remove("no such"))).isEqualTo("PASSKEY_NOT_FOUND");
            phone.remove(passkey);
            assertThat(phone.list()).isEmpty();
            assertThat(reason(() -> phone.activateInPerson(passkey))).isEqualTo("PASSKEY_NOT_FOUND");
            assertThat(told(world, 2))
                    .containsExactly(Notification.Kind.KIND_PASSKEY_ADDED, Notification.Kind.KIND_PASSKEY_REMOVED);

            String second =
                    phone.registerInPerson(new TestAuthenticator("lost")).getPasskeyId();
            var _ = PasskeyPhone.calls(world, new Caller.Operator("op"))
                    .removePasskey(RemovePasskeyRequest.newBuilder()
                            .setRequestId(TaskWorld.id())
                            .setPersonId("bob")
                            .setPasskeyId(second)
                            .build());
            assertThat(phone.list()).isEmpty();
        }
    }

    /** Whoever removes all of a person's passkeys and registers their own has to wait as before. */
    @ParameterizedTest
    @MethodSource("databases")
    void removingThePersonsOwnPasskeysMakesNoOtherActive(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            var phone = new PasskeyPhone(world, "bob");
            phone.remove(phone.registerInPerson(new TestAuthenticator("bob's")).getPasskeyId());
            Passkey thiefs = waiting(phone);
            assertThat(thiefs.getActiveTime())
                    .isEqualTo(TaskWorld.timestamp(TaskWorld.MORNING.plus(PasskeyPhone.WAIT)));
            assertThat(reason(() -> phone.activation(thiefs.getPasskeyId()))).isEqualTo("PASSKEY_WAITS");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRegistrationAnswersItsOwnChallengeOnceInTime(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            var phone = new PasskeyPhone(world, "bob");
            var key = new TestAuthenticator("bob's");
            var replaced = phone.registration();
            var open = phone.registration();
            assertThat(reason(() -> register(world, key.create(replaced)))).isEqualTo("PASSKEY_INVALID");
            assertThat(reason(() -> new PasskeyPhone(world, "mallory")
                            .calls()
                            .registerPasskey(key.create(open).build())))
                    .isEqualTo("PASSKEY_CHALLENGE_MISSING");
            RegisterPasskeyRequest request = key.create(open).build();
            Passkey passkey = new PasskeyPhone(world, "bob")
                    .calls()
                    .registerPasskey(request)
                    .getPasskey();
            assertThat(new PasskeyPhone(world, "bob")
                            .calls()
                            .registerPasskey(request)
                            .getPasskey())
                    .as("a repeat, whose answer was lost")
                    .isEqualTo(passkey);
            assertThat(reason(() -> register(world, request.toBuilder()))).isEqualTo("PASSKEY_CHALLENGE_MISSING");

            assertThat(reason(() -> register(world, key.create(phone.registration()))))
                    .isEqualTo("PASSKEY_EXISTS");
            assertThat(reason(() -> new PasskeyPhone(world, "mallory")
                            .calls()
                            .registerPasskey(key.create(new PasskeyPhone(world, "mallory").registration())
                                    .build())))
                    .as("nor may anybody else register its id")
                    .isEqualTo("PASSKEY_EXISTS");
            var late = new TestAuthenticator("late").create(phone.registration());
            world.clock.advance(Duration.ofMinutes(5));
            assertThat(reason(() -> register(world, late))).isEqualTo("PASSKEY_CHALLENGE_MISSING");
            assertThat(phone.list()).containsExactly(passkey);
        }
    }

    private static Passkey register(TaskWorld world, RegisterPasskeyRequest.Builder request) {
        return new PasskeyPhone(world, "bob")
                .calls()
                .registerPasskey(request.setRequestId(TaskWorld.id()).build())
                .getPasskey();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRegistrationOfAnotherOriginDomainOrWithoutItsUserIsRefused(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            var phone = new PasskeyPhone(world, "bob");
            var phished = new TestAuthenticator("a");
            phished.origin = "https://pay.example.evil.invalid";
            var elsewhere = new TestAuthenticator("b");
            elsewhere.domain = "evil.invalid";
            var unverified = new TestAuthenticator("c");
            unverified.flags = TestAuthenticator.USER_PRESENT;
            var absent = new TestAuthenticator("d");
            absent.flags = TestAuthenticator.USER_VERIFIED;
            for (TestAuthenticator one : List.of(phished, elsewhere, unverified, absent)) {
                assertThat(reason(() -> phone.register(one))).isEqualTo("PASSKEY_INVALID");
            }
            assertThat(phone.list()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void senselessBytesAreRefused(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            var phone = new PasskeyPhone(world, "bob");
            RegisterPasskeyRequest good =
                    new TestAuthenticator("bob's").create(phone.registration()).build();
            var random = new Random(18);
            for (int i = 0; i < 200; i++) {
                byte[] bytes = good.getAttestationObject().toByteArray();
                int at = random.nextInt(bytes.length);
                bytes[at] = (byte) random.nextInt(256);
                byte[] changed = i % 2 == 0 ? bytes : Arrays.copyOf(bytes, at + 1);
                if (!Arrays.equals(changed, good.getAttestationObject().toByteArray())) {
                    var request = good.toBuilder().setAttestationObject(ByteString.copyFrom(changed));
                    // A change of the key itself, or of flags and ids that nobody checks, makes another passkey, which
                    // waits.
                    String refusal = refusalOf(() -> register(world, request));
                    assertThat(refusal).isIn("PASSKEY_INVALID", "");
                    if (refusal.isEmpty()) {
                        phone.list().forEach(one -> phone.remove(one.getPasskeyId()));
                        good = new TestAuthenticator("bob's")
                                .create(phone.registration())
                                .build();
                    }
                }
            }
        }
    }

    private static String refusalOf(Runnable call) {
        try {
            call.run();
            return "";
        } catch (StatusRuntimeException refused) {
            return reason(() -> {
                throw refused;
            });
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aPersonHasAtMostTen(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            var phone = new PasskeyPhone(world, "bob");
            for (int i = 0; i < 10; i++) {
                phone.register(new TestAuthenticator("key " + i));
            }
            assertThat(reason(phone::registration)).isEqualTo("TOO_MANY_PASSKEYS");
            var options = new PasskeyPhone(world, "alice")
                    .calls()
                    .beginRegistration(BeginRegistrationRequest.getDefaultInstance());
            assertThat(options.getUserHandle().size()).isEqualTo(32);
            assertThat(options.getRpId()).isEqualTo(TestAuthenticator.DOMAIN);
            assertThat(options.getCredentialIdsList()).isEmpty();
        }
    }
}
