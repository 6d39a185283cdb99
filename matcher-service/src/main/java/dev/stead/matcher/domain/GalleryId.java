package dev.stead.matcher.domain;

import dev.stead.mesh.request.ExternalId;

/** The name of a gallery, as configured. */
public record GalleryId(String value) {
    public GalleryId {
        if (!ExternalId.isValid(value)) {
            throw new MatcherException(MatcherError.GALLERY_UNKNOWN, "a gallery id must be " + ExternalId.RULE);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
