package dev.stead.mesh;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Keys, secrets and tokens as people and their tools save them: UTF-8, with or without the byte order mark that editors and shells of
 * Windows put before it, which is no part of a password.
 */
public final class TextFile {
    private static final String MARK = "\uFEFF";

    private TextFile() {}

    /** @throws IOException with the reason if the file cannot be read or is no UTF-8; nothing of its content is in a message */
    public static String read(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith(MARK) ? text.substring(MARK.length()) : text;
        } catch (CharacterCodingException other) {
            throw new IOException("it is no UTF-8 text (PowerShell's > writes UTF-16): save it as UTF-8", other);
        }
    }

    /** The first line without blanks around it; empty for an empty file. */
    public static String firstLine(Path file) throws IOException {
        return read(file).lines().findFirst().orElse("").strip();
    }
}
