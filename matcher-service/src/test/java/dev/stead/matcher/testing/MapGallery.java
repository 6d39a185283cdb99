package dev.stead.matcher.testing;

import dev.stead.matcher.domain.AddedSample;
import dev.stead.matcher.domain.Candidate;
import dev.stead.matcher.domain.CandidateList;
import dev.stead.matcher.domain.Embedding;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.Gallery;
import dev.stead.matcher.domain.GalleryConfig;
import dev.stead.matcher.domain.LookAlike;
import dev.stead.matcher.domain.LookAlikes;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.OperatingPoint;
import dev.stead.matcher.domain.Probe;
import dev.stead.matcher.domain.Sample;
import dev.stead.matcher.domain.Subject;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.domain.calibration.GalleryPoint;
import dev.stead.matcher.domain.calibration.ThresholdCurve;
import dev.stead.matcher.domain.duplicate.Duplicate;
import dev.stead.mesh.request.RequestIdentity;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** A gallery in a map: what the domain's own tests play against. */
public final class MapGallery implements Gallery {
    private final GalleryConfig config;
    private final Map<SubjectId, Enrolment> enrolled = new LinkedHashMap<>();
    private final Map<RequestIdentity, Subject> answers = new LinkedHashMap<>();
    private final Map<RequestIdentity, ErasureReceipt> receipts = new LinkedHashMap<>();
    private final Set<Set<SubjectId>> pairs = new HashSet<>();
    private final Set<Duplicate> duplicates = new HashSet<>();
    private int batches;
    private int purges;

    private final Map<SubjectId, List<Sample>> added = new LinkedHashMap<>();
    private final Map<SubjectId, Instant> addedByPerson = new LinkedHashMap<>();
    private final Map<SubjectId, Instant> waiting = new LinkedHashMap<>();
    private final List<SubjectId> held = new ArrayList<>();
    private final InstantSource clock;
    private final GalleryPoint curve;

    public MapGallery(GalleryConfig config) {
        this(config, () -> Instant.EPOCH);
    }

    /** @param clock says when a template was added */
    public MapGallery(GalleryConfig config, InstantSource clock) {
        this.config = config;
        this.clock = clock;
        this.curve = new GalleryPoint(config.operatingPoint());
    }

    @Override
    public GalleryConfig config() {
        return config;
    }

    @Override
    public Gallery.Stats stats() {
        return new Gallery.Stats(enrolled.size(), 0, batches);
    }

    @Override
    public OperatingPoint operatingPoint() {
        return curve.at(enrolled.size());
    }

    /** From now on it has these thresholds, by how many are compared. */
    public void follow(ThresholdCurve thresholds) {
        curve.follow(thresholds, 1, enrolled.size());
    }

    /** As {@link #operatingPoint()}, whatever the size, unless a curve is set. */
    @Override
    public OperatingPoint operatingPoint(long subjects) {
        return curve.ofRing(subjects);
    }

    @Override
    public CandidateList search(Probe probe, OperatingPoint point, Optional<Set<SubjectId>> among, int limit) {
        return CandidateList.of(
                enrolled.values().stream()
                        .filter(one -> among.isEmpty() || among.get().contains(one.subject()))
                        .flatMap(one -> one.samples().stream()
                                .map(sample -> new Candidate(
                                        one.subject(), sample.embedding().similarityTo(probe.embedding()))))
                        .sorted(Comparator.comparingDouble(Candidate::similarity)
                                .reversed())
                        .limit(limit),
                batches);
    }

    @Override
    public OptionalDouble compare(SubjectId subject, Probe probe, OperatingPoint point) {
        return search(probe, 1_000).candidates().stream()
                .filter(one -> one.subject().equals(subject))
                .mapToDouble(Candidate::similarity)
                .findFirst();
    }

    @Override
    public OptionalDouble compareToAnchors(SubjectId subject, Probe probe) {
        Enrolment known = enrolled.get(subject);
        return known == null
                ? OptionalDouble.empty()
                : known.samples().stream()
                        .filter(sample ->
                                !added.getOrDefault(subject, List.of()).contains(sample))
                        .mapToDouble(sample -> sample.embedding().similarityTo(probe.embedding()))
                        .max();
    }

    /** Made of the name: whoever is enrolled again is not told apart here. */
    @Override
    public Optional<UUID> generationOf(SubjectId subject) {
        return find(subject).map(_ -> UUID.nameUUIDFromBytes(subject.value().getBytes(StandardCharsets.UTF_8)));
    }

    @Override
    public Optional<Instant> lastAddedByPerson(SubjectId subject) {
        return Optional.ofNullable(addedByPerson.get(subject));
    }

    @Override
    public Optional<Subject> find(SubjectId subject) {
        return Optional.ofNullable(enrolled.get(subject)).map(this::subject);
    }

    @Override
    public Set<SubjectId> lookAlikesOf(SubjectId subject) {
        return pairs.stream()
                .filter(pair -> pair.contains(subject))
                .flatMap(Set::stream)
                .filter(one -> !one.equals(subject))
                .collect(Collectors.toSet());
    }

