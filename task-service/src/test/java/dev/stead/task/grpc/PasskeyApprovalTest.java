package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.evidence.EvidenceEntry;
import dev.stead.task.domain.passkey.PasskeyProof;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.PasskeyPhone;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.testing.TestAuthenticator;
import dev.stead.task.v1.ApproveTaskRequest;
import dev.stead.task.v1.BeginApprovalRequest;
import dev.stead.task.v1.Constraint;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.Mandate;
import dev.stead.task.v1.PasskeySignature;
import dev.stead.task.v1.TaskKind;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A signature approves one task, one amount and one payee, once. */
class PasskeyApprovalTest {
    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    /** Bob with an active passkey, and a task that needs an approval. */
    private record Scene(TaskWorld world, PasskeyPhone phone, TestAuthenticator key, String task) {
        static Scene of(TaskWorld world) {
            world.settle();
            var phone = new PasskeyPhone(world, "bob");
            var key = new TestAuthenticator("bob's");
            phone.registerInPerson(key);
            return new Scene(world, phone, key, ready(world, "o-1"));
        }

        static String ready(TaskWorld world, String order) {
            Mandate.Builder mandate = world.mandate(TaskKind.TASK_KIND_PAYMENT)
                    .setMaxUses(2)
                    .addConstraints(Constraint.newBuilder().setApprovalAbove(TaskWorld.money(1_249)));
            return world.ready(order, mandate).getTaskId();
        }

        PasskeySignature.Builder signed() {
            return key.sign(phone.approval(task));
        }

        String refusal(PasskeySignature.Builder signature) {
            return reason(() -> phone.approve(task, signature));
        }

