package dev.stead.matcher.domain;

import java.util.regex.Pattern;

/** The name of a gallery, as configured. */
public record GalleryId(String value) {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    public GalleryId {
        if (!FORM.matcher(value).matches()) {
            throw new MatcherException(
                    MatcherError.GALLERY_UNKNOWN, "a gallery id has 1 to 64 characters of [A-Za-z0-9._-]");
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
