package dev.stead.matcher.testing;

import dev.stead.matcher.storage.TemplateKeys;
import dev.stead.mesh.security.AssertionKeys;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Settings of a matcher that a test starts alone: plaintext, any ports, its keys and its store in one folder, captures without proofs. */
public final class AloneSettings {
    private AloneSettings() {}

    /** May be changed by the caller. The keys are made if they are not there. */
    public static Map<String, String> in(Path folder) {
        Path kek = folder.resolve("kek.json");
        TemplateKeys.createIfAbsent(kek);
        Map<String, String> values = new HashMap<>();
        values.put("STEAD_TLS", "plaintext");
        values.put("STEAD_PORT", "0");
        values.put("STEAD_OPS_PORT", "0");
        values.put("STEAD_DRAIN_DELAY", "1ms");
        values.put("STEAD_DATABASE_URL", "sqlite:" + folder.resolve("matcher.db"));
        values.put("STEAD_GALLERIES", "people:" + Faces.MODEL + ":" + Faces.DIMENSION);
        values.put("STEAD_TEMPLATE_KEK_FILE", kek.toString());
        values.put("STEAD_CAPTURE", "optional");
        values.put(
                "STEAD_ASSERTION_KEY_FILE",
                AssertionKeys.open(folder).privateKey().toString());
        return values;
    }
}
