package dev.stead.benchmarks.suites;

import dev.stead.benchmarks.data.Population;
import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.CaptureNonce;
import dev.stead.matcher.domain.CaptureSource;
import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Decision;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.Identifier;
import dev.stead.matcher.domain.ModelId;
import dev.stead.matcher.domain.OperatingPoint;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.Quality;
import dev.stead.matcher.domain.Rings;
import dev.stead.matcher.domain.Sample;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.repeat.RepeatGuard;
import dev.stead.matcher.domain.repeat.SketchKey;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.index.SteadIndex;
import dev.stead.matcher.limit.CountedBudget;
import dev.stead.matcher.limit.RecentCaptures;
import dev.stead.matcher.limit.RecentNonces;
import dev.stead.matcher.limit.RecentVerifications;
import dev.stead.matcher.storage.IndexedGallery;
import dev.stead.matcher.storage.StoredDecisionCounts;
import dev.stead.matcher.storage.TemplateKeys;
import dev.stead.matcher.storage.TemplateStore;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.DatabaseConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * One look of somebody with 512 dimensions at a terminal whose ring has 50 subjects: the search in the gallery, and the whole
 * identification with its budgets and the check for repeats: in the ring alone, in a wider one and among all too, and without rings.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // JMH calls the set-up
public class RingBenchmark {
    private static final int DIMENSION = 512;
    private static final int RING = 50;
    private static final int WIDER = 500;
    private static final int BATCH = 500;
    private static final CaptureSource TERMINAL = CaptureSource.terminal("t-1");
    private static final GalleryConfig CONFIG = new GalleryConfig(
            new GalleryId("people"),
            new ModelId("generated@1"),
            DIMENSION,
            OperatingPoint.STANDARD,
            GalleryConfig.QualityGate.STANDARD);
    private static final CountedBudget.Allowance ENDLESS = new CountedBudget.Allowance(
            Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE / 3, Integer.MAX_VALUE, Integer.MAX_VALUE);

    @Param({"10000"})
    int rows;

    private final Population people = new Population(DIMENSION, 1);
    private Path folder;
    private Database database;
    private CountedBudget budget;
    private IndexedGallery gallery;
    private Set<SubjectId> ring;
    private Set<SubjectId> wider;
    private Sample[] samples;
    private final Map<Rings.Scope, Identifier> identifiers = new EnumMap<>(Rings.Scope.class);
    private long next;

    @Setup
    public void setUp() throws IOException {
        folder = Files.createTempDirectory("ring-benchmark");
        database = Database.open(DatabaseConfig.of("sqlite:" + folder.resolve("matcher.db")), TemplateStore.MIGRATIONS);
        Path kek = folder.resolve("kek.json");
        TemplateKeys.createIfAbsent(kek);
        var store = new TemplateStore(database, TemplateKeys.read(kek), _ -> {});
        var index = new SteadIndex(DIMENSION, Kernels.best(), 1);
        gallery = IndexedGallery.load(CONFIG, store, index, 0.999, InstantSource.system());
        for (int from = 0; from < rows; from += BATCH) {
            gallery.enrolAll(IntStream.range(from, Math.min(rows, from + BATCH))
                    .mapToObj(this::enrolment)
                    .toList());
        }
        index.settle();
        ring = subjects(RING);
        wider = subjects(Math.min(rows, WIDER));
        samples = IntStream.range(0, 256).mapToObj(i -> sample(i % RING, i + 1)).toArray(Sample[]::new);
        budget = new CountedBudget(ENDLESS, new StoredDecisionCounts(database), InstantSource.system());
        for (Rings.Scope scope : Rings.Scope.values()) {
            var identifier = new Identifier(
                    new RecentNonces(Duration.ofSeconds(1), 10_000_000, System::nanoTime),
                    budget,
                    new RepeatGuard(
                            RepeatGuard.Policy.COUNT,
                            new RecentCaptures(RecentCaptures.MOST, System::nanoTime),
                            new SketchKey(new Random(1)),
                            InstantSource.system()),
                    new RecentVerifications(System::nanoTime),
                    (_, _) -> new Rings.Around(scope, Optional.of(ring), Optional.of(wider)));
            identifiers.put(scope, identifier);
        }
    }

    @TearDown
    public void tearDown() {
        budget.close();
        gallery.close();
        database.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
            Files.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Enrolment enrolment(int person) {
        var consent = new Consent("1", Instant.EPOCH);
        return new Enrolment(subject(person), consent, List.of(sample(person, 0)), Instant.EPOCH);
    }

    private static Set<SubjectId> subjects(int many) {
        return IntStream.range(0, many).mapToObj(RingBenchmark::subject).collect(Collectors.toUnmodifiableSet());
    }

    private static SubjectId subject(int person) {
        return new SubjectId("s-" + person);
    }

    private Sample sample(int person, long take) {
        return new Sample(
                CONFIG.model(), Embedding.normalised(people.sample(person, take).clone()), new Quality(90));
    }

    /** Somebody who identifies, and how far they may look. */
    @State(Scope.Thread)
    public static class Terminal {
        private final Random nonces = new Random(1);

        CaptureNonce nonce() {
            return CaptureNonce.of(ByteBuffer.allocate(16)
                    .putLong(nonces.nextLong())
                    .putLong(nonces.nextLong())
                    .array());
        }
    }

    private Sample take() {
        return samples[(int) (next++ & (samples.length - 1))];
    }

    @Benchmark
    public CandidateList search() {
        return gallery.search(
                new Probe(take().embedding()), gallery.operatingPoint(), Optional.of(ring), Identifier.CANDIDATES);
    }

    @Benchmark
    public Decision identifyInTheRing(Terminal terminal) {
        return identify(terminal, Rings.Scope.RING);
    }

    @Benchmark
    public Decision identifyInRingsAndAll(Terminal terminal) {
        return identify(terminal, Rings.Scope.RING_THEN_ALL);
    }

    @Benchmark
    public Decision identifyInAll(Terminal terminal) {
        return identify(terminal, Rings.Scope.ALL);
    }

    private Decision identify(Terminal terminal, Rings.Scope scope) {
        Identifier identifier = Objects.requireNonNull(identifiers.get(scope));
        return identifier
                .identify(identifier.begin(gallery, TERMINAL, terminal.nonce()), take(), true)
                .orElseThrow();
    }
}
