package dev.stead.matcher.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stead.matcher.domain.Consent;
import dev.stead.matcher.domain.Enrolment;
import dev.stead.matcher.domain.Eraser;
import dev.stead.matcher.domain.ErasureReceipt;
import dev.stead.matcher.domain.MatcherError;
import dev.stead.matcher.domain.MatcherException;
import dev.stead.matcher.domain.SubjectId;
import dev.stead.matcher.testing.Backup;
import dev.stead.matcher.testing.Faces;
import dev.stead.matcher.testing.MatcherBed;
import dev.stead.matcher.testing.SettableClock;
import dev.stead.matcher.testing.TestStores;
import dev.stead.mesh.SettingsException;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.request.RequestIdentity;
import dev.stead.mesh.testing.StoredRows;
import dev.stead.mesh.testing.TestDatabase;
import dev.stead.mesh.testing.TestDatabases;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The list of erasures beside its store: begun, torn, damaged, missing, another one's, and not to be written. */
class ListedErasuresTest {
    private static final SubjectId ADA = new SubjectId("ada");
    private static final SubjectId BOB = new SubjectId("bob");

    @TempDir
    private Path folder = Path.of("");

    private final Faces faces = new Faces(8);
    private final SettableClock clock = new SettableClock();

    static Stream<TestDatabase> databases() {
        return TestDatabases.fresh(TemplateStore.MIGRATIONS);
    }

