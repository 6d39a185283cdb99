package dev.stead.matcher.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stead.matcher.domain.AddedSample;
import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.Identifier;
import dev.stead.matcher.domain.Rings;
import dev.stead.matcher.domain.Subject;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.limit.CountedBudget;
import dev.stead.matcher.limit.RecentNonces;
import dev.stead.matcher.limit.RecentVerifications;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MapDecisionCounts;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.Repeats;
import dev.stead.matcher.testing.SettableClock;
import dev.stead.matcher.testing.TestStores;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.sql.Database;
import dev.stead.mesh.testing.StoredRows;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the tables of the matcher hold of a person, column by column, and what they hold after the person is erased. */
class StoredEnrolmentsTest {
    private static final SubjectId ADA = new SubjectId("ada");
    private static final SubjectId BOB = new SubjectId("bob");
    private static final Pattern RANDOM_ID =
            Pattern.compile("(?<!request_id=)\\b[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}\\b");

    @TempDir
    private Path folder = Path.of("");

    private final Faces faces = new Faces(8);
    private final SettableClock clock = new SettableClock();

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TemplateStore.MIGRATIONS);
    }

    private IndexedGallery open(Database database) {
        return TestStores.gallery(TestStores.store(folder, database), clock);
    }

    private Enrolment enrolment(SubjectId subject, int person) {
        return new Enrolment(
                subject,
                new Consent("policy-" + person, Instant.ofEpochSecond(person, 1_000)),
                List.of(faces.sample(person, 0)),
                clock.instant());
    }

    private static RequestIdentity request(int number) {
        return new RequestIdentity(new UUID(0x4000, number), RequestFingerprint.ofFields("request " + number));
    }

    private IndexedGallery filled(TestDatabase test) {
        IndexedGallery gallery = open(test.database());
        gallery.enrol(request(1), enrolment(BOB, 20));
        gallery.enrol(request(2), enrolment(ADA, 10));
        clock.advance(Duration.ofSeconds(1));
        gallery.add(request(3), new AddedSample(ADA, faces.sample(10, 1)));
        clock.advance(Duration.ofSeconds(1));
        return gallery;
    }

    @ParameterizedTest
    @MethodSource("databases")
    void everyColumnHoldsItsOwnValue(TestDatabase test) {
        IndexedGallery gallery = filled(test);
        gallery.erase(request(4), new Eraser.ByOperator(BOB));
        gallery.close();

        String start = "" + micros(clock.instant().minusSeconds(2));
        String later = "" + micros(clock.instant().minusSeconds(1));
        String end = "" + micros(clock.instant());
        assertThat(readable(StoredRows.all(test.database())))
                .isEqualTo(
                        String.join(
                                "\n",
                                "capture_device_version: only_row=1 version=0",
                                "erasure: enrolment_id=[1] erase_time=" + end
                                        + " erased_templates=1 gallery_id=people owner_hash=… receipt_id=[2] waits=0",
                                answered(3, 10, 2, start),
                                answered(2, 10, 1, start),
                                "request: fingerprint= gallery_id=people request_id="
                                        + request(1).requestId(),
                                "request: fingerprint="
                                        + request(4).fingerprint().hex()
                                        + " gallery_id=people receipt_id=[2] request_id="
                                        + request(4).requestId(),
                                "subject: create_time=" + start
                                        + " enrolment_id=[3] gallery_id=people generation=[4] grant_time=10000001"
                                        + " policy_version=policy-10 subject_id=ada",
                                "subject_key: enrolment_id=[3] wrapped=…",
                                "template: create_time=" + start
                                        + " enrolment_id=[3] held=0 model=synthetic@1 quality=80 sealed=… source=ENROLMENT template_id=[5]",
                                "template: create_time=" + later
                                        + " enrolment_id=[3] held=0 model=synthetic@1 quality=80 sealed=… source=PERSON template_id=[6]"));
    }

    private static long micros(Instant time) {
        return time.toEpochMilli() * 1_000;
    }

    private static String answered(int request, int person, int templates, String time) {
        return "request: create_time=" + time + " fingerprint="
                + request(request).fingerprint().hex() + " gallery_id=people grant_time=" + person
                + "000001 policy_version=policy-" + person + " request_id="
                + request(request).requestId() + " subject_id=" + (person == 10 ? ADA : BOB) + " templates="
                + templates;
    }

    /** Random ids by the order of their first appearance. Of the first answers, a fingerprint decides the order: it is not random. */
    private static String readable(Map<String, List<String>> tables) {
        String text = tables.entrySet().stream()
                .flatMap(table -> table.getValue().stream()
                        .map(row -> table.getKey() + ": " + row.replaceAll("(sealed|wrapped|owner_hash)=\\S+", "$1=…")))
                .collect(Collectors.joining("\n"));
        Map<String, String> names = new HashMap<>();
        return RANDOM_ID
                .matcher(text)
                .replaceAll(id -> names.computeIfAbsent(id.group(), _ -> "[" + (names.size() + 1) + "]"));
    }

    @ParameterizedTest
    @MethodSource("databases")
    void whatWasAnsweredIsReadBackAsItWasStored(TestDatabase test) {
        IndexedGallery gallery = filled(test);
        var consent = new Consent("policy-10", Instant.ofEpochSecond(10, 1_000));
        Instant enrolled = clock.instant().minusSeconds(2);
        var first = new Subject(ADA, MatcherBed.PEOPLE.id(), 1, consent, enrolled);
        var now = new Subject(ADA, MatcherBed.PEOPLE.id(), 2, consent, enrolled);

        assertThat(gallery.enrolledBy(request(2))).contains(first);
        assertThat(gallery.enrolledBy(request(3))).contains(now);
        assertThat(gallery.find(ADA)).contains(now);
        gallery.close();
    }

    /** By the schema, not by a list of tables: one that is added and forgotten by the erasure shows here. */
    @ParameterizedTest
    @MethodSource("databases")
    void anErasureLeavesNothingOfThePersonInAnyTable(TestDatabase test) {
        IndexedGallery gallery = filled(test);
        Map<String, List<String>> before = StoredRows.all(test.database());
        String enrolment = rows(before, "subject").stream()
                .filter(row -> row.endsWith("subject_id=ada"))
                .map(row -> value(row, "enrolment_id"))
                .findFirst()
                .orElseThrow();
        String generation = rows(before, "subject").stream()
                .filter(row -> row.endsWith("subject_id=ada"))
                .map(row -> value(row, "generation"))
                .findFirst()
                .orElseThrow();
        Set<String> theirs = new TreeSet<>(Set.of("ada", enrolment, generation));
        for (String table : List.of("template", "subject_key")) {
            for (String row : rows(before, table)) {
                if (row.contains(enrolment)) {
                    Stream.of(row.split(" ", -1))
                            .map(pair -> pair.substring(pair.indexOf('=') + 1))
                            .filter(value -> value.length() > 30)
                            .forEach(theirs::add);
                }
            }
        }
        assertThat(theirs)
                .as("two ids, a generation, two templates with a blob each, a key")
                .hasSize(8);

        gallery.erase(request(4), new Eraser.ByOperator(ADA));
        gallery.close();

        Set<String> left = new TreeSet<>();
        StoredRows.all(test.database())
                .forEach((table, rows) -> rows.stream()
                        .flatMap(row -> Stream.of(row.split(" ", -1)))
                        .filter(pair -> theirs.contains(pair.substring(pair.indexOf('=') + 1)))
                        .forEach(pair -> left.add(table + "." + pair)));
        assertThat(left)
                .as("the receipt names an enrolment that is gone")
                .containsExactly("erasure.enrolment_id=" + enrolment);
        // The log is kept: it has the acts, and names nobody.
        List<String> log = StoredRows.of(test.database(), "audit_pending");
        assertThat(log)
                .anyMatch(row -> row.contains(hex("enrolment.erased")))
                .anyMatch(row -> row.contains(hex("enrolment/" + enrolment)));
        assertThat(StoredRows.leavesWithoutIds(test.database()))
                .anyMatch(leaf -> leaf.contains("enrolment.erased"))
                .noneMatch(leaf -> leaf.contains("ada"));
    }

    private static String hex(String text) {
        return HexFormat.of().formatHex(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<String> rows(Map<String, List<String>> tables, String table) {
        return tables.getOrDefault(table, List.of());
    }

    private static String value(String row, String column) {
        return Stream.of(row.split(" ", -1))
                .filter(pair -> pair.startsWith(column + "="))
                .map(pair -> pair.substring(column.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theFileHoldsNoByteOfAnErasedTemplateOrItsKey() throws IOException {
        try (TestDatabase test = TestDatabases.sqlite(TemplateStore.MIGRATIONS)) {
            IndexedGallery gallery = filled(test);
            Map<String, List<String>> before = StoredRows.all(test.database());
            List<String> blobs = Stream.of("template", "subject_key")
                    .flatMap(table -> rows(before, table).stream())
                    .map(row -> value(row, row.contains("sealed=") ? "sealed" : "wrapped"))
                    .toList();
            assertThat(blobs).hasSize(5);
            test.reopen();
            assertThat(blobs).allMatch(blob -> holds(test, blob));
            gallery.close();

            IndexedGallery again = open(test.database());
            CountedBudget budget = MapDecisionCounts.endless(clock);
            var identifier = new Identifier(
                    new RecentNonces(Duration.ofMinutes(10), 100, () -> 0),
                    budget,
                    Repeats.counted(),
                    new RecentVerifications(() -> 0),
                    Rings.NONE);
            var eraser = new Eraser((_, _) -> Optional.empty(), identifier, budget);
            eraser.erase(again, request(4), new Eraser.ByOperator(ADA));
            eraser.erase(again, request(5), new Eraser.ByOperator(BOB));

            assertThat(blobs).noneMatch(blob -> holds(test, blob));
            again.close();
        }
    }

    private static boolean holds(TestDatabase test, String blob) {
        // The middle of a blob: long ones go over pages.
        String part = new String(HexFormat.of().parseHex(blob.substring(40, 80)), StandardCharsets.ISO_8859_1);
        try (Stream<Path> files = Files.list(
                Path.of(test.config().url().substring("sqlite:".length())).resolveSibling("."))) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains(part)) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
