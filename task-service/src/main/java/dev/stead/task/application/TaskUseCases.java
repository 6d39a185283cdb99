package dev.stead.task.application;

import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.IdGenerator;
import dev.stead.task.application.port.ActProofs;
import dev.stead.task.application.port.Assertions;
import dev.stead.task.application.port.Authenticators;
import dev.stead.task.application.port.Settlements;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.eligibility.Eligibility;
import dev.stead.task.domain.eligibility.Fence;
import dev.stead.task.domain.evidence.Evidence;
import dev.stead.task.domain.mandate.Policy;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Every use case, built over its ports. */
public record TaskUseCases(
        UnitOfWork unitOfWork,
        Assertions assertions,
        IdempotentExecutor idempotentExecutor,
        Delegations delegations,
        Approvals approvals,
        Passkeys passkeys,
        EnrolmentChanges enrolmentChanges,
        People people,
        FindTasks findTasks,
        Confirmations confirmations,
        SettlementCoordinator settlementCoordinator,
        Orders orders,
        Registry registry,
        Inbox inbox,
        TaskRings rings,
        ExportEvidence exportEvidence) {

    /**
     * What the use cases need from outside.
     *
     * @param expireBy is called with the instant at which a new task's window closes
     * @param resumeBy is called with the instant at which a new execution is resumed if its outcome is not known by then
     */
    public record Ports(
            UnitOfWork unitOfWork,
            Assertions assertions,
            Authenticators authenticators,
            Settlements settlements,
            ActProofs proofs,
            Evidence.Signer signer,
            Fence fence,
            Environment environment,
            Consumer<Instant> expireBy,
            Consumer<Instant> resumeBy) {}

    /** @param waitingTime until a passkey that nobody vouches for is active */
    public static TaskUseCases over(
            Ports ports, SettlementCoordinator.Limits limits, Policy policy, Duration waitingTime) {
        UnitOfWork unitOfWork = ports.unitOfWork();
        InstantSource clock = ports.environment().clock();
        var ids = new IdGenerator(ports.environment());
        var eligibility = new Eligibility(ports.fence(), policy);
        var signatures = new PasskeySignatures(
                ports.authenticators(), ports.environment().random());
        var approvals = new Approvals(clock, policy, signatures);
        var enrolmentChanges = new EnrolmentChanges(unitOfWork, ports.assertions(), clock);
        var settlementCoordinator =
                new SettlementCoordinator(unitOfWork, ports.settlements(), ports.environment(), limits);
        return new TaskUseCases(
                unitOfWork,
                ports.assertions(),
                new IdempotentExecutor(unitOfWork),
                new Delegations(new Delegations.Parts(clock, ids, ports.fence(), ports.expireBy()), policy),
                approvals,
                new Passkeys(ports.environment(), ports.authenticators(), signatures, waitingTime),
                enrolmentChanges,
                new People(clock),
                new FindTasks(unitOfWork, eligibility, enrolmentChanges, clock),
                new Confirmations(
                        new Confirmations.Parts(
                                unitOfWork, ports.assertions(), eligibility, clock, ids, ports.resumeBy()),
                        approvals,
                        enrolmentChanges,
                        settlementCoordinator),
                settlementCoordinator,
                new Orders(),
                new Registry(),
                new Inbox(unitOfWork),
                new TaskRings(unitOfWork, eligibility, clock, ids.next()),
                new ExportEvidence(unitOfWork, ports.proofs(), ports.signer(), clock));
    }
}
