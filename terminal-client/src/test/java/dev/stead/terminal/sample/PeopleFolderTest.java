package dev.stead.terminal.sample;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PeopleFolderTest {
    @TempDir
    private Path folder;

    private final List<SampleException> notTaken = new ArrayList<>();
    private final SampleFiles reader = new SampleFiles(
            () -> {
                throw new AssertionError("no picture, no face chain");
            },
            "model@1",
            FacePolicy.REFUSE,
            note -> {
                throw new AssertionError(note);
            });

    private Path embedding(String name) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.write(file, new byte[] {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40});
    }

    private PeopleFolder open() {
        return PeopleFolder.open(folder, reader, notTaken::add);
    }

    @Test
    void everythingThatIsNotTakenIsNamedWithTheReason() throws IOException {
        embedding("ana/1.f32");
        Files.writeString(folder.resolve("ana/2.jpg"), "<html>not found</html>");
        Files.write(
                folder.resolve("ana/3.heic"),
                "\0\0\0\u0018ftypheic".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        Files.createDirectories(folder.resolve("ana/more"));
        Files.createSymbolicLink(folder.resolve("ana/old.jpg"), Path.of("nowhere.jpg"));
        embedding("Ben B/1.f32");
        Files.createSymbolicLink(folder.resolve("cem"), Path.of("nowhere"));
        Files.createDirectories(folder.resolve("dora"));
        embedding("loose.f32");

        PeopleFolder people = open();
        assertThat(people.people()).isEqualTo(2);
        assertThat(people.subjectId(0)).isEqualTo("ana");
        assertThat(people.enrolment(0)).hasSize(1);
        assertThat(people.enrolment(1)).isEmpty();
        assertThat(notTaken.stream().map(SampleException::problem))
                .containsExactly(
                        SampleProblem.SUBJECT_ID_NOT_VALID,
                        SampleProblem.FILE_UNREADABLE,
                        SampleProblem.OUTSIDE_A_PERSON,
                        SampleProblem.FORMAT_NOT_READ,
                        SampleProblem.FORMAT_NOT_READ,
                        SampleProblem.FILE_UNREADABLE,
                        SampleProblem.FILE_UNREADABLE,
                        SampleProblem.NO_SAMPLE);
        String all = notTaken.toString();
        assertThat(all)
                .contains("Ben B", "rename it", "cem", "link to nothing", "loose.f32", "2.jpg", "HEIC", "more")
                .contains("old.jpg", "dora has no sample");
    }

    @Test
    void theEleventhSampleIsNamedAndABadOneDoesNotCount() throws IOException {
        for (int i = 10; i < 22; i++) {
            embedding("ana/" + i + ".f32");
        }
        Files.write(folder.resolve("ana/12.f32"), new byte[3]);
        assertThat(open().enrolment(0)).hasSize(10);
        assertThat(notTaken)
                .extracting(SampleException::problem)
                .containsExactly(SampleProblem.EMBEDDING_DAMAGED, SampleProblem.TOO_MANY_SAMPLES);
        assertThat(notTaken.getLast()).hasMessageContaining("21.f32").hasMessageContaining("at most 10");
    }

    @Test
    void whatOtherProgramsAddIsPassedOver() throws IOException {
        embedding("ana/1.f32");
        for (String junk :
                List.of("__MACOSX/ana/._1.f32", "ana/.DS_Store", "ana/Thumbs.db", "ana/@eaDir/1", ".git/x")) {
            Files.createDirectories(folder.resolve(junk).getParent());
            Files.writeString(folder.resolve(junk), "junk");
        }
        assertThat(open().enrolment(0)).hasSize(1);
        assertThat(notTaken).isEmpty();
    }

    @Test
    void aPersonMayBeALinkToAFolder() throws IOException {
        embedding("ana/1.f32");
        Files.createSymbolicLink(folder.resolve("ana-again"), Path.of("ana"));
        assertThat(open().enrolment(1)).hasSize(1);
        assertThat(notTaken).isEmpty();
    }

    @Test
    void aProbePassesOverWhatCannotBeUsed() throws IOException {
        embedding("ana/2.f32");
        Files.writeString(folder.resolve("ana/1.jpg"), "no picture");
        Files.writeString(folder.resolve("ana/3.jpg"), "no picture");
        for (long seed = 0; seed < 20; seed++) {
            assertThat(open().probe(0, seed).dimension()).isEqualTo(2);
        }
        Files.delete(folder.resolve("ana/2.f32"));
        assertThatThrownBy(() -> open().probe(0, 1)).hasMessageContaining("NO_SAMPLE");
    }

    @Test
    void aFolderWithoutPeopleIsRefusedWithTheReason() throws IOException {
        assertThatThrownBy(this::open).hasMessageContaining("has no sub-folder of a person");
        embedding("1.f32");
        assertThatThrownBy(this::open).hasMessageContaining("has no sub-folder of a person");
        assertThat(notTaken).hasSize(1);
        assertThatThrownBy(() -> PeopleFolder.open(folder.resolve("none"), reader, notTaken::add))
                .isInstanceOf(SampleException.class)
                .hasMessage("FILE_UNREADABLE: " + folder.resolve("none")
                        + " does not exist; name a folder with one sub-folder per person");
        assertThatThrownBy(() -> PeopleFolder.open(folder.resolve("1.f32"), reader, notTaken::add))
                .hasMessageContaining("is not a folder; name");
    }
}
