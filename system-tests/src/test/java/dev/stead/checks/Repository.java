package dev.stead.checks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** The files of this repository as they lie in the working folder, without what tools put there. */
final class Repository {
    /** Named by relative path, with {@code /} between folders. */
    static final Path ROOT = root();

    private static final Set<String> NOT_OURS = Set.of("target", "node_modules");

    private Repository() {}

    /** All files whose path in the repository fits, in alphabetical order. */
    static List<Path> files(Predicate<String> wanted) {
        var found = new ArrayList<Path>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                    String name = folder.getFileName().toString();
                    boolean hidden = name.startsWith(".") && !name.equals(".ci") && !folder.equals(ROOT);
                    return hidden || NOT_OURS.contains(name) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (wanted.test(name(file))) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        found.sort(null);
        return found;
    }

    /** Those whose path fits; each file is parsed once for all tests. */
    static List<JavaSource> java(Predicate<String> wanted) {
        return Sources.ALL.stream().filter(source -> wanted.test(source.name())).toList();
    }

    private static final class Sources {
        static final List<JavaSource> ALL = JavaSource.parse(files(name -> name.endsWith(".java")));
    }

    static String name(Path file) {
        return ROOT.relativize(file).toString().replace('\\', '/');
    }

    static boolean isMain(String name) {
        return name.contains("/src/main/");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("stead"))) {
            Path parent = folder.getParent();
            if (parent == null) {
                throw new IllegalStateException(
                        "not inside the repository: " + Path.of("").toAbsolutePath());
            }
            folder = parent;
        }
        return folder;
    }
}
