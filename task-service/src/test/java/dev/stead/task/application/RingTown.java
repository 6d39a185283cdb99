package dev.stead.task.application;

import dev.stead.mesh.sql.Database;
import dev.stead.task.application.port.Repositories;
import dev.stead.task.application.port.UnitOfWork;
import dev.stead.task.domain.EnrolmentGeneration;
import dev.stead.task.domain.MerchantId;
import dev.stead.task.domain.Money;
import dev.stead.task.domain.OrderId;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.Sample;
import dev.stead.task.domain.SiteId;
import dev.stead.task.domain.TaskId;
import dev.stead.task.domain.TerminalId;
import dev.stead.task.domain.eligibility.Eligibility;
import dev.stead.task.domain.mandate.AbsoluteWindow;
import dev.stead.task.domain.mandate.Mandate;
import dev.stead.task.domain.mandate.Place;
import dev.stead.task.domain.mandate.Policy;
import dev.stead.task.domain.mandate.TaskKind;
import dev.stead.task.domain.mandate.TimeWindow;
import dev.stead.task.domain.order.Order;
import dev.stead.task.domain.order.OrderKey;
import dev.stead.task.domain.registry.LatLng;
import dev.stead.task.domain.registry.Merchant;
import dev.stead.task.domain.registry.Site;
import dev.stead.task.domain.registry.Terminal;
import dev.stead.task.domain.ring.Ring;
import dev.stead.task.domain.ring.RingId;
import dev.stead.task.domain.ring.RingTask;
import dev.stead.task.domain.task.Parties;
import dev.stead.task.domain.task.Proposal;
import dev.stead.task.domain.task.Task;
import dev.stead.task.geo.JtsFence;
import dev.stead.task.storage.TaskDatabase;
import dev.stead.task.testing.MovableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Merchants {@code m-0}..., sites {@code s-0}..., and what happens to tasks and terminals among them, straight into a store. */
final class RingTown {
    static final int MERCHANTS = 3;
    static final int SITES = 2;
    static final EnrolmentGeneration ENROLMENT = new EnrolmentGeneration("e-1");

    final MovableClock clock = new MovableClock(Sample.NOW);
    final Eligibility eligibility = new Eligibility(new JtsFence(), Policy.NONE);
    final UnitOfWork store;
    final TaskRings rings;

    RingTown(Database database) {
        store = new TaskDatabase(database, new InboxSignal(), clock);
        rings = new TaskRings(store, eligibility, clock, "here");
        write(repositories -> {
            repositories.people().setDisplayName(Sample.ALICE, "Alice");
            for (int i = 0; i < SITES; i++) {
                repositories.registry().put(new Site(site(i), "Site"));
            }
            for (int i = 0; i < MERCHANTS; i++) {
                repositories.registry().put(new Merchant(merchant(i), "Merchant"));
                repositories
                        .orders()
                        .add(new Order(order(i), "Loaves", Sample.PRICE, null, Sample.NOW, Order.State.OPEN, null, ""));
            }
        });
    }

    static MerchantId merchant(int i) {
        return new MerchantId("m-" + i);
    }

    static SiteId site(int i) {
        return new SiteId("s-" + i);
    }

    static OrderKey order(int merchant) {
        return new OrderKey(merchant(merchant), new OrderId("o-1"));
    }

    static LatLng north(double meters) {
        return new LatLng(Sample.SQUARE.latitude() + meters / 111_195, Sample.SQUARE.longitude());
    }

    static Place.Circle around(double metersNorth, double radius) {
        return new Place.Circle(north(metersNorth), radius);
    }

    void write(Consumer<Repositories> work) {
        store.<Boolean>write(repositories -> {
            work.accept(repositories);
            return true;
        });
    }

    void terminal(
            String id, double metersNorth, @Nullable SiteId site, @Nullable MerchantId merchant, Terminal.State state) {
        write(repositories -> repositories
                .registry()
                .put(new Terminal(new TerminalId(id), north(metersNorth), site, merchant, state)));
    }

    /** Open for two hours. */
    TimeWindow now() {
        return new AbsoluteWindow(
                clock.instant().minusSeconds(60), clock.instant().plus(Duration.ofHours(2)));
    }

    Task accepted(String id, String delegate, int merchant, TimeWindow window, Place... places) {
        Task task = unstored(id, delegate, merchant, window, places);
        write(repositories -> repositories.tasks().add(task));
        return task;
    }

    Task unstored(String id, String delegate, int merchant, TimeWindow window, Place... places) {
        var mandate = new Mandate(TaskKind.PAYMENT, window, List.of(places), new Money("EUR", 2_000), 2, "", List.of());
        var parties = new Parties(Sample.ALICE, new PersonId(delegate));
        return Task.propose(new TaskId(id), new Proposal(parties, order(merchant), mandate), clock.instant())
                .accept(ENROLMENT, clock.instant());
    }

    Task change(TaskId taskId, UnaryOperator<Task> change) {
        return store.write(repositories -> {
            Task changed =
                    change.apply(repositories.tasks().findForUpdate(taskId).orElseThrow());
            repositories.tasks().replace(changed);
            return changed;
        });
    }

    /** Those with somebody in them, or with a wider one. */
    Map<RingId, Ring> published() {
        rings.refresh();
        return telling(rings.after(0).values().stream());
    }

    Set<String> subjects(String ringId) {
        return published().entrySet().stream()
                .filter(ring -> ring.getKey().toString().equals(ringId))
                .flatMap(ring -> ring.getValue().subjects().stream())
                .map(PersonId::value)
                .collect(Collectors.toSet());
    }

    static Map<RingId, Ring> telling(Stream<Ring> rings) {
        return rings.filter(ring -> !ring.subjects().isEmpty() || ring.wider() != null)
                .collect(Collectors.toMap(Ring::id, ring -> ring));
    }

    /** What the rings should be, from everything that is stored. */
    Map<RingId, Ring> recomputed() {
        Instant now = clock.instant();
        List<Terminal> terminals =
                store.read(repositories -> repositories.registry().terminals());
        List<RingTask> tasks = store
                .read(repositories -> repositories
                        .tasks()
                        .find(repositories.tasks().findAccepted().stream()
                                .map(Repositories.Tasks.Stage::taskId)
                                .toList()))
                .stream()
                .flatMap(task -> RingTask.of(task).stream())
                .toList();
        Map<RingId, Ring> all = new HashMap<>();
        for (Terminal terminal : terminals) {
            Optional<RingId> wider = RingId.around(terminal);
            RingId id = RingId.of(terminal.id());
            all.put(
                    id,
                    new Ring(
                            id,
                            delegates(tasks.stream()
                                    .filter(task -> task.isDue(now))
                                    .filter(task -> admits(task, terminal))),
                            wider.orElse(null)));
            wider.ifPresent(around -> all.put(around, new Ring(around, inside(around, tasks, terminals), null)));
        }
        return telling(all.values().stream());
    }

    private Set<PersonId> inside(RingId id, List<RingTask> tasks, List<Terminal> terminals) {
        return delegates(tasks.stream()
                .filter(task -> RingId.of(task.merchantId()).equals(id)
                        || terminals.stream()
                                .filter(terminal -> terminal.siteId() != null
                                        && RingId.of(terminal.siteId()).equals(id))
                                .anyMatch(terminal -> admits(task, terminal))));
    }

    private boolean admits(RingTask task, Terminal terminal) {
        return eligibility.admits(task.merchantId(), task.places(), terminal);
    }

    private static Set<PersonId> delegates(Stream<RingTask> tasks) {
        return tasks.map(RingTask::delegateId).collect(Collectors.toSet());
    }
}
