package dev.stead.matcher.testing;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.stead.matcher.domain.BulkEnroller;
import dev.stead.matcher.domain.Enroller;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.Galleries;
import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.GalleryConfig.QualityGate;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.Identifier;
import dev.stead.matcher.domain.ModelId;
import dev.stead.matcher.domain.OperatingPoint;
import dev.stead.matcher.domain.Rings;
import dev.stead.matcher.domain.capture.CapturePolicy;
import dev.stead.matcher.domain.capture.CaptureValidator;
import dev.stead.matcher.domain.duplicate.Duplicate;
import dev.stead.matcher.domain.repeat.RepeatGuard;
import dev.stead.matcher.grpc.AnswerCounts;
import dev.stead.matcher.grpc.AnswerTimes;
import dev.stead.matcher.grpc.CaptureDeviceGrpcService;
import dev.stead.matcher.grpc.DecisionMessages;
import dev.stead.matcher.grpc.EnrolmentGrpcService;
import dev.stead.matcher.grpc.IdentificationGrpcService;
import dev.stead.matcher.grpc.IdentificationMetrics;
import dev.stead.matcher.grpc.MatcherAccess;
import dev.stead.matcher.grpc.MatcherErrors;
import dev.stead.matcher.identity.JwsAssertionSigner;
import dev.stead.matcher.index.FlatIndex;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.limit.CountedBudget;
import dev.stead.matcher.limit.CountedBudget.Allowance;
import dev.stead.matcher.limit.OpenChallenges;
import dev.stead.matcher.limit.RecentNonces;
import dev.stead.matcher.limit.RecentVerifications;
import dev.stead.matcher.storage.IndexedGallery;
import dev.stead.matcher.storage.StoredCaptureDevices;
import dev.stead.matcher.storage.StoredDecisionCounts;
import dev.stead.matcher.storage.StoredDuplicates;
import dev.stead.matcher.storage.StoredErasures;
import dev.stead.matcher.storage.TemplateKeys;
import dev.stead.matcher.storage.TemplateStore;
import dev.stead.matcher.v1.CaptureDeviceServiceGrpc;
import dev.stead.matcher.v1.CaptureDeviceServiceGrpc.CaptureDeviceServiceBlockingStub;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.EnrolmentServiceGrpc.EnrolmentServiceBlockingStub;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.matcher.v1.IdentificationServiceGrpc.IdentificationServiceBlockingStub;
import dev.stead.mesh.audit.Act;
import dev.stead.mesh.net.Admission;
import dev.stead.mesh.observe.Metrics;
import dev.stead.mesh.security.AssertionKeys;
import dev.stead.mesh.security.Caller;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import dev.stead.mesh.testing.TestServer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;

/** A whole matcher in the test's own process: real store, real index, gRPC without a network. */
public final class MatcherBed implements AutoCloseable {
    public static final GalleryConfig PEOPLE = config("people", Faces.MODEL);
    public static final GalleryConfig PALMS = config("palms", new ModelId("palm-model@2"));

    public final SettableClock clock = new SettableClock();
    public final AssertionKeys assertionKeys;
    public final Metrics metrics = new Metrics();
    private final List<Act> countedAnswers = new CopyOnWriteArrayList<>();
    private final AnswerCounts answerCounts = new AnswerCounts(countedAnswers::add);
    private final AnswerTimes answerTimes = new AnswerTimes(System::nanoTime);
    private final TestDatabase database;
    private final TemplateKeys templateKeys;
    private final Allowance allowance;
    private final CapturePolicy capture;
    private final RepeatGuard.Policy repeats;

    @SuppressWarnings("NullAway.Init") // set by start
    private StoredCaptureDevices devices;

    @SuppressWarnings("NullAway.Init") // set by start
    private Eraser eraser;

    @SuppressWarnings("NullAway.Init") // set by start
    private StoredDuplicates duplicates;

    private Enroller.DuplicatePolicy policy = Enroller.DuplicatePolicy.REFUSE;

    private List<IndexedGallery> galleries = List.of();
    private TestServer server;

    public MatcherBed(Path folder) {
        this(folder, MapDecisionCounts.ENDLESS);
    }

    /** Takes frames without a proof: what most tests ask is what becomes of an embedding. */
    public MatcherBed(Path folder, Allowance allowance) {
        this(folder, allowance, CapturePolicy.OPTIONAL);
    }

    public MatcherBed(Path folder, Allowance allowance, CapturePolicy capture) {
        this(folder, allowance, capture, RepeatGuard.Policy.COUNT);
    }