    /** As a store has them that was written before there was a list. */
    @ParameterizedTest
    @MethodSource("databases")
    void aFirstStartListsWhatTheStoreKnows(TestDatabase test) throws IOException {
        ErasureReceipt receipt = eraseUnlisted(test, ADA);

        open(test).close();

        assertThat(rows()).extracting(ErasureRow::receipt).containsExactly(receipt);
        assertThat(Files.getPosixFilePermissions(file())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void theListNamesNobody() throws IOException {
        try (TestDatabase test = sqlite()) {
            eraseUnlisted(test, ADA);
            open(test).close();

            assertThat(Files.readString(file()).lines().skip(1))
                    .singleElement()
                    .asString()
                    .matches("[0-9a-f-]{36} [0-9a-f-]{36} people [0-9a-f]{64} 1 \\S+Z free [0-9a-f]{16}");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anErasureOfAnotherProcessIsListedToo(TestDatabase test) throws IOException {
        try (ListedErasures listed = open(test)) {
            ErasureReceipt receipt = eraseUnlisted(test, ADA);

            listed.listOthers();
            listed.listOthers();

            assertThat(Files.readAllLines(file())).hasSize(2).last().asString().startsWith(receipt.id() + " ");
        }
    }

    @Test
    void aLineThatACrashHasTornIsDroppedAndTheNextOneIsWhole() throws IOException {
        try (TestDatabase test = sqlite()) {
            eraseUnlisted(test, ADA);
            open(test).close();
            String whole = Files.readString(file());
            String line = whole.lines().toList().getLast();
            for (int length : new int[] {1, 40, line.length()}) {
                Files.writeString(file(), whole + line.substring(0, length));
                open(test).close();
                assertThat(file()).hasContent(whole);
            }
            Files.writeString(file(), "torn", StandardOpenOption.APPEND);
            ErasureReceipt bobs = eraseUnlisted(test, BOB);
            open(test).close();
            assertThat(rows()).hasSize(2).last().extracting(ErasureRow::receipt).isEqualTo(bobs);
        }
    }

    @Test
    void anyOtherDamageIsRefusedWithItsLine() throws IOException {
        try (TestDatabase test = sqlite()) {
            eraseUnlisted(test, ADA);
            eraseUnlisted(test, BOB);
            open(test).close();
            List<String> lines = Files.readAllLines(file());
            for (int at = 0; at < lines.get(1).length(); at++) {
                char changed = lines.get(1).charAt(at) == '0' ? '1' : '0';
                String damaged =
                        lines.get(1).substring(0, at) + changed + lines.get(1).substring(at + 1);
                Files.write(file(), List.of(lines.get(0), damaged, lines.get(2)));

                assertRefused(test, "is damaged in line 2");
            }
            Files.write(file(), List.of("stead-erasures 2", lines.get(1)));
            assertRefused(test, "is not a list of erasures");
            Files.write(file(), new byte[0]);
            assertRefused(test, "is not a list of erasures");
        }
    }

    /** The store has no receipt yet: even so it may be an older copy of one that has. */
    @ParameterizedTest
    @MethodSource("databases")
    void aMissingListIsRefusedUntilTheOperatorSaysThatItIsLost(TestDatabase test) throws IOException {
        open(test).close();
        Files.delete(file());

        assertRefused(test, "does not exist");
        test.database().change(handle -> handle.execute("DELETE FROM erasure_list"));
        open(test).close();

        assertThat(file()).exists();
    }

    @Test
    void theListOfAnotherStoreIsRefusedAndGetsNothing() throws IOException {
        try (TestDatabase test = sqlite();
                TestDatabase other = sqlite()) {
            eraseUnlisted(test, ADA);
            open(other).close();
            Path others = Files.move(file(), folder.resolve("others.list"));
            open(test).close();
            Files.move(others, file(), StandardCopyOption.REPLACE_EXISTING);

            assertRefused(test, "is the list of erasures of another store");

            assertThat(rows()).isEmpty();
        }
    }

    @Test
    void aListThatIsOpenElsewhereIsRefused() throws IOException {
        try (TestDatabase test = sqlite();
                ListedErasures listed = open(test)) {
            assertThat(listed).isNotNull();
            assertRefused(test, "another process has open");
        }
    }

    @Test
    void aFolderThatCannotBeWrittenIsRefusedWithTheFix() throws IOException {
        try (TestDatabase test = sqlite()) {
            Files.writeString(folder.resolve("file"), "in the way");
            Path in = folder.resolve("file").resolve("erasures.list");

            assertThatThrownBy(() -> ListedErasures.open(in, test.database(), clock))
                    .isInstanceOf(SettingsException.class)
                    .hasMessageContaining("STEAD_ERASURES_FILE names " + in)
                    .hasMessageContaining("cannot be written");
        }
    }

    @ParameterizedTest
    @MethodSource("databases")
    void anErasureThatCannotBeListedFailsAndChangesNothing(TestDatabase test) throws IOException {
        ListedErasures listed = open(test);
        IndexedGallery gallery = gallery(test, listed);
        enrol(gallery, ADA, 1);
        Map<String, List<String>> before = StoredRows.all(test.database());
        RequestIdentity request = request();
        listed.close();

        assertThatThrownBy(() -> gallery.erase(request, new Eraser.ByOperator(ADA)))
                .isInstanceOfSatisfying(
                        MatcherException.class,
                        refused -> assertThat(refused.error()).isEqualTo(MatcherError.ERASURE_NOT_LISTED));

        assertThat(StoredRows.all(test.database())).isEqualTo(before);
        assertThat(gallery.generationOf(ADA)).isPresent();
        assertThat(rows()).isEmpty();
        gallery.close();
        try (ListedErasures again = open(test);
                IndexedGallery reopened = gallery(test, again)) {
            assertThat(reopened.erase(request, new Eraser.ByOperator(ADA)).erasedTemplates())
                    .isOne();
        }
        assertThat(rows()).hasSize(1);
    }

    @Test
    void anInterruptedThreadDoesNotCloseTheList() throws IOException {
        try (TestDatabase test = sqlite();
                ListedErasures listed = open(test)) {
            Thread.currentThread().interrupt();
            listed.add(row());
            assertThat(Thread.interrupted()).isTrue();
            listed.add(row());
            assertThat(Files.readAllLines(file())).hasSize(3);
        }
    }

    private ErasureRow row() {
        var receipt = new ErasureReceipt(UUID.randomUUID(), MatcherBed.PEOPLE.id(), 1, clock.instant());
        return ErasureRow.of(receipt, UUID.randomUUID().toString(), new Eraser.ByOperator(ADA));
    }

    /** Snapshots of the older store too: whose rows are in which section is not known before one is opened. */
    @ParameterizedTest
    @MethodSource("databases")
    void aRestoredStoreLosesTheKeysOfItsSnapshotsAndItsLogSaysWhatWasErased(TestDatabase test) throws IOException {
        open(test).close();
        try (IndexedGallery gallery = gallery(test, _ -> {})) {
            enrol(gallery, ADA, 1);
        }
        test.database()
                .change(handle -> SegmentKeyQueries.insert(
                        handle, MatcherBed.PEOPLE.id(), UUID.randomUUID(), Map.of(0, new byte[] {1}, 1, new byte[] {2
                        })));
        test.close();
        Backup backup = Backup.of(test);
        try (ListedErasures listed = open(test);
                IndexedGallery gallery = gallery(test, listed)) {
            gallery.erase(request(), new Eraser.ByToken(ADA));
        }
        test.close();
        backup.restore();

        open(test).close();

        assertThat(StoredRows.of(test.database(), "snapshot_key")).isEmpty();
        assertThat(StoredRows.of(test.database(), "audit_pending"))
                .filteredOn(row ->
                        row.contains(HexFormat.of().formatHex("enrolment.erased".getBytes(StandardCharsets.UTF_8))))
                .hasSize(1);
        try (IndexedGallery gallery = gallery(test, _ -> {})) {
            assertThat(gallery.waitingSince(ADA, clock.instant().minusSeconds(1)))
                    .as("who must wait still must")
                    .contains(clock.instant());
        }
    }

    /** As when one table is restored, and the receipts are not. */
    @ParameterizedTest
    @MethodSource("databases")
    void anEnrolmentBesideItsOwnReceiptIsErasedAgain(TestDatabase test) throws IOException {
        open(test).close();
        try (IndexedGallery gallery = gallery(test, _ -> {})) {
            enrol(gallery, ADA, 1);
        }
        String enrolment = test.database()
                .read(handle -> handle.createQuery("SELECT enrolment_id FROM subject")
                        .mapTo(String.class)
                        .one());
        var receipt = new ErasureReceipt(UUID.randomUUID(), MatcherBed.PEOPLE.id(), 1, clock.instant());
        test.database()
                .change(handle -> ReceiptQueries.insert(
                        handle, List.of(ErasureRow.of(receipt, enrolment, new Eraser.ByOperator(ADA)))));

        open(test).close();

        assertThat(StoredRows.of(test.database(), "subject")).isEmpty();
        assertThat(rows()).hasSize(1);
    }

    private ErasureReceipt eraseUnlisted(TestDatabase test, SubjectId subject) {
        try (IndexedGallery gallery = gallery(test, _ -> {})) {
            enrol(gallery, subject, subject.equals(ADA) ? 1 : 2);
            return gallery.erase(request(), new Eraser.ByOperator(subject));
        }
    }

    private void enrol(IndexedGallery gallery, SubjectId subject, int person) {
        var consent = new Consent("2026-11/en", clock.instant());
        gallery.enrol(request(), new Enrolment(subject, consent, List.of(faces.sample(person, 0)), clock.instant()));
    }

    private IndexedGallery gallery(TestDatabase test, ListedErasures listed) {
        return gallery(test, (Consumer<ErasureRow>) listed::add);
    }

    private IndexedGallery gallery(TestDatabase test, Consumer<ErasureRow> listed) {
        return TestStores.gallery(TestStores.store(folder, test.database(), listed), clock);
    }

    private ListedErasures open(TestDatabase test) {
        return ListedErasures.open(file(), test.database(), clock);
    }

    private void assertRefused(TestDatabase test, String why) {
        assertThatThrownBy(() -> open(test))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("STEAD_ERASURES_FILE names " + file())
                .hasMessageContaining(why);
    }

    private Path file() {
        return folder.resolve("erasures.list");
    }

    private List<ErasureRow> rows() throws IOException {
        List<ErasureRow> rows = new ArrayList<>();
        ErasureList.open(file(), rows).close();
        return rows;
    }

    private static TestDatabase sqlite() {
        return TestDatabases.sqlite(TemplateStore.MIGRATIONS);
    }

    private static RequestIdentity request() {
        return new RequestIdentity(UUID.randomUUID(), RequestFingerprint.ofFields("content"));
    }
}
