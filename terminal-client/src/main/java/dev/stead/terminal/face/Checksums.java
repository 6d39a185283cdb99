package dev.stead.terminal.face;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The files that {@code fetch-models} downloads, and their SHA-256 checksums from {@code files.sha256} (the format of sha256sum). */
public final class Checksums {
    static final String FIX = "run terminal-client/fetch-models";

    private Checksums() {}

    /**
     * The folder to which {@code fetch-models} downloads: {@code terminal-client/node_modules} beside the program's own jar or classes.
     *
     * @throws FaceModelException if there is no such folder; the message says how to get it
     */
    public static Path packages() {
        try {
            Path program = Path.of(Checksums.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path folder = program; folder != null; folder = folder.getParent()) {
                Path packages = folder.resolve("terminal-client/node_modules");
                if (Files.isDirectory(packages)) {
                    return packages;
                }
            }
        } catch (URISyntaxException e) {
            throw new FaceModelException(
                    "the program cannot tell where it is installed: give the folder with --models", e);
        }
        throw new FaceModelException(
                "the demonstration models are missing: " + FIX + ", or give their folder with --models");
    }

    /** The demonstration pictures, as paths relative to {@link #packages}. */
    public static List<String> pictures() {
        return known().keySet().stream().filter(path -> path.endsWith(".jpg")).toList();
    }

    /**
     * Finds a file and verifies its checksum.
     *
     * @param packages the folder that contains the packages, {@code terminal-client/node_modules}
     * @throws FaceModelException if the file is missing or has another checksum; the message says what to do
     */
    public static Path verified(Path packages, String relative) {
        Path file = packages.resolve(relative);
        String expected = known().get(relative);
        if (expected == null) {
            throw new FaceModelException(relative + " has no checksum in files.sha256: add it, or choose another file");
        }
        verify(file, expected);
        return file;
    }

    static void verify(Path file, String expected) {
        if (!Files.isRegularFile(file)) {
            throw new FaceModelException(file + " is missing: " + FIX);
        }
        String actual = sha256(file);
        if (!actual.equals(expected)) {
            throw new FaceModelException(
                    "%s has SHA-256 %s, not %s: delete it and %s".formatted(file, actual, expected, FIX));
        }
    }

    private static String sha256(Path file) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file)));
        } catch (IOException e) {
            throw new FaceModelException(file + " cannot be read: " + e.getMessage(), e);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static Map<String, String> known() {
        try (InputStream in = Checksums.class.getResourceAsStream("files.sha256")) {
            if (in == null) {
                throw new FaceModelException("files.sha256 is not in the jar: build terminal-client again");
            }
            Map<String, String> known = new LinkedHashMap<>();
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .forEach(line -> known.put(line.substring(66), line.substring(0, 64)));
            return known;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
