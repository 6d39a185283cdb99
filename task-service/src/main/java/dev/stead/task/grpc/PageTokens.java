package dev.stead.task.grpc;

import dev.stead.mesh.request.ExternalId;
import dev.stead.mesh.time.Micros;
import dev.stead.task.application.port.Repositories.Tasks.Position;
import dev.stead.task.domain.PersonId;
import dev.stead.task.domain.TaskError;
import dev.stead.task.domain.TaskException;
import dev.stead.task.domain.TaskId;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Page tokens: where the next page begins. They grant nothing, so they are not signed; a malformed one is refused. */
final class PageTokens {
    private static final Pattern TASK = Pattern.compile("t1:(\\d{1,17}):([0-9a-f-]{36})");
    private static final Pattern CONTACT = Pattern.compile("c1:(" + ExternalId.REGEX + ")");
    private static final Pattern ENTRY = Pattern.compile("e1:([1-9]\\d{0,8})");

    private PageTokens() {}

    static String afterTask(Position last) {
        return encode("t1:" + Micros.of(last.createTime()) + ":" + last.taskId().value());
    }

    static Position taskAfter(String token) {
        Matcher parts = match(TASK, token);
        return new Position(Micros.instant(Long.parseLong(parts.group(1))), new TaskId(parts.group(2)));
    }

    static String afterContact(PersonId contactId) {
        return encode("c1:" + contactId.value());
    }

    static PersonId contactAfter(String token) {
        return new PersonId(match(CONTACT, token).group(1));
    }

    static String fromEntry(int number) {
        return encode("e1:" + number);
    }

    /** @return the number of a page's first entry */
    static int entryFrom(String token) {
        return Integer.parseInt(match(ENTRY, token).group(1));
    }

    static TaskException invalid() {
        return new TaskException(
                TaskError.PAGE_TOKEN_INVALID,
                "page_token must be the next_page_token of an answer to the same request, or empty");
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Matcher match(Pattern pattern, String token) {
        try {
            String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
            Matcher matcher = pattern.matcher(text);
            if (matcher.matches()) {
                return matcher;
            }
        } catch (IllegalArgumentException notBase64) {
            // Refused below, as any other malformed token.
        }
        throw invalid();
    }
}
