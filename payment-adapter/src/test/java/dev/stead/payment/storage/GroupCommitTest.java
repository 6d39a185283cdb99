package dev.stead.payment.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** Those who are committed together do not feel each other. */
class GroupCommitTest {
    /** Long enough for the others to look, had they been answered before this one was done. */
    private static final Duration DAWDLES = Duration.ofMillis(200);

    /** Holds the first transaction until the others wait, so that they come to be one group. */
    private static List<String> together(TestDatabase test, List<Runnable> work) throws Exception {
        var group = new GroupCommit(test.database());
        var entered = new CountDownLatch(1);
        var go = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Boolean> first = threads.submit(() -> group.write(handle -> {
                entered.countDown();
                await(go);
                return true;
            }));
            await(entered);
            List<Future<String>> others = new ArrayList<>();
            for (Runnable one : work) {
                int before = group.waiting();
                others.add(threads.submit(() -> {
                    try {
                        String answer = group.write(handle -> {
                            handle.execute(
                                    "INSERT INTO requests (request_id, fingerprint, result_id) VALUES (?, '', '')",
                                    "r" + System.identityHashCode(one));
                            one.run();
                            if (one instanceof Clash) {
                                handle.execute(
                                        "INSERT INTO requests (request_id, fingerprint, result_id) VALUES (?, '', '')",
                                        "r" + System.identityHashCode(one));
                            }
                            return "done";
                        });
                        return isKept(test, one) ? answer : "answered before it was kept";
                    } catch (RuntimeException e) {
                        return e.getClass().getSimpleName();
                    }
                }));
                while (group.waiting() == before) {
                    Thread.onSpinWait();
                }
            }
            go.countDown();
            assertThat(first.get()).isTrue();
            List<String> answers = new ArrayList<>();
            for (Future<String> other : others) {
                answers.add(other.get());
            }
            return answers;
        }
    }

    private record Clash() implements Runnable {
        @Override
        public void run() {}
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** As another connection sees it. */
    private static boolean isKept(TestDatabase test, Runnable one) {
        return test.database()
                        .read(handle -> handle.createQuery("SELECT COUNT(*) FROM requests WHERE request_id = :id")
                                .bind("id", "r" + System.identityHashCode(one))
                                .mapTo(Long.class)
                                .one())
                == 1;
    }

    private static long requests(TestDatabase test) {
        return test.database()
                .read(handle -> handle.createQuery("SELECT COUNT(*) FROM requests")
                        .mapTo(Long.class)
                        .one());
    }

    @Test
    void nobodyIsAnsweredBeforeAllAreCommitted() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(PaymentDatabase.MIGRATIONS)) {
            List<String> answers =
                    together(test, List.of(() -> {}, () -> {}, () -> LockSupport.parkNanos(DAWDLES.toNanos())));

            assertThat(answers).containsExactly("done", "done", "done");
        }
    }

    @Test
    void oneThatThrowsIsUndoneAlone() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(PaymentDatabase.MIGRATIONS)) {
            List<String> answers = together(
                    test,
                    List.of(
                            () -> {},
                            () -> {
                                throw new IllegalStateException("mine alone");
                            },
                            () -> {}));

            assertThat(answers).containsExactly("done", "IllegalStateException", "done");
            assertThat(requests(test)).isEqualTo(2);
        }
    }

    @Test
    void oneThatTheStoreRefusesIsRefusedAlone() throws Exception {
        try (TestDatabase test = TestDatabases.sqlite(PaymentDatabase.MIGRATIONS)) {
            List<String> answers = together(test, List.of(() -> {}, new Clash(), () -> {}));

            assertThat(answers).containsExactly("done", "StorageException", "done");
            assertThat(requests(test)).isEqualTo(2);
        }
    }
}
