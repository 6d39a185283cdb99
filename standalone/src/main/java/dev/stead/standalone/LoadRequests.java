package dev.stead.standalone;

import dev.stead.terminal.sample.CapturedSample;
import dev.stead.terminal.sample.SyntheticPeople;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;

/** The requests of a load profile as the JSON array that ghz takes them from, one after another. Readable by this user only. */
final class LoadRequests {
    private static final int NONCE_BYTES = 16;
    private static final int STRANGER_EVERY = 10;
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final SecureRandom random = new SecureRandom();

    /**
     * A presentation each, under a nonce of its own: a decided one is never accepted again. Every tenth is by somebody who is not enrolled.
     */
    void presentations(Path file, SyntheticPeople people, String gallery, int count) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            for (int n = 0; n < count; n++) {
                int person = n % people.people() + (n % STRANGER_EVERY == 0 ? people.people() : 0);
                out.write(n == 0 ? "[" : ",\n");
                out.write(presentation(gallery, people.probe(person, n)));
            }
            out.write("]");
        }
    }

    /** A look at one's tasks for each assertion, in turns. */
    void looks(Path file, List<String> assertions) throws IOException {
        String all = String.join(
                ",\n",
                assertions.stream()
                        .map(assertion -> "{\"assertion\":\"" + assertion + "\"}")
                        .toList());
        Files.writeString(file, "[" + all + "]");
    }

    private String presentation(String gallery, CapturedSample sample) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return """
                {"gallery_id":"%s","capture_nonce":"%s","sample":{"quality":%d,"embedding":{"model":"%s","float32_le":"%s"}}}""".formatted(
                        gallery,
                        BASE64.encodeToString(nonce),
                        sample.quality(),
                        sample.model(),
                        BASE64.encodeToString(sample.littleEndian()));
    }
}
