package dev.stead.matcher.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.Identifier;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.audit.AgreementWindow;
import dev.stead.matcher.index.AccuracyTarget;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.index.SteadIndex;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.HeapScan;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.SettableClock;
import dev.stead.matcher.testing.TestStores;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class LiveAuditTest {
    private static final int PEOPLE = 2_200;
    private static final double AGREEMENT = 0.999;
    private static final long SEED = 8;

    private final SettableClock clock = new SettableClock();
    private final Faces faces = new Faces(SEED);
    private final Random random = new Random(SEED);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final CarelessIndex index =
            new CarelessIndex(new SteadIndex(MatcherBed.PEOPLE.dimension(), Kernels.best(), 1));
    private final TestDatabase database = TestDatabases.sqlite(TemplateStore.MIGRATIONS);

    @TempDir
    private Path folder = Path.of("");

    @SuppressWarnings("NullAway.Init") // set by start
    private IndexedGallery gallery;

    @SuppressWarnings("NullAway.Init") // set by start
    private LiveAudit audit;

    @BeforeEach
    void start() {
        var store = TestStores.store(folder, database.database());
        gallery = IndexedGallery.load(MatcherBed.PEOPLE, store, index, AGREEMENT, clock);
        enrol(0, PEOPLE);
        audit = new LiveAudit(List.of(gallery), 1, new SplittableRandom(SEED));
        audit.bind(registry);
    }

    @AfterEach
    void stop() {
        audit.close();
        gallery.close();
        database.close();
    }

    @Test
    void soundSearchesAgreeAndKeepTheirEffort() {
        lookAndAudit(100);
        assertThat(gauge("agreement")).isOne();
        assertThat(gauge("decide")).isOne();
        assertThat(gauge("agreement_least")).isBetween(0.96, 0.97);
        assertThat(gauge("falls_short")).isZero();
        assertThat(gauge("effort")).isZero();
        assertThat(count("audited")).isEqualTo(100);
    }

    /** As if the index believed its rows to lie a third as far from their place as they do. */
    @Test
    void searchesMadeWorseOnPurposeAreNoticedAndTheEffortIsBackByItself() {
        index.cut(asked ->
                new AccuracyTarget(Math.max(0.7, 1 - Math.cbrt(1 - asked.agreement())), asked.margin(), asked.floor()));
        int probes = 0;
        while (gauge("falls_short") == 0 && probes < AgreementWindow.SEARCHES) {
            lookAndAudit(20);
            probes += 20;
        }
        assertThat(gauge("falls_short")).as("after %d probes", probes).isOne();
        assertThat(gauge("effort")).isPositive();
        lookAndAudit(600);

        double before = count("audited") * (1 - gauge("agreement"));
        lookAndAudit(200);
        double after = count("audited") * (1 - gauge("agreement"));
        assertThat(after - before).as("of 200 that differ now").isLessThan(1.5);
        assertThat(gauge("effort")).isBetween(1.0, 5.0);
    }

    /** An audit that searched as the live search does, however certainly, would not find it; nor one that looked at what that found. */
    @Test
    void rowThatTheIndexHasLostIsFoundByTheAudit() {
        index.lose(7);
        look(7);
        audit.round();
        assertThat(count("audited")).isOne();
        assertThat(gauge("agreement")).isZero();
        assertThat(gauge("decide")).isZero();
    }

    /** What counts is what the live search gave: made again a moment later, it might be right. */
    @Test
    void searchThatWasWrongOnceIsWrong() {
        index.lose(7);
        look(7);
        index.lose(-1);
        look(7);
        audit.round();
        assertThat(count("audited")).isEqualTo(2);
        assertThat(gauge("agreement")).isEqualTo(0.5);
    }

    @Test
    void whoWasEnrolledSinceIsNotMissed() {
        look(PEOPLE + 1);
        enrol(PEOPLE, PEOPLE + 2);
        look(PEOPLE + 1);
        audit.round();
        assertThat(count("audited")).isEqualTo(2);
        assertThat(gauge("agreement")).isOne();
        assertThat(gauge("decide")).isOne();
    }

    @Test
    void searchThatFoundSomebodyWhoIsErasedSinceIsNotJudged() {
        look(7);
        gallery.erase(request(), new Eraser.ByOperator(subject(7)));
        enrol(7, 8);
        audit.round();
        assertThat(count("outdated")).isOne();
        assertThat(count("audited")).isZero();
    }

    @Test
    void ringIsNotAudited() {
        try (var probe = new Wiped(probe(7))) {
            CandidateList found = gallery.search(
                    probe.probe(), gallery.operatingPoint(), Optional.of(Set.of(subject(7), subject(8))), 5);
            assertThat(found.candidates()).isNotEmpty();
        }
        audit.round();
        assertThat(count("audited")).isZero();
    }

    @Test
    void searchesThatNobodyHasTimeToAuditAreDroppedAndAnsweredAllTheSame() {
        int more = 10;
        for (int i = 0; i < LiveSearches.MOST + more; i++) {
            assertThat(look(i).best().map(Candidate::subject)).contains(subject(i));
        }
        assertThat(count("dropped")).isEqualTo(more);
        audit.round();
        assertThat(count("audited")).isEqualTo(LiveSearches.MOST);
        look(1);
        assertThat(count("dropped")).isEqualTo(more);
    }

    @Test
    void effortIsAsItWasWhenTheIndexHasCalibratedItselfAnew() {
        assertThat(gallery.templates().effort().raise()).isTrue();
        lookAndAudit(1);
        assertThat(gauge("effort")).isOne();
        enrol(PEOPLE, 2 * PEOPLE + 10);
        lookAndAudit(1);
        assertThat(gauge("effort")).isZero();
    }

    @Test
    @Timeout(60)
    void stopEndsAnAuditAndLeavesNoCopyOfAProbe() throws IOException {
        var heap = new HeapScan();
        audit.start(new SimpleMeterRegistry());
        for (int i = 0; i < LiveSearches.MOST; i++) {
            try (var probe = new Wiped(probe(i))) {
                gallery.search(probe.probe(), Identifier.CANDIDATES);
                heap.lookFor(probe.probe().embedding().values());
            }
        }
        long since = System.nanoTime();
        audit.close();
        assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(Duration.ofSeconds(5));
        assertThat(heap.found(folder)).as("of %d", heap.wanted()).isZero();

        look(1);
        assertThat(gallery.templates().liveSearches().poll()).isNull();
    }

    private void lookAndAudit(int probes) {
        for (int i = 0; i < probes; i++) {
            look(random.nextInt(PEOPLE));
            if (i % LiveSearches.MOST == LiveSearches.MOST - 1) {
                audit.round();
            }
        }
        audit.round();
    }

    private CandidateList look(int person) {
        try (var probe = new Wiped(probe(person))) {
            return gallery.search(probe.probe(), Identifier.CANDIDATES);
        }
    }

    /** A poor capture: its similarity to the person's template is about 0.6, that of the nearest impostor 0.35. */
    private Probe probe(int person) {
        float[] raw = faces.raw(person, 0);
        for (int i = 0; i < raw.length; i++) {
            raw[i] += (float) (1.2 * random.nextGaussian());
        }
        return new Probe(Embedding.normalised(raw));
    }

    /** Wipes a probe as its maker does. */
    private record Wiped(Probe probe) implements AutoCloseable {
        @Override
        public void close() {
            probe.embedding().wipe();
        }
    }

    private double gauge(String what) {
        return registry.get("stead_audit_" + what)
                .tag("gallery", "people")
                .gauge()
                .value();
    }

    private double count(String outcome) {
        return registry.get("stead_audited_searches")
                .tag("gallery", "people")
                .tag("outcome", outcome)
                .functionCounter()
                .count();
    }

    private void enrol(int from, int to) {
        gallery.enrolAll(IntStream.range(from, to).mapToObj(this::enrolment).toList());
        gallery.templates().settle();
    }

    private Enrolment enrolment(int person) {
        return new Enrolment(
                subject(person),
                new Consent("2026-11/en", clock.instant()),
                List.of(faces.sample(person, 0)),
                clock.instant());
    }

    private static SubjectId subject(int person) {
        return new SubjectId("s-" + person);
    }

    private static RequestIdentity request() {
        return new RequestIdentity(UUID.randomUUID(), RequestFingerprint.ofFields("content"));
    }
}
