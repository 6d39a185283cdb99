package dev.stead.matcher.domain;

/** Id and version of the model that made an embedding, such as {@code faceplugin-mobilefacenet@0.0.1}. */
public record ModelId(String value) {
    public ModelId {
        if (value.isBlank() || value.length() > 128) {
            throw new MatcherException(
                    MatcherError.MODEL_MISMATCH, "a model id must have 1 to 128 characters, not " + value.length());
        }
    }

    @Override
    public String toString() {
        return value;
    }
}
