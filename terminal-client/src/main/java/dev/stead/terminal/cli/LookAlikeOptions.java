package dev.stead.terminal.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** Who looks like somebody who is enrolled, and is another person: the operator's word, which is recorded. */
final class LookAlikeOptions {
    @Option(
            names = "--look-alike",
            paramLabel = "SUBJECT=OTHER",
            description =
                    "SUBJECT is another person than OTHER, although they look alike (WRONG_PERSON); may be repeated."
                            + " From then on an identification of either is ambiguous, unless a verification on the phone"
                            + " decides: docs/embeddings.md")
    private List<String> pairs = new ArrayList<>();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            description = "how you know that they are two people; recorded with your id, so name nobody in it")
    private String reason = "";

    /** Refuses what cannot be meant, before anything is sent. */
    void check() {
        for (String pair : pairs) {
            if (!pair.matches("[A-Za-z0-9._-]{1,64}=[A-Za-z0-9._-]{1,64}")) {
                throw new UsageException("--look-alike must be SUBJECT=OTHER, two subject ids, not " + pair);
            }
        }
        if (pairs.isEmpty() != reason.isBlank()) {
            throw new UsageException(
                    "--look-alike and --reason go together: say how you know that they are two people");
        }
    }

    /** The subjects whom this one looks like, with the reason. */
    Map<String, String> of(String subject) {
        Map<String, String> named = new LinkedHashMap<>();
        pairs.stream()
                .map(pair -> pair.split("=", 2))
                .filter(pair -> pair[0].equals(subject))
                .forEach(pair -> named.put(pair[1], reason));
        return named;
    }

    static String advice(String subject, String other) {
        return "  %s looks like %s: if they are two people, add --look-alike %s=%s and --reason TEXT"
                .formatted(subject, other, subject, other);
    }
}
