package dev.stead.task.grpc;

import static dev.stead.task.testing.Refusals.reason;
import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.JSONObjectUtils;
import dev.stead.mesh.audit.AuditConfig;
import dev.stead.mesh.audit.AuditLog;
import dev.stead.mesh.audit.CheckpointVerifier;
import dev.stead.mesh.audit.MerkleHash;
import dev.stead.mesh.audit.MerkleProofs;
import dev.stead.mesh.audit.MerkleProofs.TreeHead;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.SettlementReference;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.evidence.EvidenceEntry;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.domain.task.Execution;
import dev.stead.task.storage.AuditLogProofs;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.v1.ApproveTaskRequest;
import dev.stead.task.v1.Constraint;
import dev.stead.task.v1.DeclineTaskRequest;
import dev.stead.task.v1.ExportEvidenceRequest;
import dev.stead.task.v1.ExportEvidenceResponse;
import dev.stead.task.v1.GetEvidenceKeysRequest;
import dev.stead.task.v1.RevokeTaskRequest;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Evidence, verified with nothing but the JDK and the published key, as docs/evidence.md says. */
class EvidenceTest {
    private static final int MANY = 120;

    @TempDir
    private Path folder;

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TaskDatabase.MIGRATIONS);
    }

    private static String export(TaskWorld world, Caller caller, String taskId) {
        return world.evidence(caller)
                .exportEvidence(
                        ExportEvidenceRequest.newBuilder().setTaskId(taskId).build())
                .getEvidence();
    }

    private static PublicKey publishedKey(TaskWorld world) throws Exception {
        String set = world.evidence(new Caller.Merchant("bakery"))
                .getEvidenceKeys(GetEvidenceKeysRequest.getDefaultInstance())
                .getJwkSet();
        assertThat(set).doesNotContain("\"d\"");
        Map<String, Object> key = JSONObjectUtils.getJSONObjectArray(JSONObjectUtils.parse(set), "keys")[0];
        // The fixed head of an Ed25519 SubjectPublicKeyInfo (RFC 8410), then the 32 bytes of x.
        byte[] head = HexFormat.of().parseHex("302a300506032b6570032100");
        byte[] x = Base64.getUrlDecoder().decode((String) key.get("x"));
        byte[] encoded = new byte[head.length + x.length];
        System.arraycopy(head, 0, encoded, 0, head.length);
        System.arraycopy(x, 0, encoded, head.length, x.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }

    private static boolean verifies(String jws, PublicKey key) throws Exception {
        int dot = jws.lastIndexOf('.');
        Signature signature = Signature.getInstance("Ed25519");
        signature.initVerify(key);
        signature.update(jws.substring(0, dot).getBytes(StandardCharsets.US_ASCII));
        return signature.verify(Base64.getUrlDecoder().decode(jws.substring(dot + 1)));
    }

    private static Map<String, Object> claims(String jws) throws Exception {
        String payload = new String(Base64.getUrlDecoder().decode(jws.split("\\.", -1)[1]), StandardCharsets.UTF_8);
        return JSONObjectUtils.getJSONObject(JSONObjectUtils.parse(payload), "evd");
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyActIsThereWithTheMatchersOwnStatement(TestDatabase test) throws Exception {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready(
                    "o-1",
                    world.mandate(TaskKind.TASK_KIND_PAYMENT)
                            .addConstraints(Constraint.newBuilder().setApprovalAbove(TaskWorld.money(1_000))));
            String approving = world.matcher.assertion("bob", "phone");
            var _ = world.phone("bob")
                    .approveTask(ApproveTaskRequest.newBuilder()
                            .setRequestId(TaskWorld.id())
                            .setAssertion(approving)
                            .setTaskId(task.getTaskId())
                            .build());
            var confirmation = world.confirmation("t-near", task.getTaskId());
            String execution = world.terminal("t-near")
                    .confirmTask(confirmation)
                    .getExecution()
                    .getExecutionId();

            String evidence = export(world, new Caller.Operator("op"), task.getTaskId());
            assertThat(verifies(evidence, publishedKey(world))).isTrue();
            Map<String, Object> claims = claims(evidence);
            assertThat(claims)
                    .containsEntry("format", 1L)
                    .containsEntry("task_id", task.getTaskId())
                    .containsEntry("delegator_id", "alice")
                    .containsEntry("delegate_id", "bob")
                    .containsEntry("state", "SUCCEEDED");
            var acts = JSONObjectUtils.getJSONObjectArray(claims, "acts");
            assertThat(acts)
                    .extracting(act -> act.get("kind") + " by " + act.get("person_id"))
                    .containsExactly("PROPOSED by alice", "ACCEPTED by bob", "APPROVED by bob", "CONFIRMED by bob");
            assertThat(acts[2]).containsEntry("assertion", approving);
            assertThat(acts[3])
                    .containsEntry("assertion", confirmation.getAssertion())
                    .containsEntry("terminal_id", "t-near")
                    .containsEntry("execution_id", execution)
                    .containsEntry("amount", Map.of("currency_code", "EUR", "minor_units", 1_250L));
            var executions = JSONObjectUtils.getJSONObjectArray(claims, "executions");
            assertThat(executions[0]).containsEntry("outcome", "PAID").containsEntry("settlement_id", "s-" + execution);
            assertThat(JSONObjectUtils.getJSONObject(claims, "mandate").toString())
                    .contains("approval_above", "radius_meters", "amount_limit");
        }
    }

    /** Who says "I never agreed to that" is answered by these. */
    @ParameterizedTest
    @MethodSource("databases")
    void whatWasDeclinedOrTakenBackSaysByWhom(TestDatabase test) throws Exception {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            world.order("o-1", false);
            String declined = world.phone("alice")
                    .proposeTask(world.proposal("o-1", world.mandate(TaskKind.TASK_KIND_PAYMENT)))
                    .getTask()
                    .getTaskId();
            var _ = world.phone("bob")
                    .declineTask(DeclineTaskRequest.newBuilder()
                            .setRequestId(TaskWorld.id())
                            .setTaskId(declined)
                            .build());
            String revoked = world.ready("o-2", TaskKind.TASK_KIND_PAYMENT).getTaskId();
            var _ = world.phone("alice")
                    .revokeTask(RevokeTaskRequest.newBuilder()
                            .setRequestId(TaskWorld.id())
                            .setTaskId(revoked)
                            .build());

            assertThat(acts(world, declined)).containsExactly("PROPOSED by alice", "DECLINED by bob");
            assertThat(acts(world, revoked))
                    .containsExactly("PROPOSED by alice", "ACCEPTED by bob", "REVOKED by alice");
        }
    }

    private static List<String> acts(TaskWorld world, String taskId) throws Exception {
        Map<String, Object> claims = claims(export(world, new Caller.Operator("op"), taskId));
        return Arrays.stream(JSONObjectUtils.getJSONObjectArray(claims, "acts"))
                .map(act -> act.get("kind") + " by " + act.get("person_id"))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("databases")
    void noCharacterOfItCanBeChanged(TestDatabase test) throws Exception {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            Task task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT);
            String evidence = export(world, new Caller.Person("alice"), task.getTaskId());
            PublicKey key = publishedKey(world);
            int signed = evidence.lastIndexOf('.');
            for (int i = 0; i < signed; i += 7) {
                char other = evidence.charAt(i) == 'A' ? 'B' : 'A';
                String forged = evidence.substring(0, i) + other + evidence.substring(i + 1);
                assertThat(verifies(forged, key)).as("character %d", i).isFalse();
            }
        }
    }

    /** A message of Stead's own channels holds 1 MiB. */
    @ParameterizedTest
    @MethodSource("databases")
    void aTaskOfManyExecutionsIsExportedInPagesThatFitInAMessage(TestDatabase test) throws Exception {
        var neighbours = TaskWorld.Neighbours.fresh();
        try (AuditLog log = auditLog(test, neighbours);
                var world = new TaskWorld(test.database(), neighbours, Policy.NONE, new AuditLogProofs(log))) {
            world.settle();
            String task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
            execute(world, new TaskId(task), MANY);
            var evidence = world.evidence(new Caller.Operator("op"));
            var request = ExportEvidenceRequest.newBuilder().setTaskId(task);
            List<Long> numbers = new ArrayList<>();
            ExportEvidenceResponse page;
            do {
                page = evidence.exportEvidence(request.build());
                assertThat(page.getSerializedSize()).isLessThan(700_000);
                Map<String, Object> claims = claims(page.getEvidence());
                assertThat(claims).containsEntry("format", 2L);
                for (Map<String, Object> act : JSONObjectUtils.getJSONObjectArray(claims, "acts")) {
                    numbers.add((Long) act.get("number"));
                    assertThat(act).containsKey("proof");
                }
                request.setPageToken(page.getNextPageToken());
            } while (!page.getNextPageToken().isEmpty());
            assertThat(numbers)
                    .isEqualTo(LongStream.rangeClosed(1, MANY + 2).boxed().toList());
            assertThat(reason(() ->
                            evidence.exportEvidence(request.setPageToken("e1:7").build())))
                    .isEqualTo("PAGE_TOKEN_INVALID");
        }
    }

    private AuditLog auditLog(TestDatabase test, TaskWorld.Neighbours neighbours) {
        var key = AssertionKeys.open(folder).privateKey();
        return AuditLog.start(
                test.database(), new AuditConfig("task", Optional.of(key), Map.of(), Map.of()), neighbours.clock());
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyActIsProvenByASignedTreeThatGrewOutOfTheOneKnown(TestDatabase test) throws Exception {
        var neighbours = TaskWorld.Neighbours.fresh();
        try (AuditLog log = auditLog(test, neighbours);
                var world = new TaskWorld(test.database(), neighbours, Policy.NONE, new AuditLogProofs(log))) {
            world.settle();
            String task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
            var operator = new Caller.Operator("op");
            TreeHead known = tree(claims(export(world, operator, task)));
            var _ = world.confirm("t-near", task);

            Map<String, Object> claims = claims(world.evidence(operator)
                    .exportEvidence(ExportEvidenceRequest.newBuilder()
                            .setTaskId(task)
                            .setKnownSize(known.size())
                            .build())
                    .getEvidence());
            TreeHead tree = tree(claims);
            List<MerkleHash> growth = hashes(JSONObjectUtils.getJSONObject(claims, "log"), "consistency_proof");
            assertThat(MerkleProofs.isConsistent(known, tree, growth)).isTrue();
            assertThat(JSONObjectUtils.getJSONObjectArray(claims, "acts"))
                    .hasSize(3)
                    .allSatisfy(act -> assertThat(isProven(JSONObjectUtils.getJSONObject(act, "proof"), tree))
                            .isTrue());
        }
    }

    private static TreeHead tree(Map<String, Object> claims) throws ParseException {
        Map<String, Object> log = JSONObjectUtils.getJSONObject(claims, "log");
        return CheckpointVerifier.parse(JSONObjectUtils.getString(log, "verifier_key"))
                .open(JSONObjectUtils.getString(log, "checkpoint"));
    }

    private static boolean isProven(Map<String, Object> proof, TreeHead tree) throws ParseException {
        MerkleHash leaf = MerkleHash.ofLeaf(Base64.getDecoder().decode(JSONObjectUtils.getString(proof, "leaf")));
        return MerkleProofs.isIncluded(
                leaf, JSONObjectUtils.getLong(proof, "leaf_index"), tree, hashes(proof, "inclusion_proof"));
    }

    private static List<MerkleHash> hashes(Map<String, Object> claims, String name) throws ParseException {
        return JSONObjectUtils.getStringList(claims, name).stream()
                .map(hash -> MerkleHash.of(Base64.getDecoder().decode(hash)))
                .toList();
    }

    /** Who takes an act out of the store has not taken what it led to out of the evidence. */
    @ParameterizedTest
    @MethodSource("databases")
    void anExecutionWhoseActIsMissingIsInTheFirstPage(TestDatabase test) throws Exception {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            String task = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
            execute(world, new TaskId(task), 60);
            test.database().change(handle -> handle.execute("DELETE FROM acts WHERE number = 60"));

            var evidence = world.evidence(new Caller.Operator("op"));
            var request = ExportEvidenceRequest.newBuilder().setTaskId(task);
            ExportEvidenceResponse first = evidence.exportEvidence(request.build());
            ExportEvidenceResponse last = evidence.exportEvidence(
                    request.setPageToken(first.getNextPageToken()).build());
            assertThat(JSONObjectUtils.getJSONObjectArray(claims(first.getEvidence()), "executions"))
                    .as("those of acts 3 to 50, and this one")
                    .hasSize(49);
            assertThat(JSONObjectUtils.getJSONObjectArray(claims(last.getEvidence()), "executions"))
                    .as("those of acts 51 to 62, without this one")
                    .hasSize(11);
        }
    }

    private static void execute(TaskWorld world, TaskId task, int times) {
        var euros = new Money("EUR", 1_250);
        for (int i = 0; i < times; i++) {
            var id = new ExecutionId(TaskWorld.id());
            var begun = new Execution(
                    id,
                    task,
                    new TerminalId("t-near"),
                    new Execution.Settling(euros),
                    TaskWorld.MORNING,
                    TaskWorld.MORNING);
            var done = new Execution(
                    id,
                    task,
                    new TerminalId("t-near"),
                    new Execution.Refused(euros, new SettlementReference("s-" + id), "INSUFFICIENT_FUNDS"),
                    TaskWorld.MORNING,
                    TaskWorld.MORNING);
            world.unitOfWork.<Boolean>write(repositories -> {
                repositories
                        .evidence()
                        .add(
                                task,
                                new EvidenceEntry(
                                                EvidenceEntry.Kind.CONFIRMED,
                                                new PersonId("bob"),
                                                TaskWorld.MORNING,
                                                new EvidenceEntry.Detail(null, null, null),
                                                "x".repeat(1_000),
                                                null)
                                        .withExecution(begun));
                repositories.executions().add(begun, TaskWorld.MORNING);
                repositories.executions().replace(done);
                return true;
            });
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void onlyTheTwoPeopleAndTheOperatorGetIt(TestDatabase test) throws Exception {
        try (var world = new TaskWorld(test.database())) {
            world.settle();
            String id = world.ready("o-1", TaskKind.TASK_KIND_PAYMENT).getTaskId();
            for (Caller caller :
                    List.of(new Caller.Person("alice"), new Caller.Person("bob"), new Caller.Operator("op"))) {
                assertThat(claims(export(world, caller, id))).containsEntry("task_id", id);
            }
            assertThat(reason(() -> export(world, new Caller.Person("eve"), id)))
                    .isEqualTo("TASK_NOT_FOUND");
            assertThat(reason(() -> export(world, new Caller.Merchant("bakery"), id)))
                    .isEqualTo("ROLE_NOT_ALLOWED");
        }
    }
}