    /** Who said so, and when, is not kept here. */
    @Override
    public List<LookAlike.Recorded> recordedLookAlikes(SubjectId subject) {
        throw new UnsupportedOperationException();
    }

    @Override
    public boolean holdsExactly(SubjectId subject, List<Sample> samples) {
        Enrolment known = enrolled.get(subject);
        return known != null && embeddings(known.samples()).equals(embeddings(samples));
    }

    @Override
    public Optional<Subject> enrolledBy(RequestIdentity request) {
        return Optional.ofNullable(answers.get(request));
    }

    @Override
    public Optional<ErasureReceipt> erasedBy(RequestIdentity request) {
        return Optional.ofNullable(receipts.get(request));
    }

    /** Nobody else changes it. */
    @Override
    public <T> T exclusively(Supplier<T> action) {
        return action.get();
    }

    /** What is held here is forgotten, but for its answer. */
    @Override
    public HeldEnrolments heldEnrolments() {
        return NOTHING_HELD;
    }

    @Override
    public Subject enrol(RequestIdentity request, Enrolment enrolment, List<SubjectId> others) {
        if (others.isEmpty() || enrolment.operator().isPresent()) {
            enrolAll(List.of(enrolment), Map.of(enrolment.subject(), others));
        } else {
            held.add(enrolment.subject());
        }
        answers.put(request, subject(enrolment));
        return subject(enrolment);
    }

    @Override
    public void enrolAll(List<Enrolment> enrolments, Map<SubjectId, List<SubjectId>> others) {
        batches++;
        others.forEach((subject, alike) -> alike.forEach(other -> duplicates.add(new Duplicate(subject, other))));
        for (Enrolment one : enrolments) {
            enrolled.put(one.subject(), one);
            for (LookAlike named : one.lookAlikes().named()) {
                pairs.add(Set.of(one.subject(), named.subject()));
            }
        }
    }

    /** Who was enrolled although they look alike. */
    public Set<Duplicate> duplicates() {
        return Set.copyOf(duplicates);
    }

    /** For whom something was held. */
    public List<SubjectId> held() {
        return List.copyOf(held);
    }

    @Override
    public Subject add(RequestIdentity request, AddedSample addition, List<SubjectId> others) {
        Enrolment before = known(addition.subject());
        if (!others.isEmpty()) {
            held.add(addition.subject());
            return subject(before);
        }
        List<Sample> samples = new ArrayList<>(before.samples());
        samples.add(addition.sample());
        added.computeIfAbsent(addition.subject(), _ -> new ArrayList<>()).add(addition.sample());
        if (addition.operator().isEmpty()) {
            addedByPerson.put(addition.subject(), clock.instant());
        }
        return enrol(
                request,
                new Enrolment(before.subject(), before.consent(), samples, before.createTime(), addition.lookAlikes()));
    }

    @Override
    public ErasureReceipt erase(RequestIdentity request, Eraser.Erasure erasure) {
        SubjectId subject = erasure.subject();
        Enrolment gone = known(subject);
        enrolled.remove(subject);
        added.remove(subject);
        addedByPerson.remove(subject);
        pairs.removeIf(pair -> pair.contains(subject));
        var receipt = new ErasureReceipt(
                UUID.randomUUID(), config.id(), gone.samples().size(), gone.createTime());
        receipts.put(request, receipt);
        waiting.remove(subject);
        if (erasure.waits()) {
            waiting.put(subject, clock.instant());
        }
        return receipt;
    }

    @Override
    public Optional<Instant> waitingSince(SubjectId subject, Instant since) {
        return Optional.ofNullable(waiting.get(subject)).filter(since::isBefore);
    }

    @Override
    public void purge() {
        purges++;
    }

    /** How often it was purged. */
    public int purges() {
        return purges;
    }

    private static final HeldEnrolments NOTHING_HELD = new HeldEnrolments() {
        @Override
        public List<Enrolment.Held> oldest(int limit) {
            return List.of();
        }

        @Override
        public Set<SubjectId> lookingLike(SubjectId subject) {
            return Set.of();
        }

        @Override
        public List<Embedding> templatesOf(SubjectId subject) {
            return List.of();
        }

        @Override
        public CandidateList search(Probe probe) {
            return new CandidateList(List.of(), Long.MAX_VALUE);
        }

        @Override
        public Subject release(RequestIdentity request, SubjectId subject, LookAlikes lookAlikes) {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isRejectedBy(RequestIdentity request) {
            return false;
        }

        @Override
        public boolean erase(SubjectId subject, Optional<RequestIdentity> request) {
            throw new UnsupportedOperationException();
        }
    };

    private Enrolment known(SubjectId subject) {
        Enrolment known = enrolled.get(subject);
        if (known == null) {
            throw new MatcherException(MatcherError.SUBJECT_UNKNOWN, "the subject is not enrolled");
        }
        return known;
    }

    private Subject subject(Enrolment enrolment) {
        return new Subject(
                enrolment.subject(),
                config.id(),
                enrolment.samples().size(),
                enrolment.consent(),
                enrolment.createTime());
    }

    private static List<Embedding> embeddings(List<Sample> samples) {
        return samples.stream().map(Sample::embedding).toList();
    }
}
