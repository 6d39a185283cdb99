package dev.stead.task.grpc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jose.util.Base64URL;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import dev.stead.mesh.Problem;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.mesh.testing.TestSize;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.TaskWorld;
import dev.stead.task.testing.TestMatcher;
import dev.stead.task.v1.ConfirmTaskRequest;
import dev.stead.task.v1.Execution;
import dev.stead.task.v1.Task;
import dev.stead.task.v1.TaskKind;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;

/**
 * Assertions that are forged, changed, too early, too late, of somebody else or spent, also before a restart: each confirms nothing, while
 * the true one between them does. The row X3 of the fault matrix.
 */
class ForgedAssertionsTest {
    private static final int FORGED = 19;
    private static final String TERMINAL = "t-near";
    private static final List<String> CLAIMS =
            List.of("sub", "trm", "exp", "iat", "jti", "gal", "loa", "aud", "iss", "enr", "cap");

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final Map<Forgery, Integer> tried = new EnumMap<>(Forgery.class);
    private final List<String> spent = new ArrayList<>();
    private final List<String> accepted = new ArrayList<>();

    /** What is wrong with an assertion. The last ones are signed by the matcher's own key. */
    private enum Forgery {
        CLAIM_CHANGED,
        SIGNATURE_CHANGED,
        ANOTHER_KEY,
        NO_SIGNATURE,
        SPENT,
        TOO_LATE,
        TOO_EARLY,
        TOO_LONG,
        OF_ANOTHER_TERMINAL,
        OF_A_PHONE,
        OF_ANOTHER_PERSON,
        OF_ANOTHER_GALLERY,
        OF_ANOTHER_MATCHER,
        OF_ANOTHER_LEVEL,
        OF_ANOTHER_TYPE
    }

    @Test
    void noForgedAssertionConfirmsAnythingAlsoAfterARestart(TestReporter reporter) {
        int rounds = TestSize.of(200, 10_000) / (FORGED + 1);
        int restarts = 0;
        TaskWorld.Neighbours neighbours = TaskWorld.Neighbours.fresh();
        try (TestDatabase test = TestDatabases.sqlite(TaskDatabase.MIGRATIONS)) {
            var world = new TaskWorld(test.database(), neighbours);
            world.settle();
            Task task = world.ready("o", TaskKind.TASK_KIND_PAYMENT);
            for (int round = 0; round < rounds; round++) {
                if (round % 5 == 4) {
                    world.close();
                    world = new TaskWorld(test.reopen(), neighbours);
                    restarts++;
                }
                task = round(world, task, round);
            }
            assertThat(world.settlements.moves()).as("seed %d", seed).isEqualTo(rounds);
            world.close();
        }
        assertThat(tried.keySet()).hasSameSizeAs(Forgery.values());
        reporter.publishEntry(Map.of(
                "cases",
                Integer.toString(rounds * (FORGED + 1)),
                "restarts",
                Integer.toString(restarts),
                "accepted",
                Integer.toString(accepted.size())));
        assertThat(accepted).as("seed %d", seed).isEmpty();
    }

    /** The task of the next round. */
    private Task round(TaskWorld world, Task task, int round) {
        world.clock.advance(Duration.ofSeconds(1));
        String good = world.matcher.assertion("bob", TERMINAL);
        for (int i = 0; i < FORGED; i++) {
            Forgery forgery = Forgery.values()[(round * FORGED + i) % Forgery.values().length];
            tried.merge(forgery, 1, Integer::sum);
            if (isConfirmed(world, task, forged(forgery, world, good))) {
                accepted.add(forgery.name());
            }
        }
        assertThat(world.terminal(TERMINAL)
                        .confirmTask(confirmation(task, good))
                        .getExecution()
                        .getState())
                .as("the true one, seed %d", seed)
                .isEqualTo(Execution.State.STATE_SUCCEEDED);
        spent.add(good);
        Task next = world.ready("o-" + round, TaskKind.TASK_KIND_PAYMENT);
        tried.merge(Forgery.SPENT, 1, Integer::sum);
        if (isConfirmed(world, next, good)) {
            accepted.add("SPENT at once");
        }
        return next;
    }

