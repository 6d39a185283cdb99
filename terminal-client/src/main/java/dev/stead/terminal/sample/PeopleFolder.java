package dev.stead.terminal.sample;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** A folder with one sub-folder per person, named by the subject id, with 1 to 10 files of samples in it; hidden files are ignored. */
public final class PeopleFolder implements SampleSource {
    private final List<Path> folders;
    private final SampleFiles reader;

    private PeopleFolder(List<Path> folders, SampleFiles reader) {
        this.folders = folders;
        this.reader = reader;
    }

    /**
     * Lists the folder; the files are read later, one by one.
     *
     * @throws SampleException if it is not a folder, has no sub-folder, or has one whose name is not a subject id
     */
    public static PeopleFolder open(Path folder, SampleFiles reader) {
        List<Path> folders = list(folder).stream().filter(Files::isDirectory).toList();
        if (folders.isEmpty()) {
            throw new SampleException(folder
                    + " has no sub-folder: create one per person, named by the subject id, with their pictures in it");
        }
        for (Path person : folders) {
            if (!name(person).matches("[A-Za-z0-9._-]{1,64}")) {
                throw new SampleException(
                        person + " is not a subject id: rename it to 1 to 64 characters of [A-Za-z0-9._-]");
            }
        }
        return new PeopleFolder(folders, reader);
    }

    @Override
    public int people() {
        return folders.size();
    }

    @Override
    public String subjectId(int person) {
        return name(folders.get(person));
    }

    @Override
    public List<CapturedSample> enrolment(int person) {
        return files(person).stream().limit(10).map(reader::read).toList();
    }

    @Override
    public CapturedSample probe(int person, long seed) {
        List<Path> files = files(person);
        return reader.read(files.get(new SplittableRandom(seed).nextInt(files.size())));
    }

    private List<Path> files(int person) {
        Path folder = folders.get(person);
        List<Path> files = list(folder).stream().filter(SampleFiles::isSample).toList();
        if (files.isEmpty()) {
            throw new SampleException(
                    folder + " has no sample: put a picture (.jpg, .png) or an embedding (.f32) in it");
        }
        return files;
    }

    private static List<Path> list(Path folder) {
        try (Stream<Path> entries = Files.list(folder)) {
            return new ArrayList<>(entries.filter(entry -> !name(entry).startsWith("."))
                    .sorted()
                    .toList());
        } catch (IOException e) {
            throw new SampleException(folder + " cannot be listed: " + e, e);
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
