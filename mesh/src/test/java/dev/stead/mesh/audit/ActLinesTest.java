package dev.stead.mesh.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.slf4j.LoggerFactory;

/** What the service log says of acts. */
class ActLinesTest {
    private static final InstantSource CLOCK = InstantSource.fixed(Instant.parse("2026-11-27T12:00:00Z"));
    private static final AuditConfig CONFIG = new AuditConfig("task", Optional.empty(), Map.of(), Map.of());

    private final Logger logger = (Logger) LoggerFactory.getLogger(ActLines.class);
    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh("dev/stead/mesh/audit/migrations");
    }

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
        logger.setLevel(Level.INFO);
        logger.setAdditive(false);
    }

    @AfterEach
    void restore() {
        logger.detachAppender(lines);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anActGivesOneLineWithWhoDidWhatToWhat(TestDatabase test) {
        Database database = test.database();
        var terminal = new Actor("terminal/till-1", "stead.task.v1.TerminalService/ConfirmTask");
        database.change(handle -> {
            var recorder = new ActRecorder(handle, terminal, CLOCK);
            recorder.request(new UUID(1, 2));
            recorder.record(Act.of("task.confirmed").about("task", "t-1").about("execution", "e-1"));
        });
        try (var _ = AuditLog.start(database, CONFIG, CLOCK)) {
            // Closing it appends what there is.
        }

        assertThat(lines.list).singleElement().satisfies(line -> {
            assertThat(line.getLevel()).isEqualTo(Level.INFO);
            assertThat(line.getFormattedMessage()).isEqualTo("task.confirmed");
            assertThat(pairs(line))
                    .isEqualTo("leaf=0 caller=terminal/till-1 called=stead.task.v1.TerminalService/ConfirmTask"
                            + " request=00000000-0000-0001-0000-000000000002 objects=task/t-1 execution/e-1");
        });
    }

    @ParameterizedTest
    @MethodSource("databases")
    void noLineHasThePersonWhoCallsNorWhoIsCalledFor(TestDatabase test) {
        test.database()
                .change(handle -> new ActRecorder(
                                handle, new Actor("person/p-ada", "stead.task.v1.ContactService/AddContact"), CLOCK)
                        .record(Act.of("contact.added")
                                .about("person", "p-ada")
                                .about("contact", "p-ben")
                                .about("account", "ada-eur")));
        try (var _ = AuditLog.start(test.database(), CONFIG, CLOCK)) {
            // Closing it appends what there is.
        }

        assertThat(lines.list)
                .singleElement()
                .satisfies(line -> assertThat(pairs(line))
                        .isEqualTo("leaf=0 caller=person called=stead.task.v1.ContactService/AddContact"
                                + " objects=person contact account"));
    }

    /** Whatever was rolled back, and however many processes append to one log. */
    @ParameterizedTest
    @MethodSource("databases")
    void everyActThatCommittedHasExactlyOneLine(TestDatabase test) {
        Database database = test.database();
        try (var one = AuditLog.start(database, CONFIG, CLOCK);
                var other = AuditLog.start(database, CONFIG, CLOCK)) {
            for (int i = 0; i < 1_200; i++) {
                String id = "s-" + i;
                database.change(handle -> put(new ActRecorder(handle, new Actor("operator/anna", ""), CLOCK), id));
            }
            assertThatThrownBy(() -> database.change(handle -> {
                        put(new ActRecorder(handle, new Actor("operator/anna", ""), CLOCK), "never");
                        throw new IllegalStateException("rolled back");
                    }))
                    .isInstanceOf(IllegalStateException.class);
            one.append();
            other.append();
        }
        AuditLog.start(database, CONFIG, CLOCK).close();

        assertThat(lines.list)
                .extracting(ActLinesTest::pairs)
                .containsExactlyInAnyOrderElementsOf(IntStream.range(0, 1_200)
                        .mapToObj(i -> "leaf=" + i + " caller=operator/anna objects=site/s-" + i)
                        .toList());
    }

    private static void put(ActRecorder recorder, String id) {
        recorder.record(Act.of("site.put").about("site", id));
    }

    private static String pairs(ILoggingEvent line) {
        return Optional.ofNullable(line.getKeyValuePairs()).orElse(List.of()).stream()
                .map(pair -> pair.key + "=" + pair.value)
                .collect(Collectors.joining(" "));
    }
}
