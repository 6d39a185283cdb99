package dev.stead.systemtests.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * One program's class path, and a JVM's AOT cache (JEP 483) of it: with one, a start takes half the time and processor. Only jars can be
 * kept in a cache, so a folder of classes, as a build's tests have, is packed into one beside the cache.
 *
 * @param classPath jars only
 * @param cache there once it was made
 */
record FastStart(List<Path> classPath, Path cache) {
    private static final List<Path> JARS = jars();

    /** Of this JVM's own class path. */
    static FastStart of(String main) {
        String simple = main.substring(main.lastIndexOf('.') + 1);
        return new FastStart(JARS, folder().resolve(simple + ".aot"));
    }

    /** True if the cache is of these jars; the JVM itself refuses one of others, and starts slowly. */
    boolean isMade() {
        return Files.exists(cache) && classPath.stream().noneMatch(jar -> modified(jar) > modified(cache));
    }

    /** Another process may make it at the same time: each writes its own, and the last one stays. */
    Path made(long number) {
        return cache.resolveSibling(cache.getFileName() + "." + number);
    }

    void keep(Path made) throws IOException {
        if (Files.exists(made)) {
            Files.move(made, cache, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Beside these classes, where the next build clears it away. */
    private static Path folder() {
        try {
            URI own = FastStart.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI();
            return Files.createDirectories(Path.of(own).resolveSibling("fast-start"));
        } catch (URISyntaxException | IOException e) {
            throw new IllegalStateException("no folder beside the program's classes", e);
        }
    }

    private static List<Path> jars() {
        return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(Files::exists)
                .map(entry -> Files.isDirectory(entry) ? packed(entry) : entry)
                .toList();
    }

    private static Path packed(Path classes) {
        // Every module's folder of classes has the same name.
        Path jar = folder().resolve("%s-%08x.jar".formatted(classes.getFileName(), classes.hashCode()));
        try (Stream<Path> walk = Files.walk(classes)) {
            // Folders too: Flyway looks for its own.
            List<Path> files =
                    walk.filter(file -> !file.equals(classes)).sorted().toList();
            if (!Files.exists(jar) || files.stream().anyMatch(file -> modified(file) > modified(jar))) {
                try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
                    for (Path file : files) {
                        boolean folder = Files.isDirectory(file);
                        out.putNextEntry(new JarEntry(classes.relativize(file) + (folder ? "/" : "")));
                        if (!folder) {
                            Files.copy(file, out);
                        }
                    }
                }
            }
            return jar;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long modified(Path file) {
        return file.toFile().lastModified();
    }
}
