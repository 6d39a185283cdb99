package dev.stead.terminal.evidence;

import com.nimbusds.jose.jwk.JWKSet;
import dev.stead.mesh.audit.CheckpointException;
import dev.stead.mesh.audit.StoredCheckpoint;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Verifies the evidence of one task with nothing but the evidence, the published keys and, if there is one, a checkpoint that somebody
 * kept: who signed it, whether all of it is there, and whether the audit log says the same. Thread-safe.
 */
public final class EvidenceVerifier {
    private final JWKSet keys;
    private final Optional<StoredCheckpoint> kept;

    private EvidenceVerifier(JWKSet keys, Optional<StoredCheckpoint> kept) {
        this.keys = keys;
        this.kept = kept;
    }

    /**
     * @param keys the JWK set that the task service publishes
     * @param kept a checkpoint of the task service's log that somebody else remembers
     * @throws CheckpointException if the keys cannot be read
     */
    public static EvidenceVerifier with(String keys, Optional<StoredCheckpoint> kept) {
        try {
            return new EvidenceVerifier(JWKSet.parse(keys), kept);
        } catch (ParseException malformed) {
            throw new CheckpointException("the keys are no JWK set");
        }
    }

    /**
     * What a verification found.
     *
     * @param summary what is proven, for people
     * @param findings what is wrong, for people; empty if all of it is proven
     */
    public record Verification(String summary, List<String> findings) {
        public Verification {
            findings = List.copyOf(findings);
        }
    }

    /** @param pages all pages of the evidence, each a compact JWS, in any order */
    public Verification verify(List<String> pages) {
        var findings = new ArrayList<String>();
        var claims = new ArrayList<JsonClaims>();
        for (String page : pages) {
            try {
                claims.add(SignedPage.open(page, keys).claims());
            } catch (CheckpointException wrong) {
                findings.add("page " + (pages.indexOf(page) + 1) + ": " + wrong.getMessage());
            }
        }
        if (claims.isEmpty() || !findings.isEmpty()) {
            return new Verification("nothing is proven", findings.isEmpty() ? List.of("there is no page") : findings);
        }
        try {
            claims.sort(Comparator.comparingLong(EvidenceVerifier::firstNumber));
            return verify(claims, findings);
        } catch (CheckpointException unreadable) {
            return new Verification("nothing is proven", List.of(unreadable.getMessage()));
        }
    }

    private Verification verify(List<JsonClaims> pages, List<String> findings) {
        new PageCheck(pages).check(findings);
        long leaves = 0;
        long lastLeaf = -1;
        for (JsonClaims page : pages) {
            Optional<SignedTree> tree = SignedTree.of(page, kept, findings);
            for (JsonClaims entry : page.objects("acts")) {
                String name = "act " + entry.number("number") + " (" + entry.text("kind") + " by "
                        + entry.text("person_id") + ")";
                long leaf = check(name, tree, entry, LeafStatement.ofEntry(page, entry), findings);
                if (leaf >= 0 && leaf <= lastLeaf) {
                    findings.add(name + ": the audit log has it before the act before it");
                }
                lastLeaf = Math.max(leaf, lastLeaf);
                leaves += leaf < 0 ? 0 : 1;
            }
            for (JsonClaims execution : page.objects("executions")) {
                String outcome = execution.text("outcome");
                if (!PageCheck.UNKNOWN_OUTCOMES.contains(outcome)) {
                    String name = "execution " + execution.text("execution_id") + " (" + outcome + ")";
                    long leaf = check(name, tree, execution, LeafStatement.ofExecution(page, execution), findings);
                    leaves += leaf < 0 ? 0 : 1;
                }
            }
        }
        JsonClaims last = pages.getLast();
        return new Verification(
                "task " + last.text("task_id") + ": " + leaves + " acts and outcomes are in the audit log" + tree(last),
                findings);
    }

    private String tree(JsonClaims page) {
        String key = page.object("log").map(log -> log.text("verifier_key")).orElse("no key");
        return kept.isPresent()
                ? ", which grew out of the kept checkpoint"
                : " of " + key + ", which was not compared with any that was kept";
    }

    /** @return the place of the leaf; -1 if it is not proven */
    private static long check(
            String name, Optional<SignedTree> tree, JsonClaims act, LeafStatement expected, List<String> findings) {
        Optional<JsonClaims> proof = act.object("proof");
        if (tree.isEmpty() || proof.isEmpty()) {
            findings.add(name + ": nothing proves that it is in the audit log");
            return -1;
        }
        if (!tree.get().contains(proof.get())) {
            findings.add(name + ": its leaf is not in the tree that was signed");
            return -1;
        }
        List<String> differences = expected.differences(proof.get().bytes("leaf"));
        if (!differences.isEmpty()) {
            findings.add(name + ": the audit log says otherwise: " + String.join(", ", differences));
        }
        return proof.get().number("leaf_index");
    }

    private static long firstNumber(JsonClaims page) {
        return page.objects("acts").stream()
                .mapToLong(entry -> entry.number("number"))
                .min()
                .orElse(0);
    }
}
