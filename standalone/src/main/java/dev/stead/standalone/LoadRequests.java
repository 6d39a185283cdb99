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

/** Writes the requests of a load profile as a JSON array, which ghz sends one after the other. */
final class LoadRequests {
    private static final int NONCE_BYTES = 16;
    private static final int STRANGER_EVERY = 10;
    private static final Base64.Encoder BASE64 = Base64.getEncoder();

    private final SecureRandom random = new SecureRandom();

    /** IdentifyOnce requests, each with a nonce of its own, because a decided one is not accepted again. Every tenth is by a stranger. */
    void identify(Path file, SyntheticPeople people, String gallery, int count) throws IOException {
        try (Writer out = Files.newBufferedWriter(file)) {
            for (int n = 0; n < count; n++) {
                int person = n % people.people() + (n % STRANGER_EVERY == 0 ? people.people() : 0);
                out.write(n == 0 ? "[" : ",\n");
                out.write(identifyOnce(gallery, people.probe(person, n)));
            }
            out.write("]");
        }
    }

    /** One FindTasks request per assertion. */
    void findTasks(Path file, List<String> assertions) throws IOException {
        String all = String.join(
                ",\n",
                assertions.stream()
                        .map(assertion -> "{\"assertion\":\"" + assertion + "\"}")
                        .toList());
        Files.writeString(file, "[" + all + "]");
    }

    private String identifyOnce(String gallery, CapturedSample sample) {
        byte[] nonce = new byte[NONCE_BYTES];
        random.nextBytes(nonce);
        return """
            {"gallery_id":"%s","capture_nonce":"%s","sample":{"quality":%s,"embedding":{"model":"%s","float32_le":"%s"}}}\
            """.formatted(
                        gallery,
                        BASE64.encodeToString(nonce),
                        sample.quality(),
                        sample.model(),
                        BASE64.encodeToString(sample.littleEndian()));
    }
}
