package dev.stead.matcher;

import com.github.benmanes.caffeine.cache.Ticker;
import dev.stead.audit.v1.AuditServiceGrpc;
import dev.stead.matcher.domain.AssertionSigner;
import dev.stead.matcher.domain.BulkEnroller;
import dev.stead.matcher.domain.Enroller;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.Galleries;
import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.Identifier;
import dev.stead.matcher.domain.Rings;
import dev.stead.matcher.domain.capture.CapturePolicy;
import dev.stead.matcher.domain.capture.CaptureValidator;
import dev.stead.matcher.domain.repeat.RepeatGuard;
import dev.stead.matcher.domain.repeat.SketchKey;
import dev.stead.matcher.grpc.AnswerCounts;
import dev.stead.matcher.grpc.AnswerTimes;
import dev.stead.matcher.grpc.CaptureDeviceGrpcService;
import dev.stead.matcher.grpc.DecisionMessages;
import dev.stead.matcher.grpc.EnrolmentGrpcService;
import dev.stead.matcher.grpc.IdentificationGrpcService;
import dev.stead.matcher.grpc.IdentificationMetrics;
import dev.stead.matcher.grpc.MatcherAccess;
import dev.stead.matcher.grpc.MatcherErrors;
import dev.stead.matcher.identity.EncryptedAssertionSigner;
import dev.stead.matcher.identity.JwsAssertionSigner;
import dev.stead.matcher.index.FlatIndex;
import dev.stead.matcher.index.HnswlibIndex;
import dev.stead.matcher.index.HnswlibIndex.GraphShape;
import dev.stead.matcher.index.Kernels;
import dev.stead.matcher.index.SteadIndex;
import dev.stead.matcher.index.VectorIndex;
import dev.stead.matcher.limit.CountedBudget;
import dev.stead.matcher.limit.OpenChallenges;
import dev.stead.matcher.limit.RecentCaptures;
import dev.stead.matcher.limit.RecentNonces;
import dev.stead.matcher.limit.RecentVerifications;
import dev.stead.matcher.ring.PublishedRings;
import dev.stead.matcher.ring.RingSubscription;
import dev.stead.matcher.storage.GalleryCalibrator;
import dev.stead.matcher.storage.IndexAuditor;
import dev.stead.matcher.storage.IndexedGallery;
import dev.stead.matcher.storage.ListedErasures;
import dev.stead.matcher.storage.LiveAudit;
import dev.stead.matcher.storage.SnapshotWriter;
import dev.stead.matcher.storage.StoredCaptureDevices;
import dev.stead.matcher.storage.StoredDecisionCounts;
import dev.stead.matcher.storage.StoredDuplicates;
import dev.stead.matcher.storage.StoredErasures;
import dev.stead.matcher.storage.TemplateKeys;
import dev.stead.matcher.storage.TemplateStore;
import dev.stead.matcher.v1.CaptureDeviceServiceGrpc;
import dev.stead.matcher.v1.EnrolmentServiceGrpc;
import dev.stead.matcher.v1.IdentificationServiceGrpc;
import dev.stead.mesh.Lifecycle;
import dev.stead.mesh.ServiceHost;
import dev.stead.mesh.audit.AuditGrpcService;
import dev.stead.mesh.audit.AuditLog;
import dev.stead.mesh.audit.AuditPeers;
import dev.stead.mesh.net.Admission;
import dev.stead.mesh.net.Channels;
import dev.stead.mesh.observe.Metrics;
import dev.stead.mesh.security.EncryptionKeys;
import dev.stead.mesh.security.SigningKeyFile;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.sql.PersonIdCheck;
import dev.stead.mesh.time.PeriodicTask;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Wires and starts the matcher. */
public final class Matcher {
    private static final Logger LOG = LoggerFactory.getLogger(Matcher.class);
    /** A frame or an enrolment up to this size is answered in its stream, even if it is too large; a larger one ends the stream. */
    private static final int STREAM_BYTES = 1024 * 1024;

    /** Any seed will do; a fixed one makes two starts alike. */
    private static final long INDEX_SEED = 1;

    private static final long MAX_NONCES = 1_000_000;

    private static final Duration UNDECIDED_CHECK = Duration.ofHours(1);

    private Matcher() {}

