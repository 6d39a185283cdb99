package dev.stead.matcher.domain;

import dev.stead.mesh.request.ExternalId;

/** The opaque id of a subject. */
public record SubjectId(String value) {
    public SubjectId {
        if (!ExternalId.isValid(value)) {
            throw new MatcherException(MatcherError.SUBJECT_ID_INVALID, "a subject id must be " + ExternalId.RULE);
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
