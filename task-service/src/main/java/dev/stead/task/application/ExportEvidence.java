package dev.stead.task.application;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.evidence.Evidence;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Exports the evidence of a task, for whoever decides a dispute. Thread-safe. */
public final class ExportEvidence {
    private final UnitOfWork unitOfWork;
    private final Evidence.Signer signer;
    private final InstantSource clock;

    public ExportEvidence(UnitOfWork unitOfWork, Evidence.Signer signer, InstantSource clock) {
        this.unitOfWork = unitOfWork;
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * The signed evidence, all of it read at one moment.
     *
     * @param personId one of the task's two people; empty for the operator
     * @throws TaskException {@code TASK_NOT_FOUND}, {@code EVIDENCE_KEY_MISSING}
     */
    public String export(Optional<PersonId> personId, TaskId taskId) {
        Instant now = Micros.now(clock);
        return signer.sign(unitOfWork.read(repositories -> {
            TaskView view = Lookups.task(
                    repositories,
                    taskId,
                    task -> personId.map(task.parties()::includes).orElse(true));
            return new Evidence(
                    view,
                    repositories.evidence().findByTask(taskId),
                    repositories.executions().findByTask(taskId),
                    now);
        }));
    }

    /** The public keys that verify evidence, as a JWK set. */
    public String publicKeys() {
        return signer.publicKeys();
    }
}