    /** Starts a matcher, which is ready when this returns. The lifecycle owns what it opens. */
    public static ServiceHost start(MatcherConfig config, InstantSource clock, Lifecycle lifecycle) {
        Database database = lifecycle.own(Database.open(config.database(), TemplateStore.MIGRATIONS));
        PersonIdCheck.require(database, config.people(), TemplateStore.ANYBODY);
        TemplateKeys templateKeys = TemplateKeys.read(config.keys().templateKek());
        var messages = new DecisionMessages(signer(config.keys()), clock);
        // Before a gallery is loaded: nobody whom the list names may come into an index.
        var erasures = lifecycle.own(ListedErasures.open(config.keys().erasures(), database, clock));
        var store = new TemplateStore(database, templateKeys, erasures::add);
        AuditLog auditLog = lifecycle.own(AuditLog.start(database, config.audit(), clock));
        auditLog.recordSettings(keyIds(config.keys(), templateKeys));
        List<IndexedGallery> loaded = load(config, store, clock, lifecycle);
        lifecycle.own(new SnapshotWriter(loaded, config.snapshots().interval(), clock));
        Metrics metrics = lifecycle.own(new Metrics());
        AuditPeers.start(config.audit().peers(), database, metrics.registry(), lifecycle);
        watch(config.index(), loaded, new StoredDuplicates(database), metrics.registry(), lifecycle);
        calibrator(config, loaded, store, clock)
                .ifPresent(it -> lifecycle.own(it).start(metrics.registry()));
        var galleries = new Galleries(loaded);

        CountedBudget budget = budget(config, database, clock, lifecycle);
        watch(budget, metrics.registry());
        Rings rings = rings(config.rings(), metrics.registry(), clock, lifecycle);
        Identifier identifier = identifier(config, budget, rings, clock);
        var devices = lifecycle.own(StoredCaptureDevices.open(database, clock));
        var captures =
                new CaptureValidator(config.capture(), devices, new OpenChallenges(clock, new SecureRandom()), clock);
        var eraser = new Eraser(new StoredErasures(store, loaded), identifier, budget);
        var useCases = enrolment(config, budget, eraser, database, clock);
        eraseUndecided(loaded, eraser, clock, lifecycle);
        Admission admission = admission();
        return lifecycle.own(ServiceHost.builder("matcher", config.server())
                .service(new IdentificationGrpcService(
                        galleries,
                        new IdentificationGrpcService.UseCases(identifier, captures),
                        messages,
                        admission,
                        new IdentificationMetrics(
                                metrics.registry(), galleries, AnswerCounts.start(auditLog::record, lifecycle)),
                        lifecycle.own(new AnswerTimes(System::nanoTime))))
                .service(new EnrolmentGrpcService(galleries, useCases, clock))
                .service(new CaptureDeviceGrpcService(devices))
                .service(new AuditGrpcService(auditLog))
                .access(MatcherAccess.TABLE)
                .errors(new MatcherErrors())
                .direct(direct(config.capture()))
                .maxMessageBytes(
                        EnrolmentGrpcService.MAX_BYTES,
                        EnrolmentServiceGrpc.getEnrolSubjectMethod(),
                        EnrolmentServiceGrpc.getAddTemplateMethod())
                .maxMessageBytes(
                        STREAM_BYTES,
                        EnrolmentServiceGrpc.getBulkEnrolMethod(),
                        IdentificationServiceGrpc.getIdentifyMethod())
                .people(config.people())
                .metrics(metrics)
                .admission(admission)
                .readiness(() -> database.isUsable() && loaded.stream().allMatch(IndexedGallery::isConsistent))
                .start());
    }

    /**
     * A search takes microseconds. To verify a proof takes a millisecond, for which the other connections of an event loop would wait.
     */
    private static MethodDescriptor<?, ?>[] direct(CapturePolicy policy) {
        return switch (policy.proof()) {
            case REQUIRED -> new MethodDescriptor<?, ?>[] {IdentificationServiceGrpc.getBeginPresentationMethod()};
            case OPTIONAL ->
                new MethodDescriptor<?, ?>[] {
                    IdentificationServiceGrpc.getBeginPresentationMethod(),
                    IdentificationServiceGrpc.getIdentifyMethod(),
                    IdentificationServiceGrpc.getIdentifyOnceMethod()
                };
        };
    }