    private static boolean isConfirmed(TaskWorld world, Task task, String assertion) {
        try {
            var _ = world.terminal(TERMINAL).confirmTask(confirmation(task, assertion));
            return true;
        } catch (RuntimeException refused) {
            assertThat(Problem.from(refused)).as("refused with a reason").isPresent();
            return false;
        }
    }

    private static ConfirmTaskRequest confirmation(Task task, String assertion) {
        return ConfirmTaskRequest.newBuilder()
                .setRequestId(TaskWorld.id())
                .setAssertion(assertion)
                .setTaskId(task.getTaskId())
                .build();
    }

    private String forged(Forgery forgery, TaskWorld world, String good) {
        TestMatcher matcher = world.matcher;
        return switch (forgery) {
            case CLAIM_CHANGED -> withClaim(CLAIMS.get(random.nextInt(CLAIMS.size())), good);
            case SIGNATURE_CHANGED -> {
                String[] parts = good.split("\\.", -1);
                byte[] signature = new Base64URL(parts[2]).decode();
                signature[random.nextInt(signature.length)] ^= (byte) (1 << random.nextInt(8));
                yield parts[0] + "." + parts[1] + "." + Base64URL.encode(signature);
            }
            case ANOTHER_KEY -> new TestMatcher("k1", world.clock).assertion("bob", TERMINAL);
            case NO_SIGNATURE -> new PlainJWT(matcher.claims("bob", TERMINAL).build()).serialize();
            case SPENT -> spent.isEmpty() ? withClaim("jti", good) : spent.get(random.nextInt(spent.size()));
            case TOO_LATE -> at(matcher, world, -61 - random.nextInt(3_600), 60);
            case TOO_EARLY -> at(matcher, world, 10 + random.nextInt(3_600), 60);
            case TOO_LONG -> at(matcher, world, 0, 120 + random.nextInt(3_600));
            case OF_ANOTHER_TERMINAL -> matcher.assertion("bob", "t-far");
            case OF_A_PHONE -> matcher.assertion("bob", "phone");
            case OF_ANOTHER_PERSON -> matcher.assertion(random.nextBoolean() ? "alice" : "mallory", TERMINAL);
            case OF_ANOTHER_GALLERY -> with(matcher, claims -> claims.claim("gal", "other-" + random.nextInt(9)));
            case OF_ANOTHER_MATCHER -> with(matcher, claims -> claims.issuer("https://stead.invalid/other"));
            case OF_ANOTHER_LEVEL -> with(matcher, claims -> claims.claim("loa", "verified"));
            case OF_ANOTHER_TYPE ->
                matcher.sign("JWT", matcher.claims("bob", TERMINAL).build());
        };
    }

    private static String with(TestMatcher matcher, UnaryOperator<JWTClaimsSet.Builder> change) {
        return matcher.assertion("bob", TERMINAL, change);
    }

    private static String at(TestMatcher matcher, TaskWorld world, int seconds, int life) {
        var issued = world.clock.instant().plusSeconds(seconds);
        return with(
                matcher,
                claims -> claims.issueTime(Date.from(issued)).expirationTime(Date.from(issued.plusSeconds(life))));
    }

    /** Under the old signature. */
    private String withClaim(String name, String good) {
        String[] parts = good.split("\\.", -1);
        String body = new Base64URL(parts[1]).decodeToString();
        String changed = body.replaceFirst(
                "(\"" + name + "\":)(\"[^\"]*\"|\\d+|\\[[^]]*])", "$1" + (random.nextInt(1_000_000) + 1));
        assertThat(changed).as(name).isNotEqualTo(body);
        return parts[0] + "." + Base64URL.encode(changed.getBytes(StandardCharsets.UTF_8)) + "." + parts[2];
    }
}
