package dev.stead.mesh.request;

import java.util.regex.Pattern;

/** The one form of every id that a caller may choose: of a subject, a gallery, a merchant, an account and so on. */
public final class ExternalId {
    /** For use inside a longer pattern. */
    public static final String REGEX = "[A-Za-z0-9._-]{1,64}";

    /** The rule in words: "a subject id must be " + RULE. */
    public static final String RULE = "1 to 64 characters of A-Z, a-z, 0-9, '.', '_' and '-'";

    private static final Pattern PATTERN = Pattern.compile(REGEX);

    private ExternalId() {}

    /** Whether a caller may choose this id. */
    public static boolean isValid(String id) {
        return PATTERN.matcher(id).matches();
    }
}
