package dev.stead.matcher;

import dev.stead.matcher.domain.Enroller;
import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.GalleryConfig.QualityGate;
import dev.stead.matcher.domain.GalleryId;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.ModelId;
import dev.stead.matcher.domain.OperatingPoint;
import dev.stead.matcher.domain.Quality;
import dev.stead.matcher.domain.capture.CapturePolicy;
import dev.stead.matcher.domain.capture.Challenges;
import dev.stead.matcher.domain.repeat.RepeatGuard;
import dev.stead.matcher.index.AccuracyTarget;
import dev.stead.matcher.limit.CountedBudget.Allowance;
import dev.stead.matcher.ring.PublishedRings;
import dev.stead.matcher.ring.SearchScopes;
import dev.stead.mesh.ServerConfig;
import dev.stead.mesh.Settings;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.audit.AuditConfig;
import dev.stead.mesh.net.ChannelConfig;
import dev.stead.mesh.security.EncryptionKeys;
import dev.stead.mesh.security.PeopleTokens;
import dev.stead.mesh.sql.DatabaseConfig;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Every setting of the matcher.
 *
 * @param targetFpir what the thresholds of the galleries must buy; empty if they are fixed
 */
public record MatcherConfig(
        ServerConfig server,
        PeopleTokens people,
        DatabaseConfig database,
        List<GalleryConfig> galleries,
        Optional<Double> targetFpir,
        IndexChoice index,
        Snapshots snapshots,
        Keys keys,
        CapturePolicy capture,
        RepeatGuard.Policy repeats,
        Enroller.DuplicatePolicy duplicates,
        RingSource rings,
        Limits limits,
        AuditConfig audit) {

    static final int DEFAULT_PORT = 7101;

    private static final String SCOPES = "STEAD_SEARCH_SCOPE";

    /** How galleries are searched. */
    public enum IndexEngine {
        /** Stead's own: approximate, to the agreement that is set. */
        STEAD,
        /** Exact: compares every template. */
        FLAT,
        /** The graph of hnswlib-core: approximate, to an agreement that cannot be set. */
        HNSWLIB
    }

    /**
     * An engine and its accuracy.
     *
     * @param agreement the share of searches that must decide as exact search would; 1 to compare every template
     * @param auditedSearches one in so many searches is made again to see whether it does; 0 for none
     */
    public record IndexChoice(IndexEngine engine, double agreement, int auditedSearches) {}

    /** Where and how often indexes are written to files, to start from. */
    public record Snapshots(Path folder, Duration interval) {}

    /**
     * Where the keys are, and the issuer that assertions name.
     *
     * @param erasures the list of erasures, which is kept as the keys are
     * @param assertionEncryption without it, terminals can read assertions
     */
    public record Keys(
            Path templateKek, Path erasures, Path assertionKey, Optional<Path> assertionEncryption, String issuer) {}

    /**
     * How many decisions are allowed, and how long a decided presentation is remembered.
     *
     * @param reenrolmentWait how long a person whom their own token erased waits until it may enrol them again
     */
    public record Limits(Allowance decisions, Duration nonceMemory, Duration reenrolmentWait) {}

    /**
     * Where rings come from, and what for.
     *
     * @param taskService empty to hear of none
     * @param maxAge how long they are used without a word from it
     */
    public record RingSource(Optional<ChannelConfig> taskService, Duration maxAge, SearchScopes scopes) {}

    public MatcherConfig {
        galleries = List.copyOf(galleries);
        requireKnown(rings.scopes().galleries(), galleries);
    }

    /** A gallery whose name is misspelt would be compared with more people than it may. */
    private static void requireKnown(Set<String> scoped, List<GalleryConfig> galleries) {
        for (String id : scoped) {
            if (galleries.stream().noneMatch(gallery -> gallery.id().value().equals(id))) {
                throw new SettingsException(SCOPES + " names gallery/" + id + ", which is not in STEAD_GALLERIES.");
            }
        }
    }

    /** Reads every setting of the matcher, and refuses unknown ones. */
    public static MatcherConfig from(Settings settings) {
        DatabaseConfig database = DatabaseConfig.from(settings, "sqlite:data/matcher.db");
        var config = new MatcherConfig(
                ServerConfig.from(settings, DEFAULT_PORT),
                PeopleTokens.from(settings),
                database,
                galleries(settings),
                targetFpir(settings),
                new IndexChoice(
                        settings.choice("STEAD_INDEX_ENGINE", IndexEngine.STEAD, "the engine that searches galleries"),
                        settings.decimal(
                                "STEAD_INDEX_AGREEMENT",
                                AccuracyTarget.STANDARD.agreement(),
                                0.9,
                                1,
                                "share of searches that must decide as exact search would; 1 compares every template"),
                        settings.integer(
                                "STEAD_AUDITED_SEARCHES",
                                200,
                                0,
                                1_000_000,
                                "one in so many searches among everybody is made again exactly, in the background, to see whether"
                                        + " they keep STEAD_INDEX_AGREEMENT; 0 audits none")),
                snapshots(settings, database),
                keys(settings),
                capture(settings),
                settings.choice(
                        "STEAD_REPEATED_CAPTURES",
                        RepeatGuard.Policy.REFUSE,
                        "refuse: a capture identifies somebody once; count: again and again, for development with pictures"
                                + " from files"),
                settings.choice(
                        "STEAD_DUPLICATES",
                        Enroller.DuplicatePolicy.REFUSE,
                        "refuse: an operator enrols nobody who looks like somebody enrolled; warn: they do, and are told of"
                                + " whom; allow: they do"),
                rings(settings),
                limits(settings),
                AuditConfig.from(settings, "matcher"));
        settings.renamed("STEAD_AGREEMENT", "STEAD_ENROLMENT_SIMILARITY");
        settings.renamed("STEAD_DECISIONS_PER_TERMINAL", "STEAD_ANSWERS_PER_TERMINAL");
        settings.renamed("STEAD_DECISIONS_PER_SUBJECT", "STEAD_IDENTIFICATIONS_PER_SUBJECT");
        settings.refuseUnknown();
        return config;
    }

    /** A threshold that is set is fixed: only one of the two can decide. */
    private static Optional<Double> targetFpir(Settings settings) {
        double target = settings.decimal(
                "STEAD_TARGET_FPIR",
                0.001,
                0.000001,
                0.05,
                "share of strangers who may be taken for somebody enrolled; each gallery measures which threshold that takes");
        boolean fixed = settings.given().containsKey("STEAD_THRESHOLD");
        if (fixed && settings.given().containsKey("STEAD_TARGET_FPIR")) {
            throw new SettingsException(
                    "STEAD_THRESHOLD and STEAD_TARGET_FPIR are both set: set the threshold to fix it, or the target to have"
                            + " it measured.");
        }
        return fixed ? Optional.empty() : Optional.of(target);
    }

    private static Snapshots snapshots(Settings settings, DatabaseConfig database) {
        String url = database.url();
        Path data = url.startsWith("sqlite:")
                ? Path.of(url.substring("sqlite:".length())).getParent()
                : Path.of("data");
        Path folder = data == null ? Path.of("snapshots") : data.resolve("snapshots");
        return new Snapshots(
                Path.of(settings.text(
                        "STEAD_SNAPSHOT_DIR",
                        folder.toString(),
                        "folder of the encrypted files from which indexes start")),
                settings.duration(
                        "STEAD_SNAPSHOT_INTERVAL",
                        Duration.ofMinutes(15),
                        "how often a changed index is written to its file"));
    }

    private static CapturePolicy capture(Settings settings) {
        return new CapturePolicy(
                settings.choice(
                        "STEAD_CAPTURE",
                        CapturePolicy.Proof.REQUIRED,
                        "whether a frame of a terminal needs the proof of a registered capture device; optional for"
                                + " development"),
                settings.integer(
                        "STEAD_MIN_PAD_SCORE",
                        0,
                        0,
                        100,
                        "the least score against a presentation attack, of 100, with which a terminal's capture identifies"
                                + " somebody; 0 asks for none"));
    }

    private static RingSource rings(Settings settings) {
        String text = settings.text(
                SCOPES,
                "ring_then_all",
                "with whom a terminal's captures are compared: ring, ring_then_all or all; for some galleries and terminals"
                        + " otherwise, as all,gallery/staff=ring,terminal/t-7=ring_then_all");
        Duration maxAge = settings.duration(
                "STEAD_RING_MAX_AGE",
                Duration.ofMinutes(1),
                "how long the rings of the task service are used when it is silent");
        if (maxAge.compareTo(PublishedRings.LEAST_AGE) < 0) {
            throw new SettingsException("STEAD_RING_MAX_AGE must be at least " + PublishedRings.LEAST_AGE.toSeconds()
                    + "s: the task service confirms its rings every five seconds.");
        }
        return new RingSource(
                ChannelConfig.ifSet(
                        settings,
                        "STEAD_TASK_ADDRESS",
                        "service/task",
                        "host:port of the task service, which says who may act at which terminal; without it nobody is compared"
                                + " before others"),
                maxAge,
                SearchScopes.parse(text)
                        .orElseThrow(() -> new SettingsException(SCOPES
                                + " must be ring, ring_then_all or all, then perhaps a comma and gallery/ID=ring or"
                                + " terminal/ID=all for each that differs, but is \"" + text + "\".")));
    }

    private static Keys keys(Settings settings) {
        Path templateKek = Path.of(settings.required(
                "STEAD_TEMPLATE_KEK_FILE",
                "file with the Tink keyset (AES-256-GCM) that wraps the data keys of templates"));
        return new Keys(
                templateKek,
                settings.optional(
                                "STEAD_ERASURES_FILE",
                                "file with the list of erasures, kept and backed up apart from the store; by default"
                                        + " erasures.list beside STEAD_TEMPLATE_KEK_FILE")
                        .map(Path::of)
                        .orElseGet(() -> templateKek.resolveSibling("erasures.list")),
                Path.of(settings.required(
                        "STEAD_ASSERTION_KEY_FILE",
                        "file with the private Ed25519 JWK that signs identity assertions")),
                EncryptionKeys.fileForAssertions(settings),
                settings.text("STEAD_ASSERTION_ISSUER", "stead:matcher", "the iss claim of identity assertions"));
    }

    private static Limits limits(Settings settings) {
        Duration nonceMemory = settings.duration(
                "STEAD_NONCE_MEMORY", Duration.ofMinutes(10), "how long a decided presentation is remembered");
        if (nonceMemory.compareTo(Challenges.LIFETIME) < 0) {
            throw new SettingsException("STEAD_NONCE_MEMORY must be at least " + Challenges.LIFETIME.toSeconds()
                    + "s: for so long a challenge could be used again.");
        }
        Allowance standard = Allowance.STANDARD;
        return new Limits(
                new Allowance(
                        count(
                                settings,
                                "STEAD_ANSWERS_PER_TERMINAL",
                                standard.answers(),
                                "how many answers one terminal or phone gets in an hour; each frame counts as one"),
                        count(
                                settings,
                                "STEAD_REFUSALS_PER_TERMINAL",
                                standard.refusals(),
                                "how many refusals in ten minutes make a terminal wait, from a minute up to an hour"),
                        count(
                                settings,
                                "STEAD_IDENTIFICATIONS_PER_SUBJECT",
                                standard.identified(),
                                "how often one subject is identified at one terminal in a day; at all it is 2.5 times as often"),
                        count(
                                settings,
                                "STEAD_NEAR_ANSWERS_PER_ENROLMENT",
                                standard.near(),
                                "how many answers near a threshold there are about one enrolment, until it is made again"),
                        count(
                                settings,
                                "STEAD_NEAR_ENROLMENTS_PER_OPERATOR",
                                standard.enrolments(),
                                "how many samples that an operator enrols in a day may look like somebody else; a person enrols"
                                        + " and adds a twentieth as often")),
                nonceMemory,
                settings.duration(
                        "STEAD_REENROLMENT_WAIT",
                        Duration.ofDays(3),
                        "how long a person whom their own token erased, without proof, waits to enrol themselves again"));
    }

    private static int count(Settings settings, String key, int standard, String meaning) {
        return settings.integer(key, standard, 1, Integer.MAX_VALUE, meaning);
    }

    private static List<GalleryConfig> galleries(Settings settings) {
        var point = new OperatingPoint(
                (float) settings.decimal(
                        "STEAD_THRESHOLD",
                        OperatingPoint.STANDARD.threshold(),
                        0.01,
                        1,
                        "a fixed similarity that a candidate needs to be identified, instead of STEAD_TARGET_FPIR; without it,"
                                + " only that with which a gallery of an unknown model starts"),
                (float) settings.decimal(
                        "STEAD_MARGIN",
                        OperatingPoint.STANDARD.margin(),
                        0,
                        0.99,
                        "similarity by which the best candidate must be ahead of everybody else"));
        var gate = new QualityGate(
                new Quality(settings.integer(
                        "STEAD_MIN_QUALITY",
                        QualityGate.STANDARD.minQuality().value(),
                        0,
                        100,
                        "quality below which a sample is refused")),
                (float) settings.decimal(
                        "STEAD_ENROLMENT_SIMILARITY",
                        QualityGate.STANDARD.enrolmentSimilarity(),
                        0,
                        1,
                        "similarity that any two samples of one enrolment must have"));
        String galleries = settings.text(
                "STEAD_GALLERIES",
                "people:faceplugin-mobilefacenet@0.0.1:512",
                "galleries as id:model:dimension, separated by commas");
        return Arrays.stream(galleries.split(",", -1))
                .map(each -> gallery(each.strip(), point, gate))
                .toList();
    }

    private static GalleryConfig gallery(String text, OperatingPoint point, QualityGate gate) {
        String[] parts = text.split(":", -1);
        try {
            if (parts.length == 3) {
                return new GalleryConfig(
                        new GalleryId(parts[0]), new ModelId(parts[1]), Integer.parseInt(parts[2]), point, gate);
            }
        } catch (MatcherException | IllegalArgumentException e) {
            throw new SettingsException(
                    "STEAD_GALLERIES: \"" + text + "\" is not id:model:dimension (" + e.getMessage() + ").");
        }
        throw new SettingsException(
                "STEAD_GALLERIES: \"" + text + "\" is not id:model:dimension, such as people:some-model@1.0:512.");
    }
}
