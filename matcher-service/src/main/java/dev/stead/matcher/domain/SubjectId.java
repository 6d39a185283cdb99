package dev.stead.matcher.domain;

import java.util.regex.Pattern;

/** The opaque id of a subject. */
public record SubjectId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public SubjectId {
        if (!FORM.matcher(value).matches()) {
            throw new MatcherException(
                    MatcherError.SUBJECT_ID_INVALID, "a subject id has 1 to 64 characters of [A-Za-z0-9._-]");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