        Execution.State confirm() {
            return world.confirm("t-near", task).getState();
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aSignatureApprovesOnceWhatThePhoneShowed(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            Scene scene = Scene.of(world);
            var begun = new PasskeyPhone(world, "bob")
                    .calls()
                    .beginApproval(BeginApprovalRequest.newBuilder()
                            .setTaskId(scene.task())
                            .build());
            assertThat(begun.getAmount()).isEqualTo(TaskWorld.money(1_250));
            assertThat(begun.getMerchantId()).isEqualTo("bakery");
            assertThat(begun.getMerchantName()).isEqualTo("Bakery");
            var signature = scene.key().sign(begun.getSignatureRequest().getChallenge());
            ApproveTaskRequest request = PasskeyPhone.approveRequest(scene.task(), signature);
            var approved = scene.phone().approve(request);

            assertThat(scene.phone().approve(request))
                    .as("a repeat, whose answer was lost")
                    .isEqualTo(approved);
            assertThat(scene.refusal(signature)).as("replayed").isEqualTo("PASSKEY_CHALLENGE_MISSING");
            assertThat(scene.confirm()).isEqualTo(Execution.State.STATE_SUCCEEDED);
            assertThat(reason(scene::confirm)).as("serves once").isEqualTo("APPROVAL_REQUIRED");
            assertThat(scene.refusal(signature)).isEqualTo("PASSKEY_CHALLENGE_MISSING");
            var reopened = scene.phone().approval(scene.task());
            assertThat(reopened).isNotEqualTo(begun.getSignatureRequest().getChallenge());
            assertThat(scene.refusal(signature)).isEqualTo("PASSKEY_INVALID");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aSignatureForOneTaskApprovesNoOther(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            Scene scene = Scene.of(world);
            String other = Scene.ready(world, "o-2");
            var signature = scene.signed();
            assertThat(reason(() -> scene.phone().approve(other, signature))).isEqualTo("PASSKEY_CHALLENGE_MISSING");
            scene.phone().approval(other);
            assertThat(reason(() -> scene.phone().approve(other, signature))).isEqualTo("PASSKEY_INVALID");
            assertThat(reason(() -> new PasskeyPhone(world, "alice").approval(scene.task())))
                    .as("the delegator is not the delegate")
                    .isEqualTo("TASK_NOT_FOUND");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aSignatureOfAnotherAmountOrPayeeIsNone(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            Scene scene = Scene.of(world);
            var dear = scene.signed();
            world.setAmount("o-1", 1_251);
            assertThat(scene.refusal(dear)).isEqualTo("PASSKEY_INVALID");

            var payee = scene.signed();
            setPayee(test, "evil");
            assertThat(scene.refusal(payee)).isEqualTo("PASSKEY_INVALID");
            setPayee(test, "bakery");

            var _ = scene.phone().approve(scene.task(), scene.signed());
            world.setAmount("o-1", 1_250);
            assertThat(reason(scene::confirm))
                    .as("also for less: it approved exactly that amount")
                    .isEqualTo("APPROVAL_REQUIRED");
            world.setAmount("o-1", 1_251);
            assertThat(scene.confirm()).isEqualTo(Execution.State.STATE_SUCCEEDED);
        }
    }

    /** What no call can do: the order of a task is another merchant's. */
    private static void setPayee(TestDatabase test, String merchant) {
        test.database().change(handle -> {
            handle.execute(
                    "INSERT INTO merchants (merchant_id, display_name) VALUES ('evil', 'Bakery') ON CONFLICT DO NOTHING");
            handle.execute(
                    "INSERT INTO orders (merchant_id, order_id, description, currency, amount, order_time, state, order_kind)"
                            + " SELECT 'evil', order_id, description, currency, amount, order_time, state, order_kind FROM orders"
                            + " WHERE merchant_id = 'bakery' ON CONFLICT DO NOTHING");
            handle.execute("UPDATE tasks SET merchant_id = ?", merchant);
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatAPhishedCopiedOrAbsentAuthenticatorSignsIsRefused(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            Scene scene = Scene.of(world);
            TestAuthenticator key = scene.key();
            key.origin = "http://pay.example";
            assertThat(scene.refusal(scene.signed())).as("origin").isEqualTo("PASSKEY_INVALID");
            key.origin = TestAuthenticator.ORIGIN;
            key.domain = "example";
            assertThat(scene.refusal(scene.signed())).as("relying party").isEqualTo("PASSKEY_INVALID");
            key.domain = TestAuthenticator.DOMAIN;
            key.flags = TestAuthenticator.USER_PRESENT;
            assertThat(scene.refusal(scene.signed())).as("user verified").isEqualTo("PASSKEY_INVALID");
            key.flags = TestAuthenticator.USER_PRESENT | TestAuthenticator.USER_VERIFIED;

            var _ = scene.phone().approve(scene.task(), scene.signed());
            key.counter--;
            assertThat(scene.refusal(scene.signed())).as("counter").isEqualTo("PASSKEY_COUNTER_BACK");
            key.counter = 0;
            assertThat(scene.refusal(scene.signed())).isEqualTo("PASSKEY_COUNTER_BACK");
            key.counter = 1_000;
            var _ = scene.phone().approve(scene.task(), scene.signed());
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void onlyTheDelegatesOwnActivePasskeySigns(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            Scene scene = Scene.of(world);
            var mallorys = new TestAuthenticator("mallory's");
            new PasskeyPhone(world, "mallory").registerInPerson(mallorys);
            assertThat(scene.refusal(mallorys.sign(scene.phone().approval(scene.task()))))
                    .isEqualTo("PASSKEY_NOT_FOUND");
            var impostor = new TestAuthenticator("bob's");
            assertThat(scene.refusal(impostor.sign(scene.phone().approval(scene.task()))))
                    .as("the id of Bob's, another key")
                    .isEqualTo("PASSKEY_INVALID");
            var waiting = new TestAuthenticator("thief's");
            scene.phone().register(waiting);
            assertThat(scene.refusal(waiting.sign(scene.phone().approval(scene.task()))))
                    .isEqualTo("PASSKEY_WAITS");
            var begun = scene.phone().approval(scene.task());
            world.clock.advance(Duration.ofMinutes(5));
            assertThat(scene.refusal(scene.key().sign(begun))).isEqualTo("PASSKEY_CHALLENGE_MISSING");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void aRemovedPasskeyTakesItsApprovalsWithIt(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            Scene scene = Scene.of(world);
            var synced = TestAuthenticator.synced("bob's cloud");
            String passkey = scene.phone().registerInPerson(synced).getPasskeyId();
            for (int i = 0; i < 2; i++) {
                var _ = scene.phone()
                        .approve(scene.task(), synced.sign(scene.phone().approval(scene.task())));
            }
            var begun = scene.phone().approval(scene.task());
            scene.phone().remove(passkey);
            assertThat(reason(scene::confirm)).isEqualTo("APPROVAL_REQUIRED");
            assertThat(scene.refusal(synced.sign(begun))).isEqualTo("PASSKEY_NOT_FOUND");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void challengesAndApprovalsOutliveARestart(TestDatabase test) {
        TaskWorld.Neighbours neighbours;
        Scene before;
        ByteString challenge;
        try (var world = new TaskWorld(test.database())) {
            before = Scene.of(world);
            neighbours = world.neighbours();
            challenge = before.phone().approval(before.task());
        }
        ApproveTaskRequest request =
                PasskeyPhone.approveRequest(before.task(), before.key().sign(challenge));
        try (var world = new TaskWorld(test.database(), neighbours)) {
            var _ = new PasskeyPhone(world, "bob").approve(request);
        }
        try (var world = new TaskWorld(test.database(), neighbours)) {
            Scene after = new Scene(world, new PasskeyPhone(world, "bob"), before.key(), before.task());
            assertThat(after.refusal(request.getPasskeySignature().toBuilder())).isEqualTo("PASSKEY_CHALLENGE_MISSING");
            before.key().counter--;
            assertThat(after.refusal(after.signed())).isEqualTo("PASSKEY_COUNTER_BACK");
            assertThat(after.confirm()).isEqualTo(Execution.State.STATE_SUCCEEDED);
        }
    }

    /** Whoever has the evidence can check the signature against task, amount and payee, and needs nobody for it. */
    @ParameterizedTest
    @MethodSource("databases")
    void theProofNamesWhatWasSigned(TestDatabase test) throws GeneralSecurityException {
        try (var world = new TaskWorld(test.database())) {
            Scene scene = Scene.of(world);
            var _ = scene.phone().approve(scene.task(), scene.signed());
            EvidenceEntry entry = world.unitOfWork.read(repositories ->
                    repositories.evidence().findByTask(new TaskId(scene.task())).getLast());
            PasskeyProof proof = Objects.requireNonNull(entry.passkey());
            assertThat(proof.challenge())
                    .startsWith("stead approval 1\nnonce ")
                    .endsWith("\nperson bob\ntask " + scene.task() + "\namount 1250 EUR\npayee bakery\n");
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(proof.challenge().getBytes(StandardCharsets.UTF_8));
            String clientData =
                    new String(Base64.getUrlDecoder().decode(proof.assertion().clientData()), StandardCharsets.UTF_8);
            assertThat(clientData)
                    .contains("\"challenge\":\""
                            + Base64.getUrlEncoder().withoutPadding().encodeToString(hash) + "\"");
            assertThat(entry.assertion()).isNull();
        }
    }

    /** Every byte of a signature changed once, at random; and bytes that are none of a signature at all. */
    @ParameterizedTest
    @MethodSource("databases")
    void aChangedOrSenselessSignatureIsRefusedAndNothingElse(TestDatabase test) {
        try (var world = new TaskWorld(test.database())) {
            Scene scene = Scene.of(world);
            var random = new Random(21);
            PasskeySignature good = scene.signed().build();
            for (int i = 0; i < 200; i++) {
                var changed = good.toBuilder();
                switch (i % 4) {
                    case 0 -> changed.setClientDataJson(flipped(good.getClientDataJson(), random));
                    case 1 -> changed.setAuthenticatorData(flipped(good.getAuthenticatorData(), random));
                    case 2 -> changed.setSignature(flipped(good.getSignature(), random));
                    default -> {
                        byte[] senseless = new byte[1 + random.nextInt(200)];
                        random.nextBytes(senseless);
                        changed.setAuthenticatorData(ByteString.copyFrom(senseless));
                    }
                }
                assertThat(scene.refusal(changed)).isEqualTo("PASSKEY_INVALID");
            }
            var _ = scene.phone().approve(scene.task(), good.toBuilder());
            assertThat(reason(() -> scene.phone()
                            .approve(PasskeyPhone.approveRequest(scene.task(), good.toBuilder()).toBuilder()
                                    .setAssertion("a.b.c")
                                    .build())))
                    .isEqualTo("ASSERTION_INVALID");
        }
    }

    private static ByteString flipped(ByteString bytes, Random random) {
        byte[] changed = bytes.toByteArray();
        changed[random.nextInt(changed.length)] ^= (byte) (1 << random.nextInt(8));
        return ByteString.copyFrom(changed);
    }
}
