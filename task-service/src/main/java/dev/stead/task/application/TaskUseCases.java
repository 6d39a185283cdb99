package dev.stead.task.application;

import dev.stead.mesh.time.Environment;
import dev.stead.mesh.time.IdGenerator;
import dev.stead.task.application.port.Assertions;
import dev.stead.task.application.port.Settlements;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.eligibility.Eligibility;
import dev.stead.task.domain.eligibility.Fence;
import dev.stead.task.domain.evidence.Evidence;
import dev.stead.task.domain.mandate.Policy;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Everything that can be done, put together over its ports. */
public record TaskUseCases(
        UnitOfWork store,
        Assertions assertions,
        IdempotentExecutor once,
        Delegations delegations,
        Approvals approvals,
        People people,
        FindTasks visits,
        Confirmations confirmations,
        SettlementCoordinator settling,
        Orders orders,
        Registry register,
        Inbox inbox,
        ExportEvidence disputes) {

    /**
     * What the domain needs from outside.
     *
     * @param closings is told when a new task's window closes
     * @param retries is told when a new execution's outcome is asked for again, if it is not known by then
     */
    public record Ports(
            UnitOfWork store,
            Assertions assertions,
            Settlements settlements,
            Evidence.Signer signer,
            Fence fence,
            Environment environment,
            Consumer<Instant> closings,
            Consumer<Instant> retries) {}

    public static TaskUseCases over(Ports ports, SettlementCoordinator.Limits limits, Policy policy) {
        UnitOfWork store = ports.store();
        InstantSource clock = ports.environment().clock();
        var ids = new IdGenerator(ports.environment());
        var eligibility = new Eligibility(ports.fence());
        var settling = new SettlementCoordinator(store, ports.settlements(), ports.environment(), limits);
        return new TaskUseCases(
                store,
                ports.assertions(),
                new IdempotentExecutor(store),
                new Delegations(new Delegations.Parts(clock, ids, ports.fence(), ports.closings()), policy),
                new Approvals(clock),
                new People(clock),
                new FindTasks(store, eligibility, clock),
                new Confirmations(
                        new Confirmations.Parts(store, ports.assertions(), eligibility, clock, ids, ports.retries()),
                        settling),
                settling,
                new Orders(),
                new Registry(),
                new Inbox(store),
                new ExportEvidence(store, ports.signer(), clock));
    }
}
