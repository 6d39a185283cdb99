package dev.stead.benchmarks.accuracy;

import com.nimbusds.jwt.SignedJWT;
import dev.stead.benchmarks.data.InParallel;
import dev.stead.benchmarks.report.ProgressBar;
import dev.stead.mesh.time.Environment;
import dev.stead.terminal.Deadlines;
import dev.stead.terminal.Identification;
import dev.stead.terminal.ServiceChannels;
import dev.stead.terminal.SteadException;
import dev.stead.terminal.SteadTerminal;
import dev.stead.terminal.TerminalConfig;
import io.grpc.ManagedChannel;
import java.nio.file.Path;
import java.text.ParseException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/** Presentations at terminals, by the terminal's own client: several terminals at a time, and each with one person at a time. */
final class Trials {
    private static final int AT_A_TIME = 16;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Deadlines DEADLINES = new Deadlines(PATIENCE, PATIENCE, PATIENCE, PATIENCE, PATIENCE);
    /** What a terminal is told of a frame that it should capture again. */
    private static final Set<String> NOT_GOOD_ENOUGH = Set.of("QUALITY_TOO_LOW");

    private final MatcherUnderTest matcher;
    private final Path folder;
    private final Environment environment;

    /** @param folder of the terminals' journals */
    Trials(MatcherUnderTest matcher, Path folder, Environment environment) {
        this.matcher = matcher;
        this.folder = folder;
        this.environment = environment;
    }

    /**
     * Somebody steps up.
     *
     * @param half the gallery with which they are compared
     * @param frames the rows that they present
     */
    record Trial(String terminal, int half, TestSubject person, List<Integer> frames) {}

    /** @param identified as whom; empty if as nobody */
    record Outcome(Trial trial, Optional<String> identified) {
        /** Whether the person is in the gallery. */
        boolean isMated() {
            return trial.half == trial.person.half();
        }

        boolean isRight() {
            return identified.filter(trial.person.id()::equals).isPresent();
        }
    }

    List<Outcome> run(List<Trial> trials, ProgressBar bar) {
        var waiting = new ConcurrentLinkedQueue<>(trials.stream()
                .collect(Collectors.groupingBy(trial -> trial.terminal + " " + trial.half))
                .values());
        var done = new AtomicLong();
        return InParallel.collect(AT_A_TIME, worker -> {
                    List<Outcome> outcomes = new ArrayList<>();
                    for (List<Trial> next = waiting.poll(); next != null; next = waiting.poll()) {
                        outcomes.addAll(atTerminal(next, folder.resolve("journal-" + worker)));
                        bar.at(done.addAndGet(next.size()));
                    }
                    return outcomes;
                })
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    private List<Outcome> atTerminal(List<Trial> trials, Path journal) {
        Trial first = trials.getFirst();
        ManagedChannel channel = matcher.open(first.terminal);
        var config = new TerminalConfig(MatcherUnderTest.gallery(first.half), journal, DEADLINES, Optional.empty());
        try (var terminal = SteadTerminal.open(config, new ServiceChannels(channel, channel, channel), environment)) {
            List<Outcome> outcomes = new ArrayList<>();
            for (Trial trial : trials) {
                outcomes.add(new Outcome(trial, identified(terminal, trial)));
            }
            return outcomes;
        } finally {
            channel.shutdownNow();
        }
    }

    private Optional<String> identified(SteadTerminal terminal, Trial trial) {
        try {
            Identification found =
                    terminal.identify(trial.frames.stream().map(matcher::sample).toList());
            return found instanceof Identification.Identified(var assertion)
                    ? Optional.of(subject(assertion.jws()))
                    : Optional.empty();
        } catch (SteadException refused) {
            if (NOT_GOOD_ENOUGH.contains(refused.reason())) {
                return Optional.empty();
            }
            throw refused;
        }
    }

    private static String subject(String assertion) {
        try {
            return SignedJWT.parse(assertion).getJWTClaimsSet().getSubject();
        } catch (ParseException e) {
            throw new IllegalStateException("the matcher's assertion cannot be read", e);
        }
    }
}
