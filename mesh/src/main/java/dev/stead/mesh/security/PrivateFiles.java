package dev.stead.mesh.security;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Writes files atomically; secret ones are readable by their owner only, from the first byte on. */
final class PrivateFiles {
    private PrivateFiles() {}

    static void secret(Path file, String content) {
        write(file, content, "rw-------");
    }

    static void open(Path file, String content) {
        write(file, content, "rw-r--r--");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file, e);
        }
    }

    private static void write(Path file, String content, String permissions) {
        Path target = file.toAbsolutePath();
        try {
            Path folder = Files.createDirectories(target.getParent());
            var rights = PosixFilePermissions.fromString(permissions);
            Path unfinished = Files.createTempFile(folder, ".", ".new");
            Files.setPosixFilePermissions(unfinished, rights);
            Files.write(unfinished, content.getBytes(StandardCharsets.UTF_8));
            Files.move(unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + target, e);
        }
    }
}
