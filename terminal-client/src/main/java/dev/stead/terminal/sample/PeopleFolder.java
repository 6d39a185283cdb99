package dev.stead.terminal.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;

/**
 * A folder with one sub-folder per person, named by the subject id, with 1 to 10 files of samples in it.
 *
 * <p>Hidden files, and what file managers and archivers add, are passed over. Everything else that is not taken is reported, with the
 * reason, and never stops the rest: not one bad file, nor a person without a good one.
 */
public final class PeopleFolder implements SampleSource {
    private static final int MAX_SAMPLES = 10;
    private static final Set<String> OF_OTHER_PROGRAMS = Set.of("__MACOSX", "@eaDir", "Thumbs.db", "desktop.ini");

    private final List<Path> folders;
    private final SampleFiles reader;
    private final Consumer<SampleException> notTaken;

    private PeopleFolder(List<Path> folders, SampleFiles reader, Consumer<SampleException> notTaken) {
        this.folders = folders;
        this.reader = reader;
        this.notTaken = notTaken;
    }

    /**
     * Lists the folder; the files are read later, one by one.
     *
     * @param notTaken told of each file and folder that is not taken, and why
     * @throws SampleException if it cannot be listed, or has no sub-folder that is named by a subject id
     */
    public static PeopleFolder open(Path folder, SampleFiles reader, Consumer<SampleException> notTaken) {
        List<Path> people = new ArrayList<>();
        for (Path entry : list(folder)) {
            if (!Files.isDirectory(entry)) {
                notTaken.accept(outsideAPerson(entry));
            } else if (name(entry).matches("[A-Za-z0-9._-]{1,64}")) {
                people.add(entry);
            } else {
                notTaken.accept(new SampleException(
                        SampleProblem.SUBJECT_ID_NOT_VALID,
                        entry + " is not a subject id: rename it to 1 to 64 characters of [A-Za-z0-9._-]"));
            }
        }
        if (people.isEmpty()) {
            throw new SampleException(
                    SampleProblem.NO_SAMPLE,
                    folder + " has no sub-folder of a person: create one each, named by the subject id, with their"
                            + " pictures in it");
        }
        return new PeopleFolder(people, reader, notTaken);
    }

    private static SampleException outsideAPerson(Path entry) {
        return Files.exists(entry)
                ? new SampleException(
                        SampleProblem.OUTSIDE_A_PERSON,
                        entry + " lies beside the folders of people: move it into the folder of its person")
                : new SampleException(
                        SampleProblem.FILE_UNREADABLE, entry + " is a link to nothing: put the folder itself here");
    }

    @Override
    public int people() {
        return folders.size();
    }

    @Override
    public String subjectId(int person) {
        return name(folders.get(person));
    }

    /** The first ten samples that can be used, by the names of their files. */
    @Override
    public List<CapturedSample> enrolment(int person) {
        List<CapturedSample> samples = new ArrayList<>();
        try {
            for (Path file : list(folders.get(person))) {
                if (samples.size() == MAX_SAMPLES) {
                    notTaken.accept(new SampleException(
                            SampleProblem.TOO_MANY_SAMPLES,
                            file + " is one too many: a person has at most " + MAX_SAMPLES + " samples"));
                } else {
                    read(file, samples);
                }
            }
            if (samples.isEmpty()) {
                notTaken.accept(noSample(person));
            }
        } catch (SampleException e) {
            notTaken.accept(e);
        }
        return List.copyOf(samples);
    }

    private void read(Path file, List<CapturedSample> samples) {
        try {
            samples.add(reader.read(file));
        } catch (SampleException e) {
            notTaken.accept(e);
        }
    }

    /** The first file that can be used, from a random one on. */
    @Override
    public CapturedSample probe(int person, long seed) {
        List<Path> files = list(folders.get(person));
        int first = files.isEmpty() ? 0 : new SplittableRandom(seed).nextInt(files.size());
        SampleException none = noSample(person);
        for (int i = 0; i < files.size(); i++) {
            try {
                return reader.read(files.get((first + i) % files.size()));
            } catch (SampleException e) {
                none.addSuppressed(e);
            }
        }
        throw none;
    }

    private SampleException noSample(int person) {
        return new SampleException(
                SampleProblem.NO_SAMPLE,
                folders.get(person) + " has no sample that can be used: put a picture (" + PictureFormat.READ
                        + ") or an embedding (.f32) in it");
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.filter(entry -> !name(entry).startsWith("."))
                    .filter(entry -> !OF_OTHER_PROGRAMS.contains(name(entry)))
                    .sorted()
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            throw SampleException.unreadable(folder, e, "a folder with one sub-folder per person");
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
