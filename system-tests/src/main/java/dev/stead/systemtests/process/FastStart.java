package dev.stead.systemtests.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * A JVM's AOT cache (JEP 483) of one program: later starts take half the time and processor. Only jars can be kept in one; with folders on
 * the class path, as under a build's tests, there is none.
 */
record FastStart(Path cache) {
    /** The cache of a program, which may have to be made yet; empty if there cannot be one. */
    static Optional<FastStart> of(String main) {
        List<String> entries =
                Arrays.asList(System.getProperty("java.class.path").split(File.pathSeparator));
        if (entries.stream().anyMatch(entry -> !entry.endsWith(".jar"))) {
            return Optional.empty();
        }
        var crc = new CRC32();
        for (String entry : entries) {
            // The JVM itself refuses a cache of other jars; another name makes a new one.
            crc.update(
                    (main + entry + new File(entry).lastModified()).getBytes(java.nio.charset.StandardCharsets.UTF_8));
        }
        String name = "stead-soak-" + HexFormat.of().toHexDigits(crc.getValue()) + ".aot";
        return Optional.of(new FastStart(Path.of(System.getProperty("java.io.tmpdir"), name)));
    }

    boolean isMade() {
        return Files.exists(cache);
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
}
