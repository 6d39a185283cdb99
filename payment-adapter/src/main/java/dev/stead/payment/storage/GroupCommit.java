package dev.stead.payment.storage;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.StorageException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.HandleCallback;
import org.jdbi.v3.core.JdbiException;

/**
 * Many transactions, one synchronisation of the disk. An embedded store has one writer and needs one {@code fsync} for each commit; while
 * one commits, others arrive and wait. The first of those waiting leads: it runs all that wait, each within a savepoint of its own, and
 * commits once. No caller gets an answer before that commit has returned, and one that throws undoes its own savepoint only.
 *
 * <p>If the store itself refuses anything, the whole group is rolled back and each is run alone, so that every caller gets its own answer.
 * (The idea is old: DeWitt et al., "Implementation Techniques for Main Memory Database Systems", SIGMOD 1984.) Thread-safe.
 */
final class GroupCommit {
    private static final int MAX_GROUP_SIZE = 256;
    private static final String SAVEPOINT = "one_of_many";

    private final Database database;
    private final ReentrantLock lock = new ReentrantLock();

    @GuardedBy("lock")
    private final ArrayDeque<Member<?>> waiting = new ArrayDeque<>();

    @GuardedBy("lock")
    private boolean led;

    GroupCommit(Database database) {
        this.database = database;
    }

    /** As {@link Database#write}: committed when it returns, undone when it throws. */
    <T> T write(HandleCallback<T, RuntimeException> work) {
        var member = new Member<>(work);
        // A join cannot be interrupted: a member that went away would not know whether its work was done.
        if (join(member) || member.turn.join() == Turn.LEAD) {
            lead();
        }
        return member.answer();
    }

    /** How many wait for the next commit. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    /** True if it leads at once. */
    private boolean join(Member<?> member) {
        lock.lock();
        try {
            waiting.add(member);
            boolean first = !led;
            led = true;
            return first;
        } finally {
            lock.unlock();
        }
    }

    private void lead() {
        List<Member<?>> group = new ArrayList<>();
        lock.lock();
        try {
            while (group.size() < MAX_GROUP_SIZE && !waiting.isEmpty()) {
                group.add(waiting.remove());
            }
        } finally {
            lock.unlock();
        }
        try {
            commit(group);
        } finally {
            next().ifPresent(member -> member.turn.complete(Turn.LEAD));
            group.forEach(member -> member.turn.complete(Turn.DONE));
        }
    }

    private Optional<Member<?>> next() {
        lock.lock();
        try {
            Member<?> next = waiting.peek();
            led = next != null;
            return Optional.ofNullable(next);
        } finally {
            lock.unlock();
        }
    }

    private void commit(List<Member<?>> group) {
        if (group.size() == 1) {
            alone(group.getFirst());
            return;
        }
        try {
            database.change(handle -> group.forEach(member -> member.runWithin(handle)));
        } catch (StorageException e) {
            group.forEach(this::alone);
        }
    }

    private <T> void alone(Member<T> member) {
        try {
            member.outcome = new Outcome.Done<>(database.write(member.work));
        } catch (RuntimeException | Error e) {
            member.outcome = new Outcome.Thrown<>(e);
        }
    }

    private enum Turn {
        LEAD,
        DONE
    }

    private sealed interface Outcome<T> {
        record Done<T>(T answer) implements Outcome<T> {}

        record Thrown<T>(Throwable failure) implements Outcome<T> {}

        record Pending<T>() implements Outcome<T> {}
    }

    /** One transaction. Its outcome is written by the leader and read after its turn has come. */
    private static final class Member<T> {
        private final HandleCallback<T, RuntimeException> work;
        private final CompletableFuture<Turn> turn = new CompletableFuture<>();
        private Outcome<T> outcome = new Outcome.Pending<>();

        Member(HandleCallback<T, RuntimeException> work) {
            this.work = work;
        }

        void runWithin(Handle handle) {
            handle.savepoint(SAVEPOINT);
            try {
                outcome = new Outcome.Done<>(work.withHandle(handle));
            } catch (JdbiException e) {
                throw e;
            } catch (RuntimeException | Error e) {
                handle.rollbackToSavepoint(SAVEPOINT);
                outcome = new Outcome.Thrown<>(e);
            }
            handle.releaseSavepoint(SAVEPOINT);
        }

        T answer() {
            return switch (outcome) {
                case Outcome.Done<T>(T answer) -> answer;
                case Outcome.Thrown<T>(RuntimeException failure) -> throw failure;
                case Outcome.Thrown<T>(Error failure) -> throw failure;
                case Outcome.Thrown<T> _, Outcome.Pending<T> _ ->
                    throw new IllegalStateException("a transaction of a group was not run");
            };
        }
    }
}