    private static AssertionSigner signer(MatcherConfig.Keys keys) {
        var signer = JwsAssertionSigner.read(keys.assertionKey(), keys.issuer());
        if (keys.assertionEncryption().isEmpty()) {
            LOG.warn("Terminals can read the subject of an assertion: STEAD_ASSERTION_ENCRYPTION_KEY_FILE is not set");
        }
        return keys.assertionEncryption()
                .map(EncryptionKeys::forAssertions)
                .<AssertionSigner>map(encryption -> new EncryptedAssertionSigner(signer, encryption))
                .orElse(signer);
    }

    private static Map<String, String> keyIds(MatcherConfig.Keys files, TemplateKeys templateKeys) {
        String assertion = SigningKeyFile.thumbprint("STEAD_ASSERTION_KEY_FILE", files.assertionKey());
        return Map.of("assertion", assertion, "template", templateKeys.id());
    }

    private static CountedBudget budget(
            MatcherConfig config, Database database, InstantSource clock, Lifecycle lifecycle) {
        return lifecycle.own(new CountedBudget(config.limits().decisions(), new StoredDecisionCounts(database), clock));
    }

    private static EnrolmentGrpcService.UseCases enrolment(
            MatcherConfig config, CountedBudget budget, Eraser eraser, Database database, InstantSource clock) {
        return new EnrolmentGrpcService.UseCases(
                new Enroller(budget, config.duplicates(), config.limits().reenrolmentWait(), clock),
                new BulkEnroller(budget, config.duplicates()),
                eraser,
                new StoredDuplicates(database));
    }

    private static Rings rings(
            MatcherConfig.RingSource source, MeterRegistry registry, InstantSource clock, Lifecycle lifecycle) {
        var rings = new PublishedRings(source.scopes(), source.maxAge(), clock);
        source.taskService().ifPresent(config -> {
            ManagedChannel channel = Channels.open(config);
            lifecycle.own(channel::shutdownNow);
            lifecycle.own(RingSubscription.start(channel, rings, registry));
        });
        return rings;
    }

    private static Identifier identifier(MatcherConfig config, CountedBudget budget, Rings rings, InstantSource clock) {
        Ticker ticker = () -> TimeUnit.MILLISECONDS.toNanos(clock.millis());
        return new Identifier(
                new RecentNonces(config.limits().nonceMemory(), MAX_NONCES, ticker),
                budget,
                new RepeatGuard(
                        config.repeats(),
                        new RecentCaptures(RecentCaptures.MOST, ticker),
                        new SketchKey(new SecureRandom()),
                        clock),
                new RecentVerifications(ticker),
                rings);
    }

    /**
     * Creates the key-encryption key of the templates if the file does not exist: for development, and before the first start with a new
     * store. Keep it apart from the database's backups; without it no template can be read.
     */
    public static void createTemplateKey(Path file) {
        TemplateKeys.createIfAbsent(file);
    }

    private static void watch(CountedBudget budget, MeterRegistry registry) {
        for (CountedBudget.Limit limit : CountedBudget.Limit.values()) {
            FunctionCounter.builder("stead_decision_limit_reached", budget, it -> it.reached(limit))
                    .tag("limit", limit.name().toLowerCase(Locale.ROOT))
                    .register(registry);
        }
    }

    private static void eraseUndecided(
            List<IndexedGallery> galleries, Eraser eraser, InstantSource clock, Lifecycle lifecycle) {
        lifecycle
                .own(new PeriodicTask(
                        "held-enrolments", failure -> LOG.warn("held enrolments were not erased", failure)))
                .startWithFixedDelay(
                        UNDECIDED_CHECK,
                        UNDECIDED_CHECK,
                        () -> galleries.forEach(gallery -> eraser.eraseUndecided(gallery, clock.instant())));
    }

    private static void watch(
            MatcherConfig.IndexChoice index,
            List<IndexedGallery> galleries,
            StoredDuplicates duplicates,
            MeterRegistry registry,
            Lifecycle lifecycle) {
        lifecycle.own(new IndexAuditor(galleries, registry));
        liveAudit(index, galleries).ifPresent(it -> lifecycle.own(it).start(registry));
        for (IndexedGallery gallery : galleries) {
            Gauge.builder("stead_held_enrolments", gallery, IndexedGallery::heldSubjects)
                    .tag("gallery", gallery.config().id().value())
                    .register(registry);
            Gauge.builder("stead_duplicates", gallery.config().id(), duplicates::count)
                    .tag("gallery", gallery.config().id().value())
                    .register(registry);
        }
    }

