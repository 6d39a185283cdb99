package dev.stead.task.application;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.ActProofs;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.ExecutionId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.evidence.Evidence;
import dev.stead.task.domain.evidence.LeafHash;
import dev.stead.task.domain.evidence.RecordedEntry;
import dev.stead.task.domain.evidence.RecordedExecution;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/** Exports the evidence of a task, for whoever decides a dispute. Thread-safe. */
public final class ExportEvidence {
    /** With the largest mandate and a log of billions of acts that is less than a client takes as one message: 1 MiB. */
    private static final int ENTRIES_OF_A_PAGE = 50;

    private final UnitOfWork unitOfWork;
    private final ActProofs proofs;
    private final Evidence.Signer signer;
    private final InstantSource clock;

    public ExportEvidence(UnitOfWork unitOfWork, ActProofs proofs, Evidence.Signer signer, InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.proofs = proofs;
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * A page of the evidence.
     *
     * @param first the number of its first entry
     * @param knownSize of the audit log's tree that whoever asks remembers; 0 for none
     */
    public record ExportRequest(TaskId taskId, int first, long knownSize) {}

    /**
     * Signed evidence.
     *
     * @param next the number of the first entry of the next page; empty in the last
     */
    public record Exported(String evidence, OptionalInt next) {}

    /**
     * A page of the evidence, all of it read at one moment.
     *
     * @param personId one of the task's two people; empty for the operator
     * @throws TaskException {@code TASK_NOT_FOUND}, {@code EVIDENCE_KEY_MISSING}
     */
    public Exported export(Optional<PersonId> personId, ExportRequest wanted) {
        Instant now = Micros.now(clock);
        Evidence read = unitOfWork.read(repositories -> {
            TaskView view = Lookups.task(
                    repositories,
                    wanted.taskId(),
                    task -> personId.map(task.parties()::includes).orElse(true));
            return new Evidence(
                    view,
                    repositories.evidence().terms(wanted.taskId()),
                    page(repositories, wanted),
                    Optional.empty(),
                    now);
        });
        Set<LeafHash> leaves = read.page().leaves().collect(Collectors.toSet());
        Evidence proven = read.with(proofs.prove(leaves, wanted.knownSize()));
        return new Exported(signer.sign(proven), read.page().next());
    }

    private static Evidence.Page page(Repositories repositories, ExportRequest wanted) {
        List<RecordedEntry> all = repositories.evidence().findByTask(wanted.taskId());
        int first = wanted.first();
        int next = first + ENTRIES_OF_A_PAGE;
        List<RecordedEntry> entries = all.stream()
                .filter(each -> each.number() >= first && each.number() < next)
                .toList();
        boolean isLast = all.isEmpty() || all.getLast().number() < next;
        return new Evidence.Page(
                entries,
                executions(repositories, wanted, all, entries),
                isLast ? OptionalInt.empty() : OptionalInt.of(next));
    }

    /** Those of these entries. One without an entry, which should not be, is not concealed: it is in the first page. */
    private static List<RecordedExecution> executions(
            Repositories repositories, ExportRequest wanted, List<RecordedEntry> all, List<RecordedEntry> entries) {
        Set<ExecutionId> ofThese = executions(entries);
        Set<ExecutionId> ofAny = executions(all);
        return repositories.executions().findByTask(wanted.taskId()).stream()
                .filter(each -> ofThese.contains(each.execution().id())
                        || (wanted.first() == 1
                                && !ofAny.contains(each.execution().id())))
                .toList();
    }

    private static Set<ExecutionId> executions(List<RecordedEntry> entries) {
        return entries.stream()
                .map(each -> each.entry().detail().executionId())
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** The public keys that verify evidence, as a JWK set. */
    public String publicKeys() {
        return signer.publicKeys();
    }
}
