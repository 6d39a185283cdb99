package dev.stead.matcher.storage;

import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.Dialect;
import dev.stead.mesh.time.PeriodicTask;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a store and its list of erasures in agreement. At the start each gets what only the other has; and whoever is enrolled in the store
 * although the list names their enrolment was brought back by a backup, and is erased again. From then on an erasure is listed before it is
 * committed, and those of other processes on the same store within seconds. Owns the list.
 */
public final class ListedErasures implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ListedErasures.class);
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    /** How long a transaction may take to commit, and how far the clocks of two processes may differ, with much to spare. */
    private static final Duration OVERLAP = Duration.ofHours(1);

    private final Database database;
    private final InstantSource clock;
    private final ErasureList list;
    private final PeriodicTask task = new PeriodicTask(
            "erasures", failure -> LOG.warn("the erasures of other processes were not listed", failure));

    private ListedErasures(Database database, ErasureList list, InstantSource clock) {
        this.database = database;
        this.list = list;
        this.clock = clock;
    }

    /**
     * To be called before a gallery is loaded. Does not own the database; must be closed before it is.
     *
     * @throws SettingsException if the list of this store is missing, damaged or another one's
     */
    public static ListedErasures open(Path file, Database database, InstantSource clock) {
        List<ErasureRow> listed = new ArrayList<>();
        var opened = new ListedErasures(database, open(file, database, listed), clock);
        try {
            opened.agree(listed);
        } catch (RuntimeException e) {
            opened.close();
            throw e;
        }
        if (database.dialect() == Dialect.POSTGRESQL) {
            opened.task.startWithFixedDelay(INTERVAL, INTERVAL, opened::listOthers);
        }
        return opened;
    }

    private static ErasureList open(Path file, Database database, List<ErasureRow> rows) {
        try {
            if (Files.notExists(file)) {
                if (database.read(ReceiptQueries::listId).isPresent()) {
                    throw ErasureLines.refused(
                            file,
                            "does not exist, and without the list of erasures an older store brings the erased back: put it back. If"
                                    + " it is lost, see \"The list of erasures\" in docs/operate.md.");
                }
                ErasureList.create(file);
                LOG.info("began the list of erasures {}: keep it apart from the store and its backups", file);
            }
            return ErasureList.open(file, rows);
        } catch (IOException e) {
            throw unwritable(file, e);
        }
    }

    private void agree(List<ErasureRow> listed) {
        requireOwn();
        List<ErasureRow> stored = database.read(handle -> ReceiptQueries.since(handle, Instant.EPOCH));
        try {
            list.add(stored);
        } catch (IOException e) {
            throw unwritable(list.file(), e);
        }
        Set<ErasureRow> missing = new HashSet<>(listed);
        stored.forEach(missing::remove);
        int broughtBack = database.write(handle -> {
            ReceiptQueries.insert(handle, missing);
            Map<EnrolmentQueries.Placed, ErasureRow> found = EnrolmentQueries.broughtBack(handle);
            found.forEach((placed, row) -> eraseAgain(handle, placed, row));
            return found.size();
        });
        if (broughtBack > 0) {
            database.purge();
            LOG.warn(
                    "the store is older than the list of erasures: {} enrolments that it had were erased again",
                    broughtBack);
        }
    }

    private void requireOwn() {
        UUID own = database.write(handle -> {
            ReceiptQueries.putListId(handle, list.id());
            return ReceiptQueries.listId(handle).orElseThrow();
        });
        if (!own.equals(list.id())) {
            throw ErasureLines.refused(
                    list.file(), "is the list of erasures of another store: set the one of this store.");
        }
    }

    private void eraseAgain(Handle handle, EnrolmentQueries.Placed placed, ErasureRow row) {
        TemplateStore.deleteSecurely(database, handle);
        EnrolmentQueries.erase(handle, placed);
        // Nobody knows yet in which segments its rows are.
        SegmentKeyQueries.destroyAllBut(handle, placed.gallery(), "");
        EnrolmentActs.erased(EnrolmentActs.recorder(handle, clock.instant()), row);
    }

    private static SettingsException unwritable(Path file, IOException e) {
        return ErasureLines.refused(
                file,
                "cannot be written (" + e.getClass().getSimpleName()
                        + "): name a file in a folder that this process may write to, apart from the store and its backups.");
    }

    /**
     * Lists an erasure, whose transaction may be committed when this returns, and not before.
     *
     * @throws MatcherException {@code ERASURE_NOT_LISTED} if the list cannot be written
     */
    public void add(ErasureRow row) {
        try {
            list.add(List.of(row));
        } catch (IOException e) {
            LOG.error(
                    "STEAD_ERASURES_FILE={} cannot be written, so nobody can be erased: {}", list.file(), e.toString());
            throw new MatcherException(
                    MatcherError.ERASURE_NOT_LISTED,
                    "the list of erasures cannot be written, and nothing was erased: repeat the request when the operator has"
                            + " seen to it");
        }
    }

    /** What the task does. */
    void listOthers() {
        Instant since = clock.instant().minus(OVERLAP);
        try {
            list.add(database.read(handle -> ReceiptQueries.since(handle, since)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        task.close();
        try {
            list.close();
        } catch (IOException e) {
            LOG.warn("the list of erasures could not be closed", e);
        }
    }
}