    /** Empty if nothing is to be audited, or nothing could follow from it. */
    private static Optional<LiveAudit> liveAudit(MatcherConfig.IndexChoice index, List<IndexedGallery> galleries) {
        return switch (index.engine()) {
            case STEAD ->
                index.auditedSearches() == 0
                        ? Optional.empty()
                        : Optional.of(
                                new LiveAudit(galleries, index.auditedSearches(), new SplittableRandom(INDEX_SEED)));
            case FLAT, HNSWLIB -> Optional.empty();
        };
    }

    /** Empty if the threshold is fixed. */
    private static Optional<GalleryCalibrator> calibrator(
            MatcherConfig config, List<IndexedGallery> galleries, TemplateStore store, InstantSource clock) {
        return config.targetFpir()
                .map(fpir -> new GalleryCalibrator(galleries, store, fpir, new SplittableRandom(INDEX_SEED), clock));
    }

    private static List<IndexedGallery> load(
            MatcherConfig config, TemplateStore store, InstantSource clock, Lifecycle lifecycle) {
        List<IndexedGallery> loaded = new ArrayList<>();
        for (GalleryConfig one : config.galleries()) {
            VectorIndex index = index(config.index().engine(), one.dimension());
            IndexedGallery gallery = lifecycle.own(IndexedGallery.load(
                    one,
                    store,
                    index,
                    config.index().agreement(),
                    clock,
                    Optional.of(config.snapshots().folder())));
            loaded.add(gallery);
            LOG.info(
                    "gallery {}: loaded {} subjects with {} templates of model {}, searching with engine {} ({})",
                    one.id(),
                    gallery.stats().subjects(),
                    gallery.stats().templates(),
                    one.model(),
                    config.index().engine(),
                    Kernels.best().description());
        }
        return loaded;
    }

    private static VectorIndex index(MatcherConfig.IndexEngine engine, int dimension) {
        return switch (engine) {
            case STEAD -> new SteadIndex(dimension, Kernels.best(), INDEX_SEED);
            case FLAT -> new FlatIndex(dimension, Kernels.best());
            case HNSWLIB -> new HnswlibIndex(dimension, Kernels.best(), GraphShape.standard());
        };
    }

    static Admission admission() {
        return Admission.builder()
                .share(
                        IdentificationGrpcService.SHARE,
                        0.7,
                        IdentificationServiceGrpc.getIdentifyOnceMethod(),
                        IdentificationServiceGrpc.getBeginPresentationMethod(),
                        IdentificationServiceGrpc.getVerifyMethod())
                .share(
                        "enrol",
                        0.2,
                        EnrolmentServiceGrpc.getEnrolSubjectMethod(),
                        EnrolmentServiceGrpc.getAddTemplateMethod(),
                        EnrolmentServiceGrpc.getEraseSubjectMethod(),
                        EnrolmentServiceGrpc.getReleaseHeldEnrolmentMethod(),
                        EnrolmentServiceGrpc.getRejectHeldEnrolmentMethod(),
                        CaptureDeviceServiceGrpc.getPutCaptureDeviceMethod())
                .share(
                        "read",
                        0.1,
                        EnrolmentServiceGrpc.getGetSubjectMethod(),
                        EnrolmentServiceGrpc.getVerifyErasureMethod(),
                        EnrolmentServiceGrpc.getGetGalleryMethod(),
                        EnrolmentServiceGrpc.getListHeldEnrolmentsMethod(),
                        EnrolmentServiceGrpc.getListDuplicatesMethod(),
                        CaptureDeviceServiceGrpc.getGetCaptureDeviceMethod(),
                        AuditServiceGrpc.getGetCheckpointMethod(),
                        AuditServiceGrpc.getGetInclusionProofMethod(),
                        AuditServiceGrpc.getGetConsistencyProofMethod(),
                        AuditServiceGrpc.getListLeavesMethod())
                .build();
    }
}
