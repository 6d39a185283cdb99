package dev.stead.terminal.evidence;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.stead.audit.v1.Leaf;
import dev.stead.mesh.request.RequestFingerprint;
import dev.stead.mesh.time.Micros;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the leaf of an act must say if evidence says the truth about the act.
 *
 * @param caller who called; empty if that does not follow from the evidence
 * @param method which they called; empty likewise
 * @param contentHash in hexadecimal
 */
record LeafStatement(
        String act, Optional<String> caller, Optional<String> method, List<String> objects, String contentHash) {
    private static final String DELEGATION = "stead.task.v1.DelegationService/";
    private static final Map<String, String> METHODS = Map.of(
            "PROPOSED", DELEGATION + "ProposeTask",
            "ACCEPTED", DELEGATION + "AcceptTask",
            "DECLINED", DELEGATION + "DeclineTask",
            "REVOKED", DELEGATION + "RevokeTask",
            "APPROVED", DELEGATION + "ApproveTask",
            "CONFIRMED", "stead.task.v1.TerminalService/ConfirmTask");

    /** @param evidence the claims that the entry is of: its task, its people and its mandate */
    static LeafStatement ofEntry(JsonClaims evidence, JsonClaims entry) {
        String kind = entry.text("kind");
        String act = "task." + kind.toLowerCase(Locale.ROOT);
        JsonClaims order = evidence.object("order").orElse(JsonClaims.NOTHING);
        JsonClaims mandate = evidence.object("mandate").orElse(JsonClaims.NOTHING);
        RequestFingerprint content = RequestFingerprint.ofFields(
                act,
                Long.toString(entry.number("number")),
                micros(entry.text("time")),
                evidence.text("delegator_id"),
                evidence.text("delegate_id"),
                order.text("merchant_id"),
                order.text("order_id"),
                mandate.text("kind"),
                money(mandate, "amount_limit"),
                Long.toString(mandate.number("max_uses")),
                HexFormat.of().formatHex(mandate.bytes("terms")),
                money(entry, "amount"),
                authorisation(entry));
        String caller = kind.equals("CONFIRMED")
                ? "terminal/" + entry.text("terminal_id")
                : "person/" + entry.text("person_id");
        return new LeafStatement(
                act,
                Optional.of(caller),
                Optional.ofNullable(METHODS.get(kind)),
                objects(
                        "task", evidence.text("task_id"),
                        "person", entry.text("person_id"),
                        "terminal", entry.text("terminal_id"),
                        "execution", entry.text("execution_id")),
                content.hex());
    }

    /** The assertion; of an approval with a passkey all that was signed and by what. */
    private static String authorisation(JsonClaims entry) {
        return entry.object("passkey")
                .map(passkey -> String.join(
                        ".",
                        Base64.getUrlEncoder()
                                .withoutPadding()
                                .encodeToString(passkey.text("challenge_text").getBytes(StandardCharsets.UTF_8)),
                        passkey.text("public_key"),
                        passkey.text("credential_id"),
                        passkey.text("client_data"),
                        passkey.text("authenticator_data"),
                        passkey.text("signature")))
                .orElseGet(() -> entry.text("assertion"));
    }

    /** An outcome may come later, when nobody calls. */
    static LeafStatement ofExecution(JsonClaims evidence, JsonClaims execution) {
        String act = "execution." + execution.text("outcome").toLowerCase(Locale.ROOT);
        RequestFingerprint content = RequestFingerprint.ofFields(
                act,
                execution.text("terminal_id"),
                micros(execution.text("create_time")),
                micros(execution.text("update_time")),
                money(execution, "amount"),
                execution.text("reason"));
        return new LeafStatement(
                act,
                Optional.empty(),
                Optional.empty(),
                objects(
                        "task", evidence.text("task_id"),
                        "execution", execution.text("execution_id"),
                        "settlement", execution.text("settlement_id")),
                content.hex());
    }

    /** What the leaf says otherwise, for people; empty if it says the same. */
    List<String> differences(byte[] leaf) {
        try {
            return differences(Leaf.parseFrom(leaf));
        } catch (InvalidProtocolBufferException notOurs) {
            return List.of("it is no act");
        }
    }

    private List<String> differences(Leaf leaf) {
        var all = new ArrayList<String>();
        if (!leaf.getAct().equals(act)) {
            all.add("it was " + leaf.getAct());
        }
        if (caller.filter(expected -> !expected.equals(leaf.getCaller())).isPresent()) {
            all.add(leaf.getCaller() + " called");
        }
        if (method.filter(expected -> !expected.equals(leaf.getMethod())).isPresent()) {
            all.add("by " + leaf.getMethod());
        }
        if (!leaf.getObjectsList().equals(objects)) {
            all.add("it was about " + String.join(" ", leaf.getObjectsList()));
        }
        if (!HexFormat.of().formatHex(leaf.getContentHash().toByteArray()).equals(contentHash)) {
            all.add("its number, time, amount, assertion, order, people or mandate were others");
        }
        return all;
    }

    /** Kinds and ids in turn; what has no id is left out. */
    private static List<String> objects(String... kindsAndIds) {
        return Stream.iterate(0, i -> i < kindsAndIds.length, i -> i + 2)
                .filter(i -> !kindsAndIds[i + 1].isEmpty())
                .map(i -> kindsAndIds[i] + "/" + kindsAndIds[i + 1])
                .toList();
    }

    private static String money(JsonClaims of, String name) {
        return of.object(name)
                .map(money -> money.text("currency_code") + " " + money.number("minor_units"))
                .orElse("");
    }

    /** What cannot be read has no hash that fits. */
    private static String micros(String time) {
        try {
            return Long.toString(Micros.of(Instant.parse(time)));
        } catch (DateTimeException malformed) {
            return "";
        }
    }
}