    public MatcherBed(Path folder, Allowance allowance, CapturePolicy capture, RepeatGuard.Policy repeats) {
        this.repeats = repeats;
        this.allowance = allowance;
        this.capture = capture;
        this.database = TestDatabases.sqlite(TemplateStore.MIGRATIONS);
        Path kek = folder.resolve("template-kek.json");
        TemplateKeys.createIfAbsent(kek);
        this.templateKeys = TemplateKeys.read(kek);
        this.assertionKeys = AssertionKeys.open(folder);
        this.server = start(database.database());
    }

    /** Stops without any farewell, and starts again on what is on the disk. */
    public void restart() {
        server.close();
        devices.close();
        galleries.forEach(IndexedGallery::close);
        server = start(database.reopen());
    }

    public EnrolmentServiceBlockingStub enrolment(Caller caller) {
        return EnrolmentServiceGrpc.newBlockingStub(server.as(caller));
    }

    public IdentificationServiceBlockingStub identification(Caller caller) {
        return IdentificationServiceGrpc.newBlockingStub(server.as(caller));
    }

    public CaptureDeviceServiceBlockingStub captureDevices(Caller caller) {
        return CaptureDeviceServiceGrpc.newBlockingStub(server.as(caller));
    }

    /** What the audit log is told of the answers until now. */
    public List<Act> countedAnswers() {
        answerCounts.close();
        return List.copyOf(countedAnswers);
    }

    /** What the matcher does every hour. */
    public void eraseUndecided() {
        galleries.forEach(gallery -> eraser.eraseUndecided(gallery, clock.instant()));
    }

    /** Starts again with another policy. */
    public void restart(Enroller.DuplicatePolicy changed) {
        policy = changed;
        restart();
    }

    /** What a survey of the gallery {@code people} does that finds them now. */
    public void keepDuplicates(Set<Duplicate> found) {
        duplicates.add(PEOPLE.id(), found, clock.instant());
    }

    public TestServer server() {
        return server;
    }

    @Override
    public void close() {
        server.close();
        devices.close();
        galleries.forEach(IndexedGallery::close);
        database.close();
        answerTimes.close();
        metrics.close();
    }

    private TestServer start(Database opened) {
        var store = new TemplateStore(opened, templateKeys, _ -> {});
        duplicates = new StoredDuplicates(opened);
        galleries = List.of(open(PEOPLE, store), open(PALMS, store));
        var all = new Galleries(galleries);
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        // A process that is killed says no farewell: nobody closes it.
        var budget = new CountedBudget(allowance, new StoredDecisionCounts(opened), clock);
        var identifier = new Identifier(
                new RecentNonces(Duration.ofMinutes(10), 100_000, ticker),
                budget,
                Repeats.guard(repeats, clock),
                new RecentVerifications(ticker),
                Rings.NONE);
        devices = StoredCaptureDevices.open(opened, clock);
        var captures = new CaptureValidator(capture, devices, new OpenChallenges(clock, new SecureRandom()), clock);
        eraser = new Eraser(new StoredErasures(store, galleries), identifier, budget);
        var useCases = new EnrolmentGrpcService.UseCases(
                new Enroller(budget, policy, Duration.ofDays(3), clock),
                new BulkEnroller(budget, policy),
                eraser,
                duplicates);
        Admission admission =
                Admission.builder().share(IdentificationGrpcService.SHARE, 1).build();
        var signer = JwsAssertionSigner.read(assertionKeys.privateKey(), "stead:matcher");
        return TestServer.start(
                List.of(new MatcherErrors()),
                MatcherAccess.TABLE,
                new IdentificationGrpcService(
                        all,
                        new IdentificationGrpcService.UseCases(identifier, captures),
                        new DecisionMessages(signer, clock),
                        admission,
                        new IdentificationMetrics(metrics.registry(), all, answerCounts),
                        answerTimes),
                new EnrolmentGrpcService(all, useCases, clock),
                new CaptureDeviceGrpcService(devices));
    }

    private IndexedGallery open(GalleryConfig config, TemplateStore store) {
        return IndexedGallery.load(config, store, new FlatIndex(config.dimension(), Kernels.best()), 1, clock);
    }

    private static GalleryConfig config(String id, ModelId model) {
        return new GalleryConfig(
                new GalleryId(id), model, Faces.DIMENSION, OperatingPoint.STANDARD, QualityGate.STANDARD);
    }
}
