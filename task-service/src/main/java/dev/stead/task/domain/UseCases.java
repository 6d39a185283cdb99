package dev.stead.task.domain;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Consumer;

/** Everything that can be done, put together over its ports. */
public record UseCases(
        RecordStore store,
        Assertions assertions,
        Once once,
        Delegations delegations,
        Approvals approvals,
        People people,
        TerminalVisits visits,
        Confirmations confirmations,
        Settling settling,
        Orders orders,
        Register register,
        Inbox inbox,
        Disputes disputes) {

    /**
     * What the domain needs from outside.
     *
     * @param closings is told when a new task's window closes
     * @param retries is told when a new execution's outcome is asked for again, if it is not known by then
     */
    public record Ports(
            RecordStore store,
            Assertions assertions,
            Settlements settlements,
            Evidence.Signer signer,
            Fence fence,
            Circumstances circumstances,
            Consumer<Instant> closings,
            Consumer<Instant> retries) {}

    public static UseCases over(Ports ports, Settling.Limits limits, Policy policy) {
        RecordStore store = ports.store();
        InstantSource clock = ports.circumstances().clock();
        var ids = new Ids(ports.circumstances());
        var eligibility = new Eligibility(ports.fence());
        var settling = new Settling(store, ports.settlements(), ports.circumstances(), limits);
        return new UseCases(
                store,
                ports.assertions(),
                new Once(store),
                new Delegations(new Delegations.Parts(clock, ids, ports.fence(), ports.closings()), policy),
                new Approvals(clock),
                new People(clock),
                new TerminalVisits(store, eligibility, clock),
                new Confirmations(
                        new Confirmations.Parts(store, ports.assertions(), eligibility, clock, ids, ports.retries()),
                        settling),
                settling,
                new Orders(),
                new Register(),
                new Inbox(store),
                new Disputes(store, ports.signer(), clock));
    }
}
