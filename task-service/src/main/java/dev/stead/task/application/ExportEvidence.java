package dev.stead.task.application;

import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.evidence.Evidence;
import dev.stead.task.domain.task.TaskView;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Gives out the evidence of a task, to be laid before whoever judges a dispute. Thread-safe. */
public final class ExportEvidence {
    private final UnitOfWork store;
    private final Evidence.Signer signer;
    private final InstantSource clock;

    public ExportEvidence(UnitOfWork store, Evidence.Signer signer, InstantSource clock) {
        this.store = store;
        this.signer = signer;
        this.clock = clock;
    }

    /**
     * The signed evidence, all of it read at one moment.
     *
     * @param personId one of the task's two people, or nobody for the operator
     */
    public String export(Optional<String> personId, String taskId) {
        Instant now = Micros.now(clock);
        return signer.sign(store.read(records -> {
            TaskView view = records.tasks()
                    .view(taskId)
                    .filter(found ->
                            personId.map(found.task().parties()::include).orElse(true))
                    .orElseThrow(Delegations::notFound);
            return new Evidence(
                    view, records.evidence().acts(taskId), records.executions().of(taskId), now);
        }));
    }

    /** The keys with which evidence is verified: a JWK set. */
    public String publicKeys() {
        return signer.publicKeys();
    }
}
